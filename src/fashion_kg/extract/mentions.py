"""Who and what a line names: titles in quotation marks, known names, and unknown ones by their shape.

What an unknown name looks like is told apart by script: ``cased`` and ``uncased``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from fashion_kg.extract.beside import as_house, joined, known_in
from fashion_kg.extract.cased import names_in
from fashion_kg.extract.grammars import HOUSE, OTHER, PERSON, SINGLE, TITLE, Grammar
from fashion_kg.extract.known import Known
from fashion_kg.extract.shadows import Mention
from fashion_kg.extract.uncased import houses_in, unknown_in

_QUOTED = re.compile(
    r"“([^”]{1,400})”|„([^“”]{1,400})[“”]|«([^»]{1,400})»|《([^》]{1,80})》|『([^』]{1,80})』|「([^」]{1,120})」"
    r"|〈([^〉]{1,80})〉|(?<![\w])\"([^\"\n]{1,400})\"|(?<![\w’])‘([^‘’\n]{2,80})’(?!\w)|<([^<>\n]{1,60})>"
)
_SAYING = 14  # So many words in quotation marks are no title, but what somebody said.


def find_mentions(text: str, start: int, end: int, grammar: Grammar, known: Known) -> list[Mention]:
    """Return the names between two places of a text, in order, none over another.

    Where two would share a character, what is surer stays: titles, names with another script beside them,
    known names, then unknown ones.

    Args:
        text: the text.
        start: the first of the two places.
        end: the second.
        grammar: of the language between them.
        known: the names that are known before the text is read.
    """
    line = text[start:end]
    found: list[Mention] = [*_titles(line, grammar, known)]
    taken = _Taken(len(line), found)
    houses = known_in(line, known)
    sure = [each for each in houses if each.sort == HOUSE]
    others = [as_house(each, known) for each in unknown_in(line, grammar, sure)]
    apart = [
        each
        for each in others
        if each.gloss
        and all(each.label == name.label for name in sure if name.start < each.end and each.start < name.end)
    ]
    every = (*apart, *houses, *others, *names_in(line, grammar, known))
    found += [mention for mention in every if taken.take(mention.start, mention.end)]
    found = joined(line, _nicknamed(line, sorted(found, key=lambda mention: mention.start)))
    found = [_of_its_kind(line, each, grammar) for each in found]
    found = [
        Mention(start + each.start, start + each.end, each.sort, each.label, each.iri, each.gloss)
        for each in found
    ]
    return sorted(found, key=lambda mention: mention.start)


def _of_its_kind(line: str, mention: Mention, grammar: Grammar) -> Mention:
    """Return a mention; of a band or a film, as the words beside it say, as nobody's name.

    The word before it says so, ``the band N``, or it says whose singer somebody is, ``the N singer M``.
    """
    if mention.sort not in (PERSON, SINGLE) or mention.iri:
        return mention
    before = grammar.people.no_agents.search(line, max(0, mention.start - 24), mention.start)
    if before or grammar.people.whose_trade.match(line, mention.end):
        return replace(mention, sort=OTHER)
    return mention


def _nicknamed(line: str, mentions: list[Mention]) -> list[Mention]:
    """Return the names, the halves of one with a nickname within put together: ``Mina “Mo” Okafor``."""
    if not any(each.sort == TITLE for each in mentions):
        return mentions
    found: list[Mention] = []
    for each in mentions:
        if (
            len(found) > 1
            and found[-1].sort == TITLE
            and found[-1].label.istitle()
            and found[-1].label.isalpha()
            and {found[-2].sort, each.sort} <= {PERSON, SINGLE}
            and line[found[-2].end : found[-1].start] == " " == line[found[-1].end : each.start]
        ):
            first = found[-2]
            del found[-2:]
            found.append(Mention(first.start, each.end, PERSON, f"{first.label} {each.label}"))
        else:
            found.append(each)
    return found


class _Taken:
    """Which characters of a line belong to a name already."""

    def __init__(self, length: int, mentions: Iterable[Mention]) -> None:
        self._taken = bytearray(length)
        for each in mentions:
            self.take(each.start, each.end)

    def take(self, start: int, end: int) -> bool:
        """Take some characters, unless one of them belongs to a name; return whether they were free."""
        if self._taken.find(1, start, end) >= 0:
            return False
        self._taken[start:end] = b"\1" * (end - start)
        return True


def _titles(line: str, grammar: Grammar, known: Known) -> Iterator[Mention]:
    """Yield what stands in quotation marks, unless it is a name by itself."""
    houses = {each.start for each in houses_in(line, grammar)}
    for match in _QUOTED.finditer(line):
        inside = next(group for group in match.groups() if group)
        bare = re.sub(r"\s*[(（].*", "", inside)
        scare = inside.isalpha() and inside.islower() and inside.isascii()  # “face” is a word as others are.
        house = match.start() + 1 in houses
        if not (known.kind_of(bare) or house or scare) and len(inside.split()) < _SAYING:
            yield Mention(match.start(), match.end(), TITLE, inside)

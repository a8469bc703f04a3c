"""A line in small letters, with one character in place of each name: what the phrases are looked for in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from fashion_kg.extract.grammars import HOUSE, OTHER, PERSON, SINGLE, TITLE, Grammar


@dataclass(frozen=True)
class Mention:
    """A name in a text: where it stands, of which sort it is, and its label.

    Attributes:
        name: of a word that stands for somebody, as ``she``, where the text prints the name itself.
        owner: whether such a word says whose something is, as ``her``.
        others: who else is meant by a word for several, as ``both``.
        joint: the language's word that joins them.
    """

    start: int
    end: int
    sort: str
    label: str
    iri: str = ""
    gloss: str = ""
    name: tuple[int, int] | None = None
    owner: bool = False
    others: tuple[Mention, ...] = ()
    joint: str = ""


@dataclass(frozen=True)
class Shadow:
    """A line in small letters, with one character in place of each name.

    Attributes:
        text: that line.
        places: for each character of it, where it stands in the article's text; one more for the end.
        mentions: the names by their place in ``text``.
    """

    text: str
    places: tuple[int, ...]
    mentions: dict[int, Mention]


def shadow_of(text: str, start: int, end: int, mentions: Iterable[Mention]) -> Shadow:
    """Return the shadow of a stretch of text."""
    pieces: list[str] = []
    places: list[int] = []
    found: dict[int, Mention] = {}
    at = start
    for mention in mentions:
        pieces.append(_small(text[at : mention.start]))
        places.extend(range(at, mention.start))
        found[len(places)] = mention
        pieces.append(mention.sort)
        places.append(mention.start)
        if mention.owner:
            pieces.append("’s")
            places.extend((mention.end, mention.end))
        for other in mention.others:
            joint = f" {mention.joint} "
            places.extend([mention.end] * len(joint))
            found[len(places)] = other
            pieces.append(joint + other.sort)
            places.append(mention.end)
        at = mention.end
    pieces.append(_small(text[at:end]))
    places.extend(range(at, end))
    return Shadow("".join(pieces), (*places, end), found)


# Fonts of icons print the very characters that stand for names here.
_BLANKS = f"\t\u00a0\u202f\u3000{PERSON}{HOUSE}{SINGLE}{TITLE}{OTHER}"
_SMALL = str.maketrans(dict.fromkeys("'‘`´", "’") | dict.fromkeys("·･", "・") | dict.fromkeys(_BLANKS, " "))


def _small(text: str) -> str:
    """Return a text of the same length in small letters, with one kind of apostrophe, dot and blank."""
    lower = text.translate(_SMALL).lower()
    if len(lower) == len(text):
        return lower
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text.translate(_SMALL))


@cache
def _listed(grammar: Grammar) -> re.Pattern[str]:
    joint = rf"(?:,? ?{grammar.small('and', 'or')} ?|, |、|，)"
    return re.compile(rf"[{HOUSE}{PERSON}{SINGLE}](?:{joint}[{HOUSE}{PERSON}{SINGLE}]){{2,}}")


def listed_houses(shadow: Shadow, grammar: Grammar) -> Iterator[int]:
    """Yield where the houses stand that are named in a row with others, as in ``worked for A, B and C``."""
    for row in _listed(grammar).finditer(shadow.text):
        found = [each for at, each in shadow.mentions.items() if row.start() <= at < row.end()]
        if sum(each.sort == HOUSE for each in found) > 1:
            yield from (each.start for each in found)

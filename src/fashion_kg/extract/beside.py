"""Names in scripts without capitals that are known, and what stands beside them.

A known name may be part of a longer word, or of a person's name; a group is named before its member; a name
in Latin letters may be said again behind it.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from functools import cache

from fashion_kg.extract.grammars import HOUSE, OTHER, PERSON, SINGLE
from fashion_kg.extract.hangul import is_after_first_name, is_loan, parted
from fashion_kg.extract.known import Known
from fashion_kg.extract.scripts import HANGUL, IDEOGRAPHS, KATAKANA
from fashion_kg.extract.shadows import Mention
from fashion_kg.extract.words import any_of, read_words, small_words_of_all

_UNCASED_LETTER = re.compile(f"[{KATAKANA}{IDEOGRAPHS}{HANGUL}]")
_FIRST_NAME = re.compile(f"[{KATAKANA}][・·･]$")  # A family name follows, even if it is a house's too.
_HONOURED = re.compile(any_of(small_words_of_all("honorifics")))
_HANGUL = re.compile(f"[{HANGUL}]+")


def as_house(name: Mention, known: Known) -> Mention:
    """Return a name as a house's where what repeats it in Latin letters is one, or looks like one."""
    length, meaning = known.match(name.gloss.split()) if name.gloss else (0, None)
    if meaning and meaning.sort == HOUSE and length == len(name.gloss.split()):
        return Mention(name.start, name.end, HOUSE, meaning.label, meaning.iri)
    shouted = name.gloss.isupper() and len(name.gloss.split()) > 1
    return replace(name, sort=HOUSE) if shouted else name


def known_in(line: str, known: Known) -> list[Mention]:
    """Return the known names of a line in scripts without capitals; a family name is no house."""
    return [
        Mention(
            each.start,
            each.end,
            PERSON if _HONOURED.match(line, each.end) else each.sort,
            each.label,
            each.iri,
            each.gloss or _other_script(line, each),
        )
        for each in known.find_uncased(line)
        if not (_FIRST_NAME.search(line, 0, each.start) or _is_part_of_a_word(line, each))
        and not (each.sort == HOUSE and is_after_first_name(line, each.start))
    ]


def _is_part_of_a_word(line: str, name: Mention) -> bool:
    """Whether a known name of a few letters only stands in a longer word."""
    before, after = line[name.start - 1 : name.start], line[name.end : name.end + 1]
    short = name.end - name.start
    if _HANGUL.match(line[name.start]):
        word = _HANGUL.match(line, name.start)
        rest = word[0] if word else ""
        whole = (
            short > 2 or rest == line[name.start : name.end] or parted(rest)[0] == line[name.start : name.end]
        )
        return _HANGUL.match(before) is not None or not (whole or is_loan(rest[short:]))
    return (
        short < 4
        and any(re.match(f"[{KATAKANA}]", each) for each in (before, after))
        and bool(re.match(f"[{KATAKANA}]", line[name.start]))
    )


def _other_script(line: str, name: Mention) -> str:
    """Return a known person's name as printed, where that is in a script without capitals."""
    printed = line[name.start : name.end]
    known = name.sort == PERSON and name.iri and _UNCASED_LETTER.search(printed) and "(" not in printed
    return printed if known else ""


def joined(line: str, mentions: list[Mention]) -> list[Mention]:
    """Return mentions, a Latin name and the same in another script in brackets behind it as one."""
    found: list[Mention] = []
    for each in mentions:
        last = found[-1] if found else None
        if (
            last is not None
            and {last.sort, each.sort} <= {PERSON, SINGLE}
            and _UNCASED_LETTER.match(each.label)
            and last.label.isascii()
            and re.fullmatch(r" ?[(（]", line[last.end : each.start])
            and line[each.end : each.end + 1] in (")", "）")
        ):
            found[-1] = Mention(last.start, each.end + 1, PERSON, each.label, last.iri, last.label)
        else:
            found.append(each)
    return _without_groups(line, found)


@cache
def groups() -> tuple[frozenset[str], re.Pattern[str], re.Pattern[str]]:
    """Return what groups are called, what joins a group to its member, and any of them before its member."""
    given = read_words("groups")
    every = {name for label, names in given["groups"].items() for name in (label, *names)}
    before = rf"{any_of(map(re.escape, every))}(?: ?[(（][^()（）]{{1,20}}[)）])?{given['whose']}"
    return frozenset(every), re.compile(given["joined"]), re.compile(before)


def _without_groups(line: str, mentions: list[Mention]) -> list[Mention]:
    """Return mentions, a group that is named before its member as no agent."""
    labels, between, _ = groups()
    found = list(mentions)
    for number, (each, following) in enumerate(itertools.pairwise(mentions)):
        if each.label in labels and following.sort in (PERSON, SINGLE) and following.label not in labels:
            gap = line[each.end : following.start].removeprefix(")").removeprefix("）")
            if between.fullmatch(re.sub(r"^ ?[(（][^()（）]{1,20}[)）]", "", gap)):
                found[number] = Mention(each.start, each.end, OTHER, each.label)
    return found

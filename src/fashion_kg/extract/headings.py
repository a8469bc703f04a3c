"""Headings of an article: which short line names the house that the lines below it are about."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from fashion_kg.extract import Article, Line
from fashion_kg.extract.grammars import HOUSE, PERSON, SINGLE, Grammar
from fashion_kg.extract.shadows import Mention
from fashion_kg.extract.words import any_of, read_words

_NUMBER = re.compile(r"[#№]?\d{1,2}[.):]? +")
_OPENING = re.compile(r"(?:[#№]?\d{1,2}[.):]? +|[*•·–-] +)?")
_SUBTITLE = re.compile(r"(?: ?[:,|]| [–—-]) +(?=\S)")
_LEAST_PROSE = 60
_SUBTITLED = 3  # So many headings of a name and a subtitle, one of a known house, are a round-up's.
_ROUND_UP = 2  # So many headings with known houses make the others of their shape houses too.


def headed_houses(article: Article, mentions: Mapping[int, Sequence[Mention]]) -> Iterator[str]:
    """Yield the names that head sections as known houses do in the same article.

    Args:
        article: the article.
        mentions: the names in each line, by where it begins.
    """
    known: dict[tuple[bool, bool], int] = {}
    others: dict[tuple[bool, bool], list[str]] = {}
    for line in article.lines:
        if line.part not in ("body", "standfirst") or line.end - line.start > 40:
            continue
        whole = article.text[line.start : line.end]
        number = _NUMBER.match(whole)
        name = whole[number.end() if number else 0 :].strip()
        shape = bool(number), name.isupper()
        found = [each for each in mentions[line.start] if each.sort in (HOUSE, PERSON, SINGLE)]
        if found and _are_one(article.text, found) and article.text[found[0].start : found[-1].end] == name:
            if found[0].sort == HOUSE:
                known[shape] = known.get(shape, 0) + 1
            else:
                others.setdefault(shape, []).append(name)
    for shape, names in others.items():
        if known.get(shape, 0) >= max(_ROUND_UP, len(names)):
            yield from names
    yield from _subtitled_houses(article, mentions)


def _are_one(text: str, names: Sequence[Mention]) -> bool:
    """Whether names may be one house's: there is one, or two that nobody knows, as ``N & N``."""
    if len(names) == 1:
        return True
    unknown = len(names) == 2 and all(each.sort != HOUSE for each in names)
    return unknown and text[names[0].end : names[1].start] == " & "


def _subtitled_houses(article: Article, mentions: Mapping[int, Sequence[Mention]]) -> Iterator[str]:
    """Yield the unknown names among headings of one form, ``N: a day at sea``, where a known house is one."""
    forms: dict[str, list[Mention]] = {}
    for line, after in itertools.pairwise(article.lines):
        found = _subtitled(article.text, line, mentions[line.start])
        if found and after.end - after.start > _LEAST_PROSE:
            mark = article.text[found.end : found.end + 2].strip()[:1]
            forms.setdefault(mark, []).append(found)
    for names in forms.values():
        unknown = [each.label for each in names if each.sort != HOUSE]
        if len(names) >= _SUBTITLED and 2 * (len(names) - len(unknown)) >= len(unknown):
            yield from unknown


def _subtitled(text: str, line: Line, mentions: Sequence[Mention]) -> Mention | None:
    """Return the name that a short line begins with, before a mark and words that name nobody."""
    whole = text[line.start : line.end]
    found = [each for each in mentions if each.sort in (HOUSE, PERSON, SINGLE)]
    if (
        not found
        or len(whole) > _LEAST_PROSE
        or line.part in ("tag", "byline", "caption")
        or whole[-1] in ".:;,"
    ):
        return None
    opening = _OPENING.match(text, line.start, line.end)
    if (
        opening is None
        or opening.end() != found[0].start
        or not _SUBTITLE.match(text, found[0].end, line.end)
    ):
        return None
    return None if any(each.sort in (HOUSE, PERSON) for each in found[1:]) else found[0]


@cache
def _beside(grammar: Grammar) -> re.Pattern[str]:
    """Return what may stand beside a house in a heading: brackets, a year, a season."""
    seasons = any_of((*grammar.words["seasons"], *read_words("shared")["seasons"]))
    return re.compile(rf"[(（][^()]*[)）]|(?:19|20)\d\d|\b{seasons}(?:\d\d)?\b", re.I)


def heading_house(text: str, line: Line, mentions: Sequence[Mention], grammar: Grammar) -> Mention | None:
    """Return the house whose name is all, or nearly all, that a short line says.

    Args:
        text: the article's text.
        line: the line.
        mentions: the names in it.
        grammar: of its language.
    """
    whole = text[line.start : line.end]
    subtitled = _subtitled(text, line, mentions)
    if subtitled and subtitled.sort == HOUSE:
        return subtitled
    if (
        len(whole) > 110
        or line.part in ("tag", "byline", "credits", "caption")
        or re.search(r"[.!?:;,。]$", whole)
    ):
        return None
    houses = [each for each in mentions if each.sort == HOUSE]
    number = _NUMBER.match(whole)
    first = houses and number and houses[0].start == line.start + number.end()
    if first and len(whole) < 60 and re.match(r" [–—|-] |:|$", text[houses[0].end : line.end]):
        return houses[0]
    if len(houses) != 1:
        return None
    if len(whole.split()) > 3 and len(whole) > 24:
        return houses[0]
    rest = text[line.start : houses[0].start] + text[houses[0].end : line.end]
    rest = _beside(grammar).sub("", rest)
    if len(re.findall(r"\w", rest)) <= 3:
        return houses[0]
    return None

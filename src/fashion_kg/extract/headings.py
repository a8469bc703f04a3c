"""Headings of an article: which short line names the house that the lines below it are about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from fashion_kg.extract import Article, Line
from fashion_kg.extract.grammars import HOUSE, PERSON, SINGLE, Grammar
from fashion_kg.extract.shadows import Mention
from fashion_kg.extract.words import any_of, read_words

_NUMBER = re.compile(r"[#№]?\d{1,2}[.):]? +")
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
        if len(found) == 1 and article.text[found[0].start : found[0].end] == name:
            if found[0].sort == HOUSE:
                known[shape] = known.get(shape, 0) + 1
            else:
                others.setdefault(shape, []).append(name)
    for shape, names in others.items():
        if known.get(shape, 0) >= max(_ROUND_UP, len(names)):
            yield from names


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

"""Headings of an article: which short line names the house that the lines below it are about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fashion_kg.extract import Line
from fashion_kg.extract.grammars import HOUSE
from fashion_kg.extract.shadows import Mention


def heading_house(text: str, line: Line, mentions: Sequence[Mention]) -> Mention | None:
    """Return the house whose name is all, or nearly all, that a short line says."""
    whole = text[line.start : line.end]
    if (
        len(whole) > 110
        or line.part in ("tag", "byline", "credits", "caption")
        or re.search(r"[.!?:;,。]$", whole)
    ):
        return None
    houses = [each for each in mentions if each.sort == HOUSE]
    if len(houses) != 1:
        return None
    if len(whole.split()) > 3 and len(whole) > 24:
        return houses[0]
    rest = text[line.start : houses[0].start] + text[houses[0].end : line.end]
    rest = re.sub(
        r"[(（][^()]*[)）]|(?:19|20)\d\d|\b(?:spring|summer|fall|autumn|winter|s/s|f/w|a/w|aw\d\d|ss\d\d)\b",
        "",
        rest,
        flags=re.I,
    )
    if len(re.findall(r"\w", rest)) <= 3:
        return houses[0]
    return None

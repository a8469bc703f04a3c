"""Seasons as texts print them, and the one way in which the graph names each."""

from __future__ import annotations

import re
from functools import lru_cache

from fashion_kg.extract.words import read_words

_YEAR = re.compile(r"((?:19|20)\d\d)(?:[-–/.](\d\d(?:\d\d)?))?|[’']?(?<!\d)(\d\d)(?:[-–/](\d\d))?(?!\d)")


@lru_cache(maxsize=4096)
def season_named(printed: str) -> str:
    """Return the usual name of a season, such as ``Spring/Summer 2024`` for ``SS24``; empty if it has none.

    >>> season_named("SS24"), season_named("printemps-été 2024"), season_named("Fall Winter 2023.24")
    ('Spring/Summer 2024', 'Spring/Summer 2024', 'Fall/Winter 2023-24')
    """
    text = re.sub(read_words("seasons")["beside"], " ", printed.casefold())
    for label, patterns in read_words("seasons")["seasons"].items():
        for pattern in patterns:
            if match := re.search(rf"(?<![^\W\d_]){pattern}(?![^\W\d_])", text):
                year = _year(text[: match.start()] + " " + text[match.end() :])
                return f"{label} {year}" if year else ""
    return ""


def are_one(first: str, second: str) -> bool:
    """Whether two usual names mean one season: ``Fall`` is another name for ``Fall/Winter`` of that year.

    >>> are_one("Fall/Winter 2023-24", "Fall 2023"), are_one("Spring 2024", "Summer 2024")
    (True, False)
    """
    (name, _, year), (other, _, same) = first.rpartition(" "), second.rpartition(" ")
    parts, others = set(name.split("/")), set(other.split("/"))
    return year[:4] == same[:4] and (parts <= others or others <= parts)


def _year(text: str) -> str:
    match = _YEAR.search(text)
    if not match:
        return ""
    first = match[1] or f"20{match[3]}"
    second = (match[2] or match[4] or "")[-2:]
    return f"{first}-{second}" if second and second != first[-2:] else first

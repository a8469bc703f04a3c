"""A line in small letters, with one character in place of each name: what the phrases are looked for in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Mention:
    """A name in a text: where it stands, of which sort it is, and its label."""

    start: int
    end: int
    sort: str
    label: str
    iri: str = ""
    gloss: str = ""


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
        at = mention.end
    pieces.append(_small(text[at:end]))
    places.extend(range(at, end))
    return Shadow("".join(pieces), (*places, end), found)


_SMALL = str.maketrans(
    dict.fromkeys("'‘`´", "’") | dict.fromkeys("·･", "・") | dict.fromkeys("\t\u00a0\u202f\u3000", " ")
)


def _small(text: str) -> str:
    """Return a text of the same length in small letters, with one kind of apostrophe, dot and blank."""
    lower = text.translate(_SMALL).lower()
    if len(lower) == len(text):
        return lower
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text.translate(_SMALL))

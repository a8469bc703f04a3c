"""Phrases in a text: every place where one stands, and what comes nearest where it stands nowhere."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fashion_kg.claims import MAX_PHRASE_WORDS
from fashion_kg.texts import paragraph_number

_SAME = str.maketrans("‘’‚‛“”„‟«»–—−\u00a0\u202f", '\'\'\'\'""""""---  ')

Ranges = dict[str, list[tuple[int, int]]]
"""Where each part of a document lies in its text, in characters, the ends excluded."""


@dataclass(frozen=True, order=True)
class Spot:
    """A place where a phrase stands: its first character, its part, and its paragraph within that."""

    start: int
    part: str
    paragraph: int


def whole(text: str) -> tuple[int, int]:
    """Return where a text begins and ends without the blanks around it."""
    return len(text) - len(text.lstrip()), len(text.rstrip())


def spots_of(text: str, ranges: Ranges, phrase: str) -> Iterator[Spot]:
    """Yield every place where a phrase stands within the parts of a text."""
    for part, spans in ranges.items():
        for first, last in spans:
            start = text.find(phrase, first, last)
            while start >= 0:
                yield Spot(start, part, paragraph_number(text, spans, start))
                start = text.find(phrase, start + 1, last)


_WITHOUT_BLANKS = re.compile(
    # Thai to Burmese, Khmer, Hangul (whose particles stand without a blank), Chinese and Japanese.
    r"[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff"
    r"\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)


def is_of_whole_words(text: str, start: int, end: int) -> bool:
    """Whether a place in a text neither begins nor ends within a word."""
    return not any(0 < at < len(text) and _joined(text[at - 1], text[at]) for at in (start, end))


def _joined(one: str, other: str) -> bool:
    """Whether two characters in a row belong to one word, in scripts that put blanks between words."""
    pair = unicodedata.combining(other) or (one.isalnum() and other.isalnum())
    return bool(pair) and not any(map(_WITHOUT_BLANKS.match, (one, other)))


def word_around(text: str, start: int, end: int) -> str:
    """Return a place in a text with the rest of the words in which it begins and ends."""
    while start > 0 and _joined(text[start - 1], text[start]):
        start -= 1
    while end < len(text) and _joined(text[end - 1], text[end]):
        end += 1
    return text[start:end]


def in_context(number: int, spot: Spot, text: str, length: int) -> str:
    """Return a spot with the characters around it, for people to choose by its number."""
    before, after = text[max(0, spot.start - 20) : spot.start], text[spot.start + length :][:20]
    context = " ".join(f"{before}[…]{after}".split())
    return f"({number}) {spot.part}, paragraph {spot.paragraph}, at {spot.start}: …{context}…"


def nearest_to(phrase: str, text: str, ranges: Ranges) -> str:
    """Return what the text prints where a phrase differs in case, quotation marks or a few letters."""
    wanted, folded = _place_by_place(phrase), _place_by_place(text)
    if len(folded) == len(text) and (at := folded.find(wanted)) >= 0:
        return text[at : at + len(phrase)]
    words = len(phrase.split())
    lines = (
        line for spans in ranges.values() for first, last in spans for line in text[first:last].split("\n")
    )
    windows = (
        " ".join(line.split()[start : start + words])
        for line in lines
        for start in range(max(1, len(line.split()) - words + 1))
    )
    close = _closest(phrase, windows)
    return " ".join(close.split()[:MAX_PHRASE_WORDS])


def _closest(phrase: str, windows: Iterable[str]) -> str:
    matcher = difflib.SequenceMatcher(a="", b=phrase, autojunk=False)
    best, found = 0.7, ""
    for window in dict.fromkeys(windows):
        matcher.set_seq1(window)
        if (
            matcher.real_quick_ratio() > best
            and matcher.quick_ratio() > best
            and (ratio := matcher.ratio()) > best
        ):
            best, found = ratio, window
    return found


def _place_by_place(text: str) -> str:
    """Return a text of the same length, place by place, without the differences that an eye overlooks."""
    return "".join(_small(char) for char in text.translate(_SAME))


def _small(char: str) -> str:
    lower = unicodedata.normalize("NFKC", char).lower()
    return lower if len(lower) == 1 else char

"""Characters of the scripts that have no capitals, for the insides of a class of an expression; and words."""

from __future__ import annotations

from typing import NamedTuple

HANGUL = "가-힣"
HIRAGANA = "ぁ-ゟ"
KATAKANA = "ァ-ヴー"
IDEOGRAPHS = r"々\u3400-\u9fff\U00020000-\U0003ffff"


class Word(NamedTuple):
    """A word of a line, and where it stands; without what an apostrophe ties to it."""

    start: int
    end: int
    text: str

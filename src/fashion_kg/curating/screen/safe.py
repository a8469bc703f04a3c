"""Texts of others on a terminal: what would steer it, or trick the eye, is shown as a mark of its own."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_BLANK = {
    "\t": " ",
    "\r": " ",
    "\n": " ",
    "\x0b": " ",
    "\x0c": " ",
    "\x85": " ",
    "\u2028": " ",
    "\u2029": " ",
}
_JOINERS = "\u200c\u200d"
"""What Persian, Hindi and others need between letters."""


@lru_cache(maxsize=4096)
def _shown(char: str) -> str:
    if char in _BLANK:
        return _BLANK[char]
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    category = unicodedata.category(char)
    # Marks that turn the direction of writing, or that nobody sees, and halves of characters.
    hidden = category in ("Cc", "Cs") or (category == "Cf" and char not in _JOINERS)
    return "\ufffd" if hidden else char


def safe(text: str) -> str:
    """Return a text in which every character is harmless; it has as many characters as before."""
    return "".join(map(_shown, text)) if not (text.isascii() and text.isprintable()) else text

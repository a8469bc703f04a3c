"""Names compared: what capitals, accents and blanks do not change."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """Return a text without capitals, accents, marks and blanks, for comparing names."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(char for char in plain if char.isalnum() or "\u3099" <= char <= "\u309a")
    return unicodedata.normalize("NFC", letters)  # The voiced marks of kana are no accents.

"""The words of the grammar files: each file read once, and expressions for any word of a list."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

EVERYWHERE = "en"
"""The language whose credits and names of products stand in articles of any other."""

_FOLDER = Path(__file__).parent / "grammar"


@cache
def read_words(name: str) -> Mapping[str, Any]:
    """Return a file of the folder of grammars, by its name without its ending."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def picture_agencies() -> str:
    """Return an expression for how the name of an agency or an archive of pictures begins."""
    return any_of(
        rf"{name}\b" if name.isupper() else name for name in read_words("shared")["picture_agencies"]
    )


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that have a grammar."""
    files = (file.stem for file in sorted(_FOLDER.glob("*.toml")))
    return tuple(name for name in files if len(name) == 2)  # The others are shared by all.


def any_of(words: Iterable[str]) -> str:
    """Return an expression for any of some expressions, the longest first."""
    found = sorted(dict.fromkeys(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(found) + ")" if found else "(?!)"


@cache
def small_words(language: str, *keys: str) -> str:
    """Return an expression for any of the words that a language, or English, lists under some keys.

    English besides, because that is what much of the trade's credits are printed in, whatever the article's
    language is.

    Args:
        language: whose words.
        keys: which lists of a grammar's ``[small]``.
    """
    given = [read_words(name).get("small", {}) for name in dict.fromkeys((language, EVERYWHERE))]
    return any_of(word for lists in given for key in keys for word in lists.get(key, ()))


@cache
def small_words_of_all(key: str) -> tuple[str, ...]:
    """Return the words that any language lists under a key of ``[small]``: names are of any language."""
    every = (word for name in languages() for word in read_words(name).get("small", {}).get(key, ()))
    return tuple(dict.fromkeys(every))


def page_words(key: str, *, cased: bool) -> str:
    """Return an expression for what languages list under a key of ``[page]``: nobody knows yet which it is.

    Args:
        key: which list.
        cased: of the languages with capitals, whose words have blanks between, or of the others.
    """
    files = (read_words(name) for name in languages())
    given = (file.get("page", {}) for file in files if file.get("cased", True) is cased)
    return any_of(word for page in given for word in page.get(key, ()))


@cache
def months() -> Mapping[str, int]:
    """Return the number of each month, from 1, by its names and short forms in all languages."""
    given = (read_words(name).get("page", {}).get("months", ()) for name in languages())
    return {name: number for year in given for number, names in enumerate(year, 1) for name in names}

"""The words for products that a language brings, and the patterns made of them: ``grammar/products.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from fashion_kg.extract.words import EVERYWHERE, any_of, read_words

PRODUCT = "\ue005"
"""What stands for a product where the patterns about products are tried."""

MARKS = '“"„«‘「『《〈'
"""Quotation marks that open."""

PIECE = r"(?:[A-ZÀ-ÖØ-Þ]|\d)\w*(?:[-.’'&+]\w+)*"
"""An expression for a word with a capital or a figure."""

_NAME = rf"{PIECE}(?: {PIECE}){{0,3}}"
_INSIDE = r"[^“”\"„«»‘「」『』《》〈〉\n]{1,30}"
_OPEN, _CLOSE = f"[{MARKS}]", '[”"“»’」』》〉]'
_YEAR = r"(?P<D>(?:19|20)\d\d)(?![\ds]|[-–/]\d)"
_NOTHING: Mapping[str, Any] = {"noun": [], "and": [], "patterns": [], "never": []}


@dataclass(frozen=True)
class ProductWords:
    """What a language brings.

    Attributes:
        noun: a word for a sort of product, as printed.
        small: the same in small letters.
        capitals: whether every noun of the language has a capital.
        patterns: how nouns and names stand beside each other: group ``N`` is the name, or several.
        split: what is between the names of a list.
        around: what is around a name in such a list: an article, quotation marks.
        helped: what, between a noun and a name, makes it the name of somebody who helped.
        never: words in small letters that are no names.
        traits: what a product is like: the property, how far the pattern is trusted, the pattern.
    """

    noun: re.Pattern[str]
    small: re.Pattern[str]
    capitals: bool
    patterns: tuple[re.Pattern[str], ...]
    split: re.Pattern[str]
    around: re.Pattern[str]
    helped: re.Pattern[str]
    never: frozenset[str]
    traits: tuple[tuple[str, float, re.Pattern[str]], ...]


@cache
def product_words(language: str) -> ProductWords:
    """Return the words of a language for products; those of one that has none match nothing."""
    every = read_words("products")
    given = every.get(language, _NOTHING)
    noun = rf"(?i:{any_of(given['noun'])})"
    cased = read_words(language).get("cased", True)
    spoken = rf"\b{noun}\b" if cased else noun
    articles = any_of((*given.get("articles", ()), *every[EVERYWHERE]["articles"]))
    article = f"(?:{articles} )?"
    joint = rf"(?:, |,? (?:{any_of(given['and'])}) )" if given["and"] else r"(?:、|, )"
    names = rf"(?P<N>{article}{_NAME}(?:{joint}{article}{_NAME}){{0,6}})"
    macros = {
        "noun": f"(?P<noun>{spoken})",
        "names": rf"(?<![\w’'-]){names}" if cased else names,
        "name": f"(?P<N>{_NAME})",
        "quoted": f"{_OPEN}(?P<N>{_INSIDE}){_CLOSE}",
        "inquotes": f"{_OPEN}{_INSIDE}{_CLOSE}",
    }
    return ProductWords(
        noun=re.compile(spoken),
        small=re.compile(spoken.replace("(?i:", "(?:", 1)),
        capitals=given.get("capitals", False),
        patterns=tuple(re.compile(_filled(text, macros)) for text in given["patterns"]),
        split=re.compile(joint),
        around=re.compile(rf"^{article}{_OPEN}?|{_CLOSE}$"),
        helped=re.compile(given.get("helped", "(?!)")),
        never=frozenset(given["never"]),
        traits=tuple(_traits(language)),
    )


def _traits(language: str) -> Iterator[tuple[str, float, re.Pattern[str]]]:
    given = read_words("products")
    for trait in given["trait"]:
        before = any_of(trait["before"])
        edge = r"\b" if read_words(language).get("cased", True) else ""
        said = rf"(?P<M>(?:{before} ){{0,2}}{any_of(trait['words'].get(language, []))}){edge}"
        for text in given["tied"].get(language, []):
            yield trait["property"], trait["confidence"], re.compile(_filled(text, {"M": said, "P": PRODUCT}))


@cache
def product_events() -> tuple[tuple[str, float, re.Pattern[str]], ...]:
    """Return what may happen to products: the kind of event, how far a pattern is trusted, the pattern."""
    return tuple(
        (event["kind"], event["confidence"], re.compile(_filled(text, {"P": PRODUCT, "D": _YEAR})))
        for event in read_words("products")["event"]
        for text in event["patterns"]
    )


def _filled(text: str, macros: Mapping[str, str]) -> str:
    for key, value in macros.items():
        text = text.replace("{" + key + "}", value)
    return text

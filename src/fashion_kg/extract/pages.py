"""Bytes -> article: plain text as it is, a web page through trafilatura; limits, and what cannot be read.

The one doorway to trafilatura, which is asked only for pages: ``pip install fashion-kg[pages]``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from fashion_kg.errors import UsageError
from fashion_kg.extract import Article
from fashion_kg.extract.cleaning import is_wall, read_text
from fashion_kg.extract.encodings import decoded

MAX_BYTES = 10_000_000
"""A longer text is no article."""

_SHORTEST_PAGE = 30

_PAGE = re.compile(
    rb"(?is)^\s*(?:\xef\xbb\xbf)?\s*(?:<!doctype html|<html|<\?xml|<head|<body|<article|<div|<p[ >])"
)
_ELEMENTS = re.compile(rb"(?i)</(?:p|div|article|body|html|head)>")
_FIGURE, _CAPTION = re.compile(r"(?i)<(/?)figure\b[^>]*>"), re.compile(r"(?i)<(/?)figcaption\b[^>]*>")
_MARKED_PAGE = re.compile(r"(?is)^\ufeff?\s*(?:<!doctype html|<html)")


def is_page(content: bytes) -> bool:
    """Whether some bytes are a web page, by how they begin and end."""
    return bool(_PAGE.match(content[:2000])) and bool(_ELEMENTS.search(content))


def read_article(content: bytes, name: str) -> Article:
    """Return the article in a text or a web page. Of a page, the article's text is what was left of it.

    Args:
        content: the bytes.
        name: what people call it, for the complaints.

    Raises:
        UsageError: it is empty, too long, no text, or a page without trafilatura to read it with.
    """
    if len(content) > MAX_BYTES:
        raise too_long(name, len(content), whole=False)
    page = is_page(content)
    text = decoded(content, page=page)
    if text is None:
        line = _line_of_bad_byte(content)
        raise UsageError(
            f'"{name}" is not UTF-8: line {line} has a byte that cannot be read. Save it as UTF-8'
        )
    if "\0" in text:
        raise UsageError(f'"{name}" is no text. Name a text in UTF-8, or a web page')
    if page or _MARKED_PAGE.match(text):
        return _refused_wall(_read_page(text, name), name)
    if not text.strip(" \t\r\n\ufeff"):
        raise UsageError(f'"{name}" is empty. Name the file that holds the text')
    return _refused_wall(read_text(text), name)


def too_long(name: str, size: int, *, whole: bool = True) -> UsageError:
    """Return the complaint about a text that is too long to be an article.

    Args:
        name: what people call it.
        size: how many bytes are known to be in it.
        whole: whether that is all of them.
    """
    more = "" if whole else "more than "
    size = size if whole else MAX_BYTES
    return UsageError(
        f'"{name}" has {more}{size / 1e6:.0f} MB, and an article may have {MAX_BYTES // 1_000_000} MB. '
        "Cut the article out of it"
    )


def _line_of_bad_byte(content: bytes) -> int:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return content[: error.start].count(b"\n") + 1
    return 1


def _refused_wall(article: Article, name: str) -> Article:
    """Return an article, unless all that there is of it asks the reader to log in.

    Raises:
        UsageError: it is a wall, not an article.
    """
    if is_wall(article):
        raise UsageError(
            f'"{name}" is a page that asks to log in, not the article. Open it in a browser, log in, '
            "and save the article"
        )
    return article


def _read_page(page: str, name: str) -> Article:
    try:
        import trafilatura
    except ImportError:
        raise UsageError(
            f'"{name}" is a web page, and trafilatura, which reads them, is not installed. '
            "Run: pip install fashion-kg[pages], or save the article as plain text"
        ) from None
    page = _CAPTION.sub(r"<\1p>", _FIGURE.sub(r"<\1div>", page))  # Else captions are left out.
    brief = trafilatura.settings.use_config()
    # A page of few words is read like any other; otherwise all of it would become one line.
    brief.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(_SHORTEST_PAGE))
    # Typed as a document, a dictionary of old or nothing; without `as_dict` it is no dictionary.
    found: Any = trafilatura.bare_extraction(
        page,
        include_comments=False,
        with_metadata=True,
        config=brief,
        date_extraction_params={"original_date": True, "extensive_search": False},  # Nothing is guessed.
    )
    body = (found.text or "").strip() if found else ""
    if not body:
        raise UsageError(f'"{name}" holds no article that could be found. Save its text as plain text')
    title = (found.title or "").strip()
    text = body if not title or body.startswith(title) else f"{title}\n\n{body}"
    article = read_text(text + "\n", cleaned=True)
    return replace(
        article,
        title=title or article.title,
        published=found.date or article.published,
        outlet=found.sitename or None,
        author=found.author or article.author,
    )

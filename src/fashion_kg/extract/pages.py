"""Bytes -> article: plain text as it is, a web page through trafilatura; limits, and what cannot be read.

The one doorway to trafilatura, which is asked only for pages: ``pip install fashion-kg[pages]``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from fashion_kg.errors import UsageError
from fashion_kg.extract import Article
from fashion_kg.extract.cleaning import read_text

MAX_BYTES = 10_000_000
"""A longer text is no article."""

_PAGE = re.compile(
    rb"(?is)^\s*(?:\xef\xbb\xbf)?\s*(?:<!doctype html|<html|<\?xml|<head|<body|<article|<div|<p[ >])"
)
_ELEMENTS = re.compile(rb"(?i)</(?:p|div|article|body|html|head)>")
_CHARSET = re.compile(rb"(?i)<meta[^>]{0,200}?charset\s*=\s*[\"']?([a-z0-9_:.-]{2,30})")


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
        raise UsageError(
            f'"{name}" has {len(content) / 1e6:.0f} MB, more than the {MAX_BYTES // 1_000_000} MB '
            "that an article may have. Cut the article out of it"
        )
    if b"\0" in content[:4096]:
        raise UsageError(f'"{name}" is no text. Name a text in UTF-8, or a web page')
    if is_page(content):
        return _read_page(_decoded_page(content), name)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UsageError(
            f'"{name}" is not UTF-8: line {line} has a byte that cannot be read. Save it as UTF-8'
        ) from None
    if not text.strip(" \t\r\n\ufeff"):
        raise UsageError(f'"{name}" is empty. Name the file that holds the text')
    return read_text(text)


def _decoded_page(content: bytes) -> str:
    """Return a page's text in the encoding that it names, else UTF-8; what cannot be read is marked."""
    named = _CHARSET.search(content[:4096])
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        encoding = named[1].decode("ascii") if named else "cp1252"
    try:
        return content.decode(encoding, errors="replace")
    except LookupError:
        return content.decode("utf-8", errors="replace")


def _read_page(page: str, name: str) -> Article:
    try:
        import trafilatura
    except ImportError:
        raise UsageError(
            f'"{name}" is a web page, and trafilatura, which reads them, is not installed. '
            "Run: pip install fashion-kg[pages], or save the article as plain text"
        ) from None
    # Typed as a document, a dictionary of old or nothing; without `as_dict` it is no dictionary.
    found: Any = trafilatura.bare_extraction(
        page,
        include_comments=False,
        with_metadata=True,
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

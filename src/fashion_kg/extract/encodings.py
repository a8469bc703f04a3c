"""Bytes -> text, in the encoding that they name or show; what nobody can read is refused, not guessed at."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"(?i)<meta[^>]{0,200}?charset\s*=\s*[\"']?([a-z0-9_:.-]{2,30})|<\?xml[^>]{0,100}?encoding=[\"']([a-z0-9_:.-]{2,30})"
)
_HEAD = 8192
_MEANT = {
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
}
"""What browsers take the names of encodings to mean (WHATWG Encoding Standard, section 4.2)."""

_MOST_STRAY = 0.01  # So many bytes of another encoding may have been pasted into a text in UTF-8.


def decoded(content: bytes, *, page: bool) -> str | None:
    """Return the text that some bytes hold, or None where it is in no encoding that can be told.

    A byte order mark decides; else UTF-8 where all of it is; else what a page declares; else UTF-8 with a few
    bytes of Windows-1252 in it, as pages have that were pasted together.

    Args:
        content: the bytes.
        page: whether they are a web page, which may declare its encoding, and is never refused.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _declared(content) if page else ""
    if declared and declared != "utf-8":
        return content.decode(declared, errors="replace")
    text, stray = _mostly_utf8(content)
    if page or (stray <= max(1, _MOST_STRAY * len(content)) and not any(0x80 <= ord(c) < 0xA0 for c in text)):
        return text
    return None


def in_utf8(content: bytes, told: str) -> bytes:
    """Return bytes in UTF-8 if it was told in which encoding they are, and they neither say nor show it.

    Args:
        content: the bytes.
        told: what the header of an answer calls their encoding; may be empty, or no encoding.
    """
    encoding = _python_name(told.lower())
    shown = any(content.startswith(mark) for mark, _ in _MARKS) or _declared(content)
    if shown or encoding in ("", "utf-8"):
        return content
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode(encoding, errors="replace").encode()
    return content


def _declared(content: bytes) -> str:
    """Return the Python name of the encoding that a page declares, or an empty text."""
    match = _DECLARED.search(content[:_HEAD])
    if match is None:
        return ""
    return _python_name((match[1] or match[2]).decode("ascii").lower())


def _python_name(name: str) -> str:
    """Return what Python calls an encoding of texts, or an empty text; it has codecs of other kinds, too."""
    try:
        found = codecs.lookup(_MEANT.get(name, name)).name
        b"\xff".decode(found, errors="replace")
    except (LookupError, ValueError):
        return ""
    return found


def _mostly_utf8(content: bytes) -> tuple[str, int]:
    """Return bytes as UTF-8, each that is none as Windows-1252, and how many of these there are."""
    text = content.decode("utf-8", errors="surrogateescape")
    stray = [char for char in set(text) if "\udc80" <= char <= "\udcff"]
    count = sum(map(text.count, stray))
    table = {ord(char): bytes([ord(char) - 0xDC00]).decode("cp1252", errors="replace") for char in stray}
    return text.translate(table), count

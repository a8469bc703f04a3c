"""How terms and tables look to people: short addresses, harmless characters, aligned columns, Markdown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from fashion_kg.namespaces import BASE, PREFIXES

_LOCAL = re.compile(r"[^\W\d][\w.-]*(?<!\.)")


def short(iri: str) -> str:
    """Return an IRI as people read and type it: ``person/kate-moss``, ``fkg:Credit``, else the IRI itself."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri[len(namespace) :]):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri.removeprefix(BASE) if iri.startswith(BASE) and len(iri) > len(BASE) else iri


def printable(text: str) -> str:
    """Return a text on one line, without characters that would steer a terminal."""
    return "".join(
        " "
        if char in "\t\r\n\u2028\u2029"
        else f"\\x{ord(char):02x}"
        if unicodedata.category(char) == "Cc"
        else char
        for char in text
    )


def plain_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return aligned columns of text; nothing is cut off, and wide characters count as two."""
    from rich.cells import cell_len

    widths = [max(map(cell_len, column)) for column in zip(headings, *rows, strict=True)]

    def line(cells: Sequence[str]) -> str:
        return "  ".join(
            cell + " " * (width - cell_len(cell)) for cell, width in zip(cells, widths, strict=True)
        ).rstrip()

    lines = [line(headings), line(["-" * width for width in widths]), *map(line, rows)]
    return "".join(text + "\n" for text in lines)


def markdown_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in GitHub's Markdown; the cells are Markdown already."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "".join("| " + " | ".join(cells) + " |\n" for cells in lines)


def markdown(text: str) -> str:
    """Return a text as it reads in a cell of a Markdown table."""
    return re.sub(r"([\\|*_`<>\[\]~])", r"\\\1", printable(text))

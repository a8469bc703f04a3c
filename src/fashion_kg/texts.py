"""The texts themselves, where somebody has them: comparing what sheets quote with what stands there."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fashion_kg.claims import Evidence, Source, Statement
from fashion_kg.errors import Finding
from fashion_kg.sources import Sheets


def paragraph_number(text: str, ranges: Iterable[tuple[int, int]], start: int) -> int:
    """Return the number, from 1, of the non-blank line of a part on which ``start`` lies; 0 if on none."""
    number = 0
    for first, last in ranges:
        position = first
        for line in text[first:last].split("\n"):
            number += bool(line.strip())
            if position <= start <= position + len(line):
                return number
            position += len(line) + 1
    return 0


def check_against_text(sheets: Sheets, texts: dict[str, bytes]) -> list[Finding]:
    """Compare every phrase, position, paragraph and printed name with the texts at hand.

    Args:
        sheets: the claim sheets.
        texts: the bytes of texts, by their SHA-256 in hexadecimal.

    Returns:
        A finding for each thing that does not stand where its evidence says.
    """
    findings: list[Finding] = []
    sources: dict[str, Source] = {}
    decoded: dict[str, str] = {}
    for source in sheets.sources:
        if source.sha256 not in texts or source.columns:
            continue
        try:
            text = texts[source.sha256].decode("utf-8")
        except UnicodeDecodeError as error:
            cause = f"byte {error.start} of the text with this SHA-256 is not UTF-8"
            remedy = "Save the text as UTF-8, and read its SHA-256 and positions anew"
            findings.append(Finding(source.file, source.line, "[source], sha256", cause, remedy))
            continue
        sources[source.id], decoded[source.id] = source, text
        if len(text) != source.characters:
            cause = f"the text has {len(text)} characters, not {source.characters}"
            remedy = f"Write characters = {len(text)}"
            findings.append(Finding(source.file, source.line, "[source], characters", cause, remedy))
    for statement in sheets.statements:
        for number, evidence in enumerate(statement.evidence, 1):
            if evidence.source in sources and not evidence.cell:
                wrong = _compare(evidence, decoded[evidence.source], sources[evidence.source])
                findings += [_finding(statement, number, *pair) for pair in wrong]
    return findings


def _finding(statement: Statement, number: int, cause: str, remedy: str) -> Finding:
    line = statement.evidence[number - 1].line or statement.line
    return Finding(statement.file, line, f"{statement.place}, evidence {number}", cause, remedy)


def _compare(evidence: Evidence, text: str, source: Source) -> list[tuple[str, str]]:
    """Return cause and remedy of everything in one piece of evidence that the text does not bear out."""
    if text[evidence.start : evidence.end] != evidence.phrase:
        cause = f'"{evidence.phrase}" does not stand at {evidence.start} to {evidence.end}'
        return [(cause, _where(evidence.phrase, text))]
    found = []
    paragraph = paragraph_number(text, dict(source.parts)[evidence.part], evidence.start)
    if paragraph != evidence.paragraph:
        cause = f"the phrase stands in paragraph {paragraph} of the {evidence.part}, not {evidence.paragraph}"
        found.append((cause, f"Write paragraph = {paragraph}"))
    for key, printed in (("creditText", evidence.credit_text), ("dateText", evidence.date_text)):
        if printed is not None and printed not in text:
            found.append((f'the text nowhere prints the {key} "{printed}"', _where(printed, text)))
    return found


def _where(wanted: str, text: str) -> str:
    """Say where a text prints something, or what comes nearest to it."""
    places = [str(match.start()) for match in re.finditer(re.escape(wanted), text)]
    if places:
        return f"It stands at {' and at '.join(places[:3])}"
    blank_or_mark = r"[\s\u2010-\u2015\u2018-\u201f'\"-]+"
    pieces = [re.escape(piece) for piece in re.split(blank_or_mark, wanted) if piece]
    near = re.search(blank_or_mark.join(pieces), text, re.I) if pieces else None
    return f'The text prints "{near[0]}", at {near.start()}' if near else "Quote it as the text prints it"


@dataclass(frozen=True)
class TextFile:
    """A text at hand: its file, and the bytes of it."""

    file: Path
    content: bytes


def texts_by_hash(folder: Path) -> dict[str, TextFile]:
    """Return the files of a folder by the SHA-256 of their bytes; hidden ones are none of the curator's."""
    found = {}
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(folder).parts):
            content = file.read_bytes()
            found[hashlib.sha256(content).hexdigest()] = TextFile(file, content)
    return found

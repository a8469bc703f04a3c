"""Other people's programs read our exports, and have to find in them what we say: `make interop`.

Not the count alone is compared: every statement, row, node and edge that a reader finds is put beside ours.
Prints one row a reading. Exit 1 if a reader disagrees; what is not installed is said, and is a failure
only with CI=true.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import dl_profile
import w3c
from graphs import File, answers, awkward, repository, vocabulary
from readers import READERS, LeftOutError, Reader
from fashion_kg.layout import Project

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build" / "interop"
_WIDTHS = (11, 8, 25, 7, 7)


@dataclass(frozen=True)
class Row:
    """A line of the table; ``outcome`` is "agrees", "disagrees" or "left out"."""

    reader: str
    version: str
    file: str
    read: int | str
    ours: int | str
    outcome: str
    remark: str = ""

    def __str__(self) -> str:
        verdict = f"{self.outcome}: {self.remark}" if self.remark else self.outcome
        cells = (self.reader, self.version, self.file, self.read, self.ours)
        return "  ".join([_cell(cell, width) for cell, width in zip(cells, _WIDTHS, strict=True)] + [verdict])


def _cell(value: int | str, width: int) -> str:
    return f"{value:>{width},}" if isinstance(value, int) else f"{value:<{width}}"


Batch = tuple[str, Sequence[File]]
"""Files that share a row of the table, and what the row calls them."""


def _batches() -> Iterator[Batch]:
    project = Project(ROOT)
    for file in repository(project, FOLDER / "exports"):
        yield f"csv/{file.path.name}" if file.syntax == "csvw" else file.path.name, [file]
    yield "ontology/*.ttl", vocabulary(project)
    files = awkward(project, FOLDER / "awkward")
    yield "awkward/*", files
    yield "awkward answers", answers(FOLDER / "awkward.nq", FOLDER / "answers")


def _readings(batches: Sequence[Batch]) -> Iterator[Row]:
    for reader in READERS:
        try:
            version = reader.version()
        except LeftOutError as error:
            yield Row(reader.name, "", "", "", "", "left out", str(error))
            continue
        for name, files in batches:
            if readable := [file for file in files if file.syntax in reader.syntaxes.split()]:
                yield _reading(reader, version, name, readable)


def _reading(reader: Reader, version: str, name: str, files: Sequence[File]) -> Row:
    read, remarks, wrong = 0, dict[str, None](), []
    for file in files:
        try:
            reading = reader.read(file)
        except Exception as error:  # noqa: BLE001 - whatever a reader throws is its verdict
            wrong.append(f"{file.path.name}: {type(error).__name__}: {str(error)[:300]}")
            continue
        read += reading.count
        remarks[reading.remark] = None
        if reading.count != len(file.says) or reading.says != file.says:
            lacking, more = sorted(file.says - reading.says), sorted(reading.says - file.says)
            wrong.append(
                f"{file.path.name}: lacks {len(lacking)}, has {len(more)} more: {lacking[:1]} {more[:1]}"
            )
    ours = sum(len(file.says) for file in files)
    label = f"{name} ({len(files)} files)" if len(files) > 1 else name
    remark = "; ".join(wrong or filter(None, remarks))
    return Row(reader.name, version, label, read, ours, "disagrees" if wrong else "agrees", remark)

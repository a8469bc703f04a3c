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
from dataclasses import dataclass, replace
from importlib.metadata import version as installed_version
from pathlib import Path

import dl_profile
import w3c
from fashion_kg.layout import Project
from graphs import File, answers, awkward, repository, vocabulary
from readers import READERS, LeftOutError, Reader

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build" / "interop"

_HEADINGS = ("reader", "version", "file", "read", "ours")
_WIDTHS = (10, 7, 24, 6, 6)
_OUTCOMES = {"agrees": "readings agree with us", "disagrees": "disagree", "left out": "left out"}


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
    yield "awkward/*", awkward(project, FOLDER / "awkward")
    yield "answers/*", answers(FOLDER / "answers")


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


# -- what is no reading of an export ----------------------------------------------------------------


def _profile() -> Row:
    """Whether the ontology lies within OWL 2 DL."""
    ontology = ROOT / "ontology"
    files = [ontology / f"{name}.ttl" for name in ("fashion", "roles", "alignments")]
    name, version = dl_profile.JARS[0].split("-distribution-")
    row = Row(name, version, "ontology/*.ttl", "", "", "agrees", "OWL 2 DL")
    try:
        violations = dl_profile.check(files, FOLDER)
    except dl_profile.UnavailableError as error:
        return replace(row, outcome="left out", remark=str(error))
    if violations:
        return replace(row, outcome="disagrees", remark=f"{len(violations)} violations: {violations[0]}")
    return row


def _suites() -> Iterator[Row]:
    """How the reader behind `fashion-kg diff` does in the W3C's tests: a row a suite, passed and all."""
    version = installed_version("pyoxigraph")
    for suite in w3c.run():
        outcome = "disagrees" if suite.surprises else "agrees"
        remark = ", ".join(suite.surprises) or "; ".join(
            f"{name}: {w3c.KNOWN[name]}" for name in suite.failed
        )
        passed = suite.tests - len(suite.failed)
        yield Row("pyoxigraph", version, f"W3C {suite.name}", passed, suite.tests, outcome, remark)


def _rows() -> Iterator[Row]:
    yield from _readings(list(_batches()))
    yield _profile()
    if w3c.FOLDER.is_dir():
        yield from _suites()


def main() -> int:
    """Print the table; return the exit code."""
    began = time.monotonic()
    outcomes: Counter[str] = Counter()
    print("  ".join(f"{name:<{width}}" for name, width in zip(_HEADINGS, _WIDTHS, strict=False)), "verdict")
    for row in _rows():
        print(row, flush=True)
        outcomes[row.outcome] += 1
    if not w3c.FOLDER.is_dir():
        print("The W3C's tests are not at ../shared/w3c: not run.")
    counts = ", ".join(f"{outcomes[name]} {word}" for name, word in _OUTCOMES.items())
    print(f"interop: {counts}; {time.monotonic() - began:.0f} s")
    required = os.environ.get("CI") == "true"
    return int(bool(outcomes["disagrees"] or (outcomes["left out"] and required)))


if __name__ == "__main__":
    sys.exit(main())

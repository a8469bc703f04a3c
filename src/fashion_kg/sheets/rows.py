"""What a table says, line by line in a CSV file beside its sheet: things it names, statements it makes.

Tables have thousands of rows. TOML takes a second for every few thousand statements, CSV a hundredth of
that, and a newer edition of a table changes the lines that it changes. The first columns are always the
same (`COLUMNS`), those after them are fields of statements.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from fashion_kg.claims import Evidence, Review, Source, Statement, Text, Value
from fashion_kg.errors import did_you_mean
from fashion_kg.namespaces import SLUG, entity_iri
from fashion_kg.ontology import Ontology
from fashion_kg.sheets.evidence import refuse_long
from fashion_kg.sheets.references import References, sort_key
from fashion_kg.sheets.toml_tables import Table, TomlFile

COLUMNS = ("kind", "key", "slug", "label", "row", "column", "phrase", "creditText", "dateText")
"""What every line has: a class and either a thing's slug and label, or the place of a statement.

``key`` names the row across editions of the table; the import compares by it.
"""

PART = "table"
"""The part of a document that rows and columns make up."""

_REMEDY = "Import the table again, or mend the line"


class RowsFile(TomlFile):
    """A CSV file of things and statements; findings about it are told as those about sheets."""

    def _read(self) -> str:
        self.readable = True
        return ""

    def find_line(self, start: int, pattern: str) -> int:
        """Return the line itself: in a line of CSV nothing stands on another one."""
        del pattern
        return start

    def lines(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield each line with its number; report a header or a line that is not as it should be."""
        try:
            with self.path.open(encoding="utf-8", newline="") as file:
                reader = csv.reader(file, strict=True)
                header = next(reader, [])
                if tuple(header[: len(COLUMNS)]) != COLUMNS or len(set(header)) < len(header):
                    cause = "the header does not begin with " + ",".join(COLUMNS)
                    self.report(1, "", cause, _REMEDY)
                    return
                for cells in reader:
                    if len(cells) == len(header):
                        filled = zip(header, cells, strict=True)
                        yield reader.line_num, {name: cell for name, cell in filled if cell}
                    else:
                        cause = f"the line has {len(cells)} cells, the header {len(header)}"
                        self.report(reader.line_num, "", cause, _REMEDY)
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            self.report(0, "", f"the file cannot be read: {error}", _REMEDY)


@dataclass(frozen=True)
class Thing:
    """A thing that a line declares: its class, its address, its label, and the line for findings."""

    class_name: str
    iri: str
    label: Text
    table: Table


def read_things(file: RowsFile, language: str, ontology: Ontology) -> Iterator[Thing]:
    """Yield the things that a file declares; what is wrong with a declaration is reported."""
    for line, cells in file.lines():
        kind = cells.get("kind", "")
        if kind in ontology.statement_classes:
            continue
        table = Table(file, cells, kind or "line", line)
        if kind not in ontology.entity_classes:
            known = (*ontology.entity_classes, *ontology.statement_classes)
            remedy = did_you_mean(kind, known, "Name a class of things or a kind of statement")
            table.report("kind", f'there is no class "{kind}"', remedy)
        elif not SLUG.fullmatch(cells.get("slug", "")):
            table.report("slug", f'"{cells.get("slug", "")}" cannot name a thing', _REMEDY)
        elif label := table.string("label", required=True):
            iri = entity_iri(ontology.paths[kind], cells["slug"])
            yield Thing(kind, iri, Text(label, language), table)


def read_statements(
    file: RowsFile, source: Source, ontology: Ontology, references: References
) -> list[Statement]:
    """Return what a table says; rows that say the same are evidence for one statement."""
    found: dict[tuple[str, ...], Statement] = {}
    numbers = {column: number for number, column in enumerate(source.columns, 1)}
    names = {kind: {field.name for field in fields} for kind, fields in ontology.fields.items()}
    before = len(file.findings)
    for line, cells in file.lines():
        kind = cells.get("kind", "")
        if kind not in names:
            continue
        data = {name: cell for name, cell in cells.items() if name not in COLUMNS}
        table = Table(file, data, f"[[{kind}]]", line)
        table.refuse_other_keys(names[kind])
        fields = references.fields(table, kind, source.language[0])
        evidence = _evidence(Table(file, cells, f"[[{kind}]]", line), source, numbers)
        if fields is None or evidence is None:
            continue
        _check_texts(table, fields)
        key = (kind, *(f"{name}={sort_key(value)}" for name, value in fields))
        known = found.get(key)
        said = (*known.evidence, evidence) if known else (evidence,)
        found[key] = Statement(kind, fields, said, table.place, file.name, known.line if known else line)
    # Each pass over the file would tell the same of its form.
    file.findings[before:] = [each for each in file.findings[before:] if each not in file.findings[:before]]
    return list(found.values())


def _check_texts(table: Table, fields: tuple[tuple[str, Value], ...]) -> None:
    for name, value in fields:
        if isinstance(value, Text):
            refuse_long(table, name, value.value, "Keep to the words that carry it")


def _evidence(table: Table, source: Source, numbers: Mapping[str, int]) -> Evidence | None:
    """Return the cell that a line names, or None where the line names none."""
    cells = table.data
    row, column, phrase = cells.get("row", ""), cells.get("column", ""), cells.get("phrase", "")
    if not (row.isascii() and row.isdecimal() and int(row) > 0):
        table.report("row", f'"{row}" is not the number of a row', _REMEDY)
    elif column not in numbers:
        remedy = did_you_mean(column, numbers, "Name one of the sheet's columns: " + ", ".join(numbers))
        table.report("column", f'the table has no column "{column}"', remedy)
    elif not phrase.strip():
        table.report("phrase", "the cell's text is missing", _REMEDY)
    else:
        for name in ("phrase", "creditText", "dateText"):
            refuse_long(table, name, cells.get(name), "Quote its beginning")
        return Evidence(
            source.id,
            PART,
            0,
            0,
            0,
            phrase,
            cells.get("creditText"),
            cells.get("dateText"),
            row=int(row),
            column=column,
            cell=f"cell={row},{numbers[column]}",
            review=Review(source.review),
            line=table.line,
        )
    return None


def rows_file(sheet: Path) -> Path:
    """Return the file of lines that belongs to the sheet of a table."""
    return sheet.with_suffix(".csv")

"""Reading tables row by row: CSV, TSV, JSON, JSON lines, Parquet and Excel, also packed with gzip."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import hashlib
import io
import itertools
import json
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree

from rapidfuzz import process

from fashion_kg.errors import FashionKGError, Finding, FindingsError, UsageError, did_you_mean

LISTED = "; "
"""What stands between the members of a list in a cell of JSON or Parquet."""

_BROKEN = (
    ValueError,
    csv.Error,
    EOFError,
    OSError,
    RecursionError,
    zlib.error,
    zipfile.BadZipFile,
    ElementTree.ParseError,
)
"""What reading a hostile or damaged file can raise."""
_NEAR = 45
"""How near the heading of another column comes, of 100, to be named in place of one that is missing."""
_LONGEST_CELL = 2_000
_DELIMITERS = (",", ";", "\t", "|")
_AT_ONCE = 5_000
_FORMATS = (".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".parquet", ".xlsx")


@dataclass(frozen=True)
class Row:
    """A row: its number as a spreadsheet shows it, its cells by column, or what is wrong with it."""

    number: int
    cells: dict[str, str]
    fault: str = ""
    column: str = ""


@dataclass(frozen=True)
class SourceTableFile:
    """A table as a file.

    Attributes:
        path: the file.
        headings: its columns where it has no header, else empty.
        needed: columns that it must have.
        sheet: the worksheet of an Excel file, the first by default.
    """

    path: Path
    headings: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    sheet: str = ""

    @property
    def suffix(self) -> str:
        """The ending that tells the format, without that of gzip."""
        name = self.path.name.lower().removesuffix(".gz")
        return Path(name).suffix

    def sha256(self) -> str:
        """Return the SHA-256 of the bytes as they are.

        Raises:
            UsageError: there is no such file, or its ending tells no format.
        """
        if not self.path.is_file():
            raise UsageError(f'There is no file "{self.path}"')
        if self.suffix not in _FORMATS:
            remedy = did_you_mean(self.suffix, _FORMATS, f"Tables end in {', '.join(_FORMATS)}")
            raise UsageError(f'"{self.path.name}" is no table that can be read. {remedy}')
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    @contextmanager
    def opened(self) -> Iterator[tuple[tuple[str, ...], Iterator[Row]]]:
        """Give the columns and the rows, which are read as they are asked for.

        Raises:
            FindingsError: the table has no usable header, lacks a column, or breaks off.
        """
        with ExitStack() as open_files:
            columns, rows = self._columns_and_rows(open_files.enter_context(self._bytes()), open_files)
            self._check(columns)
            yield columns, self._guarded(rows)

    def _bytes(self) -> IO[bytes]:
        if self.path.name.lower().endswith(".gz"):
            return gzip.open(self.path, "rb")  # type: ignore[return-value]
        return self.path.open("rb")

    def _columns_and_rows(
        self, file: IO[bytes], open_files: ExitStack
    ) -> tuple[tuple[str, ...], Iterator[Row]]:
        try:
            if self.suffix in (".csv", ".tsv"):
                return self._of_lists(self._csv(file, open_files))
            if self.suffix == ".xlsx":
                return self._of_lists(self._excel(file))
            if self.suffix == ".parquet":
                return self._of_records(self._parquet(file))
            return self._of_records(self._json(file))
        except _BROKEN as error:
            raise self._broken(1, error) from error

    def _broken(self, line: int, error: Exception) -> FindingsError:
        if isinstance(error, UnicodeDecodeError):
            cause, remedy = "the table is not UTF-8", "Save it as UTF-8"
        elif isinstance(error, EOFError):
            cause, remedy = "the file breaks off", "Fetch it again"
        elif isinstance(error, zlib.error):
            cause, remedy = f"what is packed in it is damaged: {error}", "Fetch it again"
        elif isinstance(error, RecursionError):
            cause, remedy = "it holds lists in lists without end", "Write a table, a record a row"
        else:
            cause, remedy = f"the table cannot be read: {error}", "Mend the file, or save it anew"
        return FindingsError([Finding(self.path.name, line, "", cause, remedy)])

    def _guarded(self, rows: Iterator[Row]) -> Iterator[Row]:
        last = 0
        try:
            while (row := next(rows, None)) is not None:
                last = row.number
                yield row
        except _BROKEN as error:
            raise self._broken(last + 1, error) from error

    def _check(self, columns: Sequence[str]) -> None:
        findings = []
        for name in dict.fromkeys(columns):
            places = [str(place) for place, each in enumerate(columns, 1) if each == name]
            if len(places) > 1:
                cause = f'the heading "{name}" stands over columns {" and ".join(places)}'
                remedy = "Give each column a heading of its own"
                findings.append(Finding(self.path.name, 1, "header", cause, remedy))
        for name in self.needed:
            if name not in columns:
                cause = f'the table has no column "{name}", which the mapping reads'
                others = [each for each in columns if each not in self.needed]
                near = process.extractOne(name, others, processor=_letters, score_cutoff=_NEAR)
                remedy = "Its columns are: " + ", ".join(columns)
                if near:
                    remedy = f'If "{near[0]}" is meant, call it "{name}"'
                findings.append(Finding(self.path.name, 1, "header", cause, remedy))
        if findings:
            raise FindingsError(findings)

    # -- formats --------------------------------------------------------------------------------

    def _csv(self, file: IO[bytes], open_files: ExitStack) -> Iterator[tuple[int, Sequence[object]]]:
        text = open_files.enter_context(io.TextIOWrapper(file, encoding="utf-8-sig", newline=""))
        first = text.readline()
        delimiter = "\t" if self.suffix == ".tsv" else self._delimiter(first)
        csv.field_size_limit(10_000_000)

        def lines() -> Iterator[str]:
            yield first
            yield from text

        yield from enumerate(csv.reader(lines(), delimiter=delimiter, strict=True), 1)

    def _delimiter(self, header: str) -> str:
        """Return what divides the header so that the columns asked for appear, else most columns."""

        def found(delimiter: str) -> tuple[int, int]:
            cells = [cell.strip() for cell in next(csv.reader([header], delimiter=delimiter), [])]
            return len(set(self.needed) & set(cells)), len(cells)

        return max(_DELIMITERS, key=found)

    def _excel(self, file: IO[bytes]) -> Iterator[tuple[int, Sequence[object]]]:
        try:
            from openpyxl import load_workbook
        except ImportError:
            raise UsageError(
                'Excel needs openpyxl: pip install "fashion-kg[tables]", or save the table as CSV'
            ) from None
        try:
            book = load_workbook(file, read_only=True)
        except Exception as error:
            # Whatever is wrong with a zip archive or the XML in it, it is no workbook.
            raise self._broken(1, error) from error
        if self.sheet and self.sheet not in book.sheetnames:
            remedy = did_you_mean(self.sheet, book.sheetnames, f"It has: {', '.join(book.sheetnames)}")
            raise UsageError(f'{self.path.name} has no sheet "{self.sheet}". {remedy}')
        rows = book[self.sheet] if self.sheet else book.worksheets[0]
        yield from enumerate(rows.iter_rows(values_only=True), 1)

    def _parquet(self, file: IO[bytes]) -> Iterator[tuple[int, dict[str, object]]]:
        try:
            import polars
        except ImportError:
            raise UsageError(
                'Parquet needs polars: pip install "fashion-kg[tables]", or save the table as CSV'
            ) from None
        del file
        try:
            lazy = polars.scan_parquet(self.path)
            start = 0
            while (batch := lazy.slice(start, _AT_ONCE).collect()).height:
                yield from enumerate(batch.iter_rows(named=True), start + 1)
                start += batch.height
        except polars.exceptions.PolarsError as error:
            raise self._broken(1, error) from error

    def _json(self, file: IO[bytes]) -> Iterator[tuple[int, dict[str, object]]]:
        if self.suffix == ".json":
            found = json.loads(file.read())
            if not isinstance(found, list):
                raise ValueError("it is not a list of objects")
            numbered: Iterable[tuple[int, Any]] = enumerate(found, 1)
        else:
            numbered = ((place, json.loads(line)) for place, line in enumerate(file, 1) if line.strip())
        for place, record in numbered:
            if not isinstance(record, dict):
                raise ValueError(f"record {place} is no object")
            yield place, record

    # -- rows -----------------------------------------------------------------------------------

    def _of_lists(
        self, rows: Iterator[tuple[int, Sequence[object]]]
    ) -> tuple[tuple[str, ...], Iterator[Row]]:
        if self.headings:
            columns = self.headings
        else:
            header = [_text(cell) for cell in next(rows, (1, ()))[1]]
            while header and not header[-1] and self.suffix == ".xlsx":
                header.pop()
            columns = tuple(name or f"column {place}" for place, name in enumerate(header, 1))
        if not columns:
            raise ValueError("it is empty")

        def read() -> Iterator[Row]:
            for number, cells in rows:
                texts = list(cells)
                while len(texts) > len(columns) and texts[-1] is None:
                    texts.pop()
                if any(_text(cell) for cell in texts):
                    yield _row(number, columns, texts)

        return columns, read()

    def _of_records(
        self, records: Iterator[tuple[int, dict[str, object]]]
    ) -> tuple[tuple[str, ...], Iterator[Row]]:
        first = next(records, None)
        if first is None:
            raise ValueError("it is empty")
        # A record may lack what others have; a column that only later ones have is none of the mapping's.
        names = tuple(first[1])
        columns = tuple(name or f"column {place}" for place, name in enumerate(names, 1))

        def read() -> Iterator[Row]:
            for number, record in itertools.chain([first], records):
                yield _row(number, columns, [record.get(name) for name in names])

        return columns, read()


def _letters(heading: str) -> str:
    return re.sub(r"[\W_]+", "", heading.casefold())


def _row(number: int, columns: Sequence[str], cells: Sequence[object]) -> Row:
    if len(cells) != len(columns):
        return Row(number, {}, f"{len(cells)} cells, where the table has {len(columns)} columns")
    found: dict[str, str] = {}
    for name, cell in zip(columns, cells, strict=True):
        if isinstance(cell, dict):
            return Row(number, {}, "a cell holds a structure", name)
        text = _text(cell)
        if text.startswith("="):
            return Row(number, {}, "a formula stands in place of its result", name)
        if len(text) > _LONGEST_CELL:
            return Row(number, {}, f"a cell has {len(text):,} characters", name)
        if any(unicodedata.category(char) in ("Cc", "Cs") for char in text):
            return Row(number, {}, "a cell holds control characters or several lines", name)
        found[name] = text
    return Row(number, found)


def _text(cell: object) -> str:
    """Return a cell as text, without blanks around it; a whole number has no decimal point."""
    match cell:
        case None:
            return ""
        case str():
            return re.sub(r"[ \u00a0]+", " ", cell.strip())
        case bool():
            return str(cell).lower()
        case float() if cell.is_integer():
            return str(int(cell))
        case dt.datetime() if cell.time() == dt.time():
            return cell.date().isoformat()
        case list() | tuple():
            return LISTED.join(filter(None, map(_text, cell)))
        case _:
            return str(cell)


def first_words(text: str, most: int) -> str:
    """Return the beginning of a text, as many whole words as may be quoted."""
    from fashion_kg.sheets.evidence import count_words

    words = text.split(" ")
    while len(words) > 1 and (count_words(" ".join(words)) > most or len(" ".join(words)) > 200):
        words.pop()
    quoted = " ".join(words)[:200]
    if count_words(quoted) > most:
        raise FashionKGError(f'"{quoted[:40]}…" cannot be shortened to {most} words')
    return quoted

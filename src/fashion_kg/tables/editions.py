"""The sheets that an import writes: staged, compared with those of an earlier edition, then moved."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import tempfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import tomlkit

from fashion_kg.errors import FashionKGError, UsageError
from fashion_kg.layout import Project
from fashion_kg.namespaces import content_iri, slugify
from fashion_kg.ontology import Ontology
from fashion_kg.sheets.rows import COLUMNS, rows_file
from fashion_kg.sheets.writing import as_toml, today
from fashion_kg.tables.comparing import RowSaid
from fashion_kg.tables.moving import PREFIX, is_begun, put_in_place
from fashion_kg.tables.reading import LISTED

_Quoted = dict[str, dict[str, None]]
"""What of each column a row quotes, in the order in which it does."""
_FOLDER = "undated"
_OWNED = ("kind", "language", "sha256", "columns", "table", "mapping", "url")
"""What an import says about a source in every edition; all other keys are people's once they are there."""
_REVIEWED = ("review", "reader", "read")
"""Who read what is stated, and what became of it."""


@dataclass(frozen=True)
class Heading:
    """What the sheets of one import say about their source."""

    id: str
    label: str
    kind: str
    language: str
    sha256: str
    columns: tuple[str, ...]
    mapping: str
    review: str
    reader: str
    note: str = ""


def own_sheets(project: Project, source_id: str, mapping: str) -> list[Path]:
    """Return the sheets that an earlier import of a table wrote.

    Raises:
        UsageError: the id belongs to a sheet that no import wrote, or to another mapping's table.
    """
    found = []
    for sheet in project.sheets:
        if sheet.stem != source_id and not sheet.stem.startswith(f"{source_id}-"):
            continue
        try:
            about = tomllib.loads(sheet.read_text(encoding="utf-8")).get("source", {})
        except (OSError, ValueError):
            about = {}
        if about.get("mapping") == mapping and about.get("table", sheet.stem) == source_id:
            found.append(sheet)
        elif sheet.stem == source_id:
            told = f"the mapping {about['mapping']}" if "mapping" in about else "no import"
            raise UsageError(
                f'"{source_id}" is a sheet that {told} wrote. Choose another id with --as, '
                "or the mapping that wrote it"
            )
    return found


def earlier_rows(sheets: Iterable[Path], ontology: Ontology, source_column: str = "") -> dict[str, RowSaid]:
    """Return the rows of an earlier edition by key.

    Args:
        sheets: its sheets.
        ontology: the vocabulary.
        source_column: the column with the address that a row goes back to; empty where there is none.
    """
    said: dict[str, list[str]] = defaultdict(list)
    cells: dict[str, _Quoted] = defaultdict(lambda: defaultdict(dict))
    places: dict[str, tuple[int, str]] = {}
    for sheet in sheets:
        address = _address(sheet) if source_column else ""
        for line in _lines(rows_file(sheet)):
            if line["kind"] in ontology.statement_classes:
                said[line["key"]].append(saying(sheet.stem, line))
                cells[line["key"]][line["column"]][line["phrase"]] = None
                number = int(line["row"]) if line["row"].isdecimal() else 0
                places.setdefault(line["key"], (number, address))
    return {
        key: RowSaid(number, digest(said[key]), _cells(cells[key], source_column, address))
        for key, (number, address) in places.items()
    }


def former_slugs(sheets: Iterable[Path], ontology: Ontology) -> dict[tuple[str, str], str]:
    """Return the slugs of the things that an earlier edition declared, by class and name."""
    return {
        (line["kind"], line["label"]): line["slug"]
        for sheet in sheets
        for line in _lines(rows_file(sheet))
        if line["kind"] in ontology.entity_classes
    }


def _address(sheet: Path) -> str:
    try:
        return str(tomllib.loads(sheet.read_text(encoding="utf-8"))["source"].get("url", ""))
    except (OSError, ValueError, KeyError, AttributeError):
        return ""


def cells_of(lines: Iterable[dict[str, str]], source_column: str, address: str) -> dict[str, str]:
    """Return the cells that a row's lines quote, by column, and the address that it goes back to."""
    quoted: _Quoted = defaultdict(dict)
    for line in lines:
        quoted[line["column"]][line["phrase"]] = None
    return _cells(quoted, source_column, address)


def _cells(quoted: _Quoted, source_column: str, address: str) -> dict[str, str]:
    cells = {column: LISTED.join(phrases) for column, phrases in quoted.items()}
    return cells | ({source_column: address} if address else {})


def _lines(file: Path) -> Iterator[dict[str, str]]:
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            for line in csv.DictReader(lines):
                if set(COLUMNS) <= line.keys():
                    yield line
    except OSError:
        return


def saying(sheet: str, line: dict[str, str]) -> str:
    """Return all that a line says but the number of its row, which changes when a row above goes."""
    kept = {name: text for name, text in line.items() if text and name not in ("row", "key")}
    return json.dumps([sheet, kept], ensure_ascii=False, sort_keys=True)


def digest(texts: Iterable[str]) -> bytes:
    """Return a short fingerprint of texts, in whatever order they come."""
    return hashlib.sha256("\n".join(sorted(texts)).encode()).digest()[:12]


class Staging:
    """Sheets that are written aside, and put in their places all together or not at all.

    Args:
        project: the project.
        heading: what the sheets say about their source.
        fields: the fields of statements that the lines can have.
    """

    def __init__(self, project: Project, heading: Heading, fields: Iterable[str]) -> None:
        self.project, self.heading = project, heading
        self.columns = (*COLUMNS, *fields)
        self.declared: dict[str, set[str]] = defaultdict(set)
        self.addresses: dict[str, str] = {}
        self._moved: dict[str, str] = {}
        self.statements: Counter[str] = Counter()
        project.build_folder.mkdir(parents=True, exist_ok=True)
        self.root = Path(tempfile.mkdtemp(prefix=PREFIX, dir=project.build_folder))
        self._folder = self.root / _FOLDER
        self._folder.mkdir()

    def source_of(self, address: str) -> str:
        """Return the id of the source that an address is, or of the table itself."""
        if not address:
            return self.heading.id
        split = urlsplit(address)
        words = slugify(f"{split.hostname} {split.path}".replace("/", " ").replace(".", " "))[:60].strip("-")
        return f"{self.heading.id}-{words}-{content_iri('source', [address]).rsplit('/', 1)[1][:6]}"

    def add(self, address: str, lines: Iterable[dict[str, str]]) -> str:
        """Add lines to the sheet of a source; return its id."""
        source_id = self.source_of(address)
        file = self._folder / f"{source_id}.csv"
        self.addresses.setdefault(source_id, address)
        fresh = not file.exists()
        with file.open("a", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, self.columns, restval="", lineterminator="\n")
            if fresh:
                writer.writeheader()
            for line in lines:
                writer.writerow(line)
                self.statements[source_id] += "row" in line
        return source_id

    def sheets(self) -> list[Path]:
        """Return the sheets that are staged."""
        return [self._staged(source_id) / f"{source_id}.toml" for source_id in sorted(self.addresses)]

    def _staged(self, source_id: str) -> Path:
        """Return the folder of a sheet; one that people dated and moved stays where it is."""
        return self.root / self._moved.get(source_id, _FOLDER)

    def finish(self, earlier: Iterable[Path]) -> None:
        """Write the heads of the sheets.

        A sheet of the earlier edition keeps all that people wrote into it. Where what it says changed, it
        is to be reviewed anew.

        Args:
            earlier: the sheets of the earlier edition.
        """
        former = {sheet.stem: sheet for sheet in earlier}
        for source_id, address in self.addresses.items():
            about = _about(self.heading, address)
            text = _head(about)
            if sheet := former.get(source_id):
                self._moved[source_id] = sheet.parent.name
                self._staged(source_id).mkdir(exist_ok=True)
                same = _says_the_same(rows_file(sheet), self._folder / f"{source_id}.csv")
                text = _renewed(sheet, about, _OWNED if same else (*_OWNED, *_REVIEWED))
            (self._folder / f"{source_id}.csv").rename(self._staged(source_id) / f"{source_id}.csv")
            (self._staged(source_id) / f"{source_id}.toml").write_text(text, encoding="utf-8")

    def moves(self, earlier: Iterable[Path]) -> tuple[dict[Path, Path], list[Path]]:
        """Return the place of each staged file that differs from what is there, and the files that go."""
        staged = {
            file: self.project.sheet(sheet.parent.name, sheet.stem).with_suffix(file.suffix)
            for sheet in self.sheets()
            for file in (rows_file(sheet), sheet)
        }
        own = [file for sheet in earlier for file in (sheet, rows_file(sheet)) if file.exists()]
        places = set(staged.values())
        differing = {
            file: place
            for file, place in staged.items()
            if not place.exists() or place.read_bytes() != file.read_bytes()
        }
        return differing, [file for file in own if file not in places]

    def publish(self, earlier: Iterable[Path]) -> None:
        """Put the sheets in their places and take those away that no row speaks for any more.

        Raises:
            FashionKGError: a file cannot be moved, or is another's; everything is as it was.
        """
        own = {file for sheet in earlier for file in (sheet, rows_file(sheet))}
        moves, gone = self.moves(earlier)
        for place in moves.values():
            if place.exists() and place not in own:
                raise FashionKGError(
                    f"The sheets could not be put in place: {place.name} is there already. Nothing changed"
                )
        if moves or gone:
            put_in_place(self.project, self.root, moves, gone)

    def discard(self) -> None:
        """Take away what was staged."""
        if not is_begun(self.root):
            shutil.rmtree(self.root, ignore_errors=True)


def _says_the_same(before: Path, now: Path) -> bool:
    """Whether two editions of a sheet state the same, and every cell quoted before still is."""

    def said(file: Path) -> set[tuple[str, str, str]]:
        return {
            (
                json.dumps({name: text for name, text in line.items() if text and name not in COLUMNS[1:]}),
                line["column"],
                line["phrase"],
            )
            for line in _lines(file)
            if line["row"]
        }

    earlier, later = said(before), said(now)
    return earlier <= later and {each[0] for each in earlier} == {each[0] for each in later}


def _renewed(sheet: Path, about: dict[str, object], names: Iterable[str]) -> str:
    """Return the head of an earlier edition with some of its keys as they are now, and else as it is."""
    document = tomlkit.parse(sheet.read_text(encoding="utf-8"))
    source = document["source"]
    for name in names:
        if name in about and source.get(name) != about[name]:
            source[name] = about[name]
    return tomlkit.dumps(document)


def _about(heading: Heading, address: str) -> dict[str, object]:
    """Return what a sheet says about its source."""
    label = heading.label
    if address:
        split = urlsplit(address)
        query = f"?{split.query}" if split.query else ""
        label = f"{label}: {split.hostname}{split.path.rstrip('/')}{query}"
    about: dict[str, object] = {
        "kind": heading.kind,
        "label": label,
        "language": [heading.language],
        "sha256": heading.sha256,
        "columns": list(heading.columns),
        "table": heading.id,
        "mapping": heading.mapping,
        "review": heading.review,
        "reader": heading.reader,
        "read": today(),
    }
    if address:
        about["url"] = address
    if heading.note:
        about["note"] = heading.note
    return about


def _head(about: dict[str, object]) -> str:
    """Return the TOML that describes a source."""
    lines = ["# Written by fashion-kg import; what it says is in the CSV file of the same name.", "[source]"]
    lines += [f"{name} = {as_toml(value)}" for name, value in about.items()]
    return "\n".join(lines) + "\n"

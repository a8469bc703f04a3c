"""The sheets that an import writes: staged, compared with those of an earlier edition, then moved."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import shutil
import signal
import tempfile
import threading
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

from fashion_kg.errors import FashionKGError, UsageError
from fashion_kg.layout import Project
from fashion_kg.namespaces import content_iri, slugify
from fashion_kg.ontology import Ontology
from fashion_kg.sheets.rows import COLUMNS, rows_file

_FOLDER = "undated"


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


@dataclass
class Changes:
    """Rows by how they stand to the earlier edition; of those that are gone, the number and what they said."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: list[tuple[str, str]] = field(default_factory=list)


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


def earlier_rows(sheets: Iterable[Path], ontology: Ontology) -> dict[str, tuple[bytes, str, str]]:
    """Return the rows of an earlier edition by key: a digest of what each says, its number and its cells."""
    said: dict[str, list[str]] = defaultdict(list)
    numbers: dict[str, str] = {}
    cells: dict[str, dict[str, str]] = defaultdict(dict)
    for sheet in sheets:
        for line in _lines(rows_file(sheet)):
            if line["kind"] in ontology.statement_classes:
                said[line["key"]].append(saying(sheet.stem, line))
                numbers.setdefault(line["key"], line["row"])
                cells[line["key"]].setdefault(line["column"], line["phrase"])
    return {
        key: (digest(texts), numbers[key], ", ".join(f"{name} {cell}" for name, cell in cells[key].items()))
        for key, texts in said.items()
    }


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
        self.statements: Counter[str] = Counter()
        project.build_folder.mkdir(parents=True, exist_ok=True)
        self.root = Path(tempfile.mkdtemp(prefix="import-", dir=project.build_folder))
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
        return [self._folder / f"{source_id}.toml" for source_id in sorted(self.addresses)]

    def finish(self, earlier: Iterable[Path], *, changed: bool) -> None:
        """Write the heads of the sheets; an earlier edition's label, note and review are kept.

        Args:
            earlier: the sheets of the earlier edition.
            changed: whether what they say changed, so that it is to be reviewed anew.
        """
        former = {sheet.stem: sheet for sheet in earlier}
        if not self.addresses:
            self.add("", ())
        for source_id, address in self.addresses.items():
            kept: dict[str, object] = {}
            if source_id in former:
                about = tomllib.loads(former[source_id].read_text(encoding="utf-8"))["source"]
                names = ("label", "note", "wave") if changed else ("label", "note", "wave", "review", "read")
                kept = {name: about[name] for name in names if name in about}
            text = _head(self.heading, address, kept)
            (self._folder / f"{source_id}.toml").write_text(text, encoding="utf-8")

    def publish(self, earlier: Iterable[Path]) -> list[Path]:
        """Put the sheets in their places and take those away that no row speaks for any more.

        Raises:
            FashionKGError: a file cannot be moved; everything is as it was.
        """
        target = self.project.sheet(_FOLDER, self.heading.id).parent
        moves = {file: target / file.name for file in sorted(self._folder.iterdir())}
        old = [file for sheet in earlier for file in (sheet, rows_file(sheet)) if file.exists()]
        aside = self.root / "former"
        done: list[tuple[Path, Path]] = []
        with _uninterrupted():
            try:
                target.mkdir(parents=True, exist_ok=True)
                aside.mkdir()
                pairs = [(file, aside / f"{place}-{file.name}") for place, file in enumerate(old)]
                for start, end in (*pairs, *moves.items()):
                    if start not in old and end.exists():
                        raise FileExistsError(17, f"{end.name} is there already")
                    start.replace(end)
                    done.append((start, end))
            except OSError as error:
                for start, end in reversed(done):
                    end.replace(start)
                reason = error.strerror or error
                raise FashionKGError(
                    f"The sheets could not be put in place: {reason}. Nothing changed"
                ) from None
        return [place for place in moves.values() if place.suffix == ".toml"]

    def discard(self) -> None:
        """Take away what was staged."""
        shutil.rmtree(self.root, ignore_errors=True)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let a press of Ctrl-C wait until the files are in their places."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed: list[int] = []

    def remember(number: int, frame: FrameType | None) -> None:
        del frame
        pressed.append(number)

    before = signal.signal(signal.SIGINT, remember)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt


def _head(heading: Heading, address: str, kept: dict[str, object]) -> str:
    """Return the TOML that describes a source."""
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
        "read": dt.datetime.now(dt.UTC).date(),
    }
    if address:
        about["url"] = address
    if heading.note:
        about["note"] = heading.note
    lines = ["# Written by fashion-kg import; what it says is in the CSV file of the same name.", "[source]"]
    # Texts of JSON are texts of TOML, too.
    for name, value in (about | kept).items():
        text = value.isoformat() if isinstance(value, dt.date) else json.dumps(value, ensure_ascii=False)
        lines.append(f"{name} = {text}")
    return "\n".join(lines) + "\n"

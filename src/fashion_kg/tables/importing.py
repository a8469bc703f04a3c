"""The import of a table: read, prepared, mapped, stated, compared with the earlier edition, put in place."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from fashion_kg import __version__
from fashion_kg.build import load_ontology, uncollected
from fashion_kg.claims import Statement
from fashion_kg.errors import Finding, FindingsError, UsageError
from fashion_kg.identity import read_identity
from fashion_kg.layout import Project
from fashion_kg.namespaces import SLUG, content_iri, slugify
from fashion_kg.ontology import Ontology
from fashion_kg.sheets.rows import rows_file
from fashion_kg.sources import Sheets, read_sheets
from fashion_kg.tables.comparing import Changes, RowSaid, compare
from fashion_kg.tables.editions import (
    Heading,
    Staging,
    cells_of,
    digest,
    earlier_rows,
    former_slugs,
    own_sheets,
    saying,
)
from fashion_kg.tables.engine import Engine, Made
from fashion_kg.tables.mappings import Mapping, find_mapping, read_mapping
from fashion_kg.tables.matching import Matcher, Things
from fashion_kg.tables.moving import put_back
from fashion_kg.tables.preparing import LeftOut, Prepared, prepare
from fashion_kg.tables.reading import Row, SourceTableFile
from fashion_kg.tables.stating import EMPTY, ROW, VALUE, Stating

_AT_ONCE = 4_000
_FEWEST = 6
"""How many cells of a column must be unfit before the column can be called shifted."""
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_KIND = "SourceTable"
_SHIFTED = "See whether columns are shifted or the mapping is another table's; or say --dirty"


@dataclass(frozen=True)
class Wanted:
    """What to import, and how.

    Attributes:
        table: the file.
        mapping: name or path of the mapping.
        source_id: id of the table as a source; from the file's name where it is empty.
        label: its short name; from the file's name where it is empty.
        review: the review state of what it says.
        sheet: the worksheet of an Excel file.
        dry: only say what would come of it.
        dirty: import also a table in which most cells of a column are unfit.
    """

    table: Path
    mapping: str
    source_id: str = ""
    label: str = ""
    review: str = "unreviewed"
    sheet: str = ""
    dry: bool = False
    dirty: bool = False


@dataclass
class Imported:
    """What came of an import.

    Attributes:
        rows: how many rows the table has; rows_stating: how many of them state something.
        statements: how many statements, with the rows that say the same as one.
        left_out: what was left out.
        changes: how the rows stand to the earlier edition, or None where there is none.
        things: the things that the table names.
        sheets: the sheets that were written, or would be; none where no row states anything.
        kept: how many of them are as they were.
        removed: the sheets that no row speaks for any more.
    """

    rows: int = 0
    rows_stating: int = 0
    statements: int = 0
    left_out: list[LeftOut] = field(default_factory=list)
    changes: Changes | None = None
    things: Things = field(default_factory=Things)
    sheets: list[Path] = field(default_factory=list)
    kept: int = 0
    removed: list[Path] = field(default_factory=list)


def import_table(project: Project, wanted: Wanted, progress: Callable[[str], None]) -> Imported:
    """Import a table into a project.

    Raises:
        UsageError: there is no such table, mapping or id.
        FindingsError: the table, the mapping or a sheet of the project cannot be used; nothing changed.
        FashionKGError: the engine failed, or a file cannot be written; nothing changed.
    """
    source_id = wanted.source_id or slugify(wanted.table.name.split(".")[0].replace("_", " "))
    if not SLUG.fullmatch(source_id):
        raise UsageError(f'"{source_id}" cannot be the id of a source. Give one with --as: a-z, 0-9, hyphens')
    ontology = load_ontology(project)
    if wanted.review not in ontology.terms["ReviewState"]:
        raise UsageError(f'There is no review state "{wanted.review}"')
    mapping = read_mapping(find_mapping(project, wanted.mapping), ontology)
    table = SourceTableFile(wanted.table, mapping.headings, mapping.table_columns, wanted.sheet)
    sha256 = table.sha256()
    put_back(project, progress)
    own = own_sheets(project, source_id, mapping.name)
    matcher = _matcher(project, ontology, own, mapping.language, progress)
    with table.opened() as (columns, rows):
        heading = Heading(
            source_id,
            wanted.label or source_id.replace("-", " "),
            _KIND,
            mapping.language,
            sha256,
            columns,
            mapping.name,
            wanted.review,
            f"fashion-kg {__version__}, mapping {mapping.name}",
        )
        work = _Work(project, ontology, mapping, matcher, heading, own)
        try:
            with uncollected():
                return work.run(rows, wanted, progress)
        finally:
            work.staging.discard()


def _matcher(
    project: Project, ontology: Ontology, own: list[Path], language: str, progress: Callable[[str], None]
) -> Matcher:
    """Return what finds names among all that the other sheets of the project know."""
    progress("reading the project's sheets")
    with uncollected():
        sheets = read_sheets(project.sheets, ontology, project.relative)
    ours = {project.relative(file) for sheet in own for file in (sheet, rows_file(sheet))}
    if findings := [finding for finding in sheets.findings if finding.file not in ours]:
        raise FindingsError(findings)
    ids = {sheet.stem for sheet in own}
    entities = {
        iri: replace(entity, sources=others)
        for iri, entity in sheets.entities.items()
        if (others := tuple(name for name in entity.sources if name not in ids))
    }
    classes = {iri: entity.class_name for iri, entity in sheets.entities.items()}
    name = project.relative(project.identity_file)
    identity = read_identity(project.identity_file, ontology, classes, name)
    if identity.findings:
        raise FindingsError(identity.findings)
    identity.replaced_by = {
        iri: kept for iri, kept in identity.replaced_by.items() if iri in entities and kept in entities
    }
    known = Sheets(entities=entities, statements=_others(sheets, ours))
    return Matcher(ontology, known, identity, language, former_slugs(own, ontology))


def _others(sheets: Sheets, ours: set[str]) -> list[Statement]:
    return [statement for statement in sheets.statements if statement.file not in ours]


class _Work:
    def __init__(
        self,
        project: Project,
        ontology: Ontology,
        mapping: Mapping,
        matcher: Matcher,
        heading: Heading,
        own: list[Path],
    ) -> None:
        self.project, self.ontology, self.mapping, self.matcher = project, ontology, mapping, matcher
        self.own = own
        self.stating = Stating(mapping, ontology, matcher)
        self.earlier = earlier_rows(own, ontology, mapping.source_column)
        self.now: dict[str, RowSaid] = {}
        self.done = Imported(things=matcher.things)
        self._keys: Counter[str] = Counter()
        self._distinct: set[bytes] = set()
        self._filled: Counter[str] = Counter()
        self._unfit: dict[str, list[str]] = defaultdict(list)
        self._empty: Counter[str] = Counter()
        kinds = dict.fromkeys(statement.kind for statement in mapping.statements)
        fields = dict.fromkeys(each.name for kind in kinds for each in ontology.fields[kind])
        self.staging = Staging(project, heading, fields)

    def run(self, rows: Iterator[Row], wanted: Wanted, progress: Callable[[str], None]) -> Imported:
        with Engine(self.mapping.content) as engine:
            while chunk := list(itertools.islice(rows, _AT_ONCE)):
                ready = [self._prepared(row) for row in chunk if not self._refused(row)]
                made = engine.run(self.mapping.mapped_columns, ((p.row.number, p.cells) for p in ready))
                for prepared in ready:
                    self._state(prepared, made)
                self.done.rows += len(chunk)
                progress(f"{self.done.rows:,} rows read, {self.done.rows_stating:,} state something")
        if not wanted.dirty:
            self._refuse_shifted(wanted.table.name)
        # What states nothing is no newer edition either: it would retire all that the earlier one said.
        return self._finish(wanted, progress) if self.done.rows_stating else self.done

    # -- row by row -----------------------------------------------------------------------------

    def _refused(self, row: Row) -> bool:
        if row.fault:
            self.done.left_out.append(LeftOut(row.number, row.column, "", row.fault, ROW))
            self._filled["a row"] += 1
            self._unfit["a row"].append(row.fault)
        else:
            self._filled["a row"] += 1
        return bool(row.fault)

    def _prepared(self, row: Row) -> Prepared:
        return prepare(row, self.mapping.preparations)

    def _key(self, row: Row) -> str:
        """Return what names a row across editions; rows that are alike in the key columns are numbered."""
        key = content_iri("row", [row.cells[name] for name in self.mapping.key_columns]).rsplit("/", 1)[1]
        self._keys[key] += 1
        return key if self._keys[key] == 1 else f"{key}-{self._keys[key]}"

    def _state(self, prepared: Prepared, made: Made) -> None:
        row = prepared.row
        stated = self.stating.row(prepared, made, self._key(row))
        self._count_cells(prepared, stated.left_out)
        self.done.left_out += stated.left_out
        if not stated.lines:
            return
        self.done.rows_stating += 1
        address = row.cells.get(self.mapping.source_column, "")
        if address and not _ADDRESS.fullmatch(address):
            column = self.mapping.source_column
            self.done.left_out.append(LeftOut(row.number, column, address, "no web address", VALUE))
            address = ""
        lines = list(self._declarations(address, stated.lines)) + stated.lines
        source_id = self.staging.add(address, lines)
        for line in stated.lines:
            said = {k: t for k, t in line.items() if k not in _PLACE}
            self._distinct.add(digest([repr(sorted(said.items()))]))
        if self.own:
            told = digest(saying(source_id, line) for line in stated.lines)
            self._compare(row.number, told, stated.lines, address)

    def _declarations(self, address: str, lines: list[dict[str, str]]) -> Iterator[dict[str, str]]:
        """Yield a line for each thing that a sheet speaks of for the first time."""
        known = self.staging.declared[self.staging.source_of(address)]
        for line in lines:
            for name, text in line.items():
                if "/" in text and name not in _PLACE and text not in known and self.matcher.knows(text):
                    known.add(text)
                    if declared := self.matcher.declaration(text):
                        slug = text.rsplit("/", 1)[1]
                        yield {"kind": declared[0], "slug": slug, "label": declared[1]}

    def _count_cells(self, prepared: Prepared, left_out: list[LeftOut]) -> None:
        for name in dict.fromkeys(map(self.mapping.origin, self.mapping.mapped_columns)):
            self._filled[name] += bool(prepared.row.cells.get(name))
        for name, cell in {each.column: each.cell for each in left_out if each.cell}.items():
            self._unfit[name].append(cell)
        for name in {each.column for each in left_out if each.reason == EMPTY and each.what == ROW}:
            self._empty[name] += 1

    def _compare(self, number: int, said: bytes, lines: list[dict[str, str]], address: str) -> None:
        """Remember a row for the comparison; of one that is as it was, the cells are of no interest."""
        key = lines[0]["key"]
        before = self.earlier.get(key)
        same = before is not None and before.said == said
        cells = {} if same else cells_of(lines, self.mapping.source_column, address)
        self.now[key] = RowSaid(number, said, cells)

    # -- the end --------------------------------------------------------------------------------

    def _refuse_shifted(self, table: str) -> None:
        findings = []
        for column, cells in self._unfit.items():
            if len(cells) >= _FEWEST and len(cells) * 2 > self._filled[column]:
                what = f'the column "{column}"' if column != "a row" else "the table"
                cause = f"in {what}, {len(cells)} of {self._filled[column]} cells are unfit"
                if column == "a row":
                    cause = f"{len(cells)} of {self._filled[column]} rows are unfit"
                cause += f', such as "{cells[0][:60]}"'
                findings.append(Finding(table, 0, "", cause, _SHIFTED))
        for column, count in self._empty.items():
            if count >= _FEWEST and count * 2 > self.done.rows:
                cause = (
                    f'in {count} of {self.done.rows} rows, the column "{column}", which is needed, is empty'
                )
                findings.append(Finding(table, 0, "", cause, _SHIFTED))
        if findings:
            raise FindingsError(findings)

    def _finish(self, wanted: Wanted, progress: Callable[[str], None]) -> Imported:
        done = self.done
        done.statements = len(self._distinct)
        # A name in a row of which nothing was taken is no thing of this table.
        spoken_of = set().union(*self.staging.declared.values())
        for names in (done.things.new, done.things.met):
            for name in [name for name, path in names.items() if path not in spoken_of]:
                del names[name]
        if self.own:
            done.changes = compare(self.earlier, self.now)
        self.staging.finish(self.own)
        progress("checking what would be written")
        self._check()
        target = {self.project.sheet(sheet.parent.name, sheet.stem) for sheet in self.staging.sheets()}
        done.sheets = sorted(target)
        done.removed = sorted(set(self.own) - target)
        differing = {place.stem for place in self.staging.moves(self.own)[0].values()}
        done.kept = sum(sheet.stem not in differing for sheet in done.sheets)
        if not wanted.dry:
            self.staging.publish(self.own)
        return done

    def _check(self) -> None:
        """Read what is staged together with all other sheets, as a build will.

        Raises:
            FindingsError: something in it could not be built, such as a label that another sheet has.
        """
        others = [sheet for sheet in self.project.sheets if sheet not in self.own]
        sheets = read_sheets([*others, *self.staging.sheets()], self.ontology, self.project.relative)
        if sheets.findings:
            raise FindingsError(sheets.findings)


_PLACE = ("kind", "key", "row", "column", "phrase", "creditText", "dateText")

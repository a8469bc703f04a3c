"""What awaits a decision: every statement of the sheets with its evidence and how far it was checked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from fashion_kg.claims import PROPOSED, Entity, Evidence, Reference, Review, Source, Statement, Value
from fashion_kg.errors import Finding, UsageError, did_you_mean
from fashion_kg.identity import read_identity
from fashion_kg.layout import Project
from fashion_kg.ontology import Ontology
from fashion_kg.sheets.documents import read_source
from fashion_kg.sheets.evidence import read_evidence, read_review
from fashion_kg.sheets.references import References, other_word, sort_key
from fashion_kg.sheets.toml_tables import TomlFile
from fashion_kg.sources import joined, read_sheets
from fashion_kg.wording import best_label, filled, words_for

_PLACEHOLDER = "your name"
"""What a new project's example has where the name of a reader goes."""


@dataclass(frozen=True)
class Stated:
    """One statement of one sheet, as a curator meets it.

    Attributes:
        sheet: the file of the sheet.
        source: the document.
        number: which of the sheet's statements of its kind it is, from 0.
        statement: its kind, fields and evidence.
        words: what it states, as the graph would say it.
        review: how far it was checked.
    """

    sheet: Path
    source: Source
    number: int
    statement: Statement
    words: str
    review: Review

    @property
    def kind(self) -> str:
        """The kind of statement: Credit, Claim ..."""
        return self.statement.kind

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Every place in the text that makes the statement."""
        return self.statement.evidence

    @property
    def name(self) -> str:
        """How people name it: the source, the kind and its number from 1."""
        return f"{self.source.id}/{self.kind}/{self.number + 1}"

    @property
    def key(self) -> tuple[str, ...]:
        """What it is known by when its sheet was changed: what it says, and in which source."""
        fields = (f"{name}={sort_key(value)}" for name, value in self.statement.fields)
        return (self.source.id, self.kind, *fields)

    @property
    def confidence(self) -> Decimal | None:
        """How sure a program was at the place that makes it surest; None where a person wrote it."""
        return max((each.confidence for each in self.evidence if each.confidence is not None), default=None)

    @property
    def line(self) -> tuple[str, int] | None:
        """The part and paragraph of the text where it is made first."""
        return (self.evidence[0].part, self.evidence[0].paragraph) if self.evidence else None

    def speaks_of(self, iris: Collection[str]) -> bool:
        """Whether one of its fields refers to one of these."""
        return any(isinstance(value, Reference) and value.iri in iris for _, value in self.statement.fields)


@dataclass(frozen=True)
class Wanted:
    """Which statements are looked at; an empty text or None stands for all.

    Attributes:
        source: a part of the source's id or label, in any case.
        kind: kind of statement, in any case.
        role: slug of a role, or of another word of the vocabulary that a field holds.
        least, most: bounds of the confidence; a statement without any fits no bound.
        states: the states that await a decision.
    """

    source: str = ""
    kind: str = ""
    role: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    states: tuple[str, ...] = (PROPOSED,)

    def fits(self, stated: Stated, ontology: Ontology) -> bool:
        """Whether a statement is looked at, whatever its state."""
        return (
            self.is_of(stated.source)
            and self.kind.casefold() in ("", stated.kind.casefold())
            and (not self.role or stated.speaks_of(self._called_so(ontology)))
            and self._is_within(stated.confidence)
        )

    def _called_so(self, ontology: Ontology) -> list[str]:
        return [words[self.role] for words in ontology.terms.values() if self.role in words]

    def is_of(self, source: Source) -> bool:
        """Whether a source is looked at."""
        wanted = self.source.casefold()
        return wanted in source.id.casefold() or wanted in source.label.casefold()

    def _is_within(self, confidence: Decimal | None) -> bool:
        if confidence is None:
            return self.least is None and self.most is None
        return (self.least or 0) <= confidence and (self.most is None or confidence <= self.most)

    def awaits(self, stated: Stated) -> bool:
        """Whether a statement is in a state that awaits a decision."""
        return stated.review.state in self.states

    def __str__(self) -> str:
        told = [self.source and f"source {self.source}", self.kind, self.role]
        told += [f"at least {self.least}" if self.least is not None else ""]
        told += [f"at most {self.most}" if self.most is not None else ""]
        return ", ".join(text for text in told if text)


@dataclass
class Sheet:
    """A sheet as it was read: its bytes, so that a change by somebody else is noticed, and what it says."""

    path: Path
    name: str
    content: bytes
    source: Source | None = None
    stated: list[Stated] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


class Shelf:
    """The sheets of a project, each with its statements; one can be read anew by itself.

    Args:
        project: the project.
        ontology: its vocabulary.
        progress: called with the name of each sheet before it is read.

    Attributes:
        read: what was read at the beginning.
        sheets: the sheets of documents by path; a table's lines are reviewed as a whole, so it has none here.
        entities: what all sheets declare now, by IRI.
        identity: who is who, as it was decided.
    """

    def __init__(
        self, project: Project, ontology: Ontology, progress: Callable[[str], None] = lambda _: None
    ) -> None:
        self.project, self.ontology = project, ontology
        self.read = read_sheets(project.sheets, ontology, project.relative, progress)
        self._declared: dict[str, list[Entity]] = {}
        for entity in self.read.declarations:
            self._declared.setdefault(entity.sources[0], []).append(entity)
        self.entities: dict[str, Entity] = {}
        self._gather()
        classes = {iri: entity.class_name for iri, entity in self.entities.items()}
        self.identity = read_identity(
            project.identity_file, ontology, classes, project.relative(project.identity_file)
        )
        tables = {source.file for source in self.read.sources if source.columns}
        paths = [path for path in project.sheets if project.relative(path) not in tables]
        self.sheets = {path: self._sheet(path) for path in paths}

    def _gather(self) -> None:
        self.entities = {}
        for entities in self._declared.values():
            for entity in entities:
                earlier = self.entities.get(entity.iri)
                self.entities[entity.iri] = joined(earlier, entity, self.ontology) if earlier else entity
        self.labels = {iri: best_label(entity.labels) for iri, entity in self.entities.items()}
        classes = {iri: entity.class_name for iri, entity in self.entities.items()}
        self._references = References(self.ontology, classes)

    def again(self, path: Path) -> Sheet:
        """Read one sheet anew, with what it declares; return it. A sheet that is gone says nothing more."""
        there = [path] if path.is_file() else []
        self._declared[path.stem] = read_sheets(there, self.ontology, self.project.relative).declarations
        self._gather()
        if there:
            self.sheets[path] = self._sheet(path)
            return self.sheets[path]
        return self.sheets.pop(path)

    def declared_in(self, source: str) -> dict[str, Entity]:
        """Return the things that one sheet declares, as it declares them, by IRI."""
        return {entity.iri: entity for entity in self._declared.get(source, ())}

    def stated(self) -> Iterator[Stated]:
        """Yield every statement, sheet by sheet, in the order in which it stands there."""
        for sheet in self.sheets.values():
            yield from sheet.stated

    def checked(self) -> set[str]:
        """Return the ids of the sources of which a person has read something."""
        found = {source.id for source in self.read.sources if source.columns and source.review != PROPOSED}
        for sheet in self.sheets.values():
            if sheet.source is not None and sheet.source.review != PROPOSED:
                found.add(sheet.source.id)
        return found | {each.source.id for each in self.stated() if each.review.reviewer is not None}

    def readers(self) -> list[str]:
        """Return the people who read sources or checked statements, by name; programs are none.

        Nor is the place for a name that nobody has filled in.
        """
        found = {each.review.reviewer for each in self.stated()}
        found |= {source.reader for source in self.read.sources if source.review != PROPOSED}
        return sorted(name for name in found if name and not is_placeholder(name))

    def statements(self) -> Iterator[Statement]:
        """Yield what every sheet says now, the lines of tables too."""
        tables = {source.id for source in self.read.sources if source.columns}
        for statement in self.read.statements:
            if statement.evidence[0].source in tables:
                yield statement
        for each in self.stated():
            yield each.statement

    # -- one sheet ------------------------------------------------------------------------------

    def _sheet(self, path: Path) -> Sheet:
        sheet = Sheet(path, self.project.relative(path), path.read_bytes())
        file = TomlFile(path, sheet.name)
        sheet.source = read_source(file, self.ontology) if file.readable else None
        if sheet.source is not None:
            found = [
                stated
                for kind in self.ontology.statement_classes
                for stated in self._statements(path, file, sheet.source, kind)
            ]
            sheet.stated = sorted(found, key=lambda each: each.statement.line)
        sheet.findings = file.findings
        return sheet

    def _statements(self, path: Path, file: TomlFile, source: Source, kind: str) -> Iterator[Stated]:
        for number, table in enumerate(file.tables(kind)):
            fields = self._references.fields(table, kind, source.language[0])
            review = read_review(table, source, self.ontology.terms["ReviewState"])
            evidence = read_evidence(table, source, review, [])
            table.refuse_other_keys(each.name for each in self.ontology.fields[kind])
            if fields is not None and evidence:
                statement = Statement(kind, fields, evidence, table.place, file.name, table.line)
                yield Stated(path, source, number, statement, self._words(kind, fields), review)

    def _words(self, kind: str, fields: tuple[tuple[str, Value], ...]) -> str:
        words = {name: words_for(value, self.ontology, self.labels) for name, value in fields}
        return filled(self.ontology.wording(kind), words)


def is_placeholder(name: str) -> bool:
    """Whether this is no name, but the place for one."""
    return " ".join(name.split()).casefold() == _PLACEHOLDER


def counted_states(stated: Iterable[Stated]) -> Mapping[str, int]:
    """Return how many statements are in each state."""
    counts: dict[str, int] = {}
    for each in stated:
        counts[each.review.state] = counts.get(each.review.state, 0) + 1
    return counts


def refuse_unknown(wanted: Wanted, shelf: Shelf) -> None:
    """Check that a filter names what there is.

    Raises:
        UsageError: there is no such kind, word or source.
    """
    ontology = shelf.ontology
    kinds = {name.casefold() for name in ontology.statement_classes}
    words = {slug for found in ontology.terms.values() for slug in found}
    ids = {sheet.source.id for sheet in shelf.sheets.values() if sheet.source}
    if wanted.kind and wanted.kind.casefold() not in kinds:
        remedy = did_you_mean(wanted.kind.casefold(), kinds, "Use " + ", ".join(sorted(kinds)[:8]))
        raise UsageError(f'There is no kind of statement "{wanted.kind.casefold()}". {remedy}')
    if wanted.role and wanted.role not in words:
        raise UsageError(f'There is no role "{wanted.role}". {other_word(ontology, "Role", wanted.role)}')
    if wanted.source and not any(
        wanted.is_of(sheet.source) for sheet in shelf.sheets.values() if sheet.source
    ):
        remedy = did_you_mean(wanted.source, ids, "See what awaits with: fashion-kg review --list")
        raise UsageError(f'There is no source "{wanted.source}". {remedy}')

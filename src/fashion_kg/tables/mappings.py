"""Mappings: RML in Turtle, and the few annotations that say how cells become names and dates."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from fashion_kg.errors import Finding, FindingsError, UsageError, did_you_mean
from fashion_kg.layout import Project
from fashion_kg.namespaces import BASE, PREFIXES
from fashion_kg.ontology import Ontology, local_name
from fashion_kg.tables.engine import ROW, ROWS_FILE

_RML, _MAP = "http://w3id.org/rml/", BASE + "mapping#"
_RDF = PREFIXES["rdf"]

# What of RML a mapping may use: no functions, for Morph-KGC hands cells to Python's eval in some of them;
# no queries, joins or other sources, for a mapping reads the table that it is given and nothing else.
_RML_TERMS = frozenset((
    "logicalSource", "source", "referenceFormulation", "subjectMap", "predicateObjectMap",
    "predicate", "objectMap", "object", "template", "reference", "constant", "class", "termType",
))  # fmt: skip
_MAP_TERMS = frozenset((
    "headings", "keyColumn", "sourceColumn", "language", "prepares", "ofColumn", "pattern",
    "spelledOut", "absent", "replaces", "means", "newThing", "newGroup", "groupPattern",
    "separator", "inOrder", "optional", "needs",
))  # fmt: skip
_ABOUT = ("http://purl.org/dc/terms/", PREFIXES["rdfs"], _RDF)
_SUBJECT = re.compile(re.escape(BASE) + r"row/\{row\}/([a-z0-9-]+)")


@dataclass(frozen=True)
class Preparation:
    """What happens to the cells of a column before the rows are mapped.

    Attributes:
        column: the column.
        pattern: a regular expression whose named groups become columns of their own, or None.
        spelled_out: whether those columns are parts of an address, to be written as words.
        absent: cells that it matches count as empty, or None.
        replaces: expressions and what to put in place of a cell that one matches.
    """

    column: str
    pattern: re.Pattern[str] | None = None
    spelled_out: bool = False
    absent: re.Pattern[str] | None = None
    replaces: tuple[tuple[re.Pattern[str], str], ...] = ()


@dataclass(frozen=True)
class FieldMap:
    """Where a field of a statement comes from: columns, or a constant; and what an unknown name becomes."""

    columns: tuple[str, ...]
    constant: str = ""
    new_thing: str = ""
    new_group: str = ""
    group_pattern: re.Pattern[str] | None = None
    separators: tuple[str, ...] = ()

    def parts(self, cell: str) -> list[str]:
        """Return the values that a cell holds: several where the mapping says what stands between them."""
        if not self.separators:
            return [cell]
        between = "|".join(map(re.escape, sorted(self.separators, key=len, reverse=True)))
        return [part for each in re.split(between, cell) if (part := each.strip())]


@dataclass(frozen=True)
class StatementMap:
    """A kind of statement that rows make, and its fields.

    Attributes:
        name: its name in the mapping.
        kind: the kind of statement.
        fields: where each field comes from.
        in_order: fields whose dates must follow on each other.
        optional: whether a row that lacks a cell for it is no fault.
        needs: fields without which it is not made, beyond those that the shapes require.
    """

    name: str
    kind: str
    fields: dict[str, FieldMap]
    in_order: tuple[str, ...] = ()
    optional: bool = False
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Mapping:
    """A mapping from tables of one layout to statements."""

    name: str
    content: bytes
    label: str
    language: str
    headings: tuple[str, ...]
    key_columns: tuple[str, ...]
    source_column: str
    preparations: tuple[Preparation, ...]
    statements: tuple[StatementMap, ...] = field(default=())

    @property
    def mapped_columns(self) -> tuple[str, ...]:
        """The columns, also derived ones, that statements are made of."""
        found = (name for each in self.statements for part in each.fields.values() for name in part.columns)
        return tuple(dict.fromkeys(found))

    def origin(self, column: str) -> str:
        """Return the column of the table that a column comes from: itself unless it was derived."""
        for each in self.preparations:
            if each.pattern and column in (f"{each.column}.{name}" for name in each.pattern.groupindex):
                return each.column
        return column

    @property
    def table_columns(self) -> tuple[str, ...]:
        """The columns that a table must have."""
        wanted = [*map(self.origin, self.mapped_columns), *self.key_columns]
        if self.source_column:
            wanted.append(self.source_column)
        return tuple(dict.fromkeys(wanted))


def mapping_names(project: Project) -> dict[str, Path]:
    """Return the mappings that a project can use, by name."""
    files = (file for folder in reversed(project.mapping_folders) for file in sorted(folder.glob("*.ttl")))
    return {file.stem: file for file in files}


def find_mapping(project: Project, name: str) -> Path:
    """Return the file of a mapping, given by its name or its path.

    Raises:
        UsageError: there is none.
    """
    if Path(name).is_file():
        return Path(name)
    known = mapping_names(project)
    if name in known:
        return known[name]
    remedy = did_you_mean(name, known, f"There are: {', '.join(sorted(known))}, or name a file")
    raise UsageError(f'There is no mapping "{name}". {remedy}')


def read_mapping(file: Path, ontology: Ontology) -> Mapping:
    """Read a mapping.

    Raises:
        FindingsError: it is no Turtle, no mapping, or uses what cannot be used here.
    """
    return _Reader(file, ontology).mapping()


class _Reader:
    def __init__(self, file: Path, ontology: Ontology) -> None:
        self.file, self.ontology = file, ontology
        self.findings: list[Finding] = []
        self._objects: dict[tuple[str, str], list[object]] = defaultdict(list)
        try:
            self.content = file.read_bytes()
            triples = [
                quad.triple
                for quad in parse(self.content, format=RdfFormat.TURTLE, base_iri="https://mapping.invalid/")
            ]
        except (OSError, SyntaxError) as error:
            line = getattr(error, "lineno", None) or 0
            said = getattr(error, "msg", None) or getattr(error, "strerror", None) or error
            finding = Finding(str(file), line, "", f"the mapping cannot be read: {said}", "Mend it")
            raise FindingsError([finding]) from None
        for triple in triples:
            self._objects[_id(triple.subject), triple.predicate.value].append(triple.object)
        self._refuse_other_terms(triples)

    def report(self, place: str, cause: str, remedy: str) -> None:
        self.findings.append(Finding(str(self.file), 0, place, cause, remedy))

    def _refuse_other_terms(self, triples: Iterable[Triple]) -> None:
        for iri in sorted({triple.predicate.value for triple in triples}):
            for start, terms in ((_RML, _RML_TERMS), (_MAP, _MAP_TERMS)):
                if iri.startswith(start):
                    name = iri.removeprefix(start)
                    if name not in terms:
                        remedy = did_you_mean(name, terms, "Use one of: " + ", ".join(sorted(terms)))
                        self.report(name, "a mapping here cannot use this", remedy)
                    break
            else:
                if not iri.startswith(_ABOUT):
                    self.report(
                        iri, "a mapping here cannot use this", "Use RML and the terms in docs/tables.md"
                    )

    # -- reading single values ------------------------------------------------------------------

    def objects(self, subject: str, predicate: str) -> list[object]:
        start, _, name = predicate.partition(":")
        iri = {"rml": _RML, "map": _MAP, "rdf": _RDF, "rdfs": PREFIXES["rdfs"]}[start] + name
        return self._objects.get((subject, iri), [])

    def text(self, subject: str, predicate: str) -> str:
        return next(map(_text, self.objects(subject, predicate)), "")

    def listed(self, subject: str, predicate: str) -> Iterator[object]:
        """Yield the members of an RDF list."""
        place = next(iter(self.objects(subject, predicate)), None)
        seen = {_RDF + "nil"}
        while place is not None and _id(place) not in seen:
            seen.add(_id(place))
            yield from self.objects(_id(place), "rdf:first")
            place = next(iter(self.objects(_id(place), "rdf:rest")), None)

    def expression(self, subject: str, predicate: str) -> re.Pattern[str] | None:
        text = self.text(subject, predicate)
        try:
            return re.compile(text) if text else None
        except re.error as error:
            self.report(predicate, f"{text!r} is no regular expression: {error}", "Mend it")
            return None

    def _subjects_of(self, class_iri: str) -> list[str]:
        return [
            subject
            for (subject, predicate), nodes in self._objects.items()
            if predicate == _RDF + "type" and any(_id(node) == class_iri for node in nodes)
        ]

    # -- the mapping ----------------------------------------------------------------------------

    def mapping(self) -> Mapping:
        tables, maps = self._subjects_of(_MAP + "TableMapping"), self._subjects_of(_RML + "TriplesMap")
        if len(tables) != 1 or not maps:
            cause = "a mapping is one map:TableMapping with one or more rml:TriplesMap"
            self.report("", cause, "See docs/tables.md")
            raise FindingsError(self.findings)
        about = tables[0]
        mapping = Mapping(
            self.file.stem,
            self.content,
            self.text(about, "rdfs:label") or self.file.stem,
            self.text(about, "map:language") or "en",
            tuple(map(_text, self.listed(about, "map:headings"))),
            tuple(map(_text, self.objects(about, "map:keyColumn"))),
            self.text(about, "map:sourceColumn"),
            tuple(self._preparation(_id(node)) for node in self.listed(about, "map:prepares")),
            tuple(found for found in map(self._statement, sorted(maps)) if found),
        )
        if not mapping.key_columns:
            self.report("", "no map:keyColumn tells the rows apart", 'Add map:keyColumn "…"')
        if self.findings:
            raise FindingsError(self.findings)
        return mapping

    def _preparation(self, node: str) -> Preparation:
        replaces = []
        for each in self.listed(node, "map:replaces"):
            pattern = self.expression(_id(each), "map:pattern")
            if pattern:
                replaces.append((pattern, self.text(_id(each), "map:means")))
        column = self.text(node, "map:ofColumn")
        if not column:
            self.report("map:prepares", "it names no column", 'Add map:ofColumn "…"')
        return Preparation(
            column,
            self.expression(node, "map:pattern"),
            self.text(node, "map:spelledOut") == "true",
            self.expression(node, "map:absent"),
            tuple(replaces),
        )

    def _statement(self, node: str) -> StatementMap | None:
        name = local_name(node)
        self._check_source(node, name)
        subject = _id(next(iter(self.objects(node, "rml:subjectMap")), ""))
        kind = local_name(self.text(subject, "rml:class"))
        template = _SUBJECT.fullmatch(self.text(subject, "rml:template"))
        if not template:
            remedy = f'Write rml:template "{BASE}row/{{{ROW}}}/a-name"'
            self.report(name, "its subject is not a row", remedy)
            return None
        if kind not in self.ontology.fields:
            remedy = did_you_mean(kind, self.ontology.fields, ", ".join(self.ontology.fields))
            self.report(name, f'there is no kind of statement "{kind}"', remedy)
            return None
        known = {each.name: each for each in self.ontology.fields[kind]}
        fields: dict[str, FieldMap] = {}
        for pair in map(_id, self.objects(node, "rml:predicateObjectMap")):
            field_name = local_name(self.text(pair, "rml:predicate"))
            if field_name in known:
                fields[field_name] = self._field(pair, f"{name}, {field_name}")
            else:
                remedy = did_you_mean(field_name, known, "Use one of: " + ", ".join(known))
                self.report(name, f'{kind} has no field "{field_name}"', remedy)
        for each in known.values():
            if each.required and each.name not in fields:
                self.report(name, f"{kind} needs {each.name}", f"Map fkg:{each.name}")
        in_order = tuple(local_name(_id(each)) for each in self.listed(subject, "map:inOrder"))
        optional = self.text(subject, "map:optional") == "true"
        needs = {local_name(_id(each)) for each in self.objects(subject, "map:needs")}
        needs |= {each.name for each in known.values() if each.required}
        return StatementMap(template[1], kind, fields, in_order, optional, frozenset(needs))

    def _check_source(self, node: str, name: str) -> None:
        sources = self.objects(node, "rml:logicalSource")
        if [self.text(_id(each), "rml:source") for each in sources] != [ROWS_FILE]:
            self.report(name, "it reads something else than the table", f'Write rml:source "{ROWS_FILE}"')

    def _field(self, pair: str, place: str) -> FieldMap:
        constant = self.text(pair, "rml:object")
        about = _id(next(iter(self.objects(pair, "rml:objectMap")), ""))
        constant = constant or self.text(about, "rml:constant")
        template, reference = self.text(about, "rml:template"), self.text(about, "rml:reference")
        columns = tuple(re.findall(r"\{([^{}]+)\}", template)) if template else (reference,) * bool(reference)
        if "%" in template + constant:
            self.report(place, "a percent sign stands in it", "Take it away; cells may have some")
        if not columns and not constant:
            self.report(
                place, "it comes from no column", "Give it an rml:reference, rml:template or rml:object"
            )
        found = FieldMap(
            columns,
            constant,
            local_name(self.text(about, "map:newThing")),
            local_name(self.text(about, "map:newGroup")),
            self.expression(about, "map:groupPattern"),
            tuple(text for node in self.objects(about, "map:separator") if (text := _text(node))),
        )
        for name in filter(None, (found.new_thing, found.new_group)):
            if name not in self.ontology.entity_classes:
                remedy = did_you_mean(name, self.ontology.entity_classes, "Name a class of things")
                self.report(place, f'there is no class "{name}"', remedy)
        return found


def _text(node: object) -> str:
    return str(getattr(node, "value", ""))


def _id(node: object) -> str:
    """Return what names a node, also one without an address."""
    if isinstance(node, BlankNode):
        return f"_:{node.value}"
    return node.value if isinstance(node, NamedNode | Literal) else str(node)

"""The graph as tables, whose columns follow from the ontology: what the CSV files hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from fashion_kg.exports._content import LABELS, Content
from fashion_kg.exports._rdf import language_tag
from fashion_kg.namespaces import PREFIXES
from fashion_kg.ontology import Field, local_name


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        name: its heading.
        description: what stands in it.
        datatype: ``string``, ``anyURI``, ``date`` or ``integer``.
        many: whether a cell is a list, its members separated by spaces.
        refers: table whose ``id`` the cells are; empty for none, and where a cell may be empty (validators
            disagree whether an empty cell breaks a reference).
        means: IRI of the property that relates the row's thing to the thing in the cell; empty for none.
    """

    name: str
    description: str
    datatype: str = "string"
    many: bool = False
    refers: str = ""
    means: str = ""


Row = Sequence[str]


@dataclass(frozen=True)
class Table:
    """A table: one kind of thing. Where the first column is ``id``, it is the key."""

    name: str
    description: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


ID = Column("id", "address", "anyURI")
_RANK = Column("rank", "rank: deprecated ones give no facts")
_REVIEW = Column("reviewState", "how far people have checked it")
_SOURCES = Column("sources", "number of sources that say so", "integer")
_WAVES = Column("waves", "number of press waves among them: independent voices", "integer")


def tables(content: Content) -> list[Table]:
    """Return all tables: things by class, names, facts, statements by kind, evidence, sources, decisions, terms.

    Tables of a broader class hold the things of the narrower ones too, so that every reference has one
    table to point into. The set of tables and columns depends on the ontology alone, not on the data.
    """
    return [
        *(_things(content, name) for name in _classes(content)),
        _names(content),
        _facts(content),
        _assertions(content),
        *(_statements(content, kind) for kind in content.ontology.statement_classes),
        _evidence(content),
        _sources(content),
        _decisions(content),
        _terms(content),
    ]


def file_stem(class_name: str) -> str:
    """Return the name of a class's table.

    >>> file_stem("ProductEvent")
    'product-event'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", class_name).lower()


def _classes(content: Content) -> list[str]:
    """Entity, the classes above those that a sheet may declare, and these."""
    ontology = content.ontology
    found = {above for name in ontology.entity_classes for above in ontology.ancestors[name]}
    return [name for name in ontology.ancestors if name in found and ontology.is_a(name, "Entity")]


def _definition(content: Content, name: str) -> str:
    return next((str(node.value) for node in content.ontology.objects(_fkg(name), "skos:definition")), "")


def _fkg(name: str) -> str:
    return PREFIXES["fkg"] + name


# -- things -----------------------------------------------------------------------------------------


def _things(content: Content, class_name: str) -> Table:
    """One class's things, with the relations and dates that may be claimed of every one of them."""
    ontology = content.ontology
    related = [
        claimable
        for claimable in ontology.claimables.values()
        if claimable.takes != "text" and claimable.claimed_of & ontology.ancestors[class_name]
    ]
    columns = (
        ID,
        Column("class", "closest class"),
        Column("label", "name, in English where there is one"),
        *(Column(one.name, _definition(content, one.name), many=True) for one in related),
        Column("sources", "number of sources that speak of it", "integer"),
    )

    def row(iri: str) -> Row:
        cells = (
            " ".join(_short_date(content, value) for value in content.values(iri, f"fkg:{one.name}"))
            for one in related
        )
        said = str(len(content.values(iri, "dcterms:source")))
        return (iri, content.kinds[iri], content.label(iri), *cells, said)

    things = content.things(class_name)
    return Table(file_stem(class_name), _definition(content, class_name), columns, tuple(map(row, things)))


def _short_date(content: Content, iri: str) -> str:
    return content.label(iri) if content.is_a(iri, "DateSpan") else iri


def _names(content: Content) -> Table:
    columns = (
        Column("entity", "whose name it is", "anyURI", refers=file_stem("Entity")),
        Column("kind", "prefLabel, altLabel, or hiddenLabel for wrong spellings"),
        Column("language", "BCP 47 language tag"),
        Column("name", "the name"),
    )
    rows = tuple(
        (iri, name.partition(":")[2], _language(node), node.value)
        for iri in content.things("Entity")
        for name in LABELS[1:]
        for node in content.objects(iri, name)
    )
    return Table("name", "Names of things in all languages", columns, rows)


def _facts(content: Content) -> Table:
    columns = (
        Column("subject", "what it is about", "anyURI", refers=file_stem("Entity")),
        Column("subject_label", "its name"),
        Column("property", "what is said", "anyURI"),
        Column("property_label", "the same in words"),
        Column("object", "the thing or date it is related to; empty for a text", "anyURI"),
        Column("object_label", "its name, or the text"),
        Column("language", "language of the text, as a BCP 47 tag"),
    )
    rows = []
    for triple in content.facts():
        subject, predicate, value = triple.subject, triple.predicate, triple.object
        if not predicate.value.startswith(PREFIXES["fkg"]) or not isinstance(subject, NamedNode):
            continue
        if content.is_a(subject.value, "Entity") and isinstance(value, NamedNode | Literal):
            start = (subject.value, content.label(subject.value), predicate.value, content.label(predicate.value))
            rows.append((*start, *_any_value(content, value)))
    return Table("fact", "Direct facts, as they follow from the statements", columns, tuple(rows))


def _any_value(content: Content, node: NamedNode | Literal) -> tuple[str, str, str]:
    if isinstance(node, NamedNode):
        return node.value, content.label(node.value), ""
    return "", node.value, _language(node)


def _language(node: NamedNode | Literal) -> str:
    return language_tag(node.language) if isinstance(node, Literal) and node.language else ""


# -- statements -------------------------------------------------------------------------------------


def _assertions(content: Content) -> Table:
    columns = (
        ID,
        Column("kind", "kind of statement, and the table that has its fields"),
        Column("statement", "the statement in words"),
        *_STANDING,
    )
    rows = tuple(
        (iri, content.kinds[iri], content.label(iri), *_standing(content, iri))
        for iri in content.things("Assertion")
    )
    return Table(file_stem("Assertion"), _definition(content, "Assertion"), columns, rows)


_STANDING = (_RANK, _REVIEW, _SOURCES, _WAVES)


def _standing(content: Content, iri: str) -> Row:
    sources = {
        source
        for evidence in content.values(iri, "fkg:evidence")
        for source in content.values(evidence, "oa:hasSource")
    }
    waves = {wave for source in sources for wave in content.values(source, "fkg:pressWave")}
    rank, state = content.value(iri, "fkg:rank"), content.value(iri, "fkg:reviewState")
    return (local_name(rank), local_name(state), str(len(sources)), str(len(waves)))


def _statements(content: Content, kind: str) -> Table:
    """One kind's statements: a few columns for each field of its shape."""
    fields = content.ontology.fields[kind]
    own_id = Column("id", "address", "anyURI", refers=file_stem("Assertion"))
    columns = (own_id, *(column for field in fields for column in _field_columns(content, field)), *_STANDING)

    def row(iri: str) -> Row:
        cells = (cell for field in fields for cell in _field_cells(content, iri, field))
        return (iri, *cells, *_standing(content, iri))

    rows = tuple(map(row, content.things(kind)))
    return Table(file_stem(kind), _definition(content, kind), columns, rows)


def _field_columns(content: Content, field: Field) -> Iterator[Column]:
    about = _definition(content, field.name)
    if field.takes == "DateSpan":
        yield Column(field.name, about)
        yield Column(f"{field.name}_earliest", f"first day of {field.name}", "date")
        yield Column(f"{field.name}_latest", f"last day of {field.name}", "date")
    elif field.takes == "text":
        yield Column(field.name, about)
        yield Column(f"{field.name}_language", f"language of {field.name}, as a BCP 47 tag")
    else:
        refers = "term" if field.takes in content.ontology.terms else ""
        if field.takes in _classes(content):
            refers = file_stem(field.takes)
        if not field.required:
            refers = ""
        yield Column(field.name, about, "anyURI", refers=refers, means=_fkg(field.name))
        yield Column(f"{field.name}_label", f"{field.name} in words")
        if field.takes == "value":
            yield Column(f"{field.name}_language", f"language of {field.name}, as a BCP 47 tag")


def _field_cells(content: Content, iri: str, field: Field) -> Iterable[str]:
    node = next(iter(content.objects(iri, f"fkg:{field.name}")), None)
    width = 3 if field.takes in ("DateSpan", "value") else 2
    if node is None:
        return ("",) * width
    if field.takes == "DateSpan":
        return _date_cells(content, node.value)
    if field.takes == "text":
        return node.value, _language(node)
    return _any_value(content, node)[:width]


def _date_cells(content: Content, span: str) -> tuple[str, str, str]:
    if not span:
        return "", "", ""
    return content.label(span), content.value(span, "fkg:earliest"), content.value(span, "fkg:latest")


# -- where they come from ---------------------------------------------------------------------------

Cell = Callable[[str], str]


def _evidence(content: Content) -> Table:
    def one(name: str) -> Cell:
        return lambda iri: content.value(iri, name)

    def selector(kind: str, name: str) -> Cell:
        return lambda iri: content.value(f"{iri}/{kind}", name)

    assertion = {
        evidence: iri for iri in content.things("Assertion") for evidence in content.values(iri, "fkg:evidence")
    }
    cells: list[tuple[Column, Cell]] = [
        (ID, str),
        (Column("assertion", "what it is evidence for", "anyURI", refers=file_stem("Assertion")), assertion.__getitem__),
        (Column("source", "where it stands", "anyURI", refers=file_stem("Source")), one("oa:hasSource")),
        (Column("part", "part of the document"), lambda iri: local_name(content.value(iri, "fkg:part"))),
        (Column("paragraph", "paragraph of the part, from 1", "integer"), one("fkg:paragraph")),
        (Column("start", "first character in the text, from 0", "integer"), selector("position", "oa:start")),
        (Column("end", "character after the last", "integer"), selector("position", "oa:end")),
        (Column("phrase", "the shortest phrase that carries it"), selector("quote", "oa:exact")),
        (Column("creditText", "name as printed"), one("fkg:creditText")),
        (Column("dateText", "date as printed"), one("fkg:dateText")),
        (Column("position", "place in the printed list of names, from 1", "integer"), one("fkg:position")),
    ]
    return _table(content, "Evidence", cells)


def _sources(content: Content) -> Table:
    def one(name: str) -> Cell:
        return lambda iri: content.value(iri, name)

    def many(name: str) -> Cell:
        return lambda iri: " ".join(content.values(iri, name))

    readings = {content.value(iri, "prov:used"): iri for iri in content.things("Reading")}

    def published(place: int) -> Cell:
        return lambda iri: _date_cells(content, content.value(iri, "fkg:published"))[place]

    def reading(name: str) -> Cell:
        return lambda iri: content.value(readings.get(iri, ""), name)

    cells: list[tuple[Column, Cell]] = [
        (ID, str),
        (Column("class", "kind of source"), content.kinds.__getitem__),
        (Column("label", "short name"), content.label),
        (Column("headline", "title as printed"), one("schema:headline")),
        (Column("publisher", "who published it", "anyURI"), one("schema:publisher")),
        (Column("author", "who wrote it", many=True), many("schema:author")),
        (Column("byline", "what is printed as its author"), one("schema:creditText")),
        (Column("published", "when, as far as its text says"), published(0)),
        (Column("published_earliest", "first day that may be meant", "date"), published(1)),
        (Column("published_latest", "last day that may be meant", "date"), published(2)),
        (Column("language", "languages of its text", many=True), many("schema:inLanguage")),
        (Column("url", "where it can be read"), one("schema:url")),
        (Column("sha256", "SHA-256 of the bytes that were read"), one("fkg:sha256")),
        (Column("pressWave", "announcement that it goes back to", "anyURI"), one("fkg:pressWave")),
        (Column("derivedFrom", "sources that it copies", many=True), many("prov:wasDerivedFrom")),
        (_REVIEW, lambda iri: local_name(content.value(iri, "fkg:reviewState"))),
        (Column("reader", "who read it"), lambda iri: content.label(reading("prov:wasAssociatedWith")(iri))),
        (Column("read", "when it was read", "date"), reading("dcterms:date")),
        (Column("note", "remark of the reader"), one("dcterms:description")),
    ]
    return _table(content, "Source", cells)


def _decisions(content: Content) -> Table:
    def one(name: str) -> Cell:
        return lambda iri: content.value(iri, name)

    def word(name: str) -> Cell:
        return lambda iri: local_name(content.value(iri, name))

    cells: list[tuple[Column, Cell]] = [
        (ID, str),
        (Column("class", "kind of decision"), content.kinds.__getitem__),
        (Column("decides", "statement that gets the rank", "anyURI"), one("fkg:decides")),
        (_RANK, word("fkg:rank")),
        (Column("judgement", "same, different or unsure"), word("fkg:judgement")),
        (Column("concerns", "the entities judged", many=True), lambda iri: " ".join(content.values(iri, "fkg:concerns"))),
        (Column("reason", "why"), one("dcterms:description")),
        (Column("decidedBy", "who decided"), lambda iri: content.label(content.value(iri, "prov:wasAttributedTo"))),
        (Column("decided", "when", "date"), one("dcterms:date")),
    ]
    return _table(content, "Decision", cells)


def _table(content: Content, class_name: str, cells: Sequence[tuple[Column, Cell]]) -> Table:
    rows = tuple(tuple(cell(iri) for _, cell in cells) for iri in content.things(class_name))
    columns = tuple(column for column, _ in cells)
    return Table(file_stem(class_name), _definition(content, class_name), columns, rows)


def _terms(content: Content) -> Table:
    ontology = content.ontology
    columns = (
        ID,
        Column("list", "the list it belongs to"),
        Column("label", "the word in English"),
        Column("broader", "broader terms", many=True),
        Column("definition", "what it means"),
    )
    rows = tuple(
        (
            iri,
            name,
            ontology.label(iri),
            " ".join(sorted(str(node.value) for node in ontology.objects(iri, "skos:broader"))),
            next((str(node.value) for node in ontology.objects(iri, "skos:definition")), ""),
        )
        for name, listed in ontology.terms.items()
        for iri in sorted(listed.values())
    )
    return Table("term", "Words of the graph's own lists: roles, ranks, kinds", columns, rows)

"""The graph as tables, whose columns follow from the ontology: what the CSV files hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
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
RANK = Column("rank", "rank: deprecated ones give no facts")
REVIEW = Column("reviewState", "how far people have checked it")
_SOURCES = Column("sources", "number of sources that say so", "integer")
_WAVES = Column("waves", "number of press waves among them: independent voices", "integer")


def file_stem(class_name: str) -> str:
    """Return the name of a class's table.

    >>> file_stem("ProductEvent")
    'product-event'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", class_name).lower()


def classes(content: Content) -> list[str]:
    """Entity, the classes above those that a sheet may declare, and these."""
    ontology = content.ontology
    found = {above for name in ontology.entity_classes for above in ontology.ancestors[name]}
    return [name for name in ontology.ancestors if name in found and ontology.is_a(name, "Entity")]


def definition(content: Content, name: str) -> str:
    """Return the definition of a class or property, by local name; empty where it has none."""
    return next((str(node.value) for node in content.ontology.objects(_fkg(name), "skos:definition")), "")


def _fkg(name: str) -> str:
    return PREFIXES["fkg"] + name


# -- things -----------------------------------------------------------------------------------------


def things(content: Content, class_name: str) -> Table:
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
        *(Column(one.name, definition(content, one.name), many=True) for one in related),
        Column("sources", "number of sources that speak of it", "integer"),
    )

    def row(iri: str) -> Row:
        cells = (
            " ".join(_short_date(content, value) for value in content.values(iri, f"fkg:{one.name}"))
            for one in related
        )
        said = str(len(content.values(iri, "dcterms:source")))
        return (iri, content.kinds[iri], content.label(iri), *cells, said)

    rows = tuple(map(row, content.things(class_name)))
    return Table(file_stem(class_name), definition(content, class_name), columns, rows)


def _short_date(content: Content, iri: str) -> str:
    return content.label(iri) if content.is_a(iri, "DateSpan") else iri


def names(content: Content) -> Table:
    """All names, one a row."""
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


def facts(content: Content) -> Table:
    """All direct facts of things, one a row, but for their classes and names."""
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
    for subject, predicate, value in content.facts():
        if predicate.startswith(PREFIXES["fkg"]) and content.is_a(subject, "Entity"):
            start = (subject, content.label(subject), predicate, content.label(predicate))
            rows.append((*start, *_any_value(content, value)))
    return Table("fact", "Direct facts, as they follow from the statements", columns, tuple(rows))


def _any_value(content: Content, node: NamedNode | Literal) -> tuple[str, str, str]:
    if isinstance(node, NamedNode):
        return node.value, content.label(node.value), ""
    return "", node.value, _language(node)


def _language(node: NamedNode | Literal) -> str:
    return language_tag(node.language) if isinstance(node, Literal) and node.language else ""


# -- statements -------------------------------------------------------------------------------------


def assertions(content: Content) -> Table:
    """All statements of whatever kind, in words."""
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
    return Table(file_stem("Assertion"), definition(content, "Assertion"), columns, rows)


_STANDING = (RANK, REVIEW, _SOURCES, _WAVES)


def _standing(content: Content, iri: str) -> Row:
    sources = {
        source
        for evidence in content.values(iri, "fkg:evidence")
        for source in content.values(evidence, "oa:hasSource")
    }
    waves = {wave for source in sources for wave in content.values(source, "fkg:pressWave")}
    rank, state = content.value(iri, "fkg:rank"), content.value(iri, "fkg:reviewState")
    return (local_name(rank), local_name(state), str(len(sources)), str(len(waves)))


def statements(content: Content, kind: str) -> Table:
    """One kind's statements: a few columns for each field of its shape."""
    fields = content.ontology.fields[kind]
    own_id = Column("id", "address", "anyURI", refers=file_stem("Assertion"))
    columns = (own_id, *(column for field in fields for column in _field_columns(content, field)), *_STANDING)

    def row(iri: str) -> Row:
        cells = (cell for field in fields for cell in _field_cells(content, iri, field))
        return (iri, *cells, *_standing(content, iri))

    rows = tuple(map(row, content.things(kind)))
    return Table(file_stem(kind), definition(content, kind), columns, rows)


def _field_columns(content: Content, field: Field) -> Iterator[Column]:
    about = definition(content, field.name)
    if field.takes == "DateSpan":
        yield Column(field.name, about)
        yield Column(f"{field.name}_earliest", f"first day of {field.name}", "date")
        yield Column(f"{field.name}_latest", f"last day of {field.name}", "date")
    elif field.takes == "text":
        yield Column(field.name, about)
        yield Column(f"{field.name}_language", f"language of {field.name}, as a BCP 47 tag")
    else:
        refers = "term" if field.takes in content.ontology.terms else ""
        if field.takes in classes(content):
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
        return date_cells(content, node.value)
    if field.takes == "text":
        return node.value, _language(node)
    return _any_value(content, node)[:width]


def date_cells(content: Content, span: str) -> tuple[str, str, str]:
    """Return a date span as people write it, its first and its last day; empty cells for no address."""
    if not span:
        return "", "", ""
    return content.label(span), content.value(span, "fkg:earliest"), content.value(span, "fkg:latest")

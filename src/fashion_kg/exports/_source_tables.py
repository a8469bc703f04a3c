"""Where statements come from, as tables: evidence, sources, decisions; and the list of all tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fashion_kg.exports._content import Content
from fashion_kg.exports._tables import (
    ID,
    RANK,
    REVIEW,
    Column,
    Table,
    assertions,
    classes,
    date_cells,
    definition,
    facts,
    file_stem,
    names,
    statements,
    things,
)
from fashion_kg.ontology import local_name

Cell = Callable[[str], str]


def tables(content: Content) -> list[Table]:
    """Return all tables: things by class, names, facts, statements by kind, evidence, sources and so on.

    Tables of a broader class hold the things of the narrower ones too, so that every reference has one
    table to point into. The set of tables and columns depends on the ontology alone, not on the data.
    """
    return [
        *(things(content, name) for name in classes(content)),
        names(content),
        facts(content),
        assertions(content),
        *(statements(content, kind) for kind in content.ontology.statement_classes),
        _evidence(content),
        _sources(content),
        _decisions(content),
        _terms(content),
    ]


def _evidence(content: Content) -> Table:
    def one(name: str) -> Cell:
        return lambda iri: content.value(iri, name)

    def selector(kind: str, name: str) -> Cell:
        return lambda iri: content.value(f"{iri}/{kind}", name)

    def reader(iri: str) -> str:
        reading = content.value(iri, "prov:wasGeneratedBy")
        return content.label(content.value(reading, "prov:wasAssociatedWith"))

    assertion = {
        evidence: iri
        for iri in content.things("Assertion")
        for evidence in content.values(iri, "fkg:evidence")
    }

    def review(iri: str) -> str:
        # Its own, where its statement was checked apart from the rest of the source.
        own = content.value(iri, "fkg:reviewState")
        return local_name(own or content.value(content.value(iri, "oa:hasSource"), "fkg:reviewState"))

    cells: list[tuple[Column, Cell]] = [
        (ID, str),
        (
            Column("assertion", "what it is evidence for", "anyURI", refers=file_stem("Assertion")),
            assertion.__getitem__,
        ),
        (Column("source", "where it stands", "anyURI", refers=file_stem("Source")), one("oa:hasSource")),
        (Column("part", "part of the document"), lambda iri: local_name(content.value(iri, "fkg:part"))),
        (Column("paragraph", "paragraph of the part, from 1", "integer"), one("fkg:paragraph")),
        (Column("start", "first character in the text, from 0", "integer"), selector("position", "oa:start")),
        (Column("end", "character after the last", "integer"), selector("position", "oa:end")),
        (Column("row", "row of a table, from 1, as a spreadsheet counts", "integer"), one("fkg:row")),
        (Column("column", "heading of the column of a table"), one("fkg:column")),
        (Column("phrase", "the shortest phrase that carries it"), selector("quote", "oa:exact")),
        (Column("creditText", "name as printed"), one("fkg:creditText")),
        (Column("dateText", "date as printed"), one("fkg:dateText")),
        (Column("position", "place in the printed list of names, from 1", "integer"), one("fkg:position")),
        (Column("confidence", "how sure a program was, from 0 to 1", "decimal"), one("fkg:confidence")),
        (Column("reader", "who found it"), reader),
        (REVIEW, review),
        (
            Column("reviewer", "who checked it apart from the rest of the source"),
            lambda iri: content.label(content.value(iri, "fkg:reviewer")),
        ),
        (Column("reviewed", "when that was", "date"), one("fkg:reviewed")),
    ]
    return _table(content, "Evidence", cells)


def _sources(content: Content) -> Table:
    def one(name: str) -> Cell:
        return lambda iri: content.value(iri, name)

    def many(name: str) -> Cell:
        return lambda iri: " ".join(content.values(iri, name))

    # Evidence may name another reading; the source's own has the source's id.
    used = {iri: content.value(iri, "prov:used") for iri in content.things("Reading")}
    readings = {source: iri for iri, source in used.items() if local_name(iri) == local_name(source)}

    def published(place: int) -> Cell:
        return lambda iri: date_cells(content, content.value(iri, "fkg:published"))[place]

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
        (REVIEW, lambda iri: local_name(content.value(iri, "fkg:reviewState"))),
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
        (RANK, word("fkg:rank")),
        (Column("judgement", "same, different or unsure"), word("fkg:judgement")),
        (
            Column("concerns", "the entities judged", many=True),
            lambda iri: " ".join(content.values(iri, "fkg:concerns")),
        ),
        (Column("reason", "why"), one("dcterms:description")),
        (
            Column("decidedBy", "who decided"),
            lambda iri: content.label(content.value(iri, "prov:wasAttributedTo")),
        ),
        (Column("decided", "when", "date"), one("dcterms:date")),
    ]
    return _table(content, "Decision", cells)


def _table(content: Content, class_name: str, cells: Sequence[tuple[Column, Cell]]) -> Table:
    rows = tuple(tuple(cell(iri) for _, cell in cells) for iri in content.things(class_name))
    columns = tuple(column for column, _ in cells)
    return Table(file_stem(class_name), definition(content, class_name), columns, rows)


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

"""Claim sheets: what one source says, in one TOML file, read strictly."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from fashion_kg.claims import Entity, Source, Statement, Text, Value
from fashion_kg.errors import Finding, a, did_you_mean
from fashion_kg.namespaces import SLUG, entity_iri, slugify
from fashion_kg.ontology import Ontology
from fashion_kg.sheets.documents import languages_of, read_source
from fashion_kg.sheets.evidence import count_anew, read_evidence, read_review, refuse_long
from fashion_kg.sheets.references import References, sort_key
from fashion_kg.sheets.rows import RowsFile, read_statements, read_things, rows_file
from fashion_kg.sheets.toml_tables import Table, TomlFile


@dataclass
class Sheets:
    """All that the claim sheets of a project say.

    Attributes:
        sources: the documents.
        entities: the things that they speak of, by IRI.
        declarations: what each sheet declares of them, one after the other.
        statements: what they say.
        findings: what is wrong with the sheets.
        unreadable: names of sheets that are no TOML; what they declare is not known.
    """

    sources: list[Source] = field(default_factory=list)
    entities: dict[str, Entity] = field(default_factory=dict)
    declarations: list[Entity] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)

    def agent(self, name: str, ontology: Ontology) -> str:
        """Return the address of an agent that the reader of sheets has already found to be declared once."""
        wanted = name if "/" in name else f"/{name}"
        return next(
            iri
            for iri, entity in self.entities.items()
            if iri.endswith(wanted) and ontology.is_a(entity.class_name, "Agent")
        )


def read_sheets(
    paths: Iterable[Path],
    ontology: Ontology,
    name_of: Callable[[Path], str] = str,
    progress: Callable[[str], None] = lambda _: None,
) -> Sheets:
    """Read claim sheets; what is wrong with any of them is in the result's findings.

    Args:
        paths: the sheets.
        ontology: the vocabulary they are written in.
        name_of: gives a path the name that findings show.
        progress: called with the name of each sheet before it is read.
    """
    sheets = Sheets()
    files: list[TomlFile] = []
    usable: list[tuple[TomlFile, Source, RowsFile | None]] = []
    ids: dict[str, str] = {}
    twins: dict[tuple[str, str], str] = {}
    for path in paths:
        progress(name_of(path))
        file = TomlFile(path, name_of(path))
        files.append(file)
        _report_same_id(file, ids)
        if not file.readable:
            sheets.unreadable.append(file.name)
            continue
        source = read_source(file, ontology)
        _read_entities(file, ontology, sheets)
        if source is not None:
            _report_twins(file, source, twins)
            sheets.sources.append(source)
            rows = RowsFile(rows_file(path), name_of(rows_file(path))) if source.columns else None
            if rows:
                files.append(rows)
                _read_rows(rows, source, ontology, sheets)
            usable.append((file, source, rows))
    classes = {iri: entity.class_name for iri, entity in sheets.entities.items()}
    references = References(ontology, classes, sheets.unreadable)
    for file, source, rows in usable:
        sheets.statements += _read_statements(file, source, ontology, references)
        if rows:
            sheets.statements += read_statements(rows, source, ontology, references)
        _check_source_references(file, source, references, ids)
    sheets.findings = [finding for file in files for finding in file.findings]
    return sheets


# -- the document -----------------------------------------------------------------------------------


def _report_same_id(file: TomlFile, ids: dict[str, str]) -> None:
    source_id = file.path.stem
    if source_id in ids:
        cause = f'the source id "{source_id}" is also used by {ids[source_id]}'
        file.report(
            1, "", cause, "Give one of them another file name; a source's id is the name of its sheet"
        )
    ids.setdefault(source_id, file.name)


def _report_twins(file: TomlFile, source: Source, twins: dict[tuple[str, str], str]) -> None:
    """Report a text or a label that another sheet already has; ``twins`` remembers which sheet has which."""
    table = file.table("source")
    if table is None:
        return
    # One table can pass on what many addresses say, each a source of its own.
    text = f"{source.sha256} {source.url}" if source.columns and source.url else source.sha256
    earlier = twins.setdefault(("sha256", text), file.name) if source.sha256 else file.name
    if earlier != file.name:
        table.report("sha256", f"{earlier} is about the same text", "Keep one sheet a document")
    earlier = twins.setdefault(("label", source.label), file.name) if source.label else file.name
    if earlier != file.name:
        cause = f'{earlier} is also labelled "{source.label}"'
        table.report("label", cause, "Let the labels tell them apart")


def _check_source_references(
    file: TomlFile, source: Source, references: References, ids: dict[str, str]
) -> None:
    table = file.table("source")
    if table is None:
        return
    publishers = (source.publisher,) if source.publisher else ()
    for key, names in (("publisher", publishers), ("author", source.author)):
        for name in names:
            references.entity(table, key, name, "Agent")
    for name in source.derived_from:
        if name not in ids or name == source.id:
            remedy = did_you_mean(
                name, set(ids) - {source.id}, "Write the name of another sheet, without .toml"
            )
            table.report("derivedFrom", f'there is no other source "{name}"', remedy)


# -- [Person.slug] and the like ---------------------------------------------------------------------


def _read_entities(file: TomlFile, ontology: Ontology, sheets: Sheets) -> None:
    # Things count as declared also where [source] is unusable, so that nobody else is blamed for them.
    language = next(iter(languages_of(file)), "und")
    for class_name in ontology.entity_classes:
        group = file.table(class_name)
        for slug, given in (group.data if group else {}).items():
            # Things in double brackets count as declared, so that nobody else is blamed for them.
            data = given[0] if isinstance(given, list) and given else given
            header = f"{class_name}.{slug}"
            line = file.header_line(header)
            table = Table(file, data if isinstance(data, dict) else {}, f"[{header}]", line)
            if isinstance(given, list):
                table.report(None, f"[[{header}]] stands in double brackets", f"Write [{header}]")
            if not isinstance(data, dict) or not SLUG.fullmatch(slug):
                remedy = f"Write [{class_name}.{slugify(slug) or 'some-slug'}]: a-z, 0-9 and single hyphens"
                table.report(None, f'"{slug}" cannot name a thing', remedy)
                continue
            entity = _read_entity(table, class_name, entity_iri(ontology.paths[class_name], slug), language)
            _declare(sheets, entity, ontology, table)


def _read_rows(rows: RowsFile, source: Source, ontology: Ontology, sheets: Sheets) -> None:
    """Add the things that the lines of a table declare."""
    for thing in read_things(rows, source.language[0], ontology):
        entity = Entity(thing.iri, thing.class_name, (thing.label,), sources=(source.id,))
        _declare(sheets, entity, ontology, thing.table)


def _read_entity(table: Table, class_name: str, iri: str, language: str) -> Entity:
    labels: dict[str, Text] = {}
    for text in table.texts("label", language, required=True):
        if text.language in labels:
            cause = (
                f'it has two labels in {text.language}, "{labels[text.language].value}" and "{text.value}"'
            )
            table.report("label", cause, "Keep the one to show, and write the other as alt")
        labels.setdefault(text.language, text)
    entity = Entity(
        iri=iri,
        class_name=class_name,
        labels=tuple(labels.values()),
        alternatives=table.texts("alt", language),
        hidden=table.texts("hidden", language),
        sources=(table.file.path.stem,),
    )
    table.refuse_other_keys()
    return entity


def _declare(sheets: Sheets, entity: Entity, ontology: Ontology, table: Table) -> None:
    """Add what a sheet declares; report a second class or a second preferred label."""
    sheets.declarations.append(entity)
    earlier = sheets.entities.get(entity.iri)
    if earlier is None:
        sheets.entities[entity.iri] = entity
        return
    if not any(
        ontology.is_a(one.class_name, other.class_name)
        for one, other in ((entity, earlier), (earlier, entity))
    ):
        cause = f"it is {a(entity.class_name)} here, and {a(earlier.class_name)} in {earlier.sources[0]}"
        table.report(None, cause, "Agree on one class, or give one of the two another slug")
    labels = {text.language: text for text in earlier.labels}
    for text in entity.labels:
        known = labels.get(text.language, text)
        if known != text:
            cause = (
                f'in {text.language} it is "{text.value}" here, and "{known.value}" in {earlier.sources[0]}'
            )
            remedy = (
                'Keep one of them as label everywhere, and write the other as alt or as a claim of "name"'
            )
            table.report("label", cause, remedy)
    sheets.entities[entity.iri] = joined(earlier, entity, ontology)


def joined(earlier: Entity, later: Entity, ontology: Ontology) -> Entity:
    """Join two declarations of one entity; the narrower class and the first label of a language hold."""
    narrower = ontology.is_a(later.class_name, earlier.class_name)
    labels = {text.language: text for text in (*later.labels, *earlier.labels)}
    return Entity(
        earlier.iri,
        later.class_name if narrower else earlier.class_name,
        tuple(dict.fromkeys(labels[text.language] for text in (*earlier.labels, *later.labels))),
        tuple(dict.fromkeys(earlier.alternatives + later.alternatives)),
        tuple(dict.fromkeys(earlier.hidden + later.hidden)),
        earlier.sources + later.sources,
    )


# -- [[Credit]] and the like ------------------------------------------------------------------------


def _read_statements(
    file: TomlFile, source: Source, ontology: Ontology, references: References
) -> list[Statement]:
    found: list[Statement] = []
    said: dict[tuple[str, ...], Table] = {}
    unplaced: list[Table] = []
    for kind in ontology.statement_classes:
        for table in file.tables(kind):
            fields = references.fields(table, kind, source.language[0])
            review = read_review(table, source, ontology.terms["ReviewState"])
            evidence = read_evidence(table, source, review, unplaced)
            table.refuse_other_keys(field.name for field in ontology.fields[kind])
            if fields is None:
                continue
            _check_texts(table, fields, source)
            key = (kind, *(f"{name}={sort_key(value)}" for name, value in fields))
            if key in said:
                cause = f"it says the same as {said[key].place} in line {said[key].line}"
                table.report(None, cause, "Put all the evidence into one block")
            said.setdefault(key, table)
            found.append(Statement(kind, fields, evidence, table.place, file.name, table.line))
    _report_unplaced(file, unplaced)
    return found


def _report_unplaced(file: TomlFile, unplaced: list[Table]) -> None:
    if unplaced:
        many = f"{len(unplaced)} phrases have" if len(unplaced) > 1 else "1 phrase has"
        line = min(table.line for table in unplaced)
        counted = "them" if len(unplaced) > 1 else "it"
        file.report(line, "", f"{many} no position yet", f"Let {counted} be counted: {count_anew(file.name)}")


def _check_texts(table: Table, fields: Iterable[tuple[str, Value]], source: Source) -> None:
    for name, value in fields:
        if not isinstance(value, Text):
            continue
        refuse_long(table, name, value.value, "Keep to the words that carry it")
        if value.language not in source.language:
            cause = f"the text is in {value.language}, the source in {' and '.join(source.language)}"
            table.report(name, cause, "Correct the language of the text, or add it to the source's")

"""Claim sheets: what one source says, in one TOML file, read strictly."""

from __future__ import annotations

import graphlib
import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from fashion_kg.claims import MAX_PHRASE_WORDS, Entity, Evidence, Source, Statement, Text, Value
from fashion_kg.errors import Finding, did_you_mean
from fashion_kg.namespaces import SLUG, entity_iri
from fashion_kg.ontology import Ontology
from fashion_kg.references import References, sort_key
from fashion_kg.toml_tables import LANGUAGE, Table, TomlFile

_SHA256 = re.compile(r"[0-9a-f]{64}")
_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


@dataclass
class Sheets:
    """All that the claim sheets of a project say."""

    sources: list[Source] = field(default_factory=list)
    entities: dict[str, Entity] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


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
    files: list[tuple[TomlFile, Source]] = []
    seen: dict[str, str] = {}
    everything: list[TomlFile] = []
    for path in paths:
        progress(name_of(path))
        file = TomlFile(path, name_of(path))
        everything.append(file)
        if not file.data:
            continue
        source = _read_source(file, ontology)
        _read_entities(file, source, ontology, sheets.entities)
        if source is None:
            continue
        if source.id in seen:
            remedy = "Give one of them another file name; a source's id is the name of its sheet"
            file.report(0, "", f'the source id "{source.id}" is also used by {seen[source.id]}', remedy)
        seen[source.id] = file.name
        for other in sheets.sources:
            _report_twins(file, source, other)
        sheets.sources.append(source)
        files.append((file, source))
    references = References(ontology, {iri: entity.class_name for iri, entity in sheets.entities.items()})
    for file, source in files:
        sheets.statements += _read_statements(file, source, ontology, references)
        _check_source_references(file, source, references, seen)
    sheets.findings = [finding for file in everything for finding in file.findings]
    sheets.findings += _cycles(sheets.statements, ontology)
    return sheets


# -- [source] and [parts] ---------------------------------------------------------------------------


def _report_twins(file: TomlFile, source: Source, other: Source) -> None:
    if source.sha256 == other.sha256:
        file.report(
            0, "[source], sha256", f"{other.file} is about the same text", "Keep one sheet a document"
        )
    if source.label == other.label:
        file.report(
            0, "[source], label", f'{other.file} is also labelled "{source.label}"', "Tell them apart"
        )


def _read_source(file: TomlFile, ontology: Ontology) -> Source | None:
    before = len(file.findings)
    source_id = file.path.stem
    if not SLUG.fullmatch(source_id):
        file.report(
            0, "", f'"{source_id}" cannot be a source id', "Name the file with a-z, 0-9 and single hyphens"
        )
    known = {"source", "parts", *ontology.entity_classes, *ontology.statement_classes}
    for key in file.data:
        if key not in known:
            remedy = did_you_mean(
                key, known, "A sheet has [source], [parts], things and statements; see graph/README.md"
            )
            file.report(file.header_line(key), f"[{key}]", f'"{key}" is unknown', remedy)
    table = file.table("source")
    if table is None:
        file.report(0, "", "the sheet has no [source]", "Begin it with: fashion-kg new-source")
        return None
    kind = table.string("kind", required=True)
    if kind and kind not in ontology.source_classes:
        remedy = did_you_mean(
            kind, ontology.source_classes, "Use one of: " + ", ".join(ontology.source_classes)
        )
        table.report("kind", f'there is no kind of source "{kind}"', remedy)
    sha256 = table.string("sha256", required=True)
    if sha256 and not _SHA256.fullmatch(sha256):
        table.report(
            "sha256", "this is not a SHA-256", "Write the 64 hexadecimal digits that sha256sum prints"
        )
    languages = table.strings("language", required=True)
    for language in languages:
        if not LANGUAGE.fullmatch(language):
            table.report(
                "language", f'"{language}" is not a language tag', "Write one such as en, fr or zh-Hant"
            )
    wave = table.string("wave") or source_id
    if not SLUG.fullmatch(wave):
        table.report(
            "wave", f'"{wave}" cannot be the name of a press wave', "Use a-z, 0-9 and single hyphens"
        )
    review = table.string("review", required=True)
    if review and review not in ontology.terms["ReviewState"]:
        words = ontology.terms["ReviewState"]
        table.report(
            "review",
            f'there is no ReviewState "{review}"',
            did_you_mean(review, words, "Use " + ", ".join(words)),
        )
    url = table.string("url")
    if url and not _URL.fullmatch(url):
        table.report(
            "url", f'"{url}" is not a web address', "Write it as copied from the browser, spaces as %20"
        )
    read = table.day("read", required=True)
    found = {
        "label": table.string("label", required=True),
        "reader": table.string("reader", required=True),
        "title": table.string("title"),
        "byline": table.string("byline"),
        "note": table.string("note"),
        "publisher": table.string("publisher"),
    }
    characters = table.integer("characters", required=True, least=1)
    published, author = table.date_span("published"), table.strings("author")
    if found["title"] and count_words(found["title"]) > MAX_PHRASE_WORDS:
        table.report("title", f"the title has more than {MAX_PHRASE_WORDS} words", "Shorten it with …")
    folder = file.path.parent.name
    expected = str(published.earliest.year) if published else "undated"
    if folder != expected:
        table.report(
            "published",
            f"the sheet lies in {folder}/",
            f"Move it to {expected}/, where its date of publication puts it",
        )
    derived_from, keywords = table.strings("derivedFrom"), table.strings("keywords")
    table.refuse_other_keys()
    parts = _read_parts(file, ontology, characters or 0)
    if len(file.findings) > before or read is None:
        return None
    return Source(
        id=source_id,
        kind=str(kind),
        label=str(found["label"]),
        language=languages,
        sha256=str(sha256),
        characters=characters or 0,
        wave=wave,
        review=str(review),
        reader=str(found["reader"]),
        read=read,
        title=found["title"],
        byline=found["byline"],
        published=published,
        publisher=found["publisher"],
        author=author,
        keywords=keywords,
        url=url,
        derived_from=derived_from,
        note=found["note"],
        parts=parts,
        file=file.name,
    )


def _read_parts(
    file: TomlFile, ontology: Ontology, characters: int
) -> tuple[tuple[str, tuple[tuple[int, int], ...]], ...]:
    table = file.table("parts")
    if table is None:
        file.report(0, "", "the sheet has no [parts]", "Say where headline, body and so on lie in the text")
        return ()
    parts = []
    for name in ontology.terms["Part"]:
        spans = table.get(name)
        if spans is None:
            continue
        good = isinstance(spans, list) and all(
            isinstance(span, list)
            and len(span) == 2
            and all(type(bound) is int for bound in span)
            and 0 <= span[0] < span[1] <= characters
            for span in spans
        )
        if good:
            parts.append((name, tuple((start, end) for start, end in spans)))
        else:
            table.report(
                name, f"{spans!r} are not ranges within the text", f"Write {name} = [[start, end], …]"
            )
    table.refuse_other_keys()
    spans = sorted((span, name) for name, ranges in parts for span in ranges)
    for (earlier, one), (later, other) in itertools.pairwise(spans):
        if later[0] < earlier[1]:
            table.report(
                other,
                f"{list(later)} overlaps {list(earlier)} of {one}",
                "Let each character belong to one part",
            )
    return tuple(parts)


def _check_source_references(
    file: TomlFile, source: Source, references: References, sources: dict[str, str]
) -> None:
    table = file.table("source")
    assert table is not None
    for key, names in (
        ("publisher", (source.publisher,) if source.publisher else ()),
        ("author", source.author),
    ):
        for name in names:
            references.entity(table, key, name, "Agent")
    for name in source.derived_from:
        if name not in sources or name == source.id:
            remedy = did_you_mean(name, set(sources) - {source.id}, "Name the sheet of another source")
            table.report("derivedFrom", f'there is no other source "{name}"', remedy)


# -- [Person.slug] and the like ---------------------------------------------------------------------


def _read_entities(
    file: TomlFile, source: Source | None, ontology: Ontology, entities: dict[str, Entity]
) -> None:
    # Without a usable [source] the things still count as declared, so that nobody else is blamed for them.
    language = source.language[0] if source else "en"
    for class_name in ontology.entity_classes:
        group = file.table(class_name)
        for slug, data in (group.data if group else {}).items():
            header = f"{class_name}.{slug}"
            table = Table(
                file, data if isinstance(data, dict) else {}, f"[{header}]", file.header_line(header)
            )
            if not isinstance(data, dict) or not SLUG.fullmatch(slug):
                table.report(
                    None,
                    f'"{slug}" cannot name a thing',
                    f"Write [{class_name}.some-slug], a-z, 0-9 and hyphens",
                )
                continue
            entity = Entity(
                iri=entity_iri(ontology.paths[class_name], slug),
                class_name=class_name,
                labels=table.texts("label", language, required=True),
                alternatives=table.texts("alt", language),
                hidden=table.texts("hidden", language),
                sources=(file.path.stem,),
            )
            table.refuse_other_keys()
            earlier = entities.get(entity.iri)
            entities[entity.iri] = _merged(earlier, entity, ontology, table) if earlier else entity


def _merged(earlier: Entity, later: Entity, ontology: Ontology, table: Table) -> Entity:
    """Join two declarations of one entity; report a second class or a second preferred label."""
    class_name = earlier.class_name
    if ontology.is_a(later.class_name, class_name):
        class_name = later.class_name
    elif not ontology.is_a(class_name, later.class_name):
        table.report(
            None,
            f"{earlier.sources[0]} declares it as a {class_name}",
            "Agree on one class, or on another slug",
        )
    labels = {text.language: text for text in earlier.labels}
    for text in later.labels:
        known = labels.setdefault(text.language, text)
        if known != text:
            table.report(
                "label",
                f'{earlier.sources[0]} calls it "{known.value}" in {text.language}, not "{text.value}"',
                'Use that label, and add the other as alt or as a claim of property "name"',
            )
    return Entity(
        earlier.iri,
        class_name,
        tuple(labels.values()),
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
    for kind in ontology.statement_classes:
        for table in file.tables(kind):
            fields = references.fields(table, kind, source.language[0])
            evidence = _read_evidence(table, source)
            table.refuse_other_keys(field.name for field in ontology.fields[kind])
            if fields is None:
                continue
            _check_languages(table, fields, source)
            key = (kind, *(f"{name}={sort_key(value)}" for name, value in fields))
            if key in said:
                table.report(None, f"{said[key].place} says the same", "Put all its evidence into one block")
            said[key] = table
            found.append(Statement(kind, fields, evidence, table.place, file.name, table.line))
    return found


def _check_languages(table: Table, fields: Iterable[tuple[str, Value]], source: Source) -> None:
    for name, value in fields:
        if isinstance(value, Text) and value.language not in source.language:
            cause = f"the text is in {value.language}, the source in {' and '.join(source.language)}"
            table.report(name, cause, "Correct the language of the text, or add it to the source's")


def count_words(text: str) -> int:
    """Return how many words a text has; two Chinese or Japanese characters count as one."""
    ideographs = len(_IDEOGRAPH.findall(text))
    return len(re.findall(r"\S*\w\S*", _IDEOGRAPH.sub(" ", text))) + (ideographs + 1) // 2


def _read_evidence(table: Table, source: Source) -> tuple[Evidence, ...]:
    entries = table.get("evidence", required=True)
    if entries is None:
        return ()
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        table.report(
            "evidence",
            "this is not a list of evidence",
            'Write evidence = [{ phrase = "…", part = "body", … }]',
        )
        return ()
    read = (
        _one_evidence(
            Table(table.file, entry, f"{table.place}, evidence {number}", _evidence_line(table, entry)),
            source,
        )
        for number, entry in enumerate(entries, 1)
    )
    found = [evidence for evidence in read if evidence]
    if len(set(found)) < len(found):
        table.report("evidence", "the same evidence stands twice", "Remove one")
    return tuple(found)


def _evidence_line(table: Table, entry: dict[str, object]) -> int:
    phrase = entry.get("phrase")
    return (
        table.file.find_line(table.line, re.escape(phrase))
        if isinstance(phrase, str)
        else table.line_of("evidence")
    )


def _one_evidence(table: Table, source: Source) -> Evidence | None:
    before = len(table.file.findings)
    phrase = table.string("phrase", required=True)
    part = table.string("part", required=True)
    paragraph = table.integer("paragraph", required=True, least=1)
    start, end = table.integer("start", required=True), table.integer("end", required=True, least=1)
    credit_text, date_text = table.string("creditText"), table.string("dateText")
    position = table.integer("position", least=1)
    table.refuse_other_keys()
    if phrase is None or part is None or paragraph is None or start is None or end is None:
        return None
    if (words := count_words(phrase)) > MAX_PHRASE_WORDS:
        table.report(
            "phrase", f"the phrase has {words} words", f"Quote the {MAX_PHRASE_WORDS} that carry the fact"
        )
    if phrase != phrase.strip() or "\n" in phrase:
        table.report(
            "phrase",
            "the phrase begins or ends with a blank, or runs over a line",
            "Quote one line, without them",
        )
    if end - start != len(phrase):
        cause = f"start {start} and end {end} span {end - start} characters, the phrase has {len(phrase)}"
        table.report("start", cause, "Let them be counted: fashion-kg new-source --locate")
    ranges = dict(source.parts).get(part)
    if ranges is None:
        remedy = did_you_mean(
            part, dict(source.parts), "Name one of the sheet's [parts]: " + ", ".join(dict(source.parts))
        )
        table.report("part", f'[parts] has no "{part}"', remedy)
    elif not any(first <= start and end <= last for first, last in ranges):
        table.report(
            "start", f"{start} to {end} does not lie within the {part}", "Correct the position or [parts]"
        )
    if len(table.file.findings) > before:
        return None
    return Evidence(source.id, part, paragraph, start, end, phrase, credit_text, date_text, position)


# -- across statements ------------------------------------------------------------------------------


def _cycles(statements: Iterable[Statement], ontology: Ontology) -> list[Finding]:
    """Report chains of an acyclic property that lead back to where they began."""
    findings = []
    for claimable in ontology.claimables.values():
        if not claimable.acyclic:
            continue
        edges: dict[str, dict[str, Statement]] = {}
        for statement in statements:
            fields = {name: sort_key(value).strip("<>") for name, value in statement.fields}
            if statement.kind == "Claim" and fields["property"].endswith(f"#{claimable.name}"):
                edges.setdefault(fields["subject"], {})[fields["value"]] = statement
        if cycle := _first_cycle({start: list(ends) for start, ends in edges.items()}):
            statement = edges[cycle[0]][cycle[1]]
            names = " -> ".join(iri.rsplit("/", 1)[1] for iri in cycle)
            findings.append(
                Finding(
                    statement.file,
                    statement.line,
                    statement.place,
                    f"{claimable.name} leads back to where it began: {names}",
                    "Remove the claim that the source does not make",
                )
            )
    return findings


def _first_cycle(edges: dict[str, list[str]]) -> list[str] | None:
    try:
        graphlib.TopologicalSorter({start: sorted(ends) for start, ends in sorted(edges.items())}).prepare()
    except graphlib.CycleError as error:
        return list(reversed(error.args[1]))
    return None

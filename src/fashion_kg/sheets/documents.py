"""The document that a sheet is about: its tables ``[source]`` and ``[parts]``."""

from __future__ import annotations

import datetime as dt
import itertools
import re

from fashion_kg.claims import REJECTED, Source
from fashion_kg.errors import did_you_mean
from fashion_kg.namespaces import SLUG
from fashion_kg.ontology import Ontology
from fashion_kg.sheets.evidence import refuse_long
from fashion_kg.sheets.toml_tables import LANGUAGE_REMEDY, Table, TomlFile, language_tag

_SHA256 = re.compile(r"[0-9a-f]{64}")
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+")

Parts = tuple[tuple[str, tuple[tuple[int, int], ...]], ...]


def read_source(file: TomlFile, ontology: Ontology) -> Source | None:
    """Return the document that a sheet describes; what is wrong with the description is reported.

    None stands for a document of which so little is known (its language, its parts) that no statement
    of the sheet could be judged. Anything else that is wrong leaves an empty place in the result.
    """
    _check_outline(file, ontology)
    table = file.table("source")
    if table is None:
        if "source" not in file.data:
            file.report(1, "", "the sheet has no [source]", "Begin it with: fashion-kg new-source")
        return None
    for tag in table.strings("language", required=True):
        if language_tag(tag) is None:
            table.report("language", f'"{tag}" is not a language tag', LANGUAGE_REMEDY)
    sha256, url = table.string("sha256", required=True), table.string("url")
    title, byline, keywords = table.string("title"), table.string("byline"), table.strings("keywords")
    wave = table.string("wave") or ""
    columns = _read_columns(file, table)
    # A table has rows and columns in place of characters and parts.
    characters = table.integer("characters", required=not columns, least=1)
    before = len(file.findings)
    parts = () if columns else _read_parts(file, ontology, characters or 0)
    sound = len(file.findings) == before
    source = Source(
        id=file.path.stem,
        kind=table.word("kind", ontology.source_classes, "kind of source", required=True) or "",
        label=table.string("label", required=True) or "",
        language=languages_of(file),
        sha256=sha256 or "",
        characters=characters or 0,
        wave=wave,
        review=table.word("review", ontology.terms["ReviewState"], "review state", required=True) or "",
        reader=table.string("reader", required=True) or "",
        read=table.day("read", required=True) or dt.date.min,
        title=title,
        byline=byline,
        published=table.date_span("published"),
        publisher=table.string("publisher"),
        author=table.strings("author"),
        keywords=keywords,
        url=url,
        derived_from=table.strings("derivedFrom"),
        note=table.string("note"),
        parts=parts,
        parts_sound=sound,
        columns=columns,
        file=file.name,
        line=table.line,
    )
    table.refuse_other_keys()
    if source.review == REJECTED:
        remedy = "Reject its statements one by one, or take the sheet away"
        table.report("review", "a source is not rejected as a whole", remedy)
    _check_form(table, source)
    for key, texts in (("title", (title,)), ("byline", (byline,)), ("keywords", keywords)):
        for text in texts:
            refuse_long(table, key, text, "Shorten it with …")
    _check_folder(file, table, source)
    return source if source.language and (source.parts or source.columns) else None


def _check_outline(file: TomlFile, ontology: Ontology) -> None:
    """Report a file name that is no source id, and tables of no known name."""
    if not SLUG.fullmatch(file.path.stem):
        cause = f'"{file.path.stem}" cannot be the id of a source'
        file.report(1, "", cause, "Name the file with a-z, 0-9 and single hyphens")
    known = {"source", "parts", *ontology.entity_classes, *ontology.statement_classes}
    for key, data in file.data.items():
        if key in known:
            continue
        if isinstance(data, dict) and data and all(isinstance(thing, dict) for thing in data.values()):
            remedy = "The classes of things are: " + ", ".join(ontology.entity_classes)
            remedy = did_you_mean(key, ontology.entity_classes, remedy)
            for slug in data:
                line = file.header_line(f"{key}.{slug}")
                file.report(line, f"[{key}.{slug}]", f'there is no class "{key}"', remedy)
        else:
            otherwise = "A sheet has [source], [parts], things such as [Person.slug] and statements"
            remedy = did_you_mean(key, known, otherwise)
            file.report(file.header_line(key), f"[{key}]", f'there is no table "{key}"', remedy)


def languages_of(file: TomlFile) -> tuple[str, ...]:
    """Return the languages of a sheet's source, in their usual capitals; what is no language is left out."""
    source = file.data.get("source")
    given = source.get("language") if isinstance(source, dict) else None
    texts = given if isinstance(given, list) else [given]
    return tuple(tag for text in texts if isinstance(text, str) and (tag := language_tag(text)))


def _check_form(table: Table, source: Source) -> None:
    if source.sha256 and not _SHA256.fullmatch(source.sha256):
        remedy = "Write the 64 hexadecimal digits that sha256sum prints, in small letters"
        table.report("sha256", "this is not a SHA-256", remedy)
    if "wave" in table.data and not SLUG.fullmatch(source.wave):
        cause = f'"{source.wave}" cannot be the name of a press wave'
        table.report("wave", cause, "Use a-z, 0-9 and single hyphens")
    if source.url and not _URL.fullmatch(source.url):
        remedy = "Write it as copied from the browser, spaces as %20"
        table.report("url", f'"{source.url}" is not a web address', remedy)


def _read_columns(file: TomlFile, table: Table) -> tuple[str, ...]:
    """Return the columns of a table; report two of one name, and parts of what has none."""
    columns = table.strings("columns")
    if columns:
        # By these an import finds the sheets that an earlier one wrote.
        table.string("table")
        table.string("mapping")
    twice = next((name for name in columns if columns.count(name) > 1), None)
    if twice is not None:
        table.report("columns", f'two columns are called "{twice}"', "Tell them apart")
    if columns and "parts" in file.data:
        cause = "a table has columns and no [parts]"
        file.report(file.header_line("parts"), "[parts]", cause, "Take one of the two out")
    return columns


def _check_folder(file: TomlFile, table: Table, source: Source) -> None:
    """Report a sheet that does not lie in the folder of its year."""
    if source.published is None and "published" in table.data:
        return
    folder = file.path.parent.name
    expected = str(source.published.earliest.year) if source.published else "undated"
    if folder != expected:
        says = f"the source is of {expected}" if source.published else "the source has no date"
        cause = f"{says}, but the sheet lies in {folder}/"
        table.report("published", cause, f"Move the sheet to {expected}/, or correct the date")


def _read_parts(file: TomlFile, ontology: Ontology, characters: int) -> Parts:
    table = file.table("parts")
    if table is None:
        if "parts" not in file.data:
            remedy = "Say where headline, body and so on lie in the text: [parts], body = [[start, end]]"
            file.report(file.header_line("source"), "", "the sheet has no [parts]", remedy)
        return ()
    parts = []
    for name in ontology.terms["Part"]:
        ranges = table.get(name)
        if ranges is None:
            continue
        if _are_ranges(ranges) and (not characters or all(end <= characters for _, end in ranges)):
            parts.append((name, tuple((start, end) for start, end in ranges)))
        else:
            within = f" of {characters} characters" if characters else ""
            cause = f"{ranges} are not ranges within the text{within}"
            table.report(name, cause, f"Write {name} = [[start, end], …]")
    table.refuse_other_keys()
    spans = sorted((span, name) for name, ranges in parts for span in ranges)
    for (earlier, one), (later, other) in itertools.pairwise(spans):
        if later[0] < earlier[1]:
            cause = f"{list(later)} overlaps {list(earlier)} of {one}"
            table.report(other, cause, "Let each character belong to one part")
    return tuple(parts)


def _are_ranges(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(span, list)
        and len(span) == 2
        and all(type(bound) is int for bound in span)
        and 0 <= span[0] < span[1]
        for span in value
    )

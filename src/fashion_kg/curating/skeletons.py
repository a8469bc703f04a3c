"""The beginning of a claim sheet: what can be known of a text, and an example of each sort of block."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fashion_kg.curating.locating import decode
from fashion_kg.curating.phrases import whole
from fashion_kg.errors import UsageError, did_you_mean
from fashion_kg.layout import Project
from fashion_kg.namespaces import PREFIXES, SLUG, slugify
from fashion_kg.ontology import Field, Ontology
from fashion_kg.sheets.toml_tables import TomlFile
from fashion_kg.sheets.writing import as_toml, today

UNDATED = "undated"


@dataclass(frozen=True)
class Wanted:
    """What the beginning of a sheet is asked to hold.

    Attributes:
        id: the source's id, which is the name of its sheet.
        text: the file with its text, or None.
        year: four digits, or ``undated``.
        kind: kind of source.
        language: language of the text.
        reader: who reads it; empty for the reader of the other sheets, if they have one.
    """

    id: str
    text: Path | None = None
    year: str = UNDATED
    kind: str = "PressArticle"
    language: str = "en"
    reader: str = ""


def new_sheet(project: Project, ontology: Ontology, wanted: Wanted) -> tuple[Path, str]:
    """Return where a new sheet belongs, and what it holds to begin with. Nothing is written here.

    Raises:
        UsageError: the id is none or is taken, the text cannot be used or has a sheet already, or the kind
            or year is none.
    """
    _check(project, ontology, wanted)
    content = _read(wanted.text) if wanted.text else b""
    text = decode(content, str(wanted.text)) if content else ""
    sha256 = hashlib.sha256(content).hexdigest() if content else ""
    files = [TomlFile(path, project.relative(path)) for path in project.sheets]
    sources = [(file.name, source) for file in files if isinstance(source := file.data.get("source"), dict)]
    for name, source in sources:
        if sha256 and source.get("sha256") == sha256:
            raise UsageError(f"{name} is about this text already. Go on with that sheet")
    readers = {source.get("reader") for _, source in sources}
    reader = wanted.reader or (str(readers.pop()) if len(readers) == 1 else "…")
    lines = [
        *_source(wanted, sha256, len(text), reader),
        *_parts(text),
        *_things(ontology),
        *_statements(ontology),
    ]
    return project.sheet(wanted.year, wanted.id), "\n".join(lines) + "\n"


def _check(project: Project, ontology: Ontology, wanted: Wanted) -> None:
    if project.is_packaged:
        raise UsageError(
            "The graph that came with the package is not for changing. Start your own: fashion-kg init DIR"
        )
    if not SLUG.fullmatch(wanted.id):
        proposal = slugify(wanted.id)
        remedy = f'Write it as "{proposal}"' if proposal else "Write one such as dscene-2024-closet"
        raise UsageError(f'"{wanted.id}" cannot be an id: use a-z, 0-9 and single hyphens. {remedy}')
    for path in project.sheets:
        if path.stem == wanted.id:
            raise UsageError(f'"{wanted.id}" is taken by {project.relative(path)}. Choose another id')
    if wanted.year != UNDATED and not (
        len(wanted.year) == 4 and wanted.year.isascii() and wanted.year.isdigit()
    ):
        raise UsageError(f'"{wanted.year}" is not a year. Write four digits, or undated')
    if wanted.kind not in ontology.source_classes:
        remedy = did_you_mean(
            wanted.kind, ontology.source_classes, "Use " + ", ".join(ontology.source_classes)
        )
        raise UsageError(f'There is no kind of source "{wanted.kind}". {remedy}')


def _read(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f'"{path}" cannot be read: {error.strerror}. Check its name') from None
    if not content:
        raise UsageError(f'"{path}" is empty. Name the file that holds the text')
    return content


def numbered_lines(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield each line that is not blank: where it starts, where it ends, and its text."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, start + len(line.rstrip()), line.strip()
        start += len(line) + 1


# -- the blocks -------------------------------------------------------------------------------------


def _source(wanted: Wanted, sha256: str, characters: int, reader: str) -> Iterator[str]:
    published = (
        f"published = {as_toml(wanted.year)}" if wanted.year != UNDATED else '# published = "2031-02-03"'
    )
    yield "[source]"
    yield f"kind = {as_toml(wanted.kind)}"
    yield f"label = {as_toml(wanted.id)}  # a short name for tables, such as: DSCENE, 11 April 2024"
    yield '# title = "…"  # the headline as printed; more than 12 words: shorten it with …'
    yield '# publisher = "slug-of-an-organization"'
    yield '# author = ["slug-of-a-person"]'
    yield f"{published}  # as far as the text says; never guess"
    yield f"language = [{as_toml(wanted.language)}]"
    yield f"sha256 = {as_toml(sha256)}"
    yield f"characters = {characters}"
    yield '# wave = "some-wave"  # sources that go back to one announcement share one: fashion-kg waves'
    yield 'review = "unreviewed"  # accepted, once the text has been read in full and checked'
    yield f"reader = {as_toml(reader)}"
    yield f"read = {as_toml(today())}"
    yield ""


def _parts(text: str) -> Iterator[str]:
    yield "[parts]  # where the document's own parts lie in the text, as [start, end) in characters"
    if text:
        first, last = whole(text)
        yield f"body = [[{first}, {last}]]"
    lines = list(numbered_lines(text))
    if len(lines) > 1:
        start, end, _ = lines[0]
        yield f"# headline = [[{start}, {end}]]  # if line 1 is one; body then begins at {lines[1][0]}"
    yield ""


def _things(ontology: Ontology) -> Iterator[str]:
    yield "# ---- who and what it speaks of: one block each, also if another sheet has it ----"
    yield "#"
    for number, name in enumerate(ontology.entity_classes):
        if number == 0:
            yield f"# [{name}.a-slug]"
            yield '# label = "As people call it"  # or { en = "…", fr = "…" }; likewise alt and hidden'
            yield "#"
    yield "# The classes: " + ", ".join(ontology.entity_classes)
    yield ""


def _statements(ontology: Ontology) -> Iterator[str]:
    yield "# ---- what it states: one block a statement, with every place in the text that makes it ----"
    yield "#"
    yield "# Write phrase and part; then run: fashion-kg new-source --locate THIS-SHEET"
    yield "# Beside the phrase: creditText and dateText as printed, position in a printed list of names."
    for kind in ontology.statement_classes:
        yield "#"
        for definition in ontology.objects(PREFIXES["fkg"] + kind, "skos:definition")[:1]:
            yield f"# {getattr(definition, 'value', '')}"
        yield f"# [[{kind}]]"
        for field in ontology.fields[kind]:
            yield f"# {field.name} = {_example(ontology, field)}"
        yield "# evidence = ["
        yield '#   { phrase = "…", part = "body" },'
        yield "# ]"


def _example(ontology: Ontology, field: Field) -> str:
    value, note = _value(ontology, field)
    notes = [note] if note else []
    notes += [] if field.required else ["may be left out"]
    return value + (f"  # {'; '.join(notes)}" if notes else "")


def _value(ontology: Ontology, field: Field) -> tuple[str, str]:
    """Return what a field may hold, as TOML, and a note on it."""
    if field.takes == "property":
        return '"…"', "one of: " + _listed(sorted(ontology.claimables), 60)
    if field.takes == "value":
        return '"…"', "a slug, a date or a text, as the property takes"
    if field.takes == "DateSpan":
        return '"2031-02-03"', "or 2031-02, 2031, 2031..2033"
    if field.takes == "text":
        return '"…"', ""
    if field.takes in ontology.terms:
        return '"…"', _listed(sorted(ontology.terms[field.takes]), 12)
    return '"a-slug"', f"of class {field.takes}"


def _listed(words: Iterable[str], most: int) -> str:
    known = list(words)
    if len(known) <= most:
        return ", ".join(known)
    return f"{', '.join(known[:6])} … {len(known)} in all; see the ontology"

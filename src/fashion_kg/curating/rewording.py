"""Correcting what was proposed: other words in a statement, another name, or a thing known already."""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fashion_kg.claims import ACCEPTED, REJECTED, DateSpan, Entity, Reference, Text, Value
from fashion_kg.curating.blocks import SheetEdit
from fashion_kg.curating.deciding import Desk
from fashion_kg.curating.reviewing import Sheet, Shelf, Stated
from fashion_kg.errors import FindingsError, UsageError, did_you_mean
from fashion_kg.matching.scripts import for_address
from fashion_kg.names import words_folded
from fashion_kg.namespaces import BASE, own_slug
from fashion_kg.ontology import Field, Ontology, local_name
from fashion_kg.sources import read_sheets

NAME, CLASS = "name", "kind"


@dataclass(frozen=True)
class Row:
    """One line of the form in which a statement is corrected.

    Attributes:
        key: the field; or, for a thing that this sheet alone declares, the field with ``name`` or ``kind``.
        label: what people call it.
        value: what stands there now.
        choices: what may stand there, as far as that can be listed.
    """

    key: tuple[str, str]
    label: str
    value: str
    choices: tuple[str, ...] = ()


def rows(shelf: Shelf, stated: Stated) -> list[Row]:
    """Return the form for a statement: a row a field, and the names of the things that are new with it."""
    ontology, fields = shelf.ontology, dict(stated.statement.fields)
    found = []
    for field in ontology.fields[stated.kind]:
        value = fields.get(field.name)
        label = ontology.label(ontology.prefixes["fkg"] + field.name)
        choices = tuple(_choices(shelf, stated, field))
        found.append(Row((field.name, ""), label, _shown(value, shelf), choices))
        if isinstance(value, Reference) and is_new(shelf, stated, value.iri):
            takes = _takes(ontology, field, fields)
            classes = tuple(name for name in ontology.entity_classes if ontology.is_a(name, takes))
            found.append(Row((field.name, NAME), "its name", shelf.labels[value.iri]))
            if len(classes) > 1:
                class_name = shelf.entities[value.iri].class_name
                found.append(Row((field.name, CLASS), "its kind", class_name, classes))
    return found


def is_new(shelf: Shelf, stated: Stated, iri: str) -> bool:
    """Whether a thing is declared by a statement's sheet and by no other."""
    entity = shelf.entities.get(iri)
    return entity is not None and set(entity.sources) == {stated.source.id}


def revise(desk: Desk, stated: Stated, given: Mapping[tuple[str, str], str]) -> None:
    """Correct a statement as a form was filled in, and accept it.

    Args:
        desk: where it is decided.
        stated: the statement.
        given: what stands in each row of the form.

    Raises:
        FindingsError: it would not be valid; nothing is written.
        SheetChangedError: the sheet is another by now.
        FashionKGError: it cannot be written.
    """
    shelf, sheet = desk.shelf, desk.shelf.sheets[stated.sheet]
    edit = desk.edit(stated.sheet)
    form = {row.key: row for row in rows(shelf, stated)}
    changed = {
        key: text.strip() for key, text in given.items() if key in form and text.strip() != form[key].value
    }
    fields = dict(stated.statement.fields)
    for name in dict.fromkeys(name for name, part in changed if part):
        if (name, "") not in changed and isinstance(value := fields[name], Reference):
            label = changed.get((name, NAME), form[name, NAME].value)
            class_name = changed.get((name, CLASS), shelf.entities[value.iri].class_name)
            _rename(shelf, sheet, edit, value.iri, label, class_name)
    place = edit.statement(stated.kind, stated.number)
    for field in shelf.ontology.fields[stated.kind]:
        if (field.name, "") in changed:
            text = changed[field.name, ""]
            if not text:
                edit.take(place, field.name)
            else:
                class_name = changed.get((field.name, CLASS)) or _class_now(shelf, fields.get(field.name))
                written = _written(shelf, stated, edit, field, text, class_name)
                edit.put(place, field.name, written, above="evidence")
    if changed:
        edit.unsure(place)
        _drop_unused(shelf, sheet, edit)
    desk.mark(edit, stated, ACCEPTED)
    refuse_unsound(shelf, sheet, edit.content())
    desk.save(stated.sheet, edit, f"corrected: {stated.words}" if changed else f"accepted: {stated.words}")


def merge(desk: Desk, stated: Stated, old: str, new: str) -> None:
    """Let a sheet speak of a known thing in place of another: its references, and its declaration.

    Statements that then say the same are joined, with all their evidence. Nothing is decided by it.

    Args:
        desk: where it is decided.
        stated: a statement of the sheet.
        old: the thing that the sheet speaks of.
        new: the thing that is meant.

    Raises:
        FindingsError: the sheet would not be valid; nothing is written.
        UsageError: the two are one already.
        SheetChangedError: the sheet is another by now.
        FashionKGError: it cannot be written.
    """
    shelf, sheet = desk.shelf, desk.shelf.sheets[stated.sheet]
    if old == new:
        raise UsageError(f"{shelf.labels[old]} is that very thing. Choose another")
    edit = desk.edit(stated.sheet)
    _refer(sheet, edit, old, new)
    declared = shelf.declared_in(stated.source.id)
    if new not in declared:
        name, label = _table(shelf.entities[new]), _label_for(shelf.entities[new], stated)
        if old in declared:
            _redeclare(edit, _table(declared[old]), name, label)
        else:
            edit.add_table(name, label)
    elif old in declared:
        edit.drop_table(_table(declared[old]))
    _join(sheet, edit)
    refuse_unsound(shelf, sheet, edit.content())
    desk.save(stated.sheet, edit, f"merged: {shelf.labels[old]} into {shelf.labels[new]}")


def refuse_unsound(shelf: Shelf, sheet: Sheet, content: bytes) -> None:
    """Read a sheet as it would be, as a build does, with the others that speak of the same things.

    Raises:
        FindingsError: something would be wrong that was not wrong before.
    """
    before = {(finding.place, finding.cause) for finding in sheet.findings}
    with tempfile.TemporaryDirectory() as folder:
        # A sheet's id is the name of its file, and its year that of its folder.
        path = Path(folder) / sheet.path.parent.name / sheet.path.name
        path.parent.mkdir()
        path.write_bytes(content)
        slugs = _slugs(tomllib.loads(content.decode("utf-8-sig")))
        others = [
            each
            for each in shelf.project.sheets
            if each != sheet.path
            and any(iri.rpartition("/")[2] in slugs for iri in shelf.declared_in(each.stem))
        ]

        def name_of(each: Path) -> str:
            return sheet.name if each == path else shelf.project.relative(each)

        found = read_sheets([*others, path], shelf.ontology, name_of).findings
    new = [each for each in found if each.file == sheet.name and (each.place, each.cause) not in before]
    if new:
        raise FindingsError(new)


def _slugs(value: Any) -> set[str]:
    """Return everything in a sheet that can be the slug of a thing."""
    if isinstance(value, dict):
        return {*value, *(slug for each in value.values() for slug in _slugs(each))}
    if isinstance(value, list):
        return {slug for each in value for slug in _slugs(each)}
    return {value.rpartition("/")[2]} if isinstance(value, str) else set()


# -- rows -------------------------------------------------------------------------------------------


def _shown(value: Value | None, shelf: Shelf) -> str:
    match value:
        case None:
            return ""
        case Text(text, _):
            return text
        case DateSpan():
            return value.slug
        case Reference(iri):
            return shelf.labels.get(iri) or local_name(iri)


def _takes(ontology: Ontology, field: Field, fields: Mapping[str, Value]) -> str:
    """Return what a field takes; the value of a claim takes what its property does."""
    if field.takes == "value":
        named = fields.get("property")
        claimable = ontology.claimables.get(local_name(named.iri)) if isinstance(named, Reference) else None
        return claimable.takes if claimable else "text"
    return field.takes


def _choices(shelf: Shelf, stated: Stated, field: Field) -> Iterator[str]:
    ontology = shelf.ontology
    takes = _takes(ontology, field, dict(stated.statement.fields))
    if takes == "property":
        yield from sorted(ontology.claimables)
    elif takes in ontology.terms:
        yield from sorted(ontology.terms[takes])
    elif takes in ontology.ancestors:
        yield from sorted(
            {
                shelf.labels[iri]
                for iri, each in shelf.entities.items()
                if ontology.is_a(each.class_name, takes)
            }
        )


# -- what was typed ---------------------------------------------------------------------------------


def _written(shelf: Shelf, stated: Stated, edit: SheetEdit, field: Field, text: str, class_name: str) -> Any:
    """Return a field's value as a sheet writes it; a thing that nobody knows yet is declared."""
    ontology = shelf.ontology
    takes = _takes(ontology, field, dict(stated.statement.fields))
    if takes in ontology.terms:
        return text if text in ontology.terms[takes] else ontology.named(takes).get(text.casefold(), text)
    if takes in ontology.ancestors and takes != "DateSpan":
        return _reference(shelf, stated, edit, text, takes, class_name)
    former = edit.statement(stated.kind, stated.number).meant().get(field.name)
    return {next(iter(former)): text} if isinstance(former, dict) and former else text


def _reference(shelf: Shelf, stated: Stated, edit: SheetEdit, text: str, takes: str, class_name: str) -> str:
    ontology = shelf.ontology
    fitting = {iri: each for iri, each in shelf.entities.items() if ontology.is_a(each.class_name, takes)}
    found = [iri for iri in fitting if text in (iri.removeprefix(BASE), iri.rpartition("/")[2])]
    found = found or [
        iri
        for iri, each in fitting.items()
        if any(
            words_folded(name.value) == words_folded(text)
            for name in (*each.labels, *each.alternatives, *each.hidden)
        )
    ]
    if len(found) > 1:
        choices = " or ".join(sorted(iri.removeprefix(BASE) for iri in found))
        raise UsageError(f'"{text}" can be {choices}. Write the one that is meant, path and all')
    if found:
        return found[0].removeprefix(BASE)
    if not ontology.is_a(class_name, takes) or class_name not in ontology.entity_classes:
        classes = [name for name in ontology.entity_classes if ontology.is_a(name, takes)]
        if takes not in classes:
            raise UsageError(
                f'Nothing is called "{text}". {did_you_mean(class_name, classes, _one_of(classes))}'
            )
        class_name = takes
    name, reference = _new_name(shelf, text, class_name, stated.source.language[0])
    edit.add_table(name, text)
    return reference


def _one_of(classes: list[str]) -> str:
    return "Say what kind of thing it is: " + ", ".join(classes)


def _class_now(shelf: Shelf, value: Value | None) -> str:
    return (
        shelf.entities[value.iri].class_name
        if isinstance(value, Reference) and value.iri in shelf.entities
        else ""
    )


def _new_name(shelf: Shelf, label: str, class_name: str, language: str) -> tuple[str, str]:
    """Return the table for a new thing, and how statements refer to it."""
    path = shelf.ontology.paths[class_name]
    latin = for_address(label, language)
    slug = own_slug(label, lambda slug: f"{BASE}{path}/{slug}" in shelf.entities, latin)
    return f"{class_name}.{slug}", f"{path}/{slug}"


# -- things -----------------------------------------------------------------------------------------


def _table(entity: Entity) -> str:
    return f"{entity.class_name}.{entity.iri.rpartition('/')[2]}"


def _label_for(entity: Entity, stated: Stated) -> Any:
    """Return a known thing's label as a sheet in another language writes it."""
    by_language = {text.language: text.value for text in entity.labels}
    return by_language.get(stated.source.language[0], by_language)


def _rename(shelf: Shelf, sheet: Sheet, edit: SheetEdit, iri: str, label: str, class_name: str) -> None:
    """Give a thing that one sheet alone declares another name or class; its address follows."""
    if class_name not in shelf.ontology.entity_classes:
        classes = shelf.ontology.entity_classes
        remedy = did_you_mean(class_name, classes, "Use one of: " + ", ".join(classes))
        raise UsageError(f'There is no kind of thing "{class_name}". {remedy}')
    if not label:
        raise UsageError("The name is empty. Write one")
    entity = shelf.entities[iri]
    if _bare(label) == _bare(shelf.labels[iri]) and class_name == entity.class_name:
        name, reference = _table(entity), iri.removeprefix(BASE)
    else:
        name, reference = _new_name(shelf, label, class_name, sheet.stated[0].source.language[0])
    if f"{BASE}{reference}" != iri:
        _refer(sheet, edit, iri, BASE + reference)
    _redeclare(edit, _table(entity), name, label)


def _bare(label: str) -> str:
    """Return the address of a name as if it were the only one: other signs and accents make no other."""
    return own_slug(label, lambda _: False)


def _redeclare(edit: SheetEdit, table: str, name: str, label: Any) -> None:
    if table != name:
        edit.rename(table, name)
    place = edit.table(name)
    edit.put(place, "label", label)
    for key in ("alt", "hidden"):
        edit.take(place, key)


def _refer(sheet: Sheet, edit: SheetEdit, old: str, new: str) -> None:
    """Let every statement of a sheet, and its source, refer to another thing."""
    reference = new.removeprefix(BASE)
    for each in sheet.stated:
        for name, value in each.statement.fields:
            if value == Reference(old):
                edit.put(edit.statement(each.kind, each.number), name, reference)
    source = edit.table("source")
    said = source.meant()
    written = (old.removeprefix(BASE), old.rpartition("/")[2])
    if said.get("publisher") in written:
        edit.put(source, "publisher", reference)
    if isinstance(authors := said.get("author"), list) and any(each in written for each in authors):
        edit.put(source, "author", [reference if each in written else each for each in authors])


def _drop_unused(shelf: Shelf, sheet: Sheet, edit: SheetEdit) -> None:
    """Take away what a sheet declared for a statement that does not speak of it any more."""
    spoken = {
        text
        for kind in shelf.ontology.statement_classes
        for number in range(edit.names.count(kind))
        for text in edit.statement(kind, number).meant().values()
        if isinstance(text, str)
    }
    source = edit.table("source").meant()
    authors = source.get("author", [])
    spoken |= {str(source.get("publisher", "")), *([authors] if isinstance(authors, str) else authors)}
    for each in sheet.stated:
        for _, value in each.statement.fields:
            if isinstance(value, Reference) and is_new(shelf, each, value.iri):
                entity = shelf.entities[value.iri]
                names = {value.iri.removeprefix(BASE), value.iri.rpartition("/")[2]}
                if not names & spoken and _table(entity) in edit.names:
                    edit.drop_table(_table(entity))


def _join(sheet: Sheet, edit: SheetEdit) -> None:
    """Join the statements of a sheet that say the same by now."""
    first: dict[tuple[str, ...], Stated] = {}
    gone: list[Stated] = []
    for each in sheet.stated:
        meant = edit.statement(each.kind, each.number).meant()
        fields = {name: meant[name] for name, _ in each.statement.fields}
        key = (each.kind, *sorted(f"{name}={value}" for name, value in fields.items()))
        earlier = first.setdefault(key, each)
        if earlier is each:
            continue
        kept = edit.statement(earlier.kind, earlier.number)
        places = [_place_of(entry) for entry in kept.meant()["evidence"]]
        edit.add_evidence(kept, [entry for entry in meant["evidence"] if _place_of(entry) not in places])
        if earlier.review.state == REJECTED and each.review.state != REJECTED:
            for name in ("review", "reviewer", "reviewed", "reason"):
                edit.take(kept, name)
        gone.append(each)
    for each in sorted(gone, key=lambda stated: -stated.number):
        edit.drop_statement(each.kind, each.number)


def _place_of(entry: Mapping[str, Any]) -> tuple[Any, ...]:
    return entry.get("part"), entry.get("start"), entry.get("end")

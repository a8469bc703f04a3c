"""Decisions about single assertions: which one holds where sources disagree, with the reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from fashion_kg.claims import DateSpan, RankDecision, Reference, Statement, Text, Value
from fashion_kg.errors import Finding
from fashion_kg.ontology import Ontology
from fashion_kg.sheets.references import References, sort_key
from fashion_kg.sheets.toml_tables import Table, TomlFile


def read_decisions(
    path: Path, ontology: Ontology, entities: Mapping[str, str], name: str
) -> tuple[list[RankDecision], list[Finding]]:
    """Read ``graph/decisions.toml``; a missing file is no decision at all.

    Args:
        path: the file.
        ontology: the vocabulary.
        entities: class of each declared entity, by IRI.
        name: the file's name in findings.

    Returns:
        The decisions, and what is wrong with the file.
    """
    if not path.is_file():
        return [], []
    file = TomlFile(path, name)
    references = References(ontology, entities)
    for key in file.data:
        if key != "rank":
            file.report(file.header_line(key), f"[[{key}]]", f'there is no table "{key}"', "Use [[rank]]")
    decisions = [_read_rank(table, ontology, references, name) for table in file.tables("rank")]
    return [decision for decision in decisions if decision], file.findings


def _read_rank(table: Table, ontology: Ontology, references: References, name: str) -> RankDecision | None:
    before = len(table.file.findings)
    rank = table.word("rank", ontology.terms["Rank"], ontology.called("Rank"), required=True)
    reason = table.string("reason", required=True)
    decided_by = table.string("decidedBy", required=True)
    decided = table.day("decided", required=True)
    kinds = [kind for kind in ontology.statement_classes if table.get(kind) is not None]
    table.refuse_other_keys()
    if len(kinds) != 1:
        table.report(
            None,
            f"it names {' and '.join(kinds) or 'no statement'}",
            "Name one statement, as its sheet writes it: Credit = { campaign = …, role = …, … }",
        )
        return None
    kind = kinds[0]
    described = table.data[kind] if isinstance(table.data[kind], dict) else {}
    statement = Table(table.file, described, f"{table.place}, {kind}", table.line_of(kind))
    fields = references.fields(statement, kind, "en")
    statement.refuse_other_keys(field.name for field in ontology.fields[kind])
    if len(table.file.findings) > before or fields is None or decided is None:
        return None
    return RankDecision(kind, fields, str(rank), str(reason), str(decided_by), decided, name, table.line)


def nearest_statement(
    decision: RankDecision, statements: Iterable[Statement], canonical: Callable[[Value], Value]
) -> str:
    """Say which statement of the sheets comes nearest to the one that a decision is about.

    Args:
        decision: a decision about a statement that no sheet makes.
        statements: what the sheets say.
        canonical: gives a value with the address that its thing keeps.
    """
    asked = {name: sort_key(canonical(value)) for name, value in decision.fields}
    best: tuple[int, Statement] | None = None
    for statement in statements:
        if statement.kind != decision.kind:
            continue
        says = {name: sort_key(canonical(value)) for name, value in statement.fields}
        equal = sum(asked.get(name) == value for name, value in says.items())
        # The more fields differ, the less it is the one that was meant.
        score = 2 * equal - len(asked.keys() | says.keys())
        if equal and (best is None or score > best[0]):
            best = score, statement
    if best is None:
        return "Name every field as the sheet does, and no other"
    found, given, fields = best[1], dict(decision.fields), dict(best[1].fields)
    differing = [
        f"{name} = {_as_written(fields.get(name))}, not {_as_written(given.get(name))}"
        for name in dict.fromkeys([*fields, *given])
        if name not in fields or sort_key(canonical(fields[name])) != asked.get(name)
    ]
    return f"The nearest, {found.place} in {found.file}:{found.line}, has {' and '.join(differing)}"


def _as_written(value: Value | None) -> str:
    """Return a field's value much as a sheet writes it."""
    match value:
        case None:
            return "nothing"
        case Reference(iri):
            return f'"{re.split("[/#]", iri)[-1]}"'
        case Text(text, language):
            return f'{{ {language} = "{text}" }}'
        case DateSpan():
            return f'"{value.slug}"'

"""Decisions about single assertions: which one holds where sources disagree, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from fashion_kg.claims import RankDecision
from fashion_kg.errors import Finding
from fashion_kg.ontology import Ontology
from fashion_kg.sheets.references import References
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

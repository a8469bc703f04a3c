"""Who is who: recorded judgements, and the one address that each thing keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fashion_kg.claims import IdentityDecision
from fashion_kg.errors import Finding, a, did_you_mean
from fashion_kg.ontology import Ontology
from fashion_kg.sheets.references import References
from fashion_kg.sheets.toml_tables import Table, TomlFile


@dataclass
class Identity:
    """The judgements of a project and what follows from them."""

    decisions: list[IdentityDecision] = field(default_factory=list)
    replaced_by: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def canonical(self, iri: str) -> str:
        """Return the address under which an entity is kept: its own unless it was merged."""
        return self.replaced_by.get(iri, iri)


def read_identity(path: Path, ontology: Ontology, entities: Mapping[str, str], name: str) -> Identity:
    """Read ``graph/identity.toml``; a missing file is no decision at all.

    Args:
        path: the file.
        ontology: the vocabulary.
        entities: class of each declared entity, by IRI.
        name: the file's name in findings.
    """
    identity = Identity()
    if not path.is_file():
        return identity
    file = TomlFile(path, name)
    references = References(ontology, entities)
    read = [
        (_read_decision(table, judgement, references, name), table)
        for judgement in ontology.terms["Judgement"]
        for table in file.tables(judgement)
    ]
    tables = [(decision, table) for decision, table in read if decision]
    for key in file.data:
        if key not in ontology.terms["Judgement"]:
            otherwise = "Use " + " or ".join(f"[[{word}]]" for word in ontology.terms["Judgement"])
            remedy = did_you_mean(key, ontology.terms["Judgement"], otherwise)
            file.report(file.header_line(key), f"[[{key}]]", f'there is no judgement "{key}"', remedy)
    identity.decisions = [decision for decision, _ in tables]
    identity.replaced_by = _merges(tables, entities)
    _report_overlaps(tables, identity)
    identity.findings = file.findings
    return identity


def _read_decision(
    table: Table, judgement: str, references: References, name: str
) -> IdentityDecision | None:
    before = len(table.file.findings)
    reason = table.string("reason", required=True)
    decided_by = table.string("decidedBy", required=True)
    decided = table.day("decided", required=True)
    kept = None
    if judgement == "same":
        keep = table.string("keep", required=True)
        kept = references.entity(table, "keep", keep, "Entity") if keep else None
        names, key = table.strings("merge", required=True), "merge"
    else:
        names, key = table.strings("entities", required=True), "entities"
    iris = [references.entity(table, key, text, "Entity") for text in names]
    members = tuple(dict.fromkeys(iri for iri in [kept, *iris] if iri))
    if None not in (*iris, *([kept] if judgement == "same" else [])) and len(members) == 1:
        table.report(key, f"it is about {_short(members[0])} alone", "Name another one beside it")
    table.refuse_other_keys()
    if len(table.file.findings) > before or reason is None or decided_by is None or decided is None:
        return None
    return IdentityDecision(judgement, members, reason, decided_by, decided, kept, name, table.line)


def _merges(tables: Iterable[tuple[IdentityDecision, Table]], entities: Mapping[str, str]) -> dict[str, str]:
    """Return the address that each merged one is replaced by in the end; report what cannot be merged."""
    replaced: dict[str, str] = {}
    tables_of: dict[str, Table] = {}
    for decision, table in tables:
        for iri in decision.entities:
            if decision.kept is None or iri == decision.kept:
                continue
            if entities[iri] != entities[decision.kept]:
                one, other = (f"{_short(each)} is {a(entities[each])}" for each in (iri, decision.kept))
                cause = f"{one}, {other}"
                table.report("merge", cause, "Correct the class of one of them, or the decision")
            elif iri in replaced:
                cause = f"{_short(iri)} is already merged into {_short(replaced[iri])}"
                table.report("merge", cause, f"Merge it once; line {tables_of[iri].line} does so")
            else:
                replaced[iri], tables_of[iri] = decision.kept, table
    ends = {iri: _end(iri, replaced) for iri in replaced}
    round_again = next((iri for iri, end in ends.items() if end is None), None)
    if round_again is not None:
        cause = f"{_short(round_again)} is merged into itself in the end"
        tables_of[round_again].report("merge", cause, "Keep one address, and merge all others into it")
        return {}
    return {iri: end for iri, end in ends.items() if end is not None}


def _end(iri: str, replaced: Mapping[str, str]) -> str | None:
    """Return the address at the end of a chain of merges, or None where the chain has none."""
    passed = set()
    while iri in replaced:
        if iri in passed:
            return None
        passed.add(iri)
        iri = replaced[iri]
    return iri


def _report_overlaps(tables: Iterable[tuple[IdentityDecision, Table]], identity: Identity) -> None:
    """Report entities that are judged apart although they are one, and those that are judged twice."""
    judged: dict[frozenset[str], Table] = {}
    for decision, table in tables:
        if decision.judgement == "same":
            continue
        merged = {identity.canonical(iri) for iri in decision.entities}
        names = " and ".join(_short(iri) for iri in decision.entities)
        if len(merged) < len(decision.entities):
            cause = f"{names} are judged the same elsewhere"
            table.report("entities", cause, "Take one of the two judgements back")
        earlier = judged.setdefault(frozenset(merged), table)
        if earlier is not table:
            cause = f"{earlier.place} in line {earlier.line} already judges {names}"
            table.report("entities", cause, "Keep one of the two judgements")


def _short(iri: str) -> str:
    return "/".join(iri.rsplit("/", 2)[-2:])

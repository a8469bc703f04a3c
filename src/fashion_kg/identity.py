"""Who is who: recorded judgements, and the one address that each thing keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fashion_kg.claims import IdentityDecision
from fashion_kg.errors import Finding
from fashion_kg.ontology import Ontology
from fashion_kg.references import References
from fashion_kg.toml_tables import Table, TomlFile


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
    tables: list[tuple[IdentityDecision, Table]] = []
    for judgement in ontology.terms["Judgement"]:
        for table in file.tables(judgement):
            if decision := _read_decision(table, judgement, references, name):
                tables.append((decision, table))
    for key in file.data:
        if key not in ontology.terms["Judgement"]:
            file.report(
                file.header_line(key), f"[[{key}]]", f'"{key}" is unknown', "Use same, different or unsure"
            )
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
    if judgement != "same" and len(set(names)) < 2:
        table.report(key, "a judgement needs two entities", "Name both")
    table.refuse_other_keys()
    if len(table.file.findings) > before or reason is None or decided_by is None or decided is None:
        return None
    members = tuple(dict.fromkeys(iri for iri in [kept, *iris] if iri))
    return IdentityDecision(judgement, members, reason, decided_by, decided, kept, name, table.line)


def _merges(tables: Iterable[tuple[IdentityDecision, Table]], entities: Mapping[str, str]) -> dict[str, str]:
    replaced: dict[str, str] = {}
    for decision, table in tables:
        for iri in decision.entities:
            if decision.kept is None or iri == decision.kept:
                continue
            if entities[iri] != entities[decision.kept]:
                kinds = f"a {entities[iri]} and a {entities[decision.kept]}"
                table.report(
                    "merge", f"{kinds} cannot be the same", "Correct the class of one, or the decision"
                )
            elif iri in replaced:
                table.report(
                    "merge", f"{_short(iri)} is already merged into {_short(replaced[iri])}", "Merge it once"
                )
            else:
                replaced[iri] = decision.kept
    for iri in list(replaced):
        target, passed = replaced[iri], {iri}
        while target in replaced and target not in passed:
            passed.add(target)
            target = replaced[target]
        if target in passed:
            for decision, table in tables:
                if decision.kept == replaced[iri]:
                    table.report(
                        "keep", f"{_short(iri)} is merged into itself in the end", "Keep one of the addresses"
                    )
                    break
            return {}
        replaced[iri] = target
    return replaced


def _report_overlaps(tables: Iterable[tuple[IdentityDecision, Table]], identity: Identity) -> None:
    """Report entities that are judged apart although other judgements make them one."""
    for decision, table in tables:
        if decision.judgement == "same":
            continue
        merged = {identity.canonical(iri) for iri in decision.entities}
        if len(merged) < len(decision.entities):
            names = " and ".join(_short(iri) for iri in decision.entities)
            table.report(
                "entities", f"{names} are judged the same elsewhere", "Take one of the judgements back"
            )


def _short(iri: str) -> str:
    return "/".join(iri.rsplit("/", 2)[-2:])

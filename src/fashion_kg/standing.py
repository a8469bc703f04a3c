"""What stands after review: the sheets without what was rejected, or with nothing but what was accepted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from fashion_kg.claims import ACCEPTED, REJECTED, Entity, Evidence, Reference, Source, Statement
from fashion_kg.identity import Identity
from fashion_kg.ontology import Ontology
from fashion_kg.sources import Sheets, joined
from fashion_kg.triples import Triples


def count_rejected(sheets: Sheets) -> int:
    """Return how many statements of sheets were rejected."""
    return sum(not _kept(statement, _stands) for statement in sheets.statements)


def without_rejected(sheets: Sheets, ontology: Ontology, identity: Identity) -> Sheets:
    """Return the sheets as if nobody had ever proposed what was rejected.

    Things of which a sheet speaks only in what was rejected are not declared by it.
    """
    return _narrowed(sheets, ontology, identity, lambda _: True, _stands)


def accepted_only(sheets: Sheets, ontology: Ontology, identity: Identity) -> Sheets:
    """Return the sheets as if nothing had been written down but what a person accepted.

    That is: accepted statements, the sources that make them, accepted sources, and the things of which
    they speak. A thing that only other sheets declare keeps the names that those give it.
    """
    return _narrowed(sheets, ontology, identity, lambda source: source.review == ACCEPTED, _is_accepted)


def accepted_triples(triples: Triples) -> Triples | None:
    """Return what would be written if nothing had been read but what a person accepted.

    None stands for the same: everything is accepted.
    """
    ontology, identity = triples.ontology, triples.identity
    sheets = accepted_only(triples.sheets, ontology, identity)
    if sheets is triples.sheets:
        return None
    judged = narrowed_identity(identity, sheets)
    return Triples(ontology, sheets, judged, triples.decisions, partial=True)


def narrowed_identity(identity: Identity, sheets: Sheets) -> Identity:
    """Return the judgements that are about nothing but what the sheets declare."""
    known = sheets.entities
    decisions = []
    for decision in identity.decisions:
        entities = tuple(iri for iri in decision.entities if iri in known)
        if len(entities) == len(decision.entities) or (decision.kept in entities and len(entities) > 1):
            decisions.append(replace(decision, entities=entities))
    replaced = {iri: kept for iri, kept in identity.replaced_by.items() if iri in known}
    return Identity(decisions, replaced)


def _stands(evidence: Evidence) -> bool:
    return evidence.review.state != REJECTED


def _is_accepted(evidence: Evidence) -> bool:
    return evidence.review.state == ACCEPTED


def _kept(statement: Statement, wanted: Callable[[Evidence], bool]) -> tuple[Evidence, ...]:
    return tuple(evidence for evidence in statement.evidence if wanted(evidence))


def _narrowed(
    sheets: Sheets,
    ontology: Ontology,
    identity: Identity,
    is_whole: Callable[[Source], bool],
    wanted: Callable[[Evidence], bool],
) -> Sheets:
    """Return what is left of sheets.

    Args:
        sheets: what the sources say.
        ontology: the vocabulary.
        identity: who is who; what is kept for a thing that stays stays, too.
        is_whole: whether a source stays for its own sake, not only for what is left of its statements.
        wanted: whether evidence stays.
    """
    statements, left_out = [], []
    for statement in sheets.statements:
        if evidence := _kept(statement, wanted):
            kept = evidence == statement.evidence
            statements.append(statement if kept else replace(statement, evidence=evidence))
        else:
            left_out.append(statement)
    heard = {evidence.source for statement in statements for evidence in statement.evidence}
    whole = {source.id for source in sheets.sources if is_whole(source)}
    if not left_out and len(whole) == len(sheets.sources):
        return sheets
    sources = [source for source in sheets.sources if source.id in whole | heard]
    spoken, unspoken = _mentions(statements), _mentions(left_out)
    for source in sources:
        for iri in _agents(source, sheets, ontology):
            spoken[iri].add(source.id)
    declarations = [
        entity
        for entity in sheets.declarations
        for source_id in entity.sources
        if source_id in spoken[entity.iri] or (source_id in whole and source_id not in unspoken[entity.iri])
    ]
    declarations += _borrowed(sheets, declarations, spoken, identity)
    known = {source.id for source in sources}
    return Sheets(
        [replace(source, derived_from=_among(source.derived_from, known)) for source in sources],
        _joined(declarations, ontology),
        declarations,
        statements,
    )


def _among(names: Iterable[str], known: set[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name in known)


def _mentions(statements: Iterable[Statement]) -> defaultdict[str, set[str]]:
    """Return the sources that speak of each thing."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for statement in statements:
        sources = {evidence.source for evidence in statement.evidence}
        for _, value in statement.fields:
            if isinstance(value, Reference):
                found[value.iri] |= sources
    return found


def _agents(source: Source, sheets: Sheets, ontology: Ontology) -> Iterator[str]:
    for name in (*source.author, *([source.publisher] if source.publisher else [])):
        yield sheets.agent(name, ontology)


def _borrowed(
    sheets: Sheets, declarations: Iterable[Entity], spoken: defaultdict[str, set[str]], identity: Identity
) -> list[Entity]:
    """Return declarations of things that stay, and that no sheet declares that does.

    The sources that speak of such a thing stand in for those that declare it.
    """
    declared: dict[str, set[str]] = defaultdict(set)
    for entity in declarations:
        declared[entity.iri].update(entity.sources)
    needed = {iri: set(sources) for iri, sources in spoken.items() if sources and iri in sheets.entities}
    for iri in {*needed, *declared}:
        if (kept := identity.canonical(iri)) != iri:
            needed.setdefault(kept, set()).update(needed.get(iri, ()), declared.get(iri, ()))
    return [
        replace(sheets.entities[iri], sources=tuple(sorted(sources)))
        for iri, sources in sorted(needed.items())
        if iri not in declared
    ]


def _joined(declarations: Iterable[Entity], ontology: Ontology) -> dict[str, Entity]:
    found: dict[str, Entity] = {}
    for entity in declarations:
        earlier = found.get(entity.iri)
        found[entity.iri] = joined(earlier, entity, ontology) if earlier else entity
    return found

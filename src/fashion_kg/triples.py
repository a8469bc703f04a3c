"""From claims to RDF: statements of several sources that say the same meet in one assertion."""

from __future__ import annotations

import graphlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad

from fashion_kg.claims import (
    ACCEPTED,
    PROPOSED,
    UNREVIEWED,
    DateSpan,
    Entity,
    Evidence,
    IdentityDecision,
    RankDecision,
    Reference,
    Review,
    Source,
    Statement,
    Text,
    Value,
)
from fashion_kg.decisions import nearest_statement
from fashion_kg.errors import Finding
from fashion_kg.identity import Identity
from fashion_kg.namespaces import BASE, CLAIMS_GRAPH, PREFIXES, content_iri, entity_iri, slugify, term
from fashion_kg.ontology import Ontology
from fashion_kg.sheets.references import sort_key
from fashion_kg.sources import Sheets
from fashion_kg.wording import best_label, filled, words_for

_GRAPH = NamedNode(CLAIMS_GRAPH)
_TYPE, _LABEL = term("rdf:type"), term("rdfs:label")
_CELLS = NamedNode("http://tools.ietf.org/rfc/rfc7111")
"""What says how a place in a table is written; the address is the one that Web Annotation lists."""
_REVIEW_ORDER = (ACCEPTED, UNREVIEWED, PROPOSED)

Object = NamedNode | Literal


@dataclass
class Assertion:
    """What one or more sources say, under one address; ``first`` is the statement that was read first."""

    iri: str
    kind: str
    fields: tuple[tuple[str, Value], ...]
    first: Statement
    evidence: list[Evidence] = field(default_factory=list)
    former_iris: set[str] = field(default_factory=set)
    rank: str = "normal"


def _first_cycle(edges: Mapping[str, Iterable[str]]) -> list[str] | None:
    try:
        graphlib.TopologicalSorter({start: sorted(ends) for start, ends in sorted(edges.items())}).prepare()
    except graphlib.CycleError as error:
        cycle = list(reversed(error.args[1]))[:-1]
        first = cycle.index(min(cycle))
        return [*cycle[first:], *cycle[:first], cycle[first]]
    return None


def assertion_iri(path: str, kind: str, fields: Iterable[tuple[str, Value]]) -> str:
    """Return the address of an assertion, which follows from its kind and fields alone."""
    return content_iri(path, [kind, sorted([name, sort_key(value)] for name, value in fields)])


class Triples:
    """Writes the claims of a project as quads of the claims graph.

    Args:
        ontology: the vocabulary.
        sheets: what the sources say.
        identity: who is who.
        decisions: which assertions are preferred or deprecated.
        partial: whether the sheets are part of a whole, so that decisions may be about what is not here.

    Attributes:
        assertions: the assertions by address.
        findings: decisions about assertions that no sheet makes, and assertions that cannot all hold.
    """

    def __init__(
        self,
        ontology: Ontology,
        sheets: Sheets,
        identity: Identity,
        decisions: Iterable[RankDecision],
        *,
        partial: bool = False,
    ) -> None:
        self.ontology, self.sheets, self.identity = ontology, sheets, identity
        self.decisions = list(decisions)
        self.findings: list[Finding] = []
        self._sources = {source.id: source for source in sheets.sources}
        self._labels = {iri: best_label(entity.labels) for iri, entity in sheets.entities.items()}
        self.assertions = self._meet()
        if partial:
            self.decisions = [each for each in self.decisions if self._decided_iri(each) in self.assertions]
        self._rank()
        self._refuse_cycles()

    def _canonical(self, value: Value) -> Value:
        return Reference(self.identity.canonical(value.iri)) if isinstance(value, Reference) else value

    def _meet(self) -> dict[str, Assertion]:
        assertions: dict[str, Assertion] = {}
        for statement in self.sheets.statements:
            path = self.ontology.paths[statement.kind]
            fields = tuple((name, self._canonical(value)) for name, value in statement.fields)
            iri = assertion_iri(path, statement.kind, fields)
            assertion = assertions.setdefault(iri, Assertion(iri, statement.kind, fields, statement))
            assertion.evidence += (each for each in statement.evidence if each not in assertion.evidence)
            as_read = assertion_iri(path, statement.kind, statement.fields)
            if as_read != iri:
                assertion.former_iris.add(as_read)
        return assertions

    def _rank(self) -> None:
        decided: dict[str, RankDecision] = {}
        for decision in self.decisions:
            iri = self._decided_iri(decision)
            if iri not in self.assertions:
                self.findings.append(
                    Finding(
                        decision.file,
                        decision.line,
                        f"[[rank]], {decision.kind}",
                        "no sheet makes this statement",
                        nearest_statement(decision, self.sheets.statements, self._canonical),
                    )
                )
            elif iri in decided:
                earlier = decided[iri]
                cause = f"line {earlier.line} already decides this statement"
                self.findings.append(
                    Finding(
                        decision.file, decision.line, f"[[rank]], {decision.kind}", cause, "Keep one decision"
                    )
                )
            else:
                decided[iri] = decision
                self.assertions[iri].rank = decision.rank

    def _decided_iri(self, decision: RankDecision) -> str:
        fields = tuple((name, self._canonical(value)) for name, value in decision.fields)
        return assertion_iri(self.ontology.paths[decision.kind], decision.kind, fields)

    def _refuse_cycles(self) -> None:
        """Report chains of an acyclic property that lead back to where they began, deprecated ones aside."""
        for claimable in self.ontology.claimables.values():
            edges: dict[str, dict[str, Statement]] = defaultdict(dict)
            for assertion in self.assertions.values() if claimable.acyclic else ():
                fields = {name: sort_key(value).strip("<>") for name, value in assertion.fields}
                if (
                    fields.get("property") == PREFIXES["fkg"] + claimable.name
                    and assertion.rank != "deprecated"
                ):
                    edges[fields["subject"]][fields["value"]] = assertion.first
            if cycle := _first_cycle(edges):
                said = edges[cycle[0]][cycle[1]]
                names = " -> ".join(iri.removeprefix(BASE) for iri in cycle)
                cause = f"{claimable.name} leads back to where it began: {names}"
                remedy = "Remove a claim that its source does not make, or decide that one is deprecated"
                self.findings.append(Finding(said.file, said.line, said.place, cause, remedy))

    # -- writing --------------------------------------------------------------------------------

    def quads(self) -> Iterator[Quad]:
        """Yield every quad of the claims graph; the same input gives the same set."""
        spans: set[DateSpan] = set()
        for entity in self.sheets.entities.values():
            yield from self._entity(entity)
        for source in self.sheets.sources:
            yield from self._source(source)
        for assertion in self.assertions.values():
            yield from self._assertion(assertion)
            spans.update(value for _, value in assertion.fields if isinstance(value, DateSpan))
        for span in spans:
            yield from _span(span)
        for rank_decision in self.decisions:
            yield from self._rank_decision(rank_decision)
        for identity_decision in self.identity.decisions:
            yield from self._identity_decision(identity_decision)

    def _term(self, list_name: str, slug: str) -> NamedNode:
        return NamedNode(self.ontology.terms[list_name][slug])

    def _entity(self, entity: Entity) -> Iterator[Quad]:
        kept = self.identity.canonical(entity.iri)
        preferred = self.sheets.entities[kept].labels
        if kept == entity.iri:
            names = [("skos:prefLabel", entity.labels)]
            yield _quad(kept, "rdf:type", term(f"fkg:{entity.class_name}"))
        else:
            # The merged address stays resolvable; its names go over to the entity that is kept.
            names = [("skos:altLabel", entity.labels)]
            yield _quad(entity.iri, "dcterms:isReplacedBy", NamedNode(kept))
            yield _quad(entity.iri, "owl:deprecated", Literal(True))
        for property_name, texts in (
            *names,
            ("skos:altLabel", entity.alternatives),
            ("skos:hiddenLabel", entity.hidden),
        ):
            for text in texts:
                # A name that is already the preferred one is no other name as well (SKOS, S13).
                if property_name == "skos:prefLabel" or text not in preferred:
                    yield _quad(kept, property_name, _literal(text))
        for source_id in entity.sources:
            yield _quad(kept, "dcterms:source", NamedNode(self._sources[source_id].iri))

    def _source(self, source: Source) -> Iterator[Quad]:
        iri, wave = source.iri, entity_iri("wave", source.wave)
        yield _quad(iri, "rdf:type", term(f"fkg:{source.kind}"))
        yield _quad(iri, "rdfs:label", Literal(source.label, language="en"))
        for property_name, text in (
            ("schema:headline", source.title),
            ("schema:creditText", source.byline),
            ("dcterms:description", source.note),
            ("fkg:sha256", source.sha256),
            *(("schema:inLanguage", language) for language in source.language),
            *(("schema:keywords", keyword) for keyword in source.keywords),
        ):
            if text:
                yield _quad(iri, property_name, Literal(text))
        if source.url:
            yield _quad(iri, "schema:url", Literal(source.url, datatype=term("xsd:anyURI")))
        if source.published:
            yield _quad(iri, "fkg:published", NamedNode(source.published.iri))
            yield from _span(source.published)
        for property_name, names in (
            ("schema:publisher", (source.publisher,) if source.publisher else ()),
            ("schema:author", source.author),
        ):
            for name in names:
                yield _quad(iri, property_name, NamedNode(self._agent(name)))
        for other in source.derived_from:
            yield _quad(iri, "prov:wasDerivedFrom", NamedNode(entity_iri("source", other)))
        yield _quad(iri, "fkg:reviewState", self._term("ReviewState", source.review))
        yield _quad(iri, "fkg:pressWave", NamedNode(wave))
        yield _quad(wave, "rdf:type", term("fkg:PressWave"))
        yield _quad(wave, "rdfs:label", Literal(source.wave.replace("-", " "), language="en"))
        yield from _reading(source, None)

    def _agent(self, name: str) -> str:
        """Return the address that an agent is kept under."""
        return self.identity.canonical(self.sheets.agent(name, self.ontology))

    def _assertion(self, assertion: Assertion) -> Iterator[Quad]:
        iri = assertion.iri
        yield _quad(iri, "rdf:type", term(f"fkg:{assertion.kind}"))
        yield _quad(iri, "rdfs:label", Literal(self.sentence(assertion), language="en"))
        yield _quad(iri, "fkg:rank", self._term("Rank", assertion.rank))
        states = {evidence.review.state for evidence in assertion.evidence}
        best = next((state for state in _REVIEW_ORDER if state in states), PROPOSED)
        yield _quad(iri, "fkg:reviewState", self._term("ReviewState", best))
        for name, value in assertion.fields:
            yield _quad(iri, f"fkg:{name}", _object(value))
        for former in sorted(assertion.former_iris):
            yield _quad(former, "dcterms:isReplacedBy", NamedNode(iri))
            yield _quad(former, "owl:deprecated", Literal(True))
        for evidence in assertion.evidence:
            yield from self._evidence(iri, evidence)

    def _evidence(self, assertion: str, evidence: Evidence) -> Iterator[Quad]:
        place = [evidence.cell] if evidence.cell else [evidence.start, evidence.end]
        iri = content_iri("evidence", [assertion, evidence.source, evidence.part, *place])
        quote, position = f"{iri}/quote", f"{iri}/position"
        yield _quad(assertion, "fkg:evidence", NamedNode(iri))
        yield _quad(iri, "rdf:type", term("fkg:Evidence"))
        yield _quad(iri, "oa:hasSource", NamedNode(entity_iri("source", evidence.source)))
        yield _quad(iri, "oa:hasSelector", NamedNode(quote))
        yield _quad(iri, "oa:hasSelector", NamedNode(position))
        yield _quad(iri, "fkg:part", self._term("Part", evidence.part))
        source = self._sources[evidence.source]
        yield _quad(iri, "prov:wasGeneratedBy", NamedNode(_reading_iri(source, evidence.reader)))
        if evidence.reader:
            yield from _reading(source, evidence.reader)
        yield _quad(quote, "rdf:type", term("oa:TextQuoteSelector"))
        yield _quad(quote, "oa:exact", Literal(evidence.phrase))
        if evidence.cell:
            yield _quad(iri, "fkg:row", Literal(evidence.row))
            yield _quad(iri, "fkg:column", Literal(evidence.column))
            yield _quad(position, "rdf:type", term("oa:FragmentSelector"))
            yield _quad(position, "rdf:value", Literal(evidence.cell))
            yield _quad(position, "dcterms:conformsTo", _CELLS)
        else:
            yield _quad(iri, "fkg:paragraph", Literal(evidence.paragraph))
            yield _quad(position, "rdf:type", term("oa:TextPositionSelector"))
            yield _quad(position, "oa:start", Literal(evidence.start))
            yield _quad(position, "oa:end", Literal(evidence.end))
        if evidence.credit_text is not None:
            yield _quad(iri, "fkg:creditText", Literal(evidence.credit_text))
        if evidence.date_text is not None:
            yield _quad(iri, "fkg:dateText", Literal(evidence.date_text))
        if evidence.position is not None:
            yield _quad(iri, "fkg:position", Literal(evidence.position))
        if evidence.confidence is not None:
            yield _quad(
                iri, "fkg:confidence", Literal(str(evidence.confidence), datatype=term("xsd:decimal"))
            )
        if evidence.review != Review(self._sources[evidence.source].review):
            yield from self._review(iri, evidence.review)

    def _review(self, evidence: str, review: Review) -> Iterator[Quad]:
        """Yield how far one statement was checked, where that is more than its source says of itself."""
        yield _quad(evidence, "fkg:reviewState", self._term("ReviewState", review.state))
        if review.reviewer:
            yield _quad(evidence, "fkg:reviewer", NamedNode(_reader_iri(review.reviewer)))
            yield from _reader(review.reviewer)
        if review.day:
            yield _quad(evidence, "fkg:reviewed", _date(review.day.isoformat()))

    def sentence(self, assertion: Assertion) -> str:
        """Say in words what an assertion states, by the wording of its kind in the ontology."""
        words = {name: words_for(value, self.ontology, self._labels) for name, value in assertion.fields}
        return filled(self.ontology.wording(assertion.kind), words)

    def _rank_decision(self, decision: RankDecision) -> Iterator[Quad]:
        assertion = self._decided_iri(decision)
        iri = content_iri("decision", ["rank", assertion])
        yield _quad(iri, "rdf:type", term("fkg:RankDecision"))
        yield _quad(iri, "fkg:decides", NamedNode(assertion))
        yield _quad(iri, "fkg:rank", self._term("Rank", decision.rank))
        yield from _decided(iri, decision)

    def _identity_decision(self, decision: IdentityDecision) -> Iterator[Quad]:
        iri = content_iri("decision", [decision.judgement, *sorted(decision.entities)])
        yield _quad(iri, "rdf:type", term("fkg:IdentityDecision"))
        yield _quad(iri, "fkg:judgement", self._term("Judgement", decision.judgement))
        for entity in decision.entities:
            yield _quad(iri, "fkg:concerns", NamedNode(entity))
        yield from _decided(iri, decision)


def _decided(iri: str, decision: RankDecision | IdentityDecision) -> Iterator[Quad]:
    yield _quad(iri, "dcterms:description", Literal(decision.reason, language="en"))
    yield _quad(iri, "dcterms:date", _date(decision.decided.isoformat()))
    yield _quad(iri, "prov:wasAttributedTo", NamedNode(_reader_iri(decision.decided_by)))
    yield from _reader(decision.decided_by)


def _reading_iri(source: Source, reader: str | None) -> str:
    """Return the address of a reading of a source: by the sheet's reader, or by another one."""
    if reader in (None, source.reader):
        return entity_iri("reading", source.id)
    return content_iri("reading", [source.id, reader])


def _reading(source: Source, other: str | None) -> Iterator[Quad]:
    iri, reader = _reading_iri(source, other), other or source.reader
    by = "" if reader == source.reader else f" by {reader}"
    yield _quad(iri, "rdf:type", term("fkg:Reading"))
    yield _quad(iri, "rdfs:label", Literal(f"Reading of {source.label}{by}", language="en"))
    yield _quad(iri, "prov:used", NamedNode(source.iri))
    yield _quad(iri, "prov:wasAssociatedWith", NamedNode(_reader_iri(reader)))
    yield _quad(iri, "dcterms:date", _date(source.read.isoformat()))
    yield from _reader(reader)


def _reader_iri(name: str) -> str:
    return entity_iri("reader", slugify(name) or content_iri("reader", [name]).rsplit("/", 1)[1])


def _reader(name: str) -> Iterator[Quad]:
    yield _quad(_reader_iri(name), "rdf:type", term("fkg:Reader"))
    yield _quad(_reader_iri(name), "rdfs:label", Literal(name))


def _span(span: DateSpan) -> Iterator[Quad]:
    yield _quad(span.iri, "rdf:type", term("fkg:DateSpan"))
    yield _quad(span.iri, "rdfs:label", Literal(span.slug))
    yield _quad(span.iri, "fkg:earliest", _date(span.earliest.isoformat()))
    yield _quad(span.iri, "fkg:latest", _date(span.latest.isoformat()))


def _date(text: str) -> Literal:
    return Literal(text, datatype=NamedNode(PREFIXES["xsd"] + "date"))


def _literal(text: Text) -> Literal:
    return Literal(text.value, language=text.language) if text.language else Literal(text.value)


def _object(value: Value) -> Object:
    match value:
        case Text():
            return _literal(value)
        case DateSpan() | Reference():
            return NamedNode(value.iri)


def _quad(subject: str, predicate: str, node: Object) -> Quad:
    return Quad(NamedNode(subject), term(predicate), node, _GRAPH)

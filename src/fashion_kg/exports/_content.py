"""What an export is made from: the graph as it is merged for files, and quick ways to look into it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from fashion_kg import __version__
from fashion_kg.answers.reviewed import how_reviewed
from fashion_kg.exports._rdf import node_key, triple_key
from fashion_kg.namespaces import BASE, CLAIMS_GRAPH, DATASET, FACTS_GRAPH, ONTOLOGY, PREFIXES, term
from fashion_kg.ontology import Ontology, local_name
from fashion_kg.store import EmbeddedStore

Object = NamedNode | Literal

LABELS = ("rdfs:label", "skos:prefLabel", "skos:altLabel", "skos:hiddenLabel")
_TYPE = term("rdf:type")
_STEERING = tuple(f"fkg:{side}Property" for side in ("campaign", "agent", "tenure", "fact"))
"""The properties by which a term says which facts follow from it."""

_NAMING_WORDS = (_TYPE, term("fkg:property"))


@dataclass(frozen=True)
class WrittenFile:
    """A file that was written, for the description: path within the folder, type, bytes, SHA-256."""

    name: str
    media_type: str
    summary: str
    size: int
    sha256: str


class Content:
    """The graph to export, and how.

    Args:
        store: the built graph.
        ontology: the vocabulary it was built with.
        context_file: the JSON-LD context.
        facts_only: leave out assertions, evidence and sources: only things, their names and direct facts.
        spreadsheet: write tables that a spreadsheet opens without running anything in them.

    Attributes:
        files: files that an export of all formats has written so far.
    """

    def __init__(
        self,
        store: EmbeddedStore,
        ontology: Ontology,
        context_file: Path,
        *,
        facts_only: bool = False,
        spreadsheet: bool = False,
    ) -> None:
        self.store, self.ontology, self.context_file = store, ontology, context_file
        self.facts_only, self.spreadsheet = facts_only, spreadsheet
        self.files: list[WrittenFile] = []

    @property
    def options(self) -> frozenset[str]:
        """The options that are switched on."""
        return frozenset(name for name in ("facts_only", "spreadsheet") if getattr(self, name))

    # -- the graph ------------------------------------------------------------------------------

    @cached_property
    def _claims(self) -> set[Triple]:
        return {quad.triple for quad in self.store.quads(CLAIMS_GRAPH)}

    @cached_property
    def _facts(self) -> set[Triple]:
        return {quad.triple for quad in self.store.quads(FACTS_GRAPH)}

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The closest class of each thing in the claims graph, by address: local name in the ontology."""
        found: dict[str, list[str]] = defaultdict(list)
        for triple in self._claims:
            if triple.predicate == _TYPE:
                found[_iri(triple.subject)].append(_iri(triple.object))
        depth = self.ontology.ancestors
        return {
            iri: max(map(local_name, classes), key=lambda name: (len(depth.get(name, ())), name))
            for iri, classes in found.items()
        }

    def is_a(self, iri: str, class_name: str) -> bool:
        """Whether a thing is an instance of a class of the ontology."""
        return self.ontology.is_a(self.kinds.get(iri, ""), class_name)

    def things(self, class_name: str) -> list[str]:
        """Return the addresses of a class's instances, sorted."""
        kinds = [kind for kind in self._by_kind if self.ontology.is_a(kind, class_name)]
        return sorted(iri for kind in kinds for iri in self._by_kind[kind])

    @cached_property
    def _by_kind(self) -> dict[str, list[str]]:
        by_kind: dict[str, list[str]] = defaultdict(list)
        for iri, kind in self.kinds.items():
            by_kind[kind].append(iri)
        return by_kind

    @cached_property
    def triples(self) -> list[Triple]:
        """The graph as one: claims and facts, or facts alone, with the dataset and the terms they use.

        Sorted, without repetition and without blank nodes.
        """
        stated = self._plain if self.facts_only else self._claims
        facts = self._facts_of_things if self.facts_only else self._facts
        used = set(self._used_terms(stated | facts))
        known = {triple.subject for triple in stated} | used
        merged = {triple for triple in facts if triple.subject in known}
        merged |= stated
        merged.update(self.dataset, self._terms(used), self._vocabulary(merged))
        return sorted(merged, key=triple_key)

    @cached_property
    def quads(self) -> list[Quad]:
        """The named graphs as they are stored; with ``facts_only`` without ontology and assertions."""
        if not self.facts_only:
            return list(self.store.quads())
        return [
            Quad(triple.subject, triple.predicate, triple.object, NamedNode(graph))
            for graph, triples in ((CLAIMS_GRAPH, self._plain), (FACTS_GRAPH, self._facts_of_things))
            for triple in triples
        ]

    @cached_property
    def _facts_of_things(self) -> set[Triple]:
        return {triple for triple in self._facts if self.is_a(_iri(triple.subject), "Entity")}

    @cached_property
    def _plain(self) -> set[Triple]:
        """What the claims graph says of things themselves: classes and names; and the date spans of facts."""
        kept = {_TYPE, *map(term, LABELS)}
        things = set(self.things("Entity"))
        spans = {triple.object for triple in self._facts_of_things}
        spans = {span for span in spans if isinstance(span, NamedNode) and self.is_a(span.value, "DateSpan")}
        return {
            triple
            for triple in self._claims
            if (triple.predicate in kept and _iri(triple.subject) in things) or triple.subject in spans
        }

    # -- what goes with it ----------------------------------------------------------------------

    @property
    def dataset_iri(self) -> str:
        """The address of what is exported: the dataset, or the part of it that is facts alone."""
        return DATASET + ("#facts" if self.facts_only else "")

    @cached_property
    def review(self) -> str:
        """How much of the graph has been reviewed, in a sentence; empty where everything is accepted."""
        told = how_reviewed(self.store)
        return f"{told}." if told else ""

    @cached_property
    def dataset(self) -> list[Triple]:
        """What the dataset says of itself: name, version, licence, ontology (VoID, DCAT 3)."""
        node = NamedNode(self.dataset_iri)
        title = "fashion-kg, facts without their sources" if self.facts_only else "fashion-kg"
        about = (
            ("rdf:type", term("void:Dataset")),
            ("rdf:type", term("dcat:Dataset")),
            ("dcterms:title", Literal(title, language="en")),
            ("dcat:version", Literal(__version__)),
            ("void:uriSpace", Literal(BASE)),
            ("void:vocabulary", NamedNode(PREFIXES["fkg"])),
            *(("dcterms:conformsTo", version) for version in self._ontology_says("owl:versionIRI")),
            *(("dcterms:license", licence) for licence in self._ontology_says("dcterms:license")),
            *((("dcterms:isPartOf", NamedNode(DATASET)),) if self.facts_only else ()),
            *((("dcterms:description", Literal(self.review, language="en")),) if self.review else ()),
        )
        return [Triple(node, term(name), value) for name, value in about]

    def _ontology_says(self, name: str) -> list[NamedNode]:
        return [node for node in self.ontology.objects(ONTOLOGY, name) if isinstance(node, NamedNode)]

    def _used_terms(self, triples: Iterable[Triple]) -> Iterator[NamedNode]:
        """Yield the terms of the word lists that a graph uses, and the broader ones above them."""
        lists = {iri for terms in self.ontology.terms.values() for iri in terms.values()}
        used = {triple.object for triple in triples if isinstance(triple.object, NamedNode)}
        open_ = [node for node in used if node.value in lists]
        seen: set[NamedNode] = set()
        while open_:
            node = open_.pop()
            if node not in seen:
                seen.add(node)
                yield node
                broader = self.ontology.objects(node.value, "skos:broader")
                open_ += [above for above in broader if isinstance(above, NamedNode)]

    def _terms(self, used: Iterable[NamedNode]) -> Iterator[Triple]:
        """Say what questions need to know of the terms in use: names, places, and the facts they give."""
        for node in used:
            for name in ("rdf:type", "skos:prefLabel", "skos:broader", *_STEERING):
                yield from self._said(node, name)

    def _vocabulary(self, triples: Iterable[Triple]) -> Iterator[Triple]:
        """Declare and label the classes and properties in use: OWL tools need the declarations."""
        seen: set[NamedNode] = set()
        for triple in triples:
            seen.add(triple.predicate)
            if triple.predicate in _NAMING_WORDS and isinstance(triple.object, NamedNode):
                seen.add(triple.object)
        open_ = list(seen)
        while open_:
            node = open_.pop()
            yield from self._said(node, "rdf:type")
            yield from self._said(node, "rdfs:label")
            for name in ("rdfs:subClassOf", "rdfs:subPropertyOf"):
                for above in self._said(node, name):
                    yield above
                    if isinstance(above.object, NamedNode) and above.object not in seen:
                        seen.add(above.object)
                        open_.append(above.object)

    def _said(self, node: NamedNode, name: str) -> Iterator[Triple]:
        for value in self.ontology.objects(node.value, name):
            if not isinstance(value, BlankNode):
                yield Triple(node, term(name), value)

    # -- looking things up ----------------------------------------------------------------------

    @cached_property
    def _index(self) -> dict[str, dict[str, list[Object]]]:
        index: dict[str, dict[str, list[Object]]] = defaultdict(lambda: defaultdict(list))
        for triple in self._claims | self._facts:
            iri, predicate, value = plain(triple)
            index[iri][predicate].append(value)
        return index

    def facts(self) -> list[tuple[str, str, Object]]:
        """Return the facts, sorted."""
        return [plain(triple) for triple in sorted(self._facts, key=triple_key)]

    def objects(self, iri: str, name: str) -> list[Object]:
        """Return the values of a thing's property, given as a CURIE, in claims and facts, sorted."""
        found = self._index.get(iri, {}).get(term(name).value, [])
        return sorted(found, key=node_key) if len(found) > 1 else found

    def values(self, iri: str, name: str) -> list[str]:
        """Return the same as texts: addresses and the values of literals."""
        return [node.value for node in self.objects(iri, name)]

    def value(self, iri: str, name: str) -> str:
        """Return the first value of a thing's property as text; empty where there is none."""
        return next(iter(self.values(iri, name)), "")

    def label(self, iri: str) -> str:
        """Return the label of a thing, a term or a property."""
        return self.value(iri, "rdfs:label") or self.ontology.label(iri)


def plain(triple: Triple) -> tuple[str, str, Object]:
    """Return subject, property and value of a triple; nothing in the claims and the facts is a blank node.

    Raises:
        TypeError: there is one all the same.
    """
    if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
        return triple.subject.value, triple.predicate.value, triple.object
    raise TypeError(f"{triple} has a blank node")


def _iri(node: object) -> str:
    return node.value if isinstance(node, NamedNode) else ""

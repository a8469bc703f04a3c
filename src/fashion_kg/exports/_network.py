"""The graph as a network for drawing programs: things, and the facts between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from fashion_kg.answers.network_files import representable
from fashion_kg.exports._content import Content
from fashion_kg.namespaces import PREFIXES
from fashion_kg.ontology import local_name

if TYPE_CHECKING:
    import networkx as nx

Fact = tuple[str, str, str]

_NAMING = ("fkg:campaignProperty", "fkg:agentProperty", "fkg:tenureProperty", "fkg:factProperty")


def network(content: Content) -> nx.MultiDiGraph[str]:
    """Return all things as nodes, and as an edge each fact of `relations`.

    Nodes, by address, have ``label``, ``kind`` (local name of the closest class) and ``sources`` (how
    many speak of it). Edges, with keys that no two share, have ``label``, ``property`` (local name),
    ``sources`` (how many say so), ``waves`` (how many press waves these are) and ``weight`` (as sources).
    The whole has ``review``, where not everything is accepted.
    Characters that XML cannot hold are replaced by U+FFFD.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    if content.review:
        graph.graph["review"] = content.review
    for iri in content.things("Entity"):
        graph.add_node(
            iri,
            label=representable(content.label(iri)),
            kind=content.kinds[iri],
            sources=len(content.values(iri, "dcterms:source")),
        )
    supports = Supports(content)
    for number, fact in enumerate(relations(content), 1):
        subject, predicate, value = fact
        sources = supports.sources(fact)
        waves = {wave for source in sources for wave in content.values(source, "fkg:pressWave")}
        graph.add_edge(
            subject,
            value,
            key=f"e{number}",
            label=representable(content.label(predicate)),
            property=local_name(predicate),
            sources=len(sources),
            waves=len(waves),
            weight=len(sources),
        )
    return graph


def relations(content: Content) -> Iterator[Fact]:
    """Yield the facts from a thing to a thing, sorted.

    In the ontology's own words: what the same facts are called in other vocabularies would only draw
    every line twice.
    """
    for subject, predicate, value in content.facts():
        if not isinstance(value, NamedNode) or not predicate.startswith(PREFIXES["fkg"]):
            continue
        if content.is_a(subject, "Entity") and content.is_a(value.value, "Entity"):
            yield subject, predicate, value.value


class Supports:
    """Finds who says so: the assertions from which a fact between two things follows.

    An assertion gives a fact if it names both its ends, is neither deprecated nor merely proposed, and
    its kind gives that property: a claim its own; the others those that a term in their fields names
    (a role's ``fkg:campaignProperty`` and the like), or that no term names; and the properties above.
    """

    def __init__(self, content: Content) -> None:
        self._content = content
        self._above = cache(self._find_above)
        self._named = cache(self._find_named)
        ontology = content.ontology
        terms = [iri for listed in ontology.terms.values() for iri in listed.values()]
        self._terms = frozenset(terms)
        named = {iri for one in terms for iri in self._iris(one, *_NAMING)}
        self._general: dict[str, set[str]] = defaultdict(set)
        for name, kind in ontology.stated_as.items():
            if (iri := PREFIXES["fkg"] + name) not in named:
                self._general[kind].add(iri)
        self._between: dict[frozenset[str], list[tuple[str, frozenset[str]]]] = defaultdict(list)
        for kind in ontology.statement_classes:
            for assertion in content.things(kind):
                self._read(kind, assertion)

    def _read(self, kind: str, assertion: str) -> None:
        content = self._content
        rank, state = (
            local_name(content.value(assertion, f"fkg:{name}")) for name in ("rank", "reviewState")
        )
        if rank == "deprecated" or state == "proposed":
            return
        values = [
            value
            for field in content.ontology.fields[kind]
            for value in content.values(assertion, f"fkg:{field.name}")
        ]
        properties = set(content.values(assertion, "fkg:property")) or set(self._general[kind])
        for value in values:
            if value in self._terms:
                properties |= self._named(value)
        given = frozenset(above for one in properties for above in self._above(one))
        things = sorted({value for value in values if content.is_a(value, "Entity")})
        for place, one in enumerate(things):
            for other in things[place:]:
                self._between[frozenset((one, other))].append((assertion, given))

    def assertions(self, fact: Fact) -> list[str]:
        """Return the assertions from which a fact follows, sorted."""
        subject, predicate, value = fact
        return sorted(
            assertion
            for assertion, given in self._between.get(frozenset((subject, value)), ())
            if predicate in given
        )

    def sources(self, fact: Fact) -> list[str]:
        """Return the sources that say so, sorted."""
        content = self._content
        return sorted(
            {
                source
                for assertion in self.assertions(fact)
                for evidence in content.values(assertion, "fkg:evidence")
                for source in content.values(evidence, "oa:hasSource")
            }
        )

    def _iris(self, iri: str, *names: str) -> Iterable[str]:
        nodes = (node for name in names for node in self._content.ontology.objects(iri, name))
        return [node.value for node in nodes if isinstance(node, NamedNode)]

    def _closure(self, iri: str, name: str) -> set[str]:
        found, open_ = set(), [iri]
        while open_:
            if (one := open_.pop()) not in found:
                found.add(one)
                open_ += self._iris(one, name)
        return found

    def _find_above(self, iri: str) -> set[str]:
        return self._closure(iri, "rdfs:subPropertyOf")

    def _find_named(self, iri: str) -> set[str]:
        return {named for one in self._closure(iri, "skos:broader") for named in self._iris(one, *_NAMING)}

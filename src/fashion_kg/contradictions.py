"""Why facts contradict the ontology, in words: things in two disjoint classes, and what puts them there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import cast

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Triple

from fashion_kg.errors import GraphFinding
from fashion_kg.namespaces import CLAIMS_GRAPH, FACTS_GRAPH, ONTOLOGY, PREFIXES, term
from fashion_kg.store import Store
from fashion_kg.subjects import Subject, construct, describe

_TYPE = term("rdf:type").value
_REMEDY = "Correct the statement that is wrong, or the class of the thing, and build again"

Edges = dict[str, set[str]]


@dataclass(frozen=True)
class Reason:
    """What makes a thing a member of a class: its own class, or the domain or range of a fact's property."""

    stated_class: str = ""
    fact: Triple | None = None
    side: str = ""


class Schema:
    """The part of an ontology that tells where things belong: class tree, domains, ranges, disjoint classes.

    Follows RDFS (rules rdfs2, rdfs3, rdfs5, rdfs7, rdfs9 and rdfs11 of RDF 1.1 Semantics), owl:disjointWith
    and owl:AllDisjointClasses; classes without a name are left to the reasoner.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        objects: dict[str, Edges] = defaultdict(lambda: defaultdict(set))
        for triple in triples:
            if not isinstance(triple.object, Literal):
                objects[triple.predicate.value][_key(triple.subject)].add(_key(triple.object))
        self._classes = objects[term("rdfs:subClassOf").value]
        self._properties = objects[term("rdfs:subPropertyOf").value]
        self._sides = {side: objects[term(f"rdfs:{side}").value] for side in ("domain", "range")}
        disjoint = {
            frozenset((one, other))
            for one, others in objects[term("owl:disjointWith").value].items()
            for other in others
        }
        first, rest = objects[term("rdf:first").value], objects[term("rdf:rest").value]
        for heads in objects[term("owl:members").value].values():
            members: set[str] = set().union(*(first[node] for head in heads for node in above(head, rest)))
            disjoint |= {frozenset(pair) for pair in combinations(members, 2)}
        self.disjoint = sorted(tuple(sorted(pair)) for pair in disjoint if len(pair) == 2)

    def reasons(self, facts: Iterable[Triple]) -> dict[str, dict[str, Reason]]:
        """Return for each thing its classes, each with one reason for it.

        Its own class comes before facts, and of these that of the narrowest property: others follow from it.
        """
        result: dict[str, dict[str, Reason]] = defaultdict(dict)
        for triple in sorted(facts, key=self._narrowest_first):
            subject, name = _key(triple.subject), triple.predicate.value
            if name == _TYPE:
                stated = _key(triple.object)
                for each in above(stated, self._classes):
                    result[subject].setdefault(each, Reason(stated_class=stated))
                continue
            for side, thing in (("domain", triple.subject), ("range", triple.object)):
                if isinstance(thing, Literal):
                    continue
                for broader in above(name, self._properties):
                    for found in self._sides[side].get(broader, ()):
                        for each in above(found, self._classes):
                            result[_key(thing)].setdefault(each, Reason(fact=triple, side=side))
        return result

    def _narrowest_first(self, triple: Triple) -> tuple[bool, int, str]:
        name = triple.predicate.value
        return name != _TYPE, -len(above(name, self._properties)), str(triple)

    def impossible_classes(self) -> Iterator[tuple[str, str, str]]:
        """Yield each class below two disjoint ones, which therefore can have no member, with the two."""
        for name in sorted(self._classes):
            up = above(name, self._classes)
            for one, other in self.disjoint:
                if one in up and other in up:
                    yield name, one, other
                    break


def _key(node: NamedNode | BlankNode | Triple | Literal) -> str:
    return node.value if isinstance(node, NamedNode) else str(node)


def above(name: str, edges: Edges) -> list[str]:
    """Return a name and everything reached from it, nearest first."""
    found = [name]
    for each in found:
        found += sorted(edges.get(each, set()) - set(found))
    return found


def find_contradictions(store: Store) -> list[GraphFinding]:
    """Return a finding for each thing in two disjoint classes, and for each class that can have no member.

    The cause names the thing, the two classes, and the statements that put it into them with their sources.
    """
    schema = Schema(construct(store, f"GRAPH <{ONTOLOGY}> {{ ?s ?p ?o }} FILTER(!ISLITERAL(?o))"))
    is_type = f"?p = {term('rdf:type')}"
    stated = construct(store, f"GRAPH <{CLAIMS_GRAPH}> {{ ?s ?p ?o }} FILTER({is_type})")
    facts = construct(store, f"GRAPH <{FACTS_GRAPH}> {{ ?s ?p ?o }} FILTER(!({is_type}))")
    findings = []
    for thing, classes in sorted(schema.reasons((*stated, *facts)).items()):
        told: set[frozenset[Reason]] = set()
        for one, other in schema.disjoint:
            if one not in classes or other not in classes:
                continue
            reasons = frozenset((classes[one], classes[other]))
            if reasons not in told:
                told.add(reasons)
                findings.append(_explained(store, thing, one, classes[one], other, classes[other]))
    for name, one, other in schema.impossible_classes():
        labels = describe(store, (name, one, other))
        both = f"{labels[one].label} and {labels[other].label}"
        cause = f"it can have no member, for it stands below {both}, which are disjoint"
        remedy = "Mend the ontology: take one of the classes above it away, or the disjointness"
        findings.append(GraphFinding("error", "impossible-class", name, labels[name].label, cause, remedy))
    return findings


def _explained(
    store: Store, thing: str, one: str, why: Reason, other: str, why_other: Reason
) -> GraphFinding:
    nodes = {thing, one, other}
    for reason in (why, why_other):
        nodes |= {reason.stated_class} - {""}
        if reason.fact:
            nodes |= {_key(reason.fact.subject), reason.fact.predicate.value, _key(reason.fact.object)}
    labels = describe(store, nodes)
    sources: set[str] = set()
    words = []
    for name, reason in ((one, why), (other, why_other)):
        said, found = _because(store, reason, labels, thing)
        sources |= set(found)
        words.append(f"it is {_a(labels[name].label)} because {said}")
    cause = (
        f"it cannot be both {_a(labels[one].label)} and {_a(labels[other].label)}, which are disjoint: "
        + "; ".join(words)
    )
    label = labels[thing].label
    return GraphFinding("error", "contradiction", thing, label, cause, _REMEDY, tuple(sorted(sources)))


def _because(
    store: Store, reason: Reason, labels: Mapping[str, Subject], thing: str
) -> tuple[str, tuple[str, ...]]:
    """Say what a reason is, and which sources stand behind it."""
    if reason.fact is None:
        return f"its sheets declare it {_a(labels[reason.stated_class].label)}", labels[thing].sources
    fact = reason.fact
    name = labels[fact.predicate.value].label
    value = fact.object.value if isinstance(fact.object, Literal) else labels[_key(fact.object)].label
    parts = (labels[_key(fact.subject)].label, name, value)
    role = "is something of which" if reason.side == "domain" else "is a value of"
    said = f'of the fact "{" ".join(parts)}" (it {role} "{name}"' + (
        " is stated)" if role.endswith("which") else ")"
    )
    statements = _statements(store, fact)
    if statements:
        said += ", which follows from " + " and ".join(f'"{subject.label}"' for subject in statements)
    return said, tuple(source for subject in statements for source in subject.sources)


_STATEMENTS = """
PREFIX fkg: <{fkg}>
SELECT DISTINCT ?assertion WHERE {{
  VALUES (?one ?other) {{ (ONE OTHER) }}
  ?assertion ?field ?one ; ?otherField ?other ; fkg:evidence ?evidence .
}}
""".format_map(PREFIXES)


def _statements(store: Store, fact: Triple) -> list[Subject]:
    """Return the statements that name both ends of a fact."""
    text = _STATEMENTS.replace("ONE OTHER", f"{fact.subject} {fact.object}")
    rows = cast(QuerySolutions, store.query(text))
    found = describe(store, (cast(NamedNode, row["assertion"]).value for row in rows))
    return [found[iri] for iri in sorted(found)]


def _a(noun: str) -> str:
    return f"an {noun}" if noun[:1].lower() in "aeiou" else f"a {noun}"

"""What findings are about: labels of things and the sources that speak of them, asked of any store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from pyoxigraph import Literal, NamedNode, QuerySolutions, Triple

from fashion_kg.namespaces import BASE, PREFIXES
from fashion_kg.ontology import local_name
from fashion_kg.store import Store


@dataclass(frozen=True)
class Subject:
    """What a finding is about.

    Attributes:
        iri: its address.
        label: its label, else the end of its address.
        sources: labels of the sources that speak of it.
    """

    iri: str
    label: str
    sources: tuple[str, ...] = ()


_ABOUT = """
PREFIX dcterms: <{dcterms}>
PREFIX fkg: <{fkg}>
PREFIX oa: <{oa}>
PREFIX rdfs: <{rdfs}>
SELECT DISTINCT ?subject ?label ?source WHERE {{
  VALUES ?subject {{ SUBJECTS }}
  {{ ?subject rdfs:label ?label }}
  UNION {{ ?subject fkg:evidence/oa:hasSource/rdfs:label ?source }}
  UNION {{ ?subject oa:hasSource/rdfs:label ?source }}
  UNION {{ ?subject ^oa:hasSelector/oa:hasSource/rdfs:label ?source }}
  UNION {{ ?subject dcterms:source/rdfs:label ?source }}
}}
""".format_map(PREFIXES)
_AT_ONCE = 500


def describe(store: Store, iris: Iterable[str]) -> Mapping[str, Subject]:
    """Return for each address its label and its sources; what is no address is described by itself."""
    wanted = sorted(set(iris))
    addresses = [iri for iri in wanted if iri.startswith(("http://", "https://"))]
    labels: dict[str, str] = {}
    sources: dict[str, set[str]] = defaultdict(set)
    for start in range(0, len(addresses), _AT_ONCE):
        values = " ".join(str(NamedNode(iri)) for iri in addresses[start : start + _AT_ONCE])
        for row in cast(QuerySolutions, store.query(_ABOUT.replace("SUBJECTS", values))):
            iri = cast(NamedNode, row["subject"]).value
            if isinstance(label := row["label"], Literal):
                labels[iri] = min(label.value, labels.get(iri, label.value))
            if isinstance(source := row["source"], Literal):
                sources[iri].add(source.value)
    return {iri: Subject(iri, labels.get(iri, _end(iri)), tuple(sorted(sources[iri]))) for iri in wanted}


def _end(iri: str) -> str:
    return iri.removeprefix(BASE) if iri.startswith(BASE) and "#" not in iri else local_name(iri)


def construct(store: Store, pattern: str) -> list[Triple]:
    """Return the triples ``?s ?p ?o`` that match a graph pattern."""
    answer = store.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}")
    return list(cast(Iterable[Triple], answer))

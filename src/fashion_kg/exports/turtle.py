"""Turtle 1.1: the whole graph in one file that is complete by itself and needs no named graphs.

It holds claims, evidence, sources, decisions and facts; the dataset with its licence and ontology; and
the labels and declarations of the roles, other terms, classes and properties that it uses. No blank
nodes. With ``facts_only``: things, their names and direct facts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fashion_kg.exports._content import Content
from fashion_kg.exports._rdf import Section, turtle
from fashion_kg.namespaces import BASE, DATASET, PREFIXES

summary = "Turtle: the whole graph in one file, complete by itself"
media_type = "text/turtle"
file_name = "fashion-kg.ttl"
is_folder = False
options = frozenset({"facts_only"})
order = 0


def render(content: Content) -> Mapping[str, bytes]:
    """Return the file; its triples are those of `Content.triples`."""
    return {file_name: turtle({"": content.triples}, content.ontology.prefixes, sections(content))}


def sections(content: Content) -> Callable[[str], Section]:
    """Return what says for a subject where it stands: a section for each class, in the ontology's order."""
    classes = list(content.ontology.paths)
    order_of = {name: place for place, name in enumerate(classes, 1)}
    headings = {name: content.ontology.label(PREFIXES["fkg"] + name) for name in classes}
    terms = {iri: name for name, listed in content.ontology.terms.items() for iri in listed.values()}
    last = len(classes) + 1

    def section(iri: str) -> Section:
        kind = content.kinds.get(iri) or terms.get(iri, "")
        if kind in order_of:
            return order_of[kind], headings[kind]
        if iri.startswith(DATASET):
            return 0, ""
        if iri.startswith(BASE) and not iri.startswith(PREFIXES["fkg"]):
            return last, "other"
        return last + 1, "classes and properties"

    return section

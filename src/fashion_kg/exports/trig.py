"""TriG 1.1: the three named graphs - ontology, claims, facts - in one file that people can read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from pyoxigraph import DefaultGraph, Triple

from fashion_kg.exports._content import Content
from fashion_kg.exports._rdf import triple_key, turtle
from fashion_kg.exports.turtle import sections

summary = "TriG: the named graphs (ontology, claims, facts) in one file"
media_type = "application/trig"
file_name = "fashion-kg.trig"
is_folder = False
options = frozenset({"facts_only"})
order = 0


def render(content: Content) -> Mapping[str, bytes]:
    """Return the file; its quads are those of `Content.quads`."""
    graphs: dict[str, list[Triple]] = defaultdict(list)
    for quad in content.quads:
        name = "" if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value
        graphs[name].append(quad.triple)
    ordered = {name: sorted(graphs[name], key=triple_key) for name in sorted(graphs)}
    return {file_name: turtle(ordered, content.ontology.prefixes, sections(content))}

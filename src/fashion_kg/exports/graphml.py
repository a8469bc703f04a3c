"""GraphML 1.0, for yEd, Cytoscape, igraph and NetworkX: things as nodes, facts between them as edges.

A directed graph that may have several edges between two nodes; see `network` for the attributes.
"""

from __future__ import annotations

from collections.abc import Mapping

from fashion_kg.answers.network_files import graphml
from fashion_kg.exports._content import Content
from fashion_kg.exports._network import network

summary = "GraphML: things and the facts between them, for yEd, Cytoscape, igraph"
media_type = "application/graphml+xml"
file_name = "fashion-kg.graphml"
is_folder = False
options: frozenset[str] = frozenset()
order = 0


def render(content: Content) -> Mapping[str, bytes]:
    """Return the file; its edges are the facts from a thing to a thing."""
    return {file_name: graphml(network(content))}

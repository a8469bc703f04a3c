"""GEXF 1.2, for Gephi: things as nodes, facts between them as edges.

A directed graph that may have several edges between two nodes; see `network` for the attributes. The
date and the program that NetworkX stamps on the file are left out, so that the same graph gives the
same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping

from fashion_kg.answers.network_files import gexf
from fashion_kg.exports._content import Content
from fashion_kg.exports._network import network

summary = "GEXF: things and the facts between them, for Gephi"
media_type = "application/gexf+xml"
file_name = "fashion-kg.gexf"
is_folder = False
options: frozenset[str] = frozenset()
order = 0


def render(content: Content) -> Mapping[str, bytes]:
    """Return the file; its edges are the facts from a thing to a thing."""
    return {file_name: gexf(network(content))}

"""GEXF 1.2, for Gephi: things as nodes, facts between them as edges.

A directed graph that may have several edges between two nodes; see `network` for the attributes. The
date and the program that NetworkX stamps on the file are left out, so that the same graph gives the
same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from fashion_kg.exports._content import Content
from fashion_kg.exports._network import network

summary = "GEXF: things and the facts between them, for Gephi"
media_type = "application/gexf+xml"
file_name = "fashion-kg.gexf"
is_folder = False
options: frozenset[str] = frozenset()
order = 0

# The first in the file is the real one: no node or edge stands before it.
_META = re.compile(r"<meta .*?</meta>", re.S)


def render(content: Content) -> Mapping[str, bytes]:
    """Return the file; its edges are the facts from a thing to a thing."""
    import networkx as nx

    text = "\n".join(nx.generate_gexf(network(content)))
    text = _META.sub("<meta><creator>fashion-kg</creator></meta>", text, count=1)
    return {file_name: f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()}

"""GraphML 1.0, for yEd, Cytoscape, igraph and NetworkX: things as nodes, facts between them as edges.

A directed graph that may have several edges between two nodes; see `network` for the attributes.
"""

from __future__ import annotations

import io
from collections.abc import Mapping

from fashion_kg.exports._content import Content
from fashion_kg.exports._network import network

summary = "GraphML: things and the facts between them, for yEd, Cytoscape, igraph"
media_type = "application/graphml+xml"
file_name = "fashion-kg.graphml"
is_folder = False
options: frozenset[str] = frozenset()
order = 0

# What XML parsers turn into a line feed unless it is escaped: XML 1.0's the first, XML 1.1's all of them.
_LINE_ENDS = {code: f"&#{code};" for code in map(ord, "\r\x85\u2028")}


def render(content: Content) -> Mapping[str, bytes]:
    """Return the file; its edges are the facts from a thing to a thing."""
    import networkx as nx

    out = io.BytesIO()
    nx.write_graphml_xml(network(content), out)
    return {file_name: out.getvalue().decode().translate(_LINE_ENDS).encode() + b"\n"}

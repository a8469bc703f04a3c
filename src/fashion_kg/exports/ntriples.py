"""N-Triples 1.1, canonical form, lines sorted: the same triples as the Turtle file, one a line."""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import RdfFormat

from fashion_kg.exports._content import Content
from fashion_kg.exports._rdf import lines, to_bytes

summary = "N-Triples: the triples of the Turtle file, one a line"
media_type = "application/n-triples"
file_name = "fashion-kg.nt"
is_folder = False
options = frozenset({"facts_only"})
order = 0


def render(content: Content) -> Mapping[str, bytes]:
    """Return the file; its triples are those of `Content.triples`."""
    return {file_name: lines(to_bytes(content.triples, RdfFormat.N_TRIPLES))}

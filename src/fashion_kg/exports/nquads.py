"""N-Quads 1.1, lines sorted: the three named graphs - ontology, claims, facts - one quad a line."""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import RdfFormat

from fashion_kg.exports._content import Content
from fashion_kg.exports._rdf import lines, to_bytes

summary = "N-Quads: the named graphs (ontology, claims, facts), one quad a line"
media_type = "application/n-quads"
file_name = "fashion-kg.nq"
is_folder = False
options = frozenset({"facts_only"})
order = 0


def render(content: Content) -> Mapping[str, bytes]:
    """Return the file; its quads are those of `Content.quads`."""
    return {file_name: lines(to_bytes(content.quads, RdfFormat.N_QUADS))}

"""RDF 1.1 XML, for tools that read nothing else: the same triples as the Turtle file.

XML 1.0 has no way to write most control characters, nor U+FFFE and U+FFFF, not even escaped. Each
becomes U+FFFD, the replacement character; every other export keeps them. A carriage return is written
``&#13;``, since XML parsers would turn a bare one into a line feed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pyoxigraph import RdfFormat

from fashion_kg.answers.network_files import representable
from fashion_kg.exports._content import Content
from fashion_kg.exports._rdf import language_tag, to_bytes
from fashion_kg.namespaces import PREFIXES

summary = "RDF/XML: the triples of the Turtle file, for tools that read nothing else"
media_type = "application/rdf+xml"
file_name = "fashion-kg.rdf"
is_folder = False
options = frozenset({"facts_only"})
order = 0

_LANGUAGE = re.compile(r'(?<= xml:lang=")[^"]*')
_ROOT = re.compile(r"<rdf:RDF ([^>]*)>")


def render(content: Content) -> Mapping[str, bytes]:
    """Return the file; its triples are those of `Content.triples`, but for what XML cannot hold."""
    written = to_bytes(content.triples, RdfFormat.RDF_XML, PREFIXES)
    text = representable(written.decode()).replace("\r", "&#13;")
    # In text Oxigraph escapes every quotation mark, so this is found in tags alone.
    text = _LANGUAGE.sub(lambda match: language_tag(match[0]), text)
    return {file_name: _ROOT.sub(_sorted_namespaces, text, count=1).encode() + b"\n"}


def _sorted_namespaces(root: re.Match[str]) -> str:
    return "\n    ".join(["<rdf:RDF", *sorted(root[1].split())]) + ">"

r"""JSON-LD 1.1: the same triples as the Turtle file, in compact form, with the context inside the file.

Things are node objects under ``@graph``, in the order of their addresses. Nothing is fetched to read it.
``<`` is written ``\u003c``, so that the text can stand in a page's script element.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from fashion_kg.exports._content import Content, plain
from fashion_kg.exports._context import Compactor, read_context
from fashion_kg.namespaces import term

summary = "JSON-LD: the triples of the Turtle file, its context inside"
media_type = "application/ld+json"
file_name = "fashion-kg.jsonld"
is_folder = False
options = frozenset({"facts_only"})
order = 0


def render(content: Content) -> Mapping[str, bytes]:
    """Return the file; its triples are those of `Content.triples`."""
    context = read_context(content.context_file, content.ontology)
    compact = Compactor(context)
    nodes: dict[str, dict[str, Any]] = {}
    for triple in content.triples:
        iri, predicate, value = plain(triple)
        node = nodes.setdefault(iri, {"@id": compact.reference(iri)})
        if predicate == term("rdf:type").value:
            node.setdefault("@type", []).append(compact.word(value.value))
        else:
            compact.add(node, predicate, value)
    document = {"@context": context, "@graph": list(nodes.values())}
    text = json.dumps(document, ensure_ascii=False, indent=1).replace("<", "\\u003c")
    return {file_name: text.encode() + b"\n"}

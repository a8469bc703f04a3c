"""Every IRI that Python types, and how new ones are made."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterable
from functools import cache

from pyoxigraph import NamedNode

BASE = "https://w3id.org/fashion-kg/"
ONTOLOGY = BASE + "ontology"
CLAIMS_GRAPH = BASE + "graph/claims"
FACTS_GRAPH = BASE + "graph/facts"
DATASET = BASE + "dataset"

PREFIXES: dict[str, str] = {
    "fkg": ONTOLOGY + "#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes of the vocabularies. Those of entities (``brand:``, ``person:`` ...) come from the ontology."""

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""A slug: lower-case letters and digits in groups joined by single hyphens."""


@cache
def term(curie: str) -> NamedNode:
    """Return the node for a vocabulary CURIE such as ``fkg:Credit`` or ``oa:hasSource``."""
    prefix, _, local = curie.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def entity_iri(path: str, slug: str) -> str:
    """Return the IRI of the thing with this slug below this path segment."""
    return f"{BASE}{path}/{slug}"


def content_iri(path: str, content: Iterable[object]) -> str:
    """Return an IRI that follows from what a node says.

    The last segment is the first 80 bits of the SHA-256 of the content's JSON, in base32: the same
    content has the same address in every build, and a million nodes collide with probability 4e-13.
    """
    canonical = json.dumps(list(content), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    digest = hashlib.sha256(canonical.encode()).digest()[:10]
    return f"{BASE}{path}/{base64.b32encode(digest).decode().lower()}"


def slugify(text: str) -> str:
    """Return a slug for an ASCII-able text; empty when nothing of it is left."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))


def own_slug(name: str, is_taken: Callable[[str], bool], latin: str = "") -> str:
    """Return a slug for one name alone: with a hash where ASCII loses letters of it, or another has the slug.

    Args:
        name: as people write it, in any script.
        is_taken: whether something of another name has a slug.
        latin: the name in Latin letters, for the readable part of the slug where ASCII loses letters.
    """
    import unicodedata

    plain = unicodedata.normalize("NFKD", name)
    lost = any(not char.isascii() and char.isalnum() for char in plain)
    digest = hashlib.sha256(unicodedata.normalize("NFKC", name).casefold().encode()).hexdigest()[:8]
    slug = (slugify(latin) if lost else "") or slugify(name) or "name"
    if lost or slug == "name" or is_taken(slug):
        slug = f"{slug}-{digest}"
    while is_taken(slug):
        slug += "-2"
    return slug

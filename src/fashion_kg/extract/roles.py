"""What the vocabulary calls roles in a language, and which role is broader than which."""

from __future__ import annotations

from collections.abc import Mapping

from fashion_kg.extract.words import EVERYWHERE, read_words
from fashion_kg.ontology import Ontology, local_name


def role_words(ontology: Ontology, language: str, labels: Mapping[str, str]) -> dict[str, str]:
    """Return the slug of each role by its names in a language, and in English, in small letters.

    What a grammar says of its labels goes before the vocabulary's words.
    """
    found: dict[str, str] = {}
    for wanted in (language, EVERYWHERE):
        for predicate in ("skos:prefLabel", "skos:altLabel", "skos:hiddenLabel"):
            for slug, iri in ontology.terms["Role"].items():
                for node in ontology.objects(iri, predicate):
                    spoken = (getattr(node, "language", "") or "").partition("-")[0]
                    if spoken == wanted:
                        found.setdefault(str(getattr(node, "value", "")).casefold(), slug)
    found |= {key.casefold(): value for key, value in labels.items()}
    none = read_words("shared")["no_labels"]
    return {label: slug for label, slug in found.items() if label not in none}


def below(ontology: Ontology, role: str, memory: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return a role and all that are broader, the nearest first; ``memory`` keeps what was asked before."""
    if role not in memory:
        chain, iri = [role], ontology.terms["Role"].get(role, "")
        while iri:
            above = [getattr(node, "value", "") for node in ontology.objects(iri, "skos:broader")]
            iri = above[0] if above and local_name(above[0]) not in chain else ""
            chain += [local_name(iri)] if iri else []
        memory[role] = tuple(chain)
    return memory[role]

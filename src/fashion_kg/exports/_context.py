"""The JSON-LD context: what follows for it from the ontology, and compaction by it."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode

from fashion_kg.errors import FashionKGError
from fashion_kg.exports._rdf import language_tag
from fashion_kg.namespaces import PREFIXES
from fashion_kg.ontology import Ontology, local_name

Json = Any
Definition = dict[str, Any]

_STRING = PREFIXES["xsd"] + "string"
_NATIVE = {
    PREFIXES["xsd"] + "integer": re.compile(r"0|-?[1-9]\d{0,14}"),
    PREFIXES["xsd"] + "boolean": re.compile("true|false"),
}
# What a reader joins to the base as it stands (RFC 3986, section 5.2): no scheme, no dots to resolve.
_SEGMENT = r"(?!\.\.?(?:/|$))[^/:?#]+"
_RELATIVE = re.compile(f"{_SEGMENT}(?:/{_SEGMENT})*")


def ontology_terms(ontology: Ontology) -> dict[str, Definition]:
    """Return the context's definitions for the properties of the ontology, by local name.

    Relations to things take addresses; texts that a claim or a field states are maps by language;
    numbers keep their type. Other properties need no definition: they are words of ``@vocab``.
    """
    kinds = ("owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty")
    properties = (iri for iri in ontology.instances(*kinds) if iri.startswith(PREFIXES["fkg"]))
    found = {local_name(iri): _definition(ontology, local_name(iri), iri) for iri in sorted(properties)}
    return {name: definition for name, definition in found.items() if len(definition) > 1}


def _definition(ontology: Ontology, name: str, iri: str) -> Definition:
    types = {local_name(str(node.value)) for node in ontology.objects(iri, "rdf:type")}
    ranges = [local_name(node.value) for node in ontology.objects(iri, "rdfs:range")]
    texts = {field.name for fields in ontology.fields.values() for field in fields if field.takes == "text"}
    texts |= {name for name, claimable in ontology.claimables.items() if claimable.takes == "text"}
    definition: Definition = {"@id": f"fkg:{name}"}
    if "ObjectProperty" in types:
        definition["@type"] = "@id"
    elif name in texts:
        definition["@container"] = "@language"
    elif ranges and ranges[0] not in ("Literal", "string"):
        definition["@type"] = f"xsd:{ranges[0]}"
    return definition


def read_context(file: Path, ontology: Ontology) -> dict[str, Json]:
    """Read the context, and add the definitions of properties that it does not know yet.

    Raises:
        FashionKGError: the file is not JSON with an ``@context``.
    """
    try:
        context = json.loads(file.read_text(encoding="utf-8"))["@context"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FashionKGError(
            f'"{file}" cannot be used as a JSON-LD context: {error}. Restore the file'
        ) from error
    return {
        **context,
        **{key: value for key, value in ontology_terms(ontology).items() if key not in context},
    }


class Compactor:
    """Shortens addresses and values by a context of our own plain kind.

    It knows ``@base``, ``@vocab``, prefixes, and terms with ``@id``, ``@type`` and a language
    container. A value that a term's type would misread is written in full under the property's CURIE,
    which carries no type, as the standard's term selection has it.

    Args:
        context: what stands under ``@context``.
    """

    def __init__(self, context: dict[str, Json]) -> None:
        self._base, self._vocabulary = context["@base"], context["@vocab"]
        self._prefixes = {
            iri: name for name, iri in context.items() if isinstance(iri, str) and name[0] != "@"
        }
        self._terms: dict[str, list[tuple[str, Definition]]] = defaultdict(list)
        self._names = {name for name in context if name[0] != "@"}
        spaces = {name: iri for iri, name in self._prefixes.items()}
        for name, definition in context.items():
            if isinstance(definition, dict):
                prefix, _, rest = definition["@id"].partition(":")
                self._terms[spaces.get(prefix, prefix + ":") + rest].append((name, definition))

    def curie(self, iri: str) -> str:
        """Return an address with a prefix, or in full."""
        space, local = _split(iri)
        return f"{self._prefixes[space]}:{local}" if space in self._prefixes and local else iri

    def reference(self, iri: str) -> str:
        """Return the address of a thing: relative to the base, with a prefix, or in full."""
        short = iri.removeprefix(self._base)
        return short if short != iri and _RELATIVE.fullmatch(short) else self.curie(iri)

    def word(self, iri: str) -> str:
        """Return a class or a property as a value: a word of the vocabulary, with a prefix, or in full."""
        for name, _ in self._terms.get(iri, ()):
            return name
        word = iri.removeprefix(self._vocabulary)
        return word if word != iri and word.isalnum() and word not in self._names else self.curie(iri)

    def add(self, node: dict[str, Json], predicate: str, value: NamedNode | Literal) -> None:
        """Add a property's value to a node object."""
        for name, definition in self._terms.get(predicate, ()):
            if definition.get("@container") == "@language":
                if isinstance(value, Literal) and value.datatype.value in (
                    _STRING,
                    PREFIXES["rdf"] + "langString",
                ):
                    language = language_tag(value.language) if value.language else "@none"
                    _append(node.setdefault(name, {}), language, value.value)
                    return
            elif (short := self._typed(definition.get("@type"), value)) is not None:
                _append(node, name, short)
                return
        key = self.curie(predicate) if predicate in self._terms else self.word(predicate)
        _append(node, key, self._full(value))

    def _typed(self, wanted: str | None, value: NamedNode | Literal) -> Json:
        if wanted is None:
            return self._full(value)
        if isinstance(value, NamedNode):
            return {"@id": self.reference, "@vocab": self.word}.get(wanted, lambda _: None)(value.value)
        if self.curie(value.datatype.value) != wanted:
            return None
        return _native(value) if _native(value) is not None else value.value

    def _full(self, value: NamedNode | Literal) -> Json:
        if isinstance(value, NamedNode):
            return {"@id": self.reference(value.value)}
        if value.language:
            return {"@value": value.value, "@language": language_tag(value.language)}
        if value.datatype.value == _STRING:
            return value.value
        return {"@value": value.value, "@type": self.curie(value.datatype.value)}


def _split(iri: str) -> tuple[str, str]:
    place = max(iri.rfind("/"), iri.rfind("#")) + 1
    return iri[:place], iri[place:]


def _native(value: Literal) -> int | bool | None:
    """Return the number or truth value of a literal in canonical form, else None."""
    pattern = _NATIVE.get(value.datatype.value)
    if pattern is None or not pattern.fullmatch(value.value):
        return None
    parsed = json.loads(value.value)
    return parsed if isinstance(parsed, int) else None


def _append(node: dict[str, Json], key: str, value: Json) -> None:
    """Set a key, or make its value a list where it has one already."""
    if key not in node:
        node[key] = value
    elif isinstance(node[key], list):
        node[key].append(value)
    else:
        node[key] = [node[key], value]

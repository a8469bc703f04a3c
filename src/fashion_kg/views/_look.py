"""What things and ties look like on pages: shapes and colours from a file, and the words of the legend."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from pyoxigraph import Literal, NamedNode

from fashion_kg.namespaces import PREFIXES
from fashion_kg.ontology import Ontology, local_name

Words = dict[str, str]


@dataclass(frozen=True)
class Group:
    """Roles that are filtered together, or the statements of one kind that tie otherwise than by a role.

    Attributes:
        id: slug of the top role, or local name of the kind of statement.
        label: its name by language.
        light: its colour on light ground.
        dark: its colour on dark ground.
    """

    id: str
    label: Words
    light: str
    dark: str


class Look:
    """Shapes, colours and words for one vocabulary.

    Args:
        ontology: the vocabulary.
    """

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self._file = look()

    def kind(self, name: str) -> dict[str, Any]:
        """Return a class as the legend shows it: as the nearest class at or above it that the file names."""
        near = self._nearest(name, self._file["kinds"])
        found = self._file["kinds"][near]
        label = words(self.ontology, PREFIXES["fkg"] + name, "rdfs:label", "skos:prefLabel")
        # A plural that is written for another class would be wrong, so it is made here.
        plural = found["plural"] if near == name else f"{label['en']}s"
        colours = {key: found[key] for key in ("shape", "light", "dark")}
        # What brands are tied as, such as what somebody is ambassador of, is no role of theirs.
        acts = self.ontology.is_a(name, "Agent") and not self.ontology.is_a(name, "Brand")
        return {"id": name, "label": label, "plural": {"en": plural}, "acts": acts, **colours}

    def order(self, names: Iterable[str]) -> list[str]:
        """Return classes in the order of the legend."""
        places = {name: place for place, name in enumerate(self._file["kinds"])}
        return sorted(set(names), key=lambda name: (places[self._nearest(name, places)], name))

    def group_of(self, term: str, statement_kind: str) -> str:
        """Return the id of a role's group: its topmost broader role; for what is no role, the statement's.

        Args:
            term: address of a role, a kind of ambassador, a property ...
            statement_kind: local name of the kind of statement that it stands in.
        """
        seen: list[str] = []
        while term not in seen:
            seen.append(term)
            broader = self.ontology.objects(term, "skos:broader")
            term = next((node.value for node in broader if isinstance(node, NamedNode)), term)
        if term in self.ontology.terms["Role"].values():
            return local_name(term)
        return statement_kind

    def groups(self, names: Iterable[str]) -> list[Group]:
        """Return groups in the order of the filter, by their ids."""
        roles, colours = self.ontology.terms["Role"], self._file["groups"]
        places = {name: place for place, name in enumerate(colours)}
        found = []
        for name in sorted(set(names), key=lambda name: (places.get(name, len(places)), name)):
            iri = roles.get(name) or PREFIXES["fkg"] + name
            near = name if name in colours else self._nearest(name, colours, "Assertion")
            label = words(self.ontology, iri, "rdfs:label", "skos:prefLabel")
            found.append(Group(name, label, colours[near]["light"], colours[near]["dark"]))
        return found

    def _nearest(self, name: str, known: Mapping[str, object], otherwise: str = "Entity") -> str:
        depth = self.ontology.ancestors
        above = [each for each in depth.get(name, ()) if each in known]
        return max(above, key=lambda each: (len(depth[each]), each), default=otherwise)


@cache
def look() -> dict[str, Any]:
    """Return what the file of shapes and colours says."""
    return tomllib.loads((resources.files("fashion_kg.views") / "look.toml").read_text(encoding="utf-8"))


def words(ontology: Ontology, iri: str, *properties: str) -> Words:
    """Return the names of a term by language; its local name stands in for a name in English."""
    labels = (
        node for each in properties for node in ontology.objects(iri, each) if isinstance(node, Literal)
    )
    found = {tag(node.language or "en"): node.value for node in labels}
    english = found.pop("en", None) or (found[min(found)] if found else local_name(iri))
    return {"en": english} | {key: found[key] for key in sorted(found)}


def tag(language: str) -> str:
    """Return a language tag as people write it, such as ``zh-Hant``; the graph has small letters."""
    first, *rest = language.split("-")
    return "-".join([first.lower(), *(each.title() if len(each) == 4 else each.upper() for each in rest)])

"""The vocabulary, read from its Turtle files: classes, properties, word lists, and what statements take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from fashion_kg.errors import Finding, FindingsError
from fashion_kg.namespaces import BASE, PREFIXES, term

Node = NamedNode | BlankNode | Literal


@dataclass(frozen=True)
class Field:
    """A field of a kind of statement: its key in sheets, what it takes, and whether it must be there.

    ``takes`` is the local name of a class of the ontology, or ``text``, or ``property`` and ``value``
    for the two free fields of a claim.
    """

    name: str
    takes: str
    required: bool


@dataclass(frozen=True)
class Claimable:
    """A property that a claim may state: of which classes, and what value it takes."""

    name: str
    claimed_of: frozenset[str]
    takes: str
    acyclic: bool
    single_valued: bool


class Ontology:
    """What the vocabulary files say, by the local names that sheets use.

    Args:
        files: ontology files in Turtle.
        shapes: SHACL shapes of the data, from which the fields of statements are taken.

    Raises:
        FindingsError: a file is not valid Turtle.
    """

    def __init__(self, files: Iterable[Path], shapes: Iterable[Path] = ()) -> None:
        self.files = tuple(files)
        self._objects: dict[tuple[str, str], list[Node]] = defaultdict(list)
        self._subjects: dict[tuple[str, str], list[str]] = defaultdict(list)
        for file in (*self.files, *shapes):
            self._load(file)

    def _load(self, file: Path) -> None:
        try:
            for triple in parse(path=file, format=RdfFormat.TURTLE, rename_blank_nodes=True):
                subject = (
                    str(triple.subject) if isinstance(triple.subject, BlankNode) else triple.subject.value
                )
                self._objects[subject, triple.predicate.value].append(triple.object)
                if isinstance(triple.object, NamedNode):
                    self._subjects[triple.predicate.value, triple.object.value].append(subject)
        except SyntaxError as error:
            raise FindingsError(
                [
                    Finding(
                        str(file),
                        error.lineno or 0,
                        "",
                        f"this is not valid Turtle: {error.msg.partition(': ')[2] or error.msg}",
                        "Mend the syntax",
                    )
                ]
            ) from error

    # -- reading single values ------------------------------------------------------------------

    def objects(self, subject: str, predicate: str) -> list[Node]:
        """Return the objects of a subject's property, given as a CURIE, in the order of the file."""
        return self._objects.get((subject, term(predicate).value), [])

    def _iris(self, subject: str, predicate: str) -> list[str]:
        return [node.value for node in self.objects(subject, predicate) if isinstance(node, NamedNode)]

    def _flag(self, subject: str, predicate: str) -> bool:
        return any(
            isinstance(node, Literal) and node.value == "true" for node in self.objects(subject, predicate)
        )

    def instances(self, *types: str) -> list[str]:
        """Return what has one of these types, given as CURIEs, in the order of the files."""
        found = (
            iri
            for name in types
            for iri in self._subjects.get((term("rdf:type").value, term(name).value), [])
        )
        return list(dict.fromkeys(found))

    def label(self, iri: str, language: str = "en") -> str:
        """Return the term's label in a language, else in English, else in any, else its local name."""
        labels = {
            node.language or "": node.value
            for name in ("skos:prefLabel", "rdfs:label")
            for node in self.objects(iri, name)
            if isinstance(node, Literal)
        }
        for wanted in (language.lower(), "en"):
            if wanted in labels:
                return labels[wanted]
        return labels[min(labels)] if labels else local_name(iri)

    def called(self, class_name: str) -> str:
        """Return what people call a class of the vocabulary: its label in English."""
        return self.label(PREFIXES["fkg"] + class_name)

    # -- classes --------------------------------------------------------------------------------

    @cached_property
    def _class_iris(self) -> list[str]:
        return [iri for iri in self.instances("owl:Class") if iri.startswith(PREFIXES["fkg"])]

    @cached_property
    def ancestors(self) -> dict[str, frozenset[str]]:
        """For each class of the vocabulary, by local name: itself and all classes above it."""
        parents = {
            local_name(iri): {
                local_name(parent)
                for parent in self._iris(iri, "rdfs:subClassOf")
                if parent.startswith(PREFIXES["fkg"])
            }
            for iri in self._class_iris
        }
        result: dict[str, frozenset[str]] = {}

        def climb(name: str, below: tuple[str, ...] = ()) -> frozenset[str]:
            if name not in result:
                above = (
                    climb(parent, (*below, name)) for parent in parents.get(name, ()) if parent not in below
                )
                result[name] = frozenset({name}.union(*above))
            return result[name]

        for name in parents:
            climb(name)
        return result

    def is_a(self, name: str, ancestor: str) -> bool:
        """Whether a class is, or is below, another."""
        return ancestor in self.ancestors.get(name, frozenset())

    @cached_property
    def paths(self) -> dict[str, str]:
        """Path segment of each class whose instances have addresses."""
        return {
            local_name(iri): segment.value
            for iri in self._class_iris
            for segment in self.objects(iri, "fkg:pathSegment")
            if isinstance(segment, Literal)
        }

    def _below(self, ancestor: str) -> tuple[str, ...]:
        return tuple(name for name in self.paths if self.is_a(name, ancestor) and name != ancestor)

    @cached_property
    def entity_classes(self) -> tuple[str, ...]:
        """Classes of things that a sheet may declare."""
        return self._below("Entity")

    @cached_property
    def statement_classes(self) -> tuple[str, ...]:
        """Kinds of assertion that a sheet may state."""
        return self._below("Assertion")

    @cached_property
    def source_classes(self) -> tuple[str, ...]:
        """Kinds of source."""
        return self._below("Source")

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """Every prefix that questions and exports may use: the vocabularies', and one a path segment."""
        paths = {path: f"{BASE}{path}/" for path in sorted(set(self.paths.values()))}
        return PREFIXES | paths

    # -- statements -----------------------------------------------------------------------------

    @cached_property
    def fields(self) -> dict[str, tuple[Field, ...]]:
        """The fields of each kind of statement, in their order, from the shapes."""
        return {name: self._fields_of(name) for name in self.statement_classes}

    def _fields_of(self, class_name: str) -> tuple[Field, ...]:
        found: list[tuple[int, Field]] = []
        for shape in self._subjects.get((term("sh:targetClass").value, PREFIXES["fkg"] + class_name), []):
            for node in self.objects(shape, "sh:property"):
                key = str(node)
                for order in self.objects(key, "sh:order"):
                    name = local_name(self._iris(key, "sh:path")[0])
                    required = any(
                        getattr(count, "value", "0") != "0" for count in self.objects(key, "sh:minCount")
                    )
                    found.append(
                        (
                            int(str(getattr(order, "value", "0"))),
                            Field(name, self._takes(key, name), required),
                        )
                    )
        return tuple(field for _, field in sorted(found, key=lambda pair: pair[0]))

    def _takes(self, shape: str, name: str) -> str:
        for iri in self._iris(shape, "sh:class"):
            return local_name(iri)
        return name if name in ("property", "value") else "text"

    def wording(self, class_name: str) -> str:
        """The sentence that a kind of statement makes, with its fields in braces."""
        found = self.objects(PREFIXES["fkg"] + class_name, "fkg:wording")
        return str(getattr(found[0], "value", "")) if found else ""

    @cached_property
    def _property_iris(self) -> list[str]:
        kinds = ("owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty")
        return [iri for iri in self.instances(*kinds) if iri.startswith(PREFIXES["fkg"])]

    @cached_property
    def claimables(self) -> dict[str, Claimable]:
        """The properties that a claim may state."""
        result = {}
        for iri in self._property_iris:
            if classes := self._iris(iri, "fkg:claimedOf"):
                ranges = [local_name(value) for value in self._iris(iri, "rdfs:range")]
                takes = ranges[0] if ranges and ranges[0] != "Literal" else "text"
                name = local_name(iri)
                result[name] = Claimable(
                    name,
                    frozenset(map(local_name, classes)),
                    takes,
                    self._flag(iri, "fkg:acyclic"),
                    self._flag(iri, "fkg:singleValued"),
                )
        return result

    @cached_property
    def stated_as(self) -> dict[str, str]:
        """For each fact property: the kind of statement from which it follows."""
        return {
            local_name(iri): local_name(kind)
            for iri in self._property_iris
            for kind in self._iris(iri, "fkg:statedAs")
        }

    # -- word lists -----------------------------------------------------------------------------

    @cached_property
    def terms(self) -> dict[str, dict[str, str]]:
        """For each class of terms, by local name: slug to IRI."""
        result: dict[str, dict[str, str]] = {}
        for name in self._below("Term"):
            found = self._subjects.get((term("rdf:type").value, PREFIXES["fkg"] + name), [])
            result[name] = {local_name(iri): iri for iri in found}
        return result

    def named(self, list_name: str) -> dict[str, str]:
        """Return the slug of each word of a list by its names in any language, in small letters."""
        return {
            node.value.casefold(): slug
            for predicate in ("skos:hiddenLabel", "skos:altLabel", "skos:prefLabel")
            for slug, iri in self.terms[list_name].items()
            for node in self.objects(iri, predicate)
            if isinstance(node, Literal)
        }


def local_name(iri: str) -> str:
    """Return what follows the last ``#`` or ``/`` of an IRI."""
    return iri.rstrip("/").replace("#", "/").rsplit("/", 1)[-1]

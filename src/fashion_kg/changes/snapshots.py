"""An export of the graph, read back from a file: what it says of each thing, in words."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import IO, cast

from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)

from fashion_kg.answers.shown import short
from fashion_kg.errors import UsageError
from fashion_kg.namespaces import BASE, DATASET, ONTOLOGY, PREFIXES, term

_ENDINGS = ("ttl", "nt", "nq", "trig", "jsonld", "json", "rdf", "xml")
_TYPE = PREFIXES["rdf"] + "type"
_IN_SCHEME, _SCHEME = PREFIXES["skos"] + "inScheme", f"<{PREFIXES['skos']}ConceptScheme>"

Pairs = frozenset[tuple[str, str]]


class Snapshot:
    """The triples of a file, by subject.

    Terms are kept as N-Triples writes them, because half a million texts are read and compared in a
    second. Names of graphs do not count, and blank nodes get names that follow from what is said of them.

    Args:
        path: a file in Turtle, N-Triples, N-Quads, TriG, JSON-LD or RDF/XML, by its ending;
            ``.gz`` may follow.

    Raises:
        UsageError: the file cannot be read, or is not what its ending says.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._of: dict[str, set[tuple[str, str]]] = {}
        nameless: list[Quad] = []
        for quad in _quads(path):
            subject, node = str(quad.subject), str(quad.object)
            if subject[0] == "_" or node[0] == "_":
                nameless.append(quad)
            else:
                self._of.setdefault(subject, set()).add((quad.predicate.value, node))
        if nameless:
            dataset = Dataset(Quad(quad.subject, quad.predicate, quad.object) for quad in nameless)
            dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
            for quad in dataset:
                self._of.setdefault(str(quad.subject), set()).add((quad.predicate.value, str(quad.object)))

    def subjects(self) -> set[str]:
        """Return every subject."""
        return set(self._of)

    def pairs(self, subject: str) -> set[tuple[str, str]]:
        """Return the properties of a subject with their values."""
        return self._of.get(subject, set())

    def values(self, subject: str, curie: str) -> list[str]:
        """Return the values of one property, sorted."""
        wanted = term(curie).value
        return sorted(node for name, node in self.pairs(subject) if name == wanted)

    def text(self, subject: str, curie: str) -> str:
        """Return the first value of a property in words, or an empty text."""
        found = self.values(subject, curie)
        return self.words(found[0]) if found else ""

    def words(self, node: str) -> str:
        """Return what a term is called: a text itself, a thing's label, else its short address."""
        if not node.startswith("<"):
            return plain(node)
        for curie in ("rdfs:label", "skos:prefLabel"):
            labels = self.values(node, curie)
            english = [label for label in labels if label.endswith("@en")]
            if labels:
                return plain((english or labels)[0])
        return short(node[1:-1])

    def types(self, subject: str) -> list[str]:
        """Return the classes of a subject that are of this vocabulary, by local name."""
        own = f"<{PREFIXES['fkg']}"
        return sorted(
            node[len(own) : -1]
            for name, node in self.pairs(subject)
            if name == _TYPE and node.startswith(own)
        )

    @cached_property
    def owners(self) -> dict[str, str]:
        """For each place in a source, and each of its selectors: the statement that it is evidence for."""
        evidence, selector = term("fkg:evidence").value, term("oa:hasSelector").value
        found = {
            node: subject for subject, pairs in self._of.items() for name, node in pairs if name == evidence
        }
        selectors = {
            node: owner
            for place, owner in found.items()
            for name, node in self.pairs(place)
            if name == selector
        }
        return found | selectors

    @cached_property
    def has_ontology(self) -> bool:
        """Whether the file holds the ontology, too, and not only what is said with it."""
        return (_TYPE, f"<{PREFIXES['owl']}Ontology>") in self.pairs(f"<{ONTOLOGY}>")

    @cached_property
    def vocabulary(self) -> set[str]:
        """Subjects that are words to say things with: classes, properties, terms, and the dataset itself."""
        return {
            subject
            for subject, pairs in self._of.items()
            if not subject.startswith(f"<{BASE}")
            or subject.startswith((f"<{ONTOLOGY}", f"<{DATASET}"))
            or (_TYPE, _SCHEME) in pairs
            or any(name == _IN_SCHEME for name, _ in pairs)
        }

    def with_property(self, curie: str) -> set[str]:
        """Return the subjects that have a property."""
        wanted = term(curie).value
        return {subject for subject, pairs in self._of.items() if any(name == wanted for name, _ in pairs)}

    def __len__(self) -> int:
        return sum(map(len, self._of.values()))


def plain(node: str) -> str:
    """Return the text of a literal that is written as in N-Triples."""
    triple = next(iter(parse(f"<x:s> <x:p> {node} .", format=RdfFormat.N_TRIPLES)))
    return cast(Literal | NamedNode, triple.object).value


def _quads(path: Path) -> Iterator[Quad]:
    endings = [ending.lstrip(".").lower() for ending in path.suffixes[-2:]]
    zipped = endings[-1:] == ["gz"]
    ending = next(iter(endings[:-1] if zipped else endings[-1:]), "")
    format_ = (
        RdfFormat.from_extension("jsonld" if ending == "json" else ending) if ending in _ENDINGS else None
    )
    if format_ is None:
        known = ", ".join(f".{name}" for name in _ENDINGS)
        raise UsageError(
            f'The ending of "{path}" names no RDF format. Export it in one of them ({known}; .gz may follow)'
        )
    try:
        with _open(path, zipped=zipped) as file:
            if format_ == RdfFormat.RDF_XML and _NESTED_ENTITY.search(file.read(_PROLOG_BYTES)):
                raise UsageError(
                    f'"{path}" declares entities made of other entities, which can grow without bound. '
                    "Export it without them"
                )
            file.seek(0)
            yield from parse(file, format=format_)
    except SyntaxError as error:
        raise UsageError(f'"{path}" is not what its ending says: {error.msg}. Export it again') from None
    except (EOFError, zlib.error):
        raise UsageError(f'"{path}" is a damaged archive. Export it again') from None
    except OSError as error:
        raise UsageError(f'"{path}" cannot be read: {error.strerror or error}. Check its name') from None


# Namespaces are often entities, and harmless; entities within entities are how a few lines become gigabytes.
_PROLOG_BYTES = 1_000_000
_NESTED_ENTITY = re.compile(rb"<!ENTITY[^>]*&[^>]*>")


def _open(path: Path, *, zipped: bool) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(path)) if zipped else path.open("rb")

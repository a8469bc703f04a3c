"""The description of the dataset: VoID (W3C 2011) and DCAT 3 (W3C 2024), in Turtle.

Counts of triples, things, classes and properties; licence, version and ontology; addresses to begin
with. Written with all other exports into one folder, it lists them as distributions by their relative
names, with sizes and SHA-256 (SPDX checksums); a reader resolves the names against the place from which
it read the description. The counts are those of the Turtle file.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Triple

from fashion_kg.exports._content import Content, WrittenFile, plain
from fashion_kg.exports._rdf import triple_key, turtle
from fashion_kg.namespaces import DATASET, PREFIXES, term

summary = "VoID and DCAT description of the dataset and its files, in Turtle"
media_type = "text/turtle"
file_name = "void.ttl"
is_folder = False
options = frozenset({"facts_only"})
order = 1

_SPDX = "http://spdx.org/rdf/terms#"
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
# Stands for the place of the description while Oxigraph, which knows no relative addresses, writes it.
_HERE = "here:"

Said = Iterator[tuple[str, str, NamedNode | Literal]]


def render(content: Content) -> Mapping[str, bytes]:
    """Return the file; it lists the files in `Content.files`."""
    said = [*_counts(content), *_classes(content), *_properties(content)]
    for file in content.files:
        said += _distribution(content, file)
    triples = {*content.dataset, *(Triple(NamedNode(iri), _term(name), value) for iri, name, value in said)}
    written = turtle(
        {"": sorted(triples, key=triple_key)},
        {**content.ontology.prefixes, "dataset": f"{DATASET}#", "spdx": _SPDX},
    )
    return {file_name: written.replace(f"<{_HERE}".encode(), b"<")}


def _term(name: str) -> NamedNode:
    return NamedNode(_SPDX + name.removeprefix("spdx:")) if name.startswith("spdx:") else term(name)


def _counts(content: Content) -> Said:
    dataset, triples = content.dataset_iri, content.triples
    about = (
        "Who made which fashion campaign, for whom, with what: statements, the sources that make them, facts."
    )
    yield dataset, "dcterms:description", Literal(about, language="en")
    yield dataset, "void:triples", Literal(len(triples))
    yield dataset, "void:entities", Literal(len(content.things("Entity")))
    yield dataset, "void:distinctSubjects", Literal(len({triple.subject for triple in triples}))
    yield dataset, "void:distinctObjects", Literal(len({triple.object for triple in triples}))
    yield dataset, "void:properties", Literal(len({triple.predicate for triple in triples}))
    yield dataset, "void:classes", Literal(len(_by_class(content)))
    days = {
        day
        for one in ("Reading", "Decision")
        for iri in content.things(one)
        for day in content.values(iri, "dcterms:date")
    }
    if days:
        yield dataset, "dcterms:modified", Literal(max(days), datatype=term("xsd:date"))
    for name in content.ontology.entity_classes:
        if examples := [iri for iri in content.things(name) if content.kinds[iri] == name]:
            yield dataset, "void:exampleResource", NamedNode(examples[0])


def _by_class(content: Content) -> dict[str, int]:
    members: dict[str, set[object]] = defaultdict(set)
    for triple in content.triples:
        if triple.predicate == term("rdf:type") and isinstance(triple.object, NamedNode):
            members[triple.object.value].add(triple.subject)
    return {iri: len(members[iri]) for iri in sorted(members)}


def _classes(content: Content) -> Said:
    for iri, number in _by_class(content).items():
        part = f"{DATASET}#class-{_part_name(iri)}"
        yield content.dataset_iri, "void:classPartition", NamedNode(part)
        yield part, "void:class", NamedNode(iri)
        yield part, "void:entities", Literal(number)


def _properties(content: Content) -> Said:
    for iri, number in sorted(Counter(triple.predicate.value for triple in content.triples).items()):
        part = f"{DATASET}#property-{_part_name(iri)}"
        yield content.dataset_iri, "void:propertyPartition", NamedNode(part)
        yield part, "void:property", NamedNode(iri)
        yield part, "void:triples", Literal(number)


def _part_name(iri: str) -> str:
    for prefix, space in PREFIXES.items():
        if iri.startswith(space):
            return f"{prefix}-{iri.removeprefix(space)}"
    return iri.replace("#", "/").replace("://", "-").replace("/", "-")


def _distribution(content: Content, file: WrittenFile) -> Said:
    here = NamedNode(_HERE + file.name)
    node = f"{DATASET}#file-{file.name.replace('/', '-')}"
    yield content.dataset_iri, "dcat:distribution", NamedNode(node)
    yield node, "rdf:type", term("dcat:Distribution")
    yield node, "dcterms:title", Literal(file.summary, language="en")
    yield node, "dcat:downloadURL", here
    yield node, "dcat:mediaType", NamedNode(_MEDIA_TYPES + file.media_type)
    yield (
        node,
        "dcat:byteSize",
        Literal(str(file.size), datatype=NamedNode(PREFIXES["xsd"] + "nonNegativeInteger")),
    )
    for _, predicate, value in map(plain, content.dataset):
        if predicate == term("dcterms:license").value:
            yield node, "dcterms:license", value
    yield node, "spdx:checksum", NamedNode(f"{node}-sha256")
    yield f"{node}-sha256", "rdf:type", _term("spdx:Checksum")
    yield f"{node}-sha256", "spdx:algorithm", _term("spdx:checksumAlgorithm_sha256")
    yield f"{node}-sha256", "spdx:checksumValue", Literal(file.sha256, datatype=term("xsd:hexBinary"))

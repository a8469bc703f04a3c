"""The JSON-LD context: it covers the ontology, and what it shortens reads back the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from fashion_kg.build import load_ontology
from fashion_kg.errors import FashionKGError
from fashion_kg.exports._context import Compactor, ontology_terms, read_context
from fashion_kg.layout import Project, packaged_root
from fashion_kg.namespaces import BASE, PREFIXES, entity_iri, term
from fashion_kg.ontology import Ontology

pytestmark = pytest.mark.filterwarnings("ignore:.*is deprecated, use Dataset:DeprecationWarning")

PROJECT = Project(packaged_root())
SUBJECT = f"{BASE}campaign/tide"


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology(PROJECT)


@pytest.fixture(scope="module")
def context() -> dict[str, Any]:
    found = json.loads(PROJECT.context_file.read_text(encoding="utf-8"))["@context"]
    assert isinstance(found, dict)
    return found


def compacted(context: dict[str, Any], predicate: str, *values: NamedNode | Literal) -> dict[str, Any]:
    compact = Compactor(context)
    node: dict[str, Any] = {"@id": compact.reference(SUBJECT)}
    for value in values:
        compact.add(node, predicate, value)
    return node


def read_back(context: dict[str, Any], node: dict[str, Any]) -> set[Triple]:
    text = json.dumps({"@context": context, **node})
    return {quad.triple for quad in parse(text, format=RdfFormat.JSON_LD)}


def test_the_file_has_every_property_of_the_ontology(context: dict[str, Any], ontology: Ontology) -> None:
    missing = {name: line for name, line in ontology_terms(ontology).items() if context.get(name) != line}
    lines = ",\n".join(f"    {json.dumps(name)}: {json.dumps(line)}" for name, line in missing.items())
    assert not missing, f"ontology/context.jsonld lacks, or has otherwise:\n{lines}"


def test_every_property_and_class_of_the_ontology_is_a_word(
    context: dict[str, Any], ontology: Ontology
) -> None:
    kinds = ("owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty")
    iris = [iri for iri in ontology.instances(*kinds) if iri.startswith(PREFIXES["fkg"])]
    assert len(iris) > 100
    compact = Compactor(context)
    for iri in iris:
        word = compact.word(iri)
        assert word == iri.removeprefix(PREFIXES["fkg"])
        node: dict[str, Any] = {"@id": "x:y", "@type": word}
        assert read_back(context, node) == {Triple(NamedNode("x:y"), term("rdf:type"), NamedNode(iri))}
        if word[0].islower():
            by_language = context.get(word, {}).get("@container") == "@language"
            value = Literal("z", language="en") if by_language else NamedNode("x:z")
            node = {"@id": "x:y", word: {"en": "z"} if by_language else {"@id": "x:z"}}
            assert read_back(context, node) == {Triple(NamedNode("x:y"), NamedNode(iri), value)}


def test_every_path_is_written_relative_to_the_base(context: dict[str, Any], ontology: Ontology) -> None:
    compact = Compactor(context)
    for path in sorted(set(ontology.paths.values())):
        for slug in ("a-slug", "2000..2009", "abc/quote"):
            iri = entity_iri(path, slug)
            assert compact.reference(iri) == f"{path}/{slug}"
            node: dict[str, Any] = {"@id": f"{path}/{slug}", "label": {"en": "x"}}
            assert read_back(context, node) == {
                Triple(NamedNode(iri), term("rdfs:label"), Literal("x", language="en"))
            }
            graph = rdflib.Graph().parse(data=json.dumps({"@context": context, **node}), format="json-ld")
            assert set(graph.subjects()) == {rdflib.URIRef(iri)}


def test_the_prefixes_are_those_of_the_code_and_no_term_is_named_like_one(context: dict[str, Any]) -> None:
    spaces = {name: iri for name, iri in context.items() if isinstance(iri, str) and name[0] != "@"}
    assert spaces == PREFIXES
    assert context["@base"] == BASE
    assert context["@vocab"] == PREFIXES["fkg"]
    assert context["@version"] == 1.1
    for name, definition in context.items():
        if isinstance(definition, dict):
            assert definition["@id"].partition(":")[0] in PREFIXES, name
            assert definition.keys() <= {"@id", "@type", "@container"}, name


def test_it_fetches_nothing(context: dict[str, Any]) -> None:
    assert not {"@import", "@context"} & context.keys()
    assert not any(
        "@context" in definition for definition in context.values() if isinstance(definition, dict)
    )


XSD = PREFIXES["xsd"]


@pytest.mark.parametrize(
    ("predicate", "values", "written"),
    [
        ("fkg:brand", [NamedNode(f"{BASE}brand/x")], {"brand": "brand/x"}),
        (
            "fkg:brand",
            [NamedNode(f"{BASE}brand/x"), NamedNode("https://example.org/y")],
            {"brand": ["brand/x", "https://example.org/y"]},
        ),
        ("fkg:brand", [Literal("a text")], {"fkg:brand": "a text"}),
        ("fkg:brand", [NamedNode("https://schema.org/Brand")], {"brand": "schema:Brand"}),
        ("fkg:brand", [NamedNode(BASE)], {"brand": BASE}),
        ("fkg:brand", [NamedNode(f"{BASE}a:b")], {"brand": f"{BASE}a:b"}),
        ("fkg:brand", [NamedNode(f"{BASE}a/../b")], {"brand": f"{BASE}a/../b"}),
        ("fkg:trait", [Literal("陶瓷", language="zh-hant")], {"trait": {"zh-Hant": "陶瓷"}}),
        (
            "fkg:trait",
            [Literal("a", language="en"), Literal("b", language="en"), Literal("c")],
            {"trait": {"en": ["a", "b"], "@none": "c"}},
        ),
        ("fkg:trait", [Literal(3)], {"fkg:trait": {"@value": "3", "@type": "xsd:integer"}}),
        ("fkg:trait", [NamedNode(f"{BASE}place/x")], {"fkg:trait": {"@id": "place/x"}}),
        ("fkg:paragraph", [Literal(3)], {"paragraph": 3}),
        ("fkg:paragraph", [Literal("007", datatype=NamedNode(f"{XSD}integer"))], {"paragraph": "007"}),
        ("fkg:paragraph", [Literal("3")], {"fkg:paragraph": "3"}),
        ("owl:deprecated", [Literal(True)], {"owl:deprecated": True}),
        ("owl:deprecated", [Literal("1", datatype=NamedNode(f"{XSD}boolean"))], {"owl:deprecated": "1"}),
        (
            "fkg:earliest",
            [Literal("2000-01-01", datatype=NamedNode(f"{XSD}date"))],
            {"earliest": "2000-01-01"},
        ),
        ("fkg:property", [NamedNode(f"{PREFIXES['fkg']}season")], {"property": "season"}),
        ("fkg:value", [NamedNode(f"{BASE}season/x")], {"value": {"@id": "season/x"}}),
        ("fkg:value", [Literal("x", language="fr")], {"value": {"@value": "x", "@language": "fr"}}),
        ("fkg:value", [Literal("true")], {"value": "true"}),
        ("fkg:notThere", [Literal("x", language="en")], {"notThere": {"@value": "x", "@language": "en"}}),
        ("skos:note", [Literal("x")], {"skos:note": "x"}),
    ],
)
def test_what_is_written_reads_back(
    context: dict[str, Any], predicate: str, values: list[NamedNode | Literal], written: dict[str, Any]
) -> None:
    node = compacted(context, term(predicate).value, *values)
    assert node == {"@id": "campaign/tide", **written}
    assert read_back(context, node) == {
        Triple(NamedNode(SUBJECT), term(predicate), value) for value in values
    }


def test_a_property_that_a_project_adds_is_known_without_touching_the_file(
    tmp_path: Path, context: dict[str, Any]
) -> None:
    (tmp_path / "more.ttl").write_text(
        f"""@prefix fkg: <{PREFIXES["fkg"]}> . @prefix owl: <{PREFIXES["owl"]}> .
        @prefix rdfs: <{PREFIXES["rdfs"]}> . @prefix xsd: <{XSD}> .
        fkg:soundtrackBy a owl:ObjectProperty ; rdfs:range fkg:Agent ; fkg:claimedOf fkg:Campaign .
        fkg:lookCount a owl:DatatypeProperty ; rdfs:range xsd:integer .
        fkg:slogan a owl:DatatypeProperty ; rdfs:range rdfs:Literal ; fkg:claimedOf fkg:Campaign .""",
        encoding="utf-8",
    )
    ontology = Ontology([*PROJECT.ontology_files, tmp_path / "more.ttl"], PROJECT.shape_files)
    added = read_context(PROJECT.context_file, ontology)
    assert {name: added[name] for name in added.keys() - context.keys()} == {
        "soundtrackBy": {"@id": "fkg:soundtrackBy", "@type": "@id"},
        "lookCount": {"@id": "fkg:lookCount", "@type": "xsd:integer"},
        "slogan": {"@id": "fkg:slogan", "@container": "@language"},
    }


@pytest.mark.parametrize("text", ["", "[]", "{}", '"@context"'])
def test_a_broken_file_is_a_sentence(tmp_path: Path, ontology: Ontology, text: str) -> None:
    (tmp_path / "context.jsonld").write_text(text)
    with pytest.raises(FashionKGError, match=r'context\.jsonld" cannot be used as a JSON-LD context'):
        read_context(tmp_path / "context.jsonld", ontology)
    with pytest.raises(FashionKGError, match="No such file"):
        read_context(tmp_path / "none.jsonld", ontology)

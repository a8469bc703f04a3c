from __future__ import annotations

from pathlib import Path

import pytest

from fashion_kg.errors import FindingsError
from fashion_kg.ontology import Ontology, local_name

PREFIXES = """
@prefix fkg: <https://w3id.org/fashion-kg/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def test_classes_and_what_they_are_below(ontology: Ontology) -> None:
    assert ontology.is_a("Duo", "Group")
    assert ontology.is_a("Duo", "Agent")
    assert ontology.is_a("Duo", "Duo")
    assert not ontology.is_a("Group", "Duo")
    assert not ontology.is_a("Nonsense", "Agent")
    assert {"Person", "Duo", "Brand", "Campaign"} <= set(ontology.entity_classes)
    assert not {"Entity", "Agent", "Credit", "Role", "Source"} & set(ontology.entity_classes)


def test_kinds_of_statement_have_fields_from_the_shapes(ontology: Ontology) -> None:
    assert [(field.name, field.takes, field.required) for field in ontology.fields["Credit"]] == [
        ("campaign", "Campaign", True),
        ("role", "Role", True),
        ("creditedAgent", "Agent", True),
    ]
    assert {field.name: field.takes for field in ontology.fields["Claim"]} == {
        "subject": "Entity",
        "property": "property",
        "value": "value",
    }
    assert {field.name: field.takes for field in ontology.fields["Appearance"]}["wearing"] == "text"


def test_every_kind_of_statement_can_be_written_and_said(ontology: Ontology) -> None:
    for kind in ontology.statement_classes:
        assert ontology.fields[kind], kind
        assert any(field.required for field in ontology.fields[kind]), kind
        assert all(
            "{" + field.name + "}" in ontology.wording(kind)
            for field in ontology.fields[kind]
            if field.required
        )


def test_claimables_and_facts_are_apart(ontology: Ontology) -> None:
    assert not set(ontology.claimables) & set(ontology.stated_as)
    assert ontology.stated_as["photographedBy"] == "Credit"
    assert ontology.claimables["season"].takes == "Season"
    assert ontology.claimables["season"].single_valued
    assert ontology.claimables["launched"].takes == "DateSpan"
    assert ontology.claimables["material"].takes == "text"
    assert ontology.claimables["reissueOf"].acyclic


def test_word_lists(ontology: Ontology) -> None:
    assert ontology.terms["Rank"]["preferred"] == "https://w3id.org/fashion-kg/rank/preferred"
    assert ontology.terms["Role"]
    assert ontology.called("AmbassadorKind") == "kind of ambassador"


def test_a_role_is_found_by_what_any_language_calls_it(ontology: Ontology) -> None:
    named = ontology.named("Role")
    assert named["mannequin"] == named["modella"] == named["模特兒"] == "model"


def test_labels_fall_back_from_the_language_to_english_to_any_to_the_name(tmp_path: Path) -> None:
    file = tmp_path / "x.ttl"
    file.write_text(
        PREFIXES
        + 'fkg:a rdfs:label "en"@en , "fr"@fr . fkg:b rdfs:label "fr"@fr , "de"@de . fkg:c rdfs:label "x" .',
        encoding="utf-8",
    )
    ontology = Ontology([file])
    iri = "https://w3id.org/fashion-kg/ontology#"
    assert [ontology.label(iri + name, "fr") for name in "abcd"] == ["fr", "fr", "x", "d"]
    assert [ontology.label(iri + name) for name in "abcd"] == ["en", "de", "x", "d"]


def test_classes_in_a_circle_do_not_hang(tmp_path: Path) -> None:
    file = tmp_path / "x.ttl"
    file.write_text(
        PREFIXES + "fkg:A a owl:Class ; rdfs:subClassOf fkg:B . fkg:B a owl:Class ; rdfs:subClassOf fkg:A .",
        encoding="utf-8",
    )
    assert Ontology([file]).is_a("A", "B")


def test_prefixes_reach_every_path(ontology: Ontology) -> None:
    assert ontology.prefixes["person"] == "https://w3id.org/fashion-kg/person/"
    assert ontology.prefixes["skos"] == "http://www.w3.org/2004/02/skos/core#"


def test_a_broken_file_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "x.ttl"
    file.write_text("<http://x/a> a <http://x/b> .\nnonsense\n", encoding="utf-8")
    with pytest.raises(FindingsError, match=r"x\.ttl:2: this is not valid Turtle"):
        Ontology([file])


def test_local_names() -> None:
    assert [local_name(iri) for iri in ("http://x/a#b", "http://x/a/b", "http://x/a/b/")] == ["b", "b", "b"]

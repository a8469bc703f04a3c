"""Reasoning: who is classified as what, which contradictions are caught, and what happens without Java."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from fashion_kg.build import derive_facts
from fashion_kg.checks import exit_code, validate
from fashion_kg.layout import Project
from fashion_kg.namespaces import CLAIMS_GRAPH, FACTS_GRAPH, ONTOLOGY, PREFIXES, term
from fashion_kg.reason import logical_part, reason
from fashion_kg.store import EmbeddedStore

HERE = Path(__file__).parent
PROJECT = Project(HERE.parent)
TEST = "https://w3id.org/fashion-kg/test/"
FKG = PREFIXES["fkg"]
TURTLE = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items()) + f"@prefix : <{TEST}> .\n"
STATED = (
    "fkg:evidence :evidence ; fkg:rank <https://w3id.org/fashion-kg/rank/normal> ; "
    "fkg:reviewState <https://w3id.org/fashion-kg/review-state/accepted>"
)
CREDIT = f"""
:credit a fkg:Credit ; fkg:campaign :winter ; fkg:creditedAgent :ada ; {STATED} ;
    fkg:role <https://w3id.org/fashion-kg/role/photographer> ;
    rdfs:label "Ada Example is credited as photographer on Winter"@en .
"""


@cache
def ontology_quads() -> list[Quad]:
    return [
        Quad(q.subject, q.predicate, q.object, NamedNode(ONTOLOGY))
        for file in PROJECT.ontology_files
        for q in parse(path=file, format=RdfFormat.TURTLE, rename_blank_nodes=True)
    ]


def store_of(claims: str = "", facts: str = "", ontology: str = "") -> EmbeddedStore:
    """Return a store of a small world, and of claims, facts and ontology given in Turtle."""
    store = EmbeddedStore()
    store.add(ontology_quads())
    world = parse(path=HERE / "shapes" / "world.ttl", format=RdfFormat.TURTLE)
    store.add(Quad(q.subject, q.predicate, q.object, NamedNode(CLAIMS_GRAPH)) for q in world)
    for text, graph in ((claims, CLAIMS_GRAPH), (facts, FACTS_GRAPH), (ontology, ONTOLOGY)):
        found = parse(TURTLE + text, format=RdfFormat.TURTLE, rename_blank_nodes=True)
        store.add(Quad(q.subject, q.predicate, q.object, NamedNode(graph)) for q in found)
    derive_facts(store, PROJECT.rule_files)
    return store


# -- classification -----------------------------------------------------------------------------


def test_whoever_is_credited_as_photographer_is_a_photographer() -> None:
    reasoned = reason(store_of(CREDIT))
    assert reasoned.consistent is True
    assert reasoned.members == {FKG + "Photographer": (TEST + "ada",)}
    (finding,) = reasoned.findings
    assert (finding.severity, finding.check, finding.label) == ("info", "classified", "photographer")
    assert finding.cause == "reasoning puts 1 into this class: Ada Example"


def test_a_proposed_credit_makes_nobody_a_photographer() -> None:
    proposed = CREDIT.replace("review-state/accepted", "review-state/proposed")
    assert reason(store_of(proposed)).members == {}


def test_long_lists_of_members_are_cut() -> None:
    people = "".join(f':p{n} a fkg:Person ; skos:prefLabel "Person {n}"@en . ' for n in range(7))
    facts = "".join(f":p{n} fkg:ambassadorOf :house . " for n in range(7))
    reasoned = reason(store_of(people, facts))
    assert len(reasoned.members[FKG + "Ambassador"]) == 7
    assert reasoned.findings[0].cause == (
        "reasoning puts 7 into this class: Person 0, Person 1, Person 2, Person 3, Person 4 and 2 more"
    )


def test_what_owl_2_does_not_know_is_left_out() -> None:
    facts = ':winter fkg:theme "one"@en , "two" . :winter fkg:medium "2031-01-01"^^xsd:date .'
    triples = logical_part(store_of(facts=facts))
    literals = {t.object for t in triples if isinstance(t.object, Literal)}
    assert {literal.value for literal in literals} == {"one", "two"}
    predicates = {t.predicate for t in triples}
    assert not predicates & {term("rdfs:label"), term("skos:prefLabel"), term("skos:definition")}
    assert reason(store_of(facts=facts)).consistent is True


# -- contradictions -----------------------------------------------------------------------------

SET_IN_ADA = f"""
:feature a fkg:Feature ; fkg:campaign :winter ; fkg:featured :ada ; {STATED} ;
    fkg:featureRelation <https://w3id.org/fashion-kg/feature-relation/set-in> ;
    rdfs:label "Winter is set in Ada Example"@en .
"""


def test_a_person_who_is_also_a_place_is_caught_and_explained() -> None:
    reasoned = reason(store_of(SET_IN_ADA))
    assert reasoned.consistent is False
    (finding,) = reasoned.findings
    assert (finding.severity, finding.check) == ("error", "contradiction")
    assert (finding.subject, finding.label) == (TEST + "ada", "Ada Example")
    assert finding.cause == (
        "it cannot be both an agent and a place, which are disjoint: "
        "it is an agent because its sheets declare it a person; "
        'it is a place because of the fact "Winter set in Ada Example" (it is a value of "set in"), '
        'which follows from "Winter is set in Ada Example"'
    )
    assert finding.sources == ("Example Press on Winter",)


def test_a_contradiction_by_domain_and_by_a_narrower_property() -> None:
    reasoned = reason(store_of(facts=":city fkg:material 'leather'@en . :gala fkg:designedBy :ada ."))
    assert reasoned.consistent is False
    assert {finding.label: finding.cause for finding in reasoned.findings} == {
        "Exampleton": "it cannot be both a creation and a place, which are disjoint: "
        'it is a creation because of the fact "Exampleton material leather" '
        '(it is something of which "material" is stated); '
        "it is a place because its sheets declare it a place",
        "Example Gala": "it cannot be both a creation and an occasion, which are disjoint: "
        'it is a creation because of the fact "Example Gala designed by Ada Example" '
        '(it is something of which "designed by" is stated); '
        "it is an occasion because its sheets declare it an occasion",
    }


def test_two_classes_in_the_sheets_contradict_each_other() -> None:
    reasoned = reason(store_of(":ada a fkg:Brand ."))
    assert reasoned.consistent is False
    (finding,) = reasoned.findings
    assert finding.cause == (
        "it cannot be both an organization and a person, which are disjoint: "
        "it is an organization because its sheets declare it a brand; "
        "it is a person because its sheets declare it a person"
    )


def test_classes_that_are_all_disjoint() -> None:
    axioms = "[] a owl:AllDisjointClasses ; owl:members ( fkg:Campaign fkg:Season fkg:Place ) ."
    (finding,) = reason(store_of(":winter a fkg:Season .", ontology=axioms)).findings
    assert finding.cause.startswith("it cannot be both a campaign and a season")


def test_a_contradiction_that_no_disjointness_explains() -> None:
    axioms = "fkg:brand a owl:AsymmetricProperty ."
    reasoned = reason(store_of(facts=":house fkg:brand :house .", ontology=axioms))
    assert reasoned.consistent is False
    (finding,) = reasoned.findings
    assert finding.cause.startswith("the facts contradict the ontology, though no thing is in two classes")


def test_a_class_that_can_have_no_member() -> None:
    axioms = """
    fkg:Statue a owl:Class ; rdfs:subClassOf fkg:Person , fkg:Place ; rdfs:label "statue"@en .
    fkg:Void a owl:Class ; rdfs:label "void"@en ;
        rdfs:subClassOf [ a owl:Class ; owl:complementOf fkg:Void ] .
    """
    reasoned = reason(store_of(ontology=axioms))
    assert reasoned.consistent is True
    assert {finding.label: finding.cause for finding in reasoned.findings} == {
        "statue": "it can have no member, for it stands below agent and place, which are disjoint",
        "void": "no thing can be a member of this class",
    }
    assert {(f.severity, f.check) for f in reasoned.findings} == {("error", "impossible-class")}


def test_the_sources_own_disagreements_are_no_contradiction() -> None:
    seasons = f"""
    :one a fkg:Claim ; fkg:subject :winter ; fkg:property fkg:season ; fkg:value :season ; {STATED} .
    :two a fkg:Claim ; fkg:subject :winter ; fkg:property fkg:season ; fkg:value :other-season ; {STATED} .
    :other-season a fkg:Season ; skos:prefLabel "Winter 2032"@en .
    """
    assert reason(store_of(seasons)).consistent is True


# -- without Java, time or memory ---------------------------------------------------------------


def test_without_java_it_says_what_it_left_out_and_goes_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    reasoned = reason(store_of(CREDIT))
    assert (reasoned.consistent, reasoned.members) == (None, {})
    assert [str(finding) for finding in reasoned.findings] == [
        "info: reasoning-left-out: OWL consistency and classification were left out: "
        "there is no Java on this machine. Install Java 11 or newer, and validate again."
    ]
    findings = validate(PROJECT, store_of(CREDIT + SET_IN_ADA))
    assert "reasoning-left-out" in {finding.check for finding in findings}
    assert "contradiction" in {finding.check for finding in findings}, "disjoint classes need no Java"
    assert exit_code(findings) == 1


def test_out_of_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    reasoned = reason(store_of(CREDIT), seconds=0.2)
    assert reasoned.consistent is None
    (finding,) = reasoned.findings
    assert finding.cause.endswith("the reasoner took longer than 0.2 s and was stopped")
    assert finding.remedy == "Allow it more time"
    assert list(tmp_path.iterdir()) == []


def test_out_of_memory() -> None:
    reasoned = reason(store_of(CREDIT), megabytes=3)
    assert reasoned.consistent is None
    (finding,) = reasoned.findings
    assert (finding.severity, finding.check) == ("info", "reasoning-left-out")
    assert "the reasoner failed: " in finding.cause


def test_it_is_quiet_and_leaves_no_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert reason(store_of(CREDIT)).consistent is True
    assert reason(store_of(SET_IN_ADA)).consistent is False
    assert capfd.readouterr() == ("", "")
    assert list(tmp_path.iterdir()) == []

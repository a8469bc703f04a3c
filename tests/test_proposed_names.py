"""Names in the sheets that ``extract`` proposes: hostile ones, ones of other scripts, ones that two bear."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache

import pytest

from fashion_kg.build import load_ontology
from fashion_kg.claims import Entity, Text
from fashion_kg.curating.proposals import proposed_sheet
from fashion_kg.extract import Campaign, Name, Proposal, Reading, Span
from fashion_kg.extract.cleaning import read_text
from fashion_kg.layout import Project
from fashion_kg.namespaces import BASE
from fashion_kg.ontology import Ontology
from projects import ROOT


@cache
def ontology() -> Ontology:
    return load_ontology(Project(ROOT))


def credit(agent: str, role: str, iri: str = "") -> Proposal:
    span = Span(0, 10)
    return Proposal(
        kind="Credit",
        role=role,
        agent=Name(agent, iri),
        campaign=Campaign(Name("Casa Lumen")),
        span=span,
        printed=span,
        pattern="",
        language="en",
        confidence=0.9,
        proposer="test",
    )


def sheet_of(
    *proposals: Proposal, outlet: str = "", entities: dict[str, Entity] | None = None, language: str = ""
) -> str:
    article = read_text("Casa Lumen has shown its new campaign, and everybody who made it is named below.\n")
    article = replace(article, outlet=outlet or None)
    article = replace(article, languages=(language,)) if language else article
    return proposed_sheet(Reading(article, proposals, "test"), ontology(), entities or {}, "one")[1]


@pytest.mark.parametrize("name", ['"Q" Magazine', "'t Hooft", "{Brace} Amsel", '"', "'", "{"])
def test_a_name_may_begin_with_any_mark(name: str) -> None:
    sheet = tomllib.loads(sheet_of(credit(name, "photographer"), outlet=name))
    assert [each["label"] for each in sheet["Person"].values()] == [name]
    assert [each["label"] for each in sheet["Organization"].values()] == [name]


@pytest.mark.parametrize(
    ("name", "language", "read"),
    [
        ("孙木舟", "zh-Hans", "sun-muzhou"),
        ("孫木舟", "zh-Hant", "sun-muzhou"),
        ("2031春夏", "zh-Hans", "2031-chunxia"),
        ("南千代", "ja", "name"),
        ("ミナ・オカフォル", "ja", "mina-okaforu"),
        ("Тове Линдквар", "ru", "tove-lindkvar"),
        ("Łucja Żal", "pl", "lucja-zal"),
    ],
)
def test_an_address_can_be_read_where_the_script_can_and_is_one_names_alone(
    name: str, language: str, read: str
) -> None:
    (slug,) = tomllib.loads(sheet_of(credit(name, "photographer"), language=language))["Person"]
    assert slug.rpartition("-")[0] == read
    (other,) = tomllib.loads(sheet_of(credit(f"{name}ℵ", "photographer"), language=language))["Person"]
    assert other != slug


def test_a_known_name_in_another_language_keeps_it() -> None:
    iri = BASE + "person/oda"
    entities = {iri: Entity(iri, "Person", (Text('小田 "O"', "ja"),))}
    sheet = tomllib.loads(sheet_of(credit("Oda", "photographer", iri), entities=entities))
    assert sheet["Person"] == {"oda": {"label": {"ja": '小田 "O"'}}}


def test_people_whose_names_ascii_cannot_tell_apart_stay_apart() -> None:
    names = {"王 Lee": "photographer", "李 Lee": "stylist", "Lee": "model"}
    sheet = tomllib.loads(sheet_of(*(credit(*each) for each in names.items())))
    label_of = {f"person/{slug}": each["label"] for slug, each in sheet["Person"].items()}
    assert {label_of[each["creditedAgent"]]: each["role"] for each in sheet["Credit"]} == names
    assert "lee" in sheet["Person"]


def test_a_sheet_names_no_wave_and_where_its_text_stands() -> None:
    article = read_text("Casa Lumen has shown its new campaign, and everybody who made it is named below.\n")
    reading = Reading(article, (credit("Lee", "model"),), "test")
    _, content = proposed_sheet(reading, ontology(), {}, "one", url="https://example.org/one")
    source = tomllib.loads(content)["source"]
    assert "wave" not in source
    assert source["url"] == "https://example.org/one"


@pytest.mark.parametrize(
    ("text", "told"),
    [("Guido has done the hair.\n", True), ("Guido has done the hair. It is Guido Palau’s first.\n", False)],
)
def test_one_word_may_be_the_name_of_another(text: str, told: bool) -> None:
    iri = BASE + "person/guido-palau"
    entities = {iri: Entity(iri, "Person", (Text("Guido Palau", "en"),), (Text("Guido", "en"),))}
    proposal = replace(credit("Guido", "hair-stylist", iri), span=Span(0, 5), printed=Span(0, 5))
    _, sheet = proposed_sheet(Reading(read_text(text), (proposal,), "test"), ontology(), entities, "one")
    assert ('# It may be another: the text says only "Guido"\n[Person.guido-palau]' in sheet) is told

"""The rules of ontology/rules, one by one: when a fact follows, and when it must not (tests/rules/*.toml)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from fashion_kg.layout import Project
from fashion_kg.ontology import Ontology
from fashion_kg.store import EmbeddedStore
from projects import ROOT, TESTS, SmallProject, holds

CAST = """
[Person.ada]
label = "Ada"
[Person.ari]
label = "Ari"
[Group.band]
label = "The Band"
[Brand.orrery]
label = "Orrery"
[Campaign.night]
label = { fr = "Nuit", en = "Night" }
[Campaign.day]
label = { fr = "Jour", de = "Tag" }
[Product.tide]
label = "Tide"
[Product.ebb]
label = "Ebb"
[Place.sable]
label = "Sable"
[Occasion.gala]
label = "Gala"
[Season.s1]
label = "S1"
[Season.s2]
label = "S2"
"""
FACTS = "<https://w3id.org/fashion-kg/graph/facts>"
RULES = {
    file.stem: tomllib.loads(file.read_text(encoding="utf-8"))
    for file in sorted((TESTS / "rules").glob("*.toml"))
}
Case = dict[str, Any]


def cases(sort: str) -> list[Case]:
    """Return the cases of one sort: follows, never, conflict, agree."""
    return [case for rule in RULES.values() for case in rule.get(sort, [])]


def block(case: Case, phrase: str) -> str:
    """Write a case's statement as a sheet does."""
    kind, fields = next((key, value) for key, value in case.items() if isinstance(value, dict))
    lines = (f'{key} = "{value}"' for key, value in fields.items())
    return "\n".join([f"[[{kind}]]", *lines, f"evidence = [«{phrase}»]\n"])


def decided(case: Case, rank: str) -> str:
    """Write a decision about a case's statement."""
    kind, fields = next((key, value) for key, value in case.items() if isinstance(value, dict))
    inside = ", ".join(f'{key} = "{value}"' for key, value in fields.items())
    return (
        f'[[rank]]\n{kind} = {{ {inside} }}\nrank = "{rank}"\n'
        'reason = "So it is."\ndecidedBy = "the editors"\ndecided = 2031-03-01\n'
    )


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory, ontology: Ontology) -> dict[str, EmbeddedStore]:
    """Graphs of all the statements: as they are, decided upon, proposed, and proposed but read by someone."""
    body = CAST + "".join(block(case, f"case {number}") for number, case in enumerate(cases("follows")))
    found = {}
    for name in ("normal", "preferred", "deprecated", "proposed", "unreviewed"):
        small = SmallProject(tmp_path_factory.mktemp(name), ontology)
        small.sheet("first", body, review="proposed" if name in ("proposed", "unreviewed") else "accepted")
        if name in ("preferred", "deprecated"):
            small.write("graph/decisions.toml", "".join(decided(case, name) for case in cases("follows")))
        if name == "unreviewed":
            small.sheet("second", body, review=name)
        found[name] = small.graph()
    return found


@pytest.mark.parametrize("case", cases("follows"), ids=lambda case: case["fact"])
def test_facts_follow_unless_deprecated_or_only_proposed(
    case: Case, graphs: dict[str, EmbeddedStore]
) -> None:
    pattern = f"GRAPH {FACTS} {{ {case['fact']} }}"
    follows = {name: holds(store, pattern) for name, store in graphs.items()}
    assert follows == {
        "normal": True,
        "preferred": True,
        "deprecated": False,
        "proposed": False,
        "unreviewed": True,
    }


@pytest.mark.parametrize("case", cases("never"), ids=str)
def test_nothing_more_follows(case: Case, small: SmallProject) -> None:
    small.sheet("first", CAST + block(case, "so it is"))
    store = small.graph()
    assert holds(store, "?assertion fkg:evidence ?evidence")
    assert not holds(store, case["fact"])


# -- conflicts --------------------------------------------------------------------------------------


@pytest.mark.parametrize("sort", ["conflict", "agree"])
@pytest.mark.parametrize("rule", [name for name in RULES if name.startswith("conflicts-")])
def test_conflicts(rule: str, sort: str, tmp_path: Path, ontology: Ontology) -> None:
    assert RULES[rule][sort]
    for number, case in enumerate(RULES[rule][sort]):
        root = tmp_path / str(number)
        small = SmallProject(root, ontology)
        small.sheet("first", CAST + block(case["one"], "so it is"))
        small.sheet("second", CAST + block(case["other"], "it is not so"))
        store = small.graph()
        assert holds(store, "?a fkg:conflictsWith ?b . ?b fkg:conflictsWith ?a") == (sort == "conflict"), case
        assert holds(store, "?a fkg:conflictsWith ?b") == (sort == "conflict"), case
        assert not holds(store, "?a fkg:conflictsWith ?a"), case


def test_a_deprecated_assertion_keeps_its_conflict(small: SmallProject) -> None:
    case = RULES["conflicts-claims"]["conflict"][0]
    small.sheet("first", CAST + block(case["one"], "so it is") + block(case["other"], "it is not so"))
    small.write("graph/decisions.toml", decided(case["other"], "deprecated"))
    store = small.graph()
    assert holds(store, "?a fkg:rank rank:deprecated ; fkg:conflictsWith ?b . ?b fkg:rank rank:normal")
    assert holds(store, "campaign:night fkg:season season:s1")
    assert not holds(store, "campaign:night fkg:season season:s2")


# -- names, types, days -----------------------------------------------------------------------------


def test_everything_has_one_label_in_english_where_there_is_one(small: SmallProject) -> None:
    small.sheet("first", CAST)
    store = small.graph()
    assert holds(store, 'campaign:night rdfs:label "Night"@en')
    assert not holds(store, 'campaign:night rdfs:label "Nuit"@fr')
    assert holds(store, 'campaign:day rdfs:label "Tag"@de')
    assert not holds(store, 'campaign:day rdfs:label "Jour"@fr')


def test_types_climb_within_and_beyond_the_vocabulary(small: SmallProject) -> None:
    small.sheet("first", CAST)
    store = small.graph()
    assert holds(store, "person:ada a fkg:Person , fkg:Agent , fkg:Entity")
    assert not holds(store, "person:ada a fkg:Group")
    assert not holds(store, "person:ada a owl:Thing")
    assert not holds(store, f"GRAPH {FACTS} {{ ?thing a ?type FILTER(ISBLANK(?type)) }}")


def test_only_a_whole_day_becomes_a_day_of_publication(small: SmallProject) -> None:
    small.sheet("first", CAST, published="2031-02-03")
    small.sheet("second", CAST, published="2031-02")
    store = small.graph()
    assert holds(
        store, 'source:first schema:datePublished "2031-02-03"^^<http://www.w3.org/2001/XMLSchema#date>'
    )
    assert not holds(store, "source:second schema:datePublished ?day")


def test_a_credit_collects_the_names_that_are_printed(small: SmallProject) -> None:
    credit = '[[Credit]]\ncampaign = "night"\nrole = "model"\ncreditedAgent = "ada"\n'
    small.sheet(
        "first",
        CAST + credit + 'evidence = [«by Ada | creditText = "Ada"», «A. E.| creditText = "A. E."», «her»]\n',
    )
    store = small.graph()
    assert holds(store, '?credit a fkg:Credit ; schema:creditText "Ada" , "A. E."')
    assert not holds(store, '?credit a fkg:Credit ; schema:creditText "her"')


def test_every_rule_is_tested_here() -> None:
    own = {"labels", "types", "publication-days", "credit-texts"}
    rules = {file.stem for file in Project(ROOT).rule_files}
    assert rules == own | set(RULES)


def test_facts_are_never_blank(repository_store: EmbeddedStore) -> None:
    assert not holds(
        repository_store,
        f"GRAPH {FACTS} {{ ?s ?p ?o }} FILTER(ISBLANK(?s) || ISBLANK(?o))",
    )

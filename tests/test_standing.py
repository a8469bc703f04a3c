"""Review of single statements: what is in the graph, and what is left when only accepted statements count."""

from __future__ import annotations

import pytest

from fashion_kg.build import build, make_quads, read_project
from fashion_kg.standing import accepted_triples
from fashion_kg.store import EmbeddedStore, reviewed_store
from projects import SmallProject, holds, rows

WHO = 'reviewer = "Mia Prüfer"\nreviewed = 2031-03-04\n'
ACCEPTED, REJECTED = (
    f'review = "accepted"\n{WHO}',
    f'review = "rejected"\n{WHO}reason = "It is the byline."\n',
)
CAST = """[Person.{slug}]
label = "{name}"

[Brand.orrery]
label = "Maison Orrery"

[Campaign.tides]
label = "Tides"

"""
ADA, BEN = CAST.format(slug="ada", name="Ada Example"), '[Person.ben]\nlabel = "Ben Sample"\n\n'


def credit(agent: str, phrase: str, review: str = "", role: str = "photographer") -> str:
    return (
        f'[[Credit]]\ncampaign = "tides"\nrole = "{role}"\ncreditedAgent = "{agent}"\n{review}'
        f"evidence = [{phrase}]\n\n"
    )


def claim(value: str, phrase: str, review: str = "") -> str:
    fields = f'subject = "tides"\nproperty = "brand"\nvalue = "{value}"\n'
    return f"[[Claim]]\n{fields}{review}evidence = [{phrase}]\n\n"


def accepted(small: SmallProject) -> EmbeddedStore:
    """Return what would have been built of accepted statements alone."""
    triples = read_project(small.project, small.ontology)[1]
    narrowed = accepted_triples(triples)
    assert narrowed, "everything is accepted"
    return make_quads(small.project, small.ontology, narrowed, lambda _: None)


def test_a_statement_has_a_review_of_its_own(small: SmallProject) -> None:
    body = ADA + credit("ada", "«Ada shot it»", ACCEPTED) + credit("ada", "«Ada made it»", role="stylist")
    small.sheet("first", body, review="proposed")
    graph = small.graph()
    assert holds(
        graph,
        """?credit fkg:role <https://w3id.org/fashion-kg/role/photographer> ;
          fkg:reviewState review-state:accepted ; fkg:evidence ?evidence .
        ?evidence fkg:reviewState review-state:accepted ; fkg:reviewer ?reviewer ; fkg:reviewed ?day .
        ?reviewer a fkg:Reader ; rdfs:label "Mia Prüfer" FILTER(STR(?day) = "2031-03-04")""",
    )
    assert holds(
        graph,
        "?credit fkg:role <https://w3id.org/fashion-kg/role/stylist> ; "
        "fkg:reviewState review-state:proposed ; fkg:evidence ?evidence "
        "FILTER NOT EXISTS { ?evidence fkg:reviewState ?own }",
    )
    assert holds(graph, "campaign:tides fkg:photographedBy person:ada")
    assert not holds(graph, "campaign:tides fkg:styledBy person:ada")


def test_two_sources_are_as_good_as_the_better_of_their_statements(small: SmallProject) -> None:
    small.sheet("first", ADA + credit("ada", "«Ada shot it»", ACCEPTED), review="proposed")
    small.sheet("second", credit("ada", "«Ada»", 'review = "proposed"\n'))
    found = rows(small.graph(), "SELECT ?state { ?credit a fkg:Credit ; fkg:reviewState ?state }")
    assert [row["state"] for row in found] == ["review-state/accepted"]


def test_what_was_rejected_is_in_no_graph_nor_is_what_only_it_speaks_of(small: SmallProject) -> None:
    body = ADA + BEN + credit("ada", "«Ada shot it»") + credit("ben", "«by Ben»", REJECTED)
    small.sheet("first", body)
    graph = small.graph()
    assert holds(graph, "?credit fkg:creditedAgent person:ada")
    assert not holds(graph, "?anything ?at_all person:ben")
    assert not holds(graph, "person:ben ?at_all ?anything")
    assert holds(graph, "brand:orrery a fkg:Brand")  # spoken of nowhere, declared all the same
    built = build(small.project)
    assert (built.assertions, built.rejected, built.reviewed) == (1, 1, {})


def test_what_one_source_says_another_may_say_wrongly(small: SmallProject) -> None:
    small.sheet("first", ADA + credit("ada", "«Ada shot it»"))
    small.sheet("second", credit("ada", "«by Ada»", REJECTED))
    found = rows(small.graph(), "SELECT ?source { ?c a fkg:Credit ; fkg:evidence/oa:hasSource ?source }")
    assert [row["source"] for row in found] == ["source/first"]


def test_a_thing_that_only_others_declare_keeps_its_names(small: SmallProject) -> None:
    small.sheet("first", ADA + BEN, review="unreviewed")
    small.sheet("second", credit("ada", "«Ada shot it»"))
    graph = accepted(small)
    assert holds(graph, 'person:ada skos:prefLabel "Ada Example"@en ; dcterms:source source:second')
    assert not holds(graph, "person:ben ?at_all ?anything")
    assert not holds(graph, "source:first ?at_all ?anything")
    assert not holds(graph, "?anything dcterms:source source:first")


def test_names_and_facts_that_only_others_give_are_out(small: SmallProject) -> None:
    small.sheet("first", ADA + credit("ada", "«Ada shot it»"))
    small.sheet(
        "second",
        ADA.replace('"Ada Example"', '"Ada Example"\nalt = ["A. E."]') + claim("orrery", "«of Orrery»"),
        review="unreviewed",
    )
    whole, graph = small.graph(), accepted(small)
    for pattern in ('person:ada skos:altLabel "A. E."@en', "campaign:tides fkg:brand brand:orrery"):
        assert holds(whole, pattern)
        assert not holds(graph, pattern)
    assert holds(graph, "campaign:tides fkg:photographedBy person:ada")


def test_a_disagreement_with_what_is_not_accepted_is_none(small: SmallProject) -> None:
    events = '[[ProductEvent]]\nproduct = "bag"\neventKind = "released"\ndate = "{}"\nevidence = [{}]\n'
    small.sheet("first", '[Product.bag]\nlabel = "Bag"\n' + events.format("2000", "«in 2000»"))
    small.sheet("second", events.format("2001", "«in 2001»"), review="unreviewed")
    small.sheet("third", events.format("2002", "«in 2002»"), review="proposed")
    disputed = "?one fkg:conflictsWith ?other"
    assert len(rows(small.graph(), f"SELECT * {{ {disputed} }}")) == 2  # the two that were read, both ways
    assert not holds(accepted(small), disputed)


def test_decisions_about_what_is_left_out_go_with_it(small: SmallProject) -> None:
    small.sheet("first", ADA + credit("ada", "«Ada shot it»"))
    small.sheet("second", BEN + credit("ben", "«Ben shot it»"), review="unreviewed")
    more = 'reason = "So it is."\ndecidedBy = "the editors"\ndecided = 2031-03-03\n'
    small.write(
        "graph/decisions.toml",
        '[[rank]]\nCredit = { campaign = "tides", role = "photographer", creditedAgent = "ben" }\n'
        f'rank = "deprecated"\n{more}',
    )
    small.write("graph/identity.toml", f'[[different]]\nentities = ["ada", "ben"]\n{more}')
    assert holds(small.graph(), "?decision fkg:concerns person:ben")
    graph = accepted(small)
    assert not holds(graph, "?decision a fkg:RankDecision")
    assert not holds(graph, "?decision a fkg:IdentityDecision")


def test_one_thing_keeps_its_address_whoever_named_it_first(small: SmallProject) -> None:
    small.sheet("first", ADA, review="unreviewed")
    small.sheet("second", '[Person.a-e]\nlabel = "A. E."\n' + credit("a-e", "«A. E. shot it»"))
    small.write(
        "graph/identity.toml",
        '[[same]]\nkeep = "ada"\nmerge = ["a-e"]\nreason = "One site."\n'
        'decidedBy = "the editors"\ndecided = 2031-03-03\n',
    )
    graph = accepted(small)
    assert holds(graph, 'person:ada skos:prefLabel "Ada Example"@en ; skos:altLabel "A. E."@en')
    assert holds(graph, "person:a-e dcterms:isReplacedBy person:ada . ?credit fkg:creditedAgent person:ada")


def test_a_copy_of_what_is_left_out_stands_alone(small: SmallProject) -> None:
    small.sheet("first", ADA, review="unreviewed")
    small.sheet("second", credit("ada", "«Ada shot it»"), more='derivedFrom = ["first"]')
    assert holds(small.graph(), "source:second prov:wasDerivedFrom source:first")
    assert not holds(accepted(small), "source:second prov:wasDerivedFrom ?any")


@pytest.mark.parametrize("state", ["accepted", "unreviewed"])
def test_a_second_store_is_built_only_where_it_differs(state: str, small: SmallProject) -> None:
    small.sheet("first", ADA + credit("ada", "«Ada shot it»"))
    small.sheet("second", BEN + credit("ben", "«Ben shot it»"), review=state)
    built = build(small.project)
    found = reviewed_store(built.store)
    assert (found == built.store) == (state == "accepted") == (not built.reviewed)
    assert holds(EmbeddedStore(found), "?credit fkg:creditedAgent person:ben") == (state == "accepted")
    assert holds(EmbeddedStore(built.store), "?credit fkg:creditedAgent person:ben")

"""From sheets to the claims graph: what meets, what is merged, what is ranked, and how it is said."""

from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from fashion_kg.build import read_project
from fashion_kg.claims import DateSpan, Reference, Text, Value
from fashion_kg.namespaces import BASE, CLAIMS_GRAPH
from fashion_kg.store import EmbeddedStore
from fashion_kg.triples import assertion_iri
from projects import SmallProject, holds, rows

CAST = """
[Person.ada]
label = "Ada Example"
[Person.ari]
label = "Ari Sample"
[Campaign.night]
label = "Night Market"
[Brand.orrery]
label = "Maison Orrery"
"""

CREDIT = """
[[Credit]]
campaign = "night"
role = "photographer"
creditedAgent = "{agent}"
evidence = [{evidence}]
"""


def credit(agent: str, evidence: str) -> str:
    return CREDIT.format(agent=agent, evidence=evidence)


def test_the_claims_graph_has_no_blank_node(repository_store: EmbeddedStore) -> None:
    quads = list(repository_store.quads(CLAIMS_GRAPH))
    assert quads
    assert not [quad for quad in quads if BlankNode in (type(quad.subject), type(quad.object))]


def test_every_subject_of_the_claims_graph_has_an_address_of_ours(repository_store: EmbeddedStore) -> None:
    subjects = {quad.subject for quad in repository_store.quads(CLAIMS_GRAPH)}
    assert all(isinstance(subject, NamedNode) and subject.value.startswith(BASE) for subject in subjects)


def test_sources_that_say_the_same_meet(small: SmallProject) -> None:
    small.sheet("first", CAST + credit("ada", '«shot by Ada | creditText = "Ada"»'))
    small.sheet("second", CAST + credit("ada", '«Ada’s pictures | creditText = "Ada E."», «again Ada»'))
    store = small.graph()
    assert holds(
        store,
        """?credit a fkg:Credit ; fkg:evidence ?one , ?other .
           ?one oa:hasSource source:first ; fkg:creditText "Ada" .
           ?other oa:hasSource source:second ; fkg:creditText "Ada E." .""",
    )
    found = rows(
        store, "SELECT ?credit (COUNT(?e) AS ?n) { ?credit a fkg:Credit ; fkg:evidence ?e } GROUP BY ?credit"
    )
    assert [row["n"] for row in found] == ["3"]


def test_evidence_carries_the_place_and_the_reading(small: SmallProject) -> None:
    small.sheet("diary", CAST + credit("ada", '«shot by Ada | creditText = "Ada", position = 2»'))
    assert holds(
        small.graph(),
        """?credit fkg:evidence ?e .
           ?e a fkg:Evidence ; oa:hasSource source:diary ; fkg:position 2 ; fkg:paragraph 1 ;
             fkg:part <https://w3id.org/fashion-kg/part/body> ; oa:hasSelector ?quote , ?position ;
             prov:wasGeneratedBy ?reading .
           ?quote a oa:TextQuoteSelector ; oa:exact "shot by Ada" .
           ?position a oa:TextPositionSelector ; oa:start 6 ; oa:end 17 .
           ?reading prov:used source:diary ; prov:wasAssociatedWith/rdfs:label "the editors" .""",
    )


def test_the_address_of_an_assertion_follows_from_what_it_says() -> None:
    fields: list[tuple[str, Value]] = [
        ("subject", Reference(BASE + "campaign/night")),
        ("value", Text("Nacht", "de")),
        ("date", DateSpan.parse("2031")),
    ]
    iri = assertion_iri("claim", "Claim", fields)
    assert iri == BASE + "claim/2h2br22vtu7jmfkk"
    assert assertion_iri("claim", "Claim", reversed(fields)) == iri
    assert assertion_iri("claim", "Claim", [*fields[:1], ("value", Text("Nacht", "DE")), fields[2]]) == iri
    assert assertion_iri("claim", "Claim", [*fields[:1], ("value", Text("Nacht", "nl")), fields[2]]) != iri
    assert assertion_iri("claim", "Claim", fields[:2]) != iri
    assert assertion_iri("claim", "Feature", fields) != iri


def test_a_reference_a_date_and_a_text_of_the_same_letters_differ() -> None:
    iris = {
        assertion_iri("claim", "Claim", [("value", value)])
        for value in (
            Reference(BASE + "date/2031"),
            DateSpan.parse("2031"),
            Text(BASE + "date/2031"),
            Text("<" + BASE + "date/2031>"),
            Text("2031"),
        )
    }
    assert len(iris) == 4  # The address of a date span is the date span.


def test_the_order_of_keys_in_a_sheet_does_not_matter(small: SmallProject) -> None:
    small.sheet("first", CAST + credit("ada", "«Ada»"))
    small.sheet(
        "second",
        CAST + '[[Credit]]\nevidence = [«Ada again»]\ncreditedAgent = "person/ada"\nrole = "photographer"\n'
        'campaign = "https://w3id.org/fashion-kg/campaign/night"\n',
    )
    assert len(read_project(small.project, small.ontology)[1].assertions) == 1


WHY = """reason = "So it is."
decidedBy = "the editors"
decided = 2031-03-01
"""
SAME = f"""[[same]]
keep = "{{keep}}"
merge = [{{merge}}]
{WHY}
"""


def test_a_merge_leaves_no_address_unanswered(small: SmallProject) -> None:
    small.sheet("first", CAST + credit("ada", "«Ada»"))
    small.sheet(
        "second", CAST + '[Person.a-e]\nlabel = "A. E."\nalt = "Ada Example"\n' + credit("a-e", "«A. E.»")
    )
    before = {row["c"] for row in rows(small.graph(), "SELECT ?c { ?c a fkg:Credit }")}
    small.write("graph/identity.toml", SAME.format(keep="ada", merge='"a-e"'))
    store = small.graph()
    after = {row["c"] for row in rows(store, "SELECT ?c { ?c a fkg:Credit }")}
    assert len(before) == 2
    assert len(after) == 1
    assert after < before
    [gone] = before - after
    [kept] = after
    assert holds(store, f"<{BASE}{gone}> dcterms:isReplacedBy <{BASE}{kept}> ; owl:deprecated true")
    assert holds(store, "person:a-e dcterms:isReplacedBy person:ada ; owl:deprecated true")
    assert not holds(store, "person:a-e a ?type")
    assert not holds(store, "?s ?p person:a-e FILTER(?p != fkg:concerns)")
    assert holds(store, 'person:ada skos:altLabel "A. E."@en ; dcterms:source source:second')
    assert not holds(store, 'person:ada skos:altLabel "Ada Example"@en')
    assert holds(
        store, "?credit a fkg:Credit ; fkg:creditedAgent person:ada ; fkg:evidence ?a , ?b FILTER(?a != ?b)"
    )
    assert holds(
        store, '?d a fkg:IdentityDecision ; dcterms:description "So it is."@en ; fkg:concerns person:a-e'
    )


def test_merges_chain(small: SmallProject) -> None:
    small.sheet("first", CAST + '[Person.b]\nlabel = "B"\n[Person.c]\nlabel = "C"\n' + credit("c", "«C»"))
    small.write(
        "graph/identity.toml", SAME.format(keep="b", merge='"c"') + SAME.format(keep="ada", merge='"b"')
    )
    store = small.graph()
    assert holds(store, "person:c dcterms:isReplacedBy person:ada . person:b dcterms:isReplacedBy person:ada")
    assert holds(store, "?credit fkg:creditedAgent person:ada")


def test_different_and_unsure_keep_apart(small: SmallProject) -> None:
    small.sheet("first", CAST + credit("ada", "«Ada»"))
    small.write(
        "graph/identity.toml",
        f'[[different]]\nentities = ["ada", "ari"]\n{WHY}[[unsure]]\nentities = ["night", "orrery"]\n{WHY}',
    )
    store = small.graph()
    assert not holds(store, "?a dcterms:isReplacedBy ?b")
    found = rows(
        store, "SELECT ?j (COUNT(?e) AS ?n) { ?d fkg:judgement ?j ; fkg:concerns ?e } GROUP BY ?j ORDER BY ?j"
    )
    assert [tuple(row.values()) for row in found] == [("judgement/different", "2"), ("judgement/unsure", "2")]


RANK = f"""[[rank]]
Credit = {{{{ campaign = "night", role = "photographer", creditedAgent = "{{agent}}" }}}}
rank = "{{rank}}"
{WHY}
"""


def test_ranks(small: SmallProject) -> None:
    small.sheet("first", CAST + credit("ada", "«Ada»") + credit("ari", "«Ari»"))
    small.write("graph/decisions.toml", RANK.format(agent="ari", rank="deprecated"))
    store = small.graph()
    assert holds(store, "?credit fkg:creditedAgent person:ada ; fkg:rank rank:normal")
    assert holds(
        store,
        """?credit fkg:creditedAgent person:ari ; fkg:rank rank:deprecated .
           ?decision a fkg:RankDecision ; fkg:decides ?credit ; fkg:rank rank:deprecated ;
             dcterms:description "So it is."@en ; prov:wasAttributedTo/rdfs:label "the editors" .""",
    )
    assert len(rows(store, "SELECT ?rank { ?credit a fkg:Credit ; fkg:rank ?rank }")) == 2


def test_a_decision_about_a_merged_thing_follows_it(small: SmallProject) -> None:
    small.sheet("first", CAST + '[Person.a-e]\nlabel = "A. E."\n' + credit("a-e", "«A. E.»"))
    small.write("graph/identity.toml", SAME.format(keep="ada", merge='"a-e"'))
    small.write("graph/decisions.toml", RANK.format(agent="a-e", rank="preferred"))
    assert holds(small.graph(), "?credit fkg:creditedAgent person:ada ; fkg:rank rank:preferred")


@pytest.mark.parametrize(
    ("states", "best"),
    [
        (["proposed"], "proposed"),
        (["proposed", "unreviewed"], "unreviewed"),
        (["accepted", "proposed"], "accepted"),
        (["unreviewed", "accepted", "proposed"], "accepted"),
    ],
)
def test_an_assertion_has_the_best_review_state_of_its_sources(
    states: list[str], best: str, small: SmallProject
) -> None:
    for number, state in enumerate(states):
        small.sheet(f"s{number}", CAST + credit("ada", f"«Ada {number}»"), review=state)
    found = rows(small.graph(), "SELECT ?state { ?credit a fkg:Credit ; fkg:reviewState ?state }")
    assert [row["state"] for row in found] == [f"review-state/{best}"]


TENURE = '[[Tenure]]\nagent = "ada"\nhouse = "orrery"\ntenureRole = "creative-director"\n'


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        (
            TENURE,
            "Ada Example is creative director of Maison Orrery",
        ),
        (
            TENURE + 'start = "2030"\nend = "2031-02"\n',
            "Ada Example is creative director of Maison Orrery, from 2030, until 2031-02",
        ),
        (
            TENURE + 'end = "2031-02..2031-04"\n',
            "Ada Example is creative director of Maison Orrery, until 2031-02..2031-04",
        ),
        (
            '[[Claim]]\nsubject = "night"\nproperty = "theme"\nvalue = "light [and] {shade}"\n',
            "Night Market: theme light [and] {shade}",
        ),
        (
            '[[Appearance]]\nagent = "ada"\nappearanceKind = "guest"\nbrand = "orrery"\n',
            "Ada Example appeared as a guest, for Maison Orrery",
        ),
    ],
)
def test_an_assertion_says_in_words_what_it_states(
    statement: str, sentence: str, small: SmallProject
) -> None:
    small.sheet("first", CAST + statement + "evidence = [«so it is»]\n")
    triples = read_project(small.project, small.ontology)[1]
    assert [triples.sentence(assertion) for assertion in triples.assertions.values()] == [sentence]


def test_texts_keep_their_language(small: SmallProject) -> None:
    small.sheet(
        "first",
        '[Campaign.night]\nlabel = { zh-hant = "夜市", en = "Night Market" }\nhidden = "Nite Market"\n'
        '[[Claim]]\nsubject = "night"\nproperty = "theme"\nvalue = "燈火"\nevidence = [«燈火»]\n',
        language="zh-Hant",
    )
    store = small.graph()
    found = {
        quad.object
        for quad in store.quads(CLAIMS_GRAPH)
        if isinstance(quad.object, Literal)
        and quad.object.language in ("zh-hant", "en")
        and "kg/campaign" in str(quad)
    }
    assert found == {
        Literal("夜市", language="zh-Hant"),
        Literal("Night Market", language="en"),
        Literal("Nite Market", language="zh-Hant"),
    }
    assert holds(store, '?claim fkg:value "燈火"@zh-Hant')
    assert not holds(store, '?claim fkg:value "燈火"')


def test_a_name_is_never_both_preferred_and_other(small: SmallProject) -> None:
    small.sheet("first", '[Person.ada]\nlabel = "Ada"\nalt = ["Ada", "A."]\n')
    store = small.graph()
    assert [row["n"] for row in rows(store, "SELECT ?n { person:ada skos:altLabel ?n }")] == ["A."]


def test_a_source_carries_what_is_known_of_it(small: SmallProject) -> None:
    small.sheet("first", CAST)
    small.sheet(
        "second",
        CAST,
        published="2031-02",
        more="""
title = "Night"
wave = "night-market"
url = "https://loom.example/%20"
keywords = ["a", "b"]
byline = "By A."
note = "Found in a drawer."
publisher = "orrery"
author = ["ada", "person/ari"]
derivedFrom = ["first"]""",
    )
    assert holds(
        small.graph(),
        """source:second a fkg:PressArticle ; rdfs:label "The second"@en ; schema:headline "Night" ;
             schema:inLanguage "en" ; schema:publisher brand:orrery ; schema:author person:ada , person:ari ;
             schema:keywords "a" , "b" ; schema:creditText "By A." ; prov:wasDerivedFrom source:first ;
             dcterms:description "Found in a drawer." ;
             schema:url "https://loom.example/%20"^^<http://www.w3.org/2001/XMLSchema#anyURI> ;
             fkg:published <https://w3id.org/fashion-kg/date/2031-02> ;
             fkg:reviewState review-state:accepted ;
             fkg:pressWave <https://w3id.org/fashion-kg/wave/night-market> .
           <https://w3id.org/fashion-kg/wave/night-market> a fkg:PressWave ; rdfs:label "night market"@en .
           # What it copies counts with it.
           source:first fkg:pressWave <https://w3id.org/fashion-kg/wave/night-market> .""",
    )
    small.sheet("third", CAST)
    assert holds(small.graph(), "source:third fkg:pressWave <https://w3id.org/fashion-kg/wave/third>")


def test_readers_without_a_latin_name_have_an_address(small: SmallProject) -> None:
    sheet = small.sheet("first", CAST)
    sheet.write_text(sheet.read_text(encoding="utf-8").replace('"the editors"', '"編輯部"'), encoding="utf-8")
    assert holds(
        small.graph(), '?reader a fkg:Reader ; rdfs:label "編輯部" . ?reading prov:wasAssociatedWith ?reader'
    )

"""The rules of ontology/rules, one by one: when a fact follows, and when it must not."""

from __future__ import annotations

import pytest

from fashion_kg.layout import Project
from fashion_kg.ontology import Ontology
from fashion_kg.store import EmbeddedStore
from projects import ROOT, SmallProject, holds

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
Statement = tuple[str, str]
FACTS = "<https://w3id.org/fashion-kg/graph/facts>"

# rule: the statement, as kind and fields; what follows from it
FOLLOWS: dict[str, list[tuple[Statement, str]]] = {
    "credits": [
        (("Credit", 'campaign = "night", role = "photographer", creditedAgent = "ada"'),
         "campaign:night fkg:photographedBy person:ada ; fkg:involves person:ada"),
        (("Credit", 'campaign = "night", role = "model", creditedAgent = "ada"'), "person:ada fkg:appearsIn campaign:night"),
        (("Credit", 'campaign = "night", role = "model", creditedAgent = "band"'), "group:band fkg:appearsIn campaign:night"),
    ],
    "ambassadorships": [
        (("Ambassadorship", 'agent = "ada", brand = "orrery", ambassadorKind = "global"'),
         "person:ada fkg:ambassadorOf brand:orrery"),
    ],
    "tenures": [
        (("Tenure", 'agent = "ada", house = "orrery", tenureRole = "creative-director"'),
         "person:ada fkg:heldPostAt brand:orrery ; fkg:creativeDirectorOf brand:orrery"),
        (("Tenure", 'agent = "ada", house = "orrery", tenureRole = "stylist"'), "person:ada fkg:heldPostAt brand:orrery"),
    ],
    "appearances": [
        (("Appearance", 'agent = "ada", appearanceKind = "runway", brand = "orrery"'), "person:ada fkg:walkedFor brand:orrery"),
        (("Appearance", 'agent = "ada", appearanceKind = "guest", occasion = "gala"'), "person:ada fkg:appearedAt occasion:gala"),
    ],
    "product-events": [
        (("ProductEvent", 'product = "tide", eventKind = "designed", agent = "ada"'),
         "product:tide fkg:designedBy person:ada ; fkg:broughtOutBy person:ada"),
        (("ProductEvent", 'product = "tide", eventKind = "released", agent = "orrery"'),
         "product:tide fkg:broughtOutBy brand:orrery"),
    ],
    "features": [
        (("Feature", 'campaign = "night", featureRelation = "shows", featured = "tide"'), "campaign:night fkg:shows product:tide"),
        (("Feature", 'campaign = "night", featureRelation = "set-in", featured = "sable"'), "campaign:night fkg:setIn place:sable"),
    ],
    "claims": [
        (("Claim", 'subject = "night", property = "season", value = "s1"'), "campaign:night fkg:season season:s1"),
        (("Claim", 'subject = "night", property = "theme", value = "light"'), 'campaign:night fkg:theme "light"@en'),
        (("Claim", 'subject = "night", property = "launched", value = "2031"'),
         "campaign:night fkg:launched <https://w3id.org/fashion-kg/date/2031>"),
    ],
    "inheritance": [
        (("Claim", 'subject = "ebb", property = "reissueOf", value = "tide"'), "product:ebb fkg:descendsFrom product:tide"),
        (("Claim", 'subject = "ada", property = "name", value = "Ada E."'), 'person:ada skos:altLabel "Ada E."@en'),
        (("Claim", 'subject = "ada", property = "misspelling", value = "Adda"'), 'person:ada skos:hiddenLabel "Adda"@en'),
        (("Claim", 'subject = "tide", property = "material", value = "silk"'), 'product:tide fkg:trait "silk"@en'),
    ],
}  # fmt: skip
CASES = [(statement, fact) for cases in FOLLOWS.values() for statement, fact in cases]
IDS = [f"{rule}-{number}" for rule, cases in FOLLOWS.items() for number in range(1, len(cases) + 1)]


def block(statement: Statement, phrase: str) -> str:
    kind, fields = statement
    return f"[[{kind}]]\n" + fields.replace(", ", "\n") + f"\nevidence = [«{phrase}»]\n"


def decided(statement: Statement, rank: str) -> str:
    return (
        f'[[rank]]\n{statement[0]} = {{ {statement[1]} }}\nrank = "{rank}"\n'
        'reason = "So it is."\ndecidedBy = "the editors"\ndecided = 2031-03-01\n'
    )


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory, ontology: Ontology) -> dict[str, EmbeddedStore]:
    """Graphs of all the statements: as they are, decided upon, proposed, and proposed but read by someone."""
    body = CAST + "".join(block(statement, f"case {number}") for number, (statement, _) in enumerate(CASES))
    found = {}
    for name in ("normal", "preferred", "deprecated", "proposed", "unreviewed"):
        small = SmallProject(tmp_path_factory.mktemp(name), ontology)
        small.sheet("first", body, review="proposed" if name in ("proposed", "unreviewed") else "accepted")
        if name in ("preferred", "deprecated"):
            small.write("graph/decisions.toml", "".join(decided(statement, name) for statement, _ in CASES))
        if name == "unreviewed":
            small.sheet("second", body, review=name)
        found[name] = small.graph()
    return found


@pytest.mark.parametrize(("statement", "fact"), CASES, ids=IDS)
def test_facts_follow_unless_deprecated_or_only_proposed(
    statement: Statement, fact: str, graphs: dict[str, EmbeddedStore]
) -> None:
    follows = {name: holds(store, f"GRAPH {FACTS} {{ {fact} }}") for name, store in graphs.items()}
    assert follows == {
        "normal": True,
        "preferred": True,
        "deprecated": False,
        "proposed": False,
        "unreviewed": True,
    }, statement


NEVER: list[tuple[Statement, str]] = [
    (("Credit", 'campaign = "night", role = "stylist", creditedAgent = "ada"'), "?s fkg:photographedBy|fkg:appearsIn ?o"),
    (("Credit", 'campaign = "night", role = "model", creditedAgent = "ada"'), "?s fkg:ambassadorOf|fkg:photographedBy ?o"),
    (("Ambassadorship", 'agent = "ada", brand = "orrery", ambassadorKind = "friend-of-the-house"'), "?s fkg:ambassadorOf ?o"),
    (("Tenure", 'agent = "ada", house = "orrery", tenureRole = "stylist"'), "?s fkg:creativeDirectorOf ?o"),
    (("Appearance", 'agent = "ada", appearanceKind = "guest", brand = "orrery"'), "?s fkg:walkedFor ?o"),
    (("ProductEvent", 'product = "tide", eventKind = "withdrawn", agent = "ada"'), "?s fkg:broughtOutBy|fkg:designedBy ?o"),
    (("ProductEvent", 'product = "tide", eventKind = "produced", agent = "ada"'), "?s fkg:broughtOutBy|fkg:designedBy ?o"),
    (("ProductEvent", 'product = "tide", eventKind = "released", agent = "ada"'), "?s fkg:designedBy ?o"),
    (("Feature", 'campaign = "night", featureRelation = "depicts", featured = "sable"'), "?s fkg:setIn|fkg:shows ?o"),
    (("Claim", 'subject = "night", property = "theme", value = "Ada"'), "campaign:night skos:altLabel ?o"),
    (("Claim", 'subject = "ada", property = "name", value = "Ada"'), "person:ada skos:altLabel ?o"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "pattern"), NEVER)
def test_nothing_more_follows(statement: Statement, pattern: str, small: SmallProject) -> None:
    small.sheet("first", CAST + block(statement, "so it is"))
    store = small.graph()
    assert holds(store, "?assertion fkg:evidence ?evidence")
    assert not holds(store, pattern)


# -- conflicts --------------------------------------------------------------------------------------

CONFLICTS: dict[str, list[tuple[Statement, Statement, bool]]] = {
    "conflicts-claims": [
        (("Claim", 'subject = "night", property = "season", value = "s1"'),
         ("Claim", 'subject = "night", property = "season", value = "s2"'), True),
        (("Claim", 'subject = "night", property = "season", value = "s1"'),
         ("Claim", 'subject = "day", property = "season", value = "s2"'), False),
        (("Claim", 'subject = "night", property = "theme", value = "light"'),
         ("Claim", 'subject = "night", property = "theme", value = "dark"'), False),
        (("Claim", 'subject = "night", property = "launched", value = "2031"'),
         ("Claim", 'subject = "night", property = "launched", value = "2032"'), True),
        (("Claim", 'subject = "night", property = "launched", value = "2031"'),
         ("Claim", 'subject = "night", property = "launched", value = "2031-02-03"'), False),
        (("Claim", 'subject = "night", property = "launched", value = "2031-01..2031-03"'),
         ("Claim", 'subject = "night", property = "launched", value = "2031-03..2031-05"'), False),
        (("Claim", 'subject = "night", property = "launched", value = "2031-02"'),
         ("Claim", 'subject = "night", property = "launched", value = "2031-03"'), True),
    ],
    "conflicts-product-events": [
        (("ProductEvent", 'product = "tide", eventKind = "released", date = "2009"'),
         ("ProductEvent", 'product = "tide", eventKind = "released", date = "2010"'), True),
        (("ProductEvent", 'product = "tide", eventKind = "released", date = "2009"'),
         ("ProductEvent", 'product = "tide", eventKind = "released", date = "2009-05", agent = "ada"'), False),
        (("ProductEvent", 'product = "tide", eventKind = "released", date = "2009"'),
         ("ProductEvent", 'product = "tide", eventKind = "released"'), False),
        (("ProductEvent", 'product = "tide", eventKind = "re-released", date = "2009"'),
         ("ProductEvent", 'product = "tide", eventKind = "re-released", date = "2010"'), False),
        (("ProductEvent", 'product = "tide", eventKind = "released", date = "2009"'),
         ("ProductEvent", 'product = "tide", eventKind = "designed", date = "2008"'), False),
        (("ProductEvent", 'product = "tide", eventKind = "released", date = "2009"'),
         ("ProductEvent", 'product = "ebb", eventKind = "released", date = "2010"'), False),
    ],
    "conflicts-tenures": [
        (("Tenure", 'agent = "ada", house = "orrery", tenureRole = "stylist", start = "1997"'),
         ("Tenure", 'agent = "ada", house = "orrery", tenureRole = "stylist", start = "1999"'), True),
        (("Tenure", 'agent = "ada", house = "orrery", tenureRole = "stylist", start = "1997"'),
         ("Tenure", 'agent = "ada", house = "orrery", tenureRole = "stylist", start = "1997-04"'), False),
        (("Tenure", 'agent = "ada", house = "orrery", tenureRole = "stylist", start = "1997"'),
         ("Tenure", 'agent = "ada", house = "orrery", tenureRole = "stylist", end = "1999"'), False),
        (("Tenure", 'agent = "ada", house = "orrery", tenureRole = "stylist", end = "1997"'),
         ("Tenure", 'agent = "ari", house = "orrery", tenureRole = "stylist", end = "1999"'), False),
    ],
    "conflicts-ambassadorships": [
        (("Ambassadorship", 'agent = "ada", brand = "orrery", ambassadorKind = "global", announced = "2031-01"'),
         ("Ambassadorship", 'agent = "ada", brand = "orrery", ambassadorKind = "global", announced = "2031-03"'), True),
        (("Ambassadorship", 'agent = "ada", brand = "orrery", ambassadorKind = "global", announced = "2031-01"'),
         ("Ambassadorship", 'agent = "ada", brand = "orrery", ambassadorKind = "regional", announced = "2031-03"'), False),
        (("Ambassadorship", 'agent = "ada", brand = "orrery", ambassadorKind = "global", announced = "2031-01"'),
         ("Ambassadorship", 'agent = "ada", brand = "orrery", ambassadorKind = "global", start = "2031-03"'), False),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "conflict"), [case for cases in CONFLICTS.values() for case in cases]
)
def test_conflicts(one: Statement, other: Statement, conflict: bool, small: SmallProject) -> None:
    small.sheet("first", CAST + block(one, "so it is"))
    small.sheet("second", CAST + block(other, "it is not so"))
    store = small.graph()
    assert holds(store, "?a fkg:conflictsWith ?b . ?b fkg:conflictsWith ?a") == conflict
    assert holds(store, "?a fkg:conflictsWith ?b") == conflict
    assert not holds(store, "?a fkg:conflictsWith ?a")


def test_a_deprecated_assertion_keeps_its_conflict(small: SmallProject) -> None:
    one, other, _ = CONFLICTS["conflicts-claims"][0]
    small.sheet("first", CAST + block(one, "so it is") + block(other, "it is not so"))
    small.write("graph/decisions.toml", decided(other, "deprecated"))
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
    assert rules == own | set(FOLLOWS) | set(CONFLICTS)


def test_facts_are_never_blank(repository_store: EmbeddedStore) -> None:
    assert not holds(
        repository_store,
        f"GRAPH {FACTS} {{ ?s ?p ?o }} FILTER(ISBLANK(?s) || ISBLANK(?o))",
    )

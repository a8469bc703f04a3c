"""The library of questions: each answers on the test world as its ``.csv`` says, in more than one engine."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from itertools import pairwise

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions, RdfFormat, serialize

from commands import WORLD
from fashion_kg.build import make_quads, read_project
from fashion_kg.errors import UsageError
from fashion_kg.layout import Project
from fashion_kg.names import Names
from fashion_kg.namespaces import BASE
from fashion_kg.ontology import Ontology
from fashion_kg.projections import project
from fashion_kg.queries import LANGUAGE_SLOT, Query, all_queries, find_query
from fashion_kg.store import EmbeddedStore
from projects import ROOT

FOLDER = ROOT / "queries"
QUERIES = all_queries([FOLDER])
REQUIRED = [query for query in QUERIES if any(parameter.required for parameter in query.parameters)]
ONE_OF_EACH_KIND = {
    parameter.kind: (query, parameter.name) for query in QUERIES for parameter in query.parameters
}

NOT_ELSEWHERE = {
    "claims/through": "rdflib reads all that mentions anything before it looks at what is asked about",
    "graph/counts": "it counts graph by graph, and the other engine is given one graph",
}

Row = tuple[str, ...]


def columns(query: Query) -> list[str]:
    return list(query.header.get("columns", []))


each_query = pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)


@pytest.fixture(scope="module")
def world(ontology: Ontology) -> EmbeddedStore:
    project = Project(WORLD)
    return make_quads(project, ontology, read_project(project, ontology)[1], lambda _: None)


@pytest.fixture(scope="module")
def names(world: EmbeddedStore, ontology: Ontology) -> Names:
    return Names(world, ontology)


@pytest.fixture(scope="module")
def other_engine(world: EmbeddedStore) -> rdflib.Graph:
    triples = (quad.triple for quad in world.quads())
    graph = rdflib.Graph()
    graph.parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
    return graph


def answer(store: EmbeddedStore, text: str) -> str:
    """Return the SPARQL CSV results of a query, with plain line ends."""
    found = store.query(text)
    assert isinstance(found, QuerySolutions)
    table = found.serialize(format=QueryResultsFormat.CSV)
    assert table is not None
    return table.decode().replace("\r\n", "\n")


def rows(table: str) -> list[Row]:
    return [tuple(row) for row in csv.reader(io.StringIO(table))][1:]


def ask(world: EmbeddedStore, names: Names, name: str, language: str = "en", **given: str) -> list[Row]:
    query = find_query(name, [FOLDER])
    return rows(answer(world, query.bind(names.terms(query, given, language))))


# -- headers ----------------------------------------------------------------------------------------


@each_query
def test_the_header_says_what_is_needed(query: Query, ontology: Ontology) -> None:
    assert "\n" not in query.summary
    assert query.header.get("tags"), "a question has tags"
    meanings = query.header.get("columns")
    assert isinstance(meanings, dict), "a question says what its columns mean"
    assert all(isinstance(meaning, str) and meaning for meaning in meanings.values())
    kinds = {name.lower() for name in ontology.ancestors} | {"thing", "text", "number", "date"}
    for parameter in query.parameters:
        assert parameter.kind in kinds
        assert parameter.description
        assert not parameter.required or parameter.name in query.example
    assert set(query.example) <= {parameter.name for parameter in query.parameters}


@each_query
def test_every_open_place_is_a_parameter(query: Query) -> None:
    slots = set(re.findall(r"VALUES\s+\?(\w+)\s*\{\s*(?:UNDEF|\d+|\"\w+\")\s*\}", query.text))
    assert slots - {LANGUAGE_SLOT} == {parameter.name for parameter in query.parameters}
    if "skos:prefLabel ?" in query.text and "Own FILTER" in query.text:
        assert LANGUAGE_SLOT in slots, "labels follow the language that is asked for"


@each_query
def test_the_file_is_written_as_the_others_are(query: Query) -> None:
    prefixes = re.findall(r"^PREFIX ([\w-]+): +<", query.text, re.M)
    assert prefixes == sorted(prefixes)
    assert len({line.index("<") for line in query.text.splitlines() if line.startswith("PREFIX")}) == 1
    body = query.text.split("\n\n", 2)[2]
    assert [name for name in prefixes if f"{name}:" not in body] == [], "a prefix is declared and not used"
    assert "SERVICE" not in query.text
    assert "ORDER BY" in query.text.rsplit("\n}", 1)[1], "rows come in an order of their own"
    assert max(map(len, query.text.splitlines())) <= 130


# -- answers ----------------------------------------------------------------------------------------


@each_query
def test_the_answer_is_the_expected_one(query: Query, world: EmbeddedStore, names: Names) -> None:
    expected = query.file.with_suffix(".csv").read_text(encoding="utf-8")
    assert answer(world, query.bind(names.terms(query, query.example))) == expected
    assert rows(expected), "an example that finds nothing shows nothing"


@each_query
def test_the_columns_are_those_of_the_header(query: Query, world: EmbeddedStore) -> None:
    assert answer(world, query.text).split("\n", 1)[0].split(",") == columns(query)


def test_every_expected_answer_belongs_to_a_question() -> None:
    assert {file.with_suffix("") for file in FOLDER.rglob("*.csv")} == {
        query.file.with_suffix("") for query in QUERIES
    }


@each_query
def test_the_order_of_the_triples_makes_no_difference(
    query: Query, world: EmbeddedStore, names: Names, turned: EmbeddedStore
) -> None:
    text = query.bind(names.terms(query, query.example))
    assert answer(turned, text) == answer(world, text)
    assert answer(turned, query.text) == answer(world, query.text)


@pytest.fixture(scope="module")
def turned(world: EmbeddedStore) -> EmbeddedStore:
    """The same graph, loaded in the opposite order."""
    store = EmbeddedStore()
    for quad in sorted(world.quads(), key=str, reverse=True):
        store.add([quad])
    return store


@pytest.mark.parametrize(
    "query", [query for query in QUERIES if "sources" in columns(query)], ids=lambda query: query.name
)
def test_sources_are_joined_in_one_order(query: Query, world: EmbeddedStore) -> None:
    for row in rows(answer(world, query.text)):
        labels = row[columns(query).index("sources")].split("; ")
        assert len(labels) == len(set(labels))
        if query.name != "stranger/printed-differently":
            assert labels == sorted(labels)


@each_query
def test_another_engine_gives_the_same_rows(
    query: Query, world: EmbeddedStore, names: Names, other_engine: rdflib.Graph
) -> None:
    if query.name in NOT_ELSEWHERE:
        pytest.skip(NOT_ELSEWHERE[query.name])
    asked = [query.bind(names.terms(query, query.example))]
    if query not in REQUIRED:
        asked.append(query.text)
    for text in asked:
        found = [
            tuple("" if cell is None else str(cell) for cell in row)  # type: ignore[union-attr]
            for row in other_engine.query(text)
        ]
        assert found == rows(answer(world, text))


@pytest.mark.parametrize(
    "query", [query for query in QUERIES if query not in REQUIRED], ids=lambda query: query.name
)
def test_the_own_graph_answers(query: Query, repository_store: EmbeddedStore) -> None:
    # How fast, benchmarks/run.py measures; one that multiplies what it has not joined never ends.
    assert all(len(row) == len(columns(query)) for row in rows(answer(repository_store, query.text)))


# -- languages --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ("Paper Moon", "photographer", "Tomas Quill")),
        ("zh-Hant", ("紙月亮", "攝影師", "湯瑪士·奎爾")),
        # The campaign has no Japanese name: English stands in.
        ("ja", ("Paper Moon", "フォトグラファー", "トマス・クイル")),
        # Neither has a French name, but the role has one.
        ("fr", ("Paper Moon", "photographe", "Tomas Quill")),
        ("xx", ("Paper Moon", "photographer", "Tomas Quill")),
    ],
)
def test_labels_follow_the_language(language: str, expected: Row, world: EmbeddedStore, names: Names) -> None:
    found = ask(world, names, "campaigns/credits", language, campaign="paper-moon")
    by_role = {row[2].rsplit("/", 1)[1]: row for row in found}
    photographer = by_role["photographer"]
    assert (photographer[1], photographer[3], photographer[5]) == expected


def test_a_thing_without_an_english_name_has_the_one_it_has(world: EmbeddedStore, names: Names) -> None:
    labels = {row[0]: row[1] for row in ask(world, names, "people/list")}
    assert labels[f"{BASE}person/maho"] == "真帆"
    assert labels[f"{BASE}person/azusa-kumoi"] == "Azusa Kumoi"
    labels = {row[0]: row[1] for row in ask(world, names, "people/list", "ja")}
    assert labels[f"{BASE}person/azusa-kumoi"] == "雲井梓"


@each_query
def test_a_language_changes_labels_and_not_rows(query: Query, world: EmbeddedStore, names: Names) -> None:
    counts = set()
    # "zh" alone goes past Names: two scripts match it, and must not double a row.
    for language in ("en", "fr", "ja", "ko", "zh-Hant", "zh"):
        terms = names.terms(query, query.example) | {LANGUAGE_SLOT: Literal(language)}
        counts.add(len(rows(answer(world, query.bind(terms)))))
    assert len(counts) == 1


# -- what people type -------------------------------------------------------------------------------

HOSTILE = (
    'x" } # ',
    'x" } } SELECT * WHERE { ?s ?p ?o } #',
    "<http://example.org/> } #",
    "http://example.org/> } UNION { ?s ?p ?o",
    "?nobody",
    "{ UNDEF }",
    "} VALUES ?x {",
    "'; DROP ALL; --",
    "a\nb",
    "\\",
    "person/x> } #",
    "fkg:x } #",
)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", sorted(ONE_OF_EACH_KIND))
def test_no_name_becomes_syntax(kind: str, text: str, names: Names) -> None:
    query, parameter = ONE_OF_EACH_KIND[kind]
    with pytest.raises(UsageError):
        names.terms(query, {**query.example, parameter: text})


@each_query
def test_no_term_becomes_syntax(query: Query, world: EmbeddedStore, names: Names) -> None:
    terms = names.terms(query, query.example)
    for parameter in query.parameters:
        # Past Names, which lets none of these through: what stands in the place is a term, and finds nothing.
        nothing = answer(world, query.bind(terms | {parameter.name: NamedNode(f"{BASE}nothing")}))
        for text in HOSTILE:
            if parameter.kind != "number":
                assert answer(world, query.bind(terms | {parameter.name: Literal(text)})) == nothing


@each_query
def test_no_language_becomes_syntax(query: Query, world: EmbeddedStore, names: Names) -> None:
    terms = names.terms(query, query.example)
    unknown = answer(world, query.bind(terms | {LANGUAGE_SLOT: Literal("xx")}))
    for text in HOSTILE:
        assert answer(world, query.bind(terms | {LANGUAGE_SLOT: Literal(text)})) == unknown


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_no_language_tag_is_refused(text: str, names: Names) -> None:
    with pytest.raises(UsageError, match="language tag"):
        names.language(text)


def test_a_name_made_of_syntax_is_found_by_it(world: EmbeddedStore, names: Names) -> None:
    found = ask(world, names, "people/credits", agent='Bobby "?x }" <script>alert(1)</script>')
    assert found == [
        (
            f"{BASE}campaign/slow-train",
            "Slow Train",
            "Kumo",
            "hair stylist",
            "Autumn 2031",
            "Slow Train, table of credits",
        )
    ]


@each_query
def test_examples_name_what_the_world_has(query: Query, names: Names) -> None:
    terms = names.terms(query, query.example)
    for parameter in query.parameters:
        if parameter.name in query.example and parameter.kind not in ("text", "number", "date"):
            assert isinstance(terms[parameter.name], NamedNode)


# -- single cases, by hand --------------------------------------------------------------------------


def test_a_duo_has_the_credit_and_its_members_see_it(world: EmbeddedStore, names: Names) -> None:
    duo = ask(world, names, "people/credits", agent="Lio & Mina")
    member = ask(world, names, "people/credits", agent="Mina Brandt")
    assert [row[3] for row in duo] == ["photographer", "photographer"]
    assert [row[3] for row in member] == ["photographer (as Lio & Mina)"] * 2
    assert [row[0] for row in member] == [row[0] for row in duo]
    everyone = {row[0] for row in ask(world, names, "network/co-credits")}
    assert f"{BASE}group/lio-mina" in everyone
    assert not {f"{BASE}person/lio-brandt", f"{BASE}person/mina-brandt"} & everyone


def test_members_are_not_each_others_collaborators(world: EmbeddedStore, names: Names) -> None:
    duo = ask(world, names, "people/collaborators", agent="Lio & Mina")
    member = ask(world, names, "people/collaborators", agent="Lio Brandt")
    assert duo == member
    assert not {"Lio & Mina", "Lio Brandt", "Mina Brandt"} & {row[1] for row in member}


def test_a_former_name_leads_to_the_person(world: EmbeddedStore, names: Names) -> None:
    now = ask(world, names, "people/credits", agent="June Okafor")
    assert now == ask(world, names, "people/credits", agent="June Okafor Reyes")
    assert now == ask(world, names, "people/credits", agent="person/june-okafor-reyes")
    assert [(row[1], row[3]) for row in now] == [
        ("Night Market", "model"),
        ("Night Market", "talent"),
        ("Second Tide", "talent"),
        ("Slow Train", "model"),
    ]


def test_one_name_for_a_brand_and_its_designer(world: EmbeddedStore, names: Names) -> None:
    assert [row[0] for row in ask(world, names, "brands/creative-directors", brand="Vesper Lin")] == [
        "Vesper Lin"
    ]
    with pytest.raises(UsageError, match="brand/vesper-lin"):
        ask(world, names, "claims/why", iri="Vesper Lin")


def test_what_was_judged_wrong_or_only_proposed_is_no_credit(world: EmbeddedStore, names: Names) -> None:
    night_market = ask(world, names, "campaigns/credits", campaign="night-market")
    assert "hair stylist" not in {row[3] for row in night_market}
    assert ask(world, names, "campaigns/credits", campaign="glass-garden") == []
    assert ask(world, names, "brands/ambassadors", brand="brand/vesper-lin") == [
        ("Vesper Lin", "Odé", "friend of the house", "", "", "", "Vesper Lin, release of 1 September 2031")
    ]


def test_one_asks_why_of_a_thing_an_assertion_and_a_source(world: EmbeddedStore, names: Names) -> None:
    of_thing = ask(world, names, "claims/why", iri="person/ana-sol-photographer")
    assert [row[1:] for row in of_thing] == [
        (
            "Ana Sol is credited as photographer on Glass Garden",
            "Blurb on Glass Garden",
            "body",
            "photographed by Ana Sol",
            "example extractor 0.1",
        )
    ]
    assert ask(world, names, "claims/why", iri=of_thing[0][0]) == of_thing
    of_source = ask(world, names, "claims/why", iri="source/glass-garden-blurb")
    assert len(of_source) == 5
    assert set(of_thing) < set(of_source)


def test_the_brand_narrows_the_credits(world: EmbeddedStore, names: Names) -> None:
    everything = ask(world, names, "campaigns/credits")
    by_brand = [
        ask(world, names, "campaigns/credits", brand=brand)
        for brand in ("brand/kumo", "brand/maison-orlo", "brand/vesper-lin")
    ]
    assert [len(found) for found in by_brand] == [6, 9 + 5, 5]
    assert sorted(everything) == sorted(row for found in by_brand for row in found)


def test_lineage_is_followed_both_ways(world: EmbeddedStore, names: Names) -> None:
    def steps(product: str) -> list[tuple[str, str, str]]:
        return [(row[1], row[2], row[4]) for row in ask(world, names, "products/lineage", product=product)]

    chain = [("Firefly", "influenced by", "Lantern Mini"), ("Lantern Mini", "derived from", "Lantern")]
    reissue = ("Lantern 31", "reissue of", "Lantern")
    assert steps("firefly") == chain
    assert steps("lantern") == [chain[0], reissue, chain[1]]
    assert steps("lantern-31") == [reissue]
    assert steps("crane-coat") == []


@pytest.mark.parametrize(
    "query", [query for query in QUERIES if "projection" in query.header], ids=lambda query: query.name
)
def test_a_projection_says_what_an_edge_means(query: Query, world: EmbeddedStore) -> None:
    projection = query.header["projection"]
    assert isinstance(projection, Mapping)
    assert {"left", "right", "weight", "meaning"} <= set(projection)
    assert query.view == "relationships"
    made = project(query, world, [FOLDER])
    assert made.ties
    assert {via for reasons in made.edges.values() for via in reasons} <= {tie.via for tie in made.ties}
    assert made.network().number_of_edges() == len(made.edges), "each edge stands once"


# -- the repository's own graph ---------------------------------------------------------------------


def test_the_bag_of_two_first_years(accepted_store: EmbeddedStore) -> None:
    found = rows(answer(accepted_store, find_query("claims/conflicts", [FOLDER]).text))
    bag = [row for row in found if row[0] == "Le City"]
    assert [(row[1], row[2], row[4], len(row[5].split("; ")), row[6]) for row in bag] == [
        ("introduced: date", "2000", "1", 3, "undecided"),
        ("introduced: date", "2001", "1", 1, "undecided"),
    ]
    closet = [row for row in found if row[0] == "Closet"]
    assert [(row[1], row[2], row[3]) for row in closet] == [
        ("season", "Spring 2023", "deprecated"),
        ("season", "Spring 2024", "normal"),
    ]
    assert all("headline" in row[6] for row in closet)


def test_questions_stand_in_the_order_of_their_names() -> None:
    assert all(one.name < other.name for one, other in pairwise(QUERIES))

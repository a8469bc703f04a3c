"""Measures: known answers on classic networks, the same answers as another library, and honest ranks."""

from __future__ import annotations

import math
import random
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import networkit as nk
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashion_kg import measures
from fashion_kg.errors import UsageError
from fashion_kg.measures import Measured, centrality, communities
from fashion_kg.measures._ranks import SOURCES_TRIED, cautions, ranks, shown_ranks, stability
from fashion_kg.measures.brokers import constraint, cut_pieces, effective_size
from fashion_kg.measures.centrality import SCORES
from fashion_kg.network import Filters, Projection
from made_networks import from_network, measured, projection, tie

CLASSIC: dict[str, tuple[Callable[[], Any], str | None]] = {
    "karate club": (nx.karate_club_graph, None),
    "Florentine families": (nx.florentine_families_graph, None),
    "Les Misérables": (nx.les_miserables_graph, "weight"),
}
classic = pytest.mark.parametrize("name", CLASSIC)


def classic_network(name: str) -> Projection:
    make, weight = CLASSIC[name]
    return from_network(make(), weight)


def value(found: Measured, thing: str, column: str) -> Any:
    return next(row for row in found if row["thing"] == thing)[column]


def other_library(made: Projection) -> tuple[Any, list[str]]:
    """Return the same network in networkit, and the names of its nodes in order."""
    nodes = made.nodes
    graph = nk.Graph(len(nodes), weighted=True)
    for (one, two), reasons in made.edges.items():
        graph.addEdge(nodes.index(one), nodes.index(two), float(len(reasons)))
    return graph, nodes


# -- directions ---------------------------------------------------------------------------------------


def test_ties_that_run_both_ways_are_one_of_the_summed_weight() -> None:
    runs = {("a", "b"): 4, ("b", "a"): 1, ("b", "c"): 2, ("c", "a"): 1}
    made = projection(
        [tie(one, two, f"{one}{two}{n}") for (one, two), many in runs.items() for n in range(many)],
        directed=True,
    )
    summed = made.undirected()
    assert {frozenset(edge): summed.edges[edge]["weight"] for edge in summed.edges} == {
        frozenset("ab"): 5, frozenset("bc"): 2, frozenset("ac"): 1,
    }  # fmt: skip
    known: nx.Graph[str] = nx.Graph()
    known.add_weighted_edges_from([("a", "b", 5), ("b", "c", 2), ("a", "c", 1)])
    brokers = measured("brokers", made)
    found = {row["thing"]: row["constraint"] for row in brokers}
    assert found == pytest.approx(nx.constraint(known, weight="weight"))
    middle = measured("centrality", made)
    assert {row["thing"]: (row["degree"], row["strength"]) for row in middle} == {
        "a": (2, 6), "b": (2, 7), "c": (2, 3),
    }  # fmt: skip
    groups = list(measured("communities", made, rows="members"))
    assert {row["thing"]: row["strength"] for row in groups} == {"a": 6, "b": 7, "c": 3}


# -- known answers ----------------------------------------------------------------------------------


def test_the_karate_club_has_the_published_centralities() -> None:
    found = measured("centrality", classic_network("karate club"), by="betweenness")
    # Freeman's betweenness of members 1, 34 and 33: 231.07, 160.55 and 76.69 of 528 pairs.
    for thing, pairs in (("0", 231.07), ("33", 160.55), ("32", 76.69)):
        assert value(found, thing, "betweenness") == pytest.approx(pairs / 528, abs=1e-4)
    assert [row[1] for row in found.rows[:3]] == ["0", "33", "32"]
    assert (value(found, "33", "degree"), value(found, "0", "degree")) == (17, 16)
    assert sum(row["core"] == 4 for row in found) == 10


def test_the_medici_stand_between_the_florentine_families() -> None:
    found = measured("centrality", classic_network("Florentine families"), by="betweenness")
    # Padgett and Ansell (1993); normalised 47.5 of 91 pairs.
    assert next(iter(found))["thing"] == "Medici"
    assert value(found, "Medici", "betweenness") == pytest.approx(47.5 / 91)
    assert value(found, "Guadagni", "betweenness") == pytest.approx(0.2545787545)
    brokers = measured("brokers", classic_network("Florentine families"))
    assert value(brokers, "Medici", "pieces") == 3
    assert {row["thing"] for row in brokers if row["pieces"] != 1} == {
        "Medici", "Guadagni", "Albizzi", "Salviati",
    }  # fmt: skip
    assert sum(row["bridges"] for row in brokers) // 2 == 5  # type: ignore[misc]


def test_valjean_stands_in_the_middle_of_les_miserables() -> None:
    found = measured("centrality", classic_network("Les Misérables"))
    first = next(iter(found))
    assert (first["thing"], first["degree"], first["strength"]) == ("Valjean", 36, 158)
    assert first["betweenness"] == pytest.approx(0.56999, abs=1e-5)


@pytest.mark.parametrize(
    ("name", "least", "highest"),
    # The highest that there is for the club without weights is 0.4198 (Brandes and others, 2008).
    [("karate club", 0.41, 0.4198), ("Les Misérables", 0.55, 0.5668)],
)
@pytest.mark.parametrize("algorithm", ["louvain", "leiden"])
def test_communities_are_near_the_best_that_there_are(
    name: str, least: float, highest: float, algorithm: str
) -> None:
    made = classic_network(name)
    best = max(
        communities.modularity(made.network(), communities.ALGORITHMS[algorithm](made.network(), 1, seed))
        for seed in range(5)
    )
    assert least <= best <= highest + 1e-4


# -- a second library -------------------------------------------------------------------------------


@classic
def test_another_library_finds_the_same_centralities(name: str) -> None:
    made = classic_network(name)
    graph, nodes = other_library(made)
    plain = nk.graphtools.toUnweighted(graph)
    walked = nk.centrality.PageRank(graph, 0.85, 1e-13, False, nk.centrality.SinkHandling.NO_SINK_HANDLING)
    for score, algorithm, near in (
        ("betweenness", nk.centrality.Betweenness(plain, normalized=True), 1e-9),
        ("core", nk.centrality.CoreDecomposition(plain), 0),
        ("pagerank", walked, 1e-8),
    ):
        ours = SCORES[score](made, 1)
        theirs = algorithm.run().scores()
        assert [ours[node] for node in nodes] == pytest.approx(theirs, abs=near), score


@classic
def test_another_library_finds_the_same_modularity(name: str) -> None:
    made = classic_network(name)
    graph, nodes = other_library(made)
    found = communities.louvain(made.network(), 1, 7)
    partition = nk.Partition(len(nodes))
    partition.setUpperBound(len(found))
    for number, members in enumerate(found):
        for node in members:
            partition.addToSubset(number, nodes.index(node))
    theirs = nk.community.Modularity().getQuality(partition, graph)
    assert communities.modularity(made.network(), found) == pytest.approx(theirs)


@classic
def test_constraint_and_effective_size_are_those_of_networkx(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fashion_kg.measures.brokers._BLOCK", 5)
    network = classic_network(name).network()
    theirs = nx.constraint(network, weight="weight")
    assert constraint(network) == pytest.approx(theirs)
    assert effective_size(network) == pytest.approx(nx.effective_size(network))
    for node, pieces in cut_pieces(network).items():
        rest = network.copy()
        rest.remove_node(node)
        assert nx.number_connected_components(rest) == pieces
    assert set(cut_pieces(network)) == set(nx.articulation_points(network))


# -- repeatable, and honest -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["centrality", "communities", "brokers"])
def test_the_same_seed_gives_the_same_table(name: str) -> None:
    made = classic_network("Les Misérables")
    assert measured(name, made, seed=3) == measured(name, made, seed=3)


def test_leiden_repeats_with_its_seed_and_leaves_the_threads_as_they_were() -> None:
    network = classic_network("Les Misérables").network()
    before = nk.getMaxNumberOfThreads()
    found = [communities.leiden(network, 1, 5) for _ in range(3)]
    assert found[0] == found[1] == found[2]
    assert nk.getMaxNumberOfThreads() == before


def test_betweenness_past_its_size_is_sampled_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    made = classic_network("Les Misérables")
    exact = measured("centrality", made, by="betweenness")
    assert "Betweenness is exact" in exact.notes
    monkeypatch.setattr(centrality, "EXACT_STEPS", 100)
    monkeypatch.setattr(centrality, "SAMPLE", 40)
    sampled = measured("centrality", made, by="betweenness")
    assert any("an estimate from 40 starting points of 77" in note for note in sampled.notes)
    assert any("it would take too long" in note for note in sampled.notes)
    assert value(sampled, "Valjean", "betweenness") == pytest.approx(0.57, abs=0.1)
    assert value(sampled, "Valjean", "betweenness") != value(exact, "Valjean", "betweenness")
    assert sampled == measured("centrality", made, by="betweenness")


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 5)))
def test_a_rank_is_one_more_than_there_are_higher_values(values: dict[str, int]) -> None:
    found, shown = ranks(values), shown_ranks(values)
    for node, score in values.items():
        assert found[node] == 1 + sum(other > score for other in values.values())
        alone = sum(other == score for other in values.values()) == 1
        assert shown[node] == f"{found[node]}{'' if alone else '='}"


def test_ranks_do_not_depend_on_the_order_of_a_sum() -> None:
    assert ranks({"a": 0.1 + 0.2, "b": 0.3, "c": math.nan}) == {"a": 1, "b": 1}


def strength(made: Projection) -> dict[str, float]:
    return dict(SCORES["strength"](made, 1))


TWO_SOURCES = projection(
    [
        tie("ada", "bo", "one", sources=["first", "second"]),
        tie("ada", "cy", "two", sources=["first"]),
        tie("bo", "cy", "three", sources=["second"]),
        tie("bo", "cy", "four", sources=["second"]),
        tie("bo", "dee", "five", sources=["second"]),
    ]
)


def test_stability_is_the_best_and_worst_rank_without_each_source() -> None:
    # With both, bo has 4, cy 3, ada 2, dee 1. Without the first, cy has 2, ada and dee 1. Without the second,
    # ada has 2, bo and cy 1, and nobody knows dee.
    found = stability(TWO_SOURCES, strength)
    spreads = {node: found.spread(node) for node in TWO_SOURCES.nodes}
    assert spreads == {"ada": "1-3", "bo": "1-2", "cy": "2", "dee": "3-4 or none"}
    assert found.notes == (
        "Stability: best and worst rank when each of 2 sources is left out in turn; none: one source alone "
        "knows it",
    )


def test_a_source_that_says_nothing_new_changes_nothing() -> None:
    more = replace(
        TWO_SOURCES,
        ties=tuple(replace(each, sources=each.sources | {"echo"}) for each in TWO_SOURCES.ties[:2])
        + TWO_SOURCES.ties[2:],
    )
    assert more.without_source("echo").edges.keys() == TWO_SOURCES.edges.keys()
    assert strength(more.without_source("echo")) == strength(TWO_SOURCES)
    for name in ("centrality", "communities", "brokers"):
        same = [row[:-1] for row in measured(name, more).rows]
        assert same == [row[:-1] for row in measured(name, TWO_SOURCES).rows]


def test_stability_says_how_many_sources_it_left_out() -> None:
    many = projection(
        tie("hub", f"n{number}", f"v{number}", sources=[f"s{number:03}"])
        for number in range(SOURCES_TRIED + 9)
    )
    seen: list[str] = []
    found = stability(many, strength, seen.append)
    assert (
        f"for the {SOURCES_TRIED} sources that alone say the most, of {SOURCES_TRIED + 9}" in found.notes[0]
    )
    assert seen[-1] == f"ranks without source {SOURCES_TRIED} of {SOURCES_TRIED}"
    assert "was not computed" in stability(many, strength, most=0).notes[0]
    both = projection(tie("a", "b", f"v{number}", sources=["one", "two"]) for number in range(3))
    assert "No rank depends on one source" in stability(both, strength).notes[0]
    assert "no second source" in stability(projection([tie("a", "b")]), strength).notes[0]


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (nx.complete_graph(4), "With 4 nodes this network is too small"),
        (nx.complete_graph(12), "Everyone is tied to everyone"),
        (nx.disjoint_union(nx.complete_graph(6), nx.complete_graph(5)), "In each of the 2 parts everyone"),
    ],
)
def test_a_network_on_which_measures_mean_nothing_says_so(made: Any, said: str) -> None:
    for name in ("centrality", "communities", "brokers"):
        assert any(said in note for note in measured(name, from_network(made)).notes)


def test_a_network_on_which_they_mean_something_does_not() -> None:
    assert cautions(classic_network("karate club")) == []


def test_nothing_tied_is_measured_too() -> None:
    alone = projection([tie("a", via="one"), tie("b", via="two")])
    for name in ("centrality", "communities", "brokers"):
        found = measured(name, alone)
        assert len(found) == 2
        assert any("Nothing is tied" in note for note in found.notes)


# -- communities ------------------------------------------------------------------------------------


def test_a_community_is_named_by_its_best_known_members_and_counted() -> None:
    ties = [tie(f"a{x}", f"a{y}", f"a{x}{y}") for x in range(5) for y in range(x)]
    ties += [tie(f"b{x}", f"b{y}", f"b{x}{y}") for x in range(4) for y in range(x)]
    ties += [tie("a0", "b0", "link"), tie("a4", "a3", "again")]
    found = list(measured("communities", projection(ties)))
    assert [(row["name"], row["size"], row["inside"], row["outside"]) for row in found] == [
        ("a0, a3, a4 …", 5, 11, 1),
        ("b0, b1, b2 …", 4, 6, 1),
    ]
    assert [row["stability"] for row in found] == [1, 1]
    members = measured("communities", projection(ties), rows="members")
    assert [row["thing"] for row in members if row["community"] == 2] == ["b0", "b1", "b2", "b3"]
    assert members.nodes["community"]["b3"] == 2


def test_communities_of_a_network_without_any_say_that_they_are_chance() -> None:
    noise = measured("communities", from_network(nx.gnm_random_graph(150, 900, seed=1)))
    assert any("for the most part they are chance" in note for note in noise.notes)
    clear = measured("communities", from_network(nx.ring_of_cliques(6, 6)))
    assert [row["size"] for row in clear] == [6] * 6
    assert not any("chance" in note for note in clear.notes)


def test_modularity_is_held_against_random_networks_with_the_same_degrees() -> None:
    seen: list[Any] = []

    def find(among: Any) -> communities.Communities:
        seen.append(among.copy())
        return communities.louvain(among, 1, 1)

    club = classic_network("karate club").network()
    found = communities.by_chance(club, find, 1, 1)
    assert found is not None
    here, there = found
    assert here > 0.4 > there > 0.2, "a random network has communities, too, but worse ones"
    assert len(seen) == communities.REWIRED + 1
    assert all(dict(each.degree()) == dict(club.degree()) for each in seen)
    assert len({frozenset(map(frozenset, each.edges)) for each in seen}) == len(seen)
    assert found == communities.by_chance(club, find, 1, 1), "seeded"
    notes = measured("communities", classic_network("karate club")).notes
    assert any(f"{here:.3f} here, and {there:.3f} on average in 10 random" in note for note in notes)
    assert not any("would give 0" in note for note in notes)


def test_where_there_is_no_random_network_to_compare_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    complete = from_network(nx.complete_graph(6))
    assert any("can hardly run otherwise" in note for note in measured("communities", complete).notes)
    monkeypatch.setattr(communities, "REWIRED_EDGES", 14)
    assert any("15 edges are more than 14" in note for note in measured("communities", complete).notes)


def test_likeness_is_what_two_partitions_share() -> None:
    found = [{"a", "b", "c"}, {"d", "e"}]
    assert communities.likeness(found, [[{"a", "b"}, {"c", "d", "e"}]]) == pytest.approx([2 / 3, 2 / 3])
    assert communities.likeness(found, [found]) == [1, 1]


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("communities", {"algorithm": "luvain"}, 'Did you mean "louvain"?'),
        ("communities", {"resolution": "0"}, "Write a number above 0"),
        ("communities", {"resolution": "much"}, "Write a number above 0"),
        ("communities", {"rows": "all"}, "Use one of: communities, members"),
        ("centrality", {"by": "page-rank"}, 'Did you mean "pagerank"?'),
    ],
)
def test_an_option_that_cannot_be_is_refused(name: str, options: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        measured(name, classic_network("karate club"), **options)
    assert said in str(caught.value)


def test_leiden_without_networkit_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "networkit", None)
    with pytest.raises(UsageError, match="networkit is not installed"):
        measured("communities", classic_network("karate club"), algorithm="leiden")


# -- every measure ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", measures.names())
def test_a_measure_has_what_the_protocol_asks(name: str) -> None:
    measure = measures.find(name)
    assert measure.summary
    assert "\n" not in measure.summary
    assert all(measure.options.values())


def test_a_large_network_needs_no_square_of_memory() -> None:
    dice = random.Random(1)  # noqa: S311 - a made-up network, no secret
    people = [f"p{number}" for number in range(4000)]
    made = projection(
        tie(person, via=f"c{campaign}", sources=[f"s{campaign}"])
        for campaign in range(1500)
        for person in dice.sample(people, 4)
    )
    network = made.network()
    tracemalloc.start()
    constraint(network)
    effective_size(network)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # The square of it, in numbers of eight bytes, would be 128 million.
    assert peak < 20_000_000
    assert made.narrowed(Filters()).counts == made.counts

"""Shortest paths: the one that is told, how many there are, and what says that there is none."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts import PEOPLE, ask, cast, edges, made, rows, stands
from fashion_kg.errors import UsageError
from fashion_kg.measures import find, path
from fashion_kg.measures.path import all_shortest_nodes, number_of_shortest, shortest

pairs = st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] != pair[1])


@given(st.lists(pairs, min_size=1, max_size=25), st.integers(0, 9), st.integers(0, 9))
def test_as_networkx_finds_them(drawn: list[tuple[int, int]], one: int, other: int) -> None:
    network = edges((f"n{a}", f"n{b}") for a, b in drawn)
    graph = nx.Graph((f"n{a}", f"n{b}") for a, b in drawn)
    ends = (f"n{one}", f"n{other}")
    if not (graph.has_node(ends[0]) and graph.has_node(ends[1]) and nx.has_path(graph, *ends)):
        assert shortest(network, *ends) is None
        assert number_of_shortest(network, *ends) == 0
        assert all_shortest_nodes(network, *ends) == frozenset()
        return
    every = [list(way) for way in nx.all_shortest_paths(graph, *ends)]
    assert shortest(network, *ends) == min(every), "the smallest neighbour at each step is the smallest path"
    assert number_of_shortest(network, *ends) == len(every)
    assert all_shortest_nodes(network, *ends) == {node for way in every for node in way}


def test_the_karate_club_is_five_steps_wide() -> None:
    # W. Zachary 1977; diameter 5 and mean distance 2.408 are in every textbook that uses it.
    club = nx.karate_club_graph()
    network = edges((f"m{a:02}", f"m{b:02}") for a, b in club.edges)
    lengths = [
        len(shortest(network, one, other) or ()) - 1
        for one in network.nodes
        for other in network.nodes
        if one < other
    ]
    assert max(lengths) == 5
    assert sum(lengths) / len(lengths) == pytest.approx(2.408, abs=0.001)


def test_a_step_has_its_campaigns_roles_and_sources() -> None:
    network = made(
        [
            stands("ana", "dawn", role="x/photographer", sources="p"),
            stands("bo", "dawn", role="x/set-designer", sources="pq"),
            stands("ana", "noon", role="x/model", sources="q"),
            stands("bo", "noon", role="x/model", sources="q"),
            stands("bo", "dusk", role="x/model", sources="r"),
            stands("cy", "dusk", role="x/stylist", sources="r"),
        ]
    )
    measured = find("path").measure(ask(network, "ana", "cy"))
    shown = [
        (
            row["step"],
            row["from"],
            row["fromRoles"],
            row["through"],
            row["to"],
            row["toRoles"],
            row["sources"],
        )
        for row in rows(measured)
    ]
    assert shown == [
        (1, "ana", "photographer", "dawn", "bo", "set designer", "p q"),
        (1, "ana", "model", "noon", "bo", "model", "q"),
        (2, "bo", "model", "dusk", "cy", "stylist", "r"),
    ]
    assert measured.title == "Shortest path from ana to cy: 2 steps"
    assert measured.nodes == {"step": {"ana": 0, "bo": 1, "cy": 2}}
    assert "Step 2 needs one source, r; without it nothing connects them." in measured.notes
    assert not [note for note in measured.notes if note.startswith("Step 1")], (
        "dawn and noon stand without q and p"
    )


def test_a_path_runs_against_the_direction_of_edges_too() -> None:
    network = made(
        [stands("b", "x", "a", role="r/cites"), stands("b", "y", "c")], {**PEOPLE, "directed": "yes"}
    )
    found = rows(find("path").measure(ask(network, "a", "c")))
    assert [(row["from"], row["fromRoles"], row["to"], row["toRoles"]) for row in found] == [
        ("a", None, "b", "cites"),
        ("b", None, "c", None),
    ]


def test_equally_short_paths_are_counted() -> None:
    network = cast({"1": "ab", "2": "ac", "3": "bd", "4": "cd"})
    notes = find("path").measure(ask(network, "a", "d")).notes
    assert shortest(network, "a", "d") == ["a", "b", "d"]
    assert shortest(network, "d", "a") == ["d", "b", "a"]
    assert any("2 equally short paths, through 2 things" in note for note in notes)


@pytest.mark.parametrize(
    ("casts", "ends", "says"),
    [
        (
            {"1": "ab", "2": "cde"},
            "ad",
            r"a is connected with 1 other, d is connected with 2 others, of 5 in all",
        ),
        ({"1": "ab", "2": "c"}, "ac", r"a is connected with 1 other, c is tied to nothing, of 3 in all"),
        ({"1": "ab"}, "az", r"z is not in test/network: none of its 2 statements ties it"),
        ({"1": "ab"}, "aa", r"Both ends of the path are a\. Name two different things"),
        ({"1": "ab"}, "a", r"Name both"),
        ({}, "ab", r"test/network is empty: 0 statements were left out"),
        ({"1": "a"}, "ab", r"b is not in test/network"),
    ],
)
def test_no_path_is_one_sentence(casts: dict[str, str], ends: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        path.measure(ask(cast(casts), *ends))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("network/everything", "of 4 in all. Loosen a filter$"),
        ("network/every", "Choose a wider network, such as network/everything, or loosen a filter$"),
        ("such", "Choose a wider network, such as network/everything, or loosen a filter$"),
    ],
)
def test_the_widest_network_has_no_wider_one(name: str, says: str) -> None:
    network = cast({"one": "ab", "two": "cd"})
    named = replace(network, query=replace(network.query, name=name))
    with pytest.raises(UsageError, match=says):
        find("path").measure(ask(named, "a", "c"))

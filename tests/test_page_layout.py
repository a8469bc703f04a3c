"""Where nodes stand on pages: finished, the same every time, and not on top of one another."""

from __future__ import annotations

import math
import random
import subprocess
import sys
from itertools import pairwise
from typing import cast

import networkx as nx
import numpy as np
import pytest
from scipy.spatial import cKDTree

from fashion_kg.views._diagram import diagram
from fashion_kg.views._layout import Net, layout, radii
from fashion_kg.views._spacing import HEIGHT, WIDTH, Floats


def net_of(graph: nx.Graph[int]) -> Net:
    ends = np.array(sorted(tuple(sorted(edge)) for edge in graph.edges()), dtype=np.int64).reshape(-1, 2)
    strengths = np.bincount(ends.ravel(), minlength=len(graph)) + 1
    return Net(len(graph), ends, np.ones(len(ends)), radii(strengths.tolist()))


def teams(count: int, seed: int = 1) -> nx.Graph[int]:
    """Return people who work in teams, mostly with those they know, as credits have it."""
    chance = random.Random(seed)  # noqa: S311 - a made-up network, no secret
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(count))
    for _ in range(count // 3):
        around = chance.randrange(count)
        team = {(around + chance.randrange(40)) % count for _ in range(5)} | {chance.randrange(count)}
        graph.add_edges_from((one, two) for one in team for two in team if one < two)
    return graph


def star(count: int) -> nx.Graph[int]:
    return cast("nx.Graph[int]", nx.star_graph(count - 1))


SHAPES = {
    "nothing": nx.empty_graph(0),
    "one": nx.empty_graph(1),
    "two apart": nx.empty_graph(2),
    "a pair": nx.path_graph(2),
    "a path": nx.path_graph(9),
    "a star": star(60),
    "a clique": nx.complete_graph(30),
    "pieces": nx.disjoint_union_all([nx.path_graph(n % 5 + 1) for n in range(40)]),
    "many alone": nx.empty_graph(500),
    "small": teams(60),
    "middling": teams(400),
    "large": teams(2_000),
}


def overlapping(net: Net, places: Floats) -> int:
    """Return how many pairs of nodes cover part of one another."""
    if not net.count:
        return 0
    pairs = cKDTree(places).query_pairs(2 * float(net.radii.max()), output_type="ndarray")
    if not len(pairs):
        return 0
    one, two = pairs.T
    distance = np.linalg.norm(places[one] - places[two], axis=1)
    return int((distance < 0.98 * (net.radii[one] + net.radii[two])).sum())


@pytest.mark.parametrize("shape", SHAPES)
def test_nodes_stand_apart_within_the_picture(shape: str) -> None:
    net = net_of(SHAPES[shape])
    places = layout(net, labels=[70.0] * net.count)
    assert places.shape == (net.count, 2)
    assert np.isfinite(places).all()
    assert len(np.unique(places, axis=0)) == net.count
    assert overlapping(net, places) <= net.count // 200
    if net.count:
        wide, high = places.max(axis=0) - places.min(axis=0)
        assert wide <= WIDTH * 1.3
        assert high <= HEIGHT * 2


@pytest.mark.parametrize("shape", ["small", "middling", "large", "pieces"])
def test_the_same_network_stands_the_same_and_the_seed_moves_it(shape: str) -> None:
    net = net_of(SHAPES[shape])
    assert (layout(net, 1) == layout(net, 1)).all()
    if shape in ("middling", "large"):
        assert (layout(net, 1) != layout(net, 2)).any()


def test_hash_seeds_change_nothing() -> None:
    program = (
        "import hashlib; from test_page_layout import *; "
        "print(hashlib.sha256(layout(net_of(teams(1_200))).tobytes()).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(seen) == 1


def test_who_is_tied_stands_near() -> None:
    for count in (100, 400, 2_000):
        net = net_of(teams(count))
        places = layout(net)
        tied = np.linalg.norm(places[net.ends[:, 0]] - places[net.ends[:, 1]], axis=1).mean()
        anyone = random.Random(1)  # noqa: S311
        pairs = np.array([(anyone.randrange(count), anyone.randrange(count)) for _ in range(5_000)])
        apart = np.linalg.norm(places[pairs[:, 0]] - places[pairs[:, 1]], axis=1).mean()
        assert tied < 0.75 * apart, count


def test_those_tied_to_nothing_stand_in_rows_below() -> None:
    graph = teams(60)
    graph.add_nodes_from(range(60, 90))
    net = net_of(graph)
    places = layout(net)
    tied = np.unique(net.ends)
    alone = np.setdiff1d(np.arange(90), tied)
    assert places[alone, 1].min() > places[tied, 1].max()
    assert len(np.unique(places[alone, 1])) <= 3


def test_small_pieces_stand_in_rows_under_a_large_one() -> None:
    pieces = [nx.path_graph(number % 4 + 2) for number in range(30)]
    net = net_of(nx.disjoint_union_all([teams(400), *pieces]))
    places = layout(net)
    main, small = places[:400], places[400:]
    tied = np.unique(net.ends)
    main = main[tied[tied < 400]]
    assert small[:, 1].min() > main[:, 1].max()
    assert np.ptp(small[:, 0]) <= WIDTH
    assert np.ptp(small[:, 1]) < np.ptp(main[:, 1]) / 2
    assert overlapping(net, places) == 0


def test_what_hangs_on_one_node_stands_around_it_and_in_no_clump() -> None:
    stars = nx.disjoint_union_all([star(30) for _ in range(12)])
    stars.add_edges_from((30 * number, 30 * ((number + 1) % 12)) for number in range(12))
    places = layout(net_of(stars))
    wide, high = places.max(axis=0) - places.min(axis=0)
    nearest = np.asarray(cKDTree(places).query(places, k=2)[0])[:, 1]
    # Spread evenly, each of them would have a square of its own with this side.
    assert np.median(nearest) > 0.45 * math.sqrt(wide * high / len(places))


def test_a_large_network_takes_little_memory() -> None:
    """3,000 nodes: a square of their distances alone would be 72 MB."""
    import tracemalloc

    net = net_of(teams(3_000))
    tracemalloc.start()
    layout(net)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40e6


def test_sizes_grow_with_the_weight_and_shrink_with_the_number() -> None:
    few, many = radii([1, 4, 100]), radii([1.0] * 20_000)
    assert list(few) == sorted(few)
    assert few.min() >= 3
    assert few.max() <= 30
    assert many.max() < few.min()
    assert radii([]).shape == (0,)


def test_a_diagram_stands_in_columns_and_no_two_names_meet() -> None:
    ends = np.array([[0, 1], [0, 2], [1, 3], [1, 4], [2, 5], [3, 6], [4, 6], [5, 7]])
    net = Net(8, ends, np.ones(8), np.full(8, 11.0))
    columns = [[0], [1, 2], [3, 4, 5], [6, 7]]
    widths = [60.0, 30, 30, 200, 220, 120, 110, 130]
    places = diagram(net, columns, widths)
    for column in columns:
        assert len(set(places[column, 0])) == 1
        assert (np.diff(places[column, 1]) >= 80).all()
    for left, right in pairwise(columns):
        reach = max(widths[node] for node in left) / 2 + max(widths[node] for node in right) / 2
        assert places[right[0], 0] - places[left[0], 0] > reach
    assert places[1, 1] == pytest.approx(places[[3, 4], 1].mean())

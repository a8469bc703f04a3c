"""Where nodes stand: computed when the page is made, so that it opens finished and looks the same to all.

Small networks are laid out by stress (Kamada and Kawai 1989), middling ones by ForceAtlas2 (Jacomy et al.
2014), both from NetworkX. Large ones are laid out by communities (Louvain, Blondel et al. 2008): the
communities as circles, smaller communities inside them, people inside those. In both then neighbours push
each other apart and edges pull a little. Nothing here needs memory that grows with the square of a large
network.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from fashion_kg.views._spacing import (
    GOLDEN_ANGLE,
    HEIGHT,
    NAMED_UP_TO,
    WIDTH,
    Floats,
    Ints,
    apart,
    centred,
    extent,
    fitted,
    lying,
    rows,
    scaled,
    strip,
    turned,
)

_STRESS_UP_TO = 120
_FORCES_UP_TO = 1_000


@dataclass(frozen=True)
class Net:
    """A network as a layout needs it: nodes are numbers from 0.

    Attributes:
        count: how many nodes there are.
        ends: the ends of each edge, one row an edge.
        weights: a weight an edge, above 0.
        radii: a radius a node.
    """

    count: int
    ends: Ints
    weights: Floats
    radii: Floats

    def part(self, members: Ints) -> Net:
        """Return the network among some of the nodes, numbered in the order given."""
        place = np.full(self.count, -1)
        place[members] = np.arange(len(members))
        ends = place[self.ends]
        inside = (ends >= 0).all(axis=1)
        return Net(len(members), ends[inside], self.weights[inside], self.radii[members])


def radii(weights: Sequence[float]) -> Floats:
    """Return a radius a node from how much there is about it: its area grows with the weight.

    With many nodes all are smaller, so that together they cover little of the picture.
    """
    share = np.sqrt(np.asarray(weights, dtype=np.float64) / max(1.0, *weights) if len(weights) else [])
    mean = math.sqrt(WIDTH * HEIGHT / 24 / math.pi / max(1, len(weights)))
    largest = min(18.0, max(2.6 * mean, 3.0))
    smallest = min(7.0, max(0.5 * mean, 0.6))
    return np.round(smallest + (largest - smallest) * share, 1)


def layout(net: Net, seed: int = 1, labels: Sequence[float] | None = None) -> Floats:
    """Return a place for each node, as rows of x and y around 0; y grows downwards.

    Args:
        net: the network.
        seed: of everything random; the same seed gives the same places.
        labels: the width of each node's name, for small networks, where names get room, too.
    """
    if net.count == 0:
        return np.zeros((0, 2))
    if net.count > NAMED_UP_TO:
        labels = None
    pieces = _components(net)
    alone = np.array([piece[0] for piece in pieces if len(piece) == 1], dtype=np.int64)
    tied = [piece for piece in pieces if len(piece) > 1]
    # Where one piece is nearly all there is, it gets the picture, and the small ones rows under it.
    small = tied[1:] if tied and len(tied[0]) > max(NAMED_UP_TO, 0.6 * net.count) else []
    large = tied[: len(tied) - len(small)]
    places = np.zeros((net.count, 2))
    boxes = []
    for piece in tied:
        inner = centred(_component(net.part(piece), seed))
        places[piece] = inner
        boxes.append(inner)
    if large:
        _pack(places, large, boxes)
        everything = np.concatenate(large)
        widths = _widths(labels, everything)
        for _ in range(3):
            # Parting outgrows the picture; shrunk to it again, less has to be parted.
            inside = fitted(places[everything], WIDTH, HEIGHT * (0.8 if small else 1.0))
            places[everything] = apart(inside, net.radii[everything], widths)
    under = float(places[np.concatenate(large), 1].max()) if large else None
    if small and under is not None:
        under = rows(places, small, boxes[len(large) :], net.radii, under)
    strip(places, alone, net.radii, _widths(labels, alone), under)
    return np.round(centred(places), 2)


# -- one component ----------------------------------------------------------------------------------


def _components(net: Net) -> list[Ints]:
    """Return the connected components, the largest first."""
    found, parts = connected_components(_matrix(net), directed=False)
    order = np.argsort(parts, kind="stable")
    pieces = np.split(order, np.cumsum(np.bincount(parts, minlength=found))[:-1])
    return sorted(pieces, key=lambda piece: (-len(piece), int(piece[0])))


def _component(net: Net, seed: int) -> Floats:
    if net.count == 2:
        return np.array([[-0.5, 0.0], [0.5, 0.0]]) * _reach(net.count)
    if net.count <= _STRESS_UP_TO:
        return scaled(_stress(net), _reach(net.count))
    # Forces alone draw what hangs on one node together into a clump.
    is_middling = net.count <= _FORCES_UP_TO
    places = _forces(net, seed) if is_middling else _nested(net, np.arange(net.count), seed)
    return scaled(_relaxed(net, places), _reach(net.count))


def _reach(count: int) -> float:
    """Return how wide a component is drawn in relation to others: its area grows with its nodes."""
    return math.sqrt(count)


def _stress(net: Net) -> Floats:
    """Place nodes as far from one another as the shortest ways between them; strong ties are shorter."""
    graph = _graph(net)
    for *_, about in graph.edges(data=True):
        about["length"] = 1 / (1 + math.log2(about["weight"]) / 4)
    turned = nx.circular_layout(graph)
    found = nx.kamada_kawai_layout(graph, pos=turned, weight="length")
    return lying(np.array([found[node] for node in range(net.count)]))


def _forces(net: Net, seed: int) -> Floats:
    start = nx.circular_layout(_graph(net), scale=math.sqrt(net.count))
    nested = scaled(_nested(net, np.arange(net.count), seed), math.sqrt(net.count))
    start = {node: nested[node] for node in range(net.count)}
    found = nx.forceatlas2_layout(
        _graph(net), pos=start, max_iter=120, scaling_ratio=2.0, gravity=1.5, weight=None, seed=seed
    )
    return scaled(lying(np.array([found[node] for node in range(net.count)])), _reach(net.count))


# -- large networks: communities in communities ------------------------------------------------------


def _nested(net: Net, names: Ints, seed: int, depth: int = 0) -> Floats:
    """Place nodes by their communities: circles in circles, so that who belongs together stands together."""
    if net.count <= 12 or depth > 6 or len(net.ends) == 0:
        return _sunflower(net)
    members = _communities(net, seed)
    if len(members) == 1:
        return _sunflower(net)
    inner = [_nested(net.part(each), names[each], seed, depth + 1) for each in members]
    reaches = np.array([extent(each) for each in inner])
    centres = _circles(_between(net, members), reaches)
    places = np.zeros((net.count, 2))
    for each, own, centre in zip(members, inner, centres, strict=True):
        places[each] = own + centre
    return places


def _communities(net: Net, seed: int) -> list[Ints]:
    found = nx.community.louvain_communities(_graph(net), weight="weight", seed=seed)
    arrays = (np.array(sorted(each), dtype=np.int64) for each in found)
    return sorted(arrays, key=lambda each: (-len(each), int(each[0])))


def _between(net: Net, members: list[Ints]) -> Floats:
    """Return how strongly communities are tied to one another, as a square of numbers."""
    belongs = np.zeros(net.count, dtype=np.int64)
    for number, each in enumerate(members):
        belongs[each] = number
    one, two = belongs[net.ends].T
    size = len(members)
    ties = coo_array((net.weights, (one, two)), shape=(size, size)).toarray()
    ties = ties + ties.T
    np.fill_diagonal(ties, 0)
    return np.asarray(ties)


def _circles(ties: Floats, reaches: Floats) -> Floats:
    """Place circles one after the other, each where it touches others and is near what it is tied to."""
    count = len(reaches)
    gap = 0.3 * float(reaches.mean()) + 1e-9
    places = np.zeros((count, 2))
    pull = ties / np.maximum(1e-9, ties.sum(axis=1, keepdims=True))
    angles = np.linspace(0, 2 * math.pi, 36, endpoint=False)
    directions = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    for new in range(1, count):
        # Where so many stand already, only the nearest and the last can be touched in reasonable time.
        bases = (
            np.arange(new)
            if new <= 60
            else np.unique(np.r_[np.argsort(-ties[new, :new])[:40], new - 20 : new])
        )
        away = reaches[bases] + reaches[new] + gap
        spots = (places[bases][:, None, :] + away[:, None, None] * directions).reshape(-1, 2)
        room = reaches[:new] + reaches[new] + 0.999 * gap
        cost = 0.35 * np.linalg.norm(spots, axis=1)
        # What nothing pulls stands as near the middle as is free: then few distances have to be known.
        if pull[new, :new].any():
            cost = _distances(spots, places[:new]) @ pull[new, :new] + cost
        best = _first_free(spots, np.argsort(cost, kind="stable"), places[:new], room)
        places[new] = _outside(places[:new], reaches[:new], reaches[new]) if best is None else spots[best]
    return np.asarray(places - places.mean(axis=0))


def _distances(spots: Floats, places: Floats) -> Floats:
    return np.asarray(np.linalg.norm(spots[:, None, :] - places[None, :, :], axis=2))


def _first_free(spots: Floats, order: Ints, places: Floats, room: Floats) -> int | None:
    """Return the first spot in this order that keeps so far from each place; None where there is none."""
    for few in np.split(order, range(64, len(order), 64)):
        free = (_distances(spots[few], places) >= room).all(axis=1)
        if free.any():
            return int(few[np.argmax(free)])
    return None


def _outside(places: Floats, reaches: Floats, reach: float) -> Floats:
    """Return a place that is free whatever stands where."""
    return np.array([float((places[:, 0] + reaches).max()) + reach, 0.0])


def _sunflower(net: Net) -> Floats:
    """Place nodes in a spiral as the seeds of a sunflower, those with most ties in the middle."""
    degrees = np.bincount(net.ends.ravel(), minlength=net.count)
    order = np.lexsort((np.arange(net.count), -degrees))
    steps = np.arange(net.count)
    distance, angle = np.sqrt(steps + 0.3), steps * GOLDEN_ANGLE
    places = np.zeros((net.count, 2))
    places[order] = np.stack([distance * np.cos(angle), distance * np.sin(angle)], axis=1)
    return places


def _relaxed(net: Net, places: Floats, rounds: int = 40) -> Floats:
    """Let edges pull and near neighbours push for a while: circles become clouds that lean to one another."""
    one, two = net.ends.T
    pull = np.minimum(net.weights, 4.0) ** 0.5
    load = np.bincount(one, pull, net.count) + np.bincount(two, pull, net.count) + 1e-9
    for number in range(rounds):
        heat = 1 - number / rounds
        across = places[two] - places[one]
        moved = np.zeros_like(places)
        for axis in (0, 1):
            force = pull * across[:, axis]
            moved[:, axis] = np.bincount(one, force, net.count) - np.bincount(two, force, net.count)
        places = places + 0.04 * heat * moved / load[:, None]
        places = _pushed(places, 1.35, 0.5)
    return places


def _pushed(places: Floats, reach: float, share: float) -> Floats:
    """Move all that are nearer than this to one another apart, each by a share of what is missing."""
    pairs = cKDTree(places).query_pairs(reach, output_type="ndarray")
    if not len(pairs):
        return places
    one, two = pairs.T
    across = places[two] - places[one]
    distance = np.linalg.norm(across, axis=1)
    across[distance < 1e-9] = turned(one[distance < 1e-9])
    way = across / np.maximum(distance, 1e-9)[:, None] * ((reach - distance) * share / 2)[:, None]
    count = len(places)
    for axis in (0, 1):
        shift = np.bincount(two, way[:, axis], count) - np.bincount(one, way[:, axis], count)
        places[:, axis] += np.clip(shift, -reach, reach)
    return places


# -- the whole picture ------------------------------------------------------------------------------


def _pack(places: Floats, pieces: list[Ints], boxes: list[Floats]) -> None:
    """Set components beside one another as circles, the largest in the middle."""
    if len(pieces) == 1:
        return
    reaches = np.array([extent(box) + 0.6 for box in boxes])
    centres = _circles(np.zeros((len(pieces), len(pieces))), reaches)
    for piece, box, centre in zip(pieces, boxes, centres, strict=True):
        places[piece] = box + centre


def _widths(labels: Sequence[float] | None, members: Ints) -> Floats | None:
    return None if labels is None else np.asarray(labels, dtype=np.float64)[members]


def _matrix(net: Net) -> coo_array:
    one, two = net.ends.T if len(net.ends) else (np.zeros(0, int), np.zeros(0, int))
    return coo_array((np.ones(len(one)), (one, two)), shape=(net.count, net.count))


def _graph(net: Net) -> nx.Graph[int]:
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(net.count))
    graph.add_weighted_edges_from(zip(*net.ends.T.tolist(), net.weights.tolist(), strict=True))
    return graph

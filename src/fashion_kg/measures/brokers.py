"""Who connects those that are not connected: constraint, effective size, cut points and bridges.

Constraint and effective size follow Burt, *Structural Holes* (1992), the latter in Borgatti's form for ties
without weight (1997). Cut points and bridges are those of Hopcroft and Tarjan (1973).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

from fashion_kg.measures import Cell, Measured, Request
from fashion_kg.measures._ranks import SOURCES_TRIED, Values, cautions, ranks, shown_ranks, stability

if TYPE_CHECKING:
    import networkx as nx

summary = "who connects those that are not connected: constraint, cut points, bridges"
projection = "network/co-credits"
takes: tuple[str, ...] = ()
options: Mapping[str, str] = {}

_EDGES = 1_000_000
_BLOCK = 512


def measure(request: Request) -> Measured:
    """Return for each node how free it is of its neighbours, and what falls apart without it."""
    import networkx as nx

    network = request.projection.undirected()
    request.progress("constraint")
    held = constraint(network)
    sizes, pieces, bridges = effective_size(network), cut_pieces(network), Counter[str]()
    for edge in nx.bridges(network):
        bridges.update(edge)
    free = _freedom(held)
    steady = stability(
        request.projection,
        lambda one: _freedom(constraint(one.undirected())),
        request.progress,
        min(SOURCES_TRIED, _EDGES // max(1, network.number_of_edges())),
    )
    shown, places = shown_ranks(free), ranks(free)
    last = len(places) + 1
    rows: list[tuple[Cell, ...]] = [
        (
            shown.get(node),
            node,
            request.label(node),
            request.kinds.get(node),
            network.degree(node),
            held.get(node),
            sizes.get(node),
            pieces.get(node, 1),
            bridges[node],
            steady.spread(node),
        )
        for node in sorted(network, key=lambda node: (places.get(node, last), request.label(node), node))
    ]
    nodes: dict[str, Mapping[str, Cell]] = {
        "constraint": dict(held),
        "effectiveSize": dict(sizes),
        "pieces": {node: pieces.get(node, 1) for node in network},
        "bridges": {node: bridges[node] for node in network},
    }
    notes = [*cautions(request.projection), *_fragile(network, pieces, bridges), *steady.notes]
    if request.projection.directed:
        notes.append(
            "Directions were left aside: two edges that run both ways are one tie of their summed weight"
        )
    return Measured("Who connects those that are not connected", _COLUMNS, rows, notes, nodes)


_COLUMNS = {
    "rank": "place by constraint, the least first; = where several share it; none for who is tied to nobody",
    "thing": "who or what",
    "thingLabel": "its name",
    "kind": "its class",
    "degree": "number of others that it is tied to",
    "constraint": "how far its ties lead back to the same few: near 0 for free, 1 and more for closed in",
    "effectiveSize": "number of others less the ties among them, averaged: how many separate ways it has",
    "pieces": "into how many pieces its part of the network falls without it; 1 for none",
    "bridges": "how many of its ties are the only link between two parts",
    "rankSpread": "best and worst rank when each source is left out in turn; none where it is gone then",
}


def constraint(network: nx.Graph[str]) -> dict[str, float]:
    """Return Burt's constraint of each node that is tied to any, by weight.

    As NetworkX computes it, but some rows at a time: the full product of the network with itself holds a
    number for every two nodes that share a neighbour.
    """
    import networkx as nx
    import numpy as np
    from scipy import sparse

    nodes = [node for node in network if network.degree(node)]
    if not nodes:
        return {}
    weights = sparse.csr_array(nx.to_scipy_sparse_array(network, nodelist=nodes)).astype(float)
    shares = sparse.csr_array(sparse.diags_array(1 / weights.sum(axis=1)) @ weights)
    found: list[float] = []
    for start in range(0, len(nodes), _BLOCK):
        rows = shares[start : start + _BLOCK]
        tied = rows.astype(bool)
        invested = rows + (rows @ shares).multiply(tied)
        found += np.asarray(invested.multiply(invested).sum(axis=1)).ravel().tolist()
    return dict(zip(nodes, found, strict=True))


def effective_size(network: nx.Graph[str]) -> dict[str, float]:
    """Return the effective size of each node that is tied to any: its degree less 2t / degree.

    ``t`` is the number of ties among its neighbours, which is the number of its triangles.
    """
    import networkx as nx

    triangles = cast("dict[str, int]", nx.triangles(network))
    degrees = dict(network.degree())
    return {node: degree - 2 * triangles[node] / degree for node, degree in degrees.items() if degree}


def cut_pieces(network: nx.Graph[str]) -> dict[str, int]:
    """Return for each cut point into how many pieces its component falls without it: always 2 or more."""
    import networkx as nx

    found = cast("Iterable[set[str]]", nx.biconnected_components(network))
    blocks = Counter(node for block in found for node in block)
    return {node: count for node, count in blocks.items() if count > 1}


def _freedom(held: Mapping[str, float]) -> Values:
    """Return the constraint turned round, so that the least comes first."""
    return {node: -value for node, value in held.items() if not math.isnan(value)}


def _fragile(network: nx.Graph[str], pieces: Mapping[str, int], bridges: Mapping[str, int]) -> list[str]:
    if not network.number_of_edges():
        return []
    cuts, links = len(pieces), sum(bridges.values()) // 2
    if not cuts and not links:
        return ["Nobody holds two parts together alone: without any one node, each part stays in one piece"]
    return [
        f"{cuts} {'node is' if cuts == 1 else 'nodes are'} the only link between parts of the network, "
        f"and {links} {'tie is' if links == 1 else 'ties are'}"
    ]

"""Who stands in the middle: degree, strength, betweenness, PageRank and k-core, ranked by one of them.

Betweenness follows Freeman (1977) as Brandes (2001) computes it, over shortest paths by number of steps;
past `EXACT_STEPS` it is estimated from a sample of starting points (Brandes and Pich, 2007). PageRank
(Brin and Page, 1998) has the damping 0.85 and weighs edges. Core numbers follow Batagelj and Zaveršnik.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from fashion_kg.errors import UsageError, did_you_mean
from fashion_kg.measures import Cell, Measured, Request
from fashion_kg.measures._ranks import SOURCES_TRIED, Values, cautions, ranks, shown_ranks, stability
from fashion_kg.network import Projection

EXACT_STEPS = 50_000_000
"""Nodes times (nodes + edges): up to here betweenness is exact, which takes some ten seconds at most."""
SAMPLE = 200
"""Starting points from which betweenness is estimated past that."""
_BUDGET = 2 * EXACT_STEPS
_EDGES = 2_000_000

summary = "who stands in the middle: degree, strength, betweenness, PageRank, k-core"
projection = "network/co-credits"
takes: tuple[str, ...] = ()
options = {"by": "rank by degree, strength, betweenness, pagerank or core (default: strength)"}


def measure(request: Request) -> Measured:
    """Return all five values of each node, ranked by the one asked for, with the stability of the rank.

    Raises:
        UsageError: ``by`` is no measure.
    """
    by = request.options.get("by", "strength")
    if by not in SCORES:
        remedy = did_you_mean(by, SCORES, f"Use one of: {', '.join(SCORES)}")
        raise UsageError(f'by cannot be "{by}". {remedy}')
    network = request.projection
    found: dict[str, Values] = {}
    for name, score in SCORES.items():
        request.progress(name)
        found[name] = score(network, request.seed)
    chosen = found[by]
    steady = stability(
        network, lambda one: SCORES[by](one, request.seed), request.progress, _tried(by, network)
    )
    shown, places = shown_ranks(chosen), ranks(chosen)
    ordered = sorted(places, key=lambda node: (places[node], request.label(node), node))
    rows: list[tuple[Cell, ...]] = [
        (
            shown[node],
            node,
            request.label(node),
            request.kinds.get(node),
            *(found[name][node] for name in SCORES),
            steady.spread(node),
        )
        for node in ordered
    ]
    nodes: dict[str, Mapping[str, Cell]] = {name: dict(values) for name, values in found.items()}
    nodes["rank"] = dict(places)
    notes = [*cautions(network), *_ties(shown), *steady.notes, *_sampled(network)]
    return Measured(f"Who stands in the middle, by {by}", _columns(by), rows, notes, nodes)


def _columns(by: str) -> Mapping[str, str]:
    return {
        "rank": f"place by {by}; = where several share it",
        "thing": "who or what",
        "thingLabel": "its name",
        "kind": "its class",
        "degree": "number of others that it is tied to",
        "strength": "sum of the weights of its ties",
        "betweenness": "share of the shortest paths between two others that go through it, from 0 to 1",
        "pagerank": "share of its time that a random walker spends there",
        "core": "largest k for which it is tied to k others within a part where all are",
        "rankSpread": "best and worst rank when each source is left out in turn; none where it is gone then",
    }


def _degree(network: Projection, _: int) -> Values:
    return dict(network.undirected().degree())


def _strength(network: Projection, _: int) -> Values:
    found: dict[str, int] = defaultdict(int, dict.fromkeys(network.nodes, 0))
    for edge, reasons in network.edges.items():
        for node in edge:
            found[node] += len(reasons)
    return found


def _betweenness(network: Projection, seed: int) -> Values:
    import networkx as nx

    sample = SAMPLE if _steps(network) > EXACT_STEPS else None
    values: Values = nx.betweenness_centrality(network.network(), k=sample, seed=seed)
    return values


def _pagerank(network: Projection, _: int) -> Values:
    import networkx as nx

    # So many rounds that nodes in the same position get the same value.
    values: Values = nx.pagerank(network.network(), weight="weight", tol=1e-12, max_iter=1000)
    return values


def _core(network: Projection, _: int) -> Values:
    import networkx as nx

    values: Values = nx.core_number(network.undirected())
    return values


SCORES: Mapping[str, Callable[[Projection, int], Values]] = {
    "degree": _degree,
    "strength": _strength,
    "betweenness": _betweenness,
    "pagerank": _pagerank,
    "core": _core,
}
"""The five measures: each gives one value a node, of a projection and a seed."""


def _steps(network: Projection) -> int:
    return len(network.nodes) * (len(network.nodes) + len(network.edges))


def _tried(by: str, network: Projection) -> int:
    """Return how many sources can be left out in turn in about a minute."""
    if by != "betweenness":
        return min(SOURCES_TRIED, _EDGES // max(1, len(network.edges)))
    steps = _steps(network)
    return 0 if steps > EXACT_STEPS else min(SOURCES_TRIED, _BUDGET // max(1, steps))


def _ties(shown: Mapping[str, str]) -> list[str]:
    tied = sum(place.endswith("=") for place in shown.values())
    return [f"{tied} of {len(shown)} share their rank with others"] if tied else []


def _sampled(network: Projection) -> list[str]:
    if _steps(network) <= EXACT_STEPS:
        return ["Betweenness is exact"]
    return [
        f"Betweenness is an estimate from {SAMPLE} starting points of {len(network.nodes)}, as the network "
        f"is large: nodes times (nodes + edges) is over {EXACT_STEPS:,}"
    ]

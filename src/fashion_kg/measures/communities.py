"""Who belongs together: communities by Louvain, or by Leiden where networkit is installed.

Louvain: Blondel and others (2008), from NetworkX. Leiden: Traag, Waltman and van Eck (2019), from networkit.
Both seek the partition of the highest modularity (Newman and Girvan, 2004) and find a good one by chance, so
each is repeated with other seeds to see what stays.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast

from fashion_kg.errors import UsageError, did_you_mean
from fashion_kg.measures import Cell, Measured, Request
from fashion_kg.measures._ranks import cautions

if TYPE_CHECKING:
    import networkx as nx

Communities = list[set[str]]

REPEATED = 10
"""How many further seeds are tried, on networks of at most `REPEATED_EDGES` edges."""
REPEATED_EDGES = 300_000
REWIRED = 10
"""How many random networks modularity is held against, for networks of at most `REWIRED_EDGES` edges."""
REWIRED_EDGES = 2_000
_SWAPS, _TRIES = 2, 50
_NAMED_BY = 3
_CHANCE = 0.5
_BRANDS = 3

summary = "who belongs together, each community named by its best-known members"
projection = "network/co-credits"
takes: tuple[str, ...] = ()
options = {
    "algorithm": "louvain, or leiden where networkit is installed (default: louvain)",
    "resolution": "above 1 for smaller communities, below for larger ones (default: 1)",
    "rows": "communities, or members for one row a member (default: communities)",
}


def measure(request: Request) -> Measured:
    """Return the communities, largest first, or with ``rows=members`` who belongs to each.

    Raises:
        UsageError: an option has a value that it cannot have, or networkit is not installed.
    """
    found_by = _choice(request, "algorithm", ALGORITHMS)
    listed = _choice(request, "rows", ("communities", "members"))
    resolution = _resolution(request)
    network = request.projection.undirected()
    strength = dict(network.degree(weight="weight"))
    request.progress(f"communities by {found_by}")

    def find(seed: int, among: nx.Graph[str] = network) -> Communities:
        if not among.number_of_edges():
            return [{node} for node in among]
        return ALGORITHMS[found_by](among, resolution, seed)

    found = _ordered(find(request.seed))
    others = _others(request, find, network.number_of_edges())
    request.progress("communities of random networks")
    chance = by_chance(network, lambda among: find(request.seed, among), resolution, request.seed)
    numbers = {node: number for number, nodes in enumerate(found, 1) for node in nodes}
    score = modularity(network, found, resolution)
    notes = [
        *cautions(request.projection),
        *_meaning(request, score, resolution),
        *_beside_chance(network, chance),
        *_steadiness(found, others),
    ]
    if request.projection.directed:
        notes.append("Directions were left aside: communities are of ties, whichever way they run")
    names = [_name(request, nodes, strength) for nodes in found]
    title = f"Who belongs together: {len(found)} communities by {found_by.title()}"
    marks: dict[str, Mapping[str, Cell]] = {"community": dict(numbers)}
    if listed == "members":
        rows = _members(request, found, names, strength)
        return Measured(title, _MEMBER_COLUMNS, rows, notes, marks)
    rows = _table(request, network, found, names, others)
    return Measured(title, _COLUMNS, rows, notes, marks)


_COLUMNS = {
    "community": "its number, from 1 for the largest",
    "name": "its members of the highest strength",
    "size": "number of members",
    "inside": "weight of the ties among its members",
    "outside": "weight of their ties to others",
    "brands": "the brands that these ties are for most, with the number of statements",
    "stability": "how much of it the nearest community under another seed shares, from 0 to 1, on average",
}
_MEMBER_COLUMNS = {
    "community": "number of the community",
    "name": "its members of the highest strength",
    "thing": "who belongs to it",
    "thingLabel": "the name",
    "strength": "sum of the weights of all ties of this member",
}


def _table(
    request: Request, network: nx.Graph[str], found: Communities, names: list[str], others: list[Communities]
) -> list[tuple[Cell, ...]]:
    numbers = {node: number for number, nodes in enumerate(found) for node in nodes}
    inside, outside = Counter[int](), Counter[int]()
    weight: int
    for one, two, weight in network.edges(data="weight"):
        if numbers[one] == numbers[two]:
            inside[numbers[one]] += weight
        else:
            outside[numbers[one]] += weight
            outside[numbers[two]] += weight
    brands = _brands(request, numbers)
    kept = likeness(found, others)
    return [
        (
            number + 1,
            names[number],
            len(nodes),
            inside[number],
            outside[number],
            brands.get(number),
            kept[number] if others else None,
        )
        for number, nodes in enumerate(found)
    ]


def _members(
    request: Request, found: Communities, names: list[str], strength: Mapping[str, float]
) -> list[tuple[Cell, ...]]:
    return [
        (number, names[number - 1], node, request.label(node), strength[node])
        for number, nodes in enumerate(found, 1)
        for node in _best_known(request, nodes, strength)
    ]


def _best_known(request: Request, nodes: set[str], strength: Mapping[str, float]) -> list[str]:
    return sorted(nodes, key=lambda node: (-strength[node], request.label(node), node))


def _name(request: Request, nodes: set[str], strength: Mapping[str, float]) -> str:
    first = [request.label(node) for node in _best_known(request, nodes, strength)[:_NAMED_BY]]
    return ", ".join(first) + (" …" if len(nodes) > _NAMED_BY else "")


def _brands(request: Request, numbers: Mapping[str, int]) -> dict[int, str]:
    """Return for each community the brands of what ties its members, most statements first."""
    occasions = request.projection.occasions
    said: dict[int, dict[str, set[str]]] = {}
    for tie in request.projection.ties:
        if (number := numbers.get(tie.left)) is None:
            continue
        occasion = occasions.get(tie.occasion or tie.via)
        for brand in occasion.brands if occasion else ():
            said.setdefault(number, {}).setdefault(brand, set()).add(tie.statement)

    def shown(brands: Mapping[str, set[str]]) -> str:
        first = sorted(brands, key=lambda brand: (-len(brands[brand]), request.label(brand)))
        listed = ", ".join(f"{request.label(brand)} ({len(brands[brand])})" for brand in first[:_BRANDS])
        return listed + (" …" if len(first) > _BRANDS else "")

    return {number: shown(brands) for number, brands in said.items()}


# -- finding them -----------------------------------------------------------------------------------


def louvain(network: nx.Graph[str], resolution: float, seed: int) -> Communities:
    """Return communities by NetworkX's Louvain."""
    import networkx as nx

    # By number, since the order in which a set gives texts is another in every process.
    nodes = list(network)
    numbered: Any = nx.convert_node_labels_to_integers(cast(Any, network))
    found = nx.community.louvain_communities(numbered, weight="weight", resolution=resolution, seed=seed)
    return [{nodes[number] for number in community} for community in found]


def leiden(network: nx.Graph[str], resolution: float, seed: int) -> Communities:
    """Return communities by networkit's parallel Leiden, in one thread so that a seed repeats.

    Raises:
        UsageError: networkit is not installed.
    """
    try:
        import networkit as nk
    except ImportError:
        raise UsageError(
            "networkit is not installed, and Leiden needs it. Leave out algorithm=leiden, or install it "
            "with: pip install 'fashion-kg[fast]'"
        ) from None
    nodes = list(network)
    place = {node: number for number, node in enumerate(nodes)}
    threads = nk.getMaxNumberOfThreads()
    nk.setNumberOfThreads(1)
    nk.setSeed(seed, False)
    try:
        graph: Any = nk.Graph(len(nodes), weighted=True)
        weight: int
        for one, two, weight in network.edges(data="weight"):
            graph.addEdge(place[one], place[two], float(weight))
        partition = nk.community.ParallelLeiden(graph, iterations=10, gamma=resolution).run().getPartition()
        found: dict[int, set[str]] = {}
        for node, community in zip(nodes, partition.getVector(), strict=True):
            found.setdefault(community, set()).add(node)
    finally:
        nk.setNumberOfThreads(threads)
    return list(found.values())


ALGORITHMS: Mapping[str, Callable[[nx.Graph[str], float, int], Communities]] = {
    "louvain": louvain,
    "leiden": leiden,
}
"""Ways to find communities: of a network, a resolution and a seed."""


def modularity(network: nx.Graph[str], found: Communities, resolution: float = 1) -> float:
    """Return the modularity of a partition; 0 where nothing is tied."""
    import networkx as nx

    if not network.number_of_edges():
        return 0.0
    return float(nx.community.modularity(network, found, weight="weight", resolution=resolution))


def _ordered(found: Communities) -> Communities:
    return sorted(found, key=lambda nodes: (-len(nodes), min(nodes)))


def _others(request: Request, find: Callable[[int], Communities], edges: int) -> list[Communities]:
    """Return the communities under further seeds; none on a network so large that it would take too long."""
    if not 0 < edges <= REPEATED_EDGES:
        return []
    others = []
    for number in range(1, REPEATED + 1):
        request.progress(f"communities under another seed, {number} of {REPEATED}")
        others.append(find(request.seed + number))
    return others


# -- what they are worth ----------------------------------------------------------------------------


def likeness(found: Communities, others: list[Communities]) -> list[float]:
    """Return for each community how alike its nearest one elsewhere is, on average: shared / all members."""
    totals = [0.0] * len(found)
    for other in others:
        numbers = {node: number for number, nodes in enumerate(other) for node in nodes}
        for place, nodes in enumerate(found):
            shared = Counter(numbers[node] for node in nodes)
            totals[place] += max(
                count / (len(nodes) + len(other[number]) - count) for number, count in shared.items()
            )
    return [total / len(others) if others else math.nan for total in totals]


def _meaning(request: Request, score: float, resolution: float) -> list[str]:
    said = [
        f"Modularity is {score:.3f}: how much more of the weight lies inside these communities than would if "
        "all kept their strengths and ties were dealt out at random"
        + ("" if resolution == 1 else f", at the resolution {resolution:g}")
        + ". Since the communities were sought for it, it is above 0 in a random network, too"
    ]
    if request.projection.header.get("through") and any(tie.right is None for tie in request.projection.ties):
        through = request.projection.header["through"]
        said.append(f"All who share one {through} are tied to each other, which alone makes modularity high")
    return said


def by_chance(
    network: nx.Graph[str],
    find: Callable[[nx.Graph[str]], Communities],
    resolution: float,
    seed: int,
) -> tuple[float, float] | None:
    """Return the modularity of communities sought without weights: here, and on average in random networks.

    Each random network has the same degrees: two edges at a time swap their ends, twice as often as there
    are edges.

    Returns:
        None where the network is too large, or leaves too few edges to swap.
    """
    import networkx as nx

    def sought(among: nx.Graph[str]) -> float:
        nx.set_edge_attributes(among, dict.fromkeys(among.edges, 1), "weight")
        return modularity(among, find(among), resolution)

    edges = network.number_of_edges()
    if not 0 < edges <= REWIRED_EDGES:
        return None
    scores = []
    for number in range(REWIRED):
        rewired = network.copy()
        try:
            nx.double_edge_swap(rewired, _SWAPS * edges, _TRIES * edges, seed=seed + number)
        except nx.NetworkXException:
            return None
        scores.append(sought(rewired))
    return sought(network.copy()), sum(scores) / len(scores)


def _beside_chance(network: nx.Graph[str], chance: tuple[float, float] | None) -> list[str]:
    if chance:
        here, there = chance
        return [
            f"Sought without weights it is {here:.3f} here, and {there:.3f} on average in {REWIRED} random "
            "networks in which all have as many ties as here"
        ]
    if (edges := network.number_of_edges()) > REWIRED_EDGES:
        return [
            f"It was not held against random networks: {edges:,} edges are more than {REWIRED_EDGES:,}, and "
            "it would take too long"
        ]
    if edges:
        return ["It was not held against random networks: with these degrees ties can hardly run otherwise"]
    return []


def _steadiness(found: Communities, others: list[Communities]) -> list[str]:
    if not others:
        return ["How much hangs on the seed was not computed"] if len(found) > 1 else []
    kept = likeness(found, others)
    members = sum(map(len, found))
    average = sum(value * len(nodes) for value, nodes in zip(kept, found, strict=True)) / members
    counts = sorted({len(other) for other in others})
    span = str(counts[0]) if len(counts) == 1 else f"{counts[0]} to {counts[-1]}"
    return [
        f"{len(others)} other seeds give {span} communities; on average {average:.0%} of a member's "
        "community is the same in them"
        + (", so for the most part they are chance" if average < _CHANCE else "")
    ]


def _choice(request: Request, option: str, choices: Mapping[str, object] | tuple[str, ...]) -> str:
    words = tuple(choices)
    chosen = request.options.get(option, words[0])
    if chosen not in words:
        remedy = did_you_mean(chosen, words, f"Use one of: {', '.join(words)}")
        raise UsageError(f'{option} cannot be "{chosen}". {remedy}')
    return chosen


def _resolution(request: Request) -> float:
    text = request.options.get("resolution", "1")
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 1e6:
        raise UsageError(f'resolution cannot be "{text}". Write a number above 0, such as 1.5')
    return value

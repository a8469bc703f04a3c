"""Made-up networks of any size: communities, a few nodes with many edges, positions; seeded."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from itertools import accumulate

KINDS = ("Person", "Brand", "Organization", "Group", "Product")


@dataclass(frozen=True)
class Network:
    """A network with positions.

    Attributes:
        x: where each node is, as wide as the square root of the number of nodes.
        y: as `x`.
        degree: how many edges each node has.
        kind: index into `KINDS` a node.
        edges: pairs of nodes, the smaller first, sorted; none twice.
        weights: a small whole number an edge.
    """

    x: list[float]
    y: list[float]
    degree: list[int]
    kind: list[int]
    edges: list[tuple[int, int]]
    weights: list[int]

    def label(self, node: int) -> str:
        """Return the made-up name of a node."""
        return f"{_FIRST[node % len(_FIRST)]} {_LAST[node // len(_FIRST) % len(_LAST)]} {node}"


_FIRST = ("Ada", "Ben", "Cleo", "Dov", "Esra", "Finn", "Gia", "Hugo", "Ines", "Jun", "Kofi")
_LAST = (
    "Marlow",
    "Okafor",
    "Lindqvist",
    "Serrano",
    "Watanabe",
    "Dupont",
    "Novak",
    "Ferreira",
    "Haddad",
    "Quist",
)


def network(nodes: int, edges: int, seed: int = 1) -> Network:
    """Return a network in which nine edges of ten stay in a community, and in each a few nodes get most.

    Args:
        nodes: how many, at least 10.
        edges: how many; a community takes no more than there are pairs in it.
        seed: the same seed gives the same network.
    """
    dice = random.Random(seed)  # noqa: S311 - made-up networks, not secrets
    communities = max(2, round(math.sqrt(nodes) / 3))
    members: list[list[int]] = [[] for _ in range(communities)]
    shares = list(accumulate(1 / (rank + 1) ** 0.5 for rank in range(communities)))
    for node, home in enumerate(dice.choices(range(communities), cum_weights=shares, k=nodes)):
        members[home].append(node)
    members = [group for group in members if len(group) > 1]
    # Zipf inside each community: its first members are the ones that everybody works with.
    pulls = [list(accumulate(1 / (rank + 1) ** 0.7 for rank in range(len(group)))) for group in members]
    sizes = list(accumulate(len(group) for group in members))
    everybody = [node for group in members for node in group[: max(1, len(group) // 20)]]
    found: dict[tuple[int, int], int] = {}
    while len(found) < edges:
        home = dice.choices(range(len(members)), cum_weights=sizes)[0]
        one = dice.choices(members[home], cum_weights=pulls[home])[0]
        two = dice.choice(members[home]) if dice.random() < 0.9 else dice.choice(everybody)
        if one != two:
            pair = (min(one, two), max(one, two))
            found[pair] = found.get(pair, 0) + 1
    degree = [0] * nodes
    for one, two in found:
        degree[one] += 1
        degree[two] += 1
    x, y = _positions(nodes, members, dice)
    pairs = sorted(found)
    kind = dice.choices(range(len(KINDS)), weights=(70, 10, 8, 4, 8), k=nodes)
    return Network(x, y, degree, kind, pairs, [found[pair] for pair in pairs])


def _positions(nodes: int, members: list[list[int]], dice: random.Random) -> tuple[list[float], list[float]]:
    """Return where nodes are: communities on a spiral, the largest and first members in the middle."""
    x, y = [0.0] * nodes, [0.0] * nodes
    golden = math.pi * (3 - math.sqrt(5))
    area = 0.0
    for number, group in enumerate(sorted(members, key=len, reverse=True)):
        area += len(group)
        reach = math.sqrt(area) * 0.8
        middle = (math.cos(number * golden) * reach, math.sin(number * golden) * reach)
        for rank, node in enumerate(group):
            away, turn = math.sqrt(rank) * 0.75, rank * golden
            x[node] = round(middle[0] + math.cos(turn) * away + dice.gauss(0, 0.3), 3)
            y[node] = round(middle[1] + math.sin(turn) * away + dice.gauss(0, 0.3), 3)
    return x, y

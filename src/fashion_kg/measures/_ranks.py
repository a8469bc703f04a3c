"""Ranks that say what they are worth: ties as ties, and how far each moves when a source is left out.

For a measure of nodes, write a function that gives one value a node from a projection, then::

    values = strengths(projection)
    places = ranks(values)  # {"…/ada": 2, "…/bo": 2}
    shown = shown_ranks(values)  # {"…/ada": "2=", "…/bo": "2="}
    steady = stability(projection, strengths, request.progress)
    steady.spread("…/ada")  # "1-4", or "2 or none" where one source alone knows her
    notes = cautions(projection) + steady.notes

A high value is a high rank; negate values of which a low one is meant to be first.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from fashion_kg.network import Edge, Projection

Values = Mapping[str, float]

SOURCES_TRIED = 50
"""How many sources are left out in turn at most: those that alone say the most."""
SMALL = 10
"""Fewer nodes than these are told apart by looking, and by chance as well as by any measure."""
_NEAR = 1e-7


def ranks(values: Values) -> dict[str, int]:
    """Return the place of each node, from 1 for the highest value; nodes of one value share the best place.

    Values that differ by less than a ten-millionth are one: a sum depends on its order. What is not a
    number (``nan``) has no place.
    """
    ordered = sorted((-value, node) for node, value in values.items() if not math.isnan(value))
    found: dict[str, int] = {}
    before, place = math.nan, 0
    for number, (value, node) in enumerate(ordered, 1):
        if not math.isclose(value, before, rel_tol=_NEAR, abs_tol=1e-12):
            place = number
        found[node], before = place, value
    return found


def shown_ranks(values: Values) -> dict[str, str]:
    """Return the places of `ranks` as they are shown, with ``=`` after those that several nodes share."""
    places = ranks(values)
    return dict(zip(places, _with_ties(places.values()), strict=True))


def shown_places(keys: Iterable[Hashable]) -> list[str]:
    """Return places as they are shown for rows that are in order already; rows with equal keys share one.

    >>> shown_places([9, 7, 7, 4])
    ['1', '2=', '2=', '4']
    """
    places: list[int] = []
    last: Hashable = None
    for number, key in enumerate(keys, 1):
        places.append(places[-1] if places and key == last else number)
        last = key
    return _with_ties(places)


def _with_ties(places: Collection[int]) -> list[str]:
    shared = Counter(places)
    return [f"{place}=" if shared[place] > 1 else str(place) for place in places]


@dataclass(frozen=True)
class Stability:
    """How far ranks move when each source is left out in turn.

    Attributes:
        best: the best rank of each node, over all that were computed.
        worst: the worst.
        gone: nodes that one source alone knows.
        notes: what was done, for the reader.
    """

    best: Mapping[str, int] = field(default_factory=dict)
    worst: Mapping[str, int] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()

    def spread(self, node: str) -> str | None:
        """Return a node's best and worst rank as they are shown: ``3``, ``1-4``, ``1-4 or none``; or None."""
        if node not in self.best:
            return None
        one, other = self.best[node], self.worst[node]
        shown = str(one) if one == other else f"{one}-{other}"
        return f"{shown} or none" if node in self.gone else shown


def stability(
    projection: Projection,
    values_of: Callable[[Projection], Values],
    progress: Callable[[str], None] = lambda _: None,
    most: int = SOURCES_TRIED,
) -> Stability:
    """Rank the nodes again as if each source had not been read, and say how far they moved.

    Only a source that alone makes a statement can change anything, so only those are computed; where
    there are more than ``most`` of them, those that alone make the most statements.

    Args:
        projection: the network.
        values_of: gives one value a node; seeded where it is random, so that only the source differs.
        progress: takes a sentence on what is being done.
        most: how many sources are left out at most; 0 for none.
    """
    alone = Counter(next(iter(tie.sources)) for tie in projection.ties if len(tie.sources) == 1)
    total = len(projection.sources)
    if total < 2:
        return Stability(notes=("There is no second source, so nothing can be said of how stable ranks are",))
    if most == 0:
        return Stability(
            notes=("How stable ranks are was not computed: it would take too long on so large a network",)
        )
    tried = sorted(alone, key=lambda source: (-alone[source], source))[:most]
    places = ranks(values_of(projection))
    weights = _weights(projection)
    best, worst, gone = dict(places), dict(places), set[str]()
    for number, source in enumerate(tried, 1):
        progress(f"ranks without source {number} of {len(tried)}")
        without = projection.without_source(source)
        if without.nodes == projection.nodes and _weights(without) == weights:
            # Where several sources tie two by different statements, one of them changes nothing.
            continue
        there = ranks(values_of(without))
        gone |= places.keys() - there.keys()
        for node in places.keys() & there.keys():
            best[node], worst[node] = min(best[node], there[node]), max(worst[node], there[node])
    return Stability(best, worst, frozenset(gone), _said(len(tried), len(alone), total, gone))


def _weights(projection: Projection) -> dict[Edge, int]:
    """Return all that measures know of edges."""
    return {edge: len(reasons) for edge, reasons in projection.edges.items()}


def _said(tried: int, alone: int, total: int, gone: set[str]) -> tuple[str, ...]:
    if not alone:
        return (f"No rank depends on one source: whatever one of the {total} says, another says, too",)
    none = "; none: one source alone knows it" if gone else ""
    if tried < alone:
        return (
            f"Stability was computed for the {tried} sources that alone say the most, of {total}; "
            f"leaving out others may move ranks as well{none}",
        )
    quiet = total - alone
    more = f"; all that the other {quiet} say another says, too" if quiet else ""
    return (f"Stability: best and worst rank when each of {total} sources is left out in turn{none}{more}",)


def cautions(projection: Projection) -> list[str]:
    """Return sentences on what measures cannot mean on this network: too small, or all nodes alike."""
    nodes, edges = len(projection.nodes), len(projection.edges)
    said = []
    if 0 < nodes < SMALL:
        size = "one node" if nodes == 1 else f"{nodes} nodes"
        said.append(f"With {size} this network is too small for its ranks to mean much")
    if nodes > 1 and edges == 0:
        return [*said, "Nothing is tied to anything else here"]
    parts = [len(part) for part in projection.components]
    pairs = sum(size * (size - 1) // (1 if projection.directed else 2) for size in parts)
    if nodes > 1 and edges == pairs and len({len(reasons) for reasons in projection.edges.values()}) == 1:
        where = "Everyone" if len(parts) == 1 else f"In each of the {len(parts)} parts everyone"
        said.append(f"{where} is tied to everyone, equally: no measure can tell those in one part apart")
    return said

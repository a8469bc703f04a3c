"""How two things are connected: a shortest path, told as a chain of what it goes through, with sources."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping

from fashion_kg.errors import UsageError, counted
from fashion_kg.measures import Cell, Measured, Request
from fashion_kg.measures._telling import addresses, by_name, needed_by, not_empty, reasons_of, told_by
from fashion_kg.network import Projection, Tie

summary = "how two names are connected: a shortest path as a chain of campaigns, with sources"
projection = "network/co-credits"
takes = ("one", "other")
options: Mapping[str, str] = {}

Neighbours = Mapping[str, set[str]]

_COLUMNS = {
    "step": "number of the step, from 1; one row for each thing that the step goes through",
    "from": "where the step starts",
    "fromLabel": "its name",
    "fromRoles": "what it does there",
    "through": "what both are tied to, mostly a campaign",
    "throughLabel": "its name",
    "to": "where the step ends",
    "toLabel": "its name",
    "toRoles": "what it does there",
    "sources": "addresses of the sources that say so",
    "sourcesLabel": "their names",
}
_SOURCES_LEFT_OUT = 10
_WIDER = "network/everything"


def neighbours(network: Projection) -> dict[str, set[str]]:
    """Return what each node is tied to, whichever way the edges run."""
    around: dict[str, set[str]] = {node: set() for node in network.nodes}
    for one, two in network.edges:
        around[one].add(two)
        around[two].add(one)
    return around


def distances(around: Neighbours, goal: str) -> dict[str, int]:
    """Return how many steps each node is away from a goal; what is not connected is absent."""
    away = {goal: 0}
    waiting = deque([goal])
    while waiting:
        here = waiting.popleft()
        for near in around.get(here, ()):
            if near not in away:
                away[near] = away[here] + 1
                waiting.append(near)
    return away


def shortest(network: Projection, one: str, other: str) -> list[str] | None:
    """Return a shortest path on the undirected network: addresses from one end to the other.

    Of several equally short paths it is the one which, from its start, always steps to the neighbour with
    the smallest address among those one step nearer to the goal (addresses compared character by character).

    Returns:
        None where nothing connects the two, or one of them is not in the network.
    """
    return _walk(neighbours(network), one, other)


def all_shortest_nodes(network: Projection, one: str, other: str) -> frozenset[str]:
    """Return everything that lies on any shortest path between two nodes, its ends with it; empty if none."""
    around = neighbours(network)
    here, there = distances(around, one), distances(around, other)
    if other not in here or other not in around:
        return frozenset()
    return frozenset(node for node in here if here[node] + there[node] == here[other])


def number_of_shortest(network: Projection, one: str, other: str) -> int:
    """Return how many equally short paths run between two nodes; 0 where nothing connects them."""
    around = neighbours(network)
    away = distances(around, other)
    if one not in away or one not in around or other not in around:
        return 0
    ways = {other: 1}
    for node in sorted(away, key=away.__getitem__)[1:]:
        ways[node] = sum(ways[near] for near in around[node] if away[near] == away[node] - 1)
    return ways[one]


def measure(request: Request) -> Measured:
    """Return a shortest path, a row for each step and each thing that it goes through.

    Raises:
        UsageError: one of the two is not in the network, both are the same, or nothing connects them.
    """
    network = request.projection
    one, other = _ends(request)
    around = neighbours(network)
    way = _walk(around, one, other)
    if way is None:
        raise UsageError(_unconnected(request, around, one, other))
    rows = [row for number in range(1, len(way)) for row in _step(request, number, way)]
    steps = counted(len(way) - 1, "step")
    return Measured(
        title=f"Shortest path from {request.label(one)} to {request.label(other)}: {steps}",
        columns=_COLUMNS,
        rows=rows,
        notes=list(_notes(request, way)),
        nodes={"step": dict(zip(way, range(len(way)), strict=True))},
    )


def _ends(request: Request) -> tuple[str, str]:
    not_empty(request.projection)
    if len(request.things) != 2:
        raise UsageError("A path runs between two things. Name both")
    one, other = request.things
    if one == other:
        raise UsageError(f"Both ends of the path are {request.label(one)}. Name two different things")
    known = set(request.projection.nodes)
    for end in (one, other):
        if end not in known:
            raise UsageError(
                f"{request.label(end)} is not in {request.projection.name}: none of its "
                f"{counted(len(request.projection.ties), 'statement')} ties it to anything. "
                "Choose another network or loosen a filter"
            )
    return one, other


def _walk(around: Neighbours, one: str, other: str) -> list[str] | None:
    away = distances(around, other)
    if one not in away or one not in around or other not in around:
        return None
    way = [one]
    while way[-1] != other:
        here = way[-1]
        way.append(min(near for near in around[here] if away[near] == away[here] - 1))
    return way


def _unconnected(request: Request, around: Neighbours, one: str, other: str) -> str:
    sizes = [len(distances(around, end)) for end in (one, other)]

    def side(end: str, size: int) -> str:
        if size == 1:
            return f"{request.label(end)} is tied to nothing"
        return f"{request.label(end)} is connected with {counted(size - 1, 'other')}"

    name = request.projection.name
    wider = "Loosen a filter"
    if name != _WIDER:
        wider = f"Choose a wider network, such as {_WIDER}, or loosen a filter"
    return (
        f"Nothing in {name} connects {request.label(one)} and {request.label(other)}: "
        f"{side(one, sizes[0])}, {side(other, sizes[1])}, of {len(around):,} in all. {wider}"
    )


def _step(request: Request, number: int, way: list[str]) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each thing through which a step goes."""
    start, end = way[number - 1], way[number]
    reasons = reasons_of(request.projection, start, end)
    for via in by_name(request, reasons):
        ties = [tie for both in reasons[via] for tie in both]
        sources = {source for tie in ties for source in tie.sources}
        yield (
            number,
            start,
            request.label(start),
            _roles(request, ties, start),
            via,
            request.label(via),
            end,
            request.label(end),
            _roles(request, ties, end),
            addresses(request, sources),
            told_by(request, sources),
        )


def _roles(request: Request, ties: Iterable[Tie], end: str) -> str | None:
    roles = {tie.role for tie in ties if tie.left == end and tie.role}
    return "; ".join(sorted(role_name(request, role) for role in roles)) or None


def role_name(request: Request, role: str) -> str:
    """Return the name of a role; the last part of its address in words stands in."""
    return request.labels.get(role) or re.split("[/#]", role)[-1].replace("-", " ")


def _notes(request: Request, way: list[str]) -> Iterator[str]:
    network, (one, other) = request.projection, (way[0], way[-1])
    yield f"Each step means: {network.meaning}. It does not say that they met."
    if (ways := number_of_shortest(network, one, other)) > 1:
        between = len(all_shortest_nodes(network, one, other)) - 2
        yield (
            f"There are {ways:,} equally short paths, through {counted(between, 'thing')} in all. This one "
            "takes, from its start, the neighbour with the smallest address."
        )
    else:
        yield "There is no other path as short."
    needed: dict[str, list[str]] = {}
    for number in range(1, len(way)):
        for source in needed_by(reasons_of(network, way[number - 1], way[number])):
            needed.setdefault(source, []).append(str(number))
    for source in by_name(request, needed)[:_SOURCES_LEFT_OUT]:
        numbers = needed[source]
        rests = f"Step {numbers[0]} needs" if len(numbers) == 1 else f"Steps {', '.join(numbers)} need"
        left = shortest(network.without_source(source), one, other)
        steps = counted(len(left) - 1, "step") if left else ""
        then = f"a shortest path has {steps}" if left else "nothing connects them"
        yield f"{rests} one source, {request.label(source)}; without it {then}."

"""What a page of a network shows: which part of a projection, under which title, and where it opens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from fashion_kg.errors import counted
from fashion_kg.namespaces import BASE
from fashion_kg.network import Edge, Projection, Reasons


@dataclass(frozen=True)
class Start:
    """What the page emphasises when it opens: around one thing, or a path between two."""

    focus: str | None = None
    steps: int | None = None
    path: tuple[str, str] | None = None


@dataclass(frozen=True)
class Scene:
    """The part of a projection that a page shows.

    Attributes:
        projection: the network, cut down to what was asked for.
        nodes: addresses of what is shown.
        edges: why each edge is there, by its ends.
        title: by language; English is always there.
        start: where the page opens.
        notes: sentences on what was left out of the page.
        summary: what is shown, in one sentence, where counting it says too little.
        columns: for a diagram, addresses from left to right, in each column from top to bottom; the nodes
            stand there and are all of one size.
        near: whether the projection has only the ties of what is shown, and is not the whole network.
    """

    projection: Projection
    nodes: frozenset[str]
    edges: Mapping[Edge, Reasons]
    title: Mapping[str, str]
    start: Start = field(default_factory=Start)
    notes: tuple[str, ...] = ()
    summary: str = ""
    columns: tuple[tuple[str, ...], ...] = ()
    near: bool = False


def whole(projection: Projection, title: Mapping[str, str]) -> Scene:
    """Return everything that a projection holds."""
    return Scene(projection, frozenset(projection.nodes), projection.edges, title)


def around(
    projection: Projection, thing: str, steps: int, title: Mapping[str, str], near: bool = False
) -> Scene:
    """Return what is at most so many steps from a thing, with all edges among it.

    Args:
        projection: the network, or as much of it as is near the thing.
        thing: address of the thing.
        steps: how many steps.
        title: of the page, by language.
        near: whether the projection is only what is near.
    """
    neighbours: dict[str, set[str]] = defaultdict(set)
    for one, two in projection.edges:
        neighbours[one].add(two)
        neighbours[two].add(one)
    found = ring = {thing}
    for _ in range(steps):
        ring = {other for one in ring for other in neighbours[one]} - found
        found = found | ring
    beyond = {other for one in found for other in neighbours[one]} - found
    notes: tuple[str, ...] = ()
    if beyond:
        told = counted(len(beyond), "more thing is", "more things are")
        notes = (f"{told} one step further, and left out",)
    edges = _among(projection, found)
    return Scene(projection, frozenset(found), edges, title, Start(thing, steps), notes, near=near)


def only(
    projection: Projection, nodes: set[str], title: Mapping[str, str], start: Start, summary: str
) -> Scene:
    """Return these nodes, with all edges among them."""
    edges = _among(projection, nodes)
    return Scene(projection, frozenset(nodes), edges, title, start, summary=summary)


def _among(projection: Projection, nodes: set[str]) -> dict[Edge, Reasons]:
    return {edge: why for edge, why in projection.edges.items() if edge[0] in nodes and edge[1] in nodes}


def short_id(iri: str) -> str:
    """Return an address as pages hold it: what follows the beginning that all of fashion-kg's share."""
    return iri.removeprefix(BASE)

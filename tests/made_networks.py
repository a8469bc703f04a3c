"""Projections without a graph: from ties, or from a network of NetworkX."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import networkx as nx

from fashion_kg.measures import Measured, Request, find
from fashion_kg.network import Filters, Occasion, Projection, Tie
from fashion_kg.queries import Query


def tie(
    left: str,
    right: str | None = None,
    via: str = "campaign",
    *,
    statement: str | None = None,
    sources: Iterable[str] = ("source",),
    role: str | None = None,
    rank: str = "normal",
    review: str = "accepted",
    occasion: str | None = None,
    group: str | None = None,
) -> Tie:
    """Return a tie; a statement of its own says it unless one is named."""
    said = statement or f"{left} {right or ''} {via} {role or ''}"
    return Tie(left, right, via, role, said, rank, review, frozenset(sources), occasion, group)


def projection(
    ties: Iterable[Tie],
    *,
    occasions: Mapping[str, Occasion] | None = None,
    filters: Filters | None = None,
    **header: Any,
) -> Projection:
    """Return a projection of these ties."""
    says = {"left": "one", "right": "other", "weight": "number of ties", "meaning": "they are tied"} | header
    query = Query(
        "test/network",
        Path("network.rq"),
        "",
        "Who is tied",
        "",
        (),
        "relationships",
        {},
        {"projection": says},
    )
    made = Projection(query, tuple(ties), occasions or {})
    return made.narrowed(filters) if filters else made


def from_network(network: nx.Graph[Any], weight: str | None = None) -> Projection:
    """Return a projection with the edges of a network, as many ties an edge as it weighs, by five sources."""
    return projection(
        tie(str(one), str(two), f"{one}-{two}-{number}", sources=[f"source {place % 5}"])
        for place, (one, two, marks) in enumerate(network.edges(data=True))
        for number in range(int(marks[weight]) if weight else 1)
    )


def measured(name: str, made: Projection, seed: int = 1, **options: str) -> Measured:
    """Return what a measure says of a projection."""
    return find(name).measure(Request(made, {}, {}, options=options, seed=seed))

"""Small networks of who stood where: a few words become a projection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from fashion_kg.measures import Measured, Request
from fashion_kg.network import Occasion, Projection, Tie
from made_networks import projection, tie

PEOPLE = {"left": "agent", "right": "agent", "through": "campaign", "meaning": "both stood in it"}
SIDES = {"left": "agent", "right": "brand", "through": "campaign", "meaning": "the agent worked for it"}


def stands(left: str, via: str, right: str | None = None, sources: str = "s", **more: str) -> Tie:
    """Return the tie of who stands in a campaign; ``sources`` are one letter each."""
    role, statement, group = (more.get(name) for name in ("role", "statement", "group"))
    return tie(left, right, via, sources=sources, role=role, statement=statement, group=group)


def made(
    ties: Iterable[Tie], header: Mapping[str, Any] = PEOPLE, brands: str = "", **dates: str
) -> Projection:
    """Return a network of ties; a campaign is dated by a keyword of its name, and is for ``brands``."""
    ties = tuple(ties)
    occasions = {each.via: Occasion(frozenset(brands.split())) for each in ties}
    for campaign, day in dates.items():
        when = dt.date.fromisoformat(day)
        occasions[campaign] = Occasion(frozenset(brands.split()), earliest=when, latest=when)
    return projection(ties, occasions=occasions, **header)


def cast(casts: Mapping[str, str | Iterable[str]], **dates: str) -> Projection:
    """Return the network of people who stand in the same campaigns; people are one letter each in a text."""
    ties = [stands(person, campaign) for campaign, people in casts.items() for person in people]
    return made(ties, PEOPLE, **dates)


def edges(pairs: Iterable[tuple[str, str]]) -> Projection:
    """Return a network of given edges, each through something of its own."""
    header = {"left": "thing", "right": "thing", "meaning": "they are tied"}
    return made((stands(one, f"{one}~{two}", two) for one, two in pairs), header)


def ask(network: Projection, *things: str, **options: str) -> Request:
    """Return what a measure is given."""
    return Request(network, {}, {}, things, options)


def rows(measured: Measured) -> list[dict[str, object]]:
    """Return the rows by column; every row has a cell for each."""
    return [dict(row) for row in measured]

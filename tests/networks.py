"""Small networks made by hand: who stood where, as a few words, becomes a projection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path

from fashion_kg.measures import Measured, Request
from fashion_kg.network import Occasion, Projection, Tie
from fashion_kg.queries import Query

PEOPLE = {"left": "agent", "right": "agent", "through": "campaign", "meaning": "both stood in it"}
SIDES = {"left": "agent", "right": "brand", "through": "campaign", "meaning": "the agent worked for it"}


def question(header: Mapping[str, str]) -> Query:
    return Query(
        "made/up", Path("made-up.rq"), "", "made up", "", (), "relationships", {}, {"projection": header}
    )


def tie(left: str, via: str, right: str | None = None, sources: str = "s", **more: str) -> Tie:
    """Return a tie; ``sources`` are one letter each."""
    group, role = more.get("group"), more.get("role")
    statement = more.get("statement", f"{left}-{via}-{right}-{role}")
    return Tie(left, right, via, role, statement, "normal", "accepted", frozenset(sources), None, group)


def cast(casts: Mapping[str, str | Iterable[str]], **dates: str) -> Projection:
    """Return the network of people who stand in the same campaigns; people are one letter each in a text."""
    ties = [tie(person, campaign) for campaign, people in casts.items() for person in people]
    return made(ties, PEOPLE, **dates)


def made(
    ties: Iterable[Tie], header: Mapping[str, str] = PEOPLE, brands: str = "", **dates: str
) -> Projection:
    """Return a network of ties; a campaign is dated by a keyword of its name, and is for ``brands``."""
    ties = tuple(ties)
    occasions = {each.via: Occasion(frozenset(brands.split())) for each in ties}
    for campaign, day in dates.items():
        when = dt.date.fromisoformat(day)
        occasions[campaign] = Occasion(frozenset(brands.split()), earliest=when, latest=when)
    return Projection(question(header), ties, occasions)


def edges(pairs: Iterable[tuple[str, str]]) -> Projection:
    """Return a network of given edges, each through something of its own."""
    header = {"left": "thing", "right": "thing", "meaning": "they are tied"}
    return made((tie(one, f"{one}~{two}", two) for one, two in pairs), header)


def ask(network: Projection, *things: str, **options: str) -> Request:
    return Request(network, {}, {}, things, options)


def rows(measured: Measured) -> list[dict[str, object]]:
    """Return the rows by column; every row has a cell for each."""
    return [dict(zip(measured.columns, row, strict=True)) for row in measured.rows]

"""Brand loyalty: how concentrated a brand's image-makers are, or whoever the network ties to it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from fashion_kg.errors import counted
from fashion_kg.measures import Cell, Measured, Request
from fashion_kg.measures._ranks import shown_places
from fashion_kg.measures._telling import (
    addresses,
    heavy_ties,
    listed,
    not_empty,
    through,
    told_by,
    two_sides,
    whole,
)
from fashion_kg.network import Tie

summary = "how concentrated a brand's image-makers are: share of the most used, Herfindahl index"
projection = "network/image-makers"
takes: tuple[str, ...] = ()
options: Mapping[str, str] = {
    "campaigns": "least number of campaigns from which concentration is told at all (default 3)"
}

Used = Mapping[str, set[str]]
"""By maker, the campaigns made for the brand."""


@dataclass(frozen=True)
class Concentration:
    """How concentrated a brand's work is.

    Attributes:
        share: part of the brand's campaigns that the most used worked on; 1 means all.
        herfindahl: sum of the squares of each one's share of all turns, a turn being one maker in one
            campaign; normalised so that 0 means equal shares and 1 that one has them all.
        effective: how many equally used makers would be as concentrated: 1 divided by the sum of squares.
    """

    share: float
    herfindahl: float
    effective: float


def concentration(used: Used) -> Concentration:
    """Measure one brand.

    The index is O. C. Herfindahl's (1950), the effective number M. Laakso's and R. Taagepera's (1979).

    Args:
        used: by maker, the campaigns; at least one of each.
    """
    campaigns = set().union(*used.values())
    turns = [len(each) for each in used.values()]
    squares = sum(turn * turn for turn in turns) / sum(turns) ** 2
    equal = 1 / len(turns)
    normalised = (squares - equal) / (1 - equal) if len(turns) > 1 else 1.0
    return Concentration(max(turns) / len(campaigns), abs(round(normalised, 12)), 1 / squares)


def measure(request: Request) -> Measured:
    """Return how concentrated each brand is, the most concentrated first; brands with few campaigns last.

    Raises:
        UsageError: the network is empty, has no two sides, or an option is no number that makes sense.
    """
    network = request.projection
    not_empty(network)
    side = two_sides(network)[1]
    least = whole(request, "campaigns", 3, 2)
    by_brand: dict[str, list[Tie]] = defaultdict(list)
    for tie in heavy_ties(network):
        by_brand[tie.right or ""].append(tie)
    measured = {brand: _measured(request, ties, least) for brand, ties in by_brand.items()}

    def order(brand: str) -> tuple[bool, float]:
        found = measured[brand][0]
        return found is None, -round(found.herfindahl, 9) if found else 0

    brands = sorted(by_brand, key=lambda brand: (*order(brand), request.label(brand), brand))
    places = shown_places(map(order, brands))
    rows = [
        (place if measured[brand][0] else None, brand, request.label(brand), *measured[brand][1])
        for place, brand in zip(places, brands, strict=True)
    ]
    told = {brand: found.herfindahl for brand, (found, _) in measured.items() if found}
    return Measured(
        title=f"How concentrated the work of {counted(len(rows), side)} is",
        columns=_columns(side, through(network)),
        rows=rows,
        notes=list(_notes(request, least, len(told), len(rows))),
        nodes={"concentration": {brand: round(told[brand], 4) for brand in sorted(told)}},
    )


def _columns(side: str, word: str) -> dict[str, str]:
    return {
        "rank": "place by normalised Herfindahl index, among those that can be told; equal ones share it",
        side: f"address of the {side}",
        f"{side}Label": "its name",
        "campaigns": f"how many {word}s of it are known with somebody in this network",
        "makers": "how many different ones worked on them",
        "mostUsed": "addresses of the most used, all of them where several are; empty where nobody returns",
        "mostUsedLabel": "their names",
        "share": f"part of the {word}s that the most used worked on",
        "shareLeast": "the least that this share becomes when one source is not heard",
        "shareMost": "the most that it becomes",
        "herfindahl": "Herfindahl index, normalised: 0 equal shares, 1 all in one hand",
        "effective": "how many equally used ones would be as concentrated",
        "reading": "what the figures allow to say",
        "sources": "addresses of the sources that say so",
        "sourcesLabel": "their names",
    }


def _measured(request: Request, ties: list[Tie], least: int) -> tuple[Concentration | None, tuple[Cell, ...]]:
    used, sources = _used(ties), {source for tie in ties for source in tie.sources}
    campaigns = len(set().union(*used.values()))
    turns = {maker: len(each) for maker, each in used.items()}
    often = max(turns.values())
    most = [maker for maker, each in turns.items() if each == often > 1]
    found = concentration(used) if campaigns >= least else None
    figures: tuple[Cell, ...] = (None, None, None, None, None)
    if found:
        shares = [found.share, *_shares_without_one(ties, sources)]
        figures = tuple(
            round(figure, 4)
            for figure in (found.share, min(shares), max(shares), found.herfindahl, found.effective)
        )
    return found, (
        campaigns,
        len(used),
        addresses(request, most),
        listed(request, most) or None,
        *figures,
        _reading(found, campaigns, len(most), often),
        addresses(request, sources),
        told_by(request, sources),
    )


def _used(ties: Iterable[Tie]) -> dict[str, set[str]]:
    used: dict[str, set[str]] = defaultdict(set)
    for tie in ties:
        used[tie.left].add(tie.via)
    return used


def _shares_without_one(ties: list[Tie], sources: Iterable[str]) -> Iterator[float]:
    """Yield the share of the most used with each source left out that alone says something."""
    sole = Counter(next(iter(tie.sources)) for tie in ties if len(tie.sources) == 1)
    for source in sources:
        left = _used(tie for tie in ties if tie.sources != {source}) if sole[source] else {}
        if left:
            yield concentration(left).share


def _reading(found: Concentration | None, campaigns: int, tied: int, turns: int) -> str:
    if found is None:
        return "too few to tell"
    if turns == 1:
        return "nobody returns"
    if tied > 1:
        return f"{tied} are used equally often, {turns} times each of {campaigns}"
    return f"the most used returns {turns} times of {campaigns}"


def _notes(request: Request, least: int, told: int, brands: int) -> Iterator[str]:
    left, side = two_sides(request.projection)
    word = through(request.projection)
    yield (
        f"Each {left} counts once in each {word}. Shares are of the {word}s that the sources credit, not of "
        "all that there were. For another group choose another network, such as network/brand-talent, or a "
        "role in network/brand-agents."
    )
    if told < brands:
        yield (
            f"{counted(brands - told, side)} of {brands:,} with fewer than {least} {word}s: too few to tell, "
            "so no figures are given."
        )
    if not told:
        yield "On so small a network this measure says nothing about any of them."
    else:
        yield (
            f"With few {word}s a high share comes about by chance: compare only those with similar numbers "
            f"of {word}s."
        )

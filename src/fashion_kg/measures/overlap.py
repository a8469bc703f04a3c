"""Talent overlap: which brands share faces, or whatever ties the network has between two kinds of things."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

from fashion_kg.errors import counted
from fashion_kg.measures import Cell, Measured, Request
from fashion_kg.measures._ranks import shown_places
from fashion_kg.measures._telling import (
    addresses,
    heavy_ties,
    listed,
    not_empty,
    told_by,
    two_sides,
    whole,
)

summary = "which brands share faces: how many, Jaccard index, overlap coefficient, their names"
projection = "network/brand-talent"
takes: tuple[str, ...] = ()
options: Mapping[str, str] = {"shared": "least number of shared faces (default 1)"}

_FEW_FACES = 3
Heard = Mapping[str, Mapping[str, frozenset[str]]]
"""By brand and face, the sources that tie them."""


def measure(request: Request) -> Measured:
    """Return the pairs that share somebody, by how many they share and then by Jaccard index.

    Raises:
        UsageError: the network is empty, has no two sides, or an option is no number that makes sense.
    """
    network = request.projection
    not_empty(network)
    left, side = two_sides(network)
    least = whole(request, "shared", 1, 1)
    heard: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    brands_of: dict[str, set[str]] = defaultdict(set)
    for tie in heavy_ties(network):
        brand = tie.right or ""
        heard[brand][tie.left] = heard[brand].get(tie.left, frozenset()) | tie.sources
        brands_of[tie.left].add(brand)
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for face, brands in brands_of.items():
        for pair in combinations(sorted(brands), 2):
            shared[pair].append(face)

    def order(pair: tuple[str, str]) -> tuple[int, float]:
        # Two brands with one face each, the same, have an index of 1, and that says little.
        together = len(shared[pair])
        return -together, -together / _either(heard, pair, together)

    pairs = [pair for pair, faces in shared.items() if len(faces) >= least]
    pairs.sort(key=lambda pair: (*order(pair), *map(request.label, pair), pair))
    places = shown_places(map(order, pairs))
    rows = [
        _row(request, place, pair, shared[pair], heard) for place, pair in zip(places, pairs, strict=True)
    ]
    notes = list(_notes(request, heard, len(shared), rows))
    if len(pairs) < len(shared):
        out = counted(len(shared) - len(pairs), "pair")
        notes.append(f"{out} with fewer than {least} in common left out.")
    some = counted(len(rows), f"pair of {side}s", f"pairs of {side}s")
    return Measured(
        title=f"{some} with {counted(least, left)} or more in common",
        columns=_columns(side, left),
        rows=rows,
        notes=notes,
    )


def _columns(side: str, left: str) -> dict[str, str]:
    return {
        "rank": "place by how many are shared, then by Jaccard index; equal ones share it",
        "one": f"address of a {side}",
        "oneLabel": "its name",
        "other": "address of the other",
        "otherLabel": "its name",
        "together": f"how many {left}s they share",
        "togetherWithoutOne": "how many remain when the source that matters most is not heard",
        "jaccard": f"shared {left}s as part of those of either",
        "overlap": f"shared {left}s as part of those of the one with fewer (overlap coefficient)",
        "oneFaces": f"how many {left}s the one has",
        "otherFaces": "how many the other has",
        "shared": f"addresses of the shared {left}s",
        "sharedLabel": "their names",
        "sources": "addresses of the sources that say so",
        "sourcesLabel": "their names",
    }


def _either(heard: Heard, pair: tuple[str, str], together: int) -> int:
    return len(heard[pair[0]]) + len(heard[pair[1]]) - together


def _row(
    request: Request, place: str, pair: tuple[str, str], faces: list[str], heard: Heard
) -> tuple[Cell, ...]:
    one, other = pair
    sources = {source for face in faces for brand in pair for source in heard[brand][face]}
    lost: Counter[str] = Counter()
    for face in faces:
        lost.update({next(iter(said)) for brand in pair if len(said := heard[brand][face]) == 1})
    return (
        place,
        one,
        request.label(one),
        other,
        request.label(other),
        len(faces),
        len(faces) - max(lost.values(), default=0),
        round(len(faces) / _either(heard, pair, len(faces)), 4),
        round(len(faces) / min(len(heard[one]), len(heard[other])), 4),
        len(heard[one]),
        len(heard[other]),
        addresses(request, faces),
        listed(request, faces),
        addresses(request, sources),
        told_by(request, sources),
    )


def _notes(request: Request, heard: Heard, sharing: int, rows: list[tuple[Cell, ...]]) -> Iterator[str]:
    left, side = two_sides(request.projection)
    possible = len(heard) * (len(heard) - 1) // 2
    if possible == 0:
        yield f"There is only one {side} in this network, and nothing to compare it with."
        return
    yield (
        f"{counted(len(heard), side)} make {counted(possible, 'pair')}: {sharing:,} share somebody, "
        f"{possible - sharing:,} share nobody that the sources credit."
    )
    small = sum(1 for faces in heard.values() if len(faces) < _FEW_FACES)
    if small and rows:
        yield (
            f"{counted(small, side)} with fewer than {_FEW_FACES} {left}s: a single shared one makes an "
            "index high, and says little."
        )
    place = list(_columns(side, left)).index("togetherWithoutOne")
    if fragile := sum(1 for row in rows if not row[place]):
        yield f"{fragile:,} of {len(rows):,} would share nobody without one of the sources."

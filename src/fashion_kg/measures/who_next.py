"""Who may work with whom next: links that are not there and have much in common, with a test on the past."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from fashion_kg.errors import UsageError, counted
from fashion_kg.measures import Cell, Measured, Request
from fashion_kg.measures._back_test import COLUMNS, back_test
from fashion_kg.measures._ranks import shown_places
from fashion_kg.measures._telling import (
    FEW,
    addresses,
    chosen,
    needed_by,
    node_called,
    not_empty,
    reasons_of,
    through,
    told_by,
    two_sides,
    when,
    whole,
)
from fashion_kg.measures.path import neighbours
from fashion_kg.network import Projection

if TYPE_CHECKING:
    from fashion_kg.measures._links import Links

summary = "who may work with whom next, or for which brand: by whom they have in common, tested on the past"
projection = "network/co-credits"
takes: tuple[str, ...] = ()
options: Mapping[str, str] = {
    "score": "adamic-adar, resource-allocation, common or preferential-attachment (default adamic-adar)",
    "of": "only pairs with this name, as the network has it (default all)",
    "top": "how many pairs to list (default 20)",
    "split": "first day of the later part in the back-test (default: halves what is dated)",
    "show": "ranking, or back-test with every score (default ranking)",
}

_RANKING = {
    "rank": "place by score; equal scores share it",
    "one": "address of one end",
    "oneLabel": "its name",
    "other": "address of the other end",
    "otherLabel": "its name",
    "score": "the score asked for",
    "inCommon": "how many they have in common",
    "inCommonWithoutOne": "how many remain when the source that matters most is not heard",
    "reason": "whom they have in common, by name",
    "sources": "addresses of the sources that say so",
    "sourcesLabel": "their names",
}


def measure(request: Request) -> Measured:
    """Return the pairs with the highest scores, or how well each score would have foretold later links.

    Raises:
        UsageError: the network is empty, or an option is none that makes sense; asked for the back-test:
            too little is dated for one.
    """
    from fashion_kg.measures._links import SCORES, links_of

    network = request.projection
    not_empty(network)
    score, shown = chosen(request, "score", SCORES), chosen(request, "show", ("ranking", "back-test"))
    top = whole(request, "top", 20, 1)
    test, why = None, ""
    try:
        test = back_test(request)
    except UsageError as error:
        if shown == "back-test" or request.options.get("split"):
            raise
        why = str(error)
    links = links_of(network)
    notes = list(_notes(request, links))
    if test and shown == "back-test":
        title = f"How well scores would have foretold the links of {network.name} {test.later}"
        return Measured(title, COLUMNS, list(test.rows), [*test.notes, *notes])
    rows, listed = _ranking(request, links, score, top)
    tested = [test.told(score), *test.notes] if test else [f"No back-test is possible. {why}."]
    title = f"Who may be tied next in {network.name}, by {score.replace('-', ' ')}{_variant(links)}"
    return Measured(title, _RANKING, rows, [*listed, *tested, *notes])


def _variant(links: Links) -> str:
    """Return what makes of a score, meant for things of one kind, one between two kinds."""
    return " between two kinds (in common: others of the same kind)" if links.two_sided else ""


def _ranking(
    request: Request, links: Links, score: str, top: int
) -> tuple[list[tuple[Cell, ...]], list[str]]:
    import numpy as np

    from fashion_kg.measures._links import scored

    only = node_called(request, wanted) if (wanted := request.options.get("of")) else None
    best: list[tuple[float, str, str]] = []
    candidates, least = 0, 0.0
    for rows, columns, values in scored(links, score):
        ours = np.ones(len(values), dtype=bool)
        if only:
            ours = np.isin(rows, links.rows_of(only)) | np.isin(columns, links.columns_of(only))
        candidates += int(ours.sum())
        request.progress(f"{counted(candidates, 'pair')} scored")
        high = ours & (values >= least)
        best += [
            (float(value), links.rows[row], links.columns[column])
            for row, column, value in zip(rows[high], columns[high], values[high], strict=True)
        ]
        if len(best) > top:
            least = sorted((each[0] for each in best), reverse=True)[top - 1]
            best = [each for each in best if each[0] >= least]
    best.sort(key=lambda each: (-each[0], *map(request.label, each[1:]), each[1:]))
    around = neighbours(request.projection)
    listed = zip(shown_places(each[0] for each in best), best, strict=True)
    table = [_row(request, links, around, place, *each) for place, each in list(listed)[:top]]
    among = f" with {request.label(only)}" if only else f" of {links.possible - links.present:,}"
    found = counted(candidates, "pair")
    light = request.projection.filters.weight > 1
    never = "are not tied, not even by less than the least weight," if light else "are not tied"
    notes = [f"{found}{among} that {never} have somebody in common; only these are ranked."]
    if candidates > len(table):
        notes.append(f"Listed are the first {len(table):,}: top={candidates} lists all.")
    if len(best) > top:
        notes.append(f"{counted(len(best) - top, 'more pair')} with the same score as the last one listed.")
    return table, notes


def _row(
    request: Request,
    links: Links,
    around: Mapping[str, set[str]],
    place: str,
    score: float,
    one: str,
    other: str,
) -> tuple[Cell, ...]:
    network = request.projection
    if links.two_sided:
        common = {each for each in around[other] if around[each] & around[one]}
        reason = f"{request.label(other)} has {told_by(request, common)}, tied where {request.label(one)} is"
    else:
        common = around[one] & around[other]
        reason = f"both are tied to {told_by(request, common)}"
    sources: set[str] = set()
    lost: Counter[str] = Counter()
    for each in common:
        shared = around[each] & around[one] if links.two_sided else None
        said, needed = _behind(network, one, each, other, shared)
        sources |= said
        lost.update(needed)
    return (
        place,
        one,
        request.label(one),
        other,
        request.label(other),
        round(score, 4),
        len(common),
        len(common) - max(lost.values(), default=0),
        reason,
        addresses(request, sources),
        told_by(request, sources),
    )


def _behind(
    network: Projection, one: str, each: str, other: str, shared: set[str] | None
) -> tuple[set[str], frozenset[str]]:
    """Return who says that somebody is in common, and the sources without which nobody would.

    Args:
        network: the network.
        one: one end.
        each: who is in common.
        other: the other end.
        shared: in a network of two kinds, what ``one`` and ``each`` are both tied to.
    """
    last = reasons_of(network, each, other)
    ways = [[reasons_of(network, one, each)]]
    if shared is not None:
        ways = [[reasons_of(network, side, place) for side in (one, each)] for place in sorted(shared)]
    said = {
        source
        for reasons in (last, *(leg for way in ways for leg in way))
        for both in reasons.values()
        for ties in both
        for tie in ties
        for source in tie.sources
    }
    needed = [frozenset[str]().union(*map(needed_by, way)) for way in ways]
    return said, needed_by(last) | frozenset.intersection(*needed)


def _notes(request: Request, links: Links) -> Iterator[str]:
    network = request.projection
    vias = len({when(tie) for tie in network.ties})
    yield (
        "A score tells who is near to whom in what the sources credit. It is no forecast of what anybody "
        "plans, and a pair may have worked together in a campaign that nobody has entered."
    )
    if links.two_sided:
        left, side = two_sides(network)
        yield (
            f"Somebody in common is here another {left} of the {side}, tied to another {side} that the one "
            "in question is tied to."
        )
    if vias < FEW:
        size = counted(vias, through(network))
        yield f"On so small a network, {size} in all, the ranking means next to nothing."

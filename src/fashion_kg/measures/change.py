"""What changed between two periods: who and what is new, gone or stayed, which ties were gained or lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from fashion_kg.errors import counted
from fashion_kg.measures import Cell, Measured, Request
from fashion_kg.measures._periods import Halves, halves_of
from fashion_kg.measures._telling import (
    FEW,
    addresses,
    chosen,
    heavy_ties,
    listed,
    not_empty,
    through,
    told_by,
    when,
)
from fashion_kg.network import Occasion, Projection, Tie

summary = (
    "what changed between two periods: who is new, gone or stayed; ties gained or lost; turnover by brand"
)
projection = "network/co-credits"
takes: tuple[str, ...] = ()
options: Mapping[str, str] = {
    "before": "the first period, such as 2022..2023-06 (needs after)",
    "after": "the second period (needs before)",
    "split": "instead of both: the first day of the second period (default: halves what is dated)",
    "show": "nodes, edges, or turnover by brand (default nodes)",
}

_SHOWN = ("nodes", "edges", "turnover")
_FEW_CAMPAIGNS = 2


def measure(request: Request) -> Measured:
    """Return what changed: of nodes, of edges, or by brand.

    Raises:
        UsageError: the network is empty or undated, a period is not a date, is reversed, overlaps the other
            or holds nothing, or one is given without the other.
    """
    not_empty(request.projection)
    shown = chosen(request, "show", _SHOWN)
    halves = halves_of(request)
    then, now = set(halves.before.nodes), set(halves.after.nodes)
    changes = {node: _NODE_CHANGES[node in then, node in now] for node in sorted(then | now)}
    edges = _edge_changes(halves)
    turnover = _turnover(request, halves)
    columns, rows = {
        "nodes": (_NODE_COLUMNS, _node_rows(request, halves, changes)),
        "edges": (_EDGE_COLUMNS, _edge_rows(request, halves, edges)),
        "turnover": (_TURNOVER_COLUMNS, turnover),
    }[shown]
    return Measured(
        title=f"What changed in {request.projection.name}: {halves.named[0]}, then {halves.named[1]}",
        columns=columns,
        rows=list(rows),
        notes=list(_notes(request, halves, changes, edges)),
        nodes={"change": changes},
    )


# -- nodes and edges --------------------------------------------------------------------------------

_NODE_CHANGES = {(True, True): "stayed", (True, False): "gone", (False, True): "new"}
_NODE_COLUMNS = {
    "change": "new, gone or stayed",
    "thing": "address of who or what",
    "thingLabel": "its name",
    "before": "in how many campaigns (or what else ties go through) in the first period",
    "after": "in how many in the second",
    "sources": "addresses of the sources that say so",
    "sourcesLabel": "their names",
}
_EDGE_COLUMNS = {
    "change": "gained, lost, strengthened, weakened or unchanged",
    "one": "address of one end",
    "oneLabel": "its name",
    "other": "address of the other end",
    "otherLabel": "its name",
    "before": "weight in the first period",
    "after": "weight in the second",
    "through": "addresses of what it goes through in both",
    "throughLabel": "their names",
    "sources": "addresses of the sources that say so",
    "sourcesLabel": "their names",
}
_ORDER = ("new", "gone", "stayed", "gained", "lost", "strengthened", "weakened", "unchanged")


def _node_rows(request: Request, halves: Halves, changes: Mapping[str, str]) -> Iterator[tuple[Cell, ...]]:
    through_before, through_after = _vias(halves.before), _vias(halves.after)
    heard: dict[str, set[str]] = defaultdict(set)
    for tie in (*halves.before.ties, *halves.after.ties):
        for end in (tie.left, tie.right):
            if end:
                heard[end] |= tie.sources
    for node in sorted(changes, key=lambda each: (_ORDER.index(changes[each]), request.label(each), each)):
        yield (
            changes[node],
            node,
            request.label(node),
            len(through_before.get(node, ())),
            len(through_after.get(node, ())),
            addresses(request, heard[node]),
            told_by(request, heard[node]),
        )


def _vias(network: Projection) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for tie in network.ties:
        for end in (tie.left, tie.right):
            if end:
                found[end].add(tie.via)
    return found


def _edge_changes(halves: Halves) -> dict[tuple[str, str], str]:
    def change(before: int, after: int) -> str:
        if not before or not after:
            return "lost" if before else "gained"
        return "unchanged" if before == after else "strengthened" if after > before else "weakened"

    before, after = halves.before.edges, halves.after.edges
    return {
        edge: change(len(before.get(edge, ())), len(after.get(edge, ())))
        for edge in sorted({*before, *after})
    }


def _edge_rows(
    request: Request, halves: Halves, changes: Mapping[tuple[str, str], str]
) -> Iterator[tuple[Cell, ...]]:
    before, after = halves.before.edges, halves.after.edges
    for edge in sorted(
        changes, key=lambda each: (_ORDER.index(changes[each]), *map(request.label, each), each)
    ):
        reasons = [*before.get(edge, {}).items(), *after.get(edge, {}).items()]
        vias = {via for via, _ in reasons}
        sources = {source for _, both in reasons for ties in both for tie in ties for source in tie.sources}
        yield (
            changes[edge],
            edge[0],
            request.label(edge[0]),
            edge[1],
            request.label(edge[1]),
            len(before.get(edge, ())),
            len(after.get(edge, ())),
            addresses(request, vias),
            listed(request, vias),
            addresses(request, sources),
            told_by(request, sources),
        )


# -- turnover by brand ------------------------------------------------------------------------------

_TURNOVER_COLUMNS = {
    "house": "address of the brand",
    "houseLabel": "its name",
    "campaignsBefore": "how many campaigns (or what else ties go through) it has in the first period",
    "campaignsAfter": "how many in the second",
    "before": "how many people were tied to it in the first period",
    "after": "how many in the second",
    "stayed": "how many in both",
    "turnover": "new and gone ones as part of both periods' numbers: 0 all stayed, 1 nobody did",
    "reading": "what the figure allows to say",
    "stayedNames": "names of those who stayed",
    "newNames": "names of those who are new",
    "goneNames": "names of those who are gone",
    "sources": "addresses of the sources that say so",
    "sourcesLabel": "their names",
}


def _turnover(request: Request, halves: Halves) -> Iterator[tuple[Cell, ...]]:
    before, after = _by_brand(halves.before), _by_brand(halves.after)
    for brand in sorted({*before, *after}, key=lambda each: (request.label(each), each)):
        ties = (before.get(brand, []), after.get(brand, []))
        then, now = ({tie.left for tie in each} for each in ties)
        vias = [len({tie.via for tie in each}) for each in ties]
        sources = {source for each in ties for tie in each for source in tie.sources}
        enough = min(vias) >= _FEW_CAMPAIGNS
        if enough:
            reading = f"{len(then & now)} of {len(then)} stayed"
        else:
            reading = "too few to tell" if min(vias) else "not in both periods"
        yield (
            brand,
            request.label(brand),
            *vias,
            len(then),
            len(now),
            len(then & now),
            round(len(then ^ now) / (len(then) + len(now)), 4) if enough else None,
            reading,
            listed(request, then & now),
            listed(request, now - then),
            listed(request, then - now),
            addresses(request, sources),
            told_by(request, sources),
        )


def _by_brand(network: Projection) -> dict[str, list[Tie]]:
    found: dict[str, list[Tie]] = defaultdict(list)
    for tie in heavy_ties(network):
        for brand in network.occasions.get(when(tie), Occasion()).brands - {tie.left}:
            found[brand].append(tie)
    return found


# -- notes ------------------------------------------------------------------------------------------


def _notes(
    request: Request, halves: Halves, nodes: Mapping[str, str], edges: Mapping[tuple[str, str], str]
) -> Iterator[str]:
    word = through(request.projection)
    for name, half in zip(halves.named, (halves.before, halves.after), strict=True):
        vias = len({when(tie) for tie in half.ties})
        size = f"{counted(len(half.nodes), 'node')}, {counted(len(half.edges), 'edge')}"
        yield f"{name}: {counted(vias, word)}, {size}, {counted(len(half.sources), 'source')}."
    yield f"Nodes: {_tally(nodes.values())}. Edges: {_tally(edges.values())}."
    for why, number in halves.out.items():
        yield f"Left out: {counted(number, word)} {why}."
    placed = {when(tie) for half in (halves.before, halves.after) for tie in half.ties}
    known = (request.projection.occasions[each] for each in sorted(placed))
    if reported := sum(1 for each in known if not each.dated):
        placing = "placed by the day of the first report, since no source gives a date"
        yield f"{counted(reported, word)} {placing}."
    yield (
        "Gone means that no source of the second period names it: silence, and no departure. More or fewer "
        "sources in a period make more or fewer names."
    )
    if request.projection.filters.weight > 1:
        yield "The least weight of an edge holds in each period by itself."
    if len(placed) < FEW:
        yield f"With only {counted(len(placed), word)} in both periods this says nothing about a trend."
    yield (
        "Turnover is of whoever this network ties to a brand's campaigns: for talent or image-makers alone "
        "choose another network, such as network/brand-talent or network/image-makers."
    )


def _tally(changes: Iterable[str]) -> str:
    changes = list(changes)
    return ", ".join(f"{changes.count(each):,} {each}" for each in _ORDER if each in changes) or "none"

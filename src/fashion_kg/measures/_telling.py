"""What measures share that tell of people: options read strictly, names of things."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fashion_kg.errors import UsageError, counted, did_you_mean
from fashion_kg.measures import Request
from fashion_kg.network import Projection, Reasons, Tie

FEW = 10
"""Under this many campaigns, recurrence and concentration are mostly chance: results say so."""
_NAMED = 3


def whole(request: Request, name: str, default: int, least: int) -> int:
    """Return an option that is a whole number.

    Raises:
        UsageError: it is no whole number, or a smaller one than makes sense.
    """
    text = request.options.get(name) or str(default)
    if not (text.isascii() and text.isdecimal() and len(text) < 10) or int(text) < least:
        raise UsageError(f'{name} cannot be "{text}". Write a whole number from {least}, such as {default}')
    return int(text)


def chosen(request: Request, name: str, choices: Sequence[str]) -> str:
    """Return an option that takes one of a few words; the first of them unless it is given.

    Raises:
        UsageError: it is none of them.
    """
    text = request.options.get(name) or choices[0]
    if text not in choices:
        remedy = did_you_mean(text, choices, f"Use one of: {', '.join(choices)}")
        raise UsageError(f'{name} cannot be "{text}". {remedy}')
    return text


def node_called(request: Request, text: str) -> str:
    """Return the node of a name, an address or the end of one.

    Raises:
        UsageError: no node is called so, or several are.
    """
    nodes = request.projection.nodes
    wanted = text.casefold()
    found = [
        node
        for node in nodes
        if node == text or node.endswith(f"/{text}") or request.label(node).casefold() == wanted
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f'"{text}" can mean any of {len(found)}. Name it by its address: {", ".join(found)}')
    otherwise = f"It has {counted(len(nodes), 'node')}"
    remedy = did_you_mean(text, [request.label(node) for node in nodes], otherwise)
    raise UsageError(f'Nothing in {request.projection.name} is called "{text}". {remedy}')


def by_name(request: Request, things: Iterable[str]) -> list[str]:
    """Return things in the order of their names."""
    return sorted(things, key=lambda thing: (request.label(thing), thing))


def addresses(request: Request, things: Iterable[str]) -> str | None:
    """Return the addresses of things, with spaces between them, in the order of their names; None of none."""
    return " ".join(by_name(request, things)) or None


def listed(request: Request, things: Iterable[str]) -> str:
    """Return the names of things, in order."""
    return "; ".join(request.label(thing) for thing in by_name(request, things))


def told_by(request: Request, sources: Iterable[str]) -> str:
    """Return the names of sources; where there are many, the first ones and how many more there are."""
    names = [request.label(source) for source in by_name(request, sources)]
    if len(names) <= _NAMED:
        return "; ".join(names)
    return f"{'; '.join(names[: _NAMED - 1])}; and {len(names) - _NAMED + 1} more"


def has_two_sides(projection: Projection) -> bool:
    """Return whether edges run between two kinds of things, such as people and brands."""
    lefts, rights = ({getattr(tie, side) for tie in projection.ties} for side in ("left", "right"))
    return (
        projection.header.get("left") != projection.header.get("right")
        and None not in rights
        and not lefts & rights
    )


def two_sides(projection: Projection) -> tuple[str, str]:
    """Return what a network's two kinds of ends are called in its question's header.

    Raises:
        UsageError: its edges do not run between two kinds of things.
    """
    left, right = (str(projection.header.get(side, "")) for side in ("left", "right"))
    if not has_two_sides(projection):
        raise UsageError(
            f"{projection.name} has no two sides: its edges tie {left} and {right}. Choose a network of two "
            "kinds of things, such as network/image-makers or network/brand-talent"
        )
    return left, right


def through(projection: Projection) -> str:
    """Return what edges go through, as the question's header calls it."""
    return str(projection.header.get("through", "statement"))


def when(tie: Tie) -> str:
    """Return what dates a tie."""
    return tie.occasion or tie.via


def reasons_of(projection: Projection, one: str, other: str) -> Reasons:
    """Return why two things are tied, whichever way the edge runs; empty where they are not."""
    found: Reasons = {}
    for edge in ((one, other), (other, one)):
        for via, (first, second) in projection.edges.get(edge, {}).items():
            known = found.setdefault(via, ([], []))
            known[0].extend(first)
            known[1].extend(second)
    return found


def heavy_ties(projection: Projection) -> tuple[Tie, ...]:
    """Return the ties of edges that are not too light; where none can be, also those of who is alone."""
    if projection.filters.weight <= 1:
        return projection.ties
    reasons = (both for each in projection.edges.values() for both in each.values())
    kept = {tie for both in reasons for ties in both for tie in ties}
    return tuple(tie for tie in projection.ties if tie in kept)


def needed_by(reasons: Reasons) -> frozenset[str]:
    """Return the sources without which an edge would not be there: at most two, one for each end."""

    def alone(ties: list[Tie]) -> frozenset[str]:
        heard = {tie.sources for tie in ties}
        only = next(iter(heard), frozenset[str]())
        return only if len(heard) == len(only) == 1 else frozenset()

    each = [alone(first) | alone(second) for first, second in reasons.values()]
    return frozenset.intersection(*each) if each else frozenset()


def not_empty(projection: Projection) -> None:
    """Refuse a network in which nothing is left.

    Raises:
        UsageError: no statement is left.
    """
    if not projection.ties:
        left_out = sum(projection.left_out.values())
        remedy = "Loosen a filter" if left_out else "Choose another network or graph"
        out = counted(left_out, "statement was", "statements were")
        raise UsageError(f"{projection.name} is empty: {out} left out, and no other is in it. {remedy}")

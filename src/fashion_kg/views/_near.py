"""What is around a thing, asked from the thing on: the work grows with what is near, not with the graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

from pyoxigraph import NamedNode

from fashion_kg.network import MEMBERS, Occasion, Projection, Tie
from fashion_kg.projections import read_occasions, read_ties
from fashion_kg.queries import Query
from fashion_kg.views import ViewRequest
from fashion_kg.views._reading import in_portions, mentioning, read_groups

_STATEMENT = "statement"
"""The parameter by which a projection is asked for some of its statements: its ends stand in them."""


def near_to(request: ViewRequest, query: Query, thing: str, steps: int) -> Projection | None:
    """Return all ties of a thing, of what it is tied to, and so on: what `around` needs of the whole.

    What is left out by filters is counted among these statements alone.

    Args:
        request: what was asked for.
        query: the projection.
        thing: address of the thing.
        steps: how many steps around it; the ties of what is that far are there, too.

    Returns:
        None where nothing is tied to the thing, or the projection cannot be asked for some statements.
    """
    if all(parameter.name != _STATEMENT for parameter in query.parameters):
        return None
    request.progress(f"asking {query.name}")
    asked: set[str] = set()
    ties: list[Tie] = []
    dated: dict[str, Occasion] = {}
    found = ring = {thing}
    for step in range(steps + 1):
        new = _statements(request, ring) - asked
        asked |= new
        heard = list(_ties(request, query, new))
        ties += heard
        dated |= _occasions(request, heard, dated.keys())
        if step < steps:
            edges = Projection(query, tuple(ties), dated, request.counted).narrowed(request.filters).edges
            ring = {end for edge in edges if not ring.isdisjoint(edge) for end in edge} - found
            found = found | ring
    # What ties those beyond to one another is known in part only: it would be too light.
    whole = sorted((tie for tie in ties if {tie.left, tie.right} & found), key=_order)
    projection = Projection(query, tuple(whole), dated, request.counted).narrowed(request.filters)
    return projection if projection.ties else None


def _statements(request: ViewRequest, things: Iterable[str]) -> set[str]:
    """Return the statements that mention one of the things, or a group that stands for it."""
    wanted = set(things)
    if request.counted == MEMBERS:
        wanted |= read_groups(request.store, sorted(wanted))
    return mentioning(request.store, sorted(wanted))


def _ties(request: ViewRequest, query: Query, statements: Iterable[str]) -> Iterator[Tie]:
    for few in in_portions(sorted(statements)):
        given = {_STATEMENT: [NamedNode(iri) for iri in few]}
        yield from read_ties(query, request.store, counted=request.counted, given=given)


def _occasions(request: ViewRequest, ties: Iterable[Tie], known: Set[str]) -> dict[str, Occasion]:
    found: dict[str, Occasion] = {}
    for few in in_portions(sorted({tie.occasion or tie.via for tie in ties} - known)):
        vias = [NamedNode(iri) for iri in few]
        found |= read_occasions(request.store, request.project.query_folders, vias)
    return found


def _order(tie: Tie) -> tuple[str, ...]:
    """Return by what ties are sorted, which is as the whole projection has them."""
    return (tie.statement, tie.left, tie.right or "", tie.role or "", tie.occasion or "", tie.group or "")

"""What a page of a path shows: every shortest path between two things, and a little of what is around."""

from __future__ import annotations

from fashion_kg import measures
from fashion_kg.errors import UsageError, counted
from fashion_kg.measures import Request
from fashion_kg.measures.path import all_shortest_nodes, neighbours, shortest
from fashion_kg.network import Projection
from fashion_kg.views import ViewRequest
from fashion_kg.views._asked import EVERYTHING, named, projection_of, titled
from fashion_kg.views._scene import Scene, Start, only

_MOST_AROUND = 60
"""Up to how many nodes the neighbours of the path are shown, too."""


def path_between(request: ViewRequest) -> Scene:
    """Return the shortest paths between the two things that were named.

    Without a projection named it is that of ``fashion-kg analyze path``, or, where that lacks one of the
    two, that of all statements.

    Raises:
        UsageError: there are not two names, one is unknown, or nothing connects them.
    """
    if len(request.words) != 2:
        raise UsageError(
            "--path needs two names. Put a name of several words in quotes: "
            'fashion-kg view relationships --path "Kate Moss" Balenciaga'
        )
    one, other = (request.names.find(word).value for word in request.words)
    projection = projection_of(request, measures.find("path").projection)
    if "projection" not in request.options and not {one, other} <= set(projection.nodes):
        projection = projection_of(request, EVERYTHING)
    way = shortest(projection, one, other)
    if way is None or one == other:
        _refuse(request, projection, one, other)
    names = [named(request, end) for end in (one, other)]
    titles = [titled(name) for name in names]
    title = {
        language: " – ".join(each.get(language, each["en"]) for each in titles)
        for language in sorted({key for each in titles for key in each})
    }
    shown = set(all_shortest_nodes(projection, one, other))
    around = neighbours(projection)
    wider = shown | {near for node in shown for near in around[node]}
    steps = len(way or ()) - 1
    return only(
        projection,
        wider if len(wider) <= _MOST_AROUND else shown,
        title,
        Start(path=(one, other)),
        f"{names[0].label} and {names[1].label} are {counted(steps, 'step')} apart. "
        f"A step says: {projection.meaning}.",
    )


def _refuse(request: ViewRequest, projection: Projection, one: str, other: str) -> None:
    """Say why there is no path, as ``fashion-kg analyze path`` does."""
    labels = request.names.labels(request.language)
    measures.find("path").measure(Request(projection, labels, {}, (one, other)))

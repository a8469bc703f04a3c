"""From what was typed to what a page of a network shows: a projection, or what is around something in one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from fashion_kg import measures
from fashion_kg.errors import UsageError
from fashion_kg.network import Filters, Projection
from fashion_kg.projections import filters_in_words, find_projection, project
from fashion_kg.queries import Query
from fashion_kg.views import ViewRequest
from fashion_kg.views._blocks import NodeMeasure
from fashion_kg.views._near import near_to
from fashion_kg.views._reading import Named, read_names
from fashion_kg.views._scene import Scene, around, whole

EVERYTHING = "network/everything"
"""The projection of all statements that tie two things: what is around a thing is drawn from it."""


def projection_of(request: ViewRequest, default: str, filters: Filters | None = None) -> Projection:
    """Return the network that was asked for, cut down to what was asked to count.

    Args:
        request: what was asked for.
        default: name of the projection if none is named.
        filters: instead of those of the request.

    Raises:
        UsageError: there is no such projection, or nothing is left of it.
    """
    folders = request.project.query_folders
    query = _query(request, default)
    request.progress(f"asking {query.name}")
    filters = filters or request.filters
    found = project(query, request.store, folders, counted=request.counted, filters=filters)
    if not found.ties:
        raise UsageError(_nothing(found, request))
    return found


def _query(request: ViewRequest, default: str) -> Query:
    return find_projection(request.options.get("projection") or default, request.project.query_folders)


def _nothing(projection: Projection, request: ViewRequest) -> str:
    """Phrase that a network is empty, and why."""
    said = filters_in_words(projection, request.names.labels(request.language), request.ontology)
    if not said:
        return f"The graph has no statement of which {projection.name} could be made: nothing to show"
    return (
        f"Nothing is left of {projection.name} under these filters: {'; '.join(said)}. Leave one of them out"
    )


def steps_of(request: ViewRequest) -> int:
    """Return how many steps around a thing were asked for.

    Raises:
        UsageError: it is not 1, 2 or 3.
    """
    text = request.options.get("steps", "1")
    if text not in ("1", "2", "3"):
        raise UsageError(f'--steps cannot be "{text}". Write 1, 2 or 3')
    return int(text)


def one_name(request: ViewRequest) -> str | None:
    """Return the address of the one thing that was named; None where none was.

    Raises:
        UsageError: several names were given, or it names nothing or several things.
    """
    if not request.words:
        return None
    if len(request.words) > 1:
        raise UsageError(
            f'"{request.words[1]}" is one name too many. Put a name of several words in quotes; '
            "two names need --path"
        )
    return request.names.find(request.words[0]).value


def scene_of(request: ViewRequest, default: str) -> Scene:
    """Return what is around the one thing that was named, else a whole projection.

    Args:
        request: what was asked for.
        default: the projection to show if neither a thing nor a projection is named.

    Raises:
        UsageError: a name is unknown, or nothing is left to show.
    """
    thing = one_name(request)
    if thing is None:
        if "steps" in request.options:
            raise UsageError("--steps are steps around something. Name it, too")
        projection = projection_of(request, default)
        return whole(projection, {"en": projection.query.summary.rstrip(".")})
    steps = steps_of(request)
    title = titled(named(request, thing))
    # Measures are of the whole network, and where nothing is near, the whole may be empty, too.
    query = _query(request, EVERYTHING)
    near = None if "measure" in request.options else near_to(request, query, thing, steps)
    return around(near or projection_of(request, EVERYTHING), thing, steps, title, near is not None)


def named(request: ViewRequest, thing: str) -> Named:
    """Return the names of a thing."""
    return read_names(request.store, [thing]).get(thing) or Named(thing.rpartition("/")[2], {}, [])


def titled(name: Named) -> dict[str, str]:
    """Return a name as a title: by language, English or whatever there is first."""
    return {"en": name.label, **name.labels}


def measures_of(request: ViewRequest, projection: Projection) -> Mapping[str, NodeMeasure]:
    """Return the figures of the measures that were asked for, by name.

    Raises:
        UsageError: there is no such measure, or it says nothing of single nodes.
    """
    found: dict[str, NodeMeasure] = {}
    for word in filter(None, request.options.get("measure", "").split(",")):
        measure = measures.find(word.strip())
        if measure.takes:
            raise UsageError(f"{word} needs {' and '.join(measure.takes)}, and has no figure for each node")
        asked = measures.Request(
            projection,
            request.names.labels(request.language),
            request.names.kinds(),
            seed=request.seed,
            progress=request.progress,
        )
        measured = measure.measure(asked)
        if not measured.nodes:
            raise UsageError(
                f"{word} has no figure for each node. Ask for it with: fashion-kg analyze {word}"
            )
        notes = [each.rstrip(".") for each in measured.notes]
        for name, values in measured.nodes.items():
            note = "; ".join([measured.columns.get(name, measure.summary).rstrip("."), *notes])
            figures = {iri: value for iri, value in values.items() if isinstance(value, int | float)}
            found[name] = NodeMeasure(cast("Mapping[str, float | None]", figures), note)
    return found

"""What a page of a disagreement shows: the subject, each value, who says so, and their press waves."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from fashion_kg.conflicts import Conflict, find_conflicts
from fashion_kg.errors import UsageError
from fashion_kg.network import Projection
from fashion_kg.views import ViewRequest
from fashion_kg.views._asked import named, one_name, projection_of, titled
from fashion_kg.views._scene import Scene

_DISAGREEMENTS = "network/disagreements"


def disagreements_about(request: ViewRequest) -> Scene:
    """Return what sources disagree on about the thing that was named.

    Raises:
        UsageError: no thing is named, or no sources disagree about it.
    """
    thing = one_name(request)
    if thing is None:
        raise UsageError("--conflict needs the name of a thing. Those in dispute: fashion-kg conflicts")
    if "projection" in request.options:
        raise UsageError("--conflict has a projection of its own. Leave out --projection")
    name = named(request, thing)
    projection = projection_of(request, _DISAGREEMENTS, replace(request.filters, judged_wrong=True))
    statements = {tie.statement for tie in projection.ties if tie.left == thing}
    if not statements:
        subjects = sorted({each.subject for each in _conflicts(request)})
        known = f"They do about: {', '.join(subjects)}" if subjects else "They do about nothing"
        raise UsageError(f"No sources disagree about {name.label}. {known}")
    only = replace(projection, ties=tuple(tie for tie in projection.ties if tie.statement in statements))
    said = [_in_words(each) for each in _conflicts(request) if each.subject == name.label]
    return Scene(
        only,
        frozenset(only.nodes),
        only.edges,
        titled(name),
        summary=f"Sources disagree about {name.label}. {'; '.join(said)}.",
        columns=_columns(only, thing),
    )


def _columns(projection: Projection, thing: str) -> tuple[tuple[str, ...], ...]:
    """Return the thing, its values, the sources of each value by press wave, and the waves."""
    steps: dict[str, list[str]] = defaultdict(list)
    for one, two in sorted(projection.edges):
        steps[one].append(two)
    values = sorted(steps[thing])
    wave_of = {source: min(steps[source]) for value in values for source in steps[value] if steps[source]}
    sources = [
        source
        for value in values
        for source in sorted(steps[value], key=lambda each: (wave_of.get(each, ""), each))
    ]
    waves = [wave for source in sources for wave in steps[source]]
    found: set[str] = set()
    columns = []
    for column in ([thing], values, sources, waves):
        # Who says two things stands once.
        columns.append(tuple(each for each in dict.fromkeys(column) if each not in found))
        found.update(column)
    return tuple(column for column in columns if column)


def _conflicts(request: ViewRequest) -> list[Conflict]:
    return find_conflicts(request.store, request.project.query_folders)


def _in_words(conflict: Conflict) -> str:
    values = (
        f"{each.value} ({each.waves} {'voice' if each.waves == 1 else 'voices'}"
        + (f", {each.rank})" if each.rank != "normal" else ")")
        for each in conflict.values
    )
    standing = "decided" if conflict.decided else "undecided"
    what = conflict.property.replace(": ", ", ")
    what = what[:1].upper() + what[1:]
    return f"{what}: {' or '.join(values)}, {standing}"

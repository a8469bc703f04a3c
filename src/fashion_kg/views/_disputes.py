"""What a page of a disagreement shows: the subject, each value, who says so, and their press waves."""

from __future__ import annotations

from dataclasses import replace

from fashion_kg.conflicts import Conflict, find_conflicts
from fashion_kg.errors import UsageError
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
        summary=f"What sources disagree on about {name.label}: {'; '.join(said)}.",
    )


def _conflicts(request: ViewRequest) -> list[Conflict]:
    return find_conflicts(request.store, request.project.query_folders)


def _in_words(conflict: Conflict) -> str:
    values = (
        f"{each.value} ({each.waves} {'voice' if each.waves == 1 else 'voices'}"
        + (f", {each.rank})" if each.rank != "normal" else ")")
        for each in conflict.values
    )
    standing = "decided" if conflict.decided else "undecided"
    return f"{conflict.property}, {standing}: {' or '.join(values)}"

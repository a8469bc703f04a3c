"""What a page of a disagreement shows: the subject, each value, who says so, and their press waves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace

from fashion_kg.conflicts import find_conflicts
from fashion_kg.errors import UsageError, counted
from fashion_kg.namespaces import PREFIXES, term
from fashion_kg.network import Projection, Tie
from fashion_kg.ontology import local_name
from fashion_kg.views import ViewRequest
from fashion_kg.views._asked import named, one_name, projection_of, titled
from fashion_kg.views._scene import Scene
from fashion_kg.views._stated import Stated, stated

_DISAGREEMENTS = "network/disagreements"
_HOUSES = tuple(local_name(term(curie).value) for curie in ("fkg:house", "fkg:brand"))


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
        subjects = sorted(
            {each.subject for each in find_conflicts(request.store, request.project.query_folders)}
        )
        known = f"They do about: {', '.join(subjects)}" if subjects else "They do about nothing"
        raise UsageError(f"No sources disagree about {name.label}. {known}")
    only = replace(projection, ties=tuple(tie for tie in projection.ties if tie.statement in statements))
    return Scene(
        only,
        frozenset(only.nodes),
        only.edges,
        titled(name),
        summary=f"Sources disagree about {name.label}. {'; '.join(_sentences(request, only, thing))}.",
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


def _sentences(request: ViewRequest, projection: Projection, thing: str) -> list[str]:
    """Say each disagreement about a thing: the values that are still heard, and their voices."""
    said = {each.iri: each for each in stated(request, thing)}
    waves: dict[str, set[str]] = defaultdict(set)
    # A statement is tied to its sources by its value, and the sources to their waves.
    for tie in projection.ties:
        if tie.left in tie.sources and tie.right:
            waves[tie.left].add(tie.right)
    cases: dict[str, dict[tuple[str, str], set[str]]] = defaultdict(lambda: defaultdict(set))
    for tie in projection.ties:
        if tie.left == thing and tie.statement in said:
            what, value = _what(request, said[tie.statement], tie)
            heard = cases[what][value, tie.rank]
            heard.update(wave for source in tie.sources for wave in waves[source])
    return [_in_words(what, values) for what, values in sorted(cases.items())]


def _what(request: ViewRequest, said: Stated, tie: Tie) -> tuple[str, str]:
    """Return what a statement is about, such as a role at a house and which of its dates, and the value."""
    field, value = next(
        (
            (name, value)
            for name, values in said.fields.items()
            for value in values
            if value.text == tie.right or (name == "value" and tie.right == tie.statement)
        ),
        ("", None),
    )
    label = request.ontology.label
    what = label(tie.role) if tie.role else said.kind
    if house := said.one(*_HOUSES):
        what += f" of {house.label}"
    if field not in ("", "value"):
        what += f", {label(PREFIXES['fkg'] + field)}"
    return what[:1].upper() + what[1:], value.label if value else said.kind


def _in_words(what: str, voices: Mapping[tuple[str, str], Collection[str]]) -> str:
    ranks = [rank for _, rank in voices if rank != "deprecated"]
    decided = len(ranks) <= 1 < len(voices) or ranks.count("preferred") == 1
    told = " or ".join(
        f"{value} ({counted(len(waves), 'voice')}" + (f", {rank})" if rank != "normal" else ")")
        for (value, rank), waves in sorted(voices.items())
    )
    if len(voices) == 1:
        return f"{what}: {told}, against which no source that is heard speaks"
    return f"{what}: {told}, {'decided' if decided else 'undecided'}"

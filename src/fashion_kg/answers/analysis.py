"""Measuring networks of a graph by name: from what was asked to a table that says what it measured."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from fashion_kg import measures
from fashion_kg.answers.network_files import representable
from fashion_kg.errors import UsageError, counted, did_you_mean
from fashion_kg.measures import Measure, Measured, Request
from fashion_kg.names import Names
from fashion_kg.network import GROUPS, Filters, Projection
from fashion_kg.projections import filters_in_words, find_projection, left_out_in_words, project

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True)
class Wish:
    """What is to be measured.

    Attributes:
        measure: name of the measure.
        things: names of the things that it takes, in order.
        projection: name of the question whose network is measured; None for the measure's own.
        counted: ``groups`` or ``members``.
        filters: what to cut the network down to.
        options: values of the measure's own options, by name.
        language: of names in the answer.
        seed: of everything random.
    """

    measure: str
    things: tuple[str, ...] = ()
    projection: str | None = None
    counted: str = GROUPS
    filters: Filters = field(default_factory=Filters)
    options: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"
    seed: int = 1


def analyze(
    wish: Wish, names: Names, query_folders: Iterable[Path], progress: Callable[[str], None] = lambda _: None
) -> tuple[Measured, Projection]:
    """Measure a network, and say with the figures what was measured.

    Args:
        wish: what is to be measured.
        names: the graph, and what its things are called.
        query_folders: where questions lie.
        progress: takes a sentence on what is being done.

    Returns:
        The table, with its projection, filters and counts filled in; and the network itself.

    Raises:
        UsageError: a measure, an option, a name or a question is unknown, or nothing is left to measure.
    """
    measure = measures.find(wish.measure)
    _check(wish, measure)
    folders = list(query_folders)
    query = find_projection(wish.projection or measure.projection, folders)
    progress("the network")
    network = project(query, names.store, folders, counted=wish.counted, filters=wish.filters)
    things = tuple(names.find(word).value for word in wish.things)
    labels = names.labels(wish.language)
    _check_network(network, labels)
    roles = {tie.role for tie in network.ties if tie.role}
    named = {**{role: names.ontology.label(role, wish.language) for role in roles}, **labels}
    request = Request(network, named, names.kinds(), things, wish.options, wish.seed, progress)
    measured = replace(
        measure.measure(request),
        projection=network.name,
        meaning=network.meaning,
        weighs=network.weighs,
        counted=wish.counted if any(each.name == "counted" for each in query.parameters) else "",
        filters=filters_in_words(network, labels, names.ontology, wish.language),
        left_out=left_out_in_words(network),
        counts=network.counts,
    )
    return measured, network


def _check(wish: Wish, measure: Measure) -> None:
    for name in wish.options:
        if name not in measure.options:
            known = ", ".join(measure.options) or "none"
            remedy = did_you_mean(name, measure.options, f"Its options are: {known}")
            raise UsageError(f'{wish.measure} has no option "{name}". {remedy}')
    needed = len(measure.takes)
    if len(wish.things) < needed:
        takes = " and ".join(f"NAME ({each})" for each in measure.takes)
        usage = " ".join([wish.measure, *["NAME"] * needed])
        raise UsageError(f"{wish.measure} needs {takes}. Use: fashion-kg analyze {usage}")
    if len(wish.things) > needed:
        many = "no names" if needed == 0 else "one name" if needed == 1 else f"{needed} names"
        raise UsageError(
            f'{wish.measure} takes {many}, and "{wish.things[needed]}" is one too many. '
            "A filter is an option, such as --brand NAME"
        )


def _check_network(network: Projection, labels: Mapping[str, str]) -> None:
    """Refuse a network in which there is nothing to measure, and say why it is empty."""
    out = "; ".join(left_out_in_words(network))
    because = f": {out}" if out else ""
    if not network.ties:
        if not out:
            raise UsageError(f"The graph holds nothing for {network.name}. Choose another with --projection")
        raise UsageError(f"Nothing is left of {network.name}{because}. Use fewer filters")
    if not network.nodes:
        heaviest = max(map(len, replace(network, filters=Filters()).edges.values()), default=0)
        raise UsageError(
            f"No edge of {network.name} has the weight {network.filters.weight:g}; the heaviest has "
            f"{heaviest}. Lower --min-weight"
        )
    if len(network.nodes) == 1:
        only = labels.get(network.nodes[0]) or network.nodes[0]
        raise UsageError(f"Only {only} is left of {network.name}, tied to nobody{because}. Use fewer filters")


# -- as a network file ------------------------------------------------------------------------------


def marked_network(
    measured: Measured, network: Projection, labels: Mapping[str, str], kinds: Mapping[str, str]
) -> nx.Graph[str]:
    """Return the network for a drawing program: what was measured of each node is an attribute of it.

    Nodes have ``label``, ``kind`` and the measures; edges ``weight`` and ``via`` (addresses, with spaces
    between). Characters that XML cannot hold are replaced. The network's attributes say what it shows.
    """
    drawn = network.network(labels)
    drawn.graph.update(
        title=measured.title,
        filters="; ".join(measured.filters),
        leftOut="; ".join(measured.left_out),
        notes="; ".join(measured.notes),
    )
    drawn.graph = {name: representable(str(text)) for name, text in drawn.graph.items()}
    for node, marks in drawn.nodes(data=True):
        marks["label"] = representable(marks["label"])
        marks["kind"] = kinds.get(node, "")
        marks.update(
            (name, representable(value) if isinstance(value, str) else value)
            for name, values in measured.nodes.items()
            if (value := values.get(node)) is not None
        )
    for *_, marks in drawn.edges(data=True):
        marks["via"] = " ".join(marks["via"])
    return drawn


# -- in words ---------------------------------------------------------------------------------------


def about(measured: Measured) -> list[str]:
    """Return what was measured, in sentences: the network, the filters, the counts, and what is missing."""
    counts = ", ".join(counted(count, name.removesuffix("s")) for name, count in measured.counts.items())
    groups = "; a group counts as one" if measured.counted == GROUPS else ""
    said = [f"{measured.projection}: {measured.meaning} (weight: {measured.weighs}){groups}"]
    said += ["Filters: " + "; ".join(measured.filters)] if measured.filters else []
    return [*said, counts, *measured.left_out]


def as_json(measured: Measured, limit: int | None = None) -> dict[str, object]:
    """Return all of it as JSON holds it, or the first rows.

    ``columns`` gives the meaning of each column; each of ``rows`` has its cells by column, null for none.
    """

    def cell(value: object) -> object:
        return None if isinstance(value, float) and math.isnan(value) else value

    return {
        "title": measured.title,
        "projection": measured.projection,
        "meaning": measured.meaning,
        "weight": measured.weighs,
        "counted": measured.counted or None,
        "filters": measured.filters,
        "counts": dict(measured.counts),
        "leftOut": measured.left_out,
        "notes": measured.notes,
        "columns": dict(measured.columns),
        "rows": [{name: cell(value) for name, value in row.items()} for row in islice(measured, limit)],
    }

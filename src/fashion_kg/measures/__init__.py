"""What can be measured of a network: one module a measure, found by discovery. Network in, table out.

A module of this package whose name has no leading underscore is a measure, and meets the protocol
`Measure`. Its name, with hyphens, is what people type: ``fashion-kg analyze who-next``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, cast, runtime_checkable

from fashion_kg.discovery import kind_called, kinds_in
from fashion_kg.network import Projection
from fashion_kg.tabular import Tabular

Cell = str | int | float | bool | None


@dataclass(frozen=True)
class Request:
    """What a measure is given.

    Attributes:
        projection: the network, already cut down to what was asked for.
        labels: names of things, sources, statements and roles by address, in the language asked for.
        kinds: local names of classes by address.
        things: the addresses of the things that were named, such as the two ends of a path.
        options: values of the measure's own options, by name.
        seed: of everything random.
        progress: takes a sentence on what is being done, for work that takes long.
    """

    projection: Projection
    labels: Mapping[str, str]
    kinds: Mapping[str, str]
    things: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    seed: int = 1
    progress: Callable[[str], None] = lambda _: None

    def label(self, iri: str) -> str:
        """Return the name of a thing; the last part of its address stands in."""
        return self.labels.get(iri) or iri.rsplit("/", 1)[-1]


@dataclass(frozen=True)
class Measured(Tabular):
    """A table, and what has to be known to read it.

    Attributes:
        title: what was measured, in one line.
        columns: the meaning of each column, by its name, in order. An address and its name are in columns
            called ``x`` and ``xLabel``, as in the answers to questions; several of them stand in one cell,
            addresses with spaces between, names with semicolons.
        rows: one cell a column; None where there is no value.
        notes: sentences that belong to the figures: what was sampled, what means nothing on so small a
            network, which ranks are tied, how stable they are.
        nodes: measures of nodes for views and network files: by the measure's name, then by address.
        projection: name of the question whose network was measured. This and what follows is filled in by
            whoever asked the measure, so that no figure goes without it.
        meaning: what an edge says.
        weighs: what its weight counts.
        counted: ``groups`` or ``members``; empty where the question has no groups.
        filters: what the network was cut down to, one phrase a filter.
        left_out: what was left out and why, and how it was dated, in phrases.
        counts: ``nodes``, ``edges``, ``components``, ``statements`` and ``sources``.
    """

    title: str
    columns: Mapping[str, str]
    rows: list[tuple[Cell, ...]]
    notes: list[str] = field(default_factory=list)
    nodes: Mapping[str, Mapping[str, Cell]] = field(default_factory=dict)
    projection: str = ""
    meaning: str = ""
    weighs: str = ""
    counted: str = ""
    filters: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    counts: Mapping[str, int] = field(default_factory=dict)


@runtime_checkable
class Measure(Protocol):
    """A measure: what a module of this package has.

    Attributes:
        summary: what it tells, in one line, for help.
        projection: name of the question that it measures unless another is named.
        takes: the things that have to be named, in order, such as ``("one", "other")``; mostly none.
        options: its own options, by name, with their meaning and default for help.
    """

    summary: str
    projection: str
    takes: tuple[str, ...]
    options: Mapping[str, str]

    def measure(self, request: Request) -> Measured:
        """Return the table."""
        ...


def names() -> tuple[str, ...]:
    """Return the names of all measures, sorted."""
    return kinds_in(__path__)


def find(name: str) -> Measure:
    """Return a measure by its name.

    Raises:
        UsageError: there is none of this name.
        TypeError: its module lacks something that a measure has.
    """
    return cast(Measure, kind_called(name, names(), __name__, "measure", Measure))

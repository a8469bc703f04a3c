"""Sources that disagree: each case, its values, who holds them, and how it was decided."""

from __future__ import annotations

import builtins
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from pyoxigraph import Literal, QuerySolutions

from fashion_kg.queries import find_query
from fashion_kg.store import Store

UNDECIDED = "undecided"


@dataclass(frozen=True)
class ConflictValue:
    """One of the values on which sources disagree.

    Attributes:
        value: the value in words.
        rank: preferred, normal or deprecated.
        waves: how many press waves say so; articles that go back to one announcement count once.
        sources: labels of the sources that say so.
        decision: the reason of the decision about this value, or ``undecided``.
    """

    value: str
    rank: str
    waves: int
    sources: tuple[str, ...]
    decision: str


@dataclass(frozen=True)
class Conflict:
    """One disagreement: a property of a subject for which sources give values that cannot all be right."""

    subject: str
    property: str
    values: tuple[ConflictValue, ...]

    @builtins.property
    def decided(self) -> bool:
        """Whether a decision leaves at most one value standing, or prefers one."""
        standing = [value for value in self.values if value.rank != "deprecated"]
        return len(standing) <= 1 or sum(value.rank == "preferred" for value in standing) == 1


def find_conflicts(store: Store, query_folders: Iterable[Path], language: str = "en") -> list[Conflict]:
    """Return every disagreement in the graph, by subject and property.

    They are computed by the rules ``conflicts-*.rq``, over the properties and events that the ontology
    declares to have one value; silence of a source is no disagreement.
    """
    query = find_query("claims/conflicts", query_folders)
    rows = cast(QuerySolutions, store.query(query.bind({"lang": Literal(language)})))
    found: dict[tuple[str, str], list[ConflictValue]] = {}
    for row in rows:
        cell = {name: cast(Literal, row[name]).value if row[name] is not None else "" for name in _COLUMNS}
        value = ConflictValue(
            cell["value"],
            cell["rank"],
            int(cell["waves"]),
            tuple(cell["sources"].split("; ")),
            cell["decision"] or UNDECIDED,
        )
        found.setdefault((cell["subjectLabel"], cell["property"]), []).append(value)
    return [Conflict(subject, name, tuple(values)) for (subject, name), values in sorted(found.items())]


_COLUMNS = ("subjectLabel", "property", "value", "rank", "waves", "sources", "decision")

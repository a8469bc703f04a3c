"""How much a graph holds: sources, things, statements, disagreements, and the room they take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from pyoxigraph import Literal, NamedNode

from fashion_kg.answers.asking import Question, answer
from fashion_kg.answers.results import Rows
from fashion_kg.conflicts import find_conflicts
from fashion_kg.queries import find_query
from fashion_kg.store import EmbeddedStore, Store

# No question of the library: its answer changes with every word that is added to the ontology.
_TRIPLES = """
SELECT ?graph (COUNT(*) AS ?count) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph ORDER BY ?graph
"""


@dataclass(frozen=True)
class Count:
    """How many there are of one kind within a group, such as 23 of ``credit`` within ``statements``."""

    group: str
    name: str
    count: int


def statistics(store: Store, query_folders: Iterable[Path]) -> list[Count]:
    """Return all counts, those of one group together.

    Most are the question ``graph/counts``; disagreements are counted as `find_conflicts` tells them
    apart; the bytes of the store are known only where it lies on this disk.
    """
    folders = list(query_folders)
    query = find_query("graph/counts", folders)
    rows = cast(Rows, answer(Question(query.summary, query.bind({})), store))
    counts = []
    for row in rows.rows:
        group, name, count = (cast(Literal, node).value for node in row)
        counts.append(Count(group, name, int(count)))
    totals = cast(Rows, answer(Question("Triples of each named graph", _TRIPLES), store))
    for row in totals.rows:
        graph, count = (cast(NamedNode | Literal, node).value for node in row)
        counts.append(Count("triples", graph.rpartition("/")[2], int(count)))
    conflicts = find_conflicts(store, folders)
    decided = sum(conflict.decided for conflict in conflicts)
    counts += [
        Count("disagreements", "decided", decided),
        Count("disagreements", "undecided", len(conflicts) - decided),
    ]
    if isinstance(store, EmbeddedStore) and store.path is not None:
        size = sum(file.stat().st_size for file in store.path.rglob("*") if file.is_file())
        counts.append(Count("store", "bytes", size))
    return counts

"""From the graph to networks: a projection is a question whose rows are edges."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pyoxigraph import Literal, NamedNode, QuerySolutions

from fashion_kg.errors import UsageError
from fashion_kg.queries import Query

if TYPE_CHECKING:
    import networkx as nx


def to_network(query: Query, answer: QuerySolutions) -> nx.Graph[str]:
    """Return the NetworkX graph that a projection's rows describe.

    Nodes are IRIs with the attribute ``label``; edges carry ``weight`` (1 where the question gives none)
    and every further column of the question. A projection whose header says ``directed: true`` gives a
    directed graph. The graph's own attributes ``projection`` and ``meaning`` say what an edge stands for.

    Args:
        query: a question with a ``projection`` in its header and columns ``left`` and ``right``.
        answer: its rows.

    Raises:
        UsageError: the question is no projection.
    """
    import networkx as nx

    projection = query.header.get("projection")
    columns = [variable.value for variable in answer.variables]
    if not isinstance(projection, dict) or not {"left", "right"} <= set(columns):
        raise UsageError(
            f"{query.name} is no projection. Those that are carry the tag in: fashion-kg queries network"
        )
    network: nx.Graph[str] = nx.DiGraph() if projection.get("directed") else nx.Graph()
    network.graph.update(projection=query.name, meaning=str(projection.get("meaning", query.summary)))
    further = [name for name in columns if name not in ("left", "right", "leftLabel", "rightLabel", "weight")]
    for row in answer:
        ends = []
        for side in ("left", "right"):
            iri = cast(NamedNode, row[side]).value
            label = cast(Literal | None, row[f"{side}Label"]) if f"{side}Label" in columns else None
            network.add_node(iri, label=label.value if label else iri.rsplit("/", 1)[1])
            ends.append(iri)
        weight = cast(Literal | None, row["weight"]) if "weight" in columns else None
        values = {
            name: cell.value for name in further if (cell := cast(Literal | None, row[name])) is not None
        }
        network.add_edge(*ends, weight=float(weight.value) if weight else 1.0, **values)
    return network

"""The rows of an answer, for Python."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions

from fashion_kg.namespaces import PREFIXES
from fashion_kg.tabular import Cell, Tabular

_XSD = PREFIXES["xsd"]


@dataclass(frozen=True)
class Table(Tabular):
    """The rows of an answer.

    IRIs and texts are ``str``, whole numbers ``int``, other numbers ``float``, truth values ``bool``, days
    ``datetime.date``; a cell without a value is None.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def table_of(answer: QuerySolutions) -> Table:
    """Return the rows of an answer as Python values."""
    columns = tuple(variable.value for variable in answer.variables)
    return Table(columns, tuple(tuple(_cell(row[name]) for name in columns) for row in answer))


def _cell(node: object) -> Cell:
    match node:
        case NamedNode() | BlankNode():
            return node.value
        case Literal():
            return _python(node) if node.value else None
        case None:
            return None
    return str(node)


def _python(literal: Literal) -> Cell:
    name = literal.datatype.value.removeprefix(_XSD)
    if name == "integer":
        return int(literal.value)
    if name in ("decimal", "double", "float"):
        return float(literal.value)
    if name == "boolean":
        return literal.value == "true"
    if name == "date":
        return dt.date.fromisoformat(literal.value[:10])
    return literal.value

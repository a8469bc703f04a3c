"""The rows of an answer, for Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions

from fashion_kg.errors import UsageError
from fashion_kg.namespaces import PREFIXES

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

Cell = str | int | float | bool | dt.date | None
_XSD = PREFIXES["xsd"]


@dataclass(frozen=True)
class Table:
    """The rows of an answer.

    IRIs and texts are ``str``, whole numbers ``int``, other numbers ``float``, truth values ``bool``, days
    ``datetime.date``; a cell without a value is None.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def to_pandas(self) -> pd.DataFrame:
        """Return the rows as a pandas data frame; needs the extra ``frames``.

        Raises:
            UsageError: pandas is not installed.
        """
        with _frames("pandas"):
            import pandas as pd

        return pd.DataFrame(list(self.rows), columns=list(self.columns))

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame; needs the extra ``frames``.

        Raises:
            UsageError: polars is not installed.
        """
        with _frames("polars"):
            import polars as pl

        return pl.DataFrame(
            list(self.rows), schema=list(self.columns), orient="row", infer_schema_length=None
        )


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


@contextmanager
def _frames(library: str) -> Iterator[None]:
    try:
        yield
    except ImportError:
        raise UsageError(
            f"{library} is not installed. Install it with: pip install 'fashion-kg[frames]'"
        ) from None

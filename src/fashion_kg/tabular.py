"""Rows with named columns, as Python and data frames take them: answers and measures are such."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from fashion_kg.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

Cell = str | int | float | bool | dt.date | None


class Tabular:
    """What has named columns and rows of one cell a column; a cell without a value is None."""

    columns: Collection[str]
    rows: Sequence[tuple[Cell, ...]]

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


@contextmanager
def _frames(library: str) -> Iterator[None]:
    try:
        yield
    except ImportError:
        raise UsageError(
            f"{library} is not installed. Install it with: pip install 'fashion-kg[frames]'"
        ) from None

"""fashion-kg: who made which fashion campaign, for whom, with what, every fact with its source.

>>> import fashion_kg
>>> graph = fashion_kg.open()
>>> for row in graph.query("brands/creative-directors", brand="Balenciaga"):
...     print(row["agentLabel"])
Demna
Nicolas Ghesquière
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fashion_kg.answers.table import Table
    from fashion_kg.api import Graph, open
    from fashion_kg.errors import FashionKGError, FindingsError, UsageError

__version__ = "0.1.0"
__all__ = ["FashionKGError", "FindingsError", "Graph", "Table", "UsageError", "__version__", "open"]


def __getattr__(name: str) -> Any:
    # Loaded when first used, so that `fashion-kg --help` need not wait for the graph's libraries.
    from importlib import import_module

    if name in ("Graph", "open"):
        return getattr(import_module("fashion_kg.api"), name)
    if name == "Table":
        return import_module("fashion_kg.answers.table").Table
    if name in ("FashionKGError", "FindingsError", "UsageError"):
        return getattr(import_module("fashion_kg.errors"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""Two kinds of things against each other: how often each pair meets, and who says so."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from fashion_kg.errors import UsageError, did_you_mean
from fashion_kg.network import Projection, Tie
from fashion_kg.projections import left_out_in_words, project
from fashion_kg.queries import Query, all_queries
from fashion_kg.views import ViewRequest
from fashion_kg.views._ledger import Ledger
from fashion_kg.views._page import page

summary = "two kinds of things against each other, such as brands and seasons, with how often they meet"
usage = "PROJECTION"
options: Mapping[str, str] = {"most N": "rows and columns at most, those of greatest weight (default: 120)"}

_MOST = 120
_LIMIT = 400
"""More rows or columns than this nobody reads, and a browser draws them slowly."""
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20|21)\d\d(?!\d)")

Cells = dict[tuple[str, str], dict[str, list[str]]]
"""The statements of each cell by row, column and what the tie goes through."""


def render(request: ViewRequest) -> str:
    """Return the page.

    Raises:
        UsageError: there is no such projection, it ties things of one kind, or nothing is left to show.
    """
    query = _projection(request)
    projection = project(
        query,
        request.store,
        request.project.query_folders,
        counted=request.counted,
        filters=request.filters,
    )
    cells = _cells(projection)
    if both := {row for row, _ in cells} & {column for _, column in cells}:
        raise UsageError(
            f"{query.name} has things on both sides, {len(both)} of them, so a matrix would tell it badly. "
            f"Look at it with: fashion-kg view relationships --projection {query.name}"
        )
    if not cells:
        why = "; ".join(left_out_in_words(projection))
        raise UsageError(
            f"{query.name} has nothing to show{': ' + why if why else ''}. "
            "Ask for less narrow filters, or for another projection"
        )
    title = query.summary.removesuffix(".")
    blocks = _blocks(request, projection, title, cells)
    return page("matrix", title, "matrix.js", blocks)


def _projection(request: ViewRequest) -> Query:
    """Return the question that was named, in full or by its last part."""
    known = {
        query.name: query for query in all_queries(request.project.query_folders) if _ties_two_kinds(query)
    }
    short = {name.rsplit("/", 1)[-1]: query for name, query in known.items()}
    choices = f"Choose one of {', '.join(sorted(short))}"
    if len(request.words) != 1:
        raise UsageError(f"A matrix shows one projection of two kinds of things. {choices}")
    wanted = request.words[0]
    found = known.get(wanted) or short.get(wanted)
    if found is None:
        others = {query.name for query in all_queries(request.project.query_folders)}
        if wanted in others or f"network/{wanted}" in others:
            raise UsageError(f"{wanted} does not tie things of one kind to things of another. {choices}")
        raise UsageError(f'There is no projection "{wanted}". {did_you_mean(wanted, short, choices)}')
    return found


def _ties_two_kinds(query: Query) -> bool:
    header = query.header.get("projection")
    return isinstance(header, dict) and header.get("left") != header.get("right") and "right" in header


def _cells(projection: Projection) -> Cells:
    """Return the statements by cell: the left end of a tie is the row, whatever its address."""
    cells: Cells = defaultdict(lambda: defaultdict(list))
    standing = {edge: set(reasons) for edge, reasons in projection.edges.items()}
    for tie in projection.ties:
        if tie.right and _weighs_enough(tie, standing):
            cells[tie.left, tie.right][tie.via].append(tie.statement)
    return cells


def _weighs_enough(tie: Tie, standing: Mapping[tuple[str, str], set[str]]) -> bool:
    one, two = tie.left, tie.right or ""
    return tie.via in standing.get((one, two), ()) or tie.via in standing.get((two, one), ())


def _blocks(request: ViewRequest, projection: Projection, title: str, cells: Cells) -> dict[str, Any]:
    most = _most(request)
    all_rows, all_columns = {row for row, _ in cells}, {column for _, column in cells}
    rows = _heaviest(((row, len(found)) for (row, _), found in cells.items()), most)
    columns = _heaviest(((column, len(found)) for (_, column), found in cells.items()), most)
    labels = request.labels

    timed = {
        side: all(request.kinds.get(iri) == "Season" for iri in iris)
        for side, iris in (("rows", rows), ("columns", columns))
    }

    def in_order(iris: Iterable[str], timed: bool) -> list[str]:
        names = {iri: (labels.get(iri) or iri).casefold() for iri in iris}
        return sorted(names, key=lambda iri: (*(season_time(names[iri]) if timed else ()), names[iri], iri))

    ordered_rows, ordered_columns = in_order(rows, timed["rows"]), in_order(columns, timed["columns"])
    row_place = {iri: place for place, iri in enumerate(ordered_rows)}
    column_place = {iri: place for place, iri in enumerate(ordered_columns)}
    shown = {pair: found for pair, found in cells.items() if pair[0] in row_place and pair[1] in column_place}
    weights = np.zeros((len(ordered_rows), len(ordered_columns)))
    for (row, column), found in shown.items():
        weights[row_place[row], column_place[column]] = len(found)
    ledger = Ledger(request)
    through = bool(projection.header.get("through"))
    content = {
        "rows": [ledger.thing(iri) for iri in ordered_rows],
        "columns": [ledger.thing(iri) for iri in ordered_columns],
        "similar": {"rows": similar(weights), "columns": similar(weights.T)},
        "timed": timed,
        "whole": {"rows": len(all_rows), "columns": len(all_columns)},
        "heads": {"rows": str(projection.header["left"]), "columns": str(projection.header["right"])},
        "weighs": projection.weighs,
        "cells": [
            {
                "row": row_place[row],
                "column": column_place[column],
                "ties": [
                    {
                        "through": ledger.thing(via) if through else -1,
                        "statements": ledger.said(dict.fromkeys(statements)),
                    }
                    for via, statements in sorted(found.items())
                ],
            }
            for (row, column), found in sorted(
                shown.items(), key=lambda pair: (row_place[pair[0][0]], column_place[pair[0][1]])
            )
        ],
    }
    left_out = []
    if gone := len(cells) - len(shown):
        left_out.append(
            f"{gone} cells of small weight left out: a matrix shows {most} rows and columns at most, chosen "
            "before anything is filtered in the page. Filter with options such as --reviewed-only to have "
            "the heaviest of what is left, or ask for more with --most."
        )
    sentence = f"A cell says how often: {projection.meaning}. Its number is the {projection.weighs}."
    return ledger.blocks("matrix", {"en": title}, sentence, content, left_out, projection)


def _most(request: ViewRequest) -> int:
    text = request.options.get("most", str(_MOST))
    if not text.isdecimal() or not 1 <= int(text) <= _LIMIT:
        raise UsageError(f'--most cannot be "{text}". Write a number from 1 to {_LIMIT}')
    return int(text)


def _heaviest(weights: Iterable[tuple[str, int]], most: int) -> set[str]:
    total: Counter[str] = Counter()
    for iri, weight in weights:
        total[iri] += weight
    return set(sorted(total, key=lambda iri: (-total[iri], iri))[:most])


_PARTS_OF_A_YEAR = (
    "resort",
    "cruise",
    "spring",
    "summer",
    "pre-fall",
    "pre-autumn",
    "fall",
    "autumn",
    "winter",
)
"""Beginnings of names of seasons in the order in which what is named after the same year is sold."""


def season_time(name: str) -> tuple[int, int]:
    """Return what orders a season among others by its name: its year, and its place in the year.

    Args:
        name: in English, lower case; what has no year in it comes last.
    """
    years = [int(year) for year in _YEAR.findall(name)]
    part = next((at for at, word in enumerate(_PARTS_OF_A_YEAR) if name.startswith(word)), None)
    if part is None:
        part = next((at for at, word in enumerate(_PARTS_OF_A_YEAR) if word in name), len(_PARTS_OF_A_YEAR))
    return min(years, default=9999), part


def similar(weights: np.ndarray[Any, np.dtype[np.float64]]) -> list[int]:
    """Return the places of rows in an order that puts similar ones side by side.

    Rows are compared by the cosine of the angle between them, joined by average linkage, and the tree's
    branches are turned so that neighbours are as alike as they can be (optimal leaf ordering, Bar-Joseph,
    Gifford and Jaakkola 2001). The same weights give the same order.
    """
    if len(weights) < 3:
        return list(range(len(weights)))
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import pdist

    # Distances that differ by rounding alone would be ordered otherwise on another machine.
    distances = np.round(np.nan_to_num(pdist(weights, "cosine"), nan=1.0), 9).clip(0)
    return [int(leaf) for leaf in leaves_list(linkage(distances, "average", optimal_ordering=True))]

"""A diagram to read from left to right: nodes in columns, each beside what it is tied to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fashion_kg.views._layout import Net
from fashion_kg.views._spacing import Floats, centred

DIAGRAM_RADIUS = 11.0
"""The radius of every node: in a diagram, size says nothing."""

_ROW, _GAP = 84.0, 90.0


def diagram(net: Net, columns: Sequence[Sequence[int]], widths: Sequence[float]) -> Floats:
    """Return a place for each node, as rows of x and y around 0; y grows downwards.

    Args:
        net: the network.
        columns: numbers of nodes from left to right, in each column from top to bottom; each node once.
        widths: the width of each node's name, which stands under it.
    """
    places = np.zeros((net.count, 2))
    right = 0.0
    for column in columns:
        half = max(widths[node] for node in column) / 2
        places[column, 0] = right + half
        right += 2 * half + _GAP
    # The fullest column stands in even rows; the others beside the middle of what they are tied to there.
    fullest = max(range(len(columns)), key=lambda number: len(columns[number]))
    places[columns[fullest], 1] = np.arange(len(columns[fullest])) * _ROW
    for number in [*range(fullest - 1, -1, -1), *range(fullest + 1, len(columns))]:
        known = columns[number + 1 if number < fullest else number - 1]
        for node in columns[number]:
            tied = [other for pair in net.ends.tolist() if node in pair for other in pair if other in known]
            places[node, 1] = float(np.mean(places[tied, 1])) if tied else 0.0
        places[columns[number], 1] = _parted(places[columns[number], 1])
    return np.round(centred(places), 2)


def _parted(heights: Floats) -> Floats:
    """Move what stands higher than what it comes after, or too near to it, down."""
    parted = heights.copy()
    for place in range(1, len(parted)):
        parted[place] = max(parted[place], parted[place - 1] + _ROW)
    return parted + float(heights.mean() - parted.mean())

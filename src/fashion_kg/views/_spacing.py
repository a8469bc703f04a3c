"""How places are spread, turned, fitted into a picture and kept apart from one another."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

WIDTH, HEIGHT = 1400.0, 900.0
"""What a layout fills, in the units of its coordinates and of the radii: pixels of a page at zoom 1."""

NAMED_UP_TO = 150
"""With more nodes than this, names get no room of their own: pages draw those that fit."""

_ROWS_APART = 22.0
"""Half of what parts small pieces in rows."""

GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


def apart(places: Floats, sizes: Floats, widths: Floats | None) -> Floats:
    """Part what overlaps: discs, and in small networks the names beside them, as far as there is room."""
    if widths is not None:
        places = _names_apart(places, sizes, widths)
    return _discs_apart(places, sizes)


def _names_apart(places: Floats, sizes: Floats, widths: Floats) -> Floats:
    """Part nodes together with their names, which stand to the right of them."""
    aside = np.stack([(widths + 6) / 2, np.zeros(len(places))], axis=1)
    centres = places + aside
    half = np.stack([sizes + aside[:, 0] + 3, np.maximum(sizes, 9.0) + 3], axis=1)
    numbers = np.arange(len(places))
    # Of two on one spot, the one with the smaller number gives way left or up.
    order = np.sign(numbers[None, :] - numbers[:, None])[:, :, None]
    for _ in range(300):
        across = centres[None, :, :] - centres[:, None, :]
        missing = half[None, :, :] + half[:, None, :] - np.abs(across)
        met = (missing > 0).all(axis=2)
        np.fill_diagonal(met, False)
        if not met.any():
            break
        # Each pair parts along the axis on which less is missing.
        nearer = missing == missing.min(axis=2, keepdims=True)
        way = np.sign(np.where(across == 0, order, across)) * missing * (met[:, :, None] & nearer)
        centres = centres - 0.27 * way.sum(axis=1)
    return np.asarray(centres - aside)


def _discs_apart(places: Floats, sizes: Floats) -> Floats:
    places = places.copy()
    gap = 0.35 * float(sizes.mean())
    for _ in range(60):
        pairs = cKDTree(places).query_pairs(float(np.sort(sizes)[-2:].sum()) + gap, output_type="ndarray")
        if not len(pairs):
            break
        one, two = pairs.T
        across = places[two] - places[one]
        distance = np.linalg.norm(across, axis=1)
        missing = sizes[one] + sizes[two] + gap - distance
        met = missing > 0.05
        if not met.any():
            break
        one, two, across, distance, missing = (each[met] for each in (one, two, across, distance, missing))
        across[distance < 1e-9] = turned(one[distance < 1e-9])
        way = across / np.maximum(distance, 1e-6)[:, None] * (missing * 0.4)[:, None]
        for axis in (0, 1):
            places[:, axis] += np.bincount(two, way[:, axis], len(places)) - np.bincount(
                one, way[:, axis], len(places)
            )
    return places


def strip(places: Floats, alone: Ints, sizes: Floats, widths: Floats | None, under: float | None) -> None:
    """Set those that are tied to nothing in rows under the rest."""
    if not len(alone):
        return
    cell = 2 * float(sizes[alone].max()) + 8 + (0.0 if widths is None else float(widths.max()))
    rows_of = max(1, min(len(alone), int(WIDTH // cell)))
    if under is None:
        rows_of = min(rows_of, math.ceil(math.sqrt(len(alone) * WIDTH / HEIGHT)))
        cell = max(cell, min(160.0, WIDTH / rows_of))
    number = np.arange(len(alone))
    high = 2 * float(sizes[alone].max()) + (14 if widths is not None else 4)
    top = 0.0 if under is None else under + 60
    places[alone, 0] = (number % rows_of - (rows_of - 1) / 2) * cell
    places[alone, 1] = top + (number // rows_of) * high


def rows(places: Floats, pieces: list[Ints], boxes: list[Floats], sizes: Floats, under: float) -> float:
    """Set pieces in rows of much the same length under the rest, and return where the last row ends."""
    # The middles of two that are tied stand so far apart.
    unit = 5.5 * float(sizes.mean())
    spans = np.array([np.ptp(box, axis=0) for box in boxes]) * unit + 2 * _ROWS_APART
    ends = np.cumsum(spans[:, 0])
    length = ends[-1] / math.ceil(ends[-1] / WIDTH)
    row_of = ((ends - spans[:, 0] / 2) / length).astype(int)
    for row in range(row_of[-1] + 1):
        there = np.flatnonzero(row_of == row)
        high = float(spans[there, 1].max(initial=0))
        left = -spans[there, 0].sum() / 2
        for piece in there:
            middle = [left + spans[piece, 0] / 2, under + high / 2]
            places[pieces[piece]] = centred(boxes[piece]) * unit + middle
            left += spans[piece, 0]
        under += high
    return under


def fitted(places: Floats, width: float, height: float) -> Floats:
    """Return places stretched to fill a box without being distorted by more than a third."""
    places = centred(places)
    spans = places.max(axis=0) - places.min(axis=0)
    factors = [
        side / span if span > 1e-9 else np.inf for side, span in zip((width, height), spans, strict=True)
    ]
    if not np.isfinite(min(factors)):
        return places
    least = min(factors)
    if len(places) <= 6:
        least = min(least, 220 / max(1e-9, float(spans.max()) / math.sqrt(len(places))))
    return np.asarray(places * [min(each, least * 1.33) for each in factors])


def lying(places: Floats) -> Floats:
    """Return places turned so that the longest side lies level, as pages are wider than high."""
    centred = places - places.mean(axis=0)
    _, _, turn = np.linalg.svd(centred, full_matrices=False)
    turned = centred @ turn.T
    # Either direction of an axis is as good: the first node stands left and above, whatever the library did.
    signs = np.where(turned[np.argmax(np.abs(turned), axis=0), (0, 1)] > 0, 1.0, -1.0)
    return np.asarray(turned * signs)


def scaled(places: Floats, reach: float) -> Floats:
    """Return places of which the farthest is so far from the middle."""
    before = extent(places)
    return centred(places) * (reach / before if before > 1e-9 else 1.0)


def centred(places: Floats) -> Floats:
    """Return places with 0 in the middle of the box around them."""
    return np.asarray(places - (places.max(axis=0) + places.min(axis=0)) / 2)


def extent(places: Floats) -> float:
    """Return the radius of a circle around all places."""
    return float(np.linalg.norm(places - (places.max(axis=0) + places.min(axis=0)) / 2, axis=1).max()) + 0.6


def turned(numbers: Ints) -> Floats:
    """Return a direction a number: which way those that stand on one spot are parted."""
    angle = numbers * GOLDEN_ANGLE
    return np.stack([np.cos(angle), np.sin(angle)], axis=1)

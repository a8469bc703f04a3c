"""Scores of links that are not there yet, and how well such scores would have foretold later ones."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from fashion_kg.measures._telling import has_two_sides
from fashion_kg.network import Edge, Projection

Figures = NDArray[np.float64]
Matrix = Any
"""A sparse matrix of SciPy."""

POPULARITY = "preferential-attachment"
_DIGITS = 9
_BLOCK = 400


def _adamic_adar(degrees: Figures) -> Figures:
    return 1 / np.log(np.maximum(degrees, 2))


def _resource_allocation(degrees: Figures) -> Figures:
    return 1 / np.maximum(degrees, 1)


WEIGHTS: Mapping[str, Callable[[Figures], Figures]] = {
    "adamic-adar": _adamic_adar,
    "resource-allocation": _resource_allocation,
    "common": np.ones_like,
}
"""What somebody in common counts for, by how many others are tied to it: L. Adamic and E. Adar (2003);
T. Zhou, L. Lü and Y.-C. Zhang (2009); and one each."""
SCORES = (*WEIGHTS, POPULARITY)
"""All scores; the last multiplies how many both ends are tied to already, whoever they have in common."""


@dataclass(frozen=True)
class Links:
    """A network as the matrices that scores are made of.

    In a network of one kind of things, somebody in common is tied to both ends. In one of two kinds
    (people and brands), it is another person whom the brand has and who shares a brand with this one.

    Attributes:
        rows: the things that links start from.
        columns: those that they may lead to; the same where there is one kind.
        near: by row, who may be in common.
        reach: by who may be in common, the columns that it is tied to.
        tied: by row and column, 1 where a link is there.
        known: by row and column, 1 where a link is there or too light to count, so that none is to come.
        two_sided: whether there are two kinds.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    near: Matrix
    reach: Matrix
    tied: Matrix
    known: Matrix
    two_sided: bool

    @property
    def possible(self) -> int:
        """How many links there could be in all."""
        size = len(self.rows)
        return size * len(self.columns) if self.two_sided else size * (size - 1) // 2

    @property
    def present(self) -> int:
        """How many links there are, those too light to count with them."""
        return int(self.known.nnz) if self.two_sided else int(self.known.nnz) // 2

    def rows_of(self, thing: str) -> list[int]:
        """Return the place of a thing among the rows; none where it stands on the other side."""
        return [self.rows.index(thing)] if thing in self.rows else []

    def columns_of(self, thing: str) -> list[int]:
        """Return the place of a thing among the columns; none where it stands on the other side."""
        return [self.columns.index(thing)] if thing in self.columns else []

    def degrees(self) -> tuple[Figures, Figures]:
        """Return how many each row and each column is tied to."""
        return tuple(np.asarray(self.tied.sum(axis=axis), dtype=float).ravel() for axis in (1, 0))  # type: ignore[return-value]


def links_of(network: Projection) -> Links:
    """Return the matrices of a network; edges that run in a direction count both ways."""
    edges, known = list(network.edges), _known(network)
    if has_two_sides(network):
        lefts, rights = {tie.left for tie in network.ties}, {str(tie.right) for tie in network.ties}
        rows, columns = tuple(sorted(lefts)), tuple(sorted(rights))
        at, to = _places(rows), _places(columns)

        def across(pairs: Iterable[Edge]) -> Matrix:
            ends = [(one, two) if one in at else (two, one) for one, two in pairs]
            return _matrix([(at[one], to[two]) for one, two in ends], len(rows), len(columns))

        tied = across(edges)
        near = (tied @ tied.T).tocsr()
        near.setdiag(0)
        near.eliminate_zeros()
        near.data[:] = 1
        return Links(rows, columns, near, tied, tied, across(known), two_sided=True)
    rows = tuple(network.nodes)
    at = _places(rows)

    def among(pairs: Iterable[Edge]) -> Matrix:
        both = [(at[one], at[two]) for one, two in pairs if one in at and two in at]
        return _matrix([*both, *((two, one) for one, two in both)], len(rows), len(rows))

    tied = among(edges)
    return Links(rows, rows, tied, tied, tied, among(known), two_sided=False)


def _known(network: Projection) -> set[Edge]:
    """Return every pair that a tie joins or that shares what ties go through, whatever the least weight."""
    found: set[Edge] = set()
    sharing: dict[str, set[str]] = defaultdict(set)
    for tie in network.ties:
        if tie.right is None:
            sharing[tie.via].add(tie.left)
        elif tie.right != tie.left:
            found.add((tie.left, tie.right))
    for things in sharing.values():
        found.update(combinations(sorted(things), 2))
    return found


def _places(things: Sequence[str]) -> dict[str, int]:
    return {thing: place for place, thing in enumerate(things)}


def _matrix(cells: Sequence[tuple[int, int]], height: int, width: int) -> Matrix:
    places = np.array(sorted(set(cells)), dtype=np.int64).reshape(-1, 2)
    ones = np.ones(len(places))
    return sparse.csr_matrix((ones, (places[:, 0], places[:, 1])), shape=(height, width))


def scored(links: Links, score: str) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], Figures]]:
    """Yield rows, columns and scores of links that are not there and have somebody in common, part by part.

    Scores are rounded, so that sums of the same figures in another order are ties.
    """
    weights = WEIGHTS.get(score, np.ones_like)(np.asarray(links.reach.sum(axis=1), dtype=float).ravel())
    weighted = sparse.diags_array(weights).tocsr() @ links.reach
    many = links.degrees()
    for start in range(0, len(links.rows), _BLOCK):
        block = (links.near[start : start + _BLOCK] @ weighted).tocsr()
        block = (block - block.multiply(links.known[start : start + _BLOCK])).tocoo()
        rows, columns = block.row.astype(np.int64) + start, block.col.astype(np.int64)
        kept = block.data > 1e-12
        if not links.two_sided:
            kept &= rows < columns
        rows, columns, values = rows[kept], columns[kept], block.data[kept]
        if score == POPULARITY:
            values = many[0][rows] * many[1][columns]
        yield rows, columns, np.round(values, _DIGITS)


# -- the back-test ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Histogram:
    """How many links have each score: of all that were not there, and of those that came later.

    Attributes:
        values: the scores, ascending.
        others: how many that did not come have each.
        came: how many that came have each.
    """

    values: Figures
    others: Figures
    came: Figures

    def placements(self) -> Figures:
        """Return, by score, which part of the links that did not come it beats; ties count half."""
        below = np.cumsum(self.others) - self.others
        placed: Figures = (below + self.others / 2) / self.others.sum()
        return placed

    def placements_of(self, scores: Figures) -> Figures:
        """Return the placement of each of some scores, all of which are among the values."""
        placed: Figures = self.placements()[np.searchsorted(self.values, scores)]
        return placed

    def auc(self) -> float:
        """Return the chance that a link that came scores higher than one that did not; ties count half."""
        return float((self.placements() * self.came).sum() / self.came.sum())

    def found(self) -> float:
        """Return how many links that came are among as many with the highest scores; of ties, their part."""
        left, hits = float(self.came.sum()), 0.0
        for others, came in zip(self.others[::-1], self.came[::-1], strict=True):
            taken = min(left, others + came)
            if not taken:
                break
            hits += taken * came / (others + came)
            left -= taken
        return float(hits)


def histogram(links: Links, score: str, came: Sequence[tuple[int, int]]) -> tuple[Histogram, Figures]:
    """Return how many links have each score, and the score of each that came.

    Args:
        links: the earlier network.
        score: one of `SCORES`.
        came: rows and columns of links that came later; in a network of one kind, the smaller place first.
    """
    counts: Counter[float] = Counter()
    if score == POPULARITY:
        scores = _popularity(links, came, counts)
    else:
        found = dict.fromkeys(came, 0.0)
        for rows, columns, values in scored(links, score):
            for value, number in zip(*np.unique(values, return_counts=True), strict=True):
                counts[float(value)] += int(number)
            wanted = np.isin(
                rows * len(links.columns) + columns, [r * len(links.columns) + c for r, c in came]
            )
            for row, column, value in zip(rows[wanted], columns[wanted], values[wanted], strict=True):
                found[int(row), int(column)] = float(value)
        counts[0.0] += links.possible - links.present - counts.total()
        scores = np.array([found[pair] for pair in came])
    values = np.array(sorted(counts))
    all_of = np.array([float(counts[value]) for value in values])
    arrived = np.bincount(np.searchsorted(values, scores), minlength=len(values)).astype(float)
    return Histogram(values, all_of - arrived, arrived), scores


def _popularity(links: Links, came: Sequence[tuple[int, int]], counts: Counter[float]) -> Figures:
    """Count the products of degrees of all links that are not there, without listing them."""
    of_rows, of_columns = links.degrees()
    first, second = (Counter(map(float, degrees)) for degrees in (of_rows, of_columns))
    for one, ones in first.items():
        for two, twos in second.items():
            counts[one * two] += ones * twos
    if not links.two_sided:
        for one, ones in first.items():
            counts[one * one] -= ones  # a thing and itself
        for value in counts:
            counts[value] //= 2
    known = links.known.tocoo()
    there = known.row < known.col if not links.two_sided else np.ones(known.nnz, dtype=bool)
    for value in of_rows[known.row[there]] * of_columns[known.col[there]]:
        counts[float(value)] -= 1
    for value in [value for value, number in counts.items() if not number]:
        del counts[value]
    return np.array([of_rows[row] * of_columns[column] for row, column in came])


def resampled(
    placements: Mapping[str, Figures], occasions: Sequence[str], seed: int, times: int = 2000
) -> dict[str, Figures]:
    """Return the AUC of each score in samples of the occasions on which links came, drawn with replacement.

    Links that came on one occasion came together and are no evidence of their own: whole occasions are
    drawn (the cluster bootstrap). All scores see the same samples, so that their differences can be told.

    Args:
        placements: by score, the placement of each link that came.
        occasions: the occasion on which each came.
        seed: of the samples.
        times: how many samples.
    """
    names = sorted(set(occasions))
    cluster = np.searchsorted(names, occasions)
    drawn = np.random.default_rng(seed).multinomial(len(names), [1 / len(names)] * len(names), size=times)
    size = np.bincount(cluster, minlength=len(names))
    return {
        score: (drawn @ np.bincount(cluster, weights=placed, minlength=len(names))) / (drawn @ size)
        for score, placed in placements.items()
    }

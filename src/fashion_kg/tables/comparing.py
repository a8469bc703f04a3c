"""How the rows of a newer edition of a table stand to those of the earlier one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from fashion_kg.names import words_folded

Cells = Mapping[str, str]
"""What a row was read from, by column."""

_ALIKE = 0.8
"""How alike two texts are, from 0 to 1, for one to be the other corrected wherever its row stands."""

_MOST_COMPARED = 10_000
"""Of so many pairs of rows that are alike but for one column, only those in one place are compared."""


@dataclass(frozen=True)
class RowSaid:
    """A row of one edition.

    Attributes:
        number: its number in that edition.
        said: a digest of all that it states.
        cells: the cells that it was read from, as far as they are quoted.
    """

    number: int
    said: bytes
    cells: Cells


@dataclass(frozen=True)
class ChangedRow:
    """A row that says something else than it did.

    Attributes:
        number: its number now; before: its number in the earlier edition.
        cells: each column whose cell is another, with what was and what is; none where the cells are the
            same, and a name in them means another thing than it did.
    """

    number: int
    before: int
    cells: tuple[tuple[str, str, str], ...]


@dataclass
class Changes:
    """Rows by how they stand to the earlier edition."""

    new: int = 0
    unchanged: int = 0
    changed: list[ChangedRow] = field(default_factory=list)
    gone: list[RowSaid] = field(default_factory=list)


def compare(earlier: Mapping[str, RowSaid], now: Mapping[str, RowSaid]) -> Changes:
    """Compare two editions.

    Rows are the same by their key. A row whose key is gone and one whose key is new are one row, corrected,
    where a single cell differs, and either nothing but such rows stands between the same neighbours, or the
    two cells are nearly alike.

    Args:
        earlier: the rows of the earlier edition by key.
        now: those of the newer one.
    """
    pairs = _corrected(
        {key: row for key, row in earlier.items() if key not in now},
        {key: row for key, row in now.items() if key not in earlier},
        _places(earlier, now),
        _places(now, earlier),
    )
    kept = [key for key in now if key in earlier]
    unlike = [key for key in kept if earlier[key].said != now[key].said]
    pairs |= {key: key for key in unlike}
    changes = Changes(unchanged=len(kept) - len(unlike))
    changed = [_changed(earlier[old], now[new]) for new, old in pairs.items()]
    changes.changed = sorted(changed, key=lambda each: each.number)
    changes.new = len(now) - changes.unchanged - len(pairs)
    met = {*now, *pairs.values()}
    changes.gone = sorted((row for key, row in earlier.items() if key not in met), key=lambda row: row.number)
    return changes


def _changed(before: RowSaid, now: RowSaid) -> ChangedRow:
    columns = dict.fromkeys((*now.cells, *before.cells))
    cells = ((name, before.cells.get(name, ""), now.cells.get(name, "")) for name in columns)
    return ChangedRow(now.number, before.number, tuple(cell for cell in cells if cell[1] != cell[2]))


def _places(rows: Mapping[str, RowSaid], others: Mapping[str, RowSaid]) -> dict[str, str]:
    """Return for each row after which row that both editions have it stands."""
    found, above = {}, ""
    for key in sorted(rows, key=lambda key: rows[key].number):
        found[key] = above
        above = key if key in others else above
    return found


def _corrected(
    gone: Mapping[str, RowSaid],
    new: Mapping[str, RowSaid],
    was_below: Mapping[str, str],
    is_below: Mapping[str, str],
) -> dict[str, str]:
    """Return new keys with the gone key of the same row, the likeliest pairs first."""
    scored = []
    for old, key, column in _all_but_one(gone, new):
        likeness = _likeness(gone[old].cells.get(column, ""), new[key].cells.get(column, ""))
        beside = was_below[old] == is_below[key]
        alike = likeness if likeness >= _ALIKE else 0.0  # Of unlike names the letters tell nothing.
        if beside or alike:
            apart = abs(gone[old].number - new[key].number)
            scored.append((-(alike + beside), apart, old, key))
    found: dict[str, str] = {}
    taken = set()
    for _, _, old, key in sorted(scored):
        if old not in taken and key not in found:
            found[key] = old
            taken.add(old)
    return found


def _likeness(one: str, other: str) -> float:
    return fuzz.ratio(words_folded(one), words_folded(other)) / 100 if one and other else 0.0


def _all_but_one(gone: Mapping[str, RowSaid], new: Mapping[str, RowSaid]) -> Iterator[tuple[str, str, str]]:
    """Yield pairs of keys of rows whose cells are the same in all columns but one, and that column."""
    for column in sorted({name for row in (*gone.values(), *new.values()) for name in row.cells}):
        without: dict[frozenset[tuple[str, str]], tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
        for side, rows in enumerate((gone, new)):
            for key, row in rows.items():
                rest = frozenset(cell for cell in row.cells.items() if cell[0] != column)
                if rest:
                    without[rest][side].append(key)
        for olds, keys in without.values():
            if len(olds) * len(keys) <= _MOST_COMPARED:
                yield from ((old, key, column) for old in olds for key in keys)
            else:
                yield from _in_one_place(olds, keys, column, gone, new)


def _in_one_place(
    olds: Iterable[str],
    keys: Iterable[str],
    column: str,
    gone: Mapping[str, RowSaid],
    new: Mapping[str, RowSaid],
) -> Iterator[tuple[str, str, str]]:
    by_number = {gone[old].number: old for old in olds}
    for key in keys:
        if old := by_number.get(new[key].number):
            yield old, key, column

"""What happens to the cells of a row before it is mapped, as the mapping says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from fashion_kg.tables.mappings import Mapping, Preparation
from fashion_kg.tables.reading import Row


@dataclass(frozen=True)
class LeftOut:
    """Something that was not taken: its row, column and cell, why, and how much of the row it cost."""

    row: int
    column: str
    cell: str
    reason: str
    what: str


@dataclass(frozen=True)
class Prepared:
    """A row that is ready to be mapped.

    Attributes:
        row: the row as it was read.
        cells: its cells as they are mapped, also those of derived columns.
        absent: columns whose cell says that there is nothing, such as an end that is "present".
        unread: columns whose cell does not have the form that columns are derived from.
    """

    row: Row
    cells: dict[str, str]
    absent: frozenset[str] = field(default=frozenset())
    unread: frozenset[str] = field(default=frozenset())

    def shown(self, mapping: Mapping, column: str) -> str:
        """Return what the table prints in the column that a mapped column comes from."""
        return self.row.cells.get(mapping.origin(column), "")


def prepare(row: Row, preparations: Iterable[Preparation]) -> Prepared:
    """Return a row as it is to be mapped; the preparations work one after the other."""
    cells = dict(row.cells)
    absent, unread = set(), set()
    for each in preparations:
        text = cells.get(each.column, "")
        if each.absent and text and each.absent.fullmatch(text):
            cells[each.column] = text = ""
            absent.add(each.column)
        for pattern, means in each.replaces:
            if text and (match := pattern.fullmatch(text)):
                cells[each.column] = match.expand(means)
                break
        if each.pattern and text:
            if match := each.pattern.fullmatch(text):
                for name, found in match.groupdict().items():
                    cells[f"{each.column}.{name}"] = _words(found or "", spelled_out=each.spelled_out)
            else:
                unread.add(each.column)
    return Prepared(row, cells, frozenset(absent), frozenset(unread))


def _words(text: str, *, spelled_out: bool) -> str:
    """Return a part of an address as words: its hyphens as blanks, each word with a capital."""
    if not spelled_out:
        return text.strip()
    return " ".join(word.capitalize() for word in re.split(r"[-_+ ]+", text) if word)

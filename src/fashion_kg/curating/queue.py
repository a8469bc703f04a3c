"""The order in which a curator meets statements: what awaits first, and the way back to what is decided."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fashion_kg.claims import ACCEPTED, REJECTED
from fashion_kg.curating.reviewing import Shelf, Stated, Wanted, counted_states


class Queue:
    """The statements that are looked at, and the one that is looked at now.

    What was decided stays in its place, so that one can go back to it. A session begins at the first
    statement that awaits a decision, so that it goes on where the last one ended.

    Args:
        shelf: the sheets.
        wanted: which of their statements.

    Attributes:
        statements: those that fit, in the order of sheets and lines.
        at: which of them is looked at, from 0.
    """

    def __init__(self, shelf: Shelf, wanted: Wanted) -> None:
        self.shelf, self.wanted = shelf, wanted
        self.statements: list[Stated] = []
        self.at = 0
        self._skipped: set[tuple[str, ...]] = set()
        self._paths: list[Path] = []
        self.look_for(wanted)

    def look_for(self, wanted: Wanted) -> None:
        """Look at other statements from now on: those of the sheets in which such a one awaits."""
        self.wanted = wanted
        self._paths = [
            path
            for path, sheet in self.shelf.sheets.items()
            if any(wanted.awaits(each) and wanted.fits(each, self.shelf.ontology) for each in sheet.stated)
        ]
        self.refresh()
        self._go(0, self._awaits)

    def refresh(self) -> None:
        """Take over what sheets say by now; what was looked at is looked at still, if it is there."""
        key = self.current.key if self.current else None
        self.statements = [
            each
            for path in self._paths
            if path in self.shelf.sheets
            for each in self.shelf.sheets[path].stated
            if self.wanted.fits(each, self.shelf.ontology)
        ]
        places = [place for place, each in enumerate(self.statements) if each.key == key]
        self.at = places[0] if places else max(0, min(self.at, len(self.statements) - 1))

    @property
    def current(self) -> Stated | None:
        """What is looked at; None where nothing is."""
        return self.statements[self.at] if self.at < len(self.statements) else None

    @property
    def paths(self) -> list[Path]:
        """The sheets that are gone through."""
        return list(self._paths)

    # -- moving ---------------------------------------------------------------------------------

    def advance(self) -> bool:
        """Go on to the next statement that awaits, round to the first; return whether there is one.

        What was skipped comes again once nothing else is left.
        """
        for wanted in (self._is_open, self._awaits):
            if self._go(self.at + 1, wanted):
                return True
            self._skipped.clear()
        return False

    def skip(self) -> bool:
        """Pass over the statement for now, and go on."""
        if self.current:
            self._skipped.add(self.current.key)
        return self.advance()

    def step(self, by: int) -> bool:
        """Go to the statement before or after, decided or not; return whether there is one."""
        if not 0 <= self.at + by < len(self.statements):
            return False
        self.at += by
        return True

    def step_source(self, by: int) -> bool:
        """Go to the source before or after: to what awaits there first, or its first statement."""
        if not self.current:
            return False
        sources = list(dict.fromkeys(each.sheet for each in self.statements))
        place = sources.index(self.current.sheet) + by
        if not 0 <= place < len(sources):
            return False
        of_it = [number for number, each in enumerate(self.statements) if each.sheet == sources[place]]
        self.at = next((number for number in of_it if self._awaits(self.statements[number])), of_it[0])
        return True

    def go_to(self, key: tuple[str, ...]) -> bool:
        """Go to a statement by its key; return whether it is there."""
        return self._go(0, lambda each: each.key == key)

    def go_to_sheet(self, path: Path) -> bool:
        """Go to what awaits first in a sheet, else to its first statement; return whether it has any."""
        here = self.current
        if here and here.sheet == path:
            return True
        return self._go(0, lambda each: each.sheet == path and self._awaits(each)) or self._go(
            0, lambda each: each.sheet == path
        )

    def _go(self, start: int, wanted: Callable[[Stated], bool]) -> bool:
        count = len(self.statements)
        for number in range(count):
            place = (start + number) % count
            if wanted(self.statements[place]):
                self.at = place
                return True
        return False

    def _awaits(self, stated: Stated) -> bool:
        return self.wanted.awaits(stated)

    def _is_open(self, stated: Stated) -> bool:
        return self._awaits(stated) and stated.key not in self._skipped

    # -- counting -------------------------------------------------------------------------------

    def awaiting(self, path: Path | None = None) -> list[Stated]:
        """Return what awaits a decision, of all sheets or of one."""
        return [each for each in self.statements if self._awaits(each) and path in (None, each.sheet)]

    def place_in_source(self) -> tuple[int, int]:
        """Return which statement of its source is looked at, from 1, and how many it has."""
        if not self.current:
            return 0, 0
        of_it = [number for number, each in enumerate(self.statements) if each.sheet == self.current.sheet]
        return of_it.index(self.at) + 1, len(of_it)

    def decided(self) -> tuple[int, int]:
        """Return how many are accepted and how many rejected."""
        counts = counted_states(self.statements)
        return counts.get(ACCEPTED, 0), counts.get(REJECTED, 0)

    def is_finished(self, path: Path) -> bool:
        """Whether no statement of a sheet awaits a decision, whichever are looked at; and there are some."""
        sheet = self.shelf.sheets.get(path)
        stated = sheet.stated if sheet else []
        return bool(stated) and not any(self._awaits(each) for each in stated)

    def of_the_same_line(self, place: int = 0) -> list[Stated]:
        """Return the sheet's other statements that are made in a line of the text.

        Args:
            place: which place of the statement looked at: the line is that of this one, from 0.
        """
        here = self.current
        if here is None:
            return []
        line = here.evidence[place].part, here.evidence[place].paragraph
        return [
            each
            for each in self.shelf.sheets[here.sheet].stated
            if each.key != here.key and any((every.part, every.paragraph) == line for every in each.evidence)
        ]

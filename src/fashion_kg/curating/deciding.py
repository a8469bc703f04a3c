"""Deciding on statements: each decision is written into its sheet at once, and can be taken back."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from fashion_kg.claims import ACCEPTED, REJECTED
from fashion_kg.curating.blocks import SheetEdit, undone
from fashion_kg.curating.journal import Entry, Journal
from fashion_kg.curating.reviewing import Shelf, Stated
from fashion_kg.errors import FashionKGError, UsageError
from fashion_kg.files import write_file
from fashion_kg.sheets.writing import today


class SheetChangedError(FashionKGError):
    """Somebody else changed a sheet meanwhile; it was read anew, and nothing was written."""


class Desk:
    """Where a curator decides.

    Args:
        shelf: the sheets.
        journal: where every edit is written down.
        reviewer: who decides.
    """

    def __init__(self, shelf: Shelf, journal: Journal, reviewer: str) -> None:
        self.shelf, self.journal, self.reviewer = shelf, journal, reviewer

    # -- decisions ------------------------------------------------------------------------------

    def accept(self, stated: Stated) -> None:
        """Accept a statement.

        Raises:
            SheetChangedError: the sheet is another by now.
            FashionKGError: it cannot be written.
        """
        self.accept_all([stated])

    def accept_all(self, wanted: Iterable[Stated]) -> None:
        """Accept statements; those of one sheet are one edit.

        Raises:
            SheetChangedError: a sheet is another by now; those of the sheets before it are accepted.
            FashionKGError: a sheet cannot be written.
        """
        self._decide(wanted, ACCEPTED)

    def reject(self, stated: Stated, reason: str = "") -> None:
        """Reject a statement; it stays in its sheet, so that nobody proposes it again.

        Raises:
            SheetChangedError: the sheet is another by now.
            FashionKGError: it cannot be written.
        """
        self.reject_all([stated], reason)

    def reject_all(self, wanted: Iterable[Stated], reason: str = "") -> None:
        """Reject statements, all for one reason; those of one sheet are one edit.

        Raises:
            SheetChangedError: a sheet is another by now; those of the sheets before it are rejected.
            FashionKGError: a sheet cannot be written.
        """
        self._decide(wanted, REJECTED, reason)

    def _decide(self, wanted: Iterable[Stated], state: str, reason: str = "") -> None:
        by_sheet: dict[Path, list[Stated]] = {}
        for stated in wanted:
            by_sheet.setdefault(stated.sheet, []).append(stated)
        for path, statements in by_sheet.items():
            edit = self.edit(path)
            for stated in statements:
                self.mark(edit, stated, state, reason)
            many = f"{len(statements)} statements" if len(statements) > 1 else statements[0].words
            self.save(path, edit, f"{state}: {many}")

    def finish(self, path: Path, state: str, reader: str) -> None:
        """Say how far the whole source was read, and by whom.

        Raises:
            SheetChangedError: the sheet is another by now.
            UsageError: the reader has no name.
            FashionKGError: it cannot be written.
        """
        if not reader.strip():
            raise UsageError("The reader has no name. Write who read the source")
        edit = self.edit(path)
        source = edit.table("source")
        edit.put(source, "review", state)
        edit.put(source, "reader", reader.strip())
        edit.put(source, "read", today())
        self.save(path, edit, f"{path.stem}: the source is {state}")

    def undo(self) -> tuple[str, Path]:
        """Take this reviewer's latest edit back; return what it was, and the sheet.

        Raises:
            UsageError: there is none, or somebody changed the sheet in that very place since: that edit is
                left as it is, and the next undo is about the one before it.
        """
        while entry := self._latest():
            path = self.shelf.project.root / entry.sheet
            content = path.read_bytes() if path.is_file() else b""
            before = undone(content, entry.chunks)
            if before is not None:
                write_file(path, before)
                self.journal.forget(entry)
                self.shelf.again(path)
                return entry.summary, path
            self.journal.forget(entry)
            # An edit that was written down, and then never made because the power went, needs no undoing.
            if undone(content, tuple((after, before) for before, after in entry.chunks)) is None:
                raise UsageError(
                    f'"{entry.summary}" is left as it is: somebody changed that place in {entry.sheet}. '
                    "Decide anew (a, e or r on the screen; --accept or --reject), or edit the sheet; "
                    "undo once more for the decision before it"
                )
        others = [each for each in self.journal.entries() if each.reviewer]
        more = (
            f'; the latest decision, "{others[-1].summary}", is by {others[-1].reviewer}. '
            "To take that back, name them: --reviewer NAME"
            if others
            else ""
        )
        raise UsageError(f"There is nothing left to undo{more and ' of yours' + more}")

    def _latest(self) -> Entry | None:
        """Return the latest edit of this reviewer, or one of which nobody knows whose it was."""
        mine = [each for each in self.journal.entries() if each.reviewer in ("", self.reviewer)]
        return mine[-1] if mine else None

    # -- edits ----------------------------------------------------------------------------------

    def edit(self, path: Path) -> SheetEdit:
        """Return an edit of a sheet as it was read last."""
        return SheetEdit(self.shelf.sheets[path].content)

    def mark(self, edit: SheetEdit, stated: Stated, state: str, reason: str = "") -> None:
        """Write a decision into a statement: what, by whom, when, and why."""
        place = edit.statement(stated.kind, stated.number)
        edit.put(place, "review", state, above="evidence")
        edit.put(place, "reviewer", self.reviewer, above="evidence")
        edit.put(place, "reviewed", today(), above="evidence")
        if state == REJECTED and reason.strip():
            edit.put(place, "reason", reason.strip(), above="evidence")
        else:
            edit.take(place, "reason")

    def save(self, path: Path, edit: SheetEdit, summary: str) -> None:
        """Write an edit down, and then into its sheet.

        Raises:
            SheetChangedError: the sheet is another by now; it was read anew.
            FashionKGError: it cannot be written.
        """
        if self.is_stale(path):
            self.shelf.again(path)
            raise SheetChangedError(
                f"{self.shelf.project.relative(path)} was changed meanwhile. "
                "It was read again and nothing was overwritten: decide once more"
            )
        content = edit.content()
        if content != self.shelf.sheets[path].content:
            name = self.shelf.project.relative(path)
            self.journal.add(Entry(name, summary, edit.chunks(), self.reviewer))
            write_file(path, content)
            self.shelf.again(path)

    def is_stale(self, path: Path) -> bool:
        """Whether a sheet is another by now than when it was read."""
        try:
            return path.read_bytes() != self.shelf.sheets[path].content
        except OSError:
            return True

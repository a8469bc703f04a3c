"""What was decided, edit by edit, so that it can be taken back: also tomorrow, and after a crash."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from fashion_kg.curating.blocks import Chunks
from fashion_kg.errors import FashionKGError


@dataclass(frozen=True)
class Entry:
    """One edit of one sheet.

    Attributes:
        sheet: the sheet, relative to the project.
        summary: what was done, in words.
        chunks: what was replaced by what.
        reviewer: who did it; empty where that was not written down.
        line: where it stands in the journal, from 1; 0 before it does.
    """

    sheet: str
    summary: str
    chunks: Chunks
    reviewer: str = ""
    line: int = field(default=0, compare=False)


class Journal:
    """The edits that were made, the latest last.

    It is read anew each time and only ever added to, so that two people can share it: that an edit was taken
    back is a line of its own.

    Args:
        file: where it is kept; it need not be there yet.
    """

    def __init__(self, file: Path) -> None:
        self.file = file

    def add(self, entry: Entry) -> None:
        """Write an edit down. This comes before the edit itself, so that none is ever made in silence.

        Raises:
            FashionKGError: it cannot be written down.
        """
        told = asdict(entry)
        del told["line"]
        self._append(told, "Nothing was decided: without it, nothing could be taken back")

    def forget(self, entry: Entry) -> None:
        """Write down that an edit was taken back, or that it cannot be.

        Raises:
            FashionKGError: it cannot be written down.
        """
        self._append({"undone": entry.line}, "The next undo meets this edit again")

    def _append(self, told: dict[str, Any], otherwise: str) -> None:
        line = json.dumps(told, ensure_ascii=True) + "\n"
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.file.open("ab") as stream:
                # A line that was cut off by a crash must not swallow this one.
                if stream.tell() and not self._ends_with_newline():
                    line = "\n" + line
                stream.write(line.encode())
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise FashionKGError(
                f'"{self.file}" cannot be written: {error.strerror or error}. '
                f"{otherwise}. Make room, or mend the folder"
            ) from None

    def _ends_with_newline(self) -> bool:
        with self.file.open("rb") as stream:
            stream.seek(-1, os.SEEK_END)
            return stream.read(1) == b"\n"

    def entries(self) -> list[Entry]:
        """Return every edit that can be read and was not taken back, the latest last."""
        if not self.file.is_file():
            return []
        found: dict[int, Entry] = {}
        lines = self.file.read_text(encoding="utf-8", errors="replace").split("\n")
        for number, line in enumerate(lines, 1):
            try:
                told = json.loads(line)
                if "undone" in told:
                    found.pop(told["undone"], None)
                    continue
                chunks = tuple((str(before), str(after)) for before, after in told["chunks"])
                reviewer = str(told.get("reviewer", ""))
                found[number] = Entry(str(told["sheet"]), str(told["summary"]), chunks, reviewer, number)
            except (ValueError, KeyError, TypeError, AttributeError):
                continue
        return list(found.values())

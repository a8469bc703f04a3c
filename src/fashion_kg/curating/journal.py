"""What was decided, edit by edit, so that it can be taken back: also tomorrow, and after a crash."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from fashion_kg.curating.blocks import Chunks
from fashion_kg.errors import FashionKGError
from fashion_kg.files import write_file


@dataclass(frozen=True)
class Entry:
    """One edit of one sheet.

    Attributes:
        sheet: the sheet, relative to the project.
        summary: what was done, in words.
        chunks: what was replaced by what.
    """

    sheet: str
    summary: str
    chunks: Chunks


class Journal:
    """The edits that were made, the latest last; it is read anew each time, so that two can share it.

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
        line = json.dumps(asdict(entry), ensure_ascii=True) + "\n"
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
                "Nothing was decided: without it, nothing could be taken back. Make room, or mend the folder"
            ) from None

    def _ends_with_newline(self) -> bool:
        with self.file.open("rb") as stream:
            stream.seek(-1, os.SEEK_END)
            return stream.read(1) == b"\n"

    def entries(self) -> list[Entry]:
        """Return every edit that can be read, the latest last."""
        if not self.file.is_file():
            return []
        found = []
        for line in self.file.read_text(encoding="utf-8", errors="replace").split("\n"):
            try:
                told = json.loads(line)
                chunks = tuple((str(before), str(after)) for before, after in told["chunks"])
                found.append(Entry(str(told["sheet"]), str(told["summary"]), chunks))
            except (ValueError, KeyError, TypeError):
                continue
        return found

    def forget_last(self) -> None:
        """Take the latest edit off."""
        lines = [json.dumps(asdict(entry)) + "\n" for entry in self.entries()[:-1]]
        write_file(self.file, "".join(lines).encode())

"""Putting staged files in their places: all of them or none, also where the process is killed between two."""

from __future__ import annotations

import json
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from fashion_kg.build import alone
from fashion_kg.errors import FashionKGError
from fashion_kg.files import write_file
from fashion_kg.layout import Project

PREFIX = "import-"
"""What the folders begin with in which imports stage their files."""

_JOURNAL, _FORMER = "moves.json", "former"
_FORGOTTEN = 24 * 60 * 60


def put_in_place(project: Project, root: Path, moves: Mapping[Path, Path], gone: Sequence[Path]) -> None:
    """Move files to their places, then take those away that are gone.

    A copy of what was there and a list of the places are written first: `put_back` undoes with them what a
    killed process had begun.

    Args:
        project: the project.
        root: the folder of this import.
        moves: the place of each file.
        gone: files to take away.

    Raises:
        FashionKGError: a file cannot be moved; everything is as it was.
    """
    places = [*moves.values(), *gone]
    with alone(project.build_lock), _uninterrupted():
        try:
            (root / _FORMER).mkdir()
            for number, place in enumerate(places):
                place.parent.mkdir(parents=True, exist_ok=True)
                if place.exists():
                    shutil.copy2(place, root / _FORMER / str(number))
            listed = [place.relative_to(project.root).as_posix() for place in places]
            write_file(root / _JOURNAL, json.dumps(listed).encode())
            for file, place in moves.items():
                file.replace(place)
            for place in gone:
                place.unlink()
        except OSError as error:
            _undo(project, root)
            reason = error.strerror or error
            raise FashionKGError(f"The sheets could not be put in place: {reason}. Nothing changed") from None
        (root / _JOURNAL).unlink()


def put_back(project: Project, progress: Callable[[str], None]) -> None:
    """Undo what killed imports had begun to put in place; clear away what they staged."""
    for root in sorted(project.build_folder.glob(f"{PREFIX}*")):
        if (root / _JOURNAL).exists():
            # An import that runs has the lock while its list is there.
            with alone(project.build_lock):
                count = _undo(project, root)
            if count:
                progress(f"putting back {count} files that an interrupted import had begun to replace")
            shutil.rmtree(root, ignore_errors=True)
        elif time.time() - root.stat().st_mtime > _FORGOTTEN:
            shutil.rmtree(root, ignore_errors=True)


def is_begun(root: Path) -> bool:
    """Whether files of an import are on their way, so that its folder is needed to undo them."""
    return (root / _JOURNAL).exists()


def _undo(project: Project, root: Path) -> int:
    """Make the places of an import what they were; return how many there are."""
    if not is_begun(root):
        return 0
    places = json.loads((root / _JOURNAL).read_bytes())
    # A list that came with a folder from elsewhere reaches no other file.
    sheets = project.sheet("undated", "any").parent.parent.resolve()
    for number, named in enumerate(places):
        place, former = (project.root / named).resolve(), root / _FORMER / str(number)
        if not place.is_relative_to(sheets):
            raise FashionKGError(f'"{root / _JOURNAL}" names "{named}", which is no sheet. Take it away')
        if former.exists():
            write_file(place, former.read_bytes())
        else:
            place.unlink(missing_ok=True)
    (root / _JOURNAL).unlink()
    return len(places)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let a press of Ctrl-C, or a request to end, wait until the files are in their places."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked: list[int] = []

    def remember(number: int, frame: FrameType | None) -> None:
        del frame
        asked.append(number)

    before = {number: signal.signal(number, remember) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if asked:
        signal.raise_signal(asked[0])

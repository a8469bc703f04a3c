"""Starting a project of one's own: a folder that builds, with an example in it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from fashion_kg.errors import UsageError
from fashion_kg.files import write_file
from fashion_kg.layout import starter_files

_LEFT_ALONE = ("README.md", ".gitignore")


def init_project(folder: Path) -> tuple[list[Path], list[Path]]:
    """Write a small project into a folder that has none; add, and never overwrite.

    Returns:
        The files written, and those left alone because the folder has its own.

    Raises:
        UsageError: there is a project already, or something stands where a file would go.
        FashionKGError: a file cannot be written; those written before it are removed.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f'"{folder}" is a file. Name a folder')
    if (folder / "graph").exists():
        raise UsageError(
            f'"{folder}" has a folder graph already. '
            f"Use it with: fashion-kg --project {shlex.quote(str(folder))} build"
        )
    planned = {folder / target: source for source, target in starter_files()}
    kept = [target for target in planned if target.exists() and target.name in _LEFT_ALONE]
    taken = [target for target in planned if target.exists() and target not in kept]
    if taken:
        names = ", ".join(target.relative_to(folder).as_posix() for target in taken)
        raise UsageError(f'"{folder}" has {names} already, which would be overwritten. Choose another folder')
    made = [parent for target in planned for parent in _missing_folders(target.parent)]
    written = []
    try:
        for target, source in planned.items():
            if target not in kept:
                write_file(target, source.read_bytes())
                written.append(target)
    except BaseException:
        _remove(written, made)
        raise
    return written, kept


def _missing_folders(folder: Path) -> Iterator[Path]:
    if not folder.exists():
        yield from _missing_folders(folder.parent)
        yield folder


def _remove(files: list[Path], folders: list[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)
    for folder in sorted(set(folders), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()

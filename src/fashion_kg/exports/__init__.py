"""Files for tools: one module a format, found by discovery.

A module of this package whose name has no leading underscore is a format, and meets the protocol
`Export`. Its name is what people type: ``fashion-kg export turtle``.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol, cast, runtime_checkable

from fashion_kg.discovery import kind_called, kinds_in
from fashion_kg.errors import FashionKGError, UsageError
from fashion_kg.exports._content import Content, WrittenFile
from fashion_kg.files import write_file

__all__ = ["Content", "Export", "WrittenFile", "export", "export_all", "find", "names", "render"]


@runtime_checkable
class Export(Protocol):
    """A format: what a module of this package has.

    Attributes:
        summary: what the file is and who reads it, in one line, for help and for the description.
        media_type: IANA media type of the file, or of the files in the folder.
        file_name: the file's usual name; of a folder, the folder's.
        is_folder: whether the format is a folder of files.
        options: the options of `Content` that it heeds: ``facts_only``, ``spreadsheet``.
        order: formats of a lower order are written first; the description, which lists the others, last.
    """

    summary: str
    media_type: str
    file_name: str
    is_folder: bool
    options: frozenset[str]
    order: int

    def render(self, content: Content) -> Mapping[str, bytes]:
        """Return the bytes of each file by its name; the same graph gives the same bytes."""
        ...


def names() -> tuple[str, ...]:
    """Return the names of all formats, sorted."""
    return kinds_in(__path__)


def find(name: str) -> Export:
    """Return a format by its name.

    Raises:
        UsageError: there is none of this name.
        TypeError: its module lacks something that a format has.
    """
    return cast(Export, kind_called(name, names(), __name__, "export", Export))


def render(name: str, content: Content) -> Mapping[str, bytes]:
    """Return the files of one format by name, for whoever sends them elsewhere than to a file.

    Raises:
        UsageError: no such format, or an option that it does not heed.
    """
    chosen = find(name)
    if ignored := sorted(content.options - chosen.options):
        options = " and ".join(f"--{option.replace('_', '-')}" for option in ignored)
        able = [other for other in names() if find(other).options.issuperset(ignored)]
        raise UsageError(f'The export "{name}" has no option {options}. It is for: {", ".join(able)}')
    return chosen.render(content)


def export(name: str, content: Content, path: Path) -> list[Path]:
    """Write the graph in one format.

    A file is written beside its place and renamed, so that whoever reads it sees the former file or the
    new one, never half of it. In a folder that exists, files of the same names are replaced one by one
    when all are written; others are left alone.

    Args:
        name: the format.
        content: what to write, with the options.
        path: the file, or for a format of many files the folder. Folders above it are made.

    Returns:
        The files written.

    Raises:
        UsageError: no such format, or an option that it does not heed.
        FashionKGError: the place cannot be written.
    """
    files = render(name, content)
    if find(name).is_folder:
        return _write_folder(path, files.items())
    (body,) = files.values()
    write_file(path, body)
    return [path]


def export_all(content: Content, folder: Path) -> list[Path]:
    """Write the graph in every format into a folder, each under its usual name.

    Options count for the formats that heed them. The description is written last and lists all other
    files with their sizes and SHA-256.

    Raises:
        FashionKGError: the folder cannot be written.
    """
    return _write_folder(folder, _all_files(content))


def _all_files(content: Content) -> Iterator[tuple[str, bytes]]:
    content.files.clear()
    for chosen in sorted(map(find, names()), key=lambda found: found.order):
        for name, body in chosen.render(content).items():
            written = f"{chosen.file_name}/{name}" if chosen.is_folder else name
            yield written, body
            # Of a folder's files the one in JSON describes the tables (CSV on the Web, section 5.3).
            media_type = "application/csvm+json" if name.endswith(".json") else chosen.media_type
            digest = hashlib.sha256(body).hexdigest()
            content.files.append(WrittenFile(written, media_type, chosen.summary, len(body), digest))


# -- writing ----------------------------------------------------------------------------------------


def _write_folder(path: Path, files: Iterable[tuple[str, bytes]]) -> list[Path]:
    if path.exists() and not path.is_dir():
        raise UsageError(f'"{path}" is a file. Name a folder')
    place = path.resolve()
    # Inside a folder that exists, which may be another disk than its parent; else beside its place.
    temporary = (place if place.is_dir() else place.parent) / f".{place.name[:100]}-{os.getpid()}"
    try:
        written = _stage(temporary, files)
        if place.is_dir():
            for name in written:
                (place / name).parent.mkdir(parents=True, exist_ok=True)
                (temporary / name).replace(place / name)
        else:
            temporary.replace(place)
    except OSError as error:
        raise FashionKGError(
            f'"{path}" cannot be written: {error.strerror or error}. Choose another place, or make room'
        ) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return [path / name for name in written]


def _stage(folder: Path, files: Iterable[tuple[str, bytes]]) -> list[str]:
    folder.mkdir(parents=True)
    written = []
    for name, body in files:
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(body)
        written.append(name)
    return written

"""Whether a built graph still says what the files say: a fingerprint of all that a build reads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from fashion_kg import __version__
from fashion_kg.layout import Project


def fingerprint(project: Project) -> str:
    """Return the state of everything that a build reads, as a text to keep beside the store."""
    files = list(_files(project))
    return json.dumps({"seen": _seen(files), "content": _content(files)})


def is_current(project: Project, kept: Path) -> bool:
    """Whether a file with a fingerprint still describes the project.

    Sizes and times are looked at first; the content is read only where they differ, so that a fresh
    checkout of the same files counts as the same.
    """
    try:
        before = json.loads(kept.read_text(encoding="utf-8"))
        files = list(_files(project))
        return bool(before["seen"] == _seen(files) or before["content"] == _content(files))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _files(project: Project) -> Iterable[tuple[str, Path]]:
    decisions = [file for file in project.decision_files if file.is_file()]
    for file in (
        *project.sheets,
        *project.row_files,
        *decisions,
        *project.ontology_files,
        *project.shape_files,
        *project.rule_files,
    ):
        yield project.relative(file), file


def _seen(files: Iterable[tuple[str, Path]]) -> str:
    return _digest(f"{name}|{_size_and_time(file)}" for name, file in files)


def _size_and_time(file: Path) -> str:
    try:
        state = file.stat()
    except OSError:  # What cannot be read is told where it is read.
        return "?"
    return f"{state.st_size}|{state.st_mtime_ns}"


def _content(files: Iterable[tuple[str, Path]]) -> str:
    return _digest(f"{name}|{_sha256(file)}" for name, file in files)


def _sha256(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return "?"


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join([__version__, *lines]).encode()).hexdigest()

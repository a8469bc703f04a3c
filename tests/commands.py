"""Running the command line as people do, and a graph of the test world to run it on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from fashion_kg.cli import main

TESTS = Path(__file__).parent
WORLD = TESTS / "world"
NOT_ACCEPTED = (
    "Of 103 statements, 90 are accepted; 8 are unreviewed, 5 are only proposed by a program "
    "(--reviewed-only leaves them out).\n"
)
"""What is said on stderr beside every answer of the test world."""


@dataclass(frozen=True)
class Ran:
    """What a command that ran as a process left behind."""

    code: int
    out: str
    err: str


def command(*words: str | Path) -> list[str]:
    """Return a command of ours as the words of a process."""
    return [sys.executable, "-m", "fashion_kg", *map(str, words)]


def run(
    *words: str | Path, stdin: str | bytes = "", cwd: Path | None = None, env: dict[str, str] | None = None
) -> Ran:
    """Run a command in a process of its own."""
    done = subprocess.run(
        command(*words),
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        cwd=cwd,
        env=os.environ | (env or {}),
        timeout=120,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def copy_world(folder: Path) -> Path:
    """Copy the test world, without whatever was built from it."""
    shutil.copytree(WORLD, folder, ignore=shutil.ignore_patterns("build"))
    return folder


def build_world(folder: Path) -> Path:
    """Copy the test world, and build it."""
    copy_world(folder)
    assert main(["--project", str(folder), "build", "--quiet"]) == 0
    return folder

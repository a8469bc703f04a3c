"""Write docs/commands.md from what every verb says of itself: ``python docs/write_commands.py``."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from fashion_kg.cli import verbs


def main() -> None:
    """Write the file."""
    lines = [
        "# Commands",
        "",
        "What each verb prints for `--help`.",
        "Exit codes: 0 clean, 1 findings or differences, 2 a mistake in the request.",
        "This file is written by `python docs/write_commands.py`.",
    ]
    for name in verbs():
        command = [sys.executable, "-m", "fashion_kg", name, "--help"]
        environment = os.environ | {"COLUMNS": "100"}
        helped = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)  # noqa: S603
        lines += ["", f"## {name}", "", "```text", helped.stdout.rstrip(), "```"]
    (Path(__file__).parent / "commands.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

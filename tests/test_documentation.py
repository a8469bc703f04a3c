"""What the documentation shows is what the program prints, and every verb is documented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from commands import run
from fashion_kg.cli import verbs
from projects import ROOT

CONSOLE = re.compile(r"```console\n(.*?)```", re.S)
SHOWN = [
    (file.name, block)
    for file in (ROOT / "README.md", ROOT / "docs" / "model.md")
    for block in CONSOLE.findall(file.read_text(encoding="utf-8"))
]


@pytest.mark.usefixtures("built_repository")
@pytest.mark.parametrize(
    ("file", "block"), SHOWN, ids=[f"{file} {number}" for number, (file, _) in enumerate(SHOWN)]
)
def test_a_shown_command_prints_what_is_shown(file: str, block: str) -> None:
    assert file
    shown, _, printed = block.partition("\n")
    line = shown.removeprefix("$ ")
    stdin, _, line = line.rpartition(" | ")
    query = stdin.removeprefix("echo ").strip("'")
    words = [quoted or plain for quoted, plain in re.findall(r'"([^"]*)"|(\S+)', line)]
    assert words[0] == ".venv/bin/fashion-kg"
    ran = run("--project", ROOT, *words[1:], stdin=query)
    assert (ran.code, ran.out) == (0, printed), ran.err


def test_documentation_shows_commands() -> None:
    assert len(SHOWN) >= 4


@pytest.mark.parametrize(
    "file", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda file: file.name
)
def test_nothing_is_left_to_be_filled_in(file: Path) -> None:
    assert "@@" not in file.read_text(encoding="utf-8")


COMMANDS = ROOT / "docs" / "commands.md"


@pytest.mark.parametrize("name", sorted(verbs()))
def test_every_verb_and_option_is_documented(name: str) -> None:
    text = COMMANDS.read_text(encoding="utf-8")
    assert f"\n## {name}\n" in text, (
        f"docs/commands.md lacks {name}. Write it anew: python docs/write_commands.py"
    )
    section = text.split(f"\n## {name}\n")[1].split("\n## ")[0]
    missing = [
        option
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", run(name, "--help").out)
        if option not in section
    ]
    assert not missing, f"docs/commands.md lacks {missing}. Write it anew: python docs/write_commands.py"
    assert verbs()[name].summary in section


def test_only_verbs_that_exist_are_documented() -> None:
    assert set(re.findall(r"^## (.+)$", COMMANDS.read_text(encoding="utf-8"), re.M)) == set(verbs())

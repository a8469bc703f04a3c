"""The verb ``review`` without its screen, and the same decisions made by hand in the sheet."""

from __future__ import annotations

import difflib
import json
import re
import shlex
import tomllib
from pathlib import Path

import pytest

from commands import Ran, run
from fashion_kg.cli import main
from fashion_kg.layout import Project
from reviews import ANA, SHEET, TEXT, review_project


class Commands:
    """Runs commands on a project in which something awaits a decision."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.project, self.capsys = review_project(root), capsys
        self.sheet = self.project.sheet("2021", "sea")

    def __call__(self, *words: str | Path) -> Ran:
        self.capsys.readouterr()
        code = main(["--project", str(self.project.root), *map(str, words)])
        return Ran(code, *self.capsys.readouterr())


@pytest.fixture
def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Commands:
    monkeypatch.delenv("FASHION_KG_REVIEWER", raising=False)
    return Commands(tmp_path / "mine", capsys)


def test_what_awaits_is_listed(ask: Commands) -> None:
    done = ask("review", "--list")
    assert done.code == 0
    lines = [re.split(r" {2,}", line) for line in done.out.splitlines()]
    assert len(lines) == 14
    words = "Mina Okafor is credited as talent on Casa Lumen Spring/Summer 2031"
    assert ["sea/Credit/2", words, "0.93", "body", "1", "starring Mina Okafor"] in lines
    assert "12 statements to decide" in done.err
    listed = json.loads(ask("review", "--list", "--role", "model", "--format", "json").out)
    assert [row["name"]["value"] for row in listed["results"]["bindings"]] == ["sea/Credit/5", "sea/Credit/6"]
    assert ask("review", "sea", "--list", "--least", "0.95").err.startswith("6 statements")


def test_the_next_is_told_with_its_line_and_who_is_near(ask: Commands) -> None:
    done = ask("review", "--next", "--role", "stylist")
    assert done.code == 0
    assert done.out.startswith("sea/Credit/4  proposed  confidence 0.98\nIlsa Marr is credited as stylist")
    assert "  Ilsa Marr (Person): new\n    nearly Ilse Marr, person/ilse-marr, " in done.out
    assert 'fashion-kg review --accept sea/Credit/4 --reviewer "your name"\n' in done.out
    line = ask("review", "--next", "--role", "talent").out
    assert "    Casa Lumen unveiled its Spring/Summer 2031 campaign, lensed by" in line


def test_no_rows_because_of_what_is_only_proposed(ask: Commands) -> None:
    assert ask("build").code == 0
    empty = ask("query", "people/credits", "Lea Brandt")
    assert empty.code == 0
    assert empty.out.splitlines()[0].startswith("campaign")
    assert (
        "\n1 statement that speaks of this is only proposed, and what is proposed gives no facts. "
        "Accept or reject: fashion-kg review\n"
    ) in empty.err
    assert "only proposed, and" not in ask("query", "people/credits", "Lea Brandt", "--reviewed-only").err
    listed = json.loads(ask("review", "--list", "--format", "json").out)["results"]["bindings"]
    (name,) = [row["name"]["value"] for row in listed if "Lea Brandt" in row["statement"]["value"]]
    ask("review", "--accept", name, "--reviewer", ANA)
    assert ask("build").code == 0
    full = ask("query", "people/credits", "Lea Brandt")
    assert len(full.out.splitlines()) == 3
    assert "gives no facts" not in full.err


def test_an_unknown_role_is_told_with_the_nearest_and_where_all_are(ask: Commands) -> None:
    told = ask("review", "--list", "--role", "stilist").err
    assert told == (
        'fashion-kg: There is no role "stilist". Did you mean "stylist"? '
        "All 126 roles are listed by: fashion-kg query roles/list\n"
    )


def test_decisions_by_command_and_back(ask: Commands) -> None:
    done = ask("review", "--accept", "sea/Credit/2", "--reviewer", ANA)
    assert (done.code, done.out[:22]) == (0, "accepted: Mina Okafor ")
    assert ask("review", "--reject", "sea/Credit/6", "--reason", "not her", "--reviewer", ANA).code == 0
    credits = tomllib.loads(ask.sheet.read_text())["Credit"]
    assert (credits[1]["review"], credits[1]["reviewer"]) == ("accepted", ANA)
    assert (credits[5]["review"], credits[5]["reason"]) == ("rejected", "not her")
    assert "10 statements to decide" in ask("review", "--list").err
    assert ask("review", "--undo", "--reviewer", ANA).out.startswith("taken back: rejected: Lea Brandt")
    assert ask("review", "--undo", "--reviewer", ANA).code == 0
    assert ask.sheet.read_text() == SHEET
    assert ask("review", "--undo", "--reviewer", ANA).code == 2


def test_several_are_decided_in_one_call(ask: Commands) -> None:
    words = ("--accept", "sea/Credit/2", "--accept", "sea/Credit/3", "--accept", "sea/Credit/2")
    done = ask("review", *words, "--reviewer", ANA)
    lines = done.out.splitlines()
    assert (done.code, [line[:22] for line in lines][:1], len(lines)) == (0, ["accepted: Mina Okafor "], 2)
    rejects = ("--reject", "sea/Credit/5", "--reject", "sea/Credit/6", "--reason", "not them")
    assert len(ask("review", *rejects, "--reviewer", ANA).out.splitlines()) == 2
    credits = tomllib.loads(ask.sheet.read_text())["Credit"]
    decided = [(each.get("review"), each.get("reason")) for each in credits[1:6]]
    accepted, rejected = ("accepted", None), ("rejected", "not them")
    assert decided == [accepted, accepted, (None, None), rejected, rejected]
    assert ask("review", "--undo", "--reviewer", ANA).out == "taken back: rejected: 2 statements\n"
    assert ask("review", "--undo", "--reviewer", ANA).out == "taken back: accepted: 2 statements\n"
    assert ask.sheet.read_text() == SHEET


@pytest.mark.parametrize("what", ["--accept", "--reject"])
def test_one_that_does_not_exist_leaves_the_others_undecided(ask: Commands, what: str) -> None:
    words = (what, "sea/Credit/2", what, "sea/Credot/3", what, "sea/Credit/99")
    done = ask("review", *words, "--reviewer", ANA)
    assert (done.code, done.out) == (2, "")
    assert '"sea/Credot/3"' in done.err
    assert '"sea/Credit/99"' in done.err
    assert f"Nothing is {what[2:]}ed." in done.err
    assert ask.sheet.read_text() == SHEET


def test_the_printed_command_names_who_decides_and_works(
    ask: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept = ask("review", "--next", "--reviewer", ANA).out.splitlines()[-2]
    program, *words = shlex.split(accept)
    assert (program, words[-2:]) == ("fashion-kg", ["--reviewer", ANA])
    assert ask(*words).code == 0
    monkeypatch.setenv("FASHION_KG_REVIEWER", ANA)
    reject = ask("review", "--next").out.splitlines()[-1]
    assert "--reviewer" not in reject
    assert ask(*shlex.split(reject)[1:]).code == 0


def test_the_reader_of_the_other_sheets_is_the_reviewer(
    ask: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = next(path for path in ask.project.sheets if path.stem == "first-light")
    reader = "Rea Reader"
    first.write_text(first.read_text().replace('reader = "your name"', f'reader = "{reader}"'))
    assert ask("review", "--accept", "sea/Credit/2").code == 0
    assert f'reviewer = "{reader}"' in ask.sheet.read_text()
    monkeypatch.setenv("FASHION_KG_REVIEWER", ANA)
    assert ask("review", "--accept", "sea/Credit/3").code == 0
    monkeypatch.delenv("FASHION_KG_REVIEWER")
    done = ask("review", "--accept", "sea/Credit/4")
    assert done.code == 2
    assert "Say who you are: --reviewer NAME" in done.err


@pytest.mark.parametrize("words", [("--accept", "sea/Credit/2"), ("--undo",)])
def test_the_place_for_a_name_is_no_reviewer(ask: Commands, words: tuple[str, ...]) -> None:
    assert (
        'reader = "your name"' in next(ask.project.root.glob("graph/sources/*/first-light.toml")).read_text()
    )
    for more in ((), ("--reviewer", "Your  Name")):
        done = ask("review", *words, *more)
        assert done.code == 2
        assert "Say who you are: --reviewer NAME" in done.err
    assert ask.sheet.read_text() == SHEET


def test_before_the_screen_opens_it_is_asked_once_who_decides(
    ask: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fashion_kg.curating.screen.app import ReviewApp

    asked: list[str] = []
    opened: list[str] = []

    def answer(prompt: str) -> str:
        asked.append(prompt)
        return ANA

    monkeypatch.setattr("builtins.input", answer)
    monkeypatch.setattr(ReviewApp, "run", lambda app: opened.append(app.desk.reviewer))
    monkeypatch.setattr("fashion_kg.cli.review.is_terminal", lambda: True)
    assert ask("review").code == 0
    assert ask("review", "--reviewer", "Ben").code == 0
    assert (len(asked), opened) == (1, [ANA, "Ben"])


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ((), "is a screen, and this is no terminal"),
        (("--list", "--next"), "do not go together"),
        (("--reason", "x"), "--reason says why"),
        (("--next", "--format", "json"), "Add --list"),
        (("one", "two", "--list"), "one too many"),
        (("sae", "--list"), 'Did you mean "sea"'),
        (("--list", "--role", "photograper"), 'Did you mean "photographer"'),
        (("--list", "--kind", "Credot"), 'Did you mean "credit"'),
        (("--list", "--least", "2"), "is not a number from 0 to 1"),
        (("--accept", "sea/Credit/99", "--reviewer", ANA), "There is no statement"),
    ],
)
def test_mistakes_are_told_in_sentences(ask: Commands, words: tuple[str, ...], complaint: str) -> None:
    done = ask("review", *words)
    assert done.code == 2
    assert complaint in done.err
    assert ask.sheet.read_text() == SHEET


def test_nothing_to_review_says_what_to_run(ask: Commands) -> None:
    ask.sheet.unlink()
    for word in ("--list", "--next"):
        done = ask("review", word)
        assert done.code == 0
        assert "Nothing awaits a decision. Let a program propose" in done.err
        assert "fashion-kg extract" in done.err


def test_a_broken_sheet_is_left_out_and_named(ask: Commands) -> None:
    ask.project.sheet("2021", "broken").write_text("[source")
    done = ask("review", "--list")
    assert "broken.toml cannot be read" in done.err
    assert "12 statements to decide" in done.err


def test_names_cannot_steer_the_terminal(ask: Commands) -> None:
    ask.sheet.write_text(SHEET.replace('label = "Lea Brandt"', 'label = "Lea\\u001b[31m [red]Brandt"'))
    for words in (
        ("--list",),
        ("--next", "--role", "model"),
        ("--accept", "sea/Credit/6", "--reviewer", "A"),
    ):
        done = ask("review", *words)
        assert done.code == 0
        assert "\x1b" not in done.out + done.err


def test_a_pipe_is_no_terminal(tmp_path: Path) -> None:
    review_project(tmp_path / "mine")
    done = run("--project", tmp_path / "mine", "review")
    assert done.code == 2
    assert "fashion-kg review --list" in done.err


def test_extract_and_review_fit_together(ask: Commands, tmp_path: Path) -> None:
    ask.sheet.unlink()
    (tmp_path / "sea.txt").write_text(TEXT)
    assert ask("extract", tmp_path / "sea.txt", "--write").code == 0
    names = [line.split()[0] for line in ask("review", "--list").out.splitlines()[2:]]
    for name in names:
        assert ask("review", "--accept", name, "--reviewer", ANA).code == 0
    assert ask("build", "--quiet").code == 0
    assert "Casa Lumen" in ask("query", "people/credits", "Mina Okafor").out


# -- by hand ----------------------------------------------------------------------------------------


def test_the_same_decisions_by_hand(ask: Commands) -> None:
    """Lines are added and a block is deleted, as docs/reviewing.md says; screen and hand give one diff."""
    by_hand = SHEET.replace(
        'role = "talent"\ncreditedAgent = "person/mina-okafor"\n',
        'role = "talent"\ncreditedAgent = "person/mina-okafor"\n'
        f'review = "accepted"\nreviewer = "{ANA}"\nreviewed = 2026-11-22\n',
    )
    ask.sheet.write_text(by_hand)
    assert ask("build", "--quiet").code == 0
    assert ask("validate", "--quiet").code == 0
    assert "11 statements to decide" in ask("review", "--list").err

    ask.sheet.write_text(SHEET)
    assert ask("review", "--accept", "sea/Credit/2", "--reviewer", ANA).code == 0
    today = re.sub(r"reviewed = \S+", "reviewed = 2026-11-22", ask.sheet.read_text())
    assert today == by_hand

    lines = list(difflib.ndiff(SHEET.splitlines(), by_hand.splitlines()))
    assert [line[:2] for line in lines if line[:2] != "  "] == ["+ ", "+ ", "+ "]

    head, _, rest = SHEET.rpartition("\n[[Credit]]")
    ask.sheet.write_text(head)
    assert "organization/lantern-works" in rest
    assert ask("build", "--quiet").code == 0, "a block that is deleted takes nothing with it"
    ask.sheet.write_text(by_hand.replace(f'reviewer = "{ANA}"\n', ""))
    done = ask("build", "--quiet")
    assert done.code == 1
    assert "not said by whom" in done.err


def test_the_project_that_came_with_the_package_is_never_written_to(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Project.around() is None
    assert main(["review", "--list"]) == 2
    assert "There is no project in this folder" in capsys.readouterr().err

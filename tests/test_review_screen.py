"""The screen of the review, at the keys: what is shown, and what each key leaves in the sheet."""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
import io
import os
import pty
import signal
import subprocess
import time
import tomllib
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
import tomlkit
from rich.console import Console
from textual.widgets import Input, OptionList, Static

from commands import command
from fashion_kg.claims import ACCEPTED, REJECTED
from fashion_kg.curating.screen.app import ReviewApp
from fashion_kg.curating.screen.article import ArticlePane, Shown, lay_out, name_span
from fashion_kg.curating.screen.dialogs import Choosing, Form, Help, Sure
from fashion_kg.curating.screen.safe import safe
from fashion_kg.files import write_file
from fashion_kg.layout import Project
from fashion_kg.ontology import Ontology
from fashion_kg.texts import texts_by_hash
from reviews import ANA, SHEET, TEXT, Review, review_project

Steps = Callable[["Screen"], Awaitable[None]]
MINA = "Mina Okafor is credited as talent"


class Screen:
    """The screen under test: press keys, and read what it says."""

    def __init__(self, review: Review, size: tuple[int, int] = (120, 36)) -> None:
        texts = texts_by_hash(review.project.texts) if review.project.texts.is_dir() else {}
        self.review, self.app, self.size = review, ReviewApp(review.desk, review.queue, texts), size

    def run(self, steps: Steps) -> None:
        async def inside() -> None:
            async with self.app.run_test(size=self.size) as pilot:
                self.pilot = pilot
                await pilot.pause()
                await steps(self)

        asyncio.run(inside())

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.pilot.pause()
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        self.app.screen.focused.value = text  # type: ignore[union-attr]
        await self.pilot.pause()

    async def go_to(self, words: str) -> None:
        assert self.app.queue.go_to(self.review.find(words).key)
        self.app.show_now()
        await self.pilot.pause()

    def said(self, part: str) -> str:
        """Return what a part of the screen shows, as plain text."""
        shown = self.app.screen.query_one(f"#{part}", Static)
        console = Console(width=max(20, shown.size.width), file=io.StringIO())
        with console.capture() as capture:
            console.print(shown.content)
        return capture.get()

    def article(self) -> str:
        pane = self.app.query_one(ArticlePane)
        return "\n".join(pane.render_line(row).text.rstrip() for row in range(pane.size.height))

    def states(self) -> list[str]:
        sheet = tomllib.loads(self.review.text())
        return [each.get("review", "") for kind in ("Claim", "Credit") for each in sheet[kind]]


@pytest.fixture
def review(tmp_path: Path, ontology: Ontology) -> Review:
    return Review(review_project(tmp_path / "mine"), ontology)


# -- what is shown ----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)])
def test_text_statement_and_keys_are_in_sight(review: Review, size: tuple[int, int]) -> None:
    async def steps(screen: Screen) -> None:
        await screen.go_to(MINA)
        assert "starring Mina Okafor" in " ".join(screen.article().split())
        assert "Mina Okafor is credited as talent" in screen.said("words")
        assert "confidence 0.93" in screen.said("kind")
        assert "sea 6 of 12" in screen.said("head")
        assert "12 to go" in screen.said("head")
        keys = screen.app.query_one("#keys").region
        assert keys.bottom <= size[1]
        for word in ("accept", "edit", "reject", "merge", "skip", "undo", "filter", "help", "quit"):
            assert word in screen.said("keys")

    Screen(review, size).run(steps)


def test_the_phrase_and_the_name_in_it_are_marked(review: Review) -> None:
    stated = review.find("Ilsa Marr is")
    styles = {name: name for name in ("text", "aside", "margin", "phrase", "elsewhere", "name")}
    rows, target = lay_out(Shown(stated.source, TEXT, stated.evidence), 60, styles, Console(width=60))
    marked = {
        str(span.style): row.plain[span.start : span.end]
        for row in rows
        for span in row.spans
        if span.style in ("phrase", "name")
    }
    assert marked == {"phrase": "Stylist | Ilsa Marr", "name": "Ilsa Marr"}
    assert "Stylist" in rows[target].plain
    assert [row.plain[:11].strip() for row in rows if row.plain[:11].strip()] == [
        "headline 1", "body 1", "credits 1", "2", "3", "4", "5",
    ]  # fmt: skip
    (aside,) = [row for row in rows if "January" in row.plain]
    assert any(span.style == "aside" for span in aside.spans), "what is no part of the article is set apart"


def test_a_name_outside_the_phrase_is_found_in_its_line(review: Review) -> None:
    evidence = review.find("Lea Brandt").evidence[0]
    elsewhere = dataclasses.replace(evidence, credit_text="Mina Okafor")
    span = name_span(TEXT, elsewhere)
    assert span is not None
    assert TEXT[slice(*span)] == "Mina Okafor"
    assert TEXT[: span[0]].count("\n") == TEXT[: evidence.start].count("\n")
    assert name_span(TEXT, dataclasses.replace(evidence, credit_text="Nobody")) is None
    assert name_span(TEXT, dataclasses.replace(evidence, credit_text=None)) is None


def test_without_the_text_the_phrases_stand_alone(review: Review) -> None:
    (review.project.texts / "sea.txt").write_text("another text", encoding="utf-8")

    async def steps(screen: Screen) -> None:
        await screen.go_to("Ilsa Marr is")
        assert "Stylist | Ilsa Marr" in screen.article()
        assert "The text is not at hand" in " ".join(screen.article().split())
        await screen.press("a")
        assert ACCEPTED in screen.states()

    Screen(review).run(steps)


def test_a_long_text_is_laid_out_around_the_phrase(review: Review) -> None:
    stated = review.find("Ilsa Marr is")
    before = "word " * 100_000 + "\n"
    text = before + TEXT + "tail " * 100_000
    moved = dataclasses.replace(
        stated.evidence[0],
        start=stated.evidence[0].start + len(before),
        end=stated.evidence[0].end + len(before),
    )
    styles = dict.fromkeys(("text", "aside", "margin", "phrase", "elsewhere", "name"), "")
    source = dataclasses.replace(stated.source, parts=(("body", ((0, len(text)),)),))
    rows, target = lay_out(Shown(source, text, (moved,)), 80, styles, Console(width=80))
    assert "Ilsa Marr" in rows[target].plain
    wide = "字" * 10_000
    moved = dataclasses.replace(moved, start=9_990, end=9_995, phrase=wide[:5], credit_text=None)
    rows, target = lay_out(Shown(source, wide, (moved,)), 80, styles, Console(width=80))
    assert max(row.cell_len for row in rows) <= 80
    assert target >= len(rows) - 2


# -- one key each -----------------------------------------------------------------------------------


def test_accept_reject_skip_undo(review: Review) -> None:
    async def steps(screen: Screen) -> None:
        await screen.press("a")
        assert screen.states()[:2] == [ACCEPTED, ""]
        await screen.press("s", "r")
        assert screen.states()[:3] == [ACCEPTED, "", REJECTED]
        assert "✓ 1" in screen.said("head")
        assert "10 to go" in screen.said("head")
        await screen.press("u")
        assert "taken back: rejected" in screen.said("said")
        assert screen.app.queue.at == 2
        await screen.press("u")
        assert screen.review.text() == SHEET
        assert screen.app.queue.at == 0
        await screen.press("u")
        assert "nothing left to undo" in screen.said("said")

    Screen(review).run(steps)


def test_an_undo_that_is_refused_says_what_to_do_and_the_next_one_goes_on(review: Review) -> None:
    async def steps(screen: Screen) -> None:
        await screen.press("a", "a")
        theirs = screen.review.text()
        place = theirs.rindex(f'reviewer = "{ANA}"')
        theirs = theirs[:place] + theirs[place:].replace(ANA, "Bo Other", 1)
        screen.review.sheet().write_text(theirs, encoding="utf-8")
        screen.app.remember_sheets()  # Or it might say, a moment after the undo, that it was read again.
        await screen.press("u")
        told = " ".join(screen.said("said").split())
        assert "somebody changed that place in graph/sources/2021/sea.toml. Decide anew (a, e or r" in told
        assert "undo once more for the decision before it" in told
        assert screen.review.text() == theirs
        await screen.press("u")
        assert "taken back: accepted" in screen.said("said")

    Screen(review).run(steps)


def test_a_reason_is_asked_for_and_written(review: Review) -> None:
    async def steps(screen: Screen) -> None:
        await screen.go_to(MINA)
        await screen.press("R")
        assert isinstance(screen.app.screen, Form)
        await screen.press("escape")
        assert screen.review.text() == SHEET
        await screen.press("R", *"she only a", "enter")
        rejected = screen.review.find(MINA).review
        assert (rejected.state, rejected.reviewer, rejected.reason) == (REJECTED, ANA, "she only a")

    Screen(review).run(steps)


def test_a_role_is_corrected_in_the_form(review: Review) -> None:
    async def steps(screen: Screen) -> None:
        await screen.go_to(MINA)
        await screen.press("e", "down", "down")
        await screen.type("photogrpher")
        await screen.press("enter")
        assert isinstance(screen.app.screen, Form)
        told = " ".join(screen.said("wrong").split())
        assert 'Did you mean "photographer"? All 126 roles are listed by: fashion-kg query roles/list' in told
        assert screen.review.text() == SHEET
        await screen.type("")
        await screen.press(*"make-up", "right", "enter")
        assert screen.review.find("Mina Okafor is credited as make").review.state == ACCEPTED

    Screen(review).run(steps)


def test_a_correction_that_says_what_another_block_says_names_that_block(review: Review) -> None:
    async def steps(screen: Screen) -> None:
        await screen.go_to("Mina Okafor is credited as model")
        await screen.press("e", "down", "down", "down")
        await screen.type("Lea Brandt")
        await screen.press("enter")
        told = " ".join(screen.said("wrong").split())
        assert "[[Credit]] 6: it says the same as [[Credit]] 5 in line" in told
        assert screen.review.text() == SHEET

    Screen(review).run(steps)


def test_the_form_completes_and_hints(review: Review) -> None:
    async def steps(screen: Screen) -> None:
        await screen.go_to(MINA)
        await screen.press("e", "down", "down")
        await screen.type("")
        await screen.press(*"casting-d")
        assert "casting-director" in screen.said("hint")
        focused = screen.app.screen.focused
        assert isinstance(focused, Input)
        await screen.press("right")
        assert focused.value == "casting-director"

    Screen(review).run(steps)


def test_merging_from_the_list(review: Review) -> None:
    async def steps(screen: Screen) -> None:
        await screen.go_to("Ilsa Marr is")
        await screen.press("m")
        assert isinstance(screen.app.screen, Choosing)
        choices = screen.app.screen.query_one(OptionList)
        assert choices.highlighted is None
        await screen.press("enter")
        assert screen.review.text() == SHEET, "what is not likely is not taken by a slip of the hand"
        await screen.press("down", "enter")
        assert 'creditedAgent = "person/ilse-marr"' in screen.review.text()
        assert screen.app.queue.current is not None
        assert "Ilse Marr" in screen.app.queue.current.words
        assert "is Ilse Marr now" in screen.said("said")
        await screen.press("u")
        assert screen.review.text() == SHEET
        await screen.press("m", *"zzzz", "enter", "escape")
        assert screen.review.text() == SHEET
        await screen.press("m", *"junia", "enter")
        assert 'creditedAgent = "person/junia-solberg"' in screen.review.text()

    Screen(review).run(steps)


def test_many_are_accepted_after_two_questions(review: Review) -> None:
    async def steps(screen: Screen) -> None:
        await screen.go_to("Lea Brandt")
        await screen.press("A")
        await screen.type("sentence")
        await screen.press("enter")
        assert "Write line or source" in screen.said("wrong")
        await screen.type("line")
        await screen.press("down")
        await screen.type("lots")
        await screen.press("enter")
        assert "is not a number" in screen.said("wrong")
        await screen.type("0.99")
        await screen.press("enter")
        assert "Nothing of this line" in screen.said("wrong")
        await screen.type("0.9")
        await screen.press("enter")
        assert isinstance(screen.app.screen, Sure)
        await screen.press("n")
        assert screen.review.text() == SHEET
        await screen.press("A", "enter", "y")
        assert screen.states().count(ACCEPTED) == 2
        await screen.press("A")
        await screen.type("source")
        await screen.press("enter", "y")
        assert screen.states().count(ACCEPTED) == 7
        await screen.press("u", "u")
        assert screen.review.text() == SHEET

    Screen(review).run(steps)


def test_nothing_is_accepted_that_was_not_shown(review: Review) -> None:
    async def steps(screen: Screen) -> None:
        await screen.press("A")
        await screen.type("source")
        await screen.press("enter")
        shown = screen.app.screen.query_one("#rows")
        assert len(shown.query(Static)) == 7
        assert shown.max_scroll_y > 0
        presses = 0
        while shown.scroll_offset.y < shown.max_scroll_y:
            await screen.press("y")
            presses += 1
            assert screen.review.text() == SHEET
        assert presses
        await screen.press("y")
        assert screen.states().count(ACCEPTED) == 7

    Screen(review, size=(80, 12)).run(steps)


def test_filtering(review: Review) -> None:
    async def steps(screen: Screen) -> None:
        await screen.press("f", "down")
        await screen.type("Credot")
        await screen.press("enter")
        assert 'Did you mean "credit"' in screen.said("wrong")
        await screen.type("credit")
        await screen.press("down")
        await screen.type("model")
        await screen.press("enter")
        assert "only credit, model" in screen.said("head")
        assert [each.words.partition(" is")[0] for each in screen.app.queue.statements] == [
            "Mina Okafor",
            "Lea Brandt",
        ]
        await screen.press("f", "down", "down", "down")
        await screen.type("1")
        await screen.press("enter")
        assert "Nothing fits the filter" in screen.said("words")
        await screen.press("a", "e", "m", "A", "t", "right", "n", "s", "d", "escape")
        assert screen.review.text() == SHEET

    Screen(review).run(steps)


def test_a_source_that_is_all_decided_is_finished(review: Review) -> None:
    for stated in review.queue.awaiting()[:-1]:
        review.desk.accept(review.find(stated.words))
    review.queue.refresh()
    review.queue.advance()

    async def steps(screen: Screen) -> None:
        await screen.press("d")
        assert "1 of this source" in screen.said("said")
        await screen.press("r")
        assert isinstance(screen.app.screen, Form)
        await screen.press("enter")
        assert tomllib.loads(screen.review.text())["source"]["review"] == "proposed", (
            "Enter alone says nothing"
        )
        await screen.press("d")
        await screen.type("accepted")
        await screen.press("enter")
        source = tomllib.loads(screen.review.text())["source"]
        assert (source["review"], source["reader"]) == (ACCEPTED, ANA)
        await screen.press("u")
        assert tomllib.loads(screen.review.text())["source"]["review"] == "proposed"
        await screen.press("d")
        await screen.type("proposed")
        await screen.press("enter")
        assert tomllib.loads(screen.review.text())["source"]["review"] == "proposed"

    Screen(review).run(steps)


def test_moving_about(review: Review) -> None:
    async def steps(screen: Screen) -> None:
        at = screen.app.queue
        await screen.press("right", "right", "left")
        assert at.at == 1
        await screen.press("n")
        assert "no source beyond" in screen.said("said")
        await screen.press("left", "left")
        assert "none beyond" in screen.said("said")
        assert "place 1 of 2" in screen.said("words")
        await screen.press("t")
        assert screen.app.query_one(ArticlePane).has_focus
        assert "place 2 of 2" in screen.said("words")
        assert "credits, paragraph 1" in screen.said("words")
        await screen.press("escape")
        assert not screen.app.query_one(ArticlePane).has_focus
        await screen.press("question_mark")
        assert isinstance(screen.app.screen, Help)
        await screen.press("escape", "q")
        assert not screen.app.is_running

    Screen(review).run(steps)


def with_another_source(root: Path, ontology: Ontology, *changes: tuple[str, str]) -> Review:
    """Return a review of two sources, the second like the first but for these words."""
    project = review_project(root)
    text, other = TEXT, SHEET.replace('label = "sea"', 'label = "shore"')
    for old, new in changes:
        text, other = text.replace(old, new), other.replace(old, new)
    sha256 = tomllib.loads(SHEET)["source"]["sha256"]
    other = other.replace(sha256, hashlib.sha256(text.encode()).hexdigest())
    project.sheet("2021", "shore").write_text(other, encoding="utf-8")
    (project.texts / "shore.txt").write_text(text, encoding="utf-8")
    return Review(project, ontology)


def test_after_the_question_about_a_source_the_next_begins_with_its_first_statement(
    tmp_path: Path, ontology: Ontology
) -> None:
    review = with_another_source(tmp_path / "mine", ontology, ("Mina", "Nina"), ("mina", "nina"))
    for stated in review.queue.awaiting(review.sheet("sea"))[:-1]:
        review.desk.accept(stated)
    review.queue.refresh()
    review.queue.advance()

    async def steps(screen: Screen) -> None:
        await screen.press("r", "enter")
        assert screen.app.queue.current is not None
        assert screen.app.queue.current.sheet == review.sheet("shore")
        assert screen.app.queue.place_in_source()[0] == 1

    Screen(review).run(steps)


@pytest.mark.parametrize(
    ("changes", "offered", "taken"),
    [
        # Of another house, only if somebody types its name.
        ((("Casa Lumen", "Kazura Sea"), ("casa-lumen", "kazura-sea")), False, False),
        # Of the same house, and for Enter to take.
        ((("2031-campaign", "2031-shots"),), True, True),
        # Of a house that nobody names: offered, and not for Enter to take.
        ((("2031-campaign", "2031-shots"), ('property = "brand"', 'property = "partner"')), True, False),
    ],
)
def test_a_campaign_is_offered_in_place_of_one_of_its_house(
    changes: tuple[tuple[str, str], ...], offered: bool, taken: bool, tmp_path: Path, ontology: Ontology
) -> None:
    review = with_another_source(tmp_path / "mine", ontology, *changes)
    shores = {f"campaign/{name}" for name in tomllib.loads(review.text("shore"))["Campaign"]}

    async def steps(screen: Screen) -> None:
        def listed() -> set[str]:
            choices = screen.app.screen.query_one(OptionList).options
            return {word for each in choices for word in str(each.prompt).split() if word in shores}

        (season,) = [
            each for each in review.shelf.sheets[review.sheet("sea")].stated if "2031: season" in each.words
        ]
        assert screen.app.queue.go_to(season.key)
        screen.app.show_now()
        await screen.press("m")
        choosing = screen.app.screen.query_one(OptionList)
        assert bool(listed()) == offered
        likely = choosing.highlighted
        assert (likely is not None and "2031-shots" in str(choosing.get_option_at_index(likely).id)) == taken
        await screen.type("Kazura Sea Spring" if not offered else "Casa Lumen Spring")
        assert listed()

    Screen(review).run(steps)


def test_decisions_go_to_the_next_source(tmp_path: Path, ontology: Ontology) -> None:
    review = with_another_source(tmp_path / "mine", ontology, ("Mina", "Nina"), ("mina", "nina"))

    async def steps(screen: Screen) -> None:
        await screen.press("n")
        assert "shore 1 of 12" in screen.said("head")
        assert "Nina Okafor" in screen.article()
        await screen.press("p")
        assert "sea 1 of 12" in screen.said("head")
        await screen.press("a", "n", "p")
        assert "sea 2 of 12" in screen.said("head")

    Screen(review).run(steps)


# -- somebody else, and sudden ends -----------------------------------------------------------------


def test_an_editor_meanwhile_is_noticed_and_nothing_overwritten(review: Review) -> None:
    theirs = SHEET.replace('label = "Wren"', 'label = "Wren Hale"')

    async def steps(screen: Screen) -> None:
        write_file(review.sheet(), theirs.encode())
        await screen.press("a")
        assert "was changed meanwhile" in " ".join(screen.said("said").split())
        assert review.text() == theirs
        assert "Wren Hale" in screen.said("words")
        write_file(review.sheet(), SHEET.encode())
        await screen.pilot.pause(1.3)
        assert "changed by somebody else" in screen.said("said")
        assert "Wren Hale" not in screen.said("words")
        write_file(review.sheet(), b"[source")
        await screen.pilot.pause(1.3)
        assert "not valid TOML" in " ".join(screen.said("said").split())
        write_file(review.sheet(), SHEET.encode())
        await screen.pilot.pause(1.3)
        await screen.press("a")
        assert screen.states()[0] == ACCEPTED

    Screen(review).run(steps)


def test_a_form_that_was_open_meanwhile_overwrites_nothing(review: Review) -> None:
    theirs = SHEET.replace('label = "Wren"', 'label = "Wren Hale"')

    async def steps(screen: Screen) -> None:
        await screen.go_to(MINA)
        await screen.press("R")
        write_file(review.sheet(), theirs.encode())
        await screen.press(*"no", "enter")
        assert review.text() == theirs
        assert "was changed meanwhile" in " ".join(screen.said("said").split())

    Screen(review).run(steps)


class Terminal:
    """The command in a terminal of its own."""

    def __init__(self, root: Path) -> None:
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            command("--project", root, "review", "--reviewer", ANA),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            env=os.environ | {"TERM": "xterm-256color", "COLUMNS": "100", "LINES": "30"},
        )
        os.close(theirs)
        os.set_blocking(self._ours, False)
        self.seen = b""

    def press(self, key: bytes) -> None:
        os.write(self._ours, key)

    def until(self, done: Callable[[], bool], seconds: float = 60) -> None:
        """Wait for something, and read meanwhile what the screen writes."""
        end = time.monotonic() + seconds
        while not done():
            assert time.monotonic() < end, self.seen[-2000:]
            try:
                self.seen += os.read(self._ours, 65536)
            except OSError:
                time.sleep(0.05)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._ours)


def test_a_decision_that_cannot_be_written_is_none(review: Review) -> None:
    review.project.review_journal.parent.parent.mkdir()
    review.project.review_journal.parent.write_text("in the way of a folder", encoding="utf-8")

    async def steps(screen: Screen) -> None:
        await screen.press("a")
        assert "Nothing was decided" in " ".join(screen.said("said").split())
        assert screen.review.text() == SHEET
        assert screen.app.queue.at == 0

    Screen(review).run(steps)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    opened = Terminal(review_project(tmp_path / "mine").root)
    yield opened
    opened.close()


def test_killed_between_two_keys_nothing_is_lost(
    tmp_path: Path, ontology: Ontology, terminal: Terminal
) -> None:
    project = Project(tmp_path / "mine")
    sheet = project.sheet("2021", "sea")
    terminal.until(lambda: b"quit" in terminal.seen)
    for count in (2, 3):
        terminal.press(b"a")
        terminal.until(lambda count=count: sheet.read_text().count(ACCEPTED) == count)  # type: ignore[misc]
    terminal.process.send_signal(signal.SIGKILL)
    terminal.process.wait()
    assert sheet.read_text(encoding="utf-8").count(ANA) == 2
    again = Review(project, ontology)
    assert again.queue.current is not None
    assert (again.queue.current.kind, again.queue.current.number) == ("Claim", 2)
    again.desk.undo()
    again.desk.undo()
    assert sheet.read_text(encoding="utf-8") == SHEET
    assert [file.name for file in sheet.parent.iterdir()] == ["sea.toml"]


def test_control_c_leaves_at_once(tmp_path: Path, terminal: Terminal) -> None:
    terminal.until(lambda: b"quit" in terminal.seen)
    terminal.press(b"\x03")
    terminal.until(lambda: terminal.process.poll() is not None)
    assert terminal.process.returncode == 0
    assert Project(tmp_path / "mine").sheet("2021", "sea").read_text(encoding="utf-8") == SHEET


def test_a_name_cannot_steer_a_real_terminal(tmp_path: Path) -> None:
    root = review_project(tmp_path / "mine").root
    hostile = SHEET.replace('label = "Wren"', 'label = "\\u001b]0;owned\\u0007\\u001b[2JWren"')
    Project(root).sheet("2021", "sea").write_text(hostile, encoding="utf-8")
    terminal = Terminal(root)
    try:
        terminal.until(lambda: b"quit" in terminal.seen and b"owned" in terminal.seen)
        assert b"\x1b]0;owned" not in terminal.seen
        assert b"\x1b[2JWren" not in terminal.seen
    finally:
        terminal.close()


# -- texts of others --------------------------------------------------------------------------------

HOSTILE = {
    "escape": "\x1b[31mRed\x1b[0m\x1b]0;owned\x07",
    "markup": "[red]Ann[/red] [bold link=https://x]y[/] [/]",
    "right to left": "\u202eeman\u202c שלום عليكم",
    "wide": "山本耀司" * 5,
    "nul and friends": "a\x00b\x7fc\x9bd\u200be\ufefff",
    "joined": "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
}


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_hostile_names_and_texts_are_shown_and_do_nothing(
    tmp_path: Path, ontology: Ontology, name: str
) -> None:
    project = review_project(tmp_path / "mine")
    text = f"{'x' * 10_000}\n{name} shot it\n"
    content = tomlkit.parse(SHEET).unwrap()
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    content["source"] |= {"sha256": sha256, "characters": len(text), "title": name[:40].strip()}
    content["parts"] = {"body": [[0, len(text)]]}
    printed = name.strip().replace("\n", " ")
    start = text.index(printed)
    content["Person"] = {"hostile": {"label": printed}}
    content["Duo"], content["Claim"] = {}, []
    place = {"part": "body", "paragraph": 2, "start": start, "end": start + len(printed)}
    credit = {
        "campaign": "campaign/casa-lumen-sea-campaign",
        "role": "photographer",
        "creditedAgent": "person/hostile",
        "evidence": [{"phrase": printed, **place, "creditText": printed, "confidence": 0.5}],
    }
    content["Credit"] = [credit]
    project.sheet("2021", "sea").write_text(tomlkit.dumps(content), encoding="utf-8")
    (project.texts / "sea.txt").write_bytes(text.encode())
    review = Review(project, ontology)
    assert review.queue.current is not None, review.shelf.sheets[review.sheet()].findings

    async def steps(screen: Screen) -> None:
        for keys in ((), ("e",), ("escape", "m"), ("escape", "R"), ("escape", "A", "down", "0", "enter")):
            await screen.press(*keys)
            picture = screen.app.export_screenshot()
            steering = [char for char in picture if ord(char) < 32 and char not in "\n\t"]
            assert steering == []
            assert not {"\u202e", "\x9b", "\x7f", "\u200b"} & set(picture)
        await screen.press("escape", "escape", "a", "escape")
        (decided,) = [each for each in screen.review.shelf.stated() if each.source.id == "sea"]
        assert decided.review.state == ACCEPTED

    Screen(review, (80, 24)).run(steps)


def test_what_is_made_safe_keeps_its_length_and_its_letters() -> None:
    for text in (*HOSTILE.values(), "é\u0301 ok", "\ud800", "\t\r\n"):
        assert len(safe(text)) == len(text)
        assert safe(text).isprintable() or "\u200c" in text
    assert safe("Zoë [b]山本[/b]") == "Zoë [b]山本[/b]"
    assert safe("\x1b[31m") == "␛[31m"
    assert safe(HOSTILE["joined"]) == HOSTILE["joined"]

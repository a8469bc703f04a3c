"""The screen of the review: keys to decisions. What a decision does to a sheet is not known here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from fashion_kg.claims import REJECTED
from fashion_kg.curating.acquaintance import Acquaintance, acquaintance_of
from fashion_kg.curating.deciding import Desk, SheetChangedError
from fashion_kg.curating.queue import Queue
from fashion_kg.curating.reviewing import Stated
from fashion_kg.curating.screen import asking
from fashion_kg.curating.screen.article import ArticlePane, Shown
from fashion_kg.curating.screen.dialogs import Form, Help
from fashion_kg.curating.screen.looks import KEYS, STYLES, THEME, head, heading, keys_line
from fashion_kg.curating.screen.safe import safe
from fashion_kg.curating.screen.statement import describe, things_of
from fashion_kg.errors import FashionKGError, FindingsError, sentence
from fashion_kg.texts import TextFile


class ReviewApp(App[None]):
    """Goes through what awaits a decision.

    Args:
        desk: where it is decided.
        queue: what is gone through.
        texts: the texts at hand, by their SHA-256.
    """

    CSS_PATH = "review.tcss"
    TITLE = "fashion-kg review"
    AUTO_FOCUS = None
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - as Textual has it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "accept"),
        Binding("e", "edit"),
        Binding("r", "reject"),
        Binding("R", "reject_why"),
        Binding("m", "merge"),
        Binding("s", "skip"),
        Binding("u", "undo"),
        Binding("left", "step(-1)"),
        Binding("right", "step(1)"),
        Binding("p", "source(-1)"),
        Binding("n", "source(1)"),
        Binding("t", "text"),
        Binding("escape", "leave_text"),
        Binding("f", "filter"),
        Binding("A", "many"),
        Binding("d", "done"),
        Binding("question_mark", "keys"),
        Binding("q,ctrl+c,ctrl+q", "quit", priority=False),
    ]

    def __init__(self, desk: Desk, queue: Queue, texts: dict[str, TextFile]) -> None:
        super().__init__()
        self.desk, self.queue, self.texts = desk, queue, texts
        self._place = 0
        self._shown: tuple[str, ...] | None = None
        self._asked: set[Path] = set()
        self._seen: dict[Path, tuple[int, int]] = {}
        self.remember_sheets()
        self._acquaintance: Acquaintance | None = None
        self.afterwards: Callable[[], None] = self.show_now

    def compose(self) -> ComposeResult:
        """Lay out the desk: the text, the statement, what was said, and the keys."""
        yield Static(id="head")
        with Horizontal(id="desk"):
            yield ArticlePane(id="article")
            with Vertical(id="side"):
                yield Static(id="kind")
                with VerticalScroll(id="statement", can_focus=False):
                    yield Static(id="words")
        yield Static(id="said")
        yield Static(id="keys")

    def on_mount(self) -> None:
        """Show the first statement that awaits."""
        self.register_theme(THEME)
        self.theme = THEME.name
        self.set_interval(1.0, self._look_around)
        self._say_unreadable()
        self.call_after_refresh(self.show_now)

    def on_resize(self) -> None:
        """Show more or less, as there is room."""
        self.call_after_refresh(self.show_now)

    # -- showing --------------------------------------------------------------------------------

    @property
    def acquaintance(self) -> Acquaintance:
        """Who is known, from what the sheets say now."""
        if self._acquaintance is None:
            self._acquaintance = acquaintance_of(self.desk.shelf)
        return self._acquaintance

    def say(self, words: str, style: str = "quiet") -> None:
        """Say something above the keys."""
        self.query_one("#said", Static).update(Text(safe(words), STYLES[style]))

    def show_now(self) -> None:
        """Show the statement that is looked at, with its text."""
        if len(self.screen_stack) > 1:
            return
        stated = self.queue.current
        self.query_one("#keys", Static).update(keys_line(self.size.width - 2))
        self.query_one("#head", Static).update(head(self.queue, self.desk.reviewer, self.size.width - 2))
        article = self.query_one("#article", ArticlePane)
        if stated is None:
            article.show(None)
            self.query_one("#kind", Static).update("")
            self.query_one("#words", Static).update(Text("Nothing fits the filter. f: another filter"))
            return
        if stated.key != self._shown:
            self._shown, self._place = stated.key, 0
            self.query_one("#statement", VerticalScroll).scroll_home(animate=False)
        self._place = min(self._place, len(stated.evidence) - 1)
        article.show(Shown(stated.source, self._text(stated), stated.evidence, self._place))
        self.query_one("#kind", Static).update(heading(stated, self.query_one("#kind").size.width))
        things = things_of(self.desk.shelf, stated, self.acquaintance)
        beside = self.queue.of_the_same_line(self._place)
        roomy = self.size.height >= 28
        self.query_one("#words", Static).update(
            describe(stated, self._place, things, beside, STYLES, roomy=roomy)
        )

    def _text(self, stated: Stated) -> str | None:
        found = self.texts.get(stated.source.sha256)
        if found is None:
            return None
        text = found.content.decode("utf-8", errors="replace")
        # A text whose characters do not stand where the sheet says is another text, whatever its name.
        return text if len(text) == stated.source.characters else None

    # -- decisions ------------------------------------------------------------------------------

    def _decide(self, act: Callable[[Stated], str]) -> None:
        """Do something with the statement looked at, say what was done, and go on."""
        stated = self.queue.current
        if stated is None:
            return
        try:
            words = act(stated)
        except FashionKGError as error:
            self.complain(error)
            return
        self.go_on(stated.sheet, words)

    def reject(self, stated: Stated, reason: str) -> str:
        """Reject a statement, and return what to say of it."""
        self.desk.reject(stated, reason)
        return f"✗ {stated.words}. u takes it back."

    def complain(self, error: FashionKGError) -> None:
        """Say what could not be done, and why."""
        if isinstance(error, SheetChangedError):
            self.take_over()
        self.say(sentence(str(error)), REJECTED)

    def take_over(self) -> None:
        """Show what the sheets say by now."""
        self._acquaintance = None
        self.remember_sheets()
        self.queue.refresh()
        self.show_now()

    def go_on(self, sheet: Path, words: str) -> None:
        """Say what was done to a sheet, and go on to what awaits next."""
        self.remember_sheets()
        self.queue.refresh()
        more = self.queue.advance()
        self.say(
            words if more else f"{words} Nothing awaits a decision any more: q leaves, f looks elsewhere."
        )
        self.show_now()
        if self.queue.is_finished(sheet) and sheet not in self._asked:
            self._asked.add(sheet)
            asking.how_far_read(self, sheet)

    def action_accept(self) -> None:
        """Accept the statement."""

        def act(stated: Stated) -> str:
            self.desk.accept(stated)
            return f"✓ {stated.words}. u takes it back."

        self._decide(act)

    def action_reject(self) -> None:
        """Reject the statement."""
        self._decide(lambda stated: self.reject(stated, ""))

    def ask(self, form: Form) -> None:
        """Open a form; what its attempt left in ``afterwards`` is done when it has closed."""

        def closed(done: bool | None) -> None:
            if done:
                self.afterwards()

        self.afterwards = self.show_now
        self.push_screen(form, closed)

    def attempt(self, stated: Stated, act: Callable[[], str]) -> list[str]:
        """Do what a form asks; return what is wrong with it."""
        try:
            words = act()
        except SheetChangedError as error:
            self.afterwards = partial(self.complain, error)
            return []
        except FindingsError as error:
            here = f"[[{stated.kind}]] {stated.number}"  # Another block is named: it may be the one to mend.
            return [
                f"{'' if each.place.partition(',')[0] == here else f'{each.place}: '}{sentence(each.cause)} "
                f"{sentence(each.remedy)}"
                for each in error.findings
            ]
        except FashionKGError as error:
            return [sentence(str(error))]
        self._acquaintance = None
        self.afterwards = partial(self.go_on, stated.sheet, words)
        return []

    def action_skip(self) -> None:
        """Leave the statement for later."""
        more = self.queue.skip()
        self.say("skipped for now" if more else "Nothing awaits a decision any more: q leaves.")
        self.show_now()

    def action_undo(self) -> None:
        """Take the latest edit back."""
        try:
            summary, path = self.desk.undo()
        except FashionKGError as error:
            self.say(sentence(str(error)), REJECTED)
            return
        before = {each.key for each in self.queue.awaiting()}
        self.take_over()
        self._asked.discard(path)
        again = [each for each in self.queue.awaiting(path) if each.key not in before]
        if again:
            self.queue.go_to(again[0].key)
        else:
            self.queue.go_to_sheet(path)
        self.say(f"taken back: {summary}")
        self.show_now()

    # -- moving ---------------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        """Go to the statement before or after."""
        self.say("" if self.queue.step(by) else "There is none beyond this one.")
        self.show_now()

    def action_source(self, by: int) -> None:
        """Go to the source before or after."""
        self.say("" if self.queue.step_source(by) else "There is no source beyond this one.")
        self.show_now()

    def action_text(self) -> None:
        """Go into the text; where several places make the statement, to the next of them."""
        article, stated = self.query_one("#article", ArticlePane), self.queue.current
        if stated and len(stated.evidence) > 1:
            self._place = (self._place + 1) % len(stated.evidence)
            self.show_now()
        article.focus()
        more = ", t shows the next place" if stated and len(stated.evidence) > 1 else ""
        self.say(f"In the text: ↑ ↓ scroll{more}, Esc leaves it.")

    def action_leave_text(self) -> None:
        """Come back from the text, to the phrase."""
        self.set_focus(None)
        self.say("")
        self.show_now()

    # -- asking ---------------------------------------------------------------------------------

    def action_reject_why(self) -> None:
        """Reject the statement, and ask why."""
        asking.why_not(self)

    def action_edit(self) -> None:
        """Correct the statement."""
        asking.corrections(self)

    def action_merge(self) -> None:
        """Say that a thing is one that is known."""
        asking.who_is_meant(self)

    def action_many(self) -> None:
        """Accept all of a line or of a source above a confidence; it is asked twice."""
        asking.how_many(self)

    def action_filter(self) -> None:
        """Look at some of the statements only."""
        asking.what_to_look_at(self)

    def action_done(self) -> None:
        """Say how far the whole source was read."""
        stated = self.queue.current
        if stated is None:
            return
        left = [
            each for each in self.desk.shelf.sheets[stated.sheet].stated if self.queue.wanted.awaits(each)
        ]
        if left:
            self.say(f"{len(left)} of this source await a decision yet.")
        else:
            asking.how_far_read(self, stated.sheet)

    # -- the rest -------------------------------------------------------------------------------

    def action_keys(self) -> None:
        """Show what the keys do."""
        self.push_screen(Help([(key, does) for key, _, does in KEYS]))

    def remember_sheets(self) -> None:
        """Notice what somebody else does to the sheets from now on."""
        self._seen = {path: _stamp(path) for path in self.queue.paths}

    def _look_around(self) -> None:
        """Take over what somebody else wrote into a sheet, unless a dialog is open."""
        if len(self.screen_stack) > 1:
            return
        changed = [path for path, stamp in self._seen.items() if _stamp(path) != stamp]
        stale = [path for path in changed if path not in self.desk.shelf.sheets or self.desk.is_stale(path)]
        self._seen |= {path: _stamp(path) for path in changed}
        for path in stale:
            self.desk.shelf.again(path)
        if stale:
            self.take_over()
            self.say(
                f"{', '.join(path.stem for path in stale)} was changed by somebody else, and read again.",
                "new",
            )
            self._say_unreadable()

    def _say_unreadable(self) -> None:
        for path in self.queue.paths:
            sheet = self.desk.shelf.sheets.get(path)
            if sheet and sheet.findings:
                self.say(f"Not all of it can be read: {sheet.findings[0]}", REJECTED)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        told_of = path.stat()
    except OSError:
        return 0, 0
    return told_of.st_mtime_ns, told_of.st_size

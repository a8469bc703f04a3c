"""The dialogs of the review: a form, a reason, a choice. Escape leaves each, and nothing has happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import DescendantFocus
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from fashion_kg.curating.screen.safe import safe

Result = TypeVar("Result")
Attempt = Callable[[dict[str, str]], list[str]]
"""Tries what was filled in, by the keys of the lines; returns what is wrong, nothing if it was done."""


class Dialog(ModalScreen[Result], Generic[Result]):
    """A box over the desk, with a title and a line on its keys."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, title: str, about: str, how: str) -> None:
        super().__init__()
        self._title, self._about, self._how = title, about, how

    def compose(self) -> ComposeResult:
        """Lay out the title, what is said, the dialog's own part and the keys."""
        with Vertical(id="box"):
            yield Static(Text(safe(self._title)), id="title")
            if self._about:
                yield Static(Text("\n".join(map(safe, self._about.split("\n")))), id="about")
            yield from self.inner()
            yield Static(Text(self._how), id="how")

    def inner(self) -> ComposeResult:
        """Lay out what the dialog is about."""
        yield from ()

    def action_leave(self) -> None:
        """Close the dialog, as if it had never been opened."""
        self.dismiss(None)


@dataclass(frozen=True)
class Line:
    """One line of a form: its key, its label, what stands there, and what may."""

    key: str
    label: str
    value: str = ""
    choices: tuple[str, ...] = ()


class Completion(Suggester):
    """Completes what is typed to the first choice that begins so, whatever the case."""

    def __init__(self, choices: Sequence[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._choices = [safe(each) for each in choices]

    async def get_suggestion(self, value: str) -> str | None:
        """Return the choice, or nothing."""
        if not value:
            return None
        typed = value.casefold()
        found = next((each for each in self._choices if each.casefold().startswith(typed)), None)
        return value + found[len(value) :] if found and len(found) > len(value) else None


class Form(Dialog[bool]):
    """Lines to fill in, with completion; it stays open until what was filled in could be done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, title: str, about: str, lines: Sequence[Line], attempt: Attempt, done: str) -> None:
        how = f"Enter: {done}   Esc: leave it   ↑ ↓: another line   →: complete"
        super().__init__(title, about, how if len(lines) > 1 else f"Enter: {done}   Esc: leave it")
        self._lines, self._attempt = list(lines), attempt

    def inner(self) -> ComposeResult:
        """Lay out the lines, a hint on what may stand in the one looked at, and what is wrong."""
        with VerticalScroll(id="rows", can_focus=False):
            for number, line in enumerate(self._lines):
                with Horizontal(classes="row"):
                    yield Label(Text(safe(line.label)))
                    yield Input(
                        safe(line.value),
                        id=f"line-{number}",
                        compact=True,
                        suggester=Completion(line.choices) if line.choices else None,
                        select_on_focus=False,
                    )
        yield Static("", id="hint")
        yield Static("", id="wrong")

    def on_mount(self) -> None:
        """Begin at the first line."""
        self.query(Input).first().focus()

    @on(DescendantFocus)
    @on(Input.Changed)
    def hint(self) -> None:
        """Say what may stand in the line looked at."""
        if isinstance(focused := self.focused, Input) and focused.id:
            line = self._lines[int(focused.id.rpartition("-")[2])]
            typed = "" if focused.value == safe(line.value) else focused.value.casefold()
            fitting = [safe(each) for each in line.choices if typed in each.casefold()]
            more = f" … {len(fitting) - 8} more" if len(fitting) > 8 else ""
            self.query_one("#hint", Static).update(Text(", ".join(fitting[:8]) + more))

    @on(Input.Submitted)
    def submit(self) -> None:
        """Try what was filled in."""
        given = {}
        for number, line in enumerate(self._lines):
            typed = self.query_one(f"#line-{number}", Input).value
            # What nobody touched is what it was, with the characters that are shown otherwise.
            given[line.key] = line.value if typed == safe(line.value) else typed
        wrong = self._attempt(given)
        if wrong:
            self.query_one("#wrong", Static).update(Text("\n".join(map(safe, wrong))))
        else:
            self.dismiss(True)


@dataclass(frozen=True)
class Choice:
    """Something to choose.

    Attributes:
        key: its key.
        text: what is said of it.
        enabled: whether it can be chosen.
        likely: whether Enter may take it though nobody has moved to it.
    """

    key: str
    text: Text
    enabled: bool = True
    likely: bool = False


class Choosing(Dialog[str]):
    """A list to choose from; with a line above it, what is typed there changes the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
    ]

    def __init__(
        self, title: str, about: str, choices: Callable[[str], list[Choice]], *, search: str = ""
    ) -> None:
        super().__init__(title, about, "Enter: take it   ↑ ↓: another   Esc: leave it")
        self._choices, self._search = choices, search

    def inner(self) -> ComposeResult:
        """Lay out the line and the list."""
        if self._search:
            yield Input(placeholder=self._search, compact=True)
        yield OptionList(markup=False)

    def on_mount(self) -> None:
        """Fill the list."""
        self._fill("")
        (self.query_one(Input) if self._search else self.query_one(OptionList)).focus()

    @on(Input.Changed)
    def search(self, changed: Input.Changed) -> None:
        """Fill the list anew."""
        self._fill(changed.value)

    def _fill(self, typed: str) -> None:
        choices = self.query_one(OptionList)
        choices.clear_options()
        found = self._choices(typed)
        choices.add_options(Option(each.text, id=each.key, disabled=not each.enabled) for each in found)
        choices.highlighted = next((number for number, each in enumerate(found) if each.likely), None)

    def action_move(self, by: int) -> None:
        """Go to another choice."""
        choices = self.query_one(OptionList)
        choices.action_cursor_down() if by > 0 else choices.action_cursor_up()

    @on(Input.Submitted)
    def take(self) -> None:
        """Choose what is looked at."""
        choices = self.query_one(OptionList)
        if choices.highlighted is not None:
            self.dismiss(choices.get_option_at_index(choices.highlighted).id)

    @on(OptionList.OptionSelected)
    def taken(self, selected: OptionList.OptionSelected) -> None:
        """Choose."""
        self.dismiss(selected.option_id)


class Sure(Dialog[bool]):
    """A question that only ``y`` answers with yes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "agree", show=False),
        Binding("n", "leave", show=False),
    ]

    def __init__(self, title: str, about: str, rows: Sequence[str] = ()) -> None:
        super().__init__(title, about, "y: yes, page by page   ↑ ↓: scroll   n or Esc: no")
        self._rows = rows

    def inner(self) -> ComposeResult:
        """Lay out all that is asked about."""
        with VerticalScroll(id="rows"):
            for row in self._rows:
                yield Static(Text(safe(row)))

    def on_mount(self) -> None:
        """Let the arrows scroll."""
        self.query_one("#rows").focus()

    def action_agree(self) -> None:
        """Say yes; to what is not shown yet nobody can, so that comes first."""
        rows = self.query_one("#rows")
        if rows.scroll_offset.y < rows.max_scroll_y:
            rows.scroll_page_down(animate=False)
        else:
            self.dismiss(True)


class Help(Dialog[None]):
    """What the keys do."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "leave", show=False),
        Binding("enter", "leave", show=False),
        Binding("q", "leave", show=False),
    ]

    def __init__(self, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__("The keys", "", "Esc: back")
        self._keys = keys

    def inner(self) -> ComposeResult:
        """Lay out the keys with what they do."""
        width = max(len(key) for key, _ in self._keys)
        with VerticalScroll(id="rows"):
            for key, does in self._keys:
                yield Static(Text.assemble((key.rjust(width), "bold"), f"  {does}"))

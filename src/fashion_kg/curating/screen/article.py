"""The text of an article in rows of the screen: its parts, its paragraphs, and the phrase looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from rich.console import Console
from rich.text import Text
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from fashion_kg.claims import Evidence, Source
from fashion_kg.curating.screen.safe import safe

_LOOKS = ("text", "aside", "margin", "phrase", "elsewhere", "name")
_GUTTER = 13
_AROUND = 60_000
"""So many characters of a long text are laid out on either side of a phrase."""

Styles = Mapping[str, str]
"""A style of rich for each sort of character: text, aside, margin, phrase, name."""


@dataclass(frozen=True)
class Shown:
    """What the article pane shows.

    Attributes:
        source: the document.
        text: its text; None where it is not at hand.
        evidence: the places of the statement.
        place: which of them is looked at, from 0.
    """

    source: Source
    text: str | None
    evidence: tuple[Evidence, ...]
    place: int = 0


def name_span(text: str, evidence: Evidence) -> tuple[int, int] | None:
    """Return where the credited name stands: in the phrase, else in its line, nearest to the phrase."""
    printed = evidence.credit_text
    if not printed:
        return None
    at = text.find(printed, evidence.start, evidence.end)
    if at < 0:
        first = text.rfind("\n", 0, evidence.start) + 1
        last = text.find("\n", evidence.end)
        line = text[first : last if last >= 0 else len(text)]
        spots = [first + spot for spot in range(len(line)) if line.startswith(printed, spot)]
        at = min(spots, key=lambda spot: abs(spot - evidence.start), default=-1)
    return (at, at + len(printed)) if at >= 0 else None


def lay_out(shown: Shown, width: int, styles: Styles, console: Console) -> tuple[list[Text], int]:
    """Return the rows of a text, and the row in which the phrase begins.

    Args:
        shown: what is shown.
        width: of the pane, in cells.
        styles: what each sort of character looks like.
        console: what measures characters.
    """
    if shown.text is None:
        return _phrases_alone(shown, width, styles, console), 0
    text, evidence = shown.text, shown.evidence[shown.place]
    first = text.rfind("\n", 0, max(0, evidence.start - _AROUND)) + 1
    end = text.find("\n", min(len(text), evidence.end + _AROUND))
    last = len(text) if end < 0 else end
    rows: list[Text] = []
    if first:
        rows += [Text(f"… {first:,} characters above …", styles["margin"])]
    target, at, part_before = 0, first, ""
    outline = _outline(text, shown.source.parts)
    for line in text[first:last].split("\n"):
        part, number = outline.get(at, ("", 0))
        if line.strip():
            label = f"{part} {number}" if part != part_before or number == 1 else str(number or "")
            part_before = part
            styled = _styled(line, at, part, shown, styles)
            if at <= evidence.start <= at + len(line):
                target = len(rows) + _row_of(styled, evidence.start - at, width, console)
            rows += _wrapped(styled, label if part else "", width, styles, console)
        elif rows and rows[-1].plain.strip():
            rows.append(Text(""))
        at += len(line) + 1
    if last < len(text):
        rows += [Text(f"… {len(text) - last:,} characters below …", styles["margin"])]
    return rows, target


@lru_cache(maxsize=2)
def _outline(
    text: str, parts: tuple[tuple[str, tuple[tuple[int, int], ...]], ...]
) -> dict[int, tuple[str, int]]:
    """Return the part and paragraph of each line of an article, by where the line begins."""
    found: dict[int, tuple[str, int]] = {}
    for name, ranges in parts:
        number = 0
        for first, last in ranges:
            at = first
            for piece in text[first:last].split("\n"):
                if piece.strip():
                    number += 1
                    found.setdefault(text.rfind("\n", 0, at) + 1, (name, number))
                at += len(piece) + 1
    return found


def _styled(line: str, at: int, part: str, shown: Shown, styles: Styles) -> Text:
    styled = Text(safe(line), styles["text"] if part else styles["aside"], end="")
    for number, each in enumerate(shown.evidence):
        kind = "phrase" if number == shown.place else "elsewhere"
        _mark(styled, at, each.start, each.end, styles[kind])
    if span := name_span(shown.text or "", shown.evidence[shown.place]):
        _mark(styled, at, *span, styles["name"])
    return styled


def _mark(styled: Text, at: int, start: int, end: int, style: str) -> None:
    start, end = max(0, start - at), min(len(styled), end - at)
    if start < end:
        styled.stylize(style, start, end)


def _row_of(styled: Text, offset: int, width: int, console: Console) -> int:
    """Return in which row of a wrapped line a character stands."""
    return max(0, len(styled[: offset + 1].wrap(console, max(8, width - _GUTTER))) - 1)


def _wrapped(styled: Text, label: str, width: int, styles: Styles, console: Console) -> list[Text]:
    rows = []
    for number, row in enumerate(styled.wrap(console, max(8, width - _GUTTER))):
        margin = (label if number == 0 else "").rjust(_GUTTER - 2) + "  "
        rows.append(Text.assemble((margin, styles["margin"]), row))
    return rows


def _phrases_alone(shown: Shown, width: int, styles: Styles, console: Console) -> list[Text]:
    rows: list[Text] = []
    for number, each in enumerate(shown.evidence):
        style = styles["phrase"] if number == shown.place else styles["text"]
        styled = Text(safe(each.phrase), style, end="")
        if each.credit_text and (at := each.phrase.find(each.credit_text)) >= 0:
            styled.stylize(styles["name"], at, at + len(each.credit_text))
        rows += _wrapped(styled, f"{each.part} {each.paragraph}", width, styles, console)
        rows.append(Text(""))
    told = (
        "The text is not at hand, so the phrases stand alone. Put it into texts/ as it was read, "
        f"with the SHA-256 {shown.source.sha256[:12]}…, and open the review again."
    )
    return rows + _wrapped(Text(told, styles["aside"], end=""), "", width, styles, console)


class ArticlePane(ScrollView, can_focus=True):
    """The article, scrolled to the phrase."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"article--{name}" for name in _LOOKS}

    def __init__(self, **given: str) -> None:
        super().__init__(**given)  # type: ignore[arg-type]
        self._rows: list[Text] = []
        self._shown: Shown | None = None
        self._width = 0

    def show(self, shown: Shown | None) -> None:
        """Show a text, scrolled to the phrase that is looked at."""
        self._shown = shown
        self._lay_out()

    def on_resize(self) -> None:
        """Lay the text out anew for another width."""
        if self.size.width != self._width:
            self._lay_out()

    def _lay_out(self) -> None:
        self._width = self.size.width
        self._rows, target = [], 0
        if self._shown and self._width:
            self._rows, target = lay_out(self._shown, self._width - 2, self._styles(), self.app.console)
        self.virtual_size = Size(1, len(self._rows))
        height = max(1, self.size.height)
        self.scroll_to(y=max(0, target - height // 3), animate=False, force=True)
        self.refresh()

    def _styles(self) -> dict[str, str]:
        return {name: str(self.get_component_rich_style(f"article--{name}", partial=True)) for name in _LOOKS}

    def render_line(self, y: int) -> Strip:
        """Return one row of the pane."""
        number = self.scroll_offset.y + y
        width = self.size.width
        row = self._rows[number] if number < len(self._rows) else Text("")
        strip = Strip(row.render(self.app.console)).crop(0, width)
        return strip.extend_cell_length(width, self.rich_style).apply_style(self.rich_style)

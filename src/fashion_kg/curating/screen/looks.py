"""What the review looks like: its colours, the line at the top, and the keys that are always in sight."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text
from textual.theme import Theme

from fashion_kg.claims import ACCEPTED, REJECTED
from fashion_kg.curating.queue import Queue
from fashion_kg.curating.reviewing import Stated
from fashion_kg.curating.screen.safe import safe

KEYS = (
    ("a", "accept", "accept the statement, and go on"),
    ("e", "edit", "correct it in a form; then it is accepted"),
    ("r", "reject", "reject it: it stays in the sheet, and is in no graph"),
    ("R", "say why", "reject it, and write down why"),
    ("m", "merge", "say which known person, brand ... a new one really is"),
    ("s", "skip", "leave it for later"),
    ("u", "undo", "take the latest decision back, and the one before it ..."),
    ("← →", "", "the statement before, the next; decided or not"),
    ("p n", "source", "the source before, the next"),
    ("t", "text", "scroll the text, to the next place; Esc comes back"),
    ("f", "filter", "by source, kind, role, confidence"),
    ("A", "many", "accept all of a line or source above a confidence"),
    ("d", "", "say how far the whole source was read, once it is decided"),
    ("?", "help", "this"),
    ("q", "quit", "leave; every decision is saved already"),
)
"""Each key, its word in the line at the bottom (if it stands there), and what it does."""

THEME = Theme(
    name="darkroom",
    primary="#e0ae4a",
    secondary="#8d887c",
    warning="#e0ae4a",
    error="#f0907c",
    success="#9cc48a",
    accent="#e0ae4a",
    foreground="#ece8df",
    background="#121215",
    surface="#1a1a1f",
    panel="#3a3a43",
    dark=True,
)
STYLES = {
    "strong": "bold #ffffff",
    "text": "#ece8df",
    "quiet": "#a8a395",
    "name": "bold #ece8df",
    "new": "#e0ae4a",
    "known": "#9cc48a",
    ACCEPTED: "#9cc48a",
    REJECTED: "#f0907c",
}


_HEAD = 54
"""So many cells of the line at the top are for the rest of it."""


def head(queue: Queue, reviewer: str, width: int) -> Text:
    """Return the line at the top: the source, how far it went, and who decides."""
    accepted, rejected = queue.decided()
    left, all_of_them = len(queue.awaiting()), len(queue.statements)
    number, count = queue.place_in_source()
    line = Text(no_wrap=True, overflow="ellipsis")
    if stated := queue.current:
        name = Text(safe(stated.source.id), "bold", end="")
        name.truncate(max(12, width - _HEAD), overflow="ellipsis")
        line.append_text(name).append(" ")
        line.append(f"{number} of {count}", STYLES["quiet"])
    done = 0 if not all_of_them else round(12 * (all_of_them - left) / all_of_them)
    line.append("   ")
    line.append("━" * done, STYLES["new"])
    line.append("━" * (12 - done), "#3a3a43")
    line.append(f"  {left} to go", STYLES["text"])
    line.append(f"  ✓ {accepted}", STYLES[ACCEPTED])
    line.append(f"  ✗ {rejected}", STYLES[REJECTED])
    if str(queue.wanted):
        line.append(f"  only {safe(str(queue.wanted))}", STYLES["new"])
    who = safe(reviewer)
    if line.cell_len + cell_len(who) + 2 <= width:
        line.append(" " * (width - line.cell_len - cell_len(who)) + who, STYLES["quiet"])
    return line


def heading(stated: Stated, width: int) -> Text:
    """Return the line above a statement: its kind and state, and on the right how sure a program was."""
    state = stated.review.state
    line = Text(f"{stated.kind}  ", STYLES["quiet"], no_wrap=True, overflow="ellipsis")
    line.append(state, STYLES.get(state, STYLES["new"]))
    if stated.confidence is not None:
        sure = f"confidence {stated.confidence:.2f}"
        line.append(" " * max(2, width - line.cell_len - len(sure)))
        line.append(sure, STYLES["quiet"])
    return line


def keys_line(width: int) -> Text:
    """Return the keys that are always in sight, in as many rows as they need."""
    rows = [Text()]
    for key, called, _ in KEYS:
        if not called:
            continue
        if rows[-1].cell_len + len(f"{key} {called}") > width:
            rows.append(Text())
        rows[-1].append(key, "bold #e0ae4a")
        rows[-1].append(f" {called}  ", STYLES["quiet"])
    return Text("\n").join(rows)

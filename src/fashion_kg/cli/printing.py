"""Writing to the terminal, to a pipe or to a file: tables for people, bytes for tools, notes on stderr."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from fashion_kg.answers.results import Result
    from fashion_kg.cli.verbs import Arguments
    from fashion_kg.errors import Finding

_ENDINGS = {
    ".csv": "csv", ".tsv": "tsv", ".md": "md", ".txt": "table", ".ttl": "ttl", ".jsonld": "jsonld",
    ".json": "json", ".srj": "json", ".xml": "xml", ".srx": "xml", ".rdf": "xml", ".graphml": "graphml",
    ".gexf": "gexf",
}  # fmt: skip
_NARROWEST = 12


def prepare() -> None:
    """Let no character stop the output: what the terminal cannot show is written as its number."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")


def drop_stdout() -> None:
    """Keep Python from complaining at exit about a pipe that nobody reads any more."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


# -- on stderr --------------------------------------------------------------------------------------


def note(text: str) -> None:
    """Say something beside the answer."""
    print(text, file=sys.stderr)


def complaint(sentence: str) -> None:
    """Say what went wrong and what to do; what it quotes cannot steer the terminal."""
    from fashion_kg.answers.shown import printable

    note("fashion-kg: " + "\n".join(map(printable, punctuated(sentence).split("\n"))))


def punctuated(sentence: str) -> str:
    """End a sentence as one, but add nothing to a command that is to be copied or to an address."""
    last = re.split(r"(?<=[.?!]) ", sentence)[-1]
    if sentence.endswith((".", "?", "!", ":", "…")) or re.search(r"fashion-kg \S|\n|://\S*$", last):
        return sentence
    return sentence + ("?" if last.startswith("Did you mean") else ".")


def unhurried(progress: Callable[[str], None], seconds: float = 2.0) -> Callable[[str], None]:
    """Return a progress that leaves no lines of short work, and of long work one every few seconds.

    On a terminal it is the one that was given: its line moves, and goes when the work is done.
    """
    if sys.stderr.isatty():
        return progress
    last = time.monotonic()

    def say(step: str) -> None:
        nonlocal last
        if time.monotonic() - last >= seconds:
            last = time.monotonic()
            progress(step)

    return say


def findings(found: Iterable[Finding]) -> None:
    """Show findings one a line, and how many there are."""
    lines = [str(finding) for finding in found]
    for line in lines:
        note(line)
    note(f"{len(lines)} to mend.")


# -- on stdout, or into a file ----------------------------------------------------------------------


def format_of(arguments: Arguments, formats: Sequence[str] | None = None) -> str:
    """Return the format that was asked for: by name, by the ending of ``--out``, else a table.

    Args:
        arguments: what was typed.
        formats: what this verb can write, the first by default; None for the formats of answers.
    """
    if arguments.format:
        return str(arguments.format)
    from fashion_kg.cli.verbs import RESULT_FORMATS

    known = formats or RESULT_FORMATS
    ending = _ENDINGS.get(arguments.out.suffix.lower()) if arguments.out else None
    return ending if ending and ending in known else known[0]


def write(content: bytes | str, out: Path | None) -> None:
    """Write an answer to a file, whole or not at all, or to stdout as it is."""
    data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    if out is not None and str(out) != "-":
        from fashion_kg.files import write_file

        write_file(out, data)
        return
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(data.decode())
        return
    sys.stdout.flush()
    buffer.write(data)
    if data and not data.endswith(b"\n") and sys.stdout.isatty():
        buffer.write(b"\n")
    buffer.flush()


def answer(result: Result, arguments: Arguments, *, full: bool = False) -> None:
    """Write a result in the format that was asked for."""
    from fashion_kg.answers import results

    chosen = format_of(arguments)
    if chosen != "table":
        write(results.to_bytes(result, chosen), arguments.out)
        return
    headings, rows = results.for_people(result, full=full)
    table(headings, rows, arguments.out)
    if not rows:
        note("No rows: the graph holds nothing that fits.")


def on_screen() -> bool:
    """Whether what is written to stdout is seen by a person rather than read by a tool."""
    return sys.stdout.isatty()


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], out: Path | None = None) -> None:
    """Show a table: drawn to fit on a terminal, aligned and whole elsewhere."""
    if out is None and on_screen():
        _draw(headings, rows)
    else:
        from fashion_kg.answers.shown import plain_table

        write(plain_table(headings, rows), out)


def as_text(words: str) -> Text:
    """Return words for rich that it does not read as markup."""
    from rich.text import Text

    return Text(words)


def console() -> Console:
    """Return rich's console for stdout; it respects NO_COLOR and TERM."""
    from rich.console import Console

    return Console(file=sys.stdout, highlight=False, emoji=False, markup=False, soft_wrap=False)


def _draw(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich import box
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    screen = console()
    widths = [max(map(cell_len, column)) for column in zip(headings, *rows, strict=True)]
    if sum(min(width, _NARROWEST) + 2 for width in widths) > screen.width:
        _draw_records(screen, headings, rows)
    else:
        drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        for heading in headings:
            drawn.add_column(heading, overflow="fold")
        for row in rows:
            drawn.add_row(*map(Text, row))
        screen.print(drawn)
    if len(rows) > 1:
        screen.print(Text(f"{len(rows)} rows", style="dim"))


def _draw_records(screen: Console, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Show each row as lines of heading and value, for a terminal that is narrower than the table."""
    from rich.text import Text

    for row in rows:
        for heading, cell in zip(headings, row, strict=True):
            if cell:
                screen.print(Text.assemble((f"{heading}: ", "bold"), cell), overflow="fold")
        screen.print()

"""One pair after the other, one key each: every answer is saved before the next pair is shown."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fashion_kg.errors import UsageError

if TYPE_CHECKING:
    from fashion_kg.claims import IdentityDecision
    from fashion_kg.curating.alike import Pair
    from fashion_kg.curating.judging import Judge

_KEYS = (
    "1 same, keep the first   2 same, keep the second   d different   u unsure   Enter skip   z undo   q quit"
)


def pair_lines(pair: Pair) -> list[str]:
    """Return a pair as lines for people: the score, the two things, and what speaks for and against."""
    from fashion_kg.answers.shown import short

    group = f"  group {pair.group}" if pair.group else ""
    lines = [
        f"{pair.score:.2f}  {pair.one.label} ({short(pair.one.iri)}){group}",
        f"      {pair.other.label} ({short(pair.other.iri)})",
    ]
    lines += [f"      + {reason}" for reason in pair.likeness.reasons_for]
    return lines + [f"      - {reason}" for reason in pair.likeness.reasons_against]


def _say(line: str) -> None:
    from fashion_kg.answers.shown import printable

    print(printable(line))


def read_key(prompt: str) -> str:
    """Return the key that is pressed at a terminal; Enter is empty. Without one, return a line.

    Raises:
        EOFError: the input is at its end.
    """
    try:
        import termios
        import tty
    except ImportError:
        return input(prompt)
    if not sys.stdin.isatty():
        return input(prompt)
    terminal = sys.stdin.fileno()
    print(prompt, end="", flush=True)
    before = termios.tcgetattr(terminal)
    try:
        # What was typed ahead counts: only the mode changes, nothing is thrown away.
        tty.setcbreak(terminal, termios.TCSADRAIN)
        pressed = os.read(terminal, 1)
        if pressed == b"\x1b":
            # An arrow is several bytes, and none of the others is an answer.
            termios.tcflush(terminal, termios.TCIFLUSH)
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
    if pressed in (b"", b"\x04"):
        raise EOFError
    key = pressed.decode("ascii", "replace").strip()
    print(key if key.isprintable() else "")
    return key


@dataclass(frozen=True)
class _Saved:
    """A judgement of this round: its pair and number, what it is written between, and what it replaced."""

    number: int
    pair: Pair
    one: str
    other: str
    replaced: IdentityDecision | None


class Round:
    """A round of questions.

    Args:
        judge: writes what is answered.
        pairs: what to ask about, best first.
        by: who judges; asked for if empty.
        reason: the reason of every answer; asked for each if empty.
        day: when.
        ask: reads every answer to a prompt; by default keys at a terminal, and lines elsewhere.
    """

    def __init__(
        self,
        judge: Judge,
        pairs: list[Pair],
        by: str,
        reason: str,
        day: dt.date,
        ask: Callable[[str], str] | None = None,
    ) -> None:
        self._judge, self._pairs, self._by, self._reason = judge, pairs, by, reason
        self._day, self._input = day, ask or input
        self._key = ask or read_key
        self._saved: list[_Saved] = []
        self._waiting = deque(enumerate(pairs, 1))

    def run(self) -> int:
        """Ask until nothing is left or somebody ends it; return how many judgements stand."""
        if not self._pairs:
            print("Nothing is left to judge.")
            return 0
        try:
            while not self._by.strip():
                self._by = self._input("Who judges? ")
            print(_KEYS)
            while self._waiting:
                number, pair = self._waiting.popleft()
                if self._is_open(pair) and not self._one(number, pair):
                    break
        except (EOFError, KeyboardInterrupt):
            print()
        return len(self._saved)

    def _is_open(self, pair: Pair) -> bool:
        """Whether what was judged meanwhile leaves a pair open."""
        canonical = self._judge.identity.canonical
        return canonical(pair.one.iri) != canonical(pair.other.iri)

    def _one(self, number: int, pair: Pair) -> bool:
        """Ask about one pair until it is answered, or another is to come first; return whether to go on."""
        print()
        for line in pair_lines(pair):
            _say(line)
        while True:
            key = self._key(f"{number} of {len(self._pairs)} > ").strip().lower()
            if key == "q":
                return False
            if key == "":
                return True
            if key == "z":
                if back := self._undo():
                    self._waiting.extendleft([(number, pair), back])
                    return True
            elif key in ("1", "2", "d", "u"):
                if self._answer(number, pair, key):
                    return True
            else:
                print(_KEYS)

    def _answer(self, number: int, pair: Pair, key: str) -> bool:
        from fashion_kg.curating.judging import DIFFERENT, SAME, UNSURE, Judgement

        one, other = pair.one.iri, pair.other.iri
        if key == "2":
            one, other = other, one
        word = {"d": DIFFERENT, "u": UNSURE}.get(key, SAME)
        reason = self._reason or self._input("Why? ").strip()
        try:
            replaced = self._judge.unsure(one, other)
            # What was merged before is written as what is kept, and is to be found again by that.
            one, other = map(self._judge.identity.canonical, (one, other))
            _say(self._judge.judge(Judgement(word, one, other, reason, self._by, self._day)))
        except UsageError as error:
            _say(str(error))
            return False
        self._saved.append(_Saved(number, pair, one, other, replaced))
        return True

    def _undo(self) -> tuple[int, Pair] | None:
        """Take the last judgement back; return its pair, which is asked about again."""
        if not self._saved:
            print("Nothing was judged in this round.")
            return None
        last = self._saved[-1]
        try:
            _say(self._judge.undo(last.one, last.other, last.replaced))
        except UsageError as error:
            _say(str(error))
            return None
        self._saved.pop()
        return last.number, last.pair

"""One pair after the other, one key each: every answer is saved before the next pair is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from fashion_kg.errors import UsageError

if TYPE_CHECKING:
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


class Round:
    """A round of questions.

    Args:
        judge: writes what is answered.
        pairs: what to ask about, best first.
        by: who judges; asked for if empty.
        reason: the reason of every answer; asked for each if empty.
        day: when.
        ask: reads an answer to a prompt; for tests.
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
        self._saved: list[tuple[str, str]] = []

    def run(self) -> int:
        """Ask until nothing is left or somebody ends it; return how many judgements stand."""
        if not self._pairs:
            print("Nothing is left to judge.")
            return 0
        try:
            while not self._by.strip():
                self._by = self._input("Who judges? ")
            print(_KEYS)
            for number, pair in enumerate(self._pairs, 1):
                if self._is_open(pair) and not self._one(pair, f"{number} of {len(self._pairs)}"):
                    break
        except (EOFError, KeyboardInterrupt):
            print()
        return len(self._saved)

    def _is_open(self, pair: Pair) -> bool:
        """Whether what was judged meanwhile leaves a pair open."""
        canonical = self._judge.identity.canonical
        return canonical(pair.one.iri) != canonical(pair.other.iri)

    def _one(self, pair: Pair, place: str) -> bool:
        """Ask about one pair until it is answered; return whether to go on."""
        print()
        for line in pair_lines(pair):
            _say(line)
        while True:
            key = self._input(f"{place} > ").strip().lower()
            if key == "q":
                return False
            if key == "":
                return True
            if key == "z":
                self._undo()
            elif key in ("1", "2", "d", "u"):
                if self._answer(pair, key):
                    return True
            else:
                print(_KEYS)

    def _answer(self, pair: Pair, key: str) -> bool:
        from fashion_kg.curating.judging import DIFFERENT, SAME, UNSURE, Judgement

        one, other = pair.one.iri, pair.other.iri
        if key == "2":
            one, other = other, one
        word = {"d": DIFFERENT, "u": UNSURE}.get(key, SAME)
        reason = self._reason or self._input("Why? ").strip()
        try:
            _say(self._judge.judge(Judgement(word, one, other, reason, self._by, self._day)))
        except UsageError as error:
            _say(str(error))
            return False
        self._saved.append((one, other))
        return True

    def _undo(self) -> None:
        if not self._saved:
            print("Nothing was judged in this round.")
            return
        _say(self._judge.undo(*self._saved.pop()))

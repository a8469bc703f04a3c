"""Which of many expressions can match a text at all, found in one scan: by the letters that each needs.

A grammar has hundreds of expressions, and a sentence fits few. Whatever ``shot by {A}`` fits holds "shot by";
so the letters that an expression needs are read out of it, and all of them are looked for at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from re import _parser as parser  # type: ignore[attr-defined]  # The library's own, so that both agree.
from typing import Any

_SHORTEST = 3
_SHORTEST_UNCASED = 2  # A word of two ideographs says as much as one of five letters.
_MOST = 40
_PRIVATE = range(0xE000, 0xE010)  # What stands for names; nearly every sentence has them.


class Triggers:
    """Some expressions, and the letters that each needs.

    Args:
        patterns: the expressions, over text in small letters.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        self._always = 0
        self._needs: dict[str, int] = {}
        for number, pattern in enumerate(patterns):
            needed = needed_by(pattern)
            for literal in needed:
                self._needs[literal] = self._needs.get(literal, 0) | 1 << number
            if not needed:
                self._always |= 1 << number
        for literal in sorted(self._needs, key=len):
            # The scan finds the longest; those that it begins with are there too.
            for end in range(1, len(literal)):
                self._needs[literal] |= self._needs.get(literal[:end], 0)
        self._scan = re.compile(f"(?=({_trie(self._needs)}))") if self._needs else None

    def candidates(self, text: str) -> Iterator[int]:
        """Yield the numbers of the expressions that may match a text, in order; the others cannot."""
        found = self._always
        if self._scan is not None:
            for literal in set(self._scan.findall(text)):
                found |= self._needs[literal]
        while found:
            lowest = found & -found
            yield lowest.bit_length() - 1
            found ^= lowest


def needed_by(pattern: str) -> frozenset[str]:
    r"""Return texts one of which is in every text that an expression fits; none where it needs no letters.

    >>> sorted(needed_by(r"\b(?:shot|taken)(?: on film)? by (\w+)"))
    ['shot', 'taken']
    >>> needed_by(r"\w+ (?:of|by)?")
    frozenset()
    """
    return _best(_alternatives(parser.parse(pattern)))


def _alternatives(sequence: Iterable[tuple[Any, Any]]) -> Iterator[frozenset[str]]:
    """Yield sets of texts, one of each of which is in every match of a sequence."""
    run = ""
    for operator, argument in sequence:
        name = str(operator)
        if name == "LITERAL" and argument not in _PRIVATE:
            run += chr(argument)
            continue
        yield from (frozenset({run}),) if run else ()
        run = ""
        if name == "SUBPATTERN":
            yield from _alternatives(argument[-1])
        elif name == "ATOMIC_GROUP":
            yield from _alternatives(argument)
        elif name == "ASSERT":
            yield from _alternatives(argument[1])
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and argument[0] > 0:
            yield from _alternatives(argument[2])
        elif name == "BRANCH":
            branches = [_best(_alternatives(branch)) for branch in argument[1]]
            if all(branches):
                yield frozenset().union(*branches)
    if run:
        yield frozenset({run})


def _best(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    """Return the set that is rarest in texts, by the length of its texts and by their number."""
    fit = [each for each in sets if len(each) <= _MOST and all(_is_long_enough(text) for text in each)]
    return max(fit, key=lambda each: (min(*map(len, each), 6), -len(each)), default=frozenset())


def _is_long_enough(text: str) -> bool:
    return len(text.strip()) >= (_SHORTEST if text.isascii() else _SHORTEST_UNCASED)


def _trie(words: Iterable[str]) -> str:
    """Return an expression for the longest of some words that begins where it is tried."""
    tails: dict[str, list[str]] = {}
    ends = False
    for word in words:
        if word:
            tails.setdefault(word[0], []).append(word[1:])
        ends = ends or not word
    if not tails:
        return ""
    branches = [re.escape(first) + _trie(rest) for first, rest in sorted(tails.items())]
    inside = branches[0] if len(branches) == 1 and not ends else "(?:" + "|".join(branches) + ")"
    return f"{inside}?" if ends else inside

"""The words of two names side by side, and what separates two words that may stand for one another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from fashion_kg.matching.likeness import Frequencies, Reason
from fashion_kg.matching.words import heard_alike, is_short_form, sound


@dataclass
class Aligned:
    """Words of two names set side by side: pairs with what separates them, and what is left over."""

    pairs: list[tuple[int, int, Reason | None]] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    right: list[int] = field(default_factory=list)
    by_sound: bool = False

    @property
    def unlike(self) -> tuple[bool, int, float]:
        """How badly the words agree: whether both have words left over, how many, and how much separates."""
        apart = -sum(reason.weight for reason in self.flaws())
        return bool(self.left and self.right), len(self.left) + len(self.right), apart

    def flaws(self) -> list[Reason]:
        """What separates the words that were set side by side."""
        found = [reason for _, _, reason in self.pairs if reason]
        # Across scripts every word is only heard; it takes a poor match to make that suspicious.
        if len(found) > 1 and (not self.by_sound or min(reason.weight for reason in found) < -2):
            found.append(Reason("more than one word differs", -1.0))
        return found


def best_parted(
    left: tuple[str, ...], right: tuple[str, ...], frequencies: Frequencies, *, by_sound: bool
) -> tuple[tuple[str, ...], tuple[str, ...], Aligned]:
    """Set two names side by side, two neighbours of the longer one as a word if that is better: Ho-yeon."""
    aligned = align(left, right, frequencies, by_sound=by_sound)
    if len(left) == len(right) or max(len(left), len(right)) < 3:
        return left, right, aligned
    found = [(left, right, aligned)]
    longer = left if len(left) > len(right) else right
    for at in range(len(longer) - 1):
        if not by_sound and 1 in (len(longer[at]), len(longer[at + 1])):
            continue
        merged = (*longer[:at], longer[at] + longer[at + 1], *longer[at + 2 :])
        pair = (merged, right) if longer is left else (left, merged)
        found.append((*pair, align(*pair, frequencies, by_sound=by_sound)))
    return min(found, key=lambda each: each[2].unlike)


def align(
    one: Sequence[str], other: Sequence[str], frequencies: Frequencies, *, by_sound: bool, forms: bool = True
) -> Aligned:
    """Set the words of two names side by side, those that agree best first.

    Args:
        one: the words of a name.
        other: those of another.
        frequencies: how many names have each word.
        by_sound: whether they are in different scripts, so that words are compared as they sound.
        forms: whether a word may be an initial or a short form of another.
    """
    found: list[tuple[float, int, int, int, Reason | None]] = []
    for at, mine in enumerate(one):
        for there, theirs in enumerate(other):
            if mine == theirs:
                found.append((0.0, abs(at - there), at, there, None))
            # A slip changes one end of a word at most; only short forms of a first name change both.
            elif not by_sound and at + there and mine[:1] != theirs[:1] and mine[-1:] != theirs[-1:]:
                continue
            elif reason := _between(
                _Place(mine, at == 0, at == len(one) - 1),
                _Place(theirs, there == 0, there == len(other) - 1),
                frequencies,
                by_sound=by_sound,
                forms=forms,
            ):
                found.append((-reason.weight, abs(at - there), at, there, reason))
    aligned = Aligned(by_sound=by_sound)
    used: set[int] = set()
    taken: set[int] = set()
    for _, _, at, there, why in sorted(found, key=lambda each: each[:4]):
        if at not in used and there not in taken:
            used.add(at)
            taken.add(there)
            aligned.pairs.append((at, there, why))
    aligned.left = [at for at in range(len(one)) if at not in used]
    aligned.right = [there for there in range(len(other)) if there not in taken]
    return aligned


@dataclass(frozen=True)
class _Place:
    """A word, and whether it stands first or last in its name."""

    word: str
    first: bool
    last: bool


def _between(
    mine: _Place, theirs: _Place, frequencies: Frequencies, *, by_sound: bool, forms: bool
) -> Reason | None:
    """Say what separates two words that may stand for one another; None where they cannot."""
    given = mine.first and theirs.first and not (mine.last or theirs.last)
    short, longer = sorted((mine, theirs), key=lambda place: len(place.word))
    if forms and len(short.word) == 1 and len(longer.word) > 1 and longer.word.startswith(short.word):
        # A letter within a name stands for a name within, not for the surname.
        if (short.first, short.last) != (longer.first, longer.last):
            return None
        inside = not (short.first or short.last)
        return Reason(f'"{short.word}." may be {longer.word}', -0.8 if inside else -5.0)
    if by_sound:
        return _heard(mine.word, theirs.word)
    if forms and given and is_short_form(mine.word, theirs.word):
        return Reason(f"{short.word} is short for {longer.word}, or both for a third", -2.5)
    return _misspelt(mine.word, theirs.word, frequencies, given)


def _heard(mine: str, theirs: str) -> Reason | None:
    alike, sounds = heard_alike(mine, theirs), (sound(mine), sound(theirs))
    if sounds[0] == sounds[1] and alike >= 55:
        weight = -0.8 if alike >= 75 else -1.5
        return Reason(f"{mine} sounds like {theirs}", weight - (0.7 if len(sounds[0]) < 2 else 0))
    if min(map(len, sounds)) >= 3 and OSA.distance(*sounds) == 1 and alike >= 60:
        return Reason(f"{mine} sounds somewhat like {theirs}", -2.5)
    return None


def _misspelt(mine: str, theirs: str, frequencies: Frequencies, given: bool) -> Reason | None:
    length = min(len(mine), len(theirs))
    most = 0 if length < 4 else 1 if length < 7 else 2
    distance = OSA.distance(mine, theirs, score_cutoff=most)
    if distance > most:
        return None
    if distance == 2 and (mine.startswith(theirs) or theirs.startswith(mine)):
        return Reason(f"{mine} and {theirs} differ by an ending", -5.0)
    shown = f"{mine} and {theirs} differ by {'one letter' if distance == 1 else 'two letters'}"
    weight = _slip(mine, theirs, distance)
    if given and weight != _DOUBLED and _other_ending(mine, theirs):
        weight -= 2.5
        shown += " at the end, as given names do"
    if frequencies:
        rarer, commoner = sorted((frequencies[mine], frequencies[theirs]))
        if rarer > 1:
            weight -= 3.0
            shown += f", and {rarer} and {commoner} names have them"
        elif commoner > 3 and not given:
            weight += 0.7
            shown += f", which {commoner} names have as against {rarer}"
    return Reason(shown, weight)


_DOUBLED = -1.0


def _slip(mine: str, theirs: str, distance: int) -> float:
    """Return how much one or two other letters separate two words: in short words they are much."""
    if re.sub(r"(.)\1", r"\1", mine) == re.sub(r"(.)\1", r"\1", theirs):
        return _DOUBLED
    length = min(len(mine), len(theirs))
    if distance == 1:
        weight = -4.0 if length == 4 else -2.2 if length == 5 else -1.5
    else:
        weight = -3.5 if length < 9 else -2.5
    if mine[0] != theirs[0]:
        weight -= 3.0
    # Letters that sound alike are what people mistake.
    return weight + 0.5 if length > 4 and sound(mine) == sound(theirs) else weight


def _other_ending(mine: str, theirs: str) -> bool:
    """Whether two words part at their ends: Mario and Maria, Daniel and Danielle."""
    shared = next((at for at, pair in enumerate(zip(mine, theirs, strict=False)) if pair[0] != pair[1]), None)
    shared = min(len(mine), len(theirs)) if shared is None else shared
    return max(len(mine), len(theirs)) - shared <= 2

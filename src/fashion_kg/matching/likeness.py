"""How alike two names are, and why: weights that add up, each with its reason in words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from fashion_kg.matching.words import Written


@dataclass(frozen=True)
class Reason:
    """Why two names or things may be one, or not.

    Attributes:
        text: the reason in words.
        weight: how much it says, in bits: one more doubles the odds that they are one, one less halves them.
    """

    text: str
    weight: float

    def __str__(self) -> str:
        return f"{self.text} ({self.weight:+.1f})"


@dataclass(frozen=True)
class Likeness:
    """How alike two names or things are: the reasons, the strongest part first."""

    reasons: tuple[Reason, ...]

    @property
    def weight(self) -> float:
        """The sum of the reasons, in bits."""
        return sum(reason.weight for reason in self.reasons)

    @property
    def score(self) -> float:
        """The sum of the reasons as odds, between 0 and 1; a half means that nothing speaks either way."""
        return 1 / (1 + math.exp2(-max(-30.0, min(30.0, self.weight))))

    @property
    def reasons_for(self) -> tuple[Reason, ...]:
        """What speaks for one thing."""
        return tuple(reason for reason in self.reasons if reason.weight > 0)

    @property
    def reasons_against(self) -> tuple[Reason, ...]:
        """What speaks for two."""
        return tuple(reason for reason in self.reasons if reason.weight <= 0)

    def beside(self, more: Iterable[Reason]) -> Likeness:
        """Return this likeness with more reasons."""
        return Likeness((*self.reasons, *more))


class Frequencies:
    """How many names have a word: one that others have, too, is hardly a misspelling of another.

    Args:
        names: each thing's name once.
    """

    def __init__(self, names: Iterable[Written] = ()) -> None:
        self._of: Counter[str] = Counter()
        for name in names:
            self._of.update(set(name.core))

    def __getitem__(self, word: str) -> int:
        return self._of[word]

    def __bool__(self) -> bool:
        return bool(self._of)


NO_FREQUENCIES = Frequencies()

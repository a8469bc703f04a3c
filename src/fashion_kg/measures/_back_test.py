"""A test on the past: would scores of the earlier network have foretold the links that came later?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fashion_kg.errors import UsageError, counted
from fashion_kg.measures import Cell, Request
from fashion_kg.measures._periods import OUT, Halves, halves_of
from fashion_kg.measures._telling import reasons_of, through, when
from fashion_kg.network import Occasion

if TYPE_CHECKING:
    from fashion_kg.measures._links import Figures, Histogram, Links

LEAST_LINKS, LEAST_OCCASIONS = 10, 5
"""With fewer later links, or fewer occasions on which they came, there is no back-test."""

COLUMNS = {
    "score": "what links were ranked by, before they came",
    "auc": "chance that a link that came scores higher than one that did not; 0.5 is guessing",
    "aucLow": "lower end of the 95 % interval",
    "aucHigh": "upper end",
    "ahead": "AUC less that of popularity (preferential attachment)",
    "aheadLow": "lower end of the 95 % interval of that difference",
    "aheadHigh": "upper end",
    "found": "how many of the links that came are among as many with the highest scores; of ties, their part",
    "came": "how many links came later",
    "others": "how many that could have come did not",
    "reading": "what the figures allow to say",
}


@dataclass(frozen=True)
class BackTest:
    """A back-test.

    Attributes:
        later: the later period in words.
        rows: guessing, then one row for each score.
        notes: what has to be known to read it.
    """

    later: str
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...]

    def told(self, score: str) -> str:
        """Return in one sentence what became of a score, beside guessing and popularity."""
        by_score = {row[0]: dict(zip(COLUMNS, row, strict=True)) for row in self.rows}
        own, guessing, popular = by_score[score], self.rows[0], self.rows[-1]
        interval = f"{own['auc']:.2f} (95 % from {own['aucLow']:.2f} to {own['aucHigh']:.2f})"
        came = counted(int(own["came"] or 0), "new link")
        return (
            f"Back-test, {self.later}: AUC {interval} on {came}; guessing has {guessing[1]:.2f}, popularity "
            f"{popular[1]:.2f}: {own['reading']}."
        )


def back_test(request: Request) -> BackTest:
    """Score the earlier network, and look how high the links stand that came later.

    Raises:
        UsageError: too little is dated, or a period holds nothing.
    """
    from fashion_kg.measures._links import POPULARITY, SCORES, histogram, links_of, resampled

    halves = halves_of(request)
    links = links_of(halves.before)
    came, strangers = _came(halves, links)
    occasions = list(came.values())
    if len(came) < LEAST_LINKS or len(set(occasions)) < LEAST_OCCASIONS:
        word = through(request.projection)
        on = counted(len(set(occasions)), word)
        raise UsageError(
            f"Between those known before, {counted(len(came), 'new link')} came {halves.named[1]}, on {on}: "
            f"a back-test needs {LEAST_LINKS} on {LEAST_OCCASIONS} at least"
        )
    found = {}
    for score in SCORES:
        request.progress(f"testing {score} on {counted(len(came), 'later link')}")
        found[score] = histogram(links, score, list(came))
    placements = {score: counts.placements_of(scores) for score, (counts, scores) in found.items()}
    drawn = resampled(placements, occasions, request.seed)
    popular = found[POPULARITY][0]
    rows = [_guessing(popular)]
    rows += [
        _row(score, counts, popular, drawn[score], drawn[POPULARITY]) for score, (counts, _) in found.items()
    ]
    return BackTest(
        halves.named[1], tuple(rows), tuple(_notes(request, halves, popular, occasions, strangers))
    )


def _came(halves: Halves, links: Links) -> tuple[dict[tuple[int, int], str], int]:
    """Return the links that came later with the occasion on which each did first, and how many others did.

    Others are those of things that were not in the earlier network: no score of it can know them.
    """
    at = {thing: place for place, thing in enumerate(links.rows)}
    to = {thing: place for place, thing in enumerate(links.columns)}
    occasions = halves.after.occasions
    came: dict[tuple[int, int], str] = {}
    strangers = 0
    for one, two in halves.after.edges:
        if one in at and two in to:
            pair = at[one], to[two]
        elif two in at and one in to:
            pair = at[two], to[one]
        else:
            strangers += 1
            continue
        if links.known[pair]:
            continue
        ties = [tie for both in reasons_of(halves.after, one, two).values() for side in both for tie in side]
        first = min((_begins(occasions.get(when(tie), Occasion())), when(tie)) for tie in ties)
        came[pair if links.two_sided else (min(pair), max(pair))] = first[1]
    return came, strangers


def _begins(occasion: Occasion) -> dt.date:
    return occasion.begins or dt.date.max


def _guessing(popular: Histogram) -> tuple[Cell, ...]:
    """Return what any blind ranking has: half, within what chance alone makes of so many links."""
    came, others = int(popular.came.sum()), int(popular.others.sum())
    # The variance of the rank sum under chance: H. B. Mann and D. R. Whitney (1947).
    spread = 1.96 * ((came + others + 1) / (12 * came * others)) ** 0.5
    by_chance = came * came / (came + others)
    ahead = 0.5 - popular.auc()
    figures = (0.5, 0.5 - spread, 0.5 + spread, ahead)
    shown = tuple(round(figure, 4) for figure in figures)
    return ("guessing", *shown, None, None, round(by_chance, 2), came, others, "by definition")


def _row(
    score: str, counts: Histogram, popular: Histogram, drawn: Figures, drawn_popular: Figures
) -> tuple[Cell, ...]:
    low, high = _interval(drawn)
    ahead_low, ahead_high = _interval(drawn - drawn_popular)
    figures = (counts.auc(), low, high, counts.auc() - popular.auc(), ahead_low, ahead_high)
    return (
        score,
        *(round(figure, 4) for figure in figures),
        round(counts.found(), 2),
        int(counts.came.sum()),
        int(counts.others.sum()),
        _reading(low, high, ahead_low, ahead_high, itself=counts is popular),
    )


def _interval(drawn: Figures) -> tuple[float, float]:
    import numpy as np

    low, high = np.percentile(drawn, (2.5, 97.5))
    return float(low), float(high)


def _reading(low: float, high: float, ahead_low: float, ahead_high: float, *, itself: bool) -> str:
    guess = (
        "better than guessing"
        if low > 0.5
        else "worse than guessing"
        if high < 0.5
        else "no better than guessing"
    )
    if itself:
        return guess
    if ahead_low > 0:
        return f"{guess}, better than popularity"
    return f"{guess}, {'worse' if ahead_high < 0 else 'no better'} than popularity"


def _notes(
    request: Request, halves: Halves, popular: Histogram, occasions: list[str], strangers: int
) -> Iterator[str]:
    word = through(request.projection)
    parts = [len({when(tie) for tie in half.ties}) for half in (halves.before, halves.after)]
    yield (
        f"Tested on {counted(parts[0], word)} {halves.named[0]} against {parts[1]:,} {halves.named[1]}: the "
        f"{int(popular.came.sum()):,} links came on {counted(len(set(occasions)), word)}. Links of one "
        f"{word} come together, so intervals are from drawing whole {word}s (2,000 times, seed "
        f"{request.seed})."
    )
    yield (
        f"{counted(strangers, 'later link')} of things that were not in the earlier network cannot be "
        "foretold by it, and are not counted."
    )
    for why in OUT:
        if number := halves.out.get(why):
            yield f"Not used: {counted(number, word)} {why}."
    yield (
        "AUC counts pairs far down the list as much as those at its head: how many of the links stand among "
        "the highest scores (found) says more. Intervals take the earlier network as given."
    )

"""Pictures of a profile, laid out at build and drawn as SVG by its template: no script moves them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fashion_kg.views._spans import Days, Row

WIDTH = 760
_ROW, _TOP = 24, 34
_MOST_ROWS, _MOST_NAMES = 16, 18
_LETTER = 6.4
_FADE = 56.0


@dataclass(frozen=True)
class Line:
    """A name beside the picture's middle: what it is, where it stands, and how thick its line is."""

    thing: str
    y: float
    left: bool
    path: str
    width: float
    weight: int


@dataclass(frozen=True)
class Ego:
    """What a thing has to do with, in two columns about it."""

    lines: list[Line]
    height: float
    left_out: int


def ego(neighbours: Sequence[tuple[str, int]], is_person: Callable[[str], bool]) -> Ego | None:
    """Return the picture of a thing and what is around it: people on the left, everything else on the right.

    Args:
        neighbours: addresses and weights, the greatest weight first.
        is_person: whether something stands on the left.
    """
    shown = list(neighbours[:_MOST_NAMES])
    if not shown:
        return None
    left = [pair for pair in shown if is_person(pair[0])]
    right = [pair for pair in shown if pair not in left]
    if not left or not right:
        # With one kind alone both sides are for it, in turn, so that neither is empty.
        left, right = shown[::2], shown[1::2]
    height = max(len(left), len(right)) * _ROW + 2 * _TOP
    heaviest = max(weight for _, weight in shown)
    lines = []
    for side, at_left in ((left, True), (right, False)):
        start = (height - (len(side) - 1) * _ROW) / 2
        for place, (thing, weight) in enumerate(side):
            y = start + place * _ROW
            end, middle = (WIDTH * 0.3, WIDTH / 2 - 9) if at_left else (WIDTH * 0.7, WIDTH / 2 + 9)
            bend = (end + middle) / 2
            centre = height / 2
            path = f"M{middle:.1f} {centre:.1f}C{bend:.1f} {centre:.1f} {bend:.1f} {y:.1f} {end:.1f} {y:.1f}"
            lines.append(Line(thing, y, at_left, path, round(0.6 + 2.6 * weight / heaviest, 2), weight))
    return Ego(lines, height, len(neighbours) - len(shown))


@dataclass(frozen=True)
class Bar:
    """A date as it is drawn: from x to x; ``form`` as in `Mark`."""

    form: str
    x: float
    width: float
    text: str
    text_x: float
    before: bool
    wrong: bool
    open_start: bool
    open_end: bool
    y: float


@dataclass(frozen=True)
class Chart:
    """A small timeline: the years with their places, and for each row its name, place and dates."""

    years: list[tuple[float, int]]
    rows: list[tuple[Row, float, list[Bar]]]
    height: float
    left_out: int


def chart(rows: Sequence[Row]) -> Chart | None:
    """Return the picture of a timeline's dated rows; None where nothing is dated."""
    dated = [row for row in rows if row.marks]
    days = [
        day
        for row in dated
        for mark in row.marks
        for span in (mark.since, mark.until)
        if span
        for day in span
    ]
    if not days:
        return None
    first, last = min(days).year, max(days).year + 1
    start, room = 230.0, WIDTH - 230.0 - 8
    length = (dt.date(min(last, dt.MAXYEAR), 1, 1) - dt.date(first, 1, 1)).days or 1

    def x(day: dt.date) -> float:
        return round(start + room * (day - dt.date(first, 1, 1)).days / length, 1)

    step = next((step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500) if (last - first) / step <= 9), 1000)
    years = [
        (x(dt.date(year, 1, 1)), year)
        for year in range(first, last + 1)
        if year % step == 0 and year <= dt.MAXYEAR and x(dt.date(year, 1, 1)) < WIDTH - 30
    ]
    shown, y = [], float(_TOP)
    for row in dated[:_MOST_ROWS]:
        bars = []
        for line, mark in enumerate(row.marks[:4]):
            bars.append(_bar(mark.form, mark.since, mark.until, mark.text, mark.rank, x, y + line * 16))
        shown.append((row, y, bars))
        y += max(_ROW, len(bars) * 16 + 8)
    return Chart(years, shown, y + 6, len(rows) - len(shown))


def _bar(
    form: str,
    since: Days | None,
    until: Days | None,
    text: str,
    rank: str,
    x: Callable[[dt.date], float],
    y: float,
) -> Bar:
    day = dt.timedelta(days=1)
    left = x(since[0]) if since else x(until[0]) - _FADE if until else 0.0
    right = x(_after(until[1], day)) if until else x(_after(since[1], day)) if since else left
    if form == "span" and not until:
        right = min(left + _FADE, WIDTH - 4.0)
    words = {"season": "season ", "reported": "first reported ", "announced": "announced "}.get(
        form, ""
    ) + text
    before = right + len(words) * _LETTER + 10 > WIDTH
    text_x = left - 7 if before else right + 7
    return Bar(
        form,
        left,
        max(right - left, 3.0),
        words,
        text_x,
        before,
        rank == "deprecated",
        form == "span" and not since,
        form == "span" and not until,
        y,
    )


def _after(day: dt.date, step: dt.timedelta) -> dt.date:
    return day + step if day < dt.date.max else day

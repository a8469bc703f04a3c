"""Pictures of a profile, laid out at build and drawn as SVG by its template: no script moves them.

Each is laid out twice: for a sheet, and for a phone, whose column is half as wide.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fashion_kg.views._spans import Mark, Row

WIDTHS = WIDTH, NARROW = 760, 360
"""How wide a picture is on a sheet, and on a phone."""

_ROW, _TOP = 24, 34
_MOST_ROWS, _MOST_NAMES = 16, 18
_LETTER = 6.4
_FADE = 56.0


@dataclass(frozen=True)
class Line:
    """A name around the picture's subject: what it is, where it stands, and how thick its line is."""

    thing: str
    x: float
    y: float
    left: bool
    path: str
    width: float
    weight: int


@dataclass(frozen=True)
class Ego:
    """What a thing has to do with: two columns about it, on a phone one beside it; ``hub`` is where it is."""

    lines: list[Line]
    width: int
    height: float
    hub: float
    left_out: int


def ego(
    neighbours: Sequence[tuple[str, int]], is_person: Callable[[str], bool], width: int = WIDTH
) -> Ego | None:
    """Return the picture of a thing and what is around it: people on the left, everything else on the right.

    Args:
        neighbours: addresses and weights, the greatest weight first.
        is_person: whether something stands on the left; on a phone it stands above the rest.
        width: `WIDTH` or `NARROW`.
    """
    shown = list(neighbours[:_MOST_NAMES])
    if not shown:
        return None
    left = [pair for pair in shown if is_person(pair[0])]
    right = [pair for pair in shown if pair not in left]
    hub, ends = width / 2, (width * 0.3, width * 0.7)
    if width == NARROW:
        hub, ends = 12.0, (0.0, width * 0.34)
        left, right = [], left + right
    elif not left or not right:
        # With one kind alone both sides are for it, in turn, so that neither is empty.
        left, right = shown[::2], shown[1::2]
    height = max(len(left), len(right)) * _ROW + 2 * _TOP
    heaviest = max(weight for _, weight in shown)
    centre = height / 2
    lines = []
    for side, end, way in ((left, ends[0], -1), (right, ends[1], 1)):
        start, middle = centre - (len(side) - 1) * _ROW / 2, hub + 9 * way
        bend = (end + middle) / 2
        for place, (thing, weight) in enumerate(side):
            y = start + place * _ROW
            path = f"M{middle:.1f} {centre:.1f}C{bend:.1f} {centre:.1f} {bend:.1f} {y:.1f} {end:.1f} {y:.1f}"
            thick = round(0.6 + 2.6 * weight / heaviest, 2)
            lines.append(Line(thing, end + 8 * way, y, way < 0, path, thick, weight))
    return Ego(lines, width, height, hub, len(neighbours) - len(shown))


@dataclass(frozen=True)
class Bar:
    """A date as it is drawn: from x to x, its words beside it, or under it; ``form`` as in `Mark`."""

    form: str
    x: float
    width: float
    text: str
    text_x: float
    text_y: float
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
    width: int
    height: float
    left_out: int


def chart(rows: Sequence[Row], width: int = WIDTH) -> Chart | None:
    """Return the picture of a timeline's dated rows; None where nothing is dated.

    Args:
        rows: of the timeline, in their order.
        width: `WIDTH`, with names on the left, or `NARROW`, where each stands above its dates.
    """
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
    start, above, most = (0.0, 16, 4) if width == NARROW else (230.0, 0, 9)
    room = width - start - 8
    length = (dt.date(min(last, dt.MAXYEAR), 1, 1) - dt.date(first, 1, 1)).days or 1

    def x(day: dt.date) -> float:
        return round(start + room * (day - dt.date(first, 1, 1)).days / length, 1)

    step = next(
        (step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500) if (last - first) / step <= most), 1000
    )
    years = [
        (x(dt.date(year, 1, 1)), year)
        for year in range(first, last + 1)
        if year % step == 0 and year <= dt.MAXYEAR and x(dt.date(year, 1, 1)) < width - 30
    ]
    shown, y = [], float(_TOP)
    for row in dated[:_MOST_ROWS]:
        bars: list[Bar] = []
        line = y + above
        for mark in row.marks[:4]:
            bars.append(_bar(mark, x, line, width))
            line = bars[-1].text_y + 16
        shown.append((row, y, bars))
        y = max(y + _ROW, line + 8)
    return Chart(years, shown, width, y + 6, len(rows) - len(shown))


def _bar(mark: Mark, x: Callable[[dt.date], float], y: float, width: int) -> Bar:
    day = dt.timedelta(days=1)
    since, until, form = mark.since, mark.until, mark.form
    left = x(since[0]) if since else x(until[0]) - _FADE if until else 0.0
    right = x(_after(until[1], day)) if until else x(_after(since[1], day)) if since else left
    if form == "span" and not until:
        right = min(left + _FADE, width - 4.0)
    said = {"season": "season ", "reported": "first reported ", "announced": "announced "}
    words = said.get(form, "") + mark.text
    long = len(words) * _LETTER + 10
    before = right + long > width
    beside = width == WIDTH or not before or long < left
    return Bar(
        form=form,
        x=left,
        width=max(right - left, 3.0),
        text=words,
        text_x=(left - 7 if before else right + 7) if beside else 0.0,
        text_y=y if beside else y + 16,
        before=before and beside,
        wrong=mark.rank == "deprecated",
        open_start=form == "span" and not since,
        open_end=form == "span" and not until,
        y=y,
    )


def _after(day: dt.date, step: dt.timedelta) -> dt.date:
    return day + step if day < dt.date.max else day

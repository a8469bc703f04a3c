"""Two periods of a network: what is dated in one, in the other, in both or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fashion_kg.claims import DateSpan
from fashion_kg.errors import UsageError, counted
from fashion_kg.measures import Request
from fashion_kg.measures._telling import through, when
from fashion_kg.network import Occasion, Projection

OUT = ("dated by no source", "dated so loosely that they fall in both periods", "in neither period")
"""Why an occasion can be in neither period."""


@dataclass
class Halves:
    """The statements of two periods.

    Attributes:
        before: the network of the first.
        after: the network of the second.
        named: the two periods in words.
        out: how many occasions are in neither, by reason.
    """

    before: Projection
    after: Projection
    named: tuple[str, str]
    out: Mapping[str, int] = field(default_factory=dict)


def halves_of(request: Request) -> Halves:
    """Return the networks of two periods, as the options ``before`` and ``after``, or ``split``, ask.

    Without any of them the day that halves what is dated parts the two.

    Raises:
        UsageError: nothing is dated, a period is no date, is reversed, overlaps the other or holds nothing,
            or one is given without the other.
    """
    network = request.projection
    dated = {when(tie): network.occasions.get(when(tie), Occasion()) for tie in network.ties}
    begins = sorted(each.begins for each in dated.values() if each.begins)
    if not begins:
        raise UsageError(
            f"None of {counted(len(dated), through(network))} in {network.name} is dated by a source, nor is "
            "any report of it. Nothing can be told of before and after"
        )
    first, second = _periods(request, begins)
    held: dict[str, set[str]] = {name: set() for name in ("before", "after", *OUT)}
    for occasion, each in dated.items():
        held[_place(each, first, second)].add(occasion)
    for name, span in (("before", first), ("after", second)):
        if not held[name]:
            raise UsageError(
                f"Nothing in {network.name} is dated {words(span)}. What is dated begins on {begins[0]} to "
                f"{begins[-1]}"
            )

    def part(name: str) -> Projection:
        return replace(network, ties=tuple(tie for tie in network.ties if when(tie) in held[name]))

    out = {why: len(held[why]) for why in OUT if held[why]}
    return Halves(part("before"), part("after"), (words(first), words(second)), out)


def _place(occasion: Occasion, first: DateSpan, second: DateSpan) -> str:
    if occasion.begins is None and occasion.ends is None:
        return OUT[0]
    within = [occasion.within(span.earliest, span.latest) for span in (first, second)]
    if all(within):
        return OUT[1]
    return "before" if within[0] else "after" if within[1] else OUT[2]


def _periods(request: Request, begins: list[dt.date]) -> tuple[DateSpan, DateSpan]:
    given = {
        name: request.options[name] for name in ("before", "after", "split") if request.options.get(name)
    }
    if "split" in given and len(given) > 1:
        raise UsageError("split takes the place of before and after. Leave out one or the other")
    if len(given) == 1 and "split" not in given:
        missing = "after" if "before" in given else "before"
        raise UsageError(f"{next(iter(given))} needs {missing}, such as {missing}=2023..2024")
    if "before" in given:
        first, second = _span("before", given["before"]), _span("after", given["after"])
        if second.earliest <= first.latest:
            wrong = "lies before the first" if second.latest < first.earliest else "overlaps the first"
            raise UsageError(
                f"The second period, {words(second)}, {wrong}, {words(first)}. Let before end sooner than "
                "after begins"
            )
        return first, second
    if "split" in given:
        day = _span("split", given["split"]).earliest
    elif begins[0] == begins[-1]:
        raise UsageError(
            f"Everything that is dated begins on {begins[0]}: there are no two periods to compare"
        )
    else:
        middle = begins[len(begins) // 2]
        day = middle if middle > begins[0] else next(each for each in begins if each > middle)
    if day == dt.date.min:
        raise UsageError("Nothing lies before the first day of the first year. Choose a later day for split")
    return DateSpan(dt.date.min, day - dt.timedelta(1)), DateSpan(day, dt.date.max)


def _span(name: str, text: str) -> DateSpan:
    try:
        return DateSpan.parse(text)
    except ValueError as error:
        raise UsageError(
            f'{name} cannot be "{text}": {error}. Write a date such as 2024, 2024-04 or 2024-04-11, or two '
            "joined by two dots"
        ) from None


def words(span: DateSpan) -> str:
    """Return a period in words; one end may be open."""
    if span.earliest == dt.date.min:
        return f"until {span.latest}"
    if span.latest == dt.date.max:
        return f"from {span.earliest}"
    return span.slug.replace("..", " to ")

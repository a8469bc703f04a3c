"""From statements to the rows of a timeline: what is dated, how widely, and what nobody dates."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from fashion_kg.network import Filters
from fashion_kg.views import ViewRequest
from fashion_kg.views._stated import Stated, Value

Days = tuple[dt.date, dt.date]
"""The first and the last day of a date as wide as its source leaves it."""

_DATES = ("date", "announced", "start", "end")
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20|21)\d\d(?!\d)")
_CAMPAIGN = "Campaign"
DATING = ("launched", "season")
"""What places a campaign in time: properties that claims state."""


@dataclass(frozen=True)
class Mark:
    """One thing drawn on the axis.

    Attributes:
        form: ``point`` (some time within `since`), ``span`` (from `since` until `until`, either of which can
            be open), ``announced``, ``season`` (the year that a season is named after) or ``reported`` (the
            first day on which a source spoke of it).
        since: when it was, or began.
        until: when a span ended.
        text: the dates in words.
        rank: preferred, normal or deprecated.
        statements: who says so.
    """

    form: str
    since: Days | None
    until: Days | None
    text: str
    rank: str
    statements: tuple[str, ...]


@dataclass
class Row:
    """A row of a timeline: a campaign, a post, an appearance or an event, with every date that sources give.

    Attributes:
        lane: local name of the class.
        things: addresses of what it names, what it is mainly about first.
        words: labels of roles and kinds.
        heading: what to call it where it is about the timeline's own subject; else the first thing's name.
        statements: addresses of everything that is said of it.
        marks: its dates; none where nobody dates it.
        disputed: whether sources disagree on something in it.
    """

    lane: str
    things: tuple[str, ...]
    words: tuple[str, ...] = ()
    statements: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    disputed: bool = False
    heading: str = ""

    @property
    def first(self) -> dt.date:
        """The first day of it, by which rows are sorted; what is not dated comes last."""
        days = [days[0] for mark in self.marks for days in (mark.since, mark.until) if days]
        return min(days, default=dt.date.max)


def rows_about(
    request: ViewRequest, thing: str, statements: Iterable[Stated], around: Iterable[Stated] = ()
) -> list[Row]:
    """Return the rows of a thing's timeline, lane by lane, in order of time.

    Args:
        request: what was asked.
        thing: address of what it is about.
        statements: about the thing, and what dates its campaigns.
        around: other statements on the same campaigns: the first source of any of them reported it.
    """
    everything = list(statements)
    campaigns = _by_campaign(request, everything)
    heard = _by_campaign(request, [*everything, *around])
    found = (
        _campaign(thing, iri, list(campaigns[iri].values()), list(heard[iri].values()))
        for iri in sorted(campaigns)
    )
    rows = [*(row for row in found if row), *_events(request, thing, everything)]
    labels = request.labels
    order = {lane: place for place, lane in enumerate((_CAMPAIGN, *request.ontology.statement_classes))}
    return sorted(rows, key=lambda row: (order[row.lane], row.first, [labels.get(t, t) for t in row.things]))


# -- campaigns --------------------------------------------------------------------------------------


def _by_campaign(request: ViewRequest, statements: Iterable[Stated]) -> dict[str, dict[str, Stated]]:
    kinds = request.kinds
    about: dict[str, dict[str, Stated]] = defaultdict(dict)
    for each in statements:
        for iri in each.things:
            if kinds.get(iri) == _CAMPAIGN:
                about[iri][each.iri] = each
    return about


def _campaign(thing: str, campaign: str, statements: list[Stated], heard: list[Stated]) -> Row | None:
    """Return the row of a campaign, or None where all that is left of it are its dates."""
    others = [each for each in statements if each.states not in DATING]
    if not others:
        return None
    direct = [each for each in others if thing in each.things] or others
    said = {
        value.label
        for each in direct
        if each.rank != "deprecated" and thing in each.things
        if (value := each.one("role", "featureRelation")) and thing != campaign
    }
    if all(each.rank == "deprecated" for each in direct):
        said = {"judged wrong"}
    row = Row(_CAMPAIGN, (campaign,), tuple(sorted(said)))
    launched = [each for each in statements if each.states == "launched"]
    seasons = [each for each in statements if each.states == "season"]
    row.marks = [*_points(launched, "value"), *(mark for each in seasons if (mark := _season(each)))]
    days = sorted((each.reported, each.iri) for each in heard if each.reported)
    if days and not launched:
        first = days[0][0]
        voices = tuple(iri for found, iri in days if found == first)
        row.marks.append(Mark("reported", first, None, date_words(first), "normal", voices))
    row.statements = [each.iri for each in (*direct, *launched, *seasons)]
    row.disputed = any(each.disputed for each in (*direct, *launched, *seasons))
    return row


def _season(each: Stated) -> Mark | None:
    """Return the year or years that a season is named after; a season is no date, and is marked as one."""
    season = each.one("value")
    years = sorted(map(int, _YEAR.findall(season.label))) if season else []
    if not season or not years:
        return None
    days = dt.date(years[0], 1, 1), dt.date(years[-1], 12, 31)
    return Mark("season", days, None, season.label, each.rank, (each.iri,))


# -- posts, appearances, events ---------------------------------------------------------------------


def _events(request: ViewRequest, thing: str, statements: list[Stated]) -> list[Row]:
    """Return a row for each event.

    A product is released once or is not agreed on: whatever is said of one kind of event of a product shares
    a row. A post can be held twice: statements on the same one share a row only where they disagree.
    """
    grouped: dict[tuple[object, ...], list[Stated]] = defaultdict(list)
    dated = {
        kind for kind, fields in request.ontology.fields.items() if {f.name for f in fields} & set(_DATES)
    }
    for each in statements:
        if each.kind in dated:
            apart_from = _DATES if "eventKind" not in each.fields else (*_DATES, "agent")
            what = tuple(
                (name, values) for name, values in sorted(each.fields.items()) if name not in apart_from
            )
            grouped[each.kind, what].append(each)
    rows = []
    for found in grouped.values():
        if "eventKind" in found[0].fields:
            rows.append(_event(request, thing, found))
            continue
        together = [each for each in found if each.disputed]
        apart = [each for each in found if not each.disputed and any(name in each.fields for name in _DATES)]
        bare = [each for each in found if each not in together and each not in apart]
        groups = [group for group in (together, *([each] for each in apart)) if group]
        # Who says the same without a date adds a voice to it, and none to a date.
        if groups:
            groups[0] += bare
        else:
            groups = [bare]
        rows += [_event(request, thing, group) for group in groups]
    return rows


def _event(request: ViewRequest, thing: str, group: list[Stated]) -> Row:
    kind, entities = group[0].kind, request.kinds
    values = [
        value
        for field_ in request.ontology.fields[kind]
        if field_.name not in _DATES
        for each in group
        for value in each.fields.get(field_.name, ())
        if value.text != thing
    ]
    things = [each.text for each in values if each.iri and each.text in entities]
    words = [each.label for each in values if not each.iri or each.text not in entities]
    row = Row(kind, tuple(dict.fromkeys(things)), tuple(dict.fromkeys(words)))
    row.marks = _joined(mark for each in group for mark in _marks(each))
    row.statements = [each.iri for each in group]
    row.disputed = any(each.disputed for each in group)
    if "eventKind" in group[0].fields and any(each.text == thing for each in group[0].fields["product"]):
        # An event of the subject's own is called by what happened, not by who had a part in it.
        row.heading, row.words = row.words[0], row.words[1:]
    return row


def _marks(each: Stated) -> list[Mark]:
    since, until = each.one("start"), each.one("end")
    found = []
    if announced := each.one("announced"):
        found.append(Mark("announced", _days(announced), None, _text(announced), each.rank, (each.iri,)))
    if since or until:
        text = f"{_text(since) if since else ''} – {_text(until) if until else ''}".strip()
        found.append(Mark("span", _days(since), _days(until), text, each.rank, (each.iri,)))
    return [*found, *_points([each], "date")]


def _points(statements: Iterable[Stated], name: str) -> list[Mark]:
    return _joined(
        Mark("point", _days(value), None, _text(value), each.rank, (each.iri,))
        for each in statements
        if (value := each.one(name)) and value.earliest
    )


def _joined(marks: Iterable[Mark]) -> list[Mark]:
    """Return marks in order, those that say the same as one."""
    voices: dict[Mark, list[str]] = defaultdict(list)
    for mark in marks:
        voices[replace(mark, statements=())] += mark.statements
    joined = [replace(mark, statements=tuple(said)) for mark, said in voices.items()]
    return sorted(
        joined, key=lambda mark: (mark.since or mark.until or (dt.date.max, dt.date.max), mark.form)
    )


def _days(value: Value | None) -> Days | None:
    return (value.earliest, value.latest) if value and value.earliest and value.latest else None


def _text(value: Value) -> str:
    days = _days(value)
    return date_words(days) if days else value.label


def date_words(days: Days) -> str:
    """Return a date as short as its width lets one write it: 2000, 2000-03, 2000-03-01 or two of them."""
    first, last = days
    if first == last:
        return first.isoformat()
    if (first.day, first.month, last.day, last.month) == (1, 1, 31, 12):
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    ends = last.day == calendar.monthrange(last.year, last.month)[1]
    if first.day == 1 and ends and (first.year, first.month) == (last.year, last.month):
        return f"{first:%Y-%m}"
    return f"{first.isoformat()}–{last.isoformat()}"


def in_window(row: Row, filters: Filters) -> bool:
    """Whether some date of a row is in the time window; what nobody dates is in none."""
    if filters.since is None and filters.until is None:
        return True
    for mark in row.marks:
        first = mark.since[0] if mark.since else None
        last = (mark.until or (None if mark.form == "span" else mark.since) or (None, None))[1]
        early = filters.since is not None and last is not None and last < filters.since
        late = filters.until is not None and first is not None and first > filters.until
        if not early and not late:
            return True
    return False

"""When: campaigns, posts, appearances and what became of products on one axis, with nothing guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from fashion_kg.errors import UsageError, counted
from fashion_kg.namespaces import PREFIXES
from fashion_kg.network import Filters
from fashion_kg.projections import read_occasions
from fashion_kg.views import ViewRequest
from fashion_kg.views._asked import named, titled
from fashion_kg.views._ledger import Ledger
from fashion_kg.views._look import Look
from fashion_kg.views._page import page
from fashion_kg.views._spans import DATING, Days, Mark, Row, in_window, rows_about
from fashion_kg.views._stated import heard, refuse, sentences, stated

summary = "campaigns, posts, appearances and product events of a brand, person or product on a time axis"
usage = "NAME"
options: Mapping[str, str] = {}

_ABOUT = ("Agent", "Creation")
"""Classes of the things that have a timeline."""


def render(request: ViewRequest) -> str:
    """Return the page.

    Raises:
        UsageError: the name is missing, unknown or that of something without a timeline; nothing is left.
    """
    if len(request.words) != 1:
        raise UsageError(
            "A timeline is about one thing. Give the name of a brand, a person, a campaign or a product, "
            "in quotes if it has several words"
        )
    heeded = ("since", "until", "roles", "brands", "seasons", "sources", "without", "review", "counted")
    refuse(request, "timeline", heeded, "It shows statements one by one: leave it out")
    thing = request.names.find(request.words[0]).value
    kind = request.kinds.get(thing, "")
    label = request.labels.get(thing, request.words[0])
    if not any(request.ontology.is_a(kind, wanted) for wanted in _ABOUT):
        what = request.ontology.called(kind) if kind else "word of the vocabulary"
        raise UsageError(
            f"{label} is a {what}, and has no timeline. Ask for a brand, a person, a campaign or a product"
        )
    rows, left_out = timeline_rows(request, thing)
    if not rows:
        raise UsageError(_nothing(label, left_out))
    blocks = _blocks(request, thing, label, rows, left_out)
    return page("timeline", f"{label}: timeline", "timeline.js", blocks)


def timeline_rows(request: ViewRequest, thing: str) -> tuple[list[Row], list[str]]:
    """Return what is on the timeline of a thing, and what the filters left out, one phrase a reason.

    With ``counted`` set to members, what groups did that the thing belongs to is its own, too.
    """
    occasions = read_occasions(request.store, request.project.query_folders)
    whole = {each.iri: each for each in stated(request, *_selves(request, thing))}
    kinds = request.kinds
    campaigns = {iri for each in whole.values() for iri in each.things if kinds.get(iri) == "Campaign"}
    around = {each.iri: each for each in stated(request, *sorted(campaigns - {thing}))}
    # What dates a campaign has no role and is for no brand: it is cut down by who says so alone.
    filters = request.filters
    voices = Filters(sources=filters.sources, without=filters.without, review=filters.review)
    dating = [each for each in (whole | around).values() if each.states in DATING]
    direct = [each for each in whole.values() if each.states not in DATING]
    kept, left_out = heard(direct, filters, occasions)
    rows = rows_about(
        request,
        thing,
        [*kept, *heard(dating, voices, occasions)[0]],
        heard(around.values(), voices, occasions)[0],
    )
    inside = [row for row in rows if in_window(row, filters)]
    told = sentences(left_out)
    if gone := len(rows) - len(inside):
        told.append(f"{counted(gone, 'row')} left out: outside the time window, or dated by nobody")
    return inside, told


def _selves(request: ViewRequest, thing: str) -> Iterable[str]:
    yield thing
    if request.counted == "members":
        member = PREFIXES["fkg"] + "member"
        for each in stated(request, thing):
            group, property_, person = each.one("subject"), each.one("property"), each.one("value")
            if property_ and property_.text == member and group and person and person.text == thing:
                yield group.text


def _nothing(label: str, left_out: list[str]) -> str:
    why = f": {'; '.join(left_out)}" if left_out else ""
    remedy = "Ask for less narrow filters" if left_out else "See what is said with: fashion-kg why NAME"
    return f"No campaign, post, appearance or product event of {label} is left to show{why}. {remedy}"


def _blocks(
    request: ViewRequest, thing: str, label: str, rows: list[Row], left_out: list[str]
) -> dict[str, Any]:
    ledger, look = Ledger(request), Look(request.ontology)
    subject = ledger.thing(thing)
    lanes = list(dict.fromkeys(row.lane for row in rows))
    shown = [
        {
            "lane": lanes.index(row.lane),
            "things": [ledger.thing(iri) for iri in row.things],
            "words": row.words,
            "heading": row.heading,
            "marks": [_mark(ledger, mark) for mark in row.marks],
            "statements": ledger.said(row.statements),
            "disputed": row.disputed,
        }
        for row in rows
    ]
    summary = f"Campaigns, posts, appearances and product events of {label}, as far as sources date them."
    kinds = [look.kind(lane) for lane in lanes]
    content = {
        "subject": subject,
        "lanes": [{key: kind[key] for key in ("id", "label", "plural")} for kind in kinds],
        "rows": shown,
    }
    title = titled(named(request, thing))
    return ledger.blocks("timeline", title, summary, content, left_out)


def _mark(ledger: Ledger, mark: Mark) -> dict[str, Any]:
    return {
        "form": mark.form,
        "from": _numbers(mark.since),
        "to": _numbers(mark.until),
        "text": mark.text,
        "rank": mark.rank,
        "statements": ledger.said(mark.statements),
    }


def _numbers(days: Days | None) -> list[int] | None:
    return [day.toordinal() - _EPOCH for day in days] if days else None


_EPOCH = 719163
"""The ordinal of 1970-01-01 in Python; pages count days from there."""

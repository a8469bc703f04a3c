"""Statements about a thing with their fields, and what a page's filters let through of them."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast

from pyoxigraph import Literal, NamedNode, QuerySolutions

from fashion_kg.errors import UsageError, counted
from fashion_kg.network import GROUPS, REVIEW_STATES, Filters, Occasion
from fashion_kg.ontology import local_name
from fashion_kg.queries import find_query
from fashion_kg.views import ViewRequest


@dataclass(frozen=True, order=True)
class Value:
    """What stands in a field of a statement.

    Attributes:
        text: an address, or the text itself.
        label: the name of what the address is of; of a text, the text.
        iri: whether it is an address.
        earliest: the first day, where it is a date.
        latest: the last day.
    """

    text: str
    label: str
    iri: bool
    earliest: dt.date | None = None
    latest: dt.date | None = None


@dataclass(frozen=True)
class Stated:
    """A statement with its fields.

    Attributes:
        iri: address of the assertion.
        kind: local name of its class.
        fields: values by local name of the field, in order.
        rank: preferred, normal or deprecated.
        review: proposed, unreviewed or accepted.
        disputed: whether another statement conflicts with it.
        sources: who says so.
        reported: the first and last day on which the first source that says so can have been published: a
            source dated by month or year says no day.
    """

    iri: str
    kind: str
    fields: Mapping[str, tuple[Value, ...]]
    rank: str
    review: str
    disputed: bool
    sources: frozenset[str]
    reported: tuple[dt.date, dt.date] | None

    def one(self, *fields: str) -> Value | None:
        """Return the first value of the first of these fields that the statement has."""
        return next((self.fields[name][0] for name in fields if name in self.fields), None)

    @property
    def states(self) -> str:
        """Local name of the property that a claim states; "" of any other statement."""
        found = self.one("property")
        return local_name(found.text) if found else ""

    @property
    def things(self) -> list[str]:
        """Addresses of everything that stands in a field."""
        return [value.text for values in self.fields.values() for value in values if value.iri]


def stated(request: ViewRequest, *things: str) -> list[Stated]:
    """Return every statement that mentions one of these things or what belongs to it, none twice."""
    query = find_query("claims/fields", request.project.query_folders)
    found: dict[str, Stated] = {}
    for thing in things:
        rows = cast(QuerySolutions, request.store.query(query.bind({"thing": NamedNode(thing)})))
        found |= {each.iri: each for each in _read(rows)}
    return list(found.values())


def _read(rows: QuerySolutions) -> Iterator[Stated]:
    heads: dict[str, tuple[str, str, str, bool]] = {}
    fields: dict[str, dict[str, dict[Value, None]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        cell = {name: row[name] for name in _COLUMNS}
        iri, node = _text(cell["statement"]), cell["value"]
        kind, rank, review = (_text(cell[name]) for name in ("kind", "rank", "review"))
        heads[iri] = (kind, rank, review, _text(cell["disputed"]) == "true")
        value = Value(
            _text(node),
            _text(cell["label"]) or _text(node),
            isinstance(node, NamedNode),
            _day(cell["earliest"]),
            _day(cell["latest"]),
        )
        fields[iri][_text(cell["field"])][value] = None
    for iri, (kind, rank, review, disputed) in heads.items():
        named = {name: tuple(values) for name, values in fields[iri].items()}
        sources = named.pop("source", ())
        days = [(source.earliest, source.latest) for source in sources if source.earliest and source.latest]
        heard = frozenset(source.text for source in sources)
        yield Stated(iri, kind, named, rank, review, disputed, heard, min(days, default=None))


_COLUMNS = (
    "statement", "kind", "field", "value", "label", "earliest", "latest", "rank", "review", "disputed",
)  # fmt: skip


def _text(node: object) -> str:
    return node.value if isinstance(node, NamedNode | Literal) else ""


def _day(node: object) -> dt.date | None:
    return dt.date.fromisoformat(node.value[:10]) if isinstance(node, Literal) else None


# -- filters ----------------------------------------------------------------------------------------

_OPTIONS = {
    "since": "--from",
    "until": "--to",
    "roles": "--role",
    "brands": "--brand",
    "seasons": "--season",
    "weight": "--min-weight",
    "sources": "--source",
    "without": "--without-source",
    "review": "--reviewed-only",
}


def refuse(request: ViewRequest, view: str, heeded: Collection[str], remedy: str) -> None:
    """Refuse filters and ways to count that a view cannot heed: a page shows what it was asked to.

    Args:
        request: what was asked.
        view: what to call the view in the message.
        heeded: names of the fields of `Filters` that the view heeds; "counted" for members instead of groups.
        remedy: what to do instead.

    Raises:
        UsageError: another one is set.
    """
    plain = Filters()
    given = [
        option
        for name, option in _OPTIONS.items()
        if name not in heeded and getattr(request.filters, name) != getattr(plain, name)
    ]
    if request.counted != GROUPS and "counted" not in heeded:
        given.append(f"--count {request.counted}")
    if given:
        raise UsageError(f"A {view} does not heed {', '.join(given)}. {remedy}")


def heard(
    statements: Iterable[Stated], filters: Filters, occasions: Mapping[str, Occasion]
) -> tuple[list[Stated], Counter[str]]:
    """Return the statements that pass the filters, and how many do not, by reason.

    What was judged wrong stays: a page shows it as such. Times are not looked at here.

    Args:
        statements: all of them.
        filters: what to let through.
        occasions: brands and seasons of campaigns and appointments.
    """
    kept, left_out = [], Counter[str]()
    for each in statements:
        sources = each.sources - filters.without
        sources = sources & filters.sources if filters.sources else sources
        if why := _why_not(each, sources, filters, occasions):
            left_out[why] += 1
        else:
            kept.append(replace(each, sources=sources))
    return kept, left_out


def _why_not(
    each: Stated, sources: frozenset[str], filters: Filters, occasions: Mapping[str, Occasion]
) -> str | None:
    if REVIEW_STATES.index(each.review) < REVIEW_STATES.index(filters.review):
        return "only proposed" if each.review == REVIEW_STATES[0] else "not reviewed far enough"
    if not sources:
        return "said by no source asked for"
    role = each.one("role", "tenureRole")
    if filters.roles and (role is None or role.text not in filters.roles):
        return "another role, or none"
    about = [occasions[iri] for iri in (each.iri, *each.things) if iri in occasions]
    brands = {brand for one in about for brand in one.brands} | set(each.things)
    if filters.brands and not brands & filters.brands:
        return "another brand, or none"
    if filters.seasons and not {season for one in about for season in one.seasons} & filters.seasons:
        return "another season, or none"
    return None


def sentences(left_out: Mapping[str, int]) -> list[str]:
    """Say what was left out, one phrase a reason."""
    return [f"{counted(count, 'statement')} left out: {reason}" for reason, count in sorted(left_out.items())]

"""Options that cut a network down, shared by the verbs that measure one and those that show one."""

from __future__ import annotations

import argparse
import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from fashion_kg.errors import UsageError
from fashion_kg.network import GROUPS, MEMBERS

if TYPE_CHECKING:
    from fashion_kg.cli.verbs import Arguments, Parser
    from fashion_kg.names import Names
    from fashion_kg.network import Filters
    from fashion_kg.ontology import Ontology

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def filter_options(parser: Parser) -> None:
    """Take the options that say what of the graph counts; `filters_of` reads them.

    Beside the filters, ``arguments`` has ``count`` (``groups`` or ``members``), ``lang`` and ``seed``.
    """
    group = parser.add_argument_group("what counts")
    group.add_argument(
        "--count",
        type=_counted,
        default=GROUPS,
        metavar="WORD",
        help=f"whether a duo is one or its members are: {GROUPS}, {MEMBERS} (default: {GROUPS})",
    )
    group.add_argument(
        "--from",
        dest="since",
        type=_first_day,
        metavar="DATE",
        help=f"leave out what ended before this year, month or day; {_UNDATED}",
    )
    group.add_argument(
        "--to",
        dest="until",
        type=_last_day,
        metavar="DATE",
        help=f"leave out what began after this year, month or day; {_UNDATED}",
    )
    for option, name, about in _REPEATED:
        group.add_argument(
            option, action="append", default=[], metavar=name, help=f"{about}; may be repeated"
        )
    group.add_argument(
        "--min-weight", type=_weight, default=0, metavar="N", help="only edges of this weight or more"
    )
    group.add_argument(
        "--lang", default="en", metavar="TAG", help="language of the labels, such as fr or zh-Hant"
    )
    group.add_argument(
        "--seed", type=_whole, default=1, metavar="N", help="of everything random (default: 1)"
    )


_UNDATED = (
    "what no source dates is placed by the day of its first report, and left out where no dated source "
    "reports it"
)
_FACTS_STAY = "the brand, season and days of a campaign stay, whoever says them"
_REPEATED = (
    ("--role", "ROLE", "only this role, or the roles of this group, such as talent"),
    ("--brand", "NAME", "only what is for this brand"),
    ("--season", "NAME", "only what is of this season"),
    ("--source", "NAME", f"only statements that this source makes; {_FACTS_STAY}"),
    ("--without-source", "NAME", f"without statements that only this source makes; {_FACTS_STAY}"),
)


def filters_of(arguments: Arguments, names: Names, ontology: Ontology) -> Filters:
    """Return what was asked to count, with the addresses of what was named.

    Raises:
        UsageError: a name is unknown or ambiguous, or the time window ends before it begins.
    """
    from fashion_kg.network import Filters
    from fashion_kg.projections import roles_below

    since, until = arguments.since, arguments.until
    if since and until and until < since:
        raise UsageError(
            f"The time window ends on {until}, before it begins on {since}. Swap --from and --to"
        )

    def found(words: Iterable[str], class_name: str) -> frozenset[str]:
        return frozenset(names.find(word, class_name.lower()).value for word in words)

    return Filters(
        since=since,
        until=until,
        roles=roles_below(ontology, arguments.role),
        brands=found(arguments.brand, "Brand"),
        seasons=found(arguments.season, "Season"),
        sources=found(arguments.source, "Source"),
        without=found(arguments.without_source, "Source"),
        review="accepted" if arguments.reviewed_only else "unreviewed",
        weight=arguments.min_weight,
    )


def _counted(text: str) -> str:
    if text not in (GROUPS, MEMBERS):
        raise argparse.ArgumentTypeError(f'there is no "{text}". Use one of: {GROUPS}, {MEMBERS}')
    return text


def _first_day(text: str) -> dt.date:
    return _day(text, lambda _, month: (month or 1, 1))


def _last_day(text: str) -> dt.date:
    def last(year: int, month: int) -> tuple[int, int]:
        return month or 12, calendar.monthrange(year, month or 12)[1]

    return _day(text, last)


def _day(text: str, rest: Callable[[int, int], tuple[int, int]]) -> dt.date:
    """Read a date of any precision; ``rest`` gives the month and the day that are not written."""
    try:
        match = _DATE.fullmatch(text)
        year, month, day = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
        chosen = (month, day) if day else rest(year, month)
        return dt.date(year, *chosen)
    except (ValueError, calendar.IllegalMonthError):
        raise argparse.ArgumentTypeError(
            f'"{text}" is not a date. Write one such as 2024, 2024-04 or 2024-04-11'
        ) from None


def _weight(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < 1e9:
        raise argparse.ArgumentTypeError(f'"{text}" is not a weight. Write a number such as 2')
    return value


def _whole(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text):
        raise argparse.ArgumentTypeError(f'"{text}" is not a whole number. Write one such as 1')
    return int(text)

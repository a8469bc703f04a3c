"""Dates as tables print them: only what is one date for everybody is read as one."""

from __future__ import annotations

import re

from fashion_kg.claims import DateSpan

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_WORDS = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)? )?([a-z]+)\.?,? (\d{4})|([a-z]+)\.? (\d{1,2}),? (\d{4})")


def read_date(text: str) -> str:
    """Return a date as sheets write it.

    Read are ``2031``, ``2031-02``, ``2031-02-03``, with a time after it or not, two of them joined by
    ``..``, and English words such as ``February 2031``, ``3 February 2031`` and ``Feb 3, 2031``. A day
    written 03/02/2031 is another one in another country, and 2031? is no statement.

    Raises:
        ValueError: it is none of these.

    >>> read_date("3 Feb 2031"), read_date("2031-02-03T00:00:00")
    ('2031-02-03', '2031-02-03')
    """
    plain = re.sub(r"[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z?$", "", text.strip())
    plain = re.sub(r"^(\d{4})\.0$", r"\1", plain)  # a year that went through a column of decimal numbers
    if match := _WORDS.fullmatch(plain.lower()):
        day, name, year = (match[1], match[2], match[3]) if match[2] else (match[5], match[4], match[6])
        months = [place for place, month in enumerate(_MONTHS, 1) if month.startswith(name) and len(name) > 2]
        if len(months) == 1:
            plain = f"{year}-{months[0]:02}" + (f"-{int(day):02}" if day else "")
    return DateSpan.parse(plain).slug

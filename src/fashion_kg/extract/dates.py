"""When somebody began, ended or was announced, as the sentence that says so prints it; nothing is guessed.

An open end stays open: the words for today give no date. A date that is printed beside two people belongs to
the one named last before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache

from fashion_kg.extract import Dated, Proposal, Span
from fashion_kg.extract.cleaning import date_in
from fashion_kg.extract.grammars import PERSON, SINGLE
from fashion_kg.extract.reading import Prepared, Sentence
from fashion_kg.extract.words import any_of, months, read_words

_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH = re.compile(r"[^\W\d_]{3,10}")


def with_dates(prepared: Prepared, said: Iterable[Proposal]) -> Iterator[Proposal]:
    """Yield proposals; tenures and ambassadorships have the dates that their sentence prints for them."""
    for each in said:
        sentence = _sentence(prepared, each) if each.kind in _kinds() else None
        if sentence is None:
            yield each
            continue
        others = [
            mention.start for mention in sentence.shadow.mentions.values() if mention.sort in (PERSON, SINGLE)
        ]
        dates = [date for date in _dates(sentence, _kinds()[each.kind]) if _is_its_own(each, date, others)]
        given = {date.field: date.date for date in dates}
        if given.get("start", "") > given.get("end", "9"):  # They belong to two people.
            dates = []
        yield replace(each, dates=tuple(dates)) if dates else each


def has_past(text: str) -> bool:
    """Whether a text, in small letters, tells of somebody's time in office as over."""
    return bool(_past().search(text))


def _is_its_own(proposal: Proposal, date: Dated, others: Iterable[int]) -> bool:
    if date.where.start < proposal.printed.start:  # "On 4 March 2031, the house named Mina Okafor ..."
        return not any(place < proposal.printed.start for place in others)
    return not any(proposal.printed.end <= place < date.where.start for place in others)


def _sentence(prepared: Prepared, proposal: Proposal) -> Sentence | None:
    place = proposal.printed.start
    for sentence in prepared.sentences_of[prepared.line_at(place)]:
        if sentence.shadow.places[0] <= place < sentence.shadow.places[-1]:
            return sentence
    return None


def _dates(sentence: Sentence, group: str) -> Iterator[Dated]:
    """Yield the dates of a sentence, each field once."""
    seen: set[str] = set()
    for fields, pattern in _patterns(group):
        for match in pattern.finditer(sentence.shadow.text):
            for name, letter in zip(fields, "DE", strict=False):
                date = date_printed(match[letter])
                if date and name not in seen:
                    seen.add(name)
                    places = sentence.shadow.places
                    where = Span(places[match.start(letter)], places[match.end(letter) - 1] + 1)
                    yield Dated(name, date, where)


def date_printed(printed: str) -> str:
    """Return a printed date as ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``: as much of it as it gives.

    >>> [date_printed(text) for text in ("march 2019", "4 mars 2019", "2019年3月", "2019")]
    ['2019-03', '2019-03-04', '2019-03', '2019']
    """
    if re.fullmatch(read_words("dates")["uncased"], printed):
        return "-".join(f"{int(part):02d}" for part in re.findall(r"\d+", printed))
    if day := date_in(printed):
        return day
    year, month = _YEAR.search(printed), _MONTH.search(printed)
    if year is None:
        return ""
    number = months().get(month[0].lower()) if month else None
    return f"{year[0]}-{number:02d}" if number else year[0]


@cache
def _kinds() -> Mapping[str, str]:
    """Return under which heading of the file the dates of each kind of statement are."""
    return {"Tenure": "tenure", "Ambassadorship": "announced"}


@cache
def _past() -> re.Pattern[str]:
    return re.compile(any_of(read_words("dates")["past"]))


@cache
def _patterns(group: str) -> tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]:
    given = read_words("dates")
    names = any_of(months())
    date = f"(?:{given['uncased']}|{given['date'].replace('{month}', names)})"
    found = []
    for name, patterns in given[group].items():
        fields = ("start", "end") if name == "both" else (name,)
        whole = date if name == "both" else rf"{date}(?![\d/–-])"
        for text in patterns:
            filled = text.replace("{D}", f"(?P<D>{whole})").replace("{E}", f"(?P<E>{whole})")
            found.append((fields, re.compile(filled)))
    return tuple(found)

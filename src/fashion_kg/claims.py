"""The shapes of what is read: sources, entities, statements and the evidence for them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from fashion_kg.namespaces import entity_iri

MAX_PHRASE_WORDS = 12


@dataclass(frozen=True, order=True)
class Text:
    """A text with its language tag (BCP 47); an empty tag means a text in no language."""

    value: str
    language: str = ""


@dataclass(frozen=True, order=True)
class Reference:
    """An entity or a term, by its IRI."""

    iri: str


_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


@dataclass(frozen=True, order=True)
class DateSpan:
    """The days within which something happened, both ends included."""

    earliest: dt.date
    latest: dt.date

    @classmethod
    def parse(cls, text: str) -> DateSpan:
        """Read ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD`` or two of them joined by ``..``.

        Raises:
            ValueError: the text is no such date, the day does not exist, or the span ends before it begins.
        """
        first, dots, last = text.partition("..")
        span = cls(cls._bound(first, last=False), cls._bound(last if dots else first, last=True))
        if span.latest < span.earliest:
            raise ValueError("it ends before it begins")
        return span

    @staticmethod
    def _bound(text: str, *, last: bool) -> dt.date:
        match = _DAY.fullmatch(text)
        if not match:
            wrong = "it is not written YYYY, YYYY-MM or YYYY-MM-DD" if text else "one of its ends is missing"
            raise ValueError(wrong)
        year, month, day = int(match[1]), int(match[2] or (12 if last else 1)), int(match[3] or 1)
        try:
            begin = dt.date(year, month, day)
        except ValueError:
            raise ValueError("there is no such day") from None
        return begin.replace(day=calendar.monthrange(year, month)[1]) if last and not match[3] else begin

    @cached_property
    def slug(self) -> str:
        """The shortest text that reads back as this span."""
        first, last = self.earliest.isoformat(), self.latest.isoformat()
        if first == last:
            return first
        for short_first, short_last in ((first[:4], last[:4]), (first[:7], last[:7]), (first, last)):
            short = short_first if short_first == short_last else f"{short_first}..{short_last}"
            if DateSpan.parse(short) == self:
                return short
        raise AssertionError(f"no slug for {self!r}")

    @property
    def iri(self) -> str:
        """The address of the span, such as ``.../date/2000``."""
        return entity_iri("date", self.slug)


Value = Reference | DateSpan | Text


@dataclass(frozen=True)
class Entity:
    """Something that sources speak about, with its names.

    Attributes:
        iri: its address.
        class_name: local name of its class in the ontology.
        labels: preferred labels, one a language.
        alternatives: other names.
        hidden: wrong spellings, for search alone.
        sources: ids of the sources whose sheets declare it.
    """

    iri: str
    class_name: str
    labels: tuple[Text, ...]
    alternatives: tuple[Text, ...] = ()
    hidden: tuple[Text, ...] = ()
    sources: tuple[str, ...] = ()


ACCEPTED, UNREVIEWED, PROPOSED, REJECTED = "accepted", "unreviewed", "proposed", "rejected"
"""How far a statement was checked. What was rejected stays in its sheet, and is in no graph."""


@dataclass(frozen=True)
class Review:
    """How far a statement of one source was checked.

    Attributes:
        state: a review state.
        reviewer: who checked this one statement; None where the state is that of the whole source.
        day: when.
        reason: why it was rejected.
    """

    state: str = ""
    reviewer: str | None = None
    day: dt.date | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Evidence:
    """Where one source makes a statement, and how it prints it.

    ``start`` and ``end`` count Unicode code points in the decoded text, the end excluded, as in the
    Web Annotation model's TextPositionSelector; ``paragraph`` counts the lines that are not blank
    within the part, from 1. In a table none of the three has a meaning: ``row`` counts as a spreadsheet
    does, from 1 with a header as a row, ``column`` is the heading, and ``cell`` the place of both as
    RFC 7111 writes it (``cell=17,4``). ``confidence`` is how sure a program was, from 0 to 1; a person
    gives none. ``review`` is the source's own, or that of the statement. ``reader`` is who found it,
    where that is not whoever read the rest of the source. ``line`` is where the sheet says so.
    """

    source: str
    part: str
    paragraph: int
    start: int
    end: int
    phrase: str
    credit_text: str | None = None
    date_text: str | None = None
    position: int | None = None
    row: int = 0
    column: str = ""
    cell: str = ""
    confidence: Decimal | None = None
    review: Review = Review()
    reader: str | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Statement:
    """What one source says once or more: a kind of assertion, its fields, and the evidence."""

    kind: str
    fields: tuple[tuple[str, Value], ...]
    evidence: tuple[Evidence, ...]
    place: str = ""
    file: str = ""
    line: int = 0

    def get(self, field: str) -> Value | None:
        """Return the value of a field, or None where it is absent."""
        return dict(self.fields).get(field)


@dataclass(frozen=True)
class Source:
    """A document that was read, without its text; ``wave`` is empty where its sheet names none."""

    id: str
    kind: str
    label: str
    language: tuple[str, ...]
    sha256: str
    characters: int
    wave: str
    review: str
    reader: str
    read: dt.date
    title: str | None = None
    byline: str | None = None
    published: DateSpan | None = None
    publisher: str | None = None
    author: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    url: str | None = None
    derived_from: tuple[str, ...] = ()
    note: str | None = None
    parts: tuple[tuple[str, tuple[tuple[int, int], ...]], ...] = ()
    parts_sound: bool = True
    columns: tuple[str, ...] = ()
    file: str = ""
    line: int = 0

    @property
    def iri(self) -> str:
        """The address of the source."""
        return entity_iri("source", self.id)


@dataclass(frozen=True)
class RankDecision:
    """A decision about one assertion, named by its kind and fields as in a sheet."""

    kind: str
    fields: tuple[tuple[str, Value], ...]
    rank: str
    reason: str
    decided_by: str
    decided: dt.date
    file: str = ""
    line: int = 0


@dataclass(frozen=True)
class IdentityDecision:
    """A decision whether entities are the same, different, or unsure; ``kept`` is what *same* keeps."""

    judgement: str
    entities: tuple[str, ...]
    reason: str
    decided_by: str
    decided: dt.date
    kept: str | None = None
    file: str = ""
    line: int = 0

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashion_kg.claims import DateSpan, Evidence, Source, Statement, Text


@given(st.dates(), st.dates())
def test_a_span_reads_back_from_its_slug(one: dt.date, other: dt.date) -> None:
    span = DateSpan(min(one, other), max(one, other))
    assert DateSpan.parse(span.slug) == span


@given(
    st.integers(1, 9999),
    st.one_of(st.none(), st.integers(1, 12)),
    st.one_of(st.none(), st.integers(1, 28)),
)
def test_a_date_as_it_is_written_is_the_shortest_slug(year: int, month: int | None, day: int | None) -> None:
    text = f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if month and day else "")
    span = DateSpan.parse(text)
    assert span.slug == text
    assert span.earliest <= span.latest


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "slug"),
    [
        ("2031", "2031-01-01", "2031-12-31", "2031"),
        ("2031-02", "2031-02-01", "2031-02-28", "2031-02"),
        ("2032-02", "2032-02-01", "2032-02-29", "2032-02"),
        ("9999-12", "9999-12-01", "9999-12-31", "9999-12"),
        ("2031-02-03", "2031-02-03", "2031-02-03", "2031-02-03"),
        ("2031..2033", "2031-01-01", "2033-12-31", "2031..2033"),
        ("2031-01..2031-12", "2031-01-01", "2031-12-31", "2031"),
        ("2031-12..2032-02", "2031-12-01", "2032-02-29", "2031-12..2032-02"),
        ("2031-02-03..2031", "2031-02-03", "2031-12-31", "2031-02-03..2031-12-31"),
    ],
)
def test_spans(text: str, earliest: str, latest: str, slug: str) -> None:
    span = DateSpan.parse(text)
    assert (span.earliest.isoformat(), span.latest.isoformat(), span.slug) == (earliest, latest, slug)
    assert span.iri == f"https://w3id.org/fashion-kg/date/{slug}"


@pytest.mark.parametrize(
    "text",
    ["", "31", "2031-2", "2031-13", "2031-02-30", "0000", "2031..", "..2031", "2033..2031", "２０３１",
     "2031 ", "2031..2032..2033", "2031-02-03T10:00", "-2031", "spring 2031"],
)  # fmt: skip
def test_what_is_no_span(text: str) -> None:
    with pytest.raises(ValueError, match=r"^(it|there|one of) "):
        DateSpan.parse(text)


@given(st.text(max_size=12))
def test_parsing_fails_in_one_way_only(text: str) -> None:
    with contextlib.suppress(ValueError):
        DateSpan.parse(text)


def test_the_line_of_evidence_is_no_part_of_what_it_says() -> None:
    assert Evidence("s", "body", 1, 0, 2, "ab", line=3) == Evidence("s", "body", 1, 0, 2, "ab", line=4)


def test_small_matters() -> None:
    statement = Statement("Claim", (("value", Text("x", "en")),), ())
    assert statement.get("value") == Text("x", "en")
    assert statement.get("subject") is None
    source = Source("s", "Post", "S", ("en",), "", 1, "s", "accepted", "r", dt.date(2031, 1, 1))
    assert source.iri == "https://w3id.org/fashion-kg/source/s"

"""The day that an article gives as its own, and the days that only stand near its top."""

from __future__ import annotations

import pytest

from fashion_kg.extract.cleaning import date_in, read_text

PROSE = (
    "Casa Lumen unveiled its new campaign in Paris on a day of rain, with the photographer whom everybody "
    "had expected to see there, and with nobody else.\n"
)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Born on 4 May 1962", None),
        ("Doors: 12 March 2024", None),
        ("Doors: 12 March 2024, 19:00", None),
        ("31 February 1962", None),
        ("03/04/2024", None),
        ("4 May 2024", "2024-05-04"),
        ("Saturday, May 4, 2024 at 10:15 am", "2024-05-04"),
        ("samedi 4 mai 2024 à 10h15", "2024-05-04"),
        ("Published on 4 May 2024", "2024-05-04"),
        ("By Ruth Amsel, 4 May 2024", "2024-05-04"),
        ("Ruth Amsel, 4 May 2024", "2024-05-04"),
        ("2024年5月4日（土）", "2024-05-04"),
        ("입력 2024.05.04 10:15", "2024-05-04"),
        ("23/04/2024", "2024-04-23"),
        ("04/23/2024", "2024-04-23"),
        ("4.5.2024", "2024-05-04"),
        ("05/05/2024", "2024-05-05"),
    ],
)
def test_only_a_line_about_the_article_gives_its_day(line: str, day: str | None) -> None:
    assert read_text(f"Casa Lumen Goes To Sea\n\n{line}\n\n{PROSE}").published == day


def test_a_day_that_does_not_exist_is_none() -> None:
    assert date_in("30 February 2024") is None
    assert date_in("29 February 2024") == "2024-02-29"

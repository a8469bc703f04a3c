"""The day that an article gives as its own, and the days that only stand near its top."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fashion_kg.extract.cleaning import date_in, read_text
from projects import ROOT

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


def test_the_benchmark_gives_no_score_where_it_measured_nothing(tmp_path: Path) -> None:
    unset = {key: value for key, value in os.environ.items() if not key.startswith("FASHION_KG_")}
    unset["PYTHONPATH"] = str(ROOT / "src")
    command = [sys.executable, str(ROOT / "benchmarks" / "eval_extract.py")]
    done = subprocess.run(command, cwd=tmp_path, env=unset, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "FASHION_KG_ARTICLES" in done.stderr
    assert "P 1.000" not in done.stdout

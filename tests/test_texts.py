from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashion_kg.build import read_project
from fashion_kg.texts import TextFile, check_against_text, paragraph_number, texts_by_hash
from projects import SmallProject

TEXT = "one\n\ntwo\n   \nthree\nfour\r\n\r\nfive"


@pytest.mark.parametrize(
    ("word", "number"), [("one", 1), ("two", 2), ("three", 3), ("hree", 3), ("four", 4), ("five", 5)]
)
def test_paragraphs_are_the_lines_that_are_not_blank(word: str, number: int) -> None:
    assert paragraph_number(TEXT, [(0, len(TEXT))], TEXT.index(word)) == number


def test_paragraphs_are_counted_on_from_range_to_range() -> None:
    ranges = [(TEXT.index("two"), TEXT.index("three")), (TEXT.index("four"), len(TEXT))]
    assert [paragraph_number(TEXT, ranges, TEXT.index(word)) for word in ("two", "four", "five")] == [1, 2, 3]


def test_a_position_outside_all_ranges_has_no_paragraph() -> None:
    assert paragraph_number(TEXT, [(0, 3)], TEXT.index("five")) == 0
    assert paragraph_number(TEXT, [(5, 8)], 0) == 0


@given(st.lists(st.sampled_from(["a b", "", " ", "c", "\t"]), min_size=1, max_size=8), st.data())
def test_the_paragraph_of_any_position(lines: list[str], data: st.DataObject) -> None:
    text = "\n".join(lines)
    chosen = data.draw(st.integers(0, len(lines) - 1))
    start = sum(len(line) + 1 for line in lines[:chosen])
    expected = sum(bool(line.strip()) for line in lines[: chosen + 1])
    assert paragraph_number(text, [(0, len(text))], start) == expected


def test_texts_are_found_by_their_bytes(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "a.txt").write_bytes(b"a\r\n")
    (tmp_path / ".gitkeep").write_bytes(b"")
    file = TextFile(tmp_path / "inner" / "a.txt", b"a\r\n")
    assert texts_by_hash(tmp_path) == {hashlib.sha256(b"a\r\n").hexdigest(): file}


def test_texts_that_are_not_at_hand_are_not_compared(base: SmallProject) -> None:
    sheets = read_project(base.project, base.ontology)[0]
    assert check_against_text(sheets, {}) == []


def test_positions_count_characters_not_bytes_or_utf16_units(small: SmallProject) -> None:
    small.sheet(
        "diary",
        '[Person.ada]\nlabel = "Ada"\n[Campaign.night]\nlabel = "Night"\n'
        '[[Credit]]\ncampaign = "night"\nrole = "model"\ncreditedAgent = "ada"\n'
        "evidence = [«𠀀 🜁 é», «Ada in Night»]\n",
    )
    sheets = read_project(small.project, small.ontology)[0]
    texts = texts_by_hash(small.project.texts)
    contents = {sha256: text.content for sha256, text in texts.items()}
    assert check_against_text(sheets, contents) == []
    assert len(texts) == 1

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashion_kg.sheets.evidence import count_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("Ada", 1),
        ("photographed by Ines Calder", 4),
        ("Photographer | Ines Calder", 3),
        ("a – b — c", 3),
        ("It’s Théo's make-up", 3),
        ("港灣燈火", 2),
        ("港灣燈", 2),
        ("港灣燈火 by 伊內絲", 5),
        ("もり・ハナ", 2),
        ("𠀀𠀁", 1),
        ("사진 김하늘", 2),
        ("2031 © … !", 1),
    ],
)
def test_count_words(text: str, words: int) -> None:
    assert count_words(text) == words


@given(st.text(), st.text())
def test_more_text_never_has_fewer_words(one: str, other: str) -> None:
    assert count_words(f"{one} {other}") >= max(count_words(one), count_words(other))


@given(st.lists(st.sampled_from(["ada", "2031", "É", "사진"])))
def test_words_of_alphabets_are_counted_by_their_blanks(words: list[str]) -> None:
    assert count_words("  ".join(words)) == len(words)

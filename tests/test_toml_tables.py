from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashion_kg.claims import DateSpan, Text
from fashion_kg.sheets.toml_tables import Table, TomlFile, language_tag


def toml(folder: Path, text: str) -> TomlFile:
    file = folder / "x.toml"
    file.write_bytes(text.encode())
    return TomlFile(file, "x.toml")


def table(folder: Path, line: str) -> Table:
    found = toml(folder, f"# a remark\n[t]\n{line}\n").table("t")
    assert found is not None
    return found


def test_lines_are_those_of_an_editor_whatever_the_texts_hold(tmp_path: Path) -> None:
    file = toml(tmp_path, '[a]\r\nx = "one\u2028two\u0085three"\r\n\r\n[ "b" ]  # remark\r\ny = 1\r\n')
    assert file.findings == []
    found = file.table("b")
    assert found is not None
    assert (found.line, found.line_of("y")) == (4, 5)


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("prefLabel", "label"),
        ("altLabel", "alt"),
        ("hiddenLabel", "hidden"),
        ("aliases", "alt"),
        ("lable", "label"),
    ],
)
def test_the_usual_words_for_names_lead_to_the_ones_used_here(key: str, meant: str, tmp_path: Path) -> None:
    found = table(tmp_path, f'{key} = "Ada"')
    found.refuse_other_keys(("label", "alt", "hidden"))
    assert [finding.remedy for finding in found.file.findings] == [f'Did you mean "{meant}"?']


def test_a_usual_word_is_not_advised_where_it_is_no_key(tmp_path: Path) -> None:
    found = table(tmp_path, 'altLabel = "Ada"')
    found.refuse_other_keys(("title",))
    assert [finding.remedy for finding in found.file.findings] == ["The keys here are: title"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[Person.ada]\n", 1),
        ('\n[Person . "ada"]\n', 2),
        ("[Person]\n\nada = { label = 1 }\n", 3),
        ("\nPerson.ada.label = 1\n", 2),
        ("Person = {ada = {}}\n", 1),
    ],
)
def test_a_table_has_a_line_however_it_is_written(text: str, line: int, tmp_path: Path) -> None:
    assert toml(tmp_path, text).header_line("Person.ada") == line


def test_the_lines_of_an_array_of_tables(tmp_path: Path) -> None:
    file = toml(tmp_path, "[[Credit]]\na = [\n  [1, 2],\n  [3],\n]\nb = 1\n\n[[Credit]]\nc = 1\n")
    assert [(each.place, each.line) for each in file.tables("Credit")] == [
        ("[[Credit]] 1", 1),
        ("[[Credit]] 2", 8),
    ]
    assert file.tables("Claim") == []


def test_keys_left_over_are_reported(tmp_path: Path) -> None:
    found = table(tmp_path, 'label = "x"\nlabell = "y"\nother = 1')
    found.string("label")
    found.refuse_other_keys(["evidence"])
    assert [str(finding) for finding in found.file.findings] == [
        'x.toml:4: [t], labell: the key "labell" is unknown. Did you mean "label"?',
        'x.toml:5: [t], other: the key "other" is unknown. The keys here are: evidence, label.',
    ]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("k = 2031", "2031"),
        ("k = 2031-02-03", "2031-02-03"),
        ("k = 2031-02-03T10:00:00", "2031-02-03"),
        ('k = "2031-02..2031-04"', "2031-02..2031-04"),
        ("k = 31", None),
        ("k = true", None),
        ('k = ["2031"]', None),
        ("k = 20.31", None),
    ],
)
def test_date_spans(line: str, value: str | None, tmp_path: Path) -> None:
    found = table(tmp_path, line)
    assert found.date_span("k") == (DateSpan.parse(value) if value else None)
    assert bool(found.file.findings) == (value is None)
    assert found.date_span("absent") is None


def test_days(tmp_path: Path) -> None:
    found = table(tmp_path, "a = 2031-02-03\nb = 2031-02-03T10:00:00\nc = 2031")
    assert found.day("a") == dt.date(2031, 2, 3)
    assert (found.day("b"), found.day("c"), found.day("d")) == (None, None, None)
    assert len(found.file.findings) == 2


@pytest.mark.parametrize(
    ("line", "value"),
    [("k = 0", 0), ("k = 7", 7), ("k = -1", None), ("k = true", None), ("k = 1.0", None), ('k = "1"', None)],
)
def test_whole_numbers(line: str, value: int | None, tmp_path: Path) -> None:
    found = table(tmp_path, line)
    assert found.integer("k") == value
    assert bool(found.file.findings) == (value is None)


def test_lists_of_texts(tmp_path: Path) -> None:
    found = table(tmp_path, 'a = "x"\nb = ["x", "y"]\nc = ["x", 1]\nd = [" "]\ne = 3')
    assert [found.strings(key) for key in "abcdef"] == [("x",), ("x", "y"), (), (), (), ()]
    assert len(found.file.findings) == 3


def test_texts_by_language(tmp_path: Path) -> None:
    found = table(
        tmp_path, 'a = "x"\nb = { fr = ["x", "y"], ZH-hant = "z" }\nc = { nonsense-tag-x = "x" }\nd = [1]'
    )
    assert found.texts("a", "en") == (Text("x", "en"),)
    assert found.texts("b", "en") == (Text("x", "fr"), Text("y", "fr"), Text("z", "zh-Hant"))
    assert found.texts("c", "en") == found.texts("d", "en") == found.texts("e", "en") == ()
    assert len(found.file.findings) == 2


@pytest.mark.parametrize(
    ("text", "tag"),
    [("en", "en"), ("EN", "en"), ("zh-hant", "zh-Hant"), ("pt-br", "pt-BR"), ("es-419", "es-419"),
     ("ZH-HANT-hk", "zh-Hant-HK"), ("english", None), ("e", None), ("en_GB", None), ("", None),
     ("en-", None)],
)  # fmt: skip
def test_language_tags_have_one_form(text: str, tag: str | None) -> None:
    assert language_tag(text) == tag


@given(st.binary(max_size=200))
def test_no_bytes_end_in_anything_but_findings(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_bytes(content)
    read = TomlFile(file, "any.toml")
    assert read.readable == (not read.findings)

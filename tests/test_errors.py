from __future__ import annotations

import pytest

from fashion_kg.errors import Finding, FindingsError, GraphFinding, a, did_you_mean, nearest, sentence


def test_a_finding_is_one_line_with_its_place() -> None:
    finding = Finding("a.toml", 7, "[source], kind", "it is wrong", "Mend it")
    assert str(finding) == "a.toml:7: [source], kind: it is wrong. Mend it."


def test_a_finding_without_line_or_place() -> None:
    assert str(Finding("a.toml", 0, "", "it is wrong", 'Did you mean "b"?')) == (
        'a.toml: it is wrong. Did you mean "b"?'
    )


def test_findings_are_told_in_the_order_of_files_and_lines() -> None:
    findings = [Finding(file, line, "", "c", "r") for file, line in (("b", 1), ("a", 10), ("a", 9))]
    error = FindingsError(findings)
    assert [(each.file, each.line) for each in error.findings] == [("a", 9), ("a", 10), ("b", 1)]
    assert str(error).splitlines() == [str(each) for each in error.findings]


def test_a_finding_about_the_graph() -> None:
    finding = GraphFinding("error", "shape", "https://x/y", "Y", "it is wrong", "Is it meant?", ("S",))
    assert str(finding) == "error: shape: Y <https://x/y>: it is wrong. Is it meant? Sources: S."


@pytest.mark.parametrize(
    ("word", "found"),
    [("photografer", "photographer"), ("stilist", "stylist"), ("zoo", None), ("also", None), ("", None)],
)
def test_nearest(word: str, found: str | None) -> None:
    assert nearest(word, ["photographer", "stylist", "reason"]) == found


def test_did_you_mean_has_something_to_say_in_any_case() -> None:
    assert did_you_mean("stilist", ["stylist"], "Ask") == 'Did you mean "stylist"?'
    assert did_you_mean("zoo", ["stylist"], "Ask") == "Ask"


def test_small_matters_of_grammar() -> None:
    assert (a("Agent"), a("Person")) == ("an Agent", "a Person")
    assert [sentence(text) for text in ("So", "So.", "So?", "So …")] == ["So.", "So.", "So?", "So …"]

"""Decisions about single statements. What is wrong with one: tests/bad. What follows: test_facts."""

from __future__ import annotations

from pathlib import Path

from fashion_kg.claims import DateSpan, Reference, Text
from fashion_kg.decisions import read_decisions
from fashion_kg.namespaces import BASE, PREFIXES
from fashion_kg.ontology import Ontology

CLASSES = {f"{BASE}campaign/night": "Campaign", f"{BASE}product/tide": "Product"}
WHY = 'rank = "preferred"\nreason = "r"\ndecidedBy = "the editors"\ndecided = 2031-03-01\n'


def test_no_file_is_no_decision(tmp_path: Path, ontology: Ontology) -> None:
    assert read_decisions(tmp_path / "none.toml", ontology, CLASSES, "none.toml") == ([], [])


def test_a_statement_is_named_as_in_its_sheet(tmp_path: Path, ontology: Ontology) -> None:
    file = tmp_path / "d.toml"
    file.write_text(
        '[[rank]]\nClaim = { subject = "night", property = "theme", value = { zh-hant = "燈火" } }\n'
        f"{WHY}"
        f'[[rank]]\n{WHY}[rank.ProductEvent]\nproduct = "tide"\neventKind = "shown"\ndate = "2031-02"\n',
        encoding="utf-8",
    )
    decisions, findings = read_decisions(file, ontology, CLASSES, "d.toml")
    assert findings == []
    assert [(decision.kind, decision.rank, decision.line) for decision in decisions] == [
        ("Claim", "preferred", 1),
        ("ProductEvent", "preferred", 7),
    ]
    assert dict(decisions[0].fields) == {
        "subject": Reference(f"{BASE}campaign/night"),
        "property": Reference(PREFIXES["fkg"] + "theme"),
        "value": Text("燈火", "zh-Hant"),
    }
    assert dict(decisions[1].fields)["date"] == DateSpan.parse("2031-02")


def test_a_statement_that_is_no_table(tmp_path: Path, ontology: Ontology) -> None:
    file = tmp_path / "d.toml"
    file.write_text(f'[[rank]]\nClaim = "that one"\n{WHY}', encoding="utf-8")
    decisions, findings = read_decisions(file, ontology, CLASSES, "d.toml")
    assert decisions == []
    assert {finding.cause for finding in findings} == {
        f'the key "{key}" is missing' for key in ("subject", "property", "value")
    }

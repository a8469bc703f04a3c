"""Judgements who is who. What is wrong with one: tests/bad. What follows in the graph: test_triples."""

from __future__ import annotations

from pathlib import Path

import pytest

from fashion_kg.claims import IdentityDecision
from fashion_kg.identity import Identity, read_identity
from fashion_kg.namespaces import BASE
from fashion_kg.ontology import Ontology

CLASSES = {f"{BASE}person/{slug}": "Person" for slug in "abcdef"} | {f"{BASE}group/g": "Duo"}
WHY = 'reason = "r"\ndecidedBy = "the editors"\ndecided = 2031-03-01\n'


def same(keep: str, *merge: str) -> str:
    return f'[[same]]\nkeep = "{keep}"\nmerge = [{", ".join(map(repr, merge))}]\n{WHY}'


def read(folder: Path, ontology: Ontology, text: str) -> Identity:
    file = folder / "who.toml"
    file.write_text(text, encoding="utf-8")
    return read_identity(file, ontology, CLASSES, "who.toml")


def test_no_file_is_no_judgement(tmp_path: Path, ontology: Ontology) -> None:
    identity = read_identity(tmp_path / "none.toml", ontology, CLASSES, "none.toml")
    assert identity == Identity()
    assert identity.canonical(f"{BASE}person/a") == f"{BASE}person/a"


def test_a_judgement_is_read_whole(tmp_path: Path, ontology: Ontology) -> None:
    identity = read(tmp_path, ontology, "# Who.\n" + same("a", "person/b", f"{BASE}person/c"))
    assert not identity.findings
    [decision] = identity.decisions
    assert isinstance(decision, IdentityDecision)
    assert decision.judgement == "same"
    assert decision.kept == f"{BASE}person/a"
    assert decision.entities == tuple(f"{BASE}person/{slug}" for slug in "abc")
    assert (decision.reason, decision.decided_by, decision.line) == ("r", "the editors", 2)


@pytest.mark.parametrize("order", [1, -1])
def test_every_merged_address_leads_to_the_one_at_the_end(
    order: int, tmp_path: Path, ontology: Ontology
) -> None:
    blocks = [same("a", "b"), same("b", "c", "d"), same("d", "e")][::order]
    identity = read(tmp_path, ontology, "".join(blocks))
    assert not identity.findings
    assert {identity.canonical(f"{BASE}person/{slug}") for slug in "abcde"} == {f"{BASE}person/a"}
    assert identity.canonical(f"{BASE}person/f") == f"{BASE}person/f"


def test_circles_of_any_length_are_found_and_nothing_is_merged(tmp_path: Path, ontology: Ontology) -> None:
    for blocks in ([same("a", "b"), same("b", "a")], [same("a", "b"), same("b", "c"), same("c", "a")]):
        identity = read(tmp_path, ontology, "".join(blocks))
        assert len(identity.findings) == 1
        assert identity.replaced_by == {}


def test_judgements_about_three_at_once(tmp_path: Path, ontology: Ontology) -> None:
    identity = read(tmp_path, ontology, f'[[different]]\nentities = ["a", "b", "c"]\n{WHY}' + same("d", "e"))
    assert not identity.findings
    assert [decision.judgement for decision in identity.decisions] == ["same", "different"]
    wrong = read(tmp_path, ontology, f'[[different]]\nentities = ["a", "b", "c"]\n{WHY}' + same("a", "c"))
    assert len(wrong.findings) == 1

"""The test world: eight short fictional sources, small enough to reason about by hand."""

from pathlib import Path

import pytest

from commands import WORLD, copy_world
from fashion_kg.build import Built, build, load_ontology, read_project
from fashion_kg.claims import MAX_PHRASE_WORDS
from fashion_kg.layout import Project
from fashion_kg.sources import Sheets
from fashion_kg.triples import Triples


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(Project(copy_world(tmp_path_factory.mktemp("project") / "world")))


@pytest.fixture(scope="module")
def read() -> tuple[Sheets, Triples]:
    project = Project(WORLD)
    return read_project(project, load_ontology(project))


def test_builds_with_every_text_compared(built: Built) -> None:
    assert (built.sources, built.texts_checked) == (8, 8)


def test_counts(built: Built) -> None:
    # 3 brands, 2 publishers, 20 persons and a duo, 5 campaigns, 3 seasons, 8 products, 7 places, 2 occasions;
    # June Okafor Reyes is merged into June Okafor and not counted.
    assert built.entities == 3 + 2 + 20 + 1 + 5 + 3 + 8 + 7 + 2
    # Statements of each sheet, less those that an earlier sheet has made: eight of Le Fil's, two of The Hem's
    # second article, three of the diary's.
    assert built.assertions == 24 + (18 - 8) + 16 + 17 + (19 - 2) + 5 + 8 + (9 - 3)


def test_building_twice_gives_the_same(built: Built, tmp_path: Path) -> None:
    assert build(Project(copy_world(tmp_path / "again"))).sha256 == built.sha256


def test_one_text_a_sheet() -> None:
    texts = {file.stem for file in (WORLD / "texts").iterdir()}
    sheets = {file.stem for file in (WORLD / "graph" / "sources").rglob("*.toml")}
    assert texts == sheets


def test_holds_the_cases_that_questions_turn_on(read: tuple[Sheets, Triples]) -> None:
    sheets, triples = read
    assert {source.review for source in sheets.sources} == {"accepted", "unreviewed", "proposed"}
    assert {source.kind for source in sheets.sources} == {
        "PressArticle",
        "PressRelease",
        "Post",
        "SourceTable",
    }
    assert {statement.kind for statement in sheets.statements} == {
        "Credit",
        "Ambassadorship",
        "Tenure",
        "Appearance",
        "ProductEvent",
        "Feature",
        "Claim",
    }
    assert {decision.judgement for decision in triples.identity.decisions} == {"same", "different", "unsure"}
    assert {decision.rank for decision in triples.decisions} == {"preferred", "deprecated"}
    waves = [source.wave for source in sheets.sources]
    assert len(set(waves)) == 7, "two sources go back to one announcement"
    assert any(len(source.language) == 2 for source in sheets.sources)
    languages = {text.language for entity in sheets.entities.values() for text in entity.labels}
    assert languages == {"en", "fr", "ja", "ko", "zh-Hant"}
    assert any("en" not in {text.language for text in entity.labels} for entity in sheets.entities.values())


def test_phrases_are_short_and_verbatim(read: tuple[Sheets, Triples]) -> None:
    sheets, _ = read
    files = {source.id: WORLD / "texts" / f"{source.id}.txt" for source in sheets.sources}
    for statement in sheets.statements:
        for evidence in statement.evidence:
            text = files[evidence.source].read_text(encoding="utf-8")
            assert text[evidence.start : evidence.end] == evidence.phrase
            assert len(evidence.phrase.split()) <= MAX_PHRASE_WORDS

"""The five articles themselves, where somebody has them: every quotation compared, nothing else published.

The texts belong to their publishers and are no part of this repository. They are looked for in the folder
that FASHION_KG_TEXTS names, else in ../shared/seeds beside the repository. FASHION_KG_ARTICLES may name a
folder of the texts of other sources; of those, too, no file may hold more than a short quotation.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fashion_kg.build import read_project
from fashion_kg.claims import MAX_PHRASE_WORDS
from fashion_kg.layout import Project
from fashion_kg.ontology import Ontology
from fashion_kg.sheets.evidence import count_words
from fashion_kg.sources import Sheets
from fashion_kg.texts import check_against_text, texts_by_hash
from projects import ROOT

FOLDER = Path(os.environ.get("FASHION_KG_TEXTS") or ROOT.parent / "shared" / "seeds")


@pytest.fixture(scope="module")
def texts() -> dict[str, bytes]:
    if not FOLDER.is_dir():
        if "FASHION_KG_TEXTS" in os.environ:
            pytest.fail(f"FASHION_KG_TEXTS names {FOLDER}, which is no folder")
        pytest.skip(f"the articles are not at hand: there is no {FOLDER} (set FASHION_KG_TEXTS)")
    return {sha256: text.content for sha256, text in texts_by_hash(FOLDER).items()}


@pytest.fixture(scope="module")
def sheets(accepted: Project, ontology: Ontology) -> Sheets:
    return read_project(accepted, ontology)[0]


def test_every_article_has_a_sheet_and_every_sheet_its_article(
    texts: dict[str, bytes], sheets: Sheets
) -> None:
    assert {source.sha256 for source in sheets.sources} >= set(texts)
    assert len(texts) == 5
    missing = [source.id for source in sheets.sources if source.sha256 not in texts]
    assert missing == []


def test_every_quotation_stands_where_its_evidence_says(texts: dict[str, bytes], sheets: Sheets) -> None:
    assert [str(finding) for finding in check_against_text(sheets, texts)] == []
    sources = {source.id: source for source in sheets.sources}
    compared = 0
    for statement in sheets.statements:
        for evidence in statement.evidence:
            text = texts[sources[evidence.source].sha256].decode("utf-8")
            assert text[evidence.start : evidence.end] == evidence.phrase
            compared += 1
    assert compared > 400


def test_titles_and_names_are_printed(texts: dict[str, bytes], sheets: Sheets) -> None:
    for source in sheets.sources:
        text = " ".join(texts[source.sha256].decode("utf-8").split())
        for piece in (source.title or "").split("…"):
            assert piece.strip() in text, source.id
        assert (source.byline or "") in text, source.id
        assert [keyword for keyword in source.keywords if keyword not in text] == [], source.id


def test_a_comparison_that_finds_nothing_would_find_something(
    texts: dict[str, bytes], sheets: Sheets
) -> None:
    shifted = {sha256: b"x" + content for sha256, content in texts.items()}
    assert len(check_against_text(sheets, shifted)) > 400


# -- nothing of the articles beyond short quotations ------------------------------------------------

_IDEOGRAPH = re.compile(r"([\u3040-\u30ff\u3400-\u9fff])")
_FEW = 6  # Fewer words than any run that may not be copied.


def pieces(text: str) -> list[str]:
    """Return the words of a text, and its ideographs one by one, without case and marks."""
    found = (re.sub(r"\W", "", word) for word in _IDEOGRAPH.sub(r" \1 ", text.casefold()).split())
    return [word for word in found if word]


def grams(words: list[str]) -> list[tuple[str, ...]]:
    """Return every few words that follow each other."""
    return list(zip(*(words[start:] for start in range(_FEW)), strict=False))


def run_at(words: list[str], start: int) -> str | None:
    """Return the run of words from a place that is just longer than what may be quoted."""
    for end in range(start + MAX_PHRASE_WORDS, len(words) + 1):
        if count_words(run := " ".join(words[start:end])) > MAX_PHRASE_WORDS:
            return run
    return None


def tracked() -> Iterator[tuple[str, str]]:
    """Yield every file under version control that is a text."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("this is no checkout: git does not list its files")
    for name in filter(None, listed.stdout.decode().split("\0")):
        file = ROOT / name
        if file.is_file():
            yield name, file.read_bytes().decode("utf-8", errors="ignore")


@pytest.fixture(scope="module")
def copied(texts: dict[str, bytes]) -> Callable[[str], list[str]]:
    """Return the runs of the articles that stand in a text: of these, and of all others at hand."""
    more = os.environ.get("FASHION_KG_ARTICLES")
    others = [text.content for text in texts_by_hash(Path(more)).values()] if more else []
    articles = [pieces(content.decode("utf-8")) for content in (*texts.values(), *others)]
    known_grams = {gram for words in articles for gram in grams(words)}
    known_runs = {run_at(words, start) for words in articles for start in range(len(words))}

    def find(text: str) -> list[str]:
        words = pieces(text)
        places = (start for start, gram in enumerate(grams(words)) if gram in known_grams)
        return [run for start in places if (run := run_at(words, start)) and run in known_runs]

    return find


def test_no_file_holds_more_than_twelve_words_of_an_article_in_a_row(
    copied: Callable[[str], list[str]],
) -> None:
    found = {name: copied(text) for name, text in tracked()}
    assert {name: words for name, words in found.items() if words} == {}
    assert len(found) > 50


def test_a_copied_sentence_would_be_found(
    texts: dict[str, bytes], copied: Callable[[str], list[str]]
) -> None:
    for content in texts.values():
        words = content.decode("utf-8").split()
        assert copied("Somebody wrote: “" + "\n> ".join(words[-20:]) + "”.")
        assert not copied(" ".join(words[-MAX_PHRASE_WORDS:]))
    assert not copied("It was photographed by somebody, somewhere, for some house, on some day of some year.")

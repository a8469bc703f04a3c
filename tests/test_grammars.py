"""The grammars: that a language is added by adding its file, and how their words are put together."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fashion_kg.extract.loading import _expression
from fashion_kg.extract.words import any_of, languages, months, page_words, small_words, small_words_of_all
from projects import ROOT

GRAMMAR = ROOT / "src" / "fashion_kg" / "extract" / "grammar"

SWEDISH = r"""
house = ['kampanj(?:en)? för (?P<B>{P})']

[page]
common = ["och", "för", "med", "är", "av", "den", "det", "som", "på", "till", "i", "en", "ett"]
months = [["januari"], ["februari"], ["mars"], ["april"], ["maj"], ["juni"], ["juli"], ["augusti"],
  ["september"], ["oktober"], ["november"], ["december"]]
weekdays = ["(?:mån|tis|ons|tors|fre|lör|sön)dag"]

[small]
and = ["och"]
by = ["av"]

[words]
campaign = ['kampanj\w*']
joint = [',? och ', ', ']
stop = ["på", "som", "medan"]
before_camera = []
elsewhere = []
doubt = ['\binte\b']
duo = []
seasons = ["vår", "höst"]
not_names = ["den", "det"]

[labels]
"fotograf" = "photographer"

[pieces]
shot = '(?:fotograferad|plåtad)'

[[phrase]]
name = "shot-by"
role = "photographer"
patterns = ['\b{shot} av {A}']
"""

READS = """
import sys
from pathlib import Path
from fashion_kg.extract import words
words._FOLDER = Path(sys.argv[1])
from fashion_kg.extract import Proposal, read_with
from fashion_kg.extract.cleaning import read_text
from fashion_kg.extract.rules import Rules
from fashion_kg.layout import Project
from fashion_kg.ontology import Ontology
project = Project(Path(sys.argv[2]))
article = read_text(sys.argv[3])
print(article.published, *article.languages)
for each in read_with(Rules(Ontology(project.ontology_files, project.shape_files)), article).proposals:
    print(each.role, each.campaign.house.label, each.agent.label, sep=", ")
"""

ARTICLE = """Ljus på kajen i den nya kampanjen

tisdag 4 maj 2021

Den nya kampanjen för Casa Lumen är plåtad av Ruth Amsel och Bo Lind på en färja till en ö.
Det är en kampanj som är till för dem som är på väg, och den är inte fotograferad av Ines Alba.

Fotograf: Ruth Amsel och Bo Lind
"""


def test_a_language_is_added_by_adding_its_file(tmp_path: Path) -> None:
    shutil.copytree(GRAMMAR, tmp_path / "grammar")
    (tmp_path / "grammar" / "sv.toml").write_text(SWEDISH, encoding="utf-8")
    command = [sys.executable, "-c", READS, str(tmp_path / "grammar"), str(ROOT), ARTICLE]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    shot = [f"photographer, Casa Lumen, {name}" for name in ("Ruth Amsel", "Bo Lind")]
    assert done.stdout.splitlines() == ["2021-05-04 sv", *shot, *shot]


def test_small_words_are_those_of_the_language_and_of_english() -> None:
    assert re.fullmatch(f"(?:{small_words('de', 'and', 'or')} ?)+", "und and oder or")
    assert not re.fullmatch(small_words("de", "and"), "et")
    assert not re.search(small_words("pl", "respectively", "years"), "respectivement")
    assert {"and", "и", "與"} <= set(small_words_of_all("and"))


def test_what_a_page_says_is_known_in_every_language() -> None:
    assert {months()[name] for name in ("march", "märz", "марта", "marca")} == {3}
    assert re.fullmatch(page_words("weekdays", cased=True), "mittwoch")
    assert re.fullmatch(page_words("weekdays", cased=False), "수요일")
    assert not re.search(page_words("weekdays", cased=True), "수요일")


def test_the_longest_word_is_tried_first() -> None:
    assert re.match(any_of(["and", "and then"]), "and then")[0] == "and then"  # type: ignore[index]
    assert not re.search(any_of([]), "anything")


def test_every_language_has_a_code_of_two_letters() -> None:
    assert set(languages()) == {file.stem for file in GRAMMAR.glob("??.toml")}


def test_a_setting_that_should_be_text_is_no_list() -> None:
    with pytest.raises(TypeError, match="'articles' of a grammar is no text"):
        _expression({"articles": ["a", "the"]}, "articles")

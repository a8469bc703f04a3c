from __future__ import annotations

import hashlib
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from commands import WORLD, Ran, copy_world
from fashion_kg.build import load_ontology
from fashion_kg.cli import main
from fashion_kg.curating.locating import locate
from fashion_kg.curating.phrases import is_of_whole_words
from fashion_kg.layout import Project, packaged_root, starter_files
from fashion_kg.ontology import Ontology

TEXT = """Shop | News

Paper Lanterns: a campaign
By Ada Quill

Remy shot it. “It was cold,” says Remy.
Remy styled it, too.
Remy styled it, too.

Tags: Remy
"""


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology(Project(packaged_root()))


class Commands:
    """Runs commands in a new project."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self.capsys = root, capsys
        self("init", root, bare=True)

    def __call__(self, *words: str | Path, bare: bool = False) -> Ran:
        self.capsys.readouterr()
        code = main([*([] if bare else ["--project", str(self.root)]), *map(str, words)])
        return Ran(code, *self.capsys.readouterr())

    def sheet(self, name: str = "undated/lanterns") -> Path:
        return self.root / "graph" / "sources" / f"{name}.toml"


@pytest.fixture
def project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Commands:
    (tmp_path / "article.txt").write_text(TEXT)
    return Commands(tmp_path / "mine", capsys)


# -- init -------------------------------------------------------------------------------------------


def test_a_new_project_builds_and_answers(project: Commands) -> None:
    assert project("build", "--quiet").code == 0
    asked = project("query", "houses/people", "Maison Exemple", "--format", "csv")
    assert asked.code == 0
    assert [line.split(",")[1] for line in asked.out.splitlines()[1:]] == [
        "Ilse Marr",
        "Junia Solberg",
        "Remy Vance",
        "Teo Amari",
    ]
    assert "Not compared" not in project("build").out  # its text is there
    assert project("validate", "--quiet").code == 0
    assert "The Sample, 3 February 2031" in project("why", "Remy Vance").out


def test_questions_are_listed_beside_a_bad_one(project: Commands) -> None:
    (project.root / "queries" / "houses" / "bad.rq").write_text("#+ sumary: x\nSELECT * { }\n")
    listed = project("queries", "--format", "csv")
    assert listed.code == 1
    assert "houses/people," in listed.out
    assert 'houses/bad.rq:1: header: the key "sumary" is unknown. Did you mean "summary"?' in listed.err
    assert project("queries", "houses/people").code == 0


@pytest.mark.parametrize("options", [(), ("--quiet",)])
def test_a_text_that_was_edited_is_told(project: Commands, options: tuple[str, ...]) -> None:
    (text,) = (project.root / "texts").glob("*.txt")
    text.write_bytes(text.read_bytes().replace(b"\n", b"\r\n"))
    ran = project("build", *options)
    (sheet,) = (project.root / "graph" / "sources").rglob("*.toml")
    name, file = (path.relative_to(project.root).as_posix() for path in (sheet, text))
    assert ran.code == 0
    said = (
        f"{name}: no file in texts/ has its SHA-256, so it was not compared.\n"
        f"{file} belongs to no sheet. Was it edited, or were its line endings changed?\n"
        'If a changed text is right, write sha256 = "" in its sheet, then run: '
        f"fashion-kg new-source --locate {name} --text {file}\n"
    )
    assert said in ran.err
    # What it says works.
    sheet.write_text(re.sub(r'sha256 = "\w+"', 'sha256 = ""', sheet.read_text()))
    assert "compared" not in project("new-source", "--locate", sheet, "--text", text).err
    shutil.rmtree(project.root / "texts")
    assert "Not compared with their texts: 1 source of 1" in project("build").out


def test_many_texts_are_counted(project: Commands) -> None:
    for number in range(12):
        (project.root / "texts" / f"spare-{number:02}.txt").write_text(str(number))
    err = project("build", "--quiet").err
    assert "texts/spare-09.txt belongs to no sheet.\n… and 2 more texts, likewise.\n" in err


def test_init_says_what_it_wrote_and_what_comes_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "my graph"
    assert main(["init", str(root)]) == 0
    out = capsys.readouterr().out
    written = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    assert written == sorted(target.as_posix() for _, target in starter_files())
    assert all(f"  {name}\n" in out for name in written)
    assert f"  fashion-kg --project '{root}' build\n" in out


def test_init_only_adds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "README.md").write_text("mine")
    (tmp_path / "notes.txt").write_text("mine, too")
    assert main(["init", str(tmp_path)]) == 0
    assert "  left as it was: README.md\n" in capsys.readouterr().out
    assert (tmp_path / "README.md").read_text() == "mine"
    assert (tmp_path / ".gitignore").is_file()


def test_init_refuses_what_it_would_overwrite(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "queries" / "houses").mkdir(parents=True)
    (tmp_path / "queries" / "houses" / "people.rq").write_text("mine")
    assert main(["init", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        f'fashion-kg: "{tmp_path}" has queries/houses/people.rq already, which would be overwritten. '
        "Choose another folder.\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["queries"]
    file = tmp_path / "file"
    file.write_text("")
    assert main(["init", str(file)]) == 2
    assert capsys.readouterr().err == f'fashion-kg: "{file}" is a file. Name a folder.\n'
    world = copy_world(tmp_path / "world")
    assert main(["init", str(world)]) == 2
    assert capsys.readouterr().err == (
        f'fashion-kg: "{world}" has a folder graph already. Use it with: fashion-kg --project {world} build\n'
    )


def test_init_that_fails_leaves_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "texts").write_text("a file where the last folder would be")
    assert main(["init", str(tmp_path)]) == 2
    assert "cannot be written: " in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["texts"]


# -- new-source -------------------------------------------------------------------------------------


def test_a_new_sheet_builds_as_it_is(project: Commands, tmp_path: Path) -> None:
    ran = project("new-source", "lanterns", "--text", tmp_path / "article.txt", "--year", "2031")
    assert ran.code == 0
    assert "  [13, 39]         Paper Lanterns: a campaign\n" in ran.out
    sheet = tomllib.loads(project.sheet("2031/lanterns").read_text())
    assert sheet["source"]["sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    assert sheet["source"]["characters"] == len(TEXT)
    assert sheet["source"]["published"] == "2031"
    assert sheet["source"]["reader"] == "your name"  # as in the project's only other sheet
    assert sheet["parts"] == {"body": [[0, len(TEXT.rstrip())]]}
    assert project("build", "--quiet").code == 0


def test_its_examples_are_of_every_kind_and_valid(project: Commands, ontology: Ontology) -> None:
    project("new-source", "lanterns")
    text = project.sheet().read_text()
    examples = re.sub(r"(?m)^# (?=\[\[|\w+ = |  \{|\])", "", text)
    sheet = tomllib.loads(examples)
    for kind in ontology.statement_classes:
        (block,) = sheet[kind]
        assert set(block) == {field.name for field in ontology.fields[kind]} | {"evidence"}


def test_ids_and_texts_that_cannot_be_used(project: Commands, tmp_path: Path) -> None:
    text = tmp_path / "article.txt"
    assert project("new-source", "lanterns", "--text", text).code == 0
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"one\ntw\xff")
    (tmp_path / "empty.txt").write_text("")
    said = {
        ("../x",): '"../x" cannot be an id: use a-z, 0-9 and single hyphens. Write it as "x".',
        ("Été 2031",): '"Été 2031" cannot be an id: use a-z, 0-9 and single hyphens. Write it as "ete-2031".',
        ("凯特",): '"凯特" cannot be an id: use a-z, 0-9 and single hyphens. '
        "Write one such as dscene-2024-closet.",
        ("lanterns",): '"lanterns" is taken by graph/sources/undated/lanterns.toml. Choose another id.',
        ("first-light", "--year", "1999"): '"first-light" is taken by graph/sources/2031/first-light.toml. '
        "Choose another id.",
        ("other", "--text", str(text)): "graph/sources/undated/lanterns.toml is about this text already. "
        "Go on with that sheet.",
        ("other", "--text", str(bad)): f'"{bad}" is not UTF-8: line 2 has a byte that cannot be read. '
        "Save it as UTF-8.",
        ("other", "--text", str(tmp_path / "empty.txt")): f'"{tmp_path / "empty.txt"}" is empty. '
        "Name the file that holds the text.",
        (
            "other",
            "--text",
            "/no/such",
        ): '"/no/such" cannot be read: No such file or directory. Check its name.',
        ("other", "--year", "soon"): '"soon" is not a year. Write four digits, or undated.',
        ("other", "--kind", "PressArtikel"): 'There is no kind of source "PressArtikel". '
        'Did you mean "PressArticle"?',
    }
    before = sorted(project.root.rglob("*"))
    for words, sentence in said.items():
        assert project("new-source", *words) == Ran(2, "", f"fashion-kg: {sentence}\n")
    assert sorted(project.root.rglob("*")) == before


# -- new-source --locate ----------------------------------------------------------------------------


def write(project: Commands, tmp_path: Path, *evidence: str) -> Path:
    """Write a sheet on the text, with one statement and this evidence."""
    project("new-source", "lanterns", "--text", tmp_path / "article.txt")
    sheet = project.sheet()
    lines = "".join(f"  {entry}\n" for entry in evidence)
    head = sheet.read_text().partition("# ---- what it states")[0]
    head = re.sub(r"(?m)^body = .*$", "headline = [[13, 39]]\nbody = [[54, 136]]\ntag = [[137, 147]]", head)
    sheet.write_text(
        f'{head}[Campaign.lanterns]\nlabel = "Paper Lanterns"\n\n[Person.remy]\nlabel = "Remy"\n\n'
        '[[Credit]]  # the first\ncampaign = "lanterns"\nrole = "photographer"\ncreditedAgent = "remy"\n'
        f"evidence = [\n  # in their order\n{lines}]\n"
    )
    return sheet


def entries(sheet: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(sheet.read_text())["Credit"][0]["evidence"]
    return found


def test_positions_are_counted_and_the_layout_stays(project: Commands, tmp_path: Path) -> None:
    sheet = write(
        project,
        tmp_path,
        '{ phrase = "Remy shot it", part = "body", creditText = "Remy" },',
        '{ phrase = "Paper Lanterns" },  # the part is found',
        '{ phrase = "Remy shot it", part = "body", paragraph = 9, start = 1, end = 2 },',
    )
    before = sheet.read_text()
    ran = project("new-source", "--locate", sheet, "--text", tmp_path / "article.txt")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "graph/sources/undated/lanterns.toml: 2 filled in, 1 corrected, 0 right already.\n"
    after = sheet.read_text()
    assert after.partition("evidence = [")[0] == before.partition("evidence = [")[0]
    body = 'part = "body", paragraph = 1, start = 54, end = 66'
    headline = 'part = "headline", paragraph = 1, start = 13, end = 27'
    assert after.partition("evidence = [")[2] == (
        "\n  # in their order\n"
        f'  {{ phrase = "Remy shot it", {body}, creditText = "Remy" }},\n'
        f'  {{ phrase = "Paper Lanterns", {headline} }},  # the part is found\n'
        f'  {{ phrase = "Remy shot it", {body} }},\n'
        "]\n"
    )
    for entry in entries(sheet):
        assert TEXT[entry["start"] : entry["end"]] == entry["phrase"]
    again = project("new-source", "--locate", sheet, "--text", tmp_path / "article.txt")
    assert "0 filled in, 0 corrected, 3 right already" in again.out
    assert sheet.read_text() == after


def test_a_phrase_that_stands_twice_is_asked_about(project: Commands, tmp_path: Path) -> None:
    sheet = write(project, tmp_path, '{ phrase = "Remy styled it", part = "body" },')
    ran = project("new-source", "--locate", sheet, "--text", tmp_path / "article.txt")
    assert ran.code == 1
    line = 1 + sheet.read_text().splitlines().index('  { phrase = "Remy styled it", part = "body" },')
    assert ran.err == (
        f"graph/sources/undated/lanterns.toml:{line}: [[Credit]] 1, evidence 1: "
        'the phrase "Remy styled it" stands 2 times: '
        "(1) body, paragraph 2, at 94: …s cold,” says Remy. […], too. Remy styled i…; "
        "(2) body, paragraph 3, at 115: …emy styled it, too. […], too. Tags: Remy… "
        "Quote more of it, or add paragraph = 1, 2 ..., or occurrence = 1, 2 ...\n"
        "1 phrase left to place.\n"
    )


@pytest.mark.parametrize("hint", ["occurrence = 2", "paragraph = 3", "start = 115"])
def test_hints_decide_and_occurrence_goes(project: Commands, tmp_path: Path, hint: str) -> None:
    sheet = write(project, tmp_path, f'{{ phrase = "Remy styled it", part = "body", {hint} }},')
    assert project("new-source", "--locate", sheet, "--text", tmp_path / "article.txt").code == 0
    assert entries(sheet) == [
        {"phrase": "Remy styled it", "part": "body", "paragraph": 3, "start": 115, "end": 129}
    ]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (
            '{ phrase = "Remy Shot it" }',
            'the text has no phrase "Remy Shot it" in its parts. '
            "The nearest is “Remy shot it”; quote it as printed.",
        ),
        (
            "{ phrase = '\"It was cold,\" says' }",
            'the text has no phrase ""It was cold," says" in its parts. '
            "The nearest is ““It was cold,” says”; quote it as printed.",
        ),
        (
            '{ phrase = "Remi styled it" }',
            'the text has no phrase "Remi styled it" in its parts. '
            "The nearest is “Remy styled it,”; quote it as printed.",
        ),
        (
            '{ phrase = "nothing of the sort" }',
            'the text has no phrase "nothing of the sort" in its parts. Quote it as printed.',
        ),
        (
            '{ phrase = "Shop | News" }',
            'the phrase "Shop | News" stands outside the parts, at 0. '
            "Correct [parts]; navigation and comments are not the article.",
        ),
        (
            '{ phrase = "Paper Lanterns", part = "body" }',
            'the phrase "Paper Lanterns" stands in the headline, not in the body. Correct the part.',
        ),
        ('{ part = "body" }', 'it has no phrase. Write phrase = "…".'),
    ],
)
def test_a_phrase_that_is_not_there(project: Commands, tmp_path: Path, entry: str, said: str) -> None:
    sheet = write(project, tmp_path, f"{entry},", '{ phrase = "Remy shot it" },')
    ran = project("new-source", "--locate", sheet, "--text", tmp_path / "article.txt")
    assert ran.code == 1
    assert f"[[Credit]] 1, evidence 1: {said}\n" in ran.err
    assert entries(sheet)[1]["start"] == 54  # what is certain is written all the same


def test_whole_words_are_found(project: Commands, tmp_path: Path) -> None:
    sheet = write(
        project,
        tmp_path,
        '{ phrase = "it", paragraph = 2 },',  # also in "It was", with a capital
        '{ phrase = "styl" },',
        '{ phrase = "styl", paragraph = 3, start = 120 },',
        '{ phrase = "Remy shot it. “It was cold,” says Remy. Remy styled it, too. Remy styled" },',
    )
    ran = project("new-source", "--locate", "lanterns", "--text", tmp_path / "article.txt")
    assert 'evidence 2: the phrase "styl" stands only within longer words, such as "styled". ' in ran.err
    assert "Quote whole words; if two are run together there, add start = 99.\n" in ran.err
    assert "evidence 4: 14 words are more than the 12 that may be quoted. " in ran.err
    assert [entry.get("start") for entry in entries(sheet)] == [106, None, 120, None]


def test_words_of_scripts_without_blanks() -> None:
    assert is_of_whole_words("攝影師伊內絲掌鏡", 3, 6)
    assert is_of_whole_words("사진 김하늘은", 3, 6)
    assert is_of_whole_words("l’été 2031.", 2, 5)
    assert not is_of_whole_words("Cafe\u0301", 0, 4)
    assert not is_of_whole_words("12031", 1, 5)


def test_a_sheet_is_named_by_its_id_or_in_the_project(project: Commands, tmp_path: Path) -> None:
    write(project, tmp_path, '{ phrase = "Remy shot it" },')
    said = "graph/sources/undated/lanterns.toml: "
    for name in ("lanterns", "graph/sources/undated/lanterns.toml"):
        assert project("new-source", "--locate", name, "--text", tmp_path / "article.txt").out.startswith(
            said
        )


def test_byte_order_marks(project: Commands, tmp_path: Path) -> None:
    text = tmp_path / "article.txt"
    text.write_text("\ufeff" + TEXT)
    ran = project("new-source", "marked", "--text", text)
    assert (
        "The text begins with a byte order mark, which nobody sees and which counts as character 0."
        in ran.out
    )
    sheet = project.sheet("undated/marked")
    sheet.write_text("\ufeff" + sheet.read_text())
    assert project("new-source", "--locate", sheet, "--text", text).code == 0
    assert sheet.read_text().startswith("\ufeff[source]")
    assert project("build", "--quiet").code == 0


def test_phrases_without_positions_are_told_once(project: Commands, tmp_path: Path) -> None:
    write(project, tmp_path, '{ phrase = "Remy shot it" },', '{ phrase = "Paper Lanterns", part = "body" },')
    ran = project("build")
    assert ran.code == 1
    command = "fashion-kg new-source --locate graph/sources/undated/lanterns.toml"
    assert f"2 phrases have no position yet. Let them be counted: {command}" in ran.err
    assert "is missing" not in ran.err


def test_the_text_is_found_by_its_fingerprint(project: Commands, tmp_path: Path) -> None:
    sheet = write(project, tmp_path, '{ phrase = "Remy shot it" },')
    missing = project("new-source", "--locate", sheet)
    assert missing.code == 2
    assert missing.err == (
        "fashion-kg: No file in texts/ is the text of graph/sources/undated/lanterns.toml. "
        "Name it: fashion-kg new-source --locate graph/sources/undated/lanterns.toml --text FILE\n"
    )
    shutil.copy(tmp_path / "article.txt", project.root / "texts" / "any-name.txt")
    assert project("new-source", "--locate", sheet).code == 0
    assert project("build", "--quiet").code == 0


def test_a_sheet_begun_without_a_text_takes_one(project: Commands, tmp_path: Path) -> None:
    project("new-source", "lanterns")
    sheet = project.sheet()
    assert project("build", "--quiet").code == 1
    assert project("new-source", "--locate", sheet, "--text", tmp_path / "article.txt").code == 0
    found = tomllib.loads(sheet.read_text())
    assert found["source"]["characters"] == len(TEXT)
    assert found["parts"] == {"body": [[0, len(TEXT.rstrip())]]}
    assert project("build", "--quiet").code == 0


def test_another_text_is_refused(project: Commands, tmp_path: Path) -> None:
    sheet = write(project, tmp_path, '{ phrase = "Remy shot it" },')
    other = tmp_path / "other.txt"
    other.write_text("Remy shot it")
    ran = project("new-source", "--locate", sheet, "--text", other)
    assert ran.code == 2
    assert ran.err.startswith(
        "fashion-kg: This is not the text of graph/sources/undated/lanterns.toml: its SHA-256 "
    )
    sheet.write_text("[source\n")
    assert "this is not valid TOML" in project("new-source", "--locate", sheet, "--text", other).err
    assert project("new-source", "--locate", "no.toml").err.startswith(
        'fashion-kg: There is no sheet "no.toml". '
    )
    assert project("new-source", "x", "--locate", sheet).code == 2


@pytest.mark.parametrize(
    "sheet", sorted((WORLD / "graph" / "sources").rglob("*.toml")), ids=lambda path: path.stem
)
def test_positions_that_were_taken_out_come_back(sheet: Path, tmp_path: Path, ontology: Ontology) -> None:
    """Every sheet of the test world, stripped of all positions but where a phrase stands several times."""
    text = next(
        content
        for file in (WORLD / "texts").iterdir()
        if hashlib.sha256(content := file.read_bytes()).hexdigest() in sheet.read_text()
    )
    bare = tmp_path / sheet.name
    bare.write_text(re.sub(r", paragraph = \d+, start = \d+, end = \d+", "", sheet.read_text()))
    located = locate(bare, bare.name, text, ontology)
    ambiguous = {finding.line for finding in located.findings}
    assert all(" times: " in finding.cause for finding in located.findings)
    before, after = sheet.read_text().splitlines(), located.content.splitlines()
    assert [line for number, line in enumerate(after, 1) if number not in ambiguous] == [
        line for number, line in enumerate(before, 1) if number not in ambiguous
    ]
    assert located.filled > 0

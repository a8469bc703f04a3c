"""The verb ``extract``: a sheet that builds, gives no facts, and complains in sentences."""

from __future__ import annotations

import io
import tomllib
from pathlib import Path

import pytest

from commands import Ran
from fashion_kg.cli import main
from fashion_kg.extract.seasons import season_named
from projects import ROOT

TEXT = """Casa Lumen Goes To Sea

January 4, 2021

Casa Lumen unveiled its Spring/Summer 2031 campaign, lensed by the duo Wren & Tolly and starring Mina Okafor.

Casa Lumen Creative Director | Oda Vail
Photographers | Wren & Tolly
Models | Mina Okafor, Lea Brandt
Agency | Lantern Works
"""


class Commands:
    """Runs commands on a project that begins as ``init`` makes it."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self.capsys = root, capsys
        assert main(["init", str(root)]) == 0

    def __call__(self, *words: str | Path) -> Ran:
        self.capsys.readouterr()
        code = main(["--project", str(self.root), *map(str, words)])
        return Ran(code, *self.capsys.readouterr())


@pytest.fixture
def project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Commands:
    (tmp_path / "sea.txt").write_text(TEXT, encoding="utf-8")
    return Commands(tmp_path / "mine", capsys)


def test_a_sheet_is_printed_and_nothing_written(project: Commands, tmp_path: Path) -> None:
    before = sorted(project.root.rglob("*"))
    done = project("extract", tmp_path / "sea.txt")
    sheet = tomllib.loads(done.out)
    assert done.code == 0
    assert sheet["source"]["review"] == "proposed"
    assert sheet["source"]["reader"].startswith("fashion-kg rules")
    assert sheet["source"]["published"] == "2021-01-04"
    assert {each["role"] for each in sheet["Credit"]} >= {"photographer", "model"}
    assert sheet["Organization"] == {"lantern-works": {"label": "Lantern Works"}}
    assert sheet["Duo"] == {"wren-tolly": {"label": "Wren & Tolly"}}
    for credit in sheet["Credit"]:
        for entry in credit["evidence"]:
            assert TEXT[entry["start"] : entry["end"]] == entry["phrase"]
            assert 0 < entry["confidence"] <= 1
    assert sorted(project.root.rglob("*")) == before


def test_a_written_sheet_builds_is_sound_and_gives_no_facts(project: Commands, tmp_path: Path) -> None:
    done = project("extract", tmp_path / "sea.txt", "--write")
    assert (done.code, done.out) == (0, "graph/sources/2021/sea.toml: 7 statements proposed\n")
    assert (project.root / "texts" / "sea.txt").read_text(encoding="utf-8") == TEXT
    built = project("build")
    assert built.code == 0, built.err
    assert project("validate").code == 0
    asked = project("query", "people/credits", "Mina Okafor")
    assert "Casa Lumen" not in asked.out
    again = project("extract", tmp_path / "sea.txt", "--write")
    assert again.code == 2
    assert "is about this text already" in again.err


def test_the_sheet_is_the_same_as_new_source_would_place_it(project: Commands, tmp_path: Path) -> None:
    project("extract", tmp_path / "sea.txt", "--write")
    located = project("new-source", "--locate", "sea")
    assert located.code == 0
    assert "0 filled in, 0 corrected" in located.out


def test_names_of_the_graph_keep_their_slugs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "closet.txt"
    text.write_text("Balenciaga’s new campaign was lensed by Inez and Vinoodh and stars Kim Kardashian.\n")
    capsys.readouterr()
    assert main(["--project", str(ROOT), "extract", str(text)]) == 0
    sheet = tomllib.loads(capsys.readouterr().out)
    assert list(sheet["Duo"]) == ["inez-vinoodh"]
    assert list(sheet["Person"]) == ["kim-kardashian"]
    assert list(sheet["Brand"]) == ["balenciaga"]


def test_a_folder_is_read_as_far_as_it_can_be(project: Commands, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    (folder / "sea.txt").write_text(TEXT, encoding="utf-8")
    (folder / "empty.txt").write_text("")
    (folder / "notes.pdf").write_text("not asked for")
    done = project("extract", folder, "--out", tmp_path / "out")
    assert done.code == 1
    assert "empty.txt" in done.err
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["sea.toml", "sea.txt"]


def test_standard_input_is_read(project: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode()), encoding="utf-8"))
    done = project("extract", "-", "--id", "from-a-pipe")
    assert tomllib.loads(done.out)["source"]["label"] == "from-a-pipe"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ((), "needs one file"),
        (("one", "two"), "needs one file"),
        (("nowhere.txt",), "cannot be read"),
        (("{folder}",), "Say where to put them"),
        (("{sea}", "--kind", "PressArtcle"), 'Did you mean "PressArticle"'),
        (("{nobody}",), "credits nobody"),
        (("--url", "http://127.0.0.1/"), "not on the public web"),
    ],
)
def test_mistakes_are_told_in_sentences(
    project: Commands, tmp_path: Path, words: tuple[str, ...], complaint: str
) -> None:
    (tmp_path / "nobody.txt").write_text("Nothing happens in this text, and nobody does it, all day long.\n")
    places = {"folder": tmp_path, "sea": tmp_path / "sea.txt", "nobody": tmp_path / "nobody.txt"}
    done = project("extract", *(word.format(**places) for word in words))
    assert done.code == 2
    assert complaint in done.err


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("SS24", "Spring/Summer 2024"),
        ("FW19", "Fall/Winter 2019"),
        ("Spring-Summer 2024", "Spring/Summer 2024"),
        ("automne-hiver 2023-2024", "Fall/Winter 2023-24"),
        ("2014春夏", "Spring/Summer 2014"),
        ("Pre-Fall 2025", "Pre-Fall 2025"),
        ("spring", ""),
    ],
)
def test_a_season_has_one_name(printed: str, name: str) -> None:
    assert season_named(printed) == name


def test_a_sheet_that_is_there_is_not_written_over(project: Commands, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert project("extract", tmp_path / "sea.txt", "--out", out).code == 0
    (out / "sea.toml").write_text("# edited\n")
    done = project("extract", tmp_path / "sea.txt", "--out", out)
    assert done.code == 2
    assert "is there already" in done.err
    assert (out / "sea.toml").read_text() == "# edited\n"
    (tmp_path / "here.txt").write_text("a person's own")
    done = project("extract", tmp_path / "sea.txt", "--out", tmp_path, "--id", "here")
    assert (done.code, (tmp_path / "here.txt").read_text()) == (2, "a person's own")


@pytest.mark.parametrize("where", [(), ("--out", "{folder}/out")])
def test_an_id_is_no_path(project: Commands, tmp_path: Path, where: tuple[str, ...]) -> None:
    words = (word.format(folder=tmp_path) for word in where)
    done = project("extract", tmp_path / "sea.txt", "--id", "../elsewhere", *words)
    assert done.code == 2
    assert "cannot be the id of a source" in done.err
    assert not (tmp_path / "elsewhere.toml").exists()


def test_a_folder_of_equal_texts_and_of_one_slug_builds(project: Commands, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "b.txt").write_text(TEXT, encoding="utf-8")
    (folder / "c.txt").write_text(TEXT.replace("Lea Brandt", "Léa Brandt") + "\n", encoding="utf-8")
    done = project("extract", folder, "--write")
    assert done.code == 1
    assert 'b.txt" is the text of graph/sources/2021/a.toml' in done.err
    built = project("build")
    assert built.code == 0, built.err


def test_what_is_hidden_or_linked_in_a_folder_is_skipped(project: Commands, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    (folder / "sea.txt").write_text(TEXT, encoding="utf-8")
    (folder / ".draft.txt").write_text(TEXT, encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "sea.txt")
    done = project("extract", folder, "--out", tmp_path / "out")
    assert done.code == 0
    assert "Not read, being hidden or links: .draft.txt, link.txt" in done.err
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["sea.toml", "sea.txt"]


def test_what_is_left_out_for_its_size_is_told(project: Commands, tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text(TEXT + "x" * 20_001 + "\n" + "Nothing.\n" * 1600, encoding="utf-8")
    done = project("extract", tmp_path / "long.txt")
    assert done.code == 0
    assert "Lines of more than 20,000 characters are not read: 1 left out" in done.err
    assert "Lines after the first 1,500 are not read: 107 left out" in done.err


def test_the_address_of_a_page_is_kept(project: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fashion_kg.extract.addresses.fetch", lambda _: TEXT.encode())
    done = project("extract", "--url", "https://example.org/sea?a=1")
    assert tomllib.loads(done.out)["source"]["url"] == "https://example.org/sea?a=1"


def test_a_firm_is_no_person_and_a_day_to_come_is_left_out_aloud(project: Commands, tmp_path: Path) -> None:
    text = tmp_path / "rain.txt"
    text.write_text(
        "Casa Lumen In The Rain\n4 March 2099\n\nThe Casa Lumen campaign is out.\n\n"
        "Photographer: Ruth Amsel\nSet Design: Lantern Works Ltd\n",
        encoding="utf-8",
    )
    done = project("extract", text)
    sheet = tomllib.loads(done.out)
    assert list(sheet["Person"]) == ["ruth-amsel"]
    assert list(sheet["Organization"]) == ["lantern-works-ltd"]
    assert "published" not in sheet["source"]
    assert "2099-03-04 as its day, which is still to come" in done.out

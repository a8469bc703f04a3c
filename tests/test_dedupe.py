"""Who is who: pairs by name and context, judgements written and taken back, what a build makes of them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from commands import Ran, copy_world, run
from fashion_kg.build import load_ontology
from fashion_kg.cli import main
from fashion_kg.curating.alike import Alike, groups
from fashion_kg.curating.judging import Judge, Judgement
from fashion_kg.errors import UsageError
from fashion_kg.identity import Identity, read_identity
from fashion_kg.layout import Project
from fashion_kg.namespaces import BASE
from fashion_kg.sources import read_sheets
from projects import SmallProject

CAMPAIGN = """
[Brand.vesper]
label = "Vesper"
[Campaign.{campaign}]
label = "{campaign}"
[[Claim]]
subject = "{campaign}"
property = "brand"
value = "vesper"
evidence = [ «the {campaign} campaign of Vesper» ]
"""


def credit(campaign: str, role: str, slug: str, name: str, *, position: int = 0) -> str:
    place = f", position = {position}" if position else ""
    return f"""
[Person.{slug}]
label = "{name}"
[[Credit]]
campaign = "{campaign}"
role = "{role}"
creditedAgent = "{slug}"
evidence = [ «{role} of {campaign} is {name} | creditText = "{name}"{place}» ]
"""


class Desk:
    """A small project, and what may be one in it."""

    def __init__(self, small: SmallProject) -> None:
        self.small = small

    def sheet(self, source: str, campaign: str, *credits: str) -> None:
        self.small.sheet(source, CAMPAIGN.format(campaign=campaign) + "".join(credits))

    def alike(self, *, judged: bool = True) -> Alike:
        project, ontology = self.small.project, self.small.ontology
        sheets = read_sheets(project.sheets, ontology, project.relative)
        assert not sheets.findings, [str(finding) for finding in sheets.findings]
        classes = {iri: entity.class_name for iri, entity in sheets.entities.items()}
        identity = (
            read_identity(project.identity_file, ontology, classes, "who.toml") if judged else Identity()
        )
        return Alike(ontology, sheets, identity)

    def reasons(self, one: str, other: str) -> str:
        likeness = self.alike().likeness(f"{BASE}person/{one}", f"{BASE}person/{other}")
        return "\n".join(map(str, likeness.reasons))

    def score(self, one: str, other: str) -> float:
        return self.alike().likeness(f"{BASE}person/{one}", f"{BASE}person/{other}").score


@pytest.fixture
def desk(small: SmallProject) -> Desk:
    return Desk(small)


# -- context ----------------------------------------------------------------------------------------


def test_a_mononym_in_the_same_role_of_the_same_campaign(desk: Desk) -> None:
    desk.sheet("one", "gloam", credit("gloam", "photographer", "guido", "Guido"))
    desk.sheet("two", "gloam", credit("gloam", "photographer", "guido-palau", "Guido Palau"))
    said = desk.reasons("guido", "guido-palau")
    assert '"guido" alone is the given name of the other (-1.5)' in said
    assert "each is photographer of gloam in sources without the other; 2.0 are usual (+1.9)" in said
    assert "both work as photographer (+0.7)" in said
    assert desk.score("guido", "guido-palau") > 0.8


def test_one_list_that_names_both_means_two(desk: Desk) -> None:
    desk.sheet(
        "one",
        "gloam",
        credit("gloam", "model", "ada-quill", "Ada Quill", position=1),
        credit("gloam", "model", "ada-ann-quill", "Ada Ann Quill", position=2),
    )
    said = desk.reasons("ada-quill", "ada-ann-quill")
    assert re.search(r"lists both, as names 1 and 2 \(-7\.0\)", said)
    assert desk.score("ada-quill", "ada-ann-quill") < 0.2


def test_one_source_that_names_both_speaks_against(desk: Desk) -> None:
    desk.sheet(
        "one",
        "gloam",
        credit("gloam", "model", "ada-quill", "Ada Quill"),
        credit("gloam", "photographer", "ada-ann-quill", "Ada Ann Quill"),
    )
    said = desk.reasons("ada-quill", "ada-ann-quill")
    assert re.search(r"names both \(-2\.5\)", said)
    assert "one works as model, one as photographer (-1.5)" in said


def test_colleagues_and_houses_elsewhere(desk: Desk) -> None:
    desk.sheet(
        "one",
        "gloam",
        credit("gloam", "model", "ada-quill", "Ada Quill"),
        credit("gloam", "photographer", "remy", "Remy Lake"),
    )
    desk.sheet(
        "two",
        "dusk",
        credit("dusk", "model", "ada-quill-reyes", "Ada Quill Reyes"),
        credit("dusk", "photographer", "remy", "Remy Lake"),
    )
    said = desk.reasons("ada-quill", "ada-quill-reyes")
    assert "both worked with Remy Lake, apart (+0.8)" in said
    assert re.search(r"both worked for Vesper, as 3 of 3 did \(\+0\.2\)", said)


IN_SEASON = """
[Season.spring-2031]
label = "Spring 2031"
[[Claim]]
subject = "{campaign}"
property = "season"
value = "spring-2031"
evidence = [ «{campaign} is of Spring 2031» ]
"""


def test_a_season_hands_no_houses_on(desk: Desk) -> None:
    for source, campaign, slug, name in (
        ("one", "gloam", "ada-quill", "Ada Quill"),
        ("two", "dusk", "ada-quill-reyes", "Ada Quill Reyes"),
    ):
        body = CAMPAIGN.format(campaign=campaign) + IN_SEASON.format(campaign=campaign)
        body += credit(campaign, "model", slug, name)
        if campaign == "dusk":
            body = body.replace("vesper", "orrin").replace("Vesper", "Orrin")
        desk.small.sheet(source, body)
    assert "both worked for" not in desk.reasons("ada-quill", "ada-quill-reyes")


def test_roles_of_one_group_speak_against_nothing(desk: Desk) -> None:
    desk.sheet(
        "one",
        "gloam",
        credit("gloam", "campaign-creative-director", "ada-quill", "Ada Quill"),
    )
    desk.sheet("two", "dusk", credit("dusk", "art-director", "ada-ann-quill", "Ada Ann Quill"))
    assert "one works as" not in desk.reasons("ada-quill", "ada-ann-quill")


def test_years_far_apart(desk: Desk) -> None:
    for source, year, slug, name in (
        ("one", "1931-01-01", "ada-q", "Ada Quillon"),
        ("two", "2031-01-01", "ada-r", "Ada Quilon"),
    ):
        desk.small.sheet(
            source, CAMPAIGN.format(campaign=source) + credit(source, "model", slug, name), published=year
        )
    assert "100 years lie between what is said of them (-4.0)" in desk.reasons("ada-q", "ada-r")


def test_names_as_printed_count(desk: Desk) -> None:
    desk.sheet("one", "gloam", credit("gloam", "model", "ada-quill", "Ada Quill"))
    other = credit("dusk", "model", "bo-lake", "Bo Lake").replace(
        'creditText = "Bo Lake"', 'creditText = "Ada Quill"'
    )
    desk.sheet("two", "dusk", other.replace("is Bo Lake", "is Ada Quill"))
    [pair] = desk.alike().pairs("Person")
    assert {pair.one.label, pair.other.label} == {"Ada Quill", "Bo Lake"}
    assert "by the names" in "".join(map(str, pair.likeness.reasons))


def test_three_that_hang_together_are_a_group(desk: Desk) -> None:
    for source, name in (("one", "Ada Quillon"), ("two", "Ada Quilon"), ("three", "Ada Ann Quillon")):
        desk.sheet(source, f"c-{source}", credit(f"c-{source}", "model", source, name))
    desk.sheet("four", "dusk", credit("dusk", "model", "remy", "Remy Lakeson"))
    desk.sheet("five", "gloam", credit("gloam", "model", "remi", "Remy Lakesson"))
    pairs = desk.alike().pairs("Person")
    assert [pair.group for pair in pairs if "Lake" in pair.one.label] == [0]
    [(number, things)] = groups(pairs).items()
    assert {thing.label for thing in things} == {"Ada Quillon", "Ada Quilon", "Ada Ann Quillon"}
    assert number in {pair.group for pair in pairs}
    assert desk.alike().pairs("Brand") == []


# -- the command ------------------------------------------------------------------------------------

BY = ("--reason", "Both say so.", "--by", "Ada Quill")
SOL = ("person/ana-sol", "person/ana-sol-photographer")
JUNE = ("person/june-okafor", "person/june-okafor-reyes")
WEN = ("person/wen", "person/wen-jia")


class Teller:
    """Runs commands on a copy of the test world."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self._capsys = root, capsys

    @property
    def file(self) -> Path:
        return self.root / "graph" / "identity.toml"

    def __call__(self, *words: str) -> Ran:
        code = main(["--project", str(self.root), *words])
        said = self._capsys.readouterr()
        return Ran(code, said.out, said.err)


@pytest.fixture
def tell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Teller:
    return Teller(copy_world(tmp_path / "world"), capsys)


@pytest.fixture
def unjudged(tell: Teller) -> Teller:
    tell.file.unlink()
    return tell


def test_pairs_with_what_speaks_for_and_against(unjudged: Teller) -> None:
    told = unjudged("dedupe", "--kind", "person", "--near", "June Okafor")
    assert told.code == 0
    lines = told.out.splitlines()
    assert lines[0].endswith("  June Okafor (person/june-okafor)")
    assert lines[1] == "      June Okafor Reyes (person/june-okafor-reyes)"
    assert "      + the same words: june, okafor (+5.5)" in lines
    assert '      - only one goes on with "reyes", as after a marriage (-2.2)' in lines
    assert lines[-1] == "Nothing is merged by itself. Judge with: fashion-kg dedupe --ask"
    assert "1 pair." in lines


def test_judged_pairs_do_not_come_again_and_unsure_ones_if_asked(tell: Teller) -> None:
    nobody = "No two things are alike enough that nobody has judged. Try: fashion-kg dedupe --least 0.3\n"
    assert tell("dedupe", "--least", "0.9").out == nobody
    # Whoever looked at all of a kind is not sent to look at less.
    everything = tell("dedupe", "--kind", "place", "--least", "0.3").out
    assert everything == "No two things are alike enough that nobody has judged.\n"
    assert "person/wen-jia" in tell("dedupe", "--unsure").out
    assert "person/wen-jia" not in tell("dedupe").out


def test_pairs_for_tools(unjudged: Teller) -> None:
    told = unjudged("dedupe", "--format", "csv", "--kind", "person")
    rows = list(csv.DictReader(io.StringIO(told.out)))
    assert {
        "score",
        "kind",
        "one",
        "oneLabel",
        "other",
        "otherLabel",
        "reasonsFor",
        "reasonsAgainst",
        "group",
    } == set(rows[0])
    assert [float(row["score"]) for row in rows] == sorted(
        (float(row["score"]) for row in rows), reverse=True
    )
    assert (
        len(list(csv.DictReader(io.StringIO(unjudged("dedupe", "--format", "csv", "--limit", "1").out)))) == 1
    )
    bindings = json.loads(unjudged("dedupe", "--format", "json").out)["results"]["bindings"]
    assert bindings[0]["one"]["type"] == "uri"
    assert unjudged("dedupe", "--format", "tsv").out.startswith("?score\t?kind\t?one")


def test_a_hostile_name_runs_nowhere(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    for slug, name in (("one", "=cmd() Ada Quillon"), ("two", "=cmd() Ada Quilon")):
        body = CAMPAIGN.format(campaign=f"c-{slug}") + f'[Person.{slug}]\nlabel = "{name} \\u001b[31m"\n'
        desk.small.sheet(slug, body)
    tell = Teller(desk.small.root, capsys)
    assert "\x1b" not in tell("dedupe", "--kind", "person").out
    told = tell("dedupe", "--kind", "person", "--format", "csv", "--spreadsheet").out
    assert "'=cmd" in told
    assert "--spreadsheet is for CSV" in tell("dedupe", "--spreadsheet").err


def test_a_judgement_is_written_and_the_layout_kept(tell: Teller) -> None:
    before = tell.file.read_text(encoding="utf-8")
    pair = ("person/wen-jia", "person/june-okafor")
    told = tell("dedupe", "different", *pair, "--reason", 'A "no".', "--by", "Ada")
    assert (told.code, told.err) == (0, "")
    after = tell.file.read_text(encoding="utf-8")
    assert after.startswith(before)
    assert re.fullmatch(
        r'\n\[\[different\]\]\nentities = \["person/wen-jia", "person/june-okafor"\]\n'
        r'reason = "A \\"no\\"\."\ndecidedBy = "Ada"\ndecided = \d{4}-\d\d-\d\d\n',
        after.removeprefix(before),
    )
    assert tell("dedupe", "undo", "person/june-okafor", "person/wen-jia").code == 0
    assert tell.file.read_text(encoding="utf-8") == before


def test_an_unsure_judgement_is_replaced(tell: Teller) -> None:
    told = tell("dedupe", "same", *WEN, "--keep", "person/wen-jia", *BY)
    assert "person/wen-jia is kept; person/wen leads to it after the next build." in told.out
    assert "It was unsure since 2032-06-02; that is replaced." in told.out
    text = tell.file.read_text(encoding="utf-8")
    assert "[[unsure]]" not in text
    assert 'keep = "person/wen-jia"\nmerge = ["person/wen"]' in text


def test_comments_and_other_blocks_stay_where_they_are(tell: Teller) -> None:
    text = tell.file.read_text(encoding="utf-8").replace(
        "[[different]]", "# About Ana.\n[[different]]  # two", 1
    )
    tell.file.write_text(text, encoding="utf-8")
    assert tell("dedupe", "forget", *JUNE).code == 0
    left = tell.file.read_text(encoding="utf-8")
    assert "june" not in left
    assert left.startswith("# Who is who in the test world.\n\n# About Ana.\n[[different]]  # two\n")
    assert left.endswith(text[text.index("[[different]]") :])


def test_one_of_several_merged_at_once_is_taken_back(tell: Teller) -> None:
    text = tell.file.read_text(encoding="utf-8")
    tell.file.write_text(
        text.replace(
            'merge = ["person/june-okafor-reyes"]', 'merge = ["person/june-okafor-reyes", "person/maho"]'
        ),
        encoding="utf-8",
    )
    told = tell("dedupe", "undo", "person/june-okafor-reyes", "person/maho")
    assert "are one by way of person/june-okafor (graph/identity.toml:3)" in told.err
    assert tell("dedupe", "undo", "person/maho", "person/june-okafor").code == 0
    assert tell.file.read_text(encoding="utf-8") == text


CONTRADICTIONS = {
    "same as different": (("same", *SOL, *BY), "dedupe-same-as-different"),
    "different as same": (("different", *JUNE, *BY), "dedupe-different-as-same"),
    "judged already": (("different", *SOL, *BY), "dedupe-judged-already"),
    "two kinds": (("same", "person/wen", "brand/vesper-lin", *BY), "dedupe-two-kinds"),
    "no reason": (("same", *WEN, "--by", "Ada"), "dedupe-no-reason"),
    "nobody": (("same", *WEN, "--reason", "r"), "dedupe-nobody"),
    "one thing": (("same", "person/wen", "Wen", *BY), "dedupe-one-thing"),
    "unknown": (("same", "person/wen", "June Okafer", *BY), "dedupe-unknown"),
    "keep neither": (("same", *WEN, "--keep", "person/maho", *BY), "dedupe-keep-neither"),
    "keep of different": (("different", *WEN, "--keep", "person/wen", *BY), "dedupe-keep-of-different"),
    "nothing to undo": (("undo", "person/wen", "person/maho"), "dedupe-nothing-to-undo"),
    "one word": (("same", "person/wen"), "dedupe-one-word"),
    "no such word": (("sane", *WEN), "dedupe-no-such-word"),
    "no such kind": (("--kind", "persn"), "dedupe-no-such-kind"),
    "no score": (("--least", "2"), "dedupe-no-score"),
    "no number": (("--limit", "x"), "dedupe-no-number"),
}


@pytest.mark.parametrize("case", CONTRADICTIONS)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    case: str, tell: Teller, golden: Callable[[str, str], None]
) -> None:
    before = tell.file.read_bytes()
    words, name = CONTRADICTIONS[case]
    told = tell("dedupe", *words)
    assert (told.code, told.out) == (2, "")
    golden(name, told.err)
    assert tell.file.read_bytes() == before


def test_a_contradiction_by_way_of_a_third_is_told_with_all_names(tell: Teller) -> None:
    assert tell("dedupe", "different", "person/maho", "person/june-okafor-reyes", *BY).code == 0
    assert "person/june-okafor" in tell.file.read_text(encoding="utf-8").rpartition("[[different]]")[2]
    assert tell("dedupe", "same", "person/maho", "person/wen-jia", *BY).code == 0
    refused = tell("dedupe", "same", "person/wen-jia", "person/june-okafor", *BY)
    assert refused.code == 2
    assert "judges person/maho and person/june-okafor different" in refused.err
    assert "person/wen-jia was merged into person/maho before." in refused.err
    assert "fashion-kg dedupe undo person/maho person/june-okafor" in refused.err


def test_a_file_with_faults_is_not_touched(tell: Teller) -> None:
    tell.file.write_text("[[same]]\nkeep = 1\n", encoding="utf-8")
    refused = tell("dedupe", "different", *WEN, *BY)
    assert refused.code == 1
    assert "graph/identity.toml:2" in refused.err
    assert tell.file.read_text(encoding="utf-8") == "[[same]]\nkeep = 1\n"


def test_the_first_judgement_makes_the_file(unjudged: Teller) -> None:
    assert unjudged("dedupe", "unsure", *WEN, *BY).code == 0
    assert unjudged.file.read_text(encoding="utf-8").startswith("# Who is who.")


def test_two_things_compared_whether_judged_or_not(tell: Teller) -> None:
    assert "Ana Sol" in tell("dedupe", "compare", "Ana Sol", SOL[1]).err
    told = tell("dedupe", "compare", *SOL)
    assert told.code == 0
    assert "+ the names are the same (+6.0)" in told.out


def test_a_proposed_sheet_tells_whom_a_new_name_may_mean(tell: Teller, tmp_path: Path) -> None:
    text = tmp_path / "news.txt"
    text.write_text(
        "The Vesper Lin Spring 2035 campaign\n\n"
        "The Vesper Lin Spring 2035 campaign was photographed by Adele Marchant and June Okafor Rayes.\n",
        encoding="utf-8",
    )
    sheet = tell("extract", str(text)).out
    assert re.search(
        r"# It may be person/\S+ \(0\.\d\d\): fashion-kg dedupe\n\[Person\.adele-marchant\]", sheet
    )
    # One that was merged is not named, but the one that is kept.
    assert re.search(r"# It may be person/june-okafor \(.*\n\[Person\.june-okafor-rayes\]", sheet)


# -- somebody else writes into the file, too --------------------------------------------------------


def judge_of(teller: Teller) -> Judge:
    project = Project(teller.root)
    ontology = load_ontology(project)
    return Judge(project, ontology, read_sheets(project.sheets, ontology, project.relative))


def test_undo_takes_back_the_right_one_when_lines_were_put_above_it(tell: Teller) -> None:
    judge = judge_of(tell)
    text = "# A line of somebody else.\n" * 25 + tell.file.read_text(encoding="utf-8")
    tell.file.write_text(text, encoding="utf-8")
    assert judge.undo(BASE + JUNE[0], BASE + JUNE[1]).endswith("taken back.")
    blocks = re.findall(r"^\[\[.*\n.*", text, re.M)
    [gone] = [block for block in blocks if JUNE[0] in block]
    left = tell.file.read_text(encoding="utf-8")
    assert re.findall(r"^\[\[.*\n.*", left, re.M) == [block for block in blocks if block != gone]


def test_a_block_that_somebody_adds_meanwhile_stays(tell: Teller) -> None:
    judge = judge_of(tell)
    text = tell.file.read_text(encoding="utf-8")
    added = text[text.index("[[different]]") :].split("\n\n")[0]
    added = "\n" + added.replace(SOL[1], "person/wen").replace(SOL[0], "person/maho") + "\n"
    tell.file.write_text(text + added, encoding="utf-8")
    day = dt.date(2032, 6, 3)
    judge.judge(Judgement("different", BASE + WEN[1], BASE + JUNE[0], "Two.", "Ana", day))
    assert tell.file.read_text(encoding="utf-8").startswith(text + added)
    with pytest.raises(UsageError, match=r"judges person/maho and person/wen different .* already"):
        judge.judge(Judgement("different", f"{BASE}person/maho", BASE + WEN[0], "Two.", "Ana", day))


# -- asked ------------------------------------------------------------------------------------------


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def give(*lines: str | type[BaseException]) -> None:
        rest: Iterator[str | type[BaseException]] = iter(lines)

        def answer(prompt: str) -> str:
            print(prompt, end="")
            line = next(rest)
            if isinstance(line, str):
                return line
            raise line

        monkeypatch.setattr("builtins.input", answer)

    return give


def test_every_answer_is_saved_at_once_and_ctrl_c_ends_it(
    unjudged: Teller, answers: Callable[..., None]
) -> None:
    answers("Ada Quill", "x", "d", "They are two.", KeyboardInterrupt)
    told = unjudged("dedupe", "--ask", "--kind", "person")
    assert told.code == 0
    assert "1 judgement saved in graph/identity.toml." in told.out
    assert "1 same, keep the first   2 same, keep the second" in told.out
    text = unjudged.file.read_text(encoding="utf-8")
    assert text.count("[[") == 1
    assert 'reason = "They are two."\ndecidedBy = "Ada Quill"' in text
    first = re.search(r"\((person/\S+)\)", told.out)
    assert first
    assert first[1] in text
    answers("q")
    again = unjudged("dedupe", "--ask", "--kind", "person", "--by", "Ada")
    assert "0 judgements saved" in again.out
    assert re.search(r"^1 of \d+ > ", again.out, re.M)
    shown = re.findall(r"\((person/\S+)\)", again.out)
    assert shown[:2] != re.findall(r"\((person/\S+)\)", told.out)[:2]


def test_same_undo_skip_and_the_end_of_input(unjudged: Teller, answers: Callable[..., None]) -> None:
    answers("2", "1", "z", "z", "", EOFError)
    told = unjudged("dedupe", "--ask", "--kind", "person", "--by", "Ada", "--reason", "Seen.")
    assert told.code == 0
    assert "leads to it after the next build" in told.out
    assert ": taken back." in told.out
    count = unjudged.file.read_text(encoding="utf-8").count("[[")
    assert f"{count} judgement" in told.out


def test_a_refused_answer_is_told_and_asked_again(unjudged: Teller, answers: Callable[..., None]) -> None:
    answers("d", "", "d", "Now.", "q")
    told = unjudged("dedupe", "--ask", "--kind", "person", "--by", "Ada")
    assert "A judgement needs a reason" in told.out
    assert "1 judgement saved" in told.out


def test_undo_brings_back_the_unsure_that_was_replaced_and_asks_again(
    unjudged: Teller, answers: Callable[..., None]
) -> None:
    ask = ("dedupe", "--ask", "--unsure", "--kind", "person", "--by", "Ada", "--reason", "Seen.")
    answers("u", "q")
    assert unjudged(*ask).code == 0
    before = unjudged.file.read_text(encoding="utf-8")
    answers("1", "z", "q")
    told = unjudged(*ask)
    assert "It is unsure again, as since" in told.out
    assert "0 judgements saved" in told.out
    assert before.count("[[unsure]]") == 1
    assert unjudged.file.read_text(encoding="utf-8") == before
    assert re.findall(r"^\d+ of ", told.out, re.M) == ["1 of ", "2 of ", "1 of "]


def test_what_cannot_be_undone_is_told_and_the_round_goes_on(
    unjudged: Teller, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = iter(["d", "gone", "q"])

    def answer(_: str) -> str:
        key = next(keys)
        if key == "gone":
            unjudged.file.unlink()
            return "z"
        return key

    monkeypatch.setattr("builtins.input", answer)
    told = unjudged("dedupe", "--ask", "--kind", "person", "--by", "Ada", "--reason", "Seen.")
    assert told.code == 0
    assert "Nothing is judged between" in told.out


@pytest.mark.skipif(sys.platform == "win32", reason="no such terminals")
@pytest.mark.parametrize(
    ("pressed", "key"),
    [(b"d", "d"), (b"\n", ""), (b"\x1b[A", "\x1b"), ("ö".encode(), "\ufffd"), (b"\x04", None)],
)
def test_one_key_is_an_answer_at_a_terminal(
    pressed: bytes, key: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os
    import pty
    import termios
    import tty

    from fashion_kg.cli.judge_by_key import read_key

    outside, inside = pty.openpty()
    tty.setcbreak(inside)
    with os.fdopen(inside, encoding="utf-8") as terminal:
        monkeypatch.setattr("sys.stdin", terminal)
        before = termios.tcgetattr(inside)
        os.write(outside, pressed)
        if key is None:
            with pytest.raises(EOFError):
                read_key("> ")
        else:
            assert read_key("> ") == key
        assert termios.tcgetattr(inside) == before
    os.close(outside)


def test_asking_writes_no_list(tell: Teller) -> None:
    assert "Leave --format and --out away" in tell("dedupe", "--ask", "--format", "csv").err


def test_a_script_may_answer(tmp_path: Path) -> None:
    world = copy_world(tmp_path / "world")
    told = run(
        "--project", world, "dedupe", "--ask", "--unsure", "--least", "0.7", "--by", "Ada", stdin="u\n"
    )
    assert told.code == 0, told.err


# -- after the next build ---------------------------------------------------------------------------


def test_a_merged_address_leads_to_the_kept_one_everywhere(tell: Teller) -> None:
    assert tell("dedupe", "same", *WEN, "--keep", "person/wen-jia", *BY).code == 0
    assert tell("build", "--quiet").code == 0
    for asked in ("person/wen", f"{BASE}person/wen", "Wen", "Wen Jia", "person/wen-jia"):
        told = tell("query", "people/credits", asked)
        assert told.code == 0, told.err
        assert told.out == tell("query", "people/credits", "person/wen-jia").out
    turtle = tell("export", "turtle").out
    assert re.search(r"^person:wen\b[^.]*dcterms:isReplacedBy person:wen-jia", turtle, re.M | re.S)
    assert "Wen Jia" in tell("query", "identity/merged").out
    assert tell("validate").code == 0
    assert tell("dedupe", "undo", *WEN).code == 0
    assert tell("build", "--quiet").code == 0
    assert "person:wen dcterms:isReplacedBy" not in tell("export", "turtle").out


def test_the_names_are_not_read_before_they_are_needed() -> None:
    import subprocess

    program = (
        "import sys; from fashion_kg.cli import main; main(['dedupe', '--help']); "
        "sys.exit(bool({'rapidfuzz', 'opencc', 'pypinyin', 'tomlkit'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=False).returncode == 0

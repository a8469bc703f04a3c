"""What ``--reviewed-only`` leaves out, everywhere it can be said; and what is said where it is not.

It means the graph that would have been built if nothing had been written down but what a person accepted.
So the exports of a project of which parts are accepted, made with it, are byte for byte those of a project
that holds nothing else.
"""

from __future__ import annotations

import base64
import csv
import gzip
import io
import json
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

import fashion_kg
from commands import NOT_ACCEPTED, Ran, build_world, copy_world
from fashion_kg.build import build
from fashion_kg.cli import main
from fashion_kg.errors import UsageError
from fashion_kg.layout import Project
from projects import SmallProject
from test_standing import ACCEPTED, ADA, BEN, REJECTED, claim, credit

Asker = Callable[..., Ran]
LEFT_OUT = ("glass-garden-blurb", "slow-train-credits")
"""The sheets of the test world that are not accepted."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_world(tmp_path_factory.mktemp("reviewed") / "world")


@pytest.fixture
def ask(world: Path, capsys: pytest.CaptureFixture[str]) -> Asker:
    def run(*words: str | Path) -> Ran:
        capsys.readouterr()
        code = main(["--project", str(world), *map(str, words)])
        return Ran(code, *capsys.readouterr())

    return run


def files(folder: Path) -> dict[str, bytes]:
    found = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in found}


def exported(project: Path, out: Path, *options: str) -> dict[str, bytes]:
    assert main(["--project", str(project), "export", "all", "--out", str(out), *options]) == 0
    return files(out)


# -- the definition ---------------------------------------------------------------------------------


@pytest.mark.parametrize("options", [(), ("--facts-only",), ("--spreadsheet",)], ids=str)
def test_what_is_left_of_the_world_is_a_world_of_accepted_sheets(
    options: tuple[str, ...], world: Path, tmp_path: Path
) -> None:
    accepted = copy_world(tmp_path / "accepted")
    for name in LEFT_OUT:
        (accepted / "graph" / "sources" / "undated" / f"{name}.toml").unlink()
    identity = accepted / "graph" / "identity.toml"
    judgements = re.split(r"\n(?=\[\[)", identity.read_text(encoding="utf-8"))
    only = ("person/ana-sol-photographer", "person/wen")
    kept = [each for each in judgements if not any(f'"{name}"' in each for name in only)]
    assert len(kept) == len(judgements) - 2
    identity.write_text("\n".join(kept), encoding="utf-8")
    build(Project(accepted))
    narrowed = exported(world, tmp_path / "narrowed", "--reviewed-only", *options)
    assert narrowed == exported(accepted, tmp_path / "whole", *options)
    assert narrowed != exported(world, tmp_path / "mixed", *options)
    assert len(narrowed) > 10


def test_what_is_left_of_a_sheet_is_a_sheet_of_its_accepted_statements(
    small: SmallProject, tmp_path: Path
) -> None:
    first = credit("ada", "«Ada shot it»", ACCEPTED) + claim("orrery", "«of Orrery»", ACCEPTED)
    rest = credit("ben", "«Ben»", role="stylist") + credit("ben", "«by Ben»", REJECTED)
    small.sheet("first", ADA + BEN + first + rest, review="proposed")
    small.sheet("second", ADA.replace('"Ada Example"', '"Ada Example"\nalt = ["A."]') + credit("ada", "«A.»"))
    small.sheet("third", credit("ada", "«Ada»"), review="unreviewed")
    build(small.project)
    narrowed = exported(small.root, tmp_path / "narrowed", "--reviewed-only")
    # The same texts, so that places are the same; the sheet without what nobody accepted.
    sheet = small.root / "graph" / "sources" / "undated" / "first.toml"
    written = sheet.read_text(encoding="utf-8").replace(BEN, "")
    statements = re.split(r"\n(?=\[\[(?:Credit|Claim))", written)
    sheet.write_text("\n".join(each for each in statements if '"ben"' not in each), encoding="utf-8")
    sheet.with_name("third.toml").unlink()
    built = build(small.project)
    assert (built.sources, built.assertions) == (2, 2)
    assert narrowed == exported(small.root, tmp_path / "whole", "--reviewed-only")
    assert b"person/ben" not in b"".join(narrowed.values())


def test_it_repeats(world: Path, tmp_path: Path) -> None:
    once = exported(world, tmp_path / "once", "--reviewed-only")
    again = copy_world(tmp_path / "again")
    build(Project(again))
    assert once == exported(again, tmp_path / "twice", "--reviewed-only")


# -- the commands -----------------------------------------------------------------------------------

QUESTIONS = [
    ("query", "campaigns/credits", "Glass Garden", "--format", "csv"),
    ("query", "people/list", "--format", "csv"),
    ("conflicts", "--format", "csv"),
    ("stats", "--format", "csv"),
    ("analyze", "centrality", "--format", "csv"),
    ("export", "turtle"),
]


@pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
def test_what_is_not_accepted_is_said_or_left_out(words: tuple[str, ...], ask: Asker) -> None:
    whole, narrowed = ask(*words), ask(*words, "--reviewed-only")
    assert whole.err.endswith(NOT_ACCEPTED)
    assert NOT_ACCEPTED not in whole.out
    assert "are accepted;" not in narrowed.err
    for slug in ("ana-sol-photographer", "slow-train", "glass-garden"):
        assert slug not in narrowed.out


def test_why_of_what_nobody_accepted_is_nothing(ask: Asker) -> None:
    assert "Azusa Kumoi" in ask("why", "Slow Train").out
    ran = ask("why", "Slow Train", "--reviewed-only")
    assert ran.code == 2
    assert ran.err.startswith('fashion-kg: Nothing about "Slow Train" is accepted; without --reviewed-only')
    address = "https://w3id.org/fashion-kg/campaign/slow-train"
    assert f'Nothing about "{address}" is accepted' in ask("why", address, "--reviewed-only").err
    for everywhere in ((), ("--reviewed-only",)):
        ran = ask("why", "Slower Trains", *everywhere)
        assert ran.err.startswith('fashion-kg: The graph has no thing called "Slower Trains"')


def test_a_query_of_ones_own(tmp_path: Path, ask: Asker) -> None:
    own = tmp_path / "own.rq"
    own.write_text("SELECT (COUNT(*) AS ?n) { ?statement fkg:reviewState ?s ; fkg:rank ?r }", "utf-8")
    assert ask("query", own, "--format", "csv").out.split() == ["n", "103"]
    assert ask("query", own, "--format", "csv", "--reviewed-only") == Ran(0, "n\r\n90\r\n", "")


def test_stats_count_what_is_left(ask: Asker) -> None:
    rows = csv.DictReader(io.StringIO(ask("stats", "--format", "csv", "--reviewed-only").out))
    counts = {(row["group"], row["name"]): int(row["count"]) for row in rows}
    assert counts["sources", "all"] == 6
    assert {name: n for (group, name), n in counts.items() if group == "statements by review state"} == {
        "accepted": 90
    }


def test_an_endpoint_has_only_its_own_graph(ask: Asker) -> None:
    ran = ask("query", "people/list", "--endpoint", "http://127.0.0.1:9/", "--reviewed-only")
    assert ran.code == 2
    assert ran.err.startswith("fashion-kg: --reviewed-only asks a graph built of accepted statements, ")
    assert "Take one of the two options away" in ran.err


def test_where_everything_is_accepted_nothing_is_said(small: SmallProject, ask: Asker) -> None:
    small.sheet("first", ADA + credit("ada", "«Ada shot it»"))
    build(small.project)
    asked = ("--project", small.root, "query", "people/list", "--format", "csv")
    whole = ask(*asked)
    assert whole == ask(*asked, "--reviewed-only")
    assert (whole.code, whole.err) == (0, "")


def test_a_graph_built_before_is_to_be_built_again(world: Path, tmp_path: Path, ask: Asker) -> None:
    old = tmp_path / "old"
    shutil.copytree(world, old)
    for folder in (old / "build").glob("store-*/reviewed-*"):
        shutil.rmtree(folder)
    ran = ask("--project", old, "query", "people/list", "--reviewed-only")
    assert ran.code == 2
    assert ran.err.endswith("Build it again: fashion-kg build\n")


def test_build_counts_what_is_rejected_and_what_is_accepted(small: SmallProject, ask: Asker) -> None:
    body = ADA + BEN + credit("ada", "«Ada shot it»", ACCEPTED) + credit("ben", "«by Ben»", REJECTED)
    small.sheet("first", body, review="unreviewed")
    out = ask("--project", small.root, "build").out
    assert "\n1 statement of the sheets rejected, and in no graph.\n" in out
    alone = "Of accepted statements alone (--reviewed-only): 1 source, 2 things, 1 assertion, "
    assert alone in out
    assert "; 1 rejected; " in ask("--project", small.root, "build", "--quiet").out


# -- pages, files and Python ------------------------------------------------------------------------

VIEWS = [
    ("explorer",), ("matrix", "brand-talent"), ("profile", "Night Market"), ("table", "people/list"),
    ("relationships", "Maison Orlo"), ("timeline", "Maison Orlo"),
]  # fmt: skip


def shown(page: str) -> str:
    """Return a page with what is packed in it unpacked."""
    packed = re.findall(r">(H4sI[A-Za-z0-9+/=]+)<", page)
    return page + "".join(gzip.decompress(base64.b64decode(block)).decode() for block in packed)


@pytest.mark.parametrize("words", VIEWS, ids=" ".join)
def test_every_page_leaves_it_out_or_says_so(words: tuple[str, ...], ask: Asker) -> None:
    ran = ask("view", *words, "--out", "-")
    assert (ran.code, ran.err) == (0, NOT_ACCEPTED)
    assert NOT_ACCEPTED.strip() in shown(ran.out)
    ran = ask("view", *words, "--out", "-", "--reviewed-only")
    assert (ran.code, ran.err) == (0, "")
    narrowed = shown(ran.out)
    assert "are accepted; " not in narrowed
    assert "The whole graph holds 6 sources" in narrowed
    assert "--reviewed-only" in narrowed
    for word in ("ana-sol-photographer", "Slow Train", "Glass Garden"):
        assert word not in narrowed


def test_files_for_tools_say_so_in_their_description(world: Path, tmp_path: Path) -> None:
    said = NOT_ACCEPTED.strip()
    for options, present in (((), True), (("--reviewed-only",), False)):
        written = exported(world, tmp_path / str(present), *options)
        for name in ("fashion-kg.ttl", "fashion-kg.nt", "fashion-kg.rdf", "fashion-kg.jsonld", "void.ttl"):
            assert (said.encode() in written[name]) == present, name
        csvw = json.loads(written["csv/csv-metadata.json"])
        assert csvw.get("dc:description") == (said if present else None)
        for name in ("fashion-kg.gexf", "fashion-kg.graphml"):
            texts = [each.text or "" for each in ET.fromstring(written[name]).iter()]  # noqa: S314 - our own
            assert any(said in text for text in texts) == present, name


def test_python_opens_what_is_accepted(world: Path, tmp_path: Path) -> None:
    whole, narrowed = fashion_kg.open(world), fashion_kg.open(world, reviewed=True)
    assert whole.find("Azusa Kumoi")
    with pytest.raises(UsageError, match="Azusa Kumoi"):
        narrowed.find("Azusa Kumoi")
    assert len(narrowed.rdflib()) < len(whole.rdflib())
    file = tmp_path / "graph.ttl"
    assert main(["--project", str(world), "export", "turtle", "--out", str(file)]) == 0
    with pytest.raises(UsageError, match="holds more than was accepted"):
        fashion_kg.open(file, reviewed=True)
    assert main(["--project", str(world), "export", "turtle", "--out", str(file), "--reviewed-only"]) == 0
    assert len(fashion_kg.open(file, reviewed=True).query("people/list")) == len(
        narrowed.query("people/list")
    )
    with pytest.raises(UsageError, match="An endpoint has only its own graph"):
        fashion_kg.open(endpoint="http://127.0.0.1:9/", reviewed=True)

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse, serialize

from commands import copy_world
from fashion_kg.build import load_ontology
from fashion_kg.changes.diff import Change, Difference, compare
from fashion_kg.changes.snapshots import Snapshot
from fashion_kg.cli import main
from fashion_kg.errors import UsageError
from fashion_kg.layout import Project, packaged_root

Edit = Callable[[Path], None]
NIGHT_MARKET = "graph/sources/2031/the-hem-night-market.toml"
LANTERN = "graph/sources/undated/seam-post-lantern.toml"
SLOW_TRAIN = "graph/sources/undated/slow-train-credits.toml"
GLASS_GARDEN = "graph/sources/undated/glass-garden-blurb.toml"
SECOND_TIDE = "graph/sources/2032/the-hem-second-tide.toml"
STYLIST = 'campaign = "second-tide"\nrole = "stylist"'


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(copy_world(tmp_path_factory.mktemp("old") / "world"))


def export(world: Path) -> Path:
    file = world / "export.ttl"
    assert main(["--project", str(world), "build", "--quiet"]) == 0
    assert main(["--project", str(world), "export", "turtle", "--out", str(file)]) == 0
    return file


def after(tmp_path: Path, *edits: Edit) -> Path:
    """Return the export of the test world after somebody worked on it."""
    world = copy_world(tmp_path / "world")
    for edit in edits:
        edit(world)
    return export(world)


def replace(file: str, before: str, now: str, count: int = 1) -> Edit:
    def edit(world: Path) -> None:
        text = (world / file).read_text(encoding="utf-8")
        assert before in text
        (world / file).write_text(text.replace(before, now, count), encoding="utf-8")

    return edit


def without_block(file: str, kind: str, holding: str) -> Edit:
    """Remove the one statement of a kind that holds a text."""

    def edit(world: Path) -> None:
        text = (world / file).read_text(encoding="utf-8")
        blocks = re.split(r"(?m)^(?=\[)", text)
        kept = [block for block in blocks if not (block.startswith(f"[[{kind}]]") and holding in block)]
        assert len(kept) == len(blocks) - 1
        (world / file).write_text("".join(kept), encoding="utf-8")

    return edit


def difference(old: Path, new: Path) -> Difference:
    return compare(Snapshot(old), Snapshot(new), load_ontology(Project(packaged_root())))


def of(found: Difference, what: str, how: str) -> list[Change]:
    return [change for change in found.changes if (change.what, change.how) == (what, how)]


def test_a_file_does_not_differ_from_itself(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", str(old), str(old)]) == 0
    assert capsys.readouterr() == ("No differences.\n", "")


@pytest.mark.parametrize("name", ["ntriples", "nquads", "trig", "rdfxml", "jsonld"])
def test_nor_from_the_same_graph_in_another_format(old: Path, name: str, tmp_path: Path) -> None:
    endings = {"ntriples": "nt", "nquads": "nq", "trig": "trig", "rdfxml": "rdf", "jsonld": "jsonld"}
    other = tmp_path / f"other.{endings[name]}"
    assert main(["--project", str(old.parent), "export", name, "--out", str(other)]) == 0
    assert not difference(old, other)
    zipped = other.with_name(other.name + ".gz")
    zipped.write_bytes(gzip.compress(other.read_bytes()))
    assert not difference(zipped, old)


def test_blank_nodes_are_told_by_what_is_said_of_them(tmp_path: Path) -> None:
    one, other = tmp_path / "one.ttl", tmp_path / "other.ttl"
    one.write_text('<x:s> <x:p> [ <x:q> "1" ], [ <x:q> "2" ] .')
    other.write_text('_:b <x:q> "2" . <x:s> <x:p> _:a , _:b . _:a <x:q> "1" .')
    assert not difference(one, other)
    other.write_text('<x:s> <x:p> [ <x:q> "1" ], [ <x:q> "3" ] .')
    assert difference(one, other)


def test_a_statement_added_and_one_removed(old: Path, tmp_path: Path) -> None:
    new = after(tmp_path, without_block(SECOND_TIDE, "Credit", STYLIST))
    found = difference(old, new)
    (removed,) = of(found, "statement", "removed")
    assert removed.words == "Adèle Marchand is credited as stylist on Second Tide"
    assert removed.kind == "Credit"
    assert removed.places == (
        "The Hem, 10 March 2032, body, paragraph 2, at 191: "
        "“Adèle Marchand did the styling” (prints Adèle Marchand)",
    )
    assert of(found, "statement", "changed") == of(found, "statement", "added") == []
    (added,) = of(difference(new, old), "statement", "added")
    assert added == Change(**{**vars(removed), "how": "added"})


def test_a_value_changed(old: Path, tmp_path: Path) -> None:
    new = after(tmp_path, replace(LANTERN, 'date = "1999"', 'date = "1997"'))
    found = difference(old, new)
    (changed,) = of(found, "statement", "changed")
    assert changed.words == "Lantern was released by Maison Orlo, 1997"
    assert changed.details == ("date: 1999 -> 1997",)
    assert of(found, "statement", "added") == of(found, "statement", "removed") == []


def test_evidence_rank_and_review_changed(old: Path, tmp_path: Path) -> None:
    text = (old.parent / NIGHT_MARKET).read_text()
    line = next(line for line in text.splitlines(keepends=True) if '"photographed by Lio & Mina"' in line)
    new = after(
        tmp_path,
        replace(NIGHT_MARKET, line, ""),
        replace("graph/decisions.toml", 'rank = "preferred"', 'rank = "deprecated"'),
        replace(SLOW_TRAIN, 'review = "unreviewed"', 'review = "accepted"'),
    )
    changed = {change.words: change.details for change in of(difference(old, new), "statement", "changed")}
    assert changed["Lio & Mina is credited as photographer on Night Market"] == (
        "evidence removed: The Hem, 3 February 2031, body, paragraph 1, at 158: "
        "“photographed by Lio & Mina” (prints Lio & Mina)",
    )
    assert changed["Night Market: launched 2031-02-03"] == ("rank: preferred -> deprecated",)
    assert changed["Slow Train: brand Kumo"] == ("reviewState: unreviewed -> accepted",)
    (decision,) = of(difference(old, new), "decision", "changed")
    assert decision.details == ("rank: preferred -> deprecated",)
    (source,) = of(difference(old, new), "source", "changed")
    assert (source.words, source.details) == (
        "Slow Train, table of credits",
        ("reviewState: unreviewed -> accepted",),
    )


def test_a_new_label_is_no_change_of_claims(old: Path, tmp_path: Path) -> None:
    def rename(world: Path) -> None:
        for file in (world / "graph" / "sources").rglob("*.toml"):
            file.write_text(re.sub(r'(label = (?:\{ en = )?)"Odé"', r'\1"Ode"', file.read_text()))

    found = difference(old, after(tmp_path, rename))
    assert {change.what for change in found.changes} == {"thing"}
    (renamed,) = found.changes
    assert (renamed.words, renamed.kind, renamed.details) == ("Ode", "Person", ("prefLabel: Odé -> Ode",))


def test_a_merge_is_followed(old: Path, tmp_path: Path) -> None:
    merge = replace(
        "graph/identity.toml",
        '[[unsure]]\nentities = ["person/wen", "person/wen-jia"]',
        '[[same]]\nkeep = "person/wen-jia"\nmerge = ["person/wen"]',
    )
    found = difference(old, after(tmp_path, merge))
    assert of(found, "statement", "added") == of(found, "statement", "removed") == []
    moved = of(found, "statement", "changed")
    assert moved
    for change in moved:
        assert re.fullmatch(r"\w+: Wen -> Wen Jia", change.details[0])
        assert re.fullmatch(r"was [a-z-]+/\w{16} before things that it names were merged", change.details[1])
    things = {change.iri.rsplit("/", 1)[1]: change for change in of(found, "thing", "changed")}
    assert things["wen"].details == ("merged into Wen Jia (person/wen-jia)",)
    assert things["wen-jia"].details == ("altLabel: none -> Wen",)


def test_things_and_sources_added(old: Path, tmp_path: Path) -> None:
    new = after(tmp_path, _without_glass_garden)
    found = difference(new, old)
    assert [change.words for change in of(found, "source", "added")] == ["Blurb on Glass Garden"]
    assert ("Glass Garden", "Campaign") in {(each.words, each.kind) for each in of(found, "thing", "added")}
    assert of(difference(old, new), "source", "removed")


def _without_glass_garden(world: Path) -> None:
    (world / GLASS_GARDEN).unlink()
    (world / "graph" / "identity.toml").write_text("")


def test_what_is_printed(old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = after(tmp_path, without_block(SECOND_TIDE, "Credit", STYLIST))
    capsys.readouterr()
    assert main(["diff", str(old), str(new)]) == 1
    text, err = capsys.readouterr()
    assert err == ""
    assert re.fullmatch(
        r"statements removed \(1\)\n"
        r"  - Adèle Marchand is credited as stylist on Second Tide  credit/\w{16}\n"
        r"      The Hem, 10 March 2032, body, paragraph 2, at 191: .*\n"
        r"\n"
        r"In all \d+ triples added, \d+ removed\.\n",
        text,
    )
    assert main(["diff", str(old), str(new), "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [(change["what"], change["how"]) for change in found["changes"]] == [("statement", "removed")]
    assert found["triples_removed"] > found["triples_added"]
    out = tmp_path / "changes.md"
    assert main(["diff", str(old), str(new), "--out", str(out)]) == 1
    assert out.read_text().startswith("## Statements removed (1)\n\n* [Adèle Marchand is credited as stylist")


def test_facts_alone_may_differ(old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = tmp_path / "one.nt", tmp_path / "other.nt"
    triples = [quad.triple for quad in parse(path=old, format=RdfFormat.TURTLE)]
    serialize(triples, one, format=RdfFormat.N_TRIPLES)
    fact = next(t for t in triples if t.predicate.value.endswith("#photographedBy"))
    serialize([t for t in triples if t != fact], other, format=RdfFormat.N_TRIPLES)
    capsys.readouterr()
    assert main(["diff", str(one), str(other)]) == 1
    assert capsys.readouterr().out == (
        "No statement, thing, source or decision differs. In all 0 triples added, 1 removed.\n"
    )


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.nt", b"garbage", "is not what its ending says: "),
        ("a.ttl", b"\xff\xfe", "is not what its ending says: "),
        ("a.nt.gz", gzip.compress(b"<x:s> <x:p> <x:o> .\n" * 99, mtime=0)[:30], "is a damaged archive. "),
        ("a.nt.gz", b"no archive", "cannot be read: "),
        ("a.csv", b"a,b", "names no RDF format. Export it in one of them (.ttl, .nt, .nq, .trig, .jsonld, "),
        ("a", b"", "names no RDF format. "),
        ("b.ttl", None, "cannot be read: No such file or directory. Check its name."),
    ],
)
def test_files_that_cannot_be_compared(
    name: str, content: bytes | None, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert main(["diff", str(tmp_path / name), str(tmp_path / name)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert f'"{tmp_path / name}" ' in err
    assert said in err


def test_entities_made_of_entities_are_refused(tmp_path: Path, old: Path) -> None:
    bomb = tmp_path / "bomb.rdf"
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb.write_text(f'<!DOCTYPE r [<!ENTITY e0 "x">{entities}]><r>&e11;</r>')
    with pytest.raises(UsageError, match="entities made of other entities"):
        difference(old, bomb)

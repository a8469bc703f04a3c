"""``fashion-kg analyze``: what it prints and writes, what it refuses, and the same from Python."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any, ClassVar

import networkx as nx
import pytest

import fashion_kg
from commands import NOT_ACCEPTED, Ran, build_world, run
from fashion_kg import measures
from fashion_kg.answers.analysis import marked_network
from fashion_kg.answers.network_files import gexf, graphml
from fashion_kg.answers.results import rows_of
from fashion_kg.cli import main, printing
from fashion_kg.cli.analyze import for_spreadsheet
from fashion_kg.cli.filtering import filter_options, filters_of
from fashion_kg.cli.verbs import Parser, Verb
from fashion_kg.errors import UsageError
from fashion_kg.measures import Measured
from fashion_kg.network import Filters
from made_networks import measured, projection, tie


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_world(tmp_path_factory.mktemp("analyze") / "world")


@pytest.fixture(scope="module")
def graph(world: Path) -> fashion_kg.Graph:
    return fashion_kg.open(world)


class Analyze:
    """Runs the verb on the test world within this process."""

    def __init__(self, world: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.world, self.capsys = world, capsys

    def __call__(self, *words: str) -> Ran:
        self.capsys.readouterr()
        code = main(["--project", str(self.world), "analyze", *words])
        printed = self.capsys.readouterr()
        return Ran(code, printed.out, printed.err)


@pytest.fixture
def analyze(world: Path, capsys: pytest.CaptureFixture[str]) -> Analyze:
    return Analyze(world, capsys)


# -- what it says -----------------------------------------------------------------------------------


def test_without_words_it_lists_the_measures(analyze: Analyze) -> None:
    listed = analyze()
    assert (listed.code, listed.err) == (0, "")
    for name in measures.names():
        assert name in listed.out
        assert measures.find(name).summary in listed.out
    rows = list(csv.DictReader(io.StringIO(analyze("--format", "csv").out)))
    assert [row["measure"] for row in rows] == list(measures.names())


def test_a_table_says_what_it_measured(analyze: Analyze) -> None:
    ran = analyze("centrality", "--role", "talent", "--from", "2031", "--limit", "2")
    assert (ran.code, ran.err) == (0, NOT_ACCEPTED)
    lines = ran.out.splitlines()
    assert lines[:5] == [
        "Who stands in the middle, by strength",
        "network/co-credits: both are credited on the same campaign (weight: number of campaigns); "
        "a group counts as one.",
        "Filters: only roles of the group talent; from 2031-01-01.",
        "5 nodes, 5 edges, 1 component, 9 statements, 5 sources.",
        "14 statements left out: another role.",
    ]
    assert lines[9] == ""
    assert lines[10].split() == [
        "rank", "thing", "kind", "degree", "strength", "betweenness", "pagerank", "core", "rankSpread",
    ]  # fmt: skip
    assert "3 more rows; --limit 0 shows all." in lines
    assert "With 5 nodes this network is too small for its ranks to mean much." in lines
    all_but_one = analyze("centrality", "--role", "talent", "--from", "2031", "--limit", "4").out.splitlines()
    assert "1 more row; --limit 0 shows all." in all_but_one


def test_how_groups_count_is_said_once_and_only_where_there_are_any(analyze: Analyze) -> None:
    assert analyze("centrality").out.count("a group counts as one") == 1
    assert analyze("centrality", "--count", "members").out.count("a group counts by its members") == 1
    assert "a group counts" not in analyze("centrality", "--projection", "press-waves").out


def test_csv_is_for_tools_and_the_notes_go_beside_it(analyze: Analyze) -> None:
    ran = analyze("centrality", "by=degree", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert len(rows) == 12
    assert rows[0]["thing"].startswith("https://")
    assert float(rows[0]["betweenness"]) >= 0
    assert "12 nodes, 41 edges, 1 component, 25 statements, 6 sources." in ran.err.splitlines()
    assert "1 statement left out: judged wrong." in ran.err.splitlines()
    assert analyze("centrality", "by=degree", "--format", "tsv").out.count("\n") == 13


def test_a_spreadsheet_runs_nothing(analyze: Analyze) -> None:
    hostile = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "a=1", "", "＝1"]
    safe = ["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\t=1", "a=1", "", "'＝1"]
    content = for_spreadsheet(rows_of(("name", "change"), [(text, -2.5) for text in hostile]))
    assert content.startswith(b"\xef\xbb\xbf")
    found = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert found == [["name", "change"], *([text, "-2.5"] for text in safe)]
    plain = analyze("centrality", "--format", "csv").out
    assert analyze("centrality", "--format", "csv", "--spreadsheet").out == "\ufeff" + plain
    refused = analyze("centrality", "--spreadsheet")
    assert refused.code == 2
    assert "--spreadsheet is for CSV, and this would be table. Add --format csv." in refused.err


def test_json_holds_all_of_it(analyze: Analyze) -> None:
    ran = analyze("communities", "--count", "members", "--format", "json")
    found = json.loads(ran.out)
    assert ran.err == NOT_ACCEPTED
    assert found["counted"] == "members"
    assert found["filters"] == ["a group counts by its members"]
    assert found["counts"] == {"nodes": 13, "edges": 48, "components": 1, "statements": 25, "sources": 6}
    assert found["leftOut"] == ["1 statement left out: judged wrong", "3 statements left out: only proposed"]
    assert found["notes"]
    assert all(set(row) == set(found["columns"]) for row in found["rows"])


def test_markdown_links_and_escapes(analyze: Analyze) -> None:
    out = analyze("centrality", "--format", "md", "--projection", "network/co-credits").out
    assert "| rank | thing |" in out
    assert "[Haruka Mori](https://w3id.org/fashion-kg/person/haruka-mori)" in out
    assert "<script>" not in out


def test_on_a_screen_the_table_is_drawn(analyze: Analyze, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "on_screen", lambda: True)
    monkeypatch.setenv("COLUMNS", "140")
    out = analyze("brokers").out
    assert out.startswith("Who connects those that are not connected\n")
    assert "Haruka Mori" in out
    assert "Stability: " in out


def test_a_projection_is_found_by_the_end_of_its_name(analyze: Analyze) -> None:
    short, whole = (
        analyze("centrality", "--projection", name) for name in ("brand-talent", "network/brand-talent")
    )
    assert short.code == 0
    assert short == whole


def test_labels_follow_the_language(analyze: Analyze, graph: fashion_kg.Graph) -> None:
    names = graph.names.labels("ja")
    there = [iri for iri, name in names.items() if name != graph.names.labels()[iri] and "/person/" in iri]
    out = analyze("centrality", "--lang", "ja", "--limit", "0").out
    assert any(names[iri] in out for iri in there)


# -- filters ----------------------------------------------------------------------------------------


def test_the_filters_are_read(graph: fashion_kg.Graph) -> None:
    def options(parser: Parser) -> None:
        filter_options(parser)
        parser.graph()

    verb = Verb("test", "1 ask", "test", "", "test", options, lambda _: 0)
    words = [
        "--from", "2031-02", "--to", "2032", "--brand", "Maison Orlo", "--brand", "Kumo", "--reviewed-only",
        "--without-source", "le-fil-marche-de-nuit", "--min-weight", "2", "--count", "members",
        "--role", "model",
    ]  # fmt: skip
    parsed = Parser(verb).parse_args(words)
    filters = filters_of(parsed, graph.names, graph.ontology)
    assert filters == Filters(
        since=dt.date(2031, 2, 1),
        until=dt.date(2032, 12, 31),
        roles=frozenset(graph.find(name, "role") for name in ("model", "hand-model")),
        brands=frozenset(graph.find(name, "brand") for name in ("maison-orlo", "kumo")),
        without=frozenset({graph.find("le-fil-marche-de-nuit", "source")}),
        review="accepted",
        weight=2,
    )
    assert (parsed.count, parsed.seed, parsed.lang) == ("members", 1, "en")
    february = Parser(verb).parse_args(["--from", "2032-02-29", "--to", "2032-02"])
    assert february.since == february.until == dt.date(2032, 2, 29)


def test_a_source_left_out_is_not_heard(analyze: Analyze) -> None:
    found = json.loads(
        analyze("centrality", "--without-source", "slow-train-credits", "--format", "json").out
    )
    assert found["counts"]["sources"] == 5
    assert any("said only by a source that is not heard" in said for said in found["leftOut"])
    assert not any(row["thingLabel"] == "Azusa Kumoi" for row in found["rows"])


# -- network files ----------------------------------------------------------------------------------


MARKS = {
    "brokers": {"constraint", "effectiveSize", "pieces", "bridges"},
    "centrality": {"degree", "strength", "betweenness", "pagerank", "core", "rank"},
    "communities": {"community"},
}


@pytest.mark.parametrize("name", MARKS)
def test_a_network_file_holds_the_measures(name: str, analyze: Analyze, tmp_path: Path) -> None:
    found = json.loads(analyze(name, "--format", "json").out)
    for ending, read in ((".graphml", nx.read_graphml), (".gexf", nx.read_gexf)):
        file = tmp_path / f"network{ending}"
        assert analyze(name, "--out", str(file)).code == 0
        network: Any = read(file)
        assert len(network) == found["counts"]["nodes"]
        assert network.number_of_edges() == found["counts"]["edges"]
        marks = network.nodes["https://w3id.org/fashion-kg/person/haruka-mori"]
        assert (marks["label"], marks["kind"]) == ("Haruka Mori", "Person")
        assert set(marks) >= MARKS[name]
        for *_, edge in network.edges(data=True):
            assert edge["weight"] == len(edge["via"].split(" "))
        first = file.read_bytes()
        analyze(name, "--out", str(file))
        assert file.read_bytes() == first


HOSTILE = [
    "</node><node id='x'/>", "<!ENTITY x SYSTEM 'file:///etc/passwd'>", "]]>", "a\x00b\x1b[31m", "\ud800",
    "\u202etxt.exe", "a\r\nb\x85c\u2028d", "&amp;\"'", "<meta lastmodifieddate='x'></meta>", "\uffff",
]  # fmt: skip


def test_hostile_names_stay_names() -> None:
    names = {f"https://example.org/{number}?a=1&b=<'\">": text for number, text in enumerate(HOSTILE)}
    made = projection(tie(one, "https://example.org/hub", f"v-{one}") for one in names)
    found = Measured("<title>", {}, [], ["<note>\x00"], {"mark": dict(names)})
    drawn = marked_network(found, made, names, {})
    for content in (graphml(drawn), gexf(drawn)):
        root = ET.fromstring(content)  # noqa: S314 - our own file
        assert len([each for each in root.iter() if each.tag.endswith("}node")]) == len(HOSTILE) + 1
        text = "".join(root.itertext()) + "".join(
            value for each in root.iter() for value in each.attrib.values()
        )
        assert "</node><node id='x'/>" in text
        assert "a�b�[31m" in text
        assert "a\r\nb\x85c\u2028d" in text or b"gexf" in content
        assert "<note>�" in text
    assert b"lastmodified" not in gexf(drawn).split(b"<graph")[0]


def test_another_process_writes_the_same_bytes(world: Path) -> None:
    for words in (("communities", "--format", "json"), ("centrality", "--format", "gexf")):
        one, two = (
            run("--project", world, "analyze", *words, env={"PYTHONHASHSEED": seed}) for seed in ("1", "2")
        )
        assert one.code == 0, one.err
        assert one.out == two.out


# -- what it refuses --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["centralty"], 'There is no measure "centralty". Did you mean "centrality"?'),
        (["centrality", "Haruka"], 'centrality takes no names, and "Haruka" is one too many.'),
        (["centrality", "bye=degree"], 'centrality has no option "bye". Did you mean "by"?'),
        (["centrality", "--option", "by"], '--option "by" has no value. Write it as name=value.'),
        (["centrality", "--option", "by=fame"], 'by cannot be "fame". Use one of: degree,'),
        (
            ["centrality", "--projection", "nothing"],
            'There is no projection "nothing". Choose one of network/',
        ),
        (["centrality", "--projection", "brand-talant"], 'Did you mean "brand-talent"?'),
        (["centrality", "--projection", "people/list"], "people/list is no projection."),
        (["centrality", "--projection", "network/citations", "--count", "members"], "Leave out --count."),
        (["centrality", "--brand", "Kumoo"], 'The graph has no brand called "Kumoo". Did you mean: Kumo'),
        (["centrality", "--role", "modell"], 'There is no role "modell". Did you mean "model"?'),
        (["centrality", "--from", "1890", "--to", "1889"], "The time window ends on 1889-12-31, before"),
        (["centrality", "--from", "2031-13"], '--from: "2031-13" is not a date.'),
        (["centrality", "--to", "1900"], "Nothing is left of network/co-credits: "),
        (["centrality", "--role", "cameo"], "25 statements left out: another role; "),
        (
            ["centrality", "--min-weight", "9"],
            "No edge of network/co-credits has the weight 9; the heaviest has ",
        ),
        (["centrality", "--min-weight", "heavy"], '--min-weight: "heavy" is not a weight.'),
        (["centrality", "--count", "both"], '--count: there is no "both". Use one of: groups, members.'),
        (["centrality", "--seed", "-"], '--seed: "-" is not a whole number.'),
        (["centrality", "--limit", "few"], '--limit: "few" is not a number of rows.'),
        (["centrality", "--format", "gexv"], '--format: there is no "gexv". Did you mean "gexf"?'),
        (["--format", "graphml"], "A network needs a measure."),
        (["centrality", "--season", "Nope 1"], 'The graph has no season called "Nope 1".'),
    ],
)
def test_bad_input_is_one_sentence(words: list[str], said: str, analyze: Analyze) -> None:
    ran = analyze(*words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_one_lone_node_is_no_network(analyze: Analyze) -> None:
    ran = analyze(
        "centrality",
        "--role",
        "photographer",
        "--season",
        "autumn-2031",
        "--without-source",
        "glass-garden-blurb",
    )
    assert ran.code == 2
    assert "tied to nobody" in ran.err or "Nothing is left" in ran.err


def test_a_place_that_cannot_be_written_is_said(analyze: Analyze, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ran = analyze("centrality", "--out", str(tmp_path / "file" / "x.csv"))
    assert ran.code == 2
    assert ran.err.startswith("fashion-kg: ")


class Between:
    """A measure that needs two names."""

    summary = "a test"
    projection = "network/co-credits"
    takes = ("one", "other")
    options: ClassVar[dict[str, str]] = {}

    def measure(self, request: measures.Request) -> Measured:
        return Measured(
            "Between",
            {"thing": "it", "thingLabel": "name"},
            [(one, request.label(one)) for one in request.things],
        )


def test_a_measure_that_needs_names_says_so(analyze: Analyze, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures, "find", lambda _: Between())
    assert (
        "between needs NAME (one) and NAME (other). Use: fashion-kg analyze between NAME NAME"
        in analyze("between", "Haruka Mori").err
    )
    assert '"c" is one too many' in analyze("between", "a", "b", "c").err
    assert "Haruka Mori" in analyze("between", "Haruka Mori", "June Okafor").out


# -- progress, and Python ---------------------------------------------------------------------------


def test_progress_is_silent_on_short_work_and_seldom_on_long() -> None:
    said: list[str] = []
    printing.unhurried(said.append)("step")
    assert said == []
    eager = printing.unhurried(said.append, 0.0)
    eager("one")
    eager("two")
    assert said == ["one", "two"]


def test_python_gets_the_same(graph: fashion_kg.Graph, analyze: Analyze) -> None:
    found = graph.analyze("centrality", by="degree", filters=Filters(weight=2))
    printed = json.loads(analyze("centrality", "by=degree", "--min-weight", "2", "--format", "json").out)
    assert list(found) == printed["rows"]
    assert (dict(found.counts), found.filters) == (printed["counts"], printed["filters"])
    frame = found.to_pandas()
    assert list(frame.columns) == list(found.columns)
    assert len(frame) == len(found)
    with pytest.raises(UsageError, match='Did you mean "brokers"'):
        graph.analyze("broker")


def test_a_measure_alone_says_nothing_of_filters() -> None:
    assert measured("centrality", projection([tie("a", "b")])).counts == {}

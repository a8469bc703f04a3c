from __future__ import annotations

import csv
import http.server
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import QueryResultsFormat, QuerySolutions, Store

import fashion_kg
from commands import NOT_ACCEPTED, Ran, build_world, command, copy_world, run
from fashion_kg.cli import main, printing, verbs
from fashion_kg.exports import names as export_names
from fashion_kg.layout import Project, packaged_root
from fashion_kg.store import open_store

ALL_VERBS = sorted(verbs())
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STR(?a) != STR(?i)) }"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_world(tmp_path_factory.mktemp("cli") / "world")


class Asker:
    """Runs commands on the test world within this process."""

    def __init__(self, world: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.world, self.capsys = world, capsys

    def __call__(self, *words: str | Path) -> Ran:
        self.capsys.readouterr()
        code = main(["--project", str(self.world), *map(str, words)])
        return Ran(code, *self.capsys.readouterr())


@pytest.fixture
def ask(world: Path, capsys: pytest.CaptureFixture[str]) -> Asker:
    return Asker(world, capsys)


# -- before any verb --------------------------------------------------------------------------------


def test_the_overview_names_every_verb() -> None:
    ran = run()
    assert ran.code == 0
    assert ran.err == ""
    for verb in ALL_VERBS:
        assert re.search(rf"^  {verb} +\S", ran.out, re.M)
    assert run("--help").out == run("help").out == ran.out


def test_version() -> None:
    assert run("--version") == Ran(0, f"fashion-kg {fashion_kg.__version__}\n", "")


@pytest.mark.parametrize("verb", ALL_VERBS)
def test_help_has_an_example_and_loads_nothing_heavy(verb: str) -> None:
    heavy = {"rdflib", "pyoxigraph", "pyshacl", "owlready2", "networkx", "rich", "tomlkit", "yaml"}
    program = (
        "import sys; from fashion_kg.cli import main; "
        f"code = main([{verb!r}, '--help']); "
        f"sys.stderr.write(' '.join({heavy!r} & set(sys.modules))); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout.startswith(f"usage: fashion-kg {verb}")
    assert f"example:\n  fashion-kg {verb}" in done.stdout or f"| fashion-kg {verb}" in done.stdout
    assert run("help", verb).out == done.stdout


MISTAKES = {
    ("qery",): 'There is no verb "qery". Did you mean "query"?',
    ("xyzzy",): 'There is no verb "xyzzy". See: fashion-kg --help',
    ("--projekt", "x"): 'There is no option --projekt before the verb. Did you mean "--project"?',
    ("--project",): "--project needs a folder. Write it as: fashion-kg --project DIR VERB",
    (
        "--project",
        "/no/such",
        "queries",
    ): 'There is no project in "/no/such": it has no folder graph/sources. '
    "Start one with: fashion-kg init /no/such",
    ("query",): "query needs the name of a question. List them with: fashion-kg queries",
    ("query", "--frmat", "csv"): '"fashion-kg query" has no option --frmat. Did you mean "--format"?',
    ("query", "x", "--format", "jsn"): '--format: there is no "jsn". Did you mean "json"?',
    ("query", "x", "--format", "dot"): '--format: there is no "dot". '
    "Use one of: table, csv, tsv, json, xml, ttl, jsonld, md.",
    ("query", "x", "--format"): "--format: expected one argument. See: fashion-kg query --help",
    (
        "query",
        "x",
        "--timeout",
        "soon",
    ): '--timeout: "soon" is not a number of seconds. Write one such as 60.',
    ("query", "no.rq"): '"no.rq": No such file or directory.',
    ("stats", "--endpoint", "ftp://x"): '"ftp://x" is not the address of an endpoint. '
    "Write one that begins with http:// or https://",
    ("diff", "one.ttl"): "diff needs two files, OLD and NEW. See: fashion-kg diff --help",
    (
        "diff",
        "a.ttl",
        "b.ttl",
        "c.ttl",
    ): 'diff takes only two files, OLD and NEW, and "c.ttl" is one too many.',
    ("why",): "why needs one thing, or two. Put a name of several words in quotes: "
    'fashion-kg why "Kate Moss" Balenciaga',
    ("export", "tutle"): 'There is no export "tutle". Did you mean "turtle"?',
    ("export", "all"): '"all" is a folder of files. Say where: fashion-kg export all --out DIR',
    ("init",): "init needs a folder. See: fashion-kg init --help",
    ("init", ""): "init needs a folder. See: fashion-kg init --help",
    ("--project", "", "queries"): "--project needs a folder. Write it as: fashion-kg --project DIR VERB",
    ("queries", "--out", ""): "--out: the name is empty. Name a file or a folder.",
}


@pytest.mark.parametrize("words", MISTAKES, ids=" ".join)
def test_a_mistake_gets_a_sentence(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert capsys.readouterr() == ("", f"fashion-kg: {MISTAKES[words]}\n")


def test_what_a_complaint_quotes_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    printing.complaint("No \x1b]0;owned\x07 here:\n  a\rb\n  c")
    assert capsys.readouterr().err == "fashion-kg: No \\x1b]0;owned\\x07 here:\n  a b\n  c\n"


def test_an_argument_that_is_not_utf8() -> None:
    done = subprocess.run([*command("queries"), b"caf\xe9"], capture_output=True, check=False)
    assert done.returncode == 2
    assert done.stderr.decode() == "fashion-kg: The argument 'caf\\udce9' is not UTF-8. Write it in UTF-8.\n"


# -- query ------------------------------------------------------------------------------------------

CREDITS = "campaigns/credits"


def test_values_fill_parameters_in_order_or_by_name(ask: Asker) -> None:
    by_order = ask("query", CREDITS, "Night Market", "--format", "csv")
    assert by_order.code == 0
    rows = list(csv.DictReader(io.StringIO(by_order.out)))
    assert {row["campaignLabel"] for row in rows} == {"Night Market"}
    assert ("Lio & Mina", "photographer") in {(row["agentLabel"], row["roleLabel"]) for row in rows}
    for words in (["campaign=night-market"], ["brand=maison-orlo", "campaign/night-market"]):
        assert ask("query", CREDITS, *words, "--format", "csv").out == by_order.out
    assert ask("query", "--format", "csv", CREDITS, "Night Market", "Maison Orlo").out == by_order.out
    brand = ask("query", CREDITS, "brand=Maison Orlo", "--format", "csv").out
    assert {row["campaignLabel"] for row in csv.DictReader(io.StringIO(brand))} >= {
        "Night Market",
        "Second Tide",
    }


def test_the_table_for_people_shows_labels_and_full_shows_addresses(ask: Asker) -> None:
    lines = ask("query", CREDITS, "night-market").out.splitlines()
    assert lines[0].split()[:3] == ["campaign", "role", "agent"]
    assert "https://" not in "\n".join(lines)
    full = ask("query", CREDITS, "night-market", "--full").out.splitlines()
    assert full[0].split()[:4] == ["campaign", "campaignLabel", "role", "roleLabel"]
    assert "campaign/night-market" in full[2]
    assert len(full) == len(lines)


def test_labels_in_another_language(ask: Asker) -> None:
    rows = csv.DictReader(
        io.StringIO(ask("query", CREDITS, "night-market", "--lang", "fr", "--format", "csv").out)
    )
    assert "photographe" in {row["roleLabel"] for row in rows}
    assert (
        ask("query", CREDITS, "night-market", "lang=fr", "--format", "csv").out
        == ask("query", CREDITS, "night-market", "--lang", "fr", "--format", "csv").out
    )
    assert ask("query", CREDITS, "--lang", "x y").err.startswith('fashion-kg: "x y" is not a language tag.')


WRONG_VALUES = {
    (CREDITS, "a", "b", "c"): 'campaigns/credits has no place for "c": its parameters are: campaign, brand. '
    "Put a name of several words in quotes.",
    (CREDITS, "campaign=a", "campaign=b"): '"campaign" is given twice. Give it once.',
    (CREDITS, "campain=a"): 'campaigns/credits has no parameter "campain". Did you mean "campaign"?',
    ("people/credits",): "people/credits needs agent. Use: fashion-kg query people/credits agent",
    ("people/credit", "x"): 'There is no question "people/credit". Did you mean "people/credits"?',
    ("people/credits", ""): "An empty text names no agent. Give a name, a slug or an IRI.",
    ("claims/conflicts", "x"): 'claims/conflicts has no place for "x": its parameters are: none. '
    "Put a name of several words in quotes.",
}


@pytest.mark.parametrize("words", WRONG_VALUES, ids=" ".join)
def test_values_that_do_not_fit(ask: Asker, words: tuple[str, ...]) -> None:
    assert ask("query", *words) == Ran(2, "", f"fashion-kg: {WRONG_VALUES[words]}\n")


def test_unknown_and_ambiguous_names_are_answered_with_candidates(ask: Asker) -> None:
    unknown = ask("query", "people/credits", "Lio and Mia")
    assert unknown.code == 2
    assert "group/lio-mina" in unknown.err
    ambiguous = ask("query", "people/credits", "Ana Sol")
    assert ambiguous.code == 2
    assert "person/ana-sol" in ambiguous.err
    assert "person/ana-sol-photographer" in ambiguous.err


def test_explain_tells_what_was_asked_and_leaves_the_answer_alone(ask: Asker) -> None:
    plain = ask("query", "people/credits", "Lio & Mina", "--format", "csv")
    told = ask("query", "people/credits", "Lio & Mina", "--format", "csv", "--explain")
    assert told.out == plain.out
    assert "agent = <https://w3id.org/fashion-kg/group/lio-mina>" in told.err
    assert "VALUES ?agent { <https://w3id.org/fashion-kg/group/lio-mina> }" in told.err
    rows = plain.out.count("\n") - 1
    assert re.search(rf"^{rows} rows in \d+ ms$", told.err, re.M)


def test_no_rows_is_said(ask: Asker) -> None:
    ran = ask("query", "campaigns/products", "Glass Garden")
    assert (ran.code, ran.err) == (0, f"No rows: the graph holds nothing that fits.\n{NOT_ACCEPTED}")


def test_a_query_from_stdin(world: Path) -> None:
    query = 'SELECT ?label { campaign:night-market skos:prefLabel ?label FILTER(LANG(?label) = "en") }'
    ran = run("--project", world, "query", "-", "--format", "csv", stdin=query)
    assert ran == Ran(0, "label\r\nNight Market\r\n", NOT_ACCEPTED)
    ask_ = run("--project", world, "query", "-", stdin="ASK { ?x a fkg:Campaign }")
    assert ask_.out == "answer\n------\nyes\n"
    described = run("--project", world, "query", "-", "--format", "ttl", stdin="DESCRIBE season:spring-2031")
    assert "a fkg:Entity , fkg:Season" in described.out


WRONG_QUERIES = {
    "SELECT ?x { ?x a }": "This is not a SPARQL query that can be run: ",
    "": "The query is empty. ",
    "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }": "The query has a SERVICE clause, ",
    "DELETE WHERE { ?s ?p ?o }": "This is not a SPARQL query that can be run: ",
}


@pytest.mark.parametrize("query", WRONG_QUERIES)
def test_a_query_that_cannot_be_run(world: Path, query: str) -> None:
    ran = run("--project", world, "query", "-", stdin=query)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"fashion-kg: {WRONG_QUERIES[query]}")


def test_stdin_that_is_not_utf8(world: Path) -> None:
    ran = run("--project", world, "query", "-", stdin=b"ASK { \xff }")
    assert ran == Ran(2, "", "fashion-kg: The query is not UTF-8: byte 6 cannot be read. Save it as UTF-8.\n")


def test_a_slow_query_is_stopped(world: Path) -> None:
    ran = run("--project", world, "query", "-", "--timeout", "1", stdin=SLOW)
    assert ran == Ran(
        2,
        "",
        "fashion-kg: The query took longer than 1 s and was stopped. "
        "Narrow it, or allow more with --timeout.\n",
    )
    (world / "queries" / "slow").mkdir(parents=True)
    (world / "queries" / "slow" / "all.rq").write_text("#+ summary: All there is\n" + SLOW)
    named = run("--project", world, "query", "slow/all", "--timeout", "1")
    shutil.rmtree(world / "queries")
    assert named.code == 2
    assert named.err.startswith("fashion-kg: The query took longer than 1 s and was given up.")


def test_a_query_from_a_file(ask: Asker, tmp_path: Path) -> None:
    own = tmp_path / "own.rq"
    own.write_text("ASK { ?x a fkg:Campaign }")
    assert ask("query", own, "--format", "csv").out == "true"
    assert ask("query", own, "Night Market").err == (
        f'fashion-kg: {own} has no place for "Night Market": it declares no parameters in a #+ header.\n'
    )
    shutil.copy(packaged_root() / "queries" / "people" / "credits.rq", own)
    assert (
        ask("query", own, "Lio & Mina", "--format", "csv").out
        == ask("query", "people/credits", "Lio & Mina", "--format", "csv").out
    )


def test_a_file_is_written_whole_and_its_ending_chooses_the_format(ask: Asker, tmp_path: Path) -> None:
    out = tmp_path / "new" / "credits.csv"
    assert ask("query", CREDITS, "--out", out) == Ran(0, "", NOT_ACCEPTED)
    assert out.read_bytes().startswith(b"campaign,campaignLabel,")
    assert [path.name for path in out.parent.iterdir()] == ["credits.csv"]
    json.loads(ask("query", CREDITS, "--format", "json", "--out", "-").out)
    folder = ask("query", CREDITS, "--out", tmp_path)
    assert folder == Ran(2, "", f'fashion-kg: "{tmp_path}" is a folder. Name a file in it.\n')


def test_queries_lists_and_describes(ask: Asker) -> None:
    everything = ask("queries", "--format", "csv").out
    listed = [row["name"] for row in csv.DictReader(io.StringIO(everything))]
    assert listed == sorted(listed)
    assert {"people/credits", "claims/about", "claims/through", "graph/counts"} <= set(listed)
    topic = ask("queries", "people", "--format", "csv").out
    assert [row["name"] for row in csv.DictReader(io.StringIO(topic))] == [
        name for name in listed if name.startswith("people/")
    ]
    about = ask("queries", "people/credits").out
    assert about.startswith("people/credits agent\n")
    assert "  agent (agent, needed): whose credits\n" in about
    assert ask("queries", "peple/credits").err == (
        'fashion-kg: There is no question "peple/credits". Did you mean "people/credits"?\n'
    )


# -- an endpoint ------------------------------------------------------------------------------------


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers SPARQL queries over a store in memory, by the protocol's POST with a form."""

    store: Store

    def do_POST(self) -> None:
        form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        answer = self.store.query(form["query"][0])
        assert isinstance(answer, QuerySolutions)
        body = answer.serialize(format=QueryResultsFormat.JSON)
        assert body is not None
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def endpoint(world: Path) -> Iterator[str]:
    # An endpoint of the common kind: one graph, no reasoning, no knowledge of our named graphs' union.
    Handler.store = Store()
    quads = open_store(Project(world)).quads()
    Handler.store.extend(quad for quad in quads)
    plain = Store()
    plain.extend(type(quad)(*quad.triple) for quad in Handler.store)
    plain.extend(Handler.store)
    Handler.store = plain
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/sparql"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    "words",
    [
        ("query", "people/credits", "Lio & Mina", "--format", "csv"),
        ("why", "Lio & Mina", "Night Market"),
        ("conflicts", "--format", "csv"),
    ],
    ids=" ".join,
)
def test_an_endpoint_answers_as_the_built_graph_does(
    ask: Asker, endpoint: str, words: tuple[str, ...]
) -> None:
    here = ask(*words)
    assert here.code == 0
    assert here.out.count("\n") > 2
    assert ask(*words, "--endpoint", endpoint) == here


def test_an_endpoint_that_is_not_there(ask: Asker) -> None:
    ran = ask("query", "claims/conflicts", "--endpoint", "http://127.0.0.1:9/")
    assert ran.code == 2
    assert ran.err.startswith("fashion-kg: The endpoint http://127.0.0.1:9/ cannot be reached: ")


# -- why, conflicts, stats --------------------------------------------------------------------------


def test_why_two_things(ask: Asker) -> None:
    ran = ask("why", "Lio & Mina", "Night Market")
    assert ran.out.startswith("credit (1)\n  Lio & Mina is credited as photographer on Night Market  credit/")
    places = [line for line in ran.out.splitlines() if line.startswith("    - ")]
    assert places[0] == "    - Le Fil, 4 février 2031, body, paragraph 1: “photographiée par Lio & Mina”"
    assert places[-1].endswith(", tag, paragraph 1: “Lio and Mina” (prints Lio and Mina)")
    assert len(places) == 4


def test_why_through_a_campaign(ask: Asker) -> None:
    out = ask("why", "Lio & Mina", "Maison Orlo").out
    assert out.startswith(
        "No statement mentions both Lio & Mina and Maison Orlo.\n\n"
        "Both have to do with Night Market (campaign/night-market):\n"
    )
    assert "Night Market: brand Maison Orlo" in out
    assert "Both have to do with Second Tide" in out


def test_why_nothing_links_them(ask: Asker) -> None:
    assert ask("why", "Odé", "Idris Vale").out == (
        "No statement mentions both Odé and Idris Vale.\nNo campaign or group links them either.\n"
    )


def test_why_shows_rank_reason_review_and_disputes(ask: Asker) -> None:
    out = ask("why", "Night Market").out
    assert re.search(
        r"Night Market: season Spring 2032 \[deprecated, disputed\]  claim/\w+\n    decided: Only the", out
    )
    assert re.search(r"Haruka Mori is credited as hair stylist on Night Market \[deprecated\]", out)
    assert re.search(r"Slow Train: brand Kumo \[unreviewed\]  claim/", ask("why", "Slow Train").out)


def test_why_a_statement_a_source_a_role_and_a_merged_address(ask: Asker) -> None:
    path = re.search(r"credit/\w{16}", ask("why", "Lio & Mina", "Night Market").out)
    assert path is not None
    assert ask("why", path[0]).out == ask("why", "Lio & Mina", "Night Market").out
    assert "“photographiée par Lio & Mina”" in ask("why", "source/le-fil-marche-de-nuit").out
    assert "is credited as photographer on" in ask("why", "role/photographer").out
    assert ask("why", "person/june-okafor-reyes").out == ask("why", "June Okafor").out


def test_why_in_other_formats(ask: Asker) -> None:
    rows = list(csv.DictReader(io.StringIO(ask("why", "Lio & Mina", "Night Market", "--format", "csv").out)))
    assert len(rows) == 4
    assert {row["reader"] for row in rows} == {"test readers"}
    answer = json.loads(ask("why", "Lio & Mina", "Night Market", "--format", "json").out)
    assert len(answer["results"]["bindings"]) == 4


def test_conflicts_as_blocks(ask: Asker) -> None:
    out = ask("conflicts").out
    assert (
        "Night Market: season (decided)\n"
        "  Spring 2031  [1 voice: The Hem, 3 February 2031]\n"
        "  Spring 2032, deprecated  [1 voice: The Hem, 3 February 2031]\n"
        "    decided: Only the headline says Spring 2032; the article itself says Spring 2031.\n"
    ) in out
    assert out.endswith("4 disagreements, 2 decided. Sources of one press wave count as one voice.\n")
    undecided = ask("conflicts", "--undecided").out
    assert "(decided)" not in undecided
    assert undecided.endswith("2 disagreements, 0 decided. Sources of one press wave count as one voice.\n")


def test_stats_count_what_the_graph_says(ask: Asker, world: Path) -> None:
    rows = csv.DictReader(io.StringIO(ask("stats", "--format", "csv").out))
    counts = {(row["group"], row["name"]): int(row["count"]) for row in rows}
    store = open_store(Project(world))
    assert counts["sources", "all"] == len(Project(world).sheets)
    assert counts["triples", "claims"] == sum(
        1 for _ in store.quads("https://w3id.org/fashion-kg/graph/claims")
    )
    assert counts["triples", "facts"] == sum(
        1 for _ in store.quads("https://w3id.org/fashion-kg/graph/facts")
    )
    totals = {
        group: sum(count for (each, _), count in counts.items() if each == group) for group, _ in counts
    }
    assert totals["statements by rank"] == totals["statements by review state"]
    proposed = counts["statements by review state", "proposed"]
    assert totals["statements"] == totals["statements by review state"] - proposed < totals["evidence"]
    assert proposed > 0
    assert counts["things", "duo"] == 1
    assert counts["disagreements", "decided"] == counts["disagreements", "undecided"] == 2
    assert counts["store", "bytes"] > 100_000
    table = ask("stats").out
    assert re.search(r"^sources +all +8$", table, re.M)


# -- build, validate, export ------------------------------------------------------------------------


def test_build_says_what_it_made_and_what_it_left_out(tmp_path: Path) -> None:
    world = copy_world(tmp_path / "world")
    ran = run("--project", world, "build")
    assert ran.code == 0
    assert re.search(r"^sources +8$", ran.out, re.M)
    assert re.search(r"^fingerprint +[0-9a-f]{64}$", ran.out, re.M)
    assert "Not compared" not in ran.out
    assert ran.err.splitlines()[:3] == ["  sheets …", "  claims …", "  rules …"]
    (world / "texts" / "slow-train-credits.txt").unlink()
    again = run("--project", world, "build")
    said = (
        "graph/sources/undated/slow-train-credits.toml: "
        "no file in texts/ has its SHA-256, so it was not compared.\n"
    )
    assert again.err.endswith(said)
    quiet = run("--project", world, "build", "--quiet")
    assert quiet.err == said
    assert re.fullmatch(
        r"Built 8 sources, \d+ assertions, [\d,]+ facts in [\d.]+ s; fingerprint \w{12}\n", quiet.out
    )


def test_a_build_that_fails_leaves_the_former_graph(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = build_world(tmp_path / "world")
    before = (world / "build" / "current").read_bytes()
    sheet = world / "graph" / "sources" / "2032" / "the-hem-second-tide.toml"
    sheet.write_text(sheet.read_text().replace('role = "stylist"', 'role = "stilist"', 1))
    capsys.readouterr()
    assert main(["--project", str(world), "build", "--quiet"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert re.search(r"^graph/sources/2032/the-hem-second-tide.toml:\d+: \[\[Credit\]\] 2, role: ", err)
    assert 'Did you mean "stylist"' in err
    assert err.endswith("1 to mend.\n")
    assert (world / "build" / "current").read_bytes() == before
    assert main(["--project", str(world), "query", "claims/conflicts", "--format", "csv"]) == 0
    assert "The sheets changed since the graph was built (" in capsys.readouterr().err


def test_a_store_is_stale_when_contents_differ_and_not_when_times_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = build_world(tmp_path / "world")
    asked = ["--project", str(world), "query", "claims/conflicts", "--format", "csv"]
    decisions = world / "graph" / "decisions.toml"
    os.utime(decisions, (1, 1))
    capsys.readouterr()
    main(asked)
    assert capsys.readouterr().err == NOT_ACCEPTED
    decisions.write_text(decisions.read_text() + "# looked over\n")
    main(asked)
    assert re.fullmatch(
        r"fashion-kg: The sheets changed since the graph was built \(\d{4}-\d\d-\d\d, \d\d:\d\d\)\. "
        rf"Run: fashion-kg build\n{re.escape(NOT_ACCEPTED)}",
        capsys.readouterr().err,
    )


def test_a_graph_that_is_not_built(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    world = copy_world(tmp_path / "world")
    assert main(["--project", str(world), "why", "Odé"]) == 2
    assert capsys.readouterr().err == (
        f"fashion-kg: The graph of {world} has not been built yet. Run: fashion-kg build\n"
    )


def test_a_damaged_store_is_told_and_mended_by_a_build(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = build_world(tmp_path / "world")
    asked = ["--project", str(world), "query", "claims/conflicts", "--format", "csv"]
    (broken,) = (world / "build").glob("store-*")
    for file in broken.glob("*.sst"):
        file.write_bytes(file.read_bytes()[:10])
    capsys.readouterr()
    assert main(asked) == 2
    assert re.fullmatch(
        r"fashion-kg: The store .* cannot be opened: .*\. Make it anew with: fashion-kg build\n",
        capsys.readouterr().err,
        re.S,
    )
    (world / "build" / "current").write_bytes(b"\xff")
    assert main(asked) == 2
    assert capsys.readouterr().err.endswith("has not been built yet. Run: fashion-kg build\n")
    assert main(["--project", str(world), "build", "--quiet"]) == 0
    assert main(asked) == 0


def test_validate(ask: Asker, tmp_path: Path) -> None:
    ran = ask("validate", "--quiet")
    assert ran.code == 0
    assert re.search(
        r"^warning: campaign-without-brand \(1\)\n  Glass Garden \(campaign/glass-garden, as in [^)]+\): ",
        ran.out,
        re.M,
    )
    assert re.search(r"^0 errors, \d+ warnings?\.$", ran.out, re.M)
    out = tmp_path / "findings.json"
    strict = ask("validate", "--strict", "--quiet", "--out", out)
    assert strict.code == 1
    found = json.loads(out.read_bytes())["results"]["bindings"]
    assert {row["severity"]["value"] for row in found} == {"warning"}


def test_export_to_stdout_equals_the_file(ask: Asker, tmp_path: Path) -> None:
    for name in ("turtle", "nquads", "jsonld"):
        out = tmp_path / name
        written = ask("export", name, "--out", out)
        assert (written.code, written.out) == (0, "")
        assert str(out) in written.err
        assert ask("export", name).out == out.read_text(encoding="utf-8")
    listed = ask("export").out
    assert all(re.search(rf"^{name} ", listed, re.M) for name in export_names())
    assert ask("export", "all", "--out", tmp_path / "all").code == 0
    assert (tmp_path / "all" / "fashion-kg.ttl").read_bytes() == (tmp_path / "turtle").read_bytes()


# -- how it ends ------------------------------------------------------------------------------------


def test_a_pipe_that_is_closed_early_is_no_event(world: Path) -> None:
    process = subprocess.Popen(
        command("--project", world, "query", "claims/why", "Night Market"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (141, b"")


@pytest.mark.parametrize("words", [("query", "-"), ("query", "slow/all")], ids=" ".join)
def test_ctrl_c_ends_in_a_sentence(tmp_path: Path, words: tuple[str, ...]) -> None:
    world = build_world(tmp_path / "world")
    (world / "queries" / "slow").mkdir(parents=True)
    (world / "queries" / "slow" / "all.rq").write_text("#+ summary: All there is\n" + SLOW)
    process = subprocess.Popen(
        command("--project", world, *words),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    process.stdin.write(SLOW.encode())
    process.stdin.close()
    process.stdin = None
    time.sleep(2)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=10)
    assert (process.returncode, out) == (130, b"")
    assert err == b"fashion-kg: stopped; what was there before is unchanged.\n"


def test_every_verb_takes_the_project_before_or_after(world: Path) -> None:
    before = run("--project", world, "query", "people/credits", "Odé")
    assert before.code == 0
    assert run("query", "--project", world, "people/credits", "Odé") == before
    assert run(f"--project={world}", "query", "people/credits", "Odé") == before
    assert run("query", "people/credits", "Odé", cwd=world / "graph") == before


# -- installed, in an empty folder ------------------------------------------------------------------


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package laid out as its wheel lays it out."""
    site = tmp_path_factory.mktemp("site")
    source = Path(fashion_kg.__file__).parent
    shutil.copytree(source, site / "fashion_kg", ignore=shutil.ignore_patterns("__pycache__", "project"))
    for name in ("ontology", "graph", "queries"):
        shutil.copytree(packaged_root() / name, site / "fashion_kg" / "project" / name)
    return site


def test_the_packaged_graph_is_built_once(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    env = {"PYTHONPATH": str(installed), "XDG_CACHE_HOME": str(tmp_path / "cache")}

    def asked() -> Ran:
        return run(
            *("query", "people/credits", "Inez & Vinoodh", "--format", "csv", "--reviewed-only"),
            cwd=tmp_path / "empty",
            env=env,
        )

    first, second = asked(), asked()
    assert first.err == "fashion-kg: Building the graph that came with the package; this happens once.\n"
    assert first.code == 0
    assert "photographer" in first.out
    assert second == Ran(0, first.out, "")
    assert list((tmp_path / "empty").iterdir()) == []
    refused = run("new-source", "x", cwd=tmp_path / "empty", env=env)
    assert refused.err == (
        "fashion-kg: There is no project in this folder or above it. "
        "Name one with --project DIR, or start one with: fashion-kg init DIR\n"
    )


def test_the_packaged_graph_without_a_cache(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder would be")
    env = {"PYTHONPATH": str(installed), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    own = ("query", "-", "--format", "csv", "--reviewed-only")
    ran = run(*own, stdin="ASK { ?x a fkg:Campaign }", cwd=tmp_path, env=env)
    assert (ran.code, ran.out) == (0, "true")
    assert ran.err.endswith("It cannot be kept in the user's cache, so it stays in memory this time.\n")

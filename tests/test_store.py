"""The store, the endpoint and the process that can be killed."""

from __future__ import annotations

import contextlib
import http.server
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples
from pyoxigraph import Store as OxigraphStore

from fashion_kg.build import build
from fashion_kg.errors import UsageError
from fashion_kg.namespaces import CLAIMS_GRAPH, FACTS_GRAPH
from fashion_kg.store import (
    Answer,
    EmbeddedStore,
    Endpoint,
    current_store,
    open_store,
    query_in_process,
    read_answer,
    refuse_service,
)
from projects import SmallProject

A, B, C = (NamedNode(f"http://example.org/{name}") for name in "abc")


def store() -> EmbeddedStore:
    made = EmbeddedStore()
    made.add([Quad(A, B, Literal("one"), B), Quad(A, B, Literal("two"), C)])
    return made


def values(answer: Answer, name: str = "o") -> list[str]:
    assert isinstance(answer, QuerySolutions)
    return sorted(cast(Literal, row[name]).value for row in answer)


# -- the embedded store -----------------------------------------------------------------------------


def test_the_default_graph_is_the_union_of_all() -> None:
    assert values(store().query("SELECT ?o { ?s ?p ?o }")) == ["one", "two"]
    assert values(store().query("SELECT ?o { GRAPH <http://example.org/b> { ?s ?p ?o } }")) == ["one"]
    assert values(store().query("SELECT (COUNT(*) AS ?o) { ?s ?p ?o }")) == ["2"]


def test_a_graph_is_the_same_lines_however_it_was_loaded() -> None:
    other = EmbeddedStore()
    other.add([Quad(A, B, Literal("two"), C), Quad(A, B, Literal("one"), B), Quad(A, B, Literal("one"), B)])
    assert other.n_quads() == store().n_quads()
    assert other.n_quads() == sorted(other.n_quads())
    assert len(other) == 2
    assert [quad.graph_name for quad in store().quads("http://example.org/c")] == [C]


def test_a_line_of_n_quads_is_a_statement_whatever_its_text_holds() -> None:
    made = EmbeddedStore()
    made.add([Quad(A, B, Literal("a\u2028b\u0085c\x0bd\r\ne"), C)])
    assert len(made.n_quads()) == 1


def test_saving_and_opening(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    store().save(folder)
    opened = EmbeddedStore(folder)
    assert opened.n_quads() == store().n_quads()
    assert values(opened.query("SELECT ?o { ?s ?p ?o }")) == ["one", "two"]


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_that_is_no_store(there: bool, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    if there:
        folder.mkdir()
        (folder / "CURRENT").write_text("nonsense")
    with pytest.raises(UsageError, match=r"cannot be opened: .* Make it anew with: fashion-kg build"):
        EmbeddedStore(folder)


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("SELECT ?s {\n ?s ?p\n}", "see line 3, column 2, after «}»"),
        ("SELEKT ?s { }", "see line 1, column 10, after «SELEKT ?s»"),
        ("SELECT ?s { ?s nobody:knows ?o }", "Prefix not found; see line 1, column 28, after «SELECT"),
        ("SELECT ?s { ?s <a b> ?o }", "IRI parsing failed; see line 1, column"),
        ("SELECT ?s { ?s ?p ?o } GROUP BY ?p", "The SELECT contains a variable that is unbound; see line 1"),
        ("", "see line 1, column 1"),
    ],
)
def test_a_syntax_error_says_where(query: str, place: str) -> None:
    with pytest.raises(UsageError, match=f"^This is not a SPARQL query that can be run: {re.escape(place)}"):
        store().query(query)


def test_an_update_is_no_query() -> None:
    made = store()
    with pytest.raises(UsageError):
        made.query("DELETE WHERE { ?s ?p ?o }")
    assert len(made) == 2


def test_a_project_that_has_not_been_built(small: SmallProject) -> None:
    for break_it in (lambda: None, lambda: small.write("build/current", "store-that-is-gone\n")):
        break_it()
        with pytest.raises(UsageError, match=r"has not been built yet\. Run: fashion-kg build"):
            open_store(small.project)


# -- SERVICE ----------------------------------------------------------------------------------------


@dataclass
class Server:
    """A server on the loopback that answers every request in one way, and remembers what it was asked."""

    answers: tuple[int, str, bytes] = (500, "text/plain", b"")
    asked: list[str] = field(default_factory=list)
    url: str = ""
    seconds: float = 0
    declared: int | None = None


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    server = Server()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            server.asked.append(self.rfile.read(length).decode())
            code, kind, body = server.answers
            time.sleep(server.seconds)
            self.send_response(code)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body) if server.declared is None else server.declared))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST  # noqa: N815 - the name is given by http.server

        def log_message(self, *_: object) -> None:
            pass

    made = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    server.url = f"http://127.0.0.1:{made.server_port}/"
    yield server
    made.shutdown()
    made.server_close()


@pytest.fixture
def server(running: Server) -> Server:
    running.asked.clear()
    running.answers, running.seconds, running.declared = (500, "text/plain", b""), 0, None
    return running


REACHING = {
    "plainly": "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "silently, in small letters": "SELECT * { service silent <URL> { ?s ?p ?o } }",
    "by a variable": "SELECT * { VALUES ?where { <URL> } SERVICE ?where { ?s ?p ?o } }",
    "in a subquery": "SELECT * { { SELECT * { OPTIONAL { SERVICE <URL> { ?s ?p ?o } } } } }",
    "in EXISTS": "ASK { ?s ?p ?o FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "after a comment that ends with a carriage return": "SELECT * { #\rSERVICE <URL> { ?s ?p ?o } }",
    "after a hash in an IRI": "SELECT * { OPTIONAL { ?s <http://a/#b> ?o } SERVICE <URL> { ?s ?p ?o } }",
    "after a no-break space": "SELECT * { OPTIONAL { ?s <x:\u00a0#> ?o } SERVICE <URL> { ?s ?p ?o } }",
    "after an escape": "SELECT * { OPTIONAL { ?s <x:\\u0062#> ?o } SERVICE <URL> { ?s ?p ?o } }",
    "after a number": "SELECT * { ?s ?p 1SERVICE <URL> { ?a ?b ?c } }",
    "after a truth value": "SELECT * { ?s ?p trueSERVICE <URL> { ?a ?b ?c } }",
    "before a prefix": "PREFIX : <URL> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "within what looks like a prefix": "PREFIX x: <URL> SELECT * { SERVICEx:x { ?s ?p ?o } }",
    "with SILENT without a blank": "SELECT * { SERVICESILENT<URL>{ ?s ?p ?o } }",
    "within a seeming IRI": "PREFIX x: <URL> SELECT * { ?s ?p ?x FILTER(?x<1)SERVICEx:a#>\n{ ?s ?p ?o } }",
    "within a seeming text": "SELECT * { ?s ?p ?x FILTER(?x<'a>')SERVICE<URL>{?s ?p 'b'} }",
    "after an escaped quotation mark": 'SELECT * { BIND("\\u0022#" AS ?x) SERVICE <URL> { ?s ?p ?o } }',
    "after a long text": 'SELECT * { BIND("""a\\"""" AS ?x) SERVICE <URL> { ?s ?p ?o } }',
    "with an escaped letter": "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    "with the word elsewhere too": "SELECT ?service { ?service ?p 'service' SERVICE <URL> { ?s ?p ?o } }",
}


@pytest.mark.parametrize("how", REACHING)
def test_no_query_reaches_for_the_network(how: str, server: Server) -> None:
    query = REACHING[how].replace("URL", server.url)
    with pytest.raises(UsageError, match="has a SERVICE clause"):
        store().query(query)
    assert server.asked == []


def test_the_engine_would_reach_for_the_network(server: Server) -> None:
    """If it no longer does, none of the precautions is needed, and this should be known."""
    with contextlib.suppress(OSError):
        list(cast(QuerySolutions, OxigraphStore().query(REACHING["plainly"].replace("URL", server.url))))
    assert server.asked


HARMLESS = [
    'SELECT * { ?s ?p "SERVICE <http://x/> {" }',
    "SELECT * { ?s ?p 'service' } # SERVICE <http://x/> {}",
    'SELECT * { ?s ?p """a " SERVICE\n""" }',
    "SELECT * { ?s <http://example.org/service> <http://example.org/#SERVICE> }",
    "SELECT ?service ?SERVICE ?Service { ?service ?SERVICE ?Service }",
    "PREFIX service: <http://x/service/> SELECT * { ?s service:service service:SERVICE }",
    "PREFIX schema: <https://schema.org/> SELECT * { ?s schema:serviceType ?o }",
    'SELECT * { ?s ?p "\\u0073ervice" }'.replace("\\u0073", "s"),
    "SELECT * { ?s ?p 'x'@service }",
    "SELECT * { ?s ?p _:service }",
]


@pytest.mark.parametrize("query", HARMLESS)
def test_the_word_service_is_no_crime(query: str) -> None:
    refuse_service(query)
    assert isinstance(store().query(query), QuerySolutions)


@given(
    st.lists(
        st.sampled_from(
            ["SERVICE", "service", " ", "\n", "\r", "#", "<", ">", "'", '"', '"""', "\\", "{", "}", "(", ")",
             "?x", "$", ":", "x:", "x:y", "<http://x/>", "1", "true", ".", ";", "FILTER", "BIND", "@en",
             "\\u0053", "\u00a0"]
        ),
        max_size=14,
    )
)  # fmt: skip
def test_nothing_that_passes_is_a_service_clause(pieces: list[str]) -> None:
    query = "PREFIX x: <http://127.0.0.1:9/> SELECT * { ?s ?p ?o " + "".join(pieces) + " }"
    try:
        refuse_service(query)
    except UsageError:
        return
    # With the word left out, what is no clause is still a query; a clause would leave its pattern behind.
    try:
        OxigraphStore().query(query)
    except SyntaxError:
        return
    assert isinstance(OxigraphStore().query(re.sub("service", "s", query, flags=re.I)), QuerySolutions)


# -- another endpoint -------------------------------------------------------------------------------

JSON = b'{"head":{"vars":["o"]},"results":{"bindings":[{"o":{"type":"literal","value":"one"}}]}}'
XML = (
    b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="o"/></head><results>'
    b'<result><binding name="o"><literal>one</literal></binding></result></results></sparql>'
)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/sparql-results+json", JSON),
        ("application/sparql-results+json; charset=utf-8", JSON),
        ("application/sparql-results+xml", XML),
    ],
)
def test_an_endpoint_answers(kind: str, body: bytes, server: Server) -> None:
    server.answers = (200, kind, body)
    assert values(Endpoint(server.url).query("SELECT ?o { ?s ?p ?o }")) == ["one"]
    assert server.asked == ["query=SELECT+%3Fo+%7B+%3Fs+%3Fp+%3Fo+%7D"]


def test_an_endpoint_answers_yes_or_no(server: Server) -> None:
    server.answers = (200, "application/sparql-results+json", b'{"head":{},"boolean":true}')
    answer = Endpoint(server.url).query("ASK {}")
    assert isinstance(answer, QueryBoolean)
    assert answer


def test_an_endpoint_answers_with_triples(server: Server) -> None:
    server.answers = (200, "text/turtle", b"<http://x/a> a <http://x/b> .")
    answer = Endpoint(server.url).query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(answer, list)
    assert len(answer) == 1


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ((400, "text/plain", b"no such thing"), "answers 400 Bad Request. no such thing"),
        ((503, "text/html", b"<p>" + b"x" * 9_000), r"answers 503 Service Unavailable. <p>x{497}$"),
        ((200, "text/html", b"<html>"), "The answer is text/html, which is no SPARQL answer"),
        (
            (200, "application/sparql-results+json", b"<html>"),
            "is not the application/sparql-results.json it claims",
        ),
        (
            (200, "application/sparql-results+json", JSON[:-20]),
            "is not the application/sparql-results.json it claims",
        ),
        (
            (200, "application/sparql-results+xml", XML[:-20]),
            "is not the application/sparql-results.xml it claims",
        ),
        ((200, "text/turtle", b"<html>"), "is not the text/turtle it claims to be"),
    ],
)
def test_an_endpoint_that_does_not_answer(
    answers: tuple[int, str, bytes], message: str, server: Server
) -> None:
    server.answers = answers
    with pytest.raises(UsageError, match=message):
        Endpoint(server.url).query("SELECT ?o { ?s ?p ?o }")


def test_an_endpoint_that_hangs_up_or_takes_too_long(server: Server) -> None:
    server.answers, server.declared = (200, "application/sparql-results+json", JSON), 9_000
    with pytest.raises(UsageError, match="cannot be reached: IncompleteRead"):
        Endpoint(server.url).query("ASK {}")
    server.declared, server.seconds = None, 0.5
    with pytest.raises(UsageError, match="cannot be reached: timed out"):
        Endpoint(server.url, seconds=0.1).query("ASK {}")


def test_an_endpoint_that_is_not_there() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/"
        with pytest.raises(UsageError, match=r"cannot be reached: .*refused\. Check the address"):
            Endpoint(url).query("ASK {}")


def test_something_that_is_no_web_server() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def greet() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(b"SSH-2.0-nonsense\r\n\r\n")

        threading.Thread(target=greet, daemon=True).start()
        with pytest.raises(UsageError, match="cannot be reached"):
            Endpoint(f"http://127.0.0.1:{listening.getsockname()[1]}/").query("ASK {}")


@pytest.mark.parametrize(
    "url",
    ["ftp://example.org/sparql", "file:///etc/passwd", "example.org/sparql", "", "http://", "http://[bad/",
     "http://example.org/a b", "http://example.org/\n", "javascript:alert(1)"],
)  # fmt: skip
def test_what_is_no_address_of_an_endpoint(url: str) -> None:
    with pytest.raises(
        UsageError, match=r"is not the address of an endpoint\. Write one that begins with http://"
    ):
        Endpoint(url)


def test_an_answer_of_an_unknown_kind() -> None:
    with pytest.raises(UsageError, match="is no SPARQL answer"):
        read_answer(b"", "image/png")


# -- a process of its own ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def on_disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    made = store()
    made.add(Quad(NamedNode(f"http://example.org/{n}"), C, Literal(n)) for n in range(400))
    made.save(folder)
    return folder


ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def still_asks(folder: Path) -> bool:
    running = subprocess.run(["ps", "-eww", "-o", "args"], capture_output=True, text=True, check=True).stdout
    return f"fashion_kg.worker {folder}" in running


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_process_answers_as_the_store_does(on_disk: Path) -> None:
    query = "SELECT ?o { <http://example.org/a> ?p ?o }"
    assert values(query_in_process(on_disk, query, 30)) == values(EmbeddedStore(on_disk).query(query))
    yes = query_in_process(on_disk, "ASK { ?s ?p 'one' }", 30)
    assert isinstance(yes, QueryBoolean)
    assert yes
    triples = query_in_process(on_disk, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER(?o = 'one') }", 30)
    assert isinstance(triples, list | QueryTriples)
    assert [str(triple.object) for triple in triples] == ['"one"']


def test_a_query_that_takes_too_long_is_killed(on_disk: Path) -> None:
    began = time.monotonic()
    with pytest.raises(UsageError, match=r"took longer than 0\.7 s and was stopped"):
        query_in_process(on_disk, ENDLESS, 0.7)
    assert time.monotonic() - began < 5
    assert not still_asks(on_disk)


def test_a_query_ends_with_whoever_asked_it(on_disk: Path) -> None:
    code = (
        "import sys, pathlib; from fashion_kg.store import query_in_process\n"
        "query_in_process(pathlib.Path(sys.argv[1]), sys.argv[2], 600)"
    )
    asker = subprocess.Popen([sys.executable, "-c", code, str(on_disk), ENDLESS])
    try:
        wait_until(lambda: still_asks(on_disk))
    finally:
        asker.kill()
        asker.wait()
    wait_until(lambda: not still_asks(on_disk))


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT nonsense", "This is not a SPARQL query that can be run"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "has a SERVICE clause"),
    ],
)
def test_what_is_wrong_with_a_query_passes_through(query: str, message: str, on_disk: Path) -> None:
    with pytest.raises(UsageError, match=message):
        query_in_process(on_disk, query, 30)


def test_a_query_that_brings_the_process_down_does_no_more(on_disk: Path) -> None:
    with pytest.raises(UsageError):
        query_in_process(on_disk, "SELECT * { FILTER(" + "(" * 200_000 + "1" + ")" * 200_000 + ") }", 30)


def test_a_store_that_is_gone_passes_through(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be opened"):
        query_in_process(tmp_path / "gone", "ASK {}", 30)


def test_the_worker_needs_nothing_from_the_folder_it_runs_in(
    on_disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    assert values(query_in_process(on_disk, "SELECT ?o { <http://example.org/a> ?p ?o }", 30)) == [
        "one",
        "two",
    ]
    assert sys.executable


def test_a_built_project_is_opened(base: SmallProject) -> None:
    built = build(base.project)
    assert current_store(base.project) == built.store
    assert len(open_store(base.project)) == built.quads


@pytest.mark.parametrize("name", [CLAIMS_GRAPH, FACTS_GRAPH])
def test_a_query_that_names_its_graph_gets_that_graph(name: str, repository_store: EmbeddedStore) -> None:
    query = "SELECT ?from FROM <GRAPH> { ?from ?p ?o }".replace("GRAPH", name)
    rows = repository_store.query(query)
    assert len(list(cast(QuerySolutions, rows))) == sum(1 for _ in repository_store.quads(name))


def test_the_word_from_elsewhere_in_a_query_changes_nothing(repository_store: EmbeddedStore) -> None:
    plain = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    odd = plain.replace("}", '# from here\n FILTER("from <x>" != "") FILTER(<x:from> != <x:y>) }')
    one, other = (cast(QuerySolutions, repository_store.query(text)) for text in (plain, odd))
    assert [row["n"] for row in one] == [row["n"] for row in other]

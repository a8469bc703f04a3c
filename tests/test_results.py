from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)

from commands import build_world, command
from fashion_kg.answers.asking import ask_freely, given_values
from fashion_kg.answers.results import FORMATS, Result, Rows, for_people, read_result, rows_of, to_bytes
from fashion_kg.answers.shown import plain_table, printable, short
from fashion_kg.cli.verbs import RESULT_FORMATS
from fashion_kg.errors import UsageError
from fashion_kg.queries import Parameter, Query

MOSS = NamedNode("https://w3id.org/fashion-kg/person/kate-moss")
ROWS = Rows(
    ("person", "personLabel", "note", "count"),
    [
        (
            MOSS,
            Literal("Kate | *Moss*"),
            Literal('a "quoted", text\nof two lines', language="en"),
            Literal(3),
        ),
        (BlankNode("b"), None, Literal("凯特·摩丝", language="zh-hans"), Literal(True)),
        (
            None,
            None,
            Literal(""),
            Literal("2031-02-03", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#date")),
        ),
    ],
)
GRAPH = [
    Triple(
        MOSS, NamedNode("http://www.w3.org/2000/01/rdf-schema#label"), Literal("Kate Moss", language="en")
    ),
    Triple(MOSS, NamedNode("https://schema.org/url"), NamedNode("https://example.org/?a=1&b=2")),
]


def test_the_command_line_offers_every_format() -> None:
    assert tuple(FORMATS) == RESULT_FORMATS


# -- formats of the W3C -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "format_"),
    [("json", QueryResultsFormat.JSON), ("xml", QueryResultsFormat.XML), ("tsv", QueryResultsFormat.TSV)],
)
def test_rows_survive_the_formats_that_keep_types(name: str, format_: QueryResultsFormat) -> None:
    answer = parse_query_results(to_bytes(ROWS, name), format=format_)
    assert isinstance(answer, QuerySolutions)
    read = read_result(answer)
    assert isinstance(read, Rows)
    assert read.columns == ROWS.columns
    # A blank node's name is its reader's choice.
    assert [_without_blank(row) for row in read.rows] == [_without_blank(row) for row in ROWS.rows]


def _without_blank(row: tuple[object, ...]) -> list[object]:
    return ["blank" if isinstance(node, BlankNode) else node for node in row]


def test_csv_is_exactly_the_recommendations() -> None:
    assert to_bytes(ROWS, "csv").decode() == (
        "person,personLabel,note,count\r\n"
        "https://w3id.org/fashion-kg/person/kate-moss,Kate | *Moss*,"
        '"a ""quoted"", text\nof two lines",3\r\n'
        "_:b,,凯特·摩丝,true\r\n"
        ",,,2031-02-03\r\n"
    )


# rdflib reads JSON-LD into a class of its own that it has deprecated.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
@pytest.mark.parametrize("value", [True, False])
def test_yes_and_no(value: bool) -> None:
    word = str(value).lower()
    assert to_bytes(value, "json").decode() == f'{{"head":{{}},"boolean":{word}}}'
    assert to_bytes(value, "csv").decode() == to_bytes(value, "tsv").decode() == word
    assert f"<boolean>{word}</boolean>" in to_bytes(value, "xml").decode()
    assert to_bytes(value, "md").decode() == f"| answer |\n| --- |\n| {'yes' if value else 'no'} |\n"
    for name in ("ttl", "jsonld"):
        graph = _graph(to_bytes(value, name), name)
        assert (None, rdflib.URIRef(_RS + "boolean"), rdflib.Literal(value)) in graph


_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"


def _graph(content: bytes, name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=content, format={"ttl": "turtle", "jsonld": "json-ld"}.get(name, name))


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
@pytest.mark.parametrize("name", ["ttl", "jsonld"])
def test_rows_as_rdf_are_read_back_by_another_library(name: str) -> None:
    graph = _graph(to_bytes(ROWS, name), name)
    found = graph.query(
        f"""PREFIX rs: <{_RS}>
        SELECT ?index ?name ?value {{
          ?set a rs:ResultSet ; rs:resultVariable ?name ; rs:solution ?row .
          ?row rs:index ?index ; rs:binding [ rs:variable ?name ; rs:value ?value ]
        }} ORDER BY ?index"""
    )
    cells = {(int(row[0]), str(row[1])): row[2] for row in found}  # type: ignore[index, arg-type]
    assert len(cells) == sum(node is not None for row in ROWS.rows for node in row)
    assert cells[1, "person"] == rdflib.URIRef(MOSS.value)
    assert cells[2, "note"] == rdflib.Literal("凯特·摩丝", lang="zh-hans")
    assert str(cells[3, "count"]) == "2031-02-03"


# -- graphs -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "format_"),
    [
        ("ttl", RdfFormat.TURTLE),
        ("jsonld", RdfFormat.JSON_LD),
        ("json", RdfFormat.JSON_LD),
        ("xml", RdfFormat.RDF_XML),
    ],
)
def test_a_graph_survives_its_formats(name: str, format_: RdfFormat) -> None:
    read = {quad.triple for quad in parse(to_bytes(GRAPH, name), format=format_)}
    assert read == set(GRAPH)


def test_a_graph_comes_in_a_fixed_order_and_with_the_prefixes_it_needs() -> None:
    store = Store()
    store.extend(Quad(*triple) for triple in GRAPH)
    answer = read_result(store.query("CONSTRUCT WHERE { ?s ?p ?o }"))
    assert answer == sorted(GRAPH, key=str)
    turtle = to_bytes(answer, "ttl").decode()
    assert "@prefix schema: <https://schema.org/> ." in turtle
    assert "@prefix foaf:" not in turtle


def test_a_graph_in_columns() -> None:
    assert to_bytes(GRAPH[:1], "csv").decode().splitlines() == [
        "subject,predicate,object",
        "https://w3id.org/fashion-kg/person/kate-moss,http://www.w3.org/2000/01/rdf-schema#label,Kate Moss",
    ]
    assert for_people(list(GRAPH[:1])) == (
        ["subject", "predicate", "object"],
        [["person/kate-moss", "rdfs:label", "Kate Moss"]],
    )


def test_rdf_xml_cannot_name_every_property() -> None:
    graph: Result = [Triple(MOSS, NamedNode("https://example.org/p/1"), Literal("x"))]
    with pytest.raises(
        UsageError, match=r"RDF/XML has no way to write the property <https://example.org/p/1>"
    ):
        to_bytes(graph, "xml")
    ET.fromstring(to_bytes(GRAPH, "xml"))  # noqa: S314 - our own output


# -- for people -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("iri", "shown"),
    [
        (MOSS.value, "person/kate-moss"),
        ("https://w3id.org/fashion-kg/ontology#Credit", "fkg:Credit"),
        ("https://w3id.org/fashion-kg/ontology", "ontology"),
        ("https://w3id.org/fashion-kg/", "https://w3id.org/fashion-kg/"),
        ("https://schema.org/url", "schema:url"),
        ("https://schema.org/", "https://schema.org/"),
        ("https://schema.org/a/b", "https://schema.org/a/b"),
        ("https://example.org/x", "https://example.org/x"),
    ],
)
def test_short_addresses(iri: str, shown: str) -> None:
    assert short(iri) == shown


def test_an_address_gives_way_to_its_label_and_stands_in_for_a_missing_one() -> None:
    headings, rows = for_people(ROWS)
    assert headings == ["person", "note", "count"]
    assert [row[0] for row in rows] == ["Kate | *Moss*", "_:b", ""]
    headings, rows = for_people(ROWS, full=True)
    assert headings == list(ROWS.columns)
    assert rows[0][:2] == ["person/kate-moss", "Kate | *Moss*"]
    assert for_people(rows_of(("roleLabel",), []))[0] == ["role"]


def test_no_text_steers_the_terminal() -> None:
    assert printable("a\x1b[31mb\x9bc\nd\te\x00\u2028f") == "a\\x1b[31mb\\x9bc d e\\x00 f"


def test_columns_stay_aligned_under_wide_and_combining_characters() -> None:
    names = ["凯特·摩丝", "노윤서", "Zoë", "Zoe\u0308", "plain"]
    lines = plain_table(["name", "n"], [[name, "7"] for name in names]).splitlines()
    assert {_width(line) for line in lines} == {_width("凯特·摩丝") + 3}
    assert [line.split()[0] for line in lines[2:]] == names


def _width(text: str) -> int:
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def test_nothing_is_cut_off_where_nobody_looks() -> None:
    long = "word " * 200
    assert long.strip() in plain_table(["text"], [[long.strip()]])


def test_markdown() -> None:
    assert to_bytes(ROWS, "md").decode() == (
        "| person | note | count |\n"
        "| --- | --- | --- |\n"
        "| [Kate \\| \\*Moss\\*](https://w3id.org/fashion-kg/person/kate-moss) "
        '| a "quoted", text of two lines | 3 |\n'
        "| \\_:b | 凯特·摩丝 | true |\n"
        "|  |  | 2031-02-03 |\n"
    )


# -- on a terminal ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_world(tmp_path_factory.mktemp("results") / "world")


def _on_terminal(world: Path, columns: int, **env: str) -> str:
    ours, theirs = pty.openpty()
    kept = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR")}
    process = subprocess.Popen(
        command("--project", world, "query", "campaigns/credits", "night-market"),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env=kept | {"COLUMNS": str(columns), "TERM": "xterm-256color"} | env,
    )
    os.close(theirs)
    read = b""
    try:
        while chunk := os.read(ours, 65536):
            read += chunk
    except OSError:  # Linux's way to say that the other end is closed
        pass
    finally:
        os.close(ours)
    assert process.wait(timeout=60) == 0
    return read.decode().replace("\r\n", "\n")


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is a thing of Unix")
@pytest.mark.parametrize("columns", [40, 100, 300])
def test_a_terminal_of_any_width_shows_everything(world: Path, columns: int) -> None:
    plain = re.sub(r"\x1b\[[\d;]*m", "", _on_terminal(world, columns))
    assert max(map(_width, plain.splitlines())) <= columns
    letters = re.sub(r"\W", "", plain)
    for name in ("Lio & Mina", "Haruka Mori", "Adèle Marchand", "make-up artist"):
        # At 100 columns cells are folded, and a name's letters do not follow one another.
        assert re.sub(r"\W", "", name) in letters or columns == 100


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is a thing of Unix")
def test_colour_is_for_terminals_that_want_it(world: Path) -> None:
    assert "\x1b[" in _on_terminal(world, 200)
    # Bold is no colour.
    assert set(re.findall(r"\x1b\[[\d;]*m", _on_terminal(world, 200, NO_COLOR="1"))) <= {
        "\x1b[0m",
        "\x1b[1m",
        "\x1b[2m",
    }


# -- what was typed ---------------------------------------------------------------------------------


def _query(*names: str) -> Query:
    parameters = tuple(Parameter(name, "text", required=False, description="") for name in names)
    return Query("a/b", Path("b.rq"), "", "", "", parameters, "table", {}, {})


@pytest.mark.parametrize(
    ("words", "given"),
    [
        (["x"], {"one": "x"}),
        (["x", "y"], {"one": "x", "two": "y"}),
        (["two=y", "x"], {"one": "x", "two": "y"}),
        (["one=x=y"], {"one": "x=y"}),
        (["https://example.org/?a=b"], {"one": "https://example.org/?a=b"}),
        (["one="], {"one": ""}),
        ([], {}),
    ],
)
def test_values_by_name_and_by_order(words: list[str], given: dict[str, str]) -> None:
    assert given_values(_query("one", "two"), words) == given


def test_prefixes_that_a_query_uses_are_supplied_on_its_first_line() -> None:
    prefixes = {"fkg": "https://example.org/fkg#", "skos": "https://example.org/skos#"}
    text = "SELECT * {\n ?s fkg:p 'skos:no', \"skos:no\", <skos:no> ; _:skos ?o # skos:no\n}"
    assert ask_freely(text, prefixes).text == f"PREFIX fkg: <https://example.org/fkg#> {text}"
    declared = "PREFIX fkg: <https://example.org/mine#> ASK { ?s fkg:p ?o }"
    assert ask_freely(declared, prefixes).text == declared
    assert ask_freely("ASK { ?s unknown:p ?o }", prefixes).text == "ASK { ?s unknown:p ?o }"

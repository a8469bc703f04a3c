"""Questions as files: their headers, their open places, and what may be put there."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QuerySolutions
from pyoxigraph import Store as OxigraphStore

from fashion_kg.errors import FindingsError, UsageError
from fashion_kg.layout import Project
from fashion_kg.names import Names
from fashion_kg.ontology import Ontology
from fashion_kg.queries import (
    Query,
    all_queries,
    find_query,
    queries_below,
    query_names,
    read_header,
    read_query,
)
from fashion_kg.store import Store
from projects import ROOT

QUESTION = """#+ summary: Who made it
#+ description: Nobody in particular.
#+ parameters:
#+   agent: {kind: agent, required: true, description: who}
#+   text: {kind: text}
#+   limit: {kind: number}
#+ view: table
#+ example: {agent: ada, limit: 3}
# A remark.
SELECT ?agent ?text ?limit ?lang ?later WHERE {
  VALUES ?agent { UNDEF }
  VALUES ?text { UNDEF }
  VALUES  ?limit{10}
  VALUES ?lang { "en" }
  VALUES ?later { UNDEF }
}
"""


def question(folder: Path, text: str = QUESTION, name: str = "people/makers") -> Query:
    file = folder / f"{name}.rq"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return read_query(file, folder)


def bound(query: Query, **terms: NamedNode | Literal) -> dict[str, object]:
    """Return what stands in each place when the query has been bound, by the engine's own reading."""
    answer = OxigraphStore().query(query.bind(terms))
    assert isinstance(answer, QuerySolutions)
    [row] = list(answer)
    return {variable.value: row[variable] for variable in answer.variables}


ADA = NamedNode("https://w3id.org/fashion-kg/person/ada")


def test_a_header_is_read(tmp_path: Path) -> None:
    query = question(tmp_path)
    assert (query.name, query.summary, query.view) == ("people/makers", "Who made it", "table")
    assert query.example == {"agent": "ada", "limit": "3"}
    assert [(p.name, p.kind, p.required, p.default) for p in query.parameters] == [
        ("agent", "agent", True, None),
        ("text", "text", False, None),
        ("limit", "number", False, "10"),
    ]


def test_the_file_runs_as_it_stands(tmp_path: Path) -> None:
    answer = OxigraphStore().query(question(tmp_path).text)
    assert isinstance(answer, QuerySolutions)
    assert len(list(answer)) == 1


def test_terms_go_into_their_places_and_nowhere_else(tmp_path: Path) -> None:
    found = bound(question(tmp_path), agent=ADA, limit=Literal(3), lang=Literal("fr"))
    assert found == {"agent": ADA, "text": None, "limit": Literal(3), "lang": Literal("fr"), "later": None}


HOSTILE = [
    '" } } DROP ALL #',
    '"@en . ?s ?p ?o } UNION { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }',
    "\\",
    '\\"',
    "'''",
    '"""',
    "a\nb\r\nc\td\x00e\x7f",
    "} VALUES ?lang { UNDEF } {",
    "VALUES ?limit { UNDEF }",
    "VALUES ?later { UNDEF }",
    "\\u0022 } #",
    "{agent} %s $1 \\1 \\g<0>",
    "<http://example.org/>",
    "港灣燈火 𠀀 🜁",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("first", ["agent", "text"])
def test_a_text_can_never_become_syntax(text: str, first: str, tmp_path: Path) -> None:
    query = question(tmp_path)
    terms: dict[str, NamedNode | Literal] = {"agent": ADA}
    terms |= {name: Literal(text) for name in ("text", "lang", "limit")}
    ordered = {first: terms[first], **terms}
    assert bound(query, **ordered) == {**terms, "later": None}


@given(st.text(), st.text())
def test_any_two_texts_come_back_unchanged(
    tmp_path_factory: pytest.TempPathFactory, one: str, other: str
) -> None:
    query = question(tmp_path_factory.getbasetemp() / "any")
    limit = Literal(f"VALUES ?text {{ UNDEF }} {other}")
    terms: dict[str, NamedNode | Literal] = {"agent": ADA, "text": Literal(one), "limit": limit}
    assert bound(query, **terms) == {**terms, "lang": Literal("en"), "later": None}


@pytest.mark.parametrize(
    "iri",
    [
        "http://example.org/a b",
        "http://example.org/> } #",
        'http://example.org/"',
        "http://example.org/{x}",
        "",
    ],
)
def test_what_is_no_iri_never_becomes_a_term(iri: str) -> None:
    with pytest.raises(ValueError, match="IRI"):
        NamedNode(iri)


def test_a_missing_parameter_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        question(tmp_path).bind({})
    assert str(caught.value) == (
        "people/makers needs agent. Use: fashion-kg query people/makers agent [text] [limit]"
    )


def test_a_parameter_too_many(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r'has no parameter "agnet"\. Did you mean "agent"\?'):
        question(tmp_path).bind({"agent": ADA, "agnet": ADA})
    with pytest.raises(
        UsageError, match=r'has no parameter "later"\. Its parameters are: agent, limit, text'
    ):
        question(tmp_path).bind({"agent": ADA, "later": ADA})


def test_a_language_is_welcome_everywhere(tmp_path: Path) -> None:
    text = "#+ summary: s\nSELECT * { ?s ?p ?o }"
    assert question(tmp_path, text).bind({"lang": Literal("fr")}) == text


def test_a_place_that_stands_twice_is_filled_twice(tmp_path: Path) -> None:
    text = (
        "#+ summary: s\n#+ parameters: {a: {kind: thing}}\n"
        "SELECT ?a ?b { { SELECT (?a AS ?b) { VALUES ?a { UNDEF } } } VALUES ?a {\n  UNDEF\n} }"
    )
    assert bound(question(tmp_path, text), a=ADA) == {"a": ADA, "b": ADA}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "SELECT * { }",
            ":1: header: the summary is missing. Add a line: #+ summary: what the question asks.",
        ),
        (
            "#+ summary: [x\nSELECT * { }",
            ":1: header: the header is not valid YAML: while parsing a flow sequence",
        ),
        ("#+ - x\nSELECT * { }", ":1: header: the header is not a list of keys and values. Mend the lines"),
        (
            "#+ summary: s\n#+ paramters: {}\nSELECT * { }",
            ':2: header: the key "paramters" is unknown. Did you mean "parameters"?',
        ),
        ("#+ summary: s\n#+ 7: x\nSELECT * { }", ':2: header: the key "7" is unknown. Use: '),
        (
            "#+ summary: s\n#+ parameters: [a]\nSELECT * { }",
            ":2: header: parameters is not a list of names and values.",
        ),
        (
            "#+ summary: s\n#+ example: a\nSELECT * { }",
            ":2: header: example is not a list of names and values.",
        ),
        (
            "#+ summary: s\n#+ parameters:\n#+   a: {kind: thing}\nSELECT * { ?a ?b ?c }",
            ':3: header: the query has no place for "a". Add the line: VALUES ?a { UNDEF }.',
        ),
    ],
)
def test_a_malformed_header(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(FindingsError) as caught:
        question(tmp_path, text)
    assert f"people/makers.rq{message}" in str(caught.value)


def test_a_question_that_is_not_utf8(tmp_path: Path) -> None:
    file = tmp_path / "x.rq"
    file.write_bytes(b"#+ summary: caf\xe9")
    with pytest.raises(FindingsError, match="byte 15 is not UTF-8"):
        read_query(file, tmp_path)


def test_a_header_of_another_kind_is_read_too() -> None:
    assert read_header("#+ stage: 2\n#+\n#+ about: |\n#+   two\n#+   lines\nCONSTRUCT\n") == {
        "stage": 2,
        "about": "two\nlines",
    }
    assert read_header("SELECT * {}") == {}


def test_a_later_folder_wins(tmp_path: Path) -> None:
    for folder in ("first", "second"):
        question(tmp_path / folder, f"#+ summary: {folder}\nSELECT * {{ }}", "people/one")
    question(tmp_path / "first", "#+ summary: only here\nSELECT * { }", "people/two")
    folders = [tmp_path / "first", tmp_path / "second"]
    assert find_query("people/one", folders).summary == "second"
    assert [query.summary for query in all_queries(folders)] == ["second", "only here"]
    assert list(query_names(folders)) == ["people/one", "people/two"]


def test_an_unknown_question(tmp_path: Path) -> None:
    question(tmp_path)
    with pytest.raises(
        UsageError, match=r'There is no question "people/makrs"\. Did you mean "people/makers"\?'
    ):
        find_query("people/makrs", [tmp_path])
    with pytest.raises(UsageError, match="List them with: fashion-kg queries"):
        find_query("zoo", [tmp_path])
    with pytest.raises(UsageError):
        find_query("../people/makers", [tmp_path / "people"])


def test_all_malformed_headers_are_told_at_once(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.rq").write_text("SELECT * { }", encoding="utf-8")
    with pytest.raises(FindingsError) as caught:
        all_queries([tmp_path])
    assert len(caught.value.findings) == 2


def test_a_bad_question_is_nobody_elses_trouble(tmp_path: Path) -> None:
    question(tmp_path, name="people/one")
    (tmp_path / "people" / "bad.rq").write_text("SELECT * { }", encoding="utf-8")
    assert find_query("people/one", [tmp_path]).name == "people/one"
    found, findings = queries_below("", [tmp_path])
    assert ([query.name for query in found], len(findings)) == (["people/one"], 1)
    assert queries_below("houses/", [tmp_path]) == ([], [])


def test_every_parameter_in_this_repository_has_a_kind(repository_store: Store, ontology: Ontology) -> None:
    names = Names(repository_store, ontology)
    for query in all_queries(Project(ROOT).query_folders):
        names.terms(query, {})


def test_the_questions_of_this_repository_can_be_read() -> None:
    assert all(query.summary for query in all_queries(Project(ROOT).query_folders))

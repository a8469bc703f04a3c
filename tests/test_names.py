"""From what people type to addresses."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from fashion_kg.errors import UsageError
from fashion_kg.names import Names, words_folded
from fashion_kg.namespaces import BASE
from fashion_kg.ontology import Ontology
from fashion_kg.queries import Parameter, Query
from projects import SmallProject

SHEET = """
[Person.ada]
label = { en = "Ada Example", zh-Hant = "艾達" }
alt = "A. Example"
hidden = "Adda Exampel"
[Person.a-e]
label = "Ada E."
[Person.rose]
label = "Rose"
[Person.theo]
label = "Théo O’Marchetti"
[Duo.odile-and-bram]
label = "Odile & Bram"
[Brand.rose]
label = "Rose"
[Brand.ada-label]
label = { fr = "A. Example" }
[Campaign.night]
label = "Night Market"
[Product.night-bag]
label = "Night Market"
[Product.once]
label = "Once"
[[Credit]]
campaign = "night"
role = "model"
creditedAgent = "rose"
evidence = [«Rosie | creditText = "Rosie"», «Ada | creditText = "Ada Example"»]
"""


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory, ontology: Ontology) -> Names:
    small = SmallProject(tmp_path_factory.mktemp("names"), ontology)
    small.sheet("first", SHEET.replace('creditedAgent = "rose"', 'creditedAgent = "person/rose"'))
    small.write(
        "graph/identity.toml",
        '[[same]]\nkeep = "ada"\nmerge = ["a-e"]\nreason = "One."\ndecidedBy = "x"\ndecided = 2031-03-01\n',
    )
    return Names(small.graph(), ontology)


@pytest.mark.parametrize(
    ("text", "kind", "path"),
    [
        ("https://w3id.org/fashion-kg/person/ada", "thing", "person/ada"),
        ("person:ada", "thing", "person/ada"),
        ("person/ada", "agent", "person/ada"),
        ("ada", "agent", "person/ada"),
        ("ada", "thing", "person/ada"),
        ("  ada  ", "Person", "person/ada"),
        ("Ada Example", "agent", "person/ada"),
        ("ada example", "agent", "person/ada"),
        ("ADA  EXAMPLE", "agent", "person/ada"),
        ("艾達", "agent", "person/ada"),
        ("Adda Exampel", "agent", "person/ada"),
        ("theo omarchetti", "person", "person/theo"),
        ("Theo O'Marchetti", "person", "person/theo"),
        ("Odile and Bram", "agent", "group/odile-and-bram"),
        ("Ｏｄｉｌｅ　＆　Ｂｒａｍ", "duo", "group/odile-and-bram"),
        ("Rosie", "agent", "person/rose"),
        ("rosie!", "agent", "person/rose"),
    ],
)
def test_one_thing_is_found(text: str, kind: str, path: str, names: Names) -> None:
    assert names.find(text, kind) == NamedNode(BASE + path)


@pytest.mark.parametrize(
    "text", ["a-e", "person/a-e", "person:a-e", "https://w3id.org/fashion-kg/person/a-e", "Ada E."]
)
def test_a_merged_address_leads_to_the_one_that_is_kept(text: str, names: Names) -> None:
    assert names.find(text, "person") == NamedNode(BASE + "person/ada")


def test_the_kind_decides_between_namesakes(names: Names) -> None:
    assert names.find("Rose", "person") == NamedNode(BASE + "person/rose")
    assert names.find("rose", "brand") == NamedNode(BASE + "brand/rose")
    assert names.find("Night Market", "campaign") == NamedNode(BASE + "campaign/night")


def test_namesakes_without_a_kind_are_both_named(names: Names) -> None:
    with pytest.raises(UsageError) as caught:
        names.find("Night Market")
    assert str(caught.value) == (
        '"Night Market" can mean any of 2 things. Name the thing by its path: '
        "campaign/night (Night Market); product/night-bag (Night Market)"
    )


def test_a_better_sort_of_name_wins(names: Names) -> None:
    """A preferred label before another name, before what a source printed."""
    assert names.find("A. Example", "agent") == NamedNode(BASE + "brand/ada-label")
    assert names.find("A. Example", "person") == NamedNode(BASE + "person/ada")
    assert names.find("Ada Example", "agent") == NamedNode(BASE + "person/ada")


def test_an_unknown_name_comes_with_suggestions(names: Names) -> None:
    with pytest.raises(UsageError) as caught:
        names.find("Ada Exmple", "agent")
    assert str(caught.value).startswith(
        'The graph has no agent called "Ada Exmple". Did you mean: Ada Example (person/ada)'
    )
    with pytest.raises(
        UsageError, match=r'no campaign called "market"\. Did you mean: Night Market \(campaign/night\)$'
    ):
        names.find("market", "campaign")
    with pytest.raises(UsageError, match=r'called "Xyzzy"\. No name in the graph is close to it'):
        names.find("Xyzzy")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "An empty text names no thing. Give a name, a slug or an IRI"),
        ("  ", "An empty text"),
        (
            "https://w3id.org/fashion-kg/person/nobody",
            "The graph has no thing <https://w3id.org/fashion-kg/person/nobody>",
        ),
        ("http://example.org/%zz", "The graph has no thing <http://example.org/%zz>"),
        ("http://[bad", "The graph has no thing"),
        ("https://w3id.org/fashion-kg/person/a b", "is not an IRI: it has a space .* Write a space as %20"),
        ("https://w3id.org/> } #", "is not an IRI"),
        ("person:nobody", 'The graph has no thing called "person:nobody"'),
        ("person/%zz", 'The graph has no thing called "person/%zz"'),
        ("person:%zz", 'The graph has no thing called "person:%zz"'),
        ('" } UNION { ?thing ?p ?name } #', "The graph has no thing called"),
        ("..", "The graph has no thing called"),
        ("\\", "The graph has no thing called"),
        ("\x00\n", "The graph has no thing called"),
    ],
)
def test_what_names_nothing(text: str, message: str, names: Names) -> None:
    with pytest.raises(UsageError, match=message):
        names.find(text)


def test_a_thing_of_another_kind_is_not_found(names: Names) -> None:
    for text in ("person/ada", "https://w3id.org/fashion-kg/person/ada", "Ada Example"):
        with pytest.raises(UsageError):
            names.find(text, "campaign")


def test_an_unknown_kind(names: Names) -> None:
    with pytest.raises(UsageError, match='There is no kind "agnet" in the ontology'):
        names.find("Ada Example", "agnet")


@settings(max_examples=8)
@given(st.text(max_size=30))
def test_any_text_ends_in_a_thing_or_a_sentence(names: Names, text: str) -> None:
    with contextlib.suppress(UsageError):
        assert names.find(text, "person").value.startswith(BASE + "person/")


@given(st.text())
def test_folding_is_idempotent_and_blind_to_case_and_blanks(text: str) -> None:
    assert words_folded(words_folded(text)) == words_folded(text)
    assert words_folded(f"  {text}  ") == words_folded(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Théo", "THEO"),
        ("Odile & Bram", "odile  and bram"),
        ("O’Marchetti", "O'Marchetti"),
        ("Straße", "STRASSE"),
        ("Night-Market", "night market"),
        ("Ｎｉｇｈｔ", "night"),
        ("夜市！", "夜市"),
        ("가", "\u1100\u1161"),
    ],
)
def test_names_that_are_the_same_to_a_searcher(one: str, other: str) -> None:
    assert words_folded(one) == words_folded(other)


def test_names_that_are_not() -> None:
    assert len({words_folded(text) for text in ("夜市", "夜宴", "night", "nights", "")}) == 5


@pytest.mark.parametrize(
    ("one", "other"), [("ガリ", "カリ"), ("パリ", "ハリ"), ("ばり", "ぱり"), ("ﾊﾞﾘ", "ハリ")]
)
def test_the_voicing_of_kana_is_no_accent(one: str, other: str) -> None:
    assert words_folded(one) != words_folded(other)
    assert words_folded("ﾊﾟﾘ・ｶﾞﾙﾆｴ") == words_folded("パリ ガルニエ")
    assert words_folded("カ゛ リ") == "カ リ", "a mark alone is no word"


@pytest.mark.parametrize(
    ("asked", "found"), [("en", "en"), ("EN", "en"), ("zh", "zh-hans"), ("zh-Hant", "zh-hant"), ("xx", "xx")]
)
def test_languages(asked: str, found: str, names: Names) -> None:
    assert names.language(asked) == found


@pytest.mark.parametrize("asked", ["", "en us", 'en" }', "e" * 9])
def test_what_is_no_language(asked: str, names: Names) -> None:
    with pytest.raises(UsageError, match="is not a language tag"):
        names.language(asked)


def parameters(**kinds: str) -> Query:
    made = tuple(Parameter(name, kind, False, "") for name, kind in kinds.items())
    return Query("q", Path("q.rq"), "", "", "", made, "table", {}, {})


def test_what_is_typed_becomes_terms(names: Names) -> None:
    query = parameters(who="agent", role="role", text="text", number="number", day="date", rank="rank")
    given = {"who": "Ada Example", "role": "Photographer", "text": "<x>", "number": "-3", "day": "2031-02-03"}
    found = names.terms(query, {**given, "rank": "preferred", "unknown": "x"}, "zh")
    day = NamedNode("http://www.w3.org/2001/XMLSchema#date")
    assert found == {
        "lang": Literal("zh-hans"),
        "who": NamedNode(BASE + "person/ada"),
        "role": NamedNode(BASE + "role/photographer"),
        "text": Literal("<x>"),
        "number": Literal(-3),
        "day": Literal("2031-02-03", datatype=day),
        "rank": NamedNode(BASE + "rank/preferred"),
        "unknown": Literal("x"),
    }


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        ("number", "three", '"three" is not a number. Write x as 12'),
        ("number", "1.5", '"1.5" is not a number'),
        ("number", "9" * 5_000, "is not a number"),
        ("date", "2031-02-30", '"2031-02-30" is not a date. Write x as 2031-02-03'),
        ("role", "zookeeper", 'The graph has no role called "zookeeper"'),
    ],
)
def test_what_does_not_fit_its_parameter(kind: str, text: str, message: str, names: Names) -> None:
    with pytest.raises(UsageError, match=message):
        names.terms(parameters(x=kind), {"x": text})

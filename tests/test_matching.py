"""Names compared: what agrees, what differs, in which script, and how well it tells real names."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import eval_dedupe
from fashion_kg.matching import Frequencies, Likeness, NameIndex, Thing, compare, nearest
from fashion_kg.matching.scripts import HAN, HANGUL, KANA, LATIN, OTHER, in_latin, script_of
from fashion_kg.matching.words import read_name
from fashion_kg.ontology import Ontology


def reasons(likeness: Likeness) -> str:
    return "; ".join(map(str, likeness.reasons))


# -- scripts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "script", "latin"),
    [
        ("Zoë Saldaña", LATIN, "zoe saldana"),
        ("Łukasz Ørsted Ægir", LATIN, "lukasz orsted aegir"),
        ("ＡＤＡ Ｏｎｅ", LATIN, "ada one"),
        ("王一博", HAN, "wang yibo"),
        ("劉雯", HAN, "liu wen"),
        ("曾黎", HAN, "zeng li"),
        ("欧阳娜娜", HAN, "ouyang nana"),
        ("凯特·摩丝", HAN, "kaite mosi"),
        ("김태리", HANGUL, "kim taeri"),
        ("이정재", HANGUL, "lee jeongjae"),
        ("안나 윈투어", HANGUL, "anna wintueo"),
        ("ジョウ・シュン", KANA, "jou shun"),
        ("ケイト・モス", KANA, "keito mosu"),
        ("ゼンデイヤ", KANA, "zendeiya"),
        ("ﾅｵﾐ", KANA, "naomi"),
        ("キャロル ヴァン", KANA, "kyaroru van"),
        ("Стивен Майзел", OTHER, "stiven maizel"),
        ("Ольга", OTHER, "olga"),
        ("Μαρία Κάλλας", OTHER, "maria kallas"),
    ],
)
def test_scripts_are_read_aloud(text: str, script: str, latin: str) -> None:
    assert script_of(text) == script
    assert in_latin(text) == latin


def test_other_scripts_are_read_where_a_library_is_installed() -> None:
    pytest.importorskip("rigour.text.translit")
    in_latin.cache_clear()
    assert in_latin("אלבר אלבז").isascii()
    assert compare("אלבר אלבז", "Alber Elbaz").score > 0.3


def test_without_it_they_are_like_themselves_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rigour.text.translit", None)
    in_latin.cache_clear()
    read_name.cache_clear()
    assert in_latin("אלבר אלבז") == "אלבר אלבז"
    assert compare("אלבר אלבז", "אלבר  אלבז").score > 0.95
    assert compare("אלבר אלבז", "Alber Elbaz").score < 0.2
    in_latin.cache_clear()
    read_name.cache_clear()


# -- people -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Quill", "ADA QUILL"),
        ("Ada Quill", "Quill, Ada"),
        ("Lee Jung-jae", "Jung Jae Lee"),
        ("Ada Quillon", "Ada Quilon"),
        ("Ada Quill", "Ada Ann Quill"),
        ("Ada Quillon", "Ada Quillon Reyes"),
        ("Ada M. Quillon", "Ada Maria Quillon"),
        ("Thomas Quillon", "Tom Quillon"),
        ("Ada Quillon", "@ada.quillon"),
        ("Josh O'Quill", "Josh O’Quill"),
        ("王一博", "Wang Yibo"),
        ("王一博", "Yibo Wang"),
        ("劉雯", "刘雯"),
        ("정호연", "HoYeon Jung"),
        ("Ada Quill & Remy Lake", "Remy Lake and Ada Quill"),
    ],
)
def test_two_ways_to_write_one_name(one: str, other: str) -> None:
    likeness = compare(one, other)
    assert likeness.score >= eval_dedupe.THRESHOLD, reasons(likeness)
    assert compare(other, one).score == pytest.approx(likeness.score)


@pytest.mark.parametrize(
    ("one", "other", "because"),
    [
        ("Kate Moss", "Kate Middleton", 'the given name "kate" is shared, but moss is not middleton (-6.5)'),
        ("Gigi Hadid", "Bella Hadid", 'the surname "hadid" is shared, but gigi is not bella (-6.0)'),
        ("Ada Quill", "Remy Lake", "they share no word (-8.0)"),
        (
            "Ada Quill",
            "Ada Quill & Remy Lake",
            '"Ada Quill" is one of those in "Ada Quill & Remy Lake", not all',
        ),
        ("Remy Lake", "Ada & Bo", "one names several, the other one (-8.0)"),
        ("Ada & Bo", "Ada & Bo & Cy", "2 are named here, 3 there (-8.0)"),
        ("Daniel Quill", "Danielle Quill", "but daniel is not danielle"),
        ("Luis Quill Jr.", "Luis Quill Sr.", "one is jr, the other sr (-7.0)"),
    ],
)
def test_names_that_only_look_alike(one: str, other: str, because: str) -> None:
    likeness = compare(one, other)
    assert likeness.score < 0.3
    assert because in reasons(likeness)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mario Quillon", "Maria Quillon"),
        ("Guido", "Guido Palau"),
        ("K. Moss", "Kate Moss"),
        ("Emma Hill", "Emma Hall"),
        ("Taeyang", "Taeyong"),
        ("Sara Jane Quill", "Sara Grace Quill"),
    ],
)
def test_what_a_name_alone_cannot_tell(one: str, other: str) -> None:
    assert 0.1 < compare(one, other).score < eval_dedupe.THRESHOLD


def test_a_name_for_nobody_else_says_more_than_one_that_many_have() -> None:
    rare = Frequencies(map(read_name, ["Guido Palau", "Guido", "Ada Quill"]))
    common = Frequencies(map(read_name, [f"Guido {word}" for word in ("A1", "B1", "C1", "D1", "E1")]))
    alone = compare("Guido", "Guido Palau").score
    assert compare("Guido", "Guido Palau", frequencies=common).score < alone
    assert compare("Guido", "Guido Palau", frequencies=rare).score > alone


def test_a_word_that_others_have_is_no_misspelling() -> None:
    both = Frequencies(map(read_name, ["Ada Marten", "Bo Marten", "Ada Martin", "Bo Martin"]))
    assert compare("Ada Marten", "Ada Martin").score > 0.85
    likeness = compare("Ada Marten", "Ada Martin", frequencies=both)
    assert likeness.score < 0.75
    assert "and 2 and 2 names have them" in reasons(likeness)


# -- other things -----------------------------------------------------------------------------------


def test_houses_and_products() -> None:
    assert compare("Dolce & Gabbana", "dolce_gabbana", "Brand").score > 0.9
    assert compare("Gap", "Gap Inc.", "Brand").score > 0.9
    assert compare("Marc Jacobs", "Marc by Marc Jacobs", "Brand").score < 0.5
    assert compare("Red Valentino", "Valentino", "Brand").score < 0.5
    numbers = compare("Kelly 32", "Kelly 28", "Product")
    assert numbers.score < 0.01
    assert reasons(numbers) == "the numbers differ: 32 and 28 (-8.0)"


def test_two_kinds_are_never_one() -> None:
    index = NameIndex(
        [Thing("person/a", "Person", ("Ada Quill",)), Thing("brand/a", "Brand", ("Ada Quill",))]
    )
    likeness = index.likeness(*index.things.values())
    assert likeness.score < 0.001
    assert reasons(likeness) == "Person and Brand are two things, whatever their names (-20.0)"
    assert [each.iri for each in nearest("Ada Quill", "Brand", index)] == ["brand/a"]


# -- many names -------------------------------------------------------------------------------------


def index_of(*names: tuple[str, ...]) -> NameIndex:
    return NameIndex(Thing(f"person/{number}", "Person", each) for number, each in enumerate(names))


def test_the_nearest_of_a_name_with_reasons() -> None:
    index = index_of(("Ada Quillon",), ("Bo Quillon",), ("Remy Lake", "Ada Quilon"), ("Wang Yibo",))
    found = nearest("Ada  quillon", "Person", index)
    assert [each.iri for each in found] == ["person/0", "person/2"]
    assert found[0].score > found[1].score
    assert found[1].name == "Ada Quilon"
    assert "by the names Ada  quillon and Ada Quilon" in reasons(found[1].likeness)
    assert [each.iri for each in nearest("王一博", "Person", index)] == ["person/3"]
    assert nearest("Nobody Here", "Person", index) == []
    assert nearest("Ada Quillon", "Person", index, limit=1) == found[:1] or len(found[:1]) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Quillon", "Quillon Ada"),
        ("Ada Quillon", "Ada Quilon"),
        ("Ada Quillon", "Ada Wuillon"),
        ("Ada Quillon", "A. Quillon"),
        ("Ada Quillon", "@adaquillon"),
        ("Ada Quillon", "Ada Maria Quillon Reyes"),
        ("William Quillon", "Bill Quillon"),
        ("Guido", "Guido Palau"),
        ("Wang Yibo", "王一博"),
        ("Emma Stone", "エマ・ストーン"),
        ("Emma Stone", "Эмма Стоун"),
        ("Agnes", "Agmes"),
        ("Ada & Bo", "Ada Quill & Bo Lake"),
    ],
)
def test_what_may_be_one_is_found_without_comparing_all(one: str, other: str) -> None:
    index = index_of((one,), ("Zephyr Unlike",), (other,))
    assert ("person/0", "person/2") in {(first.iri, second.iri) for first, second in index.pairs("Person")}
    assert "person/2" in {thing.iri for thing in index.near(one, "Person")}
    assert "person/0" in {thing.iri for thing in index.near(other, "Person")}


def test_of_many_names_few_pairs_are_compared() -> None:
    from dedupe_speed import made_up_names

    names = made_up_names(2000)
    index = index_of(*((name,) for name, _ in names))
    pairs = list(index.pairs("Person"))
    assert len(pairs) < 20 * len(names)
    twice = [at for at in range(len(names) - 1) if names[at][1] == names[at + 1][1]]
    found = {frozenset((one.iri, other.iri)) for one, other in pairs}
    assert len(twice) > 20
    assert sum(frozenset((f"person/{at}", f"person/{at + 1}")) in found for at in twice) >= 0.98 * len(twice)


# -- any text ---------------------------------------------------------------------------------------


HOSTILE = [
    "",
    " ",
    "'",
    "&",
    " & ",
    "@",
    "@@",
    ", ",
    "\x1b[31m",
    "=1+1",
    "<b>",
    "a" * 5000,
    "&" * 300,
    "\u202e",
    "\ud7ff",
]


@pytest.mark.parametrize("one", HOSTILE)
@pytest.mark.parametrize("other", [*HOSTILE, "Ada Quill"])
def test_any_text_is_compared(one: str, other: str) -> None:
    for kind in ("Person", "Brand"):
        assert 0 <= compare(one, other, kind).score <= 1


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_does_not_depend_on_the_order(one: str, other: str) -> None:
    for kind in ("Person", "Brand"):
        assert compare(one, other, kind).score == pytest.approx(compare(other, one, kind).score)


@given(st.text(max_size=30))
def test_a_name_is_like_itself_in_any_normal_form(name: str) -> None:
    for form in ("NFC", "NFD"):
        assert compare(name, unicodedata.normalize(form, name)).score > 0.5 or not name.strip()


# -- real names -------------------------------------------------------------------------------------


def test_precision_on_real_names(ontology: Ontology) -> None:
    pairs = eval_dedupe.read_pairs()
    labels = [pair.same for pair in pairs]
    assert len(pairs) >= 300
    assert labels.count("true") >= 120
    assert set(labels) == {"true", "false", "unsure"}
    for way, likenesses in (
        ("names alone", eval_dedupe.by_names(pairs)),
        ("names and context", eval_dedupe.with_context(pairs, ontology)),
    ):
        measured = eval_dedupe.measure(pairs, likenesses)
        print(f"{way}: {measured}")
        assert measured.precision >= 0.99
        assert measured.recall >= 0.75


def test_context_adds_to_names(ontology: Ontology) -> None:
    pairs = eval_dedupe.read_pairs()
    alone = eval_dedupe.measure(pairs, eval_dedupe.by_names(pairs))
    beside = eval_dedupe.measure(pairs, eval_dedupe.with_context(pairs, ontology))
    assert beside.found > alone.found
    assert beside.wrong <= alone.wrong

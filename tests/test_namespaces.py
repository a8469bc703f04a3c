from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashion_kg.namespaces import BASE, PREFIXES, SLUG, content_iri, entity_iri, slugify, term


def test_an_entity_has_its_slug_below_its_path() -> None:
    assert entity_iri("person", "ada-example") == "https://w3id.org/fashion-kg/person/ada-example"


@pytest.mark.parametrize(
    ("path", "content", "iri"),
    [
        ("credit", ["Credit", [["a", "b"]]], "credit/3jrpb4tndzhtls7m"),
        ("claim", ["港灣燈火", 1, None], "claim/tnmbxpzzbppgw3kp"),
    ],
)
def test_addresses_that_follow_from_content_never_change(path: str, content: list[object], iri: str) -> None:
    assert content_iri(path, content) == BASE + iri


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_different_content_has_different_addresses(one: list[str], other: list[str]) -> None:
    assert (content_iri("claim", one) == content_iri("claim", other)) == (one == other)


@given(st.lists(st.one_of(st.text(), st.integers(), st.none(), st.lists(st.text(), max_size=3)), max_size=4))
def test_addresses_from_content_are_16_letters_and_digits(content: list[object]) -> None:
    iri = content_iri("claim", content)
    assert SLUG.fullmatch(iri.removeprefix(BASE + "claim/"))
    assert len(iri) == len(BASE + "claim/") + 16


@given(st.text())
def test_a_slug_is_a_slug_or_nothing(text: str) -> None:
    slug = slugify(text)
    assert slug == "" or SLUG.fullmatch(slug)
    assert slugify(slug) == slug


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Ada Example", "ada-example"),
        ("Théo O'Marchetti", "theo-omarchetti"),
        ("Odile & Bram", "odile-bram"),
        ("港灣燈火", ""),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_slugify(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_terms() -> None:
    assert term("fkg:Credit").value == PREFIXES["fkg"] + "Credit"
    with pytest.raises(KeyError):
        term("nowhere:Credit")

"""Who says so: the statements about a thing, or between two, with every place in a source that makes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from pyoxigraph import Literal, NamedNode

from fashion_kg.answers.asking import Question, answer
from fashion_kg.answers.results import Rows
from fashion_kg.queries import LANGUAGE_SLOT, find_query
from fashion_kg.store import Store


@dataclass(frozen=True)
class Place:
    """A place in a source that makes a statement: where it stands, what it says, and how it prints it.

    In a table, ``column`` is the heading of its column and ``paragraph`` the number of its row.
    """

    source: str
    source_iri: str
    url: str
    part: str
    paragraph: int
    phrase: str
    credit_text: str
    date_text: str
    column: str = ""

    @property
    def where(self) -> str:
        """The place within its part, in words."""
        if self.column:
            return f"row {self.paragraph}, column {self.column}"
        return f"paragraph {self.paragraph}"


@dataclass(frozen=True)
class Said:
    """A statement in words, with its standing and the places that make it.

    Attributes:
        iri: address of the assertion.
        kind: what kind of statement it is, in words.
        sentence: what it says.
        rank: preferred, normal or deprecated.
        reason: why its rank is not normal.
        review: proposed, unreviewed or accepted.
        disputed: whether another statement conflicts with it.
        places: the places that make it.
    """

    iri: str
    kind: str
    sentence: str
    rank: str
    reason: str
    review: str
    disputed: bool
    places: list[Place] = field(default_factory=list, compare=False)


@dataclass(frozen=True)
class Link:
    """A campaign or group through which two things are linked, with the statements on either side."""

    label: str
    iri: str
    one: list[Said]
    two: list[Said]


def statements(
    store: Store, query_folders: Iterable[Path], thing: NamedNode, other: NamedNode | None = None
) -> list[Said]:
    """Return every statement that mentions a thing, or two, by kind and wording.

    Asked about a source: what it states. Asked about a statement: that statement.
    """
    query = find_query("claims/about", query_folders)
    terms: dict[str, NamedNode | Literal] = {"thing": thing}
    if other is not None:
        terms["other"] = other
    found: dict[str, Said] = {}
    for row in _rows(store, query.bind(terms)):
        said = Said(
            row["assertion"],
            row["kind"],
            row["statement"],
            row["rank"],
            row["reason"],
            row["review"],
            row["disputed"] == "true",
        )
        place = Place(
            row["sourceLabel"],
            row["source"],
            row["url"],
            row["part"],
            int(row["paragraph"]),
            row["phrase"],
            row["creditText"],
            row["dateText"],
            row["column"],
        )
        found.setdefault(said.iri, said).places.append(place)
    return list(found.values())


def links(
    store: Store, query_folders: Iterable[Path], thing: NamedNode, other: NamedNode, language: str = "en"
) -> list[Link]:
    """Return the campaigns and groups through which two things are linked, by name."""
    folders = list(query_folders)
    query = find_query("claims/through", folders)
    terms: dict[str, NamedNode | Literal] = {"thing": thing, "other": other, LANGUAGE_SLOT: Literal(language)}
    pairs: dict[tuple[str, str], tuple[dict[str, None], dict[str, None]]] = {}
    for row in _rows(store, query.bind(terms)):
        one, two = pairs.setdefault((row["viaLabel"], row["via"]), ({}, {}))
        one[row["one"]] = None
        two[row["two"]] = None

    def say(iris: Iterable[str]) -> list[Said]:
        return [said for iri in iris for said in statements(store, folders, NamedNode(iri))]

    return [Link(label, iri, say(one), say(two)) for (label, iri), (one, two) in pairs.items()]


def _rows(store: Store, text: str) -> Iterator[dict[str, str]]:
    rows = cast(Rows, answer(Question("", text), store))
    for row in rows.rows:
        yield {name: _text(node) for name, node in zip(rows.columns, row, strict=True)}


def _text(node: object) -> str:
    return node.value if isinstance(node, NamedNode | Literal) else ""

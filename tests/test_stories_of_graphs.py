"""The measures that tell stories on the five articles and on the test world, beside what `why` says."""

from __future__ import annotations

from pathlib import Path

import pytest

from casts import rows
from commands import WORLD
from fashion_kg.answers.analysis import Wish, analyze
from fashion_kg.answers.provenance import links
from fashion_kg.build import make_quads, read_project
from fashion_kg.errors import UsageError
from fashion_kg.layout import Project
from fashion_kg.measures import Measured, Request, find
from fashion_kg.names import Names
from fashion_kg.ontology import Ontology
from fashion_kg.projections import project
from fashion_kg.queries import find_query
from fashion_kg.store import EmbeddedStore
from projects import ROOT

FOLDERS = [ROOT / "queries"]


@pytest.fixture(scope="module")
def world(ontology: Ontology) -> EmbeddedStore:
    place = Project(Path(WORLD))
    return make_quads(place, ontology, read_project(place, ontology)[1], lambda _: None)


def told(
    store: EmbeddedStore, names: Names, name: str, *things: str, network: str = "", **options: str
) -> Measured:
    measure = find(name)
    made = project(find_query(network or measure.projection, FOLDERS), store, FOLDERS)
    found = tuple(names.find(thing).value for thing in things)
    return measure.measure(Request(made, names.labels(), names.kinds(), found, options))


def test_five_articles_tell_little(accepted_store: EmbeddedStore, ontology: Ontology) -> None:
    names = Names(accepted_store, ontology)
    teams = told(accepted_store, names, "teams")
    assert teams.rows == []
    assert any("next to nothing on so small a network" in note for note in teams.notes)
    loyalty = rows(told(accepted_store, names, "loyalty"))
    assert [(row["brandLabel"], row["campaigns"], row["makers"], row["reading"]) for row in loyalty] == [
        ("Balenciaga", 3, 3, "nobody returns")
    ]
    assert told(accepted_store, names, "overlap").rows == []
    assert told(accepted_store, names, "who-next").rows == []
    with pytest.raises(UsageError, match="there are no two periods to compare"):
        told(accepted_store, names, "change")
    with pytest.raises(
        UsageError, match=r"Kate Moss is connected with 4 others, Inez & Vinoodh .* with 7 others, of 14"
    ):
        told(accepted_store, names, "path", "Kate Moss", "Inez & Vinoodh")


@pytest.mark.parametrize("ends", [("Kate Moss", "Mario Sorrenti"), ("Paloma Elsesser", "Inez & Vinoodh")])
def test_a_step_has_the_sources_that_why_gives(
    ends: tuple[str, str], repository_store: EmbeddedStore, ontology: Ontology
) -> None:
    names = Names(repository_store, ontology)
    found = rows(told(repository_store, names, "path", *ends))
    one, other = (names.find(end) for end in ends)
    for row in found:
        said = next(
            link for link in links(repository_store, FOLDERS, one, other) if link.iri == row["through"]
        )
        assert set(str(row["sources"]).split()) == {
            place.source_iri for each in (*said.one, *said.two) for place in each.places
        }
    assert len({row["step"] for row in found}) == 1


def test_roles_are_named_in_the_language_asked_for(
    repository_store: EmbeddedStore, ontology: Ontology
) -> None:
    wish = Wish("path", ("凱特·摩絲", "Mario Sorrenti"), language="zh-Hant")
    measured, _ = analyze(wish, Names(repository_store, ontology), FOLDERS)
    assert [row["toRoles"] for row in measured] == ["攝影師"]


def test_a_way_through_everything(repository_store: EmbeddedStore, ontology: Ontology) -> None:
    names = Names(repository_store, ontology)
    found = rows(
        told(repository_store, names, "path", "Kate Moss", "Inez & Vinoodh", network="network/everything")
    )
    assert [row["toLabel"] for row in found] == ["Balenciaga", "Closet", "Inez & Vinoodh", "Inez & Vinoodh"]
    assert [row["toRoles"] for row in found] == [None, "brand", "director", "photographer"]
    assert all(row["sourcesLabel"] for row in found)


def test_teams_of_the_test_world(world: EmbeddedStore, ontology: Ontology) -> None:
    names = Names(world, ontology)
    found = rows(told(world, names, "teams"))
    assert [(row["rank"], row["membersLabel"], row["times"], row["timesWithoutOne"]) for row in found] == [
        ("1", "Haruka Mori; June Okafor", 3, 2),
        ("2", "Adèle Marchand; Haruka Mori; June Okafor; Lio & Mina", 2, 1),
        ("3", "Haruka Mori; Tomas Quill; Wen Jia", 2, 1),
        ("4", "Han Seo-jun; Haruka Mori", 2, 1),
    ]


def test_overlap_and_change_of_the_test_world(world: EmbeddedStore, ontology: Ontology) -> None:
    names = Names(world, ontology)
    overlap = rows(told(world, names, "overlap"))
    assert [(row["rank"], row["oneLabel"], row["otherLabel"], row["sharedLabel"]) for row in overlap] == [
        ("1", "Kumo", "Vesper Lin", "Wen Jia"),
        ("2=", "Kumo", "Maison Orlo", "June Okafor"),
        ("2=", "Maison Orlo", "Vesper Lin", "Han Seo-jun"),
    ]
    change = told(world, names, "change", before="2031-01..2031-06", after="2031-07..2032")
    assert "Nodes: 3 new, 2 gone, 5 stayed. Edges: 9 gained, 14 lost, 7 unchanged." in change.notes
    assert "Left out: 1 campaign dated by no source." in change.notes
    assert "2 campaigns placed by the day of the first report, since no source gives a date." in change.notes


@pytest.mark.parametrize("name", ["teams", "loyalty", "overlap", "change", "who-next"])
def test_every_row_fits_its_columns_and_repeats(name: str, world: EmbeddedStore, ontology: Ontology) -> None:
    names = Names(world, ontology)
    once, again = (told(world, names, name) for _ in range(2))
    assert once == again
    assert rows(once)
    for row in rows(once):
        for column in row:
            if f"{column}Label" in row:
                assert str(row[column] or "https:").startswith("https:"), "an address has its name beside it"
    assert all(meaning for meaning in once.columns.values())

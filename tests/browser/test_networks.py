"""Relationships and explorer, used as people use them; what they say is what the graph says."""

from __future__ import annotations

import datetime as dt
import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from itertools import combinations

import pytest
from playwright.sync_api import expect

from browser import expected
from browser.networks import Network
from browser.pages import NETWORKS
from browser.visits import Visit, rows_of
from browser.worlds import World
from fashion_kg.network import Filters
from fashion_kg.projections import roles_below

Visiting = Callable[..., Visit]
VIEWS = tuple(made.view for made in NETWORKS)
CO_CREDITS = ("--projection", "co-credits")

pytestmark = pytest.mark.parametrize("view", VIEWS)


def opened(visit: Visiting, world: World, view: str, fragment: str = "", **settings: object) -> Network:
    return Network(visit(world.page(view, *CO_CREDITS), fragment, **settings))


def shown(world: World, filters: Filters | None = None) -> tuple[int, int]:
    """How many names, with a tie or alone, and how many ties Python finds."""
    projection = expected.projection(world, filters)
    return len(projection.nodes), len(projection.edges)


# -- names ------------------------------------------------------------------------------------------


WRITTEN = {
    "kate mo": "Kate Moss",
    "凯特": "Kate Moss",
    "凱特·摩絲": "Kate Moss",
    "楊超越": "Yang Chaoyue",
    "노윤서": "Roh Yoon Seo",
    "francois prost": "François Prost",
    "弗朗索瓦": "François Prost",
    "inez and vinoodh": "Inez & Vinoodh",
    "ELSESSER": "Paloma Elsesser",
}


def test_a_name_is_found_however_it_is_written(visit: Visiting, five: World, view: str) -> None:
    network = opened(visit, five, view)
    assert {typed: network.find(typed) for typed in WRITTEN} == WRITTEN


def test_who_is_not_there_is_not_found(visit: Visiting, five: World, view: str) -> None:
    network = opened(visit, five, view)
    assert network.offers("Nobody at all") == []
    expect(network.visit.page.get_by_text("Nobody and nothing here has such a name.")).to_be_visible()


# -- filters ----------------------------------------------------------------------------------------


def test_it_opens_with_all_that_the_graph_has(visit: Visiting, small: World, view: str) -> None:
    assert opened(visit, small, view).counts() == shown(small)


@pytest.mark.parametrize(
    ("filter_name", "choice", "filters"),
    [
        ("Brands", "Maison Orlo", Filters(brands=frozenset({expected.iri("brand/maison-orlo")}))),
        ("Seasons", "Autumn 2031", Filters(seasons=frozenset({expected.iri("season/autumn-2031")}))),
        (
            "Sources",
            "The Hem, 3 February 2031",
            Filters(without=frozenset({expected.iri("source/the-hem-night-market")})),
        ),
        ("Review", "Only what a person accepted", Filters(review="accepted")),
    ],
)
def test_a_filter_changes_the_counts_as_python_does(
    visit: Visiting, small: World, view: str, filter_name: str, choice: str, filters: Filters
) -> None:
    network = opened(visit, small, view)
    before = network.counts()
    network.tick(filter_name, choice)
    assert network.counts() == shown(small, filters)
    assert network.counts() != before
    network.press("Undo")
    assert network.counts() == before


def test_roles_that_are_ticked_off_do_not_count(visit: Visiting, small: World, view: str) -> None:
    network = opened(visit, small, view)
    network.tick("Roles", "talent")
    projection = expected.projection(small)
    left = frozenset(tie.role for tie in projection.ties if tie.role) - roles_below(
        small.ontology, ["talent"]
    )
    assert network.counts() == shown(small, Filters(roles=left))


def test_years_cut_as_the_commands_do(visit: Visiting, small: World, view: str) -> None:
    network = opened(visit, small, view)
    years = network.opened("Years")
    years.get_by_label("From").fill("2031")
    years.get_by_label("To").fill("2031")
    years.get_by_label("To").press("Enter")
    filters = Filters(since=dt.date(2031, 1, 1), until=dt.date(2031, 12, 31))
    assert network.counts() == shown(small, filters)


@pytest.mark.parametrize("name", ["network/brand-brand", "network/tenures", "network/ambassadors"])
def test_years_cut_what_is_open_or_joined_as_the_commands_do(
    visit: Visiting, small: World, view: str, name: str
) -> None:
    """A post without an end runs on; brands share somebody in a year only if both had her then."""
    network = Network(visit(small.page(view, "--projection", name)))
    seen = set()
    for first, last in ((2000, 2028), (2029, 2030), (2031, 2031), (2032, 2032), (2033, 2090)):
        years = network.opened("Years")
        for label, year in (("From", first), ("To", last)):
            years.get_by_label(label).fill(str(year))
            years.get_by_label(label).press("Enter")
        filters = Filters(since=dt.date(first, 1, 1), until=dt.date(last, 12, 31))
        found = expected.projection(small, filters, name)
        assert network.counts() == (len(found.nodes), len(found.edges)), (first, last)
        seen.add(network.counts())
    assert len(seen) > 1


def test_the_weight_cuts_as_the_commands_do(visit: Visiting, small: World, view: str) -> None:
    network = opened(visit, small, view)
    slider = network.opened("Weight").get_by_role("slider")
    slider.press("ArrowRight")
    assert network.counts() == shown(small, Filters(weight=2))


# -- who says so ------------------------------------------------------------------------------------


def labels_of(world: World) -> dict[str, str]:
    """Labels of sources by what pages call them: the title, where there is one."""
    done = world.command(
        *("query", "--format", "csv", "-"),
        stdin="""SELECT ?label ?title {
          ?source fkg:sha256 ?text ; rdfs:label ?label OPTIONAL { ?source schema:headline ?title }
        }""",
    )
    assert done.code == 0, done.err
    return {row["title"] or row["label"]: row["label"] for row in rows_of(done.out.encode())}


@pytest.mark.parametrize(
    ("world_name", "one", "other"),
    [
        ("five", "Kim Kardashian", "Nicola Peltz"),
        ("five", "Inez & Vinoodh", "Paloma Elsesser"),
        ("small", "June Okafor", "Lio & Mina"),
    ],
)
def test_an_edge_names_the_sources_that_why_names(
    visit: Visiting, request: pytest.FixtureRequest, view: str, world_name: str, one: str, other: str
) -> None:
    world: World = request.getfixturevalue(world_name)
    network = opened(visit, world, view)
    network.choose_edge(one, other)
    labels = labels_of(world)
    said = {(labels[source], phrase) for source, phrase in network.said()}
    assert said == expected.why(world, one, other)


def test_a_click_on_the_canvas_tells_of_what_is_there(visit: Visiting, five: World, view: str) -> None:
    network = opened(visit, five, view)
    page = network.visit.page
    nodes = network.points_of_nodes(5)
    assert len(nodes) == 5, "the pointer finds no nodes"
    page.mouse.click(*nodes[0])
    assert network.heading() in five.names.labels("en").values()
    page.keyboard.press("Escape")
    # Between neighbours there mostly is an edge.
    for (a, b), (c, d) in sorted(combinations(nodes, 2), key=lambda ends: math.dist(*ends)):
        page.wait_for_timeout(400)  # two clicks at once would be a double click
        page.mouse.click((a + c) / 2, (b + d) / 2)
        page.wait_for_timeout(400)
        if re.search("[#&]on=[^&]*~", network.visit.fragment):
            break
    one, other = network.panel.get_by_role("heading", level=2).get_by_role("button").all_inner_texts()
    labels = labels_of(five)
    said = {(labels[source], phrase) for source, phrase in network.said()}
    assert said == expected.why(five, one, other)


# -- paths ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("world_name", "one", "other"),
    [("five", "Inez & Vinoodh", "Kim Kardashian"), ("small", "June Okafor", "Tomas Quill")],
)
def test_two_names_give_the_path_that_analyze_gives(
    visit: Visiting, request: pytest.FixtureRequest, view: str, world_name: str, one: str, other: str
) -> None:
    world: World = request.getfixturevalue(world_name)
    network = opened(visit, world, view)
    network.find(one)
    network.visit.page.get_by_role("combobox", name="Path to").fill(other)
    network.visit.page.keyboard.press("Enter")
    assert network.chain() == expected.path(world, one, other)


# -- the address ------------------------------------------------------------------------------------


def test_a_shared_address_reopens_the_same_picture(visit: Visiting, small: World, view: str) -> None:
    network = opened(visit, small, view)
    network.tick("Brands", "Maison Orlo")
    network.find("June Okafor")
    network.press("1 step", within=network.panel)
    page = network.visit.page
    network.press("Display")
    page.get_by_label("Dark").check()
    address = network.visit.fragment
    again = opened(visit, small, view, address)
    assert again.counts() == network.counts()
    assert again.heading() == network.heading()
    assert again.panel.inner_text() == network.panel.inner_text()
    assert again.visit.fragment == address
    look = "getComputedStyle(document.body).backgroundColor"
    assert again.visit.page.evaluate(look) == page.evaluate(look)


NONSENSE = (
    "#on=person/nobody",
    "#path=a~b",
    "#weight=-1e99&from=x&review=9",
    "#%E0%A4%A&=&&~",
    "#lang=xx&as=y",
    "#at=1e999~NaN~0",
    "#<script>pwned(1)</script>",
)


def test_an_address_that_asks_for_nonsense_breaks_nothing(visit: Visiting, small: World, view: str) -> None:
    network = opened(visit, small, view)
    start = network.counts()
    for address in NONSENSE:
        network.visit.page.goto("about:blank")
        network.visit.page.goto(network.visit.file.as_uri() + address)
        network.visit.ready()
        assert network.counts() == start, address


def test_undo_redo_and_reset(visit: Visiting, small: World, view: str) -> None:
    network = opened(visit, small, view)
    start = network.counts()
    network.tick("Brands", "Maison Orlo")
    once = network.counts()
    network.find("June Okafor")
    network.press("1 step", within=network.panel)
    network.press("Undo")
    network.press("Undo")
    assert network.counts() == once
    expect(network.panel).to_be_hidden()
    network.press("Undo")
    assert network.counts() == start
    expect(network.visit.page.get_by_role("button", name="Undo")).to_be_disabled()
    network.press("Redo")
    assert network.counts() == once
    network.press("Reset")
    assert network.counts() == start
    assert network.visit.fragment in ("", "#all")


def test_names_turn_to_another_language(visit: Visiting, five: World, view: str) -> None:
    network = opened(visit, five, view)
    network.press("Display")
    network.visit.page.locator("label", has_text="繁體中文").click()
    assert network.find("François Prost") == "弗朗索瓦·普羅斯特"
    assert "lang=zh-Hant" in network.visit.fragment


# -- files ------------------------------------------------------------------------------------------


def test_what_is_visible_is_saved(visit: Visiting, small: World, view: str) -> None:
    network = opened(visit, small, view)
    network.tick("Brands", "Maison Orlo")
    names, ties = network.counts()

    name, content = network.saved("PNG")
    assert name.endswith(".png")
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(content) > 5_000

    name, content = network.saved("SVG")
    assert name.endswith(".svg")
    drawing = ET.fromstring(content)  # noqa: S314 - made by the page under test
    assert len(drawing.findall(".//{*}line")) == ties

    name, content = network.saved("CSV, ties")
    assert len(rows_of(content)) == ties
    name, content = network.saved("CSV, names")
    assert len(rows_of(content)) == names

    name, content = network.saved("GEXF")
    assert name.endswith(".gexf")
    gexf = ET.fromstring(content)  # noqa: S314 - made by the page under test
    assert len(gexf.findall(".//{*}node")) == names
    assert len(gexf.findall(".//{*}edge")) == ties


# -- keys, phones, the first frame ------------------------------------------------------------------


def test_the_keyboard_alone_leads_from_a_name_to_its_sources(
    visit: Visiting, small: World, view: str
) -> None:
    network = opened(visit, small, view)
    page = network.visit.page
    page.keyboard.press("/")
    page.keyboard.type("june")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert network.heading() == "June Okafor"
    page.keyboard.press("l")
    expect(page.get_by_role("region", name="List")).to_be_visible()
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Read every statement and its places":
            break
    page.keyboard.press("Enter")
    expect(network.panel.locator("blockquote").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(network.panel).to_be_hidden()


def test_it_opens_without_a_jump(visit: Visiting, five: World, view: str) -> None:
    network = opened(visit, five, view)
    stage = network.visit.page.locator(".stage")
    first = stage.screenshot()
    network.visit.page.wait_for_timeout(1000)
    assert stage.screenshot() == first


def test_a_phone_has_filters_and_details(visit: Visiting, five: World, view: str) -> None:
    network = opened(
        visit, five, view, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    assert network.visit.overflow() <= 0
    network.find("Kate Moss")
    assert network.visit.overflow() <= 0
    expect(network.panel.get_by_role("heading", level=2)).to_be_in_viewport()
    network.press("Close the details")
    network.visit.page.get_by_role("button", name="Filters").click()
    expect(network.visit.page.get_by_role("button", name=re.compile("^Roles"))).to_be_in_viewport()
    assert network.visit.overflow() <= 0

"""A world in which every text is an attack: nothing runs, and everything is shown as the text that it is."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from browser.networks import Network
from browser.pages import NETWORKS, PAGES, Made, make
from browser.visits import Visit, rows_of
from browser.worlds import HOSTILE, HOSTILE_TEXTS, World

Visiting = Callable[..., Visit]


def tamed(text: str) -> str:
    """A name as pages show it: without controls and marks of direction, and of a length that can be read."""
    plain = re.sub(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]", " ", text)
    plain = re.sub(" {2,}", " ", plain)
    return plain if len(plain) <= 80 else plain[:79].rstrip() + "…"


def test_the_world_is_hostile_enough(hostile: World) -> None:
    assert len(HOSTILE_TEXTS) >= 30
    assert len(set(HOSTILE)) == len(HOSTILE)
    labels = set(hostile.names.labels("en").values())
    assert set(HOSTILE_TEXTS) <= labels


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_runs_nothing_when_everything_on_it_is_pressed(
    visit: Visiting, hostile: World, page: Made
) -> None:
    """What a text would do is told by the traps, and fails the test when the page is closed."""
    opened = visit(make(hostile, page))
    buttons = opened.page.locator("button:visible, summary:visible")
    for at in range(min(60, buttons.count())):
        button = buttons.nth(at)
        if not button.is_visible() or not button.is_enabled():
            continue
        button.click(force=True, no_wait_after=True)
        opened.page.keyboard.press("Escape")
    opened.page.wait_for_timeout(300)
    addresses = opened.page.locator("a[href]").evaluate_all("all => all.map((each) => each.href)")
    for address in addresses:
        assert address.startswith(("https://", "http://", "file://")), address


@pytest.mark.parametrize("network", NETWORKS, ids=str)
def test_every_name_is_shown_as_text_in_list_and_panel(
    visit: Visiting, hostile: World, network: Made
) -> None:
    opened = Network(visit(hostile.page(network.view, "--projection", "co-credits")))
    rows = opened.as_list("Names")
    shown = set(rows.locator("th bdi").all_text_contents())
    while opened.visit.page.get_by_role("button", name="On", exact=True).is_enabled():
        opened.press("On")
        shown |= set(rows.locator("th bdi").all_text_contents())
    for text in HOSTILE_TEXTS:
        assert tamed(text) in shown, text
    for number in range(0, len(HOSTILE_TEXTS), 7):
        opened.visit.page.evaluate("hash => { location.hash = hash; }", f"on=person/person-{number}")
        opened.visit.page.wait_for_function(
            "text => document.querySelector('.panel h2')?.textContent.startsWith(text)",
            arg=tamed(HOSTILE_TEXTS[number])[:60].strip(),
        )
        opened.panel.get_by_role("button", name="Read every statement").click()
        opened.panel.locator("blockquote").first.wait_for()


@pytest.mark.parametrize("network", NETWORKS, ids=str)
def test_hostile_files_are_saved_as_cells_that_do_not_run(
    visit: Visiting, hostile: World, network: Made
) -> None:
    opened = Network(visit(hostile.page(network.view, "--projection", "co-credits")))
    for offer in ("CSV, names", "CSV, ties"):
        _, content = opened.saved(offer)
        rows = rows_of(content)
        assert rows
        for row in rows:
            for cell in row.values():
                assert not cell or cell[0] not in "=+-@\t\r", cell
    for offer in ("SVG", "GEXF"):
        _, content = opened.saved(offer)
        tree = ET.fromstring(content)  # noqa: S314 - made by the page under test
        tags = {each.tag.rpartition("}")[2] for each in tree.iter()}
        assert not tags & {"script", "image", "foreignObject", "animate", "set", "a", "iframe"}


def test_the_addresses_reached_the_store(hostile: World) -> None:
    done = hostile.command("query", "--format", "csv", "-", stdin="SELECT ?url { ?source schema:url ?url }")
    assert "javascript:" in done.out

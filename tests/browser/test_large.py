"""Large made-up worlds: what is slow is as large as it gets, and what is drawn is all of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from browser import expected
from browser.networks import Network
from browser.visits import Visit
from browser.worlds import World
from fashion_kg.network import Filters

Visiting = Callable[..., Visit]
CO_CREDITS = ("--projection", "co-credits")


def check(network: Network, world: World) -> None:
    """Count, find, open an edge, cut and undo, save: in a page that shows the whole projection."""
    projection = expected.projection(world)
    assert network.counts() == (len(projection.nodes), len(projection.edges))
    one, other = max(projection.edges, key=lambda edge: len(projection.edges[edge]))
    labels = world.names.labels("en")
    assert network.find(labels[one]) == labels[one]
    network.show_edge(one, other)
    sources = {source for source, _ in network.said()}
    reasons = projection.edges[one, other].values()
    told = {source for ties in reasons for tie in (*ties[0], *ties[1]) for source in tie.sources}
    assert sources == {labels[source] for source in told}
    choice = network.opened("Brands").locator("label").first
    name = choice.locator("bdi").inner_text()
    choice.click()
    (brand,) = (iri for iri, label in labels.items() if label == name)
    assert network.counts()[1] == len(projection.narrowed(Filters(brands=frozenset({brand}))).edges)
    network.press("Undo")
    assert network.counts() == (len(projection.nodes), len(projection.edges))


@pytest.mark.parametrize("view", ["relationships", "explorer"])
def test_five_thousand_names(visit: Visiting, large: World, view: str) -> None:
    network = Network(visit(large.page(view, *CO_CREDITS)))
    assert network.counts()[0] == 5_000
    check(network, large)


def test_fifty_thousand_names_and_a_quarter_of_a_million_ties(visit: Visiting, largest: World) -> None:
    refused = largest.command("view", "relationships", *CO_CREDITS)
    assert refused.code == 2
    assert "explorer" in refused.err
    network = Network(visit(largest.page("explorer", *CO_CREDITS)))
    names, ties = network.counts()
    assert names == 50_000
    assert ties > 250_000
    check(network, largest)

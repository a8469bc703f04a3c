"""A whole network, or what is around a thing, drawn by the graphics card: for tens of thousands of nodes."""

from __future__ import annotations

from fashion_kg.views import ViewRequest
from fashion_kg.views._asked import scene_of
from fashion_kg.views._network_page import NetworkPage

summary = "a network of any size, or what is around a thing"
usage = "[NAME]"
options = {
    "projection NAME": "which network, such as co-credits; the questions with the tag network",
    "steps N": "how many steps around NAME: 1, 2 or 3 (default: 1)",
    "measure NAME": "measures of fashion-kg analyze whose figures stand at the nodes, with commas between",
}

_DEFAULT = "network/co-credits"


def render(request: ViewRequest) -> str:
    """Return the page.

    Raises:
        UsageError: a name is unknown, or nothing is left to show.
    """
    return NetworkPage("explorer", request, scene_of(request, _DEFAULT)).html()

"""What is around a thing, a path, a disagreement or a small network, drawn by vis-network as pyvis writes it.

The only module that knows pyvis. Its network is filled at once, since its own way to add an edge looks
through all others; its physics are off, since every node has its place; and its template is ours, since its
own would write names as markup and load files from elsewhere.
"""

from __future__ import annotations

import json
from typing import Any, cast

from jinja2 import DictLoader, Environment

from fashion_kg.errors import UsageError
from fashion_kg.views import ViewRequest
from fashion_kg.views._about import command
from fashion_kg.views._asked import EVERYTHING, scene_of
from fashion_kg.views._disputes import disagreements_about
from fashion_kg.views._look import Look
from fashion_kg.views._network_page import NetworkPage
from fashion_kg.views._paths import path_between
from fashion_kg.views._scene import Scene

summary = "what is around a thing, a path between two, a disagreement, or a small network"
usage = "[NAME [OTHER]]"
options = {
    "projection NAME": "which network, such as co-credits; the questions with the tag network",
    "steps N": "how many steps around NAME: 1, 2 or 3 (default: 1)",
    "measure NAME": "measures of fashion-kg analyze whose figures stand at the nodes, with commas between",
    "path": "how NAME and OTHER are connected",
    "conflict": "where sources disagree about NAME",
}

MOST_NODES, MOST_EDGES = 5_000, 15_000
"""What a browser still moves about smoothly as vis-network draws it."""

_SHAPES = {"circle": "dot", "triangle-down": "triangleDown"}
"""What vis-network calls shapes, where it has another name for them."""

_TEMPLATE = '{"nodes": {{ nodes|tojson }}, "edges": {{ edges|tojson }}, "options": {{ options|safe }}}'


def render(request: ViewRequest) -> str:
    """Return the page.

    Raises:
        UsageError: a name is unknown, nothing is left to show, or it is too much for this view.
    """
    scene = _scene(request)
    _check_size(scene, request)
    page = NetworkPage("relationships", request, scene)
    return page.html({"network": network(page)})


def _scene(request: ViewRequest) -> Scene:
    wanted = [name for name in ("path", "conflict", "steps") if name in request.options]
    if len(wanted) > 1:
        raise UsageError(f"--{wanted[0]} and --{wanted[1]} are two different pages. Leave one out")
    if "path" in request.options:
        return path_between(request)
    if "conflict" in request.options:
        return disagreements_about(request)
    return scene_of(request, EVERYTHING)


def _check_size(scene: Scene, request: ViewRequest) -> None:
    nodes, edges = len(scene.nodes), len(scene.edges)
    if nodes <= MOST_NODES and edges <= MOST_EDGES:
        return
    raise UsageError(
        f"{nodes:,} nodes and {edges:,} edges are too many for relationships, which shows up to "
        f"{MOST_NODES:,} and {MOST_EDGES:,}. Cut them down with --from, --brand or --min-weight, "
        f"or see them with: {command('explorer', request)}"
    )


def network(page: NetworkPage) -> dict[str, Any]:
    """Return nodes, edges and options as pyvis writes them for vis-network.

    Names are labels, which vis-network draws on a canvas and never reads as markup; titles, which it would
    show as markup, there are none.
    """
    from pyvis.edge import Edge
    from pyvis.network import Network
    from pyvis.node import Node

    contents, drawing = page.contents, page.drawing
    directed = contents.scene.projection.directed
    look = Look(contents.ontology)
    kinds = {name: look.kind(name) for name in set(contents.kinds.values())}
    drawn = Network(directed=directed)
    for number, iri in enumerate(contents.nodes):
        kind = kinds[contents.kinds[iri]]
        x, y = drawing.places[number].tolist()
        node = Node(
            number,
            _SHAPES.get(kind["shape"], kind["shape"]),
            contents.names[iri].label,
            x=x,
            y=y,
            size=float(drawing.net.radii[number]),
            color=kind["light"],
        )
        drawn.nodes.append(node.options)
    drawn.node_ids = list(range(len(contents.nodes)))
    drawn.node_map = {node["id"]: node for node in drawn.nodes}
    drawn.edges = [
        Edge(start, end, directed, id=number, width=round(1 + weight**0.5, 2)).options
        for number, ((start, end), weight) in enumerate(zip(contents.ends, contents.weights, strict=True))
    ]
    drawn.toggle_physics(False)
    drawn.set_edge_smooth("continuous")
    # It is no markup: tojson writes what would be as \u003c, and the page holds it as data.
    drawn.templateEnv = Environment(loader=DictLoader({drawn.path: _TEMPLATE}), autoescape=False)  # noqa: S701
    return cast("dict[str, Any]", json.loads(drawn.generate_html()))

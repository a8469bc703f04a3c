"""The blocks of data of a page that shows a made-up network, as ``web/src/format.ts`` describes them."""

from __future__ import annotations

import math
from typing import Any

from networks import KINDS, Network

Columns = dict[str, Any]

_SHAPES = ("circle", "square", "hexagon", "ring", "triangle")
_LIGHT = ("#0072b2", "#2b2b2b", "#6b6b6b", "#00666b", "#00785a")
_DARK = ("#56a8e0", "#e8e4dc", "#a8a8a8", "#5fc4c9", "#2fc29a")
_STATEMENTS = 3
"""How many statements there are a node."""
_SOURCES = 200


def _words(text: str) -> dict[str, str]:
    return {"en": text}


def picture(network: Network, view: str) -> Columns:
    """Return the block that the first frame is drawn from."""
    most = max(network.degree)
    kinds = [
        {
            "id": name,
            "label": _words(name),
            "plural": _words(f"{name}s"),
            "shape": shape,
            "light": light,
            "dark": dark,
        }
        for name, shape, light, dark in zip(KINDS, _SHAPES, _LIGHT, _DARK, strict=True)
    ]
    occasions = _occasions(network)
    nodes = len(network.x)
    return {
        "format": "fashion-kg-view/1",
        "page": {
            "view": view,
            "title": _words("A made-up network"),
            "summary": f"{nodes:,} things, {len(network.edges):,} ties.",
            "languages": ["en"],
            "language": "en",
            "command": "python benchmarks/pages.py",
            "program": "0",
            "build": "0",
            "licence": {"label": "CC0", "url": "https://creativecommons.org/publicdomain/zero/1.0/"},
            "graph": "made up",
            "projection": {
                "name": "made-up",
                "meaning": "made up",
                "weight": "made-up campaigns",
                "counted": "groups",
                "directed": False,
            },
            "filters": [],
            "leftOut": [],
            "start": {},
        },
        "kinds": [
            *kinds,
            {**kinds[1], "id": "Campaign", "label": _words("Campaign"), "plural": _words("Campaigns")},
        ],
        "groups": [{"id": "image", "label": _words("Image"), "light": _LIGHT[0], "dark": _DARK[0]}],
        "roles": [{"id": "role/photographer", "label": _words("Photographer"), "group": 0}],
        "things": {
            "id": [f"person/made-up-{node:06}" for node in range(nodes)]
            + [f"campaign/made-up-{each:06}" for each in range(occasions)],
            "kind": [*network.kind, *([len(KINDS)] * occasions)],
            "label": [network.label(node) for node in range(nodes)]
            + [f"Made-up campaign {each}" for each in range(occasions)],
        },
        "nodes": {
            "x": network.x,
            "y": network.y,
            "size": [round(3 + 27 * math.sqrt(degree / most), 1) for degree in network.degree],
            "measures": {"degree": network.degree},
            "measureNotes": {"degree": "how many others it is tied to"},
            "disputed": list(range(0, nodes, 1 + nodes // 20)),
        },
        "edges": {
            "from": [one for one, _ in network.edges],
            "to": [two for _, two in network.edges],
            "weight": network.weights,
            "disputed": list(range(0, len(network.edges), 1 + len(network.edges) // 20)),
        },
    }


def _occasions(network: Network) -> int:
    return 1 + len(network.x) // 2


def reasons(network: Network) -> Columns:
    """Return the block that says why each edge is there: as many ties as its weight, two statements each."""
    occasions = _occasions(network)
    statements = len(network.x) * _STATEMENTS
    rows = [
        (edge, one, two, (one * 7 + two * 13 + step * 31) % occasions)
        for edge, (one, two) in enumerate(network.edges)
        for step in range(network.weights[edge])
    ]
    return {
        "ties": {
            "edge": [edge for edge, _, _, _ in rows],
            "occasion": [occasion for _, _, _, occasion in rows],
            "one": [one * _STATEMENTS + occasion % _STATEMENTS for _, one, _, occasion in rows],
            "two": [two * _STATEMENTS + occasion % _STATEMENTS for _, _, two, occasion in rows],
        },
        "statements": {
            "role": [0] * statements,
            "review": [1] * statements,
            "sources": [each % _SOURCES for each in range(statements)],
            "occasion": [-1] * statements,
            "byGroup": [0] * statements,
            "disputed": [],
        },
        "own": {"node": [], "occasion": [], "statements": []},
        "occasions": {
            "several": [0] * occasions,
            "thing": [len(network.x) + each for each in range(occasions)],
            "brands": [[]] * occasions,
            "seasons": [[]] * occasions,
            "from": [18_000 + each % 3000 for each in range(occasions)],
            "to": [18_010 + each % 3000 for each in range(occasions)],
            "reported": [0] * occasions,
        },
        "sources": [_source(number) for number in range(_SOURCES)],
        "labels": {},
        "aliases": {},
    }


def _source(number: int) -> Columns:
    return {
        "id": f"source/made-up-{number}",
        "label": f"Made-up article {number}",
        "kind": "press article",
        "outlet": "Made-up Daily",
        "title": f"Made-up article {number}",
        "date": "2031-02-03",
        "url": None,
        "language": "en",
        "wave": f"wave-{number}",
        "review": 1,
    }


def evidence(network: Network) -> Columns:
    """Return the block with the words of every statement."""
    count = len(network.x) * _STATEMENTS
    owners = [each // _STATEMENTS for each in range(count)]
    return {
        "statements": {
            "id": [f"credit/made-up-{each:06}" for each in range(count)],
            "kind": ["credit"] * count,
            "sentence": [
                f"{network.label(owner)} photographed made-up campaign {each}"
                for each, owner in enumerate(owners)
            ],
            "rank": ["normal"] * count,
            "reason": [""] * count,
            "review": [1] * count,
            "disputed": [],
            "things": owners,
        },
        "places": {
            "statement": list(range(count)),
            "source": [each % _SOURCES for each in range(count)],
            "part": ["body"] * count,
            "paragraph": [each % 40 for each in range(count)],
            "phrase": [f"photographed by {network.label(owner)}" for owner in owners],
            "creditText": [""] * count,
            "dateText": [""] * count,
        },
    }


def vis_network(network: Network) -> Columns:
    """Return the block that vis-network is fed from."""
    return {
        "nodes": [
            {"id": node, "x": x, "y": y} for node, (x, y) in enumerate(zip(network.x, network.y, strict=True))
        ],
        "edges": [{"id": edge, "from": one, "to": two} for edge, (one, two) in enumerate(network.edges)],
        "options": {"physics": {"enabled": False}},
    }

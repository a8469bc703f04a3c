"""What a page says of itself: what it shows, of which graph, cut down how, and the command that makes it."""

from __future__ import annotations

import hashlib
import re
import shlex
from collections.abc import Iterator, Mapping
from typing import Any, cast

from pyoxigraph import Literal, NamedNode, QuerySolutions

from fashion_kg import __version__
from fashion_kg.answers.reviewed import how_reviewed
from fashion_kg.errors import counted
from fashion_kg.network import GROUPS, Filters, Projection
from fashion_kg.ontology import Ontology, local_name
from fashion_kg.projections import filters_in_words, left_out_in_words
from fashion_kg.store import EmbeddedStore
from fashion_kg.views import ViewRequest
from fashion_kg.views._look import tag
from fashion_kg.views._scene import short_id

_LICENCE = {
    "label": "CC0 1.0: no rights reserved",
    "url": "https://creativecommons.org/publicdomain/zero/1.0/",
}
_STORE_NAME = re.compile(r"(?:store|reviewed)-([0-9a-f]{12})")


def about_page(
    view: str, request: ViewRequest, title: Mapping[str, str], summary: str, languages: list[str]
) -> dict[str, Any]:
    """Return what every page says of itself, without a projection.

    Args:
        view: name of the view.
        request: what was asked for.
        title: by language; English is always there.
        summary: what is shown, in one sentence.
        languages: tags of the languages that names are there in, English first.
    """
    wanted = tag(request.names.language(request.language))
    return {
        "view": view,
        "title": dict(title),
        "summary": summary,
        "reviewed": "",
        "languages": languages,
        "language": wanted if wanted in languages else "en",
        "command": command(view, request),
        "program": __version__,
        "build": fingerprint(request),
        "licence": _LICENCE,
        "graph": _graph_in_words(request),
        "filters": [],
        "leftOut": [],
        "start": {},
    }


def about_projection(
    projection: Projection, request: ViewRequest, labels: Mapping[str, str]
) -> dict[str, Any]:
    """Return what a page that shows a network says of it.

    Args:
        projection: the network.
        request: what was asked for.
        labels: names by address.
    """
    filters = filters_in_words(projection, labels, request.ontology, request.language)
    return {
        "projection": {
            "name": projection.name,
            "meaning": projection.meaning,
            "weight": projection.weighs,
            "counted": projection.counted,
            "directed": projection.directed,
        },
        "filters": filters,
        "leftOut": left_out_in_words(projection),
    }


def command(view: str, request: ViewRequest) -> str:
    """Return the command that makes a page."""
    said = ["fashion-kg", "view", view, *map(short_id, request.words)]
    for name, value in sorted(request.options.items()):
        said += [f"--{name}"] if value == "" else [f"--{name}", value]
    said += _filter_options(request.filters, request.ontology)
    said += ["--count", request.counted] if request.counted != GROUPS else []
    said += ["--lang", request.language] if request.language != "en" else []
    said += ["--seed", str(request.seed)] if request.seed != 1 else []
    return shlex.join(said)


def _filter_options(filters: Filters, ontology: Ontology) -> Iterator[str]:
    if filters.since:
        yield from ("--from", str(filters.since))
    if filters.until:
        yield from ("--to", str(filters.until))
    named = (
        ("--role", [local_name(iri) for iri in _topmost(filters.roles, ontology)]),
        ("--brand", map(short_id, filters.brands)),
        ("--season", map(short_id, filters.seasons)),
        ("--source", map(short_id, filters.sources)),
        ("--without-source", map(short_id, filters.without)),
    )
    for option, values in named:
        for value in sorted(values):
            yield from (option, value)
    if filters.review != Filters().review:
        yield "--reviewed-only"
    if filters.weight:
        yield from ("--min-weight", f"{filters.weight:g}")


def _topmost(roles: frozenset[str], ontology: Ontology) -> Iterator[str]:
    """Yield the roles that stand for the others: those without a broader one among them."""
    for iri in roles:
        broader = (
            node.value for node in ontology.objects(iri, "skos:broader") if isinstance(node, NamedNode)
        )
        if not roles & set(broader):
            yield iri


def fingerprint(request: ViewRequest) -> str:
    """Return the beginning of the graph's SHA-256, which its store is named by; nothing of an endpoint."""
    store = request.store
    if not isinstance(store, EmbeddedStore):
        return ""
    if store.path and (match := _STORE_NAME.match(store.path.name)):
        return match[1]
    return hashlib.sha256(b"\n".join(store.n_quads())).hexdigest()[:12]


_HELD = """
PREFIX fkg: <https://w3id.org/fashion-kg/ontology#>
SELECT ?sources ?things ?statements WHERE {
  { SELECT (COUNT(DISTINCT ?source) AS ?sources) WHERE { ?source fkg:sha256 ?text } }
  { SELECT (COUNT(DISTINCT ?thing) AS ?things) WHERE { ?thing a fkg:Entity } }
  { SELECT (COUNT(DISTINCT ?statement) AS ?statements) WHERE { ?statement a fkg:Assertion } }
}
"""


def _graph_in_words(request: ViewRequest) -> str:
    """Return how much the whole graph holds."""
    (row,) = cast(QuerySolutions, request.store.query(_HELD))
    said = ", ".join(
        counted(int(cast(Literal, row[f"{name}s"]).value), name) for name in ("source", "thing", "statement")
    )
    review = how_reviewed(request.store)
    return f"The whole graph holds {said}." + (f" {review}." if review else "")

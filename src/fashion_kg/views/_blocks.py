"""The blocks of data of a page that shows a network, as ``web/src/format.ts`` describes them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from rich.cells import cell_len

from fashion_kg.namespaces import PREFIXES
from fashion_kg.network import REVIEW_STATES
from fashion_kg.ontology import Ontology
from fashion_kg.views._contents import Contents
from fashion_kg.views._diagram import DIAGRAM_RADIUS, diagram
from fashion_kg.views._layout import Net, layout, radii
from fashion_kg.views._look import Look, words
from fashion_kg.views._reading import Document, Named, Place, Statement
from fashion_kg.views._scene import short_id
from fashion_kg.views._spacing import Floats

FORMAT = "fashion-kg-view/1"
_EPOCH = dt.date(1970, 1, 1)
_LETTER, _NAME = 6.6, 170.0
"""About how wide a letter of a name is drawn, and how much of a long name gets room, in pixels."""

Columns = dict[str, Any]


class Told(Protocol):
    """What names things and says who says so, whatever a page shows besides."""

    ontology: Ontology

    @property
    def things(self) -> Sequence[str]:
        """Addresses of the things, in the order of their numbers."""
        ...

    @property
    def thing_place(self) -> Mapping[str, int]:
        """The number of each thing."""
        ...

    @property
    def names(self) -> Mapping[str, Named]:
        """The names of all things."""
        ...

    @property
    def statements(self) -> Mapping[str, Statement]:
        """All statements, in the order of their numbers."""
        ...

    @property
    def sources(self) -> Mapping[str, Document]:
        """All sources, in the order of their numbers."""
        ...

    @property
    def source_place(self) -> Mapping[str, int]:
        """The number of each source."""
        ...

    def heard(self, source: str) -> bool:
        """Whether a source counts under the filters."""
        ...


@dataclass(frozen=True)
class NodeMeasure:
    """A measure of nodes: its values by address, and how to read it."""

    values: Mapping[str, float | None]
    note: str


@dataclass
class Drawing:
    """Where the nodes of a page stand and how large they are.

    Args:
        contents: what the page holds.
        seed: of the layout.
    """

    contents: Contents
    seed: int = 1

    @cached_property
    def net(self) -> Net:
        """The network as the layout needs it; what more edges lead to is larger."""
        contents = self.contents
        ends = np.array(contents.ends, dtype=np.int64).reshape(-1, 2)
        weights = np.array(contents.weights, dtype=np.float64)
        strengths = sum(np.bincount(ends[:, side], weights, len(contents.nodes)) for side in (0, 1))
        if contents.scene.columns:
            return Net(len(contents.nodes), ends, weights, np.full(len(contents.nodes), DIAGRAM_RADIUS))
        sizes = radii((np.ones(len(contents.nodes)) + strengths).tolist())
        return Net(len(contents.nodes), ends, weights, sizes)

    @cached_property
    def places(self) -> Floats:
        """Rows of x and y, by number of the node."""
        names = self.contents.names
        widths = [min(_NAME, _LETTER * cell_len(names[iri].label)) for iri in self.contents.nodes]
        if self.contents.scene.columns:
            place = self.contents.place
            columns = [[place[iri] for iri in column] for column in self.contents.scene.columns]
            return diagram(self.net, columns, widths)
        return layout(self.net, self.seed, widths)


# -- picture ----------------------------------------------------------------------------------------


def picture(
    contents: Contents, drawing: Drawing, page: Mapping[str, Any], measures: Mapping[str, NodeMeasure]
) -> Columns:
    """Return all that the first frame needs.

    Args:
        contents: what the page holds.
        drawing: where its nodes stand.
        page: what the page says of itself.
        measures: measures of its nodes by name, beside degree and strength.
    """
    look = Look(contents.ontology)
    kinds = look.order(contents.kinds.values())
    groups = look.groups(group for group, _ in contents.roles.values())
    place = {group.id: number for number, group in enumerate(groups)}
    return {
        "format": FORMAT,
        "page": {**page, "start": _start(contents), "diagram": bool(contents.scene.columns)},
        "kinds": [look.kind(name) for name in kinds],
        "groups": [
            {"id": each.id, "label": each.label, "light": each.light, "dark": each.dark} for each in groups
        ],
        "roles": [
            {"id": short_id(iri), "label": _words(contents, iri), "group": place[group]}
            for iri, (group, _) in contents.roles.items()
        ],
        "things": {
            "id": [short_id(iri) for iri in contents.things],
            "kind": [kinds.index(contents.kinds[iri]) for iri in contents.things],
            "label": [contents.names[iri].label for iri in contents.things],
        },
        "nodes": _nodes(contents, drawing, measures),
        "edges": {
            "from": [start for start, _ in contents.ends],
            "to": [end for _, end in contents.ends],
            "weight": contents.weights,
            "disputed": _disputed_edges(contents),
        },
    }


def _start(contents: Contents) -> Columns:
    start = contents.scene.start
    found: Columns = {}
    if start.focus is not None:
        found |= {"focus": contents.place[start.focus], "steps": start.steps or 1}
    if start.path is not None:
        found["path"] = [contents.place[end] for end in start.path]
    return found


def _words(told: Told, iri: str) -> dict[str, str]:
    return words(told.ontology, iri, "rdfs:label", "skos:prefLabel")


def _nodes(contents: Contents, drawing: Drawing, measures: Mapping[str, NodeMeasure]) -> Columns:
    everything = {**_degrees(contents), **measures}
    return {
        "x": drawing.places[:, 0].tolist(),
        "y": drawing.places[:, 1].tolist(),
        "size": drawing.net.radii.tolist(),
        "measures": {
            name: [measure.values.get(iri) for iri in contents.nodes] for name, measure in everything.items()
        },
        "measureNotes": {name: measure.note for name, measure in everything.items()},
        "disputed": _disputed_nodes(contents),
    }


def _degrees(contents: Contents) -> dict[str, NodeMeasure]:
    """Return degree and strength in the whole projection, of which the page may show a part."""
    scene = contents.scene
    projection = scene.projection
    degrees = dict.fromkeys(projection.nodes, 0)
    strengths = dict.fromkeys(projection.nodes, 0)
    for ends, reasons in projection.edges.items():
        for end in ends:
            degrees[end] += 1
            strengths[end] += len(reasons)
    where = "in the whole network" + ("" if scene.near else f" of {len(degrees):,} nodes")
    return {
        "degree": NodeMeasure(degrees, f"how many others it is tied to, {where}"),
        "strength": NodeMeasure(
            strengths, f"the weights of its edges together ({projection.weighs}), {where}"
        ),
    }


def _disputed_nodes(contents: Contents) -> list[int]:
    disputed = (each for each in contents.statements.values() if each.disputed)
    return sorted(
        {contents.place[iri] for each in disputed for iri in each.mentions if iri in contents.place}
    )


def _disputed_edges(contents: Contents) -> list[int]:
    ties = ((row.edge, tie) for row in contents.rows for tie in (*row.one, *row.two))
    return sorted({edge for edge, tie in ties if contents.statements[tie.statement].disputed})


# -- reasons ----------------------------------------------------------------------------------------


def reasons(contents: Contents) -> Columns:
    """Return why each edge is there, and by what names things are found."""
    statement = {iri: number for number, iri in enumerate(contents.tied)}
    occasion = {key: number for number, (key, _) in enumerate(contents.occasions)}
    heard: dict[str, set[str]] = defaultdict(set)
    by_group: set[str] = set()
    edges = (tie for row in contents.rows for tie in (*row.one, *row.two))
    for tie in (*edges, *(tie for own in contents.own.values() for tie in own)):
        heard[tie.statement] |= tie.sources
        if tie.group is not None:
            by_group.add(tie.statement)
    tied = [contents.statements[iri] for iri in contents.tied]
    return {
        "ties": {
            "edge": [row.edge for row in contents.rows],
            "occasion": [occasion.get(row.key, -1) for row in contents.rows],
            "one": [_few(statement[tie.statement] for tie in row.one) for row in contents.rows],
            "two": [_few(statement[tie.statement] for tie in row.two) for row in contents.rows],
        },
        "own": {
            "node": [contents.place[iri] for iri, _ in contents.own],
            "occasion": [occasion.get(key, -1) for _, key in contents.own],
            "statements": [_few(statement[tie.statement] for tie in own) for own in contents.own.values()],
        },
        "statements": {
            "role": [contents.roles[each.role][1] if each.role else -1 for each in tied],
            "review": [REVIEW_STATES.index(each.review) for each in tied],
            "sources": [_few(contents.source_place[iri] for iri in heard[each.iri]) for each in tied],
            "occasion": [occasion.get(contents.dated.get(iri, ()), -1) for iri in contents.tied],
            "byGroup": [int(each.iri in by_group) for each in tied],
            "disputed": [number for number, each in enumerate(tied) if each.disputed],
        },
        "occasions": _occasions(contents),
        **called(contents),
    }


def called(told: Told) -> Columns:
    """Return the sources, and by what names things are found: a part of the reasons that every page has."""
    return {
        "sources": [_source(told, each) for each in told.sources.values()],
        "labels": _labels(told),
        "aliases": {
            str(number): told.names[iri].others
            for number, iri in enumerate(told.things)
            if told.names[iri].others
        },
    }


def _occasions(contents: Contents) -> Columns:
    place = contents.thing_place
    found = [about for _, about in contents.occasions]
    return {
        "thing": [place.get(key[0], -1) for key, _ in contents.occasions],
        "brands": [_few(place[iri] for iri in about.brands) for about in found],
        "seasons": [_few(place[iri] for iri in about.seasons) for about in found],
        "several": [int(len(key) > 2) for key, _ in contents.occasions],
        "from": [_day(about.begins) for about in found],
        "to": [_day(about.ends) for about in found],
        "reported": [int(not about.dated and about.reported is not None) for about in found],
    }


def _labels(told: Told) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for number, iri in enumerate(told.things):
        named = told.names[iri]
        for language, label in named.labels.items():
            if label != named.label:
                found[language][str(number)] = label
    return {language: found[language] for language in sorted(found)}


def _source(told: Told, source: Document) -> Columns:
    return {
        "id": short_id(source.iri),
        "label": source.label,
        "kind": _words(told, PREFIXES["fkg"] + source.class_name)["en"],
        "outlet": source.outlet,
        "title": source.title,
        "date": source.date,
        "url": source.url,
        "language": source.language,
        "wave": source.wave,
        "review": REVIEW_STATES.index(source.review),
    }


# -- evidence ---------------------------------------------------------------------------------------


def evidence(told: Told) -> Columns:
    """Return the words of statements, and the places that make them."""
    said = list(told.statements.values())
    places = [(number, place) for number, each in enumerate(said) for place in _by_source(told, each.places)]
    known = told.thing_place
    return {
        "statements": {
            "id": [short_id(each.iri) for each in said],
            "kind": [each.kind for each in said],
            "sentence": [each.sentence for each in said],
            "rank": [each.rank for each in said],
            "reason": [each.reason for each in said],
            "review": [REVIEW_STATES.index(each.review) for each in said],
            "disputed": [number for number, each in enumerate(said) if each.disputed],
            "things": [_few(known[iri] for iri in each.mentions if iri in known) for each in said],
        },
        "places": {
            "statement": [number for number, _ in places],
            "source": [told.source_place[place.source] for _, place in places],
            "part": [place.part for _, place in places],
            "paragraph": [place.paragraph for _, place in places],
            "column": [place.column for _, place in places],
            "phrase": [place.phrase for _, place in places],
            "creditText": [place.credit_text for _, place in places],
            "dateText": [place.date_text for _, place in places],
        },
    }


def _by_source(told: Told, places: Iterable[Place]) -> list[Place]:
    """Return the places that are heard in the order of ``why``: by the source's name, then as printed."""
    heard = [place for place in places if told.heard(place.source)]
    return sorted(heard, key=lambda place: (told.sources[place.source].label, place.source, place.start))


def _few(indexes: Iterable[int]) -> int | list[int]:
    """Return one index as a number and several as a list, sorted, none twice."""
    found = sorted(set(indexes))
    return found[0] if len(found) == 1 else found


def _day(day: dt.date | None) -> int | None:
    return (day - _EPOCH).days if day else None

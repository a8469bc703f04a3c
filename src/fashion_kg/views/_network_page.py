"""A page that shows a network: what relationships and explorer share, which is all but the canvas."""

from __future__ import annotations

from collections.abc import Mapping

from fashion_kg.errors import counted
from fashion_kg.network import Filters
from fashion_kg.views import ViewRequest
from fashion_kg.views._about import about_page, about_projection
from fashion_kg.views._asked import measures_of
from fashion_kg.views._blocks import Columns, Drawing, evidence, picture, reasons
from fashion_kg.views._contents import Contents
from fashion_kg.views._page import page
from fashion_kg.views._reading import reviewed_in_words
from fashion_kg.views._scene import Scene


class NetworkPage:
    """Makes a page of what it shows.

    Args:
        view: name of the view.
        request: what was asked for.
        scene: what is shown.
    """

    def __init__(self, view: str, request: ViewRequest, scene: Scene) -> None:
        self.view, self.request, self.scene = view, request, scene
        self.contents = Contents(scene, request.store, request.ontology)
        self.drawing = Drawing(self.contents, request.seed)

    def html(self, more: Mapping[str, object] | None = None) -> str:
        """Return the page, with further blocks beside those of every network."""
        request, contents = self.request, self.contents
        request.progress(f"reading what {len(contents.nodes):,} nodes are called, and who says so")
        languages = contents.languages
        title = {key: text for key, text in self.scene.title.items() if key in languages}
        about = about_page(self.view, request, title, self._summary(), languages)
        about |= about_projection(self.scene.projection, request, _labels(request))
        about["leftOut"] += self.scene.notes
        about["reviewed"] = reviewed_in_words(contents.statements[iri] for iri in contents.tied)
        request.progress(f"placing {len(contents.nodes):,} nodes and {len(contents.ends):,} edges")
        blocks: dict[str, Columns | object] = {
            "picture": picture(contents, self.drawing, about, measures_of(request, self.scene.projection)),
            "reasons": reasons(contents),
            "evidence": evidence(contents),
        }
        return page(
            self.view,
            title["en"],
            f"{self.view}.js",
            blocks | dict(more or {}),
            language="en",
        )

    def _summary(self) -> str:
        """Return what is shown, in one sentence."""
        if self.scene.summary:
            return self.scene.summary
        nodes, edges = len(self.contents.nodes), len(self.contents.ends)
        if nodes == 1:
            (label,) = (named.label for iri, named in self.contents.names.items() if iri in self.scene.nodes)
            under = " under these filters" if self.request.filters != Filters() else ""
            return f"{label} alone: nothing in {self.scene.projection.name} ties it to anything{under}."
        return f"{nodes:,} names, {counted(edges, 'tie')}. A tie says: {self.scene.projection.meaning}."


def _labels(request: ViewRequest) -> Mapping[str, str]:
    """Return names by address for the filters; none are read where they name nothing."""
    filters = request.filters
    named = filters.brands | filters.seasons | filters.sources | filters.without
    return request.labels if named else {}

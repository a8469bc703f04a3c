"""The blocks of a page without a network: what is shown gets numbers, and is then read all at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from fashion_kg.network import REVIEW_STATES, Projection
from fashion_kg.projections import filters_in_words
from fashion_kg.queries import find_query
from fashion_kg.views import ViewRequest
from fashion_kg.views._about import about_page, about_projection
from fashion_kg.views._blocks import Columns, called, evidence
from fashion_kg.views._look import Look
from fashion_kg.views._reading import (
    Document,
    Named,
    Statement,
    read_documents,
    read_kinds,
    read_names,
    read_statements,
    reviewed_in_words,
)
from fashion_kg.views._scene import short_id


class Ledger:
    """Numbers the things and statements of a page as they come, and writes its blocks.

    Args:
        request: what was asked.
    """

    def __init__(self, request: ViewRequest) -> None:
        self.request, self.ontology = request, request.ontology
        self.thing_place: dict[str, int] = {}
        self._statement_place: dict[str, int] = {}

    def thing(self, iri: str) -> int:
        """Return the number of a thing; a new one is added."""
        return self.thing_place.setdefault(iri, len(self.thing_place))

    def statement(self, iri: str) -> int:
        """Return the number of a statement; a new one is added."""
        return self._statement_place.setdefault(iri, len(self._statement_place))

    def said(self, statements: Iterable[str]) -> list[int]:
        """Return the numbers of statements."""
        return [self.statement(iri) for iri in statements]

    # What follows is read once, when everything has its number.

    @property
    def things(self) -> list[str]:
        """Addresses of the things, in the order of their numbers."""
        return list(self.thing_place)

    @cached_property
    def names(self) -> dict[str, Named]:
        """The names of all things."""
        known = read_names(self.request.store, self.thing_place)
        return {iri: known.get(iri) or Named(short_id(iri), {}, []) for iri in self.thing_place}

    @cached_property
    def statements(self) -> dict[str, Statement]:
        """All statements, in the order of their numbers."""
        found = read_statements(self.request.store, self.ontology, self._statement_place)
        return {iri: found[iri] for iri in self._statement_place}

    @cached_property
    def sources(self) -> dict[str, Document]:
        """All sources that are heard, by address."""
        places = (place for each in self.statements.values() for place in each.places)
        heard = {place.source for place in places if self.heard(place.source)}
        return read_documents(self.request.store, self.ontology, heard)

    @cached_property
    def source_place(self) -> dict[str, int]:
        """The number of each source."""
        return {iri: number for number, iri in enumerate(self.sources)}

    def heard(self, source: str) -> bool:
        """Whether a source counts under the filters."""
        filters = self.request.filters
        return source not in filters.without and (not filters.sources or source in filters.sources)

    @property
    def languages(self) -> list[str]:
        """The languages in which things have preferred names, English first."""
        return ["en", *sorted({tag for named in self.names.values() for tag in named.labels} - {"en"})]

    def blocks(
        self,
        view: str,
        title: Mapping[str, str],
        summary: str,
        content: Columns,
        left_out: Iterable[str] = (),
        projection: Projection | None = None,
    ) -> dict[str, Columns]:
        """Return the blocks of a page.

        Args:
            view: name of the view.
            title: by language; English is always there.
            summary: what is shown, in a sentence.
            content: what it shows, with the numbers of things and statements.
            left_out: what was left out and why, one phrase each.
            projection: the network that it shows, if any.
        """
        request = self.request
        kinds_of = read_kinds(request.store, self.ontology, self.thing_place)
        look = Look(self.ontology)
        kinds = look.order(kinds_of.get(iri, "Entity") for iri in self.thing_place)
        page = about_page(view, request, title, summary, self.languages)
        labels = request.labels
        if projection:
            page |= about_projection(projection, request, labels)
        else:
            # What is said of filters is said of a network; one without ties has the same ones.
            query = find_query("claims/fields", request.project.query_folders)
            empty = Projection(query, (), {}, request.counted, request.filters)
            page["filters"] = filters_in_words(empty, labels, self.ontology, request.language)
        page["leftOut"] += left_out
        page["reviewed"] = reviewed_in_words(self.statements.values())
        things = {
            "id": [short_id(iri) for iri in self.things],
            "kind": [kinds.index(kinds_of.get(iri, "Entity")) for iri in self.things],
            "label": [self.names[iri].label for iri in self.things],
        }
        about = {"page": page, "kinds": [look.kind(name) for name in kinds], "things": things}
        return {"content": {**about, **content}, "reasons": self._reasons(), "evidence": evidence(self)}

    def _reasons(self) -> Columns:
        said = self.statements.values()
        sources = [
            sorted({self.source_place[each.source] for each in one.places if self.heard(each.source)})
            for one in said
        ]
        return {
            "ties": {"edge": [], "occasion": [], "one": [], "two": []},
            "own": {"node": [], "occasion": [], "statements": []},
            "statements": {
                "role": [-1] * len(said),
                "review": [REVIEW_STATES.index(each.review) for each in said],
                "sources": sources,
                "occasion": [-1] * len(said),
                "byGroup": [0] * len(said),
                "disputed": [number for number, each in enumerate(said) if each.disputed],
            },
            "occasions": {
                name: [] for name in ("several", "thing", "brands", "seasons", "from", "to", "reported")
            },
            **called(self),
        }

"""The blocks of a page without a network: it numbers what is shown, then reads the words of it all at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from fashion_kg.namespaces import PREFIXES
from fashion_kg.network import REVIEW_STATES
from fashion_kg.views import ViewRequest
from fashion_kg.views._look import Look, words
from fashion_kg.views._reading import (
    Document,
    Named,
    Statement,
    read_documents,
    read_kinds,
    read_names,
    read_statements,
)
from fashion_kg.views._scene import short_id


class Ledger:
    """Numbers the things and statements of a page as they come, and writes its blocks.

    Args:
        request: what was asked.
    """

    def __init__(self, request: ViewRequest) -> None:
        self.request = request
        self._things: dict[str, int] = {}
        self._statements: dict[str, int] = {}

    def thing(self, iri: str) -> int:
        """Return the number of a thing; a new one is added."""
        return self._things.setdefault(iri, len(self._things))

    def statement(self, iri: str) -> int:
        """Return the number of a statement; a new one is added."""
        return self._statements.setdefault(iri, len(self._statements))

    def said(self, statements: Iterable[str]) -> list[int]:
        """Return the numbers of statements."""
        return [self.statement(iri) for iri in statements]

    # What follows is read once, when everything has its number.

    @cached_property
    def names(self) -> dict[str, Named]:
        """The names of all things."""
        known = read_names(self.request.store, self._things)
        return {iri: known.get(iri) or Named(short_id(iri), {}, []) for iri in self._things}

    @cached_property
    def statements(self) -> list[Statement]:
        """All statements, in the order of their numbers."""
        found = read_statements(self.request.store, self.request.ontology, self._statements)
        return [found[iri] for iri in self._statements]

    @cached_property
    def sources(self) -> dict[str, Document]:
        """All sources that are heard, by address."""
        filters = self.request.filters
        heard = {place.source for each in self.statements for place in each.places} - filters.without
        heard = heard & filters.sources if filters.sources else heard
        return read_documents(self.request.store, self.request.ontology, heard)

    @property
    def languages(self) -> list[str]:
        """The languages in which things have names, English first."""
        return ["en", *sorted({tag for named in self.names.values() for tag in named.labels} - {"en"})]

    def blocks(self, page: Mapping[str, Any], content: Mapping[str, Any]) -> dict[str, Any]:
        """Return the blocks of a page.

        Args:
            page: what the page says of itself.
            content: what it shows, with the numbers of things and statements.
        """
        kinds_of = read_kinds(self.request.store, self.request.ontology, self._things)
        look = Look(self.request.ontology)
        kinds = look.order(kinds_of.get(iri, "Entity") for iri in self._things)
        things = {
            "id": [short_id(iri) for iri in self._things],
            "kind": [kinds.index(kinds_of.get(iri, "Entity")) for iri in self._things],
            "label": [self.names[iri].label for iri in self._things],
        }
        about = {"page": {**page, "languages": self.languages}, "kinds": [look.kind(name) for name in kinds]}
        return {
            "content": {**about, "things": things, **content},
            "reasons": self._reasons(),
            "evidence": self._evidence(),
        }

    def _reasons(self) -> dict[str, Any]:
        place = {iri: number for number, iri in enumerate(self.sources)}
        labels: dict[str, dict[str, str]] = {}
        for iri, number in self._things.items():
            for language, label in self.names[iri].labels.items():
                labels.setdefault(language, {})[str(number)] = label
        return {
            "ties": {"edge": [], "occasion": [], "one": [], "two": []},
            "statements": {
                "role": [-1] * len(self.statements),
                "review": [REVIEW_STATES.index(each.review) for each in self.statements],
                "sources": [
                    sorted({place[one.source] for one in each.places if one.source in place})
                    for each in self.statements
                ],
                "disputed": [number for number, each in enumerate(self.statements) if each.disputed],
            },
            "occasions": {"thing": [], "brands": [], "seasons": [], "from": [], "to": [], "reported": []},
            "sources": [self._source(each) for each in self.sources.values()],
            "labels": {language: labels[language] for language in sorted(labels)},
            "aliases": {
                str(number): self.names[iri].others
                for iri, number in self._things.items()
                if self.names[iri].others
            },
        }

    def _source(self, source: Document) -> dict[str, Any]:
        return {
            "id": short_id(source.iri),
            "label": source.label,
            "kind": words(self.request.ontology, PREFIXES["fkg"] + source.class_name, "rdfs:label")["en"],
            "outlet": source.outlet,
            "title": source.title,
            "date": source.date,
            "url": source.url,
            "language": source.language,
            "wave": source.wave,
            "review": REVIEW_STATES.index(source.review) if source.review in REVIEW_STATES else 0,
        }

    def _evidence(self) -> dict[str, Any]:
        number = {iri: at for at, iri in enumerate(self.sources)}
        places = [
            (at, place)
            for at, each in enumerate(self.statements)
            for place in each.places
            if place.source in number
        ]
        return {
            "statements": {
                "id": [short_id(each.iri) for each in self.statements],
                "kind": [each.kind for each in self.statements],
                "sentence": [each.sentence for each in self.statements],
                "rank": [each.rank for each in self.statements],
                "reason": [each.reason for each in self.statements],
                "review": [REVIEW_STATES.index(each.review) for each in self.statements],
                "disputed": [at for at, each in enumerate(self.statements) if each.disputed],
                "things": [
                    [self._things[iri] for iri in each.mentions if iri in self._things]
                    for each in self.statements
                ],
            },
            "places": {
                "statement": [at for at, _ in places],
                "source": [number[place.source] for _, place in places],
                "part": [place.part for _, place in places],
                "paragraph": [place.paragraph for _, place in places],
                "phrase": [place.phrase for _, place in places],
                "creditText": [place.credit_text for _, place in places],
                "dateText": [place.date_text for _, place in places],
            },
        }

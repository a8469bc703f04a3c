"""A page to read and to print about one person, brand, campaign or product, every line with its sources."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fashion_kg.errors import UsageError
from fashion_kg.views import ViewRequest
from fashion_kg.views._asked import named, titled
from fashion_kg.views._drawn import WIDTHS, chart, ego
from fashion_kg.views._ledger import Ledger
from fashion_kg.views._look import tag
from fashion_kg.views._page import markup, page
from fashion_kg.views._portrait import Portrait, Section
from fashion_kg.views._reading import Named, Statement
from fashion_kg.views._stated import refuse, sentences

summary = "a page to read and print about one person, brand, campaign or product, with footnotes"
usage = "NAME"
options: Mapping[str, str] = {}

_ABOUT = ("Agent", "Creation")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")


def render(request: ViewRequest) -> str:
    """Return the page.

    Raises:
        UsageError: the name is missing, unknown or that of something without a profile; nothing is left.
    """
    if len(request.words) != 1:
        raise UsageError(
            "A profile is about one thing. Give the name of a person, a brand, a campaign or a product, "
            "in quotes if it has several words"
        )
    remedy = "A profile gathers everything of one thing, so these would leave holes; use the timeline"
    refuse(request, "profile", ("sources", "without", "review"), remedy)
    thing = request.names.find(request.words[0]).value
    portrait = Portrait(request, thing)
    names = named(request, thing)
    if not portrait.is_a(thing, *_ABOUT):
        kind = request.kinds.get(thing)
        what = request.ontology.called(kind) if kind else "word of the vocabulary"
        raise UsageError(
            f"{names.label} is a {what}, and has no profile. "
            "Ask for a person, a brand, a campaign or a product"
        )
    sections = portrait.sections()
    left_out = sentences(portrait.left_out)
    if not sections:
        why = f": {'; '.join(left_out)}" if left_out else ""
        raise UsageError(
            f"Nothing is said of {names.label} that could be shown{why}. Ask for less narrow filters"
        )
    return _Profile(request, portrait, names, sections, left_out).html()


@dataclass
class _Profile:
    """Numbers notes and names in the order of the page, then fills the template."""

    request: ViewRequest
    portrait: Portrait
    names: Named
    sections: list[Section]
    left_out: list[str]

    def html(self) -> str:
        request, portrait, thing = self.request, self.portrait, self.portrait.thing
        ledger = Ledger(request)
        ledger.thing(thing)
        around = portrait.neighbours()
        egos = [ego(around, lambda iri: portrait.is_a(iri, "Person", "Group"), each) for each in WIDTHS]
        charts = [chart(portrait.rows, each) for each in WIDTHS]
        for section in self.sections:
            for entry in section.entries:
                ledger.said(entry.notes)
                for iri in (*entry.things, *entry.more):
                    ledger.thing(iri)
        for line in egos[0].lines if egos[0] else ():
            ledger.thing(line.thing)
        for row, *_ in charts[0].rows if charts[0] else ():
            for iri in row.things:
                ledger.thing(iri)
        title = titled(self.names)
        kind = request.kinds[thing]
        said = f"Everything that the graph says of {self.names.label}, each line with its sources."
        blocks = ledger.blocks("profile", title, said, {"subject": 0}, self.left_out)
        context = {
            "kind": request.ontology.called(kind),
            "thing": thing,
            "names": self.names,
            "sections": self.sections,
            "egos": [each for each in egos if each],
            "charts": [each for each in charts if each],
            "number": {iri: place + 1 for place, iri in enumerate(ledger.statements)},
            "statements": [self._note(ledger, each) for each in ledger.statements.values()],
            "sources": ledger.sources.values(),
            "page": blocks["content"]["page"],
            "name": lambda iri, most=160: self._name(ledger, iri, most),
            "tame": tame,
        }
        body = markup("_profile.html", context)
        # The words of statements stand in the page itself.
        del blocks["evidence"]
        return page("profile", self.names.label, "profile.js", blocks, body=body)

    def _name(self, ledger: Ledger, iri: str, most: int) -> Mapping[str, Any]:
        """Return the name of a thing with its number and language, for the script that turns names."""
        names, language = ledger.names[iri], tag(self.request.names.language(self.request.language))
        text = names.labels.get(language, names.label)
        return {
            "text": tame(text, most),
            "number": ledger.thing(iri),
            "lang": language if language in names.labels else "",
        }

    @staticmethod
    def _note(ledger: Ledger, each: Statement) -> Mapping[str, Any]:
        places = [place for place in each.places if ledger.heard(place.source)]
        return {"said": each, "places": [(place, ledger.sources[place.source]) for place in places]}


def tame(text: str, most: int = 400) -> str:
    """Return a text without what would turn or break its surroundings, at most so many characters of it."""
    plain = _CONTROL.sub(" ", text)
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"

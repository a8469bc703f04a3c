"""Campaigns of two houses together, as in ``the Casa Lumen x Atelier Marrow campaign``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from fashion_kg.extract import Name, Proposal, Span
from fashion_kg.extract.grammars import HOUSE
from fashion_kg.extract.reading import Prepared
from fashion_kg.extract.shadows import Mention

_TOGETHER = re.compile(rf"{HOUSE} ?[x×] ?{HOUSE}")


def with_partners(prepared: Prepared, proposals: Iterable[Proposal]) -> Iterator[Proposal]:
    """Yield credits, those of a campaign of two houses once for each of them."""
    partners = dict(_partners(prepared))
    for each in proposals:
        yield each
        other = partners.get(each.campaign.house.label) if each.kind == "Credit" else None
        if other is not None:
            house, where = Name(other.label, other.iri), Span(other.start, other.end)
            yield replace(each, campaign=replace(each.campaign, house=house, where=where))


def _partners(prepared: Prepared) -> Iterator[tuple[str, Mention]]:
    """Yield by a house's label the other one, where a sentence about a campaign names both as one."""
    for sentence in prepared.sentences:
        if sentence.campaign or sentence.line.part == "headline":
            for match in _TOGETHER.finditer(sentence.shadow.text):
                first = sentence.shadow.mentions[match.start()]
                second = sentence.shadow.mentions[match.end() - 1]
                yield first.label, second
                yield second.label, first

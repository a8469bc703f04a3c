"""Campaigns of two houses together, as in ``the Casa Lumen x Atelier Marrow campaign``."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from fashion_kg.extract import Name, Proposal, Span
from fashion_kg.extract.grammars import HOUSE
from fashion_kg.extract.reading import Prepared, Sentence
from fashion_kg.extract.shadows import Mention

_TOGETHER = re.compile(rf"{HOUSE} ?[x×] ?{HOUSE}")


def with_partners(prepared: Prepared, proposals: Iterable[Proposal]) -> Iterator[Proposal]:
    """Yield credits, those of a campaign of two houses once for each of them.

    It is of two where the credit's own sentence names both as one; where that names no house, and the one
    before it does (for a list of credits, the last sentence above that names a house); or where the headline
    does, and no sentence about a campaign names a third house.
    """
    pairs = {sentence.number: found for sentence in prepared.sentences if (found := _partners(sentence))}
    starts = [sentence.shadow.places[0] for sentence in prepared.sentences]
    everywhere = _of_headline(prepared, pairs)
    for each in proposals:
        yield each
        if not pairs or each.kind != "Credit":
            continue
        number = bisect_right(starts, each.span.start) - 1
        other = {**everywhere, **_near(prepared, pairs, number)}.get(each.campaign.house.label)
        if other is not None:
            house, where = Name(other.label, other.iri), Span(other.start, other.end)
            yield replace(each, campaign=replace(each.campaign, house=house, where=where))


def _partners(sentence: Sentence) -> dict[str, Mention]:
    """Return by a house's label the other one, where a sentence about a campaign names both as one."""
    found: dict[str, Mention] = {}
    if sentence.campaign or sentence.line.part == "headline":
        for match in _TOGETHER.finditer(sentence.shadow.text):
            first = sentence.shadow.mentions[match.start()]
            second = sentence.shadow.mentions[match.end() - 1]
            found |= {first.label: second, second.label: first}
    return found


def _near(prepared: Prepared, pairs: Mapping[int, dict[str, Mention]], number: int) -> dict[str, Mention]:
    """Return the partners of a sentence, or of the one before that it goes on from."""
    while number not in pairs and number > 0 and HOUSE not in prepared.sentences[number].shadow.text:
        listed = prepared.sentences[number].line.part == "credits"
        number -= 1
        if not listed:
            break
    return pairs.get(number, {})


def _of_headline(prepared: Prepared, pairs: Mapping[int, dict[str, Mention]]) -> dict[str, Mention]:
    """Return the partners of the headline, if the article is about their campaign alone."""
    found: dict[str, Mention] = {}
    for number, partners in pairs.items():
        if prepared.sentences[number].line.part == "headline":
            found |= partners
    others = (
        mention
        for sentence in prepared.sentences
        if sentence.campaign
        for mention in sentence.shadow.mentions.values()
        if mention.sort == HOUSE and mention.start not in prepared.listed
    )
    return found if all(mention.label in found for mention in others) else {}

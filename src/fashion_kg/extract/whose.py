"""Whose campaign it is that words at a place of an article are about."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from fashion_kg.extract import Campaign, Name, Span
from fashion_kg.extract.grammars import HOUSE, PERSON, SINGLE
from fashion_kg.extract.reading import Prepared, Sentence
from fashion_kg.extract.shadows import Mention

_CLAUSE = re.compile(rf"(?: [(]|, )[^{PERSON}{SINGLE}{HOUSE}.,;:()]{{4,40}}")  # "N, shot by", "N (shot by"


def campaign_at(
    prepared: Prepared,
    sentence: Sentence,
    place: int,
    house: Mention | None = None,
    agents: Collection[int] = (),
    *,
    bare: bool = False,
) -> Campaign | None:
    """Return the campaign that words at a place of a sentence are about; None where no house is named.

    The house is the one that the phrase itself names; else the one beside a word for campaign in the
    sentence; else the nearest; else the one that heads the section, the last one named before in the
    paragraph, or the one that the article is about. What is said without any campaign (``bare``) is about
    the nearest.
    """
    text, mentions = sentence.shadow.text, sentence.shadow.mentions
    if house is None:
        at = (
            _nearest(prepared, sentence, place, agents)
            if bare
            else _house_in(prepared, sentence, place, agents)
        )
        house = mentions[at] if at is not None else None
    if house is None and bare and not prepared.many:
        section = prepared.section_house.get(sentence.section)
        house = _sentence_before(prepared, sentence) or section or prepared.house
    if house is None:
        house = _before(prepared, sentence) or prepared.section_house.get(sentence.section)
        house = house or _just_before(prepared, sentence) or prepared.house
    if house is None:
        return None
    season = _season_in(sentence.grammar.seasons, text)
    printed, span = "", None
    if season:
        places = sentence.shadow.places
        span = Span(places[season.start()], places[season.end() - 1] + 1)
        printed = season[0].strip()
    return Campaign(Name(house.label, house.iri, house.gloss), printed, Span(house.start, house.end), span)


@lru_cache(maxsize=256)
def _season_in(seasons: re.Pattern[str], text: str) -> re.Match[str] | None:
    return seasons.search(text)  # The same sentence is asked once for each name in it.


def _just_before(prepared: Prepared, sentence: Sentence) -> Mention | None:
    """Return, in an article about several houses, the one named last in the two paragraphs before."""
    if not (prepared.many or prepared.even):
        return None
    at = prepared.line_numbers[sentence.line.start]
    named = [
        each
        for line in prepared.article.lines[max(0, at - 2) : at]
        for each in prepared.mentions[line.start]
        if each.sort == HOUSE and each.start not in prepared.listed
    ]
    return named[-1] if named else None


def _nearest(prepared: Prepared, sentence: Sentence, place: int, agents: Collection[int]) -> int | None:
    named = sentence.shadow.mentions.items()
    without = {*agents, *prepared.asides}
    houses = (at for at, each in named if each.sort == HOUSE and each.start not in without)
    text = sentence.shadow.text

    def distance(at: int) -> int:
        if at < place:
            return abs(at - place)
        return abs(at - place) + (80 if ", " in text[place:at] else 20)  # The next clause has its own house.

    return min(houses, key=distance, default=None)


def _house_in(prepared: Prepared, sentence: Sentence, place: int, agents: Collection[int]) -> int | None:
    text, mentions = sentence.shadow.text, sentence.shadow.mentions
    without = {*agents, *prepared.asides}
    houses = [at for at, each in mentions.items() if each.sort == HOUSE and each.start not in without]
    if not houses:
        return None
    words = [match.span() for match in sentence.grammar.campaign.finditer(text)]

    def near_a_word(at: int) -> int:
        return min((abs(at - end) if at > start else abs(start - at) for start, end in words), default=80)

    def distance(at: int) -> float:
        listed = 60 if mentions[at].start in prepared.listed else 0
        beside = near_a_word(at) < 32 or (at < place and _CLAUSE.fullmatch(text, at + 1, place))
        later = 0 if at < place else 130 if ", " in text[place:at] else 90
        return abs(at - place) + (0 if beside else 60) + later + listed

    best = min(houses, key=distance)
    opens = place < 30 and sentence.shadow.places[0] == sentence.line.start  # "Shot by A, the campaign of N"
    far = near_a_word(best) < 25 and (opens or ", " not in text[place:best])
    return best if best < place or distance(best) < (300 if far else 180) else None


def _sentence_before(prepared: Prepared, sentence: Sentence) -> Mention | None:
    """Return the house that the sentence just before names last; a quotation begins anew."""
    earlier = prepared.sentences[sentence.number - 1] if sentence.number else None
    if earlier is None or earlier.line is not sentence.line or sentence.shadow.text.strip()[:1] in '“”"‘’':
        return None
    named = (each for each in reversed(earlier.shadow.mentions.values()) if each.sort == HOUSE)
    return next((each for each in named if each.start not in prepared.asides), None)


def _before(prepared: Prepared, sentence: Sentence) -> Mention | None:
    """Return the house named last before a sentence, in its line; of a campaign rather than in passing."""
    last: Mention | None = None
    sure = False
    for each in prepared.sentences_of[sentence.line.start]:
        if each.shadow.places[0] >= sentence.shadow.places[0]:
            break
        for mention in each.shadow.mentions.values():
            if mention.sort == HOUSE and mention.start not in prepared.listed:
                if each.campaign or not sure or prepared.many:  # Others are named in passing.
                    last = mention
                sure = sure or each.campaign
    return last

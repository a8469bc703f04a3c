"""Where a campaign was made or plays, as sentences say it; words and names are in ``grammar/places.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from fashion_kg.claims import MAX_PHRASE_WORDS
from fashion_kg.extract import Remark, Span, Thing
from fashion_kg.extract.folding import folded
from fashion_kg.extract.grammars import HOUSE, OTHER, PERSON, SINGLE
from fashion_kg.extract.known import Known, KnownName
from fashion_kg.extract.reading import Prepared, Sentence
from fashion_kg.extract.shadows import Mention, shadow_of
from fashion_kg.extract.triggers import Triggers
from fashion_kg.extract.whose import campaign_at
from fashion_kg.extract.words import any_of, read_words
from fashion_kg.sheets.evidence import count_words

PLACE = "\ue006"
"""What stands for a known place where the patterns about places are tried."""

_PARTS = ("headline", "standfirst", "body", "caption")
_WORDS_OF_A_PLACE = 5


def known_places(of_graph: Iterable[tuple[str, KnownName]]) -> Known:
    """Return the names of places: those of the graph first, then those that the file lists.

    Args:
        of_graph: the places that the graph names.
    """
    listed = (
        (name, KnownName(OTHER, label))
        for label, others in read_words("places")["places"].items()
        for name in (label, *others)
    )
    return Known([*of_graph, *listed])


def place_remarks(prepared: Prepared, known: Known) -> Iterator[Remark]:
    """Yield where an article says that its campaign was made or plays.

    Args:
        prepared: the article.
        known: names of places.
    """
    given = read_words("places")["said"]
    seen: set[tuple[str, int]] = set()
    for sentence in prepared.sentences:
        language = sentence.line.language
        surely, perhaps, triggers = _patterns(language)
        if sentence.line.part not in _PARTS or next(triggers.candidates(sentence.shadow.text), None) is None:
            continue
        if not _about_a_campaign(prepared, sentence):
            continue
        for label, iri, span, sure in _found(prepared, sentence, known, surely, perhaps):
            campaign = campaign_at(prepared, sentence, 0)
            if campaign is None or (folded(label), span.start) in seen:
                continue
            seen.add((folded(label), span.start))
            thing = Thing(given["class"], label, iri)
            fields = (("campaign", campaign), ("featureRelation", given["relation"]), ("featured", thing))
            yield Remark("Feature", fields, span, "place", language, 0.85 if sure else 0.65)


def _about_a_campaign(prepared: Prepared, sentence: Sentence) -> bool:
    grammar = sentence.grammar
    if grammar.campaign.search(sentence.shadow.text):
        return not grammar.doubt.search(sentence.shadow.text)
    elsewhere = grammar.elsewhere.search(sentence.shadow.text)
    return not elsewhere and prepared.campaign


def _found(
    prepared: Prepared,
    sentence: Sentence,
    known: Known,
    surely: Iterable[re.Pattern[str]],
    perhaps: Iterable[re.Pattern[str]],
) -> Iterator[tuple[str, str, Span, bool]]:
    """Yield each place: its name, its IRI in the graph, the words that say so, and whether it is known."""
    text = prepared.article.text
    start, end = sentence.shadow.places[0], sentence.shadow.places[-1]
    marks = list(_marked(text, start, end, known, prepared.mentions[sentence.line.start]))
    shadow = shadow_of(text, start, end, marks)
    if any(mark.sort == PLACE for mark in marks):
        for pattern in surely:
            for match in pattern.finditer(shadow.text):
                mention = shadow.mentions[match.start("L")]
                first = shadow.places[match.start()]
                last = max(mention.end, shadow.places[match.end() - 1] + 1)
                yield mention.label, mention.iri, _shortest(text, first, last, mention), True
    for pattern in perhaps:
        for match in pattern.finditer(shadow.text):
            mention = shadow.mentions[match.start("L")]
            words = mention.label.split()
            if len(words) <= _WORDS_OF_A_PLACE and not _is_somebody(prepared, mention):
                span = _shortest(text, shadow.places[match.start()], mention.end, mention)
                yield mention.label, "", span, False


def _shortest(text: str, first: int, last: int, mention: Mention) -> Span:
    """Return the words that say where, if they are few enough, else the place alone."""
    if count_words(text[first:last]) <= MAX_PHRASE_WORDS:
        return Span(first, last)
    return Span(mention.start, mention.end)


def _is_somebody(prepared: Prepared, mention: Mention) -> bool:
    """Whether the article credits a name somewhere, or the graph knows it, so that it is no place."""
    return bool(mention.iri) or mention.label.split()[-1].casefold() in prepared.common


def _marked(text: str, start: int, end: int, known: Known, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Yield the names of a sentence, the places among them marked as such."""
    places = list(_places(text, start, end, known))
    kept = [
        each
        for each in mentions
        if start <= each.start < end and not any(p.start < each.end and each.start < p.end for p in places)
    ]
    yield from sorted([*places, *kept], key=lambda each: each.start)


def _places(text: str, start: int, end: int, known: Known) -> Iterator[Mention]:
    stretch = text[start:end]
    for found in known.find_uncased(stretch):
        yield Mention(start + found.start, start + found.end, PLACE, found.label, found.iri)
    for found in known.find_cased(text, start, end):
        yield Mention(found.start, found.end, PLACE, found.label, found.iri)


@cache
def _patterns(
    language: str,
) -> tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...], Triggers]:
    given = read_words("places").get(language, {"known": [], "unknown": []})
    stop = read_words("places")["said"]["stop"]
    macros = {
        "{L}": f"(?P<L>{PLACE})",
        "{U}": f"(?P<L>[{PERSON}{SINGLE}])",
        "{any}": rf"(?:(?!\b{any_of(stop)}\b)[^.;!?。]){{0,70}}? ",
        "{B}": HOUSE,
    }
    surely = tuple(re.compile(_filled(text, macros)) for text in given["known"])
    perhaps = tuple(re.compile(_filled(text, macros)) for text in given["unknown"])
    return surely, perhaps, Triggers([each.pattern for each in (*surely, *perhaps)])


def _filled(text: str, macros: Mapping[str, str]) -> str:
    for key, value in macros.items():
        text = text.replace(key, value)
    return text

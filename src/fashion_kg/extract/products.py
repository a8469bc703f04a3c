"""What an article says of products, such as ``the Le City bag``: who shows them, their sort, their past."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from fashion_kg.claims import MAX_PHRASE_WORDS, Text
from fashion_kg.extract import Remark, Span, Thing
from fashion_kg.extract.folding import folded
from fashion_kg.extract.grammars import HOUSE
from fashion_kg.extract.known import Known
from fashion_kg.extract.product_names import FoundProduct, named_again, products_in
from fashion_kg.extract.product_words import PRODUCT, product_events, product_words
from fashion_kg.extract.reading import Prepared, Sentence
from fashion_kg.extract.shadows import Mention, Shadow, shadow_of
from fashion_kg.extract.whose import campaign_at
from fashion_kg.extract.words import read_words
from fashion_kg.sheets.evidence import count_words

_BEFORE_NAME = re.compile(r"(?:[’'‘]s|[’'])?(?: [a-z]+)? ?[“\"„«‘「『]?")
_PARTS = ("headline", "standfirst", "body", "caption")
_MOST = 40  # More products than any campaign shows; a page of names is no article.


def product_remarks(prepared: Prepared, known: Known, people: Iterable[str] = ()) -> Iterator[Remark]:
    """Yield what an article says of products: that a campaign shows them, what sort they are, and of what.

    Args:
        prepared: the article.
        known: names of products of the graph.
        people: names of those who have credits; none of them is a product.
    """
    nobody = {folded(name) for name in people if " " in name}  # One word is too often both.
    found = {id(sentence): list(products_in(prepared, sentence)) for sentence in _sentences(prepared)}
    found = {at: [each for each in some if folded(each.label) not in nobody] for at, some in found.items()}
    every = [each for several in found.values() for each in several]
    labels = {folded(each.label): each.label for each in reversed(every) if each.sure}
    if len(labels) > _MOST:
        return
    for sentence in _sentences(prepared):
        named = [each for each in found[id(sentence)] if each.sure or folded(each.label) in labels]
        named += named_again(prepared, sentence, named, labels, known)
        named.sort(key=lambda each: each.start)
        if named:
            yield from _shown(prepared, sentence, named)
            yield from _told(prepared, sentence, named)


def _sentences(prepared: Prepared) -> Iterator[Sentence]:
    """Yield the sentences to look at: not every language that has a grammar has words for products."""
    spoken = read_words("products")
    for sentence in prepared.sentences:
        if sentence.line.part in _PARTS and sentence.grammar.language in spoken:
            yield sentence


def _shown(prepared: Prepared, sentence: Sentence, named: list[FoundProduct]) -> Iterator[Remark]:
    """Yield that the campaign shows a product, which sort it is, and whose."""
    grammar = sentence.grammar
    campaign = campaign_at(prepared, sentence, 0)
    shows = prepared.campaign and not grammar.elsewhere.search(sentence.shadow.text)
    text = prepared.article.text
    language = sentence.line.language
    given = read_words("products")["said"]
    capitals = product_words(grammar.language).capitals
    for each in named:
        thing = Thing(given["class"], each.label)
        span = Span(each.start, each.end)
        if campaign is not None and shows:
            fields = (("campaign", campaign), ("featureRelation", given["shown"]), ("featured", thing))
            yield Remark("Feature", fields, span, "product", language, 0.75)
        if each.noun:
            value = Text(each.noun if capitals else each.noun.lower(), language)
            yield _claim(thing, given["sort"], value, span, "product-noun", language, 0.85)
        house = _house_before(prepared, sentence, each)
        if house is not None:
            whole = Span(house.start, each.end)
            if count_words(text[whole.start : whole.end]) <= MAX_PHRASE_WORDS:
                brand = Thing(given["maker"], house.label, house.iri)
                yield _claim(thing, given["by"], brand, whole, "house-and-product", language, 0.9)


def _claim(
    thing: Thing, name: str, value: Text | Thing, span: Span, pattern: str, language: str, confidence: float
) -> Remark:
    fields = (("subject", thing), ("property", name), ("value", value))
    return Remark("Claim", fields, span, pattern, language, confidence)


def _house_before(prepared: Prepared, sentence: Sentence, each: FoundProduct) -> Mention | None:
    """Return the house that stands just before a product's name."""
    for mention in prepared.mentions[sentence.line.start]:
        between = prepared.article.text[mention.end : each.start]
        near = mention.end <= each.start and len(between) < 14
        if near and mention.sort == HOUSE and _BEFORE_NAME.fullmatch(between):
            return mention
    return None


def _told(prepared: Prepared, sentence: Sentence, named: list[FoundProduct]) -> Iterator[Remark]:
    """Yield what happened to the products of a sentence, and what they are made of."""
    marks = [Mention(each.start, each.end, PRODUCT, each.label) for each in named]
    shadow = shadow_of(prepared.article.text, sentence.shadow.places[0], sentence.shadow.places[-1], marks)
    for kind, confidence, pattern in product_events():
        for match in pattern.finditer(shadow.text):
            span = _phrase(prepared, shadow, match)
            if span is not None and not sentence.grammar.doubt.search(match[0]):
                year = match.groupdict().get("D")
                fields = (("product", _thing_in(shadow, match)), ("eventKind", kind))
                dated = _place(shadow, match, "D") if year else None
                more = (*fields, ("date", year)) if year else fields
                language = sentence.line.language
                yield Remark("ProductEvent", more, span, "product-event", language, confidence, dated)
    for name, confidence, pattern in product_words(sentence.grammar.language).traits:
        for match in pattern.finditer(shadow.text):
            span = _phrase(prepared, shadow, match)
            where = _place(shadow, match, "M")
            if span is not None:
                value = Text(prepared.article.text[where.start : where.end], sentence.line.language)
                thing = _thing_in(shadow, match)
                yield _claim(thing, name, value, span, "trait", sentence.line.language, confidence)


def _thing_in(shadow: Shadow, match: re.Match[str]) -> Thing:
    """Return the product of a match: of several, the one nearest to the rest of it is the last."""
    at = match.start() + match[0].rfind(PRODUCT)
    return Thing(read_words("products")["said"]["class"], shadow.mentions[at].label)


def _place(shadow: Shadow, match: re.Match[str], group: str) -> Span:
    return Span(shadow.places[match.start(group)], shadow.places[match.end(group) - 1] + 1)


def _phrase(prepared: Prepared, shadow: Shadow, match: re.Match[str]) -> Span | None:
    """Return the words of a match as they stand in the text, unless they are too many for evidence."""
    last = match.end() - 1
    end = shadow.mentions[last].end if last in shadow.mentions else shadow.places[last] + 1
    phrase = prepared.article.text[shadow.places[match.start()] : end]
    start = shadow.places[match.start()] + len(phrase) - len(phrase.lstrip(" ,"))
    return Span(start, end) if count_words(phrase) <= MAX_PHRASE_WORDS else None

"""Products as texts name them, ``the Le City bag``, and what is said of them: ``grammar/products.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from fashion_kg.claims import MAX_PHRASE_WORDS, Text
from fashion_kg.extract import Remark, Span, Thing
from fashion_kg.extract.folding import folded
from fashion_kg.extract.grammars import HOUSE, OTHER
from fashion_kg.extract.known import Known
from fashion_kg.extract.reading import Prepared, Sentence
from fashion_kg.extract.shadows import Mention, Shadow, shadow_of
from fashion_kg.extract.whose import campaign_at
from fashion_kg.extract.words import any_of, read_words
from fashion_kg.sheets.evidence import count_words

PRODUCT = "\ue005"
"""What stands for a product where the patterns about products are tried."""

_PIECE = r"(?:[A-ZÀ-ÖØ-Þ]|\d)\w*(?:[-.’'&+]\w+)*"
_NAME = rf"{_PIECE}(?: {_PIECE}){{0,3}}"
_INSIDE = r"[^“”\"„«»‘「」『』《》〈〉\n]{1,30}"
_MARKS = '“"„«‘「『《〈'
_OPEN, _CLOSE = f"[{_MARKS}]", '[”"“»’」』》〉]'
_ARTICLE = r"(?:(?:the|its|an?|l[eao]|les|l’|il|i|gli|el|los|las|os?|as|die|der|das|den|une?|una|uma?) )?"
_YEAR = r"(?P<D>(?:19|20)\d\d)(?![\ds]|[-–/]\d)"
_BEFORE_NAME = re.compile(r"(?:[’'‘]s|[’'])?(?: [a-z]+)? ?[“\"„«‘「『]?")
_NOTHING: Mapping[str, list[str]] = {"noun": [], "and": [], "patterns": [], "never": []}
_WORDS = re.compile(_PIECE)
_PARTS = ("headline", "standfirst", "body", "caption")
_SHORT = 3  # A shorter name says nothing without its noun.
_WITH_HELP = re.compile(r"(?i)\b(?:with|by|help|thanks|courtesy)\b.*\b(?:from|of)\W*(?:the |its |their )?$")
_MOST = 40  # More products than any campaign shows; a page of names is no article.


@dataclass(frozen=True)
class _Words:
    """What a language brings: nouns, in small letters too, how they stand to names, and what is none."""

    noun: re.Pattern[str]
    small: re.Pattern[str]
    patterns: tuple[re.Pattern[str], ...]
    split: re.Pattern[str]
    never: frozenset[str]
    traits: tuple[tuple[str, float, re.Pattern[str]], ...]


@dataclass(frozen=True)
class _Found:
    """A product in a text.

    Attributes:
        start, end: of its name, with its noun where that stands beside it.
        label: its name.
        noun: the noun, as printed, and empty where there is none.
        sure: whether the words alone tell that it is a product's name.
    """

    start: int
    end: int
    label: str
    noun: str
    sure: bool


def product_remarks(prepared: Prepared, known: Known, people: Iterable[str] = ()) -> Iterator[Remark]:
    """Yield what an article says of products: that a campaign shows them, what sort they are, and of what.

    Args:
        prepared: the article.
        known: names of products of the graph.
        people: names of those who have credits; none of them is a product.
    """
    nobody = {folded(name) for name in people if " " in name}  # One word is too often both.
    found = {id(sentence): list(_products(prepared, sentence)) for sentence in _sentences(prepared)}
    found = {at: [each for each in some if folded(each.label) not in nobody] for at, some in found.items()}
    every = [each for several in found.values() for each in several]
    labels = {folded(each.label): each.label for each in reversed(every) if each.sure}
    if len(labels) > _MOST:
        return
    for sentence in _sentences(prepared):
        named = [each for each in found[id(sentence)] if each.sure or folded(each.label) in labels]
        named += _named_again(prepared, sentence, named, labels, known)
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


# -- which products -----------------------------------------------------------------------------------


def _products(prepared: Prepared, sentence: Sentence) -> Iterator[_Found]:
    """Yield the products that a sentence names together with a noun."""
    words = _words(sentence.grammar.language)
    text = prepared.article.text
    start, end = sentence.shadow.places[0], sentence.shadow.places[-1]
    if not words.small.search(prepared.lower, start, end):
        return
    taken: list[tuple[int, int]] = []
    titled = sentence.grammar.language != "de" and _is_titled(text[start:end])
    for pattern in words.patterns:
        for match in pattern.finditer(text, start, end):
            if "noun" in match.groupdict() and _WITH_HELP.search(text[match.end("noun") : match.start("N")]):
                continue  # "a bag with help from": who has a hand in it.
            pieces = list(_pieces(words, match))
            for at, printed in pieces:
                each = _product(prepared, sentence, words, match, at, printed, listed=len(pieces) > 1)
                if each and not any(first < each.end and each.start < last for first, last in taken):
                    taken.append((each.start, each.end))
                    quoted = any(mark in text[max(0, at - 1) : each.start] for mark in _MARKS)
                    yield each if quoted or not titled else replace(each, sure=False)


def _pieces(words: _Words, match: re.Match[str]) -> Iterator[tuple[int, str]]:
    """Yield each name of a list, with its place in the text."""
    at = match.start("N")
    for separator in words.split.finditer(match["N"]):
        yield at, match["N"][at - match.start("N") : separator.start()]
        at = match.start("N") + separator.end()
    yield at, match["N"][at - match.start("N") :]


def _product(
    prepared: Prepared,
    sentence: Sentence,
    words: _Words,
    match: re.Match[str],
    at: int,
    printed: str,
    *,
    listed: bool,
) -> _Found | None:
    bare = re.sub(rf"^{_ARTICLE}{_OPEN}?|{_CLOSE}$", "", printed)
    start = at + printed.find(bare)
    quoted = bool(re.match(_OPEN, prepared.article.text[max(0, start - 1) : start]))
    start, end = _without_house(prepared, sentence, start, start + len(bare))
    text = prepared.article.text
    behind = "noun" in match.groupdict() and match.start("noun") < start  # Then a capital says enough.
    empty = words.never | (_nobody() if behind or listed else sentence.grammar.names.not_names)
    start, end = _trimmed(text, start, end, words.noun, empty, first=sentence.shadow.places[0])
    label = text[start:end].strip(" -’'")
    if not _may_be_a_name(prepared, sentence, words, start, label, sure=quoted or listed):
        return None
    noun = match.groupdict().get("noun") or ""
    between = text[end : match.start("noun")] if noun else ""
    if noun and end <= match.start("noun") < end + 14 and not words.split.search(between):
        end = match.end("noun")
        named_so = noun[0].isupper() and " " not in label and sentence.grammar.language == "en"
        short = label.isascii() and len(label) < _SHORT
        label = text[start:end] if short or named_so else label
    elif noun and match.end("noun") <= start < match.end("noun") + 4:
        start = match.start("noun")
    return _Found(start, end, label, noun, sure=True)


def _without_house(prepared: Prepared, sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """Return a name's place without the house before it; one behind, as in ``Lady Dior``, belongs to it."""
    for mention in prepared.mentions[sentence.line.start]:
        if mention.sort == HOUSE and mention.start <= start < mention.end <= end:
            rest = re.match(r"(?:[’'‘]s)?\s*", prepared.article.text[mention.end : end])
            start = mention.end + (rest.end() if rest else 0)
    return start, end


@cache
def _nobody() -> frozenset[str]:
    return frozenset(read_words("shared")["not_names"])


@cache
def _elsewhere() -> frozenset[str]:
    """Return the names of places, papers and shows, folded."""
    places = read_words("places")["places"]
    names = (*read_words("shared")["others"], *places, *(name for more in places.values() for name in more))
    return frozenset(map(folded, names))


def _trimmed(
    text: str, start: int, end: int, noun: re.Pattern[str], empty: frozenset[str], first: int
) -> tuple[int, int]:
    """Return a name's place without the words at its ends that begin or end no name."""
    tokens = [(start + each.start(), start + each.end()) for each in _WORDS.finditer(text[start:end])]

    def is_empty(token: tuple[int, int]) -> bool:
        word = re.sub(r"[’']s$", "", text[slice(*token)]).casefold()
        if word in ("le", "la", "les") and token[0] > first:
            return False  # With a capital amid a sentence it belongs to the name.
        return word in empty or bool(noun.fullmatch(word))

    while tokens and is_empty(tokens[0]):
        start = tokens.pop(0)[1]
    while tokens and is_empty(tokens[-1]):
        end = tokens.pop()[0]
    while start < end and text[start] in " -’'":
        start += 1
    while end > start and text[end - 1] in " -’'":
        end -= 1
    return start, end


def _may_be_a_name(
    prepared: Prepared, sentence: Sentence, words: _Words, start: int, label: str, *, sure: bool
) -> bool:
    if not label or label.isdigit() or label.casefold() in words.never or words.noun.fullmatch(label):
        return False
    if sentence.grammar.seasons.search(label) or len(label.split()) > 5:
        return False
    for mention in prepared.mentions[sentence.line.start]:
        known = mention.iri and mention.label == label
        elsewhere = mention.sort == OTHER and folded(mention.label) in _elsewhere()
        if (known or elsewhere) and mention.start <= start < mention.end:
            return False  # A person whom the graph knows, a city, a magazine.
    if sure:
        return True
    first = start == sentence.shadow.places[0]
    single = " " not in label
    return not (single and (first or label.casefold() in prepared.common))


def _is_titled(text: str) -> bool:
    """Whether nearly every word of a line has a capital, as headlines in English do."""
    words = re.findall(r"[^\W\d_]{4,}", text)
    return len(words) > 3 and sum(word[0].isupper() for word in words) > 0.7 * len(words)


def _named_again(
    prepared: Prepared, sentence: Sentence, named: list[_Found], labels: Mapping[str, str], known: Known
) -> Iterator[_Found]:
    """Yield the products that a sentence names without a noun: the article's own, and those of the graph."""
    text = prepared.article.text
    start, end = sentence.shadow.places[0], sentence.shadow.places[-1]
    taken = [(each.start, each.end) for each in named]
    long = [label for label in labels.values() if len(label) > _SHORT]
    again = re.compile(rf"(?<!\w){any_of(map(re.escape, long))}(?!\w)") if long else None
    places = [match.span() for match in again.finditer(text, start, end)] if again else []
    places += _known_products(text, start, end, known)
    for first, last in places:
        if not any(begin < last and first < stop for begin, stop in taken):
            taken.append((first, last))
            yield _Found(first, last, text[first:last], "", sure=True)


def _known_products(text: str, start: int, end: int, known: Known) -> Iterator[tuple[int, int]]:
    for found in known.find_cased(text, start, end):
        if " " in text[found.start : found.end]:  # One word, such as Hourglass, is also just a word.
            yield found.start, found.end


# -- what is said of them ------------------------------------------------------------------------------


def _shown(prepared: Prepared, sentence: Sentence, named: list[_Found]) -> Iterator[Remark]:
    """Yield that the campaign shows a product, which sort it is, and whose."""
    grammar = sentence.grammar
    campaign = campaign_at(prepared, sentence, 0)
    shows = prepared.campaign and not grammar.elsewhere.search(sentence.shadow.text)
    text = prepared.article.text
    language = sentence.line.language
    given = read_words("products")["said"]
    for each in named:
        thing = Thing(given["class"], each.label)
        span = Span(each.start, each.end)
        if campaign is not None and shows:
            fields = (("campaign", campaign), ("featureRelation", given["shown"]), ("featured", thing))
            yield Remark("Feature", fields, span, "product", language, 0.75)
        if each.noun:
            value = Text(each.noun if language == "de" else each.noun.lower(), language)
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


def _house_before(prepared: Prepared, sentence: Sentence, each: _Found) -> Mention | None:
    """Return the house that stands just before a product's name."""
    for mention in prepared.mentions[sentence.line.start]:
        between = prepared.article.text[mention.end : each.start]
        near = mention.end <= each.start and len(between) < 14
        if near and mention.sort == HOUSE and _BEFORE_NAME.fullmatch(between):
            return mention
    return None


def _told(prepared: Prepared, sentence: Sentence, named: list[_Found]) -> Iterator[Remark]:
    """Yield what happened to the products of a sentence, and what they are made of."""
    marks = [Mention(each.start, each.end, PRODUCT, each.label) for each in named]
    shadow = shadow_of(prepared.article.text, sentence.shadow.places[0], sentence.shadow.places[-1], marks)
    for kind, confidence, pattern in _events():
        for match in pattern.finditer(shadow.text):
            span = _phrase(prepared, shadow, match)
            if span is not None and not sentence.grammar.doubt.search(match[0]):
                year = match.groupdict().get("D")
                fields = (("product", _thing_in(shadow, match)), ("eventKind", kind))
                dated = _place(shadow, match, "D") if year else None
                more = (*fields, ("date", year)) if year else fields
                language = sentence.line.language
                yield Remark("ProductEvent", more, span, "product-event", language, confidence, dated)
    for name, confidence, pattern in _words(sentence.grammar.language).traits:
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


# -- the words -----------------------------------------------------------------------------------------


@cache
def _words(language: str) -> _Words:
    given = read_words("products").get(language, _NOTHING)
    noun = rf"(?i:{any_of(given['noun'])})"
    edged = language in ("ja", "ko", "zh")
    spoken = noun if edged else rf"\b{noun}\b"
    joint = rf"(?:, |,? (?:{any_of(given['and'])}) )" if given["and"] else r"(?:、|, )"
    names = rf"(?P<N>{_ARTICLE}{_NAME}(?:{joint}{_ARTICLE}{_NAME}){{0,6}})"
    macros = {
        "noun": f"(?P<noun>{spoken})",
        "names": names if edged else rf"(?<![\w’'-]){names}",
        "name": f"(?P<N>{_NAME})",
        "quoted": f"{_OPEN}(?P<N>{_INSIDE}){_CLOSE}",
        "inquotes": f"{_OPEN}{_INSIDE}{_CLOSE}",
    }
    return _Words(
        noun=re.compile(spoken),
        small=re.compile(spoken.replace("(?i:", "(?:", 1)),
        patterns=tuple(re.compile(_filled(text, macros)) for text in given["patterns"]),
        split=re.compile(joint),
        never=frozenset(given["never"]),
        traits=tuple(_traits(language)),
    )


def _traits(language: str) -> Iterator[tuple[str, float, re.Pattern[str]]]:
    given = read_words("products")
    for trait in given["trait"]:
        before = any_of(trait["before"])
        edge = "" if language in ("ja", "ko", "zh") else r"\b"
        said = rf"(?P<M>(?:{before} ){{0,2}}{any_of(trait['words'].get(language, []))}){edge}"
        for text in given["tied"].get(language, []):
            yield trait["property"], trait["confidence"], re.compile(_filled(text, {"M": said, "P": PRODUCT}))


@cache
def _events() -> tuple[tuple[str, float, re.Pattern[str]], ...]:
    return tuple(
        (event["kind"], event["confidence"], re.compile(_filled(text, {"P": PRODUCT, "D": _YEAR})))
        for event in read_words("products")["event"]
        for text in event["patterns"]
    )


def _filled(text: str, macros: Mapping[str, str]) -> str:
    for key, value in macros.items():
        text = text.replace("{" + key + "}", value)
    return text

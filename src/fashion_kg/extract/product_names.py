"""Which products an article names: by a noun or quotation marks beside the name, and again without."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from fashion_kg.extract.folding import folded
from fashion_kg.extract.grammars import HOUSE, OTHER
from fashion_kg.extract.known import Known
from fashion_kg.extract.product_words import MARKS, PIECE, ProductWords, product_words
from fashion_kg.extract.reading import Prepared, Sentence
from fashion_kg.extract.words import any_of, read_words

_WORDS = re.compile(PIECE)
_SHORT = 3  # A shorter name says nothing without its noun.


@dataclass(frozen=True)
class FoundProduct:
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


def products_in(prepared: Prepared, sentence: Sentence) -> Iterator[FoundProduct]:
    """Yield the products that a sentence names together with a noun."""
    words = product_words(sentence.grammar.language)
    text = prepared.article.text
    start, end = sentence.shadow.places[0], sentence.shadow.places[-1]
    if not words.small.search(prepared.lower, start, end):
        return
    taken: list[tuple[int, int]] = []
    titled = not words.capitals and _is_titled(text[start:end])
    for pattern in words.patterns:
        for match in pattern.finditer(text, start, end):
            between = text[match.end("noun") : match.start("N")] if "noun" in match.groupdict() else ""
            if words.helped.search(between):
                continue  # "a bag with help from": who has a hand in it.
            pieces = list(_pieces(words, match))
            for at, printed in pieces:
                each = _product(prepared, sentence, words, match, at, printed, listed=len(pieces) > 1)
                if each and not any(first < each.end and each.start < last for first, last in taken):
                    taken.append((each.start, each.end))
                    quoted = any(mark in text[max(0, at - 1) : each.start] for mark in MARKS)
                    yield each if quoted or not titled else replace(each, sure=False)


def _pieces(words: ProductWords, match: re.Match[str]) -> Iterator[tuple[int, str]]:
    """Yield each name of a list, with its place in the text."""
    at = match.start("N")
    for separator in words.split.finditer(match["N"]):
        yield at, match["N"][at - match.start("N") : separator.start()]
        at = match.start("N") + separator.end()
    yield at, match["N"][at - match.start("N") :]


def _product(
    prepared: Prepared,
    sentence: Sentence,
    words: ProductWords,
    match: re.Match[str],
    at: int,
    printed: str,
    *,
    listed: bool,
) -> FoundProduct | None:
    bare = words.around.sub("", printed)
    start = at + printed.find(bare)
    quoted = start > 0 and prepared.article.text[start - 1] in MARKS
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
        named_so = noun[0].isupper() and " " not in label and not words.capitals
        short = label.isascii() and len(label) < _SHORT
        label = text[start:end] if short or named_so else label
    elif noun and match.end("noun") <= start < match.end("noun") + 4:
        start = match.start("noun")
    return FoundProduct(start, end, label, noun, sure=True)


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
        if word in read_words("shared")["name_articles"] and token[0] > first:
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
    prepared: Prepared, sentence: Sentence, words: ProductWords, start: int, label: str, *, sure: bool
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


def named_again(
    prepared: Prepared, sentence: Sentence, named: list[FoundProduct], labels: Mapping[str, str], known: Known
) -> Iterator[FoundProduct]:
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
            yield FoundProduct(first, last, text[first:last], "", sure=True)


def _known_products(text: str, start: int, end: int, known: Known) -> Iterator[tuple[int, int]]:
    for found in known.find_cased(text, start, end):
        if " " in text[found.start : found.end]:  # One word, such as Hourglass, is also just a word.
            yield found.start, found.end

"""An article made ready for the rules: its sentences, its names in full, and whose campaign it tells of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from fashion_kg.extract import Article, Line
from fashion_kg.extract.folding import folded
from fashion_kg.extract.grammars import HOUSE, PERSON, SINGLE, Grammar
from fashion_kg.extract.headings import headed_houses, heading_house
from fashion_kg.extract.known import Known, KnownName
from fashion_kg.extract.mentions import find_mentions
from fashion_kg.extract.shadows import Mention, Shadow, listed_houses, shadow_of
from fashion_kg.extract.words import any_of, months, read_words

_DAY = re.compile(r"(?<!\d)\d{1,2}\.$")
_WORD = re.compile(r" (?P<word>[^\W\d_]+)")
_SENTENCE = re.compile(r"(?<=(?<!\.)[.!?])[\"”’'»)]* +(?=[^a-zà-ÿа-яё,;–—-])|(?<=[。！？])")
_ABBREVIATED = re.compile(rf"\b(?:{any_of(read_words('shared')['abbreviations'])}|[A-Z])\.$")
_ADDRESS = re.compile(r"[@#]|www\.|\w\.[a-z]{2,}")
_LOWER = re.compile(r"(?<![\w’'-])[a-zà-ÿĀ-žа-яё]{4,}(?![\w-])")
_NO_CAPITALS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af・·‧• ]{2,}")
_COUNTED_LINES = ("headline", "standfirst", "body")


@dataclass(frozen=True)
class Sentence:
    """A sentence of an article, with the grammar of its language.

    Attributes:
        line: the line in which it stands.
        shadow: the sentence with a character for each name.
        grammar: of its language.
        section: number of the section it belongs to; a heading that names a house begins one.
        number: place among the sentences of the article, from 0.
        campaign: whether it has a word for a campaign.
        article_text: the text of the whole article.
    """

    line: Line
    shadow: Shadow
    grammar: Grammar
    section: int
    number: int
    campaign: bool
    article_text: str = field(repr=False, default="")


@dataclass
class Prepared:
    """What the rules look at.

    Attributes:
        article: the article.
        sentences: all of them, in order.
        mentions: the names in each line.
        section_house: the house whose name heads each section, where one does.
        house: the house that the article is mostly about.
        many: whether it is about several houses, none more than the others together.
        even: whether it is about two houses alike, by how often it names them.
        campaign: whether it has a word for a campaign anywhere.
        people: full names by each of their words, folded; those that are not unique are left out.
        common: the words that it prints in small letters.
        listed: where the houses stand that are named in a row of others, as in ``has worked for A, B and C``.
        asides: where the houses stand that are named in passing: somebody has worked for them before.
        year: in which it was published, else the latest that it names; 0 without one.
    """

    article: Article
    sentences: list[Sentence] = field(default_factory=list)
    mentions: dict[int, list[Mention]] = field(default_factory=dict)
    sections: dict[int, int] = field(default_factory=dict)
    section_house: dict[int, Mention] = field(default_factory=dict)
    house: Mention | None = None
    many: bool = False
    even: bool = False
    campaign: bool = False
    people: Mapping[str, Mention] = field(default_factory=dict)
    common: frozenset[str] = frozenset()
    listed: set[int] = field(default_factory=set)
    year: int = 0
    asides: set[int] = field(default_factory=set)

    @cached_property
    def lower(self) -> str:
        """The text in small letters, of the same length."""
        lower = self.article.text.lower()
        if len(lower) == len(self.article.text):
            return lower
        return "".join(char.lower()[:1] for char in self.article.text)

    @cached_property
    def line_numbers(self) -> Mapping[int, int]:
        """The number of each line, from 0, by where it begins."""
        return {line.start: number for number, line in enumerate(self.article.lines)}

    @cached_property
    def sentences_of(self) -> Mapping[int, list[Sentence]]:
        """The sentences of each line, by where it begins."""
        found: dict[int, list[Sentence]] = defaultdict(list)
        for each in self.sentences:
            found[each.line.start].append(each)
        return found

    def line_at(self, place: int) -> int:
        """Return where the line begins in which a place of the text lies."""
        lines = self.article.lines
        return lines[max(0, bisect_right(lines, place, key=lambda line: line.start) - 1)].start


def prepare(article: Article, grammars: Mapping[str, Grammar], known: Known) -> Prepared:
    """Return an article with its names found; houses that nobody knows are looked for where none is known."""
    common = frozenset(word for line in article.lines for word in _common_words(article.text, line))
    names = known.beside((), common)
    prepared = _look(article, grammars, names)
    again = list(_called_maison(prepared))
    again += [(label, KnownName(HOUSE, label)) for label in _sure_houses(prepared)]
    again += [(label, KnownName(HOUSE, label)) for label in headed_houses(article, prepared.mentions)]
    again += _printed_again(prepared)
    again += _without_titles(prepared)
    again += _family_names(prepared, grammars)
    if again:
        names = known.beside(again, common)
        prepared = _look(article, grammars, names, prepared, [label for label, _ in again])
    houses = any(
        each.sort == HOUSE and each.start not in prepared.asides
        for found in prepared.mentions.values()
        for each in found
    )
    if not houses and not _house_of_a_name(prepared, known) and (unknown := _unknown_house(prepared)):
        more = [(unknown, KnownName(HOUSE, unknown)), *(each for each in again if each[0] != unknown)]
        prepared = _look(article, grammars, known.beside(more, common), prepared, [unknown])
    prepared.house, prepared.many, prepared.even = _main_house(prepared)
    prepared.house = prepared.house or _house_of_a_name(prepared, known)
    prepared.people = _full_names(prepared)
    prepared.common = common
    prepared.year = _year(article)
    return prepared


def _called_maison(prepared: Prepared) -> Iterator[tuple[str, KnownName]]:
    """Yield the names of houses that are called ``Maison N``, and N alone for the same.

    Behind an article it is the common noun with a capital: ``la Maison N``.
    """
    for sentence in prepared.sentences:
        for each in sentence.shadow.mentions.values():
            before = prepared.article.text[max(0, each.start - 24) : each.start]
            word = _maison(sentence.grammar).search(before) if each.sort in (PERSON, SINGLE) else None
            if word and not word["the"]:
                meaning = KnownName(HOUSE, f"{word['maison']} {each.label}")
                yield from ((meaning.label, meaning), (each.label, meaning))


@cache
def _maison(grammar: Grammar) -> re.Pattern[str]:
    """Return what a house calls itself before its name, with an article where it is only the noun for it."""
    maison = any_of(read_words("shared")["maison"])
    return re.compile(rf"(?P<the>(?i:\b{grammar.small('the_maison')}) )?\b(?P<maison>{maison}) $")


def _printed_again(prepared: Prepared) -> Iterator[tuple[str, KnownName]]:
    """Yield the names that a text without capitals prints at least once so that they show to be names."""
    found: dict[tuple[str, str], str] = {}
    for mentions in prepared.mentions.values():
        for each in mentions:
            if each.sort in (PERSON, HOUSE) and not each.iri and _NO_CAPITALS.fullmatch(each.label):
                key = each.label, each.sort
                found[key] = found.get(key, "") or each.gloss
    yield from ((label, KnownName(sort, label, gloss=gloss)) for (label, sort), gloss in found.items())


def _without_titles(prepared: Prepared) -> Iterator[tuple[str, KnownName]]:
    """Yield the full names with which longer ones in the headline end: ``Champion N N``, N N below."""
    above: set[str] = set()
    below: set[str] = set()
    for line in prepared.article.lines:
        people = {
            each.label for each in prepared.mentions[line.start] if each.sort == PERSON and not each.iri
        }
        (above if line.part == "headline" else below).update(people)
    for longer in above - below:
        words = longer.split(" ")
        tails = (" ".join(words[at:]) for at in range(1, len(words) - 1))
        yield from ((tail, KnownName(PERSON, tail)) for tail in tails if tail in below)


def _family_names(prepared: Prepared, grammars: Mapping[str, Grammar]) -> Iterator[tuple[str, KnownName]]:
    """Yield the family names that stand alone for somebody whom a text without capitals names in full."""
    found: dict[str, dict[str, KnownName]] = defaultdict(dict)
    for line in prepared.article.lines:
        family = grammars[line.language].uncased.family
        for each in prepared.mentions[line.start]:
            match = family.match(each.label) if each.sort == PERSON and not each.iri else None
            if match and len(match["n"]) > 1:
                found[match["n"]].setdefault(each.label, KnownName(PERSON, each.label, gloss=each.gloss))
    for name, people in found.items():
        if len(people) == 1:
            yield name, next(iter(people.values()))


def _common_words(text: str, line: Line) -> Iterator[str]:
    """Yield the words in small letters; those of addresses are names all the same: ``lumen.example``."""
    if line.part in _COUNTED_LINES:
        words = (word for word in text[line.start : line.end].split() if not _ADDRESS.search(word))
        yield from _LOWER.findall(" ".join(words))


def _look(
    article: Article,
    grammars: Mapping[str, Grammar],
    names: Known,
    before: Prepared | None = None,
    new: Collection[str] = (),
) -> Prepared:
    """Find the names of an article; at a second look, only in the lines that may have one of the new."""
    prepared = Prepared(article)
    firsts = [label.split()[0].casefold() for label in new]
    section = 0
    for line in article.lines:
        grammar = grammars[line.language]
        printed = article.text[line.start : line.end].casefold() if before else ""
        if before is not None and not any(first in printed for first in firsts):
            found = before.mentions[line.start]
        else:
            found = find_mentions(article.text, line.start, line.end, grammar, names)
        prepared.mentions[line.start] = found
        heading = heading_house(article.text, line, found, grammar)
        if heading is not None:
            section += 1
            prepared.section_house[section] = heading
        prepared.sections[line.start] = section
        for start, end, inside in _cut(article.text, line, found):
            shadow = shadow_of(article.text, start, end, inside)
            # In a headline's capitals a word for a campaign may be taken for a name's.
            campaign = grammar.campaign.search(shadow.text) is not None or (
                line.part == "headline"
                and grammar.campaign.search(article.text[start:end].lower()) is not None
            )
            number = len(prepared.sentences)
            prepared.sentences.append(
                Sentence(line, shadow, grammar, section, number, campaign, article.text)
            )
            prepared.listed.update(listed_houses(shadow, grammar))
            prepared.asides.update(_asides(shadow, grammar))
    prepared.listed |= prepared.asides
    prepared.campaign = any(each.campaign or at_work(each) for each in prepared.sentences)
    return prepared


def at_work(sentence: Sentence) -> bool:
    """Whether a sentence tells of a shoot without a word for a campaign: ``photographed by N``."""
    text, grammar = sentence.shadow.text, sentence.grammar
    counted = sentence.line.part in _COUNTED_LINES
    return counted and bool(grammar.at_work.search(text) and not grammar.elsewhere.search(text))


def _asides(shadow: Shadow, grammar: Grammar) -> Iterator[int]:
    for pattern in grammar.houses.asides:
        for match in pattern.finditer(shadow.text):
            yield from (
                each.start
                for at, each in shadow.mentions.items()
                if match.start() <= at < match.end() and each.sort == HOUSE
            )


def of_another_year(prepared: Prepared, sentence: Sentence) -> bool:
    """Whether a sentence begins with a year long before the article's, or tells of an earlier campaign."""
    if sentence.grammar.earlier.search(sentence.shadow.text):
        return True
    match = _opening_year(sentence.grammar).match(sentence.shadow.text)
    return match is not None and int(match[1]) < prepared.year - 1


@cache
def _opening_year(grammar: Grammar) -> re.Pattern[str]:
    return re.compile(rf"\W*{grammar.small('in_year')}\b(?: [^\W\d]+){{0,2}} ((?:19|20)\d\d)\b")


def _year(article: Article) -> int:
    if article.published:
        return int(article.published[:4])
    return max((int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", article.text)), default=0)


def _cut(text: str, line: Line, mentions: Sequence[Mention]) -> Iterator[tuple[int, int, list[Mention]]]:
    """Yield the sentences of a line: where each begins and ends, and its names. No name is cut."""
    ends = [
        line.start + match.start()
        for match in _SENTENCE.finditer(text[line.start : line.end])
        if not any(each.start < line.start + match.start() < each.end for each in mentions)
        and not _ABBREVIATED.search(
            text, max(line.start, line.start + match.start() - 6), line.start + match.start()
        )
        and not _is_day(text, line.start + match.start())
    ]
    start = line.start
    for end in (*ends, line.end):
        if end > start:
            yield start, end, [each for each in mentions if start <= each.start and each.end <= end]
        start = end


def _is_day(text: str, place: int) -> bool:
    """Whether the full stop before a place belongs to a day of a month: ``zum 1. Juli``."""
    word = _WORD.match(text, place)
    return bool(_DAY.search(text, place - 4, place) and word and word["word"].lower() in months())


def _sure_houses(prepared: Prepared) -> list[str]:
    """Return the names that the words beside them make a house's: ``the jeweller N``."""
    found = [
        _with_partner(sentence, match.start("B"))
        for sentence in prepared.sentences
        for pattern in sentence.grammar.houses.sure
        for match in pattern.finditer(sentence.shadow.text)
    ]
    return list(dict.fromkeys(found))


def _with_partner(sentence: Sentence, at: int) -> str:
    """Return a name that is surely a house's, whole: ``Okafor & Bell``, from either half."""
    mentions, text = sentence.shadow.mentions, sentence.shadow.text
    pair = f"{SINGLE} & {SINGLE}"
    for first in (at, at - 4):
        if first >= 0 and text[first : first + 5] == pair and {first, first + 4} <= mentions.keys():
            return f"{mentions[first].label} & {mentions[first + 4].label}"
    return mentions[at].label


def _unknown_house(prepared: Prepared) -> str:
    """Return the name that the words around it make most likely a house's, or an empty text."""
    votes: Counter[str] = Counter()
    for sentence in prepared.sentences:
        for pattern in sentence.grammar.houses.likely:
            for match in pattern.finditer(sentence.shadow.text):
                named = sentence.shadow.mentions.get(match.start("B"))
                if named is not None and named.sort in (PERSON, SINGLE):
                    votes[named.label] += 3 if sentence.line.part == "headline" else 1
    return votes.most_common(1)[0][0] if votes else ""


def _main_house(prepared: Prepared) -> tuple[Mention | None, bool, bool]:
    votes: Counter[str] = Counter()
    first: dict[str, Mention] = {}
    title = [line.start for line in prepared.article.lines if line.part in ("headline", "standfirst")]
    for start, mentions in prepared.mentions.items():
        for mention in mentions:
            if mention.sort == HOUSE:
                first.setdefault(mention.label, mention)
                votes[mention.label] += 4 if start in title else int(mention.start not in prepared.listed)
    if not votes:
        return None, False, False
    (most, size), *_ = votes.most_common(1)
    others = [count for label, count in votes.items() if label != most]
    even = size in others and not any(
        each.sort == HOUSE for start in title for each in prepared.mentions[start]
    )
    return first[most], len(votes) > 3 and size < sum(votes.values()) / 2, even


def _house_of_a_name(prepared: Prepared, known: Known) -> Mention | None:
    """Return the house after which somebody is called: Donatella Versace works for Versace, mostly."""
    for mentions in prepared.mentions.values():
        for mention in mentions:
            words = mention.label.split()
            if mention.sort == PERSON and len(words) > 1 and known.kind_of(words[-1]) == HOUSE:
                return Mention(mention.end - len(words[-1]), mention.end, HOUSE, words[-1])
    return None


def _full_names(prepared: Prepared) -> dict[str, Mention]:
    found: dict[str, set[str]] = defaultdict(set)
    first: dict[str, Mention] = {}
    for mentions in prepared.mentions.values():
        for mention in mentions:
            if mention.sort == PERSON and re.search(r"[\s・·･]", mention.label) and "&" not in mention.label:
                words = re.split(r"[\s・·･]+", mention.label)
                key = folded(mention.label)
                kept = first.setdefault(key, mention)
                if mention.gloss and not kept.gloss:
                    first[key] = mention
                for word in (words[0], words[-1], *words[1:-1]):
                    found[folded(word)].add(key)
    shortest = {word: min(keys, key=len) for word, keys in found.items()}  # "Mina Okafor Talks" is one more.
    return {word: first[key] for word, key in shortest.items() if all(key in other for other in found[word])}

"""An article made ready for the rules: its sentences, its names in full, and whose campaign it tells of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from fashion_kg.extract import Article, Campaign, Line, Name, Span
from fashion_kg.extract.folding import folded
from fashion_kg.extract.grammars import HOUSE, PERSON, SINGLE, Grammar
from fashion_kg.extract.known import Known, KnownName
from fashion_kg.extract.mentions import Mention, Shadow, find_mentions, shadow_of

_SENTENCE = re.compile(r"(?<=(?<!\.)[.!?])[\"”’'»)]* +(?=[^a-zà-ÿ,;–—-])|(?<=[。！？])")
_ABBREVIATED = re.compile(r"(?:\b(?:St|Mr|Ms|Dr|Jr|vs|Co|Inc|feat|ph)|\b[A-Z])\.$")
_LOWER = re.compile(r"(?<![\w’'-])[a-zà-ÿ]{4,}(?![\w-])")
_COUNTED_LINES = ("headline", "standfirst", "body")


@dataclass(frozen=True)
class Sentence:
    """A sentence of an article, with the grammar of its language.

    Attributes:
        line: the line in which it stands.
        shadow: the sentence with a character for each name.
        grammar: of its language.
        section: number of the section it belongs to; a heading that names a house begins one.
        article_text: the text of the whole article.
    """

    line: Line
    shadow: Shadow
    grammar: Grammar
    section: int
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
        people: full names by each of their words, folded; those that are not unique are left out.
        common: the words that it prints in small letters.
    """

    article: Article
    sentences: list[Sentence] = field(default_factory=list)
    mentions: dict[int, list[Mention]] = field(default_factory=dict)
    sections: dict[int, int] = field(default_factory=dict)
    section_house: dict[int, Mention] = field(default_factory=dict)
    house: Mention | None = None
    many: bool = False
    people: Mapping[str, Mention] = field(default_factory=dict)
    common: frozenset[str] = frozenset()
    _campaigns: dict[str, bool] = field(default_factory=dict)

    @cached_property
    def lower(self) -> str:
        """The text in small letters."""
        return self.article.text.lower()

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

    def tells_of_a_campaign(self, grammar: Grammar) -> bool:
        """Whether any sentence has a word for a campaign, in the words of one language."""
        if grammar.language not in self._campaigns:
            self._campaigns[grammar.language] = any(
                grammar.campaign.search(each.shadow.text) for each in self.sentences
            )
        return self._campaigns[grammar.language]


def prepare(article: Article, grammars: Mapping[str, Grammar], known: Known) -> Prepared:
    """Return an article with its names found; houses that nobody knows are looked for where none is known."""
    common = frozenset(word for line in article.lines for word in _common_words(article.text, line))
    names = known.beside((), common)
    prepared = _look(article, grammars, names)
    houses = any(each.sort == HOUSE for found in prepared.mentions.values() for each in found)
    if not houses and not _house_of_a_name(prepared, known) and (unknown := _unknown_house(prepared)):
        more = [(unknown, KnownName(HOUSE, unknown))]
        prepared = _look(article, grammars, known.beside(more, common), prepared, unknown)
    prepared.house, prepared.many = _main_house(prepared)
    prepared.house = prepared.house or _house_of_a_name(prepared, known)
    prepared.people = _full_names(prepared)
    prepared.common = common
    return prepared


def _common_words(text: str, line: Line) -> Iterator[str]:
    if line.part in _COUNTED_LINES:
        yield from _LOWER.findall(text[line.start : line.end])


def _look(
    article: Article,
    grammars: Mapping[str, Grammar],
    names: Known,
    before: Prepared | None = None,
    new: str = "",
) -> Prepared:
    """Find the names of an article; at a second look, only in the lines that may have the new one."""
    prepared = Prepared(article)
    first = new.split()[0].casefold() if new else ""
    section = 0
    for line in article.lines:
        grammar = grammars[line.language]
        if before is not None and first not in article.text[line.start : line.end].casefold():
            found = before.mentions[line.start]
        else:
            found = find_mentions(article.text, line.start, line.end, grammar, names)
        prepared.mentions[line.start] = found
        heading = _heading(article.text, line, found)
        if heading is not None:
            section += 1
            prepared.section_house[section] = heading
        prepared.sections[line.start] = section
        for start, end, inside in _cut(article.text, line, found):
            prepared.sentences.append(
                Sentence(line, shadow_of(article.text, start, end, inside), grammar, section, article.text)
            )
    return prepared


def _cut(text: str, line: Line, mentions: Sequence[Mention]) -> Iterator[tuple[int, int, list[Mention]]]:
    """Yield the sentences of a line: where each begins and ends, and its names. No name is cut."""
    ends = [
        line.start + match.start()
        for match in _SENTENCE.finditer(text[line.start : line.end])
        if not any(each.start < line.start + match.start() < each.end for each in mentions)
        and not _ABBREVIATED.search(
            text, max(line.start, line.start + match.start() - 6), line.start + match.start()
        )
    ]
    start = line.start
    for end in (*ends, line.end):
        if end > start:
            yield start, end, [each for each in mentions if start <= each.start and each.end <= end]
        start = end


def _heading(text: str, line: Line, mentions: Sequence[Mention]) -> Mention | None:
    """Return the house whose name is all, or nearly all, that a short line says."""
    whole = text[line.start : line.end]
    if (
        len(whole) > 110
        or line.part in ("tag", "byline", "credits", "caption")
        or re.search(r"[.!?:;,。]$", whole)
    ):
        return None
    houses = [each for each in mentions if each.sort == HOUSE]
    if len(houses) != 1:
        return None
    if len(whole.split()) > 3 and len(whole) > 24:
        return houses[0]
    rest = text[line.start : houses[0].start] + text[houses[0].end : line.end]
    rest = re.sub(
        r"[(（][^()]*[)）]|(?:19|20)\d\d|\b(?:spring|summer|fall|autumn|winter|s/s|f/w|a/w|aw\d\d|ss\d\d)\b",
        "",
        rest,
        flags=re.I,
    )
    if len(re.findall(r"\w", rest)) <= 3:
        return houses[0]
    return None


def _unknown_house(prepared: Prepared) -> str:
    """Return the name that the words around it make most likely a house's, or an empty text."""
    votes: Counter[str] = Counter()
    for sentence in prepared.sentences:
        for pattern in sentence.grammar.houses:
            for match in pattern.finditer(sentence.shadow.text):
                named = sentence.shadow.mentions.get(match.start("B"))
                if named is not None and named.sort in (PERSON, SINGLE):
                    votes[named.label] += 3 if sentence.line.part == "headline" else 1
    return votes.most_common(1)[0][0] if votes else ""


def _main_house(prepared: Prepared) -> tuple[Mention | None, bool]:
    votes: Counter[str] = Counter()
    first: dict[str, Mention] = {}
    title = [line.start for line in prepared.article.lines if line.part in ("headline", "standfirst")]
    for start, mentions in prepared.mentions.items():
        for mention in mentions:
            if mention.sort == HOUSE:
                first.setdefault(mention.label, mention)
                votes[mention.label] += 4 if start in title else 1
    if not votes:
        return None, False
    (most, size), *_ = votes.most_common(1)
    return first[most], len(votes) > 3 and size < sum(votes.values()) / 2


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
    return {word: first[next(iter(keys))] for word, keys in found.items() if len(keys) == 1}


# -- whose campaign ---------------------------------------------------------------------------------


def campaign_at(
    prepared: Prepared,
    sentence: Sentence,
    place: int,
    house: Mention | None = None,
    agents: Collection[int] = (),
) -> Campaign | None:
    """Return the campaign that words at a place of a sentence are about; None where no house is named.

    The house is the one that the phrase itself names; else the one beside a word for campaign in the
    sentence; else the nearest; else the one that heads the section, the last one named before in the
    paragraph, or the one that the article is about.
    """
    text, mentions = sentence.shadow.text, sentence.shadow.mentions
    if house is None:
        at = _house_in(sentence, place, agents)
        house = mentions[at] if at is not None else None
    if house is None:
        house = _before(prepared, sentence) or prepared.section_house.get(sentence.section)
        house = house or _just_before(prepared, sentence) or prepared.house
    if house is None:
        return None
    season = sentence.grammar.seasons.search(text)
    printed, span = "", None
    if season:
        places = sentence.shadow.places
        span = Span(places[season.start()], places[season.end() - 1] + 1)
        printed = season[0].strip()
    return Campaign(Name(house.label, house.iri), printed, Span(house.start, house.end), span)


def _just_before(prepared: Prepared, sentence: Sentence) -> Mention | None:
    """Return, in an article about several houses, the one named last in the two paragraphs before."""
    if not prepared.many:
        return None
    at = prepared.line_numbers[sentence.line.start]
    above = prepared.article.lines[max(0, at - 2) : at]
    named = [each for line in above for each in prepared.mentions[line.start] if each.sort == HOUSE]
    return named[-1] if named else None


def _house_in(sentence: Sentence, place: int, agents: Collection[int]) -> int | None:
    text = sentence.shadow.text
    found = sentence.shadow.mentions.items()
    houses = [at for at, each in found if each.sort == HOUSE and each.start not in agents]
    if not houses:
        return None
    words = [match.span() for match in sentence.grammar.campaign.finditer(text)]

    def distance(at: int) -> float:
        near = min((abs(at - end) if at > start else abs(start - at) for start, end in words), default=80)
        return abs(at - place) + (0 if near < 32 else 60) + (60 if at > place else 0)

    best = min(houses, key=distance)
    return best if best < place or distance(best) < 150 else None


def _before(prepared: Prepared, sentence: Sentence) -> Mention | None:
    """Return the house named last before a sentence, in its line."""
    last: Mention | None = None
    for each in prepared.sentences_of[sentence.line.start]:
        if each.shadow.places[0] >= sentence.shadow.places[0]:
            break
        for mention in each.shadow.mentions.values():
            if mention.sort == HOUSE:
                last = mention
    return last

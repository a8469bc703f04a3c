"""Which campaign an article tells of: what it is called, and for which season, for all that is said of it.

A title and a season are printed once, and meant throughout. So they are looked for in the whole article and
then belong to every statement about that house's campaign, unless the article tells of several.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from fashion_kg.extract import Campaign, Proposal, Remark, Span, Thing
from fashion_kg.extract.folding import folded
from fashion_kg.extract.grammars import HOUSE, TITLE
from fashion_kg.extract.reading import Prepared, Sentence
from fashion_kg.extract.seasons import are_one, season_named
from fashion_kg.extract.shadows import Shadow, shadow_of
from fashion_kg.extract.triggers import Triggers
from fashion_kg.extract.whose import campaign_at
from fashion_kg.extract.words import any_of, read_words

_MOST_WORDS = 7
_NEAR = 48  # So many characters may stand between a season and the word for the campaign.
_SPEECH = re.compile(r"[.!?,;:…]$|[.!?] ")
_CAPITAL = r"[A-ZÀ-Þ\d][\w’'&-]*"
_NOTHING: Mapping[str, list[str]] = {"campaign": [], "patterns": []}
_READ = ("headline", "standfirst", "body", "caption")


@dataclass(frozen=True)
class _Printed:
    """A title or a season as printed, and where; of a title, the usual name of the season beside it."""

    text: str
    where: Span
    line: int
    part: str
    season: str = ""


class Campaigns:
    """What an article calls its campaigns, and their seasons, house by house."""

    def __init__(self, prepared: Prepared) -> None:
        self._lines = prepared.line_numbers
        self._prepared = prepared
        self.titles: dict[str, list[_Printed]] = defaultdict(list)
        self.seasons: dict[str, dict[str, _Printed]] = defaultdict(dict)
        for sentence in prepared.sentences:
            if sentence.line.part in _READ:
                self._look(prepared, sentence)

    def _look(self, prepared: Prepared, sentence: Sentence) -> None:
        found = _season(sentence)
        name = season_named(found[0]) if found else ""
        for label, where in _titles(sentence):
            campaign = campaign_at(prepared, sentence, bisect_left(sentence.shadow.places, where.start))
            if campaign is not None:
                printed = _Printed(label, where, sentence.line.start, sentence.line.part, name)
                self.titles[folded(campaign.house.label)].append(printed)
        campaign = campaign_at(prepared, sentence, 0) if found and name else None
        if found and campaign is not None:
            seasons = self.seasons[folded(campaign.house.label)]
            if not any(are_one(name, each) for each in seasons):
                seasons[name] = _Printed(*found, sentence.line.start, sentence.line.part)

    def settled(self, said: Iterable[Proposal | Remark]) -> Iterator[Proposal | Remark]:
        """Yield statements with the title and the season of the campaign that they are about."""
        every = list(said)
        alone = _only_seasons(every)
        for each in every:
            if isinstance(each, Proposal):
                campaign = self._settle(each.campaign, each.span, alone)
                yield each if campaign is each.campaign else replace(each, campaign=campaign)
            else:  # A bag may have come with another season than that of the campaign which shows it.
                fields = tuple(
                    (name, self._settle(replace(value, season="", season_where=None), each.span, alone))
                    if isinstance(value, Campaign)
                    else (name, value)
                    for name, value in each.fields
                )
                yield replace(each, fields=fields)

    def _settle(self, campaign: Campaign, span: Span, alone: Mapping[str, Campaign]) -> Campaign:
        house = folded(campaign.house.label)
        titles = self._titles_of(house, season_named(campaign.season))
        if len(titles) > 1:
            line = self._prepared.line_at(span.start)
            titles = [each for each in titles if each.line == line]
        if len(titles) == 1:
            (title,) = titles
            campaign = replace(campaign, title=title.text, title_where=title.where)
            return self._with_season(campaign, house, alone, title.season)
        return self._with_season(campaign, house, alone)

    def _titles_of(self, house: str, season: str) -> list[_Printed]:
        """Return the titles that a house's campaign of a season may have: its own, else those without one."""
        printed = sorted(self.titles.get(house, []), key=lambda each: -len(each.text))
        titles: dict[str, _Printed] = {}
        # The shortest of one title stays, with the season that any of them has beside it.
        for each in printed:
            key = folded(_core(each.text))
            titles[key] = replace(each, season=each.season or titles.get(key, each).season)
        if not season:
            return list(titles.values())
        own = [each for each in titles.values() if each.season and are_one(each.season, season)]
        return own or [each for each in titles.values() if not each.season]

    def _with_season(
        self, campaign: Campaign, house: str, alone: Mapping[str, Campaign], titled: str = ""
    ) -> Campaign:
        seasons = self.seasons.get(house, {})
        own = season_named(campaign.season) or titled
        same = next((each for name, each in seasons.items() if own and are_one(own, name)), None)
        if same is not None and season_named(campaign.season) != season_named(same.text):
            return replace(campaign, season=same.text, season_where=same.where)
        if len(seasons) == 1 and not any(are_one(own, each) for each in seasons):
            (season,) = seasons.values()
            return replace(campaign, season=season.text, season_where=season.where)
        if own or len(seasons) > 1:
            main = None if own else _main(seasons)
            return replace(campaign, season=main.text, season_where=main.where) if main else campaign
        if found := alone.get(house):
            return replace(campaign, season=found.season, season_where=found.season_where)
        return campaign


def _main(seasons: Mapping[str, _Printed]) -> _Printed | None:
    """Return the season that an article is about: the headline's, else the first, if the others are older."""
    heading = [each for each in seasons.values() if each.part == "headline"]
    if heading:
        return heading[0] if len(heading) == 1 else None
    first, *others = (int(name.rpartition(" ")[2][:4]) for name in seasons)
    return next(iter(seasons.values())) if first > max(others) else None


def _only_seasons(said: Iterable[Proposal | Remark]) -> dict[str, Campaign]:
    """Return, for each house whose statements name one season only, a campaign with that season."""
    found: dict[str, dict[str, Campaign]] = defaultdict(dict)
    for each in said:
        about = isinstance(each, Proposal) and each.kind == "Credit"
        if isinstance(each, Proposal) and about and (name := season_named(each.campaign.season)):
            found[folded(each.campaign.house.label)].setdefault(name, each.campaign)
    return {house: next(iter(names.values())) for house, names in found.items() if len(names) == 1}


def collection_remarks(prepared: Prepared) -> Iterator[Remark]:
    """Yield which collection a campaign advertises, where the season's name says more than the season."""
    collections = _collections()
    if not any(pattern.search(prepared.lower) for pattern in collections.values()):
        return
    for sentence in prepared.sentences:
        found = _season(sentence)
        campaign = campaign_at(prepared, sentence, 0) if found else None
        name = season_named(found[0]) if found else ""
        if campaign is None or not name or found is None:
            continue
        for label, pattern in collections.items():
            match = pattern.search(sentence.shadow.text)
            if match:
                start = sentence.shadow.places[match.start()]
                where = Span(start, start + len(match[0]))
                thing = Thing("Collection", f"{campaign.house.label} {name} {label}")
                fields = (("subject", campaign), ("property", "collection"), ("value", thing))
                yield Remark("Claim", fields, where, "collection", sentence.line.language, 0.75)


@cache
def _collections() -> Mapping[str, re.Pattern[str]]:
    given = read_words("titles")["collections"]
    return {label: re.compile(any_of(words)) for label, words in given.items()}


@cache
def _what_has_titles() -> frozenset[str]:
    given = (words.get("titled", ()) for words in read_words("titles").values())
    return frozenset(word for words in given for word in words)


def _core(title: str) -> str:
    """Return a title without the word for what it is the title of: ``Closet Campaign`` is ``Closet``."""
    words = title.split()
    while len(words) > 1 and words[-1].casefold() in _what_has_titles():
        words.pop()
    return " ".join(words)


# -- titles -------------------------------------------------------------------------------------------


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], ...], Triggers]:
    given = read_words("titles").get(language, _NOTHING)
    rest = rf"{TITLE}|[^\s,.;:{HOUSE}{TITLE}][^,.;:{HOUSE}{TITLE}]{{0,60}}"
    macros = {
        "{T}": f"(?P<X>{TITLE})",
        "{X}": f"(?P<X>{rest})",
        "{B}": HOUSE,
        "{c}": any_of(given["campaign"]),
    }
    patterns = []
    for text in given["patterns"]:
        filled = text
        for key, value in macros.items():
            filled = filled.replace(key, value)
        patterns.append(re.compile(filled))
    return tuple(patterns), Triggers([each.pattern for each in patterns])


def _titles(sentence: Sentence) -> Iterator[tuple[str, Span]]:
    """Yield the titles that a sentence gives a campaign, and where each stands."""
    patterns, triggers = _patterns(sentence.grammar.language)
    given = sentence.shadow
    start, end = given.places[0], given.places[-1]
    if not _campaign_words(sentence.grammar.language).search(sentence.article_text[start:end].lower()):
        return
    marks = [each for each in given.mentions.values() if each.sort in (HOUSE, TITLE)]
    shadow = shadow_of(sentence.article_text, start, end, marks)  # German writes every noun as a name.
    for number in triggers.candidates(shadow.text):
        for match in patterns[number].finditer(shadow.text):
            if found := _title(sentence, shadow, match.start("X"), match.end("X")):
                yield found


def _title(sentence: Sentence, shadow: Shadow, start: int, end: int) -> tuple[str, Span] | None:
    mention = shadow.mentions.get(start)
    if mention is not None and mention.sort == TITLE:
        label, where = mention.label.strip(), Span(mention.start, mention.end)
    else:
        printed = sentence.article_text[shadow.places[start] : shadow.places[end]]
        small = sentence.grammar.small("in_titles")
        match = re.match(rf"{_CAPITAL}(?: (?:{_CAPITAL}|{small}\b))*", printed)
        if match is None or " " not in match[0]:
            return None
        label = re.sub(rf"(?: {small}\b)+$", "", match[0])
        where = Span(shadow.places[start], shadow.places[start] + len(label))
    if not label or _SPEECH.search(label) or len(label.split()) > _MOST_WORDS or len(label) > 60:
        return None
    if label[0].islower() and label.isascii() and " " not in label:
        return None
    if sentence.grammar.seasons.search(label) or sentence.grammar.campaign.fullmatch(label.casefold()):
        return None
    return label, where


# -- seasons ------------------------------------------------------------------------------------------


def _season(sentence: Sentence) -> tuple[str, Span] | None:
    """Return the season that a sentence names beside a word for a campaign."""
    text = sentence.shadow.text
    for mention in sentence.shadow.mentions.values():  # It may stand in quotation marks.
        season = sentence.grammar.seasons.search(mention.label) if mention.sort == TITLE else None
        inside = sentence.article_text.find(season[0], mention.start, mention.end) if season else -1
        if season and inside >= 0 and _campaign_words(sentence.grammar.language).search(text):
            return season[0].strip(), Span(inside, inside + len(season[0]))
    for season in sentence.grammar.seasons.finditer(text):
        first, last = max(0, season.start() - _NEAR), season.end() + _NEAR
        if _campaign_words(sentence.grammar.language).search(text, first, last):
            places = sentence.shadow.places
            where = Span(places[season.start()], places[season.end() - 1] + 1)
            return season[0].strip(), where
    return None


@cache
def _campaign_words(language: str) -> re.Pattern[str]:
    return re.compile(any_of(read_words("titles").get(language, _NOTHING)["campaign"]))

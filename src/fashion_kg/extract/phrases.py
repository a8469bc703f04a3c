"""Prose: what a sentence says of who did what, by the phrases of its language's grammar."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from fashion_kg.claims import MAX_PHRASE_WORDS
from fashion_kg.extract import Span
from fashion_kg.extract.agents import AGENTS, duos, lent, listed
from fashion_kg.extract.grammars import HOUSE, PERSON, SINGLE, Grammar, Phrase
from fashion_kg.extract.reading import Prepared, Sentence, at_work, of_another_year
from fashion_kg.extract.shadows import Mention
from fashion_kg.sheets.evidence import count_words

_TRAILING = re.compile(r"[\s,;]+$")
_LONGEST, _MOST_NAMES, _MOST_HOUSES = 2500, 120, 40
_AFTERWARDS = re.compile(r"[^.;]{0,90}")
_SOON_AFTER = re.compile(rf"[^{PERSON}{SINGLE},.;、，。；]{{0,30}}")
_BEFOREHAND = re.compile(rf"[^{PERSON}{SINGLE},.;、，。；]*$")
_UNCASED_CLAUSES = re.compile("[,，、]")


class _SmallWords(NamedTuple):
    """What a language's small words tell of a phrase.

    Attributes:
        leading: what it may open with that is no part of the evidence.
        clauses: where a clause of its own begins.
        row: houses of a row: ``for N, N (again) and N``.
        respectively: that each name of a list goes with one house of such a row.
    """

    leading: re.Pattern[str]
    clauses: re.Pattern[str]
    row: re.Pattern[str]
    respectively: re.Pattern[str]


@cache
def _small_words(grammar: Grammar) -> _SmallWords:
    small = grammar.small
    house = rf"{HOUSE}(?: {SINGLE})?(?: ?[(][^()]{{1,60}}[)])?"
    return _SmallWords(
        leading=re.compile(rf"(?:[\s,;.、·–—-]+|(?:{small('and', 'with')}|&)\s+)*"),
        clauses=re.compile(rf", (?!{small('goes_on')}\b)"),
        row=re.compile(
            rf"{house}(?:, {house})*(?:(?: {small('and')}|,) {HOUSE}(?=[).]|$)| {small('and')} {HOUSE})"
        ),
        respectively=re.compile(rf"[^.;]{{0,160}}\b{small('respectively')}\b"),
    )


@dataclass(frozen=True)
class Said:
    """One agent of one phrase.

    Attributes:
        phrase: the phrase.
        sentence: where it stands.
        mention: the agent's name.
        members: the mentions of a duo's halves.
        span: the words that say so.
        house: the house that the phrase itself names, or None.
        position: place in a list of several, from 1.
        described: whether a word before the name says what the person is.
        surname: the family name that the next name of the list lends to this one.
        roles: what the agent did, as narrowly as the words say.
    """

    phrase: Phrase
    sentence: Sentence
    mention: Mention
    members: tuple[Mention, ...]
    span: Span
    house: Mention | None
    position: int | None
    described: bool
    surname: str = ""
    roles: tuple[str, ...] = ()


def said_in(prepared: Prepared, sentence: Sentence, *, past: bool = False) -> Iterator[Said]:
    """Yield what a sentence says, phrase by phrase; what it doubts or denies is left out.

    Args:
        prepared: the article.
        sentence: a sentence of it.
        past: yield only who held an office, also where that is over.
    """
    shadow, grammar = sentence.shadow, sentence.grammar
    if not any(mark in shadow.text for mark in (PERSON, SINGLE, HOUSE)) or _is_no_sentence(shadow.text):
        return
    another_year = of_another_year(prepared, sentence)
    for number in grammar.triggers.candidates(shadow.text):
        phrase = grammar.phrases[number]
        if another_year and not phrase.bare:
            continue
        if past and phrase.kind != "Tenure":
            continue
        if not _is_at_home(prepared, sentence, phrase):
            continue
        for match in phrase.pattern.finditer(shadow.text):
            if not match["A"] or (not past and _doubted(sentence, match, phrase)):
                continue
            if not phrase.bare and not _of_a_campaign(prepared, sentence, phrase):
                continue
            yield from _each_house(sentence, phrase, match)


def _each_house(sentence: Sentence, phrase: Phrase, match: re.Match[str]) -> Iterator[Said]:
    """Yield the agents of a phrase for each house that it names; those of ``respectively`` each for one."""
    respectively = _small_words(sentence.grammar).respectively
    houses = list(_houses(sentence, match, phrase))
    said = [list(_agents(sentence, phrase, match, house)) for house in houses]
    if len(houses) < 2 or not respectively.match(sentence.shadow.text, match.end()):
        yield from itertools.chain.from_iterable(said)
    elif all(len(every) == len(houses) for every in said):
        yield from (every[at] for at, every in enumerate(said))


def surest(every: Iterable[Said]) -> Iterator[Said]:
    """Yield what a sentence says, without what another phrase says of the same name and a house it names."""
    found = list(every)
    sure = {(each.phrase.kind, each.mention.start) for each in found if each.house}
    same = {(each.roles, each.mention.start) for each in found if each.house}
    for each in found:
        bare = each.phrase.bare and (each.phrase.kind, each.mention.start) in sure
        if each.house or not (bare or (each.roles, each.mention.start) in same):
            yield each


def _houses(sentence: Sentence, match: re.Match[str], phrase: Phrase) -> Iterator[Mention | None]:
    """Yield the house of a phrase, and those in a row with it, ``for N, N (again) and N``; else None."""
    if "B" not in match.groupdict() or not match["B"]:
        yield None
        return
    shadow, small = sentence.shadow, _small_words(sentence.grammar)
    at = match.start("B")
    yield shadow.mentions.get(at)
    each = phrase.kind == "Credit" or small.respectively.match(shadow.text, at)
    row = small.row.match(shadow.text, at) if each else None
    if row and not at < match.start("A") < row.end():
        places = range(at + 1, row.end())
        yield from (shadow.mentions[place] for place in places if shadow.text[place] == HOUSE)


def _is_at_home(prepared: Prepared, sentence: Sentence, phrase: Phrase) -> bool:
    """Whether the article and the sentence have the words without which a phrase means something else."""
    if phrase.article and not phrase.article.search(prepared.lower):
        return False
    return all(not words or words.search(sentence.shadow.text) for words in (phrase.within, phrase.hint))


def _is_no_sentence(text: str) -> bool:
    """Whether a stretch of text is so long, or so full of names, that it can only be a list or rubbish."""
    names = sum(map(text.count, AGENTS))
    return len(text) > _LONGEST or names > _MOST_NAMES or text.count(HOUSE) > _MOST_HOUSES


def _doubted(sentence: Sentence, match: re.Match[str], phrase: Phrase) -> bool:
    """Whether the words before an agent, or those of the phrase itself, deny it or put it in the past.

    Of somebody's place in a house, what is said right after counts as well: "designer N, who left the house".
    """
    text = sentence.shadow.text
    before = max(0, match.start() - 45, text.rfind(";", 0, match.start()))
    if phrase.near == "article" and not phrase.bare:  # A clause of its own; an apposition is none.
        cased = sentence.grammar.cased
        clauses = _small_words(sentence.grammar).clauses if cased else _UNCASED_CLAUSES
        commas = [comma.start() for comma in clauses.finditer(text, before, match.start())]
        before = commas[-1] if commas else before
    if not phrase.inside:
        return bool(phrase.doubt.search(text, before, match.start()))
    after = _AFTERWARDS.match(text, match.end()) if phrase.kind == "Tenure" else None
    if after and sentence.grammar.departs.search(after[0]):
        return True
    if phrase.cast:  # "stars the former runner N": that says who N is.
        apart = phrase.doubt.search(text, match.end("A"), match.end())
        return bool(apart or phrase.doubt.search(text, before, match.start("A")))
    return bool(phrase.doubt.search(text, before, match.end()))


def _narrowed(sentence: Sentence, match: re.Match[str], phrase: Phrase) -> tuple[str, ...]:
    """Return the roles of a phrase, each as narrow as its own words and those beside it say."""
    text = sentence.shadow.text
    before = _BEFOREHAND.search(text, max(0, match.start() - 40), match.start())
    after = _SOON_AFTER.match(text, match.end())
    said = (before[0] if before else "") + match[0] + (after[0] if after else "")
    return tuple(
        next((kind for kind, words in sentence.grammar.narrower.get(role, ()) if words.search(said)), role)
        for role in phrase.roles
    )


def _of_a_campaign(prepared: Prepared, sentence: Sentence, phrase: Phrase) -> bool:
    if sentence.campaign:
        return True
    near = "around" if phrase.near == "sentence" and _headed(prepared) else phrase.near
    if near in ("sentence", "itself") or sentence.grammar.elsewhere.search(sentence.shadow.text):
        return False
    if near == "around":
        beside = prepared.sentences[max(0, sentence.number - 2) : sentence.number + 2]
        return any(each.campaign or at_work(each) for each in beside) or _headed(prepared)
    return prepared.campaign


def _headed(prepared: Prepared) -> bool:
    """Whether a heading, or how the article begins, says that it is about campaigns."""
    above = [each for each in prepared.sentences[:4] if each.line.part in ("headline", "standfirst")]
    return any(each.campaign for each in (*above, *prepared.sentences[len(above) : len(above) + 1]))


def _agents(
    sentence: Sentence, phrase: Phrase, match: re.Match[str], house: Mention | None
) -> Iterator[Said]:
    shadow = sentence.shadow
    found = listed(sentence, phrase, match)
    pairs = duos(sentence, found, match)
    for number, (start, at, mention) in enumerate(found, 1):
        if (number - 1) in pairs and (number - 2) in pairs and pairs[number - 2] == number - 1:
            continue
        other = pairs.get(number - 1)
        members: tuple[Mention, ...] = ()
        last = at
        if other is not None:
            last = found[other][1]
            members = (mention, found[other][2])
        described = at > start and bool(shadow.text[start:at].strip())
        yield Said(
            phrase,
            sentence,
            mention,
            members,
            _span(sentence, match, start, last, number == 1),
            house,
            number if len(found) > 1 else None,
            described,
            lent(sentence, found, number - 1),
            _narrowed(sentence, match, phrase),
        )


def _span_of_stand_in(sentence: Sentence, end: int, name: tuple[int, int]) -> Span:
    """Return the words from a name to the end of what a later sentence says of it, or only the name."""
    phrase = _TRAILING.sub("", sentence.article_text[name[0] : end])
    near = sentence.line.start <= name[0] and count_words(phrase) <= MAX_PHRASE_WORDS
    return Span(name[0], name[0] + len(phrase)) if near else Span(*name)


def _span(sentence: Sentence, match: re.Match[str], item: int, last: int, first: bool) -> Span:
    """Return the words that carry a fact, at most twelve: the phrase up to the name, or only the name."""
    shadow = sentence.shadow
    text, name = shadow.text, shadow.mentions[last]
    if name.name is not None:
        return _span_of_stand_in(sentence, shadow.places[match.end()], name.name)
    tries = [(item, name.end), (last, name.end)]
    if first:
        whole = shadow.places[match.end()] if item <= match.start() + 1 else name.end
        tries = [(match.start(), whole), (match.start(), name.end), *tries]
    for place, end in tries:
        skip = _small_words(sentence.grammar).leading.match(text, place, last) if place != last else None
        begin = shadow.places[skip.end() if skip else place]
        phrase = _TRAILING.sub("", sentence.article_text[begin:end])
        if count_words(phrase) <= MAX_PHRASE_WORDS:
            return Span(begin, begin + len(phrase))
    return Span(name.start, name.end)

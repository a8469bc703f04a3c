"""Prose: what a sentence says of who did what, by the phrases of its language's grammar."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fashion_kg.claims import MAX_PHRASE_WORDS
from fashion_kg.extract import Span
from fashion_kg.extract.clauses import before_main_clause
from fashion_kg.extract.grammars import HOUSE, PERSON, SINGLE, TITLE, Phrase, picture_agencies
from fashion_kg.extract.reading import Prepared, Sentence, of_another_year
from fashion_kg.extract.shadows import Mention, Shadow
from fashion_kg.sheets.evidence import count_words

_BY = re.compile(r"(?:\bby|\bof|\bpar|\bvon|\bda|\bpor)(?: the)? $")
_LEADING = re.compile(r"(?:[\s,;.、·–—-]+|(?:and|&|e|et|und|y|con|mit|with|avec)\s+)*")
_TRAILING = re.compile(r"[\s,;]+$")
_LONGEST, _MOST_NAMES, _MOST_HOUSES = 2500, 120, 40
_AGENTS = (PERSON, SINGLE, HOUSE)
_AFTERWARDS = re.compile(r"[^.;]{0,90}")
_SOON_AFTER = re.compile(rf"[^{PERSON}{SINGLE},.;、，。；]{{0,30}}")
_OF = re.compile(r"\b(?:of|for|from|at|in|with) $")
_BELONGING = re.compile(r"\b(?:of|from) $")
_CLAUSES = re.compile(r", (?!(?:which|that|whose|shot|photographed|featuring|starring)\b)")  # Those go on.
_UNCASED_CLAUSES = re.compile("[,，、]")
_FROM = re.compile(r"\b(?:from|in|near|en|em|à|a|nel|bei|nach|aus) $")
_BEFOREHAND = re.compile(rf"[^{PERSON}{SINGLE},.;、，。；]*$")
_ROW = re.compile(
    rf"{HOUSE}(?: {SINGLE})?(?: ?[(][^()]{{1,60}}[)])?(?:, {HOUSE}(?: {SINGLE})?(?: ?[(][^()]{{1,60}}[)])?)*"
    rf"(?:(?: (?:e|y|et|und|en|i|and)|,) {HOUSE}(?=[).]|$)| (?:e|y|et|und|en|i|and) {HOUSE})"
)
_RESPECTIVELY = re.compile(
    r"[^.;]{0,160}\b(?:respectively|respectivement|rispettivamente|respectivamente|jeweils)\b"
)
_AND = re.compile(r"^,? ?(?:and|&|e|et|und|y|と|와|과|和|與|及|및) ?$")


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
    houses = list(_houses(sentence.shadow, match, phrase))
    said = [list(_agents(sentence, phrase, match, house)) for house in houses]
    if len(houses) < 2 or not _RESPECTIVELY.match(sentence.shadow.text, match.end()):
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


def _houses(shadow: Shadow, match: re.Match[str], phrase: Phrase) -> Iterator[Mention | None]:
    """Yield the house of a phrase, and those in a row with it, ``for N, N (again) and N``; else None."""
    if "B" not in match.groupdict() or not match["B"]:
        yield None
        return
    at = match.start("B")
    yield shadow.mentions.get(at)
    each = phrase.kind == "Credit" or _RESPECTIVELY.match(shadow.text, at)
    row = _ROW.match(shadow.text, at) if each else None
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
    names = sum(map(text.count, _AGENTS))
    return len(text) > _LONGEST or names > _MOST_NAMES or text.count(HOUSE) > _MOST_HOUSES


def _doubted(sentence: Sentence, match: re.Match[str], phrase: Phrase) -> bool:
    """Whether the words before an agent, or those of the phrase itself, deny it or put it in the past.

    Of somebody's place in a house, what is said right after counts as well: "designer N, who left the house".
    """
    text = sentence.shadow.text
    before = max(0, match.start() - 45, text.rfind(";", 0, match.start()))
    if phrase.near == "article" and not phrase.bare:  # A clause of its own; an apposition is none.
        clauses = _CLAUSES if sentence.grammar.occupations is None else _UNCASED_CLAUSES
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
        return any(each.campaign for each in beside) or _headed(prepared)
    return prepared.campaign


def _headed(prepared: Prepared) -> bool:
    """Whether a heading, or how the article begins, says that it is about campaigns."""
    above = [each for each in prepared.sentences[:4] if each.line.part in ("headline", "standfirst")]
    return any(each.campaign for each in (*above, *prepared.sentences[len(above) : len(above) + 1]))


def _agents(
    sentence: Sentence, phrase: Phrase, match: re.Match[str], house: Mention | None
) -> Iterator[Said]:
    shadow = sentence.shadow
    found = _listed(sentence, phrase, match)
    pairs = _duos(sentence, found, match)
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
            _lent(sentence, found, number - 1),
            _narrowed(sentence, match, phrase),
        )


def _listed(sentence: Sentence, phrase: Phrase, match: re.Match[str]) -> list[tuple[int, int, Mention]]:
    """Return the agents of a phrase: where what is said of each begins, where its name stands, its name."""
    shadow = sentence.shadow
    found: list[tuple[int, int, Mention]] = []
    for part in sentence.grammar.item.finditer(shadow.text, match.start("A"), match.end("A")):
        start, at = part.start(), _agent_in(shadow, part.start(), part.end())
        if _is_thing(sentence, start, at) or _is_whose(sentence, match, at) or _is_of_agency(shadow, at):
            continue
        if found and _BELONGING.search(shadow.text, 0, start):
            continue  # "N of Rivers, a band; M of Paper Boats"
        if phrase.cast:
            if not _is_no_cast(sentence, match, start, at, first=not found):
                found.append((start, at, shadow.mentions[at]))
            continue
        if found and _has_role(sentence, start, at):
            if match.start("A") != match.start():
                break
            found.clear()  # The verb follows the names: it is about the last of them.
        if phrase.name.endswith("apposition") and _is_cast(sentence, start, at):
            break  # The word for the trade is a verb's form here.
        if found and _ends_crew(sentence, found[-1][1], at):
            break
        found.append((start, at, shadow.mentions[at]))
    return found if phrase.cast else before_main_clause(sentence.shadow.text, match, found)


def _is_of_agency(shadow: Shadow, at: int) -> bool:
    """Whether a name is a picture agency's, or has one behind it: ``Photo by N/Getty Images``."""
    named = [shadow.mentions[at].label]
    if shadow.text[at + 1 : at + 2] in ("/", "|") and at + 2 in shadow.mentions:
        named.append(shadow.mentions[at + 2].label)
    return any(re.match(picture_agencies(), label) for label in named)


def _ends_crew(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the words between two names join to a photographer who stands before the camera."""
    ends = sentence.grammar.crew_ends
    return ends is not None and ends.search(sentence.shadow.text, start, end) is not None


def _is_cast(sentence: Sentence, start: int, end: int) -> bool:
    return sentence.grammar.before_camera.search(sentence.shadow.text, start, end) is not None


def _agent_in(shadow: Shadow, start: int, end: int) -> int:
    """Return where an item's agent stands: a house may come before it, anybody in brackets behind it."""
    places = [at for at in shadow.mentions if start <= at < end and shadow.mentions[at].sort in _AGENTS]
    people = [at for at in places if shadow.mentions[at].sort != HOUSE]
    return min(people, default=max(places))


def _has_role(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the words before a name hold another role, so that a list of another role begins."""
    if _is_cast(sentence, start, end):
        return True
    if sentence.grammar.occupations is not None:  # Words are not apart there.
        trades = sentence.grammar.occupations.findall(sentence.shadow.text, start, end)
        return any(trade in sentence.grammar.roles for trade in trades)
    words = re.findall(r"[^\W_]+(?:-[^\W_]+)*", sentence.shadow.text[start:end])
    pairs = [" ".join(pair) for pair in itertools.pairwise(words)]
    return any(word in sentence.grammar.roles for word in (*words, *pairs))


def _is_no_cast(sentence: Sentence, match: re.Match[str], start: int, end: int, *, first: bool) -> bool:
    """Whether the words before a name say that it is not of the cast; of the crew only the first may be."""
    text = sentence.shadow.text
    mark = max(text.rfind(each, match.start("A"), start) for each in (", ", "; "))  # ``N, member of M; N``
    if sentence.grammar.not_cast.search(text, mark if mark >= 0 else start, end):
        return True
    return first and _is_crew(sentence, match, start, end)


def _is_crew(sentence: Sentence, match: re.Match[str], start: int, end: int) -> bool:
    """Whether the first name of a list is of one behind the camera: ``shot by N`` or ``photographer N``."""
    if start == match.start() and _BY.search(sentence.shadow.text, 0, start):
        return True
    if sentence.grammar.before_camera.search(sentence.shadow.text, start, end):
        return False
    words = re.findall(r"[^\W_]+(?:-[^\W_]+)*", sentence.shadow.text[start:end])
    if "former" in words:  # What somebody was once is no work for this campaign.
        return False
    return any(" ".join(words[-count:]) in sentence.grammar.roles for count in (1, 2) if len(words) >= count)


def _is_whose(sentence: Sentence, match: re.Match[str], at: int) -> bool:
    """Whether a name before a verb only says whose campaign it is, or where: ``for the ad of N, M shot``."""
    text = sentence.shadow.text
    if text[at] == SINGLE and _FROM.fullmatch(text, match.start(), at):
        return True
    if at != match.start() or text[at] == PERSON:
        return False
    return (_OF if text[at] == HOUSE else _FROM).search(text, 0, at) is not None


def _is_thing(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the words before a name make it a thing's: ``the popular N``, ``handbags like N``."""
    words = re.findall(r"[^\W\d_]+", sentence.shadow.text[start:end])
    if not (sentence.grammar.things and words):
        return False
    if words[-1] == "the" or words[-1] in sentence.grammar.things:
        return True
    text, grammar = sentence.shadow.text, sentence.grammar
    person = grammar.before_camera.search(text, start, end) or words[-1] in grammar.roles
    return (
        sentence.shadow.mentions[end].sort == SINGLE
        and "the" in words[-4:]
        and not text[start:end].endswith(", ")
        and not (person or grammar.duo.search(text, start, end))
    )


def _duos(sentence: Sentence, found: list[tuple[int, int, Mention]], match: re.Match[str]) -> dict[int, int]:
    """Return which agents of a list form a duo with the next: by the word, or two single names with ``&``."""
    shadow = sentence.shadow
    pairs: dict[int, int] = {}
    for number in range(len(found) - 1):
        between = shadow.text[found[number][1] + 1 : found[number + 1][1]]
        if not _AND.match(between) or found[number][2].gloss:
            continue
        single = all(found[at][2].sort == SINGLE for at in (number, number + 1))
        word = sentence.grammar.duo.search(shadow.text, max(0, match.start() - 12), found[number][1] + 1)
        if (len(found) == 2 and word) or (single and "&" in between and len(found) == 2):
            pairs[number] = number + 1
            pairs.setdefault(number + 1, number + 1)
    return {first: second for first, second in pairs.items() if first != second} | {
        second: second for second in pairs.values()
    }


def _lent(sentence: Sentence, found: list[tuple[int, int, Mention]], number: int) -> str:
    """Return the family name for the first half of ``Ruth and May Bell``."""
    if len(found) < 2 or number + 1 >= len(found):
        return ""
    mention, following = found[number][2], found[number + 1][2]
    between = sentence.shadow.text[found[number][1] + 1 : found[number + 1][1]]
    # In ``M, Ruth and May Bell`` Ruth may go by one name; in ``“Mo”, Ruth and May Bell`` as well.
    titled = sentence.shadow.text.endswith(f"{TITLE}, ", 0, found[number][1])
    first = (number == 0 and not titled) or number + 2 < len(found)
    alone = mention.sort != SINGLE or mention.label.isupper()  # Who prints a name so goes by it.
    if alone or following.sort != PERSON or not first or not _AND.match(between):
        return ""
    if number and number + 2 == len(found):
        return ""  # "Mina Okafor, Bo and Lea Brandt": the last comes by itself.
    words = following.label.split()
    return words[-1] if len(words) == 2 else ""


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
        skip = _LEADING.match(text, place, last) if place != last else None
        begin = shadow.places[skip.end() if skip else place]
        phrase = _TRAILING.sub("", sentence.article_text[begin:end])
        if count_words(phrase) <= MAX_PHRASE_WORDS:
            return Span(begin, begin + len(phrase))
    return Span(name.start, name.end)

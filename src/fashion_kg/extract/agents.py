"""Whom a phrase names: which names of its list are agents, which are a duo, and who lends a family name."""

from __future__ import annotations

import itertools
import re
from functools import cache
from typing import NamedTuple

from fashion_kg.extract.grammars import HOUSE, PERSON, SINGLE, TITLE, Grammar, Phrase
from fashion_kg.extract.reading import Sentence
from fashion_kg.extract.shadows import Mention, Shadow
from fashion_kg.extract.words import picture_agencies

_GOES_ON = re.compile(r" [^\W\d_]")
AGENTS = (PERSON, SINGLE, HOUSE)
"""What stands in a line for whoever may be an agent."""


class _SmallWords(NamedTuple):
    """What a language's small words tell of the names beside them.

    Attributes:
        by: that what follows is of the crew.
        whose: whose campaign it is: ``for the ad of H, N shot``.
        member_of: of whom somebody is one: ``N of Rivers, a band``.
        where: where something is.
        apart: the same behind a comma: ``N, who lives in M; O``.
        joint: that two names are joined, and nothing else stands between.
        once: what somebody was.
        the: what makes the name behind it a thing's.
    """

    by: re.Pattern[str]
    whose: re.Pattern[str]
    member_of: re.Pattern[str]
    where: re.Pattern[str]
    apart: re.Pattern[str]
    joint: re.Pattern[str]
    once: re.Pattern[str]
    the: re.Pattern[str]


@cache
def _small_words(grammar: Grammar) -> _SmallWords:
    small = grammar.small
    return _SmallWords(
        by=re.compile(rf"\b{small('by', 'member_of')}(?: {small('the')})? $"),
        whose=re.compile(rf"\b{small('whose')} $"),
        member_of=re.compile(rf"\b{small('member_of')} $"),
        where=re.compile(rf"\b{small('where')} $"),
        apart=re.compile(rf",[^,;{PERSON}{SINGLE}{HOUSE}]*\b{small('where')} $"),
        joint=re.compile(rf",? ?(?:{small('and')}|&) ?"),
        once=re.compile(small("once")),
        the=re.compile(small("the")),
    )


def listed(sentence: Sentence, phrase: Phrase, match: re.Match[str]) -> list[tuple[int, int, Mention]]:
    """Return the agents of a phrase: where what is said of each begins, where its name stands, its name."""
    shadow, small = sentence.shadow, _small_words(sentence.grammar)
    found: list[tuple[int, int, Mention]] = []
    for part in sentence.grammar.item.finditer(shadow.text, match.start("A"), match.end("A")):
        start, at = part.start(), _agent_in(shadow, part.start(), part.end())
        if _is_thing(sentence, start, at) or _is_whose(sentence, match, at) or _is_of_agency(shadow, at):
            continue
        if found and "," not in shadow.text[start:at] and small.member_of.search(shadow.text, 0, start):
            continue  # "N of Rivers, a band; M of Paper Boats"
        if phrase.cast:
            if not _is_no_cast(sentence, match, start, at, first=not found):
                found.append((start, at, shadow.mentions[at]))
            continue
        follows = match.start("A") == match.start()
        if found and _has_role(sentence, start, at) and not follows:
            break
        if found and follows and _begins_anew(sentence, found, start, at):
            found.clear()  # The verb follows the names: it is about the last of them.
        if phrase.name.endswith("apposition") and _is_cast(sentence, start, at):
            break  # The word for the trade is a verb's form here.
        if found and _ends_crew(sentence, found[-1][1], at):
            break
        found.append((start, at, shadow.mentions[at]))
    return found if phrase.cast else _before_main_clause(shadow.text, match, found)


def _before_main_clause(
    text: str, match: re.Match[str], found: list[tuple[int, int, Mention]]
) -> list[tuple[int, int, Mention]]:
    """Return those who stand before the main clause: ``Shot by N, M wears`` says nothing of M.

    A sentence that begins with a participle has its subject behind a comma, unless the list ends there.
    """
    end = match.end("A")
    if re.search(r"\w", text[: match.start()]) or end != match.end() or not _GOES_ON.match(text, end):
        return found
    bare = (at for at in range(1, len(found)) if text[found[at - 1][1] + 1 : found[at][0]].strip() == ",")
    return found[: next(bare, len(found))]


def _begins_anew(sentence: Sentence, found: list[tuple[int, int, Mention]], start: int, at: int) -> bool:
    """Whether a name before a verb begins a clause: ``hair by M and N did all``, ``M directed; N shot``."""
    text = sentence.shadow.text
    (first, last, _), *others = found
    by = _small_words(sentence.grammar).by
    begins = ";" in text[last:at] or (not others and by.search(text, 0, first) is not None)
    return begins or _has_role(sentence, start, at)


def _is_of_agency(shadow: Shadow, at: int) -> bool:
    """Whether a name is a picture agency's, or has one behind it: ``Photo by N/Getty Images``."""
    named = [shadow.mentions[at].label]
    if shadow.text[at + 1 : at + 2] in ("/", "|") and at + 2 in shadow.mentions:
        named.append(shadow.mentions[at + 2].label)
    return any(re.match(picture_agencies(), label) for label in named)


def _ends_crew(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the words between two names join to a photographer who stands before the camera."""
    return sentence.grammar.people.crew_ends.search(sentence.shadow.text, start, end) is not None


def _is_cast(sentence: Sentence, start: int, end: int) -> bool:
    return sentence.grammar.people.before_camera.search(sentence.shadow.text, start, end) is not None


def _agent_in(shadow: Shadow, start: int, end: int) -> int:
    """Return where an item's agent stands: a house may come before it, anybody in brackets behind it."""
    places = [at for at in shadow.mentions if start <= at < end and shadow.mentions[at].sort in AGENTS]
    people = [at for at in places if shadow.mentions[at].sort != HOUSE]
    return min(people, default=max(places))


def _has_role(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the words before a name hold another role, so that a list of another role begins."""
    if _is_cast(sentence, start, end):
        return True
    if not sentence.grammar.cased:  # Words are not apart there.
        trades = sentence.grammar.uncased.trades.findall(sentence.shadow.text, start, end)
        return any(trade in sentence.grammar.roles for trade in trades)
    words = re.findall(r"[^\W_]+(?:-[^\W_]+)*", sentence.shadow.text[start:end])
    pairs = [" ".join(pair) for pair in itertools.pairwise(words)]
    return any(word in sentence.grammar.roles for word in (*words, *pairs))


def _is_no_cast(sentence: Sentence, match: re.Match[str], start: int, end: int, *, first: bool) -> bool:
    """Whether the words before a name say that it is not of the cast; of the crew only the first may be."""
    text = sentence.shadow.text
    mark = max(text.rfind(each, match.start("A"), start) for each in (", ", "; "))  # ``N, member of M; N``
    if sentence.grammar.people.not_cast.search(text, mark if mark >= 0 else start, end):
        return True
    return first and _is_crew(sentence, match, start, end)


def _is_crew(sentence: Sentence, match: re.Match[str], start: int, end: int) -> bool:
    """Whether the first name of a list is of one behind the camera: ``shot by N`` or ``photographer N``."""
    if start == match.start() and _small_words(sentence.grammar).by.search(sentence.shadow.text, 0, start):
        return True
    if sentence.grammar.people.before_camera.search(sentence.shadow.text, start, end):
        return False
    words = re.findall(r"[^\W_]+(?:-[^\W_]+)*", sentence.shadow.text[start:end])
    if any(
        map(_small_words(sentence.grammar).once.fullmatch, words)
    ):  # What somebody was once is no work for this campaign.
        return False
    return any(" ".join(words[-count:]) in sentence.grammar.roles for count in (1, 2) if len(words) >= count)


def _is_whose(sentence: Sentence, match: re.Match[str], at: int) -> bool:
    """Whether a name before a verb only says whose campaign it is, or where: ``for the ad of N, M shot``."""
    text, small = sentence.shadow.text, _small_words(sentence.grammar)
    if text[at] == SINGLE and small.where.fullmatch(text, match.start(), at):
        return True
    if text[at] != HOUSE and small.apart.search(text, match.start("A"), at):
        return True
    if at != match.start() or text[at] == PERSON:
        return False
    return (small.whose if text[at] == HOUSE else small.where).search(text, 0, at) is not None


def _is_thing(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the words before a name make it a thing's: ``the popular N``, ``handbags like N``."""
    words = re.findall(r"[^\W\d_]+", sentence.shadow.text[start:end])
    if not (sentence.grammar.people.things and words):
        return False
    the = _small_words(sentence.grammar).the
    if the.fullmatch(words[-1]) or words[-1] in sentence.grammar.people.things:
        return True
    text, grammar = sentence.shadow.text, sentence.grammar
    person = grammar.people.before_camera.search(text, start, end) or words[-1] in grammar.roles
    return (
        sentence.shadow.mentions[end].sort == SINGLE
        and any(map(the.fullmatch, words[-4:]))
        and not text[start:end].endswith(", ")
        and not (person or grammar.people.duo.search(text, start, end))
    )


def duos(sentence: Sentence, found: list[tuple[int, int, Mention]], match: re.Match[str]) -> dict[int, int]:
    """Return which agents of a list form a duo with the next: by the word, or two single names with ``&``."""
    shadow = sentence.shadow
    pairs: dict[int, int] = {}
    for number in range(len(found) - 1):
        between = shadow.text[found[number][1] + 1 : found[number + 1][1]]
        if not _small_words(sentence.grammar).joint.fullmatch(between) or found[number][2].gloss:
            continue
        single = all(found[at][2].sort == SINGLE for at in (number, number + 1))
        word = sentence.grammar.people.duo.search(
            shadow.text, max(0, match.start() - 12), found[number][1] + 1
        )
        if (len(found) == 2 and word) or (single and "&" in between and len(found) == 2):
            pairs[number] = number + 1
            pairs.setdefault(number + 1, number + 1)
    return {first: second for first, second in pairs.items() if first != second} | {
        second: second for second in pairs.values()
    }


def lent(sentence: Sentence, found: list[tuple[int, int, Mention]], number: int) -> str:
    """Return the family name for the first half of ``Ruth and May Bell``."""
    if len(found) < 2 or number + 1 >= len(found):
        return ""
    mention, following = found[number][2], found[number + 1][2]
    between = sentence.shadow.text[found[number][1] + 1 : found[number + 1][1]]
    # In ``M, Ruth and May Bell`` Ruth may go by one name; in ``“Mo”, Ruth and May Bell`` as well.
    titled = sentence.shadow.text.endswith(f"{TITLE}, ", 0, found[number][1])
    first = (number == 0 and not titled) or number + 2 < len(found)
    alone = mention.sort != SINGLE or mention.label.isupper()  # Who prints a name so goes by it.
    if (
        alone
        or following.sort != PERSON
        or not first
        or not _small_words(sentence.grammar).joint.fullmatch(between)
    ):
        return ""
    if number and number + 2 == len(found):
        return ""  # "Mina Okafor, Bo and Lea Brandt": the last comes by itself.
    words = following.label.split()
    return words[-1] if len(words) == 2 else ""

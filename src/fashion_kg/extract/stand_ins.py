"""Words that stand for somebody whom a text has named: ``she``, ``her appointment``, ``the actress``."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cache

from fashion_kg.extract.folding import folded
from fashion_kg.extract.grammars import PERSON, SINGLE, Grammar
from fashion_kg.extract.reading import Prepared, Sentence
from fashion_kg.extract.shadows import Mention, shadow_of
from fashion_kg.extract.words import read_words

_PARTS = ("headline", "standfirst", "body", "caption")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_MOST = 6  # So many people may be meant by one word.
_FAR = 2  # So many sentences without any name may stand between a name and the word for it.


def with_stand_ins(prepared: Prepared) -> None:
    """Let the words for somebody count as the name of the only person before them, or of the subject."""
    meant: Mention | None = None
    several: tuple[Mention, ...] = ()
    since = 0
    singles = Counter(
        each.label for found in prepared.mentions.values() for each in found if each.sort == SINGLE
    )
    again = frozenset(label for label, times in singles.items() if times > 1)
    for number, sentence in enumerate(prepared.sentences):
        if sentence.line.part not in _PARTS:
            continue
        found = list(_people(prepared, sentence, again))
        stands = _stand_in(sentence, meant) if meant is not None and since <= _FAR else None
        if stands := stands or (_for_several(sentence, several) if since == 0 else None):
            mentions = sorted((*sentence.shadow.mentions.values(), stands), key=lambda each: each.start)
            start, end = sentence.shadow.places[0], sentence.shadow.places[-1]
            shadow = shadow_of(sentence.article_text, start, end, mentions)
            prepared.sentences[number] = replace(sentence, shadow=shadow)
            since = 0
            continue
        if found:
            meant, since = _subject(sentence, found), 0
            several = _in_a_row(sentence, found)
        else:
            since += 1


def _people(prepared: Prepared, sentence: Sentence, again: Collection[str]) -> Iterator[tuple[int, Mention]]:
    """Yield the people whom a sentence names, in full where the text does so anywhere, and where.

    A name of one word must be printed ``again``, or behind a word for a trade: else it may be any word.
    """
    for at, each in sentence.shadow.mentions.items():
        if each.sort == PERSON:
            yield at, each
        elif each.sort == SINGLE and (full := prepared.people.get(folded(each.label))):
            yield at, replace(each, sort=PERSON, label=full.label, iri=full.iri, gloss=full.gloss)
        elif each.sort == SINGLE and (
            each.label in again or sentence.grammar.people.before_camera.search(sentence.shadow.text, 0, at)
        ):
            yield at, each


def _subject(sentence: Sentence, found: list[tuple[int, Mention]]) -> Mention | None:
    """Return whom the next sentence may speak of without a name: the only one, or the subject.

    With others beside, a subject of the crew leaves open who is meant: ``photographer N met the actress M``.
    """
    (at, first), *others = found
    if all(folded(each.label) == folded(first.label) for _, each in others):
        return first
    subject = sentence.grammar.stand_ins.opening.fullmatch(sentence.shadow.text, 0, at)
    return first if subject and not _is_of_crew(sentence, at) else None


def _is_of_crew(sentence: Sentence, at: int) -> bool:
    """Whether a word before a name says that somebody works behind the camera."""
    text, grammar = sentence.shadow.text, sentence.grammar
    if grammar.people.before_camera.search(text, 0, at):
        return False
    words = _WORD.findall(text, 0, at)
    return any(" ".join(words[-count:]) in grammar.roles for count in (1, 2, 3) if len(words) >= count)


@cache
def _joint(grammar: Grammar) -> re.Pattern[str]:
    """Return what joins two people of a list, with what is said of the second: ``N, the actress N and N``."""
    joint, apart = f"(?:{grammar.small('and')} )?", grammar.small("by", "of", "with", "where")
    return re.compile(rf",? {joint}(?:(?!{apart}\b)[\w’-]+ ){{0,4}}|, {joint}")


def _in_a_row(sentence: Sentence, found: list[tuple[int, Mention]]) -> tuple[Mention, ...]:
    """Return the people whom a sentence names in one list, if it names nobody else."""
    joined = all(
        _joint(sentence.grammar).fullmatch(sentence.shadow.text, before + 1, after)
        for (before, _), (after, _) in itertools.pairwise(found)
    )
    return tuple(each for _, each in found) if joined and 1 < len(found) <= _MOST else ()


def _for_several(sentence: Sentence, several: tuple[Mention, ...]) -> Mention | None:
    """Return the word for several people with which a sentence begins, as a mention of them."""
    pattern = sentence.grammar.stand_ins.several
    match = pattern.match(sentence.shadow.text) if several else None
    if match is None or (match["two"] and len(several) != 2):
        return None
    start, end = (sentence.shadow.places[at] for at in match.span("n"))
    first, *others = (
        replace(each, start=start, end=end, name=each.name or (each.start, each.end)) for each in several
    )
    return replace(
        first, others=tuple(others), joint=read_words(sentence.grammar.language)["small"]["and"][0]
    )


def _stand_in(sentence: Sentence, meant: Mention) -> Mention | None:
    """Return the word for somebody with which a sentence begins, as a mention of who is meant."""
    for pattern in sentence.grammar.stand_ins.one:
        match = pattern.match(sentence.shadow.text)
        if match is None:
            continue
        word = "n" if match["n"] else "own"  # A pattern without the second always has the first.
        here = sentence.line.start <= meant.start < sentence.line.end
        if not here and " " in match[word]:  # "the actress" of another paragraph may be anybody.
            return None
        start, end = (sentence.shadow.places[at] for at in match.span(word))
        named = meant.name or (meant.start, meant.end)
        return replace(meant, start=start, end=end, name=named, owner=word == "own")
    return None

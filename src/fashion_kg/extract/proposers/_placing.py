"""From what a model answers to proposals: each is placed in the text by its words, or dropped."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fashion_kg.claims import MAX_PHRASE_WORDS
from fashion_kg.extract import Article, Campaign, Line, Name, Proposal, Span
from fashion_kg.extract.folding import folded
from fashion_kg.extract.grammars import HOUSE, PERSON
from fashion_kg.extract.reading import Prepared, Sentence
from fashion_kg.extract.roles import below
from fashion_kg.extract.shadows import Mention
from fashion_kg.extract.whose import campaign_at
from fashion_kg.extract.words import read_words
from fashion_kg.ontology import Ontology
from fashion_kg.sheets.evidence import count_words

TRUST = 0.5
"""How far a model is trusted: nobody knows how often this one is right, so a coin is thrown."""

_KEYS = ("phrase", "name", "kind", "role", "house")
_LONGEST_NAME = 100
# One character for another, so that places stay: models print straight quotes and plain blanks.
_PRINTED = str.maketrans("’‘‛`´“”„‟‐‑‒–—\u00a0\u202f\u3000\t", "'''''\"\"\"\"-----    ")


class Dropped(Exception):  # noqa: N818 - it is no error, but says why nothing is proposed
    """Why a statement is not proposed."""


@dataclass(frozen=True)
class Piece:
    """Lines that are sent together: number, start and end of each."""

    lines: tuple[tuple[int, int, int], ...]

    def shown(self, text: str) -> str:
        """Return the lines with their numbers; nothing in them can begin a line of its own."""
        return "\n".join(f"{number}| {_one_line(text[start:end])}" for number, start, end in self.lines)


def pieces(article: Article, size: int, overlap: int) -> list[Piece]:
    """Return the lines of an article in pieces of about some characters, each with the first line.

    Args:
        article: the article.
        size: characters of a piece.
        overlap: how many lines a piece has in common with the one before.
    """
    stretches = [
        each for number, line in enumerate(article.lines, 1) for each in _cut(article, number, line, size)
    ]
    found: list[Piece] = []
    row: list[tuple[int, int, int]] = []
    for stretch in stretches:
        if row and sum(end - start for _, start, end in (*row, stretch)) > size:
            found.append(Piece(tuple(row)))
            head = stretches[:1] if found else []
            kept = [each for each in row[-overlap:] if each[2] - each[1] < size // (4 * overlap)]
            row = [*head, *(each for each in kept if each not in head)]
        row.append(stretch)
    return [*found, Piece(tuple(row))] if row else found


def _cut(article: Article, number: int, line: Line, size: int) -> Iterator[tuple[int, int, int]]:
    """Yield a line, or where it is very long, stretches of it that end between two words."""
    start = line.start
    while line.end - start > size // 2:
        blank = article.text.rfind(" ", start + size // 4, start + size // 2)
        end = blank + 1 if blank > 0 else start + size // 2
        yield number, start, end
        start = end
    yield number, start, line.end


def _one_line(text: str) -> str:
    return "".join(" " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in text)


def statements(text: str) -> tuple[list[Mapping[str, Any]], bool]:
    """Return the statements in what a model said, and whether it was one JSON object as asked.

    Out of anything else, such as an answer that was cut off or stands between other words, the objects that
    are whole are taken.
    """
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        said = None
    listed = said.get("statements") if isinstance(said, dict) else said
    if isinstance(listed, list):
        return [each if isinstance(each, dict) else {} for each in listed], True
    found: list[Mapping[str, Any]] = []
    for match in re.finditer(r"\{[^{}]{2,4000}\}", text):
        try:
            each = json.loads(match[0])
        except ValueError:
            continue
        if isinstance(each, dict) and "phrase" in each:
            found.append(each)
    return found, False


@dataclass(frozen=True)
class Vocabulary:
    """Which kinds of statement a model may make, and the roles of each."""

    ontology: Ontology

    @cached_property
    def roles(self) -> Mapping[str, frozenset[str]]:
        """The roles by kind: of every kind that says what an agent is for a campaign or a house alone."""
        found = {}
        memory: dict[str, tuple[str, ...]] = {}
        groups = set(read_words("shared")["house_roles"])
        for kind, fields in self.ontology.fields.items():
            takes = [each.takes for each in fields if each.required]
            terms = [each for each in takes if each in self.ontology.terms]
            if len(takes) == 3 and len(terms) == 1 and {"Agent", "Brand"} <= {*takes}:
                words = self.ontology.terms[terms[0]]
                own = {word for word in words if below(self.ontology, word, memory)[-1] in groups}
                found[kind] = frozenset(own or words)
            elif len(takes) == 3 and len(terms) == 1 and {"Agent", "Campaign"} <= {*takes}:
                found[kind] = frozenset(self.ontology.terms[terms[0]])
        return found


class Placing:
    """Places what a model says of one article.

    Args:
        prepared: the article, with its names found.
        vocabulary: what may be said.
        pattern: what the proposals' pattern is called.
    """

    def __init__(self, prepared: Prepared, vocabulary: Vocabulary, pattern: str) -> None:
        self._prepared, self._vocabulary, self._pattern = prepared, vocabulary, pattern
        self._text = prepared.article.text
        self._plain = self._text.translate(_PRINTED)

    def place(self, said: Mapping[str, Any], piece: Piece) -> Proposal:
        """Return what is said as a proposal.

        Raises:
            Dropped: it lacks something, is not in the text, or not in the vocabulary.
        """
        if not all(isinstance(said.get(key), str) and said[key].strip() for key in _KEYS):
            raise Dropped("lack a part")
        phrase, name, kind, role, brand = (said[key].strip() for key in _KEYS)
        if role not in self._vocabulary.roles.get(kind, ()):
            raise Dropped("have a kind or role that the vocabulary has not")
        if count_words(phrase) > MAX_PHRASE_WORDS:
            raise Dropped("quote more than twelve words")
        line, span = self._phrase(phrase, said.get("line"), piece)
        printed = self._printed(name, line, span)
        agent = self._agent(name, printed)
        campaign = self._campaign(brand, span, printed)
        if folded(agent.label) == folded(campaign.house.label):
            raise Dropped("name the house itself")
        return Proposal(kind, role, agent, campaign, span, printed, self._pattern, line.language, TRUST)

    def _phrase(self, phrase: str, wanted: object, piece: Piece) -> tuple[Line, Span]:
        """Return where a phrase stands: nearest to the line that was named, or nowhere twice."""
        plain = phrase.translate(_PRINTED)
        places: dict[int, int] = {}
        for number, start, end in piece.lines:
            at = _find(self._plain, plain, start, end)
            if at is not None:
                places.setdefault(number, at)
        if not places:
            raise Dropped("quote what is not in the text")
        if isinstance(wanted, int) and not isinstance(wanted, bool):
            nearest = min(abs(each - wanted) for each in places)
            places = {number: at for number, at in places.items() if abs(number - wanted) == nearest}
        if len(places) > 1:
            raise Dropped("quote what stands in several places")
        ((number, at),) = places.items()
        return self._prepared.article.lines[number - 1], Span(at, at + len(plain))

    def _printed(self, name: str, line: Line, span: Span) -> Span:
        """Return where a name stands: in the phrase, or else in its line."""
        plain = name.translate(_PRINTED)
        at = None
        if len(name) <= _LONGEST_NAME and re.search(r"[^\W\d_]", name):
            at = _find(self._plain, plain, span.start, span.end)
            at = at if at is not None else _find(self._plain, plain, line.start, line.end)
        if at is None:
            raise Dropped("name somebody whom the line of the phrase does not name")
        return Span(at, at + len(plain))

    def _agent(self, name: str, printed: Span) -> Name:
        """Return a name as it will be recorded: known if it is, and in full where the article gives it so."""
        found = [each for row in self._prepared.mentions.values() for each in row]
        mention = next(
            (each for each in found if (each.start, each.end) == (printed.start, printed.end)), None
        )
        if mention is not None and mention.sort == PERSON:
            return Name(mention.label, mention.iri, mention.gloss)
        name = self._text[printed.start : printed.end]
        full = self._prepared.people.get(folded(name)) if " " not in name else None
        if full is not None:
            return Name(full.label, full.iri, full.gloss)
        halves = tuple(name.split(" & "))
        return Name(name, members=halves if len(halves) == 2 and " " not in "".join(halves) else ())

    def _campaign(self, brand: str, span: Span, printed: Span) -> Campaign:
        """Return whose campaign it is: the house must be named in the article."""
        sentence = self._sentence(span)
        houses = [each for row in self._prepared.mentions.values() for each in row if each.sort == HOUSE]
        texts = {each: {folded(each.label), folded(self._text[each.start : each.end])} for each in houses}
        named = [each for each in houses if folded(brand) in texts[each]]
        if not named:
            named = [
                Mention(start, end, HOUSE, self._text[start:end]) for start, end in self._anywhere(brand)
            ]
        if not named or sentence is None:
            raise Dropped("name a house that the article does not name")
        house = min(named, key=lambda each: (abs(each.start - span.start), each.start))
        found = campaign_at(self._prepared, sentence, 0, house, {printed.start})
        return found or Campaign(Name(house.label, house.iri), "", Span(house.start, house.end))

    def _anywhere(self, brand: str) -> Iterator[tuple[int, int]]:
        plain = brand.translate(_PRINTED)
        for line in self._prepared.article.lines:
            at = _find(self._plain, plain, line.start, line.end)
            if at is not None and len(brand) <= _LONGEST_NAME:
                yield at, at + len(plain)

    def _sentence(self, span: Span) -> Sentence | None:
        return next(
            (
                each
                for each in self._prepared.sentences
                if each.shadow.places[0]
                <= span.start
                < max(each.shadow.places[-1], each.shadow.places[0] + 1)
            ),
            None,
        )


def _find(text: str, wanted: str, start: int, end: int) -> int | None:
    """Return where some words stand as whole words between two places, first of all; None if they do not."""
    at = text.find(wanted, start, end)
    while at >= 0:
        after = at + len(wanted)
        if not (_joined(text, at) or _joined(text, after)):
            return at
        at = text.find(wanted, at + 1, end)
    return None


def _joined(text: str, place: int) -> bool:
    """Whether a word of a script with blanks goes on across a place."""
    pair = text[place - 1 : place + 1] if place else ""
    return len(pair) == 2 and all(char.isalnum() and char < "\u2e80" for char in pair)

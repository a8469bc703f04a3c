"""Names that are known before a text is read: those of the graph, and the houses that a file lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fashion_kg.claims import Entity
from fashion_kg.extract.folding import folded
from fashion_kg.extract.grammars import HOUSE, OTHER, PERSON, read_words
from fashion_kg.ontology import Ontology

_UNCASED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_AND = ("and", "e", "et", "und", "y")


@dataclass(frozen=True)
class KnownName:
    """What a name is known to mean: its sort (see ``grammars``), usual form, IRI, and form in another script."""

    sort: str
    label: str
    iri: str = ""
    gloss: str = ""


@dataclass(frozen=True)
class KnownMention:
    """A known name, and where in a line it stands."""

    start: int
    end: int
    sort: str
    label: str
    iri: str = ""
    gloss: str = ""


class Known:
    """Names by their words, for texts with capitals, and by their first character, for those without.

    Args:
        names: what each name means; of two meanings, the first.
    """

    def __init__(self, names: Iterable[tuple[str, KnownName]] = ()) -> None:
        self._by_words: dict[tuple[str, ...], KnownName] = {}
        self._first: set[str] = set()
        self._uncased: dict[str, list[tuple[str, KnownName]]] = {}
        self._common: frozenset[str] = frozenset()
        self.longest = 1
        for name, meaning in names:
            self._add(name, meaning)

    def _add(self, name: str, meaning: KnownName) -> None:
        if not re.search(r"[A-Za-zÀ-ɏ\d]", name):
            self._uncased.setdefault(name[:1], []).append((name, meaning))
            self._uncased[name[:1]].sort(key=lambda pair: -len(pair[0]))
            return
        words = tuple(folded(word) for word in re.split(r"[\s&,+]+", name) if folded(word))
        spellings = [words]
        if "&" in name:
            spellings += [(*words[:1], word, *words[1:]) for word in _AND] if len(words) == 2 else []
        for spelling in spellings:
            self._by_words.setdefault(spelling, meaning)
            self._first.add(spelling[0])
            self.longest = max(self.longest, len(spelling))

    def beside(self, more: Iterable[tuple[str, KnownName]], common: frozenset[str]) -> Known:
        """Return these names with more, and with the words that one text also prints in small letters."""
        result = Known()
        result._by_words, result._first = dict(self._by_words), set(self._first)
        result._uncased = {key: list(value) for key, value in self._uncased.items()}
        result.longest, result._common = self.longest, common
        for name, meaning in more:
            result._add(name, meaning)
        return result

    def match(self, words: Sequence[str]) -> tuple[int, KnownName | None]:
        """Return how many of some words, from the first on, make up a known name, and what it means."""
        first = folded(words[0])
        if first not in self._first or (not words[0][0].isupper() and not words[0][0].isdigit()):
            return 0, None
        keys = tuple(folded(word) for word in words)
        for length in range(min(len(words), self.longest), 0, -1):
            meaning = self._by_words.get(keys[:length])
            if meaning:
                return length, meaning
        return 0, None

    def kind_of(self, text: str) -> str:
        """Return the sort of a text that is a known name by itself, or an empty text."""
        words = text.split()
        if not words:
            return ""
        length, meaning = self.match(words)
        if meaning and length == len(words):
            return meaning.sort
        found = next(iter(self.find_uncased(text)), None)
        return found.sort if found and found.end - found.start == len(text) else ""

    def is_house_like(self, name: KnownName) -> bool:
        """Whether a known name is a house's, which no word behind it makes a person's."""
        return name.sort == HOUSE and name.label not in read_words("houses")["given_names"]

    def begins_house(self, word: str, second: bool) -> bool:
        """Whether a house's name begins with a word; a first name before a house's one word is a person's."""
        meaning = self._by_words.get((folded(word),))
        return meaning is not None and meaning.sort == HOUSE and not second

    def is_common(self, word: str) -> bool:
        """Whether the text that is being read prints a word in small letters too."""
        return word.lower() in self._common

    def find_uncased(self, line: str) -> Iterator[KnownMention]:
        """Yield the known names of scripts without capitals in a line, none over another."""
        if not self._uncased or line.isascii() or not _UNCASED.search(line):
            return
        at = 0
        while at < len(line):
            for name, meaning in self._uncased.get(line[at], ()):
                if line.startswith(name, at):
                    end = at + len(name)
                    gloss = re.compile(r" ?[(（]([A-Z][^()（）]{1,40})[)）]").match(line, end)
                    if gloss and self.kind_of(gloss[1]) == meaning.sort:
                        end = gloss.end()
                    yield KnownMention(at, end, meaning.sort, meaning.label, meaning.iri, meaning.gloss)
                    at = end - 1
                    break
            at += 1


def known_names(ontology: Ontology, entities: Mapping[str, Entity]) -> Known:
    """Return the names of a graph's agents, and those of the houses and other names that files list.

    Args:
        ontology: for what is below what.
        entities: the things of the graph, by IRI.
    """
    return Known([*_of_graph(ontology, entities), *_of_files()])


def _of_graph(ontology: Ontology, entities: Mapping[str, Entity]) -> Iterator[tuple[str, KnownName]]:
    for iri, entity in sorted(entities.items()):
        houses, agents = ontology.is_a(entity.class_name, "Brand"), ontology.is_a(entity.class_name, "Agent")
        if not (houses or agents):
            continue
        person = ontology.is_a(entity.class_name, "Person") or ontology.is_a(entity.class_name, "Group")
        sort = HOUSE if houses else PERSON if person else OTHER
        label = next((text.value for text in entity.labels if text.language == "en"), entity.labels[0].value)
        for text in (*entity.labels, *entity.alternatives, *entity.hidden):
            yield text.value, KnownName(sort, label, iri)


def _of_files() -> Iterator[tuple[str, KnownName]]:
    for label, others in read_words("houses")["houses"].items():
        for name in (label, *others):
            yield name, KnownName(HOUSE, label)
    for name in read_words("shared")["others"]:
        yield name, KnownName(OTHER, name)

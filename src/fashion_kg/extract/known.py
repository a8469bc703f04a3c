"""Names that are known before a text is read: those of the graph, and the houses that a file lists."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fashion_kg.claims import Entity
from fashion_kg.extract.folding import folded
from fashion_kg.extract.grammars import HOUSE, OTHER, PERSON
from fashion_kg.extract.shadows import Mention
from fashion_kg.extract.words import read_words, small_words_of_all
from fashion_kg.ontology import Ontology

_LATIN = re.compile(r"[A-Za-zÀ-ɏ\d]")
_WORD = re.compile(r"\w+(?:[-.’']\w+)*")
_BEGINS = re.compile(r"(?<![\w’'-])[A-ZÀ-Þ\d]\w*(?:[-.’']\w+)*")
_BETWEEN = re.compile(r"[\s&,+]+")
_GLOSS = re.compile(r" ?[(（]([A-Z][^()（）]{1,40})[)）]")
_PARTED = re.compile(r"[ ・·]")


@dataclass(frozen=True)
class KnownName:
    """What a name is known to mean: its sort (see ``grammars``), usual form, IRI, other script."""

    sort: str
    label: str
    iri: str = ""
    gloss: str = ""


class _Names:
    """Names by their words, and those of scripts without capitals by what they begin with."""

    def __init__(self, names: Iterable[tuple[str, KnownName]]) -> None:
        self.by_words: dict[tuple[str, ...], KnownName] = {}
        self.first: set[str] = set()
        self.uncased: dict[str, KnownName] = {}
        self.lengths: dict[str, list[int]] = {}
        self.longest = 1
        for name, meaning in names:
            self._add(name, meaning)
        for lengths in self.lengths.values():
            lengths.sort(reverse=True)
        first = "".join(map(re.escape, sorted(self.lengths)))
        self._begins = re.compile(f"[{first}]") if first else None

    def beginnings(self, line: str) -> Iterator[re.Match[str]]:
        """Yield the characters of a line with which a name of a script without capitals may begin."""
        return self._begins.finditer(line) if self._begins else iter(())

    def _add(self, name: str, meaning: KnownName) -> None:
        if not _LATIN.search(name):
            if self.uncased.setdefault(name, meaning) is meaning:
                lengths = self.lengths.setdefault(name[:1], [])
                if len(name) not in lengths:
                    lengths.append(len(name))
            return
        words = tuple(folded(word) for word in _BETWEEN.split(name) if folded(word))
        spellings = [words] if words else []
        if "&" in name:
            spellings += (
                [(*words[:1], word, *words[1:]) for word in small_words_of_all("and")]
                if len(words) == 2
                else []
            )
        for spelling in spellings:
            self.by_words.setdefault(spelling, meaning)
            self.first.add(spelling[0])
            self.longest = max(self.longest, len(spelling))


class Known:
    """Names by their words, for texts with capitals, and by their first character, for those without.

    However many names there are, a text is only ever asked about the words that it has.

    Args:
        names: what each name means; of two meanings, the first.
    """

    def __init__(self, names: Iterable[tuple[str, KnownName]] = ()) -> None:
        self._layers: tuple[_Names, ...] = (_Names(names),)
        self._common: frozenset[str] = frozenset()
        self.longest = self._layers[0].longest

    def beside(self, more: Iterable[tuple[str, KnownName]], common: frozenset[str]) -> Known:
        """Return these names with more, and with the words that one text also prints in small letters."""
        result = Known.__new__(Known)
        added = _Names(more)
        result._layers = (*self._layers, added) if added.by_words or added.uncased else self._layers
        result._common = common
        result.longest = max(layer.longest for layer in result._layers)
        return result

    def may_begin(self, word: str) -> bool:
        """Whether a known name begins with a word."""
        first = folded(word)
        return any(first in layer.first for layer in self._layers)

    def find_cased(self, text: str, start: int, end: int) -> Iterator[Mention]:
        """Yield the known names with a capital or a figure between two places, none over another."""
        reached = start
        for begin in _BEGINS.finditer(text, start, end):
            if begin.start() < reached or not self.may_begin(begin[0]):
                continue
            tokens = list(itertools.islice(_WORD.finditer(text, begin.start(), end), self.longest))
            length, meaning = self.match([token[0] for token in tokens])
            if meaning is not None:
                reached = tokens[length - 1].end()
                yield Mention(begin.start(), reached, meaning.sort, meaning.label, meaning.iri)

    def match(self, words: Sequence[str]) -> tuple[int, KnownName | None]:
        """Return how many of some words, from the first on, make up a known name, and what it means."""
        if not words[0][0].isupper() and not words[0][0].isdigit():
            return 0, None
        first = folded(words[0])
        layers = [layer for layer in self._layers if first in layer.first]
        if not layers:
            return 0, None
        keys = tuple(folded(word) for word in words)
        for length in range(min(len(words), self.longest), 0, -1):
            for layer in layers:
                if meaning := layer.by_words.get(keys[:length]):
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
        if second:
            return False
        key = (folded(word),)
        meaning = next((found for layer in self._layers if (found := layer.by_words.get(key))), None)
        return meaning is not None and meaning.sort == HOUSE

    def is_common(self, word: str) -> bool:
        """Whether the text that is being read prints a word in small letters too."""
        return word.lower() in self._common

    def find_uncased(self, line: str) -> Iterator[Mention]:
        """Yield the known names of scripts without capitals in a line, none over another."""
        if line.isascii():
            return
        begins = {begin.start() for layer in self._layers for begin in layer.beginnings(line)}
        reached = 0
        for at in sorted(begins):
            found = self._uncased_at(line, at) if at >= reached else None
            if found is None:
                continue
            end, meaning = found
            gloss = _GLOSS.match(line, end)
            if gloss and self.kind_of(gloss[1]) == meaning.sort:
                end = gloss.end()
            yield Mention(at, end, meaning.sort, meaning.label, meaning.iri, meaning.gloss)
            reached = end

    def _uncased_at(self, line: str, at: int) -> tuple[int, KnownName] | None:
        """Return where the longest known name that begins at a place of a line ends, and what it means."""
        for layer in self._layers:
            for length in layer.lengths.get(line[at], ()):
                name = line[at : at + length]
                if meaning := layer.uncased.get(name):
                    return at + len(name), meaning
        return None


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
            yield from ((form, KnownName(sort, label, iri)) for form in _spaced(text.value))


def names_below(
    ontology: Ontology, entities: Mapping[str, Entity], above: str
) -> Iterator[tuple[str, KnownName]]:
    """Yield the names of a graph's things of one class, such as its products.

    Args:
        ontology: for what is below what.
        entities: the things of the graph, by IRI.
        above: the class.
    """
    for iri, entity in sorted(entities.items()):
        if ontology.is_a(entity.class_name, above):
            for text in (*entity.labels, *entity.alternatives):
                yield text.value, KnownName(OTHER, entity.labels[0].value, iri)


def _spaced(name: str) -> Iterator[str]:
    """Yield a name, and in scripts without capitals also with each mark that may part its words, or none."""
    yield name
    if not _LATIN.search(name) and _PARTED.search(name):
        yield from (_PARTED.sub(mark, name) for mark in ("・", " ", "·", "･", "＝", "\u3000", ""))


def _of_files() -> Iterator[tuple[str, KnownName]]:
    for label, others in read_words("houses")["houses"].items():
        for name in (label, *others):
            yield from ((form, KnownName(HOUSE, label)) for form in _spaced(name))
    for label, others in read_words("groups")["groups"].items():
        for name in (label, *others):
            yield from ((form, KnownName(PERSON, name)) for form in _spaced(name))  # As printed.
    for name in (*read_words("shared")["others"], *read_words("places")["places"]):
        yield name, KnownName(OTHER, name)

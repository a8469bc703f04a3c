"""The names of many things, so that those worth comparing are found without comparing all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations, product

from fashion_kg.claims import Entity
from fashion_kg.matching.comparing import compare
from fashion_kg.matching.likeness import Frequencies, Likeness, Reason
from fashion_kg.matching.scripts import LATIN, script_of
from fashion_kg.matching.words import Written, long_forms, read_name, sound

# What more pairs of things have in common says nothing by itself.
_MOST = 40_000
# How many names of a thing are compared; the first are its labels.
_NAMES = 12


@dataclass(frozen=True)
class Thing:
    """Something with names.

    Attributes:
        iri: its address.
        kind: local name of its class in the ontology.
        names: its names, the one to show first; others are aliases, printed names and misspellings.
    """

    iri: str
    kind: str
    names: tuple[str, ...]

    @cached_property
    def label(self) -> str:
        """The name to show."""
        return self.names[0]

    @classmethod
    def of(cls, entity: Entity, printed: Iterable[str] = ()) -> Thing:
        """Make one of what a sheet declares, with names that sources print for it."""
        labels = sorted(entity.labels, key=lambda text: text.language != "en")
        texts = (*labels, *entity.alternatives, *entity.hidden)
        names = dict.fromkeys((*(text.value for text in texts), *printed))
        return cls(entity.iri, entity.class_name, tuple(names))


@dataclass(frozen=True)
class Candidate:
    """A known thing that a name may mean: its address, the name that came nearest, how near, and why."""

    iri: str
    name: str
    likeness: Likeness

    @property
    def score(self) -> float:
        """How alike, between 0 and 1."""
        return self.likeness.score

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why."""
        return self.likeness.reasons


class NameIndex:
    """Things by the words of their names.

    Args:
        things: what is known.
    """

    def __init__(self, things: Iterable[Thing]) -> None:
        self.things: dict[str, Thing] = {thing.iri: thing for thing in things}
        # Things by kind and key: those that are found by it, and those that look under it.
        self._kept: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._asked: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for thing in self.things.values():
            kept, asked = _keys(map(read_name, thing.names))
            for key in kept:
                self._kept[thing.kind][key].append(thing.iri)
            for key in asked:
                self._asked[thing.kind][key].append(thing.iri)
        self._frequencies: dict[str, Frequencies] = {}

    def frequencies(self, kind: str) -> Frequencies:
        """Return how many things of a kind have each word in the name that is shown."""
        if kind not in self._frequencies:
            of_kind = (thing for thing in self.things.values() if thing.kind == kind)
            self._frequencies[kind] = Frequencies(read_name(thing.label) for thing in of_kind)
        return self._frequencies[kind]

    def near(self, name: str, kind: str) -> Iterator[Thing]:
        """Yield the things of a kind that have something in common with a name."""
        kept, asked = _keys([read_name(name)])
        rows = [self._kept[kind].get(key, ()) for key in sorted(asked)]
        rows += [self._asked[kind].get(key, ()) for key in sorted(kept)]
        for iri in dict.fromkeys(iri for row in rows for iri in row):
            yield self.things[iri]

    def pairs(self, kind: str) -> Iterator[tuple[Thing, Thing]]:
        """Yield every two things of a kind whose names have something in common, each pair once."""
        seen: set[tuple[str, str]] = set()
        for key, asking in self._asked[kind].items():
            keeping = self._kept[kind].get(key, ())
            if len(asking) * len(keeping) > _MOST:
                continue
            for pair in product(asking, keeping):
                ordered = (min(pair), max(pair))
                if pair[0] != pair[1] and ordered not in seen:
                    seen.add(ordered)
                    yield self.things[ordered[0]], self.things[ordered[1]]

    def likeness(self, one: Thing, other: Thing) -> Likeness:
        """Say how alike two things are by the names of both; two kinds are never one."""
        if one.kind != other.kind:
            return Likeness(
                (Reason(f"{one.kind} and {other.kind} are two things, whatever their names", -20.0),)
            )
        return best_names(one.names, other.names, one.kind, self.frequencies(one.kind))[1]


def best_names(
    names: tuple[str, ...], others: tuple[str, ...], kind: str, frequencies: Frequencies
) -> tuple[str, Likeness]:
    """Return which of the other names comes nearest to one of the names, and how near; aliases are told."""
    # Where both have names in one script, those tell; a likeness by sound alone would only be chance.
    heard = not {script_of(name) for name in names} & {script_of(other) for other in others}
    best = ("", Likeness((Reason("nothing in common", -30.0),)))
    for place, name in enumerate(names[:_NAMES]):
        for at, other in enumerate(others[:_NAMES]):
            found = compare(name, other, kind, frequencies, heard=heard)
            if place or at:
                by = f"by the names {name} and {other}"
                found = found.beside([Reason(by, -0.1 * (place > 0) - 0.1 * (at > 0))])
            if found.weight > best[1].weight:
                best = (other, found)
    return best


def nearest(name: str, kind: str, names: NameIndex, *, least: float = 0.3, limit: int = 5) -> list[Candidate]:
    """Return the known things of a kind that a name may mean, the likeliest first.

    Args:
        name: a name as printed, in any script.
        kind: class of the ontology: only things of this class are looked at.
        names: what is known.
        least: lowest score of a candidate.
        limit: how many at most.
    """
    frequencies = names.frequencies(kind)
    found = []
    for thing in names.near(name, kind):
        shown, likeness = best_names((name,), thing.names, kind, frequencies)
        if likeness.score >= least:
            found.append(Candidate(thing.iri, shown, likeness))
    return sorted(found, key=lambda each: (-each.score, each.iri))[:limit]


def _keys(names: Iterable[Written]) -> tuple[set[str], set[str]]:
    """Return the keys by which things find each other: those to be found by, and those to look under.

    Two names meet if they are written or sound alike as a whole; if they share a word, and another word's
    beginning or end; if one is a single word of the other; if one has a letter for a word of the other; or
    if one is in another script and a word of it sounds like one of the other.
    """
    kept: set[str] = set()
    asked: set[str] = set()
    for name in names:
        both = {f"letters {''.join(sorted(name.core))}", f"sounds {name.sounds}"}
        both |= {f"letters {''.join(sorted(member.core))}" for member in name.members}
        if len(name.core) == 1:
            word = name.core[0]
            both.add(f"ends {word[:2]} {word[-2:]}")
            asked.add(f"word {word}")
        for word in name.core:
            kept |= {f"word {word}", f"sound {sound(word)}"}
            if name.script != LATIN:
                asked.add(f"sound {sound(word)}")
        for word, other in permutations(name.core, 2):
            for form in {word, *long_forms(word)}:
                both |= {f"first {form} {other[:2]}", f"last {form} {other[-2:]}"}
            kept.add(f"initial {word} {other[0]}")
            if len(other) == 1:
                asked.add(f"initial {word} {other}")
        kept |= both
        asked |= both
    return kept, asked

"""Which things of a project may be one: pairs by name and context, best first, for a person to judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from fashion_kg.claims import Reference, Text
from fashion_kg.curating.context import Context
from fashion_kg.identity import Identity
from fashion_kg.matching import Likeness, NameIndex, Thing, best_names
from fashion_kg.namespaces import PREFIXES
from fashion_kg.ontology import Ontology, local_name
from fashion_kg.sources import Sheets

# What context can add at most does not lift a pair of names below this to an even chance.
_LEAST_NAMES = -5.0


@dataclass(frozen=True)
class Pair:
    """Two things that may be one.

    Attributes:
        one: the thing that more is said of, as a rule the one to keep.
        other: the other.
        likeness: how alike they are, with reasons.
        group: number of the group of three or more that hang together, or 0.
    """

    one: Thing
    other: Thing
    likeness: Likeness
    group: int = 0

    @property
    def score(self) -> float:
        """How alike, between 0 and 1."""
        return self.likeness.score


class Alike:
    """Finds the things of a project that may be one.

    Args:
        ontology: the vocabulary.
        sheets: what the sheets say.
        identity: who is who so far: pairs that are judged do not come again.
    """

    def __init__(self, ontology: Ontology, sheets: Sheets, identity: Identity) -> None:
        self._ontology, self._identity = ontology, identity
        self.classes = tuple(
            name for name in ontology.ancestors if name in ontology.entity_classes or name == "Agent"
        )
        self._context = Context(ontology, sheets, identity)
        self._uses = _uses(sheets, identity)
        self.index = NameIndex(known_things(ontology, sheets, identity))

    def pairs(
        self,
        kind: str = "",
        near: str = "",
        least: float = 0.5,
        *,
        unsure: bool = False,
        progress: Callable[[str], None] = lambda _: None,
    ) -> list[Pair]:
        """Return the pairs that may be one, best first.

        Args:
            kind: a class; only things of it and of those below it are looked at. Empty for all.
            near: a name; only pairs with a thing that it may mean are looked at. Empty for all.
            least: lowest score.
            unsure: whether pairs that were judged unsure come again.
            progress: called with the class that is looked at.
        """
        judged = self._judged(unsure=unsure)
        found = []
        for class_name in self._ontology.entity_classes:
            if kind and not self._ontology.is_a(class_name, kind):
                continue
            progress(class_name)
            for one, other in self._candidates(class_name, near):
                if frozenset((one.iri, other.iri)) not in judged:
                    pair = self._pair(one, other)
                    if pair and pair.score >= least:
                        found.append(pair)
        found.sort(key=lambda pair: (-pair.likeness.weight, pair.one.iri, pair.other.iri))
        return list(_grouped(found))

    def _candidates(self, class_name: str, near: str) -> Iterator[tuple[Thing, Thing]]:
        if not near:
            yield from self.index.pairs(class_name)
            return
        wanted = {
            thing.iri
            for thing in self.index.near(near, class_name)
            if best_names((near,), thing.names, class_name, self.index.frequencies(class_name))[1].score
            >= 0.25
        }
        seen = set()
        for iri in sorted(wanted):
            thing = self.index.things[iri]
            for other in {
                each.iri: each for name in thing.names for each in self.index.near(name, class_name)
            }.values():
                pair = frozenset((iri, other.iri))
                if len(pair) == 2 and pair not in seen:
                    seen.add(pair)
                    yield thing, other

    def likeness(self, one: str, other: str) -> Likeness:
        """Return how alike two known things are by name and context, whether judged or not."""
        things = self.index.things
        likeness = self.index.likeness(
            things[self._identity.canonical(one)], things[self._identity.canonical(other)]
        )
        return likeness.beside(self._context.reasons(one, other))

    def _pair(self, one: Thing, other: Thing) -> Pair | None:
        by_name = self.index.likeness(one, other)
        if by_name.weight < _LEAST_NAMES:
            return None
        if (self._uses[other.iri], one.iri) > (self._uses[one.iri], other.iri):
            one, other = other, one
        return Pair(one, other, by_name.beside(self._context.reasons(one.iri, other.iri)))

    def _judged(self, *, unsure: bool) -> set[frozenset[str]]:
        canonical = self._identity.canonical
        return {
            frozenset(map(canonical, pair))
            for decision in self._identity.decisions
            if decision.kept is None and not (unsure and decision.judgement == "unsure")
            for pair in combinations(decision.entities, 2)
        }


def _uses(sheets: Sheets, identity: Identity) -> dict[str, int]:
    """Return how much is said of each thing."""
    uses: dict[str, int] = defaultdict(int)
    for statement in sheets.statements:
        for _, value in statement.fields:
            if isinstance(value, Reference):
                uses[identity.canonical(value.iri)] += 1
    return uses


def known_things(ontology: Ontology, sheets: Sheets, identity: Identity) -> list[Thing]:
    """Return what is declared with all its names: merged things lend theirs to the one that is kept.

    Args:
        ontology: the vocabulary.
        sheets: what the sheets say.
        identity: who is who.
    """
    printed = printed_names(ontology, sheets, identity)
    names: dict[str, dict[str, None]] = defaultdict(dict)
    for iri, entity in sorted(
        sheets.entities.items(), key=lambda each: (identity.canonical(each[0]) != each[0], each)
    ):
        names[identity.canonical(iri)] |= dict.fromkeys(Thing.of(entity).names)
    return [
        Thing(iri, sheets.entities[iri].class_name, tuple(names[iri] | dict.fromkeys(printed.get(iri, ()))))
        for iri in names
        if iri in sheets.entities
    ]


def printed_names(ontology: Ontology, sheets: Sheets, identity: Identity) -> dict[str, dict[str, None]]:
    """Return the names that sources print for things: claims of a name, and names as credited."""
    naming = {
        PREFIXES["fkg"] + name
        for name in ontology.claimables
        for above in ontology.objects(PREFIXES["fkg"] + name, "rdfs:subPropertyOf")
        if local_name(str(getattr(above, "value", ""))) in ("altLabel", "hiddenLabel")
    }
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for statement in sheets.statements:
        subject, named, value = (statement.get(key) for key in ("subject", "property", "value"))
        is_name = isinstance(named, Reference) and named.iri in naming
        if is_name and isinstance(value, Text) and isinstance(subject, Reference):
            found[identity.canonical(subject.iri)][value.value] = None
        agents = [
            given.iri
            for each in ontology.fields[statement.kind]
            if each.takes == "Agent" and isinstance(given := statement.get(each.name), Reference)
        ]
        for evidence in statement.evidence:
            if evidence.credit_text and len(agents) == 1:
                found[identity.canonical(agents[0])][evidence.credit_text] = None
    return found


# -- groups -----------------------------------------------------------------------------------------


def _grouped(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Number the groups of three or more things that hang together by pairs, the best first."""
    pairs = list(pairs)
    leader: dict[str, str] = {}

    def first(iri: str) -> str:
        while leader.setdefault(iri, iri) != iri:
            iri = leader[iri]
        return iri

    for pair in pairs:
        leader[first(pair.other.iri)] = first(pair.one.iri)
    sizes: dict[str, int] = defaultdict(int)
    for iri in leader:
        sizes[first(iri)] += 1
    numbers: dict[str, int] = {}
    for pair in pairs:
        root = first(pair.one.iri)
        number = numbers.setdefault(root, len(numbers) + 1) if sizes[root] > 2 else 0
        yield Pair(pair.one, pair.other, pair.likeness, number)


def groups(pairs: Iterable[Pair]) -> dict[int, list[Thing]]:
    """Return the things of each group of three or more, by its number."""
    found: dict[int, dict[str, Thing]] = defaultdict(dict)
    for pair in pairs:
        if pair.group:
            found[pair.group] |= {pair.one.iri: pair.one, pair.other.iri: pair.other}
    return {number: list(things.values()) for number, things in found.items()}

"""What a project knows of a thing already, and which known things a new name comes near."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from fashion_kg.claims import PROPOSED, REJECTED, Entity, Evidence, Reference, Statement
from fashion_kg.curating.reviewing import Shelf
from fashion_kg.identity import Identity
from fashion_kg.matching.index import Candidate, NameIndex, Thing, nearest
from fashion_kg.names import words_folded
from fashion_kg.namespaces import BASE
from fashion_kg.ontology import Ontology
from fashion_kg.wording import best_label

_LEAST = 0.1
"""What is less likely than this is not shown."""
_CLOSE = 80
"""From 0 to 100: how much of what is typed must stand in a name."""
_MOST = 3


@dataclass(frozen=True)
class Known:
    """What the sources say of a thing, in a few words.

    Attributes:
        iri: its address.
        label: its name.
        class_name: what it is.
        sources: how many sources that a person has read declare it.
        proposed: how many others do, which only a program has read.
        roles: an agent's roles, posts and the like, the most frequent first.
        brands: the brands it has to do with, the most frequent first.
    """

    iri: str
    label: str
    class_name: str
    sources: int
    proposed: int
    roles: tuple[str, ...]
    brands: tuple[str, ...]

    @property
    def path(self) -> str:
        """Its address as people write it: ``person/some-slug``."""
        return self.iri.removeprefix(BASE)


@dataclass(frozen=True)
class Near:
    """A known thing that a name may mean.

    Attributes:
        known: the thing.
        name: the name of it that comes nearest.
        score: how likely it is meant, in per cent; None for one that was looked for.
        why: what speaks for it or against it.
    """

    known: Known
    name: str
    score: int | None
    why: str


class Acquaintance:
    """Answers who is known, from what the sheets say; of what is only proposed, names alone are known.

    Args:
        ontology: the vocabulary.
        entities: what the sheets declare, by IRI.
        statements: what they say.
        checked: ids of the sources that a person has read.
        identity: who is who: what was merged is known under the address that is kept.
    """

    def __init__(
        self,
        ontology: Ontology,
        entities: Mapping[str, Entity],
        statements: Iterable[Statement],
        checked: Collection[str],
        identity: Identity,
    ) -> None:
        self.ontology, self._checked, self._identity = ontology, frozenset(checked), identity
        self._entities: dict[str, Entity] = {}
        for iri, entity in entities.items():
            kept = identity.canonical(iri)
            if kept == iri or kept not in entities:
                self._entities[iri] = entity
        for iri, entity in entities.items():
            if iri not in self._entities:
                self._entities[identity.canonical(iri)] = _with_names(
                    self._entities[identity.canonical(iri)], entity
                )
        told = list(statements)
        self._houses = self._houses_of_campaigns(told)
        self._statements = [
            statement for statement in told if any(self._counts(evidence) for evidence in statement.evidence)
        ]

    def _counts(self, evidence: Evidence) -> bool:
        return evidence.source in self._checked and evidence.review.state not in (PROPOSED, REJECTED)

    # -- campaigns ------------------------------------------------------------------------------

    def _houses_of_campaigns(self, statements: Iterable[Statement]) -> Mapping[str, set[str]]:
        """Return the brands that claims give to each campaign, also those that are only proposed."""
        found: dict[str, set[str]] = defaultdict(set)
        for statement in statements:
            if statement.kind != "Claim" or all(e.review.state == REJECTED for e in statement.evidence):
                continue
            things = [iri for iri in self._things(statement) if iri in self._entities]
            brands = {iri for iri in things if self._entities[iri].class_name == "Brand"}
            for iri in things:
                if self._entities[iri].class_name == "Campaign":
                    found[iri] |= brands
        return found

    def of_other_houses(self, iri: str) -> set[str]:
        """Return the campaigns that cannot be this one, for their brands differ; none for anything else."""
        mine = self._houses.get(self._identity.canonical(iri))
        if not mine:
            return set()
        return {other for other, theirs in self._houses.items() if theirs and theirs.isdisjoint(mine)}

    def may_be(self, iri: str, known: Known) -> bool:
        """Whether more speaks for a known thing than a name: a season and a year alone name no campaign."""
        mine = self._houses.get(self._identity.canonical(iri), set())
        return known.class_name != "Campaign" or not mine.isdisjoint(self._houses.get(known.iri, set()))

    # -- what is known --------------------------------------------------------------------------

    @cached_property
    def _about(self) -> Mapping[str, list[Statement]]:
        found: dict[str, list[Statement]] = defaultdict(list)
        for statement in self._statements:
            for iri in dict.fromkeys(self._things(statement)):
                found[iri].append(statement)
        return found

    def about(self, iri: str) -> Known:
        """Return what is known of a thing.

        Raises:
            KeyError: nothing is known of it.
        """
        iri = self._identity.canonical(iri)
        entity = self._entities[iri]
        roles: Counter[str] = Counter()
        brands: Counter[str] = Counter()
        terms = {term for words in self.ontology.terms.values() for term in words.values()}
        for statement in self._about.get(iri, ()):
            for _, value in statement.fields if self._is_agent(iri) else ():
                if isinstance(value, Reference) and value.iri in terms:
                    roles[self.ontology.label(value.iri)] += 1
            brands.update(self._brands(statement, iri))
        return Known(
            iri,
            best_label(entity.labels),
            entity.class_name,
            len(self._checked & set(entity.sources)),
            len(set(entity.sources) - self._checked),
            tuple(role for role, _ in roles.most_common()),
            tuple(brand for brand, _ in brands.most_common()),
        )

    def _things(self, statement: Statement) -> list[str]:
        """Return the addresses that a statement's fields have, the property of a claim aside."""
        return [
            self._identity.canonical(value.iri)
            for name, value in statement.fields
            if isinstance(value, Reference) and name != "property"
        ]

    def _brands(self, statement: Statement, beside: str) -> Iterable[str]:
        """Return the brands of a statement, and those of what else it speaks of."""
        near = {each for each in self._things(statement) if each != beside}
        near |= {
            far for each in near for other in self._about.get(each, ()) for far in self._things(other)
            if far != beside and other.kind == "Claim"
        }  # fmt: skip
        found = (self._entities[each] for each in near if each in self._entities)
        return sorted(best_label(each.labels) for each in found if each.class_name == "Brand")

    # -- names ----------------------------------------------------------------------------------

    @cached_property
    def _printed(self) -> Mapping[str, set[str]]:
        """The names that sources print for agents, beside those that the sheets give them."""
        found: dict[str, set[str]] = defaultdict(set)
        for statement in self._statements:
            agents = [iri for iri in self._things(statement) if self._is_agent(iri)]
            if len(agents) == 1:
                found[agents[0]] |= {each.credit_text for each in statement.evidence if each.credit_text}
        return found

    def _is_agent(self, iri: str) -> bool:
        return iri in self._entities and self.ontology.is_a(self._entities[iri].class_name, "Agent")

    @cached_property
    def _index(self) -> NameIndex:
        return NameIndex(
            Thing.of(entity, sorted(self._printed.get(iri, ()))) for iri, entity in self._entities.items()
        )

    def _classes(self, takes: str) -> list[str]:
        return [name for name in self.ontology.entity_classes if self.ontology.is_a(name, takes)]

    def nearest(self, name: str, takes: str, beside: Collection[str] = (), most: int = _MOST) -> list[Near]:
        """Return the things of a class that a name may mean, the likeliest first.

        Args:
            name: the name.
            takes: the class.
            beside: addresses that are not meant.
            most: how many at most.
        """
        found = [
            Near(self.about(each.iri), each.name, round(100 * each.score), _why(each))
            for class_name in self._classes(takes)
            for each in nearest(name, class_name, self._index, least=_LEAST, limit=most + len(beside))
            if each.iri not in beside
        ]
        return sorted(found, key=lambda near: (-(near.score or 0), near.known.iri))[:most]

    def search(self, typed: str, takes: str, beside: Collection[str] = (), most: int = _MOST) -> list[Near]:
        """Return the things of a class with a name in which what somebody types stands, or nearly so."""
        from rapidfuzz import fuzz, process

        classes = set(self._classes(takes))
        names = [
            (name, thing.iri)
            for thing in self._index.things.values()
            if thing.kind in classes and thing.iri not in beside
            for name in thing.names
        ]
        matches = process.extract(
            words_folded(typed),
            [words_folded(name) for name, _ in names],
            scorer=fuzz.partial_ratio,
            score_cutoff=_CLOSE,
            limit=most * 4,
        )
        found: dict[str, Near] = {}
        for _, _, place in matches:
            name, iri = names[place]
            found.setdefault(iri, Near(self.about(iri), name, None, ""))
        return list(found.values())[:most]


def _why(candidate: Candidate) -> str:
    """Return what speaks most, for or against."""
    reasons = sorted(candidate.reasons, key=lambda reason: -abs(reason.weight))
    return "; ".join(reason.text for reason in reasons[:2])


def _with_names(kept: Entity, merged: Entity) -> Entity:
    """Return a thing with the names, and the sources, of one that was merged into it."""
    names = (*kept.alternatives, *merged.labels, *merged.alternatives)
    sources = dict.fromkeys((*kept.sources, *merged.sources))
    hidden = (*kept.hidden, *merged.hidden)
    return replace(kept, alternatives=names, hidden=hidden, sources=tuple(sources))


def acquaintance_of(shelf: Shelf) -> Acquaintance:
    """Return who is known, from what the sheets of a project say now."""
    return Acquaintance(shelf.ontology, shelf.entities, shelf.statements(), shelf.checked(), shelf.identity)

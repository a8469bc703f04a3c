"""What a project knows of a thing already, and which known things a new name comes near."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from fashion_kg.claims import PROPOSED, REJECTED, Entity, Evidence, Reference, Statement, Text
from fashion_kg.curating.reviewing import Shelf
from fashion_kg.names import fold
from fashion_kg.namespaces import BASE
from fashion_kg.ontology import Ontology
from fashion_kg.wording import best_label

_CLOSE = 72
"""From 0 to 100: names that are less alike than this are not shown."""
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
        roles: its roles, posts and the like, the most frequent first.
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
        score: how alike the two are, from 0 to 100, as rapidfuzz reckons.
    """

    known: Known
    name: str
    score: int


class Acquaintance:
    """Answers who is known, from what the sheets say; of what is only proposed, names alone are known.

    Args:
        ontology: the vocabulary.
        entities: what the sheets declare, by IRI.
        statements: what they say.
        checked: ids of the sources that a person has read.
    """

    def __init__(
        self,
        ontology: Ontology,
        entities: Mapping[str, Entity],
        statements: Iterable[Statement],
        checked: Collection[str],
    ) -> None:
        self.ontology, self._entities, self._checked = ontology, entities, frozenset(checked)
        self._statements = [
            statement
            for statement in statements
            if any(self._counts(evidence) for evidence in statement.evidence)
        ]

    def _counts(self, evidence: Evidence) -> bool:
        return evidence.source in self._checked and evidence.review.state not in (PROPOSED, REJECTED)

    def is_known(self, iri: str) -> bool:
        """Whether a source that a person has read speaks of a thing."""
        return iri in self._entities and bool(self._checked & set(self._entities[iri].sources))

    @cached_property
    def _about(self) -> Mapping[str, list[Statement]]:
        found: dict[str, list[Statement]] = defaultdict(list)
        for statement in self._statements:
            for iri in dict.fromkeys(_things(statement)):
                found[iri].append(statement)
        return found

    def about(self, iri: str) -> Known:
        """Return what is known of a thing.

        Raises:
            KeyError: nothing is known of it.
        """
        entity = self._entities[iri]
        roles: Counter[str] = Counter()
        brands: Counter[str] = Counter()
        terms = {term for words in self.ontology.terms.values() for term in words.values()}
        for statement in self._about.get(iri, ()):
            for _, value in statement.fields:
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

    def _brands(self, statement: Statement, beside: str) -> Iterable[str]:
        """Return the brands of a statement, and those of what else it speaks of."""
        near = {each for each in _things(statement) if each != beside}
        near |= {
            far for each in near for other in self._about.get(each, ()) for far in _things(other)
            if far != beside and other.kind == "Claim"
        }  # fmt: skip
        found = (self._entities[each] for each in near if each in self._entities)
        return sorted(best_label(each.labels) for each in found if each.class_name == "Brand")

    # -- names ----------------------------------------------------------------------------------

    @cached_property
    def _names(self) -> list[tuple[str, str]]:
        """Every name of every known thing: what the sheets call it, and what they print."""
        found = {
            (name.value, iri)
            for iri, entity in self._entities.items()
            for name in (*entity.labels, *entity.alternatives, *entity.hidden)
        }
        for statement in self._statements:
            printed = {evidence.credit_text for evidence in statement.evidence if evidence.credit_text}
            agents = [iri for iri in _things(statement) if self._is_agent(iri)]
            if len(agents) == 1:
                found |= {(name, agents[0]) for name in printed}
            if statement.kind == "Claim" and isinstance(value := statement.get("value"), Text):
                found |= {(value.value, iri) for iri in _things(statement)[:1] if self._names_it(statement)}
        return sorted(found)

    def _names_it(self, statement: Statement) -> bool:
        named = statement.get("property")
        return isinstance(named, Reference) and named.iri.endswith(("#name", "#misspelling"))

    def _is_agent(self, iri: str) -> bool:
        return iri in self._entities and self.ontology.is_a(self._entities[iri].class_name, "Agent")

    def nearest(
        self,
        name: str,
        takes: str,
        beside: Collection[str] = (),
        *,
        most: int = _MOST,
        least: int = _CLOSE,
        begun: bool = False,
    ) -> list[Near]:
        """Return the things of a class whose names are most like a name, the nearest first.

        Args:
            name: the name.
            takes: the class.
            beside: addresses that are not meant.
            most: how many at most.
            least: from 0 to 100: how alike they must be.
            begun: whether the name may be a piece of one, such as its beginning.
        """
        from rapidfuzz import process

        fitting = [
            (each, iri)
            for each, iri in self._names
            if iri not in beside and self.ontology.is_a(self._entities[iri].class_name, takes)
        ]
        found: dict[str, Near] = {}
        matches = process.extract(
            fold(name),
            [fold(each) for each, _ in fitting],
            scorer=_piece if begun else _likeness,
            limit=most * 6,
        )
        for _, score, index in matches:
            printed, iri = fitting[index]
            if score >= least and iri not in found:
                found[iri] = Near(self.about(iri), printed, round(score))
        return list(found.values())[:most]


def _likeness(
    one: Sequence[Hashable], other: Sequence[Hashable], *, score_cutoff: float | None = None
) -> float:
    """Return how alike two names are; the order of words does not count, and one left out counts little."""
    from rapidfuzz import fuzz

    score = max(fuzz.token_sort_ratio(one, other), 0.9 * fuzz.token_set_ratio(one, other))
    return score if score >= (score_cutoff or 0) else 0.0


def _piece(one: Sequence[Hashable], other: Sequence[Hashable], *, score_cutoff: float | None = None) -> float:
    """Return how alike a name is to what somebody types, who has not come to its end."""
    from rapidfuzz import fuzz

    return max(_likeness(one, other, score_cutoff=score_cutoff), 0.9 * fuzz.partial_ratio(one, other))


def _things(statement: Statement) -> list[str]:
    """Return the addresses that a statement's fields have, the property of a claim aside."""
    return [
        value.iri for name, value in statement.fields if isinstance(value, Reference) and name != "property"
    ]


def acquaintance_of(shelf: Shelf) -> Acquaintance:
    """Return who is known, from what the sheets of a project say now."""
    return Acquaintance(shelf.ontology, shelf.entities, shelf.statements(), shelf.checked())

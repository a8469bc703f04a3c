"""What the sheets say of two things besides their names: whether that speaks for one thing or for two.

Every reason carries its numbers, in bits as in ``matching``: one more doubles the odds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import log2

from fashion_kg.claims import DateSpan, Entity, Reference, Statement
from fashion_kg.identity import Identity
from fashion_kg.matching import Reason
from fashion_kg.ontology import Ontology, local_name
from fashion_kg.sources import Sheets


@dataclass
class Seen:
    """What is said of one thing.

    Attributes:
        sources: ids of the documents that name it in a statement; tables count for nothing here, because
            they write one name in many ways.
        occasions: its roles by what it took part in, such as a campaign.
        houses: the brands it is tied to.
        people: for what people make: who is credited, and as what.
        years: when.
        places: where a document puts it in its lists: positions by document, occasion and role.
        said: what a document states it as: document, subject and property.
        tied: things that a statement names beside it.
    """

    sources: set[str] = field(default_factory=set)
    occasions: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    houses: set[str] = field(default_factory=set)
    people: set[tuple[str, str]] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    places: dict[tuple[str, str, str], set[int]] = field(default_factory=lambda: defaultdict(set))
    said: set[tuple[str, str, str]] = field(default_factory=set)
    tied: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)


class Context:
    """What sheets say of things, and how telling it is that two share some of it.

    Args:
        ontology: the vocabulary.
        sheets: what the sheets say.
        identity: who is who so far: what is said of merged things counts for the one that is kept.
    """

    def __init__(self, ontology: Ontology, sheets: Sheets, identity: Identity) -> None:
        self._ontology, self._canonical = ontology, identity.canonical
        self._entities, self._role_terms = sheets.entities, set(ontology.terms["Role"].values())
        self._sources = {source.id: source for source in sheets.sources}
        self._broader: dict[str, set[str]] = {}
        self._seen: dict[str, Seen] = defaultdict(Seen)
        for statement in sheets.statements:
            self._read(statement)
        # Taken before any is handed on: a season would else hand all its houses to whoever works in it.
        given = {iri: self._houses_given(iri) for iri in self._seen}
        for seen in self._seen.values():
            seen.houses = seen.houses.union(*(given[each] for each in seen.occasions))
        self._count()

    def _houses_given(self, iri: str) -> set[str]:
        """Return whom somebody works for who takes part in this: not all houses of a season or of a gala."""
        kind, houses = self._entities[iri].class_name, self._seen[iri].houses
        if self._ontology.is_a(kind, "Creation"):
            return houses
        return houses if self._ontology.is_a(kind, "Occasion") and len(houses) == 1 else set()

    def _count(self) -> None:
        """Count how many take part in what, so that what is rare says more."""
        self._with: dict[str, set[str]] = defaultdict(set)
        self._of_house: Counter[tuple[str, str]] = Counter()
        self._of_kind: Counter[str] = Counter()
        holders: Counter[tuple[str, str]] = Counter()
        for iri, seen in self._seen.items():
            kind = self._entities[iri].class_name if iri in self._entities else ""
            self._of_kind[kind] += 1
            self._of_house.update((kind, house) for house in seen.houses)
            for occasion, roles in seen.occasions.items():
                if roles - {""}:
                    self._with[occasion].add(iri)
                holders.update((role, occasion) for role in roles)
        by_role: dict[str, list[int]] = defaultdict(list)
        for (role, _), count in holders.items():
            by_role[role].append(count)
        self._usual = {role: sum(counts) / len(counts) for role, counts in by_role.items()}

    def _read(self, statement: Statement) -> None:
        """Note what one statement says of each thing in it."""
        named = [value for _, value in statement.fields]
        references = [self._canonical(value.iri) for value in named if isinstance(value, Reference)]
        things = [iri for iri in references if iri in self._entities]
        role = next((iri for iri in references if iri in self._role_terms), "")
        sources = {evidence.source for evidence in statement.evidence}
        documents = {each for each in sources if not self._sources[each].columns}
        years = {at.earliest.year for at in named if isinstance(at, DateSpan)}
        years |= {at.latest.year for at in named if isinstance(at, DateSpan)}
        years |= {span.earliest.year for each in sources if (span := self._sources[each].published)}
        for iri in things:
            seen = self._seen[iri]
            seen.sources |= documents
            seen.years |= years
            for other in things:
                if other != iri:
                    self._note(seen, other, role)
                    for evidence in statement.evidence:
                        if evidence.position is not None:
                            seen.places[evidence.source, other, role].add(evidence.position)
        subject, value = statement.get("subject"), statement.get("value")
        if isinstance(subject, Reference) and isinstance(value, Reference):
            said = {
                (each, self._canonical(subject.iri), str(statement.get("property"))) for each in documents
            }
            self._seen[self._canonical(value.iri)].said |= said

    def _note(self, seen: Seen, other: str, role: str) -> None:
        kind = self._entities[other].class_name
        seen.tied.add(other)
        if self._ontology.is_a(kind, "Brand"):
            seen.houses.add(other)
            seen.roles.add(role)
        elif self._ontology.is_a(kind, "Agent"):
            seen.people.add((other, role))
        else:
            seen.occasions[other].add(role)
            seen.roles.add(role)

    # -- reasons ------------------------------------------------------------------------------------

    def reasons(self, one: str, other: str) -> list[Reason]:
        """Return what speaks for or against two things being one, besides their names.

        Args:
            one: address of a thing.
            other: address of another.
        """
        mine, theirs = self._seen[self._canonical(one)], self._seen[self._canonical(other)]
        if self._canonical(other) in mine.tied:
            return [Reason("one statement names both", -8.0)]
        found = list(self._apart(mine, theirs))
        if not found:
            found += _capped(self._work(mine, theirs), 4.0)
        kind = self._entities[self._canonical(one)].class_name
        if self._ontology.is_a(kind, "Agent"):
            found += self._elsewhere(mine, theirs, kind)
        elif mine.houses and theirs.houses and not mine.houses & theirs.houses:
            ours, others = (self._label(min(seen.houses)) for seen in (mine, theirs))
            found.append(Reason(f"one is tied to {ours}, one to {others}", -3.0))
        found += self._roles(mine, theirs)
        return [*found, *_years(mine.years, theirs.years)]

    def _apart(self, mine: Seen, theirs: Seen) -> Iterator[Reason]:
        """Yield that one document tells the two apart: whoever wrote it is likely to have meant two."""
        for place in sorted(mine.places.keys() & theirs.places.keys()):
            if not mine.places[place] & theirs.places[place]:
                at, there = min(mine.places[place]), min(theirs.places[place])
                yield Reason(f"{self._name(place[0])} lists both, as names {at} and {there}", -7.0)
                return
        if both := sorted(mine.said & theirs.said):
            source, subject, _ = both[0]
            yield Reason(f"{self._name(source)} names both for {self._label(subject)}", -4.0)
        elif sources := sorted(mine.sources & theirs.sources):
            count = len(sources)
            more = f" and {count - 1} more name both" if count > 1 else " names both"
            yield Reason(f"{self._name(sources[0])}{more}", -2.0 - 0.5 * min(count, 4))

    def _work(self, mine: Seen, theirs: Seen) -> Iterator[Reason]:
        """Yield what two things take part in that no one document names together."""
        for occasion in sorted(mine.occasions.keys() & theirs.occasions.keys()):
            where = self._label(occasion)
            roles = sorted(mine.occasions[occasion] & theirs.occasions[occasion] - {""})
            if not roles:
                # Two products may well be shown together.
                if (mine.occasions[occasion] | theirs.occasions[occasion]) - {""}:
                    yield Reason(f"both took part in {where}, in other roles", 0.5)
                continue
            usual = min(self._usual[role] for role in roles)
            text = f"each is {self._label(roles[0])} of {where} in sources without the other"
            yield Reason(f"{text}; {usual:.1f} are usual", max(1.0, 3.5 - log2(usual + 1)))
        if people := mine.people & theirs.people:
            every = len(mine.people | theirs.people)
            yield Reason(f"{len(people)} of their {every} credits are the same", min(3.0, 0.6 * len(people)))

    def _elsewhere(self, mine: Seen, theirs: Seen, kind: str) -> Iterator[Reason]:
        """Yield whom and which houses both worked with, on different occasions."""
        apart = [
            seen.occasions.keys() - rest.occasions.keys() for seen, rest in ((mine, theirs), (theirs, mine))
        ]
        with_both = [{iri for each in occasions for iri in self._with[each]} for occasions in apart]
        # Who works with everybody tells nothing.
        colleagues = sorted(
            iri for iri in with_both[0] & with_both[1] if len(self._seen[iri].occasions) <= 12
        )
        if colleagues:
            more = f" and {len(colleagues) - 1} more" if len(colleagues) > 1 else ""
            weight = min(2.4, 0.8 * len(colleagues))
            yield Reason(f"both worked with {self._label(colleagues[0])}{more}, apart", weight)
        together = {
            house
            for each in mine.occasions.keys() & theirs.occasions.keys()
            for house in self._seen[each].houses
        }
        if houses := mine.houses & theirs.houses - together:
            rarest = min(houses, key=lambda iri: (self._of_house[kind, iri], iri))
            more = f" and {len(houses) - 1} more" if len(houses) > 1 else ""
            count = self._of_house[kind, rarest]
            weight = max(0.2, min(1.5, 0.4 * log2(self._of_kind[kind] / count)))
            yield Reason(
                f"both worked for {self._label(rarest)}{more}, as {count} of {self._of_kind[kind]} did",
                weight,
            )

    def _roles(self, mine: Seen, theirs: Seen) -> Iterator[Reason]:
        known = [{wider for role in seen.roles for wider in self._wider(role)} for seen in (mine, theirs)]
        if shared := sorted(mine.roles & theirs.roles - {""}):
            yield Reason(f"both work as {self._label(shared[0])}", 0.7)
        elif known[0] and known[1] and not known[0] & known[1]:
            one, other = (self._label(min(seen.roles - {""})) for seen in (mine, theirs))
            yield Reason(f"one works as {one}, one as {other}", -1.5)

    def _wider(self, role: str) -> set[str]:
        """Return a role with all that are broader: who founds a house may well be its designer."""
        if role not in self._broader:
            above = self._ontology.objects(role, "skos:broader") if role else ()
            wider = (self._wider(str(getattr(each, "value", ""))) for each in above)
            self._broader[role] = ({role} - {""}).union(*wider)
        return self._broader[role]

    def _label(self, iri: str) -> str:
        if iri in self._entities:
            return label_of(self._entities[iri])
        return (local_name(iri).rpartition("/")[2] or iri).replace("-", " ")

    def _name(self, source: str) -> str:
        return self._sources[source].label


def label_of(entity: Entity) -> str:
    """Return the name to show of a thing: the English one where it has one."""
    english = (text.value for text in entity.labels if text.language == "en")
    return next(english, entity.labels[0].value if entity.labels else entity.iri.rpartition("/")[2])


def _capped(reasons: Iterator[Reason], most: float) -> Iterator[Reason]:
    """Yield reasons of one sort until they say as much as such reasons can."""
    for reason in reasons:
        weight = min(reason.weight, most)
        if weight <= 0:
            return
        yield Reason(reason.text, weight)
        most -= weight


def _years(mine: set[int], theirs: set[int]) -> Iterator[Reason]:
    if mine and theirs:
        gap = max(min(mine) - max(theirs), min(theirs) - max(mine))
        if gap > 15:
            yield Reason(f"{gap} years lie between what is said of them", -1.0 if gap <= 40 else -4.0)

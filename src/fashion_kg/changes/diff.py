"""What differs between two exports: statements, things, sources and decisions, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from fashion_kg.answers.shown import short
from fashion_kg.changes.snapshots import Snapshot
from fashion_kg.namespaces import term
from fashion_kg.ontology import Ontology

ADDED, REMOVED, CHANGED = "added", "removed", "changed"


@dataclass(frozen=True)
class Change:
    """One difference.

    Attributes:
        what: ``statement``, ``thing``, ``source`` or ``decision``.
        how: ``added``, ``removed`` or ``changed``.
        iri: its address, in the newer file where that has it.
        kind: local name of its class.
        words: what it says, or what it is called.
        details: what changed in it, one sentence each.
        places: the places in sources that make a statement that was added or removed.
    """

    what: str
    how: str
    iri: str
    kind: str
    words: str
    details: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    """All differences, and how many triples were added and removed in all, derived facts included."""

    changes: tuple[Change, ...]
    triples_added: int
    triples_removed: int

    def __bool__(self) -> bool:
        return bool(self.changes or self.triples_added or self.triples_removed)


def compare(old: Snapshot, new: Snapshot, ontology: Ontology) -> Difference:
    """Compare two exports.

    Statements are matched by their address; one whose optional fields or whose value changed has another
    address, and is matched by the fields that make up the question it answers (a claim's subject and
    property, any other statement's required fields) where that leaves no doubt. An address that was merged
    into another is followed. Where only one of the files holds the ontology, the ontology does not count.
    """
    touched = {
        subject for subject in old.subjects() | new.subjects() if old.pairs(subject) != new.pairs(subject)
    }
    if old.has_ontology != new.has_ontology:
        touched -= old.vocabulary | new.vocabulary
    added = sum(len(new.pairs(subject) - old.pairs(subject)) for subject in touched)
    removed = sum(len(old.pairs(subject) - new.pairs(subject)) for subject in touched)
    changes = [
        *_Statements(old, new, ontology).changes(touched),
        *_others("thing", "skos:prefLabel", old, new, touched, _named(ontology)),
        *_others("source", "fkg:sha256", old, new, touched, _named(ontology)),
        *_others("decision", "dcterms:description", old, new, touched, _decided),
    ]
    return Difference(tuple(changes), added, removed)


class _Statements:
    """Compares the statements of two exports."""

    def __init__(self, old: Snapshot, new: Snapshot, ontology: Ontology) -> None:
        self.old, self.new, self.ontology = old, new, ontology

    def changes(self, touched: Iterable[str]) -> Iterator[Change]:
        before, after = set(self.old.owners.values()), set(self.new.owners.values())
        concerned = {
            statement
            for snapshot, known in ((self.old, before), (self.new, after))
            for subject in touched
            if (statement := snapshot.owners.get(subject, subject)) in known
        }
        gone, come = (concerned & before) - after, (concerned & after) - before
        pairs = [(iri, iri) for iri in concerned & before & after]
        pairs += self._merged(gone, after)
        pairs += self._same_question(gone - {one for one, _ in pairs}, come - {other for _, other in pairs})
        matched = {iri for pair in pairs for iri in pair}
        found = [self._whole(self.new, ADDED, iri) for iri in come - matched]
        found += [self._whole(self.old, REMOVED, iri) for iri in gone - matched]
        for one, other in pairs:
            if details := self._details(one, other):
                found.append(self._whole(self.new, CHANGED, other, tuple(details)))
        yield from _sorted(found)

    def _merged(self, gone: Iterable[str], after: set[str]) -> list[tuple[str, str]]:
        targets = ((iri, self.new.values(iri, "dcterms:isReplacedBy")) for iri in gone)
        return [(iri, target[0]) for iri, target in targets if target and target[0] in after]

    def _same_question(self, gone: Iterable[str], come: Iterable[str]) -> list[tuple[str, str]]:
        questions: dict[tuple[str, ...], tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
        for side, (snapshot, iris) in enumerate(((self.old, gone), (self.new, come))):
            for iri in iris:
                questions[self._question(snapshot, iri)][side].append(iri)
        return [
            (before[0], after[0])
            for before, after in questions.values()
            if len(before) == 1 and len(after) == 1
        ]

    def _kind(self, snapshot: Snapshot, iri: str) -> str:
        return next((name for name in snapshot.types(iri) if name in self.ontology.fields), "Assertion")

    def _question(self, snapshot: Snapshot, iri: str) -> tuple[str, ...]:
        kind = self._kind(snapshot, iri)
        fields = self.ontology.fields.get(kind, ())
        keys = [field.name for field in fields if field.required and field.takes != "value"]
        if len(keys) == len(fields):  # nothing is left that could have changed
            return (iri,)
        return (kind, *(node for key in keys for node in snapshot.values(iri, f"fkg:{key}")))

    def _whole(self, snapshot: Snapshot, how: str, iri: str, details: tuple[str, ...] = ()) -> Change:
        places = () if details else tuple(_place(snapshot, place) for place in _places(snapshot, iri))
        kind = self._kind(snapshot, iri)
        return Change("statement", how, iri[1:-1], kind, snapshot.text(iri, "rdfs:label"), details, places)

    def _details(self, one: str, other: str) -> list[str]:
        old, new = self.old, self.new
        found: list[str] = []
        if one != other:
            kind = self._kind(new, other)
            names = [field.name for field in self.ontology.fields.get(kind, ())]
            found += _value_changes(old, one, new, other, [f"fkg:{name}" for name in names])
            if new.values(one, "dcterms:isReplacedBy"):
                found.append(f"was {short(one[1:-1])} before things that it names were merged")
        found += _value_changes(old, one, new, other, ["fkg:rank", "fkg:reviewState"])
        before = {_place(old, place) for place in _places(old, one)}
        after = {_place(new, place) for place in _places(new, other)}
        found += [f"evidence added: {place}" for place in sorted(after - before)]
        found += [f"evidence removed: {place}" for place in sorted(before - after)]
        disputed = [bool(s.values(iri, "fkg:conflictsWith")) for s, iri in ((old, one), (new, other))]
        if disputed[0] != disputed[1]:
            found.append("now disputed" if disputed[1] else "no longer disputed")
        return found


def _value_changes(
    old: Snapshot, one: str, new: Snapshot, other: str, curies: Iterable[str]
) -> Iterator[str]:
    for curie in curies:
        before, after = old.values(one, curie), new.values(other, curie)
        if before != after:
            was = ", ".join(map(old.words, before)) or "none"
            now = ", ".join(map(new.words, after)) or "none"
            if was != now:
                yield f"{term(curie).value.rpartition('#')[2].rpartition('/')[2]}: {was} -> {now}"


def _places(snapshot: Snapshot, statement: str) -> list[str]:
    return snapshot.values(statement, "fkg:evidence")


def _place(snapshot: Snapshot, place: str) -> str:
    source = snapshot.text(place, "oa:hasSource")
    part, paragraph = snapshot.text(place, "fkg:part"), snapshot.text(place, "fkg:paragraph")
    row, column = snapshot.text(place, "fkg:row"), snapshot.text(place, "fkg:column")
    selectors = snapshot.values(place, "oa:hasSelector")
    phrase = "".join(snapshot.text(selector, "oa:exact") for selector in selectors)
    start = "".join(snapshot.text(selector, "oa:start") for selector in selectors)
    printed = [
        f"{word} {said}"
        for word, curie in (
            ("prints", "fkg:creditText"),
            ("dated", "fkg:dateText"),
            ("in place", "fkg:position"),
            ("confidence", "fkg:confidence"),
            ("reviewed as", "fkg:reviewState"),
            ("by", "fkg:reviewer"),
        )
        if (said := snapshot.text(place, curie))
    ]
    notes = f" ({'; '.join(printed)})" if printed else ""
    where = f"row {row}, column {column}" if row else f"paragraph {paragraph}, at {start}"
    return f"{source}, {part}, {where}: “{phrase}”{notes}"


# -- things, sources, decisions ---------------------------------------------------------------------

_NAMES = ("skos:prefLabel", "skos:altLabel", "skos:hiddenLabel")
_ABOUT_SOURCES = (
    "rdfs:label", "schema:headline", "schema:publisher", "schema:author", "schema:inLanguage", "schema:url",
    "schema:keywords", "schema:creditText", "fkg:published", "fkg:sha256", "fkg:pressWave", "fkg:reviewState",
    "prov:wasDerivedFrom", "dcterms:description",
)  # fmt: skip
_COMPARED = {
    "thing": _NAMES,
    "source": _ABOUT_SOURCES,
    "decision": ("dcterms:description", "dcterms:date", "fkg:rank", "fkg:judgement", "fkg:concerns"),
}

Describe = Callable[[Snapshot, str], tuple[str, str]]


def _others(
    what: str, mark: str, old: Snapshot, new: Snapshot, touched: set[str], describe: Describe
) -> Iterator[Change]:
    """Compare what is no statement: whatever has the property ``mark``."""
    before, after = old.with_property(mark) & touched, new.with_property(mark) & touched
    if what == "decision":
        before, after = (
            {i for i in known if i.startswith("<") and "/decision/" in i} for known in (before, after)
        )
    found = []
    for iri in before | after:
        snapshot = new if iri in after else old
        kind, words = describe(snapshot, iri)
        how = CHANGED if iri in before and iri in after else ADDED if iri in after else REMOVED
        details: list[str] = []
        if how == CHANGED:
            details = list(_value_changes(old, iri, new, iri, _COMPARED[what]))
            if not details:
                continue
        elif how == REMOVED and (kept := new.values(iri, "dcterms:isReplacedBy")):
            how, details = CHANGED, [f"merged into {new.words(kept[0])} ({short(kept[0][1:-1])})"]
        found.append(Change(what, how, iri[1:-1], kind, words, tuple(details)))
    yield from _sorted(found)


def _named(ontology: Ontology) -> Describe:
    def describe(snapshot: Snapshot, iri: str) -> tuple[str, str]:
        types = snapshot.types(iri)
        # The closest class has the most classes above it.
        kind = max(types, key=lambda name: (len(ontology.ancestors.get(name, ())), name), default="")
        return kind, snapshot.words(iri)

    return describe


def _decided(snapshot: Snapshot, iri: str) -> tuple[str, str]:
    about = [*snapshot.values(iri, "fkg:decides"), *snapshot.values(iri, "fkg:concerns")]
    verdict = snapshot.text(iri, "fkg:rank") or snapshot.text(iri, "fkg:judgement")
    concerned = "; ".join(map(snapshot.words, about))
    kind = next((name for name in snapshot.types(iri) if name != "Decision"), "Decision")
    return kind, f"{verdict}: {concerned}. {snapshot.text(iri, 'dcterms:description')}"


def _sorted(changes: Iterable[Change]) -> list[Change]:
    order = (ADDED, REMOVED, CHANGED)
    return sorted(
        changes, key=lambda change: (order.index(change.how), change.kind, change.words, change.iri)
    )

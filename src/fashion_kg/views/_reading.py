"""What pages need of the graph, read in bulk: names, kinds, statements with their places, and sources.

Each question is asked for thousands of addresses at once, never for one; whoever asks for few reads little.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from pyoxigraph import Literal, NamedNode, QuerySolution, QuerySolutions

from fashion_kg.answers.reviewed import reviewed_among
from fashion_kg.claims import UNREVIEWED
from fashion_kg.namespaces import PREFIXES, term
from fashion_kg.ontology import Ontology, local_name
from fashion_kg.store import Store
from fashion_kg.views._look import tag

_AT_ONCE = 1_000
"""With more, the engine joins what is optional the slow way: 46 s for 5,000 statements, 0.2 s for 1,000."""

_TYPE, _LABEL, _RANK, _REVIEW, _RIVAL = (
    term(curie).value
    for curie in ("rdf:type", "rdfs:label", "fkg:rank", "fkg:reviewState", "fkg:conflictsWith")
)

_TERMS = (NamedNode, Literal)

_DECLARED = """
PREFIX dcterms: <{dcterms}>
PREFIX fkg: <{fkg}>
PREFIX oa: <{oa}>
PREFIX rdfs: <{rdfs}>
PREFIX schema: <{schema}>
PREFIX skos: <{skos}>
""".format_map(PREFIXES)

# Preferred, other and wrong names, and the one label; then names as a credit prints them.
_NAMES = """
SELECT DISTINCT ?thing ?property ?name WHERE {
  VALUES ?thing { THESE }
  ?thing ?property ?name .
  FILTER(?property IN (rdfs:label, skos:prefLabel, skos:altLabel, skos:hiddenLabel))
}
"""
_PRINTED = """
SELECT DISTINCT ?thing ?name WHERE {
  VALUES ?thing { THESE }
  ?statement fkg:creditedAgent|fkg:agent ?thing ; fkg:evidence ?place .
  ?place fkg:creditText ?name .
}
"""
_KINDS = "SELECT DISTINCT ?thing ?class WHERE { VALUES ?thing { THESE } ?thing a ?class }"
_MENTIONING = """
SELECT DISTINCT ?statement WHERE {
  VALUES ?thing { THESE }
  ?statement ?field ?thing ; fkg:rank ?rank .
}
"""
_GROUPS = "SELECT DISTINCT ?group WHERE { VALUES ?thing { THESE } ?group fkg:member ?thing }"
# What engines join slowly, a field after the other, is joined here: all fields of a statement at once.
_CLASSES = "SELECT ?class ?kind WHERE { ?class rdfs:subClassOf fkg:Assertion ; rdfs:label ?kind }"
_FIELDS = "SELECT ?statement ?field ?value WHERE { VALUES ?statement { THESE } ?statement ?field ?value }"
_REASONS = """
SELECT ?statement ?reason WHERE {
  VALUES ?statement { THESE }
  ?decision fkg:decides ?statement ; dcterms:description ?reason .
}
"""
_PLACES = """
SELECT DISTINCT ?statement ?source ?part ?paragraph ?column ?start ?phrase ?creditText ?dateText WHERE {
  VALUES ?statement { THESE }
  ?statement fkg:evidence ?place .
  ?place oa:hasSource ?source ; fkg:part/rdfs:label ?part ; fkg:paragraph|fkg:row ?paragraph ;
         oa:hasSelector/oa:exact ?phrase ; (oa:hasSelector/oa:start)|fkg:row ?start .
  OPTIONAL { ?place fkg:column ?column }
  OPTIONAL { ?place fkg:creditText ?creditText }
  OPTIONAL { ?place fkg:dateText ?dateText }
}
"""
_SOURCES = """
SELECT ?source ?class ?label ?outlet ?title ?date ?url ?language ?wave ?review WHERE {
  VALUES ?source { THESE }
  ?source a ?class ; rdfs:label ?label .
  OPTIONAL { ?source fkg:reviewState ?review }
  OPTIONAL { ?source schema:publisher/rdfs:label ?outlet }
  OPTIONAL { ?source schema:headline ?title }
  OPTIONAL { ?source fkg:published/rdfs:label ?date }
  OPTIONAL { ?source schema:url ?url }
  OPTIONAL { ?source schema:inLanguage ?language }
  OPTIONAL { ?source fkg:pressWave/rdfs:label ?wave }
}
"""


@dataclass(frozen=True)
class Named:
    """The names of a thing.

    Attributes:
        label: in English, or in whatever language there is.
        labels: its preferred names in other languages, by language tag.
        others: other names, wrong spellings and names as printed, sorted, none twice.
    """

    label: str
    labels: dict[str, str]
    others: list[str]


@dataclass(frozen=True)
class Place:
    """A place in a source that makes a statement; in a table, ``paragraph`` is the row of ``column``."""

    source: str
    part: str
    paragraph: int
    column: str
    start: int
    phrase: str
    credit_text: str
    date_text: str


@dataclass(frozen=True)
class Statement:
    """A statement in words, with what it mentions and the places that make it.

    Attributes:
        iri: its address.
        class_name: local name of its kind.
        kind: its kind in words.
        sentence: what it says.
        rank: local name of its rank.
        review: local name of its review state.
        reason: why its rank is not normal.
        disputed: whether another statement conflicts with it.
        role: address of the role, kind, relation or property in it, if any.
        mentions: every other address in its fields, sorted.
        places: the places that make it, by source and position.
    """

    iri: str
    class_name: str
    kind: str
    sentence: str
    rank: str
    review: str
    reason: str = ""
    disputed: bool = False
    role: str | None = None
    mentions: tuple[str, ...] = ()
    places: list[Place] = field(default_factory=list)

    @property
    def is_in_rows(self) -> bool:
        """Whether nothing but rows of tables makes it."""
        return bool(self.places) and all(place.column for place in self.places)


def reviewed_in_words(statements: Iterable[Statement]) -> str:
    """Say how many of the statements that a page shows are accepted; empty where all of them are."""
    shown = list(statements)
    in_rows = sum(each.is_in_rows for each in shown if each.review == UNREVIEWED)
    return reviewed_among([each.review for each in shown], in_rows)


@dataclass(frozen=True)
class Document:
    """A source as a page shows it; what is unknown is None."""

    iri: str
    label: str
    class_name: str
    outlet: str | None
    title: str | None
    date: str | None
    url: str | None
    language: str
    wave: str
    review: str


def read_names(store: Store, things: Iterable[str]) -> dict[str, Named]:
    """Return the names of things by address, as far as they have any."""
    things = list(things)
    single: dict[str, str] = {}
    preferred: dict[str, dict[str, str]] = defaultdict(dict)
    others: dict[str, set[str]] = defaultdict(set)
    for row in _rows(store, _NAMES, things):
        thing, name = _text(row, "thing"), cast(Literal, row["name"])
        match local_name(_text(row, "property")):
            case "label":
                single[thing] = min(name.value, single.get(thing, name.value))
            case "prefLabel":
                preferred[thing][tag(name.language or "en")] = name.value
            case _:
                others[thing].add(name.value)
    for row in _rows(store, _PRINTED, things):
        others[_text(row, "thing")].add(_text(row, "name"))
    found = {}
    for thing in sorted({*single, *preferred}):
        own = preferred[thing]
        label = own.get("en") or single.get(thing) or own[min(own)]
        foreign = {key: own[key] for key in sorted(own) if key != "en"}
        found[thing] = Named(label, foreign, sorted(others[thing] - {label, *foreign.values()}))
    return found


def read_kinds(store: Store, ontology: Ontology, things: Iterable[str]) -> dict[str, str]:
    """Return the local name of the closest class of things by address, as far as the vocabulary has it."""
    depth = ontology.ancestors
    found: dict[str, str] = {}
    for row in _rows(store, _KINDS, things):
        thing, name = _text(row, "thing"), local_name(_text(row, "class"))
        if name in depth and _text(row, "class").startswith(PREFIXES["fkg"]):
            rivals = (name, found.get(thing, name))
            found[thing] = max(rivals, key=lambda each: (len(depth[each]), each))
    return found


def mentioning(store: Store, things: Iterable[str]) -> set[str]:
    """Return the statements that have one of these things in a field."""
    return {_text(row, "statement") for row in _rows(store, _MENTIONING, things)}


def read_groups(store: Store, things: Iterable[str]) -> set[str]:
    """Return the groups to which one of these things belongs."""
    return {_text(row, "group") for row in _rows(store, _GROUPS, things)}


def read_statements(store: Store, ontology: Ontology, statements: Iterable[str]) -> dict[str, Statement]:
    """Return statements by address, without what is none."""
    wanted = sorted(set(statements))
    classes = cast(QuerySolutions, store.query(_DECLARED + _CLASSES))
    kinds = {_text(row, "class"): _text(row, "kind") for row in classes}
    words, fields = _fields(ontology)
    roles: dict[str, str] = {}
    mentions: dict[str, set[str]] = defaultdict(set)
    about: dict[str, dict[str, str]] = defaultdict(dict)
    for row in _rows(store, _FIELDS, wanted):
        iri, name, value = _text(row, "statement"), _text(row, "field"), _text(row, "value")
        if name in words or name in fields:
            if not isinstance(row["value"], NamedNode):
                continue
            if name in words:
                roles[iri] = min(value, roles.get(iri, value))
            else:
                mentions[iri].add(value)
        elif name != _TYPE or value in kinds:
            about[iri][name] = value
    reasons = {_text(row, "statement"): _text(row, "reason") for row in _rows(store, _REASONS, wanted)}
    places = _read_places(store, wanted)
    return {
        iri: Statement(
            iri,
            local_name(own[_TYPE]),
            kinds[own[_TYPE]],
            own[_LABEL],
            local_name(own[_RANK]),
            local_name(own[_REVIEW]),
            reasons.get(iri, ""),
            _RIVAL in own,
            roles.get(iri),
            tuple(sorted(mentions[iri])),
            places[iri],
        )
        for iri, own in sorted(about.items())
        if {_TYPE, _LABEL, _RANK, _REVIEW} <= own.keys()
    }


def _fields(ontology: Ontology) -> tuple[set[str], set[str]]:
    """Return the properties of statements that hold a role, a kind or a property, and the others."""
    every = [each for fields in ontology.fields.values() for each in fields]
    words = {PREFIXES["fkg"] + each.name for each in every if each.takes in (*ontology.terms, "property")}
    return words, {PREFIXES["fkg"] + each.name for each in every} - words


def _read_places(store: Store, statements: list[str]) -> dict[str, list[Place]]:
    places: dict[str, list[Place]] = defaultdict(list)
    for row in _rows(store, _PLACES, statements):
        place = Place(
            _text(row, "source"),
            _text(row, "part"),
            int(_text(row, "paragraph")),
            _text(row, "column"),
            int(_text(row, "start")),
            _text(row, "phrase"),
            _text(row, "creditText"),
            _text(row, "dateText"),
        )
        places[_text(row, "statement")].append(place)
    for each in places.values():
        each.sort(key=lambda place: (place.source, place.start, place.part, place.column, place.phrase))
    return places


def read_documents(store: Store, ontology: Ontology, sources: Iterable[str]) -> dict[str, Document]:
    """Return sources by address."""
    found: dict[str, Document] = {}
    for row in _rows(store, _SOURCES, sorted(set(sources))):
        class_name = local_name(_text(row, "class"))
        url = _text(row, "url")
        one = Document(
            _text(row, "source"),
            _text(row, "label"),
            class_name,
            _text(row, "outlet") or None,
            _text(row, "title") or None,
            _text(row, "date") or None,
            url if url.startswith(("https://", "http://")) else None,
            _text(row, "language"),
            _text(row, "wave"),
            local_name(_text(row, "review")),
        )
        found[one.iri] = _merged(ontology, found[one.iri], one) if one.iri in found else one
    return dict(sorted(found.items()))


def _merged(ontology: Ontology, one: Document, other: Document) -> Document:
    """Return a source of which two rows speak: it has one row a class and a language."""

    def depth(document: Document) -> tuple[int, str]:
        return len(ontology.ancestors.get(document.class_name, ())), document.class_name

    titles = [each.title for each in (one, other) if each.title]
    return replace(
        max(one, other, key=depth),
        language=min(one.language, other.language),
        title=min(titles, default=None),
    )


def _rows(store: Store, query: str, addresses: Iterable[str]) -> Iterator[QuerySolution]:
    for few in in_portions(list(addresses)):
        values = " ".join(str(NamedNode(iri)) for iri in few)
        yield from cast(QuerySolutions, store.query(_DECLARED + query.replace("THESE", values)))


def in_portions(addresses: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield addresses in portions of as many as the engine joins fast."""
    return (addresses[start : start + _AT_ONCE] for start in range(0, len(addresses), _AT_ONCE))


def _text(row: QuerySolution, name: str) -> str:
    node = row[name]
    return node.value if isinstance(node, _TERMS) else ""

"""From names in cells to things: those that the graph knows, and new ones."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from fashion_kg.claims import Entity, Reference, Text
from fashion_kg.errors import nearest
from fashion_kg.identity import Identity
from fashion_kg.matching.scripts import for_address, read_words
from fashion_kg.names import words_folded
from fashion_kg.namespaces import BASE, PREFIXES, content_iri, entity_iri, slugify
from fashion_kg.ontology import Ontology, local_name
from fashion_kg.sheets.evidence import count_words
from fashion_kg.sources import Sheets
from fashion_kg.tables.dates import read_date
from fashion_kg.tables.mappings import FieldMap

_MOST_WORDS = 12
_SEVERAL = re.compile(r"\w\s*[;；|、]\s*\w|\w\s+[/／]\s+\w")
"""What stands between the names of several, whatever they are the names of."""
_SIGNS = re.compile(r"\w\s*[&＆+/／]\s*\w")
"""What stands in the name of a firm or a duo, but between the names of two people."""


_UNDIVIDED = "let the mapping say what stands between them (map:separator)"


class UnfitError(ValueError):
    """A cell that states nothing that can be kept; the message is the reason."""


def looks_like_several(name: str, *, of_person: bool) -> bool:
    """Whether what stands for one name is a list of names, as far as signs and words between them tell.

    Args:
        name: the name.
        of_person: whether it would be a person's; firms and duos have signs between names in their own.

    >>> looks_like_several("Ada Example; Ben Sample", of_person=False)
    True
    >>> looks_like_several("Ada & Ben", of_person=False), looks_like_several("Ada & Ben", of_person=True)
    (False, True)
    >>> looks_like_several("Example, Ada", of_person=True)
    False
    """
    if _SEVERAL.search(name):
        return True
    if not of_person:
        return False
    words = "|".join(read_words()["joining"])
    names = re.split(rf"[,，]|\s(?:{words})\s", name, flags=re.I)
    return bool(_SIGNS.search(name)) or sum(len(part.split()) > 1 for part in names) > 1


def _loses_letters(name: str) -> bool:
    """Whether a slug leaves out letters of a name, not only accents and signs."""
    return any(char.isalnum() and not char.isascii() for char in unicodedata.normalize("NFKD", name))


def _slug(name: str, folded: str, language: str) -> str:
    """Return the slug of a new thing; two whose names differ only in letters that it leaves out are two."""
    fingerprint = content_iri("name", [folded]).rsplit("/", 1)[1]
    if not _loses_letters(name):
        return slugify(name) or f"n-{fingerprint}"
    slug = slugify(for_address(name, language)) or slugify(name)
    return f"{slug}-{fingerprint[:6]}" if slug else f"n-{fingerprint}"


@dataclass
class Things:
    """The things that a table speaks of, and how its names met them.

    Attributes:
        met: names that met a thing that other sheets declare, with its path.
        new: names of new things, with their path.
        unsure: names that several things have, with their paths.
    """

    met: dict[str, str] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)
    unsure: dict[str, str] = field(default_factory=dict)


class Matcher:
    """Finds what a cell means.

    Args:
        ontology: the vocabulary.
        sheets: what the other sheets say.
        identity: who is who.
        language: the language of the table's names.
        former: the slugs of things that an earlier edition of the table declared, by class and name.
    """

    def __init__(
        self,
        ontology: Ontology,
        sheets: Sheets,
        identity: Identity,
        language: str,
        former: Mapping[tuple[str, str], str],
    ) -> None:
        self.ontology, self.identity, self.language, self._former = ontology, identity, language, former
        self.things = Things()
        self.declared: set[str] = set()
        self._known = dict(sheets.entities)
        self._by_name: dict[str, dict[str, None]] = defaultdict(dict)
        self._found: dict[tuple[str, str, str, tuple[str, ...]], str] = {}
        for entity in self._known.values():
            for text in (*entity.labels, *entity.alternatives, *entity.hidden):
                self._by_name[words_folded(text.value)][entity.iri] = None
        self._add_printed_names(sheets)

    def _add_printed_names(self, sheets: Sheets) -> None:
        """Add the names that sources print: claims of a name, and names as credited."""
        names = {
            PREFIXES["fkg"] + name
            for name in self.ontology.claimables
            for above in self.ontology.objects(PREFIXES["fkg"] + name, "rdfs:subPropertyOf")
            if local_name(str(getattr(above, "value", ""))) in ("altLabel", "hiddenLabel")
        }
        for statement in sheets.statements:
            subject, named = statement.get("subject"), statement.get("property")
            value = statement.get("value")
            is_name = isinstance(named, Reference) and named.iri in names
            if is_name and isinstance(value, Text) and isinstance(subject, Reference):
                self._by_name[words_folded(value.value)][subject.iri] = None
            agents = [
                given.iri
                for each in self.ontology.fields[statement.kind]
                if each.takes == "Agent" and isinstance(given := statement.get(each.name), Reference)
            ]
            for evidence in statement.evidence:
                if evidence.credit_text and len(agents) == 1:
                    self._by_name[words_folded(evidence.credit_text)][agents[0]] = None

    def value(self, text: str, takes: str, source: FieldMap) -> str:
        """Return what a sheet writes for a cell's text in a field that takes a class, a date or a text.

        Raises:
            UnfitError: the text means nothing that the field takes, or several things.
        """
        if takes == "DateSpan":
            try:
                return read_date(text)
            except ValueError as error:
                raise UnfitError(f"no date: {error}") from None
        if takes == "text":
            if count_words(text) > _MOST_WORDS:
                raise UnfitError("more words than may be quoted")
            return text
        if takes in self.ontology.terms:
            return self._word(text, takes)
        grouped = bool(source.group_pattern and source.group_pattern.search(text))
        new = source.new_group if grouped and source.new_group else source.new_thing
        # A designer is looked for among people and groups, although houses of that name are agents, too.
        sorts = tuple(filter(None, (source.new_thing, source.new_group))) or (takes,)
        asked = (text, takes, new, sorts)
        if asked not in self._found:
            between = f'"{source.separators[0]}" between them' if source.separators else _UNDIVIDED
            self._found[asked] = self._thing(*asked, between)
        return self._found[asked]

    def _word(self, text: str, takes: str) -> str:
        words = self.ontology.terms[takes]
        slug = text if text in words else self.ontology.named(takes).get(text.casefold(), "")
        if not slug:
            near = nearest(slugify(text) or text, words)
            more = f'; the nearest is "{near}"' if near else ""
            raise UnfitError(f"no {self.ontology.called(takes)} of the vocabulary{more}")
        return slug

    def _thing(self, name: str, takes: str, new: str, sorts: tuple[str, ...], between: str) -> str:
        folded = words_folded(name)
        if not folded or "://" in name or count_words(name) > _MOST_WORDS:
            raise UnfitError("not a name")
        kept = (self.identity.canonical(iri) for iri in self._by_name.get(folded, {}))
        agree = (iri for iri in dict.fromkeys(kept) if self._is_a(iri, takes))
        fitting = [iri for iri in agree if any(self._is_a(iri, sort) for sort in sorts)]
        if len(fitting) > 1:
            paths = " or ".join(sorted(iri.removeprefix(BASE) for iri in fitting))
            self.things.unsure[name] = paths
            raise UnfitError(f"several things have this name: {paths}")
        if fitting:
            return self._met(name, fitting[0])
        if not new or not self.ontology.is_a(new, takes):
            raise UnfitError(f"no {takes} of this name is known")
        person = self.ontology.is_a(new, "Person")
        if self.ontology.is_a(new, "Agent") and looks_like_several(name, of_person=person):
            duo = "; a duo is a group" if person else ""
            raise UnfitError(f"it looks like several names: write a row for each, or {between}{duo}")
        return self._new(name, folded, takes, new)

    def _is_a(self, iri: str, takes: str) -> bool:
        return self.ontology.is_a(self._known[iri].class_name, takes)

    def _new(self, name: str, folded: str, takes: str, new: str) -> str:
        # An address that an earlier edition gave stays, however names are read by now.
        slug = self._former.get((new, name)) or _slug(name, folded, self.language)
        iri = entity_iri(self.ontology.paths[new], slug)
        if iri in self._known:
            # As an address writes a name: without accents and signs, it is the known thing's slug.
            kept = self.identity.canonical(iri)
            if not self._is_a(kept, takes):
                raise UnfitError(f"{iri.removeprefix(BASE)} is something else already")
            return self._met(name, kept)
        self._known[iri] = Entity(iri, new, (Text(name, self.language),))
        self._by_name[folded][iri] = None
        self.declared.add(iri)
        self.things.new[name] = iri.removeprefix(BASE)
        return iri.removeprefix(BASE)

    def _met(self, name: str, iri: str) -> str:
        if iri not in self.declared:
            self.things.met[name] = iri.removeprefix(BASE)
        return iri.removeprefix(BASE)

    def knows(self, path: str) -> bool:
        """Whether a path is that of a thing."""
        return BASE + path in self._known

    def declaration(self, path: str) -> tuple[str, str] | None:
        """Return class and label with which a sheet of this table's language declares a thing.

        None stands for one that other sheets declare without a label in that language: it is only
        referred to.
        """
        entity = self._known[BASE + path]
        label = next((text.value for text in entity.labels if text.language == self.language), None)
        return (entity.class_name, label) if label is not None else None

"""From the short references that sheets use to IRIs, checked against what a field takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from fashion_kg.claims import DateSpan, Reference, Text, Value
from fashion_kg.errors import a, did_you_mean, nearest
from fashion_kg.namespaces import BASE, PREFIXES, slugify
from fashion_kg.ontology import Claimable, Ontology, local_name
from fashion_kg.sheets.toml_tables import Table

_LISTED_BY = {"Role": "fashion-kg query roles/list"}
"""What lists the words of a list that is too long for a message."""
_MOST_LISTED = 24


def other_word(ontology: Ontology, takes: str, text: str) -> str:
    """Say which word of a list may be meant by one that is not in it, and where all of them stand."""
    words, names = ontology.terms[takes], ontology.named(takes)
    meant = names.get(text.casefold()) or nearest(slugify(text) or text, words)
    near = f'Did you mean "{meant}"?' if meant else ""
    if command := _LISTED_BY.get(takes):
        called = ontology.called(takes)
        return f"{near} All {len(words)} {called}s are listed by: {command}".strip()
    return near or f"Use {', '.join(sorted(words)[:_MOST_LISTED])}"


class References:
    """Resolves references to declared entities and to terms.

    Args:
        ontology: the vocabulary.
        entities: class of each declared entity, by IRI.
        unreadable: names of sheets that may declare more, but cannot be read.
    """

    def __init__(
        self, ontology: Ontology, entities: Mapping[str, str], unreadable: Iterable[str] = ()
    ) -> None:
        self.ontology, self._unreadable = ontology, sorted(unreadable)
        self._classes = dict(entities)
        self._by_slug: dict[str, list[str]] = defaultdict(list)
        for iri in entities:
            self._by_slug[iri.rsplit("/", 1)[1]].append(iri)

    def entity(self, table: Table, key: str, text: str, takes: str) -> str | None:
        """Return the IRI of an entity of class ``takes``; report an unknown, unfit or ambiguous one."""
        if text.startswith(BASE) or "/" in text:
            candidates = [iri] if (iri := BASE + text.removeprefix(BASE)) in self._classes else []
        else:
            candidates = self._by_slug.get(text, [])
        fitting = [iri for iri in candidates if self.ontology.is_a(self._classes[iri], takes)]
        if (
            len(fitting) > 1
        ):  # What another sheet declares under the same slug never changes what this one says.
            fitting = [iri for iri in fitting if self._declares(table, iri)] or fitting
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            choices = " or ".join(sorted(iri.removeprefix(BASE) for iri in fitting))
            table.report(key, f'"{text}" can be {choices}', "Write the one that is meant, path and all")
        elif candidates:
            is_now = " and ".join(sorted({self._classes[iri] for iri in candidates}))
            cause = f'"{text}" is declared as {is_now}, but {key} takes {a(takes)}'
            table.report(key, cause, f"Refer to another, or declare one: {self._declaration(text, takes)}")
        else:
            self._report_unknown(table, key, text, takes)
        return None

    def _declares(self, table: Table, iri: str) -> bool:
        path, slug = iri.removeprefix(BASE).split("/", 1)
        declared = (table.file.data.get(name) for name, own in self.ontology.paths.items() if own == path)
        return any(isinstance(things, dict) and slug in things for things in declared)

    def _report_unknown(self, table: Table, key: str, text: str, takes: str) -> None:
        text = text.removeprefix(BASE)
        cause = f'no {takes} "{text}" is declared in any sheet'
        if self._unreadable:
            cause += " that can be read"
            otherwise = f"Mend {self._unreadable[0]} first: it may declare it"
        else:
            otherwise = f"Declare it: {self._declaration(text, takes)}"
        known = [
            iri.removeprefix(BASE) for iri, kind in self._classes.items() if self.ontology.is_a(kind, takes)
        ]
        if "/" in text:
            remedy = did_you_mean(text, known, otherwise)
        else:
            slugs = [iri.split("/", 1)[1] for iri in known]
            remedy = did_you_mean(slugify(text) or text, slugs, otherwise)
        table.report(key, cause, remedy)

    def _declaration(self, text: str, takes: str) -> str:
        return f"[{self._example(takes)}.{slugify(text.rsplit('/', 1)[-1]) or 'some-slug'}]"

    def _example(self, takes: str) -> str:
        if takes in self.ontology.paths:
            return takes
        return next((name for name in self.ontology.entity_classes if self.ontology.is_a(name, takes)), takes)

    def word(self, table: Table, key: str, text: str, takes: str) -> str | None:
        """Return the IRI of a term of the word list ``takes``; report an unknown one."""
        words = self.ontology.terms[takes]
        if text in words:
            return words[text]
        table.report(
            key, f'there is no {self.ontology.called(takes)} "{text}"', other_word(self.ontology, takes, text)
        )
        return None

    def value(self, table: Table, key: str, takes: str, language: str) -> Value | None:
        """Read a field's value as what it takes: a reference, a term, a date span or a text."""
        if takes == "DateSpan":
            return table.date_span(key, hint="; words go into the evidence, as dateText")
        if takes == "text":
            texts = table.texts(key, language)
            if len(texts) > 1:
                table.report(key, "a statement has one value", "Write one block for each value")
            return texts[0] if texts else None
        text = table.get(key)
        if text is not None and not isinstance(text, str):
            table.report(key, f"{key} takes {a(takes)}, not {text}", f'Write its slug, {key} = "…"')
        if not isinstance(text, str):
            return None
        iri = (
            self.word(table, key, text, takes)
            if takes in self.ontology.terms
            else self.entity(table, key, text, takes)
        )
        return Reference(iri) if iri else None

    def fields(self, table: Table, kind: str, language: str) -> tuple[tuple[str, Value], ...] | None:
        """Read all fields of a kind of statement; None when any of them is missing or wrong."""
        before = len(table.file.findings)
        found: list[tuple[str, Value]] = []
        claimable: Claimable | None = None
        for field in self.ontology.fields[kind]:
            if field.required:
                table.get(field.name, required=True)
            value: Value | None
            if field.takes == "property":
                claimable = self._property(table, field.name)
                value = Reference(PREFIXES["fkg"] + claimable.name) if claimable else None
            elif field.takes == "value":
                table.get(field.name)
                value = self.value(table, field.name, claimable.takes, language) if claimable else None
            else:
                value = self.value(table, field.name, field.takes, language)
            if value is not None:
                found.append((field.name, value))
        if claimable:
            self._check_subject(table, claimable, dict(found).get("subject"))
        self._check_featured(table, dict(found))
        return tuple(found) if len(table.file.findings) == before else None

    def _property(self, table: Table, key: str) -> Claimable | None:
        name = table.string(key)
        if name is None:
            return None
        if name in self.ontology.claimables:
            return self.ontology.claimables[name]
        if name in self.ontology.stated_as:
            kind = self.ontology.stated_as[name]
            cause = f'no claim states "{name}": it follows from {a(self.ontology.called(kind))}'
            table.report(key, cause, f"Write a [[{kind}]] block instead")
        else:
            remedy = did_you_mean(name, self.ontology.claimables, self._list(self.ontology.claimables))
            table.report(key, f'there is no property "{name}" that a claim can state', remedy)
        return None

    @staticmethod
    def _list(names: Iterable[str]) -> str:
        return "Use one of: " + ", ".join(sorted(names))

    def _check_subject(self, table: Table, claimable: Claimable, subject: Value | None) -> None:
        if not isinstance(subject, Reference):
            return
        kind = self._classes[subject.iri]
        if not any(self.ontology.is_a(kind, allowed) for allowed in claimable.claimed_of):
            allowed = " or ".join(map(a, sorted(claimable.claimed_of)))
            table.report(
                "property",
                f'"{claimable.name}" is said of {allowed}, not of {a(kind)}',
                "Use another property or another subject",
            )

    def _check_featured(self, table: Table, found: Mapping[str, Value]) -> None:
        """Report a featured thing that the relation does not take, such as a place that is shown."""
        relation, featured = found.get("featureRelation"), found.get("featured")
        if isinstance(relation, Reference) and isinstance(featured, Reference):
            takes = [
                local_name(str(iri.value)) for iri in self.ontology.objects(relation.iri, "fkg:featuredClass")
            ]
            kind = self._classes[featured.iri]
            if takes and not any(self.ontology.is_a(kind, allowed) for allowed in takes):
                cause = f"{local_name(relation.iri)} takes {' or '.join(map(a, takes))}, not {a(kind)}"
                table.report("featured", cause, "Use another relation, or feature something else")


def sort_key(value: Value) -> str:
    """Return a text that stands for a value's meaning: the same for equal values, and for no others."""
    match value:
        case Reference(iri):
            return f"<{iri}>"
        case DateSpan():
            return f"<{value.iri}>"
        case Text(text, language):
            return f'"{text}"@{language.lower()}'

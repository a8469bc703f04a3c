"""From what people type to addresses: an IRI, a CURIE, a slug, or any name a thing has in any language."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from pyoxigraph import Literal, NamedNode, QuerySolutions

from fashion_kg.errors import Finding, FindingsError, UsageError, did_you_mean
from fashion_kg.namespaces import BASE, PREFIXES, term
from fashion_kg.ontology import Ontology, local_name
from fashion_kg.queries import LANGUAGE_SLOT, Query
from fashion_kg.store import Store, whole_store

_IRI = re.compile(r"[a-z][a-z0-9+.-]*://[^\s<>\"{}|\\^`]+", re.I)
_CURIE = re.compile(r"([a-z][a-z0-9-]*):([^\s<>\"{}|\\^`/][^\s<>\"{}|\\^`]*)", re.I)
_VOICING = "\u3099\u309a"  # The marks that make ガ of カ and パ of ハ are no accents.
_WORD = re.compile(rf"(?:\w[{_VOICING}]*)+")
_LITERAL_KINDS = ("text", "number", "date")

# Names in the order in which they win: a preferred label before another name, before what a source printed.
_NAMES = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX fkg: <https://w3id.org/fashion-kg/ontology#>
SELECT DISTINCT ?thing ?name ?tier WHERE {
  { ?thing skos:prefLabel ?name . BIND(0 AS ?tier) }
  UNION { ?thing skos:altLabel ?name . BIND(1 AS ?tier) }
  UNION { ?thing skos:hiddenLabel ?name . BIND(2 AS ?tier) }
  UNION { ?thing fkg:sha256 ?text ; rdfs:label ?name . BIND(0 AS ?tier) }
  UNION { ?thing fkg:sha256 ?text ; schema:headline ?name . BIND(1 AS ?tier) }
  UNION { ?assertion schema:creditText ?name ; fkg:creditedAgent|fkg:agent ?thing . BIND(3 AS ?tier) }
  FILTER(CONTAINS(LCASE(STR(?name)), ?wanted))
  VALUES ?wanted { UNDEF }
}
"""
_ALL_NAMES = _NAMES.replace(
    "  FILTER(CONTAINS(LCASE(STR(?name)), ?wanted))\n  VALUES ?wanted { UNDEF }\n", ""
)
_ABOUT = """
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?type ?new WHERE {
  VALUES ?thing { UNDEF }
  { ?thing a ?type } UNION { ?thing dcterms:isReplacedBy ?new }
}
"""
_LANGUAGES = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?lang WHERE { ?thing skos:prefLabel ?label BIND(LANG(?label) AS ?lang) }
"""


# Every thing and source by its classes and its names; the language asked for wins, then the one label.
_LABELS = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX fkg: <https://w3id.org/fashion-kg/ontology#>
SELECT ?thing (STR(COALESCE(?own, ?any)) AS ?label) WHERE {
  { ?thing a fkg:Entity } UNION { ?thing a fkg:Source } UNION { ?thing a fkg:Assertion }
  ?thing rdfs:label ?any .
  VALUES ?lang { UNDEF }
  OPTIONAL { ?thing skos:prefLabel ?own FILTER(LCASE(LANG(?own)) = ?lang) }
}
"""
_KINDS = """
PREFIX fkg: <https://w3id.org/fashion-kg/ontology#>
SELECT ?thing ?class WHERE {
  { ?thing a fkg:Entity } UNION { ?thing a fkg:Source } UNION { ?thing a fkg:Assertion }
  ?thing a ?class
}
"""


@dataclass(frozen=True)
class Candidate:
    """A thing that a text can mean: its address, the name that matched, and how good it is (0 best)."""

    iri: str
    name: str
    tier: int


def words_folded(text: str) -> str:
    """Return a text as names are compared: no case, accents, width or punctuation, and words stay apart.

    Articles run words together; there, `fashion_kg.extract.folding.folded` compares letters alone.
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(char for char in plain if char in _VOICING or not unicodedata.combining(char))
    return " ".join(_WORD.findall(plain.replace("'", "").replace("’", "").replace("&", " and ")))


class Names:
    """Finds things in a graph by what people call them.

    Args:
        store: the graph.
        ontology: the vocabulary, for prefixes and classes.
    """

    def __init__(self, store: Store, ontology: Ontology) -> None:
        self.store, self.ontology = store, ontology

    def find(self, text: str, kind: str = "thing") -> NamedNode:
        """Return the one thing of a kind that a text means; a merged address leads to the one that is kept.

        Args:
            text: an IRI, a CURIE such as ``person:ada-example``, a path such as ``person/ada-example``, a
                slug, or a name.
            kind: a class of the ontology in any case (``agent``, ``Brand`` ...), or ``thing`` for anything.

        Raises:
            UsageError: nothing is called so (with suggestions), nothing about it is accepted where only that
                counts, or several things are called so (with the candidates).
        """
        text = text.strip()
        if not text:
            raise UsageError(f"An empty text names no {kind}. Give a name, a slug or an IRI")
        for iri in self._addresses(text, kind):
            if found := self._existing(iri, kind):
                return found
        if _IRI.fullmatch(text):
            self._refuse_unaccepted(text, kind)
            raise UsageError(f"The graph has no {kind} <{text}>. Find its address with: fashion-kg why NAME")
        if re.match(r"[a-z]+://", text, re.I):
            raise UsageError(
                f'"{text}" is not an IRI: it has a space or another character that IRIs cannot have. '
                "Write a space as %20"
            )
        return NamedNode(self._by_name(text, kind))

    def _addresses(self, text: str, kind: str) -> Iterable[str]:
        """Yield the addresses that a text can stand for by its form."""
        if _IRI.fullmatch(text):
            yield text
            return
        prefix, _, local = text.partition(":")
        if _CURIE.fullmatch(text) and prefix in self.ontology.prefixes:
            yield self.ontology.prefixes[prefix] + local
        if re.fullmatch(r"[a-z-]+/[^\s<>\"{}|\\^`]+", text):
            yield BASE + text
        if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", text):
            for path in self._paths(kind):
                yield f"{BASE}{path}/{text}"

    def _paths(self, kind: str) -> list[str]:
        """Return the path segments of a kind; of anything: of things first, then sources, then the rest."""
        if kind != "thing":
            wanted = self._class(kind)
            found = {path for name, path in self.ontology.paths.items() if self.ontology.is_a(name, wanted)}
            return sorted(found)
        names = sorted(
            self.ontology.paths, key=lambda name: (self._distance(name), self.ontology.paths[name])
        )
        return list(dict.fromkeys(self.ontology.paths[name] for name in names))

    def _distance(self, class_name: str) -> int:
        ranked = ("Entity", "Source", "Term")
        near = (place for place, above in enumerate(ranked) if self.ontology.is_a(class_name, above))
        return next(near, len(ranked))

    def _class(self, kind: str) -> str:
        for name in self.ontology.ancestors:
            if name.lower() == kind.replace("-", "").lower():
                return name
        raise UsageError(f'There is no kind "{kind}" in the ontology')

    def _existing(self, iri: str, kind: str) -> NamedNode | None:
        """Return the node if the graph has it and it is of the kind; a merged one leads to the kept one."""
        try:
            node = NamedNode(iri)
        except ValueError:
            return None
        types: set[str] = set()
        for row in _rows(self.store, _ABOUT, {"thing": node}):
            if row["new"] is not None:
                return self._existing(cast(NamedNode, row["new"]).value, kind)
            types.add(cast(NamedNode, row["type"]).value)
        if kind == "thing":
            return node if types else None
        return node if PREFIXES["fkg"] + self._class(kind) in types else None

    def _by_name(self, text: str, kind: str) -> str:
        wanted = text.lower()
        exact = [
            candidate
            for candidate in self._candidates(_NAMES, {"wanted": Literal(wanted)})
            if candidate.name.lower() == wanted
        ]
        found = self._best(exact, kind)
        if not found:
            everything = self._candidates(_ALL_NAMES, {})
            found = self._best(_called(everything, text), kind)
            if not found:
                self._refuse_unaccepted(text, kind)
                raise UsageError(self._unknown(text, kind, everything))
        if len(found) > 1:
            raise UsageError(self._ambiguous(text, kind, found))
        return found[0].iri

    def _candidates(self, query: str, terms: Mapping[str, NamedNode | Literal]) -> list[Candidate]:
        rows = _rows(self.store, query, terms)
        return sorted(
            (
                Candidate(
                    cast(NamedNode, row["thing"]).value,
                    cast(Literal, row["name"]).value,
                    int(cast(Literal, row["tier"]).value),
                )
                for row in rows
            ),
            key=lambda each: (each.tier, each.name, each.iri),
        )

    def _best(self, candidates: list[Candidate], kind: str) -> list[Candidate]:
        """Return the candidates of the kind with the best sort of name, one an address."""
        fitting: dict[str, Candidate] = {}
        for candidate in candidates:
            if fitting and candidate.tier > min(each.tier for each in fitting.values()):
                break
            node = self._existing(candidate.iri, kind) if candidate.iri not in fitting else None
            if node:
                fitting.setdefault(node.value, Candidate(node.value, candidate.name, candidate.tier))
        return list(fitting.values())

    def _refuse_unaccepted(self, text: str, kind: str) -> None:
        """Say so where only accepted statements count, and others do speak of what a text means."""
        if (whole := whole_store(self.store)) and Names(whole, self.ontology)._knows(text, kind):
            raise UsageError(f'Nothing about "{text}" is accepted; without --reviewed-only there is')

    def _knows(self, text: str, kind: str) -> bool:
        if any(self._existing(iri, kind) for iri in self._addresses(text, kind)):
            return True
        everything = self._candidates(_ALL_NAMES, {})
        return bool(self._best(_called(everything, text), kind))

    def _unknown(self, text: str, kind: str, everything: list[Candidate]) -> str:
        """Phrase that nothing of the kind is called so: what else is, or what is called nearly so."""
        same = _called(everything, text)
        if kind != "thing" and (others := self._best(same, "thing")):
            known = "; ".join(f"{each.name} ({each.iri.removeprefix(BASE)})" for each in others)
            return f'The graph has no {kind} called "{text}", but something else of that name: {known}'
        by_fold: dict[str, list[Candidate]] = defaultdict(list)
        for candidate in everything:
            by_fold[words_folded(candidate.name)].append(candidate)
        wanted = words_folded(text)
        close = difflib.get_close_matches(wanted, by_fold, n=8, cutoff=0.6)
        words = set(wanted.split())
        close += [name for name in by_fold if words & set(name.split()) and name not in close]
        shown: dict[str, str] = {}
        for name in close:
            for candidate in self._best(by_fold[name], kind):
                shown.setdefault(candidate.iri, f"{candidate.name} ({candidate.iri.removeprefix(BASE)})")
            if len(shown) >= 5:
                break
        known = (
            "No name in the graph is close to it"
            if not shown
            else "Did you mean: " + "; ".join(shown.values())
        )
        return f'The graph has no {kind} called "{text}". {known}'

    def _ambiguous(self, text: str, kind: str, found: list[Candidate]) -> str:
        choices = "; ".join(f"{each.iri.removeprefix(BASE)} ({each.name})" for each in found)
        return f'"{text}" can mean any of {len(found)} things. Name the {kind} by its path: {choices}'

    def language(self, asked: str) -> str:
        """Return the language tag that serves a wish best: itself, or the first narrower tag in use."""
        if not re.fullmatch(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", asked):
            raise UsageError(f'"{asked}" is not a language tag. Write one such as en, fr or zh-Hant')
        wanted = asked.lower()
        tags = sorted(cast(Literal, row["lang"]).value.lower() for row in _rows(self.store, _LANGUAGES, {}))
        return (
            wanted if wanted in tags else next((tag for tag in tags if tag.startswith(wanted + "-")), wanted)
        )

    def labels(self, language: str = "en") -> dict[str, str]:
        """Return the name of every thing, source and statement by address, in a language where it has one."""
        terms = {LANGUAGE_SLOT: Literal(self.language(language))}
        return {
            cast(NamedNode, row["thing"]).value: cast(Literal, row["label"]).value
            for row in _rows(self.store, _LABELS, terms)
        }

    def kinds(self) -> dict[str, str]:
        """Return the closest class of every thing, source and statement by address: its local name."""
        depth = self.ontology.ancestors
        found: dict[str, str] = {}
        for row in _rows(self.store, _KINDS, {}):
            iri, name = cast(NamedNode, row["thing"]).value, local_name(cast(NamedNode, row["class"]).value)
            if name in depth:
                rivals = (name, found.get(iri, name))
                found[iri] = max(rivals, key=lambda each: (len(depth[each]), each))
        return found

    def terms(
        self, query: Query, given: Mapping[str, str], language: str = "en"
    ) -> dict[str, NamedNode | Literal]:
        """Return the terms for a question's parameters from what was typed.

        Raises:
            UsageError: a value does not fit its parameter, or names nothing or several things.
            FindingsError: the question's header gives a parameter a kind that there is not.
        """
        self._check_kinds(query)
        kinds = {parameter.name: parameter.kind for parameter in query.parameters}
        for parameter in query.parameters:
            if (text := given.get(parameter.name)) and parameter.choices and text not in parameter.choices:
                remedy = did_you_mean(text, parameter.choices, f"Use one of: {', '.join(parameter.choices)}")
                raise UsageError(f'{parameter.name} cannot be "{text}". {remedy}')
        result: dict[str, NamedNode | Literal] = {LANGUAGE_SLOT: Literal(self.language(language))}
        for name, text in given.items():
            kind = kinds.get(name, "text")
            result[name] = _literal(name, kind, text) if kind in _LITERAL_KINDS else self._term(text, kind)
        return result

    def _check_kinds(self, query: Query) -> None:
        """Report the parameters of a question whose kind is no class, no word list and no sort of literal."""
        classes = {name.lower() for name in (*self.ontology.ancestors, *self.ontology.terms)}
        findings = []
        for parameter in query.parameters:
            kind = parameter.kind
            if kind in (*_LITERAL_KINDS, "thing") or kind.replace("-", "").lower() in classes:
                continue
            pattern = re.compile(rf"#\+.*\b{re.escape(parameter.name)}\s*:")
            lines = enumerate(query.text.splitlines(), 1)
            line = next((number for number, text in lines if pattern.match(text)), 1)
            things = sorted(
                name.lower()
                for name in self.ontology.ancestors
                if name == "Agent" or name in self.ontology.entity_classes
            )
            use = ", ".join((*_LITERAL_KINDS, "thing", *things))
            remedy = (
                f"{meant} Use one of: {use}"
                if (meant := did_you_mean(kind, classes, ""))
                else f"Use one of: {use}"
            )
            cause = f'the parameter "{parameter.name}" is of the kind "{kind}", which is none'
            findings.append(Finding(str(query.file), line, "header", cause, remedy))
        if findings:
            raise FindingsError(findings)

    def _term(self, text: str, kind: str) -> NamedNode:
        for class_name, words in self.ontology.terms.items():
            if class_name.lower() == kind.replace("-", "").lower() and text in words:
                return NamedNode(words[text])
        return self.find(text, kind)


def _called(candidates: Iterable[Candidate], text: str) -> list[Candidate]:
    wanted = words_folded(text)
    return [each for each in candidates if words_folded(each.name) == wanted]


def _literal(name: str, kind: str, text: str) -> Literal:
    try:
        if kind == "number":
            return Literal(int(text))
        if kind == "date":
            return Literal(dt.date.fromisoformat(text).isoformat(), datatype=term("xsd:date"))
    except ValueError:
        example = "12" if kind == "number" else "2031-02-03"
        raise UsageError(f'"{text}" is not a {kind}. Write {name} as {example}') from None
    return Literal(text)


def _rows(store: Store, query: str, terms: Mapping[str, NamedNode | Literal]) -> QuerySolutions:
    for name, node in terms.items():
        query = query.replace(f"VALUES ?{name} {{ UNDEF }}", f"VALUES ?{name} {{ {node} }}")
    return cast(QuerySolutions, store.query(query))

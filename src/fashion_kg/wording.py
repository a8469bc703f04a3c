"""Saying in words what an assertion states, by the wordings of the ontology."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from fashion_kg.claims import DateSpan, Reference, Text, Value
from fashion_kg.ontology import Ontology


def best_label(labels: Iterable[Text]) -> str:
    """Return the English label, else the first by its language; empty where there is none."""
    by_language = {text.language: text.value for text in labels}
    return by_language.get("en") or by_language.get(min(by_language, default=""), "")


def words_for(value: Value, ontology: Ontology, labels: Mapping[str, str]) -> str:
    """Return a value as people read it: things and terms by their labels, a date by its span."""
    match value:
        case Text(text, _):
            return text
        case DateSpan():
            return value.slug
        case Reference(iri):
            return labels.get(iri) or ontology.label(iri)


def filled(wording: str, words: Mapping[str, str]) -> str:
    """Return a wording with words for the names in braces, without the bracketed parts that lack theirs."""

    def kept(optional: re.Match[str]) -> str:
        needed = re.findall(r"\{(\w+)\}", optional[1])
        return optional[1] if all(name in words for name in needed) else ""

    # Words go in last and in one pass, so that a bracket or a brace in one of them stays what it is.
    chosen = re.sub(r"\[([^\]]*)\]", kept, wording)
    return re.sub(r"\{(\w+)\}", lambda match: words.get(match[1], ""), chosen)

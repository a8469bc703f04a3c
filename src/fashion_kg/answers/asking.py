"""From what people type to an answer: values to terms, a question to SPARQL, SPARQL to a result in time."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pyoxigraph import Literal, NamedNode

from fashion_kg.answers.results import Result, read_result
from fashion_kg.errors import UsageError
from fashion_kg.names import Names
from fashion_kg.ontology import Ontology
from fashion_kg.queries import LANGUAGE_SLOT, Query
from fashion_kg.store import EmbeddedStore, Store, query_in_process

T = TypeVar("T")

THREAD = "fashion-kg query"
"""Name of the thread that a query runs in; one that is given up goes on until the process ends."""

_NAMED = re.compile(r"([A-Za-z]\w*)=(.*)", re.S)
_PREFIXED = re.compile(r"(?<![\w?$:@-])([A-Za-z][\w-]*):")
_DECLARED = re.compile(r"\bPREFIX\s+([\w-]*):", re.I)
_IGNORED = re.compile(r"<[^<>\"{}|^`\\\s]*>|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|#[^\n]*")


@dataclass(frozen=True)
class Question:
    """A question ready to be asked: what it asks in words, the terms given to it, and its SPARQL text."""

    summary: str
    text: str
    terms: Mapping[str, NamedNode | Literal] = field(default_factory=dict)


def given_values(query: Query, words: Sequence[str]) -> dict[str, str]:
    """Return the values typed after a question's name, by parameter.

    ``name=value`` names its parameter; the others fill the parameters that are left, in their order.

    Raises:
        UsageError: a parameter is given twice, or there are more values than parameters.
    """
    given: dict[str, str] = {}
    unnamed = []
    for word in words:
        if match := _NAMED.fullmatch(word):
            if match[1] in given:
                raise UsageError(f'"{match[1]}" is given twice. Give it once')
            given[match[1]] = match[2]
        else:
            unnamed.append(word)
    free = [parameter.name for parameter in query.parameters if parameter.name not in given]
    if len(unnamed) > len(free):
        names = ", ".join(parameter.name for parameter in query.parameters) or "none"
        extra = unnamed[len(free)]
        raise UsageError(
            f'{query.name} has no place for "{extra}": its parameters are: {names}. '
            "Put a name of several words in quotes"
        )
    return given | dict(zip(free, unnamed, strict=False))


def ask_named(
    query: Query, words: Sequence[str], store: Store, ontology: Ontology, language: str
) -> Question:
    """Make a question from the library ready, with the values typed for it.

    Raises:
        UsageError: a value is missing, names nothing, or names several things.
    """
    given = given_values(query, words)
    language = given.pop(LANGUAGE_SLOT, language)
    query.bind(
        {name: Literal("") for name in given}
    )  # complains of names and gaps before anything is looked up
    terms = Names(store, ontology).terms(query, given, language)
    return Question(query.summary, query.bind(terms), terms)


def ask_freely(text: str, prefixes: Mapping[str, str]) -> Question:
    """Make a query that somebody wrote ready; prefixes that it uses and does not declare are supplied.

    They go onto its first line, so that the lines that errors name stay right.
    """
    code = _IGNORED.sub(" ", text)
    declared = set(_DECLARED.findall(code))
    missing = [name for name in dict.fromkeys(_PREFIXED.findall(code)) if name not in declared]
    known = "".join(f"PREFIX {name}: <{prefixes[name]}> " for name in missing if name in prefixes)
    return Question("A query of one's own", known + text)


def answer(question: Question, store: Store, seconds: float | None = None, *, apart: bool = False) -> Result:
    """Ask and read the whole answer, so that Ctrl-C works meanwhile.

    Args:
        question: what to ask.
        store: whom to ask.
        seconds: how long it may take; None for as long as it takes.
        apart: whether the query comes from outside and runs in a process of its own, which can be killed.

    Raises:
        UsageError: the query is malformed or refused, or takes too long.
    """
    path = store.path if isinstance(store, EmbeddedStore) else None
    if apart and path is not None and seconds is not None:
        return read_result(query_in_process(Path(path), question.text, seconds))
    return _in_thread(lambda: read_result(store.query(question.text)), seconds)


def _in_thread(work: Callable[[], T], seconds: float | None) -> T:
    """Run native code that does not look for signals where it cannot keep the main thread from doing so."""
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001 - it is raised again in the main thread
            errors.append(error)

    thread = threading.Thread(target=run, name=THREAD, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise UsageError(
            f"The query took longer than {seconds:g} s and was given up. "
            "Narrow it, or allow more with --timeout"
        )
    if errors:
        raise errors[0]
    return results[0]

"""Who may propose: one module a proposer, found by discovery.

A module of this package whose name has no leading underscore is a way to propose, and meets the protocol
`Way`. Its name is what people type: ``fashion-kg extract article.txt --proposer spacy``. Only ``rules`` works
with nothing added; the others say what to install, or what to name.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Protocol, cast, runtime_checkable

from fashion_kg.claims import Entity
from fashion_kg.discovery import kind_called, kinds_in
from fashion_kg.errors import UsageError
from fashion_kg.extract import Proposer
from fashion_kg.ontology import Ontology

__all__ = ["DEFAULT", "Setting", "Way", "find", "names", "needed", "proposers"]

DEFAULT = "rules"


@dataclass(frozen=True)
class Setting:
    """What proposers are made from.

    Attributes:
        ontology: the vocabulary.
        entities: the things of the graph, by IRI, whose names are known.
        endpoint: address of a service that a language model answers, or empty.
        model: name of the model there, or empty.
    """

    ontology: Ontology
    entities: Mapping[str, Entity]
    endpoint: str = ""
    model: str = ""


@runtime_checkable
class Way(Protocol):
    """A way to propose: what a module of this package has.

    Attributes:
        summary: what it reads and what it needs, in one line, for help.
        remote: whether it asks a model at an address, for which ``--endpoint`` and ``--model`` are.
    """

    summary: str
    remote: bool

    def make(self, setting: Setting) -> Proposer:
        """Return the proposer; it reads nothing yet."""
        ...


def names() -> tuple[str, ...]:
    """Return the names of all ways to propose, the default one first."""
    return tuple(sorted(kinds_in(__path__), key=lambda name: (name != DEFAULT, name)))


def find(name: str) -> Way:
    """Return a way to propose by its name.

    Raises:
        UsageError: there is none of this name.
        TypeError: its module lacks something that a way to propose has.
    """
    return cast(Way, kind_called(name, names(), __name__, "proposer", Way))


def proposers(wanted: Sequence[str], setting: Setting) -> list[Proposer]:
    """Return the proposers of some names, each once, in their order.

    Raises:
        UsageError: there is none of a name, what it needs is missing, or an option is for none of them.
    """
    ways = {name: find(name) for name in wanted}
    if (setting.endpoint or setting.model) and not any(way.remote for way in ways.values()):
        able = next(name for name in names() if find(name).remote)
        raise UsageError(
            f"--endpoint and --model are for --proposer {able}. Name that one, or leave them out"
        )
    return [way.make(setting) for way in ways.values()]


def needed(module: str, what: str, extra: str) -> ModuleType:
    """Return an optional library.

    Args:
        module: name of its module.
        what: what it is, as a sentence calls it.
        extra: which of the package's extras brings it.

    Raises:
        UsageError: it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError:
        raise UsageError(f"{what} is not installed. Run: pip install 'fashion-kg[{extra}]'") from None

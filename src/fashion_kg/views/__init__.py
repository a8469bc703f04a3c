"""Pages for people: one module a kind of view, found by discovery; a page is one file that asks for nothing.

A module of this package whose name has no leading underscore is a view, and meets the protocol `View`. Its
name is what people type: ``fashion-kg view timeline Balenciaga``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol, cast, runtime_checkable

from fashion_kg.discovery import kind_called, kinds_in
from fashion_kg.layout import Project
from fashion_kg.names import Names
from fashion_kg.network import GROUPS, Filters
from fashion_kg.ontology import Ontology
from fashion_kg.store import Store


@dataclass(frozen=True)
class ViewRequest:
    """What a view is given.

    Attributes:
        project: where questions and the vocabulary are.
        store: the built graph.
        ontology: the vocabulary.
        words: what was typed after the view's name: names of things, or of a question.
        options: values of the view's own options, by name; what was not given is absent, and one
            that takes no value has an empty text.
        filters: what to cut the graph down to.
        counted: ``groups`` or ``members``.
        language: tag of the language in which the page opens.
        seed: of the layout.
        progress: takes a sentence on what is being done, for work that takes long.
    """

    project: Project
    store: Store
    ontology: Ontology
    words: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    filters: Filters = field(default_factory=Filters)
    counted: str = GROUPS
    language: str = "en"
    seed: int = 1
    progress: Callable[[str], None] = lambda _: None

    @cached_property
    def names(self) -> Names:
        """Finds things by what people call them."""
        return Names(self.store, self.ontology)

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """The closest class of every thing by address: its local name."""
        return self.names.kinds()

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The name of every thing, source and statement by address, in the language of the page."""
        return self.names.labels(self.language)


@runtime_checkable
class View(Protocol):
    """A kind of view: what a module of this package has.

    Attributes:
        summary: what the page shows, in one line, for help.
        usage: the words that it takes, as help shows them, such as ``NAME``.
        options: its own options, without hyphens in front, with their meaning for help: the name, and a
            word for the value where it takes one, such as ``steps N``. Written out in the module, since
            help reads them without running it.
    """

    summary: str
    usage: str
    options: Mapping[str, str]

    def render(self, request: ViewRequest) -> str:
        """Return the page; the same graph and request give the same text.

        Raises:
            UsageError: a name is unknown, nothing is left to show, or it is too large for this view.
        """
        ...


def names() -> tuple[str, ...]:
    """Return the names of all kinds of view, sorted."""
    return kinds_in(__path__)


def find(name: str) -> View:
    """Return a kind of view by its name.

    Raises:
        UsageError: there is none of this name.
        TypeError: its module lacks something that a view has.
    """
    return cast(View, kind_called(name, names(), __name__, "view", View))

"""What a grammar is: what a language calls things, and how it words who did what.

A grammar is ``grammar/<language>.toml``; what all languages share is ``grammar/shared.toml``. A phrase is a
regular expression over a line in small letters in which every name has become one character (``mentions``
says which), so that it may be short. These stand for the usual pieces:

``{A}``  a list of agents with what is said about each: ``actress N, the model N and N``
``{B}``  the house, with its possessive
``{N}``  one agent, without anything said about it; ``{L}``, a list of such
``{P}``  one name
``{T}``  a title in quotation marks
``{gap}``  up to sixty characters of the same sentence without a name
``{W}``  as ``{A}``, where what follows is not theirs: ``N`` in ``with N``, but not in ``with N's bag``
``{c}``  a word for campaign, as the language's ``campaign`` lists them

A file's own ``[pieces]`` stand beside these; each may use those above it. What is said of many things in
the same ways stands once in ``[patterns]``: a phrase names such a list (``like``), and says what it is
about (``of``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fashion_kg.extract.triggers import Triggers
from fashion_kg.extract.words import small_words

PERSON, HOUSE, SINGLE, TITLE, OTHER = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
"""What stands in a line for a full name, a house, a single name, a title, and what is no agent (a place)."""


@dataclass(frozen=True)
class Phrase:
    """A way to say who did what.

    Attributes:
        name: what it is called in reports.
        kind: kind of statement.
        roles: what each agent of the list did; for more than one role, each did all of them.
        text: the expression, as text.
        hint_text: of an expression that begins with the agents, what follows them; else empty.
        confidence: how far it is trusted, 0 to 1.
        bare: whether it says so without any word for a campaign near it.
        single: whether names of one word count.
        near: how near a word for a campaign must be: in the ``article``, ``around`` the sentence (in one of
            the two before, or in the next), in the ``sentence``, or in it ``itself``. Where the heading or
            the beginning has one, ``around`` is met, and ``sentence`` where ``around`` would be.
        cast: whether its agents are before the camera, and so may be called anything.
        article: what the article must say somewhere for the phrase to count, or None.
        doubt: what near it denies it, or puts it in the past.
        inside: whether such a word within the phrase counts as well.
        within: what its sentence must say somewhere, or None.
        person: whether a house's name in the agent's place is the person after whom it is called.
    """

    name: str
    kind: str
    roles: tuple[str, ...]
    text: str
    hint_text: str
    confidence: float
    bare: bool
    single: bool
    near: str
    person: bool
    cast: bool
    article: re.Pattern[str] | None
    doubt: re.Pattern[str]
    inside: bool
    within: re.Pattern[str] | None

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The expression: its group ``A`` holds the agents, ``B`` the house. Few texts need many."""
        return re.compile(self.text)

    @cached_property
    def hint(self) -> re.Pattern[str] | None:
        """What follows the agents that an expression begins with: cheap to look for first."""
        return re.compile(self.hint_text) if self.hint_text else None


@dataclass(frozen=True, eq=False)
class Grammar:
    """What one language brings."""

    language: str
    phrases: tuple[Phrase, ...]
    triggers: Triggers
    item: re.Pattern[str]
    campaign: re.Pattern[str]
    departs: re.Pattern[str]
    doubt: re.Pattern[str]
    elsewhere: re.Pattern[str]
    sure_houses: tuple[re.Pattern[str], ...]
    narrower: Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]]
    houses: tuple[re.Pattern[str], ...]
    asides: tuple[re.Pattern[str], ...]
    roles: Mapping[str, str]
    not_names: frozenset[str]
    particles: frozenset[str]
    titles: frozenset[str]
    given_names: frozenset[str]
    things: frozenset[str]
    before_camera: re.Pattern[str]
    not_cast: re.Pattern[str]
    shapes: tuple[re.Pattern[str], ...]
    after_trade: re.Pattern[str] | None
    trim: re.Pattern[str]
    crew_ends: re.Pattern[str] | None
    genitive: str
    own_words: frozenset[str]
    compounds: re.Pattern[str] | None
    nouns: re.Pattern[str] | None
    articles: re.Pattern[str] | None
    occupations: re.Pattern[str] | None
    seasons: re.Pattern[str]
    duo: re.Pattern[str]
    openers: re.Pattern[str] | None
    at_work: re.Pattern[str] | None
    earlier: re.Pattern[str] | None
    no_agents: re.Pattern[str] | None
    whose_trade: re.Pattern[str]
    stand_ins: tuple[re.Pattern[str], ...]
    stand_ins_for_several: re.Pattern[str] | None
    stand_in_opening: re.Pattern[str] | None
    words: Mapping[str, Any]

    def small(self, *keys: str) -> str:
        """Return an expression for any of the language's small words, or of English's (`small_words`)."""
        return small_words(self.language, *keys)

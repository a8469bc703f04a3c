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


@dataclass(frozen=True)
class HouseSigns:
    """What makes a name a house's that no list knows.

    Attributes:
        likely: tried where an article names no known house; each such place is a vote for its group ``B``.
        sure: that leave no doubt, whoever else is named.
        asides: what makes a house named in passing only: somebody has worked for it before.
    """

    likely: tuple[re.Pattern[str], ...]
    sure: tuple[re.Pattern[str], ...]
    asides: tuple[re.Pattern[str], ...]


@dataclass(frozen=True)
class PeopleWords:
    """What the words beside a name make of whoever bears it.

    Attributes:
        before_camera: words before a name for those who are seen: ``actress``.
        whose_trade: the same behind a name, where another follows: ``the N singer M``; N is a band's.
        not_cast: words before a name that is only mentioned: ``member of N``, ``photographer N``.
        crew_ends: words between two names that join the crew to somebody before the camera.
        no_agents: what stands before the name of a band, a film or a magazine.
        duo: words for two who work as one.
        things: words behind which, or before which, a name is a thing's.
    """

    before_camera: re.Pattern[str]
    whose_trade: re.Pattern[str]
    not_cast: re.Pattern[str]
    crew_ends: re.Pattern[str]
    no_agents: re.Pattern[str]
    duo: re.Pattern[str]
    things: frozenset[str]


@dataclass(frozen=True)
class NameWords:
    """Which words begin a name or go on with one; but for the first, in scripts with capitals.

    Attributes:
        not_names: words in small letters that are no part of a name, whatever capital they have.
        later: such of them as may be so behind another word: ``Ruth Summer``.
        given: such of them as may begin a name, in a list or before another capital: ``May Bell``.
        particles: small words within names: ``van``, but for those that mean something else in the language.
        genitive: what a house's name gets in the genitive without an apostrophe, or an empty text.
        own_words: words of the phrases, or their beginnings, which begin sentences and no names.
        openers: other words with which sentences begin and no names do.
        compounds: with what a word ends that hyphens tie to a house: ``Lumen-Kampagne``.
        nouns: what nouns look like that have a capital.
        articles: what stands before a noun, and before no name of one word.
    """

    not_names: frozenset[str]
    later: frozenset[str]
    given: frozenset[str]
    particles: frozenset[str]
    genitive: str
    own_words: frozenset[str]
    openers: re.Pattern[str]
    compounds: re.Pattern[str]
    nouns: re.Pattern[str]
    articles: re.Pattern[str]


@dataclass(frozen=True)
class UncasedNames:
    """How names show themselves in a script without capitals; in the others nothing matches these.

    Attributes:
        trades: words for what people do, behind which a name follows.
        shapes: other signs of a name; group ``n`` is the name.
        house_shapes: signs of a house's name; group ``n`` is it, ``l`` the same in Latin letters behind it.
        after_trade: what a name behind a trade looks like, where the language has its own way; or None.
        family: a full name; group ``n`` is the family name in it, which may stand for it alone.
        next_name: the name with which a list goes on; group ``n``.
        native: a name of the language itself, and ``native_row``, a row of at least two.
        native_row: see ``native``.
        sound: expression for a character with which names from abroad are written by their sound, or empty.
        trim: what stands before a name with another script in brackets behind it, and is no part of it.
    """

    trades: re.Pattern[str]
    shapes: tuple[re.Pattern[str], ...]
    house_shapes: tuple[re.Pattern[str], ...]
    after_trade: re.Pattern[str] | None
    family: re.Pattern[str]
    next_name: re.Pattern[str]
    native: re.Pattern[str]
    native_row: re.Pattern[str]
    sound: str
    trim: re.Pattern[str]


@dataclass(frozen=True)
class StandIns:
    """Words that stand for somebody whom the sentence before has named.

    Attributes:
        one: how a sentence begins with such a word: group ``n`` is it, or ``own`` where it says whose.
        several: the same for several people: group ``n``, and ``two`` where it can only mean two.
        opening: how a sentence begins whose subject the first name in it is.
    """

    one: tuple[re.Pattern[str], ...]
    several: re.Pattern[str]
    opening: re.Pattern[str]


@dataclass(frozen=True, eq=False)
class Grammar:
    """What one language brings, ready to be used; ``grammar/README.md`` tells of the files behind it.

    Where a language has nothing to say, an expression that matches nothing stands in.

    Attributes:
        language: its code, of two letters.
        cased: whether its script has capitals.
        phrases: the ways to say who did what.
        triggers: which of them a sentence can fit at all.
        item: one agent of a list, with what is said about it.
        roles: slugs of roles by their labels in small letters.
        narrower: for a role, narrower ones with what a phrase must say beside it.
        campaign: words for a campaign.
        at_work: what tells of a shoot without such a word.
        earlier: what tells that a sentence is about an earlier campaign.
        elsewhere: what a sentence is about instead, where it has no such word.
        doubt: what denies a statement or puts it in the past.
        departs: what is said right behind somebody who has left.
        seasons: seasons with a year.
        houses: what makes a name a house's.
        people: what words beside a name make of its bearer.
        names: which words are parts of names.
        uncased: how names show themselves without capitals.
        stand_ins: words that stand for somebody.
        words: the file's ``[words]`` as they are, for whoever needs one list of it.
    """

    language: str
    cased: bool
    phrases: tuple[Phrase, ...]
    triggers: Triggers
    item: re.Pattern[str]
    roles: Mapping[str, str]
    narrower: Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]]
    campaign: re.Pattern[str]
    at_work: re.Pattern[str]
    earlier: re.Pattern[str]
    elsewhere: re.Pattern[str]
    doubt: re.Pattern[str]
    departs: re.Pattern[str]
    seasons: re.Pattern[str]
    houses: HouseSigns
    people: PeopleWords
    names: NameWords
    uncased: UncasedNames
    stand_ins: StandIns
    words: Mapping[str, Any]

    def small(self, *keys: str) -> str:
        """Return an expression for any of the language's small words, or of English's (`small_words`)."""
        return small_words(self.language, *keys)

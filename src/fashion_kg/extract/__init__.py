"""From the text of an article to proposed claims: what is handed around, and who may propose.

A proposer reads an article and says what it would claim, each time with the place in the text that says so.
The default one is rules (``rules.py``), and its rules are files (``grammar/``). Others, a language model
say, meet the same Protocol (``proposers/``), and several may read the same article. Whatever they are, what
they say counts only where its words stand in the text (``borne_out``), and a text is never anything but the
thing that is read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from fashion_kg.claims import MAX_PHRASE_WORDS, Text
from fashion_kg.extract.folding import folded
from fashion_kg.sheets.evidence import count_words


@dataclass(frozen=True, order=True)
class Span:
    """A place in a text: its first character, and the one after its last."""

    start: int
    end: int


@dataclass(frozen=True)
class Line:
    """A line of an article that is not blank, with the part of the article to which it belongs."""

    start: int
    end: int
    part: str
    language: str


@dataclass(frozen=True)
class Article:
    """A text, and what was found out about it before anybody proposed anything.

    Attributes:
        text: all of it, as it will be kept; positions count its Unicode code points.
        lines: the lines that belong to the article, in order: no menus, no comments.
        languages: of the article, the one it mostly uses first.
        title: the headline as printed.
        published: the day it gives as its own, ``YYYY-MM-DD`` or the part of it that it gives.
        outlet: who published it.
        author: who wrote it, as printed.
    """

    text: str
    lines: tuple[Line, ...]
    languages: tuple[str, ...]
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    author: str | None = None

    def parts(self) -> dict[str, list[tuple[int, int]]]:
        """Return where each part lies in the text; lines of one part that follow each other are joined."""
        found: dict[str, list[tuple[int, int]]] = {}
        last = ""
        for line in self.lines:
            ranges = found.setdefault(line.part, [])
            if last == line.part:
                ranges[-1] = (ranges[-1][0], line.end)
            else:
                ranges.append((line.start, line.end))
            last = line.part
        return found


@dataclass(frozen=True, order=True)
class Name:
    """Somebody or something as a text names it.

    Attributes:
        label: the name, in full where the text gives it in full anywhere.
        iri: of the entity in the graph that bears the name, or empty.
        gloss: the same name in another script, where the text prints both.
        members: the people of a duo, as the text names them.
    """

    label: str
    iri: str = ""
    gloss: str = ""
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class Campaign:
    """Which campaign a text speaks of.

    Attributes:
        house: whose it is.
        season: of it, as printed, or empty.
        where: where the house is named.
        season_where: where the season is.
        title: what the campaign is called, or empty.
        title_where: where the title is.
    """

    house: Name
    season: str = ""
    where: Span | None = None
    season_where: Span | None = None
    title: str = ""
    title_where: Span | None = None


@dataclass(frozen=True, order=True)
class Thing:
    """Something that is nobody, as a text names it: a product, a place."""

    class_name: str
    label: str
    iri: str = ""


@dataclass(frozen=True)
class Remark:
    """One statement that a text seems to make about a thing: what a campaign shows, what a bag is made of.

    Attributes:
        kind: kind of statement, a class of the ontology.
        fields: its fields by their names: a campaign, a thing, a word of the vocabulary, a date, or words as
            printed, in the language of the line.
        span: the words of the text that say so; at most twelve.
        pattern: name of the kind of phrase.
        language: of the line in which it stands.
        confidence: from 0 to 1, how often such a phrase has been right.
        dated: where a date is printed that it states.
        proposer: name of who proposes it; `read_with` fills it in.
    """

    kind: str
    fields: tuple[tuple[str, Campaign | Thing | Text | str], ...]
    span: Span
    pattern: str
    language: str
    confidence: float
    dated: Span | None = None
    proposer: str = ""


@dataclass(frozen=True)
class Dated:
    """A date that a statement gives: for which of its fields, the date, and where it is printed."""

    field: str
    date: str
    where: Span


@dataclass(frozen=True)
class Proposal:
    """One statement that a text seems to make.

    Attributes:
        kind: kind of statement, a class of the ontology.
        role: of the agent: a role, or the kind of ambassador.
        agent: who it is about.
        campaign: the campaign; of an ambassador or a tenure, only its house matters.
        span: the words of the text that say so; at most twelve.
        printed: the agent's name as it stands there.
        pattern: name of the kind of phrase.
        language: of the line in which it stands.
        confidence: from 0 to 1, how often such a phrase has been right.
        position: place of the agent in a printed list, from 1.
        dates: when it began, ended or was announced, where the words say so.
        proposer: name of who proposes it; `read_with` fills it in.
    """

    kind: str
    role: str
    agent: Name
    campaign: Campaign
    span: Span
    printed: Span
    pattern: str
    language: str
    confidence: float
    position: int | None = None
    dates: tuple[Dated, ...] = ()
    proposer: str = ""


@dataclass(frozen=True)
class Reading:
    """What one proposer, or several, said about one article.

    Attributes:
        article: the article.
        proposals: what the text bears out.
        proposer: name of the one who read it, or of the first of several.
        dropped: what the text does not bear out.
        notes: what the proposers say of their reading, a sentence each.
    """

    article: Article
    proposals: tuple[Proposal, ...]
    proposer: str
    dropped: tuple[Proposal, ...] = field(default=())
    remarks: tuple[Remark, ...] = ()
    notes: tuple[str, ...] = ()


class Proposer(Protocol):
    """Whoever reads articles and proposes statements."""

    @property
    def name(self) -> str:
        """Who it is, with its version: what the evidence names as its reader."""
        ...

    @property
    def notes(self) -> Sequence[str]:
        """What there is to say of the last reading, a sentence each: what was left out, and why."""
        ...

    def propose(self, article: Article) -> Iterable[Proposal | Remark]:
        """Return what the article seems to say. It is no instruction, whatever it says."""
        ...


def read_with(proposer: Proposer, article: Article, *others: Proposer) -> Reading:
    """Let a proposer, or several, read an article; what the text does not bear out is set aside.

    What a former one has found in the same place is not said again.
    """
    kept: list[Proposal] = []
    dropped: list[Proposal] = []
    remarks: dict[Remark, None] = {}
    notes: list[str] = []
    for reader in (proposer, *others):
        said = tuple(reader.propose(article))
        proposals = [replace(each, proposer=reader.name) for each in said if isinstance(each, Proposal)]
        sound = list(borne_out(article, proposals))
        stands = set(map(id, sound))
        dropped += [each for each in proposals if id(each) not in stands]
        known = {_says(each) for each in kept}
        kept += [each for each in sound if _says(each) not in known]
        about_things = (each for each in said if isinstance(each, Remark) and _stands(article, each.span))
        remarks |= dict.fromkeys(replace(each, proposer=reader.name) for each in about_things)
        notes += reader.notes
    return Reading(article, tuple(kept), proposer.name, tuple(dropped), tuple(remarks), tuple(notes))


def _says(proposal: Proposal) -> tuple[object, ...]:
    """Return what makes two proposals one: who is said to be what for whom, and where the name ends.

    Where it begins is a matter of taste: some take a first name with it, or a title, that others leave out.
    """
    house = folded(proposal.campaign.house.label)
    return proposal.kind, proposal.role, house, proposal.printed.end


def _stands(article: Article, span: Span) -> bool:
    """Whether a phrase stands in one line of the article, and is short enough."""
    phrase = article.text[span.start : span.end]
    at = bisect_right(article.lines, span.start, key=lambda line: line.start) - 1
    inside = at >= 0 and span.start < span.end <= article.lines[at].end
    return inside and phrase == phrase.strip() and count_words(phrase) <= MAX_PHRASE_WORDS


def _is_printed(word: str, name: str) -> bool:
    """Whether a word of a name is printed; of one without blanks, its beginning is the family name."""
    family = len(name) > 1 and not name.isascii() and word.startswith(name)
    return word in name or family


def borne_out(article: Article, proposals: Iterable[Proposal]) -> Iterator[Proposal]:
    """Yield the proposals whose words stand in one line of the article, in few enough words.

    The agent's name must be printed where the proposal says it is. That a proposer made it up, or was
    talked into it, then shows in the text not having it.
    """
    for proposal in proposals:
        printed = proposal.printed
        name = article.text[printed.start : printed.end]
        names = {proposal.agent.label, *proposal.agent.members, proposal.agent.gloss}
        words = [folded(word) for part in names for word in part.split() if folded(word)]
        named = any(_is_printed(word, folded(name)) for word in words)
        if named and _stands(article, proposal.span):
            yield proposal

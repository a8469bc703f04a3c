"""The default extractor: rules, which are files. It reads lists of credits, then prose."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from fashion_kg.claims import Entity
from fashion_kg.extract import Article, Campaign, Name, Proposal, Remark, Span
from fashion_kg.extract.campaigns import Campaigns, collection_remarks
from fashion_kg.extract.dates import has_past, with_dates
from fashion_kg.extract.folding import folded
from fashion_kg.extract.grammars import HOUSE, OTHER, PERSON, SINGLE
from fashion_kg.extract.joint import with_partners
from fashion_kg.extract.known import Known, KnownName, known_names, names_below
from fashion_kg.extract.lists import Entry
from fashion_kg.extract.loading import Grammars
from fashion_kg.extract.phrases import Said, said_in, surest
from fashion_kg.extract.places import known_places, place_remarks
from fashion_kg.extract.products import product_remarks
from fashion_kg.extract.reading import Prepared, Sentence, prepare
from fashion_kg.extract.roles import below
from fashion_kg.extract.rows import READ_PARTS, rows_of_credits, season_above
from fashion_kg.extract.shadows import Mention
from fashion_kg.extract.stand_ins import with_stand_ins
from fashion_kg.extract.whose import campaign_at
from fashion_kg.extract.words import read_words
from fashion_kg.ontology import Ontology

VERSION = "1"

_CREDIT, _TENURE = "Credit", "Tenure"
_SURE = 0.92
_SUCCEEDS = "succeeds"  # Such a phrase leaves open in which office; others may say it.
_WEAK = "for-house"  # Such a phrase counts only where nothing else is said of somebody and the house.


class Rules:
    """Proposes what the grammars find.

    Args:
        ontology: for the words of roles.
        entities: the things of the graph, by IRI, whose names are known.
    """

    name = f"fashion-kg rules {VERSION}"
    notes: tuple[str, ...] = ()

    def __init__(self, ontology: Ontology, entities: Mapping[str, Entity] | None = None) -> None:
        self._ontology = ontology
        self._known = known_names(ontology, entities or {})
        products, places = read_words("products")["said"], read_words("places")["said"]
        self._products = Known(names_below(ontology, entities or {}, products["above"]))
        self._places = known_places(names_below(ontology, entities or {}, places["class"]))
        self._grammars = Grammars(ontology)
        self._broader: dict[str, tuple[str, ...]] = {}

    def propose(self, article: Article, people: Iterable[str] = ()) -> Iterator[Proposal | Remark]:
        """Yield what the article seems to say, the surest way to say each thing first.

        Args:
            article: the article.
            people: names that somebody else has found in it, to be known for this once.
        """
        more = [(name, KnownName(PERSON, name)) for name in people if not self._known.kind_of(name)]
        known = self._known.beside(more, frozenset()) if more else self._known
        prepared = prepare(article, self._grammars, known)
        with_stand_ins(prepared)
        found = [*self._from_lists(prepared), *self._from_prose(prepared)]
        found = [*with_partners(prepared, with_dates(prepared, found)), *self._over(prepared)]
        remarks = (
            *product_remarks(prepared, self._products, {each.agent.label for each in found}),
            *place_remarks(prepared, self._places),
            *collection_remarks(prepared),
        )
        yield from Campaigns(prepared).settled([*_settled(found), *remarks])

    def _is_house_role(self, role: str) -> bool:
        """Whether a role is one of a house's own people: its broadest is the one that tenures are about."""
        return below(self._ontology, role, self._broader)[-1] in _house_groups()

    # -- lists ----------------------------------------------------------------------------------

    def _from_lists(self, prepared: Prepared) -> Iterator[Proposal]:
        for sentence, entries in rows_of_credits(prepared):
            listed = {place for each in entries for place in (each.start, each.end)}
            for entry in entries:
                yield from self._listed(prepared, sentence, entry, listed)

    def _listed(
        self, prepared: Prepared, sentence: Sentence, entry: Entry, listed: set[int]
    ) -> Iterator[Proposal]:
        text = prepared.article.text
        printed = text[entry.start : entry.end]
        if self._known.kind_of(printed) == OTHER:
            return  # ``Photo: Getty Images``
        beside = prepared.mentions[sentence.line.start]
        gloss = next((each.gloss for each in beside if each.start <= entry.start < each.end), "")
        name = self._named(prepared, printed, entry.members, gloss)
        campaign = campaign_at(prepared, sentence, 0, entry.house, listed)
        if campaign is None:
            return
        if above := season_above(prepared, sentence):
            campaign = replace(campaign, season=above[0], season_where=above[1])
        start = entry.label if entry.position == 1 else entry.start
        span = (
            Span(start, entry.end)
            if entry.end - start < 90 and "\n" not in text[start : entry.end]
            else Span(entry.start, entry.end)
        )
        for role in entry.roles:
            own = self._is_house_role(role)
            words = read_words("shared")
            if own and _is_the_house(name, campaign):
                continue  # ``designer of Casa Lumen``
            if own and not entry.house and role not in (*words["unprefixed"], *words["campaign_labels"]):
                continue  # Who runs a house makes no campaign.
            role_here = role if entry.house or not own else read_words("shared")["unprefixed"].get(role, role)
            proposal = Proposal(
                _CREDIT,
                role_here,
                name,
                campaign,
                span,
                Span(entry.start, entry.end),
                "list",
                sentence.line.language,
                0.98,
                entry.position,
            )
            yield proposal
            if own and entry.house:
                yield replace(proposal, kind=_TENURE, confidence=0.9)

    # -- prose ----------------------------------------------------------------------------------

    def _from_prose(self, prepared: Prepared) -> Iterator[Proposal]:
        told = [
            (said.phrase, proposal)
            for sentence in prepared.sentences
            if sentence.line.part in READ_PARTS
            for said in surest(said_in(prepared, sentence))
            for proposal in self._told(prepared, said)
        ]
        behind: dict[tuple[int, str], float] = {}  # How sure it is that a name is of the crew's.
        for phrase, each in told:
            if each.kind == _CREDIT and not phrase.cast:
                key = each.printed.start, each.campaign.house.label
                behind[key] = max(behind.get(key, 0), phrase.confidence)
        for phrase, each in told:
            surer = behind.get((each.printed.start, each.campaign.house.label), 0)
            if each.kind != _CREDIT or not phrase.cast or surer < phrase.confidence:
                yield each

    def _over(self, prepared: Prepared) -> Iterator[Proposal]:
        """Yield who held an office up to a day that the text prints; without one it says nothing of today."""
        if not has_past(prepared.lower):
            return
        for sentence in prepared.sentences:
            if sentence.line.part in READ_PARTS and has_past(sentence.shadow.text):
                told = [
                    each
                    for said in said_in(prepared, sentence, past=True)
                    for each in self._told(prepared, said)
                ]
                dated = with_dates(prepared, told)
                yield from (each for each in dated if any(date.field == "end" for date in each.dates))

    def _told(self, prepared: Prepared, said: Said) -> Iterator[Proposal]:
        mention = said.mention
        if mention.sort == HOUSE and not _could_be_a_person(mention, said):
            return
        text = prepared.article.text
        if said.members:
            end = said.members[-1].end
            printed = Span(mention.start, end)
            name = self._named(prepared, text[mention.start : end], _in_full(prepared, said.members))
        else:
            full = prepared.people.get(folded(mention.label)) if mention.sort == SINGLE else None
            if mention.sort == SINGLE and full is None and not said.surname and not _may_stand_alone(said):
                return
            chosen = full or mention
            label = f"{mention.label} {said.surname}" if said.surname and full is None else chosen.label
            printed = Span(*(mention.name or (mention.start, mention.end)))
            name = self._named(prepared, label, gloss=chosen.gloss, iri=chosen.iri)
        place = min(at for at, each in said.sentence.shadow.mentions.items() if each is mention)
        campaign = campaign_at(
            prepared, said.sentence, place, said.house, {mention.start}, bare=said.phrase.bare
        )
        if campaign is None:
            return
        if mention.sort == SINGLE and folded(name.label) in map(folded, campaign.house.label.split()):
            return  # Half of the house's own name.
        for role in said.roles:
            yield Proposal(
                said.phrase.kind,
                role,
                name,
                campaign,
                said.span,
                printed,
                said.phrase.name,
                said.sentence.line.language,
                said.phrase.confidence,
                said.position,
            )

    def _named(
        self, prepared: Prepared, label: str, members: tuple[str, ...] = (), gloss: str = "", iri: str = ""
    ) -> Name:
        """Return a name as it will be recorded: in full, with its IRI where the graph knows it."""
        label = re.sub(r"\s+", " ", label.lstrip("@#"))
        length, meaning = self._known.match(label.split())
        if meaning and length == len(label.split()) and meaning.sort == PERSON:
            return Name(meaning.label, meaning.iri, gloss)
        if not members and " " not in label and (full := prepared.people.get(folded(label))):
            return Name(full.label, full.iri, full.gloss)
        return Name(" & ".join(members) or label, iri, gloss, members)


def _house_groups() -> Iterable[str]:
    groups: list[str] = read_words("shared")["house_roles"]
    return groups


def _is_the_house(name: Name, campaign: Campaign) -> bool:
    """Whether a name is the house's own, and nobody's after whom it is called."""
    house = campaign.house
    same = name.iri == house.iri if name.iri else folded(name.label) == folded(house.label)
    return same and house.label not in read_words("houses")["people"]


def _could_be_a_person(mention: Mention, said: Said) -> bool:
    """Whether a house's name in the place of an agent may be the person after whom it is called."""
    houses = read_words("houses")
    if mention.label in houses["houses"] and mention.label not in houses["people"]:
        return False
    return (
        len(mention.label.split()) > 1
        and mention is not said.house
        and said.phrase.person
        and not said.described
        and said.position in (None, 1)  # "shot by N, H wanted": a clause begins.
    )


def _may_stand_alone(said: Said) -> bool:
    described = said.described or said.mention.name is not None  # "the singer", for somebody of one name
    return said.phrase.single and (described or said.position is not None or said.phrase.confidence > 0.9)


def _in_full(prepared: Prepared, members: Iterable[Mention]) -> tuple[str, ...]:
    """Return the names of a duo's halves, in full where the article prints both so somewhere."""
    full = [prepared.people.get(folded(each.label)) for each in members]
    return tuple(
        (whole if all(full) and whole else each).label for whole, each in zip(full, members, strict=True)
    )


# -- one statement, said in several ways ------------------------------------------------------------


def _settled(found: Iterable[Proposal]) -> Iterator[Proposal]:
    """Yield proposals without those that a surer one contradicts, each place once."""
    ordered = sorted(found, key=lambda each: (each.span.start, -each.confidence))
    heard = _Heard(ordered)
    seen: set[tuple[object, ...]] = set()
    for each in ordered:
        key = (each.kind, each.role, *reversed(_who(each)), each.printed.start)
        if key not in seen and not heard.gainsays(each):
            seen.add(key)
            yield each


def _who(each: Proposal) -> tuple[str, str]:
    return each.campaign.house.label, folded(each.agent.label)


class _Heard:
    """What an article's proposals say together, by which one of them may fall."""

    def __init__(self, every: Iterable[Proposal]) -> None:
        self.crew: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.behind: set[tuple[str, str]] = set()
        self.verbs: set[int] = set()
        self.others: set[tuple[str, str]] = set()
        self.narrower: set[tuple[int, str]] = set()
        self.offices: set[tuple[str, str]] = set()
        self.listed: set[int] = set()
        self.widest = frozenset(read_words("shared")["widest_kinds"])
        for each in every:
            credit = each.kind == _CREDIT
            if credit and each.pattern == "list":
                self.crew[_who(each)].add(each.role)
                self.listed.add(each.printed.start)
            if credit and each.role not in _cast() and each.confidence > _SURE:
                self.behind.add(_who(each))
            if not each.pattern.endswith("apposition"):
                self.verbs.add(each.printed.start)
            if not each.pattern.endswith(_WEAK):
                self.others.add(_who(each))
            if each.kind == _TENURE and not each.pattern.startswith(_SUCCEEDS):
                self.offices.add(_who(each))
            if each.role not in self.widest:
                self.narrower.add((each.printed.start, each.kind))

    def gainsays(self, each: Proposal) -> bool:
        """Whether what is surer, or says more, stands against a proposal."""
        who = _who(each)
        if each.role in self.widest and (each.printed.start, each.kind) in self.narrower:
            return True
        if each.kind == _TENURE and each.pattern.startswith(_SUCCEEDS) and who in self.offices:
            return True
        prose = each.kind == _CREDIT and each.role in _cast() and each.pattern != "list"
        if prose and each.printed.start in self.listed:
            return True
        if each.pattern.endswith("apposition"):
            if self.crew[who] and each.role not in self.crew[who]:
                return True
            # What somebody does in life; the verb says what for this campaign.
            if each.role not in _cast() and each.printed.start in self.verbs:
                return True
        if each.pattern.endswith(_WEAK) and who in self.others:
            return True
        # A list that says how somebody is seen says more than the prose around it.
        seen = self.crew[who].intersection(_cast())
        if each.role in _cast() and seen and each.role not in seen:
            return True
        # Who shot a campaign is not seen in it because of some verb.
        return prose and who in self.behind


def _cast() -> Iterable[str]:
    roles: list[str] = read_words("shared")["cast_roles"]
    return roles

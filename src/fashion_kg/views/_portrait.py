"""What a profile gathers about one thing: sections of entries, each with the statements it rests on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from fashion_kg.errors import counted
from fashion_kg.network import Filters, Occasion
from fashion_kg.projections import read_occasions
from fashion_kg.views import ViewRequest
from fashion_kg.views._look import Look
from fashion_kg.views._reading import read_documents, read_statements
from fashion_kg.views._spans import Row
from fashion_kg.views._stated import Stated, Value, heard, stated
from fashion_kg.views.timeline import timeline_rows

_MOST = 24
"""Names in a list of others at most; the rest is counted."""
_NAMING = ("name", "misspelling")


@dataclass
class Entry:
    """A line of a section.

    Attributes:
        lead: what stands before it: a year, a number, a role.
        things: addresses of what it names.
        text: what it says in words.
        words: what is said quietly after it.
        more: addresses of things that are named quietly after it.
        notes: addresses of the statements that it rests on.
        badge: ``disputed``, a rank, or nothing.
    """

    lead: str = ""
    things: tuple[str, ...] = ()
    text: str = ""
    words: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)
    badge: str = ""


@dataclass
class Section:
    """A part of a profile."""

    title: str
    entries: list[Entry]
    about: str = ""


@dataclass
class Portrait:
    """Gathers what is said of a thing, as far as the filters let it through.

    Args:
        request: what was asked.
        thing: address of what it is about.
    """

    request: ViewRequest
    thing: str

    @cached_property
    def occasions(self) -> dict[str, Occasion]:
        """When and for whom campaigns took place."""
        return read_occasions(self.request.store, self.request.project.query_folders)

    @cached_property
    def _kinds(self) -> Mapping[str, str]:
        return self.request.kinds

    @cached_property
    def _labels(self) -> Mapping[str, str]:
        return self.request.labels

    def is_a(self, thing: str, *kinds: str) -> bool:
        """Whether a thing is of one of these kinds."""
        return any(self.request.ontology.is_a(self._kinds.get(thing, ""), kind) for kind in kinds)

    @cached_property
    def _heard(self) -> tuple[list[Stated], Counter[str]]:
        return heard(stated(self.request, self.thing), self.request.filters, self.occasions)

    @property
    def left_out(self) -> Counter[str]:
        """How many statements were left out, by reason."""
        return self._heard[1]

    @cached_property
    def statements(self) -> list[Stated]:
        """Everything that mentions the thing or what belongs to it."""
        return self._heard[0]

    @cached_property
    def own(self) -> list[Stated]:
        """What mentions the thing itself."""
        return [each for each in self.statements if self.thing in each.things]

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of its timeline."""
        return timeline_rows(self.request, self.thing)[0]

    @cached_property
    def _around(self) -> dict[str, list[Stated]]:
        """What is said of each campaign that the thing has to do with."""
        found = {iri for each in self.own for iri in each.things if self.is_a(iri, "Campaign")}
        voices = self.request.filters
        # A campaign that is left out by brand or season has no statement among those of the thing.
        plain = Filters(sources=voices.sources, without=voices.without, review=voices.review)
        said = heard(stated(self.request, *sorted(found)), plain, self.occasions)[0]
        around: dict[str, list[Stated]] = {iri: [] for iri in sorted(found)}
        for each in said:
            for iri in found & set(each.things):
                around[iri].append(each)
        return around

    # -- sections -----------------------------------------------------------------------------------

    def sections(self) -> list[Section]:
        """Return the sections that have something in them, in the order of the page."""
        found = [self._roles(), self._cast(), *self._events(), self._others(), self._brands()]
        found += [self._features(), self._traits(), self._referring(), self._naming(), self._disagreements()]
        return [section for section in found if section.entries]

    def _traits(self) -> Section:
        """What is claimed of the thing, property by property."""
        entries = []
        for name, claims in self._claims("subject").items():
            for place, claim in enumerate(claims):
                entry = self._entry(claim, claim.one("value"))
                entry.lead = name if place == 0 else ""
                entries.append(entry)
        return Section("What is said of it", entries)

    def _claims(self, side: str) -> dict[str, list[Stated]]:
        """Return the claims that have the thing on this side, by the name of their property."""
        found: dict[str, list[Stated]] = defaultdict(list)
        for each in self.own:
            about, what = each.one(side), each.one("property")
            if about and what and about.text == self.thing and each.states not in _NAMING:
                found[what.label].append(each)
        return found

    def _entry(self, each: Stated, value: Value | None) -> Entry:
        entry = Entry(notes=[each.iri], badge=badge([each]))
        if value and value.iri and value.text in self._kinds:
            entry.things = (value.text,)
        elif value:
            entry.text = value.label
        return entry

    def _roles(self) -> Section:
        campaigns: dict[str, set[str]] = defaultdict(set)
        notes: dict[str, list[str]] = defaultdict(list)
        for each in self._credits(self.own):
            if each.one("creditedAgent", "agent") and self._names(each, "creditedAgent"):
                role = self._role(each)
                campaigns[role].update(value.text for value in each.fields["campaign"])
                notes[role].append(each.iri)
        order = sorted(campaigns, key=lambda role: (-len(campaigns[role]), role))
        return Section(
            "Roles",
            [
                Entry(lead=counted(len(campaigns[role]), "campaign"), text=role, notes=notes[role])
                for role in order
            ],
        )

    def _names(self, each: Stated, name: str) -> bool:
        return any(value.text == self.thing for value in each.fields.get(name, ()))

    @staticmethod
    def _credits(statements: Iterable[Stated]) -> list[Stated]:
        return [each for each in statements if each.kind == "Credit" and each.rank != "deprecated"]

    def _role(self, each: Stated) -> str:
        role = each.one("role")
        return self.request.ontology.label(role.text, self.request.language) if role else ""

    def _events(self) -> Iterator[Section]:
        """Campaigns, posts, appearances and events, as the timeline has them."""
        by_lane: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            by_lane[row.lane].append(row)
        look = Look(self.request.ontology)
        for lane, rows in by_lane.items():
            if rows[0].things == (self.thing,):
                continue
            entries = [
                Entry(
                    lead=when(row),
                    things=() if row.heading else row.things[:1],
                    text=row.heading,
                    words=row.words,
                    more=row.things if row.heading else (*row.things[1:], *self._brands_of(row.things[:1])),
                    notes=row.statements,
                    badge="disputed" if row.disputed else "",
                )
                for row in rows
            ]
            plural = str(look.kind(lane)["plural"]["en"])
            yield Section(plural[:1].upper() + plural[1:], entries)

    def _brands_of(self, things: Iterable[str]) -> list[str]:
        brands = {brand for iri in things if iri in self.occasions for brand in self.occasions[iri].brands}
        return sorted(brands - {self.thing})

    def _cast(self) -> Section:
        """Of a campaign: who made it, role by role. Of a brand: who worked on its campaigns."""
        if self.is_a(self.thing, "Campaign"):
            order = list(self.request.ontology.terms["Role"].values())
            credits = self._credits(self.own)
            credits.sort(key=lambda each: order.index(role.text) if (role := each.one("role")) else -1)
            entries, last = [], ""
            for each in credits:
                role = self._role(each)
                entry = self._entry(each, each.one("creditedAgent"))
                entry.lead, last = ("" if role == last else role), role
                entries.append(entry)
            return Section("Credits", entries)
        if not self.is_a(self.thing, "Brand"):
            return Section("", [])
        return self._people("Faces and makers of its campaigns", self._credits(self.statements))

    def _people(self, title: str, credits: Iterable[Stated]) -> Section:
        """Return who is credited, those on most campaigns first."""
        campaigns: dict[str, dict[str, None]] = defaultdict(dict)
        roles: dict[str, dict[str, None]] = defaultdict(dict)
        notes: dict[str, list[str]] = defaultdict(list)
        for each in credits:
            for agent in each.fields.get("creditedAgent", ()):
                if agent.text != self.thing:
                    campaigns[agent.text].update((value.text, None) for value in each.fields["campaign"])
                    roles[agent.text][self._role(each)] = None
                    notes[agent.text].append(each.iri)
        order = sorted(campaigns, key=lambda iri: (-len(campaigns[iri]), self._labels.get(iri, iri)))
        entries = [
            Entry(
                lead=counted(len(campaigns[iri]), "campaign"),
                things=(iri,),
                words=tuple(roles[iri]),
                more=tuple(campaigns[iri])[:6],
                notes=notes[iri],
            )
            for iri in order[:_MOST]
        ]
        about = f"The {_MOST} on most campaigns, of {len(order):,}." if len(order) > _MOST else ""
        return Section(title, entries, about)

    def _others(self) -> Section:
        if not self._roles().entries:
            return Section("", [])
        shared = [each for statements in self._around.values() for each in self._credits(statements)]
        own = {value.text for each in self._credits(self.own) for value in each.fields["campaign"]}
        met = [each for each in shared if any(value.text in own for value in each.fields["campaign"])]
        return self._people("Worked with", met)

    def _brands(self) -> Section:
        """The brands of the campaigns that an agent is credited on."""
        own = {value.text for each in self._credits(self.own) for value in each.fields["campaign"]}
        if not self._roles().entries:
            return Section("", [])
        campaigns: dict[str, list[str]] = defaultdict(list)
        notes: dict[str, list[str]] = defaultdict(list)
        for campaign in sorted(own):
            for each in self._around.get(campaign, ()):
                about, value = each.one("subject"), each.one("value")
                if about and value and about.text == campaign and self.is_a(value.text, "Brand"):
                    campaigns[value.text].append(campaign)
                    notes[value.text].append(each.iri)
        order = sorted(campaigns, key=lambda iri: (-len(set(campaigns[iri])), self._labels.get(iri, iri)))
        return Section(
            "Worked for",
            [
                Entry(
                    lead=counted(len(set(campaigns[iri])), "campaign"),
                    things=(iri,),
                    more=tuple(dict.fromkeys(campaigns[iri])),
                    notes=notes[iri],
                )
                for iri in order
            ],
        )

    def _features(self) -> Section:
        """What a campaign shows, depicts or is set in."""
        if not self.is_a(self.thing, "Campaign"):
            return Section("", [])
        entries, last = [], ""
        for each in sorted(self.own, key=lambda each: (_label(each.one("featureRelation")), each.iri)):
            if each.kind == "Feature":
                relation = _label(each.one("featureRelation"))
                entry = self._entry(each, each.one("featured"))
                entry.lead, last = ("" if relation == last else relation), relation
                entries.append(entry)
        return Section("Shows", entries)

    def _referring(self) -> Section:
        """Claims about other things that name this one: what goes back to it, what belongs to it."""
        entries = []
        for name, claims in self._claims("value").items():
            for each in claims:
                entry = self._entry(each, each.one("subject"))
                entry.words = (f"{name}: {self._labels.get(self.thing, '')}",)
                entries.append(entry)
        return Section("What refers to it", entries)

    def _naming(self) -> Section:
        entries = []
        for each in self.own:
            about = each.one("subject")
            if each.states in _NAMING and about and about.text == self.thing:
                entry = self._entry(each, each.one("value"))
                entry.lead = _label(each.one("property"))
                entries.append(entry)
        return Section("Names that sources use", entries)

    def _disagreements(self) -> Section:
        """What sources disagree on or somebody judged, with how many voices say so, and why it was judged."""
        disputed = [each for each in self.own if each.disputed or each.rank != "normal"]
        said = read_statements(self.request.store, self.request.ontology, [each.iri for each in disputed])
        documents = read_documents(
            self.request.store, self.request.ontology, {iri for each in disputed for iri in each.sources}
        )
        entries = []
        for each in sorted(disputed, key=lambda each: (each.kind, each.states, each.rank, each.iri)):
            waves = {documents[iri].wave or iri for iri in each.sources if iri in documents}
            entries.append(
                Entry(
                    lead="" if each.rank == "normal" else each.rank,
                    text=self._labels.get(each.iri, each.iri),
                    words=tuple(filter(None, (counted(len(waves), "voice"), said[each.iri].reason))),
                    notes=[each.iri],
                )
            )
        about = "Sources of one press wave go back to one announcement and count as one voice."
        return Section("Where sources disagree, and what was judged", entries, about)

    # -- for the pictures ---------------------------------------------------------------------------

    def neighbours(self) -> list[tuple[str, int]]:
        """Return what the thing has to do with, and how many statements or shared campaigns say so."""
        weight: Counter[str] = Counter()
        for each in self.own:
            if each.rank != "deprecated":
                weight.update({iri for iri in each.things if self._kinds.get(iri) and iri != self.thing})
        for statements in self._around.values() if self._roles().entries else ():
            weight.update(
                {
                    value.text
                    for each in self._credits(statements)
                    for value in each.fields.get("creditedAgent", ())
                    if value.text != self.thing
                }
            )
        known = ((iri, count) for iri, count in weight.items() if self.is_a(iri, "Entity"))
        return sorted(known, key=lambda pair: (-pair[1], self._labels.get(pair[0], pair[0]), pair[0]))


def badge(statements: Iterable[Stated]) -> str:
    """Return what is out of the ordinary about statements: a rank, or that they are disputed."""
    found = list(statements)
    if any(each.rank == "deprecated" for each in found):
        return "deprecated"
    return "disputed" if any(each.disputed for each in found) else ""


def when(row: Row) -> str:
    """Return the dates of a row in words, without those judged wrong; what is no date says so."""
    standing = [mark for mark in row.marks if mark.rank != "deprecated"]
    for forms, before in ((("point", "span"), ""), (("announced",), "announced "), (("season",), "")):
        if texts := [mark.text for mark in standing if mark.form in forms]:
            return before + " or ".join(dict.fromkeys(texts))
    reported = [mark.text for mark in standing if mark.form == "reported"]
    return f"reported {reported[0]}" if reported else "undated"


def _label(value: Value | None) -> str:
    return value.label if value else ""

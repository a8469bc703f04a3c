"""From the graph to networks: a projection is a question whose rows tie things, and name who says so."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any, cast

from fashion_kg.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    import networkx as nx

    from fashion_kg.queries import Query

GROUPS, MEMBERS = "groups", "members"
REVIEW_STATES = ("proposed", "unreviewed", "accepted")
"""Local names of the review states, from the least to the most checked."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A statement that ties a thing to another, or to what it shares with others.

    Attributes:
        left: who or what is tied.
        right: the other end; None in a projection whose edges join those that share ``via``.
        via: what the tie goes through, mostly a campaign; where the question names none, the statement.
        role: what ``left`` does or is in it; None where the question does not say.
        statement: the assertion that says so.
        rank: local name of its rank.
        review: local name of its review state.
        sources: the sources that say so.
        occasion: what dates the tie and gives it a season and brands, where that is not ``via``.
        group: the group as whose member ``left`` stands here; None for who is named by itself.
    """

    left: str
    right: str | None
    via: str
    role: str | None
    statement: str
    rank: str
    review: str
    sources: frozenset[str]
    occasion: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """When, in which season and for which brands that took place which a tie goes through.

    Attributes:
        brands: the brands it is for.
        seasons: its seasons.
        earliest: the first day that a source gives it; None if none does.
        latest: the last day; None if none does.
        reported: the day on which the first dated source reported it; None if none is dated.
    """

    brands: frozenset[str] = frozenset()
    seasons: frozenset[str] = frozenset()
    earliest: dt.date | None = None
    latest: dt.date | None = None
    reported: dt.date | None = None

    @property
    def dated(self) -> bool:
        """Whether a source gives it a first or a last day; else its report alone places it in time."""
        return self.earliest is not None or self.latest is not None

    @property
    def begins(self) -> dt.date | None:
        """The first day as dated by a source, else as reported; None also where only its end is dated."""
        return self.earliest if self.dated else self.reported

    @property
    def ends(self) -> dt.date | None:
        """The last day as dated by a source, else as reported; None also where it runs on."""
        return self.latest if self.dated else self.reported

    def within(self, since: dt.date | None, until: dt.date | None) -> bool:
        """Whether some of it is in a time window, either end of which can be open; nothing undated is."""
        if self.begins is None and self.ends is None:
            return False
        early = since is not None and self.ends is not None and self.ends < since
        late = until is not None and self.begins is not None and self.begins > until
        return not early and not late


@dataclass(frozen=True)
class Filters:
    """What a projection is cut down to. An empty field lets everything pass.

    Sources decide which statements count. What a question takes from the facts stays, even where its only
    source is not heard: the brand of a campaign at the right end of a tie, and the brands, seasons and days
    of an `Occasion`.

    Attributes:
        since: first day of the time window; what ended before it is left out. What no source dates is placed
            by the day of its first report, and left out where no dated source reports it.
        until: last day of it; what began after it is left out, and the same holds for what no source dates.
        roles: addresses of roles; only ties in one of them count.
        brands: addresses of brands; only what is for one of them counts.
        seasons: addresses of seasons.
        sources: addresses of sources; only statements that one of them makes count.
        without: addresses of sources that are not heard; statements that only they make are left out.
        review: least review state that counts: proposed, unreviewed or accepted. What follows from others
            stays (`fashion_kg.open` with ``reviewed`` leaves that out, too).
        weight: least weight of an edge.
        judged_wrong: whether statements judged wrong count, too, as they do where sources disagree.

    Raises:
        UsageError: a set is a text or holds something that is no address, a day is no date, or there is no
            such review state.
    """

    since: dt.date | None = None
    until: dt.date | None = None
    roles: frozenset[str] = frozenset()
    brands: frozenset[str] = frozenset()
    seasons: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    review: str = "unreviewed"
    weight: float = 0
    judged_wrong: bool = False

    def __post_init__(self) -> None:
        if self.review not in REVIEW_STATES:
            remedy = did_you_mean(str(self.review), REVIEW_STATES, f"Use one of: {', '.join(REVIEW_STATES)}")
            raise UsageError(f'There is no review state "{self.review}". {remedy}')
        for name in ("since", "until"):
            day = getattr(self, name)
            if day is not None and type(day) is not dt.date:
                raise UsageError(f"{name}={day!r} is no day. Give a datetime.date, such as date(2024, 4, 11)")
        for name in ("roles", "brands", "seasons", "sources", "without"):
            values = getattr(self, name)
            if isinstance(values, str) or not isinstance(values, Collection):
                raise UsageError(
                    f"{name}={values!r} is no set. Give a set of addresses, even of a single one"
                )
            for value in values:
                if not isinstance(value, str) or "://" not in value:
                    raise UsageError(
                        f"{name}: {value!r} is no address. Give the address: graph.find({value!r})"
                    )
            object.__setattr__(self, name, frozenset(values))


Edge = tuple[str, str]
Reasons = dict[str, tuple[list[Tie], list[Tie]]]
"""Why an edge is there: for each thing it goes through, the ties of its first end and those of its second;
the second list is empty where the ties of the first speak of both ends."""


@dataclass(frozen=True)
class Projection:
    """A network as the statements that make it.

    Attributes:
        query: the question; its header says what an edge and its weight mean.
        ties: the statements that count.
        occasions: what is known of the things that ties go through, by address.
        counted: whether groups count as one or by their members: ``groups`` or ``members``.
        filters: what the ties were cut down to.
        left_out: how many statements were left out, by reason.
    """

    query: Query
    ties: tuple[Tie, ...]
    occasions: Mapping[str, Occasion]
    counted: str = GROUPS
    filters: Filters = field(default_factory=Filters)
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Name of the question."""
        return self.query.name

    @property
    def header(self) -> Mapping[str, Any]:
        """What the question's header says of its edges: left, right, through, weight, meaning, directed."""
        return cast("Mapping[str, Any]", self.query.header["projection"])

    @property
    def meaning(self) -> str:
        """What an edge says, in words."""
        return str(self.header.get("meaning", self.query.summary))

    @property
    def weighs(self) -> str:
        """What the weight of an edge counts, in words."""
        through = self.header.get("through")
        return str(
            self.header.get("weight")
            or (f"number of different {through}s" if through else "number of statements")
        )

    @property
    def directed(self) -> bool:
        """Whether edges run from left to right."""
        return bool(self.header.get("directed"))

    @cached_property
    def sources(self) -> frozenset[str]:
        """All sources that are heard."""
        return frozenset(source for tie in self.ties for source in tie.sources)

    @cached_property
    def edges(self) -> dict[Edge, Reasons]:
        """Why each edge is there; edges of too little weight are left out, ends sorted where undirected."""
        least = self.filters.weight
        return {edge: reasons for edge, reasons in self._all_edges.items() if len(reasons) >= least}

    @property
    def light_edges(self) -> int:
        """How many edges are left out for their weight."""
        return len(self._all_edges) - len(self.edges)

    @cached_property
    def _all_edges(self) -> dict[Edge, Reasons]:
        found: dict[Edge, Reasons] = defaultdict(dict)
        by_via: dict[str, dict[str, list[Tie]]] = defaultdict(lambda: defaultdict(list))
        for tie in self.ties:
            if tie.right is None:
                by_via[tie.via][tie.left].append(tie)
            elif tie.right != tie.left:
                one, two = tie.left, tie.right
                edge = (one, two) if self.directed or one < two else (two, one)
                found[edge].setdefault(tie.via, ([], []))[0].append(tie)
        for via, members in by_via.items():
            for one, two in combinations(sorted(members), 2):
                if not _one_group(members[one], members[two]):
                    found[one, two][via] = (members[one], members[two])
        return dict(sorted(found.items()))

    @cached_property
    def nodes(self) -> list[str]:
        """Everything that a tie names as an end, sorted; also what is tied to nothing else."""
        ends = {tie.left for tie in self.ties} | {tie.right for tie in self.ties if tie.right is not None}
        if self.filters.weight > 1:
            ends = {end for edge in self.edges for end in edge}
        return sorted(ends)

    @cached_property
    def components(self) -> list[list[str]]:
        """The pieces in which all nodes are tied to each other, directly or through others; largest first."""
        above = {node: node for node in self.nodes}

        def top(node: str) -> str:
            while above[node] != node:
                above[node] = above[above[node]]
                node = above[node]
            return node

        for one, two in self.edges:
            above[top(one)] = top(two)
        pieces: dict[str, list[str]] = defaultdict(list)
        for node in self.nodes:
            pieces[top(node)].append(node)
        return sorted(pieces.values(), key=lambda nodes: (-len(nodes), nodes))

    @cached_property
    def counts(self) -> dict[str, int]:
        """How much it is: ``nodes``, ``edges``, ``components``, ``statements`` and ``sources``."""
        return {
            "nodes": len(self.nodes),
            "edges": len(self.edges),
            "components": len(self.components),
            "statements": len({tie.statement for tie in self.ties}),
            "sources": len(self.sources),
        }

    def network(self, labels: Mapping[str, str] | None = None) -> nx.Graph[str]:
        """Return the NetworkX graph; with ``directed`` in the question's header a directed one.

        Nodes are IRIs with the attribute ``label``; edges have ``weight`` (how many different things they go
        through) and ``via`` (their addresses, sorted). The graph's own attributes ``projection``,
        ``meaning``, ``weighs`` and ``counted`` say what it shows.

        Args:
            labels: names by address; the last part of the address stands in.
        """
        import networkx as nx

        network: nx.Graph[str] = nx.DiGraph() if self.directed else nx.Graph()
        network.graph.update(
            projection=self.name, meaning=self.meaning, weighs=self.weighs, counted=self.counted
        )
        known = labels or {}
        network.add_nodes_from((node, {"label": known.get(node) or _last(node)}) for node in self.nodes)
        network.add_edges_from(
            (*edge, {"weight": len(reasons), "via": sorted(reasons)}) for edge, reasons in self.edges.items()
        )
        return network

    def undirected(self) -> nx.Graph[str]:
        """Return the NetworkX graph without directions; edges that run both ways are one of both weights."""
        import networkx as nx

        network = self.network()
        if not self.directed:
            return network
        whole: nx.Graph[str] = nx.Graph()
        whole.add_nodes_from(network.nodes(data=True))
        for one, two, marks in network.edges(data=True):
            known = whole.get_edge_data(one, two, {"weight": 0, "via": []})
            via = sorted({*known["via"], *marks["via"]})
            whole.add_edge(one, two, weight=known["weight"] + marks["weight"], via=via)
        return whole

    def narrowed(self, filters: Filters) -> Projection:
        """Return what passes; ``left_out`` counts statements by reason. Facts stay, as `Filters` says."""
        kept, left_out = [], defaultdict(set)
        for tie in self.ties:
            why = self._why_not(tie, filters)
            if why:
                left_out[why].add(tie.statement)
                continue
            heard = tie.sources - filters.without
            heard = heard & filters.sources if filters.sources else heard
            kept.append(tie if heard == tie.sources else replace(tie, sources=heard))
        standing = {tie.statement for tie in kept}
        counts = dict(self.left_out)
        for why, statements in left_out.items():
            if gone := statements - standing:
                counts[why] = counts.get(why, 0) + len(gone)
        return replace(self, ties=tuple(kept), filters=filters, left_out=counts)

    def without_source(self, source: str) -> Projection:
        """Return the network without the statements that only this source makes.

        Brands, seasons and days taken from the facts stay, even if only this source says them.
        """
        kept = [
            tie if source not in tie.sources else replace(tie, sources=tie.sources - {source})
            for tie in self.ties
            if tie.sources != {source}
        ]
        return replace(self, ties=tuple(kept))

    def _why_not(self, tie: Tie, filters: Filters) -> str | None:
        occasion = self.occasions.get(tie.occasion or tie.via, _UNKNOWN)
        heard = tie.sources - filters.without
        checks = (
            (tie.rank == "deprecated" and not filters.judged_wrong, "judged wrong"),
            (_below(tie.review, "unreviewed") and _below(tie.review, filters.review), "only proposed"),
            (_below(tie.review, filters.review), "not reviewed far enough"),
            (not heard, "said only by a source that is not heard"),
            (filters.sources and not heard & filters.sources, "said by no source asked for"),
            (filters.roles and tie.role not in filters.roles, "another role"),
            (filters.brands and not self._brands(tie, occasion) & filters.brands, "another brand"),
            (filters.seasons and not occasion.seasons & filters.seasons, "another season"),
        )
        return next((reason for fails, reason in checks if fails), None) or _outside(occasion, filters)

    @staticmethod
    def _brands(tie: Tie, occasion: Occasion) -> frozenset[str]:
        """Return the brands of what a tie goes through, and of its ends, which may be brands themselves."""
        return occasion.brands | {end for end in (tie.left, tie.right) if end}


_UNKNOWN = Occasion()


def _one_group(one: list[Tie], two: list[Tie]) -> bool:
    """Whether two are tied by nothing but credits of groups that both belong to: no work of two together.

    A group counted by its members gives each of them its own credits. That they share these says who
    belongs to the group, which the graph knows already, and not that they worked with another.
    """
    if any(tie.group is None for tie in (*one, *two)):
        return False
    return {tie.statement for tie in one} == {tie.statement for tie in two}


def _below(state: str, least: str) -> bool:
    return REVIEW_STATES.index(state) < REVIEW_STATES.index(least)


def _outside(occasion: Occasion, filters: Filters) -> str | None:
    """Return why an occasion is not in the time window, or None where it is, or there is none."""
    if filters.since is None and filters.until is None:
        return None
    if occasion.begins is None and occasion.ends is None:
        return "dated by no source, so in no time window"
    return None if occasion.within(filters.since, filters.until) else "outside the time window"


def _last(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]

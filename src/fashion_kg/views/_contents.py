"""What a page of a network holds: its nodes and edges, numbered, and what is read of the graph for them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from fashion_kg.network import REVIEW_STATES, Occasion, Reasons, Tie
from fashion_kg.ontology import Ontology
from fashion_kg.store import Store
from fashion_kg.views._look import Look
from fashion_kg.views._reading import (
    Document,
    Named,
    Statement,
    mentioning,
    read_documents,
    read_kinds,
    read_names,
    read_statements,
)
from fashion_kg.views._scene import Scene, short_id


@dataclass(frozen=True)
class Row:
    """Why an edge is there, through one thing.

    Attributes:
        edge: number of the edge.
        key: the thing that it goes through, then the occasions that date it.
        one: the ties of the edge's first end, or of both.
        two: those of the second.
    """

    edge: int
    key: tuple[str, ...]
    one: list[Tie]
    two: list[Tie]


@dataclass
class Contents:
    """What a page holds, numbered as its blocks number it; read of the graph when first asked for.

    Args:
        scene: what the page shows.
        store: the graph.
        ontology: the vocabulary.
    """

    scene: Scene
    store: Store
    ontology: Ontology

    # -- nodes and edges --------------------------------------------------------------------------

    @cached_property
    def nodes(self) -> list[str]:
        """The addresses of the nodes, in the order of their numbers."""
        return sorted(self.scene.nodes, key=short_id)

    @cached_property
    def place(self) -> dict[str, int]:
        """The number of each node."""
        return {iri: number for number, iri in enumerate(self.nodes)}

    @cached_property
    def _edges(self) -> list[tuple[int, int, Reasons]]:
        """The ends of each edge as numbers, with its reasons; undirected, the smaller first."""
        found = []
        for (one, two), reasons in self.scene.edges.items():
            start, end = self.place[one], self.place[two]
            if start < end or self.scene.projection.directed:
                found.append((start, end, reasons))
            else:
                turned = {via: (its, own) if its else (own, its) for via, (own, its) in reasons.items()}
                found.append((end, start, turned))
        return sorted(found, key=lambda edge: edge[:2])

    @cached_property
    def weights(self) -> list[int]:
        """The weight of each edge."""
        return [len(reasons) for *_, reasons in self._edges]

    @cached_property
    def ends(self) -> list[tuple[int, int]]:
        """The ends of each edge as numbers of nodes."""
        return [edge[:2] for edge in self._edges]

    @cached_property
    def rows(self) -> list[Row]:
        """Why each edge is there: one row for each thing that it goes through."""
        found = []
        for number, (_, _, reasons) in enumerate(self._edges):
            for via in sorted(reasons):
                one, two = reasons[via]
                found.append(Row(number, self._occasion_key(via, [*one, *two]), one, two))
        return found

    @cached_property
    def own(self) -> dict[tuple[str, tuple[str, ...]], list[Tie]]:
        """What makes a thing a node by itself: its own ties to what it shares with others, or might.

        By address of the node, and by what the ties go through and what dates them. A node stays on the page
        as long as one of them passes the filters, even where none of its edges does.
        """
        found: dict[tuple[str, tuple[str, ...]], list[Tie]] = defaultdict(list)
        for tie in self.scene.projection.ties:
            if tie.left in self.scene.nodes and tie.right in (None, tie.left):
                found[tie.left, self._occasion_key(tie.via, [tie])].append(tie)
        return dict(sorted(found.items()))

    @cached_property
    def ties(self) -> dict[str, Tie]:
        """A tie of each statement that edges or nodes stand on."""
        ties = [tie for row in self.rows for tie in (*row.one, *row.two)]
        return {tie.statement: tie for tie in (*ties, *(tie for own in self.own.values() for tie in own))}

    @cached_property
    def dated(self) -> dict[str, tuple[str, ...]]:
        """What dates a statement by itself, where an edge joins statements of several occasions: a key."""
        joined = ((row.key[0], tie) for row in self.rows if len(row.key) > 2 for tie in (*row.one, *row.two))
        return {tie.statement: self._occasion_key(via, [tie]) for via, tie in joined}

    @staticmethod
    def _occasion_key(via: str, ties: list[Tie]) -> tuple[str, ...]:
        """Return what a tie goes through and what dates it: the thing, then the occasions."""
        dated = sorted({tie.occasion or tie.via for tie in ties})
        through = via if any(tie.statement != via for tie in ties) else dated[0]
        return (through, *dated)

    # -- what is read of the graph ----------------------------------------------------------------

    @cached_property
    def tied(self) -> list[str]:
        """The statements that ties need, sorted."""
        return sorted(self.ties)

    @cached_property
    def statements(self) -> dict[str, Statement]:
        """The statements that ties need, then others that mention a node, each sorted.

        Others are left out that no heard source makes, or that are not reviewed far enough.
        """
        wanted = {*self.tied, *mentioning(self.store, self.nodes)}
        known = read_statements(self.store, self.ontology, wanted)
        tied = {iri: known.get(iri) or self._bare(self.ties[iri]) for iri in self.tied}
        return tied | {iri: one for iri, one in known.items() if iri not in tied and self._counts(one)}

    @staticmethod
    def _bare(tie: Tie) -> Statement:
        """Return what is known of a statement that is no assertion, such as that a source copies another."""
        return Statement(
            tie.statement, "Assertion", "statement", tie.statement, tie.rank, tie.review, role=tie.role
        )

    def _counts(self, statement: Statement) -> bool:
        least = REVIEW_STATES.index(self.scene.projection.filters.review)
        return REVIEW_STATES.index(statement.review) >= least and any(
            self.heard(place.source) for place in statement.places
        )

    def heard(self, source: str) -> bool:
        """Whether a source counts under the filters."""
        filters = self.scene.projection.filters
        return source not in filters.without and (not filters.sources or source in filters.sources)

    @cached_property
    def sources(self) -> dict[str, Document]:
        """The sources of all statements, sorted."""
        heard = {
            place.source
            for statement in self.statements.values()
            for place in statement.places
            if self.heard(place.source)
        }
        heard |= {source for row in self.rows for tie in (*row.one, *row.two) for source in tie.sources}
        heard |= {source for own in self.own.values() for tie in own for source in tie.sources}
        return read_documents(self.store, self.ontology, heard)

    @cached_property
    def source_place(self) -> dict[str, int]:
        """The number of each source."""
        return {iri: number for number, iri in enumerate(self.sources)}

    # -- things ------------------------------------------------------------------------------------

    @cached_property
    def occasions(self) -> list[tuple[tuple[str, ...], Occasion]]:
        """What ties go through, by what it is and what dates it, as far as it has a name or is dated.

        What edges go through comes first.
        """
        known = self.scene.projection.occasions
        found = {}
        keys = dict.fromkeys(sorted({row.key for row in self.rows}))
        keys |= dict.fromkeys(sorted(set(self.dated.values())))
        for key in keys | dict.fromkeys(key for _, key in self.own):
            dated = [known[iri] for iri in key[1:] if iri in known]
            if dated or key[0] not in self.statements:
                found[key] = _joined(dated)
        return list(found.items())

    @cached_property
    def things(self) -> list[str]:
        """The nodes, then what edges go through, its brands and seasons, and what statements mention."""
        needed = {iri for _, about in self.occasions for iri in (*about.brands, *about.seasons)}
        needed |= {key[0] for key, _ in self.occasions} - set(self.statements)
        mentioned = {iri for statement in self.statements.values() for iri in statement.mentions}
        kinds = read_kinds(self.store, self.ontology, sorted(mentioned))
        # Dates are mentioned, too, and are no things.
        needed |= {iri for iri in mentioned if self.ontology.is_a(kinds.get(iri, ""), "Entity")}
        return [*self.nodes, *sorted(needed - self.scene.nodes, key=short_id)]

    @cached_property
    def thing_place(self) -> dict[str, int]:
        """The number of each thing."""
        return {iri: number for number, iri in enumerate(self.things)}

    @cached_property
    def names(self) -> dict[str, Named]:
        """The names of all things."""
        known = read_names(self.store, self.things)
        return {iri: known.get(iri) or Named(iri.rsplit("/", 1)[-1], {}, []) for iri in self.things}

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The local name of each thing's class."""
        known = read_kinds(self.store, self.ontology, self.things)
        return {iri: known.get(iri, "Entity") for iri in self.things}

    @property
    def languages(self) -> list[str]:
        """The languages in which things have preferred names, English first."""
        return ["en", *sorted({key for named in self.names.values() for key in named.labels} - {"en"})]

    @cached_property
    def roles(self) -> dict[str, tuple[str, int]]:
        """The group and the number of each role in use, sorted."""
        look = Look(self.ontology)
        used = {each.role: each.class_name for each in self.statements.values() if each.role}
        return {
            iri: (look.group_of(iri, class_name), number)
            for number, (iri, class_name) in enumerate(sorted(used.items()))
        }


def _joined(occasions: list[Occasion]) -> Occasion:
    """Return several occasions as one that spans them all."""
    if len(occasions) == 1:
        return occasions[0]
    earliest = [day for each in occasions if (day := each.earliest)]
    latest = [day for each in occasions if (day := each.latest or each.earliest)]
    reported = [day for each in occasions if (day := each.reported)]
    return Occasion(
        frozenset(brand for each in occasions for brand in each.brands),
        frozenset(season for each in occasions for season in each.seasons),
        min(earliest, default=None),
        max(latest, default=None),
        min(reported, default=None),
    )

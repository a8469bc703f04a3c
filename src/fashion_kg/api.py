"""The doorway for Python: open a graph, ask it, and take the answer into other tools."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import (
    QueryBoolean,
    QuerySolutions,
    RdfFormat,
    Triple,
    serialize,
)

from fashion_kg.answers.analysis import Wish, analyze
from fashion_kg.answers.asking import ask_freely
from fashion_kg.answers.reviewed import how_reviewed
from fashion_kg.answers.table import Table, table_of
from fashion_kg.build import load_ontology, ready_store
from fashion_kg.conflicts import Conflict, find_conflicts
from fashion_kg.errors import UsageError
from fashion_kg.layout import Project
from fashion_kg.measures import Measured
from fashion_kg.names import Names
from fashion_kg.namespaces import CLAIMS_GRAPH, FACTS_GRAPH
from fashion_kg.network import GROUPS, Filters, Projection
from fashion_kg.ontology import Ontology
from fashion_kg.projections import find_projection, project
from fashion_kg.queries import Query, all_queries, find_query
from fashion_kg.store import Answer, EmbeddedStore, Endpoint, Store, is_accepted, load_store

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from fashion_kg.views._making import Page


class Graph:
    """A knowledge graph that can be asked.

    Args:
        project: where its ontology and its questions are.
        store: where its triples are.

    >>> import fashion_kg
    >>> graph = fashion_kg.open(reviewed=True)  # accepted statements alone
    >>> table = graph.query("people/credits", agent="Mario Sorrenti")
    >>> [row["campaignLabel"] for row in table]
    ["It's Different"]
    """

    def __init__(self, project: Project, store: Store) -> None:
        self.project, self.store = project, store

    @cached_property
    def ontology(self) -> Ontology:
        """The vocabulary."""
        return load_ontology(self.project)

    @cached_property
    def names(self) -> Names:
        """Finds things by what people call them."""
        return Names(self.store, self.ontology)

    @cached_property
    def reviewed(self) -> str:
        """How many statements are accepted and how many are not, in a sentence; empty where all of them are.

        >>> "are unreviewed" in fashion_kg.open().reviewed
        True
        >>> fashion_kg.open(reviewed=True).reviewed
        ''
        """
        return how_reviewed(self.store)

    @property
    def queries(self) -> list[Query]:
        """Every question that can be asked by name."""
        return all_queries(self.project.query_folders)

    def find(self, text: str, kind: str = "thing") -> str:
        """Return the IRI of what a name, slug, CURIE or IRI means.

        Raises:
            UsageError: nothing is called so, or several things are.

        >>> fashion_kg.open().find("Nicola Ann Peltz Beckham", "person")
        'https://w3id.org/fashion-kg/person/nicola-peltz'
        """
        return self.names.find(text, kind).value

    def _ask(self, name: str, language: str, given: Mapping[str, object]) -> tuple[Query, QuerySolutions]:
        query = find_query(name, self.project.query_folders)
        terms = self.names.terms(query, {key: str(value) for key, value in given.items()}, language)
        answer = self.store.query(query.bind(terms))
        if not isinstance(answer, QuerySolutions):
            raise UsageError(f"{name} does not answer in rows. Use Graph.sparql with its text")
        return query, answer

    def query(self, name: str, /, *, lang: str = "en", **parameters: object) -> Table:
        """Ask a question of the library by name.

        Args:
            name: such as ``people/credits``; ``Graph.queries`` has them all.
            lang: language of the labels; English stands in where there is none.
            **parameters: the question's parameters, by IRI, CURIE, slug or any name.

        Raises:
            UsageError: there is no such question, or a parameter does not fit.

        >>> table = fashion_kg.open(reviewed=True).query("claims/conflicts")
        >>> sorted({row["subjectLabel"] for row in table})
        ['Closet', 'Le City']
        """
        return table_of(self._ask(name, lang, parameters)[1])

    def sparql(self, text: str) -> Table | bool | list[Triple]:
        """Ask a SPARQL 1.1 query over the union of all graphs; known prefixes need no declaring.

        Returns:
            A table for SELECT, a truth value for ASK, triples for CONSTRUCT and DESCRIBE.

        Raises:
            UsageError: the query is malformed, or has a SERVICE clause.

        >>> fashion_kg.open().sparql("ASK { ?edition fkg:reissueOf product:le-city }")
        True
        """
        answer: Answer = self.store.query(ask_freely(text, self.ontology.prefixes).text)
        if isinstance(answer, QuerySolutions):
            return table_of(answer)
        return bool(answer) if isinstance(answer, QueryBoolean) else list(answer)

    def why(self, thing: str) -> Table:
        """Return who says what about a thing: one row for each place in a source.

        >>> sorted({row["sourceLabel"] for row in fashion_kg.open().why("Hourglass")})
        ["Harper's BAZAAR Malaysia on Closet", 'Unnamed outlet on the Closet relaunch']
        """
        return self.query("claims/why", iri=thing)

    def conflicts(self) -> list[Conflict]:
        """Return every disagreement between sources.

        >>> found = fashion_kg.open(reviewed=True).conflicts()
        >>> bag = next(each for each in found if each.subject == "Le City")
        >>> [(value.value, value.waves, len(value.sources)) for value in bag.values], bag.decided
        ([('2000', 1, 3), ('2001', 1, 1)], False)
        """
        return find_conflicts(self.store, self.project.query_folders)

    def projection(
        self, name: str = "network/co-credits", /, *, counted: str = GROUPS, filters: Filters | None = None
    ) -> Projection:
        """Return a projection: a network together with the statements that make it.

        Args:
            name: a question with ``projection`` in its header.
            counted: ``groups``, so that a duo is one node, or ``members``, so that its members are.
            filters: what to cut it down to.

        Raises:
            UsageError: there is no such question, several end so, it is no projection or a malformed one, or
                it cannot be counted so.

        >>> projection = fashion_kg.open().projection("network/brand-talent")
        >>> projection.meaning, projection.counted
        ('the agent appears in campaigns of the brand', 'groups')
        """
        folders = self.project.query_folders
        return project(find_projection(name, folders), self.store, folders, counted=counted, filters=filters)

    def network(
        self, name: str = "network/co-credits", /, *, counted: str = GROUPS, filters: Filters | None = None
    ) -> nx.Graph[str]:
        """Return the NetworkX graph of a projection, with the arguments of `projection`.

        Nodes are addresses with a ``label``; edges have ``weight`` and ``via``, what they go through.

        >>> network = fashion_kg.open().network("network/co-credits")
        >>> network.has_edge(*(fashion_kg.open().find(name) for name in ("Kate Moss", "Mario Sorrenti")))
        True
        """
        return self.projection(name, counted=counted, filters=filters).network(self.names.labels())

    def analyze(
        self,
        measure: str,
        /,
        *things: str,
        projection: str | None = None,
        counted: str = GROUPS,
        filters: Filters | None = None,
        lang: str = "en",
        seed: int = 1,
        **options: object,
    ) -> Measured:
        """Measure a network: who stands in the middle, who belongs together, and so on.

        Args:
            measure: such as ``centrality``; `fashion_kg.measures.names` has them all.
            *things: the things that it takes, by IRI, CURIE, slug or any name; mostly none.
            projection: the question whose network is measured; None for the measure's own.
            counted: ``groups`` or ``members``, as in `projection`.
            filters: what to cut the network down to.
            lang: language of the names.
            seed: of everything random.
            **options: the measure's own options.

        Returns:
            A table that says what it measured: filters, counts, what was left out, and how far to trust it.

        Raises:
            UsageError: a measure, an option or a name is unknown, or nothing is left to measure.

        >>> found = fashion_kg.open(reviewed=True).analyze("centrality", by="degree")
        >>> found.counts["nodes"], next(iter(found))["rank"]
        (14, '1=')
        """
        given = {name: str(value) for name, value in options.items()}
        wish = Wish(measure, things, projection, counted, filters or Filters(), given, lang, seed)
        return analyze(wish, self.names, self.project.query_folders)[0]

    def view(
        self,
        kind: str,
        /,
        *words: str,
        counted: str = GROUPS,
        filters: Filters | None = None,
        lang: str = "en",
        seed: int = 1,
        **options: object,
    ) -> Page:
        """Make a page; a notebook shows it, and ``save`` writes it.

        Args:
            kind: such as ``relationships``; `fashion_kg.views.names` has them all.
            *words: the names of things that it is about, or what else it takes.
            counted: ``groups`` or ``members``, as in `projection`.
            filters: what to cut the graph down to.
            lang: language in which it opens.
            seed: of the layout.
            **options: the view's own options; True for one that takes no value.

        Raises:
            UsageError: a kind, an option or a name is unknown, or there is nothing to show.

        >>> page = fashion_kg.open(reviewed=True).view("relationships", "Le City", conflict=True)
        >>> page.summary.partition(". ")[2]
        'Introduced, date: 2000 (1 voice) or 2001 (1 voice), undecided.'
        """
        from fashion_kg.views import ViewRequest
        from fashion_kg.views._making import make

        given = {
            name: "" if value is True else str(value)
            for name, value in options.items()
            if value not in (None, False)
        }
        chosen = filters or Filters()
        return make(
            kind,
            ViewRequest(self.project, self.store, self.ontology, words, given, chosen, counted, lang, seed),
        )

    def rdflib(self, *, facts_only: bool = False) -> rdflib.Graph:
        """Return the triples as an rdflib graph: claims and facts together, or the facts alone.

        The Turtle export holds a little more: the terms in use, and what the dataset says of itself.

        Raises:
            UsageError: the graph is at an endpoint, whose triples are not at hand.

        >>> len(fashion_kg.open().rdflib(facts_only=True)) > 1000
        True
        """
        import rdflib

        if not isinstance(self.store, EmbeddedStore):
            raise UsageError("Only a local graph can be copied into rdflib. Open it without an endpoint")
        graphs = [FACTS_GRAPH] if facts_only else [CLAIMS_GRAPH, FACTS_GRAPH]
        triples = (quad.triple for name in graphs for quad in self.store.quads(name))
        found = rdflib.Graph()
        found.parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
        return found


def open(project: str | Path | None = None, *, endpoint: str | None = None, reviewed: bool = False) -> Graph:
    """Open a graph: a project's, or the one delivered with the package.

    Args:
        project: folder of a project, or an exported file in any RDF format; without one, the project
            around the current folder, else the graph that came with the package, which is built on
            first use.
        endpoint: address of a SPARQL 1.1 endpoint to ask instead of the project's own store.
        reviewed: whether to open the graph of accepted statements alone, as ``--reviewed-only`` does.

    Raises:
        UsageError: there is no project, it has not been built, or what was accepted cannot be told apart.
    """
    if project is not None and Path(project).is_file():
        around = Project.find()
        store = load_store(Path(project), load_ontology(around).files)
        if reviewed and not is_accepted(store):
            raise UsageError(f'"{project}" holds more than was accepted. Export it anew with --reviewed-only')
        return Graph(around, store)
    found = Project.find(Path(project) if project is not None else None)
    if endpoint and reviewed:
        raise UsageError(
            "An endpoint has only its own graph. Open a project to leave out what is not accepted"
        )
    return Graph(found, Endpoint(endpoint) if endpoint else ready_store(found, reviewed=reviewed))

"""Asking the graph for networks: from the rows of a projection to its ties, and when they took place."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import cast

from pyoxigraph import Literal, NamedNode, QuerySolutions

from fashion_kg.errors import UsageError, did_you_mean
from fashion_kg.network import GROUPS, Filters, Occasion, Projection, Tie
from fashion_kg.ontology import Ontology, local_name
from fashion_kg.queries import Query, find_query
from fashion_kg.store import Store


def project(
    query: Query,
    store: Store,
    query_folders: Iterable[Path],
    *,
    counted: str = GROUPS,
    filters: Filters | None = None,
    given: Mapping[str, NamedNode | Literal] | None = None,
) -> Projection:
    """Ask a projection and return the network's statements, without those judged wrong or only proposed.

    A projection is a question with ``projection`` in its header. Its rows have the columns ``left``,
    ``statement``, ``rank``, ``review`` and ``source``; ``right``, unless its edges join those that share
    ``via``; and ``via`` and ``role`` where there are such.

    Args:
        query: the question.
        store: whom to ask.
        query_folders: where questions lie; the one about occasions is asked, too.
        counted: ``groups`` or ``members``: whether a duo is one node or its members are.
        filters: what to cut it down to.
        given: terms for the question's further parameters.

    Raises:
        UsageError: the question is no projection, or cannot count by members.
    """
    if not isinstance(query.header.get("projection"), dict):
        raise UsageError(
            f"{query.name} is no projection. Those that are carry the tag network: fashion-kg queries network"
        )
    terms = dict(given or {})
    if any(parameter.name == "counted" for parameter in query.parameters):
        terms["counted"] = Literal(counted)
    elif counted != GROUPS:
        raise UsageError(
            f"{query.name} has no groups that could be counted by their members. Leave out --count"
        )
    answer = cast(QuerySolutions, store.query(query.bind(terms)))
    columns = {variable.value for variable in answer.variables}
    if missing := [name for name in _NEEDED if name not in columns]:
        raise UsageError(
            f"{query.file}: a projection needs the columns {', '.join(missing)}. Add them to SELECT"
        )
    ties = tuple(_ties(answer, columns))
    occasions = read_occasions(store, query_folders)
    return Projection(query, ties, occasions, counted).narrowed(filters or Filters())


_NEEDED = ("left", "statement", "rank", "review", "source")


def _ties(answer: QuerySolutions, columns: set[str]) -> Iterator[Tie]:
    heard: dict[tuple[str, str | None, str, str | None, str, str, str], set[str]] = defaultdict(set)

    for row in answer:
        cells = {name: _value(row[name]) for name in columns}
        statement = cells["statement"] or ""
        key = (
            cells["left"] or "",
            cells.get("right"),
            cells.get("via") or statement,
            cells.get("role"),
            statement,
            local_name(cells["rank"] or ""),
            local_name(cells["review"] or ""),
        )
        heard[key].add(cells["source"] or "")
    for key, sources in heard.items():
        yield Tie(*key, frozenset(sources))


def _value(node: object) -> str | None:
    return node.value if isinstance(node, NamedNode | Literal) else None


def read_occasions(store: Store, query_folders: Iterable[Path]) -> dict[str, Occasion]:
    """Return what is known of the things that ties go through: their brands, seasons and days."""
    query = find_query("network/occasions", query_folders)
    columns = [variable for variable in query.header["columns"] if variable != "via"]
    found: dict[str, list[set[str]]] = defaultdict(lambda: [set() for _ in columns])
    for row in cast(QuerySolutions, store.query(query.bind({}))):
        about = found[cast(NamedNode, row["via"]).value]
        for values, name in zip(about, columns, strict=True):
            if (value := _value(row[name])) is not None:
                values.add(value)

    def day(values: set[str], pick: Callable[[set[str]], str]) -> dt.date | None:
        return dt.date.fromisoformat(pick(values)[:10]) if values else None

    return {
        via: Occasion(
            frozenset(brands),
            frozenset(seasons),
            day(earliest, min),
            day(latest, max),
            day(reported, min),
        )
        for via, (brands, seasons, earliest, latest, reported) in found.items()
    }


def roles_below(ontology: Ontology, groups: Iterable[str]) -> frozenset[str]:
    """Return the addresses of roles and of all narrower roles.

    Args:
        ontology: the vocabulary.
        groups: slugs of roles, mostly of groups such as ``talent``.

    Raises:
        UsageError: there is no such role.
    """
    roles = ontology.terms["Role"]
    wanted = set()
    for group in groups:
        if group not in roles:
            remedy = did_you_mean(group, roles, "List them with: fashion-kg query roles/list")
            raise UsageError(f'There is no role "{group}". {remedy}')
        wanted.add(roles[group])

    def under(iri: str, seen: tuple[str, ...] = ()) -> bool:
        if iri in wanted:
            return True
        above = [node.value for node in ontology.objects(iri, "skos:broader") if isinstance(node, NamedNode)]
        return any(under(one, (*seen, iri)) for one in above if one not in seen)

    return frozenset(iri for iri in roles.values() if under(iri))

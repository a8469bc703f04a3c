"""Asking the graph for networks: from the rows of a projection to its ties, and when they took place."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

from pyoxigraph import Literal, NamedNode, QuerySolutions

from fashion_kg.errors import UsageError, did_you_mean
from fashion_kg.network import GROUPS, MEMBERS, REVIEW_STATES, Filters, Occasion, Projection, Tie
from fashion_kg.ontology import Ontology, local_name
from fashion_kg.queries import Query, Term, all_queries, find_query, query_names
from fashion_kg.store import Store


def project(
    query: Query,
    store: Store,
    query_folders: Iterable[Path],
    *,
    counted: str = GROUPS,
    filters: Filters | None = None,
    given: Mapping[str, Term | Sequence[Term]] | None = None,
) -> Projection:
    """Ask a projection and return the network's statements, without those judged wrong or only proposed.

    A projection is a question with ``projection`` in its header. Its rows have the columns ``left``,
    ``statement``, ``rank``, ``review`` and ``source``; ``right``, unless its edges join those that share
    ``via``; and ``via``, ``role``, ``occasion`` and ``group`` where there are such, as `Tie` explains.

    Args:
        query: the question.
        store: whom to ask.
        query_folders: where questions lie; the one about occasions is asked, too.
        counted: ``groups`` or ``members``: whether a duo is one node or its members are.
        filters: what to cut it down to.
        given: terms for the question's further parameters.

    Raises:
        UsageError: the question is no projection or a malformed one, cannot count by members, or ``counted``
            is another word.
    """
    ties = read_ties(query, store, counted=counted, given=given)
    occasions = read_occasions(store, query_folders)
    return Projection(query, tuple(ties), occasions, counted).narrowed(filters or Filters())


def read_ties(
    query: Query,
    store: Store,
    *,
    counted: str = GROUPS,
    given: Mapping[str, Term | Sequence[Term]] | None = None,
) -> list[Tie]:
    """Ask a projection and return its ties, with those of statements judged wrong or only proposed.

    Args:
        query: the question.
        store: whom to ask.
        counted: ``groups`` or ``members``.
        given: terms for the question's further parameters, one or several each.

    Raises:
        UsageError: the question is no projection or a malformed one, cannot count by members, or ``counted``
            is another word.
    """
    if not isinstance(query.header.get("projection"), dict):
        raise UsageError(
            f"{query.name} is no projection. Those that are carry the tag network: fashion-kg queries network"
        )
    if counted not in (GROUPS, MEMBERS):
        remedy = did_you_mean(str(counted), (GROUPS, MEMBERS), f"Use one of: {GROUPS}, {MEMBERS}")
        raise UsageError(f'Nothing is counted by "{counted}". {remedy}')
    terms = dict(given or {})
    if any(parameter.name == "counted" for parameter in query.parameters):
        terms["counted"] = Literal(counted)
    elif counted != GROUPS:
        raise UsageError(
            f"{query.name} has no groups that could be counted by their members. Leave out --count"
        )
    if missing := [name for name in ("left", "right") if not query.header["projection"].get(name)]:
        raise UsageError(
            f"{query.file}: projection does not say what is {' and '.join(missing)}. Add it to the header, "
            f"such as {missing[0]}: agent"
        )
    answer = store.query(query.bind(terms))
    if not isinstance(answer, QuerySolutions):
        raise UsageError(f"{query.file}: a projection needs rows. Write it with SELECT")
    columns = {variable.value for variable in answer.variables}
    if missing := [name for name in _NEEDED if name not in columns]:
        raise UsageError(
            f"{query.file}: a projection needs the columns {', '.join(missing)}. Add them to SELECT"
        )
    return list(_ties(query, answer, columns))


def find_projection(name: str, query_folders: Iterable[Path]) -> Query:
    """Return a question that is a projection by its name, or by the last part of it such as ``brand-talent``.

    Raises:
        UsageError: there is none of this name, or several end so.
    """
    folders = list(query_folders)
    if name in query_names(folders):
        return find_query(name, folders)
    known = {query.name: query for query in all_queries(folders) if "projection" in query.header}
    ends = {each: each.rpartition("/")[2] for each in known}
    found = [each for each, end in ends.items() if end == name]
    if len(found) == 1:
        return known[found[0]]
    if found:
        raise UsageError(f'"{name}" can mean any of {", ".join(found)}. Name one in full')
    remedy = did_you_mean(name, (*known, *ends.values()), f"Choose one of {', '.join(known)}")
    raise UsageError(f'There is no projection "{name}". {remedy}')


_NEEDED = ("left", "statement", "rank", "review", "source")


def _ties(query: Query, answer: QuerySolutions, columns: set[str]) -> Iterator[Tie]:
    # By their cells, since there is a row a source: a tie is made once.
    names = [name if name in columns else None for name in _CELLS]
    addresses = [name for name in _ADDRESSES if name in columns]
    heard: dict[tuple[str | None, ...], set[str]] = defaultdict(set)
    for row in answer:
        for name in addresses:
            if not isinstance(row[name], NamedNode):
                raise _unfit(query, name, row[name], "It needs an address in every row")
        cells = tuple(None if name is None else _value(row[name]) for name in names)
        heard[cells].add(_value(row["source"]) or "")
    for (left, right, via, role, statement, rank, review, occasion, group), sources in heard.items():
        for name, word, words in (("rank", rank, _RANKS), ("review", review, REVIEW_STATES)):
            if local_name(word or "") not in words:
                raise _unfit(query, name, word, f"It needs one of {', '.join(words)} in every row")
        yield Tie(
            left or "",
            right,
            via or statement or "",
            role,
            statement or "",
            local_name(rank or ""),
            local_name(review or ""),
            frozenset(sources),
            occasion,
            group,
        )


_CELLS = ("left", "right", "via", "role", "statement", "rank", "review", "occasion", "group")
_ADDRESSES = ("left", "right", "statement", "source")
_RANKS = ("preferred", "normal", "deprecated")
_TERMS = (NamedNode, Literal)


def _unfit(query: Query, column: str, found: object, remedy: str) -> UsageError:
    what = "nothing" if found is None else str(found)
    return UsageError(f"{query.file}: the column {column} holds {what}. {remedy}")


def _value(node: object) -> str | None:
    return node.value if isinstance(node, _TERMS) else None


def read_occasions(
    store: Store, query_folders: Iterable[Path], vias: Sequence[Term] | None = None
) -> dict[str, Occasion]:
    """Return what is known of the things that ties go through: their brands, seasons and days.

    Args:
        store: whom to ask.
        query_folders: where questions lie.
        vias: what they go through; None for all.
    """
    query = find_query("network/occasions", query_folders)
    columns = [variable for variable in query.header["columns"] if variable != "via"]
    found: dict[str, list[set[str]]] = defaultdict(lambda: [set() for _ in columns])
    for row in cast(QuerySolutions, store.query(query.bind({} if vias is None else {"via": vias}))):
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
    """Return the addresses of roles, or of other words for what a tie is, with all narrower ones.

    Args:
        ontology: the vocabulary.
        groups: slugs of such words, mostly of groups of roles such as ``talent``, or their names in any
            language. A slug of several lists means all of them; a role comes before words of other lists.

    Raises:
        UsageError: there is no such word.
    """
    roles = ontology.terms["Role"]
    others = [words for name, words in ontology.terms.items() if name != "Role"]
    named = ontology.named("Role")
    wanted = set()
    for group in groups:
        slug = group if group in roles else named.get(group.casefold(), group)
        found = {roles[slug]} if slug in roles else {words[slug] for words in others if slug in words}
        if not found:
            slugs = [*roles, *(word for words in others for word in words)]
            listed = did_you_mean(group, named, "List them with: fashion-kg query roles/list")
            remedy = did_you_mean(group, slugs, listed)
            raise UsageError(f'There is no role "{group}". {remedy}')
        wanted |= found

    def under(iri: str, seen: tuple[str, ...] = ()) -> bool:
        if iri in wanted:
            return True
        return any(under(one, (*seen, iri)) for one in _above(ontology, iri) if one not in seen)

    return frozenset(iri for words in (roles, *others) for iri in words.values() if under(iri))


def _above(ontology: Ontology, iri: str) -> list[str]:
    return [node.value for node in ontology.objects(iri, "skos:broader") if isinstance(node, NamedNode)]


# -- in words ---------------------------------------------------------------------------------------


def filters_in_words(
    projection: Projection, labels: Mapping[str, str], ontology: Ontology, language: str = "en"
) -> list[str]:
    """Return what a network was cut down to, one phrase a filter, such as "from 2023-01-01"; often none.

    Args:
        projection: the network.
        labels: names of brands, seasons and sources by address.
        ontology: the vocabulary, for the names of roles.
        language: in which roles are named.
    """
    filters = projection.filters
    said = ["a group counts by its members"] if projection.counted == MEMBERS else []

    def listed(iris: Iterable[str]) -> str:
        return ", ".join(sorted(labels.get(iri) or local_name(iri) for iri in iris))

    if filters.roles:
        tops = [iri for iri in filters.roles if not filters.roles & set(_above(ontology, iri))]
        groups = {iri for iri in tops if any(iri in _above(ontology, each) for each in filters.roles)}
        for these, one, many in (
            (groups, "of the group", "of the groups"),
            (set(tops) - groups, "", ""),
        ):
            if these:
                shown = ", ".join(sorted(ontology.label(iri, language) for iri in these))
                said.append(" ".join(filter(None, ("only roles", one if len(these) == 1 else many, shown))))
    for iris, phrase in (
        (filters.brands, "only what is for {}"),
        (filters.seasons, "only what is of {}"),
        (filters.sources, "only what is said by {}"),
        (filters.without, "without what only {} says"),
    ):
        if iris:
            said.append(phrase.format(listed(iris)))
    said += [f"from {filters.since}"] if filters.since else []
    said += [f"until {filters.until}"] if filters.until else []
    said += [f"only what is {filters.review}"] if filters.review != Filters().review else []
    said += [f"only edges of weight {filters.weight:g} or more"] if filters.weight > 1 else []
    return said


def left_out_in_words(projection: Projection) -> list[str]:
    """Return what was left out of a network and why, and how it was dated, one phrase each; often none.

    Such as "3 statements left out: dated by no source, so in no time window".
    """
    said = [
        f"{count} {'statement' if count == 1 else 'statements'} left out: {why}"
        for why, count in sorted(projection.left_out.items())
    ]
    if light := projection.light_edges:
        edges = "1 edge left out: its weight is" if light == 1 else f"{light} edges left out: their weight is"
        said.append(f"{edges} below {projection.filters.weight:g}")
    if projection.filters.since or projection.filters.until:
        vias = {tie.occasion or tie.via for tie in projection.ties}
        known = [projection.occasions[via] for via in vias if via in projection.occasions]
        count = sum(1 for each in known if not each.dated)
        if count == 1:
            said.append("1 occasion is placed by the day of its first report, since no source dates it")
        elif count:
            said.append(
                f"{count} occasions are placed by the day of their first report, since no source dates them"
            )
    return said

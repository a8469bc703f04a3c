"""How much of a graph has been reviewed, in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import cast

from pyoxigraph import Literal, NamedNode, QuerySolutions

from fashion_kg.claims import ACCEPTED, PROPOSED, UNREVIEWED
from fashion_kg.errors import counted
from fashion_kg.namespaces import PREFIXES
from fashion_kg.ontology import Ontology, local_name
from fashion_kg.store import Store

_STATES = """
PREFIX fkg: <{fkg}>
SELECT ?state (COUNT(*) AS ?count)
WHERE {{ ?assertion fkg:rank ?rank ; fkg:reviewState ?state }} GROUP BY ?state
""".format_map(PREFIXES)

_PROPOSED = f"""
PREFIX fkg: <{PREFIXES["fkg"]}>
SELECT ?kind (COUNT(DISTINCT ?assertion) AS ?count)
WHERE {{ ?assertion a ?kind ; fkg:reviewState ?state FIELDS FILTER(STRENDS(STR(?state), "/{PROPOSED}")) }}
GROUP BY ?kind
"""


def reviewed_among(states: Sequence[str], in_rows: int = 0) -> str:
    """Say how many of the statements that are shown are accepted; empty where all of them are.

    Args:
        states: the review state of each, by its local name.
        in_rows: how many of the unreviewed ones stand in rows of tables alone, which nobody has to have read.
    """
    total, accepted = len(states), states.count(ACCEPTED)
    if accepted == total:
        return ""
    guessed = states.count(PROPOSED)
    read = total - accepted - guessed - in_rows
    others = [f"{read:,} {'was' if read == 1 else 'were'} read once"] if read else []
    others += (
        [f"{in_rows:,} only {'stands' if in_rows == 1 else 'stand'} in rows of a table"] if in_rows else []
    )
    others += [f"{guessed:,} {'is' if guessed == 1 else 'are'} only proposed"] if guessed else []
    if accepted == 0 and len(others) == 1 and total > 1:
        others = [others[0].replace(f"{total:,}", "all", 1)]
    elif len(others) == 1 and total - accepted > 1:
        others = [others[0].replace(f"{total - accepted:,}", "the others", 1)]
    listed = " and ".join(filter(None, [", ".join(others[:-1]), others[-1]]))
    is_or_are = "is" if 1 in (accepted, total) else "are"
    return f"{accepted:,} of {counted(total, 'statement')} shown {is_or_are} accepted; {listed}."


def only_proposed(store: Store, things: Iterable[NamedNode], text: str, ontology: Ontology) -> int:
    """Return how many statements that are only proposed speak of all of these things, and fit a question.

    They give no facts, so that an answer may be empty because of them.

    Args:
        store: the graph.
        things: what the question is about.
        text: its SPARQL; a statement fits if it names all that statements of that kind must have.
        ontology: the vocabulary.
    """
    fields = "".join(f" ; ?field{place} {thing}" for place, thing in enumerate(dict.fromkeys(things)))
    if not fields:
        return 0
    total = 0
    for row in cast(QuerySolutions, store.query(_PROPOSED.replace("FIELDS", fields))):
        kind = ontology.fields.get(local_name(cast(NamedNode, row["kind"]).value)) or ()
        needed = [field.name for field in kind if field.required]
        if needed and all(re.search(rf"fkg:{name}\b", text) for name in needed):
            total += int(cast(Literal, row["count"]).value)
    return total


def how_reviewed(store: Store) -> str:
    """Say how many statements of a graph are accepted, and how many are not; empty where all of them are."""
    rows = cast(QuerySolutions, store.query(_STATES))
    count = {
        local_name(cast(NamedNode, row["state"]).value): int(cast(Literal, row["count"]).value)
        for row in rows
    }
    total, read, guessed = sum(count.values()), count.get(UNREVIEWED, 0), count.get(PROPOSED, 0)
    others = [f"{read:,} {'are' if read > 1 else 'is'} unreviewed"] if read else []
    others += [f"{guessed:,} {'are' if guessed > 1 else 'is'} only proposed by a program"] if guessed else []
    if not others:
        return ""
    accepted = count.get(ACCEPTED, 0)
    return (
        f"Of {counted(total, 'statement')}, {accepted:,} "
        f"{'is' if accepted == 1 else 'are'} accepted; {', '.join(others)} "
        f"(--reviewed-only leaves {'them' if total - accepted > 1 else 'it'} out)"
    )

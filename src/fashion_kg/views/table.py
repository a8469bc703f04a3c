"""The answer to a question of the library as a table to sort, filter and take along."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode

from fashion_kg.answers.asking import answer, ask_named
from fashion_kg.answers.results import Node, Rows
from fashion_kg.errors import UsageError
from fashion_kg.namespaces import BASE, ONTOLOGY, PREFIXES
from fashion_kg.network import Filters
from fashion_kg.ontology import local_name
from fashion_kg.queries import Query, find_query
from fashion_kg.store import is_accepted
from fashion_kg.views import ViewRequest
from fashion_kg.views._ledger import Ledger
from fashion_kg.views._page import page
from fashion_kg.views._stated import refuse

summary = "the answer to a question of the library, to sort, filter and take along"
usage = "QUESTION [VALUE ...] [name=value ...]"
options: Mapping[str, str] = {}

_JOINED = "; "
"""What GROUP_CONCAT puts between values in the questions of the library."""
_JOINING = re.compile(r'GROUP_CONCAT\([^()]*;\s*separator\s*=\s*"; "\s*\)\s*AS\s+\?(\w+)', re.IGNORECASE)
"""Where a question says that a column holds several values."""
_SENTENCES = frozenset({"decision"})
"""Columns that join reasons: sentences, which may hold a semicolon themselves."""
_MOST_ROWS = 20_000
_NUMBERS = frozenset(
    PREFIXES["xsd"] + name for name in ("integer", "decimal", "double", "float", "int", "long")
)


def render(request: ViewRequest) -> str:
    """Return the page.

    Raises:
        UsageError: the question is unknown or not answered in rows or triples, a value does not fit, a filter
            is set, nothing is answered, or it is too long for a page.
    """
    if not request.words:
        raise UsageError("A table answers a question. Give its name; list them with: fashion-kg queries")
    name, *values = request.words
    query = find_query(name, request.project.query_folders)
    taken = ", ".join(parameter.name for parameter in query.parameters) or "none"
    # A question cannot leave out what is not accepted, but it can be asked of a graph without it.
    heeded = ("review",) if request.filters != Filters() and is_accepted(request.store) else ()
    refuse(request, "table", heeded, f"A question is asked as it stands. The parameters of {name}: {taken}")
    question = ask_named(query, values, request.store, request.ontology, request.language)
    result = answer(question, request.store)
    if isinstance(result, bool):
        raise UsageError(
            f"{name} is answered by {'yes' if result else 'no'} alone, which makes no table. "
            f"Ask it with: fashion-kg query {name}"
        )
    if isinstance(result, list):
        columns = ("subject", "predicate", "object")
        result = Rows(columns, [(each.subject, each.predicate, each.object) for each in result])
    if not result.rows:
        raise UsageError(f"{name} has no answer for these values, so there is nothing to show. Widen them")
    if len(result) > _MOST_ROWS:
        raise UsageError(
            f"{name} is answered by {len(result)} rows, and a page shows {_MOST_ROWS} at most. "
            f"Narrow it, or take it as a file: fashion-kg query {name} --format csv"
        )
    given = {key: node for key, node in question.terms.items() if key != "lang"}
    return page("table", query.summary, "table.js", _blocks(request, query, given, result))


def _blocks(request: ViewRequest, query: Query, given: Mapping[str, Node], result: Rows) -> dict[str, Any]:
    ledger = Ledger(request)
    meanings = query.header.get("columns")
    meanings = meanings if isinstance(meanings, dict) else {}
    labels = request.labels
    places = _columns(result)
    joined = set(_JOINING.findall(query.text)) - _SENTENCES
    forms = [
        _form([row[place] for row in result.rows], request, result.columns[place] in joined)
        for place in places
    ]
    columns = [
        {
            "name": result.columns[place],
            "label": _heading(result.columns[place]),
            "meaning": str(meanings.get(result.columns[place], "")),
            "form": form,
        }
        for place, form in zip(places, forms, strict=True)
    ]
    rows = [
        [_cell(row[place], form, labels, ledger) for place, form in zip(places, forms, strict=True)]
        for row in result.rows
    ]
    content = {
        "question": {"name": query.name, "summary": query.summary, "description": query.description},
        "parameters": [
            {"name": key, "value": _plain(node), "label": labels.get(_plain(node), "")}
            for key, node in given.items()
        ],
        "columns": columns,
        "rows": rows,
    }
    title = query.summary.removesuffix(".")
    return ledger.blocks("table", {"en": title}, query.description, content)


def _columns(result: Rows) -> list[int]:
    """Return the places of the columns to show; the names of things need no column of their own."""
    named = {
        name + "Label"
        for place, name in enumerate(result.columns)
        if any(isinstance(row[place], NamedNode) for row in result.rows)
    }
    return [place for place, name in enumerate(result.columns) if name not in named]


def _heading(name: str) -> str:
    """Return a column's name as words: ``agentLabel`` is the agent's name, so "agent"."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
    return words.removesuffix(" label") or name


def _form(nodes: list[Node | None], request: ViewRequest, joined: bool) -> str:
    """Return what a column holds: thing, statement, number, date, list or text."""
    known = [node for node in nodes if node is not None and _plain(node) != ""]
    if known and all(isinstance(node, NamedNode) for node in known):
        statements = request.ontology.statement_classes
        kinds = request.kinds
        return "statement" if all(kinds.get(_plain(node)) in statements for node in known) else "thing"
    if not all(isinstance(node, Literal) for node in known):
        return "text"
    literals = [node for node in known if isinstance(node, Literal)]
    if literals and all(node.datatype.value in _NUMBERS for node in literals):
        return "number"
    if literals and all(node.datatype.value == PREFIXES["xsd"] + "date" for node in literals):
        return "date"
    return "list" if joined and any(_JOINED in node.value for node in literals) else "text"


def _cell(node: Node | None, form: str, labels: Mapping[str, str], ledger: Ledger) -> object:
    if node is None or _plain(node) == "":
        return None
    text = _plain(node)
    if form == "statement":
        return {"statement": ledger.statement(text), "text": labels.get(text, text.removeprefix(BASE))}
    if isinstance(node, NamedNode):
        own = text.startswith(BASE) and not text.startswith(ONTOLOGY)
        return {"thing": ledger.thing(text)} if own else local_name(text)
    if form == "number":
        value = float(text)
        return int(value) if value.is_integer() else value
    return text.split(_JOINED) if form == "list" else text


def _plain(node: Node) -> str:
    return node.value if isinstance(node, NamedNode | Literal | BlankNode) else str(node)

"""Answers in the formats that tools and people read: W3C result formats, RDF, Markdown, plain text."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse_query_results,
    serialize,
)

from fashion_kg.answers.shown import markdown, markdown_table, plain_table, printable, short
from fashion_kg.errors import UsageError
from fashion_kg.namespaces import PREFIXES
from fashion_kg.store import Answer

Node = NamedNode | BlankNode | Literal | Triple
Row = tuple[Node | None, ...]

_RESULT_SET = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"


@dataclass(frozen=True)
class Rows:
    """The answer to a SELECT query: columns, and one term or None for each of them in every row."""

    columns: tuple[str, ...]
    rows: list[Row]

    def __len__(self) -> int:
        return len(self.rows)


Result = Rows | bool | list[Triple]


def read_result(answer: Answer) -> Result:
    """Take a whole answer into memory: rows, yes or no, or the triples of a graph in a fixed order."""
    if isinstance(answer, QuerySolutions):
        columns = tuple(variable.value for variable in answer.variables)
        return Rows(columns, [tuple(solution[name] for name in columns) for solution in answer])
    if isinstance(answer, QueryBoolean):
        return bool(answer)
    return sorted(answer, key=str)


def rows_of(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Rows:
    """Make rows from plain values: a node stays, None stays empty, numbers and texts become literals."""
    return Rows(tuple(columns), [tuple(map(_node, row)) for row in rows])


def _node(value: object) -> Node | None:
    if value is None or isinstance(value, NamedNode | BlankNode | Literal | Triple):
        return value
    return Literal(value) if isinstance(value, bool | int | float) else Literal(str(value))


# -- for tools --------------------------------------------------------------------------------------


def to_bytes(result: Result, format_name: str) -> bytes:
    """Write a result in one of ``FORMATS``.

    Rows and yes/no follow the W3C recommendations *SPARQL 1.1 Query Results* in CSV, TSV, JSON and XML;
    in Turtle and JSON-LD they are written in the W3C's result-set vocabulary. A graph becomes Turtle,
    JSON-LD (also as ``json``), RDF/XML (as ``xml``), or three columns (as ``csv``, ``tsv``, ``md``).

    Raises:
        UsageError: RDF/XML has no name for one of the graph's properties.
    """
    return FORMATS[format_name](result)


def _solutions(format_: QueryResultsFormat) -> Callable[[Result], bytes]:
    def write(result: Result) -> bytes:
        rows = _as_rows(result) if isinstance(result, list) else result
        text = json.dumps(_results_json(rows), ensure_ascii=False).encode()
        answer = parse_query_results(text, format=QueryResultsFormat.JSON)
        return answer.serialize(format=format_) or b""

    return write


def _results_json(result: Rows | bool) -> dict[str, Any]:
    if isinstance(result, bool):
        return {"head": {}, "boolean": result}
    bindings = [
        {name: _json_term(node) for name, node in zip(result.columns, row, strict=True) if node is not None}
        for row in result.rows
    ]
    return {"head": {"vars": list(result.columns)}, "results": {"bindings": bindings}}


def _json_term(node: Node) -> dict[str, Any]:
    match node:
        case NamedNode():
            return {"type": "uri", "value": node.value}
        case BlankNode():
            return {"type": "bnode", "value": node.value}
        case Triple():
            parts = {name: _json_term(getattr(node, name)) for name in ("subject", "predicate", "object")}
            return {"type": "triple", "value": parts}
        case Literal(language=str(language)):
            return {"type": "literal", "value": node.value, "xml:lang": language}
        case _:
            return {"type": "literal", "value": node.value, "datatype": node.datatype.value}


def _as_rows(triples: list[Triple]) -> Rows:
    return Rows(
        ("subject", "predicate", "object"),
        [(triple.subject, triple.predicate, triple.object) for triple in triples],
    )


def _rdf(format_: RdfFormat) -> Callable[[Result], bytes]:
    def write(result: Result) -> bytes:
        triples = result if isinstance(result, list) else _result_set(result)
        used = " ".join(map(str, triples))
        prefixes = {prefix: iri for prefix, iri in _ALL_PREFIXES.items() if iri in used}
        content = serialize(triples, format=format_, prefixes=prefixes) or b""
        return content if content.endswith(b"\n") else content + b"\n"

    return write


_ALL_PREFIXES = PREFIXES | {"rs": _RESULT_SET}


def _result_set(result: Rows | bool) -> list[Triple]:
    """Return rows as triples in the vocabulary of the W3C's SPARQL tests; ``rs:index`` keeps their order."""

    def term(name: str) -> NamedNode:
        return NamedNode(_RESULT_SET + name)

    def add(subject: BlankNode, name: str, node: Node) -> None:
        triples.append(Triple(subject, term(name), node))

    kind, whole = NamedNode(PREFIXES["rdf"] + "type"), BlankNode("results")
    triples = [Triple(whole, kind, term("ResultSet"))]
    if isinstance(result, bool):
        add(whole, "boolean", Literal(result))
        return triples
    for name in result.columns:
        add(whole, "resultVariable", Literal(name))
    for index, row in enumerate(result.rows, 1):
        solution = BlankNode(f"row{index}")
        add(whole, "solution", solution)
        add(solution, "index", Literal(index))
        for column, (name, node) in enumerate(zip(result.columns, row, strict=True), 1):
            if node is not None:
                binding = BlankNode(f"row{index}column{column}")
                add(solution, "binding", binding)
                add(binding, "variable", Literal(name))
                add(binding, "value", node)
    return triples


def _csv(result: Result) -> bytes:
    """Write rows by the standard library: Oxigraph leaves an address with a comma unquoted."""
    if isinstance(result, bool):
        return _solutions(QueryResultsFormat.CSV)(result)
    rows = _as_rows(result) if isinstance(result, list) else result
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(rows.columns)
    writer.writerows([_csv_cell(node) for node in row] for row in rows.rows)
    return out.getvalue().encode()


def _csv_cell(node: Node | None) -> str:
    return node.value if isinstance(node, NamedNode | Literal) else "" if node is None else str(node)


def _xml(result: Result) -> bytes:
    if not isinstance(result, list):
        # XML parsers turn a bare carriage return into a line feed.
        return _solutions(QueryResultsFormat.XML)(result).replace(b"\r", b"&#13;")
    for triple in result:
        if not re.search(r"[^\W\d][\w.-]*$", triple.predicate.value):
            raise UsageError(
                f"RDF/XML has no way to write the property <{triple.predicate.value}>. Use --format ttl"
            )
    return _rdf(RdfFormat.RDF_XML)(result)


def _json(result: Result) -> bytes:
    if isinstance(result, list):
        return _rdf(RdfFormat.JSON_LD)(result)
    return _solutions(QueryResultsFormat.JSON)(result)


# -- for people -------------------------------------------------------------------------------------


def for_people(result: Result, *, full: bool = False) -> tuple[list[str], list[list[str]]]:
    """Return headings and cells to show: short addresses, and no address beside its own label.

    Args:
        result: the answer.
        full: keep the columns of addresses that have a column of labels.
    """
    headings, rows = _shown(result, full=full)
    return headings, [[_cell(node) for node, _ in row] for row in rows]


def _shown(result: Result, *, full: bool) -> tuple[list[str], list[list[tuple[Node | None, Node | None]]]]:
    """Return headings, and each cell as what it shows and the address that this labels, if any."""
    if isinstance(result, bool):
        return ["answer"], [[(Literal("yes" if result else "no"), None)]]
    rows = _as_rows(result) if isinstance(result, list) else result
    place = {name: index for index, name in enumerate(rows.columns)}
    labelled = {} if full else {f"{name}Label": name for name in place if f"{name}Label" in place}
    hidden = set(labelled.values())
    shown = [name for name in rows.columns if name not in hidden]

    def cell(row: Row, name: str) -> tuple[Node | None, Node | None]:
        node, address = row[place[name]], row[place[labelled[name]]] if name in labelled else None
        return (address if node is None else node), address

    return [name if full else name.removesuffix("Label") for name in shown], [
        [cell(row, name) for name in shown] for row in rows.rows
    ]


def _cell(node: Node | None) -> str:
    match node:
        case None:
            return ""
        case NamedNode():
            return printable(short(node.value))
        case Literal():
            return printable(node.value)
        case _:
            return printable(str(node))


def _md(result: Result) -> bytes:
    def cell(node: Node | None, address: Node | None) -> str:
        target = node if isinstance(node, NamedNode) else address
        if isinstance(target, NamedNode):
            link = target.value.replace("(", "%28").replace(")", "%29").replace("|", "%7C")
            return f"[{markdown(_cell(node))}]({link})"
        return markdown(_cell(node))

    headings, rows = _shown(result, full=False)
    table = [[cell(node, address) for node, address in row] for row in rows]
    return markdown_table([markdown(name) for name in headings], table).encode()


def _plain(result: Result) -> bytes:
    return plain_table(*for_people(result)).encode()


FORMATS: Mapping[str, Callable[[Result], bytes]] = {
    "table": _plain,
    "csv": _csv,
    "tsv": _solutions(QueryResultsFormat.TSV),
    "json": _json,
    "xml": _xml,
    "ttl": _rdf(RdfFormat.TURTLE),
    "jsonld": _rdf(RdfFormat.JSON_LD),
    "md": _md,
}
"""Formats by name; ``table`` is for people."""

"""What is wrong with the graph, or worth knowing: shapes, check queries and reasoning, as findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pyshacl
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, RdfFormat, Triple, parse
from pyshacl.errors import ReportableRuntimeError
from rdflib.namespace import RDF, SH, XSD

from fashion_kg.errors import Finding, FindingsError, GraphFinding, UsageError, did_you_mean
from fashion_kg.layout import Project
from fashion_kg.namespaces import BASE, CLAIMS_GRAPH, FACTS_GRAPH, ONTOLOGY, term
from fashion_kg.ontology import local_name
from fashion_kg.queries import read_header
from fashion_kg.reason import reason
from fashion_kg.store import Store
from fashion_kg.subjects import construct, describe

Progress = Callable[[str], None]

SEVERITIES = ("error", "warning", "info")
"""From the worst to the mildest."""

_KEYS = {"summary", "severity", "remedy"}
_SHACL_SEVERITY = {"Violation": "error", "Warning": "warning", "Info": "info"}


@dataclass(frozen=True)
class Check:
    """A check query: a SPARQL SELECT of ``?subject`` and ``?message``, and what its header says of it."""

    name: str
    file: Path
    text: str
    summary: str
    severity: str
    remedy: str


def validate(
    project: Project, store: Store, progress: Progress = lambda _: None, seconds: float = 120
) -> list[GraphFinding]:
    """Run every check over the built graph.

    Args:
        project: whose shapes and check queries to use.
        store: the graph.
        progress: called with a few words at each step.
        seconds: how long the reasoner may take; what is left out for want of time is a finding.

    Returns:
        The findings, worst first, then by check, label and address.

    Raises:
        FindingsError: a shape or a check query cannot be used.
    """
    progress("ontology style")
    findings = style_findings(project.style_files, store)
    progress("shapes")
    findings += shacl_findings(project.shape_files, store)
    findings += query_findings(project.check_files, store, progress)
    progress("reasoning")
    findings += reason(store, seconds).findings
    return sorted(findings, key=_order)


def _order(finding: GraphFinding) -> tuple[int, str, str, str, str]:
    worst_first = SEVERITIES.index(finding.severity)
    return worst_first, finding.check, finding.label, finding.subject, finding.cause


def exit_code(findings: Iterable[GraphFinding], strict: bool = False) -> int:
    """Return the exit code of a validation: 1 when there is an error (strictly: or a warning), else 0."""
    bad = {"error", "warning"} if strict else {"error"}
    return int(any(finding.severity in bad for finding in findings))


@dataclass(frozen=True)
class _Found:
    """A finding before its subject has been looked up."""

    severity: str
    check: str
    subject: str
    cause: str
    remedy: str


def _described(store: Store, found: Iterable[_Found]) -> list[GraphFinding]:
    found = list(found)
    about = describe(store, (each.subject for each in found))
    return [
        GraphFinding(
            each.severity,
            each.check,
            each.subject,
            about[each.subject].label,
            each.cause,
            each.remedy,
            about[each.subject].sources,
        )
        for each in found
    ]


# -- SHACL --------------------------------------------------------------------------------------


def shacl_findings(shape_files: Iterable[Path], store: Store) -> list[GraphFinding]:
    """Check claims and facts against the shapes of the data (SHACL 1.0 Core, by pySHACL).

    Of the ontology only the class tree and the types of its terms take part. The facts already hold every
    class of every thing, so that no inference is needed.

    Raises:
        FindingsError: a shapes file is not valid Turtle or not valid SHACL.
    """
    tree = f"FILTER(?p IN ({term('rdf:type')}, {term('rdfs:subClassOf')}))"
    data = to_rdflib(
        construct(store, f"GRAPH <{CLAIMS_GRAPH}> {{ ?s ?p ?o }}"),
        construct(store, f"GRAPH <{FACTS_GRAPH}> {{ ?s ?p ?o }}"),
        construct(store, f"GRAPH <{ONTOLOGY}> {{ ?s ?p ?o }} {tree}"),
    )
    remedy = "Correct it in the sheets that it comes from, and build again"
    return _described(store, _run_shacl(list(shape_files), data, remedy))


def style_findings(style_files: Iterable[Path], store: Store) -> list[GraphFinding]:
    """Check the project's own part of the ontology against the shapes of its style.

    Only what is said of addresses below the project's own takes part: terms of other vocabularies, which
    the alignments declare, follow other styles.

    Raises:
        FindingsError: a shapes file is not valid Turtle or not valid SHACL.
    """
    own = f'FILTER(ISIRI(?s) && STRSTARTS(STR(?s), "{BASE}"))'
    data = to_rdflib(construct(store, f"GRAPH <{ONTOLOGY}> {{ ?s ?p ?o }} {own}"))
    return _described(store, _run_shacl(list(style_files), data, "Mend it in the files of the ontology"))


def to_rdflib(*parts: Iterable[Triple]) -> rdflib.Graph:
    """Return triples of the store as one rdflib graph."""
    graph = rdflib.Graph()
    for part in parts:
        for triple in part:
            graph.add((_node(triple.subject), _node(triple.predicate), _node(triple.object)))
    return graph


def _node(node: NamedNode | BlankNode | Literal | Triple) -> rdflib.URIRef | rdflib.BNode | rdflib.Literal:
    match node:
        case NamedNode():
            return rdflib.URIRef(node.value)
        case BlankNode():
            return rdflib.BNode(node.value)
        case Literal():
            if node.language:
                return rdflib.Literal(node.value, lang=node.language)
            return rdflib.Literal(node.value, datatype=rdflib.URIRef(node.datatype.value))
        case _:
            raise TypeError(f"{node} is no term of RDF 1.1")


def _run_shacl(files: list[Path], data: rdflib.Graph, remedy: str) -> list[_Found]:
    shapes = to_rdflib(*(_read_shapes(file) for file in files))
    try:
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
    except ReportableRuntimeError as error:
        where, cause = ", ".join(map(str, files)), " ".join(str(error).split())
        finding = Finding(where, 0, "", f"this is not valid SHACL: {cause}", "Mend the shape")
        raise FindingsError([finding]) from None
    if not isinstance(report, rdflib.Graph):
        raise report  # pySHACL hands back what it could not report
    results = report.subjects(RDF.type, SH.ValidationResult)
    return [_shacl_result(report, result, shapes, remedy) for result in results]


def _read_shapes(file: Path) -> list[Triple]:
    try:
        return [quad.triple for quad in parse(path=file, format=RdfFormat.TURTLE, rename_blank_nodes=True)]
    except SyntaxError as error:
        cause = f"this is not valid Turtle: {error.msg}"
        finding = Finding(str(file), error.lineno or 0, "", cause, "Mend the syntax")
        raise FindingsError([finding]) from None


def _shacl_result(
    report: rdflib.Graph, result: rdflib.term.Node, shapes: rdflib.Graph, remedy: str
) -> _Found:
    """Read one sh:ValidationResult; its check is the nearest shape that has a name."""
    shape = source = report.value(result, SH.sourceShape)
    while isinstance(shape, rdflib.BNode) and (around := next(shapes.subjects(None, shape), None)):
        shape = around
    focus, value = report.value(result, SH.focusNode), report.value(result, SH.value)
    path = report.value(result, SH.resultPath)
    cause = min((str(message) for message in report.objects(result, SH.resultMessage)), default="").rstrip(
        "."
    )
    if isinstance(path, rdflib.URIRef) and (source, SH.message, None) not in shapes:
        cause = f"{local_name(path)}: {cause}"
    if value is not None and value != focus:
        plain = isinstance(value, rdflib.Literal) and value.datatype == XSD.string
        cause += f"; here it is {rdflib.Literal(str(value)).n3() if plain else value.n3()}"
    severity = local_name(str(report.value(result, SH.resultSeverity)))
    return _Found(_SHACL_SEVERITY.get(severity, "error"), local_name(str(shape)), str(focus), cause, remedy)


# -- check queries ------------------------------------------------------------------------------


def read_check(file: Path) -> Check:
    """Read a check query: ``#+`` lines of YAML with summary, severity and remedy, then SPARQL.

    Raises:
        FindingsError: the header is malformed or incomplete.
    """
    text = file.read_text(encoding="utf-8")
    findings: list[Finding] = []

    def report(cause: str, remedy: str) -> None:
        findings.append(Finding(str(file), 1, "header", cause, remedy))

    header = {}
    try:
        header = read_header(text)
    except ValueError as error:
        report(str(error), "Mend the lines that begin with #+")
    else:
        for key in sorted(_KEYS - set(header)):
            report(f"the {key} is missing", f"Add a line: #+ {key}: ...")
        for key in sorted(set(header) - _KEYS):
            report(f'the key "{key}" is unknown', did_you_mean(key, _KEYS, "Use summary, severity, remedy"))
        if header.get("severity", "error") not in SEVERITIES:
            report(f'"{header["severity"]}" is no severity', "Use error, warning or info")
    if findings:
        raise FindingsError(findings)
    summary, remedy = str(header["summary"]), str(header["remedy"]).rstrip(".")
    return Check(file.stem, file, text, summary, header["severity"], remedy)


def query_findings(
    files: Iterable[Path], store: Store, progress: Progress = lambda _: None
) -> list[GraphFinding]:
    """Run check queries; each different row, a subject and a message, is a finding.

    Raises:
        FindingsError: a header is malformed, a query cannot be run, or it lacks a column.
    """
    found = []
    for file in files:
        check = read_check(file)
        progress(f"check {check.name}")
        found += _rows(check, store)
    return _described(store, found)


def _rows(check: Check, store: Store) -> list[_Found]:
    try:
        answer = store.query(check.text)
    except UsageError as error:
        raise FindingsError([Finding(str(check.file), 0, "", str(error), "Mend the query")]) from None
    columns = {each.value for each in answer.variables} if isinstance(answer, QuerySolutions) else set()
    if not isinstance(answer, QuerySolutions) or not {"subject", "message"} <= columns:
        cause = "a check is a SELECT query with the columns ?subject and ?message"
        raise FindingsError([Finding(str(check.file), 0, "", cause, "Rewrite it as one")])
    rows = {
        (cast(NamedNode, row["subject"]).value, cast(Literal, row["message"]).value.rstrip("."))
        for row in answer
    }
    return [
        _Found(check.severity, check.name, subject, message, check.remedy)
        for subject, message in sorted(rows)
    ]

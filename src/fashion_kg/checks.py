"""What is wrong with the graph, or worth knowing: SHACL shapes, check queries and reasoning, as a list of findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Triple
from rdflib.namespace import RDF, SH

from fashion_kg.errors import Finding, FindingsError, GraphFinding, UsageError, did_you_mean
from fashion_kg.layout import Project
from fashion_kg.namespaces import BASE, CLAIMS_GRAPH, FACTS_GRAPH, ONTOLOGY, PREFIXES
from fashion_kg.ontology import local_name
from fashion_kg.queries import read_header
from fashion_kg.store import Store

Progress = Callable[[str], None]

SEVERITIES = ("error", "warning", "info")
"""From the worst to the mildest."""

_KEYS = {"summary", "severity", "remedy"}


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
        The findings, worst first, then by check, label and IRI.

    Raises:
        FindingsError: a shape or a check query cannot be used.
    """
    from fashion_kg.reason import reason

    progress("ontology style")
    findings = style_findings(project.style_files, store)
    progress("shapes")
    findings += shacl_findings(project.shape_files, store)
    findings += query_findings(project.check_files, store, progress)
    progress("reasoning")
    findings += reason(store, seconds).findings
    return sorted(
        findings, key=lambda f: (SEVERITIES.index(f.severity), f.check, f.label, f.subject, f.cause)
    )


def exit_code(findings: Iterable[GraphFinding], strict: bool = False) -> int:
    """Return the exit code of a validation: 1 when there is an error (or, strictly, a warning), else 0."""
    bad = {"error", "warning"} if strict else {"error"}
    return int(any(finding.severity in bad for finding in findings))


# -- SHACL --------------------------------------------------------------------------------------


def shacl_findings(shape_files: Iterable[Path], store: Store) -> list[GraphFinding]:
    """Check claims and facts against the shapes of the data (SHACL 1.0 Core, by pySHACL).

    Of the ontology only the class tree and the types of its terms take part; facts already hold every
    superclass of every thing, so no inference is needed.

    Raises:
        FindingsError: a shapes file is not valid Turtle, or not valid SHACL.
    """
    graph = to_rdflib(
        _construct(store, f"GRAPH <{CLAIMS_GRAPH}> {{ ?s ?p ?o }}"),
        _construct(store, f"GRAPH <{FACTS_GRAPH}> {{ ?s ?p ?o }}"),
        _construct(
            store,
            f"GRAPH <{ONTOLOGY}> {{ ?s ?p ?o }} FILTER(?p IN (<{RDF.type}>, <{rdflib.RDFS.subClassOf}>))",
        ),
    )
    return _shacl(shape_files, graph, store, "Correct it in the sheets of its sources, and build again")


def style_findings(style_files: Iterable[Path], store: Store) -> list[GraphFinding]:
    """Check the project's own part of the ontology against the shapes of its style.

    Terms of other vocabularies, which the alignments declare, are left alone: only what is said of
    addresses below the project's own takes part.

    Raises:
        FindingsError: a shapes file is not valid Turtle, or not valid SHACL.
    """
    own = f'GRAPH <{ONTOLOGY}> {{ ?s ?p ?o }} FILTER(ISIRI(?s) && STRSTARTS(STR(?s), "{BASE}"))'
    return _shacl(style_files, to_rdflib(_construct(store, own)), store, "Mend it in the ontology's files")


def _construct(store: Store, pattern: str) -> Iterable[Triple]:
    answer = store.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}")
    return (triple for triple in answer if isinstance(triple, Triple))  # type: ignore[union-attr]


def _term(node: NamedNode | BlankNode | Literal | Triple) -> rdflib.URIRef | rdflib.BNode | rdflib.Literal:
    match node:
        case NamedNode():
            return rdflib.URIRef(node.value)
        case BlankNode():
            return rdflib.BNode(node.value)
        case Literal(language=language) if language:
            return rdflib.Literal(node.value, lang=language)
        case Literal():
            # A plain text carries no datatype in rdflib, so that both spellings of xsd:string compare equal.
            kind = node.datatype.value
            plain = kind == PREFIXES["xsd"] + "string"
            return rdflib.Literal(node.value, datatype=None if plain else rdflib.URIRef(kind))
        case _:
            raise TypeError(f"{node} is no term of RDF 1.1")


def to_rdflib(*parts: Iterable[Triple]) -> rdflib.Graph:
    """Return the triples as one rdflib graph."""
    graph = rdflib.Graph()
    for part in parts:
        for triple in part:
            graph.add((_term(triple.subject), _term(triple.predicate), _term(triple.object)))
    return graph


def _read_shapes(files: Iterable[Path]) -> rdflib.Graph:
    shapes = rdflib.Graph()
    for file in files:
        try:
            shapes.parse(file, format="turtle")
        except SyntaxError as error:
            cause = f"this is not valid Turtle: {' '.join(str(error).split())}"
            raise FindingsError([Finding(str(file), 0, "", cause, "Mend the syntax")]) from None
    return shapes


def _shacl(files: Iterable[Path], data: rdflib.Graph, store: Store, remedy: str) -> list[GraphFinding]:
    import pyshacl
    from pyshacl.errors import ReportableRuntimeError, ShapeLoadError

    files = list(files)
    shapes = _read_shapes(files)
    try:
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", inplace=True)
    except (ShapeLoadError, ReportableRuntimeError) as error:
        names = ", ".join(map(str, files))
        raise FindingsError(
            [Finding(names, 0, "", f"this is not valid SHACL: {error}", "Mend the shape")]
        ) from None
    if not isinstance(report, rdflib.Graph):
        raise FindingsError([Finding(", ".join(map(str, files)), 0, "", str(report), "Mend the shapes")])
    found = [_shacl_result(report, result, shapes) for result in report.subjects(RDF.type, SH.ValidationResult)]
    return _described(store, [(*one, remedy) for one in found])


def _shacl_result(
    report: rdflib.Graph, result: rdflib.term.Node, shapes: rdflib.Graph
) -> tuple[str, str, str, str]:
    """Return severity, name of the shape, focus node, and the cause in words."""
    source = shape = report.value(result, SH.sourceShape)
    while isinstance(shape, rdflib.BNode) and (above := _shape_above(shapes, shape)):
        shape = above
    severity = local_name(str(report.value(result, SH.resultSeverity))).lower()
    said = sorted(str(message).rstrip(".") for message in report.objects(result, SH.resultMessage))
    value, path = report.value(result, SH.value), report.value(result, SH.resultPath)
    cause = said[0] if said else "the shape is not met"
    if isinstance(path, rdflib.URIRef) and (source, SH.message, None) not in shapes:
        cause = f"{local_name(str(path))}: {cause}"
    if value is not None and value != report.value(result, SH.focusNode):
        cause += f"; it has {value.n3() if isinstance(value, rdflib.URIRef) else str(value)!r}"
    mild = {"violation": "error"}
    return (
        mild.get(severity, severity),
        local_name(str(shape)),
        str(report.value(result, SH.focusNode)),
        cause,
    )


def _shape_above(shapes: rdflib.Graph, shape: rdflib.BNode) -> rdflib.term.Node | None:
    """Return the shape in which a nameless one stands: directly, or as a member of a list."""
    for subject, predicate in shapes.subject_predicates(shape):
        if predicate in (RDF.first, RDF.rest) and isinstance(subject, rdflib.BNode):
            return _shape_above(shapes, subject)
        return subject
    return None


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

    try:
        header = read_header(text)
    except ValueError as error:
        report(str(error), "Mend the lines that begin with #+")
        raise FindingsError(findings) from None
    for key in sorted(_KEYS - set(header)):
        report(f"the {key} is missing", f"Add a line: #+ {key}: ...")
    for key in sorted(set(header) - _KEYS):
        report(f'the key "{key}" is unknown', did_you_mean(key, _KEYS, "Use summary, severity and remedy"))
    severity = str(header.get("severity", "error"))
    if severity not in SEVERITIES:
        report(f'"{severity}" is no severity', "Use error, warning or info")
    if findings:
        raise FindingsError(findings)
    return Check(file.stem, file, text, str(header["summary"]), severity, str(header["remedy"]).rstrip("."))


def query_findings(
    files: Iterable[Path], store: Store, progress: Progress = lambda _: None
) -> list[GraphFinding]:
    """Run check queries; each row, a subject and a message, is a finding.

    Raises:
        FindingsError: a header is malformed, the query cannot be run, or it lacks a column.
    """
    found = []
    for file in files:
        check = read_check(file)
        progress(f"check {check.name}")
        try:
            answer = store.query(check.text)
        except UsageError as error:
            raise FindingsError([Finding(str(file), 0, "", str(error), "Mend the query")]) from None
        columns = {v.value for v in answer.variables} if isinstance(answer, QuerySolutions) else set()
        if not isinstance(answer, QuerySolutions) or not columns >= {"subject", "message"}:
            cause = "a check is a SELECT query with the columns ?subject and ?message"
            raise FindingsError([Finding(str(file), 0, "", cause, "Rewrite it as one")])
        rows = {(row["subject"].value, row["message"].value.rstrip(".")) for row in answer}  # type: ignore[union-attr]
        found += [(check.severity, check.name, subject, said, check.remedy) for subject, said in rows]
    return _described(store, found)


# -- labels and sources -------------------------------------------------------------------------

_ABOUT = """
PREFIX dcterms: <{dcterms}>
PREFIX fkg: <{fkg}>
PREFIX oa: <{oa}>
PREFIX rdfs: <{rdfs}>
SELECT DISTINCT ?subject ?label ?source WHERE {{
  VALUES ?subject {{ SUBJECTS }}
  {{ ?subject rdfs:label ?label }}
  UNION {{ ?subject (fkg:evidence|^oa:hasSelector)?/oa:hasSource/rdfs:label ?source }}
  UNION {{ ?subject dcterms:source/rdfs:label ?source }}
}}
""".format_map(PREFIXES)


def labels_and_sources(
    store: Store, subjects: Iterable[str]
) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return for each IRI its label, else the end of it, and the labels of the sources that speak of it."""
    wanted = sorted({subject for subject in subjects if subject.startswith(("http://", "https://"))})
    labels: dict[str, str] = {}
    sources: dict[str, set[str]] = defaultdict(set)
    for start in range(0, len(wanted), 500):
        values = " ".join(str(NamedNode(iri)) for iri in wanted[start : start + 500])
        for row in store.query(_ABOUT.replace("SUBJECTS", values)):  # type: ignore[union-attr]
            iri = row["subject"].value  # type: ignore[index, union-attr]
            if label := row["label"]:  # type: ignore[index]
                labels[iri] = min(label.value, labels.get(iri, label.value))  # type: ignore[union-attr]
            if source := row["source"]:  # type: ignore[index]
                sources[iri].add(source.value)  # type: ignore[union-attr]
    return {iri: (labels.get(iri, _end(iri)), tuple(sorted(sources[iri]))) for iri in wanted}


def _end(iri: str) -> str:
    return iri.removeprefix(BASE) if iri.startswith(BASE) else local_name(iri)


def _described(store: Store, found: Iterable[tuple[str, str, str, str, str]]) -> list[GraphFinding]:
    found = list(found)
    about = labels_and_sources(store, (subject for _, _, subject, _, _ in found))
    return [
        GraphFinding(severity, check, subject, about.get(subject, (subject, ()))[0], cause, remedy,
                     about.get(subject, (subject, ()))[1])
        for severity, check, subject, cause, remedy in found
    ]

"""What is read: every export of two graphs, each file with all that it has to say.

One graph is the repository's. The other is small and awkward: texts, addresses, languages and datatypes
that writers of RDF, XML and CSV have been known to trip over.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, Triple, parse

from fashion_kg.answers.results import Rows, read_result, to_bytes
from fashion_kg.build import load_ontology, make_quads, read_project
from fashion_kg.exports import Content, export_all
from fashion_kg.layout import Project
from fashion_kg.namespaces import BASE, CLAIMS_GRAPH, FACTS_GRAPH, PREFIXES, term
from fashion_kg.ontology import local_name
from fashion_kg.store import EmbeddedStore

Statements = frozenset[str]

_BY_SUFFIX = {
    ".ttl": "turtle",
    ".nt": "ntriples",
    ".nq": "nquads",
    ".trig": "trig",
    ".rdf": "rdfxml",
    ".jsonld": "jsonld",
    ".graphml": "graphml",
    ".gexf": "gexf",
}


@dataclass(frozen=True)
class File:
    """A file to be read.

    Attributes:
        path: where it lies.
        syntax: what it is written in, by a name that the readers know.
        says: all that it says: statements as canonical N-Quads, or the rows, nodes and edges as JSON.
    """

    path: Path
    syntax: str
    says: Statements

    @property
    def base(self) -> str:
        """The address that relative ones in the file are resolved against."""
        return f"https://example.org/{self.path.name}"


def canonical(statements: Iterable[Quad | Triple]) -> Statements:
    """Return statements as lines, blank nodes named by RDFC-1.0 (W3C 2024), language tags in lower case."""
    dataset = Dataset(
        one if isinstance(one, Quad) else Quad(one.subject, one.predicate, one.object) for one in statements
    )
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(map(str, dataset))


def line(*cells: object) -> str:
    """Return a row, a node or an edge as JSON."""
    return json.dumps(cells, ensure_ascii=False)


# -- the two graphs ---------------------------------------------------------------------------------


def repository(project: Project, folder: Path) -> list[File]:
    """Build the repository's graph in memory and export it; what the user has built is left alone."""
    ontology = load_ontology(project)
    _, triples = read_project(project, ontology)
    store = make_quads(project, ontology, triples, lambda _: None)
    return _exported(Content(store, ontology, project.context_file), folder)


def awkward(project: Project, folder: Path) -> list[File]:
    """Export the awkward graph."""
    return _exported(Content(_awkward_store(), load_ontology(project), project.context_file), folder)


def answers(folder: Path) -> list[File]:
    """Ask the awkward graph for all it holds, and write the answer in the W3C's four formats of results."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    result = read_result(_awkward_store().query(_ALL))
    assert isinstance(result, Rows)
    terms = frozenset(line(*("" if node is None else str(node) for node in row)) for row in result.rows)
    # CSV has texts only: no languages, no datatypes, an empty text is no value.
    texts = frozenset(line(*(getattr(node, "value", "") for node in row)) for row in result.rows)
    files = []
    for name in ("json", "xml", "tsv", "csv"):
        path = folder / f"answer.{name}"
        path.write_bytes(to_bytes(result, name))
        files.append(File(path, f"{name}-results", texts if name == "csv" else terms))
    return files


def vocabulary(project: Project) -> list[File]:
    """Return the vocabulary's own files, which people write by hand."""
    files = [*project.ontology_files, *project.shape_files, *project.style_files]
    return [File(path, "turtle", canonical(parse(path=path))) for path in files]


TEXTS = (
    "",
    " ",
    "two\nlines\r\nand a tab\t.",
    "quotation \"marks\" and 'apostrophes', \"\"\"three\"\"\" and '''three'''",
    "a backslash at the end \\",
    "no escape: \\u0041 \\n \\\\ %20 &amp; &#13; ]]>",
    'as if it ended" .',
    'as if it had a language"@EN-us .',
    '"@zh-hant <http://example.org/> .',
    "<b>markup</b> & <!-- comment --> <?php ?> </script>",
    "# no comment; a, list; a:b [] () {} ^^ @prefix fkg: <> .",
    "=1+1",
    "Zoë Ghertner, 고현정, 巴黎世家, مها, Ünïcödé",
    "e\u0301 is not \u00e9",
    "\ufeffbyte order mark, \u200fright to left\u200e, \u2028line, \u0085next",
    "\U0001f45c\U0001f469\u200d\U0001f3a4 \U00020bb7",
    "; , . ' ` | \u00a0",
)
# None ends in a full stop: rdflib 7.6 misreads person:a\. in Turtle, where all others read it. No percent-
# escape beside the letter it stands for: csvw 4.1 takes the two for one address.
ADDRESSES = (
    *("a.b", "a,b", "a;b=c", "a(b)", "a'b", "a~b", "-a", "1a", "a:b", "a_b", "a/b/", "a!$&*+b", "a@b"),
    *("a?b=c&d=e", "a#b", "é", "e\u0301", "中文", "\U0001f45c", ""),
)
OTHERS = (
    *("urn:isbn:9783836576369", "mailto:x@example.org", "https://schema.org/", "https://schema.org/a/b"),
    *("http://example.org", "http://example.org?", "http://[2001:db8::1]/", "http://www.w3.org/ns/prov#%23"),
)
LANGUAGES = (
    "en",
    "fr",
    "ko",
    "zh-Hant",
    "zh-Hans",
    "zh-Hant-TW",
    "en-US",
    "de-CH-1901",
    "sl-rozaj-biske",
    "en-x-ab",
)
# No xsd:double: Oxigraph writes 1, jsonld.js 1.0E0 for the same number. Nothing of ours is one.
VALUES = (
    *(("1", "integer"), ("-7", "integer"), ("1.5", "decimal"), ("true", "boolean")),
    *(("2024-04-11", "date"), ("2024-04-11T10:00:00Z", "dateTime"), ("cafe", "hexBinary"), ("a", "token")),
)


_ALL = f"""SELECT * WHERE {{
  GRAPH <{CLAIMS_GRAPH}> {{ ?subject ?property ?value }}
  OPTIONAL {{ ?value <urn:none> ?nothing }}
}}"""


def _awkward_store() -> EmbeddedStore:
    store = EmbeddedStore()
    store.add(_awkward_quads())
    return store


def _awkward_quads() -> Iterator[Quad]:
    claims, facts = NamedNode(CLAIMS_GRAPH), NamedNode(FACTS_GRAPH)
    person, above = term("fkg:Person"), term("fkg:descendsFrom")
    for number, text in enumerate(TEXTS):
        thing = NamedNode(f"{BASE}person/awkward-{number}")
        yield Quad(thing, term("rdf:type"), person, claims)
        yield Quad(thing, term("rdfs:label"), Literal(text, language="en"), claims)
        yield Quad(thing, term("skos:note"), Literal(text), claims)
        for language in LANGUAGES:
            yield Quad(thing, term("skos:altLabel"), Literal(text, language=language), claims)
        yield Quad(thing, above, NamedNode(f"{BASE}person/awkward-{(number + 1) % len(TEXTS)}"), facts)
    first = NamedNode(f"{BASE}person/awkward-0")
    for name in ADDRESSES:
        thing = NamedNode(f"{BASE}person/{name}")
        yield Quad(thing, term("rdf:type"), person, claims)
        yield Quad(first, above, thing, facts)
        yield Quad(thing, above, thing, facts)
    for iri in OTHERS:
        yield Quad(first, term("skos:exactMatch"), NamedNode(iri), claims)
    for value, name in VALUES:
        yield Quad(
            first, term("skos:note"), Literal(value, datatype=NamedNode(PREFIXES["xsd"] + name)), claims
        )


# -- what the files have to say ---------------------------------------------------------------------


def _exported(content: Content, folder: Path) -> list[File]:
    shutil.rmtree(folder, ignore_errors=True)
    export_all(content, folder)
    triples, quads, edges = canonical(content.triples), canonical(content.quads), _network(content)
    says = dict.fromkeys(("turtle", "ntriples", "rdfxml", "jsonld"), triples)
    says |= {"nquads": quads, "trig": quads, "graphml": edges, "gexf": edges}
    files = []
    for path in sorted(folder.iterdir()):
        syntax = _BY_SUFFIX.get(path.suffix, "")
        if path.name == "void.ttl":
            described = File(path, syntax, frozenset())
            files.append(File(path, syntax, canonical(parse(path=path, base_iri=described.base))))
        elif syntax:
            files.append(File(path, syntax, says[syntax]))
        elif path.is_dir():
            files.append(File(path / "csv-metadata.json", "csvw", _rows(path)))
        else:
            raise ValueError(f"no reader is known for the export {path.name}")
    return files


def _network(content: Content) -> Statements:
    """Return what the drawing programs get, found here another way: things, and our facts between them."""
    things = set(content.things("Entity"))
    nodes = {line("node", iri, content.label(iri), content.kinds[iri]) for iri in things}
    edges = {
        line("edge", subject, local_name(predicate), value.value)
        for subject, predicate, value in content.facts()
        if isinstance(value, NamedNode) and {subject, value.value} <= things
        if predicate.startswith(PREFIXES["fkg"])
    }
    return frozenset(nodes | edges)


def _rows(folder: Path) -> Statements:
    rows = set()
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows |= {line(path.stem, *cells) for cells in list(csv.reader(file))[1:]}
    return frozenset(rows)

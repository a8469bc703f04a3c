"""Who reads: other people's programs and libraries, none of which wrote the files."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import networkx as nx
import pyoxigraph
import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.query import Result

from fashion_kg.namespaces import term
from graphs import File, Statements, canonical, line

HERE = Path(__file__).parent
NODE_FOLDER = HERE.parents[1] / "build" / "interop" / "node"

# Or it would read "01"^^xsd:integer and pass on "1"^^xsd:integer.
rdflib.NORMALIZE_LITERALS = False


class LeftOutError(Exception):
    """A reader is not at hand; the message says how to get it."""


@dataclass(frozen=True)
class Reading:
    """What a reader found in a file.

    Attributes:
        count: how many triples, quads, rows, or nodes and edges it counts itself.
        says: all of them, in the form of `File.says`.
        remark: what it does that is its right, and was allowed for.
    """

    count: int
    says: Statements
    remark: str = ""


@dataclass(frozen=True)
class Reader:
    """A program or library.

    Attributes:
        name: what it is called.
        syntaxes: what it is given to read.
        version: returns its version; raises LeftOutError where it is not at hand.
        read: reads a file, with whatever error it likes where it cannot.
    """

    name: str
    syntaxes: str
    version: Callable[[], str]
    read: Callable[[File], Reading]


def _statements(text: bytes) -> Statements:
    return canonical(pyoxigraph.parse(text, format=RdfFormat.N_QUADS))


# -- programs ---------------------------------------------------------------------------------------


def _run(*command: str, folder: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run(command, capture_output=True, cwd=folder, timeout=120, check=False)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        raise RuntimeError(f"{command[0]} ended with exit {done.returncode}: {said[-300:]}")
    return done


def _program(name: str, package: str, question: str) -> Callable[[], str]:
    def version() -> str:
        if shutil.which(name) is None:
            raise LeftOutError(f"{name} is not installed: apt install {package}")
        found = re.search(r"\d+\.\d+[.\d]*", _run(name, question).stdout.decode())
        return found[0] if found else "?"

    return version


def _rapper(file: File) -> Reading:
    done = _run("rapper", "-i", file.syntax, "-o", "nquads", str(file.path), file.base)
    said = done.stderr.decode()
    if complaint := re.search(r"rapper: (Warning|Error).*", said):
        raise RuntimeError(complaint[0])
    (count,) = re.findall(r"returned (\d+) triple", said)
    return Reading(int(count), _statements(done.stdout))


def _serdi(file: File) -> Reading:
    written = _run("serdi", "-i", file.syntax, "-o", "nquads", str(file.path), file.base).stdout
    return Reading(len(written.splitlines()), _statements(written))


# -- JavaScript -------------------------------------------------------------------------------------


@cache
def _node_modules() -> Path:
    """Install what package-lock.json pins, unless it is there, and return the folder."""
    for name in ("node", "npm"):
        if shutil.which(name) is None:
            raise LeftOutError(f"{name} is not installed: apt install nodejs npm")
    modules, lock = NODE_FOLDER / "node_modules", NODE_FOLDER / "package-lock.json"
    wanted = (HERE / lock.name).read_bytes()
    if not modules.is_dir() or not lock.is_file() or lock.read_bytes() != wanted:
        shutil.rmtree(NODE_FOLDER, ignore_errors=True)
        NODE_FOLDER.mkdir(parents=True)
        for name in ("package.json", ".npmrc"):
            shutil.copy(HERE / name, NODE_FOLDER)
        shutil.copy(HERE / lock.name, lock)
        try:
            _run("npm", "ci", "--loglevel=error", folder=NODE_FOLDER)
        except (RuntimeError, subprocess.TimeoutExpired) as error:
            lock.unlink()
            raise LeftOutError(f"npm ci did not succeed: {error}") from None
    shutil.copy(HERE / "read.mjs", NODE_FOLDER)
    return modules


def _javascript(library: str) -> Callable[[], str]:
    def version() -> str:
        about = json.loads((_node_modules() / library / "package.json").read_text(encoding="utf-8"))
        return str(about["version"])

    return version


def _node(file: File) -> tuple[int, bytes]:
    script = str(NODE_FOLDER / "read.mjs")
    count, _, lines = _run("node", script, file.syntax, str(file.path), file.base).stdout.partition(b"\n")
    return int(count), lines


def _javascript_rdf(file: File) -> Reading:
    count, lines = _node(file)
    return Reading(count, _statements(lines))


def _javascript_network(file: File) -> Reading:
    count, lines = _node(file)
    return Reading(count, frozenset(line(*json.loads(each)) for each in lines.split(b"\n")))


# -- Python -----------------------------------------------------------------------------------------

_RDFLIB = {"turtle": "turtle", "ntriples": "nt", "nquads": "nquads", "trig": "trig", "rdfxml": "xml"}
_RDFLIB["jsonld"] = "json-ld"
_OXIGRAPH = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}


def _python(package: str) -> Callable[[], str]:
    def version() -> str:
        try:
            return installed_version(package)
        except importlib.metadata.PackageNotFoundError:
            raise LeftOutError(f"{package} is not installed: make interop installs it") from None

    return version


def _rdflib(file: File) -> Reading:
    dataset = rdflib.Dataset()
    dataset.parse(file.path, format=_RDFLIB[file.syntax], publicID=file.base)
    quads = [
        Quad(*map(_oxigraph, triple), *(() if graph == DATASET_DEFAULT_GRAPH_ID else [_oxigraph(graph)]))
        for *triple, graph in dataset.quads()
    ]
    return Reading(len(quads), canonical(quads))


def _oxigraph(node: object) -> Any:
    match node:
        case rdflib.BNode():
            return pyoxigraph.BlankNode(str(node))
        case rdflib.URIRef():
            return NamedNode(str(node))
        case rdflib.Literal(language=str(language)):
            return pyoxigraph.Literal(str(node), language=language)
        case rdflib.Literal(datatype=rdflib.URIRef() as datatype):
            return pyoxigraph.Literal(str(node), datatype=NamedNode(datatype))
        case rdflib.Literal():
            return pyoxigraph.Literal(str(node))
    raise TypeError(f"{node!r} is no RDF term")


def _pyoxigraph(file: File) -> Reading:
    quads = list(pyoxigraph.parse(path=file.path, format=_OXIGRAPH[file.syntax], base_iri=file.base))
    return Reading(len(quads), canonical(quads))


def _owlready2(file: File) -> Reading:
    """Load into a fresh quad store and look at it.

    owlready2 calls all that it loads an ontology, and likewise the empty one in which a store begins. It
    says so in a triple each, which no file holds. Its own writer leaves carriage returns unescaped.
    """
    world = importlib.import_module("owlready2").World()
    ontology = world.get_ontology(file.base)
    with file.path.open("rb") as opened:
        ontology.load(fileobj=opened, format="ntriples")
    own = {
        Triple(NamedNode(iri), term("rdf:type"), term("owl:Ontology"))
        for iri in (file.base, "http://anonymous")
    }
    found = {Triple(*map(_oxigraph, triple)) for triple in world.as_rdflib_graph()}
    if not own <= found:
        raise RuntimeError("it no longer says what it calls an ontology: look again")
    return Reading(len(world.graph) - len(own), canonical(found - own), f"apart from {len(own)} of its own")


def _networkx(file: File) -> Reading:
    graph = (nx.read_gexf if file.syntax == "gexf" else nx.read_graphml)(file.path)
    nodes = {line("node", node, about["label"], about["kind"]) for node, about in graph.nodes(data=True)}
    edges = {line("edge", one, about["property"], other) for one, other, about in graph.edges(data=True)}
    return Reading(len(graph) + graph.number_of_edges(), frozenset(nodes | edges))


def _csvw(file: File) -> Reading:
    """Validate, with keys and references, and read the cells in their datatypes."""
    group = importlib.import_module("csvw").CSVW(str(file.path), validate=True)
    if not group.is_valid:
        raise RuntimeError("; ".join(map(str, group.warnings)) or "not valid")
    rows = [
        line(table.local_name.removesuffix(".csv"), *map(_cell, row.values()))
        for table in group.tables
        for row in table
    ]
    return Reading(len(rows), frozenset(rows))


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    if isinstance(value, dt.datetime):  # a day, which csvw gives a midnight
        return value.date().isoformat()
    if hasattr(value, "unsplit"):  # an address, which csvw escapes
        return unquote(value.unsplit())
    return "" if value is None else str(value)


# -- answers ----------------------------------------------------------------------------------------


def _rdflib_results(file: File) -> Reading:
    # As text: of bytes it takes U+2028 and the like for ends of lines.
    newline = "" if file.syntax == "csv-results" else "\n"
    with file.path.open(encoding="utf-8", newline=newline) as opened:
        result = Result.parse(opened, format=file.syntax.removesuffix("-results"))
    # CSV knows texts only: rows that differ in a language alone are one.
    written = str if file.syntax == "csv-results" else _oxigraph
    rows = frozenset(
        line(*("" if (node := row.get(name)) is None else str(written(node)) for name in result.vars or []))
        for row in result.bindings
    )
    return Reading(len(rows), rows)


_TEXT = "turtle ntriples nquads trig"
_RDF = " ".join(_RDFLIB)
_ANSWERS = "json-results xml-results csv-results tsv-results"

READERS = (
    Reader("rapper", f"{_TEXT} rdfxml", _program("rapper", "raptor2-utils", "--version"), _rapper),
    Reader("serdi", _TEXT, _program("serdi", "serdi", "-v"), _serdi),
    Reader("N3.js", _TEXT, _javascript("n3"), _javascript_rdf),
    Reader("jsonld.js", "jsonld", _javascript("jsonld"), _javascript_rdf),
    Reader("rdflib", _RDF, _python("rdflib"), _rdflib),
    Reader("pyoxigraph", _RDF, _python("pyoxigraph"), _pyoxigraph),
    Reader("owlready2", "ntriples", _python("owlready2"), _owlready2),
    Reader("NetworkX", "graphml gexf", _python("networkx"), _networkx),
    Reader("graphology", "graphml gexf", _javascript("graphology"), _javascript_network),
    Reader("csvw", "csvw", _python("csvw"), _csvw),
    Reader("rdflib", _ANSWERS, _python("rdflib"), _rdflib_results),
)

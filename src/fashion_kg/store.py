"""Where the graph is asked: an embedded Oxigraph store, or any SPARQL 1.1 endpoint, behind one interface."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from pyoxigraph import (
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)
from pyoxigraph import Store as OxigraphStore

from fashion_kg.errors import UsageError
from fashion_kg.layout import Project

Triples = QueryTriples | list[Triple]
Answer = QuerySolutions | QueryBoolean | Triples

_NOT_CODE = re.compile(
    r"#[^\n]*|<[^<>\"{}|^`\\\s]*>|\"\"\".*?\"\"\"|'''.*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.S
)
_SERVICE = re.compile(r"(?<![\w:?$-])SERVICE(?![\w:-])", re.I)
_PLACE = re.compile(r"(\d+):(\d+)")


class Store(Protocol):
    """Something that answers SPARQL queries; the default graph is the union of all graphs."""

    def query(self, text: str) -> Answer:
        """Answer a SPARQL 1.1 query.

        Raises:
            UsageError: the query is malformed or asks for what is not allowed.
        """
        ...


def refuse_service(text: str) -> None:
    """Refuse a query that would make the engine fetch from the network.

    Raises:
        UsageError: the query has a SERVICE clause.
    """
    # IRIs go first: what looks like a comment inside one is none, and the regular expression scans left to right.
    if _SERVICE.search(_NOT_CODE.sub(" ", text)):
        raise UsageError(
            "The query has a SERVICE clause, which would ask another server. Ask that server itself, with --endpoint"
        )


def syntax_error(error: SyntaxError, text: str) -> UsageError:
    """Phrase an engine's syntax error with the line it points at."""
    message = str(error).strip()
    if match := _PLACE.search(message):
        lines = text.splitlines()
        number = int(match[1])
        if 0 < number <= len(lines):
            message += f"\n  line {number}: {lines[number - 1].strip()}"
    return UsageError(f"This is not a SPARQL query that can be run: {message}")


class EmbeddedStore:
    """The graph in an embedded Oxigraph store, on disk for reading or in memory.

    Args:
        path: folder of the store; None for an empty one in memory.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self._store = OxigraphStore.read_only(str(path)) if path else OxigraphStore()

    def query(self, text: str) -> Answer:
        """Answer a SPARQL 1.1 query over the union of all graphs."""
        refuse_service(text)
        try:
            return self._store.query(text, use_default_graph_as_union=True)
        except SyntaxError as error:
            raise syntax_error(error, text) from None

    def add(self, quads: Iterable[Quad]) -> None:
        """Add quads; only in memory."""
        self._store.bulk_extend(quads)

    def save(self, folder: Path) -> None:
        """Write everything as a new store on disk into an empty folder."""
        on_disk = OxigraphStore(str(folder))
        on_disk.bulk_extend(self._store)
        on_disk.flush()

    def n_quads(self) -> list[bytes]:
        """Return all quads as sorted lines of N-Quads: the same graph gives the same lines."""
        return sorted(self._store.dump(format=RdfFormat.N_QUADS).splitlines())

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """Yield the quads of one graph, or of all."""
        return self._store.quads_for_pattern(None, None, None, NamedNode(graph) if graph else None)

    def __len__(self) -> int:
        return len(self._store)


class Endpoint:
    """A SPARQL 1.1 endpoint, asked by the SPARQL 1.1 Protocol (query via POST with URL-encoded parameters).

    Args:
        url: its address, http or https.
        seconds: how long to wait for an answer.

    Raises:
        UsageError: the address is none, the endpoint cannot be reached, or it refuses the query.
    """

    def __init__(self, url: str, seconds: float = 60) -> None:
        if urllib.parse.urlsplit(url).scheme not in ("http", "https"):
            raise UsageError(
                f'"{url}" is not the address of an endpoint. Write one that begins with http:// or https://'
            )
        self.url, self.seconds = url, seconds

    def query(self, text: str) -> Answer:
        """Send the query and read the answer in JSON, XML, Turtle or N-Triples."""
        request = urllib.request.Request(  # noqa: S310 - the scheme is checked above
            self.url,
            data=urllib.parse.urlencode({"query": text}).encode(),
            headers={
                "Accept": "application/sparql-results+json, application/sparql-results+xml;q=0.9, "
                "application/n-triples;q=0.9, text/turtle;q=0.8",
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=self.seconds) as response:  # noqa: S310
                body, kind = response.read(), response.headers.get_content_type()
        except urllib.error.HTTPError as error:
            said = error.read(500).decode(errors="replace").strip()
            raise UsageError(f"The endpoint {self.url} answers {error.code} {error.reason}. {said}") from None
        except OSError as error:
            reason = getattr(error, "reason", error)
            raise UsageError(
                f"The endpoint {self.url} cannot be reached: {reason}. Check the address"
            ) from None
        return read_answer(body, kind)


def read_answer(body: bytes, media_type: str) -> Answer:
    """Read a SPARQL answer of a given media type.

    Raises:
        UsageError: the media type is not one of SPARQL results or RDF.
    """
    if results_format := QueryResultsFormat.from_media_type(media_type):
        return parse_query_results(body, format=results_format)
    if rdf_format := RdfFormat.from_media_type(media_type):
        return [quad.triple for quad in parse(body, format=rdf_format)]
    raise UsageError(f"The answer is {media_type}, which is no SPARQL answer. Check the endpoint's address")


def query_in_process(path: Path, text: str, seconds: float) -> Answer:
    """Answer an untrusted query in a process of its own, which is killed when the time is up.

    Args:
        path: folder of the store.
        text: the query.
        seconds: how long it may take.

    Raises:
        UsageError: the query is malformed, is refused, or takes too long.
    """
    refuse_service(text)
    command = [sys.executable, "-I", "-m", "fashion_kg.worker", str(path)]
    try:
        done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=seconds, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise UsageError(
            f"The query took longer than {seconds:g} s and was stopped. Narrow it, or allow more with --timeout"
        ) from None
    header, _, body = done.stdout.partition(b"\n")
    if not header:
        said = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise UsageError(f"The query ended without an answer: {said or f'exit {done.returncode}'}")
    answer = json.loads(header)
    if "error" in answer:
        raise UsageError(answer["error"])
    return read_answer(body, answer["type"])


def open_store(project: Project) -> EmbeddedStore:
    """Open the project's current store for reading.

    Raises:
        UsageError: the project has not been built.
    """
    return EmbeddedStore(current_store(project))


def current_store(project: Project) -> Path:
    """Return the folder of the project's current store.

    Raises:
        UsageError: the project has not been built, or what was built is gone.
    """
    try:
        path = project.build_folder / project.store_pointer.read_text(encoding="utf-8").strip()
    except OSError:
        path = None
    if path is None or not path.is_dir():
        raise UsageError(f"The graph of {project.root} has not been built yet. Run: fashion-kg build")
    return path

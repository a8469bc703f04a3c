"""Where the graph is asked: an embedded Oxigraph store, or any SPARQL 1.1 endpoint, behind one interface."""

from __future__ import annotations

import http.client
import json
import os
import re
import secrets
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

from fashion_kg.claims import ACCEPTED
from fashion_kg.errors import UsageError
from fashion_kg.layout import Project
from fashion_kg.namespaces import PREFIXES, entity_iri

Triples = QueryTriples | list[Triple]
Answer = QuerySolutions | QueryBoolean | Triples

_SERVICE = re.compile("SERVICE", re.I)
_FROM = re.compile(r"(?<![\w?$:@.-])FROM\b", re.I)
_NO_KEYWORD = re.compile(r"<[^<>\"{}|^`\\\s]*>|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|#[^\n]*")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.S)
_EXPECTED = "expected one of "
_SENTENCE = re.compile(r"[A-Z]\w+(?: \w+)+")


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

    Only the engine's own grammar can tell the keyword from the same letters in a string, a comment, an IRI
    or a name: keywords need no blanks around them, and what begins a comment or an IRI depends on what went
    before. So the letters are replaced by others and the engine is asked, over an empty graph, whether the
    query still is one. It is exactly if none of them was the keyword.

    Raises:
        UsageError: the query has a SERVICE clause.
    """
    unescaped = _ESCAPE.sub(_character, text)
    if not _SERVICE.search(unescaped):
        return
    # SPARQL lets an engine read an escaped letter as the letter everywhere, or within IRIs and strings only.
    hidden = len(_SERVICE.findall(unescaped)) > len(_SERVICE.findall(text))
    other = "".join(secrets.choice("bcdfghjk") for _ in "service")
    try:
        if not hidden:
            OxigraphStore().query(_SERVICE.sub(lambda found: _in_case_of(found[0], other), text))
            return
    except SyntaxError:
        pass
    raise UsageError(
        "The query has a SERVICE clause, which would ask another server. "
        "Ask that server itself, with --endpoint"
    )


def _in_case_of(pattern: str, letters: str) -> str:
    """Write letters large and small as the pattern is, so that different variables stay different."""
    return "".join(new.upper() if old.isupper() else new for old, new in zip(pattern, letters, strict=True))


def _character(escape: re.Match[str]) -> str:
    number = int(escape[1] or escape[2], 16)
    return chr(number) if number <= sys.maxunicode else " "


def syntax_error(error: SyntaxError, text: str) -> UsageError:
    """Phrase an engine's syntax error with the place it points at."""
    message = str(error).strip()
    if match := _PLACE.fullmatch(message):
        lines, number, column = text.split("\n"), int(match[1]), int(match[2])
        before = lines[number - 1][: column - 1].strip() if number <= len(lines) else ""
        message = f"see line {number}, column {column}" + (f", after «{before[-40:]}»" if before else "")
        # Among the signs that the engine expects stands, where it knows better, a sentence.
        known = [each for each in match[3].split(", ") if _SENTENCE.fullmatch(each.removeprefix(_EXPECTED))]
        message = "; ".join([*(each.removeprefix(_EXPECTED) for each in known), message])
    return UsageError(f"This is not a SPARQL query that can be run: {message}")


class EmbeddedStore:
    """The graph in an embedded Oxigraph store, on disk for reading or in memory.

    Args:
        path: folder of the store; None for an empty one in memory.

    Raises:
        UsageError: the folder holds no store that can be read.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        try:
            self._store = OxigraphStore.read_only(str(path)) if path else OxigraphStore()
        except (OSError, RuntimeError) as error:
            raise UsageError(
                f"The store {path} cannot be opened: {str(error).rstrip('.')}. "
                "Make it anew with: fashion-kg build"
            ) from None

    def query(self, text: str) -> Answer:
        """Answer a SPARQL 1.1 query over the union of all graphs, or over those that FROM names."""
        refuse_service(text)
        # Asked for graphs of its own choice, a query gets those; the union would silently take their place.
        chosen = bool(_FROM.search(_NO_KEYWORD.sub(" ", text)))
        try:
            return self._store.query(text, use_default_graph_as_union=not chosen)
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
        dumped = self._store.dump(format=RdfFormat.N_QUADS) or b""
        return sorted(dumped.split(b"\n")[:-1])

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
        try:
            parts = urllib.parse.urlsplit(url)
            well_formed = parts.scheme in ("http", "https") and bool(parts.hostname) and url.isprintable()
        except ValueError:
            well_formed = False
        if not well_formed or " " in url:
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
            said = f"{error.code} {error.reason}. {error.read(500).decode(errors='replace').strip()}"
            # Whatever a server says, it says in characters that a terminal does not take for commands.
            plain = "".join(char if char.isprintable() else " " for char in said)
            raise UsageError(f"The endpoint {self.url} answers {plain}") from None
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", None) or str(error) or type(error).__name__
            raise UsageError(
                f"The endpoint {self.url} cannot be reached: {reason}. Check the address"
            ) from None
        try:
            answer = read_answer(body, kind)
            if isinstance(answer, QuerySolutions):
                # Rows are parsed as they are read: what is wrong with one of them shows only then.
                for _ in answer:
                    pass
                answer = read_answer(body, kind)
        except SyntaxError as error:
            raise UsageError(f"The answer of {self.url} is not the {kind} it claims to be: {error}") from None
        return answer


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
    # The process itself refuses what reaches for the network: even asking takes an unknown time.
    command = [sys.executable, "-P", "-m", "fashion_kg.worker", str(path), str(os.getpid())]
    try:
        done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=seconds, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise UsageError(
            f"The query took longer than {seconds:g} s and was stopped. "
            "Narrow it, or allow more with --timeout"
        ) from None
    header, _, body = done.stdout.partition(b"\n")
    if not header or done.returncode:
        said = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise UsageError(f"The query ended without an answer: {said or f'exit {done.returncode}'}")
    answer = json.loads(header)
    if "error" in answer:
        raise UsageError(answer["error"])
    return read_answer(body, answer["type"])


def load_store(file: Path, vocabulary: Iterable[Path] = ()) -> EmbeddedStore:
    """Load an RDF file, such as an export, into a store in memory, together with a vocabulary.

    Raises:
        UsageError: the file's ending names no RDF format, or the file is not of that format.
    """
    rdf_format = RdfFormat.from_extension(file.suffix.removeprefix("."))
    if rdf_format is None:
        raise UsageError(
            f'"{file}" has no ending of an RDF format. Name it .ttl, .nt, .nq, .trig, .jsonld or .rdf'
        )
    store = EmbeddedStore()
    try:
        store.add(parse(path=file, format=rdf_format))
        for each in vocabulary:
            store.add(parse(path=each, format=RdfFormat.TURTLE))
    except (SyntaxError, OSError) as error:
        raise UsageError(f'"{file}" cannot be read: {error}') from None
    return store


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
        path = (
            project.build_folder / project.store_pointer.read_text(encoding="utf-8", errors="replace").strip()
        )
    except OSError:
        path = None
    if path is None or not path.is_dir():
        raise UsageError(f"The graph of {project.root} has not been built yet. Run: fashion-kg build")
    return path


_NOT_ACCEPTED = """
PREFIX fkg: <{fkg}>
PREFIX oa: <{oa}>
ASK {{
  {{ ?place oa:hasSource/fkg:reviewState ?read . OPTIONAL {{ ?place fkg:reviewState ?checked }} }}
  UNION
  {{ ?source fkg:sha256 ?text ; fkg:reviewState ?read FILTER NOT EXISTS {{ ?place oa:hasSource ?source }} }}
  FILTER(COALESCE(?checked, ?read) != <{accepted}>)
}}
"""


def is_accepted(store: Store) -> bool:
    """Whether nothing in a graph still waits to be reviewed."""
    accepted = entity_iri("review-state", ACCEPTED)
    return not store.query(_NOT_ACCEPTED.format_map({**PREFIXES, "accepted": accepted}))


def whole_store(store: Store) -> EmbeddedStore | None:
    """Return the store of all statements that one of accepted ones alone was cut from; None for another."""
    path = store.path if isinstance(store, EmbeddedStore) else None
    if path is None or path not in Project.reviewed_folders(path.parent):
        return None
    return EmbeddedStore(path.parent)


def reviewed_store(store: Path) -> Path:
    """Return the folder of the store that holds accepted statements alone.

    Where everything is accepted that is the store itself.

    Raises:
        UsageError: the store was built by a version that did not tell them apart.
    """
    if folders := Project.reviewed_folders(store):
        return folders[0]
    if is_accepted(EmbeddedStore(store)):
        return store
    raise UsageError("What was accepted is not told apart in this graph. Build it again: fashion-kg build")

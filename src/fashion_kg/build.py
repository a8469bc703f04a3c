"""The pipeline: sheets -> claims -> triples -> store -> facts, and the swap that publishes the result."""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
import re
import secrets
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad, QueryTriples, RdfFormat, parse

from fashion_kg.decisions import read_decisions
from fashion_kg.errors import FashionKGError, Finding, FindingsError, UsageError, nearest
from fashion_kg.identity import read_identity
from fashion_kg.inputs import fingerprint, is_current
from fashion_kg.layout import SHEET_FOLDERS, Project
from fashion_kg.namespaces import FACTS_GRAPH, ONTOLOGY
from fashion_kg.ontology import Ontology
from fashion_kg.queries import read_header
from fashion_kg.sources import Sheets, read_sheets
from fashion_kg.standing import accepted_triples, count_rejected, narrowed_identity, without_rejected
from fashion_kg.store import EmbeddedStore, current_store, reviewed_store
from fashion_kg.texts import check_against_text, texts_by_hash
from fashion_kg.triples import Triples
from fashion_kg.waves import join_waves, read_waves

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Built:
    """What a build made.

    Attributes:
        store: folder of the store that is now current.
        sha256: fingerprint of all quads as sorted N-Quads; the same input gives the same.
        sources, entities, assertions, evidence, facts, quads: how many there are.
        rejected: how many statements of the sheets are in no graph, because a person rejected them.
        reviewed: what would be built of accepted statements alone, as counts by the same names; empty where
            that is the same.
        texts_checked: how many sources were compared with their text.
        texts_missing: the sheets of the other sources, by their paths.
        texts_left_over: the files among the texts that belong to no sheet.
    """

    store: Path
    sha256: str
    sources: int
    entities: int
    assertions: int
    evidence: int
    facts: int
    quads: int
    texts_checked: int
    texts_missing: tuple[str, ...] = ()
    texts_left_over: tuple[str, ...] = ()
    rejected: int = 0
    reviewed: Mapping[str, int] = field(default_factory=dict)


def load_ontology(project: Project) -> Ontology:
    """Read the project's vocabulary.

    Raises:
        FindingsError: a file of it is not valid Turtle.
    """
    with _relative_to(project):
        return Ontology(project.ontology_files, project.shape_files)


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no garbage meanwhile: what a large graph is made of lives on, and looking takes longest."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _relative_to(project: Project) -> Iterator[None]:
    """Let findings name files as people should read them."""
    try:
        yield
    except FindingsError as error:
        raise FindingsError(
            replace(finding, file=project.relative(Path(finding.file))) for finding in error.findings
        ) from None


def read_project(
    project: Project, ontology: Ontology, progress: Progress = lambda _: None
) -> tuple[Sheets, Triples]:
    """Read everything that people wrote, and report all that is wrong with it at once.

    Raises:
        FindingsError: a sheet or a decision cannot be used.
    """
    sheets = read_sheets(project.sheets, ontology, project.relative, progress)
    sheets.findings += _strays(project)
    if sheets.unreadable:
        # Decisions would only be blamed for naming what those sheets declare.
        raise FindingsError(sheets.findings)
    ids = [source.id for source in sheets.sources]
    ties = read_waves(project.waves_file, ids, project.relative(project.waves_file))
    sheets.sources, misplaced = join_waves(sheets.sources, ties)
    classes = {iri: entity.class_name for iri, entity in sheets.entities.items()}
    identity = read_identity(
        project.identity_file, ontology, classes, project.relative(project.identity_file)
    )
    decisions, wrong = read_decisions(
        project.decisions_file, ontology, classes, project.relative(project.decisions_file)
    )
    findings = sheets.findings + ties.findings + misplaced + identity.findings + wrong
    if not findings:
        standing = without_rejected(sheets, ontology, identity)
        if standing is not sheets:
            identity = narrowed_identity(identity, standing)
        triples = Triples(ontology, standing, identity, decisions)
        findings = triples.findings
        if not findings:
            return sheets, triples
    raise FindingsError(findings)


def _strays(project: Project) -> Iterator[Finding]:
    """Report files that look like sheets or decisions, and lie where nothing reads them."""
    decisions = {file.name: file for file in project.decision_files}
    for file in project.stray_files:
        meant = nearest(file.name, decisions)
        remedy = (
            f"Rename it to {project.relative(decisions[meant])}" if meant else f"Move it to {SHEET_FOLDERS}"
        )
        yield Finding(project.relative(file), 1, "", "the file is not read", remedy)


def make_quads(project: Project, ontology: Ontology, triples: Triples, progress: Progress) -> EmbeddedStore:
    """Return a store in memory with the three graphs: ontology, claims, and the facts that follow."""
    progress("claims")
    store = EmbeddedStore()
    store.add(_vocabulary(ontology.files))
    store.add(triples.quads())
    with _relative_to(project):
        derive_facts(store, project.rule_files, progress)
    return store


def _vocabulary(files: Iterable[Path]) -> Iterable[Quad]:
    """Return the quads of the ontology graph; its blank nodes get names that repeat from build to build."""
    graph = NamedNode(ONTOLOGY)
    dataset = Dataset(
        Quad(triple.subject, triple.predicate, triple.object, graph)
        for file in files
        for triple in parse(path=file, format=RdfFormat.TURTLE, rename_blank_nodes=True)
    )
    # All files at once: named file by file, the first blank node of each would become one and the same.
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def derive_facts(store: EmbeddedStore, rules: Iterable[Path], progress: Progress = lambda _: None) -> None:
    """Run the rules, stage by stage, and put what they construct into the facts graph.

    Raises:
        FindingsError: a rule is not a SPARQL CONSTRUCT query, or its header is malformed.
    """
    stages: dict[int, list[tuple[Path, str]]] = {}
    for rule in rules:
        try:
            text = rule.read_text(encoding="utf-8")
            stage = read_header(text).get("stage", 1)
            if not isinstance(stage, int):
                raise ValueError(f'the stage "{stage}" is not a number')
        except ValueError as error:
            remedy = "Mend the lines that begin with #+"
            raise FindingsError([Finding(str(rule), 1, "header", str(error), remedy)]) from None
        stages.setdefault(stage, []).append((rule, text))
    graph = NamedNode(FACTS_GRAPH)
    for stage in sorted(stages):
        found: list[Quad] = []
        for rule, text in stages[stage]:
            progress(f"rule {rule.stem}")
            found += (
                Quad(triple.subject, triple.predicate, triple.object, graph)
                for triple in _constructed(store, rule, text)
            )
        store.add(found)


def _constructed(store: EmbeddedStore, rule: Path, text: str) -> QueryTriples:
    try:
        answer = store.query(text)
    except UsageError as error:
        line = re.search(r"line (\d+)", str(error))
        cause = str(error)[0].lower() + str(error)[1:]
        finding = Finding(str(rule), int(line[1]) if line else 1, "", cause, "Mend the rule")
        raise FindingsError([finding]) from None
    if not isinstance(answer, QueryTriples):
        finding = Finding(
            str(rule), 1, "", "a rule is a CONSTRUCT query, and this is none", "Rewrite it as one"
        )
        raise FindingsError([finding])
    return answer


def build(project: Project, progress: Progress = lambda _: None) -> Built:
    """Build the project's graph and make it the current one.

    The former graph answers until the last moment, and goes on answering if anything fails: the new
    store is written beside it, and one rename makes it current.

    Args:
        project: what to build.
        progress: called with a few words at each step.

    Raises:
        FindingsError: the input cannot be used; nothing was changed.
        FashionKGError: the result cannot be written; nothing was changed.
    """
    inputs = fingerprint(project)
    ontology = load_ontology(project)
    with uncollected():
        sheets, triples = read_project(project, ontology, progress)
        missing, left_over = check_texts(project, sheets)
        store = make_quads(project, ontology, triples, progress)
        accepted = accepted_triples(triples)
        reviewed = make_quads(project, ontology, accepted, progress) if accepted else None
    sha256 = _fingerprint(store)
    progress("writing the store")
    path = publish(project, store, sha256, inputs, reviewed)
    return Built(
        store=path,
        sha256=sha256,
        **_counts(triples, store),
        texts_checked=sum(not source.columns for source in sheets.sources) - len(missing),
        texts_missing=missing,
        texts_left_over=left_over,
        rejected=count_rejected(sheets),
        reviewed=_counts(accepted, reviewed) if accepted and reviewed else {},
    )


def _fingerprint(store: EmbeddedStore) -> str:
    return hashlib.sha256(b"\n".join(store.n_quads())).hexdigest()


def _counts(triples: Triples, store: EmbeddedStore) -> dict[str, int]:
    return {
        "sources": len(triples.sheets.sources),
        "entities": len(triples.sheets.entities) - len(triples.identity.replaced_by),
        "assertions": len(triples.assertions),
        "evidence": sum(len(assertion.evidence) for assertion in triples.assertions.values()),
        "facts": sum(1 for _ in store.quads(FACTS_GRAPH)),
        "quads": len(store),
    }


def check_texts(project: Project, sheets: Sheets) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Compare the sheets with the texts in the local archive folder.

    Returns:
        The sheets whose text is not there, and the files there that are the text of no sheet.

    Raises:
        FindingsError: a phrase does not stand where its evidence says.
    """
    files = texts_by_hash(project.texts) if project.texts.is_dir() else {}
    if findings := check_against_text(sheets, {sha256: text.content for sha256, text in files.items()}):
        raise FindingsError(findings)
    known = {source.sha256 for source in sheets.sources}
    return (
        tuple(source.file for source in sheets.sources if source.sha256 not in files and not source.columns),
        tuple(project.relative(text.file) for sha256, text in files.items() if sha256 not in known),
    )


def publish(
    project: Project, store: EmbeddedStore, sha256: str, inputs: str, reviewed: EmbeddedStore | None = None
) -> Path:
    """Write a store to disk under a new name, and make it current by renaming the pointer to it.

    Args:
        project: whose store it is.
        store: what to write.
        sha256: fingerprint of its quads, for its name.
        inputs: fingerprint of what it was made from, to be kept beside it.
        reviewed: the store of accepted statements alone, kept in a folder of it; None where it is the same.

    Raises:
        FashionKGError: it cannot be written; the former store stays current.
    """
    folder, pointer = project.build_folder, project.store_pointer
    new, done = folder / f"store-{sha256[:12]}-{secrets.token_hex(4)}", False
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with alone(project.build_lock):
            new.mkdir()
            store.save(new)
            if reviewed:
                inner = project.reviewed_folder(new, _fingerprint(reviewed))
                inner.mkdir()
                reviewed.save(inner)
            project.inputs_file(new).write_text(inputs, encoding="utf-8")
            former = (
                pointer.read_text(encoding="utf-8", errors="replace").strip() if pointer.is_file() else ""
            )
            temporary = pointer.with_name(f".{pointer.name}")
            temporary.write_text(new.name + "\n", encoding="utf-8")
            temporary.replace(pointer)
            done = True
            # Somebody may still be reading the former store. All others are older, or were never finished.
            for path in folder.glob("store-*"):
                if path.name not in (new.name, former):
                    shutil.rmtree(path, ignore_errors=True)
    except BaseException as error:
        if not done:
            shutil.rmtree(new, ignore_errors=True)
        if isinstance(error, OSError):
            reason = error.strerror or str(error)
            raise FashionKGError(
                f"The store could not be written to {folder}: {reason}. "
                "The former graph, if any, still answers. Make room or choose another folder, and build again"
            ) from error
        raise
    return new


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Wait until no other build writes; the system takes the lock back from a build that is killed."""
    with lock.open("a") as file:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def ready_store(
    project: Project, notify: Progress = lambda _: None, *, reviewed: bool = False
) -> EmbeddedStore:
    """Open the project's store; build the packaged graph first if this machine has not done so yet.

    A project of one's own is never built unasked: if its sheets changed since, ``notify`` hears of it.
    The packaged graph is built into the user's cache, or in memory where the cache cannot be written.

    Args:
        project: whose store is meant.
        notify: hears what is worth knowing.
        reviewed: whether to open the store of accepted statements alone.

    Raises:
        UsageError: the project has not been built.
    """
    try:
        store = current_store(project)
        changed = not is_current(project, project.inputs_file(store))
        if not project.is_packaged or not changed:
            if changed:
                built = dt.datetime.fromtimestamp(store.stat().st_mtime).astimezone()
                when = f"{built:%Y-%m-%d, %H:%M}"
                notify(f"The sheets changed since the graph was built ({when}). Run: fashion-kg build")
            return EmbeddedStore(reviewed_store(store) if reviewed else store)
    except (UsageError, RuntimeError):
        if not project.is_packaged:
            raise
    notify("Building the graph that came with the package; this happens once")
    try:
        store = build(project).store
        return EmbeddedStore(reviewed_store(store) if reviewed else store)
    except (FashionKGError, OSError, RuntimeError):
        # RuntimeError: a user without a home folder.
        notify("It cannot be kept in the user's cache, so it stays in memory this time")
        ontology = load_ontology(project)
        triples = read_project(project, ontology)[1]
        narrowed = accepted_triples(triples) if reviewed else None
        return make_quads(project, ontology, narrowed or triples, lambda _: None)

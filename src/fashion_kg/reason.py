"""OWL 2 DL reasoning over the facts: consistency and classification; the only doorway to owlready2.

The reasoner is HermiT, which owlready2 brings and which needs Java. It gets the logical part of the ontology
and the facts, never the claims: sources may contradict each other, facts may not. It runs in a process of
its own, ``python -m fashion_kg.reason``, which can be killed when its time is up.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from fashion_kg.contradictions import find_contradictions
from fashion_kg.errors import GraphFinding
from fashion_kg.namespaces import CLAIMS_GRAPH, FACTS_GRAPH, ONTOLOGY, PREFIXES, term
from fashion_kg.store import Store
from fashion_kg.subjects import construct, describe

_XSD = PREFIXES["xsd"]
_TYPE = term("rdf:type")
_LOGIC = {term(f"rdfs:{name}") for name in ("subClassOf", "subPropertyOf", "domain", "range")} | {
    term(f"rdf:{name}") for name in ("first", "rest")
}
_NO_LOGIC = {
    term(f"owl:{name}") for name in ("versionIRI", "versionInfo", "priorVersion", "deprecated", "imports")
}
_DATATYPES = {
    _XSD + name
    for name in ("string", "boolean", "integer", "decimal", "double", "float", "dateTime", "anyURI")
} | {PREFIXES["rdf"] + "langString"}
"""Datatypes of OWL 2 (section 4 of its syntax) that occur; xsd:date is none of OWL 2's."""

_NOTHING = term("owl:Nothing").value
_SHOWN = 5


@dataclass(frozen=True)
class Reasoned:
    """What reasoning found.

    Attributes:
        consistent: whether the facts agree with the ontology; None where the reasoner was left out.
        members: for each class, by IRI, the things that reasoning alone puts into it, by IRI.
        findings: contradictions, classes that can have no member, what was classified, what was left out.
    """

    consistent: bool | None
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    findings: tuple[GraphFinding, ...] = ()


def reason(store: Store, seconds: float = 120, megabytes: int = 2000) -> Reasoned:
    """Check that the facts are consistent with the ontology, and classify things, by HermiT (OWL 2 DL).

    Args:
        store: the graph.
        seconds: how long it may take.
        megabytes: how much memory Java may use.

    Without Java, and when the time or the memory does not suffice, the finding ``reasoning-left-out``
    says so; contradictions of disjoint classes are found all the same, without the reasoner.
    """
    java = shutil.which("java")
    if java is None:
        return _left_out(
            store, "there is no Java on this machine", "Install Java 11 or newer, and validate again"
        )
    triples = logical_part(store)
    with tempfile.TemporaryDirectory(prefix="fashion-kg-") as folder:
        file = Path(folder) / "logic.nt"
        serialize(triples, file, format=RdfFormat.N_TRIPLES)
        answer = _ask(file, java, seconds, megabytes)
    if "left out" in answer:
        return _left_out(store, answer["left out"], answer["remedy"])
    impossible = _impossible(store, answer["impossible"])
    if not answer["consistent"]:
        return Reasoned(False, {}, (*(find_contradictions(store) or _unexplained()), *impossible))
    members = {name: tuple(things) for name, things in answer["members"].items()}
    return Reasoned(True, members, (*impossible, *_classified(store, members)))


def logical_part(store: Store) -> list[Triple]:
    """Return what OWL reasoning is about: the ontology's axioms, the facts, and the classes of things.

    Annotations are left out, and so are values of datatypes that OWL 2 does not know.
    """
    ontology = construct(store, f"GRAPH <{ONTOLOGY}> {{ ?s ?p ?o }}")
    kinds: dict[NamedNode, set[Any]] = {}
    for triple in ontology:
        if triple.predicate == _TYPE and isinstance(triple.object, NamedNode):
            kinds.setdefault(triple.object, set()).add(triple.subject)
    annotations = kinds.get(term("owl:AnnotationProperty"), set())
    properties = kinds.get(term("owl:ObjectProperty"), set()) | kinds.get(term("owl:DatatypeProperty"), set())
    logic = [triple for triple in ontology if _is_axiom(triple) and triple.subject not in annotations]
    facts = [
        triple
        for triple in construct(store, f"GRAPH <{FACTS_GRAPH}> {{ ?s ?p ?o }}")
        if triple.predicate in properties and _is_known(triple.object)
    ]
    things = {node for triple in facts for node in (triple.subject, triple.object)}
    stated, derived = (
        construct(store, f"GRAPH <{graph}> {{ ?s ?p ?o }} FILTER(?p = {_TYPE})")
        for graph in (CLAIMS_GRAPH, FACTS_GRAPH)
    )
    things |= {triple.subject for triple in derived if triple.object == term("fkg:Entity")}
    return logic + facts + [triple for triple in stated if triple.subject in things]


def _is_axiom(triple: Triple) -> bool:
    owl = PREFIXES["owl"]
    if triple.predicate == _TYPE:
        return str(getattr(triple.object, "value", "")).startswith(
            (owl, PREFIXES["rdfs"])
        ) and triple.object not in (
            term("owl:AnnotationProperty"),
            term("owl:Ontology"),
        )
    return triple.predicate in _LOGIC or (
        triple.predicate.value.startswith(owl) and triple.predicate not in _NO_LOGIC
    )


def _is_known(node: object) -> bool:
    return not isinstance(node, Literal) or node.datatype.value in _DATATYPES


# -- the reasoner's process ---------------------------------------------------------------------


def _ask(file: Path, java: str, seconds: float, megabytes: int) -> dict[str, Any]:
    """Run the reasoner on a file of N-Triples in a process group of its own; return what it says."""
    process = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-P", "-m", "fashion_kg.reason", str(file), java, str(megabytes)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {name: str(file.parent) for name in ("TMPDIR", "TEMP", "TMP")},
        start_new_session=True,
    )
    try:
        out, err = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        _kill(process)
        return {
            "left out": f"the reasoner took longer than {seconds:g} s and was stopped",
            "remedy": "Allow it more time",
        }
    except BaseException:
        _kill(process)
        raise
    try:
        answer: dict[str, Any] = json.loads(out)
    except ValueError:
        last = err.decode(errors="replace").strip().rpartition("\n")[2]
        answer = {"left out": f"the reasoner ended without an answer: {last or f'exit {process.returncode}'}"}
    return {"remedy": "Look at the message; more memory or another Java may help"} | answer


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the process and the Java that it started."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.communicate()


def main(file: str, java: str, megabytes: str) -> None:
    """Reason over a file of N-Triples; write JSON: consistent, members, impossible, or what was left out."""
    try:
        import owlready2
        from owlready2 import reasoning
    except ImportError as error:
        print(json.dumps({"left out": f"owlready2 cannot be used: {error}", "remedy": "Install owlready2"}))
        return
    owlready2.JAVA_EXE, reasoning.JAVA_MEMORY = java, int(megabytes)
    world = owlready2.World()
    with Path(file).open("rb") as stream:
        world.get_ontology("urn:fashion-kg:logic#").load(fileobj=stream, format="ntriples")
    before = _members(world)
    try:
        owlready2.sync_reasoner_hermit(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        print(json.dumps({"consistent": False, "members": {}, "impossible": []}))
        return
    except owlready2.OwlReadyJavaError as error:
        lines = [line for line in str(error).splitlines() if line.strip()]
        print(json.dumps({"left out": f"the reasoner failed: {' '.join(lines[1:2] or lines)}"}))
        return
    after = _members(world)
    new = {name: sorted(things - before.get(name, set())) for name, things in after.items()}
    impossible = {each.iri for each in world.inconsistent_classes() if hasattr(each, "iri")} - {_NOTHING}
    members = {name: things for name, things in sorted(new.items()) if things}
    print(json.dumps({"consistent": True, "members": members, "impossible": sorted(impossible)}))


def _members(world: Any) -> dict[str, set[str]]:
    own = PREFIXES["fkg"]
    return {
        each.iri: {thing.iri for thing in each.instances() if hasattr(thing, "iri")}
        for each in world.classes()
        if each.iri.startswith(own)
    }


# -- findings -----------------------------------------------------------------------------------


def _left_out(store: Store, cause: str, remedy: str) -> Reasoned:
    said = f"OWL consistency and classification were left out: {cause}"
    finding = GraphFinding("info", "reasoning-left-out", "", "", said, remedy)
    return Reasoned(None, {}, (*find_contradictions(store), finding))


def _unexplained() -> list[GraphFinding]:
    cause = "the facts contradict the ontology, though no thing is in two classes that are declared disjoint"
    remedy = "Look at the axioms added last: cardinalities, property characteristics, equivalent classes"
    return [GraphFinding("error", "contradiction", "", "", cause, remedy)]


def _impossible(store: Store, names: Iterable[str]) -> list[GraphFinding]:
    explained = {f.subject: f for f in find_contradictions(store)} if names else {}
    cause, remedy = "no thing can be a member of this class", "Mend its definition in the ontology"
    return [
        explained.get(name) or GraphFinding("error", "impossible-class", name, each.label, cause, remedy)
        for name, each in describe(store, names).items()
    ]


def _classified(store: Store, members: Mapping[str, tuple[str, ...]]) -> list[GraphFinding]:
    about = describe(store, (iri for name, things in members.items() for iri in (name, *things)))
    findings = []
    for name, things in members.items():
        labels = sorted(about[thing].label for thing in things)
        more = f" and {len(labels) - _SHOWN} more" if len(labels) > _SHOWN else ""
        cause = f"reasoning puts {len(labels)} into this class: {', '.join(labels[:_SHOWN])}{more}"
        findings.append(
            GraphFinding("info", "classified", name, about[name].label, cause, "Nothing is to be done")
        )
    return findings


if __name__ == "__main__":
    main(*sys.argv[1:])

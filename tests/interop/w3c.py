"""The W3C's RDF 1.1 tests, put to the reader behind `fashion-kg diff`: pyoxigraph.

The suites are published at https://github.com/w3c/rdf-tests and not copied here; they are looked for in
../shared/w3c beside this repository. Run it alone with: python tests/interop/w3c.py [FOLDER]
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, NamedNode, RdfFormat, parse

FOLDER = Path(__file__).parents[3] / "shared" / "w3c" / "rdf" / "rdf11"

_SUITES = {
    "rdf-turtle": RdfFormat.TURTLE,
    "rdf-trig": RdfFormat.TRIG,
    "rdf-n-triples": RdfFormat.N_TRIPLES,
    "rdf-n-quads": RdfFormat.N_QUADS,
    "rdf-xml": RdfFormat.RDF_XML,
}
KNOWN = {
    "xml-canon-test001": "Oxigraph does not canonicalise XML literals; nothing of ours is one",
    "xml-canon-test002": "the same",
}
"""Tests that fail, and why that does not touch us."""

_MANIFEST = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


@dataclass(frozen=True)
class Outcome:
    """How one suite went.

    Attributes:
        name: the suite.
        tests: how many tests it has.
        failed: names of those that failed.
    """

    name: str
    tests: int
    failed: tuple[str, ...]

    @property
    def surprises(self) -> list[str]:
        """What is not as `KNOWN` has it: new failures, and known ones that pass."""
        known = KNOWN.keys() if self.name == "rdf-xml" else frozenset()
        return sorted(known ^ set(self.failed))


@dataclass(frozen=True)
class _Test:
    name: str
    kind: str
    action: str
    result: str


def run(folder: Path = FOLDER) -> Iterator[Outcome]:
    """Run every test of the suites in a folder."""
    for name, syntax in _SUITES.items():
        place = f"https://w3c.github.io/rdf-tests/rdf/rdf11/{name}/"
        tests = list(_tests(folder / name, place))
        failed = [test.name for test in tests if not _passes(test, folder / name, place, syntax)]
        yield Outcome(name, len(tests), tuple(failed))


def _tests(folder: Path, place: str) -> Iterator[_Test]:
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for quad in parse(path=folder / "manifest.ttl", base_iri=place + "manifest.ttl"):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            said[quad.subject.value][quad.predicate.value] = quad.object.value
    for iri, about in said.items():
        kind = about.get(f"{_RDF}type", "").rpartition("#Test")[2]
        if f"{_MANIFEST}action" in about:
            result = about.get(f"{_MANIFEST}result", "")
            yield _Test(iri.rpartition("#")[2], kind, about[f"{_MANIFEST}action"], result)


def _passes(test: _Test, folder: Path, place: str, syntax: RdfFormat) -> bool:
    def read(iri: str, syntax: RdfFormat | None) -> Dataset:
        dataset = Dataset(parse(path=folder / iri.removeprefix(place), format=syntax, base_iri=iri))
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        return dataset

    try:
        found = read(test.action, syntax)
    except SyntaxError:
        return "Negative" in test.kind
    if test.kind.endswith("Eval"):
        return found == read(test.result, None)
    return "Positive" in test.kind


def main() -> int:
    """Print how each suite went; exit 1 for a surprise."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    if not folder.is_dir():
        print(f"There is no folder {folder}: name the folder rdf/rdf11 of the W3C's rdf-tests")
        return 2
    outcomes = list(run(folder))
    for outcome in outcomes:
        print(f"{outcome.name}: {outcome.tests - len(outcome.failed)} of {outcome.tests} pass")
        for name in outcome.failed:
            print(f"  fails: {name}: {KNOWN.get(name, 'not known')}")
    return int(any(outcome.surprises for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())

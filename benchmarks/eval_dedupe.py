"""How well names, and names with context, tell who is who: precision and recall on labelled pairs.

    python benchmarks/eval_dedupe.py            the two halves: the one that was tuned on, the one kept aside
    python benchmarks/eval_dedupe.py --missed   which pairs came out wrong

The pairs are in tests/matching/pairs.csv. A pair belongs to a half by the hash of its names, so that adding
pairs moves none. Pairs labelled unsure count for neither side.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fashion_kg.build import load_ontology
from fashion_kg.claims import Entity, Evidence, Reference, Source, Statement, Text
from fashion_kg.curating.context import Context
from fashion_kg.identity import Identity
from fashion_kg.layout import Project
from fashion_kg.matching import Likeness, NameIndex, Thing
from fashion_kg.namespaces import entity_iri, slugify
from fashion_kg.ontology import Ontology
from fashion_kg.sources import Sheets

ROOT = Path(__file__).resolve().parents[1]
PAIRS = ROOT / "tests" / "matching" / "pairs.csv"
THRESHOLD = 0.85
"""From here on a pair is proposed as the same. Nothing is merged without a person."""

_FACT = re.compile(
    r"(?P<role>[^@]*?) ?@ (?P<house>.*?)(?: (?P<year>\d{4}))?(?: # (?P<source>\w+)\.(?P<position>\d+))?"
)


@dataclass(frozen=True)
class Labelled:
    """A pair of names, what they are, whether they are one, and what is said of each."""

    left: str
    right: str
    kinds: tuple[str, str]
    same: str
    why: str
    contexts: tuple[str, str]

    @property
    def kept_aside(self) -> bool:
        """Whether it belongs to the half that nothing was tuned on."""
        names = "|".join(sorted((self.left, self.right)))
        return hashlib.sha256(names.encode()).digest()[0] % 2 == 1

    def __str__(self) -> str:
        return f"{self.left} ~ {self.right} ({self.same}: {self.why})"


@dataclass(frozen=True)
class Measured:
    """How well one way of telling does on some pairs."""

    found: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Which part of what is called the same is the same."""
        return self.found / (self.found + self.wrong) if self.found + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Which part of what is the same is called so."""
        return self.found / (self.found + self.missed)

    def __str__(self) -> str:
        return (
            f"precision {self.precision:.3f}  recall {self.recall:.3f}  "
            f"({self.found} found, {self.wrong} wrong, {self.missed} missed)"
        )


def read_pairs(path: Path = PAIRS) -> list[Labelled]:
    """Read the labelled pairs."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Labelled(
                row["left"],
                row["right"],
                ((kinds := row["kind"].split("/"))[0], kinds[-1]),
                row["same"],
                row["why"],
                (row["leftContext"], row["rightContext"]),
            )
            for row in csv.DictReader(file)
        ]


# -- likeness ---------------------------------------------------------------------------------------


def by_names(pairs: Sequence[Labelled]) -> list[Likeness]:
    """Return how alike each pair is by its names; frequencies are those of all the names."""
    names = {
        (kind, name) for pair in pairs for kind, name in zip(pair.kinds, (pair.left, pair.right), strict=True)
    }
    index = NameIndex(Thing(f"{kind} {name}", kind, (name,)) for kind, name in sorted(names))
    return [
        index.likeness(
            index.things[f"{pair.kinds[0]} {pair.left}"], index.things[f"{pair.kinds[1]} {pair.right}"]
        )
        for pair in pairs
    ]


def with_context(pairs: Sequence[Labelled], ontology: Ontology) -> list[Likeness]:
    """Return how alike each pair is by its names and by what is said of the two."""
    context = Context(ontology, _sheets(pairs, ontology), Identity())
    return [
        likeness.beside(context.reasons(_iri(number, 0), _iri(number, 1)) if any(pair.contexts) else ())
        for number, (pair, likeness) in enumerate(zip(pairs, by_names(pairs), strict=True))
    ]


def _iri(number: int, side: int) -> str:
    return entity_iri("person", f"pair-{number}-{side}")


def _sheets(pairs: Sequence[Labelled], ontology: Ontology) -> Sheets:
    """Return what is said of the names as sheets would: a credit for each fact."""
    sheets = Sheets()
    sources: dict[str, Source] = {}
    for number, pair in enumerate(pairs):
        for side, (name, facts) in enumerate(zip((pair.left, pair.right), pair.contexts, strict=True)):
            agent = Entity(_iri(number, side), "Person", (Text(name, "en"),))
            sheets.entities[agent.iri] = agent
            for fact in filter(None, facts.split("; ")):
                _say(sheets, sources, ontology, agent, fact)
    sheets.sources = list(sources.values())
    return sheets


def _say(sheets: Sheets, sources: dict[str, Source], ontology: Ontology, agent: Entity, fact: str) -> None:
    found = _FACT.fullmatch(fact)
    if not found:
        raise ValueError(f'"{fact}" is not written ROLE @ HOUSE YEAR # SOURCE.POSITION')
    house = entity_iri("brand", slugify(found["house"]) or "house")
    campaign = entity_iri("campaign", f"{house.rpartition('/')[2]}-{found['year'] or 'undated'}")
    sheets.entities.setdefault(house, Entity(house, "Brand", (Text(found["house"], "en"),)))
    sheets.entities.setdefault(
        campaign,
        Entity(campaign, "Campaign", (Text(f"{found['house']} {found['year'] or ''}".strip(), "en"),)),
    )
    source = sources.setdefault(found["source"] or "table", _source(found["source"]))
    evidence = Evidence(
        source.id, "body", 1, 0, 1, "", position=int(found["position"]) if found["position"] else None
    )
    role = Reference(_role(ontology, found["role"].strip()))
    for kind, fields in (
        (
            "Credit",
            (("campaign", Reference(campaign)), ("role", role), ("creditedAgent", Reference(agent.iri))),
        ),
        (
            "Claim",
            (("subject", Reference(campaign)), ("property", Reference("brand")), ("value", Reference(house))),
        ),
    ):
        sheets.statements.append(Statement(kind, fields, (evidence,)))


def _role(ontology: Ontology, word: str) -> str:
    """Return the term for a role as the pairs write it, or nothing if the vocabulary has none."""
    slug = word.replace("_", "-")
    known = ontology.terms["Role"]
    return (
        known.get(slug) or known.get(ontology.named("Role").get(word.replace("_", " ").casefold(), "")) or ""
    )


@cache
def _source(name: str | None) -> Source:
    columns = () if name else ("name",)
    day = dt.date(2026, 1, 1)
    return Source(
        name or "table",
        "PressArticle",
        f"article {name}" if name else "a table",
        ("en",),
        "",
        0,
        "",
        "",
        "",
        day,
        columns=columns,
    )


# -- measures ---------------------------------------------------------------------------------------


def measure(pairs: Iterable[Labelled], likenesses: Iterable[Likeness], least: float = THRESHOLD) -> Measured:
    """Count what comes out right and wrong from a score on; unsure pairs count for neither."""
    found = wrong = missed = 0
    for pair, likeness in zip(pairs, likenesses, strict=True):
        alike = likeness.score >= least
        found += alike and pair.same == "true"
        wrong += alike and pair.same == "false"
        missed += not alike and pair.same == "true"
    return Measured(found, wrong, missed)


def main() -> None:
    """Print precision and recall."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--missed", action="store_true", help="print the pairs that come out wrong")
    parser.add_argument("--least", type=float, default=THRESHOLD, help=f"score (default: {THRESHOLD})")
    arguments = parser.parse_args()
    pairs = read_pairs()
    ways = {"names": by_names(pairs), "names and context": with_context(pairs, load_ontology(Project(ROOT)))}
    count = {label: sum(pair.same == label for pair in pairs) for label in ("true", "false", "unsure")}
    print(
        f"{len(pairs)} pairs: {count['true']} the same, {count['false']} different, {count['unsure']} unsure"
    )
    print(f"called the same from a score of {arguments.least} on")
    for half, aside in (("tuned on", (False,)), ("kept aside", (True,)), ("all", (False, True))):
        for way, likenesses in ways.items():
            chosen = [each for each in zip(pairs, likenesses, strict=True) if each[0].kept_aside in aside]
            names, scores = [pair for pair, _ in chosen], [likeness for _, likeness in chosen]
            print(f"{half:<11} {way:<18} {measure(names, scores, arguments.least)}")
    if arguments.missed:
        for way, likenesses in ways.items():
            _show_missed(way, pairs, likenesses, arguments.least)


def _show_missed(way: str, pairs: Sequence[Labelled], likenesses: Sequence[Likeness], least: float) -> None:
    for pair, likeness in zip(pairs, likenesses, strict=True):
        alike = likeness.score >= least
        if not pair.kept_aside and alike != (pair.same == "true") and pair.same != "unsure":
            print(f"{way}: {likeness.score:.2f} {pair}: {'; '.join(map(str, likeness.reasons))}")


if __name__ == "__main__":
    main()

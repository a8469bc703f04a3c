"""How well press waves are proposed: precision and recall over pairs of sources, and the time for many texts.

The sheets are looked at as if none named a wave. What is right stands in ``benchmarks/waves.toml``. Texts
are compared where they are at hand in a local folder; the sheets alone say the rest.

    python benchmarks/eval_waves.py [--project DIR] [--texts DIR ...] [--speed N]
"""

from __future__ import annotations

import argparse
import random
import resource
import time
import tomllib
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from fashion_kg.build import load_ontology
from fashion_kg.curating.proposed_waves import propose
from fashion_kg.curating.shared_wording import Worded, overlaps
from fashion_kg.curating.witnesses import witnesses
from fashion_kg.layout import Project
from fashion_kg.sources import read_sheets
from fashion_kg.texts import texts_by_hash
from fashion_kg.waves import Ties, join_waves

LABELS = Path(__file__).parent / "waves.toml"


def pairs_of(blocks: list[dict[str, list[str]]], known: set[str]) -> set[frozenset[str]]:
    """Return every two sources of a block that are in the graph."""
    found = set()
    for block in blocks:
        found |= {frozenset(pair) for pair in combinations(sorted(known & set(block["sources"])), 2)}
    return found


def measure(project: Project, folders: list[Path]) -> None:
    """Print what is proposed, and how much of it is right."""
    ontology = load_ontology(project)
    sheets = read_sheets(project.sheets, ontology)
    blank = [replace(source, wave="", derived_from=()) for source in sheets.sources]
    sheets.sources = join_waves(blank, Ties())[0]
    texts = {sha256: each.content for folder in folders for sha256, each in texts_by_hash(folder).items()}
    started = time.perf_counter()
    found = witnesses(sheets, ontology, texts)
    proposals = propose(found, Ties())
    seconds = time.perf_counter() - started
    labels = tomllib.loads(LABELS.read_text(encoding="utf-8"))
    right, unsure = (pairs_of(labels[name], set(found)) for name in ("one", "unsure"))
    proposed = pairs_of([{"sources": list(tie.sources)} for tie in proposals.waves], set(found)) - unsure
    at_hand = sum(each.text is not None for each in found.values())
    print(f"{len(found)} sources, {at_hand} with their texts, in {seconds:.2f} s")
    for tie in proposals.waves:
        print(f"  {tie.name}: {', '.join(tie.sources)}")
    hits = len(proposed & right)
    print(f"pairs proposed {len(proposed)}, right {hits}, of {len(right)} that there are")
    print(f"precision {hits / len(proposed) if proposed else 1:.2f}, recall {hits / len(right):.2f}")
    for name, pairs in (("wrong", proposed - right), ("missed", right - proposed)):
        for pair in sorted(map(sorted, pairs)):
            print(f"  {name}: {', '.join(pair)}")
    print(f"copies proposed {len(proposals.copies)}, unsure {len(proposals.unsure)}")


def speed(count: int) -> None:
    """Compare many made-up texts, one in ten of them a copy, all with a common last line."""
    chance = random.Random(1)  # noqa: S311 - the same texts in every run
    words = [f"word{number}" for number in range(30_000)]
    weights = [1 / (rank + 5) for rank in range(len(words))]
    texts: dict[str, Worded] = {}
    written: list[str] = []
    matters: list[frozenset[str]] = []
    for number in range(count):
        copied = number % 10 == 9
        origin = chance.randrange(number) if copied else number
        written.append(written[origin] if copied else " ".join(chance.choices(words, weights, k=400)))
        matters.append(matters[origin] if copied else frozenset({f"m{number}"}))
        last = " share this story with your friends and subscribe to our newsletter today"
        texts[f"s{number:06}"] = Worded(written[number] + last, matters[number])
    started = time.perf_counter()
    found = sum(overlap.share > 0.5 for *_, overlap in overlaps(texts, least=3))
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{count:,} texts of 400 words: {found:,} pairs of copies in {seconds:.1f} s; {peak:.0f} MB at most"
    )


def main() -> None:
    """Read the options, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--project", type=Path, default=Path(__file__).parents[1])
    parser.add_argument("--texts", type=Path, nargs="*", default=[])
    parser.add_argument("--speed", type=int, metavar="N")
    arguments = parser.parse_args()
    if arguments.speed:
        speed(arguments.speed)
        return
    project = Project(arguments.project.resolve())
    measure(project, arguments.texts or [project.texts])


if __name__ == "__main__":
    main()

"""How fast the extractor is, and whether its memory stays flat: ``benchmarks/extract_speed.py [ARTICLES]``.

The articles are the invented ones of the tests, joined to the length of a real one and numbered, so that no
two are the same. One process, one core; seconds and megabytes are of this machine.
"""

from __future__ import annotations

import itertools
import resource
import sys
import time
import tomllib
from pathlib import Path

from fashion_kg.extract import read_with
from fashion_kg.extract.cleaning import read_text
from fashion_kg.extract.rules import Rules
from fashion_kg.layout import Project
from fashion_kg.ontology import Ontology
from fashion_kg.sources import read_sheets

ROOT = Path(__file__).parents[1]
LENGTH = 2500


def texts() -> list[str]:
    """Return one text of about the length of an article for each language."""
    found = []
    for file in sorted((ROOT / "tests" / "extract").glob("*.toml")):
        cases = tomllib.loads(file.read_text(encoding="utf-8"))["case"]
        text = ""
        for case in itertools.cycle(cases):
            text += case["text"] + "\n"
            if len(text) > LENGTH:
                break
        found.append(text)
    return found


def memory() -> float:
    """Return the peak resident size so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Read that many articles, and print articles a second and memory as it goes."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    project = Project(ROOT)
    ontology = Ontology(project.ontology_files, project.shape_files)
    rules = Rules(ontology, read_sheets(project.sheets, ontology).entities)
    every = texts()
    characters, step = 0, max(count // 5, 1)
    start = time.process_time()
    for text in every:
        read_with(rules, read_text(text))
    print(f"{time.process_time() - start:.1f} seconds to load all grammars, once")
    start = time.process_time()
    for number in range(1, count + 1):
        text = f"{every[number % len(every)]}\n{number}\n"
        characters += len(text)
        read_with(rules, read_text(text))
        if number % step == 0:
            seconds = time.process_time() - start
            print(f"{number:>7} articles  {number / seconds:6.0f} a second  {memory():6.0f} MB")
    print(f"{characters / count:.0f} characters an article")


if __name__ == "__main__":
    main()

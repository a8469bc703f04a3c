"""How fast the extractor is, and whether memory stays flat: ``benchmarks/extract_speed.py ARTICLES NAMES``.

The articles are the invented ones of the tests, joined to the length of a real one and numbered, so that no
two are the same; or the texts of a folder that FASHION_KG_ARTICLES names. NAMES people are made up for the
graph. One process, one core; seconds and megabytes are of this machine.
"""

from __future__ import annotations

import itertools
import os
import resource
import sys
import time
import tomllib
from pathlib import Path

from fashion_kg.claims import Entity, Text
from fashion_kg.extract import read_with
from fashion_kg.extract.cleaning import read_text
from fashion_kg.extract.rules import Rules
from fashion_kg.layout import Project
from fashion_kg.ontology import Ontology
from fashion_kg.sources import read_sheets

ROOT = Path(__file__).parents[1]
LENGTH = 2500


def people(count: int) -> dict[str, Entity]:
    """Return that many made-up people, in three scripts, by IRI."""
    surnames = "김이박최정강조윤장임한오서신권황안송류전"
    found = {}
    for number in range(count):
        iri = f"https://w3id.org/fashion-kg/person/somebody-{number}"
        first, last = f"{chr(65 + number % 26)}nn{number % 97}", f"Bell{number}"
        native = f"{surnames[number % 20]}{chr(0xAC00 + number % 11000)}{chr(0xAC00 + number // 7 % 11000)}"
        labels = (Text(f"{first} {last}", "en"),)
        found[iri] = Entity(iri, "Person", labels, (Text(native, "ko"), Text(f"アン・ベル{number}", "ja")))
    return found


def texts() -> list[str]:
    """Return the texts of the folder that is named, or one of an article's length for each language."""
    if folder := os.environ.get("FASHION_KG_ARTICLES"):
        return [file.read_text(encoding="utf-8") for file in sorted(Path(folder).glob("*.txt"))]
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
    names = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    start = time.process_time()
    rules = Rules(ontology, {**read_sheets(project.sheets, ontology).entities, **people(names)})
    print(f"{time.process_time() - start:.1f} seconds to read the names of the graph, once")
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

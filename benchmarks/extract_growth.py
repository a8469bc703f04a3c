"""How reading time grows with the length of a line: ``benchmarks/extract_growth.py``.

Each line repeats one thing that patterns stumble over. Printed are the processor seconds for a line of 4,500
characters and, for 9,000 and 18,000, how many times those of half the length: 2 is linear, 4 the square.
Longer lines than that are no prose, and left out by the extractor.
"""

from __future__ import annotations

import time
from pathlib import Path

from fashion_kg.extract import read_with
from fashion_kg.extract.cleaning import read_text
from fashion_kg.extract.rules import Rules
from fashion_kg.layout import Project
from fashion_kg.ontology import Ontology

UNITS = {
    "a loop": "photographed by ",
    "capitals": "A ",
    "names": "Anna Bell, ",
    "brackets": "(“",
    "marks": "| : – ",
    "quotes": "“Anna” ",
    "a long word": "a",
    "blanks": " \t",
    "ands": "Anna and Bell & ",
    "courtesy": "courtesy of © ",
    "dates": "4 March 2031 ",
    "bags": "Anna Bell bag and ",
    "titles": "campaign titled Anna ",
    "kana": "アンナ・ベル、",
    "hangul": "김민수, 이영희와 ",
    "ideographs": "攝影師安娜、",
}
LENGTHS = (4500, 9000, 18000)


def seconds(rules: Rules, unit: str, length: int) -> float:
    """Return the processor time that a line of one repeated thing takes, the best of three."""
    line = unit * (length // len(unit)) + "\nCasa Lumen has a campaign.\n"

    def once() -> float:
        start = time.process_time()
        read_with(rules, read_text(line))
        return time.process_time() - start

    return min(once() for _ in range(3))


def main() -> None:
    """Measure, and print a line for each repeated thing."""
    project = Project(Path(__file__).parents[1])
    rules = Rules(Ontology(project.ontology_files, project.shape_files), {})
    for name, unit in UNITS.items():
        seconds(rules, unit, LENGTHS[0])  # Loads what this language needs.
        first, *others = (seconds(rules, unit, length) for length in LENGTHS)
        growth = [
            f"x {longer / shorter:.1f}" for shorter, longer in zip((first, *others), others, strict=False)
        ]
        print(f"{name:<12} {first:.3f} s  {'  '.join(growth)}")


if __name__ == "__main__":
    main()

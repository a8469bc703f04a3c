"""How long it takes to find what may be one among many made-up names, and how much memory.

    python benchmarks/dedupe_speed.py 50000

One name in fifty is written down a second time, otherwise: misspelt, turned round, or with a name more.
"""

from __future__ import annotations

import random
import resource
import sys
import time

from fashion_kg.matching import NameIndex, Thing, nearest

_ENDS = ("", "a", "o", "son", "ez", "ini", "er", "ov", "ek", "as")


def made_up_names(count: int, seed: int = 20) -> list[tuple[str, int]]:
    """Return names with the number of the person each means; few surnames are frequent, many are rare."""
    choose = random.Random(seed)  # noqa: S311  (a measurement that can be repeated)
    sounds = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]

    def word(most: int) -> str:
        syllables = (choose.choice(sounds) for _ in range(choose.randint(2, most)))
        return "".join(syllables).capitalize() + choose.choice(_ENDS)

    given = [word(3) for _ in range(3000)]
    family = [word(4) for _ in range(20000)]

    def picked(words: list[str]) -> str:
        return words[int(len(words) * choose.random() ** 3)]

    found: list[tuple[str, int]] = []
    while len(found) < count:
        number = len(found)
        words = [picked(given), picked(family)]
        found.append((" ".join(words), number))
        if choose.random() < 0.02 and len(found) < count:
            found.append((_otherwise(words, choose), number))
    return found


def _otherwise(words: list[str], choose: random.Random) -> str:
    given, family = words
    how = choose.randrange(4)
    if how == 0:
        return f"{family} {given}"
    if how == 1:
        return f"{given} {choose.choice('ABCDEFG')}. {family}"
    if how == 2:
        return f"{given} {family} {family[::-1].capitalize()}"
    at = choose.randrange(1, len(family) - 1)
    return f"{given} {family[:at]}{family[at + 1 :]}"


def main() -> None:
    """Print the time that one core worked, memory, and how many of the names written twice were found."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    names = made_up_names(count)
    start = time.process_time()
    index = NameIndex(Thing(f"person/{number}", "Person", (name,)) for number, (name, _) in enumerate(names))
    read = time.process_time()
    compared, alike = 0, set()
    for one, other in index.pairs("Person"):
        compared += 1
        if index.likeness(one, other).score >= 0.5:
            alike.add((one.iri, other.iri))
    done = time.process_time()
    twice = {
        tuple(sorted((f"person/{number}", f"person/{number + 1}")))
        for number in range(len(names) - 1)
        if names[number][1] == names[number + 1][1]
    }
    found = sum(pair in alike for pair in twice)
    print(f"{len(names):,} names read in {read - start:.1f} s")
    print(f"{compared:,} pairs compared in {done - read:.1f} s, {len(alike):,} of them alike")
    print(f"{found:,} of {len(twice):,} names written twice are among them")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB of memory at most")
    start = time.process_time()
    for name, _ in names[:1000]:
        nearest(name, "Person", index)
    print(f"{time.process_time() - start:.2f} ms for the nearest of one name")


if __name__ == "__main__":
    main()

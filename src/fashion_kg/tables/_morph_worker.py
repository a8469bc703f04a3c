"""Runs in Morph-KGC's own environment: maps the rows in its folder each time it is told to.

It is started in a folder with ``mapping.ttl`` and gets a line for every ``rows.csv`` that is ready. It
writes ``triples.nt`` and answers with one line: ``done``, or what went wrong.
"""

import logging
import sys
from pathlib import Path

import morph_kgc

# An empty cell makes no triple, and no other text stands for one: somebody may be called "nan".
_CONFIGURATION = "[CONFIGURATION]\nna_values=\nnumber_of_processes=1\n[table]\nmappings=mapping.ttl\n"


def main() -> None:
    """Answer each line of standard input until there is no more."""
    logging.disable(logging.CRITICAL)
    answers = sys.stdout
    sys.stdout = sys.stderr
    for _ in sys.stdin:
        try:
            triples = sorted(morph_kgc.materialize_set(_CONFIGURATION))
            Path("triples.nt").write_text("".join(f"{triple} .\n" for triple in triples), encoding="utf-8")
            answer = "done"
        except Exception as error:  # noqa: BLE001
            answer = f"{type(error).__name__}: {error}".replace("\n", " ")
        print(answer, file=answers, flush=True)


if __name__ == "__main__":
    main()

"""Measure what the program promises, in one run: ``python benchmarks/run.py [--sizes 50 200 800]``.

Times on shared machines drift, so what counts is the ratio within one run; memory is peak resident size.
Nothing here is a test: no number fails anything.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from fashion_kg.build import load_ontology
from fashion_kg.layout import Project
from fashion_kg.names import Names
from fashion_kg.queries import all_queries
from fashion_kg.store import EmbeddedStore, open_store
from made_up import write_project

ROOT = Path(__file__).parents[1]
COMMAND = (sys.executable, "-m", "fashion_kg")


def run(*arguments: str) -> tuple[float, float]:
    """Run the program once; return wall seconds and peak memory in MB."""
    start = time.perf_counter()
    process = subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"fashion-kg {' '.join(arguments)} ended with {process.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def median_run(*arguments: str, times: int = 5) -> tuple[float, float]:
    """Run the program several times after one warm-up; return the medians of seconds and MB."""
    run(*arguments)
    runs = [run(*arguments) for _ in range(times)]
    return statistics.median(seconds for seconds, _ in runs), statistics.median(memory for _, memory in runs)


def commands() -> None:
    """Time whole commands on the repository's own graph."""
    print(f"{'command':<46}{'seconds':>9}{'MB':>7}")
    for arguments in (
        ("--help",),
        ("query", "--help"),
        ("validate", "--help"),
        ("build", "--quiet"),
        ("query", "people/credits", "Inez & Vinoodh"),
        ("query", "claims/conflicts"),
        ("why", "Closet", "Inez & Vinoodh"),
    ):
        seconds, memory = median_run("--project", str(ROOT), *arguments)
        print(f"{' '.join(arguments):<46}{seconds:>9.2f}{memory:>7.0f}")


def questions(store: EmbeddedStore, project: Project, title: str) -> None:
    """Time every question of the library as it stands, all its parameters open."""
    names = Names(store, load_ontology(project))
    times = []
    for query in all_queries(project.query_folders):
        text = query.text if not any(p.required for p in query.parameters) else ""
        if not text:
            continue
        names.terms(query, {})
        start = time.perf_counter()
        list(store.query(text))  # type: ignore[arg-type]
        times.append((time.perf_counter() - start, query.name))
    slowest = ", ".join(f"{name} {seconds * 1000:.0f}" for seconds, name in sorted(times, reverse=True)[:3])
    middle = statistics.median(seconds for seconds, _ in times)
    print(f"{title}: {len(times)} questions, median {middle * 1000:.1f} ms; slowest in ms: {slowest}")


def growth(sizes: list[int]) -> None:
    """Build made-up graphs of growing size, and show what a triple costs in each."""
    print(f"\n{'sources':>8}{'triples':>10}{'build s':>9}{'MB':>7}{'µs a triple':>13}{'to the first':>14}")
    first = None
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            project = Project(Path(folder) / str(size))
            write_project(project.root, size)
            seconds, memory = run("--project", str(project.root), "build", "--quiet")
            store = open_store(project)
            cost = seconds / len(store) * 1e6
            first = first or cost
            print(
                f"{size:>8}{len(store):>10,}{seconds:>9.1f}{memory:>7.0f}{cost:>13.1f}{cost / first:>14.2f}"
            )
        questions(store, project, f"\n{size} made-up sources")


def main() -> None:
    """Print all measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[50, 200, 800], help="numbers of made-up sources"
    )
    sizes = parser.parse_args().sizes
    commands()
    project = Project(ROOT)
    questions(open_store(project), project, "\nfive articles")
    growth(sizes)


if __name__ == "__main__":
    main()

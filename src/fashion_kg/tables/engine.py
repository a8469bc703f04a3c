"""The doorway to Morph-KGC, the RML engine: rows in, triples out, in a process of its own.

Morph-KGC wants older releases of the libraries that the graph is built with, so that both cannot share an
environment. It is kept in one of its own and is handed some thousand rows at a time: memory stays flat,
and a stopped import leaves nothing behind.
"""

from __future__ import annotations

import csv
import functools
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from urllib.parse import quote, unquote

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from fashion_kg.errors import FashionKGError, UsageError

ROW = "row"
"""The column that the engine gets besides those of the table: the number of the row."""

ROWS_FILE = "rows.csv"
"""What a mapping calls its logical source."""

_VARIABLE = "FASHION_KG_MORPH_KGC"
_LONGEST_WAIT = 10

Made = Mapping[str, Mapping[str, list[str]]]
"""What was made: for each subject by address, the values of each property by address."""


class Engine:
    """Morph-KGC with one mapping, as a context.

    Args:
        mapping: the mapping in Turtle.

    Raises:
        UsageError: Morph-KGC is not there.
    """

    def __init__(self, mapping: bytes) -> None:
        self._mapping, self._python = mapping, engine_python()

    def __enter__(self) -> Engine:
        self._folder = tempfile.TemporaryDirectory(prefix="fashion-kg-rows-")
        self._place = Path(self._folder.name)
        (self._place / "mapping.ttl").write_bytes(self._mapping)
        worker = Path(__file__).with_name("_morph_worker.py")
        # Nothing of this environment is to be seen in the other one.
        environment = {name: text for name, text in os.environ.items() if not name.startswith("PYTHON")}
        with (self._place / "errors.txt").open("wb") as errors:
            self._process = subprocess.Popen(  # noqa: S603
                [self._python, "-I", str(worker)],
                cwd=self._place,
                env=environment | {"PYTHONUTF8": "1"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                encoding="utf-8",
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._process.stdin.close()  # type: ignore[union-attr]
            if error is not None:
                self._process.kill()
            self._process.wait(_LONGEST_WAIT)
        except (OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        finally:
            self._process.stdout.close()  # type: ignore[union-attr]
            self._folder.cleanup()

    def run(self, columns: Iterable[str], rows: Iterable[tuple[int, Mapping[str, str]]]) -> Made:
        """Map rows.

        Args:
            columns: the columns that the mapping reads.
            rows: the number of each row, and its cells by column.

        Raises:
            FashionKGError: the engine failed.
        """
        names = list(columns)
        with (self._place / ROWS_FILE).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([ROW, *names])
            for number, cells in rows:
                # No text of a cell reaches the engine as it is: it writes backslashes unescaped.
                writer.writerow([number, *(quote(cells.get(name, ""), safe=" ") for name in names)])
        answer = self._ask()
        if answer != "done":
            raise FashionKGError(f"Morph-KGC could not run the mapping: {answer}")
        made: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for quad in parse(path=self._place / "triples.nt", format=RdfFormat.N_TRIPLES):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                value = quad.object.value
                made[quad.subject.value][quad.predicate.value].append(
                    unquote(value) if isinstance(quad.object, Literal) else value
                )
        return made

    def _ask(self) -> str:
        process = self._process
        try:
            process.stdin.write("\n")  # type: ignore[union-attr]
            process.stdin.flush()  # type: ignore[union-attr]
            answer = process.stdout.readline().strip()  # type: ignore[union-attr]
        except OSError:
            answer = ""
        if not answer:
            process.wait(_LONGEST_WAIT)
            told = (self._place / "errors.txt").read_text(encoding="utf-8", errors="replace").strip()
            last = told.splitlines()[-1] if told else f"it ended with code {process.returncode}"
            raise FashionKGError(f"Morph-KGC stopped: {last}")
        return answer


@functools.cache
def engine_python() -> str:
    """Return the Python of the environment that holds Morph-KGC.

    Raises:
        UsageError: there is none.
    """
    folder = Path(sys.prefix) / "morph-kgc"
    named = os.environ.get(_VARIABLE)
    ours = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    chosen = Path(named) if named else ours
    if chosen.is_file():
        return str(chosen)
    if named:
        raise UsageError(f'{_VARIABLE} names "{named}", which is no Python. Name one that has morph-kgc')
    raise UsageError(
        "Tables are mapped by Morph-KGC, which is not there. It has an environment of its own:\n"
        f"  python3 -m venv {folder}\n"
        f"  {ours} -m pip install morph-kgc\n"
        f"Or name a Python that has it in {_VARIABLE}"
    )

"""What changed: ``diff``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from fashion_kg.cli import printing
from fashion_kg.cli.graphs import project_of
from fashion_kg.cli.verbs import Arguments, Parser, Verb, needed, path

if TYPE_CHECKING:
    from fashion_kg.changes.diff import Change, Difference

_SIGNS = {"added": "+", "removed": "-", "changed": "~"}


def _options(parser: Parser) -> None:
    parser.words("FILE", "the older export, then the newer one")
    parser.choice("--format", ("text", "json", "md"), None, "how to write the differences")
    parser.add_argument("--out", type=path, metavar="FILE", help="write them to a file")


def _diff(arguments: Arguments) -> int:
    from fashion_kg.build import load_ontology
    from fashion_kg.changes.diff import compare
    from fashion_kg.changes.snapshots import Snapshot

    old, new = (Snapshot(Path(word)) for word in needed(arguments, 2, "two files, OLD and NEW"))
    found = compare(old, new, load_ontology(project_of(arguments)))
    chosen = printing.format_of(arguments, ("text", "json", "md"))
    if chosen == "json":
        text = json.dumps(asdict(found), ensure_ascii=False, indent=2) + "\n"
    else:
        lines = _markdown(found) if chosen == "md" else _text(found)
        text = "".join(f"{line}\n" for line in lines)
    printing.write(text, arguments.out)
    return int(bool(found))


def _grouped(found: Difference) -> Iterator[tuple[str, list[Change]]]:
    groups: dict[str, list[Change]] = {}
    for change in found.changes:
        groups.setdefault(f"{change.what}s {change.how}", []).append(change)
    yield from groups.items()


def _text(found: Difference) -> Iterator[str]:
    from fashion_kg.answers.shown import printable, short

    for heading, changes in _grouped(found):
        yield f"{heading} ({len(changes)})"
        for change in changes:
            yield printable(f"  {_SIGNS[change.how]} {change.words}  {short(change.iri)}")
            yield from (printable(f"      {line}") for line in (*change.details, *change.places))
        yield ""
    yield _total(found)


def _markdown(found: Difference) -> Iterator[str]:
    from fashion_kg.answers.shown import markdown

    for heading, changes in _grouped(found):
        yield f"## {heading.capitalize()} ({len(changes)})"
        yield ""
        for change in changes:
            yield f"* [{markdown(change.words)}]({change.iri})"
            yield from (f"  * {markdown(line)}" for line in (*change.details, *change.places))
        yield ""
    yield _total(found)


def _total(found: Difference) -> str:
    if not found:
        return "No differences."
    none = "" if found.changes else "No statement, thing, source or decision differs. "
    return f"{none}In all {found.triples_added:,} triples added, {found.triples_removed:,} removed."


VERBS = [
    Verb(
        "diff",
        "2 make",
        "show what changed between two exports",
        "OLD NEW [options]",
        "fashion-kg diff graph/fashion-kg.ttl build/exports/fashion-kg.ttl",
        _options,
        _diff,
        "Reads Turtle, N-Triples, N-Quads, TriG, JSON-LD and RDF/XML, also gzipped.\n"
        "Exit 1 when anything differs.",
    )
]

"""Making: ``build``, ``validate`` and ``export``."""

from __future__ import annotations

import itertools
import shlex
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from fashion_kg.cli import printing
from fashion_kg.cli.graphs import built_store, own_project, project_of
from fashion_kg.cli.verbs import Arguments, Parser, Verb, needed, path
from fashion_kg.errors import UsageError, counted

if TYPE_CHECKING:
    from fashion_kg.build import Built
    from fashion_kg.errors import GraphFinding
    from fashion_kg.layout import Project

_GROUP = "2 make"


@contextmanager
def steps(*, quiet: bool = False) -> Iterator[Callable[[str], None]]:
    """Show on stderr what is being done: a moving line on a terminal, a line for each stage elsewhere."""
    if quiet:
        yield lambda _: None
    elif sys.stderr.isatty():
        from rich.console import Console

        with Console(stderr=True).status("") as status:
            yield lambda step: status.update(printing.as_text(step))
    else:
        seen: list[str] = []

        def line(step: str) -> None:
            # Hundreds of sheets and dozens of rules are one stage each.
            kind = step.partition(" ")[0]
            stage = "sheets" if step.endswith(".toml") else f"{kind}s" if kind in ("rule", "check") else step
            if seen[-1:] != [stage]:
                seen.append(stage)
                printing.note(f"  {stage} …")

        yield line


# -- build ------------------------------------------------------------------------------------------


def _build_options(parser: Parser) -> None:
    parser.add_argument("--quiet", action="store_true", help="one line at the end, no more")


def _build(arguments: Arguments) -> int:
    from fashion_kg.build import build

    project = own_project(arguments)
    started = time.perf_counter()
    with steps(quiet=arguments.quiet) as progress:
        built = build(project, progress)
    seconds = time.perf_counter() - started
    printing.write(_in_a_line(built, seconds) if arguments.quiet else _in_full(built, project, seconds), None)
    for line in _about_texts(built, project):
        printing.note(line)
    return 0


def _in_a_line(built: Built, seconds: float) -> str:
    return (
        f"Built {counted(built.sources, 'source')}, {counted(built.assertions, 'assertion')}, "
        f"{counted(built.facts, 'fact')} in {seconds:.1f} s"
        + (f"; {built.rejected:,} rejected" if built.rejected else "")
        + f"; fingerprint {built.sha256[:12]}\n"
    )


def _in_full(built: Built, project: Project, seconds: float) -> str:
    rows = [
        ("sources", f"{built.sources:,}"),
        ("things", f"{built.entities:,}"),
        ("assertions", f"{built.assertions:,}"),
        ("evidence", f"{built.evidence:,}"),
        ("facts", f"{built.facts:,}"),
        ("triples", f"{built.quads:,}"),
        ("fingerprint", built.sha256),
        ("time", f"{seconds:.1f} s"),
    ]
    text = "".join(f"{name:<12} {value}\n" for name, value in rows)
    if built.rejected:
        text += f"\n{counted(built.rejected, 'statement')} of the sheets rejected, and in no graph.\n"
    if accepted := built.reviewed:
        text += (
            f"\nOf accepted statements alone (--reviewed-only): {counted(accepted['sources'], 'source')}, "
            f"{counted(accepted['entities'], 'thing')}, {counted(accepted['assertions'], 'assertion')}, "
            f"{counted(accepted['facts'], 'fact')}.\n"
        )
    if built.texts_missing and not project.texts.is_dir():
        text += (
            f"\nNot compared with their texts: {counted(len(built.texts_missing), 'source')} of "
            f"{built.sources}, whose text is not in {project.relative(project.texts)}/.\n"
        )
    return text


_MOST_NAMED = 10
"""How many sheets or texts are named before the rest are only counted."""


def _about_texts(built: Built, project: Project) -> Iterator[str]:
    """Say which sheets were not compared with their texts, and which texts belong to no sheet."""
    if not project.texts.is_dir():
        return
    folder = f"{project.relative(project.texts)}/"
    yield from _first(
        [
            f"{sheet}: no file in {folder} has its SHA-256, so it was not compared."
            for sheet in built.texts_missing
        ],
        "sheet",
    )
    changed = " Was it edited, or were its line endings changed?" if built.texts_missing else ""
    yield from _first([f"{text} belongs to no sheet.{changed}" for text in built.texts_left_over], "text")
    if built.texts_missing and built.texts_left_over:
        sheet, text = built.texts_missing[0], built.texts_left_over[0]
        only = len(built.texts_missing) == len(built.texts_left_over) == 1
        yield (
            'If a changed text is right, write sha256 = "" in its sheet, then run: '
            + (
                f"fashion-kg new-source --locate {sheet} --text {shlex.quote(text)}"
                if only
                else "fashion-kg new-source --locate SHEET --text FILE"
            )
        )


def _first(lines: list[str], noun: str) -> Iterator[str]:
    yield from lines[:_MOST_NAMED]
    if (more := len(lines) - _MOST_NAMED) > 0:
        yield f"… and {counted(more, f'more {noun}')}, likewise."


# -- validate ---------------------------------------------------------------------------------------


def _validate_options(parser: Parser) -> None:
    parser.choice("--format", ("table", "json", "csv", "tsv", "md"), None, "how to write the findings")
    parser.add_argument("--out", type=path, metavar="FILE", help="write the findings to a file")
    parser.add_argument("--strict", action="store_true", help="let warnings count as errors")
    parser.add_argument(
        "--quiet", action="store_true", help="no progress, and nothing that is only worth knowing"
    )


def _validate(arguments: Arguments) -> int:
    from fashion_kg.answers.results import rows_of
    from fashion_kg.checks import exit_code, validate

    project = project_of(arguments)
    with steps(quiet=arguments.quiet) as progress:
        found = validate(project, built_store(project), progress)
    if arguments.quiet:
        found = [finding for finding in found if finding.severity != "info"]
    if printing.format_of(arguments) == "table":
        printing.write(_grouped(found), arguments.out)
    else:
        columns = ("severity", "check", "subject", "label", "cause", "remedy", "sources")
        rows = [
            (f.severity, f.check, f.subject, f.label, f.cause, f.remedy, "; ".join(f.sources)) for f in found
        ]
        printing.answer(rows_of(columns, rows), arguments)
    return exit_code(found, arguments.strict)


def _grouped(found: Iterable[GraphFinding]) -> str:
    from fashion_kg.answers.shown import printable, short

    groups: dict[tuple[str, str, str], list[GraphFinding]] = {}
    for finding in found:
        groups.setdefault((finding.severity, finding.check, finding.remedy), []).append(finding)
    lines = []
    for (severity, check, remedy), members in groups.items():
        lines.append(f"{severity}: {check} ({len(members)})")
        for finding in members:
            sources = f", as in {'; '.join(finding.sources)}" if finding.sources else ""
            of = f"{finding.label} ({short(finding.subject)}{sources}): " if finding.subject else ""
            lines.append(printable(f"  {of}{finding.cause}"))
        lines += [f"  -> {printing.punctuated(remedy)}", ""]
    count = {name: sum(f.severity == name for f in found) for name in ("error", "warning", "info")}
    said = [counted(count["error"], "error"), counted(count["warning"], "warning")]
    said += [f"{count['info']} worth knowing"] if count["info"] else []
    return "\n".join([*lines, ", ".join(said) + "."]) + "\n"


# -- export -----------------------------------------------------------------------------------------


def _export_options(parser: Parser) -> None:
    parser.words("FORMAT", "a format, or all; without it the formats are listed")
    parser.add_argument(
        "--out", type=path, metavar="FILE|DIR", help="where to write (default: stdout, for one file)"
    )
    parser.add_argument("--facts-only", action="store_true", help="leave out claims and evidence")
    parser.add_argument(
        "--spreadsheet",
        action="store_true",
        help="write tables that a spreadsheet opens without running anything",
    )
    parser.reviewed()


def _export(arguments: Arguments) -> int:
    from fashion_kg import exports
    from fashion_kg.build import load_ontology

    if not arguments.words:
        rows = [(name, exports.find(name).file_name, exports.find(name).summary) for name in exports.names()]
        printing.table(("format", "file", "summary"), rows)
        return 0
    name = needed(arguments, 1, "one format, or all")[0]
    project = project_of(arguments)
    to_stdout = arguments.out is None or str(arguments.out) == "-"
    if to_stdout and (name == "all" or exports.find(name).is_folder):
        raise UsageError(f'"{name}" is a folder of files. Say where: fashion-kg export {name} --out DIR')
    content = exports.Content(
        built_store(project, arguments),
        load_ontology(project),
        project.context_file,
        facts_only=arguments.facts_only,
        spreadsheet=arguments.spreadsheet,
    )
    if to_stdout:
        (body,) = exports.render(name, content).values()
        printing.write(body, None)
        return 0
    written = (
        exports.export_all(content, arguments.out)
        if name == "all"
        else exports.export(name, content, arguments.out)
    )
    for folder, files in itertools.groupby(written, key=lambda file: file.parent):
        sizes = {file: file.stat().st_size for file in files}
        if len(sizes) > 1 and folder != arguments.out:
            printing.note(f"{folder}/  {len(sizes)} files, {sum(sizes.values()):,} bytes")
        else:
            for file, size in sizes.items():
                printing.note(f"{file}  {size:,} bytes")
    return 0


VERBS = [
    Verb(
        "build",
        _GROUP,
        "read the sheets and build the graph",
        "[options]",
        "fashion-kg build\nfashion-kg --project my-graph build --quiet",
        _build_options,
        _build,
        "If anything is wrong with the sheets, all of it is reported and the former graph stays.",
    ),
    Verb(
        "validate",
        _GROUP,
        "check the built graph: shapes, check queries, reasoning",
        "[options]",
        "fashion-kg validate --strict\nfashion-kg validate --format json --out build/findings.json",
        _validate_options,
        _validate,
        "Exit 1 when there are errors, with --strict also when there are warnings.",
    ),
    Verb(
        "export",
        _GROUP,
        "write the graph as a file for other tools",
        "FORMAT|all [--out FILE|DIR] [options]",
        "fashion-kg export turtle --out fashion-kg.ttl\nfashion-kg export all --out build/exports",
        _export_options,
        _export,
    ),
]

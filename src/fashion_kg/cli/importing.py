"""Importing: ``import`` a table of credits, tenures, shows or products."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from fashion_kg.cli import printing
from fashion_kg.cli.graphs import own_project
from fashion_kg.cli.make import steps
from fashion_kg.cli.verbs import Arguments, Parser, Verb, needed, path
from fashion_kg.errors import UsageError, counted

if TYPE_CHECKING:
    from pathlib import Path

    from fashion_kg.layout import Project
    from fashion_kg.tables.comparing import ChangedRow
    from fashion_kg.tables.importing import Imported
    from fashion_kg.tables.preparing import LeftOut

_GROUP = "2 make"
_MOST_SHOWN, _ROWS_SHOWN = 12, 3
_NOTHING = "(nothing taken)"


def _options(parser: Parser) -> None:
    parser.words("TABLE", "a file of rows: .csv, .tsv, .json, .jsonl, .parquet or .xlsx, also with .gz")
    parser.add_argument("--mapping", metavar="M", help="the mapping, by its name or its path")
    parser.add_argument("--as", dest="source_id", default="", metavar="ID", help="the table's id as a source")
    parser.add_argument("--label", default="", help="its short name (default: the id in words)")
    parser.add_argument("--sheet", default="", help="the worksheet of an Excel file (default: the first)")
    parser.add_argument(
        "--review", default="unreviewed", help="review state of what it says (default: unreviewed)"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would come of it, and write nothing")
    parser.add_argument("--report", type=path, metavar="FILE", help="write what was left out as CSV")
    parser.add_argument(
        "--dirty", action="store_true", help="import it even if most cells of a column are unfit"
    )
    parser.add_argument("--template", type=path, metavar="FILE", help="write an empty table to fill in")


def _import(arguments: Arguments) -> int:
    project = own_project(arguments)
    if arguments.template:
        return _write_template(project, arguments.template)
    from pathlib import Path

    from fashion_kg.tables.importing import Wanted, import_table
    from fashion_kg.tables.mappings import mapping_names

    table = Path(needed(arguments, 1, "a table")[0])
    if not arguments.mapping:
        known = ", ".join(sorted(mapping_names(project)))
        raise UsageError(f"Say how to read the table, with --mapping and one of: {known}; or a file")
    wanted = Wanted(
        table,
        arguments.mapping,
        arguments.source_id,
        arguments.label,
        arguments.review,
        arguments.sheet,
        dry=arguments.dry_run,
        dirty=arguments.dirty,
    )
    with steps() as progress:
        imported = import_table(project, wanted, progress)
    if arguments.report:
        printing.write(_report(imported.left_out), arguments.report)
    printing.write("\n".join(_told(imported, project, dry=arguments.dry_run)) + "\n", None)
    return 0 if imported.sheets else 1


def _write_template(project: Project, target: Path) -> int:
    from fashion_kg.files import write_file

    template = next(
        (file for folder in project.mapping_folders for file in sorted(folder.glob("*-template.csv"))), None
    )
    if template is None:
        raise UsageError("There is no template beside the mappings")
    if target.exists():
        raise UsageError(f'"{target}" is there already. Choose another name')
    write_file(target, template.read_bytes())
    mapping = template.stem.removesuffix("-template")
    print(
        f"Wrote {target}. Fill it in, a row a credit; several names in a cell have semicolons between them. "
        f"Then: fashion-kg import {target} --mapping {mapping}"
    )
    return 0


def _report(left_out: list[LeftOut]) -> str:
    from fashion_kg.exports.csv import harmless

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["row", "column", "cell", "reason", "left out"])
    for each in left_out:
        # A spreadsheet would run what a cell or a heading of a hostile table begins with.
        writer.writerow([each.row, *harmless([each.column, each.cell, each.reason]), each.what])
    return out.getvalue()


def _told(imported: Imported, project: Project, *, dry: bool) -> list[str]:
    """Return what came of an import, in lines."""
    rows = [
        ("rows read", imported.rows),
        ("rows that state something", imported.rows_stating),
        ("rows left out", imported.rows - imported.rows_stating),
        ("statements", imported.statements),
        ("new things", len(imported.things.new)),
        ("names that met known things", len(imported.things.met)),
        ("names that several things have", len(imported.things.unsure)),
    ]
    if changes := imported.changes:
        rows += [
            ("rows unchanged", changes.unchanged),
            ("rows changed", len(changes.changed)),
            ("rows new", changes.new),
            ("rows gone, retired", len(changes.gone)),
        ]
    lines = [f"{count:>9,}  {name}" for name, count in rows]
    lines += _reasons(imported)
    if changes:
        lines += _some(list(map(_changed, changes.changed)), "changed, as it was → as it is")
        retired = [f"row {row.number}: {_listed(row.cells)}" for row in changes.gone]
        lines += _some(retired, "retired, as they were")
    lines += _some([f"{name}: {paths}" for name, paths in imported.things.unsure.items()], "to be decided")
    if not imported.sheets:
        why = "no row states anything. See whether columns are shifted."
        if not imported.rows:
            why = "the table has no rows yet. Fill it in."
        lines += ["", f"Nothing was written, for {why}"]
        return [_visible(line) for line in lines]
    if imported.kept == len(imported.sheets) and not imported.removed:
        return [_visible(line) for line in [*lines, "", "Nothing changed: every sheet is as it was."]]
    sheets = counted(len(imported.sheets), "sheet")
    first = project.relative(imported.sheets[0])
    named = first if len(imported.sheets) == 1 else f"{sheets}, the first of them {first}"
    lines += ["", f"Nothing was written; it would be {named}." if dry else f"Wrote {named}."]
    if imported.kept:
        lines.append(f"As they were: {imported.kept:,} of them.")
    if imported.removed:
        gone = counted(len(imported.removed), "sheet")
        lines.append(f"{'Would take' if dry else 'Took'} away {gone} that no row speaks for any more.")
    if not dry:
        lines.append("Next: fashion-kg build")
    return [_visible(line) for line in lines]


def _reasons(imported: Imported) -> list[str]:
    """Return why how much was left out, the most frequent reason first."""
    rows: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for each in imported.left_out:
        rows[each.what, each.column, each.reason].append(each.row)
    often = sorted(rows.items(), key=lambda item: -len(item[1]))
    said = [
        f"{len(numbers):>9,}  {what}: {column + ': ' if column else ''}{reason} ({_rows(numbers)})"
        for (what, column, reason), numbers in often[:_MOST_SHOWN]
    ]
    rest = len(rows) - len(said)
    if rest > 0:
        said.append(f"{'':>9}  and {counted(rest, 'reason')} more; see --report")
    return ["", "left out", *said] if said else []


def _rows(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:_ROWS_SHOWN]))
    return f"row{'s' if len(numbers) > 1 else ''} {shown}{' …' if len(numbers) > _ROWS_SHOWN else ''}"


def _changed(row: ChangedRow) -> str:
    """Return what was and what is in the cells of a row."""
    moved = f" (was row {row.before})" if row.before != row.number else ""
    cells = "; ".join(f"{name}: {was or _NOTHING} → {now or _NOTHING}" for name, was, now in row.cells)
    return f"row {row.number}{moved}: {cells or 'the same cells, read as something else'}"


def _listed(cells: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {cell}" for name, cell in cells.items())


def _some(lines: list[str], heading: str) -> list[str]:
    if not lines:
        return []
    more = [f"  and {len(lines) - _MOST_SHOWN:,} more"] if len(lines) > _MOST_SHOWN else []
    return ["", heading, *(f"  {line}" for line in lines[:_MOST_SHOWN]), *more]


def _visible(line: str) -> str:
    from fashion_kg.answers.shown import printable

    return printable(line)


VERBS = [
    Verb(
        "import",
        _GROUP,
        "take statements from a table through an RML mapping",
        "TABLE --mapping M [options]",
        "fashion-kg import tenures.csv --mapping creative-director-tenures --report left-out.csv\n"
        "fashion-kg import --template credits.csv\nfashion-kg import credits.csv --mapping credits",
        _options,
        _import,
        "Every row is evidence of its own: table, row and column. What cannot be read is left out and told.\n"
        "A newer edition of a table, under the same id, updates what changed and retires what is gone.",
    )
]

"""How much there is: ``stats``."""

from __future__ import annotations

from fashion_kg.cli import printing
from fashion_kg.cli.graphs import project_of, store_of
from fashion_kg.cli.verbs import Arguments, Parser, Verb


def _stats_options(parser: Parser) -> None:
    parser.output()
    parser.graph()


def _stats(arguments: Arguments) -> int:
    from fashion_kg.answers.results import rows_of
    from fashion_kg.answers.shown import plain_table, printable
    from fashion_kg.answers.stats import statistics

    project = project_of(arguments)
    counts = statistics(store_of(arguments, project), project.query_folders)
    if printing.format_of(arguments) != "table":
        rows = rows_of(("group", "name", "count"), [(each.group, each.name, each.count) for each in counts])
        printing.answer(rows, arguments)
        return 0
    shown, last = [], ""
    for each in counts:
        shown.append(("" if each.group == last else each.group, printable(each.name), f"{each.count:,}"))
        last = each.group
    printing.write(plain_table(("", "", "count"), shown), arguments.out)
    return 0


VERBS = [
    Verb(
        "stats",
        "1 ask",
        "count what the graph holds",
        "[options]",
        "fashion-kg stats\nfashion-kg stats --format json",
        _stats_options,
        _stats,
    )
]

"""Measuring: ``analyze``."""

from __future__ import annotations

import argparse
import json
import math
import re
from typing import TYPE_CHECKING

from fashion_kg.cli import printing
from fashion_kg.cli.filtering import filter_options, filters_of
from fashion_kg.cli.graphs import project_of, store_of
from fashion_kg.cli.make import steps
from fashion_kg.cli.verbs import Arguments, Parser, Verb
from fashion_kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fashion_kg.answers.results import Rows
    from fashion_kg.measures import Cell, Measured
    from fashion_kg.names import Names
    from fashion_kg.network import Projection

_FORMATS = ("table", "csv", "tsv", "json", "md", "graphml", "gexf")
_SHOWN = 25
_OPTION = re.compile(r"([a-z][a-z-]*)=(.*)", re.S)


def _options(parser: Parser) -> None:
    parser.words("WORD", "a measure, the names that it takes, and its own options as name=value")
    parser.add_argument(
        "--projection",
        metavar="NAME",
        help="the network: a question with the tag network, such as brand-talent",
    )
    parser.add_argument(
        "--option",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="an option of the measure's own; may be repeated",
    )
    parser.add_argument(
        "--limit",
        type=_limit,
        metavar="N",
        help=f"show the first N rows, 0 for all (default: {_SHOWN} in a table for people, all in a file)",
    )
    parser.output(_FORMATS)
    parser.add_argument(
        "--spreadsheet",
        action="store_true",
        help="with --format csv: write a table that a spreadsheet opens without running anything",
    )
    filter_options(parser)
    parser.graph()


def _limit(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text):
        raise argparse.ArgumentTypeError(
            f'"{text}" is not a number of rows. Write one such as 10, or 0 for all'
        )
    return int(text)


def _analyze(arguments: Arguments) -> int:
    from fashion_kg.answers.analysis import Wish, analyze
    from fashion_kg.build import load_ontology
    from fashion_kg.measures import find
    from fashion_kg.names import Names

    if arguments.spreadsheet and (chosen := printing.format_of(arguments, _FORMATS)) != "csv":
        raise UsageError(f"--spreadsheet is for CSV, and this would be {chosen}. Add --format csv")
    if not arguments.words:
        _list(arguments)
        return 0
    measure, *words = arguments.words
    find(measure)
    given, things = _options_among(words, arguments.option)
    project = project_of(arguments)
    names = Names(store_of(arguments, project), load_ontology(project))
    wish = Wish(
        measure,
        things,
        arguments.projection,
        arguments.count,
        filters_of(arguments, names, names.ontology),
        given,
        arguments.lang,
        arguments.seed,
    )
    with steps() as progress:
        measured, network = analyze(wish, names, project.query_folders, printing.unhurried(progress))
    _write(measured, network, names, arguments)
    return 0


def _options_among(words: Iterable[str], given: Iterable[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Tell the measure's options, written as name=value, from the names of things."""
    options, things = {}, []
    for word in given:
        if not (match := _OPTION.fullmatch(word)):
            raise UsageError(f'--option "{word}" has no value. Write it as name=value')
        options[match[1]] = match[2]
    for word in words:
        if match := _OPTION.fullmatch(word):
            options[match[1]] = match[2]
        else:
            things.append(word)
    return options, tuple(things)


def _list(arguments: Arguments) -> None:
    from fashion_kg.answers.results import rows_of
    from fashion_kg.measures import find, names

    chosen = printing.format_of(arguments, _FORMATS)
    if chosen in ("graphml", "gexf"):
        raise UsageError("A network needs a measure. List them with: fashion-kg analyze")
    found = {name: find(name) for name in names()}
    if chosen == "table":
        lines = ["measures"]
        for name, measure in found.items():
            lines.append(f"  {' '.join((name, *map(str.upper, measure.takes)))}: {measure.summary}")
            lines += [f"      {option}=…  {about}" for option, about in measure.options.items()]
        lines += ["", "One of them: fashion-kg analyze centrality. Networks: fashion-kg queries network"]
        printing.write("".join(line + "\n" for line in lines), arguments.out)
        return
    rows = []
    for name, measure in found.items():
        own = "; ".join(f"{option}: {about}" for option, about in measure.options.items())
        rows.append((name, " ".join(measure.takes), measure.summary, measure.projection, own))
    printing.answer(rows_of(("measure", "names", "summary", "projection", "options"), rows), arguments)


# -- the answer -------------------------------------------------------------------------------------


def _write(measured: Measured, network: Projection, names: Names, arguments: Arguments) -> None:
    from fashion_kg.answers import analysis, network_files, results
    from fashion_kg.answers.shown import printable

    chosen = printing.format_of(arguments, _FORMATS)
    if chosen in ("graphml", "gexf"):
        labels, kinds = names.labels(arguments.lang), names.kinds()
        drawn = analysis.marked_network(measured, network, labels, kinds)
        write = network_files.graphml if chosen == "graphml" else network_files.gexf
        printing.write(write(drawn), arguments.out)
        return
    if chosen == "table":
        _table(measured, arguments)
        return
    limit = arguments.limit or len(measured)
    if chosen == "json":
        content = analysis.as_json(measured, limit)
        printing.write(
            json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1) + "\n", arguments.out
        )
        return
    rows = _rows(measured, limit, rounded=chosen == "md")
    if chosen == "md":
        printing.write(_markdown(measured, results.to_bytes(rows, chosen).decode(), limit), arguments.out)
        return
    written = for_spreadsheet(rows) if arguments.spreadsheet else results.to_bytes(rows, chosen)
    printing.write(written, arguments.out)
    for line in (measured.title, *analysis.about(measured), *_more(measured, limit), *measured.notes):
        printing.note(printing.punctuated(printable(line)))


def _table(measured: Measured, arguments: Arguments) -> None:
    from fashion_kg.answers import results
    from fashion_kg.answers.analysis import about
    from fashion_kg.answers.shown import plain_table, printable

    default = _SHOWN if arguments.out is None else 0
    limit = (default if arguments.limit is None else arguments.limit) or len(measured)
    headings, rows = results.for_people(_rows(measured, limit, rounded=True))
    above = [measured.title, *map(printing.punctuated, about(measured))]
    below = [*_more(measured, limit), *measured.notes]
    head = "".join(printable(line) + "\n" for line in above) + "\n"
    foot = "\n" + "".join(printable(printing.punctuated(line)) + "\n" for line in below) if below else ""
    if arguments.out is None and printing.on_screen():
        printing.write(head, None)
        printing.table(headings, rows)
        printing.write(foot, None)
    else:
        printing.write(head + plain_table(headings, rows) + foot, arguments.out)


def _markdown(measured: Measured, table: str, limit: int) -> str:
    from fashion_kg.answers.analysis import about
    from fashion_kg.answers.shown import markdown

    said = [markdown(printing.punctuated(line)) for line in about(measured)]
    notes = [
        f"* {markdown(printing.punctuated(line))}" for line in (*_more(measured, limit), *measured.notes)
    ]
    parts = [f"**{markdown(measured.title)}**", *said, table.rstrip(), "\n".join(notes)]
    return "\n\n".join(filter(None, parts)) + "\n"


def _rows(measured: Measured, limit: int, *, rounded: bool) -> Rows:
    """Return the table as an answer: addresses are links where there is a column of their names.

    Several addresses in a cell, with spaces between, are a text.
    """
    from pyoxigraph import NamedNode

    from fashion_kg.answers.results import rows_of

    columns = list(measured.columns)
    addresses = [f"{name}Label" in columns for name in columns]

    def cell(value: Cell, *, address: bool) -> object:
        if address and isinstance(value, str) and " " not in value:
            return NamedNode(value)
        if isinstance(value, float):
            return None if math.isnan(value) else f"{value:.4g}" if rounded else value
        return value

    return rows_of(
        columns,
        (
            [cell(value, address=address) for value, address in zip(row, addresses, strict=True)]
            for row in measured.rows[:limit]
        ),
    )


def for_spreadsheet(rows: Rows) -> bytes:
    """Return rows as CSV that a spreadsheet opens without running anything, as the export of CSV tables does.

    A text that might be run has an apostrophe in front; numbers, also those below 0, stay numbers.
    """
    import codecs

    from pyoxigraph import Literal

    from fashion_kg.answers.results import rows_of, to_bytes
    from fashion_kg.exports.csv import harmless
    from fashion_kg.namespaces import PREFIXES

    def guarded(node: object) -> object:
        text = isinstance(node, Literal) and node.datatype.value == PREFIXES["xsd"] + "string"
        return harmless([node.value])[0] if isinstance(node, Literal) and text else node

    safe = rows_of(rows.columns, (list(map(guarded, row)) for row in rows.rows))
    return codecs.BOM_UTF8 + to_bytes(safe, "csv")


def _more(measured: Measured, limit: int) -> list[str]:
    hidden = len(measured) - limit
    return [f"{hidden:,} more {'row' if hidden == 1 else 'rows'}; --limit 0 shows all"] if hidden > 0 else []


VERBS = [
    Verb(
        "analyze",
        "1 ask",
        "measure a network: who stands in the middle, who belongs together ...",
        "[MEASURE [NAME ...] [option=value ...]] [options]",
        "fashion-kg analyze\n"
        "fashion-kg analyze centrality by=betweenness --role talent\n"
        "fashion-kg analyze communities --projection network/brand-talent --format csv\n"
        "fashion-kg analyze brokers --from 2023 --out brokers.graphml",
        _options,
        _analyze,
        "Without words it lists the measures, the names that each takes, its network and its options.\n"
        "Figures come with the network they were measured on, the filters, the counts and what was left out.",
    )
]

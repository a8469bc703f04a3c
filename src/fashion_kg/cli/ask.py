"""Asking: ``query`` and ``queries``."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from fashion_kg.cli import printing
from fashion_kg.cli.graphs import project_of, store_of
from fashion_kg.cli.verbs import Arguments, Parser, Verb
from fashion_kg.errors import UsageError

if TYPE_CHECKING:
    from fashion_kg.answers.asking import Question
    from fashion_kg.answers.results import Result
    from fashion_kg.layout import Project
    from fashion_kg.queries import Query
    from fashion_kg.store import Store

_GROUP = "1 ask"
_OWN_SECONDS = 60.0


def _query_options(parser: Parser) -> None:
    parser.words(
        "WORD",
        "a question's name and its values in order or as name=value; or a file ending in .rq; or - for stdin",
    )
    parser.output()
    parser.add_argument(
        "--lang", default="en", metavar="TAG", help="language of the labels, such as fr or zh-Hant"
    )
    parser.add_argument("--full", action="store_true", help="show addresses beside their labels, too")
    parser.add_argument(
        "--explain", action="store_true", help="say on stderr what is asked, and how long it took"
    )
    parser.graph()


def _query(arguments: Arguments) -> int:
    from fashion_kg.answers import asking

    if not arguments.words:
        raise UsageError("query needs the name of a question. List them with: fashion-kg queries")
    name, *values = arguments.words
    project = project_of(arguments)
    own = name == "-" or name.endswith(".rq")
    text = _read_own(name, values) if own else ""
    store = store_of(arguments, project)
    started = time.perf_counter()
    question = (
        _own(name, text, values, project, store, arguments)
        if own
        else _named(name, values, project, store, arguments)
    )
    seconds = arguments.timeout or (_OWN_SECONDS if own else None)
    result = asking.answer(question, store, seconds, apart=own)
    if arguments.explain:
        _explain(question, result, time.perf_counter() - started)
    printing.answer(result, arguments, full=arguments.full)
    if not isinstance(result, bool) and not len(result):
        _tell_proposed(store, question, project)
    return 0


def _tell_proposed(store: Store, question: Question, project: Project) -> None:
    """Say of an empty answer that what programs proposed about the things asked for gives no facts yet."""
    from pyoxigraph import NamedNode

    from fashion_kg.answers.reviewed import only_proposed
    from fashion_kg.build import load_ontology
    from fashion_kg.errors import counted

    things = [term for term in question.terms.values() if isinstance(term, NamedNode)]
    if not things:
        return
    if count := only_proposed(store, things, question.text, load_ontology(project)):
        speak, be = ("speaks", "is") if count == 1 else ("speak", "are")
        printing.note(
            f"{counted(count, 'statement')} that {speak} of this {be} only proposed, "
            "and what is proposed gives no facts. Accept or reject: fashion-kg review"
        )


def _named(name: str, values: list[str], project: Project, store: Store, arguments: Arguments) -> Question:
    from fashion_kg.answers.asking import ask_named
    from fashion_kg.build import load_ontology
    from fashion_kg.queries import find_query

    query = find_query(name, project.query_folders)
    return ask_named(query, values, store, load_ontology(project), arguments.lang)


def _read_own(name: str, values: list[str]) -> str:
    if name == "-":
        if values:
            raise UsageError(
                f'A query from stdin takes no values, and "{values[0]}" is one. '
                "Save it with parameters as a file: see the README of the questions"
            )
        if sys.stdin.isatty():
            printing.note("Type a SPARQL query, and end it with Ctrl-D.")
        content = sys.stdin.buffer.read()
    else:
        content = Path(name).read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"The query is not UTF-8: byte {error.start} cannot be read. Save it as UTF-8"
        ) from None
    if not text.strip():
        raise UsageError(
            "The query is empty. Write one such as: SELECT * { ?campaign a fkg:Campaign } LIMIT 10"
        )
    return text


def _own(
    name: str, text: str, values: list[str], project: Project, store: Store, arguments: Arguments
) -> Question:
    from fashion_kg.answers.asking import ask_freely, ask_named
    from fashion_kg.build import load_ontology
    from fashion_kg.queries import read_query

    ontology = load_ontology(project)
    if name != "-" and text.startswith("#+"):
        query = read_query(Path(name), Path(name).parent)
        return ask_named(query, values, store, ontology, arguments.lang)
    if values:
        raise UsageError(f'{name} has no place for "{values[0]}": it declares no parameters in a #+ header')
    return ask_freely(text, ontology.prefixes)


def _explain(question: Question, result: Result, seconds: float) -> None:
    printing.note(question.summary)
    for name, term in question.terms.items():
        printing.note(f"  {name} = {term}")
    printing.note("\n" + question.text.rstrip() + "\n")
    count = 1 if isinstance(result, bool) else len(result)
    printing.note(f"{count} {'row' if count == 1 else 'rows'} in {seconds * 1000:.0f} ms")


def _queries_options(parser: Parser) -> None:
    parser.words("NAME", "a question, or the first part of its name (default: all)")
    parser.output()


def _queries(arguments: Arguments) -> int:
    from fashion_kg.answers.results import rows_of
    from fashion_kg.queries import find_query, queries_below

    if len(arguments.words) > 1:
        raise UsageError("queries takes one name. See: fashion-kg queries --help")
    folders = project_of(arguments).query_folders
    wanted = arguments.words[0].rstrip("/") if arguments.words else ""
    found, findings = queries_below(f"{wanted}/" if wanted else "", folders)
    if wanted and not found and not findings:
        found = [find_query(wanted, folders)]
        if printing.format_of(arguments) == "table":
            printing.write(_about(found[0]), arguments.out)
            return 0
    rows = [(query.name, _usage(query), query.summary) for query in found]
    printing.answer(rows_of(("name", "parameters", "summary"), rows), arguments)
    for finding in findings:
        printing.note(str(finding))
    return int(bool(findings))


def _usage(query: Query) -> str:
    return " ".join(
        parameter.name if parameter.required else f"[{parameter.name}]" for parameter in query.parameters
    )


def _about(query: Query) -> str:
    lines = [f"{query.name} {_usage(query)}".rstrip(), query.summary]
    if query.description:
        lines += ["", query.description.strip()]
    if query.parameters:
        lines += ["", "parameters"]
    for parameter in query.parameters:
        notes = [parameter.kind, "needed" if parameter.required else "may be left out"]
        notes += [f"default {parameter.default}"] if parameter.default else []
        about = f": {parameter.description}" if parameter.description else ""
        lines.append(f"  {parameter.name} ({', '.join(notes)}){about}")
    columns = query.header.get("columns")
    if isinstance(columns, dict):
        lines += ["", "columns", *(f"  {name}: {about}" for name, about in columns.items())]
    elif isinstance(columns, list):
        lines += ["", "columns: " + ", ".join(map(str, columns))]
    lines += ["", f"file: {query.file}"]
    return "\n".join(lines) + "\n"


VERBS = [
    Verb(
        "query",
        _GROUP,
        "ask a question of the library, or one of your own in SPARQL",
        "NAME [VALUE ...] [name=value ...] [options]\n       fashion-kg query FILE.rq | - [options]",
        'fashion-kg query people/credits "Inez & Vinoodh" --format csv\n'
        "echo 'SELECT * { ?campaign a fkg:Campaign } LIMIT 5' | fashion-kg query -",
        _query_options,
        _query,
        "A value is a name in any language, a path such as person/kate-moss, or an IRI.\n"
        f"A query of your own may take {_OWN_SECONDS:g} seconds unless --timeout says otherwise; "
        "known prefixes need not be declared.",
    ),
    Verb(
        "queries",
        _GROUP,
        "list the questions of the library",
        "[NAME] [options]",
        "fashion-kg queries people\nfashion-kg queries people/credits",
        _queries_options,
        _queries,
    ),
]

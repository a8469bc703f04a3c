"""Reviewing: ``review`` lets a person accept or reject, one by one, what programs proposed."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from fashion_kg.cli import printing
from fashion_kg.cli.graphs import own_project
from fashion_kg.cli.verbs import Arguments, Parser, Verb, path
from fashion_kg.errors import UsageError, counted

if TYPE_CHECKING:
    from fashion_kg.curating.deciding import Desk
    from fashion_kg.curating.queue import Queue
    from fashion_kg.curating.reviewing import Shelf, Stated

_GROUP = "3 begin"
_REVIEWER = "FASHION_KG_REVIEWER"


def _options(parser: Parser) -> None:
    parser.words("SOURCE", "look at this source alone: its id, or a part of its id or label")
    parser.add_argument("--role", default="", metavar="ROLE", help="look at this role alone")
    parser.add_argument("--kind", default="", metavar="KIND", help="look at this kind of statement alone")
    parser.add_argument("--least", type=_share, metavar="SHARE", help="look at this confidence or more")
    parser.add_argument("--most", type=_share, metavar="SHARE", help="look at this confidence or less")
    parser.add_argument(
        "--unreviewed", action="store_true", help="let what a person read once await a decision, too"
    )
    parser.add_argument(
        "--reviewer",
        default="",
        metavar="NAME",
        help=f"who decides (default: {_REVIEWER}, else the one reader of the other sheets)",
    )
    parser.add_argument(
        "--list", action="store_true", help="print what awaits a decision, and decide nothing"
    )
    parser.add_argument("--next", action="store_true", help="print the first that awaits, with its line")
    parser.add_argument(
        "--accept",
        action="append",
        metavar="NAME",
        help="accept my-article/Credit/1 or the like; repeatable",
    )
    parser.add_argument("--reject", action="append", metavar="NAME", help="reject it; repeatable")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why what is named is rejected")
    parser.add_argument("--undo", action="store_true", help="take the latest decision back")
    parser.choice("--format", ("table", "csv", "tsv", "json", "md"), None, "how to write the list")
    parser.add_argument("--out", type=path, metavar="FILE", help="write the list to a file")


def _share(text: str) -> Decimal:
    try:
        share = Decimal(text)
    except InvalidOperation:
        share = Decimal(-1)
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f'"{text}" is not a number from 0 to 1. Write one such as 0.9')
    return share


def _run(arguments: Arguments) -> int:
    plain = [
        name
        for name in ("list", "next", "accept", "reject", "undo")
        if getattr(arguments, name) not in (None, False)
    ]
    if len(plain) > 1:
        raise UsageError(f"--{plain[0]} and --{plain[1]} do not go together. Choose one")
    if arguments.reason and plain != ["reject"]:
        raise UsageError("--reason says why something is rejected. Name it: --reject NAME")
    if (arguments.format or arguments.out) and plain != ["list"]:
        raise UsageError("--format and --out are for the list. Add --list")
    if not plain and not is_terminal():
        raise UsageError(
            "review is a screen, and this is no terminal. See what awaits: fashion-kg review --list"
        )
    queue = _queue(arguments)
    if plain == ["list"]:
        return _list(arguments, queue)
    if plain == ["next"]:
        return _next(arguments, queue)
    if not plain and not queue.awaiting():
        printing.note(_nothing(queue))
        return 0
    desk = _desk(arguments, queue.shelf, asked=not plain)
    if plain == ["undo"]:
        printing.write(f"taken back: {desk.undo()[0]}\n", None)
        return 0
    if plain:
        return _decide(arguments, desk, queue)
    return _screen(desk, queue)


def is_terminal() -> bool:
    """Whether a person sits at both ends."""
    return sys.stdin.isatty() and sys.stdout.isatty()


# -- what it needs ----------------------------------------------------------------------------------


def _queue(arguments: Arguments) -> Queue:
    from fashion_kg.build import load_ontology
    from fashion_kg.claims import PROPOSED, UNREVIEWED
    from fashion_kg.curating.queue import Queue
    from fashion_kg.curating.reviewing import Shelf, Wanted, refuse_unknown

    if len(arguments.words) > 1:
        raise UsageError(f'review takes one source, and "{arguments.words[1]}" is one too many')
    project = own_project(arguments)
    ontology = load_ontology(project)
    states = (PROPOSED, UNREVIEWED) if arguments.unreviewed else (PROPOSED,)
    source = arguments.words[0] if arguments.words else ""
    wanted = Wanted(source, arguments.kind, arguments.role, arguments.least, arguments.most, states)
    shelf = Shelf(project, ontology)
    refuse_unknown(wanted, shelf)
    for sheet in shelf.sheets.values():
        if sheet.source is None:
            printing.complaint(f"{sheet.name} cannot be read and is left out: fashion-kg build says why")
    return Queue(shelf, wanted)


def _desk(arguments: Arguments, shelf: Shelf, *, asked: bool) -> Desk:
    from fashion_kg.curating.deciding import Desk
    from fashion_kg.curating.journal import Journal

    return Desk(shelf, Journal(shelf.project.review_journal), _reviewer(arguments, shelf, asked=asked))


def _reviewer(arguments: Arguments, shelf: Shelf, *, asked: bool) -> str:
    """Return who decides; before the screen opens, somebody who is not known is asked."""
    from fashion_kg.curating.reviewing import is_placeholder

    name = _known_reviewer(arguments, shelf)
    if asked and (not name or is_placeholder(name)):
        name = input("Each decision is written down with who made it. Who are you? ").strip()
    if not name or is_placeholder(name):
        raise UsageError(
            "Each decision is written down with who made it. Say who you are: --reviewer NAME, "
            f"or set {_REVIEWER}"
        )
    return name


def _known_reviewer(arguments: Arguments, shelf: Shelf) -> str:
    name = (arguments.reviewer or os.environ.get(_REVIEWER, "")).strip()
    readers = shelf.readers()
    return name or (readers[0] if len(readers) == 1 else "")


# -- without a screen -------------------------------------------------------------------------------


def _list(arguments: Arguments, queue: Queue) -> int:
    from fashion_kg.answers.results import rows_of
    from fashion_kg.answers.shown import printable

    columns = ("name", "statement", "confidence", "part", "paragraph", "phrase")
    rows = [
        (
            each.name,
            each.words,
            "" if each.confidence is None else str(each.confidence),
            each.evidence[0].part,
            str(each.evidence[0].paragraph),
            each.evidence[0].phrase,
        )
        for each in queue.awaiting()
    ]
    if printing.format_of(arguments) == "table":
        if not rows:
            printing.note(_nothing(queue))
            return 0
        printing.table(columns, [tuple(map(printable, row)) for row in rows], arguments.out)
        printing.note(f"{counted(len(rows), 'statement')} to decide. Decide on them with: fashion-kg review")
        return 0
    printing.answer(rows_of(columns, rows), arguments)
    return 0


def _nothing(queue: Queue) -> str:
    fits = f" that fits ({queue.wanted})" if str(queue.wanted) else ""
    return (
        f"Nothing{fits} awaits a decision. "
        "Let a program propose the claims of an article: fashion-kg extract article.txt --write"
    )


def _next(arguments: Arguments, queue: Queue) -> int:
    from fashion_kg.answers.shown import printable
    from fashion_kg.curating.acquaintance import acquaintance_of
    from fashion_kg.curating.screen.statement import things_of, told
    from fashion_kg.texts import texts_by_hash

    stated = queue.current
    if stated is None:
        printing.note(_nothing(queue))
        return 0
    project = queue.shelf.project
    texts = texts_by_hash(project.texts) if project.texts.is_dir() else {}
    found = texts.get(stated.source.sha256)
    text = found.content.decode("utf-8", "replace") if found else None
    lines = [f"{stated.name}  {stated.review.state}  {_sure(stated)}".rstrip(), stated.words]
    for evidence in stated.evidence:
        lines.append(f"  {evidence.part}, paragraph {evidence.paragraph}: “{evidence.phrase}”")
        if text and text[evidence.start : evidence.end] == evidence.phrase:
            first = text.rfind("\n", 0, evidence.start) + 1
            last = text.find("\n", evidence.end)
            lines.append(f"    {text[first : last if last >= 0 else len(text)].strip()}")
    for thing in things_of(queue.shelf, stated, acquaintance_of(queue.shelf)):
        lines.append(f"  {thing.label} ({thing.class_name}): {told(thing.known) if thing.known else 'new'}")
        lines += [
            f"    nearly {near.known.label}, {near.known.path}, {near.score} %: {near.why}"
            for near in thing.near
        ]
    who = _who(arguments, queue.shelf)
    lines += ["", *(f"fashion-kg review --{what} {stated.name}{who}" for what in ("accept", "reject"))]
    printing.write("".join(f"{printable(line)}\n" for line in lines), None)
    return 0


def _who(arguments: Arguments, shelf: Shelf) -> str:
    """Return what a printed command must add for its decision to have somebody who made it."""
    from fashion_kg.curating.reviewing import is_placeholder

    name = _known_reviewer(arguments, shelf)
    if not name or is_placeholder(name):
        return ' --reviewer "your name"'
    return f" --reviewer {shlex.quote(name)}" if arguments.reviewer else ""


def _sure(stated: Stated) -> str:
    return "" if stated.confidence is None else f"confidence {stated.confidence:.2f}"


def _decide(arguments: Arguments, desk: Desk, queue: Queue) -> int:
    from fashion_kg.answers.shown import printable
    from fashion_kg.errors import did_you_mean

    names = list(dict.fromkeys(arguments.accept or arguments.reject))
    by_name = {each.name: each for each in queue.shelf.stated()}
    wrong = [
        f'There is no statement "{name}". '
        + did_you_mean(name, by_name, "See their names with: fashion-kg review --list")
        for name in names
        if name not in by_name
    ]
    if wrong:
        decided = f" Nothing is {'accepted' if arguments.accept else 'rejected'}." if len(names) > 1 else ""
        raise UsageError(" ".join(wrong) + decided)
    meant = [by_name[name] for name in names]
    if arguments.accept:
        desk.accept_all(meant)
    else:
        desk.reject_all(meant, arguments.reason)
    did = "accepted" if arguments.accept else "rejected"
    printing.write("".join(f"{did}: {printable(each.words)}\n" for each in meant), None)
    return 0


# -- the screen -------------------------------------------------------------------------------------


def _screen(desk: Desk, queue: Queue) -> int:
    from fashion_kg.curating.screen.app import ReviewApp
    from fashion_kg.texts import texts_by_hash

    folder = desk.shelf.project.texts
    app = ReviewApp(desk, queue, texts_by_hash(folder) if folder.is_dir() else {})
    app.run()
    accepted, rejected = queue.decided()
    left = len(queue.awaiting())
    told = f"{accepted} accepted, {rejected} rejected, {left} to go."
    printing.write(told + (" Go on with: fashion-kg review\n" if left else " Then: fashion-kg build\n"), None)
    return 0


VERBS = [
    Verb(
        "review",
        _GROUP,
        "accept or reject, at the keyboard, what was proposed",
        "[SOURCE] [options]\n"
        "       fashion-kg review --list | --next | --accept NAME ... | --reject NAME ... | --undo",
        'fashion-kg review --reviewer "Ana Curator"\nfashion-kg review --list --role photographer',
        _options,
        _run,
        "A screen with the text, the phrase, the statement, and what is known of whom it names.\n"
        "Each decision is written into the claim sheet at once; that can be edited by hand as well.",
    ),
]

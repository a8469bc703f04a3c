"""Who is who: ``dedupe`` lists what may be one thing, and writes down what a person judges."""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fashion_kg.cli import printing
from fashion_kg.cli.graphs import own_project, project_of
from fashion_kg.cli.make import steps
from fashion_kg.cli.verbs import Arguments, Parser, Verb
from fashion_kg.errors import UsageError, counted, did_you_mean

if TYPE_CHECKING:
    from fashion_kg.curating.alike import Alike, Pair
    from fashion_kg.curating.judging import Judge
    from fashion_kg.layout import Project
    from fashion_kg.ontology import Ontology
    from fashion_kg.sources import Sheets

_GROUP = "3 begin"
_SHOWN = 20
_UNDO = ("undo", "forget")
_SHOW = "compare"


def _options(parser: Parser) -> None:
    parser.words(
        "WORD", "nothing, to list pairs; or same, different, unsure, undo or compare, and two things"
    )
    parser.add_argument(
        "--kind", default="", metavar="CLASS", help="only things of this class, such as person"
    )
    parser.add_argument(
        "--near", default="", metavar="NAME", help="only pairs with a thing of about this name"
    )
    parser.add_argument(
        "--least", type=_score, default=0.5, metavar="SCORE", help="lowest score (default: 0.5)"
    )
    parser.add_argument("--limit", type=_limit, metavar="N", help="how many pairs, or 0 for all")
    parser.add_argument("--unsure", action="store_true", help="show pairs that were judged unsure, too")
    parser.add_argument(
        "--ask", action="store_true", help="ask about each pair, and save each answer at once"
    )
    parser.add_argument(
        "--keep", default="", metavar="THING", help="of two that are the same, the one to keep"
    )
    parser.add_argument("--reason", default="", metavar="TEXT", help="why you judge so")
    parser.add_argument("--by", default="", metavar="NAME", help="who judges")
    parser.output()
    parser.add_argument(
        "--spreadsheet",
        action="store_true",
        help="with --format csv: write a table that a spreadsheet opens without running anything",
    )


def _score(text: str) -> float:
    if not re.fullmatch(r"0?\.\d+|[01](\.0*)?", text):
        raise argparse.ArgumentTypeError(f'"{text}" is not a score. Write one from 0 to 1, such as 0.8')
    return float(text)


def _limit(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text):
        raise argparse.ArgumentTypeError(
            f'"{text}" is not a number of pairs. Write one such as 10, or 0 for all'
        )
    return int(text)


def _dedupe(arguments: Arguments) -> int:
    words: list[str] = arguments.words
    if not words:
        return _ask(arguments) if arguments.ask else _list(arguments)
    from fashion_kg.curating.judging import DIFFERENT, SAME, UNSURE

    known = (SAME, DIFFERENT, UNSURE, *_UNDO, _SHOW)
    word, *things = words
    if word not in known:
        raise UsageError(
            f'dedupe has no use for "{word}". {did_you_mean(word, known, "Use " + ", ".join(known))}'
        )
    if len(things) != 2 or not all(things):
        raise UsageError(
            f'{word} is said of two things, as in: fashion-kg dedupe {word} "Ada One" person/ada-two'
        )
    if word == _SHOW:
        return _compare(arguments, things)
    desk = _desk(arguments, writing=True)
    judge, project = desk.judge, desk.project
    one, other = map(judge.find, things)
    if word in _UNDO:
        _say(judge.undo(one, other))
    else:
        _say(_judged(arguments, judge, word, one, other))
    _say(f"Wrote {project.relative(project.identity_file)}. Next: fashion-kg build")
    return 0


def _judged(arguments: Arguments, judge: Judge, word: str, one: str, other: str) -> str:
    from fashion_kg.curating.judging import SAME, Judgement
    from fashion_kg.sheets.writing import today

    if arguments.keep and word != SAME:
        raise UsageError(f"--keep is for things that are the same, not for {word} ones. Leave it out")
    kept = judge.find(arguments.keep) if arguments.keep else one
    if kept not in (one, other):
        raise UsageError(f'--keep "{arguments.keep}" is neither of the two. Name one of them')
    rest = other if kept == one else one
    return judge.judge(Judgement(word, kept, rest, arguments.reason, arguments.by, today()))


@dataclass(frozen=True)
class _Desk:
    """What judging needs: the project, its vocabulary, what its sheets say, and who writes judgements."""

    project: Project
    ontology: Ontology
    sheets: Sheets
    judge: Judge

    def alike(self) -> Alike:
        """Return who finds pairs."""
        from fashion_kg.curating.alike import Alike

        return Alike(self.ontology, self.sheets, self.judge.identity)


def _desk(arguments: Arguments, *, writing: bool) -> _Desk:
    from fashion_kg.build import load_ontology
    from fashion_kg.curating.judging import Judge
    from fashion_kg.errors import FindingsError
    from fashion_kg.sources import read_sheets

    project = own_project(arguments) if writing else project_of(arguments)
    ontology = load_ontology(project)
    with steps() as progress:
        sheets = read_sheets(project.sheets, ontology, project.relative, printing.unhurried(progress))
    if sheets.findings:
        raise FindingsError(sheets.findings)
    return _Desk(project, ontology, sheets, Judge(project, ontology, sheets))


def _kind(alike: Alike, wanted: str) -> str:
    if not wanted:
        return ""
    known = {name.lower(): name for name in alike.classes}
    found = known.get(wanted.replace("-", "").lower())
    if found is None:
        remedy = did_you_mean(wanted.lower(), known, "Use one of: " + ", ".join(sorted(known)))
        raise UsageError(f'There is no kind "{wanted}". {remedy}')
    return found


def _pairs(arguments: Arguments, alike: Alike) -> list[Pair]:
    kind = _kind(alike, arguments.kind)
    with steps() as progress:
        say = printing.unhurried(progress)
        return alike.pairs(kind, arguments.near, arguments.least, unsure=arguments.unsure, progress=say)


# -- shown ------------------------------------------------------------------------------------------


def _list(arguments: Arguments) -> int:
    from fashion_kg.answers import results
    from fashion_kg.cli.analyze import for_spreadsheet

    chosen = printing.format_of(arguments)
    if arguments.spreadsheet and chosen != "csv":
        raise UsageError(f"--spreadsheet is for CSV, and this would be {chosen}. Add --format csv")
    pairs = _pairs(arguments, _desk(arguments, writing=False).alike())
    default = _SHOWN if chosen == "table" and arguments.out is None else 0
    limit = (default if arguments.limit is None else arguments.limit) or len(pairs)
    if chosen == "table":
        printing.write(_blocks(pairs, limit, arguments.least), arguments.out)
        return 0
    rows = results.rows_of(_COLUMNS, map(_row, pairs[:limit]))
    written = for_spreadsheet(rows) if arguments.spreadsheet else results.to_bytes(rows, chosen)
    printing.write(written, arguments.out)
    return 0


_LOWER = 0.3
"""Where to look on when nothing scores as high as was asked; hardly anything below it is worth a look."""
_COLUMNS = (
    "score",
    "kind",
    "one",
    "oneLabel",
    "other",
    "otherLabel",
    "reasonsFor",
    "reasonsAgainst",
    "group",
)


def _row(pair: Pair) -> tuple[object, ...]:
    from pyoxigraph import NamedNode

    likeness = pair.likeness
    return (
        round(pair.score, 3),
        pair.one.kind,
        NamedNode(pair.one.iri),
        pair.one.label,
        NamedNode(pair.other.iri),
        pair.other.label,
        "; ".join(map(str, likeness.reasons_for)),
        "; ".join(map(str, likeness.reasons_against)),
        pair.group or None,
    )


def _blocks(pairs: list[Pair], limit: int, least: float) -> str:
    from fashion_kg.answers.shown import printable
    from fashion_kg.cli.judge_by_key import pair_lines
    from fashion_kg.curating.alike import groups

    if not pairs:
        lower = f" Try: fashion-kg dedupe --least {_LOWER}" if least > _LOWER else ""
        return f"No two things are alike enough that nobody has judged.{lower}\n"
    lines: list[str] = []
    for pair in pairs[:limit]:
        lines += [*pair_lines(pair), ""]
    if len(pairs) > limit:
        lines.append(f"{limit} of {counted(len(pairs), 'pair')}; the others with --limit 0.")
    else:
        lines.append(f"{counted(len(pairs), 'pair')}.")
    for number, things in groups(pairs).items():
        names = ", ".join(f"{thing.label} ({_path(thing.iri)})" for thing in things)
        lines.append(f"Group {number}, {len(things)} that hang together: {names}")
    lines += ["", "Nothing is merged by itself. Judge with: fashion-kg dedupe --ask"]
    return "".join(printable(line) + "\n" for line in lines)


def _compare(arguments: Arguments, things: list[str]) -> int:
    from fashion_kg.answers.shown import printable
    from fashion_kg.cli.judge_by_key import pair_lines
    from fashion_kg.curating.alike import Pair

    desk = _desk(arguments, writing=False)
    judge, alike = desk.judge, desk.alike()
    iris = [judge.identity.canonical(judge.find(text)) for text in things]
    if iris[0] == iris[1]:
        raise UsageError(f"Both mean {_path(iris[0])}. Name two things")
    one, other = (alike.index.things[iri] for iri in iris)
    pair = Pair(one, other, alike.likeness(*iris))
    printing.write("".join(printable(line) + "\n" for line in pair_lines(pair)), arguments.out)
    return 0


def _path(iri: str) -> str:
    from fashion_kg.answers.shown import short

    return short(iri)


def _say(line: str) -> None:
    from fashion_kg.answers.shown import printable

    print(printable(line))


# -- asked ------------------------------------------------------------------------------------------


def _ask(arguments: Arguments) -> int:
    from fashion_kg.cli.judge_by_key import Round
    from fashion_kg.sheets.writing import today

    if arguments.out or arguments.format:
        raise UsageError("--ask writes judgements, not a list. Leave --format and --out away")
    desk = _desk(arguments, writing=True)
    pairs = _pairs(arguments, desk.alike())
    if arguments.limit:
        pairs = pairs[: arguments.limit]
    saved = Round(desk.judge, pairs, arguments.by, arguments.reason, today()).run()
    _say(f"{counted(saved, 'judgement')} saved in {desk.project.relative(desk.project.identity_file)}.")
    return 0


VERBS = [
    Verb(
        "dedupe",
        _GROUP,
        "find things that may be one, and write down who is who",
        "[options]\n       fashion-kg dedupe same|different|unsure|undo|compare THING THING [options]",
        'fashion-kg dedupe --kind person\nfashion-kg dedupe --ask --by "Your Name"\n'
        "fashion-kg dedupe same person/ada-one person/ada-two --keep person/ada-one "
        '--reason "One page names her both ways." --by "Your Name"\n'
        "fashion-kg dedupe undo person/ada-one person/ada-two",
        _options,
        _dedupe,
        "Lists pairs of things by how alike they are, with what speaks for and against, in bits: one more "
        "doubles the odds.\nNothing is merged by itself. A judgement goes into the file of judgements, and "
        "the next build follows it:\nthe address that is not kept leads to the one that is.",
    )
]

"""One voice or several: ``waves``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fashion_kg.cli import printing
from fashion_kg.cli.graphs import own_project, project_of
from fashion_kg.cli.verbs import Arguments, Parser, Verb
from fashion_kg.errors import UsageError, counted

if TYPE_CHECKING:
    from fashion_kg.curating.proposed_waves import Proposals

_DECISIONS = ("same", "apart", "undecided")


def _options(parser: Parser) -> None:
    parser.output(("table", "csv", "tsv", "json", "md"))
    parser.add_argument(
        "--write",
        action="store_true",
        help="add the proposals to graph/waves.toml, where a person accepts or rejects them",
    )
    for option, about in (
        ("--same", "decide that these sources tell one story, whether or not one copies another"),
        ("--apart", "decide that they are voices of their own; it is not proposed again"),
        ("--undecided", "take back what was decided on just these"),
    ):
        parser.add_argument(option, nargs="+", metavar="SOURCE", help=about)
    parser.add_argument("--by", default="", metavar="NAME", help="who decides")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why you decide so")
    parser.add_argument("--name", default="", metavar="WAVE", help="with --same: what to call the wave")


def _waves(arguments: Arguments) -> int:
    chosen = [name for name in _DECISIONS if getattr(arguments, name)]
    if len(chosen) + arguments.write > 1:
        first, second = [*chosen, "write"][:2]
        raise UsageError(f"--{first} and --{second} do not go together. Choose one")
    if chosen and (arguments.out or arguments.format):
        raise UsageError(f"--{chosen[0]} decides, and lists nothing. Leave --format and --out away")
    if chosen:
        return _decide(arguments, chosen[0])
    for name in ("by", "reason", "name"):
        if getattr(arguments, name):
            raise UsageError(f"--{name} is for a decision. Add --same or --apart, and the sources")
    return _propose(arguments)


def _decide(arguments: Arguments, what: str) -> int:
    from fashion_kg.answers.shown import printable
    from fashion_kg.build import load_ontology
    from fashion_kg.curating.deciding_waves import WaveDesk, Word
    from fashion_kg.curating.witnesses import witnesses
    from fashion_kg.errors import FindingsError
    from fashion_kg.namespaces import SLUG
    from fashion_kg.sheets.writing import today
    from fashion_kg.sources import read_sheets

    if what != "undecided" and not arguments.by.strip():
        raise UsageError("A decision says who decides: --by NAME")
    if arguments.name and (what != "same" or not SLUG.fullmatch(arguments.name)):
        raise UsageError(f'"{arguments.name}" cannot name a wave here. Use --same, and a-z, 0-9, hyphens')
    project = own_project(arguments)
    ontology = load_ontology(project)
    sheets = read_sheets(project.sheets, ontology, project.relative)
    if sheets.findings:
        raise FindingsError(sheets.findings)
    desk = WaveDesk(project, witnesses(sheets, ontology, {}), sheets.sources)
    sources = desk.meant(getattr(arguments, what))
    word = Word(arguments.by.strip(), today(), arguments.reason.strip(), arguments.name)
    listed = ", ".join(sources)
    if what == "same":
        told = f"one wave, {desk.same(sources, word)}: {listed}"
    elif what == "apart":
        desk.apart(sources, word)
        told = f"voices of their own: {listed}"
    else:
        told = f"taken back, was {desk.undecided(sources)}: {listed}"
    lines = [told, f"Wrote {desk.name}. Next: fashion-kg build"]
    if what != "undecided":
        lines.insert(1, f"To take it back: fashion-kg waves --undecided {' '.join(sources)}")
    printing.write("".join(f"{printable(line)}\n" for line in lines), None)
    return 0


def _propose(arguments: Arguments) -> int:
    from fashion_kg.answers.results import rows_of
    from fashion_kg.build import load_ontology, read_project
    from fashion_kg.claims import PROPOSED
    from fashion_kg.curating.proposed_waves import propose
    from fashion_kg.curating.recording import record
    from fashion_kg.curating.witnesses import witnesses
    from fashion_kg.texts import texts_by_hash
    from fashion_kg.waves import read_waves

    project = own_project(arguments) if arguments.write else project_of(arguments)
    ontology = load_ontology(project)
    sheets, _ = read_project(project, ontology)
    texts = texts_by_hash(project.texts) if project.texts.is_dir() else {}
    found = witnesses(sheets, ontology, {sha256: each.content for sha256, each in texts.items()})
    ids = [source.id for source in sheets.sources]
    file = project.relative(project.waves_file)
    ties = read_waves(project.waves_file, ids, file)
    proposals = propose(found, ties)
    waiting = sum(tie.review == PROPOSED for tie in (*ties.waves, *ties.copies))
    if printing.format_of(arguments) == "table":
        earlier = f"{_waiting(waiting)} in {file}." if waiting else ""
        printing.write("".join(f"{line}\n" for line in _told(proposals, earlier)), arguments.out)
    else:
        columns = ("kind", "name", "sources", "reasons")
        printing.answer(rows_of(columns, list(_rows(proposals))), arguments)
    at_hand = sum(each.text is not None for each in found.values())
    printing.note(f"{len(found)} sources compared, {at_hand} of them with their texts.")
    if arguments.write:
        record(project.waves_file, proposals)
        waiting += len(proposals.waves) + len(proposals.copies)
        printing.note(
            f"{file}: {_waiting(waiting)}. "
            "Nothing in it counts until review says accepted, with decidedBy and decided."
        )
    if proposals.waves or waiting:
        printing.note('Decide with: fashion-kg waves --same SOURCE SOURCE --by "your name", or --apart')
    return 0


def _waiting(count: int) -> str:
    return "1 awaits a decision" if count == 1 else f"{count} await a decision"


def _told(proposals: Proposals, earlier: str) -> Iterator[str]:
    from fashion_kg.answers.shown import printable

    for tie in proposals.waves:
        yield printable(f"wave {tie.name}: {', '.join(tie.sources)}")
        yield from (printable(f"  - {reason}") for reason in tie.reasons)
        yield ""
    for tie in proposals.copies:
        copy, origin = tie.sources
        yield printable(f"copy: {copy} from {origin}")
        yield from (printable(f"  - {reason}") for reason in tie.reasons)
        yield ""
    for pair in proposals.unsure:
        yield printable(f"one of the two copies the other, unsure which: {pair.one}, {pair.other}")
        yield from (printable(f"  - {reason}") for reason in pair.reasons)
        yield ""
    unsure = f", and {counted(len(proposals.unsure), 'pair')} unsure" if proposals.unsure else ""
    copies = f"{len(proposals.copies)} {'copy' if len(proposals.copies) == 1 else 'copies'}"
    yield f"{counted(len(proposals.waves), 'wave')} and {copies} proposed{unsure}."
    if earlier:
        yield f"Of those proposed before, {earlier}"


def _rows(proposals: Proposals) -> Iterator[tuple[str, str, str, str]]:
    for kind, ties in (("wave", proposals.waves), ("copy", proposals.copies)):
        for tie in ties:
            yield kind, tie.name, " ".join(tie.sources), " | ".join(tie.reasons)
    for pair in proposals.unsure:
        yield "unsure", "", f"{pair.one} {pair.other}", " | ".join(pair.reasons)


VERBS = [
    Verb(
        "waves",
        "2 make",
        "find and decide which sources go back to one announcement, and which copy another",
        "[options]\n       fashion-kg waves --same | --apart | --undecided SOURCE SOURCE ... [options]",
        "fashion-kg waves\nfashion-kg waves --write\n"
        'fashion-kg waves --same first-article second-article --by "Ana Curator"\n'
        "fashion-kg waves --undecided first-article second-article",
        _options,
        _waves,
        "It compares the sheets, and the texts as far as they are at hand. "
        "Conflicts count waves, not articles.\n"
        "Nothing is decided by itself: see docs/press-waves.md.",
    )
]

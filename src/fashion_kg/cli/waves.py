"""One voice or several: ``waves``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fashion_kg.cli import printing
from fashion_kg.cli.graphs import own_project, project_of
from fashion_kg.cli.verbs import Arguments, Parser, Verb
from fashion_kg.errors import counted

if TYPE_CHECKING:
    from fashion_kg.curating.proposed_waves import Proposals


def _options(parser: Parser) -> None:
    parser.output(("table", "csv", "tsv", "json", "md"))
    parser.add_argument(
        "--write",
        action="store_true",
        help="add the proposals to graph/waves.toml, where a person accepts or rejects them",
    )


def _waves(arguments: Arguments) -> int:
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
        "propose which sources go back to one announcement, and which copy another",
        "[options]",
        "fashion-kg waves\nfashion-kg waves --write",
        _options,
        _waves,
        "It compares the sheets, and the texts as far as they are at hand. "
        "Conflicts count waves, not articles.\n"
        "Nothing is decided by itself: see docs/press-waves.md.",
    )
]

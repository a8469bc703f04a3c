"""Who says so: ``why`` and ``conflicts``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from fashion_kg.cli import printing
from fashion_kg.cli.graphs import project_of, store_of
from fashion_kg.cli.verbs import Arguments, Parser, Verb
from fashion_kg.errors import UsageError, counted

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from fashion_kg.answers.provenance import Link, Place, Said
    from fashion_kg.conflicts import Conflict
    from fashion_kg.store import Store

_GROUP = "1 ask"


# -- why --------------------------------------------------------------------------------------------


def _why_options(parser: Parser) -> None:
    parser.words("THING", "a name, path or IRI: one for all that is said of it, two for what links them")
    parser.output()
    parser.add_argument(
        "--lang", default="en", metavar="TAG", help="language of the names of shared campaigns"
    )
    parser.graph()


def _why(arguments: Arguments) -> int:
    from fashion_kg.answers.asking import Question, answer
    from fashion_kg.build import load_ontology
    from fashion_kg.names import Names
    from fashion_kg.queries import find_query

    if not 1 <= len(arguments.words) <= 2:
        raise UsageError(
            "why needs one thing, or two. Put a name of several words in quotes: "
            'fashion-kg why "Kate Moss" Balenciaga'
        )
    project = project_of(arguments)
    store = store_of(arguments, project)
    names = Names(store, load_ontology(project))
    things = [names.find(word) for word in arguments.words]
    if printing.format_of(arguments) == "table":
        lines = _told(store, project.query_folders, things, arguments.words, names.language(arguments.lang))
        printing.write("".join(f"{line}\n" for line in lines), arguments.out)
        return 0
    terms = dict(zip(("thing", "other"), things, strict=False))
    query = find_query("claims/about", project.query_folders)
    printing.answer(answer(Question(query.summary, query.bind(terms)), store, arguments.timeout), arguments)
    return 0


def _told(
    store: Store, folders: Iterable[Path], things: list[NamedNode], words: list[str], language: str
) -> Iterator[str]:
    from fashion_kg.answers import provenance

    folders = list(folders)
    said = provenance.statements(store, folders, *things)
    if said:
        yield from _statements(said)
    elif len(things) == 1:
        yield f"No source says anything of {words[0]}."
    else:
        yield f"No statement mentions both {words[0]} and {words[1]}."
        links = provenance.links(store, folders, things[0], things[1], language)
        if not links:
            yield "No campaign or group links them either."
        for link in links:
            yield ""
            yield from _link(link)


def _statements(found: Iterable[Said]) -> Iterator[str]:
    groups: dict[str, list[Said]] = {}
    for said in found:
        groups.setdefault(said.kind, []).append(said)
    for number, (kind, members) in enumerate(groups.items()):
        if number:
            yield ""
        yield f"{kind} ({len(members)})"
        for said in members:
            yield from _statement(said)


def _link(link: Link) -> Iterator[str]:
    from fashion_kg.answers.shown import printable, short

    yield printable(f"Both have to do with {link.label} ({short(link.iri)}):")
    for said in (*link.one, *link.two):
        yield from _statement(said)


def _statement(said: Said) -> Iterator[str]:
    from fashion_kg.answers.shown import printable, short

    notes = [said.rank] if said.rank != "normal" else []
    notes += [said.review] if said.review != "accepted" else []
    notes += ["disputed"] if said.disputed else []
    standing = f" [{', '.join(notes)}]" if notes else ""
    yield printable(f"  {said.sentence}{standing}  {short(said.iri)}")
    if said.reason:
        yield printable(f"    decided: {said.reason}")
    for place in said.places:
        yield printable(f"    - {_place(place, said.sentence)}")


def _place(place: Place, sentence: str) -> str:
    printed = [f"prints {place.credit_text}"] if place.credit_text not in sentence else []
    printed += [f"dated {place.date_text}"] if place.date_text not in ("", place.phrase) else []
    return (
        f"{place.source}, {place.part}, {place.where}: “{place.phrase}”"
        + (f" ({'; '.join(printed)})" if printed else "")
        + (f" {place.url}" if place.url else "")
    )


# -- conflicts --------------------------------------------------------------------------------------


def _conflicts_options(parser: Parser) -> None:
    parser.output()
    parser.add_argument("--lang", default="en", metavar="TAG", help="language of the labels")
    parser.add_argument("--undecided", action="store_true", help="only what nobody has decided")
    parser.graph()


def _conflicts(arguments: Arguments) -> int:
    from fashion_kg.answers.results import rows_of
    from fashion_kg.build import load_ontology
    from fashion_kg.conflicts import find_conflicts
    from fashion_kg.names import Names

    project = project_of(arguments)
    store = store_of(arguments, project)
    language = Names(store, load_ontology(project)).language(arguments.lang)
    found = find_conflicts(store, project.query_folders, language)
    if arguments.undecided:
        found = [conflict for conflict in found if not conflict.decided]
    if printing.format_of(arguments) == "table":
        printing.write("".join(f"{line}\n" for line in _blocks(found)), arguments.out)
        return 0
    columns = ("subject", "property", "value", "rank", "waves", "sources", "decision")
    rows = [
        (each.subject, each.property, v.value, v.rank, v.waves, "; ".join(v.sources), v.decision)
        for each in found
        for v in each.values
    ]
    printing.answer(rows_of(columns, rows), arguments)
    return 0


def _blocks(found: list[Conflict]) -> Iterator[str]:
    from fashion_kg.answers.shown import printable

    for conflict in found:
        standing = "decided" if conflict.decided else "undecided"
        yield printable(f"{conflict.subject}: {conflict.property} ({standing})")
        for value in conflict.values:
            rank = f", {value.rank}" if value.rank != "normal" else ""
            voices = f"{counted(value.waves, 'voice')}: {'; '.join(value.sources)}"
            yield printable(f"  {value.value}{rank}  [{voices}]")
            if value.rank != "normal":
                yield printable(f"    decided: {value.decision}")
        yield ""
    decided = sum(conflict.decided for conflict in found)
    if found:
        counts = f"{counted(len(found), 'disagreement')}, {decided} decided"
        yield f"{counts}. Sources of one press wave count as one voice."
    else:
        yield "No source disagrees with another."


VERBS = [
    Verb(
        "why",
        _GROUP,
        "show the sources and phrases behind a thing, or between two",
        "THING [OTHER] [options]",
        'fashion-kg why "Hourglass"\nfashion-kg why "Kim Kardashian" Balenciaga',
        _why_options,
        _why,
        "A thing may be anything with an address: a person, a campaign, a role, a source, a statement.\n"
        "Where no statement mentions both things, the campaigns and groups that link them are shown.",
    ),
    Verb(
        "conflicts",
        _GROUP,
        "show where sources disagree, and how it was decided",
        "[options]",
        "fashion-kg conflicts --undecided",
        _conflicts_options,
        _conflicts,
    ),
]

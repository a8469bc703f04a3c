"""Which sources go back to one announcement, and which copy another: proposals, and what people decided."""

from __future__ import annotations

import datetime as dt
import graphlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from fashion_kg.claims import ACCEPTED, PROPOSED, REJECTED, Source
from fashion_kg.errors import Finding, did_you_mean
from fashion_kg.namespaces import SLUG
from fashion_kg.sheets.toml_tables import Table, TomlFile

WAVE, COPY = "wave", "copy"
STATES = (PROPOSED, ACCEPTED, REJECTED)


@dataclass(frozen=True)
class Tie:
    """Sources that are said to belong together.

    Attributes:
        sources: of a wave all its sources; of a copy the copy and then what it copies.
        review: proposed, accepted or rejected; only what is accepted counts.
        name: the wave's name; empty for a copy.
        reasons: why a program proposed it.
        reason: why a person decided so.
        decided_by, decided: who accepted or rejected it, and when.
        line: where it stands.
    """

    sources: tuple[str, ...]
    review: str
    name: str = ""
    reasons: tuple[str, ...] = ()
    reason: str = ""
    decided_by: str = ""
    decided: dt.date | None = None
    line: int = field(default=0, compare=False)


@dataclass
class Ties:
    """What ``graph/waves.toml`` holds: waves, copies, and what is wrong with the file."""

    waves: list[Tie] = field(default_factory=list)
    copies: list[Tie] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    file: str = ""


def read_waves(path: Path, sources: Iterable[str], name: str) -> Ties:
    """Read ``graph/waves.toml``; a missing file holds nothing.

    Args:
        path: the file.
        sources: ids of the sources that there are.
        name: the file's name in findings.
    """
    ties, known = Ties(file=name), set(sources)
    if not path.is_file():
        return ties
    file = TomlFile(path, name)
    for key in file.data:
        if key not in (WAVE, COPY):
            remedy = did_you_mean(key, (WAVE, COPY), f"Use [[{WAVE}]] or [[{COPY}]]")
            file.report(file.header_line(key), f"[[{key}]]", f'there is no table "{key}"', remedy)
    waves = [_read(table, known, WAVE) for table in file.tables(WAVE)]
    copies = [_read(table, known, COPY) for table in file.tables(COPY)]
    ties.waves, ties.copies = [each for each in waves if each], [each for each in copies if each]
    ties.findings = file.findings
    return ties


def _read(table: Table, known: set[str], sort: str) -> Tie | None:
    before = len(table.file.findings)
    name = table.string("name", required=True) or "" if sort == WAVE else ""
    if sort == WAVE:
        sources = table.strings("sources", required=True)
        keys = dict.fromkeys(sources, "sources")
    else:
        copy, origin = table.string("source", required=True), table.string("origin", required=True)
        sources = tuple(each for each in (copy, origin) if each)
        keys = {each: key for each, key in ((copy, "source"), (origin, "origin")) if each}
    if name and not SLUG.fullmatch(name):
        table.report("name", f'"{name}" cannot be the name of a wave', "Use a-z, 0-9 and single hyphens")
    for each in sources:
        if each not in known:
            remedy = did_you_mean(each, known, "Write the name of a sheet, without .toml")
            table.report(keys[each], f'there is no source "{each}"', remedy)
    if len(table.file.findings) == before and len(set(sources)) < 2:
        table.report(None, f"it is about {sources[0] if sources else 'nothing'} alone", "Name another one")
    review = table.word("review", STATES, "review state", required=True)
    reasons, reason = table.strings("reasons"), table.string("reason") or ""
    by, day = table.string("decidedBy"), table.day("decided")
    if review in (ACCEPTED, REJECTED) and not (by and day):
        remedy = 'Write decidedBy = "who it was" and decided = 2031-02-03'
        table.report("review", f"it is {review}, but not said by whom and when", remedy)
    table.refuse_other_keys()
    if len(table.file.findings) > before or review is None:
        return None
    unique = tuple(dict.fromkeys(sources))
    return Tie(unique, review, name, reasons, reason, by or "", day, table.line)


def join_waves(sources: Iterable[Source], ties: Ties) -> tuple[list[Source], list[Finding]]:
    """Say of each source which wave it belongs to, and what it copies.

    A source and its copies are of one wave: the one that a sheet of theirs names, or that was accepted for
    one of them, else one of their own.

    Returns:
        The sources, and findings about those that cannot be placed.
    """
    given = {source.id: source for source in sources}
    named = {source.id: source.wave for source in given.values() if source.wave}
    findings: list[Finding] = []
    for tie in ties.waves:
        for each in tie.sources if tie.review == ACCEPTED else ():
            if (earlier := named.setdefault(each, tie.name)) != tie.name:
                cause = f'{each} already belongs to the wave "{earlier}"'
                remedy = "Reject one of the two, or let the sheet and this file name the same"
                findings.append(Finding(ties.file, tie.line, f"[[{WAVE}]]", cause, remedy))
    origins = {source.id: list(source.derived_from) for source in given.values()}
    for copy, origin in (tie.sources for tie in ties.copies if tie.review == ACCEPTED):
        origins[copy] += [origin] if origin not in origins[copy] else []
    family = _families(origins, given)
    findings += _circle(origins, given)
    common: dict[str, str] = {}
    for source in given.values():
        names = dict.fromkeys(named[each] for each in family[source.id] if each in named)
        common[source.id] = next(iter(names), family[source.id][0])
        if len(names) > 1 and len(family[source.id]) > 1 and source.id in named:
            cause = "it, what it copies and what copies it are said to be of " + " and of ".join(
                f'"{name}"' for name in names
            )
            remedy = "Let them be of one wave: a copy counts with what it copies"
            findings.append(Finding(source.file, source.line, "[source], wave", cause, remedy))
    return [
        replace(source, wave=common[source.id], derived_from=tuple(origins[source.id]))
        for source in given.values()
    ], findings


def _families(origins: Mapping[str, list[str]], given: Mapping[str, Source]) -> dict[str, list[str]]:
    """Return for each source all that hang together with it by copying, itself included.

    Those that copy nothing come first, by their ids.
    """
    joined = {source: {source} for source in given}
    for copy, copied in origins.items():
        for origin in copied:
            if origin in given and joined[origin] is not joined[copy]:
                joined[copy] |= joined[origin]
                for each in joined[copy]:
                    joined[each] = joined[copy]
    ordered = {id(each): sorted(each, key=lambda source: (bool(origins[source]), source))
               for each in joined.values()}  # fmt: skip
    return {source: ordered[id(each)] for source, each in joined.items()}


def _circle(origins: Mapping[str, list[str]], given: Mapping[str, Source]) -> Iterator[Finding]:
    try:
        # That a source copies itself is told where its sheet is read.
        others = {copy: [each for each in copied if each != copy] for copy, copied in origins.items()}
        graphlib.TopologicalSorter(others).prepare()
    except graphlib.CycleError as error:
        first = given[min(each for each in error.args[1] if each in given)]
        cause = "the chain of what it copies leads back to where it began"
        remedy = "Take one of the copies in the chain out"
        yield Finding(first.file, first.line, "[source], derivedFrom", cause, remedy)

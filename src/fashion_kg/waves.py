"""Which sources go back to one announcement, and which copy another: proposals, and what people decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
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
        decided_by, decided: who accepted or rejected it, and when.
        line: where it stands.
    """

    sources: tuple[str, ...]
    review: str
    name: str = ""
    reasons: tuple[str, ...] = ()
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
    reasons, by, day = table.strings("reasons"), table.string("decidedBy"), table.day("decided")
    if review in (ACCEPTED, REJECTED) and not (by and day):
        remedy = 'Write decidedBy = "who it was" and decided = 2031-02-03'
        table.report("review", f"it is {review}, but not said by whom and when", remedy)
    table.refuse_other_keys()
    if len(table.file.findings) > before or review is None:
        return None
    unique = tuple(dict.fromkeys(sources))
    return Tie(unique, review, name, reasons, by or "", day, table.line)


def join_waves(sources: Iterable[Source], ties: Ties) -> tuple[list[Source], list[Finding]]:
    """Say of each source which wave it belongs to, and what it copies.

    A source belongs to the wave that its sheet names, else to the one that was accepted for it, else to
    that of what it copies; else it stands alone.

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
    origins = {source.id: source.derived_from for source in given.values()}
    for tie in ties.copies:
        if tie.review == ACCEPTED:
            copy, origin = tie.sources
            origins[copy] = tuple(dict.fromkeys((*origins[copy], origin)))
    placed = []
    for source in given.values():
        copied = tuple(origin for origin in origins[source.id] if origin in given)
        waves = {_wave_of(origin, named, origins, (source.id,)) for origin in copied}
        if None in waves:
            cause = "the chain of what it copies leads back to where it began"
            remedy = "Take one derivedFrom of the chain out"
            findings.append(Finding(source.file, source.line, "[source], derivedFrom", cause, remedy))
            waves = set()
        wave = named.get(source.id) or min(filter(None, waves), default=source.id)
        if waves and wave not in waves:
            cause = (
                f'it copies a source of the wave "{min(filter(None, waves))}", and is said to be of "{wave}"'
            )
            remedy = "Let both be of one wave: a copy counts with what it copies"
            findings.append(Finding(source.file, source.line, "[source], wave", cause, remedy))
        placed.append(replace(source, wave=wave, derived_from=origins[source.id]))
    return placed, findings


def _wave_of(
    source: str, named: Mapping[str, str], origins: Mapping[str, tuple[str, ...]], passed: tuple[str, ...]
) -> str | None:
    """Return the wave that a source belongs to, by its own name or by what it copies; None in a circle."""
    if source in passed:
        return None
    if source in named:
        return named[source]
    further = [_wave_of(each, named, origins, (*passed, source)) for each in origins.get(source, ())]
    return None if None in further else min(filter(None, further), default=source)

"""What a person says of press waves: these tell one story, these do not; and taking that back."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fashion_kg.claims import ACCEPTED, PROPOSED, REJECTED, Source
from fashion_kg.curating.blocks import SheetEdit
from fashion_kg.curating.proposed_waves import free_name, wave_name
from fashion_kg.curating.recording import HEAD, wave_block
from fashion_kg.curating.witnesses import Witness
from fashion_kg.errors import FindingsError, UsageError, did_you_mean
from fashion_kg.files import write_file
from fashion_kg.layout import Project
from fashion_kg.waves import WAVE, Tie, Ties, join_waves, read_waves


@dataclass(frozen=True)
class Word:
    """Who says it, when and why.

    Attributes:
        by: who decides.
        day: when.
        reason: why, in their words; may be empty.
        name: the wave's name; empty for the one that it has, or one that follows from what it is about.
    """

    by: str
    day: dt.date
    reason: str = ""
    name: str = ""


class WaveDesk:
    """Where a person decides which sources are one voice.

    A decision is a block of ``graph/waves.toml``, written whole or not at all; every other line stays.

    Args:
        project: the project.
        found: its sources, with what is known of them.
        sources: the sources as their sheets describe them.

    Raises:
        FindingsError: the file of waves has faults already.
    """

    def __init__(self, project: Project, found: dict[str, Witness], sources: Sequence[Source]) -> None:
        self.file, self.name = project.waves_file, project.relative(project.waves_file)
        self._found, self._sources = found, list(sources)
        self._content = self.file.read_bytes() if self.file.is_file() else HEAD.encode()
        self.ties, self._wave_of = self._read(self._content)

    def _read(self, content: bytes) -> tuple[Ties, dict[str, str]]:
        """Return what a file of these bytes holds, and the wave of each source by it."""
        with tempfile.TemporaryDirectory() as folder:
            draft = Path(folder) / self.file.name
            draft.write_bytes(content)
            ties = read_waves(draft, [source.id for source in self._sources], self.name)
        joined, misplaced = join_waves(self._sources, ties)
        if findings := [*ties.findings, *misplaced]:
            raise FindingsError(findings)
        return ties, {source.id: source.wave for source in joined}

    # -- what is meant ------------------------------------------------------------------------------

    def meant(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return the sources that ids mean, or the name of a wave in the file.

        Raises:
            UsageError: there is no such source or wave, only one source is meant, or nobody knows which wave.
        """
        ids = {source.id for source in self._sources}
        waves = {tie.name for tie in self.ties.waves}
        meant: set[str] = set()
        for word in words:
            if word not in ids | waves:
                remedy = did_you_mean(word, {*ids, *waves}, "Write the name of a sheet, without .toml")
                raise UsageError(f'There is no source or wave "{word}". {remedy}')
            # A wave may be called as its first source is; a source alone would mean nothing.
            is_wave = word not in ids or (word in waves and len(words) == 1)
            meant |= self._called(word) if is_wave else {word}
        if len(meant) < 2:
            raise UsageError(f"{next(iter(meant))} alone is one voice already. Name another source beside it")
        return tuple(sorted(meant))

    def _called(self, name: str) -> set[str]:
        """Return the sources of a wave in the file; of several blocks of one name, those of the widest."""
        blocks = [set(tie.sources) for tie in self.ties.waves if tie.name == name]
        widest = max(blocks, key=len)
        if any(not block <= widest for block in blocks):
            told = "; ".join(", ".join(sorted(block)) for block in blocks)
            raise UsageError(f'{self.name} has several blocks called "{name}": {told}. Name the sources')
        return widest

    # -- decisions ----------------------------------------------------------------------------------

    def same(self, sources: tuple[str, ...], word: Word) -> str:
        """Say that sources tell one story, whether or not one copies another; return the wave's name.

        Raises:
            UsageError: they are of one wave already, or of several.
            FindingsError: another decision or a sheet contradicts it; nothing is written.
        """
        waves = {self._wave_of[each] for each in sources}
        if len(waves) == 1:
            raise UsageError(f"They are of one wave already: {waves.pop()}. Nothing is to be done")
        own = sorted(wave for wave in waves if self._is_named(wave))
        if len(own) > 1:
            told = "; ".join(map(self._told, own))
            raise UsageError(f"They are of {len(own)} waves: {told}. Take one of those back first")
        block = self._block(sources)
        others = {wave for source, wave in self._wave_of.items() if source not in sources}
        # The block's own name serves, unless others got it since: then all of them would be one voice.
        kept = block.name if block and block.name not in others else ""
        taken = {*others, *(tie.name for tie in self.ties.waves)} - {kept}
        name = own[0] if own else word.name or kept
        if own and word.name not in ("", name):
            raise UsageError(f'Some of them are of the wave "{name}" already. Leave --name out')
        if not own and word.name in taken:
            raise UsageError(f'There is a wave "{word.name}" of other sources. Choose another name')
        name = name or free_name(wave_name(sources, self._found), lambda each: each in taken)
        self._decide(Tie(sources, ACCEPTED, name), block, word)
        return name

    def apart(self, sources: tuple[str, ...], word: Word) -> None:
        """Say that sources are voices of their own; a program does not propose it again.

        Raises:
            UsageError: a sheet, a copy or another wave still makes them one; nothing is written.
        """
        block = self._block(sources)
        name = block.name if block else word.name or wave_name(sources, self._found)
        content = self._changed(Tie(sources, REJECTED, name), block, word)
        wave_of = self._read(content)[1]
        for wave in sorted({wave_of[each] for each in sources}):
            together = [each for each in sources if wave_of[each] == wave]
            if len(together) > 1:
                raise UsageError(
                    f"{' and '.join(together)} stay one voice: {self._told(wave)}. Take that back first"
                )
        self._write(content)

    def undecided(self, sources: tuple[str, ...]) -> str:
        """Take back what was decided on just these sources; return what it was.

        What a program proposed awaits a decision again, what a person added is gone.

        Raises:
            UsageError: nothing was decided on them.
        """
        block = self._block(sources)
        if block is None or block.review == PROPOSED:
            near = [tie for tie in self.ties.waves if set(tie.sources) & set(sources)]
            more = "".join(f" There is {tie.name}, of {', '.join(tie.sources)}." for tie in near)
            raise UsageError(f"Nothing is decided in {self.name} on just these sources.{more}")
        edit, number = SheetEdit(self._content), self.ties.waves.index(block)
        if block.reasons:
            place = edit.statement(WAVE, number)
            edit.put(place, "review", PROPOSED)
            for key in ("decidedBy", "decided", "reason"):
                edit.take(place, key)
        else:
            edit.drop_statement(WAVE, number)
        self._write(edit.content())
        return block.review

    # -- the file -----------------------------------------------------------------------------------

    def _is_named(self, wave: str) -> bool:
        """Whether a wave is more than a source that stands alone."""
        given = any(source.wave == wave for source in self._sources)
        return given or wave not in self._wave_of or sum(w == wave for w in self._wave_of.values()) > 1

    def _block(self, sources: tuple[str, ...]) -> Tie | None:
        return next((tie for tie in self.ties.waves if set(tie.sources) == set(sources)), None)

    def _told(self, wave: str) -> str:
        """Say what makes a wave, so that it can be taken back."""
        members = sorted(source for source, each in self._wave_of.items() if each == wave)
        ties = [tie for tie in self.ties.waves if tie.review == ACCEPTED and tie.name == wave]
        by = [f"fashion-kg waves --undecided {' '.join(sorted(tie.sources))}" for tie in ties]
        if any(source.wave == wave for source in self._sources):
            by.append(f'the line wave = "{wave}" in their sheets')
        if not by:
            by.append("what they copy, derivedFrom in a sheet or [[copy]]")
        return f"{wave}, of {', '.join(members)} ({' and '.join(by)})"

    def _changed(self, tie: Tie, block: Tie | None, word: Word) -> bytes:
        """Return the file with a decision: in the block that is about these sources, else in a new one."""
        if block is None:
            told = replace(tie, decided_by=word.by, decided=word.day, reason=word.reason)
            before = self._content.rstrip(b"\r\n") + b"\n" if self._content.strip() else b""
            return before + b"\n" + wave_block(told).encode()
        edit = SheetEdit(self._content)
        place = edit.statement(WAVE, self.ties.waves.index(block))
        edit.put(place, "name", tie.name)
        edit.put(place, "review", tie.review)
        edit.put(place, "decidedBy", word.by)
        edit.put(place, "decided", word.day)
        if word.reason:
            edit.put(place, "reason", word.reason)
        else:
            edit.take(place, "reason")
        return edit.content()

    def _decide(self, tie: Tie, block: Tie | None, word: Word) -> None:
        content = self._changed(tie, block, word)
        self._read(content)
        self._write(content)

    def _write(self, content: bytes) -> None:
        write_file(self.file, content)
        self._content = content
        self.ties, self._wave_of = self._read(content)

"""Judgements who is who, written into the project's file of them, and taken back."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

from fashion_kg.claims import IdentityDecision
from fashion_kg.errors import FindingsError, UsageError, a, nearest
from fashion_kg.files import write_file
from fashion_kg.identity import Identity, read_identity
from fashion_kg.layout import Project
from fashion_kg.namespaces import BASE
from fashion_kg.ontology import Ontology
from fashion_kg.sheets.writing import as_toml
from fashion_kg.sources import Sheets

SAME, DIFFERENT, UNSURE = "same", "different", "unsure"
_HEADER = re.compile(r"^\s*\[\[?[^\[\]]+\]\]?\s*(?:#.*)?$")


@dataclass(frozen=True)
class Judgement:
    """A judgement to be written.

    Attributes:
        word: same, different or unsure.
        one: address of a thing; of *same*, the one that is kept.
        other: address of the other.
        reason: why, in words.
        by: who judges.
        day: when.
    """

    word: str
    one: str
    other: str
    reason: str
    by: str
    day: dt.date


class Judge:
    """Writes judgements between the declared things of a project, and takes them back.

    Every change is written at once, whole or not at all, and leaves all other lines as they are. The file is
    read again before each, since somebody else may write into it as well.

    Args:
        project: the project.
        ontology: its vocabulary.
        sheets: what its sheets say.

    Raises:
        FindingsError: the file of judgements has faults already.
    """

    def __init__(self, project: Project, ontology: Ontology, sheets: Sheets) -> None:
        self._ontology = ontology
        self._labels = {iri: entity.labels for iri, entity in sheets.entities.items()}
        self.classes = {iri: entity.class_name for iri, entity in sheets.entities.items()}
        self._file = project.identity_file
        self._name = project.relative(self._file)
        self._content = self._at_hand()
        self.identity = self._read(self._content)

    def _at_hand(self) -> bytes | None:
        return self._file.read_bytes() if self._file.is_file() else None

    def _read(self, content: bytes | None) -> Identity:
        """Read what a file of these bytes says: what is judged and which lines say so are of one moment."""
        with tempfile.TemporaryDirectory() as folder:
            draft = Path(folder) / self._file.name
            if content is not None:
                draft.write_bytes(content)
            identity = read_identity(draft, self._ontology, self.classes, self._name)
        if identity.findings:
            raise FindingsError(identity.findings)
        return identity

    def _again(self) -> None:
        """Read the file again if somebody wrote into it since."""
        content = self._at_hand()
        if content != self._content:
            self.identity, self._content = self._read(content), content

    # -- what is meant ------------------------------------------------------------------------------

    def find(self, text: str) -> str:
        """Return the address of the declared thing that a path, a slug, an address or a label means.

        Raises:
            UsageError: no thing is meant, or several are.
        """
        wanted = text.strip()
        iri = BASE + wanted.removeprefix(BASE)
        if iri in self.classes:
            return iri
        found = [each for each in self.classes if each.rpartition("/")[2] == wanted]
        found = found or [
            each
            for each, labels in self._labels.items()
            if any(label.value.casefold() == wanted.casefold() for label in labels)
        ]
        if len(found) > 1:
            choices = " or ".join(sorted(map(_path, found)))
            raise UsageError(f'"{text}" can mean {choices}. Write the path of the one that is meant')
        if found:
            return found[0]
        known = {label.value: each for each, labels in self._labels.items() for label in labels}
        known |= {_path(each): each for each in self.classes}
        meant = nearest(wanted, known)
        remedy = f'Did you mean "{meant}" ({_path(known[meant])})?' if meant else "Name it by its path"
        raise UsageError(f'No sheet declares a thing called "{text}". {remedy}')

    # -- judging ------------------------------------------------------------------------------------

    def judge(self, judgement: Judgement) -> str:
        """Write a judgement; return in words what follows from it.

        Raises:
            UsageError: it contradicts an earlier one, or cannot be.
            FindingsError: somebody else wrote faults into the file meanwhile.
        """
        if not judgement.reason.strip():
            raise UsageError("A judgement needs a reason: --reason TEXT")
        if not judgement.by.strip():
            raise UsageError("A judgement says who judges: --by NAME")
        if judgement.one == judgement.other:
            raise UsageError(f"Both names mean {_path(judgement.one)}. Name two things")
        self._again()
        canonical, asked = self.identity.canonical, judgement
        judgement = replace(judgement, one=canonical(judgement.one), other=canonical(judgement.other))
        if judgement.one == judgement.other:
            blocks = " and ".join(self._where(each) for each in self._merging(judgement.one))
            raise UsageError(
                f"{_path(judgement.one)} keeps both already, by {blocks}. To take that back: {_undo(asked)}"
            )
        earlier = self._between(judgement.one, judgement.other)
        told = "".join(
            f" {_path(given)} was merged into {_path(kept)} before."
            for given, kept in ((asked.one, judgement.one), (asked.other, judgement.other))
            if given != kept
        )
        if earlier and earlier.judgement == judgement.word:
            raise UsageError(f"{self._said(earlier)} already.{told} Nothing is to be done")
        if earlier and (earlier.judgement != UNSURE or len(earlier.entities) > 2):
            told = told or "".join(
                f" {_path(iri)} was merged into {_path(canonical(iri))} before."
                for iri in earlier.entities
                if canonical(iri) != iri
            )
            raise UsageError(
                f"{self._said(earlier)}.{told} Take that back first: {_undo(judgement, earlier)}"
            )
        if judgement.word == SAME:
            self._refuse_two_kinds(judgement)
        lines = self._lines()
        if earlier:
            lines = _without(lines, earlier)
            told += f" It was unsure since {earlier.decided}; that is replaced."
        self._write(_with(lines, judgement), [earlier] if earlier else [], [_decision(judgement)])
        return self._told(judgement, told)

    def unsure(self, one: str, other: str) -> IdentityDecision | None:
        """Return the unsure judgement between two things that another one would replace."""
        self._again()
        earlier = self._between(*map(self.identity.canonical, (one, other)))
        return earlier if earlier and earlier.judgement == UNSURE and len(earlier.entities) == 2 else None

    def undo(self, one: str, other: str, replaced: IdentityDecision | None = None) -> str:
        """Take back what was judged between two things; return what was, in words.

        Args:
            one: address of a thing.
            other: address of the other.
            replaced: the unsure judgement that it replaced, which is to stand again.

        Raises:
            UsageError: nothing was judged between them, or only by way of others.
            FindingsError: somebody else wrote faults into the file meanwhile.
        """
        self._again()
        pair = {one, other}
        direct = [each for each in self.identity.decisions if pair <= set(each.entities)]
        # Of several that are merged at once, two that were merged into a third are one only through it.
        direct = [each for each in direct if each.kept is None or each.kept in pair]
        if not direct:
            raise UsageError(self._not_judged(one, other))
        decision = direct[-1]
        lines, again = self._lines(), [replaced] if replaced else []
        if len(decision.entities) > 2:
            if decision.kept is None:
                raise UsageError(
                    f"{self._where(decision)} judges {len(decision.entities)} things at once. Change it there"
                )
            gone = next(iri for iri in pair if iri != decision.kept)
            lines = _with_less(lines, decision, gone)
            less = replace(decision, entities=tuple(iri for iri in decision.entities if iri != gone))
            again.append(less)
        else:
            lines = _without(lines, decision)
        said = f"{self._said(decision)}: taken back."
        if replaced:
            lines = _with(lines, _judgement(replaced))
            said += f" It is unsure again, as since {replaced.decided}."
        self._write(lines, [decision], again)
        return said

    def _not_judged(self, one: str, other: str) -> str:
        canonical = self.identity.canonical
        names = f"{_path(one)} and {_path(other)}"
        if canonical(one) == canonical(other):
            blocks = " and ".join(self._where(each) for each in self._merging(canonical(one)))
            return f"{names} are one by way of {_path(canonical(one))} ({blocks}). Take back one of those"
        if earlier := self._between(canonical(one), canonical(other)):
            return f"{self._said(earlier)}. Name those two to take it back"
        return f"Nothing is judged between {names}. See what may be one with: fashion-kg dedupe"

    def _refuse_two_kinds(self, judgement: Judgement) -> None:
        kinds = self.classes[judgement.one], self.classes[judgement.other]
        if kinds[0] != kinds[1]:
            raise UsageError(
                f"{_path(judgement.one)} is {a(kinds[0])}, {_path(judgement.other)} {a(kinds[1])}: "
                "they are two things, whatever their names. Correct the class in a sheet if it is wrong"
            )

    def _between(self, one: str, other: str) -> IdentityDecision | None:
        """Return what was judged between two kept things, or between any that were merged into them."""
        canonical = self.identity.canonical
        for decision in self.identity.decisions:
            if decision.kept is None:
                for pair in combinations(decision.entities, 2):
                    if {canonical(pair[0]), canonical(pair[1])} == {one, other}:
                        return decision
        return None

    def _merging(self, kept: str) -> list[IdentityDecision]:
        canonical = self.identity.canonical
        return [each for each in self.identity.decisions if each.kept and canonical(each.kept) == kept]

    def _said(self, decision: IdentityDecision) -> str:
        names = " and ".join(map(_path, decision.entities))
        return f'{self._where(decision)} judges {names} {decision.judgement} ("{decision.reason}")'

    def _where(self, decision: IdentityDecision) -> str:
        return f"{self._name}:{decision.line}"

    def _told(self, judgement: Judgement, more: str) -> str:
        one, other = _path(judgement.one), _path(judgement.other)
        if judgement.word != SAME:
            return f"{one} and {other}: {judgement.word}.{more}"
        kept = f"{one} is kept; {other} leads to it after the next build.{more}"
        return f"{kept} To take it back: {_undo(judgement)}"

    # -- the file -----------------------------------------------------------------------------------

    def _lines(self) -> list[str]:
        if self._content is None:
            return ["# Who is who. A judgement is taken back by removing its block.\n"]
        # Only a line feed ends a line of TOML; Python knows more ends than that.
        return re.findall(r"[^\n]*\n|[^\n]+", self._content.decode("utf-8-sig"))

    def _write(
        self, lines: Sequence[str], gone: Sequence[IdentityDecision], come: Sequence[IdentityDecision]
    ) -> None:
        """Write the file anew, after reading what it would say: nothing else may have changed."""
        content = "".join(lines).encode()
        identity = self._read(content)
        meant = _counted(self.identity.decisions) - _counted(gone) + _counted(come)
        if _counted(identity.decisions) != meant:
            raise UsageError(
                f"{self._name} is laid out in a way that cannot be changed safely. Edit it by hand"
            )
        if self._at_hand() != self._content:
            raise UsageError(f"{self._name} was changed meanwhile; nothing was written. Run it again")
        write_file(self._file, content)
        self.identity, self._content = identity, content


def _counted(decisions: Sequence[IdentityDecision]) -> Counter[IdentityDecision]:
    """Count judgements by what they say, wherever they stand."""
    return Counter(replace(each, file="", line=0) for each in decisions)


def _decision(judgement: Judgement) -> IdentityDecision:
    """Return a judgement as it is read once it is written."""
    return IdentityDecision(
        judgement.word,
        (judgement.one, judgement.other),
        _on_one_line(judgement.reason),
        _on_one_line(judgement.by),
        judgement.day,
        judgement.one if judgement.word == SAME else None,
    )


def _judgement(decision: IdentityDecision) -> Judgement:
    one, other = decision.entities
    return Judgement(decision.judgement, one, other, decision.reason, decision.decided_by, decision.decided)


def _with(lines: Sequence[str], judgement: Judgement) -> list[str]:
    """Return the lines with a block at their end."""
    one, other = _path(judgement.one), _path(judgement.other)
    if judgement.word == SAME:
        named = [f"keep = {as_toml(one)}", f"merge = [{as_toml(other)}]"]
    else:
        named = [f"entities = [{as_toml(one)}, {as_toml(other)}]"]
    block = [
        f"[[{judgement.word}]]",
        *named,
        f"reason = {as_toml(_on_one_line(judgement.reason))}",
        f"decidedBy = {as_toml(_on_one_line(judgement.by))}",
        f"decided = {judgement.day.isoformat()}",
    ]
    kept = list(lines)
    if kept and not kept[-1].endswith("\n"):
        kept[-1] += "\n"
    blank = ["\n"] if kept and kept[-1].strip() else []
    return [*kept, *blank, *(f"{line}\n" for line in block)]


def _without(lines: Sequence[str], decision: IdentityDecision) -> list[str]:
    """Return the lines without a judgement's block; what is written above the next one stays."""
    start = decision.line - 1
    end = next((at for at in range(start + 1, len(lines)) if _HEADER.match(lines[at])), len(lines))
    while end < len(lines) and end > start + 1 and lines[end - 1].lstrip().startswith("#"):
        end -= 1
    rest = [*lines[:start], *lines[end:]]
    while rest and end >= len(lines) and not rest[-1].strip():
        rest.pop()
    return rest


def _with_less(lines: Sequence[str], decision: IdentityDecision, gone: str) -> list[str]:
    """Return the lines with one thing fewer in a list of those to merge."""
    start = decision.line - 1
    end = next((at for at in range(start + 1, len(lines)) if _HEADER.match(lines[at])), len(lines))
    block = "".join(lines[start:end])
    merged = [as_toml(_path(iri)) for iri in decision.entities if iri not in (decision.kept, gone)]
    anew = re.sub(
        r"(?ms)^(\s*merge\s*=\s*)\[.*?\]", lambda found: f"{found[1]}[{', '.join(merged)}]", block, count=1
    )
    return [*lines[:start], anew, *lines[end:]]


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _path(iri: str) -> str:
    return iri.removeprefix(BASE)


def _undo(judgement: Judgement, earlier: IdentityDecision | None = None) -> str:
    pair = earlier.entities[:2] if earlier else (judgement.one, judgement.other)
    return f"fashion-kg dedupe undo {_path(pair[0])} {_path(pair[1])}"

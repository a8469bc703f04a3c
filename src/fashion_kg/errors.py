"""What can go wrong, told as data: findings to show together, and the few exceptions that carry them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong or worth knowing, with the place to mend it.

    Attributes:
        file: path of the file, relative to the project where it lies inside it.
        line: line number from 1, or 0 where no line can be named.
        place: what stands there, such as ``[[Credit]] 3, key role``.
        cause: what is wrong, in one sentence without a full stop.
        remedy: what to do about it, in one sentence without a full stop.
        severity: ``error`` (the build stops), ``warning`` or ``info``.
    """

    file: str
    line: int
    place: str
    cause: str
    remedy: str
    severity: str = "error"

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        middle = f" {self.place}:" if self.place else ""
        return f"{where}:{middle} {sentence(self.cause)} {sentence(self.remedy)}"


@dataclass(frozen=True)
class GraphFinding:
    """One thing about the built graph that is wrong or worth knowing, and where it comes from.

    Attributes:
        severity: ``error``, ``warning`` or ``info``.
        check: name of the check that found it: a shape, a check query, or a step of reasoning.
        subject: IRI of what it is about; empty where it is about the graph as a whole.
        label: the subject's label, else the end of its IRI.
        cause: what is wrong, in one sentence without a full stop.
        remedy: what to do about it, in one sentence without a full stop.
        sources: labels of the sources that speak of the subject.
    """

    severity: str
    check: str
    subject: str
    label: str
    cause: str
    remedy: str
    sources: tuple[str, ...] = ()

    def __str__(self) -> str:
        of = f" {self.label} <{self.subject}>:" if self.subject else ""
        sources = f" Sources: {'; '.join(self.sources)}." if self.sources else ""
        return f"{self.severity}: {self.check}:{of} {sentence(self.cause)} {sentence(self.remedy)}{sources}"


class FashionKGError(Exception):
    """A sentence for the user: what happened and what to do."""


class UsageError(FashionKGError):
    """The request itself is wrong: an unknown name, a missing parameter, a malformed query."""


class FindingsError(FashionKGError):
    """Input that cannot be used, with every finding at once."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = sorted(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


def sentence(text: str) -> str:
    """End a text with a full stop, unless it ends a sentence already."""
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def a(word: str) -> str:
    """Put the right article before a word: ``a Person``, ``an Agent``."""
    return f"{'an' if word[:1] in 'AEIOUaeiou' else 'a'} {word}"


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun.

    >>> counted(1, "campaign"), counted(0, "person", "people")
    ('1 campaign', '0 people')
    """
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice closest to ``word``, or None when none is close."""
    matches = difflib.get_close_matches(word, sorted(choices), n=1, cutoff=0.65)
    return matches[0] if matches else None


def did_you_mean(word: str, choices: Iterable[str], otherwise: str) -> str:
    """Phrase a remedy: the nearest choice if there is one, else ``otherwise``."""
    match = nearest(word, choices)
    return f'Did you mean "{match}"?' if match else otherwise

"""What a verb is, and how its arguments are read: sentences for mistakes, the same options everywhere."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from fashion_kg.errors import UsageError, did_you_mean

Arguments = argparse.Namespace

RESULT_FORMATS = ("table", "csv", "tsv", "json", "xml", "ttl", "jsonld", "md")


@dataclass(frozen=True)
class Verb:
    """One word after ``fashion-kg``.

    Attributes:
        name: the word.
        group: heading under which the overview shows it.
        summary: what it does, in one line.
        usage: its arguments, as its help shows them.
        example: a command that works, with a word on what it shows where that helps.
        options: adds its arguments to a parser.
        run: does it; returns the exit code.
        about: more for its help.
    """

    name: str
    group: str
    summary: str
    usage: str
    example: str
    options: Callable[[Parser], None]
    run: Callable[[Arguments], int]
    about: str = ""


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are sentences with a remedy."""

    def __init__(self, verb: Verb) -> None:
        super().__init__(
            prog=f"fashion-kg {verb.name}",
            usage=f"fashion-kg {verb.name} {verb.usage}".rstrip(),
            description=verb.summary + ("\n\n" + verb.about if verb.about else ""),
            epilog=f"example:\n{_indented(verb.example)}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        self.verb = verb
        verb.options(self)
        self.add_argument(
            "--project",
            type=path,
            metavar="DIR",
            help="the project to use (default: around the current folder)",
        )

    def error(self, message: str) -> NoReturn:
        """Raise the complaint.

        Raises:
            UsageError: always.
        """
        if match := re.fullmatch(r"unrecognized arguments: (.*)", message):
            raise UsageError(self._unknown(match[1].split()[0]))
        if match := re.fullmatch(r"argument (\S+?)(?:/\S+)?: (.*)", message, re.S):
            message = f"{match[1]}: {match[2]}"
        message = message.rstrip(".")
        raise UsageError(message if ". " in message else f"{message}. See: {self.prog} --help")

    def _unknown(self, word: str) -> str:
        options = [option for action in self._actions for option in action.option_strings]
        if word.startswith("-"):
            remedy = did_you_mean(word.partition("=")[0], options, f"See: {self.prog} --help")
            return f'"{self.prog}" has no option {word}. {remedy}'
        return f'"{self.prog}" has no use for "{word}". See: {self.prog} --help'

    def words(self, name: str, about: str) -> None:
        """Take any number of words; how many are needed is for the verb to say."""
        self.add_argument("words", nargs="*", metavar=name, help=about)

    def choice(self, option: str, choices: Iterable[str], default: str | None, about: str) -> None:
        """Take one of a few words."""
        words = tuple(choices)

        def one_of(text: str) -> str:
            if text not in words:
                remedy = did_you_mean(text, words, "Use one of: " + ", ".join(words))
                raise argparse.ArgumentTypeError(f'there is no "{text}". {remedy}')
            return text

        shown = f"{about}: {', '.join(words)}" + (f" (default: {default})" if default else "")
        self.add_argument(option, type=one_of, default=default, metavar="WORD", help=shown)

    def output(self, formats: Iterable[str] = RESULT_FORMATS) -> None:
        """Take ``--format`` and ``--out``."""
        self.choice("--format", formats, None, "how to write the answer")
        self.add_argument(
            "--out",
            type=path,
            metavar="FILE",
            help="write to a file; its ending chooses the format if --format does not",
        )

    def graph(self) -> None:
        """Take the options that say whom to ask, and how long."""
        self.add_argument(
            "--endpoint", metavar="URL", help="ask this SPARQL 1.1 endpoint instead of the built graph"
        )
        self.add_argument("--timeout", type=seconds, metavar="SECONDS", help="give up after this long")
        self.reviewed()

    def reviewed(self) -> None:
        """Take the option that leaves out what is not accepted."""
        self.add_argument(
            "--reviewed-only",
            action="store_true",
            help="leave out what no person accepted, and all that rests on it",
        )


def path(text: str) -> Path:
    """Read the name of a file or folder; an empty text would mean the current folder."""
    if not text:
        raise argparse.ArgumentTypeError("the name is empty. Name a file or a folder")
    return Path(text)


def seconds(text: str) -> float:
    """Read a number of seconds above zero."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 1e7:
        raise argparse.ArgumentTypeError(f'"{text}" is not a number of seconds. Write one such as 60')
    return value


def needed(arguments: Arguments, count: int, what: str) -> list[str]:
    """Return a verb's words if there are ``count`` of them.

    Raises:
        UsageError: there are more or fewer.
    """
    words: list[str] = arguments.words
    if len(words) < count or not all(words):
        raise UsageError(f"{arguments.verb} needs {what}. See: fashion-kg {arguments.verb} --help")
    if len(words) > count:
        raise UsageError(f'{arguments.verb} takes only {what}, and "{words[count]}" is one too many')
    return words


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())

"""Strict reading of TOML: every key is asked for by name, a key left over is an error, errors have a line."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from fashion_kg.claims import DateSpan, Text
from fashion_kg.errors import Finding, did_you_mean
from fashion_kg.sheets.toml_hints import hint

MAX_BYTES = 2_000_000
"""The largest TOML file that is read; one document's claims take a hundredth of it."""

_AS_IT_STANDS = ("phrase", "note", "reason")
"""Keys whose texts are looked at elsewhere, or may run over several lines."""

_ELSEWHERE = {
    "prefLabel": "label",
    "altLabel": "alt",
    "hiddenLabel": "hidden",
    "alias": "alt",
    "aliases": "alt",
}
"""What the usual words for names are called here; by its letters, altLabel would come nearest to label."""

_HEADER = re.compile(r"^\s*\[(\[?)\s*([^\[\],]+?)\s*\]\]?\s*(?:#.*)?$")


class TomlFile:
    """A TOML file, where its tables and keys stand, and what was found wrong with it.

    Args:
        path: the file.
        name: its name for people, as it appears in findings.
    """

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name
        self.findings: list[Finding] = []
        self.readable = False
        self._lines: list[str] = []
        self._headers: dict[str, list[int]] = {}
        text = self._read()
        self.data: dict[str, Any] = self._parse(text)

    def _read(self) -> str:
        try:
            size = self.path.stat().st_size
            if size > MAX_BYTES:
                has, may = f"{size / 1e6:.1f} MB", f"{MAX_BYTES / 1e6:.0f} MB"
                remedy = "A sheet is one document; bring tables in through an import"
                self.report(0, "", f"the file has {has}, more than the {may} that a sheet may have", remedy)
                return ""
            text = self.path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            cause = f"byte 0x{error.object[error.start]:02x} is not UTF-8"
            self.report(line, "", cause, "Save the file as UTF-8")
            return ""
        except OSError as error:
            remedy = "Check that it exists and is readable"
            self.report(0, "", f"the file cannot be read: {error.strerror}", remedy)
            return ""
        self.readable = True
        return text

    def _parse(self, text: str) -> dict[str, Any]:
        # Only these two end a line in TOML; a text may hold any of the others that Python knows.
        self._lines = text.replace("\r\n", "\n").split("\n")
        for number, line in enumerate(self._lines, 1):
            if match := _HEADER.match(line):
                self._headers.setdefault(_plain(match[2]), []).append(number)
        try:
            return tomllib.loads(text)
        except (ValueError, RecursionError) as error:
            self.readable = False
            said = str(error)
            if not isinstance(error, tomllib.TOMLDecodeError):
                said = "a number is too long, or brackets are nested too deeply"
            at = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", said)
            where = int(at[1] or len(self._lines)) if at else 1
            # Where the text ends too early, the place is part of what was said.
            told = said[: at.start()] if at and at[1] else said
            where, cause, remedy = hint(told, self._lines, where, int(at[2] or 0) if at else 0)
            cause = cause.removesuffix(" (at end of document)")
            self.report(where, "", f"this is not valid TOML: {cause}".replace("\n", "\\n"), remedy)
            return {}

    def report(self, line: int, place: str, cause: str, remedy: str) -> None:
        """Add a finding about this file."""
        self.findings.append(Finding(self.name, line, place, cause, remedy))

    def header_line(self, header: str, index: int = 0) -> int:
        """Return the line of the ``index``-th table of this name, or of the key that stands for it, or 1."""
        lines = self._headers.get(_plain(header), [])
        if index < len(lines):
            return lines[index]
        above, _, key = header.rpartition(".")
        start = self._headers.get(_plain(above), [1])[0]
        return self.find_line(start, rf"(?:^|[{{,.\s])[\"']?{re.escape(key)}[\"']?\s*[.=]")

    def find_line(self, start: int, pattern: str) -> int:
        """Return the first line from ``start`` to the next table that matches ``pattern``, else ``start``."""
        for number in range(start, len(self._lines) + 1):
            if number > start and _HEADER.match(self._lines[number - 1]):
                break
            if re.search(pattern, self._lines[number - 1]):
                return number
        return start

    def tables(self, name: str) -> list[Table]:
        """Return the tables of an array ``[[name]]``, or a report that it is none."""
        found = self.data.get(name, [])
        if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
            self.report(
                self.header_line(name), f"[{name}]", f"{name} comes in double brackets", f"Write [[{name}]]"
            )
            return []
        return [
            Table(self, entry, f"[[{name}]] {number}", self.header_line(name, number - 1))
            for number, entry in enumerate(found, 1)
        ]

    def table(self, name: str) -> Table | None:
        """Return the table ``[name]``, or None where the file has none."""
        found = self.data.get(name)
        if found is None:
            return None
        if not isinstance(found, dict):
            self.report(
                self.header_line(name), f"[[{name}]]", f"{name} comes in single brackets", f"Write [{name}]"
            )
            return None
        return Table(self, found, f"[{name}]", self.header_line(name))


def _plain(header: str) -> str:
    """Return a table's name without blanks and quotation marks, however it is written."""
    return re.sub(r"[\s\"']", "", header)


def shown(value: object) -> str:
    """Return a value as TOML would write it, as far as it is simple."""
    return f'"{value}"' if isinstance(value, str) else str(value)


class Table:
    """One table of a TOML file, read key by key."""

    def __init__(self, file: TomlFile, data: Mapping[str, Any], place: str, line: int) -> None:
        self.file, self.data, self.place, self.line = file, data, place, line
        self._asked: set[str] = set()

    def line_of(self, key: str) -> int:
        """Return the line on which a key of this table stands."""
        return self.file.find_line(self.line, rf"(?:^|[{{,\s]){re.escape(key)}\s*=")

    def report(self, key: str | None, cause: str, remedy: str) -> None:
        """Report something wrong with a key of this table, or with the table."""
        if key is None:
            self.file.report(self.line, self.place, cause, remedy)
        else:
            self.file.report(self.line_of(key), f"{self.place}, {key}", cause, remedy)

    def get(self, key: str, *, required: bool = False) -> Any:
        """Return a key's raw value; report it when it is required and absent."""
        self._asked.add(key)
        if required and key not in self.data:
            self.report(None, f'the key "{key}" is missing', f"Add {key} = …")
        return self.data.get(key)

    def refuse_other_keys(self, known: Iterable[str] = ()) -> None:
        """Report every key that nobody asked for."""
        valid = self._asked | set(known)
        for key in self.data:
            if key not in valid:
                remedy = did_you_mean(key, valid, "The keys here are: " + ", ".join(sorted(valid)))
                if (meant := _ELSEWHERE.get(key)) in valid:
                    remedy = f'Did you mean "{meant}"?'
                self.report(key, f'the key "{key}" is unknown', remedy)

    def string(self, key: str, *, required: bool = False) -> str | None:
        """Return a text, stripped of nothing; report anything else, and an empty one."""
        value = self.get(key, required=required)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            cause = "it is empty" if value == "" else f"{shown(value)} is not a text"
            self.report(
                key, cause, f'Write {key} = "…", or leave it out' if not required else f'Write {key} = "…"'
            )
            return None
        if key not in _AS_IT_STANDS:
            self._refuse_untidy(key, value)
        return value

    def _refuse_untidy(self, key: str, text: str) -> None:
        """Report what nobody sees in a text, and what makes it another text than it looks like."""
        if text != text.strip():
            self.report(key, f"{shown(text.strip())} has blanks around it", "Take them away")
        elif "\t" in text:
            self.report(key, f"{shown(text.replace(chr(9), ' '))} has a tab in it", "Write a blank instead")

    def strings(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """Return a list of texts; one text alone counts as a list of one."""
        value = self.get(key, required=required)
        if isinstance(value, str):
            value = [value]
        if value is None:
            return ()
        if not isinstance(value, list) or not all(
            isinstance(entry, str) and entry.strip() for entry in value
        ):
            self.report(key, f"{shown(value)} is not a list of texts", f'Write {key} = ["…", "…"]')
            return ()
        for entry in value:
            self._refuse_untidy(key, entry)
        return tuple(value)

    def integer(self, key: str, *, required: bool = False, least: int = 0) -> int | None:
        """Return a whole number of at least ``least``."""
        value = self.get(key, required=required)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            self.report(
                key,
                f"{shown(value)} is not a whole number from {least}",
                "Write it without quotation marks" if isinstance(value, str) else f"Write {least} or more",
            )
            return None
        return value

    def share(self, key: str) -> Decimal | None:
        """Return a number from 0 to 1."""
        value = self.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            self.report(
                key, f"{shown(value)} is not a number from 0 to 1", f"Write {key} = 0.9, or leave it out"
            )
            return None
        return Decimal(str(value))

    def day(self, key: str, *, required: bool = False) -> dt.date | None:
        """Return a single day."""
        value = self.get(key, required=required)
        if value is None:
            return None
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            return value
        remedy = f"Write {key} = 2031-02-03, without quotation marks"
        self.report(key, f"{shown(value)} is not a day", remedy)
        return None

    def date_span(self, key: str, *, hint: str = "") -> DateSpan | None:
        """Return a date as wide as the source leaves it: a year, a month, a day, or a span.

        Args:
            key: the key.
            hint: what to add to the remedy.
        """
        value = self.get(key)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if isinstance(value, dt.date):
            value = value.isoformat()[:10]
        try:
            return DateSpan.parse(str(value))
        except ValueError as error:
            remedy = f'Write "2031", "2031-02", "2031-02-03" or "2031..2033"{hint}'
            self.report(key, f'"{value}" is not a date: {error}', remedy)
            return None

    def texts(self, key: str, default_language: str, *, required: bool = False) -> tuple[Text, ...]:
        """Return texts by language: a text or a list is in the default language, a table names its own."""
        value = self.get(key, required=required)
        if value is None:
            return ()
        by_language = value if isinstance(value, dict) else {default_language: value}
        found: list[Text] = []
        for tag, entry in by_language.items():
            language = language_tag(tag)
            if language is None:
                self.report(key, f'"{tag}" is not a language tag', LANGUAGE_REMEDY)
                continue
            for text in entry if isinstance(entry, list) else [entry]:
                if isinstance(text, str) and text.strip():
                    self._refuse_untidy(key, text)
                    found.append(Text(text, language))
                else:
                    self.report(key, f"{shown(text)} is not a text", f'Write {key} = "…" or {{ en = "…" }}')
        return tuple(found)

    def word(self, key: str, choices: Iterable[str], called: str, *, required: bool = False) -> str | None:
        """Return a text that is one of some words; report any other."""
        value, words = self.string(key, required=required), list(choices)
        if value is None or value in words:
            return value
        remedy = did_you_mean(value, words, "Use " + ", ".join(words))
        self.report(key, f'there is no {called} "{value}"', remedy)
        return None


LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?")
"""Language tags as used here: language, script, region (a subset of BCP 47)."""
LANGUAGE_REMEDY = "Write one such as en, fr or zh-Hant"


def language_tag(text: str) -> str | None:
    """Return a language tag in its usual capitals (BCP 47, 2.1.1), or None when it is none."""
    if not LANGUAGE.fullmatch(text):
        return None
    language, *rest = text.split("-")
    return "-".join([language.lower(), *(part.title() if len(part) == 4 else part.upper() for part in rest)])

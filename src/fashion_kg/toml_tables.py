"""Strict reading of TOML: every key is asked for by name, what is left over is an error, and every error has a line."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from fashion_kg.claims import DateSpan, Text
from fashion_kg.errors import Finding, did_you_mean

MAX_BYTES = 2_000_000
"""The largest TOML file that is read; one document's claims take a hundredth of it."""

_HEADER = re.compile(r"^\s*\[(\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")


class TomlFile:
    """A TOML file, where its tables and keys stand, and what was found wrong with it.

    Args:
        path: the file.
        name: its name for people, as it appears in findings.
    """

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name
        self.findings: list[Finding] = []
        self._lines: list[str] = []
        self._headers: dict[str, list[int]] = {}
        self.data: dict[str, Any] = self._parse()

    def _parse(self) -> dict[str, Any]:
        try:
            size = self.path.stat().st_size
            if size > MAX_BYTES:
                self.report(
                    0,
                    "",
                    f"the file has {size / 1e6:.1f} MB, more than the {MAX_BYTES / 1e6:.0f} MB that a sheet may have",
                    "A sheet is one document; bring tables in through an import",
                )
                return {}
            text = self.path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            self.report(line, "", f"byte {error.start} is not UTF-8", "Save the file as UTF-8")
            return {}
        except OSError as error:
            self.report(
                0, "", f"the file cannot be read: {error.strerror}", "Check that it exists and is readable"
            )
            return {}
        self._lines = text.splitlines()
        for number, line in enumerate(self._lines, 1):
            if match := _HEADER.match(line):
                self._headers.setdefault(match[2], []).append(number)
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            at = re.search(r"line (\d+)", str(error))
            cause = re.sub(r" \(at .*\)$", "", str(error))
            self.report(int(at[1]) if at else 0, "", f"this is not valid TOML: {cause}", "Mend the syntax")
            return {}

    def report(self, line: int, place: str, cause: str, remedy: str) -> None:
        """Add a finding about this file."""
        self.findings.append(Finding(self.name, line, place, cause, remedy))

    def header_line(self, header: str, index: int = 0) -> int:
        """Return the line of the ``index``-th table of this name, or 0."""
        lines = self._headers.get(header, [])
        return lines[index] if index < len(lines) else 0

    def find_line(self, start: int, pattern: str) -> int:
        """Return the first line from ``start`` to the next table that matches ``pattern``, else ``start``."""
        for number in range(start, len(self._lines) + 1):
            if number > start and _HEADER.match(self._lines[number - 1]):
                break
            if number > 0 and re.search(pattern, self._lines[number - 1]):
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
                self.report(key, f'the key "{key}" is unknown', remedy)

    def string(self, key: str, *, required: bool = False) -> str | None:
        """Return a text, stripped of nothing; report anything else, and an empty one."""
        value = self.get(key, required=required)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            self.report(key, f"{value!r} is not a text", f'Write {key} = "…"')
            return None
        return value

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
            self.report(key, f"{value!r} is not a list of texts", f'Write {key} = ["…", "…"]')
            return ()
        return tuple(value)

    def integer(self, key: str, *, required: bool = False, least: int = 0) -> int | None:
        """Return a whole number of at least ``least``."""
        value = self.get(key, required=required)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            self.report(
                key, f"{value!r} is not a whole number from {least}", f"Write {key} = {least} or more"
            )
            return None
        return value

    def day(self, key: str, *, required: bool = False) -> dt.date | None:
        """Return a single day."""
        value = self.get(key, required=required)
        if value is None:
            return None
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            return value
        self.report(key, f"{value!r} is not a day", f"Write {key} = 2031-02-03, without quotes")
        return None

    def date_span(self, key: str, *, required: bool = False) -> DateSpan | None:
        """Return a date as wide as the source leaves it: a year, a month, a day, or a span."""
        value = self.get(key, required=required)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool):
            value = f"{value:04d}"
        if isinstance(value, dt.date):
            value = value.isoformat()[:10]
        try:
            return DateSpan.parse(str(value))
        except ValueError as error:
            cause = str(error).replace('"', "")
            self.report(
                key,
                f'"{value}" is not a date: {cause}',
                'Write "2031", "2031-02", "2031-02-03" or "2031..2033"; what the source leaves open goes into dateText',
            )
            return None

    def texts(self, key: str, default_language: str, *, required: bool = False) -> tuple[Text, ...]:
        """Return texts by language: a plain text or list is in the default language, a table names its own."""
        value = self.get(key, required=required)
        if value is None:
            return ()
        by_language = value if isinstance(value, dict) else {default_language: value}
        found: list[Text] = []
        for language, entry in by_language.items():
            entries = entry if isinstance(entry, list) else [entry]
            for text in entries:
                if not isinstance(text, str) or not text.strip():
                    self.report(key, f"{text!r} is not a text", f'Write {key} = "…" or {{ en = "…" }}')
                elif not LANGUAGE.fullmatch(language):
                    self.report(
                        key, f'"{language}" is not a language tag', "Write one such as en, fr or zh-Hant"
                    )
                else:
                    found.append(Text(text, language))
        return tuple(found)


LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?")
"""Language tags as used here: language, script, region (a subset of BCP 47)."""

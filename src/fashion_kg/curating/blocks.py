"""A claim sheet as its blocks: one place is edited, and every other byte stays as somebody wrote it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, cast

import tomlkit
from tomlkit.items import AoT, Array

from fashion_kg.curating.locating import BYTE_ORDER_MARK, blocks_of
from fashion_kg.errors import FashionKGError
from fashion_kg.sheets.writing import as_toml

_TEXT = r"""(?!\"\"\"|''')(?:\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*')"""
_VALUE = rf"{_TEXT}|[^\s#\"'\[{{]+"

Chunks = tuple[tuple[str, str], ...]
"""What an edit replaced: stretches of whole blocks, as they were and as they are."""


class SheetEdit:
    """An edit of one sheet, in memory.

    What it makes is read again and compared with what was meant before anybody gets it, so that a sheet
    that is written in an unforeseen way is refused rather than spoilt.

    Args:
        content: the bytes of the sheet, valid TOML.
    """

    def __init__(self, content: bytes) -> None:
        text = content.decode("utf-8")
        self._mark = text[: text.startswith(BYTE_ORDER_MARK)]
        body = text.removeprefix(self._mark)
        blocks = blocks_of(body)
        self.names = [name for name, _ in blocks]
        self._before = [block for _, block in blocks]
        self._after = list(self._before)
        self._newline = "\r\n" if "\r\n" in body else "\n"
        self._meant: dict[str, Any] = tomllib.loads(body)

    # -- what is there --------------------------------------------------------------------------

    def statement(self, kind: str, number: int) -> _Place:
        """Return the place of the ``number``-th statement of a kind, from 0."""
        places = [place for place, name in enumerate(self.names) if name == kind]
        if number >= len(places):
            raise self._refusal()
        return _Place(places[number], lambda: cast(dict[str, Any], self._meant[kind][number]))

    def table(self, name: str) -> _Place:
        """Return the place of a table such as ``source`` or ``Person.some-slug``."""
        if name not in self.names:
            raise self._refusal()
        above, _, key = name.rpartition(".")
        within = (lambda: self._meant[above]) if above else (lambda: self._meant)
        return _Place(self.names.index(name), lambda: cast(dict[str, Any], within()[key]))

    # -- edits ----------------------------------------------------------------------------------

    def put(self, place: _Place, key: str, value: Any, above: str | None = None) -> None:
        """Write a key: in place of what it had, else as a line of its own above another key or at the end."""
        meant = place.meant()
        if key in meant and meant[key] == value:
            return
        block = self._after[place.index]
        line = re.compile(rf"^([ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*=[ \t]*)(?:{_VALUE})", re.M)
        if key not in meant:
            self._after[place.index] = self._with_line(block, f"{key} = {as_toml(value)}", above)
        elif match := line.search(block):
            self._after[place.index] = block[: match.end(1)] + as_toml(value) + block[match.end() :]
        else:
            self._after[place.index] = _by_tomlkit(
                block, self.names[place.index], lambda table: table.__setitem__(key, _item(value))
            )
        meant[key] = value

    def take(self, place: _Place, key: str) -> None:
        """Take a key away, with its line."""
        meant = place.meant()
        if key not in meant:
            return
        block = self._after[place.index]
        line = re.compile(rf"^[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*=[ \t]*(?:{_VALUE})[^\n]*\n?", re.M)
        if line.search(block):
            self._after[place.index] = line.sub("", block, count=1)
        else:
            self._after[place.index] = _by_tomlkit(
                block, self.names[place.index], lambda table: table.__delitem__(key)
            )
        del meant[key]

    def rename(self, name: str, new_name: str) -> None:
        """Give a thing's table, such as ``Person.some-slug``, another name."""
        place = self.table(name)
        thing = place.meant()
        block = self._after[place.index]
        self._after[place.index] = re.sub(
            rf"(\[[ \t]*){re.escape(name)}", rf"\g<1>{new_name}", block, count=1
        )
        self._forget(name)
        above, _, key = new_name.rpartition(".")
        self._meant.setdefault(above, {})[key] = thing
        self.names[place.index] = new_name

    def drop_table(self, name: str) -> None:
        """Take a thing's table away; remarks that introduce the next block stay."""
        place = self.table(name)
        self._after[place.index] = _cut_remarks(self._after[place.index])[1]
        self._forget(name)
        self.names[place.index] = ""

    def drop_statement(self, kind: str, number: int) -> None:
        """Take the ``number``-th statement of a kind away; remarks that introduce the next block stay."""
        place = self.statement(kind, number)
        self._after[place.index] = _cut_remarks(self._after[place.index])[1]
        self.names[place.index] = ""
        del self._meant[kind][number]
        if not self._meant[kind]:
            del self._meant[kind]

    def add_table(self, name: str, label: Any) -> None:
        """Declare a thing after the last one that is declared, else before the first statement."""
        above, _, key = name.rpartition(".")
        things = [place for place, each in enumerate(self.names) if "." in each]
        after = things[-1] if things else max(
            (place for place, each in enumerate(self.names) if each in ("source", "parts")), default=0
        )  # fmt: skip
        block = self._after[after]
        content, remarks = _cut_remarks(block)
        lines = [f"[{name}]", f"label = {as_toml(label)}", ""]
        self._after[after] = (
            content.rstrip() + self._newline * 2 + self._newline.join(lines) + self._newline + remarks
        )
        self._meant.setdefault(above, {})[key] = {"label": label}

    def add_evidence(self, place: _Place, entries: Iterable[dict[str, Any]]) -> None:
        """Add entries to a statement's evidence, one a line."""
        added = list(entries)

        def add(table: Any) -> None:
            evidence = cast(Array, table["evidence"])
            for entry in added:
                evidence.append(_item(entry))
            evidence.multiline(multiline=True)

        if added:
            block, name = self._after[place.index], self.names[place.index]
            self._after[place.index] = _by_tomlkit(block, name, add)
            place.meant()["evidence"] += added

    def unsure(self, place: _Place) -> None:
        """Take the confidence of a program from a statement's evidence: a person said it otherwise."""
        for entry in place.meant()["evidence"]:
            entry.pop("confidence", None)
        # What a text says of a confidence stays.
        number = re.compile(rf"({_TEXT})|,[ \t]*confidence[ \t]*=[ \t]*[0-9.eE+-]+")
        self._after[place.index] = number.sub(lambda found: found[1] or "", self._after[place.index])

    # -- the result -----------------------------------------------------------------------------

    def content(self) -> bytes:
        """Return the sheet as it is now.

        Raises:
            FashionKGError: it does not say what was meant, because of the way in which it is written.
        """
        text = "".join(self._after)
        try:
            said = tomllib.loads(text)
        except tomllib.TOMLDecodeError:
            raise self._refusal() from None
        if said != self._meant:
            raise self._refusal()
        return (self._mark + text).encode()

    def chunks(self) -> Chunks:
        """Return what was replaced, so that it can be put back."""
        stretches: list[list[int]] = []
        for place, (before, after) in enumerate(zip(self._before, self._after, strict=True)):
            if before == after:
                continue
            first = place
            # What is gone altogether is found again by what stands above it.
            while first > 0 and not "".join(self._after[first : place + 1]).strip():
                first -= 1
            if stretches and first <= stretches[-1][1]:
                stretches[-1][1] = place
            else:
                stretches.append([first, place])
        return tuple(
            ("".join(self._before[first : last + 1]), "".join(self._after[first : last + 1]))
            for first, last in stretches
        )

    def _with_line(self, block: str, line: str, above: str | None) -> str:
        match = re.search(rf"^[ \t]*[\"']?{re.escape(above)}[\"']?[ \t]*=", block, re.M) if above else None
        if match:
            return block[: match.start()] + line + self._newline + block[match.start() :]
        content, remarks = _cut_remarks(block)
        body = content.rstrip()
        return body + self._newline + line + (content[len(body) :] or self._newline) + remarks

    def _forget(self, name: str) -> None:
        above, _, key = name.rpartition(".")
        del self._meant[above][key]
        if not self._meant[above]:
            del self._meant[above]

    @staticmethod
    def _refusal() -> FashionKGError:
        return FashionKGError(
            "The sheet is written in a way that cannot be edited here. Edit it by hand, as its README says"
        )


@dataclass(frozen=True)
class _Place:
    """A block: its index, and the table that it means."""

    index: int
    meant: Callable[[], dict[str, Any]]


def undone(content: bytes, chunks: Chunks) -> bytes | None:
    """Return a sheet with an edit taken back; None where what the edit wrote is not there any more."""
    text = content.decode("utf-8")
    for before, after in reversed(chunks):
        if text.count(after) != 1:
            return None
        text = text.replace(after, before)
    return text.encode()


def _item(value: Any) -> Any:
    """Return a value as tomlkit keeps it: of a table, one on a line."""
    return tomlkit.parse(f"value = {as_toml(value)}")["value"]


def _cut_remarks(block: str) -> tuple[str, str]:
    """Return a block without the remarks at its end that introduce the next, and those remarks."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", block)
    last = max((number for number, line in enumerate(lines) if not _is_remark(line)), default=-1)
    rest = lines[last + 1 :]
    blank = next((number for number, line in enumerate(rest) if line.strip()), len(rest))
    return "".join(lines[: last + 1] + rest[:blank]), "".join(rest[blank:])


def _is_remark(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _by_tomlkit(block: str, name: str, edit: Callable[[Any], None]) -> str:
    document = tomlkit.parse(block)
    table: Any = document
    for key in name.split("."):
        table = table[key]
    edit(table[0] if isinstance(table, AoT) else table)
    return tomlkit.dumps(document)

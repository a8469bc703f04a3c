"""Finding the phrases of a claim sheet in its text: positions are counted by the machine, not by people."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import tomlkit
from tomlkit.items import AoT, Array, InlineTable, Table

from fashion_kg.claims import MAX_PHRASE_WORDS
from fashion_kg.curating.phrases import (
    Ranges,
    Spot,
    in_context,
    is_of_whole_words,
    nearest_to,
    spots_of,
    whole,
    word_around,
)
from fashion_kg.errors import Finding, FindingsError, UsageError
from fashion_kg.ontology import Ontology
from fashion_kg.sheets.evidence import count_words
from fashion_kg.sheets.toml_tables import TomlFile
from fashion_kg.sheets.writing import as_toml

BYTE_ORDER_MARK = "\ufeff"

_ORDER = (
    "phrase", "part", "paragraph", "start", "end", "creditText", "dateText", "position",
    "confidence", "reader",
)  # fmt: skip
_HEADER = re.compile(r"\s*\[\[?\s*([A-Za-z][\w.-]*)\s*\]\]?\s*(?:#.*)?$")


@dataclass
class Located:
    """What came of it: how many entries were filled in, corrected or right already, and what is left."""

    content: str = ""
    filled: int = 0
    corrected: int = 0
    right: int = 0
    findings: list[Finding] = field(default_factory=list)


def decode(content: bytes, name: str) -> str:
    """Return a text's characters, as sheets count them.

    Raises:
        UsageError: it is not UTF-8, or empty.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UsageError(
            f'"{name}" is not UTF-8: line {line} has a byte that cannot be read. Save it as UTF-8'
        ) from None
    if not text.strip():
        raise UsageError(f'"{name}" is empty. Name the file that holds the text')
    return text


def locate(path: Path, name: str, content: bytes, ontology: Ontology) -> Located:
    """Fill in, or correct, where the phrases of a sheet stand in its text; the sheet's layout stays.

    An entry needs its ``phrase``; ``part``, where the phrase stands in several; and where it stands more than
    once in a part, ``paragraph`` or, for once only, ``occurrence`` (counted from 1). An entry that is right
    already is left as it is. Nothing is written here.

    Args:
        path: the sheet.
        name: its name for people.
        content: the bytes of the text.
        ontology: the vocabulary, for the kinds of statement.

    Raises:
        FindingsError: the sheet is not TOML.
        UsageError: the text is not the sheet's, or is not UTF-8.
    """
    file = TomlFile(path, name)
    if file.findings:
        raise FindingsError(file.findings)
    text = decode(content, path.name)
    sheet = path.read_bytes().decode()
    mark = sheet[: sheet.startswith(BYTE_ORDER_MARK)]
    blocks = blocks_of(sheet.removeprefix(mark))
    _complete_source(blocks, content, text, name)
    ranges = _ranges(blocks, text)
    located = Located()
    numbers: Counter[str] = Counter()
    for place, (kind, block) in enumerate(blocks):
        if kind not in ontology.statement_classes:
            continue
        document = tomlkit.parse(block)
        tables = document[kind]
        entries = tables[0].get("evidence") if isinstance(tables, AoT) else None
        if isinstance(entries, Array):
            reporter = _Reporter(
                file, file.header_line(kind, numbers[kind]), f"[[{kind}]] {numbers[kind] + 1}"
            )
            if _locate_entries(entries, text, ranges, located, reporter):
                blocks[place] = (kind, tomlkit.dumps(document))
        numbers[kind] += 1
    located.content = mark + "".join(block for _, block in blocks)
    return located


def blocks_of(sheet: str) -> list[tuple[str, str]]:
    """Cut a sheet at its headers: the name of each table, and its text with what follows up to the next.

    Each block is edited by itself, because tomlkit moves statements of one kind together when blocks of
    several kinds stand between one another.
    """
    blocks: list[tuple[str, str]] = [("", "")]
    # Only a line feed ends a line in TOML; a text may hold any of the others that Python knows.
    for line in re.findall(r"[^\n]*\n|[^\n]+", sheet):
        if match := _HEADER.match(line):
            blocks.append((match[1], ""))
        blocks[-1] = (blocks[-1][0], blocks[-1][1] + line)
    return blocks


def _complete_source(blocks: list[tuple[str, str]], content: bytes, text: str, name: str) -> None:
    """Write the text's fingerprint and length into [source]."""
    place = next((place for place, (kind, _) in enumerate(blocks) if kind == "source"), None)
    if place is None:
        raise UsageError(f"{name} has no [source]. Begin a sheet with: fashion-kg new-source")
    document = tomlkit.parse(blocks[place][1])
    source = cast(Table, document["source"])
    sha256 = hashlib.sha256(content).hexdigest()
    if source.get("sha256") not in ("", None, sha256):
        raise UsageError(
            f"This is not the text of {name}: its SHA-256 is {sha256[:12]}…, the sheet says "
            f'{str(source["sha256"])[:12]}…. Name the right text; to take this one, write sha256 = ""'
        )
    for key, value in (("sha256", sha256), ("characters", len(text))):
        if source.get(key) != value:
            source[key] = value
    blocks[place] = ("source", tomlkit.dumps(document))


def _ranges(blocks: list[tuple[str, str]], text: str) -> Ranges:
    """Return where the parts lie; where the sheet names none, the whole text becomes the body."""
    place = next((place for place, (kind, _) in enumerate(blocks) if kind == "parts"), None)
    if place is None:
        place = next(place for place, (kind, _) in enumerate(blocks) if kind == "source") + 1
        blocks.insert(place, ("parts", "[parts]\n\n"))
    document = tomlkit.parse(blocks[place][1])
    parts = cast(Table, document["parts"])
    if not parts:
        first, last = whole(text)
        header, _, rest = blocks[place][1].partition("\n")
        blocks[place] = ("parts", f"{header}\nbody = [[{first}, {last}]]\n{rest}")
        return {"body": [(first, last)]}
    found: Ranges = {}
    for part, spans in parts.items():
        if isinstance(spans, list) and all(isinstance(span, list) and len(span) == 2 for span in spans):
            found[str(part)] = [(int(first), int(last)) for first, last in spans]
    return found


# -- one entry --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Reporter:
    """Makes findings about the entries of one statement."""

    file: TomlFile
    line: int
    place: str

    def finding(self, number: int, phrase: str, cause: str, remedy: str) -> Finding:
        line = self.file.find_line(self.line, re.escape(phrase)) if phrase else self.line
        return Finding(self.file.name, line, f"{self.place}, evidence {number}", cause, remedy)


def _locate_entries(entries: Array, text: str, ranges: Ranges, located: Located, reporter: _Reporter) -> bool:
    """Fill in the entries of one statement; return whether anything was written."""
    before = located.filled + located.corrected
    for index, entry in enumerate(entries):
        phrase = entry.get("phrase") if isinstance(entry, InlineTable) else None
        if not isinstance(phrase, str) or not phrase.strip():
            located.findings.append(reporter.finding(index + 1, "", "it has no phrase", 'Write phrase = "…"'))
            continue
        if (words := count_words(phrase)) > MAX_PHRASE_WORDS:
            cause = f"{words} words are more than the {MAX_PHRASE_WORDS} that may be quoted"
            remedy = "Quote the words that carry the fact"
            located.findings.append(reporter.finding(index + 1, str(phrase), cause, remedy))
            continue
        spots = sorted(
            spot
            for spot in spots_of(text, ranges, str(phrase))
            if entry.get("start") == spot.start
            or is_of_whole_words(text, spot.start, spot.start + len(phrase))
        )
        chosen = _choose(spots, entry)
        if len(chosen) != 1:
            cause, remedy = _problem(str(phrase), entry, spots, chosen, text, ranges)
            located.findings.append(reporter.finding(index + 1, str(phrase), cause, remedy))
            continue
        _put(entries, index, entry, chosen[0], len(phrase), located)
    return located.filled + located.corrected > before


def _choose(spots: list[Spot], entry: InlineTable) -> list[Spot]:
    """Return the spots that an entry can mean; its part, place and paragraph narrow them down."""
    fitting = [spot for spot in spots if entry.get("part") in (None, "", spot.part)]
    occurrence = entry.get("occurrence")
    if isinstance(occurrence, int) and 1 <= occurrence <= len(fitting):
        return [fitting[occurrence - 1]]
    for key in ("start", "paragraph"):
        narrowed = [spot for spot in fitting if entry.get(key) == getattr(spot, key)]
        if len(fitting) > 1 and narrowed:
            fitting = narrowed
    return fitting


def _put(entries: Array, index: int, entry: InlineTable, spot: Spot, length: int, located: Located) -> None:
    """Write a spot into an entry, and touch nothing that is right already."""
    values = {"part": spot.part, "paragraph": spot.paragraph, "start": spot.start, "end": spot.start + length}
    missing = [key for key in values if key not in entry]
    wrong = [key for key, value in values.items() if key in entry and entry[key] != value]
    hint = "occurrence" in entry
    if missing or hint:
        written = {str(key): as_toml(entry[key]) for key in entry if key != "occurrence"}
        written |= {key: as_toml(value) for key, value in values.items() if key in missing or key in wrong}
        keys = [*(key for key in _ORDER if key in written), *(key for key in written if key not in _ORDER)]
        line = ", ".join(f"{key} = {written[key]}" for key in keys)
        entries[index] = tomlkit.parse(f"entry = {{ {line} }}")["entry"]
    else:
        for key in wrong:
            entry[key] = values[key]
    located.filled += bool(missing)
    located.corrected += bool((wrong or hint) and not missing)
    located.right += not (missing or wrong or hint)


# -- what to say when it is not one place -----------------------------------------------------------


def _problem(
    phrase: str, entry: InlineTable, spots: list[Spot], chosen: list[Spot], text: str, ranges: Ranges
) -> tuple[str, str]:
    if chosen:
        listed = "; ".join(
            in_context(number, spot, text, len(phrase)) for number, spot in enumerate(chosen, 1)
        )
        cause = f'the phrase "{phrase}" stands {len(chosen)} times: {listed}'
        return cause, "Quote more of it, or add paragraph = 1, 2 ..., or occurrence = 1, 2 ..."
    if spots:
        parts = ", ".join(dict.fromkeys(spot.part for spot in spots))
        return (
            f'the phrase "{phrase}" stands in the {parts}, not in the {entry.get("part")}',
            "Correct the part",
        )
    if inside := min(spots_of(text, ranges, phrase), default=None):
        word = word_around(text, inside.start, inside.start + len(phrase))
        return (
            f'the phrase "{phrase}" stands only within longer words, such as "{word}"',
            f"Quote whole words; if two are run together there, add start = {inside.start}",
        )
    if (start := text.find(phrase)) >= 0:
        cause = f'the phrase "{phrase}" stands outside the parts, at {start}'
        return cause, "Correct [parts]; navigation and comments are not the article"
    nearest = nearest_to(phrase, text, ranges)
    cause = f'the text has no phrase "{phrase}" in its parts'
    return cause, f"The nearest is “{nearest}”; quote it as printed" if nearest else "Quote it as printed"

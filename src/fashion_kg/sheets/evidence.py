"""The evidence in a sheet: where a source says something, in how few words, and how it prints it."""

from __future__ import annotations

import re

from fashion_kg.claims import MAX_PHRASE_WORDS, Evidence, Source
from fashion_kg.errors import did_you_mean
from fashion_kg.sheets.toml_tables import Table

_IDEOGRAPH = re.compile(
    r"[\u3040-\u30fa\u30fc-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)


def count_words(text: str) -> int:
    """Return how many words a text has; two Chinese or Japanese characters count as one."""
    ideographs = len(_IDEOGRAPH.findall(text))
    return len(re.findall(r"\S*\w\S*", _IDEOGRAPH.sub(" ", text))) + (ideographs + 1) // 2


def refuse_long(table: Table, key: str, text: str | None, remedy: str) -> None:
    """Report a text of more words than may be quoted from a source in one piece."""
    if text is not None and (words := count_words(text)) > MAX_PHRASE_WORDS:
        table.report(key, f"{words} words are more than the {MAX_PHRASE_WORDS} that may be quoted", remedy)


def read_evidence(table: Table, source: Source) -> tuple[Evidence, ...]:
    """Return the evidence of one statement; what is wrong with any of it is reported."""
    entries = table.get("evidence", required=True)
    if entries is None:
        return ()
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        remedy = 'Write evidence = [{ phrase = "…", part = "body", … }]'
        table.report("evidence", "this is not a list of evidence", remedy)
        return ()
    found: list[Evidence] = []
    places: dict[tuple[str, int, int], int] = {}
    for number, entry in enumerate(entries, 1):
        about = Table(table.file, entry, f"{table.place}, evidence {number}", _line(table, entry))
        evidence = _read_one(about, source)
        if evidence is None:
            continue
        place = (evidence.part, evidence.start, evidence.end)
        if place in places:
            about.report(
                None, f"it is the same place as evidence {places[place]}", "Join the two, or remove one"
            )
        places.setdefault(place, number)
        found.append(evidence)
    return tuple(found)


def _line(table: Table, entry: dict[str, object]) -> int:
    phrase = entry.get("phrase")
    if isinstance(phrase, str):
        return table.file.find_line(table.line, re.escape(phrase))
    return table.line_of("evidence")


def _read_one(table: Table, source: Source) -> Evidence | None:
    before = len(table.file.findings)
    phrase = table.string("phrase", required=True)
    part = table.string("part", required=True)
    paragraph = table.integer("paragraph", required=True, least=1)
    start, end = table.integer("start", required=True), table.integer("end", required=True, least=1)
    credit_text, date_text = table.string("creditText"), table.string("dateText")
    position = table.integer("position", least=1)
    table.refuse_other_keys()
    if phrase is None or part is None or paragraph is None or start is None or end is None:
        return None
    refuse_long(table, "phrase", phrase, "Quote the words that carry the fact")
    refuse_long(table, "creditText", credit_text, "Write the name alone")
    refuse_long(table, "dateText", date_text, "Write the date alone")
    if phrase != phrase.strip() or "\n" in phrase:
        cause = "the phrase begins or ends with a blank, or runs over a line"
        table.report("phrase", cause, "Quote one line, without blanks around it")
    if end - start != len(phrase):
        cause = f"from {start} to {end} are {end - start} characters, but the phrase has {len(phrase)}"
        table.report("start", cause, f"If it begins at {start}, write end = {start + len(phrase)}")
    _check_place(table, source, part, start, end)
    if len(table.file.findings) > before:
        return None
    return Evidence(
        source.id, part, paragraph, start, end, phrase, credit_text, date_text, position, table.line
    )


def _check_place(table: Table, source: Source, part: str, start: int, end: int) -> None:
    parts = dict(source.parts)
    if part not in parts:
        remedy = did_you_mean(part, parts, "Name one of the sheet's [parts]: " + ", ".join(parts))
        table.report("part", f'the sheet\'s [parts] have no "{part}"', remedy)
    elif not any(first <= start and end <= last for first, last in parts[part]):
        within = " and ".join(f"{first} to {last}" for first, last in parts[part])
        remedy = f"The {part} is {within}: correct the position, the part or [parts]"
        table.report("start", f"{start} to {end} does not lie within the {part}", remedy)

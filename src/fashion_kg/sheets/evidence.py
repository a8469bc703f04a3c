"""The evidence in a sheet: where a source says something, in how few words, and how it prints it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable

from fashion_kg.claims import ACCEPTED, MAX_PHRASE_WORDS, REJECTED, Evidence, Review, Source
from fashion_kg.errors import did_you_mean
from fashion_kg.sheets.toml_tables import Table

_IDEOGRAPH = re.compile(
    r"[\u3040-\u30fa\u30fc-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
_LETTER = re.compile(r"\w")


def count_words(text: str) -> int:
    """Return how many words a text has; two Chinese or Japanese characters count as one."""
    ideographs = 0 if text.isascii() else len(_IDEOGRAPH.findall(text))
    rest = _IDEOGRAPH.sub(" ", text) if ideographs else text
    return sum(1 for word in rest.split() if _LETTER.search(word)) + (ideographs + 1) // 2


def refuse_long(table: Table, key: str, text: str | None, remedy: str) -> None:
    """Report a text of more words than may be quoted from a source in one piece."""
    if text is not None and (words := count_words(text)) > MAX_PHRASE_WORDS:
        table.report(key, f"{words} words are more than the {MAX_PHRASE_WORDS} that may be quoted", remedy)


def read_review(table: Table, source: Source, states: Iterable[str]) -> Review:
    """Return how far one statement was checked: as it says itself, else as its source does.

    Args:
        table: the statement.
        source: the document.
        states: the review states that there are.
    """
    state = table.word("review", states, "review state")
    reviewer, day, reason = table.string("reviewer"), table.day("reviewed"), table.string("reason")
    for key in ("reviewer", "reviewed", "reason"):
        if "review" not in table.data and key in table.data:
            remedy = f'Write review = "{ACCEPTED}" or another state beside it, or take it out'
            table.report(key, f"{key} stands without a review", remedy)
            return Review(source.review)
    if state in (ACCEPTED, REJECTED) and not ("reviewer" in table.data and "reviewed" in table.data):
        remedy = 'Write reviewer = "who it was" and reviewed = 2031-02-03'
        table.report("review", f"it is {state}, but not said by whom and when", remedy)
    if state != REJECTED and "reason" in table.data:
        cause = "a reason is given, but the statement is not rejected"
        table.report("reason", cause, f'Write review = "{REJECTED}", or take the reason out')
    return Review(state, reviewer, day, reason) if state else Review(source.review)


_POSITION = ("paragraph", "start", "end")


def read_evidence(
    table: Table, source: Source, review: Review, unplaced: list[Table]
) -> tuple[Evidence, ...]:
    """Return the evidence of one statement; what is wrong with any of it is reported.

    Args:
        table: the statement.
        source: the document.
        review: how far the statement was checked.
        unplaced: gets what has no position yet, to be reported once for the whole sheet.
    """
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
        if "phrase" in entry and not any(key in entry for key in _POSITION):
            unplaced.append(about)
        evidence = _read_one(about, source, review)
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


def count_anew(sheet: str) -> str:
    """Return the command that counts where the phrases of a sheet stand."""
    return f"fashion-kg new-source --locate {shlex.quote(sheet)}"


def _line(table: Table, entry: dict[str, object]) -> int:
    phrase = entry.get("phrase")
    if isinstance(phrase, str):
        return table.file.find_line(table.line, re.escape(phrase))
    return table.line_of("evidence")


def _read_one(table: Table, source: Source, review: Review) -> Evidence | None:
    before = len(table.file.findings)
    phrase = table.string("phrase", required=True)
    # What has no position at all is reported once for the sheet.
    placed = phrase is None or any(key in table.data for key in _POSITION)
    part = table.string("part", required=placed)
    paragraph = table.integer("paragraph", required=placed, least=1)
    start, end = table.integer("start", required=placed), table.integer("end", required=placed, least=1)
    credit_text, date_text = table.string("creditText"), table.string("dateText")
    position, confidence = table.integer("position", least=1), table.share("confidence")
    reader = table.string("reader")
    table.refuse_other_keys()
    refuse_long(table, "phrase", phrase, "Quote the words that carry the fact")
    refuse_long(table, "creditText", credit_text, "Write the name alone")
    refuse_long(table, "dateText", date_text, "Write the date alone")
    if phrase is not None and (phrase != phrase.strip() or "\n" in phrase):
        cause = "the phrase begins or ends with a blank, or runs over a line"
        table.report("phrase", cause, "Quote one line, without blanks around it")
    if phrase is None or part is None or paragraph is None or start is None or end is None:
        return None
    if end - start != len(phrase):
        cause = f"from {start} to {end} are {end - start} characters, but the phrase has {len(phrase)}"
        table.report("start", cause, f"Let it be counted anew: {count_anew(table.file.name)}")
    _check_place(table, source, part, start, end)
    if len(table.file.findings) > before:
        return None
    return Evidence(
        *(source.id, part, paragraph, start, end, phrase, credit_text, date_text, position),
        confidence=confidence,
        review=review,
        reader=reader,
        line=table.line,
    )


def _check_place(table: Table, source: Source, part: str, start: int, end: int) -> None:
    parts = dict(source.parts)
    if not source.parts_sound:
        return  # What is wrong with [parts] is told there.
    if part not in parts:
        remedy = did_you_mean(part, parts, "Name one of the sheet's [parts]: " + ", ".join(parts))
        table.report("part", f'the sheet\'s [parts] have no "{part}"', remedy)
    elif not any(first <= start and end <= last for first, last in parts[part]):
        within = " and ".join(f"{first} to {last}" for first, last in parts[part])
        remedy = f"The {part} is {within}: correct the position, the part or [parts]"
        table.report("start", f"{start} to {end} does not lie within the {part}", remedy)

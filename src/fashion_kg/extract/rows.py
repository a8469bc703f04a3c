"""Lists of credits over several lines: what one line alone does not say, the lines beside it do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fashion_kg.extract import Span
from fashion_kg.extract.grammars import PERSON, SINGLE
from fashion_kg.extract.lists import (
    Entry,
    ListLine,
    bracketed_entries,
    entries_below,
    entries_of_house,
    list_entries,
    roles_of,
    unmarked_entries,
)
from fashion_kg.extract.reading import Prepared, Sentence

READ_PARTS = ("headline", "standfirst", "body", "caption", "credits")
"""The parts of an article that say who did what."""

_LABEL_LINE = 90
_ROUND_UP = 3  # So many lines of a house and names are a list of their faces.
_BESIDE = 2  # So many lines may stand between two of a list without marks.

Row = tuple[Sentence, list[Entry]]


def rows_of_credits(prepared: Prepared) -> Iterator[Row]:
    """Yield the lines of an article that list credits, each with its entries."""
    found: list[Row] = []
    for sentences in prepared.sentences_of.values():
        sentence = sentences[0]
        line = sentence.line
        if line.part in READ_PARTS:
            listed = _line(prepared, sentence)
            entries = list_entries(listed) or bracketed_entries(listed)
            found.append((sentence, entries or list(_under_label(prepared, sentence))))
    found += _unmarked(prepared, {sentence.line.start for sentence, entries in found if entries})
    found += _house_lists(prepared, {sentence.line.start for sentence, entries in found if entries})
    lists = sum(bool(entries) for _, entries in found)
    for sentence, entries in found:
        yield sentence, [each for each in entries if lists > 1 or not each.weak]


def _line(prepared: Prepared, sentence: Sentence) -> ListLine:
    """Return the line of a sentence, to be looked at as one of a list."""
    line = sentence.line
    text = prepared.article.text[line.start : line.end]
    return ListLine(text, line.start, prepared.mentions[line.start], sentence.grammar)


def _unmarked(prepared: Prepared, taken: set[int]) -> list[Row]:
    """Return the lines of a label and names without a mark between, where several stand together."""
    rows: dict[int, Row] = {}
    for start, (sentence, *_) in prepared.sentences_of.items():
        read = start not in taken and sentence.line.part in READ_PARTS
        if read and (entries := unmarked_entries(_line(prepared, sentence))):
            rows[prepared.line_numbers[start]] = sentence, entries
    places = {*rows, *(prepared.line_numbers[start] for start in taken)}
    return [row for at, row in rows.items() if any(0 < abs(at - other) <= _BESIDE for other in places)]


def _under_label(prepared: Prepared, sentence: Sentence) -> Iterator[Entry]:
    """Yield the names in the line below a label that has a line to itself, in a row of such lines."""
    lines = prepared.article.lines
    text = prepared.article.text
    at = prepared.line_numbers[sentence.line.start]
    if at + 1 >= len(lines) or lines[at].end - lines[at].start > _LABEL_LINE:
        return
    if text[lines[at].start : lines[at].end].endswith((":", "：")):
        below = lines[at + 1]
        names = text[below.start : below.end]
        listed = ListLine(names, below.start, prepared.mentions[below.start], sentence.grammar)
        yield from entries_below(text[lines[at].start : lines[at].end], listed)
        return
    roles = roles_of(text[lines[at].start : lines[at].end], sentence.grammar)
    below_it = text[lines[at + 1].start : lines[at + 1].end]
    if not roles or len(below_it) > 120 or roles_of(below_it, sentence.grammar):
        return
    others = sum(
        bool(roles_of(text[line.start : line.end], sentence.grammar))
        for line in lines[max(0, at - 4) : at + 5]
        if line.end - line.start < 50
    )
    mentions = [each for each in prepared.mentions[lines[at + 1].start] if each.sort in (PERSON, SINGLE)]
    rest = below_it
    for mention in mentions:
        rest = rest.replace(text[mention.start : mention.end], "")
    if others < 2 or len(re.findall(r"[^\W\d_]{2,}", rest)) > len(mentions):
        return
    for number, mention in enumerate(mentions, 1):
        yield Entry(roles, mention.start, mention.start, mention.end, number, None, False)


def _house_lists(prepared: Prepared, taken: set[int]) -> list[Row]:
    """Return the lines that each name a house and its faces, where an article has a row of them."""
    found: list[Row] = []
    for start, (sentence, *_) in prepared.sentences_of.items():
        if start not in taken and sentence.line.part in READ_PARTS:
            entries = entries_of_house(_line(prepared, sentence))
            credited = len({each.roles for each in entries}) > 1  # "Gucci: N, by M" speaks for itself.
            if entries and (prepared.campaign or credited):
                found.append((sentence, entries))
    return found if len(found) >= _ROUND_UP else []


def season_above(prepared: Prepared, sentence: Sentence) -> tuple[str, Span] | None:
    """Return the season that a short line above a list gives, up to the last other prose."""
    lines = prepared.article.lines
    at = prepared.line_numbers[sentence.line.start]
    for line in reversed(lines[max(0, at - 14) : at]):
        text = prepared.article.text[line.start : line.end]
        match = sentence.grammar.seasons.search(text)
        if match and len(text) < 60:
            return match[0], Span(line.start + match.start(), line.start + match.end())
        if line.part not in ("credits", "caption") and len(text) > 60:
            return None
    return None

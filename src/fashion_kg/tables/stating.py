"""From mapped rows to the lines of sheets: each statement with its fields, its cell and its key."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field, replace

from fashion_kg.claims import MAX_PHRASE_WORDS, DateSpan
from fashion_kg.namespaces import BASE, PREFIXES
from fashion_kg.ontology import Ontology
from fashion_kg.tables.engine import Made
from fashion_kg.tables.mappings import FieldMap, Mapping, StatementMap
from fashion_kg.tables.matching import Matcher, UnfitError
from fashion_kg.tables.preparing import LeftOut, Prepared
from fashion_kg.tables.reading import first_words

ROW, STATEMENT, VALUE = "row", "statement", "value"
"""How much of a row an unfit cell costs."""

EMPTY = "the cell is empty"
"""Why a cell that a statement needs states nothing."""


@dataclass
class Stated:
    """What one row states: lines for a sheet, and what was left out of it."""

    lines: list[dict[str, str]] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


class Stating:
    """Turns what the engine made of rows into statements.

    Args:
        mapping: the mapping.
        ontology: the vocabulary.
        matcher: finds what the names in cells mean.
    """

    def __init__(self, mapping: Mapping, ontology: Ontology, matcher: Matcher) -> None:
        self.mapping, self.ontology, self.matcher = mapping, ontology, matcher
        self._alternatives = _alternatives(mapping)

    def row(self, prepared: Prepared, made: Made, key: str) -> Stated:
        """Return what a row states; a cell that costs several statements is told once."""
        stated = Stated()
        told = set()
        for statement in self.mapping.statements:
            before = len(stated.lines), len(stated.left_out)
            values = made.get(f"{BASE}row/{prepared.row.number}/{statement.name}", {})
            for line in self._lines(statement, values, prepared, stated):
                stated.lines.append({"kind": statement.kind, "key": key, **line})
            if before != (len(stated.lines), len(stated.left_out)):
                told.add(statement.name)
        for statements in self._alternatives:
            if told.isdisjoint(each.name for each in statements):
                stated.left_out += self._begun(statements, prepared)
        if not stated.lines and not stated.left_out:
            stated.left_out = list(self._lacking(prepared))
        if not stated.lines:
            stated.left_out = [replace(each, what=ROW) for each in stated.left_out]
        stated.left_out = list(dict.fromkeys(stated.left_out))
        return stated

    def _begun(self, statements: list[StatementMap], prepared: Prepared) -> Iterator[LeftOut]:
        """Yield what a row lacks that fills columns for these statements alone, but makes none of them.

        A row with a role and nobody beside it meant a credit, also where its brand and season are stated.
        """
        others = {
            column
            for each in self.mapping.statements
            if each not in statements
            for column in self._columns(each)
        }
        own = [column for each in statements for column in self._columns(each) if column not in others]
        cells = prepared.row.cells
        if not any(cells.get(column) and prepared.cells.get(column) for column in own):
            return
        empty = [self._empty(statement, prepared) for statement in statements]
        fewest = min(map(len, empty))
        # Who fills the cell of a person did not mean a group: only what comes nearest to whole is told.
        nearest = {name for each in empty if len(each) == fewest for name in each}
        names = [name for name in cells if name in nearest]
        common = [name for name in names if all(name in each for each in empty)]
        for column in common or names[:1]:
            more = [] if common else names[1:]
            reason = f"{EMPTY}, and so are those of {', '.join(more)}" if more else EMPTY
            yield LeftOut(prepared.row.number, column, cells[column], reason, STATEMENT)

    def _columns(self, statement: StatementMap) -> Iterator[str]:
        """Yield the columns of the table that a statement is made of."""
        for source in statement.fields.values():
            yield from map(self.mapping.origin, source.columns)

    def _empty(self, statement: StatementMap, prepared: Prepared) -> dict[str, None]:
        """Return the columns of the table that a statement needs and in which a row has nothing."""
        return {
            self.mapping.origin(column): None
            for name in statement.needs
            for column in statement.fields[name].columns
            if not prepared.cells.get(column)
        }

    def _lacking(self, prepared: Prepared) -> Iterator[LeftOut]:
        """Yield the cells without which no statement of the mapping can be made, or that none is complete."""
        empty = [self._empty(statement, prepared) for statement in self.mapping.statements]
        common = [name for name in self.mapping.table_columns if all(name in each for each in empty)]
        for column in common:
            cell = prepared.row.cells.get(column, "")
            reason = "the cell says that there is nothing" if cell else EMPTY
            yield LeftOut(prepared.row.number, column, cell, reason, ROW)
        if not common:
            yield LeftOut(prepared.row.number, "", "", "no statement is complete in it", ROW)

    def _takes(self, statement: StatementMap) -> Dictionary[str, str]:
        """Return what each field takes; a claim's value takes what its property says."""
        takes = {each.name: each.takes for each in self.ontology.fields[statement.kind]}
        if "property" in takes and "property" in statement.fields:
            stated = self.ontology.claimables.get(statement.fields["property"].constant)
            takes["value"] = stated.takes if stated else "text"
        return takes

    def _lines(
        self,
        statement: StatementMap,
        values: Made | Dictionary[str, list[str]],
        prepared: Prepared,
        stated: Stated,
    ) -> Iterator[dict[str, str]]:
        takes = self._takes(statement)
        readings: list[dict[str, str]] = [{}]
        printed: list[dict[str, str]] = [{}]
        for each in self.ontology.fields[statement.kind]:
            source = statement.fields.get(each.name)
            if source is None:
                continue
            given = list(values.get(PREFIXES["fkg"] + each.name, []))
            found = self._field(statement, each.name, takes[each.name], source, given, prepared, stated)
            if not found:
                if each.name in statement.needs:
                    return
                continue
            readings = [{**reading, each.name: value} for reading in readings for value, _ in found]
            printed = [{**print_, each.name: text} for print_ in printed for _, text in found]
        for reading, texts in zip(readings, printed, strict=True):
            if self._in_order(statement, reading, prepared, stated):
                yield from self._evidenced(statement, reading, texts, takes, prepared)

    def _field(
        self,
        statement: StatementMap,
        name: str,
        takes: str,
        source: FieldMap,
        given: list[str],
        prepared: Prepared,
        stated: Stated,
    ) -> list[tuple[str, str]]:
        """Return the values of a field, each with the text that it was read from; report the unfit."""
        required = name in statement.needs
        cost = STATEMENT if required else VALUE
        column = self.mapping.origin(source.columns[0]) if source.columns else ""
        if not given:
            self._report_missing(source, required and not statement.optional, prepared, stated)
            return []
        if takes == "property":
            return [(text, text) for text in given]
        found = []
        for text in given:
            for piece in source.parts(text):
                try:
                    found.append((self.matcher.value(piece, takes, source), piece))
                except UnfitError as error:
                    stated.left_out.append(LeftOut(prepared.row.number, column, piece, str(error), cost))
        return list(dict(found).items())

    def _report_missing(self, source: FieldMap, required: bool, prepared: Prepared, stated: Stated) -> None:
        """Report a required cell that is empty, and any cell that does not have the form it should."""
        for column in source.columns:
            origin = self.mapping.origin(column)
            cell = prepared.row.cells.get(origin, "")
            if origin != column and origin in prepared.unread:
                reason = "not of the form that the mapping reads"
            elif required and not prepared.cells.get(column):
                reason = EMPTY
            else:
                continue
            stated.left_out.append(LeftOut(prepared.row.number, origin, cell, reason, STATEMENT))
            return

    def _in_order(
        self, statement: StatementMap, reading: dict[str, str], prepared: Prepared, stated: Stated
    ) -> bool:
        names = [name for name in statement.in_order if name in reading]
        spans = [DateSpan.parse(reading[name]) for name in names]
        for place in range(1, len(spans)):
            if spans[place].latest < spans[place - 1].earliest:
                column = statement.fields[names[place]].columns[0]
                reason = f"{names[place]} before {names[place - 1]}"
                cell = prepared.shown(self.mapping, column)
                stated.left_out.append(LeftOut(prepared.row.number, column, cell, reason, STATEMENT))
                return False
        return True

    def _evidenced(
        self,
        statement: StatementMap,
        reading: dict[str, str],
        texts: dict[str, str],
        takes: Dictionary[str, str],
        prepared: Prepared,
    ) -> Iterator[dict[str, str]]:
        """Yield a statement once for each cell that it was read from, the one that names whom first."""
        name = self._telling(statement, takes, reading)
        columns: dict[str, str] = {}
        for other in (name, *reading):
            for column in map(self.mapping.origin, statement.fields[other].columns):
                if prepared.row.cells.get(column):
                    columns.setdefault(column, other)
        undated = self._unread_date(statement, reading, takes, prepared)
        first = next(iter(columns))
        for column, about in columns.items():
            phrase = first_words(self._quoted(statement, about, texts, prepared, column), MAX_PHRASE_WORDS)
            line = {"row": str(prepared.row.number), "column": column, "phrase": phrase, **reading}
            if column == first and self.ontology.is_a(takes[name], "Agent"):
                whole = statement.fields[name].columns[0] == column and not statement.fields[name].separators
                text = line["phrase"] if whole else texts[name]
                declared = self.matcher.declaration(reading[name])
                if declared is None or declared[1] != text:
                    line["creditText"] = text
            if takes[about] == "DateSpan":
                line["dateText"] = line["phrase"]
            elif undated and column == first:
                line["dateText"] = undated
            yield line

    def _quoted(
        self, statement: StatementMap, name: str, texts: dict[str, str], prepared: Prepared, column: str
    ) -> str:
        """Return what of a cell a field was read from: of several values the one, unless it was reworded."""
        cell = prepared.row.cells[column]
        several = statement.fields[name].separators and prepared.cells.get(column) == cell
        return texts[name] if several else cell

    def _telling(self, statement: StatementMap, takes: Dictionary[str, str], reading: dict[str, str]) -> str:
        """Return the field whose cell tells most: the first agent, else the first that has a column."""
        names = [name for name in reading if statement.fields[name].columns]
        return next((name for name in names if self.ontology.is_a(takes[name], "Agent")), names[0])

    def _unread_date(
        self,
        statement: StatementMap,
        reading: dict[str, str],
        takes: Dictionary[str, str],
        prepared: Prepared,
    ) -> str:
        """Return what a row prints in place of a date that the statement lacks, such as "present"."""
        for name, source in statement.fields.items():
            if takes[name] == "DateSpan" and name not in reading:
                for column in source.columns:
                    if text := prepared.shown(self.mapping, column):
                        return first_words(text, MAX_PHRASE_WORDS)
        return ""


def _alternatives(mapping: Mapping) -> list[list[StatementMap]]:
    """Return the statements of a mapping, those together of which a row makes one or the other."""
    found: dict[tuple[object, ...], list[StatementMap]] = {}
    for statement in mapping.statements:
        constants = sorted((name, each.constant) for name, each in statement.fields.items() if each.constant)
        of_their_own = () if statement.optional else (statement.name,)
        found.setdefault((statement.kind, *constants, *of_their_own), []).append(statement)
    return list(found.values())

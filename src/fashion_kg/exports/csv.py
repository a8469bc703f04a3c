"""CSV tables (RFC 4180) with a description of them (CSV on the Web, W3C 2015).

A folder: one table a kind, and ``csv-metadata.json`` with columns, datatypes, keys, references and
licence. UTF-8, a header line, CRLF line ends, no value as an empty cell, lists separated by spaces.

With ``spreadsheet`` the tables are for opening in a spreadsheet by hand: each begins with a byte order
mark, and a cell that a spreadsheet might run as a formula gets an apostrophe in front (OWASP, "CSV
Injection"). Such cells are no longer what the graph says, so there is no description beside them.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from fashion_kg.exports._content import Content
from fashion_kg.exports._source_tables import tables
from fashion_kg.exports._tables import Column, Table
from fashion_kg.namespaces import PREFIXES

summary = "CSV tables, one a kind, with a CSV on the Web description"
media_type = "text/csv"
file_name = "csv"
is_folder = True
options = frozenset({"spreadsheet"})
order = 0

METADATA = "csv-metadata.json"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def render(content: Content) -> Mapping[str, bytes]:
    """Return the tables by file name, and their description."""
    found = tables(content)
    files = {f"{table.name}.csv": _csv(table, content.spreadsheet) for table in found}
    if not content.spreadsheet:
        files[METADATA] = _metadata(content, found)
    return files


def _csv(table: Table, spreadsheet: bool) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column.name for column in table.columns)
    writer.writerows(map(harmless, table.rows) if spreadsheet else table.rows)
    return out.getvalue().encode("utf-8-sig" if spreadsheet else "utf-8")


def harmless(cells: Iterable[str]) -> list[str]:
    """Put an apostrophe before each cell that a spreadsheet might run as a formula.

    >>> harmless(["=1+1", "a=1"])
    ["'=1+1", 'a=1']
    """
    return [f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells]


# -- the description --------------------------------------------------------------------------------


def _metadata(content: Content, found: Iterable[Table]) -> bytes:
    about = {triple.predicate.value: triple.object for triple in content.dataset}
    licence, title = (
        getattr(about.get(PREFIXES["dcterms"] + name), "value", "") for name in ("license", "title")
    )
    document = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": title,
        **({"dc:description": content.review} if content.review else {}),
        "dc:license": {"@id": licence},
        "dc:source": {"@id": content.dataset_iri},
        "tables": [_table(table) for table in found],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _table(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {"columns": [_column(column) for column in table.columns]}
    if table.columns[0].name == "id":
        schema["aboutUrl"] = "{+id}"
        schema["primaryKey"] = "id"
    references = [
        {
            "columnReference": column.name,
            "reference": {"resource": f"{column.refers}.csv", "columnReference": "id"},
        }
        for column in table.columns
        if column.refers
    ]
    if references:
        schema["foreignKeys"] = references
    return {"url": f"{table.name}.csv", "dc:description": table.description, "tableSchema": schema}


def _column(column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.description,
        "datatype": column.datatype,
    }
    if column.many:
        described["separator"] = " "
    if column.name == "id":
        described["required"] = True
    if column.means:
        described |= {"propertyUrl": column.means, "valueUrl": f"{{+{column.name}}}"}
    return described

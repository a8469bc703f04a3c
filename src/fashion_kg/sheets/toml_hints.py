"""What lies behind a text that is no TOML: the mistakes that curators make, told in their words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from fashion_kg.namespaces import slugify

Hint = tuple[int, str, str]
"""The line to mend, the cause and the remedy."""

_CURLY = "“”„‟‘’‚‛«»"
_SINGLE = ("source", "parts")
_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]{0,2}\s*(?:#.*)?$")

_MENDING = {
    "at end of document": "Is a closing bracket or quotation mark missing, there or further up?",
    "Illegal character": "A text ends on its line: is its closing quotation mark missing?",
    "Unescaped": "Write it doubled, \\\\, or put the text between single quotation marks",
    "Unclosed array": "Is a closing bracket or a comma missing?",
    "Unclosed inline table": "Write all of it on one line, { … }, with commas between",
    "Invalid initial character": "Between braces all stands on one line, without a comma at the end: { … }",
    "Invalid value": "Is the text in quotation marks?",
    "date or datetime": "Write a day that exists, such as 2031-02-03",
    "twice": "Keep one of the two, or join them",
    "overwrite": "A key stands twice: keep one of the two",
}
"""What most often lies behind what the TOML reader says."""


def hint(said: str, lines: Sequence[str], line: int, column: int) -> Hint:
    """Return what to say of a text that the TOML reader refused.

    Args:
        said: what the reader said.
        lines: the lines of the text.
        line: the line where it stopped, from 1.
        column: the column where it stopped, from 1; 0 where it gave none.
    """
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    found = None
    if "twice" in said or "overwrite" in said:
        found = _brackets(lines, text)
    elif "at the end of a" in said and text.lstrip().startswith("["):
        found = _header(line, text)
    elif column:
        found = _quotes(line, text[: column - 1], text[column - 1 :])
    found = found or _day(line, text)
    if found:
        return found
    cause = re.sub(r"Cannot declare \((.*)\) twice", _stands_twice, said)
    cause = cause.replace("inline table", "inline table { … }")
    remedy = next((remedy for word, remedy in _MENDING.items() if word in said), "Mend the syntax")
    return line, cause, remedy


def _brackets(lines: Sequence[str], text: str) -> Hint | None:
    """Recognize a table that stands in single brackets here and in double brackets there."""
    stopped = _HEADER.match(text)
    if stopped is None:
        return None
    name = stopped[2]
    found = [
        (number, match[1])
        for number, line in enumerate(lines, 1)
        if (match := _HEADER.match(line)) and match[2] == name
    ]
    if len({brackets for _, brackets in found}) < 2:
        return None
    single = "." in name or name in _SINGLE
    right, wrong = (f"[{name}]", f"[[{name}]]") if single else (f"[[{name}]]", f"[{name}]")
    number = next(number for number, brackets in found if (brackets == "[") != single)
    return number, f"{wrong} stands beside {right}", f"Write {right}"


def _header(line: int, text: str) -> Hint | None:
    inside = text.split("#")[0].strip()
    brackets = "[[" if inside.startswith("[[") else "["
    name = inside.strip("[] \t")
    class_name, dot, slug = name.partition(".")
    if dot and re.fullmatch(r"\w+", class_name) and slugify(slug) != slug:
        example = f"[{class_name}.{slugify(slug) or 'a-slug'}]"
        return line, f'"{slug}" is no slug', f"A slug has only a-z, 0-9 and hyphens: {example}"
    if not inside.endswith("]" * len(brackets)) and re.fullmatch(r"[\w.-]+", name):
        closed = f"{brackets}{name}{']' * len(brackets)}"
        return line, "a bracket is not closed", f"Write {closed}"
    return None


def _quotes(line: int, before: str, after: str) -> Hint | None:
    if after[:1] and after[0] in _CURLY:
        return line, f"a text begins with {after[0]}", 'Use straight quotation marks around it: "…"'
    if not after and (end := before.rstrip(" \t,]}"))[-1:] and end[-1] in _CURLY:
        return line, f"a text ends with {end[-1]}", 'Use straight quotation marks around it: "…"'
    if before.rstrip().endswith('"') and (key := re.match(r"([\w-]+)\s*=", after)):
        return line, f"a comma is missing before {key[1]}", "Put commas between the keys: { … = …, … = … }"
    if before.rstrip().endswith('"') and '"' in after:
        return line, "a text ends before its line does", 'Write a quotation mark inside a text as \\"'
    return None


def _day(line: int, text: str) -> Hint | None:
    """Recognize a day that does not exist, or is written otherwise than year-month-day."""
    date = r"\d{1,4}[-./]\d{1,2}(?:[-./]\d{1,4})?"
    for key, written in re.findall(rf"([\w-]+)\s*=\s*({date})(?![-\d./:])", text):
        if _is_day(written):
            continue
        parts = re.split("[-./]", written)
        remedy = f"A day is year-month-day without quotation marks: {key} = 2031-02-03"
        if len(parts) == 2:
            remedy = f'{remedy}. Where a month may stand, it has quotation marks: "2031-02"'
        if len(parts) == 3 and _is_day(swapped := f"{parts[0]}-{parts[2]}-{parts[1]}"):
            remedy = f"{remedy}. Did you mean {swapped}?"
        return line, f"{key} = {written} is no day", remedy
    return None


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _stands_twice(match: re.Match[str]) -> str:
    name = ".".join(re.findall("'(.*?)'", match[1]))
    return f"[{name}] stands twice"

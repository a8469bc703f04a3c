"""Questions as files: a ``.rq`` with a ``#+`` header, and the safe way to put a term into it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode

from fashion_kg.errors import Finding, FindingsError, UsageError, did_you_mean

LANGUAGE_SLOT = "lang"

Term = NamedNode | Literal


@dataclass(frozen=True)
class Parameter:
    """A parameter of a question: a variable that the file leaves open in a ``VALUES`` line.

    Attributes:
        name: the variable's name.
        kind: what it takes: ``agent``, ``brand``, ``campaign``, ``product`` and so on (a class of the
            ontology in lower case), ``thing`` (any IRI in the graph), ``text``, ``number`` or ``date``.
        required: whether the question makes no sense without it.
        description: what it means.
        default: text of the value that the file itself holds, if any.
        choices: the only values that make sense, if the header names them.
    """

    name: str
    kind: str
    required: bool
    description: str
    default: str | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Query:
    """A question: its text, which any SPARQL 1.1 engine runs as it stands, and what its header says."""

    name: str
    file: Path
    text: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    view: str
    example: Mapping[str, str]
    header: Mapping[str, Any]

    def bind(self, terms: Mapping[str, Term | Sequence[Term]]) -> str:
        """Return the query with terms, one or several each, in the places that its parameters leave open.

        Only terms go in, written by the RDF library itself; a text can therefore never become syntax.

        Raises:
            UsageError: the question has no such parameter, or a required one is missing.
        """
        names = {parameter.name for parameter in self.parameters}
        for name in terms:
            if name not in names and name != LANGUAGE_SLOT:
                remedy = did_you_mean(
                    name, names, "Its parameters are: " + (", ".join(sorted(names)) or "none")
                )
                raise UsageError(f'{self.name} has no parameter "{name}". {remedy}')
        for parameter in self.parameters:
            if parameter.required and parameter.name not in terms:
                usage = " ".join(f"{p.name}" if p.required else f"[{p.name}]" for p in self.parameters)
                raise UsageError(
                    f"{self.name} needs {parameter.name}. Use: fashion-kg query {self.name} {usage}"
                )

        def filled(slot: re.Match[str]) -> str:
            term = terms.get(slot["name"])
            if term is None:
                return slot[0]
            several = [term] if isinstance(term, Term) else term
            return f"VALUES ?{slot['name']} {{ {' '.join(map(str, several))} }}"

        # One pass over the file's own text: what one term holds can never become a place for another.
        return _SLOT.sub(filled, self.text)


_SLOT = re.compile(r"VALUES\s+\?(?P<name>\w+)\s*\{\s*(?P<default>UNDEF|\"[^\"\\]*\"|-?[\d.]+)\s*\}", re.ASCII)


def read_header(text: str) -> dict[str, Any]:
    """Read the YAML that stands in the ``#+`` lines at the top of a ``.rq`` file.

    Raises:
        ValueError: it is not a YAML mapping.
    """
    import yaml

    lines = [line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+")]
    try:
        header = yaml.safe_load("\n".join(lines)) or {}
    except yaml.YAMLError as error:
        raise ValueError(f"the header is not valid YAML: {' '.join(str(error).split())}") from None
    if not isinstance(header, dict):
        raise ValueError("the header is not a list of keys and values")
    return header


_KEYS = {"summary", "description", "parameters", "view", "example", "columns", "projection", "tags"}


def read_query(file: Path, folder: Path) -> Query:
    """Read one question.

    Raises:
        FindingsError: the header is malformed, or names a parameter that the query has no place for.
    """
    text, header = _text_and_header(file)
    lines = text.splitlines()
    findings: list[Finding] = []

    def report(key: str, cause: str, remedy: str) -> None:
        pattern = re.compile(rf"#\+\s*{re.escape(key)}\s*:")
        line = next((number for number, line in enumerate(lines, 1) if pattern.match(line)), 1)
        findings.append(Finding(str(file), line, "header", cause, remedy))

    def mapping(key: str) -> dict[str, Any]:
        value = header.get(key) or {}
        if isinstance(value, dict):
            return {str(name): entry for name, entry in value.items()}
        report(key, f"{key} is not a list of names and values", f"Write {key}: {{ name: value }}")
        return {}

    for key in sorted(set(header) - _KEYS, key=str):
        remedy = did_you_mean(str(key), _KEYS, "Use: " + ", ".join(sorted(_KEYS)))
        report(str(key), f'the key "{key}" is unknown', remedy)
    if not header.get("summary"):
        report("summary", "the summary is missing", "Add a line: #+ summary: what the question asks")
    slots = {slot["name"]: slot["default"] for slot in _SLOT.finditer(text)}
    parameters = []
    for name, given in mapping("parameters").items():
        if name not in slots:
            remedy = f"Add the line: VALUES ?{name} {{ UNDEF }}"
            report(name, f'the query has no place for "{name}"', remedy)
        parameters.append(
            _parameter(name, given if isinstance(given, dict) else {}, slots.get(name, "UNDEF"))
        )
    example = {name: str(value) for name, value in mapping("example").items()}
    if findings:
        raise FindingsError(findings)
    return Query(
        name=file.relative_to(folder).with_suffix("").as_posix(),
        file=file,
        text=text,
        summary=str(header["summary"]),
        description=str(header.get("description", "")),
        parameters=tuple(parameters),
        view=str(header.get("view", "table")),
        example=example,
        header=header,
    )


def _text_and_header(file: Path) -> tuple[str, dict[str, Any]]:
    try:
        text = file.read_bytes().decode("utf-8")
        return text, read_header(text)
    except UnicodeDecodeError as error:
        finding = Finding(str(file), 0, "", f"byte {error.start} is not UTF-8", "Save the file as UTF-8")
    except ValueError as error:
        finding = Finding(str(file), 1, "header", str(error), "Mend the lines that begin with #+")
    raise FindingsError([finding])


def _parameter(name: str, about: Mapping[str, Any], default: str) -> Parameter:
    return Parameter(
        name=name,
        kind=str(about.get("kind", "thing")),
        required=bool(about.get("required")),
        description=str(about.get("description", "")),
        default=None if default == "UNDEF" else default.strip('"'),
        choices=tuple(map(str, about.get("choices") or ())),
    )


def query_names(folders: Iterable[Path]) -> dict[str, tuple[Path, Path]]:
    """Return the file and the folder of each question, by name; later folders win."""
    return {
        file.relative_to(folder).with_suffix("").as_posix(): (file, folder)
        for folder in folders
        for file in sorted(folder.rglob("*.rq"))
    }


def find_query(name: str, folders: Iterable[Path]) -> Query:
    """Return the question of this name.

    Raises:
        UsageError: there is none.
        FindingsError: its header is malformed.
    """
    names = query_names(folders)
    if name not in names:
        remedy = did_you_mean(name, names, "List them with: fashion-kg queries")
        raise UsageError(f'There is no question "{name}". {remedy}')
    return read_query(*names[name])


def all_queries(folders: Iterable[Path]) -> list[Query]:
    """Return every question, by name.

    Raises:
        FindingsError: headers are malformed; all of them are reported.
    """
    found, findings = queries_below("", folders)
    if findings:
        raise FindingsError(findings)
    return found


def queries_below(start: str, folders: Iterable[Path]) -> tuple[list[Query], list[Finding]]:
    """Return every question whose name starts so, and what is wrong with those that cannot be read."""
    found: list[Query] = []
    findings: list[Finding] = []
    for name, (file, folder) in sorted(query_names(folders).items()):
        if name.startswith(start):
            try:
                found.append(read_query(file, folder))
            except FindingsError as error:
                findings += error.findings
    return found, findings

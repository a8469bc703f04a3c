"""Questions as files: a ``.rq`` with a ``#+`` header, and the safe way to put a term into it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode

from fashion_kg.errors import Finding, FindingsError, UsageError, did_you_mean

LANGUAGE_SLOT = "lang"


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
    """

    name: str
    kind: str
    required: bool
    description: str
    default: str | None = None


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

    def bind(self, terms: Mapping[str, NamedNode | Literal]) -> str:
        """Return the query with terms in the places that its parameters leave open.

        Only terms go in, written by the RDF library itself; a text can therefore never become syntax.

        Raises:
            UsageError: the question has no such parameter, or a required one is missing.
        """
        text = self.text
        for parameter in self.parameters:
            if parameter.required and parameter.name not in terms:
                usage = " ".join(f"{p.name}" if p.required else f"[{p.name}]" for p in self.parameters)
                raise UsageError(
                    f"{self.name} needs {parameter.name}. Use: fashion-kg query {self.name} {usage}"
                )
        names = {parameter.name for parameter in self.parameters}
        for name, node in terms.items():
            if name == LANGUAGE_SLOT and not _slot(name).search(text):
                continue
            if name not in names and name != LANGUAGE_SLOT:
                remedy = did_you_mean(
                    name, names, "Its parameters are: " + (", ".join(sorted(names)) or "none")
                )
                raise UsageError(f'{self.name} has no parameter "{name}". {remedy}')
            filled = f"VALUES ?{name} {{ {node} }}"
            text = _slot(name).sub(lambda _, filled=filled: filled, text)  # type: ignore[misc]
        return text


def _slot(name: str) -> re.Pattern[str]:
    return re.compile(rf"VALUES\s+\?{re.escape(name)}\s*\{{\s*(UNDEF|\"[^\"\\]*\"|-?[\d.]+)\s*\}}")


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
    name = file.relative_to(folder).with_suffix("").as_posix()
    findings: list[Finding] = []

    def report(cause: str, remedy: str) -> None:
        findings.append(Finding(str(file), 1, "header", cause, remedy))

    text = file.read_text(encoding="utf-8")
    try:
        header = read_header(text)
    except ValueError as error:
        raise FindingsError(
            [Finding(str(file), 1, "header", str(error), "Mend the lines that begin with #+")]
        ) from None
    for key in sorted(set(header) - _KEYS):
        report(f'the key "{key}" is unknown', did_you_mean(key, _KEYS, "Use: " + ", ".join(sorted(_KEYS))))
    if not header.get("summary"):
        report("the summary is missing", "Add a line: #+ summary: what the question asks")
    parameters = []
    for parameter_name, given in (header.get("parameters") or {}).items():
        about = given if isinstance(given, dict) else {}
        slot = _slot(parameter_name).search(text)
        if not slot:
            report(
                f'the query has no place for "{parameter_name}"',
                f"Add the line: VALUES ?{parameter_name} {{ UNDEF }}",
            )
        default = slot[1].strip('"') if slot and slot[1] != "UNDEF" else None
        kind = str(about.get("kind", "thing"))
        parameters.append(
            Parameter(
                parameter_name, kind, bool(about.get("required")), str(about.get("description", "")), default
            )
        )
    if findings:
        raise FindingsError(findings)
    return Query(
        name=name,
        file=file,
        text=text,
        summary=str(header["summary"]),
        description=str(header.get("description", "")),
        parameters=tuple(parameters),
        view=str(header.get("view", "table")),
        example={key: str(value) for key, value in (header.get("example") or {}).items()},
        header=header,
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
    found, findings = [], []
    for _, (file, folder) in sorted(query_names(folders).items()):
        try:
            found.append(read_query(file, folder))
        except FindingsError as error:
            findings += error.findings
    if findings:
        raise FindingsError(findings)
    return found

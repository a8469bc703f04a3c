"""How the house is built: doorways, sizes, words, and that Python lists nothing that files list."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from fashion_kg.layout import Project
from fashion_kg.ontology import Ontology
from fashion_kg.queries import query_names
from fashion_kg.sources import read_sheets
from projects import ROOT

PACKAGE = ROOT / "src" / "fashion_kg"
MODULES = sorted(file for file in PACKAGE.rglob("*.py") if not file.is_relative_to(PACKAGE / "project"))
NAMES = [file.relative_to(PACKAGE).as_posix() for file in MODULES]

MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 60


def tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def texts_in(module: Path) -> Iterator[tuple[int, str]]:
    """Yield every text in a module's code that is not a docstring, with its line."""
    parsed = tree(module)
    docstrings = {
        id(node.value)
        for body in (getattr(each, "body", []) for each in ast.walk(parsed))
        if isinstance(body, list)
        for node in body
        if isinstance(node, ast.Expr)
    }
    for node in ast.walk(parsed):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def imports(module: Path) -> set[str]:
    """Return everything that a module imports, as ``package.name``."""
    found = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_imports_point_downward_only(tmp_path: Path) -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    script = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    command = [str(lint)] if lint.is_file() else [sys.executable, "-c", script]
    command += ["--no-logo", "--cache-dir", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("wanted", "doorway"),
    [
        ("pyoxigraph.Store", "store.py"),
        ("owlready2", "reason.py"),
        ("pyshacl", "checks.py"),
        ("pyvis", "views/relationships.py"),
        ("trafilatura", "extract/pages.py"),
    ],
)
def test_a_library_has_one_doorway(wanted: str, doorway: str) -> None:
    users = {
        name
        for name, module in zip(NAMES, MODULES, strict=True)
        if any(each == wanted or each.startswith(f"{wanted}.") for each in imports(module))
    }
    assert users <= {doorway}


def lines_with(wanted: re.Pattern[str]) -> list[str]:
    """Return the texts in code that match; what shows people a command, or an example, may say anything."""
    return [
        f"{name}:{line}: {text!r}"
        for name, module in zip(NAMES, MODULES, strict=True)
        for line, text in texts_in(module)
        if wanted.search(text) and "fashion-kg " not in text and "such as" not in text
    ]


def test_only_the_layout_knows_folders_and_files() -> None:
    folders = r"graph/(?:sources|identity|decisions|mappings)|(?:ontology|queries|build)/(?![#>\w]*>)"
    files = r"(?:identity|decisions)\.toml|(?:fashion|roles|shapes|style|alignments)\.ttl|context\.jsonld"
    found = lines_with(re.compile(rf"(?<![\w/.-])(?:{folders}|{files})"))
    assert [line for line in found if not line.startswith("layout.py:")] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_module_is_read_at_one_sitting(name: str) -> None:
    assert len((PACKAGE / name).read_text(encoding="utf-8").splitlines()) <= MAX_MODULE_LINES


@pytest.mark.parametrize("name", NAMES)
def test_functions_are_short_and_what_is_public_says_what_it_means(name: str) -> None:
    parsed = tree(PACKAGE / name)
    assert ast.get_docstring(parsed), f"{name} has no docstring"
    for node in ast.walk(parsed):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if not isinstance(node, ast.ClassDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            assert lines <= MAX_FUNCTION_LINES, f"{name}: {node.name} has {lines} lines"
    for node in public(parsed):
        assert ast.get_docstring(node), f"{name}: {node.name} has no docstring"


def public(
    parent: ast.Module | ast.ClassDef,
) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Yield the public functions and classes of a module or a class, and those inside the classes."""
    for node in parent.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name[0] != "_":
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node)


# -- Python lists no vocabulary ---------------------------------------------------------------------

# What a verb of its own shows has a question behind it, so that Python holds no SPARQL for it.
ASKED_BY_CODE = {
    "claims/about": "why, about one thing",
    "claims/conflicts": "conflicts",
    "claims/fields": "what timelines and profiles show",
    "claims/through": "why, between two things",
    "claims/why": "why, of one assertion",
    "graph/counts": "stats",
    "network/brand-talent": "what overlap measures unless another network is named",
    "network/co-credits": "the network of people who worked together",
    "network/disagreements": "the page of a disagreement",
    "network/everything": "what is around a thing on a page",
    "network/image-makers": "what loyalty measures unless another network is named",
    "network/occasions": "the time windows, brands and seasons of all networks",
}


def test_no_role_is_listed_in_python(ontology: Ontology) -> None:
    roles = "|".join(sorted(ontology.terms["Role"]))
    assert lines_with(re.compile(rf"^(?:{roles})$")) == []


def test_no_question_is_listed_in_python() -> None:
    queries = set(query_names(Project(ROOT).query_folders))
    assert set(ASKED_BY_CODE) <= queries
    names = "|".join(map(re.escape, sorted(queries - set(ASKED_BY_CODE))))
    assert lines_with(re.compile(rf"(?<![\w/-])(?:{names})(?![\w/-])")) == []


def test_no_name_of_the_graph_is_in_python(repository: Project, ontology: Ontology) -> None:
    entities = read_sheets(repository.sheets, ontology).entities
    named = {
        label.value
        for entity in entities.values()
        for label in (*entity.labels, *entity.alternatives)
        if len(label.value) > 3 and not label.value.islower()
    }
    assert len(named) > 50
    names = "|".join(map(re.escape, sorted(named)))
    assert lines_with(re.compile(rf"(?<!\w)(?:{names})(?!\w)")) == []


# -- grammars say nothing twice, and nothing in vain ---------------------------------------------------

GRAMMARS = {
    file.name: tomllib.loads(file.read_text(encoding="utf-8"))
    for file in sorted((PACKAGE / "extract" / "grammar").glob("*.toml"))
}
SPOKEN = [name for name, given in GRAMMARS.items() if "phrase" in given]


def texts_of(node: object) -> Iterator[str]:
    """Yield every text of a part of a grammar file, however deep."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for each in node.values() if isinstance(node, dict) else node:
            yield from texts_of(each)


def lists_of(node: object, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Yield every list of words of a part of a grammar file, with its place."""
    if isinstance(node, list) and all(isinstance(each, str) for each in node):
        yield path, node
    elif isinstance(node, dict | list):
        for key, each in node.items() if isinstance(node, dict) else enumerate(node):
            yield from lists_of(each, f"{path}.{key}")


@pytest.mark.parametrize("name", SPOKEN)
def test_every_piece_and_list_of_patterns_is_used(name: str) -> None:
    given = GRAMMARS[name]
    whole = "\n".join(texts_of(given))
    assert [key for key in given.get("pieces", {}) if "{" + key + "}" not in whole] == []
    assert set(given.get("patterns", {})) == {each["like"] for each in given["phrase"] if "like" in each}


@pytest.mark.parametrize("name", GRAMMARS)
def test_no_list_of_a_grammar_has_a_word_twice(name: str) -> None:
    for path, words in lists_of(GRAMMARS[name]):
        assert [word for word, times in Counter(words).items() if times > 1] == [], f"{name}{path}"


def keys_of_languages() -> set[str]:
    """Return what grammars of languages may say: the keys of each section, but for names of their own."""
    found: set[str] = set()
    for given in (GRAMMARS[name] for name in SPOKEN):
        found |= set(given)
        for section in ("page", "small", "words"):
            found |= set(given.get(section, ()))
        for phrase in given["phrase"]:
            found |= set(phrase)
    return found


def test_every_key_of_a_grammar_is_documented() -> None:
    page = (PACKAGE / "extract" / "grammar" / "README.md").read_text(encoding="utf-8")
    rows = {key for row in re.findall(r"^\|(.*?)\|", page, re.M) for key in re.findall(r"`([a-z_]+)`", row)}
    told = set(re.findall(r"`\[*([a-z_]+)(?:\.ROLE)?\]*`", page))
    assert keys_of_languages() - told == set()
    assert rows - keys_of_languages() == set()


def test_every_key_of_a_grammar_is_used() -> None:
    code = {text for name in NAMES if name.startswith("extract/") for _, text in texts_in(PACKAGE / name)}
    code |= {text for _, text in texts_in(PACKAGE / "curating" / "proposals.py")}
    doubts = {
        word for name in SPOKEN for each in GRAMMARS[name]["phrase"] for word in texts_of(each.get("doubt"))
    }
    assert keys_of_languages() - code - doubts == set()
    assert set(GRAMMARS["shared.toml"]) - code == set()


# What of an expression is no letter that it looks for: escapes, classes of characters, names of groups.
_NO_LETTERS = re.compile(r"\\[a-zA-Z]|\[[^\]]*\]|\(\?P?<\w+>|\(\?[a-z]+[:)]")
_ENGINE = [name for name in NAMES if re.fullmatch(r"extract/\w+\.py", name)]


def words_of_languages() -> set[str]:
    """Return the words that grammars list of names and dates, but for single letters of an alphabet."""
    listed = (texts_of([GRAMMARS[name].get("small", {}), GRAMMARS[name].get("page", {})]) for name in SPOKEN)
    words = {word.casefold() for every in listed for word in every if re.fullmatch(r"[^\W\d_]+", word)}
    return {word for word in words if len(word) > 1 or word > "\u3000"}


def compared(module: Path) -> Iterator[tuple[int, str]]:
    """Yield the texts of the tuples and sets that a module compares something with, each with its line."""
    for node in ast.walk(tree(module)):
        for side in (node.left, *node.comparators) if isinstance(node, ast.Compare) else ():
            for each in side.elts if isinstance(side, ast.Tuple | ast.Set) else ():
                if isinstance(each, ast.Constant) and isinstance(each.value, str):
                    yield each.lineno, each.value


@pytest.mark.parametrize("name", _ENGINE)
def test_the_engine_looks_for_no_word_of_a_language(name: str) -> None:
    shown = "fashion-kg["  # What people are told to install is no expression.
    texts = ((line, text) for line, text in texts_in(PACKAGE / name) if shown not in text)
    expressions = ((line, text) for line, text in texts if re.search(r"[\\|(\[]", text))
    words = words_of_languages()
    found = [
        f"{line}: {word}"
        for line, text in (*expressions, *compared(PACKAGE / name))
        for word in re.findall(r"[^\W\d_]+", _NO_LETTERS.sub(" ", text))
        if word.casefold() in words
    ]
    assert found == []


# -- manners ----------------------------------------------------------------------------------------


def test_modules_have_names_that_say_something() -> None:
    forbidden = {"data", "item", "items", "manager", "util", "utils", "helper", "helpers", "misc", "common"}
    assert not {Path(name).stem for name in NAMES} & forbidden


def test_nothing_is_left_to_do_in_the_code() -> None:
    found = [
        f"{name}: {line.strip()}"
        for name, module in zip(NAMES, MODULES, strict=True)
        for line in module.read_text(encoding="utf-8").splitlines()
        if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", line)
    ]
    assert found == []


def test_no_registry_address_in_the_locks() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text(encoding="utf-8")
        assert "index-url" not in text, lock.name
        assert not re.search(r"https?://(?!.*#)", text), lock.name


def test_no_registry_address_in_the_locks_of_javascript() -> None:
    found = [ROOT / "web" / "package-lock.json", *ROOT.glob("tests/*/package-lock.json")]
    assert len(found) > 1
    for lock in found:
        packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
        assert [name for name, package in packages.items() if "resolved" in package] == [], lock
        assert [name for name, package in packages.items() if name and "integrity" not in package] == [], lock
        settings = lock.with_name(".npmrc").read_text(encoding="utf-8").split()
        assert {"omit-lockfile-registry-resolved=true", "ignore-scripts=true"} <= set(settings), lock

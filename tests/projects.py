"""Small projects for tests, in folders of their own, and what to ask of them."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions

from fashion_kg.build import make_quads, read_project
from fashion_kg.layout import Project
from fashion_kg.namespaces import BASE
from fashion_kg.ontology import Ontology
from fashion_kg.store import EmbeddedStore, Store

TESTS = Path(__file__).parent
ROOT = TESTS.parent


def accepted_articles(root: Path) -> Project:
    """Make a project of the sheets that were read in full, and of what was judged of their things."""
    kept = [file for file in Project(ROOT).sheets if _about(file)["review"] == "accepted"]
    for file in kept:
        copy = root / file.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, copy)
    for name in ("ontology", "queries"):
        (root / name).symlink_to(ROOT / name, target_is_directory=True)
    slugs = {slug for file in kept for slug in re.findall(r"(?m)^\[\w+\.([\w-]+)\]", file.read_text("utf-8"))}
    judged = [
        _block(judgement, block)
        for judgement, blocks in tomllib.loads((ROOT / "graph" / "identity.toml").read_text("utf-8")).items()
        for block in blocks
        if {name.split("/")[1] for name in _things(block)} <= slugs
    ]
    (root / "graph" / "identity.toml").write_text("\n".join(judged), "utf-8")
    shutil.copy(ROOT / "graph" / "decisions.toml", root / "graph")
    return Project(root)


def _about(sheet: Path) -> dict[str, str]:
    return dict(tomllib.loads(sheet.read_text(encoding="utf-8"))["source"])


def _things(judgement: Mapping[str, object]) -> list[str]:
    lists = (judgement.get("merge", []), judgement.get("entities", []))
    named = [str(name) for each in lists if isinstance(each, list) for name in each]
    return [*named, str(judgement["keep"])] if "keep" in judgement else named


def _block(judgement: str, fields: Mapping[str, object]) -> str:
    lines = (f"{key} = {_toml(value)}" for key, value in fields.items())
    return "\n".join((f"[[{judgement}]]", *lines, ""))


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str | list) else str(value)


PREFIXES = """
PREFIX fkg: <https://w3id.org/fashion-kg/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX person: <https://w3id.org/fashion-kg/person/>
PREFIX brand: <https://w3id.org/fashion-kg/brand/>
PREFIX campaign: <https://w3id.org/fashion-kg/campaign/>
PREFIX group: <https://w3id.org/fashion-kg/group/>
PREFIX occasion: <https://w3id.org/fashion-kg/occasion/>
PREFIX place: <https://w3id.org/fashion-kg/place/>
PREFIX product: <https://w3id.org/fashion-kg/product/>
PREFIX season: <https://w3id.org/fashion-kg/season/>
PREFIX source: <https://w3id.org/fashion-kg/source/>
PREFIX rank: <https://w3id.org/fashion-kg/rank/>
PREFIX review-state: <https://w3id.org/fashion-kg/review-state/>
"""


@dataclass(frozen=True)
class SmallProject:
    """A project in a temporary folder.

    A sheet is written without the tedious half of it: what stands between guillemets in its body is
    evidence, ``«Ada shot it»`` or ``«Ada shot it | creditText = "Ada"»``. Each phrase becomes a line of
    a text that is written beside it, and gets its part, paragraph and position.
    """

    root: Path
    ontology: Ontology

    @property
    def project(self) -> Project:
        return Project(self.root)

    def write(self, path: str, content: str | bytes) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def sheet(
        self,
        source_id: str,
        body: str,
        language: str = "en",
        review: str = "accepted",
        published: str | None = None,
        more: str = "",
    ) -> Path:
        text = f"{source_id}\n"
        start, phrases = len(text), 0

        def placed(match: re.Match[str]) -> str:
            nonlocal text, phrases
            phrase, _, rest = (piece.strip() for piece in match[1].partition("|"))
            phrases += 1
            begin = len(text)
            text += phrase + "\n"
            position = f"paragraph = {phrases}, start = {begin}, end = {begin + len(phrase)}"
            return f'{{ phrase = "{phrase}", part = "body", {position}{rest and ", " + rest} }}'

        body = re.sub(r"«(.*?)»", placed, body)
        text += "The end.\n"
        self.write(f"texts/{source_id}.txt", text)
        folder = published[:4] if published else "undated"
        dated = f'published = "{published}"\n' if published else ""
        header = (
            f'[source]\nkind = "PressArticle"\nlabel = "The {source_id}"\nlanguage = ["{language}"]\n'
            f'sha256 = "{hashlib.sha256(text.encode()).hexdigest()}"\ncharacters = {len(text)}\n'
            f'review = "{review}"\nreader = "the editors"\nread = 2031-03-01\n{dated}{more}\n'
            f"[parts]\nbody = [[{start}, {len(text)}]]\n"
        )
        return self.write(f"graph/sources/{folder}/{source_id}.toml", header + body)

    def graph(self) -> EmbeddedStore:
        """Build in memory."""
        triples = read_project(self.project, self.ontology)[1]
        return make_quads(self.project, self.ontology, triples, lambda _: None)


def edit(root: Path, case: Path) -> None:
    """Make the changes to a project that a case of bad input describes."""
    about = tomllib.loads(case.read_text(encoding="utf-8"))
    for change in about.get("edit", []):
        file = root / change["file"]
        text = file.read_text(encoding="utf-8")
        assert text.count(change["old"]) == 1, f"{case.name}: {change['old']!r} is not there exactly once"
        file.write_text(text.replace(change["old"], change["new"]), encoding="utf-8")
    for added in about.get("add", []):
        file = root / added["file"]
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as out:
            out.write(added["text"])
    for moved in about.get("move", []):
        target = root / moved["to"]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((root / moved["file"]).read_bytes())
        if not moved.get("copy"):
            (root / moved["file"]).unlink()


def holds(store: Store, pattern: str) -> bool:
    """Whether the graph has a pattern."""
    answer = store.query(f"{PREFIXES} ASK {{ {pattern} }}")
    assert isinstance(answer, QueryBoolean)
    return bool(answer)


def rows(store: Store, query: str) -> list[Mapping[str, str]]:
    """Return the rows of a SELECT query as plain texts, IRIs without their beginning."""
    answer = store.query(PREFIXES + query)
    assert isinstance(answer, QuerySolutions)
    names = [variable.value for variable in answer.variables]
    found: list[Mapping[str, str]] = []
    for solution in answer:
        row = {}
        for name in names:
            node = solution[name]
            if isinstance(node, NamedNode | Literal):
                row[name] = node.value.removeprefix(BASE)
        found.append(row)
    return found

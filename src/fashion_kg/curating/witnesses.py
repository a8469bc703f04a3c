"""What a source looks like to whoever asks whether two of them go back to one announcement."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from pyoxigraph import NamedNode
from rapidfuzz import fuzz

from fashion_kg.claims import REJECTED, DateSpan, Reference, Source, Statement
from fashion_kg.curating.shared_wording import Worded
from fashion_kg.extract.folding import folded
from fashion_kg.ontology import Ontology
from fashion_kg.sources import Sheets

_NEARLY = 75

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Witness:
    """One source, as it is compared with others.

    Attributes:
        source: the source.
        called: the names under which others may cite it, in small letters: its publisher's, its host's.
        matters: what it is about: campaigns, else the brands and people of its statements.
        orders: the agents in the order in which it names them, by campaign and family of roles.
        printed: names as it prints them that are no known names, with whose they are.
        text: the words of the article, if its text is at hand.
    """

    source: Source
    called: frozenset[str]
    matters: frozenset[str]
    orders: Mapping[tuple[str, str], tuple[str, ...]]
    printed: frozenset[tuple[str, str]]
    text: Worded | None

    @property
    def published(self) -> DateSpan | None:
        """When it was published."""
        return self.source.published


def witnesses(sheets: Sheets, ontology: Ontology, texts: Mapping[str, bytes]) -> dict[str, Witness]:
    """Return what there is to compare of each source; tables, which repeat others row by row, are none.

    Args:
        sheets: what the sources say.
        ontology: the vocabulary.
        texts: texts at hand, by the SHA-256 of their bytes.
    """
    said: dict[str, list[Statement]] = defaultdict(list)
    for statement in sheets.statements:
        if statement.evidence and statement.evidence[0].review.state != REJECTED:
            said[statement.evidence[0].source].append(statement)
    names = {
        iri: [text.value for text in (*entity.labels, *entity.alternatives, *entity.hidden)]
        for iri, entity in sheets.entities.items()
    }
    parts = frozenset(word for each in names.values() for name in each for word in _words(name))
    matters = {
        source.id: _matters(said[source.id], sheets, ontology)
        for source in sheets.sources
        if not source.columns
    }
    found = {}
    for source in sheets.sources:
        if source.columns:
            continue
        about = matters[source.id]
        article = _article(source, texts.get(source.sha256))
        found[source.id] = Witness(
            source,
            _called(source, sheets, ontology, names),
            about,
            _orders(said[source.id], ontology),
            _printed(said[source.id], names),
            Worded(article, about, parts) if article else None,
        )
    return found


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _article(source: Source, content: bytes | None) -> str:
    """Return the article's own parts, without what stands around it; empty where the text is not at hand."""
    if content is None:
        return ""
    text = content.decode("utf-8", "replace")
    spans = sorted(span for _, ranges in source.parts for span in ranges)
    return "\n".join(text[start:end] for start, end in spans)


def _matters(statements: Iterable[Statement], sheets: Sheets, ontology: Ontology) -> frozenset[str]:
    found: Counter[str] = Counter()
    others: set[str] = set()
    for statement in statements:
        for _, value in statement.fields:
            if isinstance(value, Reference) and (entity := sheets.entities.get(value.iri)):
                if ontology.is_a(entity.class_name, "Campaign"):
                    found[value.iri] += 1
                elif ontology.is_a(entity.class_name, "Agent"):
                    others.add(value.iri)
    return frozenset(found or others)


def _called(
    source: Source, sheets: Sheets, ontology: Ontology, names: Mapping[str, list[str]]
) -> frozenset[str]:
    found = set(names[sheets.agent(source.publisher, ontology)]) if source.publisher else set()
    if source.url:
        host = (urlsplit(source.url).hostname or "").removeprefix("www.")
        found.add(host)
    return frozenset(name.casefold() for name in found if len(name) > 2)


def _orders(statements: Iterable[Statement], ontology: Ontology) -> dict[tuple[str, str], tuple[str, ...]]:
    lists: dict[tuple[str, str], list[tuple[int, int, str]]] = defaultdict(list)
    for statement in statements:
        fields = {name: value.iri for name, value in statement.fields if isinstance(value, Reference)}
        if {"campaign", "role", "creditedAgent"} <= fields.keys():
            place = min((each.start, each.position or 0) for each in statement.evidence)
            family = _family(fields["role"], ontology)
            lists[fields["campaign"], family].append((*place, fields["creditedAgent"]))
    return {
        key: tuple(dict.fromkeys(agent for *_, agent in sorted(members))) for key, members in lists.items()
    }


def _family(role: str, ontology: Ontology) -> str:
    """Return the topmost group of a role."""
    above = [node.value for node in ontology.objects(role, "skos:broader") if isinstance(node, NamedNode)]
    return _family(min(above), ontology) if above else role


def _printed(statements: Iterable[Statement], names: Mapping[str, list[str]]) -> frozenset[tuple[str, str]]:
    found = set()
    for statement in statements:
        fields = dict(statement.fields)
        agents = [value.iri for name, value in fields.items() if name in ("creditedAgent", "agent")
                  and isinstance(value, Reference)]  # fmt: skip
        for agent in agents:
            found |= {
                (agent, each.credit_text)
                for each in statement.evidence
                if each.credit_text and _is_misprint(each.credit_text, names.get(agent, ()))
            }
    return frozenset(found)


def _is_misprint(text: str, names: Iterable[str]) -> bool:
    """Whether a name is nearly one of those that its bearer is known by, and none of them."""
    words, *known = ([folded(word) for word in _words(name)] for name in (text, *names))
    return words not in known and any(
        len(words) == len(name) and fuzz.ratio(" ".join(words), " ".join(name)) >= _NEARLY for name in known
    )


# -- who says that it has its text from whom --------------------------------------------------------


@cache
def _copying() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds the words before a name, and those after one."""
    tables = tomllib.loads((Path(__file__).parent / "copying.toml").read_text(encoding="utf-8"))
    before, after = (
        sorted({word for each in tables.values() for word in each[side]}, key=len, reverse=True)
        for side in ("before", "after")
    )
    return (
        re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, before))})(?P<rest>[^\n]{{1,60}})", re.I),
        re.compile(rf"(?P<rest>[^\n]{{1,40}}?)(?:{'|'.join(map(re.escape, after))})", re.I),
    )


def one_outlet(one: Witness, other: Witness) -> bool:
    """Whether two sources are of one outlet, or one's host is part of the other's."""
    return any(a == b or a.endswith(f".{b}") or b.endswith(f".{a}") for a in one.called for b in other.called)


def cites(one: Witness, other: Witness) -> str:
    """Return the words in which one source says that it has its text from another; empty for none."""
    if one.text is None or not other.called or one_outlet(one, other):
        return ""
    name = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(other.called)))})(?![a-z0-9])", re.I)
    before, after = _copying()
    for match in before.finditer(one.text.text):
        # Only what follows at once: a name further on is what the sentence is about.
        if (found := name.search(match["rest"])) and found.start() <= 12:
            return match[0][: match.start("rest") - match.start() + found.end()].strip()
    for match in after.finditer(one.text.text):
        if (found := name.search(match["rest"])) and len(match["rest"]) - found.end() <= 8:
            return match[0][found.start() :].strip()
    return ""

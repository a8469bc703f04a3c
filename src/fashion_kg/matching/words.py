"""A name as its words: what is compared, what joins two people, and what is only a title or a handle."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from rapidfuzz.fuzz import ratio

from fashion_kg.matching.scripts import in_latin, read_words, script_of, simplified

# Written in between two people who work under one name; "x" is how two brands print it.
_JOINED = re.compile(r"\s+(?:and|AND|And|et|ET|und|y|e|x|×)\s+|\s*[&+]\s*")
_HANDLE = re.compile(r"@[\w.]+")


@dataclass(frozen=True)
class Written:
    """A name as it is compared.

    Attributes:
        text: as printed.
        words: its words in plain Latin letters, in the order of print, without titles.
        script: what it is printed in.
        suffix: what follows the name: jr, ii ...
        members: the names that "&" joins; empty for one name.
        handle: whether it is an account's name.
    """

    text: str
    words: tuple[str, ...]
    script: str
    suffix: str = ""
    members: tuple[Written, ...] = ()
    handle: bool = False

    @cached_property
    def joined(self) -> str:
        """All words as one."""
        return "".join(self.words)

    @cached_property
    def core(self) -> tuple[str, ...]:
        """The words without those that stand between names: and, van, de, la ..."""
        return tuple(word for word in self.words if word not in listed("particles")) or self.words

    @cached_property
    def sounds(self) -> str:
        """How the words sound, without order."""
        return " ".join(sorted(sound(word) for word in self.core))


@lru_cache(maxsize=200_000)
def read_name(text: str) -> Written:
    """Take a name apart."""
    shown = " ".join(text.split())
    handle = _HANDLE.fullmatch(shown) is not None
    script = script_of(shown)
    printed = re.sub(r"[@._\d]+", " ", shown) if handle else shown
    if "," in printed and printed.count(",") == 1:
        last, first = printed.split(",")
        # "Moss, Kate", but not "Kate Moss, Jr."
        if first.strip() and in_latin(first).strip(" .") not in listed("suffixes"):
            printed = f"{first} {last}"
    parts = [part for part in _JOINED.split(printed) if part.strip()] if _JOINED.search(printed) else []
    words, suffix = _words(printed)
    members = tuple(read_name(part) for part in parts) if len(parts) > 1 else ()
    return Written(shown, words, script, suffix, members, handle)


def _words(printed: str) -> tuple[tuple[str, ...], str]:
    # Nothing is left of a name that is signs alone: it is then only like itself.
    plain = re.sub(r"['’`´ʼ]", "", in_latin(printed)).replace("&", " and ")
    words = re.findall(r"[^\W_]+", plain) or [printed.casefold()]
    ends = words[-1] if len(words) > 2 and words[-1] in listed("suffixes") else ""
    if ends:
        words = words[:-1]
    while len(words) > 2 and words[0] in listed("titles"):
        words = words[1:]
    while len(words) > 2 and words[-1] in listed("titles"):
        words = words[:-1]
    return tuple(words), ends


def same_print(one: str, other: str) -> bool:
    """Whether two names differ in Traditional and Simplified characters at most."""
    return simplified(one.casefold()) == simplified(other.casefold())


# -- single words -----------------------------------------------------------------------------------


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """Return the consonants of a word by classes that sound alike across scripts; a first vowel is ``a``."""
    rest = word
    for pattern, letter in _sounds():
        rest = pattern.sub(letter, rest)
    rest = re.sub(r"(.)\1+", r"\1", rest)
    return ("a" if word[:1] in "aeiouyw" else "") + rest


@cache
def listed(key: str) -> frozenset[str]:
    """Return one of the lists of words, such as ``titles``."""
    return frozenset(read_words()[key])


@cache
def _sounds() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(pattern), letter) for pattern, letter in read_words()["sounds"]["classes"]]


def heard_alike(one: str, other: str) -> float:
    """Return how alike two words are aloud, from 0 to 100: consonants count as much as all letters."""
    mine, theirs = _spoken(one), _spoken(other)
    return (ratio(mine, theirs) + ratio(_bare(mine), _bare(theirs))) / 2


def _bare(word: str) -> str:
    return re.sub("[aeiouwy]", "", word)


@lru_cache(maxsize=200_000)
def _spoken(word: str) -> str:
    """Return a word with one letter for what romanizations write in several ways."""
    for written, spoken in read_words()["sounds"]["spoken"]:
        word = word.replace(written, spoken)
    return word


@cache
def _forms() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in read_words()["forms"]:
        for word in row:
            found[word] = found.get(word, frozenset()) | {row[0]}
    return found


def long_forms(word: str) -> frozenset[str]:
    """Return the given names that a word is a form of."""
    return _forms().get(word, frozenset())


def is_short_form(one: str, other: str) -> bool:
    """Whether two given names are forms of one: Tom and Thomas, Bill and William."""
    return bool(long_forms(one) & long_forms(other))

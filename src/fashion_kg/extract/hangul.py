"""Korean names: which words of a line may be one, and where the grammar that hangs on it begins.

A name from abroad is a row of words written by its sound. Such words have syllables that words of the
language itself hardly ever have, and a list in the file of the language says which. What a particle may
follow depends on how the syllable before it ends, so that the end of most names can be told.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from fashion_kg.extract.scripts import HANGUL, Word
from fashion_kg.extract.words import any_of, read_words

_LAST_WORD = re.compile(f"(?<![{HANGUL}])([{HANGUL}]+) $")
_WORD = re.compile(f"[{HANGUL}]+(?:-[{HANGUL}]+)*")
_FINALS, _FINAL_L = 28, 8
_MOST_PARTS = 4
_LONGEST_PART = 7


class _Sounds(NamedTuple):
    first: frozenset[str]
    last: frozenset[str]
    syllables: frozenset[str]
    foreign: frozenset[str]
    loans: frozenset[str]
    within: re.Pattern[str]


class _Particles(NamedTuple):
    any: frozenset[str]
    consonant: frozenset[str]
    vowel: frozenset[str]
    sure: frozenset[str]
    joining: frozenset[str]
    after_l: frozenset[str]
    apart: tuple[str, ...]
    plural: str
    ends: re.Pattern[str]


@cache
def _particles() -> _Particles:
    given = read_words("ko")["particles"]
    after = [given[key] for key in ("any", "consonant", "vowel")]
    ends = re.compile(f"{any_of((*(word for words in after for word in words), *given['after_l']))}$")
    return _Particles(
        any=frozenset(given["any"]),
        consonant=frozenset(given["consonant"]),
        vowel=frozenset(given["vowel"]),
        sure=frozenset(given["sure"]),
        joining=frozenset(given["joining"]),
        after_l=frozenset(given["after_l"]),
        apart=tuple(f"{word} " for word in given["apart"]),
        plural=given["plural"],
        ends=ends,
    )


@cache
def _sounds() -> _Sounds:
    given = read_words("ko")["name_pieces"]
    first, last = frozenset(given["first"]), frozenset(given["last"])
    syllables = frozenset("".join((*first, *last, *given["more_sounds"])))
    loans = frozenset(given["loans"])
    within = re.compile(any_of(word for word in loans if len(word) > 2))
    return _Sounds(first, last, syllables, syllables - frozenset("".join(given["own_sounds"])), loans, within)


@cache
def _native() -> re.Pattern[str]:
    given = read_words("ko")["name_pieces"]
    return re.compile(f"(?!{any_of(given['no_native'])}){given['surname']}[{HANGUL}]{{1,2}}")


def begins_native(word: str) -> bool:
    """Whether a word begins with a family name of the language itself."""
    return re.match(read_words("ko")["name_pieces"]["surname"], word) is not None


def parted(word: str) -> tuple[str, str]:
    """Return a word without the particle on its end, and that particle, or an empty text.

    >>> parted("리카르도가"), parted("정호연이"), parted("워보이")
    (('리카르도', '가'), ('정호연', '이'), ('워보이', ''))
    """
    for match in _particles().ends.finditer(word):
        for at in range(match.start(), len(word)):
            if at and _may_follow(word[at - 1], word[at:]):
                return word[:at], word[at:]
    return word, ""


def _may_follow(syllable: str, particle: str) -> bool:
    final = (ord(syllable) - 0xAC00) % _FINALS if "가" <= syllable <= "힣" else 0
    if particle in _particles().any:
        return True
    if particle in _particles().after_l:
        return final in (0, _FINAL_L)
    return particle in (_particles().consonant if final else _particles().vowel)


def foreign_names(line: str, taken: Collection[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield where the names from abroad of at least two words stand in a line.

    Args:
        line: the line.
        taken: where other names stand.
    """
    words = [
        Word(match.start(), match.end(), match[0])
        for match in _WORD.finditer(line)
        if not any(start < match.end() and match.start() < end for start, end in taken)
    ]
    at = 0
    while at < len(words):
        parts = _row(line, words, at)
        if parts:
            yield words[at].start, parts[-1].end
        at += max(1, len(parts))


def _row(line: str, words: list[Word], at: int) -> list[Word]:
    """Return the parts of the name that begins at a word, the last without its particle; or none."""
    parts: list[Word] = []
    for word in words[at : at + _MOST_PARTS + 1]:
        if parts and line[parts[-1].end : word.start] != " ":
            break
        bare, particle = _parted_in(line, word)
        whole = _is_part(word.text)
        sure = parts and parts[0].text in _sounds().first and bare in _sounds().last and particle
        if sure or _is_end(word.text, bare, particle, first=not parts):
            parts.append(Word(word.start, word.start + len(bare), bare))
            break
        if not whole:
            break
        parts.append(word)
    fit = 1 < len(parts) <= _MOST_PARTS and len(parts[-1].text) + len(parts[0].text) > 2
    late = any(part.text in _sounds().first and len(part.text) > 2 for part in parts[1:])
    if late and parts[0].text not in _sounds().first:
        return []  # The name begins later.
    opens = words[at].start == 0 or line[: words[at].start].endswith((", ", ". ", "(", *_particles().apart))
    return parts if fit and _is_foreign([part.text for part in parts], opens=opens) else []


def _parted_in(line: str, word: Word) -> tuple[str, str]:
    """Return a word of a line without the particle, or the verb of a sentence that ends so, and that."""
    copula = read_words("ko")["particles"]["copula"]
    named = word.text in _sounds().first or word.text in _sounds().last
    if line[word.end : word.end + 1] in ("", ".") and word.text.endswith(copula) and not named:
        return word.text.removesuffix(copula), copula
    return parted(word.text)


def is_after_first_name(line: str, at: int) -> bool:
    """Whether a first name from abroad stands just before a place of a line."""
    match = _LAST_WORD.search(line, 0, at)
    return match is not None and len(match[1]) > 2 and match[1] in _sounds().first


def may_be_name(word: str) -> bool:
    """Whether a word alone may be a name, native or from abroad, by its syllables."""
    sounds = _sounds()
    if word in sounds.first or word in sounds.last:
        return True
    return not is_loan(word) and bool(sounds.foreign & set(word) or _native().fullmatch(word))


def is_loan(word: str) -> bool:
    """Whether a word, with or without a particle, is one from abroad that is no name."""
    return word in _sounds().loans or parted(word)[0] in _sounds().loans


def _is_end(word: str, bare: str, particle: str, *, first: bool) -> bool:
    """Whether a word is the last of a name, with a particle; names end as some particles sound."""
    last = _sounds().last
    if not particle or word in last or not _is_part(bare):
        return False
    if first:
        return particle in _particles().sure
    return particle not in _particles().after_l or bare in last


def _is_part(text: str) -> bool:
    sounds = _sounds()
    return (
        0 < len(text) <= _LONGEST_PART
        and (text in sounds.first or text.removesuffix(_particles().plural) not in sounds.loans)
        and (text in sounds.first or not (text in sounds.loans or sounds.within.search(text)))
        and sounds.syllables.issuperset(text.replace("-", ""))
    )


def is_verb(word: str) -> bool:
    """Whether a word ends as a sentence does, and is no name that does."""
    sounds = _sounds()
    endings = tuple(read_words("ko")["name_pieces"]["endings"])
    return word.endswith(endings) and word not in sounds.first and word not in sounds.last


def native_name(word: str) -> str:
    """Return the native name of three syllables that a word is, without its particle; else an empty text."""
    bare, particle = parted(word)
    return bare if particle and _native_of_three().fullmatch(bare) else ""


def is_name_of_two(words: Sequence[str]) -> bool:
    """Whether two words are a name from abroad whose first part ends as a particle does."""
    if len(words) != 2 or not parted(words[0])[1] or not parted(words[1])[1]:
        return False
    bare = parted(words[1])[0]
    return _is_part(words[0]) and _is_part(bare) and bool(_sounds().foreign & set(words[0]))


@cache
def _native_of_three() -> re.Pattern[str]:
    given = read_words("ko")["name_pieces"]
    return re.compile(given["surname"] + any_of(given["given"]) + "{2}")


def sounds_foreign(word: str) -> bool:
    """Whether a word has no syllable that names from abroad do not have."""
    return _is_part(word)


def _is_foreign(parts: list[str], *, opens: bool) -> bool:
    """Whether the parts sound foreign: all of them, but the first where a clause opens with it."""
    sounds = _sounds()
    if len(parts) == 2 and parts[0] in sounds.first:
        return len(parts[0]) > 1 or (bool(sounds.foreign & set(parts[0])) and len(parts[1]) > 1)
    if opens and 1 < len(parts[0]) < 5 and len(parts[-1]) > 2:
        parts = parts[1:]
    alone = sounds.first | sounds.last | _particles().joining
    return all(part in alone or (len(part) > 1 and sounds.foreign & set(part)) for part in parts)

"""Texts that share wording: which runs of words stand in two of them, without comparing all with all.

A shingle is a run of five words (Broder, "On the resemblance and containment of documents", 1997), two
Chinese or Japanese characters counting as one. All shingles of all texts are sorted once; texts that
share one stand side by side then. The counts are exact: nothing is sketched or sampled. What three or
more texts on different matters share is how such pages are written, and does not count.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import islice, pairwise

import numpy as np
from numpy.typing import NDArray

WORDS = 5
"""How many words a shingle has."""

LONGEST = 20_000
"""How many words of a text are looked at."""

_MANY = 60
"""In how many texts a shingle is looked up pair by pair; beyond, neighbours stand for all of them."""

_CHARACTER = "\u3040-\u30fa\u30fc-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f"
_TOKEN = re.compile(rf"[{_CHARACTER}]|[^\W_{_CHARACTER}]+")
_IDEOGRAPH = re.compile(rf"[{_CHARACTER}]")
_QUOTATION = re.compile('[“„"«「『][^“”„"«»「」『』\n]{1,1000}[”“"»」』]')
_FACTOR = 0x9E3779B97F4A7C15 | 1
_ROUND = 1 << 64

Numbers = NDArray[np.uint64]


@lru_cache(maxsize=200_000)
def _code(word: str) -> int:
    """Return a number for a word: the same in every run, and hardly ever that of another."""
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big")


@cache
def _powers() -> tuple[Numbers, Numbers]:
    """Return the powers of a factor, and of its inverse, modulo 2 to the 64th."""
    inverse = pow(_FACTOR, -1, _ROUND)
    powers, inverses = [1], [1]
    for _ in range(LONGEST):
        powers.append(powers[-1] * _FACTOR % _ROUND)
        inverses.append(inverses[-1] * inverse % _ROUND)
    return np.array(powers, np.uint64), np.array(inverses, np.uint64)


@dataclass
class Worded:
    """A text as words.

    Attributes:
        text: the text.
        matters: what it is about; texts that have none of these in common are on different matters.
        names: the words that names are made of, in small letters: sharing them is no shared wording.
    """

    text: str
    matters: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    @cached_property
    def places(self) -> NDArray[np.int64]:
        """Where each word begins and ends."""
        found = islice(_TOKEN.finditer(self.text), LONGEST)
        return np.array([match.span() for match in found], np.int64).reshape(-1, 2)

    @cached_property
    def weights(self) -> NDArray[np.float64]:
        """How much each token counts: a word 1, a Chinese or Japanese character a half."""
        starts = self.places[:, 0].tolist()
        halves = (0.5 if _IDEOGRAPH.match(self.text, start) else 1.0 for start in starts)
        return np.fromiter(halves, float, len(starts))

    @property
    def size(self) -> float:
        """How many words the text has."""
        return float(self.weights.sum())

    @cached_property
    def ends(self) -> NDArray[np.int64]:
        """For each token at which a shingle begins, the token after its last."""
        total = np.concatenate([[0.0], np.cumsum(self.weights)])
        ends = np.searchsorted(total, total[:-1] + WORDS - 1e-9)
        return ends[ends <= len(self.places)]

    @cached_property
    def shingles(self) -> Numbers:
        """The shingles as numbers, by the token at which each begins."""
        codes = (_code(self.text[start:end].casefold()) for start, end in self.places.tolist())
        values = np.fromiter(codes, np.uint64, len(self.places))
        powers, inverse = _powers()
        # A polynomial of the words' codes, the same wherever in a text they stand.
        sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(values * inverse[: len(values)])])
        count = len(self.ends)
        found: Numbers = (sums[self.ends] - sums[:count]) * powers[:count]
        return found

    @cached_property
    def quotations(self) -> list[tuple[int, int]]:
        """Where quotations begin and end."""
        return [match.span() for match in _QUOTATION.finditer(self.text)]

    def is_name(self, token: int) -> bool:
        """Whether a word is one of those that names are made of."""
        start, end = self.places[token].tolist()
        return self.text[start:end].casefold() in self.names


@dataclass(frozen=True)
class Run:
    """A run of words that two texts share: where it stands in the first, and what it is made of.

    Attributes:
        phrase: the words, as the first text prints them.
        words: how many they are.
        plain: how many of them are no names.
        quoted: whether most of it stands between quotation marks.
    """

    phrase: str
    words: float
    plain: float
    quoted: bool


@dataclass(frozen=True)
class Overlap:
    """What two texts share."""

    runs: tuple[Run, ...]
    share: float

    @property
    def words(self) -> float:
        """How many words they share, those of names included."""
        return sum(run.words for run in self.runs)


def overlaps(texts: Mapping[str, Worded], least: int) -> Iterator[tuple[str, str, Overlap]]:
    """Yield every two texts that share wording which is no common form, with what they share.

    Args:
        texts: the texts by id.
        least: how many shingles two texts must share to be looked at; a phrase of seven words has three.
    """
    ids = sorted(texts)
    sizes = [len(texts[each].shingles) for each in ids]
    if not sum(sizes):
        return
    shingles = np.concatenate([texts[each].shingles for each in ids])
    owners = np.repeat(np.arange(len(ids), dtype=np.int32), sizes)
    order = np.lexsort((owners, shingles))
    shingles, owners = shingles[order], owners[order]
    repeated = np.concatenate([[False], (shingles[1:] == shingles[:-1]) & (owners[1:] == owners[:-1])])
    shingles, owners = shingles[~repeated], owners[~repeated]
    starts = np.concatenate([[0], np.nonzero(shingles[1:] != shingles[:-1])[0] + 1, [len(shingles)]])
    shared: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place in np.nonzero(np.diff(starts) > 1)[0]:
        begin, end = starts[place], starts[place + 1]
        holders: Sequence[int] = owners[begin:end].tolist()
        if not _is_common_form([texts[ids[each]].matters for each in holders]):
            for pair in _pairs(holders):
                shared[pair].append(int(shingles[begin]))
    for (one, other), found in sorted(shared.items()):
        if len(found) >= least:
            yield ids[one], ids[other], _overlap(texts[ids[one]], texts[ids[other]], found)


def _pairs(holders: Sequence[int]) -> Iterator[tuple[int, int]]:
    if len(holders) > _MANY:
        yield from pairwise(holders)
        return
    for place, one in enumerate(holders):
        for other in holders[place + 1 :]:
            yield one, other


def _is_common_form(matters: Sequence[frozenset[str]]) -> bool:
    """Whether three or more texts share a shingle that are not on one matter for the most part.

    A text of which nobody has said yet what it is about speaks neither for it nor against.
    """
    told = [each for each in matters if each]
    if len(told) < 3:
        return False
    counts = Counter(matter for each in told for matter in each)
    return max(counts.values()) * 3 < len(told) * 2


def _overlap(one: Worded, other: Worded, shingles: Iterable[int]) -> Overlap:
    wanted = np.fromiter(shingles, np.uint64)
    covered = np.zeros(len(one.places), bool)
    for start in np.nonzero(np.isin(one.shingles, wanted))[0]:
        covered[start : one.ends[start]] = True
    edges = np.nonzero(np.diff(np.concatenate([[False], covered, [False]])))[0]
    runs = tuple(_run(one, int(begin), int(end)) for begin, end in edges.reshape(-1, 2))
    smaller = min(one.size, other.size)
    return Overlap(runs, min(1.0, sum(run.words for run in runs) / smaller) if smaller else 0.0)


_QUOTES = '"“”„«»‹›「」『』〈〉'


def _run(text: Worded, begin: int, end: int) -> Run:
    start, stop = int(text.places[begin, 0]), int(text.places[end - 1, 1])
    weights = text.weights[begin:end]
    plain = sum(weight for number, weight in enumerate(weights.tolist(), begin) if not text.is_name(number))
    quoted = sum(max(0, min(stop, last) - max(start, first)) for first, last in text.quotations)
    return Run(text.text[start:stop], float(weights.sum()), float(plain), quoted * 2 > stop - start)

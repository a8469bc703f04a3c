"""Press waves and copies, proposed with reasons: shared wording, order of names, misspellings, credit lines.

That two articles are about one campaign in one week makes them no wave: outlets write about what happens.
What speaks for one announcement is what two writers would not hit upon by themselves. Nothing here decides
anything: what is proposed waits in ``graph/waves.toml`` until a person accepts or rejects it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from fashion_kg.claims import PROPOSED, REJECTED
from fashion_kg.curating.shared_wording import Overlap, Worded, overlaps
from fashion_kg.curating.witnesses import Witness, cites, one_outlet
from fashion_kg.errors import counted
from fashion_kg.namespaces import slugify
from fashion_kg.waves import Tie, Ties

COPIED, REWRITTEN = 0.5, 0.15
"""Which share of the shorter text stands in the other, for a copy and for a rewritten one."""

_ALIKE = 30.0
"""How many words two texts share at least, for one to be a copy of the other or to be rewritten from it."""

_PHRASE, _PLAIN = 7.0, 5.0
"""How many words an unusual phrase has, and how many of them are no names."""

_NAMES = 4
"""How many names in the same order are hardly an accident: one in 24, of five one in 120."""

_NEAR, _FAR = 14, 60
"""Days within which reports of one announcement appear, and beyond which it is no longer news."""

_MANY = 60
"""How many sources of one campaign are compared one with another; of more, neighbours in time."""


@dataclass(frozen=True)
class Pair:
    """Two sources that seem to go back to one announcement.

    Attributes:
        one, other: their ids.
        reasons: why, each a sentence.
        points: how much speaks for it; 3 and more is worth a person's time.
        copy: what copies what: the copy, the origin, and how that is known; None where neither copies.
            Without an origin, one of the two copies the other and nothing tells which.
    """

    one: str
    other: str
    reasons: tuple[str, ...]
    points: float
    copy: tuple[str, str, str] | None = None


ENOUGH = 3.0
_QUOTED = 10


@dataclass
class Proposals:
    """What is proposed: pairs with all their reasons, and from them waves and copies."""

    pairs: list[Pair]
    waves: list[Tie]
    copies: list[Tie]
    unsure: list[Pair]


def propose(found: Mapping[str, Witness], ties: Ties) -> Proposals:
    """Propose waves and copies that nobody has decided about yet.

    Args:
        found: the sources.
        ties: what was proposed or decided before.
    """
    pairs = [pair for pair in compared(found) if pair.points >= ENOUGH]
    refused = {frozenset((a, b)) for tie in ties.waves for a in tie.sources for b in tie.sources
               if tie.review == REJECTED}  # fmt: skip
    kept = [pair for pair in pairs if frozenset((pair.one, pair.other)) not in refused]
    decided = {tie.sources for tie in ties.copies}
    copies = [
        Tie((copy, origin), PROPOSED, reasons=(*pair.reasons, how))
        for pair in pairs
        if pair.copy and (copy := pair.copy[0]) and (origin := pair.copy[1]) and (how := pair.copy[2])
        and (copy, origin) not in decided and origin not in found[copy].source.derived_from
    ]  # fmt: skip
    waves = [set(tie.sources) for tie in ties.waves if tie.review != PROPOSED]
    unsure = [pair for pair in pairs if pair.copy and not pair.copy[1]
              and not {(pair.one, pair.other), (pair.other, pair.one)} & decided
              and not any({pair.one, pair.other} <= wave for wave in waves)]  # fmt: skip
    return Proposals(pairs, list(_waves(kept, found, ties)), copies, unsure)


def compared(found: Mapping[str, Witness]) -> Iterator[Pair]:
    """Yield every two sources that have something in common, with what speaks for one announcement."""
    texts = {source: each.text for source, each in found.items() if each.text}
    shared = {(one, other): overlap for one, other, overlap in overlaps(texts, least=3)}
    misprints = Counter(misprint for each in found.values() for misprint in each.printed)
    for one, other in sorted({*shared, *_on_one_matter(found)}):
        yield _compare(found[one], found[other], shared.get((one, other)), misprints)


def _on_one_matter(found: Mapping[str, Witness]) -> Iterator[tuple[str, str]]:
    about: dict[str, list[str]] = defaultdict(list)
    for source, each in sorted(found.items(), key=lambda item: (_day(item[1]), item[0])):
        for matter in each.matters:
            about[matter].append(source)
    for members in about.values():
        if len(members) > _MANY:
            yield from ((min(pair), max(pair)) for pair in pairwise(members))
        else:
            yield from (
                (min(a, b), max(a, b)) for place, a in enumerate(members) for b in members[place + 1 :]
            )


def _day(witness: Witness) -> int:
    return witness.published.earliest.toordinal() if witness.published else 0


def _compare(
    one: Witness, other: Witness, overlap: Overlap | None, misprints: Counter[tuple[str, str]]
) -> Pair:
    reasons: list[str] = []
    points = 0.0
    for weight, reason in _likenesses(one, other, overlap, misprints):
        points += weight
        reasons.append(reason)
    if not reasons:
        return Pair(one.source.id, other.source.id, (), 0)
    matters = one.matters & other.matters
    apart = _days_apart(one, other)
    if one_outlet(one, other) and not set(one.source.language) & set(other.source.language):
        points += 0.5
        reasons.append("one outlet prints them in two languages")
    if matters:
        points += 1
        reasons.append("both are about " + ", ".join(sorted(iri.rsplit("/", 1)[1] for iri in matters)[:3]))
    elif one.matters and other.matters:
        points -= 2
    if apart is not None and apart <= _NEAR:
        points += 0.5
        reasons.append("they appeared within a day" if apart <= 1 else f"they appeared {apart} days apart")
    elif apart is not None and apart > _FAR:
        points -= 2
        reasons.append(f"though they appeared {apart} days apart")
    return Pair(one.source.id, other.source.id, tuple(reasons), points, _direction(one, other, overlap))


def _likenesses(
    one: Witness, other: Witness, overlap: Overlap | None, misprints: Counter[tuple[str, str]]
) -> Iterator[tuple[float, str]]:
    """Yield what two writers would not hit upon by themselves, and how much that weighs."""
    if overlap:
        yield from _wording(overlap)
    for key in sorted(one.orders.keys() & other.orders.keys()):
        common = set(one.orders[key]) & set(other.orders[key])
        mine, theirs = (
            [each for each in order[key] if each in common] for order in (one.orders, other.orders)
        )
        if mine == theirs and len(mine) >= _NAMES:
            yield 1.5 + 0.5 * (len(mine) > _NAMES), f"they name the same {len(mine)} in the same order"
    for agent, text in sorted(one.printed & other.printed):
        if misprints[agent, text] <= 3:
            yield 2, f"both print {agent.rsplit('/', 1)[1]} as “{text}”"
    for citing, cited in ((one, other), (other, one)):
        if words := cites(citing, cited):
            yield 2.5, f"{citing.source.id} says “{words}”"


def _wording(overlap: Overlap) -> Iterator[tuple[float, str]]:
    plain = sum(run.plain for run in overlap.runs)
    telling = [run for run in overlap.runs if run.words >= _PHRASE and run.plain >= _PLAIN]
    if overlap.share >= COPIED and plain >= _ALIKE:
        yield 5, f"{overlap.share:.0%} of the shorter text stands in the other"
    elif overlap.share >= REWRITTEN and plain >= _ALIKE:
        yield 3, f"{overlap.words:.0f} words are the same, {overlap.share:.0%} of the shorter text"
    elif telling:
        quoted = all(run.quoted for run in telling)
        longest = max(telling, key=lambda run: run.words)
        what = "quotation" if quoted else "phrase"
        more = f" and {len(telling) - 1} more" if telling[1:] else ""
        yield 2, f"they share the {what} “{_short(longest.phrase)}”{more}"


def _short(phrase: str) -> str:
    """Return the beginning of a phrase, of no more words than may be quoted."""
    words = Worded(phrase)
    kept = words.weights.cumsum() <= _QUOTED
    return phrase if kept.all() else phrase[: int(words.places[kept][-1, 1])] + " …"


def _days_apart(one: Witness, other: Witness) -> int | None:
    """Return how many days lie between two sources at least; None where one has no date."""
    if one.published is None or other.published is None:
        return None
    first, second = sorted((one.published, other.published))
    return max(0, (second.earliest - first.latest).days)


def _direction(one: Witness, other: Witness, overlap: Overlap | None) -> tuple[str, str, str] | None:
    """Say which of two sources copies the other, and how that is known."""
    for copy, origin in ((one, other), (other, one)):
        if words := cites(copy, origin):
            return copy.source.id, origin.source.id, f"it says so: “{words}”"
    plain = sum(run.plain for run in overlap.runs) if overlap else 0
    if not overlap or overlap.share < COPIED or plain < _ALIKE:
        return None
    for copy, origin in ((one, other), (other, one)):
        if copy.published and origin.published and origin.published.latest < copy.published.earliest:
            days = (copy.published.earliest - origin.published.latest).days
            return (
                copy.source.id,
                origin.source.id,
                f"it appeared {counted(days, 'day')} later",
            )
    return one.source.id, "", "nothing tells which of the two was first"


# -- from pairs to waves ----------------------------------------------------------------------------


def _waves(pairs: Iterable[Pair], found: Mapping[str, Witness], ties: Ties) -> Iterator[Tie]:
    """Yield groups of sources that hang together by pairs, unless they are of one wave already."""
    pairs = list(pairs)
    known = {frozenset(tie.sources) for tie in ties.waves}
    taken = {tie.name for tie in ties.waves}
    group_of = _groups(pairs)
    for members in sorted({tuple(sorted(group)) for group in group_of.values()}):
        waves = {found[each].source.wave for each in members}
        if len(waves) == 1 or frozenset(members) in known:
            continue
        reasons = tuple(
            f"{pair.one}, {pair.other}: {'; '.join(pair.reasons)}" for pair in pairs if pair.one in members
        )
        own = sorted(wave for wave in waves if wave not in found or len(_of_wave(wave, found)) > 1)
        # A source that stands alone is a wave of its own, by its id: of that name there is no other.
        others = found.keys() - set(members)
        name = own[0] if own else free_name(wave_name(members, found), {*taken, *others}.__contains__)
        taken.add(name)
        yield Tie(members, PROPOSED, name, reasons)


def _of_wave(wave: str, found: Mapping[str, Witness]) -> list[str]:
    return [source for source, each in found.items() if each.source.wave == wave]


def _groups(pairs: Iterable[Pair]) -> dict[str, set[str]]:
    group_of: dict[str, set[str]] = {}
    for pair in pairs:
        joined = group_of.get(pair.one, {pair.one}) | group_of.get(pair.other, {pair.other})
        for each in joined:
            group_of[each] = joined
    return group_of


def wave_name(members: Iterable[str], found: Mapping[str, Witness]) -> str:
    """Return a name for a wave: its most common matter, else its first source."""
    members = list(members)
    matters = (found[each].matters if each in found else () for each in members)
    counts = Counter(matter for each in matters for matter in sorted(each))
    common = [matter for matter, count in counts.most_common() if count > 1]
    return slugify(common[0].rsplit("/", 1)[1]) if common else members[0]


def free_name(name: str, is_taken: Callable[[str], bool]) -> str:
    """Return a name that is not taken: the given one, else with a number behind it."""
    number = 2
    free = name
    while is_taken(free):
        free, number = f"{name}-{number}", number + 1
    return free

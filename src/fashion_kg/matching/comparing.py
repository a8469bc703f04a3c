"""Two names compared word by word: what agrees, what differs, and how such differences come about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from fashion_kg.matching.likeness import NO_FREQUENCIES, Frequencies, Likeness, Reason
from fashion_kg.matching.scripts import LATIN
from fashion_kg.matching.words import Written, is_short_form, listed, read_name, same_print, sound

PERSON = "Person"

# What two agreeing names say, in bits. Homonyms keep it from being certain.
_AGREE = 5.5
_APART = -7.0


@dataclass
class _Aligned:
    """Words of two names set side by side: pairs with what separates them, and what is left over."""

    pairs: list[tuple[int, int, Reason | None]] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    right: list[int] = field(default_factory=list)

    def flaws(self) -> list[Reason]:
        """What separates the words that were set side by side."""
        found = [reason for _, _, reason in self.pairs if reason]
        if len(found) > 1:
            found.append(Reason("more than one word differs", -1.0))
        return found


def compare(one: str, other: str, kind: str = PERSON, frequencies: Frequencies = NO_FREQUENCIES) -> Likeness:
    """Say how alike two names of one kind of thing are, from the names alone.

    Args:
        one: a name as printed, in any script.
        other: another.
        kind: class of the things in the ontology; people's names have rules of their own.
        frequencies: how many names have each word, where that is known.
    """
    left, right = read_name(one), read_name(other)
    if left.text == right.text:
        return Likeness((Reason("the names are the same", _AGREE + 0.5),))
    if same_print(left.text, right.text):
        how = "capitals" if left.text.casefold() == right.text.casefold() else "the form of the characters"
        return Likeness((Reason(f"the names differ in {how} alone", _AGREE),))
    if _joined(left) == _joined(right) and left.script == right.script:
        return _suffixed(left, right, [Reason("the names differ in signs and spaces alone", _AGREE)])
    if kind == PERSON or left.members or right.members:
        if left.members or right.members:
            return _several(left, right, kind, frequencies)
        return _suffixed(left, right, _people(left, right, frequencies))
    return Likeness(tuple(_things(left, right, frequencies)))


def _joined(name: Written) -> str:
    return "".join(word for word in name.words if word != "and")


def _suffixed(left: Written, right: Written, reasons: list[Reason]) -> Likeness:
    if left.suffix != right.suffix:
        if left.suffix and right.suffix:
            reasons.append(Reason(f"one is {left.suffix}, the other {right.suffix}", -7.0))
        else:
            reasons.append(Reason(f'only one has "{left.suffix or right.suffix}"', -2.5))
    return Likeness(tuple(reasons))


# -- people -----------------------------------------------------------------------------------------


def _people(left: Written, right: Written, frequencies: Frequencies) -> list[Reason]:
    if _turned(left.words, right.joined):
        sure = 0.0 if left.script == right.script == LATIN else -1.0
        return [Reason("the same words in another order", _AGREE - 1.0 + sure)]
    if left.joined == right.joined:
        return [Reason(f"both read as {' '.join(left.words)} aloud", _AGREE - 1.0)]
    if left.handle != right.handle and len(left.joined) > 7 and ratio(left.joined, right.joined) > 88:
        return [Reason("an account's name that is nearly the name", 2.5)]
    one: Sequence[str] = left.core
    other: Sequence[str] = right.core
    aligned = _align(one, other, frequencies, by_sound=left.script != right.script)
    if aligned.left and aligned.right and len(one) != len(other):
        one, other, aligned = _parted(one, other, aligned, frequencies, by_sound=left.script != right.script)
    agreed = ", ".join(one[at] for at, _, reason in aligned.pairs if reason is None)
    if (aligned.left and aligned.right) or not aligned.pairs:
        return [_apart(one, other, aligned, left.script != right.script)]
    head = Reason(f"the same words: {agreed}" if agreed else "words that are nearly the same", _AGREE)
    reasons = [head, *aligned.flaws()]
    if min(len(one), len(other)) == 1:
        return _single(one, other, aligned, frequencies)
    if _out_of_order(aligned):
        reasons.append(Reason("in another order", -1.0))
    if aligned.left or aligned.right:
        longer, extra = (one, aligned.left) if aligned.left else (other, aligned.right)
        reasons += _more(longer, extra)
    if frequencies and all(frequencies[word] >= 12 for word in (*one, *other)):
        reasons.append(Reason("all its words are common here", -1.0))
    return reasons


def _parted(
    one: Sequence[str], other: Sequence[str], aligned: _Aligned, frequencies: Frequencies, *, by_sound: bool
) -> tuple[Sequence[str], Sequence[str], _Aligned]:
    """Set two names side by side once more, two neighbours of the longer one as a word: Ho-yeon, Hoyeon."""
    longer = one if len(one) > len(other) else other
    for at in range(len(longer) - 1):
        merged = (*longer[:at], longer[at] + longer[at + 1], *longer[at + 2 :])
        mine, theirs = (merged, other) if longer is one else (one, merged)
        found = _align(mine, theirs, frequencies, by_sound=by_sound)
        if not (found.left and found.right):
            return mine, theirs, found
    return one, other, aligned


def _turned(words: Sequence[str], joined: str) -> bool:
    """Whether a name is another one with its first words last."""
    return any("".join((*words[at:], *words[:at])) == joined for at in range(1, len(words)))


def _out_of_order(aligned: _Aligned) -> bool:
    places = [other for _, other, _ in sorted(aligned.pairs, key=lambda pair: pair[0])]
    return places != sorted(places)


def _more(longer: Sequence[str], extra: Sequence[int]) -> list[Reason]:
    """Say what one name has beyond the other."""
    words = " ".join(longer[at] for at in sorted(extra))
    reasons = []
    if 0 in extra:
        reasons.append(Reason(f'only one begins with "{words}"', -3.5))
    elif len(longer) - 1 in extra:
        reasons.append(Reason(f'only one goes on with "{words}", as after a marriage', -2.2))
    else:
        single = all(len(longer[at]) == 1 for at in extra)
        reasons.append(Reason(f'only one has "{words}" in between', -0.8 if single else -1.4))
    if sum(len(word) for at, word in enumerate(longer) if at not in extra) < 8:
        reasons.append(Reason("what they share is short", -1.8))
    return reasons


def _single(
    one: Sequence[str], other: Sequence[str], aligned: _Aligned, frequencies: Frequencies
) -> list[Reason]:
    """Compare a name of one word with another: people are called so by friends and in print."""
    short, longer = (one, other) if len(one) <= len(other) else (other, one)
    flaws = aligned.flaws()
    if len(longer) == 1:
        return [Reason("each is one word, nearly the same", 2.5), *flaws]
    place = next(right if short is one else left for left, right, _ in aligned.pairs)
    whose = "given name" if place == 0 else "surname" if place == len(longer) - 1 else "middle name"
    reasons = [
        Reason(f'"{short[0]}" alone is the {whose} of the other', -1.5 if place == 0 else -2.5),
        *flaws,
    ]
    if frequencies:
        shared = max(frequencies[short[0]], frequencies[longer[place]])
        if shared <= 2:
            reasons.append(Reason(f'nobody else here is called "{short[0]}"', 1.0))
        elif shared > 4:
            reasons.append(Reason(f'{shared} names here have "{short[0]}"', -2.0))
    return reasons


def _apart(one: Sequence[str], other: Sequence[str], aligned: _Aligned, scripts: bool) -> Reason:
    """Say in what two names differ that both have words of their own."""
    shared = {(at, there) for at, there, _ in aligned.pairs}
    if not shared:
        return Reason("they share no word", -4.0 if scripts else _APART - 1)
    words = " ".join(one[at] for at, _ in sorted(shared))
    mine = " ".join(one[at] for at in aligned.left)
    theirs = " ".join(other[at] for at in aligned.right)
    differs = f"{mine} is not {theirs}"
    first, last = (0, 0) in shared, (len(one) - 1, len(other) - 1) in shared
    if first and last:
        return Reason(f"the same but in between, where {differs}", -1.5)
    if last:
        return Reason(f'the surname "{words}" is shared, but {differs}', _APART + 1)
    if first:
        return Reason(f'the given name "{words}" is shared, but {differs}', _APART + 0.5)
    return Reason(f'"{words}" is shared, but {differs}', _APART + 1)


def _several(left: Written, right: Written, kind: str, frequencies: Frequencies) -> Likeness:
    """Compare names that join two people, or one such with the name of one."""
    if not (left.members and right.members):
        several, single = (left, right) if left.members else (right, left)
        if any(compare(each.text, single.text, PERSON).weight > -2 for each in several.members):
            return Likeness((Reason(f'"{single.text}" is one of those in "{several.text}", not all', -9.0),))
        return Likeness((Reason("one names several, the other one", -8.0),))
    if len(left.members) != len(right.members):
        return Likeness((Reason(f"{len(left.members)} are named here, {len(right.members)} there", -8.0),))
    rest, least = list(right.members), _AGREE
    for each in left.members:
        best = max(rest, key=lambda other: compare(each.text, other.text, PERSON, frequencies).weight)
        found = compare(each.text, best.text, PERSON, frequencies)
        rest.remove(best)
        # Both go by one name: each agrees with the other's choice.
        alone = min(len(each.core), len(best.core)) == 1 and set(each.core) & set(best.core)
        least = min(least, max(found.weight, 4.0) if alone and kind != PERSON else found.weight)
    text = "all that are named agree" if least > 0 else "not all that are named agree"
    return Likeness((Reason(text, least),))


# -- houses, firms, products and the rest -----------------------------------------------------------


def _things(left: Written, right: Written, frequencies: Frequencies) -> list[Reason]:
    numbers = [Counter(word for word in name.words if any(map(str.isdigit, word))) for name in (left, right)]
    if numbers[0] != numbers[1]:
        shown = [" ".join(sorted(each.elements())) or "none" for each in numbers]
        return [Reason(f"the numbers differ: {shown[0]} and {shown[1]}", _APART - 1)]
    if left.joined == right.joined:
        return [Reason(f"both read as {' '.join(left.words)} aloud", _AGREE - 1.5)]
    if Counter(left.words) == Counter(right.words):
        return [Reason("the same words in another order", _AGREE - 1.5)]
    one, other = (tuple(word for word in name.core if word not in listed("firms")) for name in (left, right))
    if one and one == other:
        return [Reason("the same but for words such as Inc. or Studio", _AGREE - 1.3)]
    aligned = _align(left.core, right.core, frequencies, by_sound=left.script != right.script, forms=False)
    if not aligned.pairs:
        return [Reason("they share no word", -4.0 if left.script != right.script else _APART - 1)]
    agreed = ", ".join(left.core[at] for at, _, reason in aligned.pairs if reason is None)
    if aligned.left and aligned.right:
        return [Reason(f"each has words of its own beside {agreed or 'words nearly the same'}", _APART)]
    reasons = [Reason(f"the same words: {agreed}" if agreed else "words nearly the same", _AGREE - 1)]
    reasons += aligned.flaws()
    if aligned.left or aligned.right:
        longer, extra = (left.core, aligned.left) if aligned.left else (right.core, aligned.right)
        words = " ".join(longer[at] for at in extra)
        reasons.append(Reason(f'only one has "{words}", which may be a line or a short name', -5.0))
    return reasons


# -- words side by side -----------------------------------------------------------------------------


def _align(
    one: Sequence[str], other: Sequence[str], frequencies: Frequencies, *, by_sound: bool, forms: bool = True
) -> _Aligned:
    """Set the words of two names side by side, those that agree best first."""
    found: list[tuple[float, int, int, int, Reason | None]] = []
    for at, mine in enumerate(one):
        for there, theirs in enumerate(other):
            if mine == theirs:
                found.append((0.0, abs(at - there), at, there, None))
            elif reason := _between(mine, theirs, frequencies, at == there == 0, by_sound, forms):
                found.append((-reason.weight, abs(at - there), at, there, reason))
    aligned = _Aligned()
    used: set[int] = set()
    taken: set[int] = set()
    for _, _, at, there, why in sorted(found, key=lambda each: each[:4]):
        if at not in used and there not in taken:
            used.add(at)
            taken.add(there)
            aligned.pairs.append((at, there, why))
    aligned.left = [at for at in range(len(one)) if at not in used]
    aligned.right = [there for there in range(len(other)) if there not in taken]
    return aligned


def _between(
    mine: str, theirs: str, frequencies: Frequencies, given: bool, by_sound: bool, forms: bool
) -> Reason | None:
    """Say what separates two words that may stand for one another; None where they cannot."""
    short, longer = sorted((mine, theirs), key=len)
    if forms and len(short) == 1 and len(longer) > 1 and short == longer[0]:
        return Reason(f'"{short}." may be {longer}', -5.0 if given else -0.8)
    if by_sound:
        return _heard(mine, theirs)
    if forms and given and is_short_form(mine, theirs):
        return Reason(f"{short} is short for {longer}, or both for a third", -2.5)
    return _misspelt(mine, theirs, frequencies, given)


def _heard(mine: str, theirs: str) -> Reason | None:
    alike, sounds = ratio(mine, theirs), (sound(mine), sound(theirs))
    if sounds[0] == sounds[1] and alike >= 50:
        weight = -0.8 if alike >= 75 else -1.5
        return Reason(f"{mine} sounds like {theirs}", weight - (0.7 if len(sounds[0]) < 2 else 0))
    if min(map(len, sounds)) >= 3 and OSA.distance(*sounds) == 1 and alike >= 55:
        return Reason(f"{mine} sounds somewhat like {theirs}", -2.5)
    return None


def _misspelt(mine: str, theirs: str, frequencies: Frequencies, given: bool) -> Reason | None:
    length = min(len(mine), len(theirs))
    most = 0 if length < 4 else 1 if length < 7 else 2
    distance = OSA.distance(mine, theirs, score_cutoff=most)
    if distance > most:
        return None
    if distance == 1:
        weight = -3.2 if length == 4 else -2.2 if length == 5 else -1.5
    else:
        weight = -3.5 if length < 9 else -2.5
    if mine[0] != theirs[0]:
        weight -= 3.0
    shown = f"{mine} and {theirs} differ by {'one letter' if distance == 1 else 'two letters'}"
    if sound(mine) == sound(theirs):
        weight += 0.5
    if given and _other_ending(mine, theirs):
        weight -= 2.5
        shown += " at the end, as given names do"
    if frequencies:
        rarer, commoner = sorted((frequencies[mine], frequencies[theirs]))
        if rarer > 1:
            weight -= 3.0
            shown += f", and {rarer} and {commoner} names have them"
        elif commoner > 3:
            weight += 0.7
            shown += f", which {commoner} names have as against {rarer}"
    return Reason(shown, weight)


def _other_ending(mine: str, theirs: str) -> bool:
    """Whether two words part at their ends: Mario and Maria, Daniel and Danielle."""
    shared = next((at for at, pair in enumerate(zip(mine, theirs, strict=False)) if pair[0] != pair[1]), None)
    shared = min(len(mine), len(theirs)) if shared is None else shared
    return max(len(mine), len(theirs)) - shared <= 2

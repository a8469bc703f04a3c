"""Two names compared word by word: what agrees, what differs, and how such differences come about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rapidfuzz.fuzz import ratio

from fashion_kg.matching.aligning import Aligned, align, best_parted
from fashion_kg.matching.likeness import NO_FREQUENCIES, Frequencies, Likeness, Reason
from fashion_kg.matching.scripts import LATIN
from fashion_kg.matching.words import (
    Written,
    heard_alike,
    listed,
    read_name,
    same_print,
    sound,
)

PERSON = "Person"

# What two agreeing names say, in bits. Homonyms keep it from being certain.
_AGREE = 5.5
_APART = -7.0


def compare(
    one: str,
    other: str,
    kind: str = PERSON,
    frequencies: Frequencies = NO_FREQUENCIES,
    *,
    heard: bool = True,
) -> Likeness:
    """Say how alike two names of one kind of thing are, from the names alone.

    Args:
        one: a name as printed, in any script.
        other: another.
        kind: class of the things in the ontology; people's names have rules of their own.
        frequencies: how many names have each word, where that is known.
        heard: whether names in different scripts are alike that only sound alike.
    """
    left, right = read_name(one), read_name(other)
    if left.text == right.text:
        return Likeness((Reason("the names are the same", _AGREE + 0.5),))
    if same_print(left.text, right.text):
        how = "capitals" if left.text.casefold() == right.text.casefold() else "the form of the characters"
        return Likeness((Reason(f"the names differ in {how} alone", _AGREE),))
    if _joined(left) == _joined(right) and left.script == right.script:
        return _suffixed(left, right, [Reason("the names differ in signs and spaces alone", _AGREE)])
    if left.script != right.script and not heard and left.joined != right.joined:
        return Likeness((Reason("in different scripts, and not the same aloud", _APART - 1),))
    if kind != PERSON and (numbers := _other_numbers(left, right)):
        return Likeness((numbers,))
    if left.members or right.members:
        return _several(left, right, kind, frequencies)
    if kind == PERSON:
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
    if left.joined == right.joined:
        return [Reason(f"both read as {' '.join(left.words)} aloud", _AGREE - 1.0)]
    if _turned(left.words, right.joined):
        sure = 0.0 if left.script == right.script == LATIN else -1.0
        return [Reason("the same words in another order", _AGREE - 1.0 + sure)]
    if left.handle != right.handle and len(left.joined) > 7 and ratio(left.joined, right.joined) > 88:
        return [Reason("an account's name that is nearly the name", 2.5)]
    return _word_by_word(left, right, frequencies)


def _word_by_word(left: Written, right: Written, frequencies: Frequencies) -> list[Reason]:
    by_sound = left.script != right.script
    one, other, aligned = best_parted(left.core, right.core, frequencies, by_sound=by_sound)
    agreed = ", ".join(one[at] for at, _, reason in aligned.pairs if reason is None)
    if (aligned.left and aligned.right) or not aligned.pairs:
        return [_apart(left, right, one, other, aligned)]
    head = Reason(f"the same words: {agreed}" if agreed else "words that are nearly the same", _AGREE)
    reasons = [head, *aligned.flaws()]
    if min(len(one), len(other)) == 1:
        return _single(one, other, aligned, frequencies)
    if _out_of_order(aligned):
        # Words that only sound alike may be matched crosswise by chance.
        reasons.append(Reason("in another order", -1.0 if agreed else -2.5))
    if aligned.left or aligned.right:
        longer, extra = (one, aligned.left) if aligned.left else (other, aligned.right)
        reasons += _more(longer, extra)
    if frequencies and all(frequencies[word] >= 12 for word in (*one, *other)):
        reasons.append(Reason("all its words are common here", -1.0))
    return reasons


def _turned(words: Sequence[str], joined: str) -> bool:
    """Whether a name is another one with its first words last."""
    return any("".join((*words[at:], *words[:at])) == joined for at in range(1, len(words)))


def _out_of_order(aligned: Aligned) -> bool:
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
    one: Sequence[str], other: Sequence[str], aligned: Aligned, frequencies: Frequencies
) -> list[Reason]:
    """Compare a name of one word with another: people are called so by friends and in print."""
    short, longer = (one, other) if len(one) <= len(other) else (other, one)
    flaws = aligned.flaws()
    if len(longer) == 1:
        return [Reason("each is one word, nearly the same", 1.0), *flaws]
    place = next(right if short is one else left for left, right, _ in aligned.pairs)
    whose = "given name" if place == 0 else "surname" if place == len(longer) - 1 else "middle name"
    reasons = [
        Reason(f'"{short[0]}" alone is the {whose} of the other', -1.5 if place == 0 else -2.5),
        *flaws,
    ]
    if flaws:
        reasons.append(Reason("one word that is only nearly the same says little", -1.5))
    elif frequencies:
        shared = frequencies[short[0]]
        if shared <= 2:
            reasons.append(Reason(f'nobody else here is called "{short[0]}"', 1.0))
        elif shared > 4:
            reasons.append(Reason(f'{shared} names here have "{short[0]}"', -2.0))
    return reasons


def _apart(
    left: Written, right: Written, one: Sequence[str], other: Sequence[str], aligned: Aligned
) -> Reason:
    """Say in what two names differ that both have words of their own."""
    scripts = left.script != right.script
    if scripts and not any(reason is None for _, _, reason in aligned.pairs):
        whole = sound(left.joined), sound(right.joined)
        # Of one consonant alone little is heard.
        least = 65 if len(whole[0]) > 1 else 80
        if whole[0] == whole[1] and heard_alike(left.joined, right.joined) >= least:
            return Reason(f"{left.joined} sounds like {right.joined} as a whole", 1.5)
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


def _other_numbers(left: Written, right: Written) -> Reason | None:
    numbers = [Counter(word for word in name.words if any(map(str.isdigit, word))) for name in (left, right)]
    if numbers[0] == numbers[1]:
        return None
    shown = [" ".join(sorted(each.elements())) or "none" for each in numbers]
    return Reason(f"the numbers differ: {shown[0]} and {shown[1]}", _APART - 1)


def _things(left: Written, right: Written, frequencies: Frequencies) -> list[Reason]:
    if left.joined == right.joined:
        return [Reason(f"both read as {' '.join(left.words)} aloud", _AGREE - 1.5)]
    if Counter(left.words) == Counter(right.words):
        return [Reason("the same words in another order", _AGREE - 1.5)]
    one, other = (tuple(word for word in name.core if word not in listed("firms")) for name in (left, right))
    if one and one == other:
        return [Reason("the same but for words such as Inc. or Studio", _AGREE - 1.3)]
    aligned = align(left.core, right.core, frequencies, by_sound=left.script != right.script, forms=False)
    if not aligned.pairs:
        return [Reason("they share no word", -4.0 if left.script != right.script else _APART - 1)]
    agreed = ", ".join(left.core[at] for at, _, reason in aligned.pairs if reason is None)
    if aligned.left and aligned.right:
        return [Reason(f"each has words of its own beside {agreed or 'words nearly the same'}", _APART)]
    reasons = [Reason(f"the same words: {agreed}" if agreed else "words nearly the same", _AGREE - 1)]
    flaws = aligned.flaws()
    reasons += flaws
    if flaws and len(left.joined) < 8:
        reasons.append(Reason("the names are short", -1.8))
    if aligned.left or aligned.right:
        longer, extra = (left.core, aligned.left) if aligned.left else (right.core, aligned.right)
        words = " ".join(longer[at] for at in sorted(extra))
        reasons.append(Reason(f'only one has "{words}", which may be a line or a short name', -5.0))
    return reasons

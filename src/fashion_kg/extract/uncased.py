"""Names in scripts without capitals, as Japanese, Korean and Chinese use them.

An unknown name is a word with another script in brackets behind it, parts joined by a middle dot, what
follows the word for a trade, or what has one of the shapes that the language's file lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from fashion_kg.extract.beside import groups
from fashion_kg.extract.grammars import HOUSE, PERSON, Grammar
from fashion_kg.extract.hangul import (
    begins_native,
    foreign_names,
    is_loan,
    is_name_of_two,
    is_verb,
    may_be_name,
    native_name,
    parted,
    sounds_foreign,
)
from fashion_kg.extract.scripts import HANGUL, IDEOGRAPHS, KATAKANA
from fashion_kg.extract.shadows import Mention
from fashion_kg.extract.words import any_of, read_words, small_words_of_all

_IN_NAME = rf"(?:(?!{any_of(small_words_of_all('never_in_names'))})[\u4e00-\u9fff])"
_SHARED = read_words("shared")
_HONOURED = any_of((*small_words_of_all("honorifics"), *small_words_of_all("and_others")))
_UNCASED = re.compile(
    rf"[{KATAKANA}]{{1,30}}(?:[・·･=＝][{KATAKANA}]+)+(?:[・·･]{any_of(_SHARED['generations'])}\.?)?"
    rf"|[{KATAKANA}]{{2,30}}(?={_HONOURED})|[{KATAKANA}]{{2,30}}[・·･][A-Z](?![A-Za-z])"
    rf"|{_IN_NAME}{{1,6}}(?:[·・‧•．]{_IN_NAME}{{1,6}}(?:-{_IN_NAME}{{1,6}})?)+"
)
_OFFICE = re.compile(any_of(_SHARED["offices"]))
_FOREIGN = re.compile(r"[(（]([A-ZÀ-Þ][A-Za-zÀ-ɏ .’'&-]{2,40})[)）]")
_HANGUL = re.compile(f"[{HANGUL}]+")
_KATAKANA = re.compile(f"[{KATAKANA}]")
_SAME_WORD = re.compile(f"[{IDEOGRAPHS}]{{2}}")
_BEFORE_BRACKET = re.compile(
    rf"(?P<n>[{HANGUL}]{{2,6}}(?: [{HANGUL}]{{1,6}}){{0,2}}|[{KATAKANA}・]{{2,16}}"
    rf"|[{IDEOGRAPHS}]{{2,5}}) ?[(（]$"
)
_ONE_KANA = re.compile(f"[{IDEOGRAPHS}][ぁ-ん]$")  # No given name is that short.
_TAILS = re.compile(f"{any_of(small_words_of_all('tails'))}+$")


def unknown_in(line: str, grammar: Grammar, houses: Iterable[Mention]) -> Iterator[Mention]:
    """Yield what seems to be the names of people in a line, longer names and surer ways first.

    Args:
        line: the line.
        grammar: of its language.
        houses: that were found in it.
    """
    if grammar.cased or line.isascii():
        return
    known = list(houses)
    for house in houses_in(line, grammar):
        over = (each for each in known if house.start < each.end and each.start < house.end)
        if all(each.label == house.label for each in over):
            yield house
    yield from _beside_brackets(line, grammar, known)
    yield from _dotted(line, grammar)
    if _HANGUL.search(line):
        for start, end in foreign_names(line, [(each.start, each.end) for each in known]):
            if not _trade_in(line[start:end], grammar):
                yield Mention(start, end, PERSON, line[start:end])
    yield from _after_trades(line, grammar)
    yield from _shapes(line, grammar)
    yield from _native_list(line, grammar)


def houses_in(line: str, grammar: Grammar) -> Iterator[Mention]:
    """Yield the names that the words or marks beside them make a house's: ``「ノルド(NORD)」``.

    Args:
        line: the line.
        grammar: of its language.
    """
    for shape in grammar.uncased.house_shapes:
        for match in shape.finditer(line):
            gloss = match.groupdict().get("l") or ""
            if match["n"] not in grammar.names.not_names:
                end = match.end("l") + 1 if gloss else match.end("n")  # The bracket belongs to it.
                yield Mention(match.start("n"), end, HOUSE, match["n"], gloss=gloss.strip())


def _beside_brackets(line: str, grammar: Grammar, known: list[Mention]) -> Iterator[Mention]:
    """Yield the names before brackets that repeat them in Latin letters, or that say whose they are."""
    for match in _FOREIGN.finditer(line):
        if mention := _glossed(line, match, grammar):
            yield mention
    for house in known:
        before = _BEFORE_BRACKET.search(line, 0, house.start)
        if before and line[house.end : house.end + 1] in ")）":
            start = _begin_of_name(line, before.start("n"), before.end("n"))
            yield Mention(start, before.end("n"), PERSON, line[start : before.end("n")])


def _dotted(line: str, grammar: Grammar) -> Iterator[Mention]:
    """Yield the names whose parts a middle dot joins, and those before a word of honour."""
    for match in _UNCASED.finditer(line):
        if grammar.uncased.sound:
            start, end = _by_sound(line, match.start(), match.end(), grammar)
            yield Mention(start, end, PERSON, line[start:end])
            continue
        if not _KATAKANA.search(match[0]):
            continue  # In Japanese, two words of its own: "text and photographs".
        parts = re.split(r"[・·･=＝‧•．]", match[0])
        words = [part in grammar.names.not_names for part in parts]
        trades = grammar.uncased.trades
        if not (words[0] or sum(words) > 1 or any(map(trades.fullmatch, parts))):
            start = match.start() + _trade_end(match[0], grammar)
            yield Mention(start, match.end(), PERSON, line[start : match.end()])


def _by_sound(line: str, start: int, end: int, grammar: Grammar) -> tuple[int, int]:
    """Return where a name of parts with dots between begins and ends: other words stand close by."""
    first, *_, last = re.split("[·・‧•．]", line[start:end])
    before, after = (
        re.search(f"{grammar.uncased.sound}+$", first),
        re.match(f"{grammar.uncased.sound}+(?:-{grammar.uncased.sound}+)?", last),
    )
    start += before.start() if before else 0
    start += re.fullmatch(grammar.small("announces"), line[start - 1 : start + 1]) is not None
    return start, end - len(last) + (after.end() if after else len(last))


def _begin_of_name(line: str, start: int, end: int) -> int:
    """Return where the name begins that ends what stands before a bracket; Korean words may stand before."""
    first, *rest = line[start:end].split(" ")
    if rest and (parted(first)[1] or not list(foreign_names(line[start:end], []))):
        return _begin_of_name(line, start + len(first) + 1, end)
    return start


def _shapes(line: str, grammar: Grammar) -> Iterator[Mention]:
    """Yield the names that the language's file knows by the words around them, or by how they begin."""
    for shape in grammar.uncased.shapes:
        for match in shape.finditer(line):
            label = match["n"]
            if not (_trade_in(label, grammar) or _is_word(label, grammar)):
                yield Mention(match.start("n"), match.end("n"), PERSON, label)
                yield from _next_in_list(line, match.end("n"), grammar)
                if line.startswith(", ", match.end("n")):
                    yield from _next_in_korean(line, match.end("n"), grammar, most=2)


@cache
def _links(grammar: Grammar) -> re.Pattern[str]:
    return re.compile(f"^(?:[・ ]|{grammar.small('and', 'links')})+")


def _trade_end(text: str, grammar: Grammar) -> int:
    """Return how much of the beginning of a name is still what its bearer does."""
    ends = [match.end() for match in grammar.uncased.trades.finditer(text) if match.end() < len(text)]
    at = max(ends, default=0)
    return len(text) - len(_links(grammar).sub("", text[at:]))


@cache
def _after_trade(grammar: Grammar) -> re.Pattern[str]:
    """Return what a name behind a trade looks like in most of these languages."""
    return re.compile(
        rf"[・·･:： ]?{grammar.small('links')}?(?P<n>[{HANGUL}]{{1,6}}(?: [{HANGUL}]{{1,6}}){{0,2}}"
        rf"|[{IDEOGRAPHS}]{{2,6}}(?:[ \u3000][{IDEOGRAPHS}]{{1,2}})?[ぁ-ん]{{0,5}}"
        rf"|[{IDEOGRAPHS}]{{1,3}}[{KATAKANA}]{{2,6}}|[{KATAKANA}]{{2,}})"
    )


def _after_trades(line: str, grammar: Grammar) -> Iterator[Mention]:
    ends, trades = grammar.words.get("ends", ()), grammar.uncased.trades
    for trade in (*trades.finditer(line), *groups()[2].finditer(line)):
        after = (grammar.uncased.after_trade or _after_trade(grammar)).match(line, trade.end())
        if not after or (after.start("n") == trade.end() and _HANGUL.match(after["n"])):
            continue
        label = _without_particle(after["n"], grammar, listed=line[after.end() : after.end() + 1] == ",")
        for word in ends:
            cut = label.find(word)
            label = label[:cut] if cut > 1 else label
        if (
            grammar.uncased.after_trade is None
            and label == after["n"]
            and _SAME_WORD.match(line, after.end() - 1)
        ):
            continue
        if len(label) > 1 and not _trade_in(label, grammar) and not _is_word(label, grammar):
            end = after.start("n") + len(label)
            yield Mention(after.start("n"), end, PERSON, label)
            yield from _next_in_list(line, end, grammar)
            yield from _next_in_korean(line, end, grammar)


def _is_word(label: str, grammar: Grammar) -> bool:
    """Whether what stands in the place of a name is another word."""
    first = label.split()[0]
    if parted(first)[0] in grammar.names.not_names:
        return True
    if {first, label} & grammar.names.not_names or re.match(grammar.small("counted"), label):
        return True
    if grammar.uncased.sound and label[:2] in grammar.names.not_names:
        return True  # In Chinese, a word and the beginning of the next.
    return _HANGUL.match(first) is not None and (is_loan(first) or is_verb(label.split()[-1]))


def _next_in_korean(line: str, at: int, grammar: Grammar, most: int = 3) -> Iterator[Mention]:
    """Yield the foreign names that a Korean list goes on with, up to the one that a particle ends."""
    while match := grammar.uncased.next_name.match(line, at):
        if not _HANGUL.match(match["n"]):
            return
        last = line[match.end() : match.end() + 1] != ","  # What a comma follows has no particle.
        label = _without_particle(match["n"], grammar) if last else match["n"]
        if len(label) < 2 or label in grammar.names.not_names or len(label.split()) > most:
            return
        if _trade_in(line[match.start("n") : match.end() + 2], grammar) or not may_be_name(label.split()[0]):
            return
        at = match.start("n") + len(label)
        yield Mention(match.start("n"), at, PERSON, label)
        if label != match["n"]:
            return


def _next_in_list(line: str, at: int, grammar: Grammar) -> Iterator[Mention]:
    """Yield the Chinese names that a list goes on with."""
    ends = grammar.words.get("ends", ())
    while match := grammar.uncased.next_name.match(line, at):
        label = match["n"]
        if _HANGUL.match(label) or _trade_in(label, grammar) or label in grammar.names.not_names:
            return
        for word in ends:
            cut = label.find(word)
            label = label[:cut] if cut > 1 else label
        at = match.start("n") + len(label)
        if not 1 < len(label) < 5:
            return
        yield Mention(match.start("n"), at, PERSON, label)


def _trade_in(text: str, grammar: Grammar) -> bool:
    return grammar.uncased.trades.search(text) is not None


def _native_list(line: str, grammar: Grammar) -> Iterator[Mention]:
    """Yield the native names of a row of at least two, where a language's file tells them from words."""
    for row in grammar.uncased.native_row.finditer(line):
        for name in grammar.uncased.native.finditer(row[0]):
            label = name[0]
            start = row.start() + name.start()
            if not (_trade_in(label, grammar) or _is_word(label, grammar)):
                yield Mention(start, start + len(label), PERSON, label)


def _without_particle(label: str, grammar: Grammar, *, listed: bool = False) -> str:
    """Return a Korean or Japanese name without what the grammar hangs on its end."""
    if not _HANGUL.match(label):
        bare = _TAILS.sub("", label)
        return label if _ONE_KANA.search(bare) else bare
    if native := native_name(label.split()[0]):
        return native
    if row := next(foreign_names(label, []), None):
        if row[0] == 0:
            return label[: row[1]]
        label = label[: row[0]].rstrip()
    words = label.split()
    if begins_native(words[0]) and len(words[0]) in (3, 4):
        native = parted(words[0])[0]
        return native if len(native) > 1 else words[0]
    if is_name_of_two(words):
        return f"{words[0]} {parted(words[1])[0]}"
    return " ".join(_whole_words(words, grammar, listed=listed))


def _whole_words(words: list[str], grammar: Grammar, *, listed: bool) -> list[str]:
    """Return the words of a Korean name, the last without its particle."""
    kept: list[str] = []
    for word in words:
        if re.fullmatch(grammar.small("and_others"), word):
            break
        bare = parted(word)[0] if len(word) > 1 and (kept or not listed) else word
        if kept and not sounds_foreign(bare):
            break
        kept.append(bare)
        if bare != word:
            break
    return kept


def _glossed(line: str, match: re.Match[str], grammar: Grammar) -> Mention | None:
    """Return the name before a bracket that repeats it in Latin letters."""
    before = line[: match.start()].rstrip()
    count = len(match[1].split())
    tail = re.search(rf"(?:[{HANGUL}]+ ){{0,{max(count - 1, 0)}}}[{HANGUL}]+$", before) or re.search(
        rf"[{KATAKANA}{IDEOGRAPHS}・·･=＝ ]+$", before
    )
    if not tail or _OFFICE.fullmatch(match[1]) or tail[0] in grammar.names.not_names:
        return None
    label = tail[0][_trade_end(tail[0], grammar) :]
    if kana := re.search(rf"[{KATAKANA}][{KATAKANA}・·･=＝ ]*$", label):
        label = kana[0]
    label = grammar.uncased.trim.sub("", _links(grammar).sub("", label))
    start = len(before) - len(label)
    if grammar.uncased.sound and re.search("[·・‧•．]", label):
        start = _by_sound(before, start, len(before), grammar)[0]
        label = before[start:]
    return Mention(start, match.end(), PERSON, label, gloss=match[1].strip()) if len(label) > 1 else None

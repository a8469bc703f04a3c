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
from fashion_kg.extract.hangul import foreign_names, is_loan, may_be_name, parted, sounds_foreign
from fashion_kg.extract.shadows import Mention
from fashion_kg.extract.words import read_words

_IDEOGRAPHS = r"々\u3400-\u9fff\U00020000-\U0003ffff"
_KANA = r"ァ-ヴー"
_IN_NAME = r"(?:(?![的是由為为以與与和或在將将被對对們们])[\u4e00-\u9fff])"  # No foreign name has those.
_UNCASED = re.compile(
    rf"[{_KANA}]{{1,30}}(?:[・·･=＝][{_KANA}]+)+(?:[・·･][SJ]r\.?)?|[{_KANA}]{{2,30}}(?=(?:さん|氏|ら\d))"
    rf"|[{_KANA}]{{2,30}}[・·･][A-Z](?![A-Za-z])"
    rf"|{_IN_NAME}{{1,6}}(?:[·・‧•．]{_IN_NAME}{{1,6}})+"
)
_OFFICE = re.compile("C[A-Z]O|[A-Z]?D|SNS|PR|VIP")
_FOREIGN = re.compile(r"[(（]([A-Z][A-Za-zÀ-ɏ .’'&-]{2,40})[)）]")
_HANGUL = re.compile(r"[가-힣]+")
_AFTER_TRADE = re.compile(
    r"[・·･:： ]?(?:の|인 )?(?P<n>[가-힣]{1,6}(?: [가-힣]{1,6}){0,2}"
    rf"|[{_IDEOGRAPHS}]{{2,6}}(?:[ \u3000][{_IDEOGRAPHS}]{{1,2}})?[ぁ-ん]{{0,5}}"
    rf"|[{_IDEOGRAPHS}]{{1,3}}[{_KANA}]{{2,6}}|[{_KANA}]{{2,}})"
)
_SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방공현함변"
    "염여추소석선설마길연위표명기반왕금옥육인맹제모"
)
_NATIVE = rf"(?!함께|이번|지난|한국|전세|최초|최고|이미|이후|이날|한편|기존|이들)[{_SURNAMES}][가-힣]{{2}}"
_NATIVE_ROW = re.compile(
    rf"(?<![가-힣]){_NATIVE}(?:(?:, ?|·|와 |과 ){_NATIVE}(?=[, ·가이은는을를와과등까의]|$))+"
)
_NEXT_NAME = re.compile(rf"(?:[、，](?:以及|還有|还有)?|,|以及| ?[与與和及] ?)(?P<n>[{_IDEOGRAPHS}]{{2,6}})")
_SAME_WORD = re.compile(rf"[{_IDEOGRAPHS}]{{2}}")
_COUNTED = re.compile(r"[一二兩两三四五六七八九十數数多][位名個个]")  # "four muses"
_NO_NAME = ("등", "및", "외")  # "and others", "and", "besides"
_NEXT_KOREAN = re.compile(
    r"(?:, |와 |과 )(?P<n>[가-힣]{1,9}(?: [가-힣]{1,7}){0,2})(?=[,가이은는을를와과] ?|,| 등|$)"
)
_BEFORE_BRACKET = re.compile(
    rf"(?P<n>[가-힣]{{2,6}}(?: [가-힣]{{1,6}}){{0,2}}|[{_KANA}・]{{2,16}}|[{_IDEOGRAPHS}]{{2,5}}) ?[(（]$"
)
_KANA_PARTICLE = re.compile(
    r"(?:による|など|とも|から|まで|です|が|を|は|の|に|と|も|で|や|ら|氏|さん|なら)+$"
)
_QUOTED_HOUSE = re.compile(
    rf"[「『](?P<n>[{_KANA}{_IDEOGRAPHS}・ ]{{2,20}})[(（](?P<l>[A-Z][A-Z0-9 &.'’-]{{2,30}})[)）]"
)


def unknown_in(line: str, grammar: Grammar, houses: Iterable[Mention]) -> Iterator[Mention]:
    """Yield what seems to be the names of people in a line, longer names and surer ways first.

    Args:
        line: the line.
        grammar: of its language.
        houses: that were found in it.
    """
    if grammar.occupations is None or line.isascii():
        return
    known = list(houses)
    yield from _in_quotes(line, known)
    yield from _beside_brackets(line, grammar, known)
    yield from _dotted(line, grammar)
    if _HANGUL.search(line):
        for start, end in foreign_names(line, [(each.start, each.end) for each in known]):
            if not _trade_in(line[start:end], grammar):
                yield Mention(start, end, PERSON, line[start:end])
    yield from _after_trades(line, grammar)
    yield from _shapes(line, grammar)
    yield from _native_list(line)


def _in_quotes(line: str, known: list[Mention]) -> Iterator[Mention]:
    """Yield the unknown houses that a line prints as the papers of Japan do: ``「ノルド(NORD)」``."""
    for match in _QUOTED_HOUSE.finditer(line):
        if not any(match.start() < each.end and each.start < match.end() for each in known):
            yield Mention(match.start(), match.end(), HOUSE, match["n"])


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
        if grammar.language == "zh":
            start, end = _by_sound(line, match.start(), match.end())
            yield Mention(start, end, PERSON, line[start:end])
            continue
        parts = re.split(r"[・·･=＝‧•．]", match[0])
        words = [part in grammar.not_names for part in parts]
        trades = grammar.occupations
        if not (words[0] or sum(words) > 1 or (trades and any(map(trades.fullmatch, parts)))):
            start = match.start() + _trade_end(match[0], grammar)
            yield Mention(start, match.end(), PERSON, line[start : match.end()])


@cache
def _sounds() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return how the first part of a Chinese name from abroad ends, and how its last part begins."""
    sound = read_words("zh")["name_pieces"]["sound"]
    return re.compile(f"{sound}+$"), re.compile(f"{sound}+")


def _by_sound(line: str, start: int, end: int) -> tuple[int, int]:
    """Return where a name of parts with dots between begins and ends: other words stand close by."""
    first, *_, last = re.split("[·・‧•．]", line[start:end])
    ends, begins = _sounds()
    before, after = ends.search(first), begins.match(last)
    start += before.start() if before else 0
    start += line[start - 1 : start + 1] in ("宣布", "公布", "发布", "發布")
    return start, end - len(last) + (after.end() if after else len(last))


def _begin_of_name(line: str, start: int, end: int) -> int:
    """Return where the name begins that ends what stands before a bracket; Korean words may stand before."""
    first, *rest = line[start:end].split(" ")
    if rest and (parted(first)[1] or not list(foreign_names(line[start:end], []))):
        return _begin_of_name(line, start + len(first) + 1, end)
    return start


def _shapes(line: str, grammar: Grammar) -> Iterator[Mention]:
    """Yield the names that the language's file knows by the words around them, or by how they begin."""
    for shape in grammar.shapes:
        for match in shape.finditer(line):
            label = match["n"]
            if not (_trade_in(label, grammar) or _is_word(label, grammar)):
                yield Mention(match.start("n"), match.end("n"), PERSON, label)
                yield from _next_in_list(line, match.end("n"), grammar)
                if line.startswith(", ", match.end("n")):
                    yield from _next_in_korean(line, match.end("n"), grammar, most=2)


def _trade_end(text: str, grammar: Grammar) -> int:
    """Return how much of the beginning of a name is still what its bearer does."""
    if grammar.occupations is None:
        return 0
    ends = [match.end() for match in grammar.occupations.finditer(text) if match.end() < len(text)]
    at = max(ends, default=0)
    return at + len(text[at:]) - len(text[at:].lstrip("・由的與和与及と や"))


def _after_trades(line: str, grammar: Grammar) -> Iterator[Mention]:
    ends, trades = grammar.words.get("ends", ()), grammar.occupations
    for trade in (*trades.finditer(line), *groups()[2].finditer(line)) if trades else ():
        after = (grammar.after_trade or _AFTER_TRADE).match(line, trade.end())
        if not after or (after.start("n") == trade.end() and _HANGUL.match(after["n"])):
            continue
        label = _without_particle(after["n"], listed=line[after.end() : after.end() + 1] == ",")
        for word in ends:
            cut = label.find(word)
            label = label[:cut] if cut > 1 else label
        if grammar.after_trade is None and label == after["n"] and _SAME_WORD.match(line, after.end() - 1):
            continue
        if len(label) > 1 and not _trade_in(label, grammar) and not _is_word(label, grammar):
            end = after.start("n") + len(label)
            yield Mention(after.start("n"), end, PERSON, label)
            yield from _next_in_list(line, end, grammar)
            yield from _next_in_korean(line, end, grammar)


def _is_word(label: str, grammar: Grammar) -> bool:
    """Whether what stands in the place of a name is another word."""
    first = label.split()[0]
    if parted(first)[0] in grammar.not_names:
        return True
    if first in grammar.not_names or label in grammar.not_names or _COUNTED.match(label):
        return True
    return _HANGUL.match(first) is not None and is_loan(first)


def _next_in_korean(line: str, at: int, grammar: Grammar, most: int = 3) -> Iterator[Mention]:
    """Yield the foreign names that a Korean list goes on with, up to the one that a particle ends."""
    while match := _NEXT_KOREAN.match(line, at):
        last = line[match.end() : match.end() + 1] != ","  # What a comma follows has no particle.
        label = _without_particle(match["n"]) if last else match["n"]
        if len(label) < 2 or label in grammar.not_names or len(label.split()) > most:
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
    while grammar.language == "zh" and (match := _NEXT_NAME.match(line, at)):
        label = match["n"]
        if _trade_in(label, grammar) or label in grammar.not_names:
            return
        for word in ends:
            cut = label.find(word)
            label = label[:cut] if cut > 1 else label
        at = match.start("n") + len(label)
        if not 1 < len(label) < 5:
            return
        yield Mention(match.start("n"), at, PERSON, label)


def _trade_in(text: str, grammar: Grammar) -> bool:
    return grammar.occupations is not None and grammar.occupations.search(text) is not None


def _native_list(line: str) -> Iterator[Mention]:
    """Yield the Korean names of a row of at least two."""
    for row in _NATIVE_ROW.finditer(line):
        for name in re.finditer(_NATIVE, row[0]):
            label = name[0]
            start = row.start() + name.start()
            yield Mention(start, start + len(label), PERSON, label)


def _without_particle(label: str, *, listed: bool = False) -> str:
    """Return a Korean or Japanese name without what the grammar hangs on its end."""
    if not _HANGUL.match(label):
        return _KANA_PARTICLE.sub("", label)
    if row := next(foreign_names(label, []), None):
        if row[0] == 0:
            return label[: row[1]]
        label = label[: row[0]].rstrip()
    words = label.split()
    if words[0][0] in _SURNAMES and len(words[0]) in (3, 4):
        native = parted(words[0])[0]
        return native if len(native) > 1 else words[0]
    kept: list[str] = []
    for word in words:
        if word in _NO_NAME:
            break
        bare = parted(word)[0] if len(word) > 1 and (kept or not listed) else word
        if kept and not sounds_foreign(bare):
            break
        kept.append(bare)
        if bare != word:
            break
    return " ".join(kept)


def _glossed(line: str, match: re.Match[str], grammar: Grammar) -> Mention | None:
    """Return the name before a bracket that repeats it in Latin letters."""
    before = line[: match.start()].rstrip()
    count = len(match[1].split())
    tail = re.search(rf"(?:[가-힣]+ ){{0,{max(count - 1, 0)}}}[가-힣]+$", before) or re.search(
        rf"[{_KANA}{_IDEOGRAPHS}・·･=＝ ]+$", before
    )
    if not tail or _OFFICE.fullmatch(match[1]) or tail[0] in grammar.not_names:
        return None
    label = tail[0][_trade_end(tail[0], grammar) :]
    if kana := re.search(rf"[{_KANA}][{_KANA}・·･=＝ ]*$", label):
        label = kana[0]
    label = grammar.trim.sub("", label.lstrip(" ・と及的與和与由"))
    start = len(before) - len(label)
    if grammar.language == "zh" and re.search("[·・‧•．]", label):
        start = _by_sound(before, start, len(before))[0]
        label = before[start:]
    return Mention(start, match.end(), PERSON, label, gloss=match[1].strip()) if len(label) > 1 else None

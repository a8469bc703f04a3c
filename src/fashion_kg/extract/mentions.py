"""Who and what a line names: known names, shapes of unknown ones, and the line with one character for each.

In a script with capitals, an unknown name is a row of words with capitals. In one without, it is a word of
another script in brackets behind it, parts joined by a middle dot, or what follows the word for a trade.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from fashion_kg.extract.grammars import HOUSE, OTHER, PERSON, SINGLE, TITLE, Grammar
from fashion_kg.extract.known import Known

_LETTER = r"A-Za-zÀ-ʯͰ-ӿ0-9²Ḁ-ỿ"
_TOKEN = re.compile(
    rf"(?:[A-Z]\.){{1,3}}(?=\s)|[@#]?[{_LETTER}][{_LETTER}_]*(?:[-’'‘.][{_LETTER}][{_LETTER}_]*)*"
)
_ELISION = re.compile(
    r"(?:[dlsnmcjt]|qu|dell|all|nell|dall|sull|un|quell)[’'](?=\w)"
    r"|(?:[DLSNMCJT]|Qu|Dell|All|Nell|Dall|Sull|Un|Quell)[’'](?=[a-zà-ÿ])"
)
_POSSESSIVE = re.compile(r"[’'‘](?:s|S)$")
_QUOTED = re.compile(
    r"“([^”]{1,400})”|„([^“”]{1,400})[“”]|«([^»]{1,400})»|《([^》]{1,80})》|『([^』]{1,80})』|「([^」]{1,120})」"
    r"|〈([^〉]{1,80})〉|(?<![\w])\"([^\"\n]{1,400})\"|(?<![\w’])‘([^‘’\n]{2,80})’(?!\w)|<([^<>\n]{1,60})>"
)
_SAYING = 14  # So many words in quotation marks are no title, but what somebody said.
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])")
_IDEOGRAPHS = r"々\u3400-\u9fff\U00020000-\U0003ffff"
_KANA = r"ァ-ヴー"
_UNCASED = re.compile(
    rf"[{_KANA}]+(?:[・·･=＝][{_KANA}]+)+|[{_KANA}]{{2,}}(?=(?:さん|氏|ら\d))"
    rf"|[\u4e00-\u9fff]{{1,6}}(?:[·・‧•．][\u4e00-\u9fff]{{1,6}})+"
)
_FOREIGN = re.compile(r"[(（]([A-Z][^()（）\d]{2,40})[)）]")
_HANGUL = re.compile(r"[가-힣]+")
_AFTER_TRADE = re.compile(
    r"[・·･:： ]?(?:の|인 )?(?P<n>[가-힣]{1,4}(?: [가-힣]{2,6}){0,2}"
    rf"|[{_IDEOGRAPHS}]{{2,6}}(?:[ \u3000][{_IDEOGRAPHS}]{{1,2}})?[ぁ-ん]{{0,5}}"
    rf"|[{_IDEOGRAPHS}]{{1,3}}[{_KANA}]{{2,6}}|[{_KANA}]{{2,}})"
)
_SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방공현함변"
    "염여추소석선설마길연위표명기반왕금옥육인맹제모"
)
_NATIVE = rf"[{_SURNAMES}][가-힣]{{2}}"
_NATIVE_ROW = re.compile(
    rf"(?<![가-힣]){_NATIVE}(?:(?:, ?|·|와 |과 ){_NATIVE}(?=[, ·가이은는을를와과등까의]|$))+"
)
_NEXT_NAME = re.compile(rf"[、,，与與和及](?P<n>[{_IDEOGRAPHS}]{{2,6}})")
_NO_NAME = ("등", "및", "외")  # "and others", "and", "besides"
_NEXT_KOREAN = re.compile(
    r"(?:, |와 |과 )(?P<n>[가-힣]{1,6}(?: [가-힣]{1,6}){0,2})(?=[,가이는은를을와과] ?|,| 등|$)"
)
_BEFORE_BRACKET = re.compile(rf"(?P<n>[가-힣]{{2,6}}|[{_KANA}・]{{2,16}}|[{_IDEOGRAPHS}]{{2,5}}) ?[(（]$")
_PARTICLE = re.compile(r"(?:으로|에게|까지|부터|처럼|이며|이다|씨|가|이|는|은|를|을|와|과|의|도|로)$")
_KANA_PARTICLE = re.compile(
    r"(?:による|など|とも|から|まで|です|が|を|は|の|に|と|も|で|や|ら|氏|さん|なら)+$"
)


@dataclass(frozen=True)
class Mention:
    """A name in a text: where it stands, of which sort it is, and its label."""

    start: int
    end: int
    sort: str
    label: str
    iri: str = ""
    gloss: str = ""


@dataclass(frozen=True)
class Shadow:
    """A line in small letters, with one character in place of each name.

    Attributes:
        text: that line.
        places: for each character of it, where it stands in the article's text; one more for the end.
        mentions: the names by their place in ``text``.
    """

    text: str
    places: tuple[int, ...]
    mentions: dict[int, Mention]


def shadow_of(text: str, start: int, end: int, mentions: Iterable[Mention]) -> Shadow:
    """Return the shadow of a stretch of text."""
    pieces: list[str] = []
    places: list[int] = []
    found: dict[int, Mention] = {}
    at = start
    for mention in mentions:
        pieces.append(_small(text[at : mention.start]))
        places.extend(range(at, mention.start))
        found[len(places)] = mention
        pieces.append(mention.sort)
        places.append(mention.start)
        at = mention.end
    pieces.append(_small(text[at:end]))
    places.extend(range(at, end))
    return Shadow("".join(pieces), (*places, end), found)


_SMALL = str.maketrans(
    dict.fromkeys("'‘`´", "’") | dict.fromkeys("·･", "・") | dict.fromkeys("\t\u00a0\u202f\u3000", " ")
)


def _small(text: str) -> str:
    """Return a text of the same length in small letters, with one kind of apostrophe, dot and blank."""
    lower = text.translate(_SMALL).lower()
    if len(lower) == len(text):
        return lower
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text.translate(_SMALL))


def find_mentions(text: str, start: int, end: int, grammar: Grammar, known: Known) -> list[Mention]:
    """Return the names between two places of a text, in order, none over another."""
    line = text[start:end]
    found: list[Mention] = [*_titles(line, known)]
    taken = _Taken(len(line), found)
    houses = [
        Mention(each.start, each.end, each.sort, each.label, each.iri) for each in known.find_uncased(line)
    ]
    others = _uncased(line, grammar, [(each.start, each.end) for each in houses if each.sort == HOUSE])
    every = (*houses, *others, *_cased(line, grammar, known))
    found += [mention for mention in every if taken.take(mention.start, mention.end)]
    found = [
        Mention(start + each.start, start + each.end, each.sort, each.label, each.iri, each.gloss)
        for each in found
    ]
    return sorted(found, key=lambda mention: mention.start)


class _Taken:
    """Which characters of a line belong to a name already."""

    def __init__(self, length: int, mentions: Iterable[Mention]) -> None:
        self._taken = bytearray(length)
        for each in mentions:
            self.take(each.start, each.end)

    def take(self, start: int, end: int) -> bool:
        if self._taken.find(1, start, end) >= 0:
            return False
        self._taken[start:end] = b"\1" * (end - start)
        return True


def _titles(line: str, known: Known) -> Iterator[Mention]:
    """Yield what stands in quotation marks, unless it is a name by itself."""
    for match in _QUOTED.finditer(line):
        inside = next(group for group in match.groups() if group)
        bare = re.sub(r"\s*[(（].*", "", inside)
        if not known.kind_of(bare) and len(inside.split()) < _SAYING:
            yield Mention(match.start(), match.end(), TITLE, inside)


# -- scripts with capitals --------------------------------------------------------------------------


class _Word(NamedTuple):
    start: int
    end: int
    text: str


def _words(line: str, grammar: Grammar) -> list[_Word]:
    words: list[_Word] = []
    for match in _TOKEN.finditer(line):
        start, end, text = match.start(), match.end(), match[0]
        if "’" in text or "'" in text or "‘" in text:
            if cut := _ELISION.match(text):
                start, text = start + cut.end(), text[cut.end() :]
            if cut := _POSSESSIVE.search(text):
                end, text = end - len(cut[0]), text[: cut.start()]
        if "-" in text:
            words += _parts(start, text, grammar)
        elif text:
            words.append(_Word(start, start + len(text), text))
    return words


def _parts(start: int, text: str, grammar: Grammar) -> Iterator[_Word]:
    """Yield a word, or the parts of one that a language joins by hyphens: a house, and what of the house."""
    before, _, last = text.rpartition("-")
    if not before or grammar.compounds is None or not grammar.compounds.match(last.lower()):
        yield _Word(start, start + len(text), text)
        return
    for part in (*before.split("-"), last):
        if part:
            yield _Word(start, start + len(part), part)
        start += len(part) + 1


def _cased(line: str, grammar: Grammar, known: Known) -> Iterator[Mention]:
    words = _words(line, grammar)
    shouted = sum(word.text.isupper() for word in words) > 0.6 * len(words) > 4
    titled = len(words) > 4 and sum(word.text[0].isupper() for word in words) > 0.6 * len(words)
    at = 0
    while at < len(words):
        if words[at].text[0].islower():  # No name begins so.
            at += 1
            continue
        length, mention = 0, None
        if known.may_begin(words[at].text):
            length, mention = known.match([word.text for word in words[at : at + known.longest]])
        if mention and _adjacent(line, words, at, at + length):
            person = None if shouted else _row(line, words, at, grammar, known, titled=titled)
            longer = person and person[1] > length and not known.is_house_like(mention)
            if not longer:
                first, last = words[at], words[at + length - 1]
                yield Mention(first.start, last.end, mention.sort, mention.label, mention.iri)
                at += length
                continue
        if words[at].text[0] in "@#":
            handle = _handle(words[at])
            house = known.kind_of(handle.label) == HOUSE
            yield Mention(handle.start, handle.end, OTHER, handle.label) if house else handle
            at += 1
            continue
        row = None if shouted else _row(line, words, at, grammar, known, titled=titled)
        if row:
            mention_found, length = row
            yield mention_found
            at += length
        else:
            at += 1


def _adjacent(line: str, words: list[_Word], first: int, last: int) -> bool:
    gaps = (line[words[at].end : words[at + 1].start] for at in range(first, last - 1))
    return all(not re.search(r"[^\s&'’+.,-]|,", gap) and "\n" not in gap for gap in gaps)


def _row(
    line: str, words: list[_Word], at: int, grammar: Grammar, known: Known, *, titled: bool
) -> tuple[Mention, int] | None:
    """Return the name of unknown people that begins at a word, and how many words it has."""
    if not _may_begin(words[at].text, grammar) or known.is_common(words[at].text):
        if not _is_given_name(line, words, at, grammar):
            return None
    last = at
    while last + 1 < len(words) and last - at < 6:
        gap = line[words[last].end : words[last + 1].start]
        nxt = words[last + 1].text
        if gap != " ":
            break
        if (
            _may_go_on(nxt, grammar)
            and not known.begins_house(nxt, last == at)
            and not (titled and known.is_common(nxt))
        ):
            last += 1
        elif (
            nxt in grammar.particles
            and last == at
            and last + 2 < len(words)
            and line[words[last + 1].end : words[last + 2].start] == " "
            and _may_go_on(words[last + 2].text, grammar)
            and not known.begins_house(words[last + 2].text, False)
        ):
            last += 2
        elif nxt in ("van", "von", *({"der", "den", "de"} & grammar.particles)) and last + 2 < len(words):
            step = 3 if words[last + 2].text in ("der", "den", "la") else 2
            if last + step < len(words) and _may_go_on(words[last + step].text, grammar):
                last += step
            else:
                break
        else:
            break
    first_word, last_word = words[at], words[last]
    label = line[first_word.start : last_word.end]
    sort = SINGLE if last == at else PERSON
    if last + 1 < len(words) and words[last + 1].text.casefold() in grammar.things:
        sort = OTHER if line[last_word.end : words[last + 1].start] == " " else sort
    if sort is SINGLE and grammar.articles and grammar.articles.search(line[: first_word.start].lower()):
        return None
    if sort is SINGLE and (len(label) < 3 or label.isdigit() or _is_short_form(line, first_word)):
        return None
    return Mention(first_word.start, last_word.end, sort, label), last - at + 1


def _is_given_name(line: str, words: list[_Word], at: int, grammar: Grammar) -> bool:
    """Whether a word that begins no name mostly does begin one here: ``Lea Brandt, He Cong and ...``."""
    if (
        not words[at].text[0].isupper()
        or words[at].text.casefold() not in grammar.given_names
        or at + 1 == len(words)
    ):
        return False
    listed = at > 0 and re.fullmatch(r",? (?:and |& )?", line[words[at - 1].end : words[at].start])
    after = line[words[at].end : words[at + 1].start] == " " and words[at + 1].text[0].isupper()
    return bool(listed) and after and (words[at - 1].text == "and" or words[at - 1].text[0].isupper())


def _is_short_form(line: str, word: _Word) -> bool:
    """Whether a word is the short form, in brackets, of what stands before it: ``the Red Cross (IRC)``."""
    return (
        word.text.isupper()
        and line[word.start - 1 : word.start] == "("
        and line[word.end : word.end + 1] == ")"
    )


def _may_begin(word: str, grammar: Grammar) -> bool:
    last = word.casefold().rpartition("-")[2]
    noun = grammar.nouns and grammar.nouns.match(last)
    return word[0].isupper() and not noun and not {word.casefold(), last} & grammar.not_names


def _may_go_on(word: str, grammar: Grammar) -> bool:
    if grammar.nouns and grammar.nouns.match(word.casefold()):
        return False
    return word[0].isupper() and (
        word.casefold() not in grammar.not_names
        or word.casefold() in grammar.titles
        or (len(word) == 2 and word[1] == ".")
    )


def _handle(word: _Word) -> Mention:
    label = " ".join(_CAMEL.split(word.text[1:]))
    return Mention(word.start, word.end, PERSON, label[:1].upper() + label[1:])


# -- scripts without --------------------------------------------------------------------------------


def _uncased(line: str, grammar: Grammar, houses: list[tuple[int, int]]) -> Iterator[Mention]:
    if grammar.occupations is None:
        return
    for match in _FOREIGN.finditer(line):
        if mention := _glossed(line, match, grammar):
            yield mention
    for start, end in houses:  # A name and, in brackets, the house that it belongs to.
        if (before := _BEFORE_BRACKET.search(line, 0, start)) and line[end : end + 1] in ")）":
            yield Mention(before.start("n"), before.end("n"), PERSON, before["n"])
    for match in _UNCASED.finditer(line):
        parts = re.split(r"[・·･=＝‧•．]", match[0])
        if not any(part in grammar.not_names or grammar.occupations.fullmatch(part) for part in parts):
            start = match.start() + _trade_end(match[0], grammar)
            yield Mention(start, match.end(), PERSON, line[start : match.end()])
    yield from _after_trades(line, grammar)
    yield from _native_list(line)


def _trade_end(text: str, grammar: Grammar) -> int:
    """Return how much of the beginning of a name is still what its bearer does."""
    if grammar.occupations is None:
        return 0
    ends = [match.end() for match in grammar.occupations.finditer(text) if match.end() < len(text)]
    at = max(ends, default=0)
    return at + len(text[at:]) - len(text[at:].lstrip("・由的與和与及と や"))


def _after_trades(line: str, grammar: Grammar) -> Iterator[Mention]:
    ends, trades = grammar.lists.get("ends", ()), grammar.occupations
    for trade in trades.finditer(line) if trades else ():
        after = _AFTER_TRADE.match(line, trade.end())
        if not after or (after.start("n") == trade.end() and _HANGUL.match(after["n"])):
            continue
        label = _without_particle(after["n"], listed=line[after.end() : after.end() + 1] == ",")
        for word in ends:
            cut = label.find(word)
            label = label[:cut] if cut > 1 else label
        if len(label) > 1 and not _trade_in(label, grammar) and label.split()[0] not in grammar.not_names:
            end = after.start("n") + len(label)
            yield Mention(after.start("n"), end, PERSON, label)
            yield from _next_in_list(line, end, ends)
            yield from _next_in_korean(line, end, grammar)


def _next_in_korean(line: str, at: int, grammar: Grammar) -> Iterator[Mention]:
    """Yield the foreign names that a Korean list goes on with, up to the one that a particle ends."""
    while match := _NEXT_KOREAN.match(line, at):
        label = _without_particle(match["n"], listed=True)
        if len(label) < 2 or _trade_in(line[match.start("n") : match.end() + 2], grammar):
            return
        at = match.start("n") + len(label)
        yield Mention(match.start("n"), at, PERSON, label)
        if label != match["n"]:
            return


def _next_in_list(line: str, at: int, ends: Iterable[str]) -> Iterator[Mention]:
    """Yield the Chinese names that a list goes on with."""
    while match := _NEXT_NAME.match(line, at):
        label = match["n"]
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
    words = label.split()
    foreign = (
        len(words) > 1
        and len(words[0]) < 4
        and (listed or len(_PARTICLE.sub("", words[1])) in range(2, len(words[1])))
    )
    if not foreign and words[0][0] in _SURNAMES and len(words[0]) in (3, 4):
        return words[0][:3] if len(words[0]) == 3 or _PARTICLE.search(words[0]) else words[0]
    kept: list[str] = []
    for word in words:
        if word in _NO_NAME:
            break
        cut = _PARTICLE.sub("", word) if len(word) > 2 and (kept or len(words) == 1) else word
        kept.append(cut)
        if cut != word:
            break
    return " ".join(kept)


def _glossed(line: str, match: re.Match[str], grammar: Grammar) -> Mention | None:
    """Return the name before a bracket that repeats it in Latin letters."""
    before = line[: match.start()].rstrip()
    count = len(match[1].split())
    tail = re.search(rf"(?:[가-힣]+ ){{0,{max(count - 1, 0)}}}[가-힣]+$", before) or re.search(
        rf"[{_KANA}{_IDEOGRAPHS}・·･=＝ ]+$", before
    )
    if not tail:
        return None
    label = tail[0][_trade_end(tail[0], grammar) :]
    if kana := re.search(rf"[{_KANA}][{_KANA}・·･=＝ ]*$", label):
        label = kana[0]
    label = label.lstrip(" ・と及的與和与由")
    start = len(before) - len(label)
    return Mention(start, match.end(), PERSON, label, gloss=match[1].strip()) if len(label) > 1 else None

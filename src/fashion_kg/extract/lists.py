"""Lists of credits: a label, a mark, and names; line by line, or many in one."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from fashion_kg.extract.grammars import HOUSE, Grammar
from fashion_kg.extract.scripts import HANGUL, IDEOGRAPHS
from fashion_kg.extract.shadows import Mention
from fashion_kg.extract.words import any_of, picture_agencies, read_words, small_words_of_all

_UNMARKED = 80
_MOST_NAMES = 200  # More than any campaign has; a page of names is no list of credits.
_MARK = re.compile(r"\s*(?:\||:|：|｜)\s*|\s+[–—-]\s+|\s*／\s*")
_SHARED = read_words("shared")
_PARTICLES = any_of((*_SHARED["particles"], *_SHARED["firm_particles"]))
_CAPITAL = r"[^\W_a-zà-öø-ÿąćęłńśźżа-яё][\w’'‘.-]{0,40}"  # A line without blanks is no word.
_BESIDE = re.compile(rf"\s*[/,–|-]\s*{picture_agencies()}")
_AGENCY = re.compile(picture_agencies())
_NAME = re.compile(rf"@?{_CAPITAL}(?:[ \u00a0](?:&\s)?(?:{_PARTICLES}[ \u00a0]){{0,2}}{_CAPITAL}){{0,4}}")
_BRACKETED = re.compile(rf"(?<!\w)({_NAME.pattern}) ?[(\[]([^()\[\]]{{3,40}})[)\]]")
_KANA = "ァ-ヿ"
_NEVER_LAST = any_of(read_words("ko")["particles"]["never_last"])
_PART = (
    rf"(?:[{_KANA}]{{1,16}}[{IDEOGRAPHS}]{{0,4}}|[{IDEOGRAPHS}]{{1,8}}|[ぁ-ゟ]{{1,6}}"
    rf"|[{IDEOGRAPHS}]{{1,4}}[{_KANA}]{{1,10}}"
    rf"|[{IDEOGRAPHS}]{{1,4}}(?!{any_of(small_words_of_all('tails'))}$)[ぁ-ゟ]{{1,5}}"
    rf"|(?![{HANGUL}]*{_NEVER_LAST}$)[{HANGUL}]{{1,6}})"
)
_UNCASED_NAME = re.compile(rf"{_PART}(?:[・·･ \u3000]{_PART}){{0,4}}")
_UNCASED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af・·･ \u3000\U00020000-\U0003ffff々]{2,20}")
_ABBREVIATED = re.compile(rf"\b(?:{any_of(_SHARED['abbreviations'])}|[A-Z])$")
_STOP = re.compile(r"\.(?=\s+[^\W\d_a-zà-ÿ])|\.$|\s[|｜]\s|[。]")


class _Marks(NamedTuple):
    """What a language's small words tell of where the names of a list begin and end.

    Attributes:
        start: that a label begins behind it.
        spoken: that a label is before it, and a name behind: ``styled by N``.
        between: that one name ends before it, and another begins behind.
        joint: that two names are joined to one.
        halves: that a label has two roles.
        of: what a label may end with.
        before: what may stand before a name.
        tail: what is no part of a name any more.
        employed: that somebody works for the firm that it ends with: ``N at Okafor & Bell``.
    """

    start: re.Pattern[str]
    spoken: re.Pattern[str]
    between: re.Pattern[str]
    joint: re.Pattern[str]
    halves: re.Pattern[str]
    of: re.Pattern[str]
    before: re.Pattern[str]
    tail: re.Pattern[str]
    employed: re.Pattern[str]


@cache
def _marks(grammar: Grammar) -> _Marks:
    """Return these of a language."""
    joint, of, at = grammar.small("and"), grammar.small("by", "of"), grammar.small("at")
    return _Marks(
        start=re.compile(rf"(?:^|[|｜/;:,.!•·(–—]\s*|\s{{2,}}|\b{grammar.small('and', 'with')}\s+)$"),
        spoken=re.compile(rf"\s+(?i:{grammar.small('by')})\s+(?=[@A-ZÀ-Þ])"),
        between=re.compile(
            rf"\s*(?:,|;|、|，|؛|/|\+|•|·(?=\s)|\s[xX×]\s|\s(?:{joint}|&)\s)\s*(?:(?:{joint}|&)\s)?"
        ),
        joint=re.compile(rf"\s+(?:&|{joint})\s+"),
        halves=re.compile(rf"\s*(?:/|&|\+|\b{joint}\b|,)\s*"),
        of=re.compile(rf"\s+{of}$"),
        before=re.compile(rf"^{of}\s+"),
        tail=re.compile(
            rf"\s+(?i:@|{grammar.small('at', 'beyond')}\b).*$"
            rf"|(?<=\S\s\S\S)\S*\s+{grammar.small('member_of')}\s.*$|\s*[(\[（].*$|\s*[@][\w.]+.*$"
        ),
        employed=re.compile(rf"\s(?:@|{at})\s?\S+$"),
    )


@dataclass(frozen=True)
class Entry:
    """One name of a list of credits.

    Attributes:
        roles: of its label.
        label: where the label begins.
        start: where the name begins.
        end: where it ends.
        position: place in the list, from 1.
        house: the house before the label, as in ``Gucci Creative Director``, or None.
        weak: whether the label alone proves little, as ``Photo`` below a picture.
        members: where each half of a duo stands.
    """

    roles: tuple[str, ...]
    label: int
    start: int
    end: int
    position: int
    house: Mention | None
    weak: bool
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListLine:
    """A line that may list credits.

    Attributes:
        text: what it says.
        start: where it begins in the article.
        mentions: the names that were found in it, by their places in the article.
        grammar: of its language.
    """

    text: str
    start: int
    mentions: Sequence[Mention]
    grammar: Grammar


class _Label(NamedTuple):
    """A label of a line: where it begins, where the names behind its mark do, and what it says of them."""

    begin: int
    names: int
    roles: tuple[str, ...]
    house: Mention | None = None
    weak: bool = False


@cache
def _weak() -> frozenset[str]:
    return frozenset(_SHARED["weak_labels"])


@lru_cache(maxsize=16384)
def roles_of(label: str, grammar: Grammar) -> tuple[str, ...]:
    """Return the roles that a label means: one, or each of ``Hair & Make-up`` where no role has both."""
    plain = re.sub(r"\s+", " ", label.strip(" .·•*-–—\u200b\ufeff")).casefold().replace("‑", "-")
    marks = _marks(grammar)
    for candidate in (plain, *map(plain.removesuffix, _SHARED["label_ends"])):
        if candidate in grammar.roles:
            return (grammar.roles[candidate],)
    bare = marks.of.sub("", plain)
    if bare in grammar.roles:
        return (grammar.roles[bare],)
    halves = marks.halves.split(bare)
    if 1 < len(halves) < 4:
        found = [grammar.roles.get(half) or grammar.roles.get(half.rstrip("s")) for half in halves]
        if all(found):
            return tuple(dict.fromkeys(role for role in found if role))
    return ()


def list_entries(line: ListLine) -> list[Entry]:
    """Return the names that a line lists under labels: ``Photographer: Kenji Oda | Hair: Ruth Amsel``."""
    labels = list(_labels(line))
    entries: list[Entry] = []
    for number, label in enumerate(labels):
        last = labels[number + 1].begin if number + 1 < len(labels) else len(line.text)
        found = list(_entries(line, label._replace(weak=label.weak and len(labels) == 1), last))
        if not (label.weak and found and _is_of_agency(line, found[0])):
            entries += itertools.takewhile(lambda entry: not _is_no_agent(line, entry), found)
    return entries if len(entries) <= _MOST_NAMES else []


def _is_of_agency(line: ListLine, entry: Entry) -> bool:
    """Whether a name below a picture is an agency's, or one of its photographers': ``Photo: N/AFP``."""
    start, end = entry.start - line.start, entry.end - line.start
    return bool(_BESIDE.match(line.text, end) or _AGENCY.match(line.text, start))


def _is_no_agent(line: ListLine, entry: Entry) -> bool:
    """Whether a name is none, is a house's of one word, or has one: ``Image credit: Gucci Opens A Shop``."""
    printed = line.text[entry.start - line.start : entry.end - line.start]
    return printed.casefold() in line.grammar.names.not_names or any(
        each.sort == HOUSE
        and each.start < entry.end
        and entry.start < each.end
        and ((each.start, each.end) != (entry.start, entry.end) or " " not in each.label)
        for each in line.mentions
    )


def unmarked_entries(line: ListLine) -> list[Entry]:
    """Return the names in a short line that is a label and names, and nothing between: ``Hair Kenji Oda``."""
    text = line.text
    if len(text) > _UNMARKED or text.endswith((".", ":", "?", "!")):
        return []
    begin = len(text) - len(text.lstrip(" •*-–—\u200b"))
    ends = [begin + match.start() for match in re.finditer(r" (?=[^\W\d_a-zà-öø-ÿ])", text[begin:])]
    for end in reversed(ends):
        roles = roles_of(text[begin:end], line.grammar)
        if roles:
            found = list(_entries(line, _Label(begin, end + 1, roles), len(text)))
            last = found[-1].end - line.start if found else 0
            whole = found and (not text[last:].strip(" .)") or _marks(line.grammar).tail.match(text, last))
            return found if whole and not any(_is_no_agent(line, each) for each in found) else []
    return []


def bracketed_entries(line: ListLine) -> list[Entry]:
    """Return the names in a line that has the label in brackets behind each: ``Kenji Oda (hair), ...``."""
    found = []
    for match in _BRACKETED.finditer(line.text) if "(" in line.text or "[" in line.text else ():
        roles = roles_of(match[2], line.grammar)
        if roles:
            start, end = (line.start + at for at in match.span(1))
            found.append(Entry(roles, start, start, end, 1, None, False))
    fit = [each for each in found if not _is_no_agent(line, each)]
    return fit if len(fit) > 1 else []  # One alone only says what somebody does in life.


def entries_below(announcing: str, line: ListLine) -> list[Entry]:
    """Return the names in a line, where the one above announces them.

    Args:
        announcing: the line above: ``The full list of models:``.
        line: the line with the names.
    """
    roles = line.grammar.roles
    announced = re.findall(r"[^\W\d_]+", announcing.casefold())
    role = next((roles[word] for word in announced if word in roles), "")
    found = list(_entries(line, _Label(0, 0, (role,)), len(line.text)))
    pieces = sum(bool(piece.strip()) for _, piece in _pieces(line.text, _marks(line.grammar)))
    return found if role and 2 < len(found) == pieces else []


def entries_of_house(line: ListLine) -> list[Entry]:
    """Return the names in a line that begins with a house and a mark: ``Prada: N, N``."""
    house = line.mentions[0] if line.mentions and line.mentions[0].sort == HOUSE else None
    mark = _MARK.match(line.text, house.end - line.start) if house else None
    if house is None or mark is None or line.text[: house.start - line.start].strip(" •*-–—"):
        return []
    begin = house.start - line.start
    by = re.compile(_SHARED["house_list_by"]).search(line.text, mark.end())
    end = by.start() if by else len(line.text)
    found = list(_entries(line, _Label(begin, mark.end(), (_SHARED["house_list_role"],), house), end))
    if by and found:
        label = _Label(begin, by.end(), (_SHARED["house_list_by_role"],), house)
        found += _entries(line, label, len(line.text))
    return found


def _labels(line: ListLine) -> Iterator[_Label]:
    """Yield each label of a line."""
    marks = [(match.start(), match.end(), False) for match in _MARK.finditer(line.text)]
    spoken = _marks(line.grammar).spoken
    marks += [(match.start(), match.end(), True) for match in spoken.finditer(line.text)]
    reached = 0
    for start, end, said in sorted(marks):
        if label := _label_before(line, reached, start, end, spoken=said):
            yield label._replace(weak=line.text[label.begin : start].strip().casefold() in _weak())
            reached = end


def _label_before(line: ListLine, reached: int, start: int, end: int, *, spoken: bool) -> _Label | None:
    """Return the label before a mark, if one ends there.

    Args:
        line: the line.
        reached: where the last mark of a label ends.
        start: where the mark begins.
        end: where it ends.
        spoken: whether it is a word, ``by``.
    """
    text, grammar = line.text, line.grammar
    begin = max(reached, start - 70)
    places = [
        begin + match.start() for match in re.finditer(r"(?<!\S)\S|(?<=[|/;,.!•·(–—])\w", text[begin:start])
    ]
    for place in places[-9:]:
        if text[place] in "-–—•*":
            continue
        roles = roles_of(text[place:start], grammar)
        if roles and spoken:  # "cast" and "cast by" differ.
            roles = roles_of(text[place:end], grammar)
        if not roles or grammar.doubt.search(text[max(0, place - 30) : place].lower()):
            continue
        before = text[reached:place] if reached else text[:place]
        house = next((each for each in line.mentions if _is_before(line, each, place)), None)
        whole = not before.strip(" •*-–—\u200b") or _marks(grammar).start.search(before) is not None
        whole = whole or (reached > 0 and not spoken and text[place].isupper() and before[:1].isupper())
        if house is not None and not spoken:
            return _Label(house.start - line.start, end, roles, house)
        if whole or (not spoken and text[start : start + 1] == ":" and text[place:start].endswith("s")):
            return _Label(place, end, roles)
    return None


def _is_before(line: ListLine, mention: Mention, place: int) -> bool:
    """Whether a house is named just before a label, as in ``Gucci Creative Director``."""
    end = mention.end - line.start
    return mention.sort == HOUSE and end <= place and not line.text[end:place].strip(" ’'s")


def _entries(line: ListLine, label: _Label, last: int) -> Iterator[Entry]:
    """Yield the names behind a label, up to a place of the line, or to what is no name."""
    marks, stretch = _marks(line.grammar), line.text[label.names : last]
    for stop in _STOP.finditer(stretch):
        if not _ABBREVIATED.search(stretch, 0, stop.start()):
            stretch = stretch[: stop.start()]
            break
    position, at, before = 0, 0, ""
    for piece_start, piece in _pieces(stretch, marks):
        slash = stretch[:piece_start].rstrip().endswith("/")
        agency = slash and len(piece.split()) == 1 < len(before.split())  # ``N N / Agency``
        before = piece
        if agency:
            continue
        name = marks.tail.sub("", piece.strip(" •*-–—,.|/)")) or piece.strip()
        name = marks.before.sub("", name)
        begin = stretch.find(name, max(at, piece_start))
        start = line.start + label.names + begin
        if begin < 0 or not (_is_name(name, line.grammar) or _is_found(line, name, start)):
            break
        position += 1
        at = begin + len(name)
        end, members = start + len(name), tuple(marks.joint.split(name)) if " & " in name else ()
        first = line.start + label.begin
        yield Entry(label.roles, first, start, end, position, label.house, label.weak, members)


def _pieces(stretch: str, marks: _Marks) -> Iterator[tuple[int, str]]:
    """Yield the pieces between the marks of a list; two single names with ``&`` between stay together."""
    at = 0
    for match in marks.between.finditer(stretch):
        left, right = stretch[at : match.start()], stretch[match.end() :]
        following = re.match(r"[^\W\d_][\w’'.-]*(?=\s*(?:$|,|;|/|\||\())", right)
        if match[0].strip() == "&" and (
            (following and len(left.split()) == 1) or marks.employed.search(left)
        ):
            continue
        yield at, left
        at = match.end()
    yield at, stretch[at:]


def _is_found(line: ListLine, name: str, start: int) -> bool:
    """Whether a text in a script without capitals is a name that was found, or a known one."""
    found = any(each.start == start and start + len(name) <= each.end for each in line.mentions)
    return found and _UNCASED.fullmatch(name) is not None


def _is_name(text: str, grammar: Grammar) -> bool:
    """Whether a text has the shape of a name; in scripts without capitals words with particles have not."""
    if not 1 < len(text) < 60:
        return False
    if _UNCASED.fullmatch(text):
        never = re.search(grammar.small("never_in_names"), text)
        return never is None and _UNCASED_NAME.fullmatch(text) is not None
    return bool(_NAME.fullmatch(text)) or bool(re.fullmatch(r"[^\W\d_a-z]\w+ & [^\W\d_a-z]\w+", text))

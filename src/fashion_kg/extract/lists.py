"""Lists of credits: a label, a mark, and names; line by line, or many in one."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from fashion_kg.extract import Line
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


def list_entries(text: str, line: Line, mentions: list[Mention], grammar: Grammar) -> list[Entry]:
    """Return the names that a line lists under labels.

    Args:
        text: the article's text.
        line: the line.
        mentions: the names that were found in it, for the house before a label.
        grammar: of the line's language.
    """
    row = text[line.start : line.end]
    labels = list(_labels(row, line, mentions, grammar))
    entries: list[Entry] = []
    for number, (first, after, roles, house, weak) in enumerate(labels):
        last = labels[number + 1][0] if number + 1 < len(labels) else len(row)
        found = list(
            _entries(
                row, line, first, after, last, roles, house, weak and len(labels) == 1, mentions, grammar
            )
        )
        if not (weak and found and _is_of_agency(text, found[0])):
            entries += itertools.takewhile(
                lambda entry: not _is_no_agent(entry, text, mentions, grammar), found
            )
    return entries if len(entries) <= _MOST_NAMES else []


def _is_of_agency(text: str, entry: Entry) -> bool:
    """Whether a name below a picture is an agency's, or one of its photographers': ``Photo: N/AFP``."""
    return bool(_BESIDE.match(text, entry.end) or _AGENCY.match(text, entry.start))


def _is_no_agent(entry: Entry, text: str, mentions: list[Mention], grammar: Grammar) -> bool:
    """Whether a name is none, is a house's of one word, or has one: ``Image credit: Gucci Opens A Shop``."""
    if text[entry.start : entry.end].casefold() in grammar.names.not_names:
        return True
    return any(
        each.sort == HOUSE
        and each.start < entry.end
        and entry.start < each.end
        and ((each.start, each.end) != (entry.start, entry.end) or " " not in each.label)
        for each in mentions
    )


def unmarked_entries(text: str, line: Line, mentions: list[Mention], grammar: Grammar) -> list[Entry]:
    """Return the names in a short line that is a label and names, and nothing between: ``Hair Kenji Oda``.

    Args:
        text: the article's text.
        line: the line.
        mentions: the names that were found in it.
        grammar: of the line's language.
    """
    row = text[line.start : line.end]
    if len(row) > _UNMARKED or row.endswith((".", ":", "?", "!")):
        return []
    begin = len(row) - len(row.lstrip(" •*-–—\u200b"))
    ends = [match.start() for match in re.finditer(r" (?=[^\W\d_a-zà-öø-ÿ])", row[begin:])]
    for end in reversed(ends):
        roles = roles_of(row[begin : begin + end], grammar)
        if roles:
            found = list(
                _entries(row, line, begin, begin + end + 1, len(row), roles, None, False, mentions, grammar)
            )
            last = found[-1].end - line.start if found else 0
            whole = found and (not row[last:].strip(" .)") or _marks(grammar).tail.match(row, last))
            fit = [each for each in found if not _is_no_agent(each, text, mentions, grammar)]
            return fit if whole and len(fit) == len(found) else []
    return []


def bracketed_entries(text: str, line: Line, mentions: list[Mention], grammar: Grammar) -> list[Entry]:
    """Return the names in a line that has the label in brackets behind each: ``Kenji Oda (hair), ...``.

    Args:
        text: the article's text.
        line: the line.
        mentions: the names that were found in it.
        grammar: of the line's language.
    """
    row = text[line.start : line.end]
    found = []
    for match in _BRACKETED.finditer(row) if "(" in row or "[" in row else ():
        roles = roles_of(match[2], grammar)
        if roles:
            start, end = (line.start + at for at in match.span(1))
            found.append(Entry(roles, start, start, end, 1, None, False))
    fit = [each for each in found if not _is_no_agent(each, text, mentions, grammar)]
    return fit if len(fit) > 1 else []  # One alone only says what somebody does in life.


def entries_below(
    text: str, line: Line, names: Line, mentions: list[Mention], grammar: Grammar
) -> list[Entry]:
    """Return the names in a line, where the one above announces them: ``The full list of models:``.

    Args:
        text: the article's text.
        line: the line that announces them.
        names: the line below it.
        mentions: the names that were found in that.
        grammar: of the first line's language.
    """
    announced = re.findall(r"[^\W\d_]+", text[line.start : line.end].casefold())
    role = next((grammar.roles[word] for word in announced if word in grammar.roles), "")
    row = text[names.start : names.end]
    found = list(_entries(row, names, 0, 0, len(row), (role,), None, False, mentions, grammar))
    pieces = sum(bool(piece.strip()) for _, piece in _pieces(row, _marks(grammar)))
    return found if role and 2 < len(found) == pieces else []


def entries_of_house(text: str, line: Line, mentions: list[Mention], grammar: Grammar) -> list[Entry]:
    """Return the names in a line that begins with a house and a mark: ``Prada: N, N``.

    Args:
        text: the article's text.
        line: the line.
        mentions: the names that were found in it.
        grammar: of the line's language.
    """
    house = mentions[0] if mentions and mentions[0].sort == HOUSE else None
    row = text[line.start : line.end]
    mark = _MARK.match(row, house.end - line.start) if house else None
    if house is None or mark is None or row[: house.start - line.start].strip(" •*-–—"):
        return []
    words = _SHARED
    by = re.search(words["house_list_by"], row[mark.end() :])
    end = mark.end() + by.start() if by else len(row)
    first = house.start - line.start
    found = list(
        _entries(
            row, line, first, mark.end(), end, (words["house_list_role"],), house, False, mentions, grammar
        )
    )
    if by and found:
        after = mark.end() + by.end()
        found += _entries(
            row, line, first, after, len(row), (words["house_list_by_role"],), house, False, mentions, grammar
        )
    return found


def _labels(
    row: str, line: Line, mentions: list[Mention], grammar: Grammar
) -> Iterator[tuple[int, int, tuple[str, ...], Mention | None, bool]]:
    """Yield each label of a line: where it and its mark begin and end, its roles, and a house before it."""
    marks = [(match.start(), match.end(), False) for match in _MARK.finditer(row)]
    marks += [(match.start(), match.end(), True) for match in _marks(grammar).spoken.finditer(row)]
    reached = 0
    for start, end, spoken in sorted(marks):
        found = _label_before(row, reached, start, line, mentions, grammar, end if spoken else 0)
        if found:
            first, roles, house = found
            weak = row[first:start].strip().casefold() in _weak()
            yield first, end, roles, house, weak
            reached = end


def _label_before(
    row: str, reached: int, start: int, line: Line, mentions: list[Mention], grammar: Grammar, spoken: int
) -> tuple[int, tuple[str, ...], Mention | None] | None:
    """Return the label that ends at a place; ``spoken`` is where the word behind it ends, ``by``, or 0."""
    begin = max(reached, start - 70)
    places = [
        begin + match.start() for match in re.finditer(r"(?<!\S)\S|(?<=[|/;,.!•·(–—])\w", row[begin:start])
    ]
    for place in places[-9:]:
        if row[place] in "-–—•*":
            continue
        roles = roles_of(row[place:start], grammar)
        if roles and spoken:  # "cast" and "cast by" differ.
            roles = roles_of(row[place:spoken], grammar)
        if not roles or grammar.doubt.search(row[max(0, place - 30) : place].lower()):
            continue
        before = row[reached:place] if reached else row[:place]
        house = next((each for each in mentions if _is_before(each, row, line, place)), None)
        whole = not before.strip(" •*-–—\u200b") or _marks(grammar).start.search(before) is not None
        whole = whole or (reached > 0 and not spoken and row[place].isupper() and before[:1].isupper())
        if house is not None and not spoken:
            return house.start - line.start, roles, house
        if whole or (not spoken and row[start : start + 1] == ":" and row[place:start].endswith("s")):
            return place, roles, None
    return None


def _is_before(mention: Mention, row: str, line: Line, place: int) -> bool:
    """Whether a house is named just before a label, as in ``Gucci Creative Director``."""
    end = mention.end - line.start
    return mention.sort == HOUSE and end <= place and not row[end:place].strip(" ’'s")


def _entries(
    row: str,
    line: Line,
    first: int,
    after: int,
    last: int,
    roles: tuple[str, ...],
    house: Mention | None,
    weak: bool,
    mentions: Sequence[Mention],
    grammar: Grammar,
) -> Iterator[Entry]:
    marks, stretch = _marks(grammar), row[after:last]
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
        begin = piece_start + len(piece) - len(piece.lstrip(" •*-–—"))
        name = marks.tail.sub("", piece.strip(" •*-–—,.|/)")) or piece.strip()
        name = marks.before.sub("", name)
        begin = stretch.find(name, max(at, piece_start))
        start = line.start + after + begin
        if begin < 0 or not (_is_name(name, grammar) or _is_found(name, start, mentions)):
            break
        position += 1
        at = begin + len(name)
        members = tuple(marks.joint.split(name)) if " & " in name else ()
        yield Entry(roles, line.start + first, start, start + len(name), position, house, weak, members)


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


def _is_found(name: str, start: int, mentions: Sequence[Mention]) -> bool:
    """Whether a text in a script without capitals is a name that was found, or a known one."""
    found = any(each.start == start and start + len(name) <= each.end for each in mentions)
    return found and _UNCASED.fullmatch(name) is not None


def _is_name(text: str, grammar: Grammar) -> bool:
    """Whether a text has the shape of a name; in scripts without capitals words with particles have not."""
    if not 1 < len(text) < 60:
        return False
    if _UNCASED.fullmatch(text):
        never = re.search(grammar.small("never_in_names"), text)
        return never is None and _UNCASED_NAME.fullmatch(text) is not None
    return bool(_NAME.fullmatch(text)) or bool(re.fullmatch(r"[^\W\d_a-z]\w+ & [^\W\d_a-z]\w+", text))

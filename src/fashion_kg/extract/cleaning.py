"""Text without tags -> article: which lines belong to it, to which part, in which language, and its date."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from fashion_kg.extract import Article, Line
from fashion_kg.extract.words import any_of, languages, months, page_words, read_words, small_words_of_all

_PROSE_WORDS, _PROSE_CHARACTERS = 14, 28
_MOST_LINES = 1500  # What comes after so many lines belongs to something else.
_LONGEST_LINE = 20_000  # A longer one is a script or a table, no paragraph.
_LEAST_PROSE, _WALL = 500, 20_000
_SHORT_LINE = 80
_MOST_IN_LABEL = 8  # So many ideographs say more than what somebody did.
_ABOVE = 14  # So many lines above the first paragraph may hold headline, date and byline.
_OF = f"(?:{any_of(small_words_of_all('of'))} )?"
_DATE = re.compile(
    r"(?P<y>(?:19|20)\d\d)[-./年년]\s?(?P<m>\d{1,2})[-./月월]\s?(?P<d>\d{1,2})"
    rf"|(?P<d2>\d{{1,2}})(?:{page_words('ordinals', cased=True)}|\.)?\.? {_OF}(?P<n2>[^\W\d_]{{3,10}})\.?,?"
    rf" {_OF}(?P<y2>(?:19|20)\d\d)"
    rf"|(?P<n3>[^\W\d_]{{3,10}})\.? (?P<d3>\d{{1,2}})(?:{page_words('ordinals', cased=True)})?,? "
    r"(?P<y3>(?:19|20)\d\d)"
    r"|(?P<d4>\d{1,2})(?P<by>[./])(?P<m4>\d{1,2})[./](?P<y4>(?:19|20)\d\d)"
)
_DATE_LINE = re.compile(  # Where a date line ends: with a dash, a bracket, a colon, or behind the year.
    r"[(\[（【]?(?P<says>.{6,70}?)(?:(?:\s+|\.)[-–—－]+(?=\s)|\s?[)\]）】:：]|(?<=\d{4})\.(?=\s))"
)
_IN_BRACKETS = re.compile(r"[(\[（【][^)\]）】]*$")  # What an open bracket is still about.
_DASH = re.compile(r"\s*[-–—－:：]")
_OPENINGS, _WORDS_OF_DATE_LINE, _LONGEST_UNCASED = 2, 5, 8
_HOURS = page_words("hours", cased=True)
_BESIDE_DATE = re.compile(  # What a line may say that is nothing but a date: the weekday and the time.
    rf"(?i)\d{{1,2}}(?:[:h]|[.](?=\d\d\b))\d{{2}}(?::\d\d)?|\d{{1,2}}(?= ?{_HOURS}\b)"
    rf"|{page_words('reading_time', cased=True)}"
    rf"|\b(?:{page_words('weekdays', cased=True)}|{page_words('around_date', cased=True)}|{_HOURS}"
    rf"|{any_of(read_words('cleaning')['beside_date'])})\b\.?"
    rf"|{page_words('weekdays', cased=False)}|{page_words('around_date', cased=False)}"
)
_PUBLISHING = re.compile(
    rf"(?i)(?:^|[|•·–—])\W*{page_words('published', cased=True)}\b|{page_words('published', cased=False)}"
)
_TIME = re.compile(rf"\s*\d{{1,2}}[:h]\d{{2}}(?: ?{_HOURS})?\s*$", re.I)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_HANGUL, _KANA = re.compile(r"[가-힣]"), re.compile(r"[\u3040-\u30ff]")
_HIRAGANA, _IDEOGRAPHS = re.compile(r"[\u3040-\u309f]"), re.compile(r"[\u4e00-\u9fff]")
_WORD = re.compile(r"[^\W\d_]+")
# A label and names, which are of any language: ``Photographer: N de N``.
_LABELLED = re.compile(r"^([^:|—–\n]{2,30})(?:[:|]| [—–-] ).{1,90}(?<![.!?])$", re.M)
_LABEL = re.compile(r"^\s*[^\W\d_][^|:：\n]{1,60}?\s*(?:\||:|：| [–—-] )\s*\S.{0,600}$")
_END = re.compile(r"[.!?…。！？][\"”’'»」』)]*$")


@dataclass
class _Row:
    start: int
    end: int
    text: str
    indented: bool
    kind: str = ""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = read_words("cleaning")
    names = ("end", "line", "before_link", "caption", "byline", "tag")
    found = {name: re.compile(any_of(words[name]), re.I) for name in names if name not in ("byline", "tag")}
    return found | {name: re.compile(any_of(words[name])) for name in ("byline", "tag")}


def read_text(text: str, *, cleaned: bool = False) -> Article:
    """Return the article in a text: its lines, parts, languages, headline, date and author.

    Args:
        text: the text, without tags.
        cleaned: whether menus, comments and the like are gone already.
    """
    rows = list(_rows(text))
    first, last = (0, len(rows)) if cleaned else _zone(rows)
    kept = _kept(rows[first:last]) if rows else []
    default = language_of("\n".join(row.text for row in kept))
    _assign_parts(kept)
    lines = tuple(
        Line(row.start, row.end, row.kind, language_of(row.text, default)) for row in kept if row.kind
    )
    headline = next((row for row in kept if row.kind == "headline"), None)
    counted = Counter({line.language: 0 for line in lines})
    for line in lines:
        counted[line.language] += line.end - line.start
    whole = sum(counted.values()) or 1
    spoken = tuple(language for language, size in counted.most_common() if size > 0.12 * whole)
    above = rows[max(0, first - 3) : last][:_ABOVE]
    opening = [row.text for row in kept if row.kind in ("standfirst", "body") and _is_prose(row)]
    days = [
        *(date_in(row.text) for row in above if _is_dateline(row.text)),
        *map(_opening_date, opening[:_OPENINGS]),
    ]
    published = next((day for day in days if day is not None), None)
    bylines = (row.text for row in kept if row.kind == "byline")
    author = next((text for text in bylines if len(text) < _SHORT_LINE), None)
    return Article(
        text,
        lines,
        spoken or (default,),
        title=headline.text if headline else None,
        published=published,
        author=author,
    )


def _rows(text: str) -> list[_Row]:
    rows: list[_Row] = []
    start = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped and len(stripped) <= _LONGEST_LINE and len(rows) < _MOST_LINES:
            begin = start + len(raw) - len(raw.lstrip())
            rows.append(_Row(begin, begin + len(stripped), stripped, raw[:1] in " \t•·*-"))
        start += len(raw) + 1
    return rows


def left_out(text: str) -> list[str]:
    """Return what nobody reads of a text for its size: a sentence each.

    Args:
        text: the text, without tags.
    """
    lines = [line.strip() for line in text.split("\n")]
    long = sum(len(line) > _LONGEST_LINE for line in lines)
    more = sum(0 < len(line) <= _LONGEST_LINE for line in lines) - _MOST_LINES
    said = []
    if long:
        said.append(f"Lines of more than {_LONGEST_LINE:,} characters are not read: {long} left out")
    if more > 0:
        said.append(f"Lines after the first {_MOST_LINES:,} are not read: {more:,} left out")
    return said


def language_of(text: str, default: str = "en") -> str:
    """Return the language of a text among those that have a grammar; ``default`` without a clue."""
    if not text.isascii():
        if len(_HANGUL.findall(text)) > 3:
            return "ko"
        if len(_KANA.findall(text)) > 2 and _HIRAGANA.search(text):
            return "ja"
        if len(_IDEOGRAPHS.findall(text)) > 3:
            return default if default == "ja" and len(text) < 60 else "zh"
    words = _WORD.findall(_LABELLED.sub(r"\1\n", text).lower())
    if len(words) < 8 and default:
        return default
    spoken = _spoken()
    scores = dict.fromkeys(languages(), 0)
    for word in words:
        for language in spoken.get(word, ()):
            scores[language] += 1
    best = max(scores, key=lambda language: scores[language])
    return (
        best
        if scores[best] > max(1, 0.04 * len(words)) and scores[best] > scores.get(default, 0)
        else default
    )


@cache
def _spoken() -> Mapping[str, list[str]]:
    """Return in which languages each of their commonest words is one."""
    found: dict[str, list[str]] = {}
    for language in languages():
        for word in dict.fromkeys(read_words(language)["page"].get("common", ())):
            found.setdefault(word, []).append(language)
    return found


def date_in(text: str) -> str | None:
    """Return the first day that a text gives, as ``YYYY-MM-DD``.

    Left out are those that no calendar has, and 03/04/2031: who knows which of the two is the month.
    """
    for match in _DATE.finditer(text):
        given = match.groupdict()
        year = given["y"] or given["y2"] or given["y3"] or given["y4"]
        name = given["n2"] or given["n3"]
        month = int(given["m"] or given["m4"] or 0) if not name else months().get(name.lower(), 0)
        day = int(given["d"] or given["d2"] or given["d3"] or given["d4"])
        if given["by"] == "/" and day != month:
            if max(day, month) <= 12:
                continue
            day, month = max(day, month), min(day, month)
        try:
            return dt.date(int(year), month, day).isoformat()
        except ValueError:
            continue
    return None


def _opening_date(text: str) -> str | None:
    """Return the day of the date line with which a paragraph opens, such as ``Paris, 14 January 2025 –``.

    Beside the date it has only names: the place, and perhaps the agency, with a mark between. A date in
    brackets behind a name is somebody's own, unless a dash follows: ``PARIS (14 January 2025) –``.
    """
    line = _DATE_LINE.match(text)
    if line is None or (day := date_in(line["says"])) is None:
        return None
    inside = _IN_BRACKETS.search(line["says"])
    if inside and date_in(inside[0]) and not _DASH.match(text, line.end()):
        return None
    beside = _DATE.sub(" ", line["says"])
    words = _WORD.findall(_BESIDE_DATE.sub(" ", beside))
    named = all(len(word) <= _LONGEST_UNCASED if _CJK.match(word) else word[0].isupper() for word in words)
    # "On 14 January 2025 – ..." and "Founded 14 January 1925: ..." tell of that day.
    marked = bool(words) and (_CJK.search(beside) or re.search(r"[^\w\s.’']", beside))
    opens = marked or line["says"][0].isdigit()
    return day if named and opens and len(words) <= _WORDS_OF_DATE_LINE else None


def _is_dateline(text: str) -> bool:
    """Whether the date in a line may be the article's own: the line says only that, or who published it."""
    if len(text) >= 90:
        return False
    rest = _DATE.sub(" ", text)
    byline = _patterns()["byline"]
    bare = (_TIME.sub("", text), _TIME.sub("", rest))
    return (
        not any(char.isalnum() for char in _BESIDE_DATE.sub(" ", rest))
        or bool(_PUBLISHING.search(text))
        or any(byline.fullmatch(each.strip(" ,|–—-·•")) for each in bare)
    )


# -- where the article begins and ends --------------------------------------------------------------


def _is_prose(row: _Row) -> bool:
    if row.indented and not _END.search(row.text):
        return False
    if len(_CJK.findall(row.text)) >= _PROSE_CHARACTERS:
        return True
    words = len(row.text.split())
    return words >= _PROSE_WORDS * 2 or (words >= _PROSE_WORDS and bool(_END.search(row.text)))


def _zone(rows: Sequence[_Row]) -> tuple[int, int]:
    """Return the first row of the article, and the one after its last."""
    patterns = _patterns()
    first_prose = next((at for at, row in enumerate(rows) if _is_prose(row)), None)
    credits = next((at for at, row in enumerate(rows) if _LABEL.match(row.text)), None)
    if first_prose is None:
        first_prose = credits
    if first_prose is None:
        return 0, min(len(rows), 40)
    start = first_prose
    while start > 0 and first_prose - start < _ABOVE:
        above = rows[start - 1]
        if above.indented or patterns["end"].fullmatch(above.text) or above.text.lower() in _menu_words():
            break
        start -= 1
    last = len(rows)
    for at in range(first_prose + 1, len(rows)):
        if patterns["end"].fullmatch(rows[at].text):
            last = at
            break
    return start, last


@cache
def _menu_words() -> frozenset[str]:
    return frozenset(read_words("cleaning")["menu"])


def _kept(rows: Sequence[_Row]) -> list[_Row]:
    """Return the rows without what stands among an article's lines and is no part of it."""
    patterns = _patterns()
    kept: list[_Row] = []
    link = False
    for row in rows:
        if patterns["before_link"].fullmatch(row.text):
            link = True
        elif link and not _is_prose(row):
            link = False
        elif not patterns["line"].fullmatch(row.text):
            link = False
            kept.append(row)
    return kept


# -- parts ------------------------------------------------------------------------------------------


def _assign_parts(rows: list[_Row]) -> None:
    """Name the part of every row; a row that is only a date gets none."""
    body = next((at for at, row in enumerate(rows) if _is_prose(row)), len(rows))
    for at, row in enumerate(rows):
        row.kind = _part_of(row, first=at == 0, below=at > body)
    for upper, lower in itertools.pairwise(rows[body:]):  # What a picture shows stands above whose it is.
        named = upper.kind == "body" and not _is_prose(upper) and not _END.search(upper.text)
        if named and lower.kind == "caption" and len(upper.text) < _SHORT_LINE:
            upper.kind = "caption" if _courtesy().match(lower.text) else "body"
    top = [row for row in rows[:body] if row.kind == "body"]
    headline = next((row for row in top if _like_headline(row.text)), None)
    if (
        headline is None
        and body < len(rows)
        and len(rows[body].text) < 140
        and not _END.search(rows[body].text)
    ):
        headline = rows[body]
    if headline is None:
        return
    headline.kind = "headline"
    seen = False
    for row in rows[: body + 1]:
        above = row is not rows[body] if body < len(rows) else True
        if seen and row.kind == "body" and len(row.text.split()) > 4 and (above or not _END.search(row.text)):
            row.kind = "standfirst"
        seen = seen or row is headline


@cache
def _courtesy() -> re.Pattern[str]:
    return re.compile(any_of(read_words("cleaning")["courtesy"]), re.I)


def _part_of(row: _Row, *, first: bool, below: bool) -> str:
    patterns, text = _patterns(), row.text
    if patterns["tag"].fullmatch(text):
        return "tag"
    if is_label_line(text) and len(text) < 600 and not _is_sentence(text):
        return "credits"
    if patterns["caption"].fullmatch(text) and len(text) < 240 and not _is_prose(row):
        return "caption"
    if (
        not first
        and patterns["byline"].fullmatch(text)
        and not (below and len(text) < 60 and text.lower() != "admin")
    ):
        return "byline"
    return "" if _DATE.search(text) and len(text) < 45 and _is_dateline(text) else "body"


def _is_sentence(text: str) -> bool:
    words, signs = len(text.split()), len(_CJK.findall(text))
    return bool(_END.search(text)) and (
        (words > 12 and text.count(",") < words / 5) or signs > _PROSE_CHARACTERS
    )


def _like_headline(text: str) -> bool:
    return len(text.split()) > 2 or len(_CJK.findall(text)) > 5


def is_wall(article: Article) -> bool:
    """Whether a text has nothing of an article, and asks the reader to log in or to pay."""
    lines = [article.text[line.start : line.end] for line in article.lines]
    prose = sum(
        len(line) for line in lines if len(line.split()) > _PROSE_WORDS or len(_CJK.findall(line)) > 40
    )
    if prose > _LEAST_PROSE or any(line.part == "credits" for line in article.lines):
        return False
    wall = re.compile(any_of(read_words("cleaning")["wall"]), re.I)
    return sum(bool(wall.search(line)) for line in article.text[:_WALL].split("\n")) >= 2


def is_label_line(text: str) -> bool:
    """Whether a line may be one of a list of credits: a few words, a mark between, and names."""
    label = re.split(r"[|:：–—]", text)[0] if _LABEL.match(text) else ""
    return bool(label) and len(label.split()) < 7 and len(_IDEOGRAPHS.findall(label)) < _MOST_IN_LABEL

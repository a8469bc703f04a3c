"""Names in scripts with capitals: a row of words with capitals, and known names among them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fashion_kg.extract.grammars import HOUSE, OTHER, PERSON, SINGLE, Grammar
from fashion_kg.extract.known import Known
from fashion_kg.extract.scripts import Word
from fashion_kg.extract.shadows import Mention
from fashion_kg.extract.words import any_of, read_words, small_words_of_all

_SHARED = read_words("shared")
_LETTER = r"A-Za-zÀ-ʯͰ-ӿ0-9²Ḁ-ỿ"
_TOKEN = re.compile(
    rf"(?:[A-Z]\.){{1,3}}(?=\s)|[@#]?[{_LETTER}][{_LETTER}_]*(?:[-’'‘.][{_LETTER}][{_LETTER}_]*)*"
)
_ELISION = re.compile(
    rf"{any_of(small_words_of_all('elided'))}[’'](?=\w)"
    rf"|{any_of(word.capitalize() for word in small_words_of_all('elided'))}[’'](?=[a-zà-ÿ])"
)
_ELIDED = re.compile(r" [dD][’']")
_POSSESSIVE = re.compile(r"[’'‘](?:s|S)$")
_OPENING = re.compile(r"[.!?:…][\"”’»)]? +$")
_MOST_WORDS = 6  # Of a name.
_ADDRESS = re.compile(rf"\.{any_of(_SHARED['domains'])}$", re.I)
_HASHTAG = re.compile(rf"(?i:{any_of(_SHARED['hashtag'])}) $")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])")


def _words(line: str, grammar: Grammar) -> list[Word]:
    """Return the words of a line: ``l’`` before one and ``’s`` behind it are left out."""
    words: list[Word] = []
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
            words.append(Word(start, start + len(text), text))
    return words


def _parts(start: int, text: str, grammar: Grammar) -> Iterator[Word]:
    """Yield a word, or the parts of one that a language joins by hyphens: a house, and what of the house."""
    before, _, last = text.rpartition("-")
    if not before or not grammar.names.compounds.match(last.lower()):
        yield Word(start, start + len(text), text)
        return
    for part in (*before.split("-"), last):
        if part:
            yield Word(start, start + len(part), part)
        start += len(part) + 1


def names_in(line: str, grammar: Grammar, known: Known) -> Iterator[Mention]:
    """Yield the names of a line in a script with capitals: known ones, and rows of words with capitals.

    A line that is all capitals has only known names; one whose words mostly have them is a headline, in which
    words that the article also prints in small letters end a name.

    Args:
        line: the line.
        grammar: of its language.
        known: the names that are known before the text is read.
    """
    words = _words(line, grammar)
    shouted = sum(word.text.isupper() for word in words) > 0.6 * len(words) > 4
    titled = len(words) > 4 and sum(word.text[0].isupper() for word in words) > 0.6 * len(words)
    at = 0
    while at < len(words):
        found, length = None, 1
        if not words[at].text[0].islower():  # No name begins so.
            row = None if shouted else _row(line, words, at, grammar, known, titled=titled)
            alone = _of_one_word(line, words[at], grammar, known)
            found, length = _known_at(line, words, at, grammar, known, row) or alone or row or (None, 1)
        if found is not None:
            yield found
        at += length


def _known_at(
    line: str, words: list[Word], at: int, grammar: Grammar, known: Known, row: tuple[Mention, int] | None
) -> tuple[Mention, int] | None:
    """Return the known name that begins at a word, and its length in words; a longer row is a person's."""
    if not known.may_begin(words[at].text):
        return None
    length, meaning = known.match([word.text for word in words[at : at + known.longest]])
    if meaning is None or _is_small_word(line, words[at], length, meaning.sort, grammar):
        return None
    longer = row is not None and row[1] > length and not known.is_house_like(meaning)
    if longer or not _adjacent(line, words, at, at + length):
        return None
    first, last = words[at], words[at + length - 1]
    dot = meaning.label.endswith(".") and line[last.end : last.end + 2] in (".’", ".'", ".,")
    return Mention(first.start, last.end + dot, meaning.sort, meaning.label, meaning.iri), length


def _of_one_word(line: str, word: Word, grammar: Grammar, known: Known) -> tuple[Mention, int] | None:
    """Return the house whose possessive or genitive a word is, or the bearer of an account."""
    if owner := _with_possessive(line, word, known) or _genitive(word, grammar, known):
        return owner, 1
    if word.text[0] not in "@#":
        return None
    handle = _handle(word)
    other = known.kind_of(handle.label) == HOUSE or _HASHTAG.search(line, 0, handle.start) is not None
    return Mention(handle.start, handle.end, OTHER if other else PERSON, handle.label), 1


def _is_small_word(line: str, word: Word, length: int, sort: str, grammar: Grammar) -> bool:
    """Whether a sentence begins with a small word that a magazine is called by too: ``Elle remplace N``."""
    opens = word.start == 0 or _OPENING.search(line, 0, word.start)
    return length == 1 and sort == OTHER and word.text.casefold() in grammar.names.not_names and bool(opens)


def _with_possessive(line: str, word: Word, known: Known) -> Mention | None:
    """Return the house whose name ends as a possessive does, as ``Tod’s``."""
    if line[word.end : word.end + 2] not in ("’s", "'s", "‘s"):
        return None
    length, meaning = known.match([f"{word.text}'s"])
    if length != 1 or meaning is None or meaning.sort != HOUSE or known.kind_of(word.text):
        return None
    return Mention(word.start, word.end + 2, meaning.sort, meaning.label, meaning.iri)


def _genitive(word: Word, grammar: Grammar, known: Known) -> Mention | None:
    """Return the house whose genitive a word is, as ``Guccis`` in German."""
    bare = word.text.removesuffix(grammar.names.genitive)
    if len(bare) < 4 or bare == word.text:
        return None
    length, meaning = known.match([bare])
    if length != 1 or meaning is None or meaning.sort != HOUSE:
        return None
    return Mention(word.start, word.start + len(bare), meaning.sort, meaning.label, meaning.iri)


def _adjacent(line: str, words: list[Word], first: int, last: int) -> bool:
    """Whether nothing stands between some words but blanks and what a name may have within."""
    gaps = (
        line[words[at].end : words[at + 1].start].removeprefix("’s").removeprefix("'s")
        for at in range(first, last - 1)
    )
    return all(not re.search(r"[^\s&'’+.,-]|,", gap) and "\n" not in gap for gap in gaps)


def _row(
    line: str, words: list[Word], at: int, grammar: Grammar, known: Known, *, titled: bool
) -> tuple[Mention, int] | None:
    """Return the name of unknown people that begins at a word, and how many words it has."""
    begins = _may_begin(words[at].text, grammar) and not known.is_common(words[at].text)
    begins = begins or _is_given_name(line, words, at, grammar, titled=titled)
    if not begins or _is_own_word(line, words[at], grammar):
        return None
    if _is_what_somebody_is(line, words, at, grammar, known):
        return None
    last = at
    while last + 1 < len(words) and last - at < _MOST_WORDS:
        step = _step(line, words, at, last, grammar, known)
        if not step or (titled and known.is_common(words[last + 1].text)):
            break
        if titled and _begins_known(words, last + 1, known, PERSON):  # ``Champion N N``
            return None
        last += step
    start, end = words[at].start, words[last].end
    sort = SINGLE if last == at else PERSON
    if last + 1 < len(words) and words[last + 1].text.casefold() in grammar.people.things:
        sort = OTHER if line[end : words[last + 1].start] == " " else sort
    if sort is SINGLE and _is_no_single(line, words[at], grammar):
        return None
    return Mention(start, end, sort, line[start:end]), last - at + 1


def _is_what_somebody_is(line: str, words: list[Word], at: int, grammar: Grammar, known: Known) -> bool:
    """Whether a word with a capital is a noun before a full name, in a language that writes nouns so.

    What stands behind an article is a noun, where a name of two words or more goes on: ``die Malerin M N``.
    """
    if not grammar.names.genitive or at + 2 >= len(words):
        return False
    if not grammar.names.articles.search(line[: words[at].start].lower()):
        return False
    return all(_step(line, words, first, first, grammar, known) for first in (at, at + 1))


def _is_no_single(line: str, word: Word, grammar: Grammar) -> bool:
    """Whether a word with a capital, alone, is a noun, a number, or the short form of something."""
    if grammar.names.articles.search(line[: word.start].lower()):
        return True
    return len(word.text) < 3 or word.text.isdigit() or _is_short_form(line, word)


def _step(line: str, words: list[Word], at: int, last: int, grammar: Grammar, known: Known) -> int:
    """Return with how many words a name goes on behind its last one."""
    gap = line[words[last].end : words[last + 1].start]
    if gap == " & " and words[last + 1].text in _SHARED["partners"]:
        return 1
    elided = last == at and _ELIDED.fullmatch(gap) is not None  # ``Ines d’Alba``
    if not (gap == " " or elided) or _begins_known(words, last + 1, known, HOUSE):
        return 0
    nxt, after = words[last + 1].text, words[last + 2].text if last + 2 < len(words) else ""
    if _may_go_on(nxt, grammar) and not known.begins_house(nxt, last == at):
        return 1
    if not after:
        return 0
    if (
        nxt in grammar.names.particles
        and last == at
        and line[words[last + 1].end : words[last + 2].start] == " "
        and _may_go_on(after, grammar)
        and not known.begins_house(after, False)
    ):
        return 2
    inner = nxt in _SHARED["inner_particles"] and nxt in grammar.names.particles
    if inner or (last == at and nxt in _SHARED["noble_particles"]):
        step = 3 if after in _SHARED["second_particles"] else 2
        named = last + step < len(words) and _may_go_on(words[last + step].text, grammar)
        if named and (inner or step == 2 or not _goes_on(line, words, last + step, grammar)):
            return step
    return 0


def _goes_on(line: str, words: list[Word], at: int, grammar: Grammar) -> bool:
    """Whether a name goes on behind a word: ``Ruth von der Heide`` ends, ``von der Schwedin R B`` goes on."""
    follows = at + 1 < len(words) and line[words[at].end : words[at + 1].start] == " "
    return follows and _may_go_on(words[at + 1].text, grammar)


def _begins_known(words: list[Word], at: int, known: Known, sort: str) -> bool:
    """Whether a known name of several words begins at a word: what stands before it is no first name."""
    length, meaning = known.match([word.text for word in words[at : at + known.longest]])
    return length > 1 and meaning is not None and meaning.sort == sort


def _is_given_name(line: str, words: list[Word], at: int, grammar: Grammar, *, titled: bool) -> bool:
    """Whether a word that begins no name mostly does begin one here: ``Lea Brandt, He Cong and ...``."""
    if (
        not words[at].text[0].isupper()
        or words[at].text.casefold() not in grammar.names.given
        or at + 1 == len(words)
    ):
        return False
    inside = at > 0 and line[words[at - 1].end : words[at].start] == " " and words[at - 1].text.islower()
    if inside and not titled:  # No other word has a capital there: "the model He Cong".
        return line[words[at].end : words[at + 1].start] == " " and _may_begin(words[at + 1].text, grammar)
    listed = at > 0 and re.fullmatch(r",? (?:& )?", line[words[at - 1].end : words[at].start])
    after = line[words[at].end : words[at + 1].start] == " " and words[at + 1].text[0].isupper()
    return (
        bool(listed)
        and after
        and (
            re.fullmatch(grammar.small("and"), words[at - 1].text) is not None
            or words[at - 1].text[0].isupper()
        )
    )


def _is_short_form(line: str, word: Word) -> bool:
    """Whether a word is the short form, in brackets, of what stands before it: ``the Red Cross (IRC)``."""
    return (
        word.text.isupper()
        and line[word.start - 1 : word.start] == "("
        and line[word.end : word.end + 1] == ")"
    )


def _is_own_word(line: str, word: Word, grammar: Grammar) -> bool:
    """Whether a sentence begins with a word of one of the phrases, which has its capital from there."""
    if word.start and not _OPENING.search(line, 0, word.start):
        return False
    small = word.text.casefold()
    if grammar.names.openers.fullmatch(small):
        return True
    return any(
        small[:length] in grammar.names.own_words for length in range(max(5, len(small) - 3), len(small) + 1)
    )


def _may_begin(word: str, grammar: Grammar) -> bool:
    """Whether a word has a capital, and is no noun, address or other word that begins no name."""
    last = word.casefold().rpartition("-")[2]
    if _ADDRESS.search(word):
        return False
    noun = grammar.names.nouns.match(last)
    return word[0].isupper() and not noun and not {word.casefold(), last} & grammar.names.not_names


def _may_go_on(word: str, grammar: Grammar) -> bool:
    """Whether a name may go on with a word: more of them may than may begin one, and an initial may."""
    if grammar.names.nouns.match(word.casefold()):
        return False
    return word[0].isupper() and (
        word.casefold() not in grammar.names.not_names
        or word.casefold() in grammar.names.later
        or (len(word) == 2 and word[1] == ".")
    )


def _handle(word: Word) -> Mention:
    """Return the name in an account or a tag: ``@MinaOkafor``."""
    label = " ".join(_CAMEL.split(word.text[1:]))
    return Mention(word.start, word.end, PERSON, label[:1].upper() + label[1:])

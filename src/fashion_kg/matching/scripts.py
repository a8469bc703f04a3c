"""Names in Latin letters, whatever script they are printed in: how each script is read aloud, roughly.

This serves comparing, where two spellings of one name must come near each other, and the addresses of new
things. Nobody is shown it as a name.
Chinese is read as pinyin, Korean as Revised Romanization with the usual surnames, kana as Hepburn.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from opencc import OpenCC

_CHINESE = "zh"
LATIN, HAN, KANA, HANGUL, OTHER = "Latin", "Chinese characters", "kana", "hangul", "another script"


@cache
def read_words() -> dict[str, Any]:
    """Return the words that names are made of, and how scripts are read, as a file lists them."""
    return tomllib.loads((files(__package__) / "names.toml").read_text(encoding="utf-8"))


@cache
def _letters() -> dict[int, str]:
    rows = read_words()["letters"]
    read = " ".join(rows[script] for script in ("latin", "cyrillic", "greek")).split()
    return str.maketrans(
        dict(zip(read[::2], read[1::2], strict=True)) | dict.fromkeys(rows["unread"].split(), "")
    )


_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々]")
_KANA = re.compile(r"[\u3040-\u30ff\u31f0-\u31ff]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")


def script_of(text: str) -> str:
    """Return which script a text is printed in; Japanese counts as kana where it has any."""
    text = unicodedata.normalize("NFKC", text)
    for pattern, name in ((_KANA, KANA), (_HANGUL, HANGUL), (_HAN, HAN)):
        if pattern.search(text):
            return name
    letters = [char for char in text if char.isalpha()]
    latin = all("LATIN" in unicodedata.name(char, "") for char in letters)
    return LATIN if latin else OTHER


@lru_cache(maxsize=200_000)
def in_latin(text: str) -> str:
    """Return a text in plain small Latin letters: no accents, no width, each script read aloud.

    What no rule reads stays as it is, and is then only like itself.
    """
    plain = _read(text)
    return plain if plain.isascii() else _by_rigour(plain)


def for_address(text: str, language: str) -> str:
    """Return a name in Latin letters, from which an address can be made; what no rule reads stays as it is.

    It is read alike on every machine. Chinese characters are read in a Chinese text alone: in a Japanese one
    they are read otherwise, and as nobody knows from them.

    Args:
        text: the name.
        language: the tag of the language of the text in which it stands.
    """
    is_read = script_of(text) != HAN or language.partition("-")[0] == _CHINESE
    return _read(text) if is_read else text


def _read(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold()
    if not text.isascii():
        script = script_of(text)
        if script == HAN:
            text = _chinese(text)
        elif script == KANA:
            text = _kana(text)
        elif script == HANGUL:
            text = _korean(text)
    plain = unicodedata.normalize("NFKD", text.translate(_letters()))
    return "".join(char for char in plain if not unicodedata.combining(char)).translate(_letters())


def simplified(text: str) -> str:
    """Return a Chinese text in simplified characters, so that both ways of writing are one."""
    return _converter().convert(text) if _HAN.search(text) else text


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


def _chinese(text: str) -> str:
    """Read a Chinese name as pinyin: surname, given name; a transcribed foreign name by its parts."""
    from pypinyin import lazy_pinyin

    words = []
    parts = re.findall(rf"(?:{_HAN.pattern})+|(?:(?!{_HAN.pattern})[^\W_])+", simplified(text))
    for part in parts:
        if not _HAN.match(part):
            words.append(part)
            continue
        syllables = lazy_pinyin(part)
        if len(parts) > 1 or not 2 <= len(part) <= 4:
            words.append("".join(syllables))
            continue
        syllables[0] = read_words()["chinese_surnames"].get(part[0], syllables[0])
        ends = 2 if part.startswith(tuple(read_words()["long_surnames"])) and len(part) > 2 else 1
        words += ["".join(syllables[:ends]), "".join(syllables[ends:])]
    return " ".join(words)


def _korean(text: str) -> str:
    """Read a Korean name: surname, given name as one word; a transcribed foreign name as it stands."""
    surnames: dict[str, str] = read_words()["korean_surnames"]
    words = []
    for word in re.findall(r"\w+", text):
        # Two syllables alone are most often a name by which a singer goes, not a whole one.
        if len(word) == 3 and _HANGUL.match(word) and len(text.split()) == 1:
            words.append(surnames.get(word[0], _syllables(word[0])))
            words.append(_syllables(word[1:]))
        else:
            words.append(surnames.get(word, _syllables(word)))
    return " ".join(words)


def _syllables(text: str) -> str:
    """Romanize hangul by the names that Unicode gives the syllables, in which C stands for ch."""
    names = (unicodedata.name(char, "") for char in text)
    return "".join(
        re.sub("^c", "ch", name.removeprefix("HANGUL SYLLABLE ").lower())
        if "HANGUL SYLLABLE" in name
        else char
        for name, char in zip(names, text, strict=True)
    )


_HEPBURN = {"si": "shi", "zi": "ji", "ti": "chi", "di": "ji", "tu": "tsu", "du": "zu", "hu": "fu"}


def _kana(text: str) -> str:
    """Romanize kana by the names that Unicode gives the letters; a small letter joins the one before it."""
    read: list[str] = []
    for char in text:
        match = re.fullmatch(r"(?:HIRA|KATA)(?:GANA|KANA) LETTER (SMALL )?(\w+)", unicodedata.name(char, ""))
        if match is None:
            # The long-vowel mark adds no sound of its own; Chinese characters in it cannot be read for sure.
            read.append("" if char == "ー" else " " if char in "・=＝" else char)
            continue
        small, letter = bool(match[1]), match[2].lower()
        letter = _HEPBURN.get(letter, letter)
        if not small:
            read.append(letter)
        elif letter != "tsu" and read:
            stem = read[-1][:-1] if read[-1][-1:] in "aiueo" else read[-1]
            soft = stem in ("sh", "ch", "j")
            read[-1] = stem + (letter[1:] if soft and letter[0] == "y" else letter)
    return "".join(read)


def _by_rigour(text: str) -> str:
    """Read the remaining scripts by the library rigour where it is installed; it needs ICU."""
    if all(char.isascii() or not char.isalpha() for char in text):
        return text
    try:
        from rigour.text.translit import ascii_text
    except ImportError:
        return text
    return text if _HAN.search(text) else ascii_text(text).casefold() or text

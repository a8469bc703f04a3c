"""From a grammar's file to a grammar: braces filled in, lists of words made expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from fashion_kg.extract.grammars import (
    HOUSE,
    OTHER,
    PERSON,
    SINGLE,
    TITLE,
    Grammar,
    HouseSigns,
    NameWords,
    PeopleWords,
    Phrase,
    StandIns,
    UncasedNames,
)
from fashion_kg.extract.roles import role_words
from fashion_kg.extract.scripts import HANGUL
from fashion_kg.extract.triggers import Triggers
from fashion_kg.extract.words import any_of, read_words, small_words
from fashion_kg.ontology import Ontology

_AGENT = f"[{PERSON}{HOUSE}{SINGLE}]"
_HOUSE_AS_AGENT = (
    rf"{HOUSE}(?!’|(?: (?!{{small}}\b|{{stop}}\b)[^\W\d_][\w-]*,?){{{{1,4}}}} [{PERSON}{SINGLE}])"
)
_NEVER = "(?!)"
_GLOSS = r"(?: ?(?:[(（][^()（）]{1,60}[)）]|\[[^\[\]]{1,30}\]))?"


class Grammars(dict[str, Grammar]):
    """The grammars by language, each loaded when a text first needs it."""

    def __init__(self, ontology: Ontology) -> None:
        super().__init__()
        self._ontology = ontology

    def __missing__(self, language: str) -> Grammar:
        self[language] = load_grammar(language, self._ontology)
        return self[language]


def load_grammar(language: str, ontology: Ontology) -> Grammar:
    """Return the grammar of a language, with the role words that the vocabulary has for it."""
    given = read_words(language)
    words = given["words"]
    macros, item = _macros(given, language)
    phrases = tuple(_phrases(given, macros))
    roles = role_words(ontology, language, given["labels"])
    return Grammar(
        language=language,
        cased=given.get("cased", True),
        phrases=phrases,
        # Who is listed has no letters that a phrase would need, and is the longest part of it by far.
        triggers=Triggers([phrase.text.replace(macros["A"], f"(?P<A>{PERSON})") for phrase in phrases]),
        item=re.compile(item),
        roles=roles,
        narrower={
            role: tuple((key, re.compile(_filled(text, macros))) for key, text in kinds.items())
            for role, kinds in given.get("narrower", {}).items()
        },
        campaign=re.compile(any_of(words["campaign"])),
        at_work=_expression(words, "at_work"),
        earlier=_expression(words, "earlier"),
        elsewhere=re.compile(any_of(words["elsewhere"])),
        doubt=re.compile(any_of(words["doubt"])),
        departs=re.compile(any_of(words.get("departs", ()))),
        seasons=re.compile(_season(language, words["seasons"]), re.I),
        houses=HouseSigns(
            likely=_compiled(given["house"], macros),
            sure=_compiled(given.get("sure_house", ()), macros),
            asides=_compiled(words.get("asides", ()), macros),
        ),
        people=_people(given),
        names=_names(given, roles),
        uncased=_uncased(given),
        stand_ins=StandIns(
            one=_compiled(words.get("stand_ins", ()), macros),
            several=_expression(words, "stand_ins_for_several"),
            opening=_expression(words, "stand_in_opening"),
        ),
        words=words,
    )


def _people(given: Mapping[str, Any]) -> PeopleWords:
    words = given["words"]
    # In Japanese and Chinese words are not apart.
    letter = r"\w" if given.get("cased", True) else f"[{HANGUL}]"
    before_camera = any_of(words["before_camera"])
    return PeopleWords(
        before_camera=re.compile(rf"(?:{before_camera})\W*$"),
        whose_trade=re.compile(rf" {before_camera} (?=[A-ZÀ-Þ])|{words.get('members', _NEVER)}"),
        not_cast=re.compile(rf"(?<!{letter}){any_of(words.get('not_cast', ()))}(?!{letter})"),
        crew_ends=_expression(words, "crew_ends", r"\b(?:{})\b"),
        no_agents=_expression(words, "no_agents", r"(?<!\w)(?:{}) $"),
        duo=re.compile(any_of(words["duo"])),
        things=frozenset(words.get("things", ())),
    )


def _names(given: Mapping[str, Any], roles: Mapping[str, str]) -> NameWords:
    words, shared = given["words"], read_words("shared")
    none = {word.casefold() for word in (*words["not_names"], *shared["not_names"])}
    if given.get("cased", True):
        none |= _words_of(roles)
    return NameWords(
        not_names=frozenset(none),
        later=frozenset(shared["later_names"]),
        given=frozenset(shared["given_names"]),
        particles=frozenset(shared["particles"]) - frozenset(words.get("no_particles", ())),
        genitive=words.get("genitive", ""),
        own_words=frozenset(_own_words(given)) if words.get("own_words") else frozenset(),
        openers=_expression(words, "openers"),
        compounds=_expression(words, "compounds", "{}$"),
        nouns=_expression(words, "noun_ends", "(?:{})$"),
        articles=_expression(words, "articles", r"(?<!\w){} $"),
    )


def _uncased(given: Mapping[str, Any]) -> UncasedNames:
    trades = (re.escape(word).replace("・", "[・·･]?") for word in given.get("occupations", ()))
    return UncasedNames(
        trades=re.compile(any_of(trades)),
        shapes=tuple(_name_shape(text, given) for text in given.get("shapes", ())),
        house_shapes=tuple(_name_shape(text, given) for text in given.get("house_shapes", ())),
        after_trade=_name_shape(given["after_trade"], given) if "after_trade" in given else None,
        family=_name_shape(given.get("family", _NEVER), given),
        next_name=_name_shape(given.get("next_name", _NEVER), given),
        native=_name_shape(given.get("native", _NEVER), given),
        native_row=_name_shape(given.get("native_row", _NEVER), given),
        sound=given.get("name_pieces", {}).get("sound", ""),
        trim=re.compile(f"^{any_of(given['words'].get('trim', ()))}"),
    )


def _compiled(texts: Iterable[str], macros: Mapping[str, str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(_filled(text, macros)) for text in texts)


def _macros(given: Mapping[str, Any], language: str) -> tuple[Mapping[str, str], str]:
    """Return what the names in braces stand for in a language's patterns, and how an agent is described."""
    words = given["words"]
    stop = any_of(words["stop"]) if words["stop"] else "(?!)"
    one = rf"(?:(?!{stop}\b)(?:[^\W\d_]|\d+(?=-| {small_words(language, 'years')}\b)|[{HOUSE}{OTHER}{TITLE}])"
    one = rf"{one}[\w’'./&{HOUSE}-]*,?[ \u00a0])"
    description = r"(?<![\w’])" + one + "{0,9}?" if given.get("cased", True) else words["description"]
    agent = f"(?:[{PERSON}{SINGLE}]|{_HOUSE_AS_AGENT.format(stop=stop, small=small_words(language, 'and'))})"
    tail = rf"{_GLOSS}{words.get('after', '')}"
    item = rf"(?:{description})?{agent}{tail}"
    # Atomic: a word may belong to what joins two names or to what describes the second, and a long list
    # that leads to nothing would be tried in every such way.
    joined = rf"(?>{any_of(words['joint'])}(?:{description})?{agent}){tail}"
    agents = rf"(?P<A>{item}(?:{joined})*)"
    macros: dict[str, str] = {
        "A": agents,
        "W": rf"{agents}(?![’\w])",
        "after": words.get("after", ""),
        "L": f"(?P<A>{_AGENT}(?:{any_of(words['joint'])}{_AGENT})*)",
        "N": f"(?P<A>{_AGENT})",
        "B": rf"(?P<B>[{HOUSE}])(?:[’'‘`´]s|[’'])?",
        "P": _AGENT,
        "H": HOUSE,
        "PERSON": PERSON,
        "HOUSE": HOUSE,
        "SINGLE": SINGLE,
        "O": OTHER,
        "T": TITLE,
        "gap": rf"[^{PERSON}{SINGLE}.;!?。]{{0,60}}?",
        "c": any_of(words["campaign"]),
    }
    for key, text in given.get("pieces", {}).items():
        macros.setdefault(key, _filled(text, macros))
    return macros, item


def _own_words(given: Mapping[str, Any]) -> Iterable[str]:
    """Yield the words, or their beginnings, that phrases are made of: no names where a sentence begins."""
    patterns = [text for each in given["phrase"] for text in each.get("patterns", ())]
    for text in (*patterns, *given.get("pieces", {}).values()):
        yield from re.findall(r"(?<![{\\])\b[^\W\d_]{5,}", text)


def _name_shape(text: str, given: Mapping[str, Any]) -> re.Pattern[str]:
    """Return a way in which a name shows itself; it may use the file's own ``[name_pieces]``."""
    for key, value in given.get("name_pieces", {}).items():
        text = text.replace("{" + key + "}", value if isinstance(value, str) else any_of(value))
    return re.compile(text)


def _expression(words: Mapping[str, Any], key: str, form: str = "(?:{})") -> re.Pattern[str]:
    """Return an expression that a file gives under a key, put into a form; without one, none matches."""
    given = words.get(key, _NEVER)
    if not isinstance(given, str):  # A list would become a class of the characters of its words.
        raise TypeError(f"{key!r} of a grammar is no text: {given!r}")
    return re.compile(form.format(given))


def _words_of(roles: Mapping[str, str]) -> frozenset[str]:
    """Return the words that role labels are made of, which begin no name."""
    return frozenset(
        word
        for label in roles
        for word in re.findall(r"[^\W\d_]{3,}", label)
        if word not in read_words("shared")["names_in_labels"]
    )


def _phrases(given: Mapping[str, Any], macros: Mapping[str, str]) -> Iterable[Phrase]:
    words = given["words"]
    for each in given["phrase"]:
        role = each["role"]
        own = {**macros, "of": each.get("of", "")}
        for text in (*each.get("patterns", ()), *given.get("patterns", {}).get(each.get("like"), ())):
            yield Phrase(
                name=each["name"],
                kind=each.get("kind", "Credit"),
                roles=tuple(role) if isinstance(role, list) else (role,),
                text=_filled(text, own),
                hint_text=_hint(text, own),
                confidence=each.get("confidence", 0.9),
                bare=each.get("bare", False),
                single=each.get("single", True),
                near=each.get("near", "article"),
                person=each.get("person", each.get("kind") == "Tenure"),
                cast=each.get("cast", each.get("kind") == "Ambassadorship"),
                article=re.compile(each["article"]) if "article" in each else None,
                doubt=re.compile(any_of(_lists(words, each.get("doubt", "doubt")))),
                inside=each.get("inside", True),
                within=re.compile(each["within"]) if "within" in each else None,
            )


def _lists(words: Mapping[str, Any], names: str | list[str]) -> list[str]:
    """Return the words of a list, or of several."""
    return [word for name in ([names] if isinstance(names, str) else names) for word in words[name]]


def _hint(text: str, macros: Mapping[str, str]) -> str:
    bare = text.removeprefix(r"\b")
    if not bare.startswith("{A}"):
        return ""
    return rf"(?<=[{PERSON}{HOUSE}{SINGLE})）\]]){macros['after']}{_filled(bare[3:], macros)}"


def _filled(text: str, macros: Mapping[str, str]) -> str:
    text = text.replace(r"\b{A}", "{A}").replace(r"\b{B}", "{B}")  # A name's character is no word's.
    for key, value in macros.items():
        text = text.replace("{" + key + "}", value)
    return text


def _season(language: str, own: Iterable[str]) -> str:
    year = r"(?:(?:19|20)\d\d(?:[-–/.]\d\d(?:\d\d)?)?|[’']?\d\d(?:[-–/]\d\d)?)"
    names = any_of((*own, *read_words("shared")["seasons"]))
    of = small_words(language, "of")
    before = r"(?:19|20)\d\d(?:[-–/.]\d\d(?:\d\d)?)?年?[ -]?"
    return rf"(?<![A-Za-zÀ-ɏ\d_])(?:{names}[ .·-]?(?:{of} )?{year}(?!\d)|{before}{names})"

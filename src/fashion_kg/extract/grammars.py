"""The grammar files: what each language calls things, and how it words who did what.

A grammar is ``grammar/<language>.toml``; what all languages share is ``grammar/shared.toml``. A phrase is a
regular expression over a line in small letters in which every name has become one character (``mentions``
says which), so that it may be short. These stand for the usual pieces:

``{A}``  a list of agents with what is said about each: ``actress N, the model N and N``
``{B}``  the house, with its possessive
``{N}``  one agent, without anything said about it; ``{L}``, a list of such
``{P}``  one name
``{T}``  a title in quotation marks
``{gap}``  up to sixty characters of the same sentence without a name
``{W}``  as ``{A}``, where what follows is not theirs: ``N`` in ``with N``, but not in ``with N's bag``
``{c}``  a word for campaign, as the language's ``campaign`` lists them

A file's own ``[pieces]`` stand beside these; each may use those above it. What is said of many things in
the same ways stands once in ``[patterns]``: a phrase names such a list (``like``), and says what it is
about (``of``).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from fashion_kg.extract.triggers import Triggers
from fashion_kg.ontology import Ontology, local_name

PERSON, HOUSE, SINGLE, TITLE, OTHER = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
"""What stands in a line for a full name, a house, a single name, a title, and what is no agent (a place)."""

_FOLDER = Path(__file__).parent / "grammar"
_AGENT = f"[{PERSON}{HOUSE}{SINGLE}]"
_HOUSE_AS_AGENT = rf"{HOUSE}(?!’|(?: (?!and\b|{{stop}}\b)[^\W\d_][\w-]*,?){{{{1,4}}}} [{PERSON}{SINGLE}])"
_GLOSS = r"(?: ?(?:[(（][^()（）]{1,60}[)）]|\[[^\[\]]{1,30}\]))?"


@dataclass(frozen=True)
class Phrase:
    """A way to say who did what.

    Attributes:
        name: what it is called in reports.
        kind: kind of statement.
        roles: what each agent of the list did; for more than one role, each did all of them.
        text: the expression, as text.
        hint_text: of an expression that begins with the agents, what follows them; else empty.
        confidence: how far it is trusted, 0 to 1.
        bare: whether it says so without any word for a campaign near it.
        single: whether names of one word count.
        near: how near a word for a campaign must be: in the ``article``, ``around`` the sentence (in one of
            the two before, or in the next), in the ``sentence``, or in it ``itself``. Where the heading or
            the beginning has one, ``around`` is met, and ``sentence`` where ``around`` would be.
        cast: whether its agents are before the camera, and so may be called anything.
        article: what the article must say somewhere for the phrase to count, or None.
        doubt: what near it denies it, or puts it in the past.
        inside: whether such a word within the phrase counts as well.
        within: what its sentence must say somewhere, or None.
        person: whether a house's name in the agent's place is the person after whom it is called.
    """

    name: str
    kind: str
    roles: tuple[str, ...]
    text: str
    hint_text: str
    confidence: float
    bare: bool
    single: bool
    near: str
    person: bool
    cast: bool
    article: re.Pattern[str] | None
    doubt: re.Pattern[str]
    inside: bool
    within: re.Pattern[str] | None

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The expression: its group ``A`` holds the agents, ``B`` the house. Few texts need many."""
        return re.compile(self.text)

    @cached_property
    def hint(self) -> re.Pattern[str] | None:
        """What follows the agents that an expression begins with: cheap to look for first."""
        return re.compile(self.hint_text) if self.hint_text else None


@dataclass(frozen=True, eq=False)
class Grammar:
    """What one language brings."""

    language: str
    phrases: tuple[Phrase, ...]
    triggers: Triggers
    item: re.Pattern[str]
    campaign: re.Pattern[str]
    departs: re.Pattern[str]
    doubt: re.Pattern[str]
    elsewhere: re.Pattern[str]
    sure_houses: tuple[re.Pattern[str], ...]
    narrower: Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]]
    houses: tuple[re.Pattern[str], ...]
    asides: tuple[re.Pattern[str], ...]
    roles: Mapping[str, str]
    by: frozenset[str]
    not_names: frozenset[str]
    particles: frozenset[str]
    titles: frozenset[str]
    given_names: frozenset[str]
    things: frozenset[str]
    before_camera: re.Pattern[str]
    not_cast: re.Pattern[str]
    shapes: tuple[re.Pattern[str], ...]
    house_shapes: tuple[re.Pattern[str], ...]
    after_trade: re.Pattern[str] | None
    trim: re.Pattern[str]
    crew_ends: re.Pattern[str] | None
    genitive: str
    own_words: frozenset[str]
    compounds: re.Pattern[str] | None
    nouns: re.Pattern[str] | None
    articles: re.Pattern[str] | None
    occupations: re.Pattern[str] | None
    seasons: re.Pattern[str]
    duo: re.Pattern[str]
    openers: re.Pattern[str] | None
    at_work: re.Pattern[str] | None
    no_agents: re.Pattern[str] | None
    whose_trade: re.Pattern[str]
    stand_ins: tuple[re.Pattern[str], ...]
    stand_ins_for_several: re.Pattern[str] | None
    stand_in_opening: re.Pattern[str] | None
    lists: Mapping[str, Any]


@cache
def read_words(name: str) -> Mapping[str, Any]:
    """Return a file of the folder of grammars, by its name without its ending."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def picture_agencies() -> str:
    """Return an expression for how the name of an agency or an archive of pictures begins."""
    return any_of(
        rf"{name}\b" if name.isupper() else name for name in read_words("shared")["picture_agencies"]
    )


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that have a grammar."""
    files = (file.stem for file in sorted(_FOLDER.glob("*.toml")))
    return tuple(name for name in files if len(name) == 2)  # The others are shared by all.


def any_of(words: Iterable[str]) -> str:
    """Return an expression for any of some expressions, the longest first."""
    found = sorted(dict.fromkeys(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(found) + ")" if found else "(?!)"


def load_grammar(language: str, ontology: Ontology) -> Grammar:
    """Return the grammar of a language, with the role words that the vocabulary has for it."""
    given, shared = read_words(language), read_words("shared")
    words = given["words"]
    cased = given.get("cased", True)
    macros, item = _macros(given)
    phrases = tuple(_phrases(given, macros))
    roles = _role_words(ontology, language, given["labels"])
    no_names = {word.casefold() for word in (*words["not_names"], *shared["not_names"])}
    occupations = given.get("occupations", ())
    return Grammar(
        language=language,
        phrases=phrases,
        # Who is listed has no letters that a phrase would need, and is the longest part of it by far.
        triggers=Triggers([phrase.text.replace(macros["A"], f"(?P<A>{PERSON})") for phrase in phrases]),
        item=re.compile(item),
        campaign=re.compile(any_of(words["campaign"])),
        houses=tuple(re.compile(_filled(text, macros)) for text in given["house"]),
        asides=tuple(re.compile(_filled(text, macros)) for text in words.get("asides", ())),
        departs=re.compile(any_of(words.get("departs", ()))),
        doubt=re.compile(any_of(words["doubt"])),
        elsewhere=re.compile(any_of(words["elsewhere"])),
        sure_houses=tuple(re.compile(_filled(text, macros)) for text in given.get("sure_house", ())),
        narrower={
            role: tuple((key, re.compile(_filled(text, macros))) for key, text in kinds.items())
            for role, kinds in given.get("narrower", {}).items()
        },
        roles=roles,
        by=frozenset(words["by"]),
        not_names=frozenset(no_names) | _words_of(roles, cased),
        particles=frozenset(shared["particles"]) - frozenset(words.get("no_particles", ())),
        titles=frozenset(shared["titles"]),
        given_names=frozenset(shared["given_names"]),
        things=frozenset(words.get("things", ())),
        before_camera=re.compile(rf"(?:{any_of(words['before_camera'])})\W*$"),
        not_cast=re.compile(rf"(?<!\w){any_of(words.get('not_cast', ()))}(?!\w)"),
        shapes=tuple(_shapes(given, "shapes")),
        house_shapes=tuple(_shapes(given, "house_shapes")),
        after_trade=_name_shape(given["after_trade"], given) if "after_trade" in given else None,
        trim=re.compile(f"^{any_of(words.get('trim', ()))}"),
        genitive=words.get("genitive", ""),
        crew_ends=_optional(words, "crew_ends", r"\b(?:{})\b"),
        own_words=frozenset(_own_words(given)) if words.get("own_words") else frozenset(),
        compounds=_optional(words, "compounds", "{}$"),
        nouns=_optional(words, "noun_ends", "(?:{})$"),
        articles=_optional(words, "articles", r"(?<!\w){} $"),
        occupations=re.compile(any_of(re.escape(word).replace("・", "[・·･]?") for word in occupations))
        if occupations
        else None,
        seasons=re.compile(_season(words["seasons"], shared["seasons"]), re.I),
        duo=re.compile(any_of(words["duo"])),
        openers=_optional(words, "openers", "(?:{})"),
        at_work=_optional(words, "at_work", "(?:{})"),
        whose_trade=re.compile(
            rf" {any_of(words['before_camera'])} (?=[A-ZÀ-Þ])|{words.get('members', '(?!)')}"
        ),
        no_agents=_optional(words, "no_agents", r"(?<!\w)(?:{}) $"),
        stand_ins=tuple(re.compile(_filled(text, macros)) for text in words.get("stand_ins", ())),
        stand_ins_for_several=_optional(words, "stand_ins_for_several", "{}"),
        stand_in_opening=_optional(words, "stand_in_opening", "{}"),
        lists=words,
    )


def _macros(given: Mapping[str, Any]) -> tuple[Mapping[str, str], str]:
    """Return what the names in braces stand for in a language's patterns, and how an agent is described."""
    words = given["words"]
    stop = any_of(words["stop"]) if words["stop"] else "(?!)"
    one = rf"(?:(?!{stop}\b)(?:[^\W\d_]|\d+(?=-| years?\b)|[{HOUSE}{OTHER}{TITLE}])"
    one = rf"{one}[\w’'./&{HOUSE}-]*,?[ \u00a0])"
    description = r"(?<![\w’])" + one + "{0,9}?" if given.get("cased", True) else words["description"]
    agent = f"(?:[{PERSON}{SINGLE}]|{_HOUSE_AS_AGENT.format(stop=stop)})"
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


def _shapes(given: Mapping[str, Any], key: str) -> Iterable[re.Pattern[str]]:
    """Yield the ways in which a name shows itself; they may use the file's own ``[name_pieces]``."""
    yield from (_name_shape(text, given) for text in given.get(key, ()))


def _name_shape(text: str, given: Mapping[str, Any]) -> re.Pattern[str]:
    for key, value in given.get("name_pieces", {}).items():
        text = text.replace("{" + key + "}", value if isinstance(value, str) else any_of(value))
    return re.compile(text)


def _optional(words: Mapping[str, Any], key: str, form: str) -> re.Pattern[str] | None:
    if key not in words:
        return None
    if not isinstance(words[key], str):  # A list would become a class of the characters of its words.
        raise TypeError(f"{key!r} of a grammar is no text: {words[key]!r}")
    return re.compile(form.format(words[key]))


def _words_of(roles: Mapping[str, str], cased: bool) -> frozenset[str]:
    """Return the words that role labels are made of, which begin no name."""
    if not cased:
        return frozenset()
    return frozenset(
        word
        for label in roles
        for word in re.findall(r"[^\W\d_]{3,}", label)
        if word not in ("may", "the", "song")
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


def _season(own: Iterable[str], shared: Iterable[str]) -> str:
    year = r"(?:(?:19|20)\d\d(?:[-–/.]\d\d(?:\d\d)?)?|[’']?\d\d(?:[-–/]\d\d)?)"
    names = any_of((*own, *shared))
    before = r"(?:19|20)\d\d(?:[-–/.]\d\d(?:\d\d)?)?年?[ -]?"
    return rf"(?<![A-Za-zÀ-ɏ\d_])(?:{names}[ .·-]?(?:de |of |del |d[’'])?{year}(?!\d)|{before}{names})"


def _role_words(ontology: Ontology, language: str, labels: Mapping[str, str]) -> dict[str, str]:
    """Return the slug of each role by its names in a language, and in English, in small letters.

    What a grammar says of its labels goes before the vocabulary's words.
    """
    found: dict[str, str] = {}
    for wanted in (language, "en"):
        for predicate in ("skos:prefLabel", "skos:altLabel", "skos:hiddenLabel"):
            for slug, iri in ontology.terms["Role"].items():
                for node in ontology.objects(iri, predicate):
                    spoken = (getattr(node, "language", "") or "").partition("-")[0]
                    if spoken == wanted:
                        found.setdefault(str(getattr(node, "value", "")).casefold(), slug)
    found |= {key.casefold(): value for key, value in labels.items()}
    none = read_words("shared")["no_labels"]
    return {label: slug for label, slug in found.items() if label not in none}


def below(ontology: Ontology, role: str, memory: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return a role and all that are broader, the nearest first; ``memory`` keeps what was asked before."""
    if role not in memory:
        chain, iri = [role], ontology.terms["Role"].get(role, "")
        while iri:
            above = [getattr(node, "value", "") for node in ontology.objects(iri, "skos:broader")]
            iri = above[0] if above and local_name(above[0]) not in chain else ""
            chain += [local_name(iri)] if iri else []
        memory[role] = tuple(chain)
    return memory[role]

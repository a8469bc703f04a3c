"""What a program read, as a claim sheet: statements proposed with their evidence, for a person to judge."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from fashion_kg.claims import MAX_PHRASE_WORDS, Entity, Text
from fashion_kg.curating.declared import Declared
from fashion_kg.extract import Campaign, Name, Proposal, Reading, Remark, Span, Thing
from fashion_kg.extract.folding import folded
from fashion_kg.extract.seasons import season_named
from fashion_kg.extract.words import read_words
from fashion_kg.matching import NameIndex, nearest
from fashion_kg.matching.scripts import for_address
from fashion_kg.namespaces import BASE, own_slug, slugify
from fashion_kg.ontology import Ontology
from fashion_kg.sheets.evidence import count_words
from fashion_kg.sheets.writing import as_toml, today
from fashion_kg.texts import paragraph_number


@dataclass
class _Sheet:
    """A sheet in the making.

    Attributes:
        url: where its text stands on the web, or empty.
        things: label of each thing it declares, by class and slug; by language where that is not the first.
        single: the one word by which the text calls somebody whom the project knows.
        statements: each statement's fields, and the entries of its evidence, in the order of the text.
    """

    ontology: Ontology
    declared: Declared
    reading: Reading
    source: str
    url: str = ""
    things: dict[tuple[str, str], str | dict[str, str]] = field(default_factory=dict)
    single: dict[str, str] = field(default_factory=dict)
    statements: dict[tuple[str, tuple[tuple[str, str | Text], ...]], list[dict[str, object]]] = field(
        default_factory=dict
    )


def proposed_sheet(
    reading: Reading,
    ontology: Ontology,
    entities: Mapping[str, Entity] | Declared,
    source: str,
    kind: str = "PressArticle",
    names: NameIndex | None = None,
    url: str = "",
) -> tuple[str, str]:
    """Return the year for its folder, and a sheet that holds what was read. Nothing is written here.

    Everything in it is proposed, so that it gives no facts until somebody has read the text.

    Args:
        reading: what was read, and by whom.
        ontology: the vocabulary.
        entities: what the project declares already, by IRI or as ``Declared``: known names keep their slugs.
        source: id of the sheet.
        kind: kind of source.
        names: the same things by their names; whom a new name may mean is then told beside it.
        url: where the text stands on the web.
    """
    declared = entities if isinstance(entities, Declared) else Declared(entities)
    sheet = _Sheet(ontology, declared, reading, source, url)
    for proposal in reading.proposals:
        _state(sheet, proposal)
    for remark in reading.remarks:
        _remark(sheet, remark)
    lines = [
        *_source(sheet, kind),
        *_parts(sheet),
        *_things(sheet, names),
        *_statements(sheet),
    ]
    return (_published(sheet) or "")[:4], "\n".join(lines) + "\n"


# -- what it states ---------------------------------------------------------------------------------


def _state(sheet: _Sheet, proposal: Proposal) -> None:
    house = _thing(sheet, "Brand", _label(proposal.campaign.house), proposal.campaign.house.iri)
    agent = _agent(sheet, proposal)
    entry = _entry(sheet, proposal)
    if proposal.kind == "Credit":
        campaign = _campaign(sheet, proposal.campaign, house, proposal.proposer)
        fields = {"campaign": campaign, "role": proposal.role, "creditedAgent": agent}
    else:
        names = [each.name for each in sheet.ontology.fields[proposal.kind]][:3]
        fields = dict(zip(names, (agent, house, proposal.role), strict=True))
        fields |= {each.field: each.date for each in proposal.dates}
    for each in proposal.dates:  # A date out of reach of the words about the agent is a second entry.
        dated = sheet.reading.article.text[each.where.start : each.where.end]
        if proposal.span.start <= each.where.start < each.where.end <= proposal.span.end:
            entry["dateText"] = dated
        else:
            _add(
                sheet,
                proposal.kind,
                fields,
                _found(sheet, each.where, proposal.proposer) | {"dateText": dated},
            )
    _add(sheet, proposal.kind, fields, entry)


def _remark(sheet: _Sheet, remark: Remark) -> None:
    """State what a remark says; words in a language that the sheet does not declare are left out."""
    fields: dict[str, str | Text] = {}
    for name, value in remark.fields:
        if isinstance(value, Campaign):
            house = _thing(sheet, "Brand", _label(value.house), value.house.iri)
            fields[name] = _campaign(sheet, value, house, remark.proposer)
        elif isinstance(value, Thing):
            fields[name] = _thing(sheet, value.class_name, value.label, value.iri)
        elif isinstance(value, Text) and value.language not in sheet.reading.article.languages:
            return
        else:
            fields[name] = value
    entry = _found(sheet, remark.span, remark.proposer) | {"confidence": remark.confidence}
    if remark.dated is not None:
        entry["dateText"] = sheet.reading.article.text[remark.dated.start : remark.dated.end]
    _add(sheet, remark.kind, fields, entry)


def _add(sheet: _Sheet, kind: str, fields: Mapping[str, str | Text], entry: dict[str, object]) -> None:
    entries = sheet.statements.setdefault((kind, tuple(fields.items())), [])
    if not any(each["start"] == entry["start"] and each["end"] == entry["end"] for each in entries):
        entries.append(entry)


def _property(sheet: _Sheet, of: str, takes: str) -> str:
    """Return the property by which something of one class is claimed to have something of another."""
    every = sheet.ontology.claimables.values()
    above = sheet.ontology.ancestors[of]
    return next(each.name for each in every if each.takes == takes and above & each.claimed_of)


def _campaign(sheet: _Sheet, campaign: Campaign, house: str, reader: str = "") -> str:
    season = season_named(campaign.season)
    if campaign.title:
        spelled, label = f"{house.rpartition('/')[2]} {campaign.title}", campaign.title
    else:
        spelled = f"{house.rpartition('/')[2]} {season or sheet.source} campaign"
        label = f"{campaign.house.label} {season}" if season else ""
        label = label or f"{campaign.house.label} campaign ({sheet.source})"
    reference = _thing(sheet, "Campaign", label, "", spelled)
    if campaign.title and campaign.title_where is not None:
        language = _language_at(sheet, campaign.title_where)
        said = Text(campaign.title, language)
        fields: dict[str, str | Text] = {"subject": reference, "property": "name", "value": said}
        _add(sheet, "Claim", fields, _found(sheet, campaign.title_where, reader))
    if campaign.where is not None:
        fields = {
            "subject": reference,
            "property": _property(sheet, "Campaign", "Brand"),
            "value": house,
        }
        _add(sheet, "Claim", fields, _found(sheet, campaign.where, reader))
    if season and campaign.season_where is not None:
        named = _thing(sheet, "Season", season, "")
        fields = {"subject": reference, "property": _property(sheet, "Campaign", "Season"), "value": named}
        _add(sheet, "Claim", fields, _found(sheet, campaign.season_where, reader))
    return reference


def _language_at(sheet: _Sheet, span: Span) -> str:
    """Return the language of the line in which something stands; the first one where that is not declared."""
    article = sheet.reading.article
    at = bisect_right(article.lines, span.start, key=lambda line: line.start) - 1
    language = article.lines[at].language
    return language if language in article.languages else article.languages[0]


def _is_firm(label: str) -> bool:
    """Whether a name is a firm's, by the word with which it ends: ``Lantern Films``, ``North Agency Ltd``."""
    words = read_words("shared")
    *before, last = label.rstrip(".").casefold().split() or [""]
    return (bool(before) and last in words["firms"]) or label in words["agencies"]


def _agent(sheet: _Sheet, proposal: Proposal) -> str:
    name = proposal.agent
    if len(name.members) == 2 and not name.iri:
        duo = _thing(sheet, "Duo", name.label, "")
        for member in name.members:
            person = _thing(sheet, "Person", member, "")
            fields = {"subject": duo, "property": _property(sheet, "Duo", "Person"), "value": person}
            _add(sheet, "Claim", fields, _found(sheet, proposal.span, proposal.proposer))
        return duo
    if proposal.role in read_words("shared")["organizations"] or _is_firm(name.label):
        return _thing(sheet, "Organization", _label(name), name.iri)
    person = _thing(sheet, "Person", _label(name), name.iri)
    text = sheet.reading.article.text
    printed = text[proposal.printed.start : proposal.printed.end].strip()
    known = sheet.declared.entities.get(BASE + person)
    full = [each.value for each in known.labels if " " in each.value] if known else []
    if known and slugify(printed).isalnum() and " " not in printed and not any(map(text.__contains__, full)):
        sheet.single[person] = printed
    return person


def _label(name: Name) -> str:
    return name.gloss if name.gloss and slugify(name.gloss) else name.label


def _thing(sheet: _Sheet, class_name: str, label: str, iri: str, spelled: str = "") -> str:
    """Return a reference to a thing; it is declared here too, under the name that the project gives it.

    ``spelled`` is what its address is made from, where that is not its label.
    """
    path = sheet.ontology.paths[class_name]
    declared: str | dict[str, str] = label
    known = sheet.declared.entities.get(iri)
    if known is None:
        for each_iri, entity in sheet.declared.named(label):
            if sheet.ontology.is_a(entity.class_name, class_name):
                iri, known = each_iri, entity
                break
    if known is not None:
        class_name, declared = known.class_name, _known_label(known, sheet)
        path, slug = sheet.ontology.paths[class_name], iri.rpartition("/")[2]
    else:
        name, language = spelled or label, sheet.reading.article.languages[0]
        latin = for_address(name, language)
        slug = own_slug(name, lambda slug: _is_another(sheet, path, slug, label), latin)
    sheet.things.setdefault((class_name, slug), declared)
    return f"{path}/{slug}"


def _is_another(sheet: _Sheet, path: str, slug: str, label: str) -> bool:
    """Whether something of another name has a slug, in the project or in this sheet."""
    here = (
        each
        for (name, taken), each in sheet.things.items()
        if taken == slug and sheet.ontology.paths[name] == path
    )
    return f"{BASE}{path}/{slug}" in sheet.declared.entities or any(
        not isinstance(each, str) or folded(each) != folded(label) for each in here
    )


def _known_label(entity: Entity, sheet: _Sheet) -> str | dict[str, str]:
    """Return the label as a sheet writes it: in its first language, or in those which the label has."""
    default = sheet.reading.article.languages[0]
    by_language = {text.language: text.value for text in entity.labels}
    return by_language.get(default, by_language)


# -- evidence ---------------------------------------------------------------------------------------


def _entry(sheet: _Sheet, proposal: Proposal) -> dict[str, object]:
    """Return the evidence of what is proposed."""
    found = _found(sheet, proposal.span, proposal.proposer)
    reader = {"reader": found.pop("reader")} if "reader" in found else {}
    text = sheet.reading.article.text
    printed = text[proposal.printed.start : proposal.printed.end].strip()
    if count_words(printed) <= MAX_PHRASE_WORDS:
        found["creditText"] = printed
    if proposal.position is not None:
        found["position"] = proposal.position
    return {**found, "confidence": proposal.confidence, **reader}


def _found(sheet: _Sheet, span: Span, reader: str = "") -> dict[str, object]:
    """Return where something stands, and who found it where that is not the sheet's reader."""
    article = sheet.reading.article
    parts = article.parts()
    part = next(
        name for name, ranges in parts.items() if any(first <= span.start < last for first, last in ranges)
    )
    entry: dict[str, object] = {
        "phrase": article.text[span.start : span.end],
        "part": part,
        "paragraph": paragraph_number(article.text, parts[part], span.start),
        "start": span.start,
        "end": span.end,
    }
    if reader and reader != sheet.reading.proposer:
        entry["reader"] = reader
    return entry


# -- the sheet --------------------------------------------------------------------------------------


def _source(sheet: _Sheet, kind: str) -> Iterator[str]:
    article = sheet.reading.article
    yield "[source]"
    yield f"kind = {as_toml(kind)}"
    yield f"label = {as_toml(sheet.source)}  # a short name for tables, such as: DSCENE, 11 April 2024"
    if article.title:
        yield f"title = {as_toml(_shortened(article.title))}"
    if article.outlet:
        yield f"publisher = {as_toml(_thing(sheet, 'Organization', article.outlet, ''))}"
    if article.author:
        yield f"byline = {as_toml(_shortened(article.author))}"
    if sheet.url:
        yield f"url = {as_toml(sheet.url)}"
    if published := _published(sheet):
        yield f"published = {as_toml(published)}"
    elif article.published:
        yield f"# The article gives {article.published} as its day, which is still to come: left out."
    yield f"language = {as_toml(_tags(article.languages))}"
    yield f"sha256 = {as_toml(hashlib.sha256(article.text.encode()).hexdigest())}"
    yield f"characters = {len(article.text)}"
    yield 'review = "proposed"  # unreviewed or accepted, once a person has read the text'
    yield f"reader = {as_toml(sheet.reading.proposer)}"
    yield f"read = {as_toml(today())}"
    yield ""


def _published(sheet: _Sheet) -> str | None:
    """Return the day that the article gives as its own, unless that is still to come."""
    published = sheet.reading.article.published
    return published if published and published <= today().isoformat() else None


def _tags(languages: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(languages))


def _shortened(text: str) -> str:
    """Return a text of at most twelve words, its end left out if need be."""
    text = re.sub(r"\s+", " ", text).strip()
    if count_words(text) <= MAX_PHRASE_WORDS:
        return text
    words = text.split()
    if len(words) > MAX_PHRASE_WORDS:
        text = " ".join(words[: MAX_PHRASE_WORDS - 1])
    while count_words(text) > MAX_PHRASE_WORDS:
        text = text[:-1]
    return text.rstrip(" ,;:–—-") + " …"


def _parts(sheet: _Sheet) -> Iterator[str]:
    yield "[parts]"
    found = sheet.reading.article.parts()
    for name in sheet.ontology.terms["Part"]:
        if name in found:
            yield f"{name} = [{', '.join(f'[{start}, {end}]' for start, end in found[name])}]"
    yield ""


def _things(sheet: _Sheet, names: NameIndex | None) -> Iterator[str]:
    yield "# ---- who and what it speaks of ----"
    yield ""
    for (class_name, slug), label in sorted(sheet.things.items(), key=lambda each: each[0]):
        reference = f"{sheet.ontology.paths[class_name]}/{slug}"
        known = f"{BASE}{reference}" in sheet.declared.entities
        if reference in sheet.single:
            yield f"# It may be another: the text says only {as_toml(sheet.single[reference])}"
        if names and isinstance(label, str) and not known:
            for like in nearest(label, class_name, names, least=0.5, limit=2):
                yield f"# It may be {like.iri.removeprefix(BASE)} ({like.score:.2f}): fashion-kg dedupe"
        yield f"[{class_name}.{slug}]"
        yield f"label = {as_toml(label)}"
        yield ""


def _statements(sheet: _Sheet) -> Iterator[str]:
    yield "# ---- what it states: proposed, so read the text ----"
    for (kind, fields), entries in sheet.statements.items():
        yield ""
        yield f"[[{kind}]]"
        for name, value in fields:
            yield f"{name} = {_written(value, sheet.reading.article.languages[0])}"
        yield "evidence = ["
        for entry in entries:
            yield f"  {as_toml(entry)},"
        yield "]"


def _written(value: str | Text, default: str) -> str:
    """Return a field as TOML: a text in the sheet's first language is plain, another has its language."""
    if isinstance(value, str):
        return as_toml(value)
    return as_toml(value.value if value.language == default else {value.language: value.value})

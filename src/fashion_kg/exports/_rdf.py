"""RDF written so that the same graph gives the same bytes, with language tags as BCP 47 spells them."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from fashion_kg.namespaces import term

Section = tuple[int, str]
"""Where a subject stands in a Turtle file: its section's place and heading."""

_FIRST = ("rdf:type", "rdfs:label", "skos:prefLabel", "skos:altLabel", "skos:hiddenLabel")
_PREDICATE_ORDER = {term(name): order for order, name in enumerate(_FIRST)}
_CHILD_OF = (term("fkg:evidence"), term("oa:hasSelector"))

# What Oxigraph writes: an IRI, a string with perhaps a language, or the prefix of a name.
_TOKEN = re.compile(rb'<[^>]*>|"(?:[^"\\]|\\.)*"(?:@([A-Za-z0-9-]+))?|([a-z][a-z0-9-]*):')
_COMMA = re.compile(rb'<[^>]*>|"(?:[^"\\]|\\.)*"| , ')
_LONG = 110
# A line's last token but for the graph: inside a literal every quotation mark is escaped.
_LINE_LANGUAGE = re.compile(rb'(?<="@)[A-Za-z0-9-]+(?= (?:<[^>]*> )?\.$)', re.M)


def language_tag(tag: str) -> str:
    """Return a language tag in the letter case that BCP 47 recommends (RFC 5646, section 2.1.1).

    Oxigraph holds tags in lower case; they compare without regard to case.

    >>> language_tag("zh-hant"), language_tag("EN-us"), language_tag("en-x-ab")
    ('zh-Hant', 'en-US', 'en-x-ab')
    """
    parts = tag.lower().split("-")
    for place, part in enumerate(parts[1:], 1):
        if len(parts[place - 1]) == 1:  # what follows a singleton has no case of its own
            break
        if len(part) == 2:
            parts[place] = part.upper()
        elif len(part) == 4 and part.isalpha():
            parts[place] = part.title()
    return "-".join(parts)


def _language_bytes(tag: bytes) -> bytes:
    return language_tag(tag.decode()).encode()


def to_bytes(
    statements: Iterable[Triple] | Iterable[Quad], form: RdfFormat, prefixes: Mapping[str, str] | None = None
) -> bytes:
    """Write triples or quads as Oxigraph does, in the order in which they come."""
    out = io.BytesIO()
    serialize(statements, out, form, prefixes=dict(prefixes or {}))
    return out.getvalue()


def lines(text: bytes) -> bytes:
    """Sort N-Triples or N-Quads, and spell their language tags as BCP 47 does."""
    spelled = _LINE_LANGUAGE.sub(lambda match: _language_bytes(match[0]), text)
    return b"".join(line + b"\n" for line in sorted(spelled.split(b"\n")) if line)


NodeKey = tuple[int, str, str, str]


def node_key(node: object) -> NodeKey:
    """Return what RDF nodes sort by: IRIs, then blank nodes, then literals by text and language."""
    match node:
        case NamedNode():
            return (0, node.value, "", "")
        case BlankNode():
            return (1, node.value, "", "")
        case Literal():
            return (2, node.value, node.language or "", node.datatype.value)
    raise TypeError(f"{node!r} is no RDF 1.1 node")


Key = tuple[NodeKey, tuple[int, str], NodeKey]


def triple_key(triple: Triple) -> Key:
    """Return what triples sort by: subject; type and labels before other properties; object."""
    predicate = triple.predicate
    return (
        node_key(triple.subject),
        (_PREDICATE_ORDER.get(predicate, len(_FIRST)), predicate.value),
        node_key(triple.object),
    )


# -- Turtle and TriG --------------------------------------------------------------------------------


def turtle(
    graphs: Mapping[str, Iterable[Triple]],
    prefixes: Mapping[str, str],
    section: Callable[[str], Section] = lambda _: (0, ""),
) -> bytes:
    """Write graphs as Turtle 1.1, or as TriG where they have names.

    Oxigraph writes the triples; here they are put in order (sections with headings, evidence below its
    assertion) and the file gets the prefixes that it uses, blank lines between subjects
    and BCP 47's spelling of language tags.

    Args:
        graphs: triples, sorted by `triple_key`, by the IRI of their graph; the default graph's is empty.
        prefixes: prefixes that may be used.
        section: says for a subject in which section it stands.
    """
    body = b"".join(_graph(name, triples, prefixes, section) for name, triples in graphs.items())
    used: set[str] = set()

    def mend(match: re.Match[bytes]) -> bytes:
        language, prefix = match[1], match[2]
        if prefix:
            used.add(prefix.decode())
        return match[0].removesuffix(language) + _language_bytes(language) if language else match[0]

    body = _TOKEN.sub(mend, body)
    head = "".join(f"@prefix {name}: <{prefixes[name]}> .\n" for name in sorted(used & prefixes.keys()))
    return head.encode() + body


def _graph(
    name: str, triples: Iterable[Triple], prefixes: Mapping[str, str], section: Callable[[str], Section]
) -> bytes:
    about: dict[object, list[Triple]] = defaultdict(list)
    parents: dict[object, object] = {}
    for triple in triples:
        about[triple.subject].append(triple)
        if triple.predicate in _CHILD_OF:
            parents[triple.object] = triple.subject
    by_section: dict[Section, list[tuple[list[NodeKey], object]]] = defaultdict(list)
    for subject in about:
        chain = [subject]
        while (above := parents.get(chain[0])) and above not in chain:
            chain.insert(0, above)
        by_section[section(node_key(chain[0])[1])].append(([node_key(node) for node in chain], subject))
    parts = []
    for place, heading in sorted(by_section):
        subjects = [subject for _, subject in sorted(by_section[place, heading], key=lambda pair: pair[0])]
        if heading:
            parts.append(f"\n# {f' {heading} ':-^98}\n".encode())
        parts.append(_subjects((about[subject] for subject in subjects), prefixes))
    text = b"".join(parts)
    return f"\n<{name}> {{\n".encode() + text + b"\n}\n" if name else text


def _subjects(groups: Iterable[list[Triple]], prefixes: Mapping[str, str]) -> bytes:
    """Write triples without declaring the prefixes; a blank line before each subject, long lists in lines."""
    all_triples = (triple for group in groups for triple in group)
    written = to_bytes(all_triples, RdfFormat.TURTLE, prefixes)
    result = []
    for line in written.split(b"\n"):
        if len(line) > _LONG:
            line = _COMMA.sub(lambda match: b" ,\n        " if match[0] == b" , " else match[0], line)  # noqa: PLW2901
        if line.startswith(b"\t"):
            result.append(b"    " + line[1:] + b"\n")
        elif line and not line.startswith(b"@prefix "):
            result.append(b"\n" + line + b"\n")
    return b"".join(result)

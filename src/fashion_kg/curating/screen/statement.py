"""The statement that is looked at, in words, with what helps to decide on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from fashion_kg.claims import ACCEPTED, REJECTED, Reference
from fashion_kg.curating.acquaintance import Acquaintance, Known, Near
from fashion_kg.curating.reviewing import Shelf, Stated
from fashion_kg.curating.rewording import is_new
from fashion_kg.curating.screen.safe import safe
from fashion_kg.errors import counted

MARKS = {ACCEPTED: "✓", REJECTED: "✗"}
_OPEN = "·"

Styles = Mapping[str, str]
"""A style of rich for each sort of words: strong, quiet, accepted, rejected, near."""


@dataclass(frozen=True)
class Thing:
    """A thing that a statement speaks of.

    Attributes:
        iri: its address.
        label: its name.
        class_name: what it is.
        takes: what could stand in its place: a class.
        known: what is known of it; None where nobody but this sheet declares it.
        near: the known things whose names come near, for one that is new.
    """

    iri: str
    label: str
    class_name: str
    takes: str
    known: Known | None
    near: tuple[Near, ...]


def things_of(shelf: Shelf, stated: Stated, acquaintance: Acquaintance) -> list[Thing]:
    """Return the things of which a statement speaks, each once, agents first."""
    found: dict[str, Thing] = {}
    ontology = shelf.ontology
    # What the same sheet is the first to speak of is not what is meant: it tells the two apart itself.
    own = {iri for iri in shelf.declared_in(stated.source.id) if is_new(shelf, stated, iri)}
    for field, value in stated.statement.fields:
        if not isinstance(value, Reference) or value.iri not in shelf.entities or value.iri in found:
            continue
        class_name = shelf.entities[value.iri].class_name
        new = is_new(shelf, stated, value.iri)
        label = shelf.labels[value.iri]
        takes = next((each.takes for each in ontology.fields[stated.kind] if each.name == field), class_name)
        # A field that takes anything, such as the subject of a claim, says nothing of what is meant.
        if takes not in ontology.ancestors or takes == "Entity":
            takes = class_name
        others = own | acquaintance.of_other_houses(value.iri)
        near = acquaintance.nearest(label, takes, beside=others) if new else []
        known = None if new else acquaintance.about(value.iri)
        found[value.iri] = Thing(value.iri, label, class_name, takes, known, tuple(near))
    return sorted(found.values(), key=lambda thing: not ontology.is_a(thing.class_name, "Agent"))


def told(known: Known) -> str:
    """Return what is known of a thing, in one line."""
    words = [", ".join(known.roles[:3]), ", ".join(known.brands[:3])]
    if known.sources:
        words.append(counted(known.sources, "source"))
    if known.proposed:
        words.append(
            f"only proposed, in {known.proposed}" if not known.sources else f"{known.proposed} proposed"
        )
    return safe(" · ".join(word for word in words if word))


def describe(
    stated: Stated, place: int, things: list[Thing], beside: list[Stated], styles: Styles, *, roomy: bool
) -> Group:
    """Return what the pane of a statement says.

    Args:
        stated: the statement.
        place: which of its evidence is looked at, from 0.
        things: of which it speaks.
        beside: the other statements of the same line.
        styles: what each sort of words looks like.
        roomy: whether there is room for blank lines between.
    """
    gap: list[RenderableType] = [Text("")] if roomy else []
    told_of: list[RenderableType] = [
        Text(safe(stated.words), styles["strong"]),
        *_where(stated, place, styles),
        *gap,
        *(each for thing in things for each in _thing(thing, styles)),
    ]
    if beside:
        told_of += [*gap, Text("Also in this line", styles["quiet"])]
        told_of += [_line(each, styles) for each in beside]
    return Group(*told_of)


def _hanging(mark: Text, words: Text) -> Table:
    """Return words that begin with a mark, and whose further rows stand under the words."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(mark, words)
    return grid


def _where(stated: Stated, place: int, styles: Styles) -> Iterator[RenderableType]:
    evidence = stated.evidence[place]
    text = Text(f"{evidence.part}, paragraph {evidence.paragraph}", styles["quiet"])
    if len(stated.evidence) > 1:
        text.append(f" · place {place + 1} of {len(stated.evidence)}, t: the next")
    text.append(f" · {safe(stated.source.reader)}")
    yield text
    review = stated.review
    if review.reviewer:
        words = f"{review.state} by {safe(review.reviewer)}" + (f", {review.day}" if review.day else "")
        words += f": {safe(review.reason)}" if review.reason else ""
        yield Text(words, styles.get(review.state, styles["quiet"]))


def _thing(thing: Thing, styles: Styles) -> Iterator[RenderableType]:
    yield Text.assemble(
        (safe(thing.label), styles["name"]),
        (f"  {thing.class_name}  ", styles["quiet"]),
        ("known", styles["known"]) if thing.known else ("new", styles["new"]),
    )
    if thing.known is not None:
        if about := told(thing.known):
            yield _hanging(Text(" "), Text(about, styles["quiet"]))
        return
    for near in thing.near[:2]:
        words = Text.assemble(
            safe(near.known.label),
            (f"  {near.score}%  ", styles["new"]),
            (told(near.known), styles["quiet"]),
        )
        if near.why:
            words.append(f"\n{safe(near.why)}", styles["quiet"])
        yield _hanging(Text("  ≈", styles["new"]), words)


def _line(stated: Stated, styles: Styles) -> RenderableType:
    state = stated.review.state
    mark = Text(MARKS.get(state, _OPEN), styles.get(state, styles["quiet"]))
    return _hanging(mark, Text(safe(stated.words), styles["quiet"] if state in MARKS else styles["text"]))

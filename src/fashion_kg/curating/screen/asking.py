"""What the keys ask before something is done: a reason, corrections, who is meant, how many, how far."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from fashion_kg.claims import ACCEPTED, PROPOSED, UNREVIEWED, Reference
from fashion_kg.curating.acquaintance import Acquaintance
from fashion_kg.curating.reviewing import Stated
from fashion_kg.curating.rewording import merge, revise, rows
from fashion_kg.curating.screen.dialogs import Choice, Choosing, Form, Line, Sure
from fashion_kg.curating.screen.looks import STYLES
from fashion_kg.curating.screen.safe import safe
from fashion_kg.curating.screen.statement import Thing, things_of, told
from fashion_kg.errors import FashionKGError, counted, did_you_mean, sentence

if TYPE_CHECKING:
    from fashion_kg.curating.screen.app import ReviewApp

_MOST_NEAR = 5
_LIKELY = 50
"""In per cent: from here on, a thing is offered for Enter to take."""


def why_not(app: ReviewApp) -> None:
    """Ask why the statement looked at is rejected, and reject it."""
    stated = app.queue.current
    if stated is None:
        return

    def attempt(given: dict[str, str]) -> list[str]:
        return app.attempt(stated, lambda: app.reject(stated, given["reason"]))

    line = Line("reason", "why", stated.review.reason or "")
    app.ask(Form("Reject, and say why", stated.words, [line], attempt, "reject it"))


def corrections(app: ReviewApp) -> None:
    """Ask what the statement looked at should say, and accept it so."""
    stated = app.queue.current
    if stated is None:
        return
    form = {"/".join(row.key): row for row in rows(app.desk.shelf, stated)}

    def attempt(given: dict[str, str]) -> list[str]:
        def act() -> str:
            revise(app.desk, stated, {form[key].key: text for key, text in given.items()})
            return "✓ accepted as corrected. u takes it back."

        return app.attempt(stated, act)

    lines = [Line(key, row.label, row.value, row.choices) for key, row in form.items()]
    about = f"“{stated.evidence[0].phrase}”"
    app.ask(Form(f"Correct this {stated.kind}", about, lines, attempt, "save and accept"))


# -- who is meant -----------------------------------------------------------------------------------


def who_is_meant(app: ReviewApp) -> None:
    """Ask which known thing one of the statement's things is, and let the sheet speak of that."""
    stated = app.queue.current
    if stated is None:
        return
    things = things_of(app.desk.shelf, stated, app.acquaintance)

    def chosen(key: str | None) -> None:
        if key and " " in key:
            number, _, iri = key.partition(" ")
            _merge(app, stated, things[int(number)].iri, iri)

    about = "The whole sheet then speaks of the known thing. The statement still awaits your decision."
    dialog = Choosing(
        "Who or what is meant?",
        about,
        lambda typed: _candidates(things, typed, app.acquaintance),
        search="type another name to look for",
    )
    app.push_screen(dialog, chosen)


def _candidates(things: Iterable[Thing], typed: str, acquaintance: Acquaintance) -> list[Choice]:
    found = []
    for number, thing in enumerate(things):
        # A campaign of another house is only meant where somebody types its name.
        beside = {thing.iri} if typed else {thing.iri, *acquaintance.of_other_houses(thing.iri)}
        found_near = [] if typed else acquaintance.nearest(thing.label, thing.takes, beside, _MOST_NEAR)
        seen = beside | {each.known.iri for each in found_near}
        look_for, most = typed or thing.label, _MOST_NEAR - len(found_near)
        near = found_near + acquaintance.search(look_for, thing.takes, seen, most)
        if not near:
            continue
        title = Text.assemble((safe(thing.label), "bold"), (" is really", STYLES["quiet"]))
        found.append(Choice(f"{number}", title, enabled=False))
        for each in near:
            known = each.known
            text = Text.assemble(
                f"  {safe(known.label)}",
                ("" if each.score is None else f"  {each.score}%", STYLES["new"]),
                (f"\n    {known.path}  {told(known)}", STYLES["quiet"]),
                no_wrap=True,
                overflow="ellipsis",
            )
            # What is typed is meant; of what was only found, nothing unlikely is taken by a slip of the hand.
            likely = (each.score or 0) >= _LIKELY and acquaintance.may_be(thing.iri, known)
            likely = likely or bool(typed)
            found.append(Choice(f"{number} {known.iri}", text, likely=likely))
    return found or [Choice("none", Text("No name comes near. Type another."), enabled=False)]


def _merge(app: ReviewApp, stated: Stated, old: str, new: str) -> None:
    labels = app.desk.shelf.labels
    words = f"{labels[old]} is {labels[new]} now. u takes it back."
    try:
        merge(app.desk, stated, old, new)
    except FashionKGError as error:
        app.complain(error)
        return
    app.take_over()
    fields = tuple(
        (name, Reference(new) if value == Reference(old) else value)
        for name, value in stated.statement.fields
    )
    moved = dataclasses.replace(stated.statement, fields=fields)
    app.queue.go_to(dataclasses.replace(stated, statement=moved).key)
    app.show_now()
    app.say(words)


# -- how many ---------------------------------------------------------------------------------------


def how_many(app: ReviewApp) -> None:
    """Ask which statements to accept at once, then ask again, and accept them."""
    stated = app.queue.current
    if stated is None:
        return

    def attempt(given: dict[str, str]) -> list[str]:
        scope, least = given["scope"].strip(), _share(given["least"])
        scopes = {
            "line": [stated, *app.queue.of_the_same_line()],
            "source": app.desk.shelf.sheets[stated.sheet].stated,
        }
        if scope not in scopes:
            return ["Write line or source."]
        if least is None:
            return [_no_share(given["least"])]
        meant = [
            each
            for each in scopes[scope]
            if app.queue.wanted.awaits(each) and each.confidence is not None and each.confidence >= least
        ]
        if not meant:
            return [f"Nothing of this {scope} awaits a decision at {least} or more."]
        app.afterwards = partial(_ask_again, app, meant, f"this {scope}, at {least} or more")
        return []

    lines = [
        Line("scope", "all of this", "line", ("line", "source")),
        Line("least", "confidence at least", "0.9"),
    ]
    about = "Statements without a confidence, such as those of brand and season, are left to you."
    app.ask(Form("Accept many", about, lines, attempt, "see which"))


def _ask_again(app: ReviewApp, meant: list[Stated], scope: str) -> None:
    words = [each.words for each in meant]

    def answered(sure: bool | None) -> None:
        if not sure:
            return
        try:
            app.desk.accept_all(meant)
        except FashionKGError as error:
            app.complain(error)
            return
        app.go_on(meant[0].sheet, f"✓ {len(meant)} accepted. u takes them back.")

    app.push_screen(Sure(f"Accept {counted(len(meant), 'statement')} of {scope}?", "", words), answered)


# -- what to look at --------------------------------------------------------------------------------


def what_to_look_at(app: ReviewApp) -> None:
    """Ask which statements to look at from now on."""
    wanted, shelf = app.queue.wanted, app.desk.shelf
    words = tuple(sorted({slug for found in shelf.ontology.terms.values() for slug in found}))
    sources = tuple(sheet.source.id for sheet in shelf.sheets.values() if sheet.source)
    kinds = tuple(shelf.ontology.statement_classes)

    def attempt(given: dict[str, str]) -> list[str]:
        bounds = {key: _share(given[key]) for key in ("least", "most") if given[key].strip()}
        wrong = _unknown(given["kind"], kinds, "kind of statement") + _unknown(given["role"], words, "role")
        wrong += [_no_share(given[key]) for key, bound in bounds.items() if bound is None]
        if wrong:
            return wrong
        app.queue.look_for(
            dataclasses.replace(
                wanted,
                source=given["source"].strip(),
                kind=given["kind"].strip(),
                role=given["role"].strip(),
                least=bounds.get("least"),
                most=bounds.get("most"),
            )
        )
        app.remember_sheets()
        return []

    lines = [
        Line("source", "source", wanted.source, sources),
        Line("kind", "kind", wanted.kind, kinds),
        Line("role", "role", wanted.role, words),
        Line("least", "confidence at least", "" if wanted.least is None else str(wanted.least)),
        Line("most", "confidence at most", "" if wanted.most is None else str(wanted.most)),
    ]
    app.ask(Form("Look at", "An empty line leaves all in.", lines, attempt, "look"))


# -- how far a source was read ----------------------------------------------------------------------


def how_far_read(app: ReviewApp, sheet: Path) -> None:
    """Ask how far the whole source was read, now that all of its statements are decided."""
    states = {
        ACCEPTED: "read in full and checked",
        UNREVIEWED: "read once",
        PROPOSED: "left as it is: a program read it",
    }
    stated = app.desk.shelf.sheets[sheet].stated
    accepted = sum(each.review.state == ACCEPTED for each in stated)

    def attempt(given: dict[str, str]) -> list[str]:
        state = given["state"].strip()
        if wrong := _unknown(state, tuple(states), "state"):
            return wrong
        try:
            if state not in ("", PROPOSED):
                app.desk.finish(sheet, state, given["reader"])
        except FashionKGError as error:
            return [sentence(str(error))]
        app.afterwards = partial(_finished, app, sheet.stem, state or PROPOSED)
        return []

    about = f"Every statement of {sheet.stem} is decided; {accepted} of {len(stated)} are accepted.\n"
    about += "\n".join(f"{state}: {meaning}" for state, meaning in states.items())
    lines = [
        Line("state", "the source is", PROPOSED, tuple(states)),  # Enter alone says nothing.
        Line("reader", "reader", app.desk.reviewer),
    ]
    app.ask(Form("The whole source", about, lines, attempt, "write it"))


def _finished(app: ReviewApp, source: str, state: str) -> None:
    app.take_over()
    if app.queue.current is None or not app.queue.wanted.awaits(app.queue.current):
        app.queue.advance()
    app.show_now()
    app.say(f"{source} is {state}. u takes it back." if state != PROPOSED else f"{source} stays {state}.")


# -- words ------------------------------------------------------------------------------------------


def _share(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if 0 <= number <= 1 else None


def _no_share(text: str) -> str:
    return f'"{text}" is not a number from 0 to 1. Write one such as 0.9.'


def _unknown(text: str, known: Iterable[str], called: str) -> list[str]:
    words = {each.casefold(): each for each in known}
    wanted = text.strip().casefold()
    if not wanted or wanted in words:
        return []
    return [f'There is no {called} "{text}". {did_you_mean(wanted, words, "Leave it empty.")}']

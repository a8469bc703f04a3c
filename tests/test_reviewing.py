"""Reviewing without a screen: what awaits, what a decision does to a sheet, and how it is taken back."""

from __future__ import annotations

import datetime as dt
import difflib
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashion_kg.build import build, make_quads, read_project
from fashion_kg.claims import ACCEPTED, PROPOSED, REJECTED
from fashion_kg.curating.acquaintance import acquaintance_of
from fashion_kg.curating.blocks import SheetEdit, undone
from fashion_kg.curating.deciding import SheetChangedError
from fashion_kg.curating.journal import Entry, Journal
from fashion_kg.curating.queue import Queue
from fashion_kg.curating.reviewing import Stated, Wanted
from fashion_kg.curating.rewording import merge, revise, rows
from fashion_kg.errors import FashionKGError, FindingsError, UsageError
from fashion_kg.ontology import Ontology
from projects import holds
from reviews import ANA, SHEET, Review, review_project


@pytest.fixture
def review(tmp_path: Path, ontology: Ontology) -> Review:
    return Review(review_project(tmp_path / "mine"), ontology)


def changed(before: str, after: str) -> list[str]:
    """Return the lines that were taken away and added."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[:2] not in ("--", "++", "@@")]


def decision(state: str) -> list[str]:
    return [f'+review = "{state}"', f'+reviewer = "{ANA}"', f"+reviewed = {_today()}"]


def _today() -> str:
    return dt.date.today().isoformat()  # noqa: DTZ011 - the reviewer's own day


# -- what awaits ------------------------------------------------------------------------------------


def test_what_awaits_comes_in_the_order_of_the_sheet(review: Review) -> None:
    awaiting = review.queue.awaiting()
    assert len(awaiting) == 12
    assert {each.source.id for each in awaiting} == {"sea"}
    assert [each.statement.line for each in awaiting] == sorted(each.statement.line for each in awaiting)
    assert awaiting[4].words == "Wren & Tolly is credited as photographer on Casa Lumen Spring/Summer 2031"
    assert (awaiting[4].name, awaiting[4].confidence) == ("sea/Credit/1", Decimal("0.97"))


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Wanted(), 12),
        (Wanted(source="SE"), 12),
        (Wanted(source="nowhere"), 0),
        (Wanted(kind="credit"), 7),
        (Wanted(role="model"), 2),
        (Wanted(kind="Claim"), 5),
        (Wanted(least=Decimal("0.95")), 6),
        (Wanted(most=Decimal("0.95")), 1),
        (Wanted(least=Decimal(0)), 7),
        (Wanted(role="photographer", least=Decimal("0.98")), 1),
        (Wanted(states=(ACCEPTED,)), 9),
    ],
)
def test_what_awaits_can_be_narrowed(review: Review, wanted: Wanted, count: int) -> None:
    review.queue.look_for(wanted)
    assert len(review.queue.awaiting()) == count


def test_what_was_skipped_comes_again_when_nothing_else_is_left(review: Review) -> None:
    queue = Queue(review.shelf, Wanted(role="model"))
    met = [queue.current]
    for _ in range(3):
        assert queue.skip()
        met.append(queue.current)
    assert met[0] is not met[1]
    assert met[2:] == met[:2]


def test_going_back_to_what_is_decided(review: Review) -> None:
    queue = review.queue
    first = queue.current
    assert first is not None
    assert not queue.step(-1)
    review.desk.accept(first)
    queue.refresh()
    assert queue.current is not None
    assert (queue.current.key, queue.current.review.state) == (first.key, ACCEPTED)
    assert queue.advance()
    assert queue.current.number == 1
    assert queue.step(-1)
    assert queue.current.key == first.key
    assert not queue.step_source(1)


# -- decisions --------------------------------------------------------------------------------------


def test_a_decision_is_one_place_in_the_sheet(review: Review) -> None:
    review.desk.accept(review.find("Mina Okafor is credited as talent"))
    assert changed(SHEET, review.text()) == decision(ACCEPTED)
    before = review.text()
    review.desk.reject(review.find("Lea Brandt"), 'she is "not" named')
    added = [*decision(REJECTED), '+reason = "she is \\"not\\" named"']
    assert changed(before, review.text()) == added
    review.desk.accept(review.find("Lea Brandt"))
    assert changed(before, review.text()) == decision(ACCEPTED)


def test_a_decided_sheet_builds_and_the_graph_knows(review: Review, ontology: Ontology) -> None:
    for stated in review.queue.awaiting():
        if "Lea Brandt" in stated.words:
            review.desk.reject(stated)
        else:
            review.desk.accept(review.find(stated.words))
    review.desk.finish(review.sheet(), ACCEPTED, "  Ana Curator ")
    assert build(review.project).texts_checked == 2
    store = make_quads(review.project, ontology, read_project(review.project, ontology)[1], lambda _: None)
    accepted = "fkg:reviewState review-state:accepted"
    assert holds(store, f"?credit fkg:creditedAgent person:mina-okafor ; {accepted}")
    assert not holds(store, "?credit fkg:creditedAgent person:lea-brandt")


def test_every_decision_can_be_taken_back_to_the_first_byte(review: Review) -> None:
    for stated in review.queue.awaiting()[:5]:
        review.desk.accept(review.find(stated.words))
    review.desk.accept_all(review.queue.awaiting()[5:8])
    merge(review.desk, *_merge(review, "Ilsa Marr is", "Ilsa Marr", "Ilse Marr"))
    review.desk.finish(review.sheet(), "unreviewed", "Ana")
    done = 0
    while done < 8:
        review.desk.undo()
        done += 1
    assert review.text() == SHEET
    with pytest.raises(UsageError, match="nothing left to undo"):
        review.desk.undo()


def test_undo_reaches_into_earlier_sessions(review: Review, ontology: Ontology) -> None:
    review.desk.accept(review.find("Mina Okafor is credited as talent"))
    later = Review(review.project, ontology)
    assert later.desk.undo()[0].startswith("accepted: Mina Okafor")
    assert later.text() == SHEET


def test_undo_leaves_alone_what_somebody_changed_since(review: Review) -> None:
    review.desk.accept(review.find("Lea Brandt"))
    review.desk.accept(review.find("Mina Okafor is credited as talent"))
    theirs = review.text().replace('creditText = "Mina Okafor", confidence = 0.93', 'creditText = "Mina"')
    review.sheet().write_text(theirs, encoding="utf-8")
    told = r"somebody changed that place in graph/sources/2021/sea\.toml\. Decide anew \(a, e or r on"
    with pytest.raises(UsageError, match=told):
        review.desk.undo()
    assert review.text() == theirs
    assert review.desk.undo()[0].startswith("accepted: Lea Brandt")
    assert 'creditText = "Mina",' not in SHEET
    assert changed(SHEET, review.text())[:3] == decision(ACCEPTED)


def test_an_edit_that_was_written_down_but_never_made_needs_no_undoing(review: Review) -> None:
    review.desk.accept(review.find("Lea Brandt"))
    edit = review.desk.edit(review.sheet())
    review.desk.mark(edit, review.find("Mina Okafor is credited as talent"), ACCEPTED)
    name = review.project.relative(review.sheet())
    review.desk.journal.add(Entry(name, "the power goes before this", edit.chunks()))
    assert review.desk.undo()[0].startswith("accepted: Lea Brandt")
    assert review.text() == SHEET


def test_a_journal_that_was_cut_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "deep" / "journal.jsonl")
    assert journal.entries() == []
    one, two = Entry("a.toml", "one", (("x", "y"),)), Entry("b.toml", "two [red]\x1b", (("y", "z"),))
    journal.add(one)
    with journal.file.open("ab") as stream:
        stream.write(b'{"sheet": "a.toml", "summ')
    journal.add(two)
    assert journal.entries() == [one, two]
    journal.forget(journal.entries()[-1])
    assert journal.entries() == [one]


def test_a_journal_is_only_ever_added_to(tmp_path: Path) -> None:
    mine, theirs = Journal(tmp_path / "journal.jsonl"), Journal(tmp_path / "journal.jsonl")
    one, two = Entry("a.toml", "one", (("x", "y"),), "Ana"), Entry("b.toml", "two", (("y", "z"),), "Ben")
    mine.add(one)
    [latest] = mine.entries()
    theirs.add(two)
    before = mine.file.read_bytes()
    mine.forget(latest)
    assert mine.file.read_bytes().startswith(before)
    assert theirs.entries() == [two]


def test_undo_takes_back_ones_own_and_says_whose_the_others_are(review: Review, ontology: Ontology) -> None:
    ben = Review(review.project, ontology)
    ben.desk.reviewer = "Ben"
    ben.desk.accept(ben.find("Lea Brandt"))
    review.shelf.again(review.sheet())
    review.desk.accept(review.find("Mina Okafor is credited as talent"))
    with_both = review.text()
    assert ben.desk.undo()[0].startswith("accepted: Lea Brandt")
    with pytest.raises(UsageError, match=rf"of yours; .*Mina Okafor.* is by {ANA}\."):
        ben.desk.undo()
    assert "Ben" in with_both
    assert "Ben" not in review.text()
    assert review.text().count(ANA) == 1


# -- a sheet that somebody else changes -------------------------------------------------------------


def test_a_sheet_that_was_edited_meanwhile_is_read_again_and_not_overwritten(review: Review) -> None:
    stated = review.find("Lea Brandt")
    theirs = SHEET.replace('label = "Lea Brandt"', 'label = "Lea Brant"')
    review.sheet().write_text(theirs, encoding="utf-8")
    assert review.desk.is_stale(stated.sheet)
    with pytest.raises(SheetChangedError, match="was changed meanwhile"):
        review.desk.accept(stated)
    assert review.text() == theirs
    review.desk.accept(review.find("Lea Brant is"))
    assert changed(theirs, review.text()) == decision(ACCEPTED)


def test_a_sheet_that_was_broken_or_is_gone_says_nothing_more(review: Review) -> None:
    review.sheet().write_text(SHEET + "[[Credit\n", encoding="utf-8")
    with pytest.raises(SheetChangedError):
        review.desk.accept(review.find("Lea Brandt"))
    review.queue.refresh()
    assert review.queue.current is None
    assert "not valid TOML" in review.shelf.sheets[review.sheet()].findings[0].cause
    review.sheet().write_text(SHEET, encoding="utf-8")
    path = review.sheet()
    review.shelf.again(path)
    review.queue.refresh()
    assert len(review.queue.awaiting()) == 12
    path.unlink()
    with pytest.raises(SheetChangedError):
        review.desk.accept(review.find("Lea Brandt"))
    assert path not in review.shelf.sheets


# -- corrections ------------------------------------------------------------------------------------


def form(review: Review, words: str) -> dict[tuple[str, str], str]:
    return {row.key: row.value for row in rows(review.shelf, review.find(words))}


def test_another_role_is_one_line_more(review: Review) -> None:
    given = form(review, "Mina Okafor is credited as talent")
    assert given["role", ""] == "talent"
    revise(
        review.desk,
        review.find("Mina Okafor is credited as talent"),
        given | {("role", ""): "Casting director"},
    )
    lines = changed(SHEET, review.text())
    assert lines[0] == '-role = "talent"'
    assert lines[1] == '+role = "casting-director"'
    assert [line for line in decision(ACCEPTED) if line not in lines] == []
    assert review.find("casting director").confidence is None


def test_a_new_name_declares_a_thing_and_drops_what_nobody_speaks_of(review: Review) -> None:
    stated = review.find("Lantern Works")
    revise(review.desk, stated, form(review, "Lantern Works") | {("creditedAgent", ""): "Lamp Works"})
    sheet = tomllib.loads(review.text())
    assert sheet["Organization"] == {"lamp-works": {"label": "Lamp Works"}}
    assert review.find("Lamp Works").review.state == ACCEPTED


def test_another_name_in_another_script_is_another_address(review: Review) -> None:
    for name, address in (("李木舟", "name"), ("Мила Сорен", "mila-soren"), ("Мила Сорин", "mila-sorin")):
        stated = next(each for each in review.queue.awaiting() if "stylist" in each.words)
        revise(review.desk, stated, form(review, stated.words) | {("creditedAgent", "name"): name})
        people = tomllib.loads(review.text())["Person"]
        (slug,) = [slug for slug, person in people.items() if person["label"] == name]
        assert slug.rpartition("-")[0] == address
        review.desk.undo()


def test_an_unknown_role_in_the_form_names_the_nearest_and_where_all_are(review: Review) -> None:
    with pytest.raises(FindingsError) as caught:
        revise(
            review.desk, review.find("Ilsa Marr is"), form(review, "Ilsa Marr is") | {("role", ""): "stilist"}
        )
    assert (
        'role: there is no role "stilist". Did you mean "stylist"? '
        "All 126 roles are listed by: fashion-kg query roles/list."
    ) in str(caught.value)


def test_a_known_name_is_referred_to_and_not_declared_anew(review: Review) -> None:
    given = form(review, "Ilsa Marr is") | {("creditedAgent", ""): "ilse marr"}
    revise(review.desk, review.find("Ilsa Marr is"), given)
    sheet = tomllib.loads(review.text())
    assert "ilsa-marr" not in sheet["Person"]
    assert any(credit["creditedAgent"] == "person/ilse-marr" for credit in sheet["Credit"])


def test_another_kind_of_thing_moves_every_reference(review: Review) -> None:
    given = form(review, "Mina Okafor is credited as model")
    given |= {("creditedAgent", "name"): "Mina & Okafor", ("creditedAgent", "kind"): "Duo"}
    revise(review.desk, review.find("Mina Okafor is credited as model"), given)
    sheet = tomllib.loads(review.text())
    assert sheet["Duo"]["mina-okafor"] == {"label": "Mina & Okafor"}
    assert [each["creditedAgent"] for each in sheet["Credit"]].count("group/mina-okafor") == 2
    assert "mina-okafor" not in sheet["Person"]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({("role", ""): "photograper"}, 'Did you mean "photographer"'),
        ({("campaign", ""): ""}, '"campaign" is missing'),
        ({("creditedAgent", "kind"): "Persn"}, 'Did you mean "Person"'),
        ({("creditedAgent", "name"): ""}, "name is empty"),
    ],
)
def test_a_correction_that_would_not_be_valid_is_refused(
    review: Review, change: dict[tuple[str, str], str], complaint: str
) -> None:
    with pytest.raises(FashionKGError, match=complaint):
        revise(review.desk, review.find("Lea Brandt"), form(review, "Lea Brandt") | change)
    assert review.text() == SHEET


def test_a_correction_that_says_what_another_statement_says_is_refused(review: Review) -> None:
    given = form(review, "Lea Brandt") | {("creditedAgent", ""): "Mina Okafor"}
    with pytest.raises(FindingsError, match="says the same as"):
        revise(review.desk, review.find("Lea Brandt"), given)
    assert review.text() == SHEET


def test_a_date_is_corrected_or_refused(review: Review) -> None:
    words = "Prism was released, 2019"
    given = form(review, words)
    assert given["date", ""] == "2019"
    with pytest.raises(FindingsError, match="not a date"):
        revise(review.desk, review.find(words), given | {("date", ""): "2019-13"})
    revise(review.desk, review.find(words), given | {("date", ""): "2019..2020"})
    assert review.find("Prism was released, 2019..2020").review.reviewer == ANA
    revise(review.desk, review.find("Prism was"), form(review, "Prism was") | {("date", ""): ""})
    assert review.find("Prism was released").words == "Prism was released"


def test_the_value_of_a_claim_is_what_its_property_takes(review: Review) -> None:
    words = "season Spring/Summer 2031"
    form_of_it = {row.key: row for row in rows(review.shelf, review.find(words))}
    assert "brand" in form_of_it["property", ""].choices
    assert form_of_it["value", ""].choices == ("Spring 2031", "Spring/Summer 2031")
    given = {key: row.value for key, row in form_of_it.items()}
    revise(review.desk, review.find(words), given | {("value", ""): "Spring 2031"})
    sheet = tomllib.loads(review.text())
    assert "Season" not in sheet
    assert "season/spring-2031" in [claim["value"] for claim in sheet["Claim"]]
    with pytest.raises(FindingsError, match="there is no property"):
        revise(
            review.desk, review.find("member Wren"), form(review, "member Wren") | {("property", ""): "colr"}
        )


def test_a_text_keeps_its_language(tmp_path: Path, ontology: Ontology) -> None:
    project = review_project(tmp_path / "mine")
    said = """
[[Claim]]
subject = "person/lea-brandt"
property = "name"
value = { fr = "Léa" }
evidence = [{ phrase = "Lea Brandt", part = "credits", paragraph = 3, start = 223, end = 233 }]
"""
    sheet = project.sheet("2021", "sea")
    sheet.write_text(SHEET.replace('["en"]', '["en", "fr"]') + said, encoding="utf-8")
    review = Review(project, ontology)
    revise(review.desk, review.find("Léa"), form(review, "Léa") | {("value", ""): "Léa B."})
    assert '+value = { fr = "Léa B." }' in changed(SHEET + said, review.text())
    review.desk.undo()
    assert sheet.read_text(encoding="utf-8") == SHEET.replace('["en"]', '["en", "fr"]') + said


def test_a_thing_of_two_sheets_is_not_renamed_from_one(review: Review) -> None:
    other = SHEET.replace('label = "sea"', 'label = "shore"').replace("964c47", "000000")
    review.project.sheet("2021", "shore").write_text(other, encoding="utf-8")
    again = Review(review.project, review.shelf.ontology)
    assert again.queue.current is not None
    keys = [row.key for row in rows(again.shelf, again.queue.current)]
    assert keys == [("subject", ""), ("property", ""), ("value", "")]


# -- merging ----------------------------------------------------------------------------------------


def _merge(review: Review, words: str, old: str, new: str) -> tuple[Stated, str, str]:
    labels = {label: iri for iri, label in review.shelf.labels.items()}
    return review.find(words), labels[old], labels[new]


def test_a_known_thing_takes_the_place_of_a_new_one(review: Review) -> None:
    stated, old, new = _merge(review, "Ilsa Marr is", "Ilsa Marr", "Ilse Marr")
    merge(review.desk, stated, old, new)
    assert changed(SHEET, review.text()) == [
        "-[Person.ilsa-marr]",
        '-label = "Ilsa Marr"',
        "+[Person.ilse-marr]",
        '+label = "Ilse Marr"',
        '-creditedAgent = "person/ilsa-marr"',
        '+creditedAgent = "person/ilse-marr"',
    ]
    assert review.find("Ilse Marr is credited as stylist on Casa").review.state == PROPOSED
    build(review.project)


def test_who_is_known_and_who_comes_near(review: Review) -> None:
    known = acquaintance_of(review.shelf)
    (near,) = known.nearest("Remi Vance", "Agent")
    assert (near.known.label, near.name) == ("Remy Vance", "Remy Vance")
    assert (near.known.roles, near.known.brands) == (("photographer",), ("Maison Exemple",))
    assert (near.known.sources, near.known.proposed) == (1, 0)
    assert near.why
    assert known.nearest("Remi Vance", "Agent", {near.known.iri}) == []
    assert known.nearest("Remi Vance", "Brand") == []
    (proposed,) = known.nearest("Mina Okafor", "Agent")
    assert (proposed.known.sources, proposed.known.proposed, proposed.known.roles) == (0, 1, ())
    assert {each.known.label for each in known.search("marr", "Agent")} == {"Ilse Marr", "Ilsa Marr"}


def test_what_was_merged_is_known_under_the_address_that_is_kept(review: Review) -> None:
    same = 'keep = "person/ilse-marr"\nmerge = ["person/teo-amari"]\nreason = "A stage name"\n'
    same += 'decidedBy = "Ana"\ndecided = 2031-01-02\n'
    with review.project.identity_file.open("a", encoding="utf-8") as file:
        file.write(f"\n[[same]]\n{same}")
    known = acquaintance_of(Review(review.project, review.shelf.ontology).shelf)
    (near,) = known.nearest("Teo Amari", "Person")
    assert (near.known.path, near.name) == ("person/ilse-marr", "Teo Amari")
    assert set(near.known.roles) == {"stylist", "model"}


def test_statements_that_then_say_the_same_are_joined(review: Review) -> None:
    stated, old, new = _merge(
        review, "Lea Brandt", "Casa Lumen campaign (sea)", "Casa Lumen Spring/Summer 2031"
    )
    review.desk.reject(review.find("Wren & Tolly is credited as photographer on Casa Lumen Spring"))
    merge(review.desk, stated, old, new)
    sheet = tomllib.loads(review.text())
    assert list(sheet["Campaign"]) == ["casa-lumen-spring-summer-2031-campaign"]
    photographed = review.find("Wren & Tolly is credited as photographer")
    assert [each.part for each in photographed.evidence] == ["body", "credits"]
    assert photographed.review.state == PROPOSED, "the credits say it, too, and that was not rejected"
    assert [len(each["evidence"]) for each in sheet["Claim"] if each["property"] == "brand"] == [2]
    build(review.project)
    review.desk.undo()
    review.desk.undo()
    assert review.text() == SHEET


# -- sheets as people write them --------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        SHEET.replace("\n", "\r\n"),
        "\ufeff" + SHEET,
        SHEET.replace("[[Credit]]", "[[ Credit ]]  # see [[Claim]]"),
        SHEET.replace("evidence = [", "evidence   =   ["),
        SHEET.rstrip("\n"),
        SHEET.replace("[parts]", 'note = """\n[[Remark]]\nreview = "x"\n"""\n\n[parts]'),
        SHEET.replace("[[Credit]]", "# a remark\n\n[[Credit]]"),
    ],
)
def test_a_sheet_keeps_its_manner(tmp_path: Path, ontology: Ontology, written: str) -> None:
    project = review_project(tmp_path / "mine")
    sheet = project.sheet("2021", "sea")
    sheet.write_bytes(written.encode())
    review = Review(project, ontology)
    review.desk.accept(review.find("Lea Brandt"))
    review.desk.reject(review.find("Lantern Works"), "no")
    after = sheet.read_bytes().decode()
    assert changed(written, after) == [*decision(ACCEPTED), *decision(REJECTED), '+reason = "no"']
    assert ("\r\n" in written) == ("\r\n" in after)
    assert not ("\r\n" in written and after.replace("\r\n", "").count("\n"))
    review.desk.undo()
    review.desk.undo()
    assert sheet.read_bytes().decode() == written


def test_a_sheet_that_cannot_be_edited_safely_is_refused_and_left(tmp_path: Path, ontology: Ontology) -> None:
    project = review_project(tmp_path / "mine")
    sheet = project.sheet("2021", "sea")
    # Within a text stands what looks like the first statement.
    hidden = 'note = """\n[[Credit]]\nevidence = [\n"""\n\n[parts]'
    written = SHEET.replace("[parts]", hidden)
    sheet.write_bytes(written.encode())
    review = Review(project, ontology)
    with pytest.raises(FashionKGError, match="Edit it by hand"):
        review.desk.accept(review.find("Mina Okafor is credited as talent"))
    assert sheet.read_bytes().decode() == written


def test_keys_are_put_taken_and_undone() -> None:
    content = b'[source]\nkind = \'a\'  # why\nnote = """\none\n"""\n\n'
    content += b'# next\n[[Credit]]\nrole = "x"\nevidence = []\n'
    edit = SheetEdit(content)
    source, credit = edit.table("source"), edit.statement("Credit", 0)
    edit.put(source, "kind", 'b"\n[[Credit]]')
    edit.put(source, "note", "two")
    edit.put(source, "more", True)
    edit.put(credit, "review", "accepted", above="evidence")
    edit.take(credit, "role")
    edit.take(credit, "role")
    after = edit.content()
    assert b"# why" in after
    assert tomllib.loads(after.decode()) == {
        "source": {"kind": 'b"\n[[Credit]]', "note": "two", "more": True},
        "Credit": [{"review": "accepted", "evidence": []}],
    }
    assert after.index(b"more") < after.index(b"# next")
    assert undone(after, edit.chunks()) == content
    assert undone(content, edit.chunks()) is None


@given(st.text(), st.text(min_size=1))
def test_any_text_can_be_written_and_taken_back(label: str, reason: str) -> None:
    edit = SheetEdit(SHEET.encode())
    edit.put(edit.table("source"), "label", label)
    edit.put(edit.table("Person.lea-brandt"), "label", {"en": label, "zh-Hant": reason})
    edit.put(edit.statement("Credit", 2), "reason", reason, above="evidence")
    after = edit.content()
    said = tomllib.loads(after.decode())
    assert (said["source"]["label"], said["Credit"][2]["reason"]) == (label, reason)
    assert said["Person"]["lea-brandt"]["label"] == {"en": label, "zh-Hant": reason}
    assert undone(after, edit.chunks()) == SHEET.encode()


def test_an_unknown_statement_cannot_be_edited() -> None:
    edit = SheetEdit(SHEET.encode())
    with pytest.raises(FashionKGError, match="by hand"):
        edit.statement("Credit", 99)
    with pytest.raises(FashionKGError, match="by hand"):
        edit.table("Person.nobody")


def test_a_reader_without_a_name_is_refused(review: Review) -> None:
    with pytest.raises(UsageError, match="no name"):
        review.desk.finish(review.sheet(), ACCEPTED, " ")
    assert review.text() == SHEET

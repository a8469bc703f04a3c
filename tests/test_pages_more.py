"""Timelines, matrices, tables and profiles: what they hold, and what they refuse."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode

from fashion_kg.answers.provenance import statements
from fashion_kg.answers.reviewed import reviewed_among
from fashion_kg.build import make_quads, read_project
from fashion_kg.errors import UsageError
from fashion_kg.layout import Project
from fashion_kg.namespaces import BASE
from fashion_kg.network import Filters
from fashion_kg.ontology import Ontology
from fashion_kg.store import EmbeddedStore
from fashion_kg.views import ViewRequest, find
from fashion_kg.views._page import unpacked
from fashion_kg.views._spans import date_words
from fashion_kg.views.matrix import season_time, similar
from fashion_kg.views.profile import tame
from fashion_kg.views.timeline import timeline_rows
from projects import TESTS

Ask = Callable[..., ViewRequest]


@pytest.fixture(scope="module")
def world_store(ontology: Ontology) -> EmbeddedStore:
    project = Project(TESTS / "world")
    return make_quads(project, ontology, read_project(project, ontology)[1], lambda _: None)


@pytest.fixture
def world(world_store: EmbeddedStore, ontology: Ontology) -> Ask:
    """Ask something of the test world."""

    def ask(*words: str, **given: Any) -> ViewRequest:
        return ViewRequest(Project(TESTS / "world"), world_store, ontology, words, **given)

    return ask


@pytest.fixture
def articles(repository: Project, repository_store: EmbeddedStore, ontology: Ontology) -> Ask:
    """Ask something of the five articles."""

    def ask(*words: str, **given: Any) -> ViewRequest:
        return ViewRequest(repository, repository_store, ontology, words, **given)

    return ask


def blocks_of(page: str) -> dict[str, Any]:
    """Return the data of a page by the names of its blocks."""
    found = re.findall(r'<script type="application/octet-stream" id="(\w+)">([^<]*)</script>', page)
    return {name: unpacked(block) for name, block in found}


def marks_of(request: ViewRequest, name: str, lane: str) -> dict[str, list[tuple[str, str, str]]]:
    """Return form, text and rank of the dates in one lane of a timeline, by the row's name."""
    labels = request.names.labels()
    rows, _ = timeline_rows(request, request.names.find(name).value)
    return {
        row.heading or labels[row.things[0]]: [(mark.form, mark.text, mark.rank) for mark in row.marks]
        for row in rows
        if row.lane == lane
    }


# -- timeline ---------------------------------------------------------------------------------------


def test_a_campaign_stands_at_its_dates_else_its_season_and_first_report(world: Ask) -> None:
    found = marks_of(world(), "Maison Orlo", "Campaign")
    assert [mark[:2] for mark in found["Night Market"] if mark[0] == "point"] == [
        ("point", "2031-02-03"),
        ("point", "2031-02-04"),
    ]
    assert ("season", "Spring 2032", "deprecated") in found["Night Market"]
    assert found["Second Tide"] == [("season", "Spring 2032", "normal"), ("reported", "2032-03-10", "normal")]


def test_what_nobody_dates_has_no_mark_and_an_open_end_stays_open(world: Ask) -> None:
    ambassadors = marks_of(world(), "Maison Orlo", "Ambassadorship")
    assert ambassadors["Han Seo-jun"] == [("announced", "2031-02-03", "normal")]
    assert ambassadors["Odé"] == []
    rows, _ = timeline_rows(world(), BASE + "brand/maison-orlo")
    spans = {mark.text: mark for row in rows for mark in row.marks if mark.form == "span"}
    assert spans["– 2028"].since is None
    assert spans["2029 –"].until is None
    assert spans["2029 –"].since == (dt.date(2029, 1, 1), dt.date(2029, 12, 31))


def test_sources_that_disagree_about_a_date_share_a_row_that_shows_all_values(world: Ask) -> None:
    rows, _ = timeline_rows(world(), BASE + "product/lantern")
    released = next(row for row in rows if row.heading == "released")
    assert released.disputed
    assert [mark.text for mark in released.marks] == ["1998", "1999"]
    tenures = [row for row in timeline_rows(world(), BASE + "brand/maison-orlo")[0] if row.lane == "Tenure"]
    assert [[mark.text for mark in row.marks] for row in tenures if row.disputed] == [["2029 –", "2030 –"]]


def test_the_same_date_of_several_sources_is_one_mark_with_all_their_statements(articles: Ask) -> None:
    rows, _ = timeline_rows(articles(), BASE + "product/le-city")
    first = next(row for row in rows if row.heading == "introduced")
    assert [mark.text for mark in first.marks] == ["2000", "2001"]
    again = next(row for row in rows if row.heading == "re-released")
    # Two statements say so without a date: voices of the row, and of none of its dates.
    assert len(again.statements) > sum(len(mark.statements) for mark in again.marks)


def test_a_person_has_the_credits_of_a_group_only_where_members_count(world: Ask) -> None:
    alone = marks_of(world(), "Lio Brandt", "Campaign")
    assert "Night Market" not in alone
    assert "Night Market" in marks_of(world(counted="members"), "Lio Brandt", "Campaign")


def test_filters_cut_a_timeline_down_and_say_so(world: Ask, articles: Ask) -> None:
    request = world(filters=Filters(since=dt.date(2032, 1, 1)))
    rows, left_out = timeline_rows(request, BASE + "brand/maison-orlo")
    assert {row.things[0] for row in rows if row.lane == "Campaign"} == {
        BASE + "campaign/night-market",  # for the season that was judged wrong
        BASE + "campaign/second-tide",
    }
    assert any("outside the time window" in told for told in left_out)
    source = articles().names.find("dscene-its-different", "source").value
    only = articles(filters=Filters(sources=frozenset({source})))
    rows, _ = timeline_rows(only, BASE + "product/le-city")
    assert [mark.text for row in rows if row.heading == "introduced" for mark in row.marks] == ["2001"]


def test_dates_are_as_wide_as_they_are() -> None:
    def words(first: str, last: str) -> str:
        return date_words((dt.date.fromisoformat(first), dt.date.fromisoformat(last)))

    assert words("2000-01-01", "2000-12-31") == "2000"
    assert words("2000-01-01", "2009-12-31") == "2000–2009"
    assert words("2024-02-01", "2024-02-29") == "2024-02"
    assert words("2024-02-01", "2024-02-28") == "2024-02-01–2024-02-28"
    assert words("2024-04-11", "2024-04-11") == "2024-04-11"
    assert words("9999-12-01", "9999-12-31") == "9999-12"


def test_a_timeline_page_quotes_the_places_that_why_tells(articles: Ask) -> None:
    request = articles("Le City")
    blocks = blocks_of(find("timeline").render(request))
    evidence, content = blocks["evidence"], blocks["content"]
    row = next(row for row in content["rows"] if row["heading"] == "introduced")
    for number in row["statements"]:
        iri = BASE + evidence["statements"]["id"][number]
        said = statements(request.store, request.project.query_folders, NamedNode(iri))[0]
        phrases = [
            phrase
            for at, phrase in zip(evidence["places"]["statement"], evidence["places"]["phrase"], strict=True)
            if at == number
        ]
        assert sorted(phrases) == sorted(place.phrase for place in said.places)
        assert evidence["statements"]["sentence"][number] == said.sentence


@pytest.mark.parametrize(
    ("states", "told"),
    [
        (["accepted"] * 3, ""),
        ([], ""),
        (["unreviewed"], "0 of 1 statement shown is accepted; 1 was read once."),
        (["unreviewed"] * 2, "0 of 2 statements shown are accepted; all were read once."),
        (["accepted", "unreviewed"], "1 of 2 statements shown is accepted; 1 was read once."),
        (
            ["accepted"] * 2 + ["unreviewed"] * 3,
            "2 of 5 statements shown are accepted; the others were read once.",
        ),
        (
            ["accepted"] * 2 + ["unreviewed", "proposed", "proposed"],
            "2 of 5 statements shown are accepted; 1 was read once and 2 are only proposed.",
        ),
    ],
)
def test_a_page_says_how_much_is_accepted(states: list[str], told: str) -> None:
    assert reviewed_among(states) == told


def test_a_page_says_what_only_rows_of_a_table_make() -> None:
    begins = "2 of 6 statements shown are accepted; "
    states = ["accepted"] * 2 + ["unreviewed"] * 4
    assert reviewed_among(states, 1) == f"{begins}3 were read once and 1 only stands in rows of a table."
    assert reviewed_among(states, 4) == f"{begins}the others only stand in rows of a table."
    told = f"{begins}1 was read once, 2 only stand in rows of a table and 1 is only proposed."
    assert reviewed_among([*states[:-1], "proposed"], 2) == told


def test_a_name_stands_in_the_page_with_the_statements_that_keep_it(world: Ask) -> None:
    blocks = blocks_of(find("relationships").render(world(options={"projection": "co-credits"})))
    own, statements = blocks["reasons"]["own"], blocks["evidence"]["statements"]
    assert set(own["node"]) == set(range(len(blocks["picture"]["nodes"]["x"])))
    for node, said in zip(own["node"], own["statements"], strict=True):
        for number in said if isinstance(said, list) else [said]:
            mentioned = statements["things"][number]
            assert node in (mentioned if isinstance(mentioned, list) else [mentioned])


# -- matrix -----------------------------------------------------------------------------------------


def test_a_matrix_holds_the_ties_of_the_projection(world: Ask) -> None:
    content = blocks_of(find("matrix").render(world("brand-talent")))["content"]
    names = content["things"]["label"]
    weights = {
        (names[content["rows"][cell["row"]]], names[content["columns"][cell["column"]]]): len(cell["ties"])
        for cell in content["cells"]
    }
    assert weights["June Okafor", "Maison Orlo"] == 2
    assert weights["June Okafor", "Kumo"] == 1
    assert ("Odé", "Kumo") not in weights
    assert content["page"]["projection"]["weight"] == "number of campaigns"
    assert content["heads"] == {"rows": "agent", "columns": "brand"}


def test_brands_stand_against_seasons(world: Ask) -> None:
    content = blocks_of(find("matrix").render(world("brand-season")))["content"]
    names = content["things"]["label"]
    columns = [names[thing] for thing in content["columns"]]
    assert "Spring 2031" in columns
    assert "Spring 2032" in columns


def test_rows_that_are_alike_stand_together() -> None:
    import numpy as np

    one, two = [1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0]
    order = similar(np.array([one, two, one, two, one]))
    kinds = ["one" if place in (0, 2, 4) else "two" for place in order]
    assert kinds in (["one"] * 3 + ["two"] * 2, ["two"] * 2 + ["one"] * 3)
    assert similar(np.array([one, two])) == [0, 1]
    assert sorted(similar(np.zeros((4, 3)))) == [0, 1, 2, 3]


def test_a_large_matrix_keeps_the_heaviest_and_says_so(world: Ask) -> None:
    content = blocks_of(find("matrix").render(world("brand-talent", options={"most": "2"})))["content"]
    assert len(content["rows"]) == len(content["columns"]) == 2
    assert any("at most" in told for told in content["page"]["leftOut"])
    whole = blocks_of(find("matrix").render(world("brand-talent")))["content"]
    assert content["whole"] == {side: len(whole[side]) for side in ("rows", "columns")} == whole["whole"]


def test_seasons_of_a_matrix_stand_in_time(world: Ask) -> None:
    content = blocks_of(find("matrix").render(world("brand-season")))["content"]
    assert content["timed"] == {"rows": False, "columns": True}
    told = [season_time(content["things"]["label"][thing].casefold()) for thing in content["columns"]]
    assert told == sorted(told)
    names = [
        "fall 2017",
        "spring 2018",
        "summer 2017",
        "cruise 2018",
        "pre-fall 2017",
        "no year",
        "holiday 2017",
    ]
    assert sorted(names, key=season_time) == [
        *(
            "summer 2017",
            "pre-fall 2017",
            "fall 2017",
            "holiday 2017",
            "cruise 2018",
            "spring 2018",
            "no year",
        )
    ]


# -- table ------------------------------------------------------------------------------------------


def test_a_table_holds_what_the_question_answers(world: Ask) -> None:
    content = blocks_of(find("table").render(world("people/credits", "lio-mina")))["content"]
    columns = {column["name"]: column for column in content["columns"]}
    # The name of a campaign is its link; it has no column of its own.
    assert "campaignLabel" not in columns
    assert columns["campaign"]["form"] == "thing"
    assert columns["roleLabel"]["meaning"].startswith("what the agent did")
    assert content["parameters"] == [
        {"name": "agent", "value": BASE + "group/lio-mina", "label": "Lio & Mina"}
    ]
    campaigns = {content["things"]["label"][row[0]["thing"]] for row in content["rows"]}
    assert campaigns == {"Night Market", "Second Tide"}


def test_numbers_statements_and_lists_are_told_apart(world: Ask) -> None:
    counts = blocks_of(find("table").render(world("graph/counts")))["content"]
    assert [column["form"] for column in counts["columns"]] == ["text", "text", "number"]
    why = blocks_of(find("table").render(world("claims/why", "lantern")))
    assert why["content"]["columns"][0]["form"] == "statement"
    assert len(why["evidence"]["statements"]["id"]) == len(set(why["evidence"]["statements"]["id"]))


def test_only_what_a_question_joins_is_a_list(
    tmp_path: Path, ontology: Ontology, world_store: EmbeddedStore, world: Ask
) -> None:
    forms = {
        column["name"]: column["form"]
        for column in blocks_of(find("table").render(world("claims/conflicts")))["content"]["columns"]
    }
    assert (forms["sources"], forms["decision"]) == ("list", "text")
    folder = tmp_path / "queries"
    folder.mkdir()
    (tmp_path / "graph" / "sources").mkdir(parents=True)
    (folder / "said.rq").write_text(
        '#+ summary: Words.\nSELECT ?reason (GROUP_CONCAT(?one; separator="; ") AS ?all) WHERE {'
        ' VALUES ?reason { "It says so; the other does not." } VALUES ?one { "a" "b" }'
        " } GROUP BY ?reason",
        encoding="utf-8",
    )
    content = blocks_of(
        find("table").render(ViewRequest(Project(tmp_path), world_store, ontology, ("said",)))
    )["content"]
    assert [column["form"] for column in content["columns"]] == ["text", "list"]
    assert content["rows"] == [["It says so; the other does not.", ["a", "b"]]]


def test_triples_are_a_table_and_yes_or_no_is_none(
    tmp_path: Path, ontology: Ontology, world_store: EmbeddedStore
) -> None:
    folder = tmp_path / "queries"
    folder.mkdir()
    (tmp_path / "graph" / "sources").mkdir(parents=True)
    head = "#+ summary: Reissues.\nPREFIX fkg: <https://w3id.org/fashion-kg/ontology#>\n"
    (folder / "made.rq").write_text(
        head + "CONSTRUCT { ?s fkg:brand ?o } WHERE { ?s fkg:brand ?o }", encoding="utf-8"
    )
    (folder / "asked.rq").write_text(head + "ASK { ?s fkg:brand ?o }", encoding="utf-8")
    request = ViewRequest(Project(tmp_path), world_store, ontology, ("made",))
    content = blocks_of(find("table").render(request))["content"]
    assert [column["name"] for column in content["columns"]] == ["subject", "predicate", "object"]
    assert content["rows"][0][1] == "brand"
    with pytest.raises(UsageError, match="answered by yes alone, which makes no table"):
        find("table").render(replace(request, words=("asked",)))


# -- profile ----------------------------------------------------------------------------------------


def test_a_profile_is_readable_without_its_script_and_every_line_has_its_sources(articles: Ask) -> None:
    page = find("profile").render(articles("Closet"))
    body = page.split("<main", 1)[1].split("</main>", 1)[0]
    for words in ("Inez &amp; Vinoodh", "photographer", "Spring 2024", "judged wrong", "lensed by Inez"):
        assert words in body
    notes = set(re.findall(r'href="#note-(\d+)"', body))
    assert notes == set(re.findall(r'id="note-(\d+)"', body))
    for entry in re.findall(r'<li><span class="lead">.*?</li>', body, re.S):
        assert "#note-" in entry
    assert "<noscript>" not in page


def test_a_profile_gathers_collaborators_houses_and_disagreements(world: Ask) -> None:
    body = find("profile").render(world("Haruka Mori"))
    for title in (
        "Roles",
        "Campaigns",
        "Worked with",
        "Worked for",
        "Where sources disagree, and what was judged",
    ):
        assert f"<h2>{title}</h2>" in body
    assert "1 voice" in body
    assert "Le Fil alone prints hair" in body


def test_a_profile_opens_in_the_language_asked_for(world: Ask) -> None:
    request = world("Wen Jia")
    labels = request.names.labels("zh-Hant")
    own = labels[request.names.find("Wen Jia").value]
    page = find("profile").render(world("Wen Jia", language="zh-Hant"))
    assert own != "Wen Jia"
    assert f'data-thing="0" lang="zh-Hant">{own}</bdi></h1>' in page


def test_names_are_tame_and_end() -> None:
    assert tame("a\u202eb\u0000c") == "a b c"
    assert len(tame("x" * 10_000)) == 400
    assert tame("陳 <b>") == "陳 <b>"


@pytest.mark.parametrize("view", ["timeline", "profile"])
def test_hostile_names_stay_names(world: Ask, view: str) -> None:
    page = find(view).render(world('Bobby "?x }" <script>alert(1)</script>'))
    assert "<script>alert" not in page
    # Besides the page's own script there are only its blocks of data.
    assert len(re.findall(r"<script>", page)) == 1


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("timeline", ("Maison Orlo",)),
        ("matrix", ("photographer-brand",)),
        ("table", ("sources/list",)),
        ("profile", ("Lantern",)),
    ],
)
def test_pages_are_the_same_every_time_and_let_nothing_in(
    view: str, words: tuple[str, ...], world: Ask
) -> None:
    page = find(view).render(world(*words))
    assert page == find(view).render(world(*words))
    assert "default-src 'none'" in page
    assert not re.search(r"\sstyle=|\son\w+=", page.split("<main", 1)[1].split("<script", 1)[0])


# -- what is refused --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("view", "words", "filters", "message"),
    [
        ("timeline", (), {}, "is about one thing"),
        ("timeline", ("Nobody Here",), {}, "no thing called"),
        ("timeline", ("spring-2031",), {}, "is a season, and has no timeline"),
        ("timeline", ("Lantern",), {"weight": 2}, "does not heed --min-weight"),
        ("timeline", ("Lantern",), {"since": dt.date(2090, 1, 1)}, "is left to show"),
        ("profile", ("Lantern", "Kumo"), {}, "is about one thing"),
        ("profile", ("lisbon",), {}, "is a place, and has no profile"),
        ("profile", ("Lantern",), {"since": dt.date(2000, 1, 1)}, "does not heed --from"),
        ("matrix", (), {}, "Choose one of"),
        ("matrix", ("co-credits",), {}, "does not tie things of one kind"),
        ("matrix", ("brand-talnt",), {}, 'Did you mean "brand-talent"'),
        ("matrix", ("brand-talent",), {"since": dt.date(2090, 1, 1)}, "has nothing to show"),
        ("table", (), {}, "answers a question"),
        ("table", ("people/credit",), {}, 'Did you mean "people/credits"'),
        ("table", ("people/credits",), {}, "needs agent"),
        ("table", ("sources/list",), {"review": "accepted"}, "does not heed --reviewed-only"),
    ],
)
def test_what_cannot_be_shown_is_told_in_a_sentence(
    view: str, words: tuple[str, ...], filters: dict[str, Any], message: str, world: Ask
) -> None:
    with pytest.raises(UsageError, match=re.escape(message)):
        find(view).render(world(*words, filters=Filters(**filters)))


@pytest.mark.parametrize(("view", "word"), [("table", "sources/list"), ("profile", "Lantern")])
def test_a_view_that_cannot_count_members_says_so(view: str, word: str, world: Ask) -> None:
    with pytest.raises(UsageError, match=f"A {view} does not heed --count members"):
        find(view).render(world(word, counted="members"))

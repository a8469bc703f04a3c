"""Networks: which statements make an edge, what filters leave and leave out, and what is said of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fashion_kg
from commands import build_world
from fashion_kg.answers.table import Table
from fashion_kg.cli import main
from fashion_kg.errors import UsageError
from fashion_kg.namespaces import PREFIXES
from fashion_kg.network import MEMBERS, REVIEW_STATES, Filters, Occasion, Projection, Tie
from fashion_kg.ontology import Ontology
from fashion_kg.projections import filters_in_words, find_projection, left_out_in_words, project, roles_below
from fashion_kg.queries import find_query
from made_networks import projection, tie
from projects import ROOT

PROJECTIONS = (
    "agent-campaign-product", "ambassadors", "brand-brand", "brand-talent", "citations", "co-credits",
    "everything", "photographer-brand", "press-waves", "tenures",
)  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> fashion_kg.Graph:
    return fashion_kg.open(build_world(tmp_path_factory.mktemp("network") / "world"))


def ends(made: Projection) -> set[tuple[str, ...]]:
    return {tuple(end.rsplit("/", 1)[-1] for end in edge) for edge in made.edges}


# -- edges ------------------------------------------------------------------------------------------


def test_those_that_share_a_campaign_are_tied_as_often_as_they_do() -> None:
    made = projection(
        [tie(name, via="x") for name in ("ada", "bo", "cy")]
        + [tie("bo", via="x", role="twice")]
        + [tie("ada", via="y"), tie("bo", via="y"), tie("dee", via="z")]
    )
    assert {edge: len(reasons) for edge, reasons in made.edges.items()} == {
        ("ada", "bo"): 2,
        ("ada", "cy"): 1,
        ("bo", "cy"): 1,
    }
    one, two = made.edges["ada", "bo"]["x"]
    assert ([each.left for each in one], [each.role for each in two]) == (["ada"], [None, "twice"])
    assert made.nodes == ["ada", "bo", "cy", "dee"]
    assert made.components == [["ada", "bo", "cy"], ["dee"]]
    assert made.counts == {"nodes": 4, "edges": 3, "components": 2, "statements": 7, "sources": 1}


def test_a_direction_is_kept_only_where_the_question_has_one() -> None:
    ties = [tie("b", "a", "x"), tie("a", "b", "y"), tie("a", "a", "z")]
    assert {edge: len(reasons) for edge, reasons in projection(ties).edges.items()} == {("a", "b"): 2}
    directed = projection(ties, directed=True)
    assert set(directed.edges) == {("a", "b"), ("b", "a")}
    assert directed.network().is_directed()


@pytest.mark.parametrize(
    ("more", "tied"),
    [
        ([], False),
        # The group a second time, in another role, is still the group.
        ([tie("ada", statement="2", group="duo"), tie("bo", statement="2", group="duo")], False),
        # Whoever is credited by herself works with the other.
        ([tie("ada", statement="3")], True),
        # In another group without the other, too.
        ([tie("ada", statement="4", group="trio"), tie("cy", statement="4", group="trio")], True),
    ],
)
def test_a_groups_own_credit_makes_its_members_no_pair(more: list[Tie], tied: bool) -> None:
    ties = [tie("ada", statement="1", group="duo"), tie("bo", statement="1", group="duo"), tie("zoe")]
    made = projection([*ties, *more])
    assert (("ada", "bo") in made.edges) is tied
    assert {("ada", "zoe"), ("bo", "zoe")} <= set(made.edges)


def test_one_statement_of_two_brands_ties_them_where_no_group_is_in_it() -> None:
    made = projection([tie("brand-a", via="ada", statement="1"), tie("brand-b", via="ada", statement="1")])
    assert set(made.edges) == {("brand-a", "brand-b")}


def test_a_duo_of_the_world_is_one_or_two_and_never_a_pair(world: fashion_kg.Graph) -> None:
    groups, members = (ends(world.projection(counted=counted)) for counted in ("groups", MEMBERS))
    names = {name for edge in members for name in edge}
    assert "lio-mina" in {name for edge in groups for name in edge}
    assert not {"lio-brandt", "mina-brandt"} & {name for edge in groups for name in edge}
    assert {"lio-brandt", "mina-brandt"} <= names
    assert "lio-mina" not in names
    assert ("lio-brandt", "mina-brandt") not in members


# -- filters ----------------------------------------------------------------------------------------

DAY = dt.date(2031, 5, 5)


def at(*names: str) -> frozenset[str]:
    """Return addresses."""
    return frozenset(f"made://{name}" for name in names)


OCCASIONS = {
    "old": Occasion(at("a"), at("spring"), dt.date(2020, 1, 1), dt.date(2020, 12, 31)),
    "new": Occasion(at("b"), at("autumn"), DAY, DAY),
    "told": Occasion(at("a"), reported=DAY),
}
some_ties = st.lists(
    st.builds(
        tie,
        st.sampled_from("abcd"),
        st.sampled_from("efgh"),
        st.sampled_from(["old", "new", "told", "never"]),
        statement=st.sampled_from("123456"),
        sources=st.sets(st.sampled_from(sorted(at("s", "t", "u"))), min_size=1),
        role=st.sampled_from([*at("r"), *at("q"), None]),
        rank=st.sampled_from(["preferred", "normal", "deprecated"]),
        review=st.sampled_from(REVIEW_STATES),
    ),
    max_size=12,
)
some = st.frozensets(st.sampled_from(sorted(at("a", "b", "spring", "r", "s", "t"))), max_size=2)
some_filters = st.builds(
    Filters,
    since=st.sampled_from([None, dt.date(2021, 1, 1)]),
    until=st.sampled_from([None, dt.date(2030, 1, 1)]),
    roles=some,
    brands=some,
    seasons=some,
    sources=some,
    without=some,
    review=st.sampled_from(REVIEW_STATES),
)


@given(some_ties, some_filters)
def test_every_statement_is_kept_or_counted_as_left_out(ties: list[Tie], filters: Filters) -> None:
    made = projection(ties, occasions=OCCASIONS)
    cut = made.narrowed(filters)
    kept, all_of_them = ({each.statement for each in one.ties} for one in (cut, made))
    assert kept <= all_of_them
    # A statement that several ties make is counted by each reason for which one of them went.
    assert bool(cut.left_out) == (kept != all_of_them)
    assert sum(cut.left_out.values()) >= len(all_of_them - kept)
    assert all(count <= len(all_of_them - kept) for count in cut.left_out.values())
    assert all(each.rank != "deprecated" and each.sources for each in cut.ties)
    assert not any(each.sources & filters.without for each in cut.ties)
    # What is cut once stays as it is.
    assert cut.narrowed(filters).ties == cut.ties


@given(some_ties, st.sampled_from(["s", "t", "v"]))
def test_without_a_source_is_the_network_that_nobody_read_it_for(ties: list[Tie], source: str) -> None:
    made = projection(ties)
    rest = made.without_source(source)
    assert source not in rest.sources
    assert {each.statement for each in rest.ties} == {
        each.statement for each in ties if each.sources - {source}
    }
    if all(source not in each.sources or len(each.sources) > 1 for each in ties):
        assert rest.edges.keys() == made.edges.keys()
        assert rest.counts["statements"] == made.counts["statements"]


@pytest.mark.parametrize(
    ("filters", "vias", "why"),
    [
        (Filters(since=dt.date(2021, 1, 1)), {"new", "told"}, "outside the time window"),
        (Filters(until=dt.date(2021, 1, 1)), {"old"}, "dated by no source, so in no time window"),
        (Filters(brands=at("a")), {"old", "told"}, "another brand"),
        (Filters(seasons=at("autumn")), {"new"}, "another season"),
        (Filters(roles=at("r")), {"never"}, "another role"),
        (Filters(sources=at("t")), {"old"}, "said by no source asked for"),
        (
            Filters(without=at("t")),
            {"new", "told", "never"},
            "said only by a source that is not heard",
        ),
        (Filters(review="accepted"), {"old", "new", "told"}, "not reviewed far enough"),
    ],
)
def test_a_filter_leaves_what_fits(filters: Filters, vias: set[str], why: str) -> None:
    made = projection(
        [
            tie("x", "y", "old", sources=at("t")),
            tie("x", "y", "new"),
            tie("x", "y", "told"),
            tie("x", "y", "never", role="made://r", review="unreviewed"),
        ],
        occasions=OCCASIONS,
        filters=filters,
    )
    assert {each.via for each in made.ties} == vias
    assert why in made.left_out


def test_an_occasion_of_its_own_dates_a_tie_that_goes_through_a_person() -> None:
    made = projection(
        [tie("brand-a", via="ada", occasion="old"), tie("brand-b", via="ada", occasion="new")],
        occasions=OCCASIONS,
        filters=Filters(since=dt.date(2021, 1, 1)),
    )
    assert [each.left for each in made.ties] == ["brand-b"]


@pytest.mark.parametrize(
    ("occasion", "since", "until", "kept"),
    [
        (Occasion(earliest=DAY), dt.date(2040, 1, 1), None, True),
        (Occasion(earliest=DAY), None, dt.date(2031, 5, 4), False),
        (Occasion(latest=DAY, reported=dt.date(2040, 1, 1)), None, dt.date(1990, 1, 1), True),
        (Occasion(latest=DAY, reported=dt.date(2040, 1, 1)), dt.date(2031, 5, 6), None, False),
        (Occasion(reported=DAY), dt.date(2031, 5, 6), None, False),
        (Occasion(reported=DAY), DAY, DAY, True),
    ],
)
def test_what_only_begins_runs_on_and_what_only_ends_has_always_been(
    occasion: Occasion, since: dt.date | None, until: dt.date | None, kept: bool
) -> None:
    made = projection([tie("a", "b", "x")], occasions={"x": occasion}, filters=Filters(since, until))
    assert bool(made.ties) is kept


def test_facts_stay_where_their_only_source_is_not_heard() -> None:
    ties = [tie("ada", "a", "old", sources=at("s", "t")), tie("bo", "a", "old", sources=at("t"))]
    made = projection(ties, occasions=OCCASIONS)
    kept = {"edges": {("a", "ada")}, "brands": at("a")}
    for rest in (
        made.without_source("made://t"),
        made.narrowed(Filters(without=at("t"), brands=at("a"), since=dt.date(2020, 1, 1))),
    ):
        assert {"edges": set(rest.edges), "brands": rest.occasions["old"].brands} == kept


def test_an_open_tenure_of_the_world_runs_on(world: fashion_kg.Graph) -> None:
    def held(**window: Any) -> int:
        return len(world.projection("network/tenures", filters=Filters(**window)).ties)

    # Two begin in 2029 and 2030 and are not said to end, one ended in 2028, one is only reported in 2031.
    assert held(since=dt.date(2040, 1, 1)) == 2
    assert held(until=dt.date(1990, 1, 1)) == 1
    assert held(since=dt.date(2029, 1, 1), until=dt.date(2029, 12, 31)) == 1
    assert held(since=dt.date(2031, 1, 1), until=dt.date(2031, 12, 31)) == 3


def test_edges_of_too_little_weight_go_with_those_that_they_leave_alone() -> None:
    ties = [tie("a", "b", "1"), tie("a", "b", "2"), tie("b", "c", "3")]
    made = projection(ties, filters=Filters(weight=2))
    assert (list(made.edges), made.nodes) == ([("a", "b")], ["a", "b"])
    assert left_out_in_words(made) == ["1 edge left out: its weight is below 2"]


def test_the_help_says_where_what_nobody_dates_is_placed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert said.count("what no source dates is placed by the day of its first report") == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"review": "acepted"}, 'no review state "acepted". Did you mean "accepted"'),
        ({"since": "2031"}, "since='2031' is no day. Give a datetime.date"),
        ({"until": dt.datetime(2031, 5, 5)}, "until=.* is no day"),  # noqa: DTZ001
        ({"brands": "made://a"}, "brands='made://a' is no set"),
        ({"seasons": 7}, "seasons=7 is no set"),
        ({"sources": ["the-hem"]}, r"sources: 'the-hem' is no address. .*graph.find\('the-hem'\)"),
        ({"roles": [None]}, "roles: None is no address"),
    ],
)
def test_a_filter_that_fits_nothing_is_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        Filters(**wrong)


def test_addresses_can_be_listed() -> None:
    listed: Any = ["made://a", "made://a"]
    assert Filters(brands=listed) == Filters(brands=at("a"))


def test_groups_are_counted_in_one_of_two_ways(world: fashion_kg.Graph) -> None:
    with pytest.raises(UsageError, match=r'counted by "member"\. Did you mean "members"'):
        world.projection(counted="member")
    with pytest.raises(UsageError, match="Use one of: groups, members"):
        world.projection("network/citations", counted="")


# -- in words ---------------------------------------------------------------------------------------


def test_filters_are_told_in_words(ontology: Ontology) -> None:
    # Two brands and two groups of roles, of which one has the other in it.
    roles = roles_below(ontology, ["talent", "photographer"])
    made = projection(
        [tie("a", "b", "told")],
        occasions=OCCASIONS,
        filters=Filters(
            since=dt.date(2023, 1, 1),
            until=dt.date(2031, 12, 31),
            brands=at("a", "b"),
            without=at("t"),
            review="accepted",
            weight=1.5,
        ),
    )
    named = {"made://a": "Kumo", "made://b": "Orlo", "made://t": "The Hem"}
    assert filters_in_words(made, named, ontology) == [
        "only what is for Kumo, Orlo",
        "without what only The Hem says",
        "from 2023-01-01",
        "until 2031-12-31",
        "only what is accepted",
        "only edges of weight 1.5 or more",
    ]
    assert left_out_in_words(made) == [
        "1 edge left out: its weight is below 1.5",
        "1 occasion is placed by the day of its first report, since no source dates it",
    ]
    by_role = projection([tie("a", "b")], filters=Filters(roles=roles))
    said = filters_in_words(by_role, {}, ontology)
    assert len(said) == 1
    assert "talent" in said[0]
    assert filters_in_words(projection([tie("a", "b")]), {}, ontology) == []


def test_what_was_left_out_is_told_in_words() -> None:
    made = projection(
        [tie("a", "b", "never"), tie("a", "c", "never"), tie("a", "d", "old", rank="deprecated")],
        occasions=OCCASIONS,
        filters=Filters(since=DAY),
    )
    assert left_out_in_words(made) == [
        "2 statements left out: dated by no source, so in no time window",
        "1 statement left out: judged wrong",
    ]


def test_a_role_is_found_by_its_group_by_name_and_in_other_lists(ontology: Ontology) -> None:
    talent = roles_below(ontology, ["talent"])
    assert talent > roles_below(ontology, ["model"])
    assert roles_below(ontology, ["Model"]) == roles_below(ontology, ["model"])
    assert roles_below(ontology, ["global"]) == {ontology.terms["AmbassadorKind"]["global"]}
    with pytest.raises(UsageError, match='Did you mean "photographer"'):
        roles_below(ontology, ["photografer"])


# -- the questions ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PROJECTIONS)
def test_every_edge_says_who_says_so(name: str, world: fashion_kg.Graph) -> None:
    made = world.projection(f"network/{name}")
    assert made.edges
    known = world.names.kinds()
    for reasons in made.edges.values():
        for one, two in reasons.values():
            assert one
            for each in (*one, *two):
                assert each.statement in known
                assert each.sources <= known.keys()
                assert each.role
                assert each.rank != "deprecated"


@pytest.mark.parametrize(
    ("name", "edge"),
    [
        ("brand-brand", ("kumo", "maison-orlo")),
        ("agent-campaign-product", ("second-tide", "june-okafor")),
        ("agent-campaign-product", ("maison-orlo", "night-market")),
        ("citations", ("le-fil-marche-de-nuit", "the-hem-night-market")),
        ("tenures", ("maison-orlo", "isaline-roux")),
        ("ambassadors", ("maison-orlo", "ode")),
        ("everything", ("maison-orlo", "ode")),
    ],
)
def test_what_is_tied_in_the_world(name: str, edge: tuple[str, str], world: fashion_kg.Graph) -> None:
    assert edge in {
        each for one, two in ends(world.projection(f"network/{name}")) for each in ((one, two), (two, one))
    }


def test_everything_holds_each_statement_between_two_things(world: fashion_kg.Graph) -> None:
    counted = world.sparql(
        """SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {
             { ?s a fkg:Credit } UNION { ?s a fkg:Ambassadorship } UNION { ?s a fkg:Tenure }
             UNION { ?s a fkg:Appearance } UNION { ?s a fkg:Feature }
             UNION { ?s a fkg:ProductEvent ; fkg:agent ?agent }
             UNION { ?s a fkg:Claim ; fkg:value ?value . ?value a fkg:Entity } }"""
    )
    assert isinstance(counted, Table)
    made = world.projection("network/everything")
    assert made.counts["statements"] + sum(made.left_out.values()) == next(iter(counted))["n"]


COUNTS_MEMBERS = [
    name
    for name in PROJECTIONS
    if "counted" in {each.name for each in find_query(f"network/{name}", [ROOT / "queries"]).parameters}
]


@pytest.mark.parametrize("name", COUNTS_MEMBERS)
def test_counting_members_changes_nothing_but_groups(name: str, world: fashion_kg.Graph) -> None:
    one, many = (world.projection(f"network/{name}", counted=counted) for counted in ("groups", MEMBERS))
    assert {each.statement for each in one.ties} == {each.statement for each in many.ties}
    members = {each for each in many.ties if each.group}
    if name == "brand-brand":
        return
    assert {(each.left, each.right, each.statement) for each in many.ties if not each.group} <= {
        (each.left, each.right, each.statement) for each in one.ties
    }
    assert {(each.group, each.right, each.statement) for each in members} == {
        (each.left, each.right, each.statement) for each in one.ties if each not in many.ties
    }


ROWS = """SELECT ?left ?right ?via ?statement ?rank ?review ?source WHERE {
  VALUES (?left ?right ?via ?statement ?rank ?review ?source) {
    (fkg:one fkg:other fkg:via fkg:said fkg:normal fkg:accepted fkg:source)
  }
}"""


def asked(
    world: fashion_kg.Graph, folder: Path, rows: str = ROWS, header: str = "{left: one, right: other}"
) -> Projection:
    """Return the network of a question of one's own."""
    (folder / "mine").mkdir(exist_ok=True)
    text = f"#+ summary: Mine\n#+ projection: {header}\n\nPREFIX fkg: <{PREFIXES['fkg']}>\n\n{rows}\n"
    (folder / "mine" / "tied.rq").write_text(text, encoding="utf-8")
    return project(find_query("mine/tied", [folder]), world.store, world.project.query_folders)


@pytest.mark.parametrize(
    ("header", "weighs"),
    [
        ("{left: one, right: other}", "number of statements"),
        ("{left: one, right: other, through: show}", "number of different shows"),
        ("{left: one, right: other, through: show, weight: nights}", "nights"),
    ],
)
def test_a_weight_is_told_by_what_it_counts(
    header: str, weighs: str, world: fashion_kg.Graph, tmp_path: Path
) -> None:
    made = asked(world, tmp_path, header=header)
    assert (made.weighs, len(made.edges)) == (weighs, 1)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            ROWS.replace("fkg:normal", "fkg:sure"),
            "column rank holds .*sure. It needs one of preferred",
        ),
        (ROWS.replace("fkg:accepted", "UNDEF"), "column review holds nothing. It needs one of proposed"),
        (ROWS.replace("fkg:one", "'Ada'"), 'column left holds "Ada". It needs an address in every row'),
        (ROWS.replace("fkg:other", "7"), "column right holds .*7.*. It needs an address"),
        (ROWS.replace("fkg:said", "UNDEF"), "column statement holds nothing. It needs an address"),
        (ROWS.replace("fkg:source", "UNDEF"), "column source holds nothing. It needs an address"),
        ("ASK { ?left ?right ?via }", "a projection needs rows. Write it with SELECT"),
        (ROWS.replace("SELECT ?left", "SELECT"), "needs the columns left. Add"),
    ],
)
def test_a_question_of_ones_own_is_told_what_its_rows_lack(
    rows: str, said: str, world: fashion_kg.Graph, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=rf"tied\.rq: .*{said}"):
        asked(world, tmp_path, rows)


def test_a_projection_says_what_it_ties(world: fashion_kg.Graph, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"tied\.rq: projection does not say what is right\."):
        asked(world, tmp_path, header="{left: one}")


def test_a_last_part_that_two_share_is_named_in_full(world: fashion_kg.Graph, tmp_path: Path) -> None:
    asked(world, tmp_path)
    (tmp_path / "yours").mkdir()
    (tmp_path / "yours" / "tied.rq").write_bytes((tmp_path / "mine" / "tied.rq").read_bytes())
    assert find_projection("mine/tied", [tmp_path]).name == "mine/tied"
    with pytest.raises(UsageError, match=r'"tied" can mean any of mine/tied, yours/tied\. Name one in full'):
        find_projection("tied", [tmp_path])
    with pytest.raises(UsageError, match='no projection "tide". Did you mean "tied"'):  # noqa: RUF043
        find_projection("tide", [tmp_path])


def test_a_citation_is_dated_by_the_source_that_copies(world: fashion_kg.Graph) -> None:
    def cited(**window: Any) -> int:
        return len(world.projection("network/citations", filters=Filters(**window)).edges)

    assert (cited(since=dt.date(2031, 2, 4)), cited(since=dt.date(2031, 2, 5))) == (1, 0)
    assert cited(until=dt.date(2031, 2, 4)) == 1

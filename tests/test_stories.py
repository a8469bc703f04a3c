"""Recurring teams, loyalty, overlap and change, against answers worked out by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts import PEOPLE, SIDES, ask, cast, made, rows, stands
from fashion_kg.errors import UsageError
from fashion_kg.measures import Measured, find, teams
from fashion_kg.measures._telling import needed_by, reasons_of
from fashion_kg.measures.loyalty import concentration
from fashion_kg.measures.teams import closed_sets
from fashion_kg.network import Filters, Occasion, Projection


def told(name: str, network: Projection, **options: str) -> Measured:
    return find(name).measure(ask(network, **options))


# -- teams ------------------------------------------------------------------------------------------

casts = st.dictionaries(st.sampled_from("123456"), st.frozensets(st.sampled_from("abcdef")), max_size=6)


@given(casts, st.integers(1, 4))
def test_teams_are_what_campaigns_have_in_common(drawn: dict[str, frozenset[str]], times: int) -> None:
    by_hand = {
        common: frozenset(each for each, people in drawn.items() if common <= people)
        for size in range(1, len(drawn) + 1)
        for some in combinations(drawn, size)
        if len(common := frozenset.intersection(*(drawn[each] for each in some))) > 1
    }
    found = closed_sets(drawn, times)
    assert found is not None
    assert len(found) == len(dict(found)), "each comes once"
    assert dict(found) == {team: where for team, where in by_hand.items() if len(where) >= times}


def test_the_southern_women() -> None:
    # A. Davis, B. and M. Gardner 1941: 18 women at 14 events; every set by brute force over the events.
    graph = nx.davis_southern_women_graph()
    events = {event: frozenset(graph[event]) for event in graph.graph["bottom"]}
    by_hand = {
        common
        for size in range(2, 15)
        for some in combinations(events.values(), size)
        if len(common := frozenset.intersection(*some)) > 1
    }
    found = closed_sets(events, 2)
    assert found is not None
    assert {team for team, _ in found} == by_hand
    together = {
        frozenset({"Theresa Anderson", "Evelyn Jefferson"}): 7,
        frozenset({"Nora Fayette", "Sylvia Avondale"}): 6,
    }
    times = {team: len(where) for team, where in found}
    assert {team: times[team] for team in together} == together


def test_the_most_frequent_and_largest_team_comes_first() -> None:
    network = cast({"1": "abcx", "2": "abcy", "3": "abz", "4": "yz", "5": "yz"})
    measured = told("teams", network)
    shown = [(row["rank"], row["members"], row["times"], row["campaigns"]) for row in rows(measured)]
    assert shown == [("1", "a b", 3, "1 2 3"), ("2", "a b c", 2, "1 2"), ("3", "y z", 2, "4 5")]
    assert measured.nodes == {"teams": {"a": 2, "b": 2, "c": 1, "y": 1, "z": 1}}
    assert [row["members"] for row in rows(told("teams", network, size="3"))] == ["a b c"]
    assert [row["members"] for row in rows(told("teams", network, times="3"))] == ["a b"]


def test_equal_teams_share_a_place() -> None:
    assert [row["rank"] for row in rows(told("teams", cast({"1": "abcd", "2": "ab", "3": "cd"})))] == [
        "1=",
        "1=",
    ]


def test_a_team_says_whether_it_stands_without_one_source() -> None:
    ties = [
        stands(person, campaign, sources=said)
        for campaign, said in (("1", "p"), ("2", "p"), ("3", "pq"))
        for person in "ab"
    ]
    row = rows(told("teams", made(ties, brands="x/orlo")))[0]
    assert (row["times"], row["timesWithoutOne"], row["sources"], row["brands"]) == (3, 1, "p q", "x/orlo")


def test_the_members_of_a_group_are_no_team_by_its_credits() -> None:
    group = [
        stands(person, campaign, group="duo", statement=campaign) for campaign in "12" for person in "ab"
    ]
    assert told("teams", made(group)).rows == []
    alone = [stands("a", campaign, statement=f"own {campaign}") for campaign in "12"]
    assert len(told("teams", made([*group, *alone])).rows) == 1


def test_where_hardly_anything_recurs_it_says_so() -> None:
    notes = told("teams", cast({"1": "ab", "2": "cd"})).notes
    assert "No team recurs." in notes
    assert any("next to nothing on so small a network" in note for note in notes)


def test_too_many_teams_ask_for_more_returns(monkeypatch: pytest.MonkeyPatch) -> None:
    network = cast({"1": "abc", "2": "abd", "3": "acd", "4": "bcd", "5": "ab"})
    assert closed_sets({"1": "abc", "2": "abd", "3": "acd"}, 2, most=2) is None
    monkeypatch.setattr(teams.closed_sets, "__defaults__", (2,))
    monkeypatch.setattr(teams, "MOST_TEAMS", 2)
    measured = told("teams", network)
    assert [(row["members"], row["times"]) for row in rows(measured)] == [("a b", 3)]
    assert any(
        "More than 2 teams return 2 times or more: listed are those that return 3" in note
        for note in measured.notes
    )


# -- loyalty ----------------------------------------------------------------------------------------


def test_concentration_as_published() -> None:
    # Six with 15 % each and ten with 1 % each: the usual example, H = 0.136.
    used = {f"big {number}": {f"{number}.{each}" for each in range(15)} for number in range(6)}
    used |= {f"small {number}": {f"s{number}"} for number in range(10)}
    found = concentration(used)
    assert 1 / found.effective == pytest.approx(0.136)
    assert found.herfindahl == pytest.approx((0.136 - 1 / 16) / (1 - 1 / 16))
    assert found.share == pytest.approx(0.15)


@pytest.mark.parametrize(
    ("used", "share", "herfindahl", "effective"),
    [
        ({"a": "123"}, 1, 1, 1),
        ({"a": "1", "b": "2", "c": "3"}, 1 / 3, 0, 3),
        ({"a": "123", "b": "4"}, 3 / 4, (10 / 16 - 1 / 2) * 2, 1.6),
        ({"a": "12", "b": "12"}, 1, 0, 2),
    ],
)
def test_concentration_by_hand(
    used: dict[str, str], share: float, herfindahl: float, effective: float
) -> None:
    found = concentration({maker: set(campaigns) for maker, campaigns in used.items()})
    assert (found.share, found.herfindahl, found.effective) == pytest.approx((share, herfindahl, effective))


def test_loyalty_of_a_brand() -> None:
    orlo = [stands("a", via, "orlo", sources=said) for via, said in (("1", "p"), ("2", "q"), ("3", "q"))]
    ties = [
        *orlo,
        stands("b", "4", "orlo", "p"),
        *(stands("c", via, "kumo") for via in "56"),
        stands("a", "1", "orlo", "p", role="x"),
    ]
    measured = told("loyalty", made(ties, SIDES))
    first, second = rows(measured)
    assert (first["brand"], first["campaigns"], first["makers"], first["mostUsed"]) == ("orlo", 4, 2, "a")
    assert (first["share"], first["shareLeast"], first["shareMost"]) == (0.75, 0.5, 1.0)
    assert (first["herfindahl"], first["effective"]) == (0.25, 1.6)
    assert first["reading"] == "the most used returns 3 times of 4"
    assert (second["rank"], second["brand"], second["herfindahl"], second["reading"]) == (
        None,
        "kumo",
        None,
        "too few to tell",
    )
    assert measured.nodes == {"concentration": {"orlo": 0.25}}
    assert any("1 brand of 2 with fewer than 3 campaigns" in note for note in measured.notes)
    assert [row["herfindahl"] for row in rows(told("loyalty", made(ties, SIDES), campaigns="2"))] == [
        1.0,
        0.25,
    ]


def test_the_most_used_are_several_where_they_are() -> None:
    ties = [stands(maker, via, "orlo") for maker, via in zip("aabbc", "12345", strict=True)]
    row = rows(told("loyalty", made(ties, SIDES)))[0]
    assert (row["mostUsedLabel"], row["reading"]) == ("a; b", "2 are used equally often, 2 times each of 5")


# -- overlap ----------------------------------------------------------------------------------------


def test_overlap_of_brands() -> None:
    faces = {"kumo": "ab", "orlo": "bcde", "lin": "abf", "sol": "z"}
    ties = [stands(face, f"{brand} {face}", brand) for brand, each in faces.items() for face in each]
    ties.append(stands("b", "kumo again", "kumo", "t"))
    measured = told("overlap", made(ties, SIDES))
    shown = [
        (
            row["rank"],
            row["one"],
            row["other"],
            row["together"],
            row["jaccard"],
            row["overlap"],
            row["shared"],
        )
        for row in rows(measured)
    ]
    assert shown == [
        ("1", "kumo", "lin", 2, round(2 / 3, 4), 1.0, "a b"),
        ("2", "kumo", "orlo", 1, 0.2, 0.5, "b"),
        ("3", "lin", "orlo", 1, round(1 / 6, 4), round(1 / 3, 4), "b"),
    ]
    assert [row["togetherWithoutOne"] for row in rows(measured)] == [0, 0, 0], "s alone says all but one"
    assert any("4 brands make 6 pairs: 3 share somebody, 3 share nobody" in note for note in measured.notes)
    assert len(told("overlap", made(ties, SIDES), shared="2").rows) == 1


def test_pairs_that_share_more_go_first() -> None:
    faces = {"kumo": "abcde", "orlo": "abfgh", "lin": "z", "sol": "z"}
    ties = [stands(face, f"{brand} {face}", brand) for brand, each in faces.items() for face in each]
    shown = [
        (row["rank"], row["one"], row["other"], row["together"], row["jaccard"])
        for row in rows(told("overlap", made(ties, SIDES)))
    ]
    assert shown == [("1", "kumo", "orlo", 2, 0.25), ("2", "lin", "sol", 1, 1.0)]


def test_one_brand_overlaps_with_none() -> None:
    measured = told("overlap", made([stands("a", "1", "orlo")], SIDES))
    assert measured.rows == []
    assert "There is only one brand in this network, and nothing to compare it with." in measured.notes


def test_light_edges_count_in_no_story() -> None:
    # a works twice for each brand, b twice for one and once for the other.
    counts = {("a", "kumo"): 2, ("a", "orlo"): 2, ("b", "kumo"): 2, ("b", "orlo"): 1}
    ties = [
        stands(face, f"{brand} {number}", brand)
        for (face, brand), many in counts.items()
        for number in range(many)
    ]
    whole = made(ties, SIDES)
    heavy = whole.narrowed(Filters(weight=2))
    shared = [rows(told("overlap", each))[0]["shared"] for each in (whole, heavy)]
    assert shared == ["a b", "a"]
    makers = [{row["brand"]: row["makers"] for row in rows(told("loyalty", each))} for each in (whole, heavy)]
    assert makers == [{"kumo": 2, "orlo": 2}, {"kumo": 2, "orlo": 1}]


# -- change -----------------------------------------------------------------------------------------


def five() -> Projection:
    """Two campaigns before 2032, two after, and one that nobody dates."""
    network = cast(
        {"one": "abc", "two": "ab", "three": "abd", "four": "ad", "never": "xy"},
        one="2030-01-01",
        two="2031-01-01",
        three="2032-01-01",
        four="2033-01-01",
    )
    return replace(
        network,
        occasions={via: replace(each, brands=frozenset({"orlo"})) for via, each in network.occasions.items()},
    )


def test_change_of_nodes() -> None:
    measured = told("change", five())
    shown = {(row["change"], row["thing"], row["before"], row["after"]) for row in rows(measured)}
    assert shown == {("new", "d", 0, 2), ("gone", "c", 1, 0), ("stayed", "a", 2, 2), ("stayed", "b", 2, 1)}
    assert measured.title == "What changed in test/network: until 2031-12-31, then from 2032-01-01"
    assert measured.nodes == {"change": {"a": "stayed", "b": "stayed", "c": "gone", "d": "new"}}
    assert "Left out: 1 campaign dated by no source." in measured.notes
    assert any("says nothing about a trend" in note for note in measured.notes)


def test_change_of_edges() -> None:
    shown = [
        (row["change"], row["one"], row["other"], row["before"], row["after"], row["through"])
        for row in rows(told("change", five(), show="edges"))
    ]
    assert shown == [
        ("gained", "a", "d", 0, 2, "four three"),
        ("gained", "b", "d", 0, 1, "three"),
        ("lost", "a", "c", 1, 0, "one"),
        ("lost", "b", "c", 1, 0, "one"),
        ("weakened", "a", "b", 2, 1, "one three two"),
    ]
    strengthened = rows(told("change", five(), show="edges", before="2030", after="2032..2033"))
    assert {row["change"] for row in strengthened} == {"gained", "lost", "unchanged"}


def test_turnover_of_a_brand() -> None:
    row = rows(told("change", five(), show="turnover"))[0]
    assert (row["house"], row["before"], row["after"], row["stayed"]) == ("orlo", 3, 3, 2)
    assert (row["turnover"], row["reading"]) == (round(2 / 6, 4), "2 of 3 stayed")
    assert (row["stayedNames"], row["newNames"], row["goneNames"]) == ("a; b", "d", "c")
    few = rows(told("change", five(), show="turnover", split="2033"))[0]
    assert (few["turnover"], few["reading"]) == (None, "too few to tell")


def test_light_edges_count_in_no_turnover() -> None:
    heavy = five().narrowed(Filters(weight=2))
    row = rows(told("change", heavy, show="turnover"))[0]
    assert (row["before"], row["after"], row["stayed"]) == (2, 2, 1), "a and b twice, then a and d twice"
    assert (row["newNames"], row["goneNames"]) == ("d", "b")


def test_what_is_dated_loosely_is_in_no_period() -> None:
    network = five()
    loose = Occasion(earliest=dt.date(2030, 1, 1), latest=dt.date(2033, 12, 31))
    measured = told("change", replace(network, occasions={**network.occasions, "never": loose}), split="2032")
    assert "Left out: 1 campaign dated so loosely that they fall in both periods." in measured.notes
    assert "x" not in measured.nodes["change"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"before": "2032", "after": "2030"}, r"The second period, 2030, lies before the first, 2032\."),
        (
            {"before": "2030..2032", "after": "2031..2033"},
            r"2031 to 2033, overlaps the first, 2030 to 2032\.",
        ),
        (
            {"before": "2032..2030", "after": "2033"},
            r'before cannot be "2032\.\.2030": it ends before it begins\.',
        ),
        ({"before": "2030"}, r"before needs after"),
        ({"after": "2030"}, r"after needs before"),
        ({"split": "2031", "before": "2030"}, r"Leave out one or the other"),
        ({"split": "soon"}, r'split cannot be "soon": it is not written YYYY'),
        ({"split": "0001"}, r"Choose a later day for split"),
        (
            {"split": "2050"},
            r"Nothing in test/network is dated from 2050-01-01\. What is dated begins on 2030-01-01 to",
        ),
        ({"show": "edge"}, r'show cannot be "edge"\. Did you mean "edges"\?'),
    ],
)
def test_periods_that_make_no_sense(options: dict[str, str], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        told("change", five(), **options)


def test_change_needs_dates() -> None:
    with pytest.raises(UsageError, match=r"None of 1 campaign in test/network is dated"):
        told("change", cast({"1": "ab"}))
    with pytest.raises(UsageError, match=r"Everything that is dated begins on 2030-01-01"):
        told("change", cast({"one": "ab", "two": "bc"}, one="2030-01-01", two="2030-01-01"))


# -- what they share --------------------------------------------------------------------------------


@given(
    st.lists(
        st.tuples(
            st.sampled_from("ab"), st.sampled_from("12"), st.frozensets(st.sampled_from("pqr"), min_size=1)
        ),
        max_size=8,
    )
)
def test_what_an_edge_needs_is_what_it_falls_without(drawn: list[tuple[str, str, frozenset[str]]]) -> None:
    network = made(
        stands(who, via, sources="".join(said), statement=str(at))
        for at, (who, via, said) in enumerate(drawn)
    )
    if ("a", "b") in network.edges:
        falls = {source for source in "pqr" if ("a", "b") not in network.without_source(source).edges}
        assert needed_by(reasons_of(network, "b", "a")) == falls


@pytest.mark.parametrize("name", ["teams", "loyalty", "overlap", "change", "who-next"])
def test_an_empty_network_is_one_sentence(name: str) -> None:
    empty = replace(made([]), left_out={"another role": 3})
    with pytest.raises(
        UsageError,
        match=r"^test/network is empty: 3 statements were left out, and no other is in it\. Loosen a filter$",
    ):
        told(name, empty)


@pytest.mark.parametrize("name", ["loyalty", "overlap"])
def test_brands_need_a_network_with_brands(name: str) -> None:
    with pytest.raises(
        UsageError, match=r"test/network has no two sides: its edges tie agent and agent\. Choose a network"
    ):
        told(name, cast({"1": "ab"}))


@pytest.mark.parametrize("name", ["teams", "who-next"])
def test_a_lone_node_is_no_error(name: str) -> None:
    measured = told(name, made([stands("a", "1")], PEOPLE))
    assert measured.rows == []
    assert any("next to nothing" in note for note in measured.notes)


@pytest.mark.parametrize(
    ("name", "options", "says"),
    [
        ("teams", {"size": "1"}, r'size cannot be "1"\. Write a whole number from 2'),
        ("teams", {"times": "-3"}, r'times cannot be "-3"'),
        ("teams", {"times": "²"}, r'times cannot be "²"'),
        ("who-next", {"top": "many"}, r'top cannot be "many"\. Write a whole number from 1, such as 20'),
        ("who-next", {"score": "adamic-ader"}, r'Did you mean "adamic-adar"\?'),
    ],
)
def test_options_are_read_strictly(name: str, options: dict[str, str], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        told(name, cast({"1": "ab"}), **options)

"""Links that may come: scores against NetworkX, the back-test against SciPy and against plain counting."""

from __future__ import annotations

import datetime as dt
import math
import random
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations, product

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu

from casts import PEOPLE, SIDES, ask, cast, edges, made, rows, stands
from fashion_kg.errors import UsageError
from fashion_kg.measures import find
from fashion_kg.measures._links import (
    POPULARITY,
    SCORES,
    Histogram,
    Links,
    histogram,
    links_of,
    resampled,
    scored,
)
from fashion_kg.network import Filters, Occasion, Projection


def all_scores(network: Projection, score: str) -> dict[tuple[str, str], float]:
    links = links_of(network)
    return {
        (links.rows[row], links.columns[column]): float(value)
        for part in scored(links, score)
        for row, column, value in zip(*part, strict=True)
    }


@pytest.mark.parametrize(
    ("score", "theirs"),
    [
        ("adamic-adar", nx.adamic_adar_index),
        ("resource-allocation", nx.resource_allocation_index),
        ("preferential-attachment", nx.preferential_attachment),
        (
            "common",
            lambda graph: (
                (a, b, len(list(nx.common_neighbors(graph, a, b)))) for a, b in nx.non_edges(graph)
            ),
        ),
    ],
)
def test_scores_of_the_karate_club(score: str, theirs: Callable[[nx.Graph[str]], object]) -> None:
    club = nx.relabel_nodes(nx.karate_club_graph(), lambda number: f"m{number:02}")
    near = {
        (min(a, b), max(a, b)): value
        for a, b, value in theirs(club)  # type: ignore[attr-defined]
        if list(nx.common_neighbors(club, a, b))
    }
    assert all_scores(edges(club.edges), score) == pytest.approx(near)


def test_scores_between_people_and_brands() -> None:
    # bo and cy work for kumo; bo shares orlo with ana, cy shares nothing with her.
    worked = {"ana": ["orlo"], "bo": ["orlo", "kumo"], "cy": ["kumo", "lin"]}
    network = made(
        (stands(who, f"{who} {brand}", brand) for who, brands in worked.items() for brand in brands), SIDES
    )
    assert all_scores(network, "common") == {("ana", "kumo"): 1, ("bo", "lin"): 1, ("cy", "orlo"): 1}
    assert all_scores(network, "resource-allocation")["ana", "kumo"] == 0.5
    assert all_scores(network, "adamic-adar")["ana", "kumo"] == pytest.approx(1 / math.log(2))
    assert all_scores(network, POPULARITY)["ana", "kumo"] == 1 * 2
    row = rows(find("who-next").measure(ask(network, score="common")))[0]
    assert (row["rank"], row["reason"]) == ("1=", "kumo has bo, tied where ana is")


def test_the_ranking_gives_its_reason() -> None:
    network = made(
        [
            stands(who, via, sources=said)
            for via, cast_, said in (("1", "ab", "p"), ("2", "bc", "q"), ("3", "ad", "p"), ("4", "dc", "p"))
            for who in cast_
        ]
    )
    measured = find("who-next").measure(ask(network, score="common", top="1"))
    assert [(row["one"], row["other"], row["score"], row["reason"]) for row in rows(measured)] == [
        ("a", "c", 2.0, "both are tied to b; d")
    ]
    assert (
        rows(measured)[0]["inCommon"],
        rows(measured)[0]["inCommonWithoutOne"],
        rows(measured)[0]["sources"],
    ) == (2, 0, "p q")
    assert "1 more pair with the same score as the last one listed." in measured.notes
    assert "Listed are the first 1: top=2 lists all." in measured.notes
    everything = find("who-next").measure(ask(network, score="common", top="2"))
    assert len(everything.rows) == 2
    assert not any("lists all" in note for note in everything.notes)
    assert measured.title == "Who may be tied next in test/network, by common"
    assert "2 pairs of 2 that are not tied have somebody in common; only these are ranked." in measured.notes
    assert any(note.startswith("No back-test is possible. None of 4 campaigns") for note in measured.notes)


def test_the_ranking_of_one_name() -> None:
    network = cast({"1": "ab", "2": "bc", "3": "cd"})
    for name, pairs in (("a", {"ac"}), ("c", {"ac"}), ("d", {"bd"})):
        found = rows(find("who-next").measure(ask(network, of=name)))
        assert {f"{row['one']}{row['other']}" for row in found} == pairs
    with pytest.raises(UsageError, match=r'Nothing in test/network is called "z"\. It has 4 nodes'):
        find("who-next").measure(ask(network, of="z"))
    same = replace(ask(network, of="Ana"), labels={"a": "Ana", "b": "ana"})
    with pytest.raises(UsageError, match=r'"Ana" can mean any of 2\. Name it by its address: a, b'):
        find("who-next").measure(same)


def test_between_two_kinds_the_title_says_what_in_common_means() -> None:
    worked = {"ana": ["orlo"], "bo": ["orlo", "kumo"]}
    network = made(
        [stands(who, f"{who} {brand}", brand) for who, each in worked.items() for brand in each], SIDES
    )
    assert find("who-next").measure(ask(network)).title == (
        "Who may be tied next in test/network, by adamic adar between two kinds (in common: others of the "
        "same kind)"
    )


def test_nobody_in_common_is_no_row() -> None:
    assert find("who-next").measure(ask(cast({"1": "ab", "2": "cd"}))).rows == []


# -- the back-test ----------------------------------------------------------------------------------


def test_who_has_worked_together_is_not_foretold_whatever_the_least_weight() -> None:
    # a and c share one campaign, and b two with each of a, c and d: only d may be new to a and to c.
    network = cast({"1": "ab", "2": "ab", "3": "bc", "4": "bc", "5": "ac", "6": "bd", "7": "bd"})
    heavy = network.narrowed(Filters(weight=2))
    assert ("a", "c") not in heavy.edges
    links = links_of(heavy)
    assert (links.possible, links.present) == (6, 4)
    for score in SCORES:
        assert set(all_scores(heavy, score)) == {("a", "d"), ("c", "d")}
    notes = find("who-next").measure(ask(heavy)).notes
    assert notes[0].startswith("2 pairs of 2 that are not tied, not even by less than the least weight, have")


def by_counting(links: Links, score: str, came: list[tuple[int, int]]) -> tuple[list[float], list[float]]:
    """Return the score of every link that came, and of every other that could have come, one by one."""
    found = {}
    for part in scored(links, score):
        found.update({(int(r), int(c)): float(v) for r, c, v in zip(*part, strict=True)})
    size = range(len(links.rows)), range(len(links.columns))
    possible = product(*size) if links.two_sided else combinations(size[0], 2)
    tied = links.tied.toarray()
    many = links.degrees()

    def value(pair: tuple[int, int]) -> float:
        return float(many[0][pair[0]] * many[1][pair[1]]) if score == POPULARITY else found.get(pair, 0.0)

    free = [pair for pair in possible if not tied[pair]]
    return [value(pair) for pair in came], [value(pair) for pair in free if pair not in set(came)]


few = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 6)), min_size=3, max_size=20)


@given(few, st.booleans(), st.sampled_from(SCORES), st.randoms(use_true_random=False))
def test_auc_is_the_rank_sum(
    drawn: list[tuple[int, int]], sides: bool, score: str, chance: random.Random
) -> None:
    if sides:
        network = made((stands(f"p{a}", f"{a}~{b}", f"b{b}") for a, b in drawn), SIDES)
    else:
        network = edges((f"n{a}", f"n{b}") for a, b in drawn if a != b)
    links = links_of(network)
    size = range(len(links.rows)), range(len(links.columns))
    tied = links.tied.toarray()
    free = [pair for pair in (product(*size) if sides else combinations(size[0], 2)) if not tied[pair]]
    if len(free) < 3:
        return
    came = chance.sample(free, chance.randint(1, len(free) - 1))
    counts, scores = histogram(links, score, came)
    ours, others = by_counting(links, score, came)
    assert list(scores) == ours
    assert counts.others.sum() == len(others)
    statistic = mannwhitneyu(ours, others).statistic
    assert counts.auc() == pytest.approx(statistic / (len(ours) * len(others)))
    assert float(np.mean(counts.placements_of(scores))) == pytest.approx(counts.auc())


def test_found_shares_ties() -> None:
    counts = Histogram(np.array([0.0, 1.0, 2.0]), np.array([6.0, 2.0, 0.0]), np.array([1.0, 2.0, 1.0]))
    # Four came: one with 2 is found; the other three places go to four with 1, two of which came.
    assert counts.found() == pytest.approx(1 + 3 * 2 / 4)


def test_samples_are_of_whole_occasions() -> None:
    together = {"x": np.array([1.0, 1.0, 0.0])}
    drawn = resampled(together, ["one", "one", "two"], seed=1)["x"]
    assert {round(float(value), 6) for value in drawn} == {0.0, round(2 / 3, 6), 1.0}
    assert np.array_equal(drawn, resampled(together, ["one", "one", "two"], seed=1)["x"])


def grown(wishes: bool, campaigns: int = 40) -> Projection:
    """Return two parts of a made-up history; later campaigns bring together those who have much in common."""
    chance = random.Random(7)  # noqa: S311 - a made-up history, no secret
    circles = [[f"p{circle}{each}" for each in range(12)] for circle in range(6)]
    everyone = [person for circle in circles for person in circle]
    ties, dates = [], {}
    for number in range(campaigns):
        pool = circles[number % 6] if wishes else everyone
        ties += [stands(person, f"c{number:02}") for person in chance.sample(pool, 4)]
        dates[f"c{number:02}"] = (dt.date(2030, 1, 1) + dt.timedelta(30 * number)).isoformat()
    return made(ties, PEOPLE, **dates)


def test_a_history_in_circles_is_foretold_and_one_by_chance_is_not() -> None:
    circles = rows(find("who-next").measure(ask(grown(wishes=True), show="back-test")))
    assert [row["score"] for row in circles] == ["guessing", *SCORES]
    best = circles[1]
    assert isinstance(best["auc"], float)
    assert best["auc"] > 0.8
    assert best["reading"] == "better than guessing, better than popularity"
    chance = rows(find("who-next").measure(ask(grown(wishes=False), show="back-test")))[1]
    assert chance["reading"] == "no better than guessing, no better than popularity"
    assert rows(find("who-next").measure(ask(grown(wishes=True), show="back-test"))) == circles, "it repeats"


def test_the_ranking_names_its_test() -> None:
    notes = find("who-next").measure(ask(grown(wishes=True))).notes
    told = next(note for note in notes if note.startswith("Back-test, from "))
    assert "guessing has 0.50, popularity " in told
    assert any("It is no forecast" in note for note in notes)


@pytest.mark.parametrize("campaigns", [3, 8])
def test_too_little_for_a_back_test(campaigns: int) -> None:
    network = grown(wishes=True, campaigns=campaigns)
    with pytest.raises(UsageError, match=r"a back-test needs 10 on 5 at least"):
        find("who-next").measure(ask(network, show="back-test"))
    notes = find("who-next").measure(ask(network)).notes
    assert any(note.startswith("No back-test is possible. Between those known before") for note in notes)


def test_what_is_undated_is_counted_and_not_used() -> None:
    network = grown(wishes=True)
    undated = {via: Occasion() if via in ("c00", "c39") else each for via, each in network.occasions.items()}
    notes = find("who-next").measure(ask(Projection(network.query, network.ties, undated))).notes
    assert "Not used: 2 campaigns dated by no source." in notes

"""Recurring teams: sets of people who return together, with the campaigns in which they do."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from fashion_kg.errors import counted
from fashion_kg.measures import Cell, Measured, Request
from fashion_kg.measures._ranks import shown_places
from fashion_kg.measures._telling import (
    FEW,
    addresses,
    listed,
    not_empty,
    through,
    told_by,
    whole,
)
from fashion_kg.network import Occasion, Tie

summary = "which teams recur: pairs and larger sets of people who return together, with the campaigns"
projection = "network/co-credits"
takes: tuple[str, ...] = ()
options: Mapping[str, str] = {
    "size": "least number of people in a team (default 2)",
    "times": "least number of campaigns in which it stands together (default 2)",
}

MOST_TEAMS = 20_000
"""Beyond this many teams, only those that return more often are listed."""

Team = tuple[frozenset[str], frozenset[str]]
"""People, and the campaigns in which all of them are."""
Casts = Mapping[str, Mapping[str, list[Tie]]]
"""By campaign and person, the statements that put the person there."""

_COLUMNS = {
    "rank": "place by times and size; equal ones share it",
    "members": "addresses of who returns together",
    "membersLabel": "their names",
    "size": "how many they are",
    "times": "in how many campaigns all of them are",
    "timesWithoutOne": "times that remain when the source that matters most is not heard",
    "campaigns": "addresses of the campaigns",
    "campaignsLabel": "their names",
    "brands": "addresses of the brands that these are for",
    "brandsLabel": "their names",
    "sources": "addresses of the sources that say so",
    "sourcesLabel": "their names",
}


def closed_sets(casts: Mapping[str, Iterable[str]], times: int, most: int = MOST_TEAMS) -> list[Team] | None:
    """Return every set of two people or more which is all that some campaigns have in common.

    Each set comes once, with all the campaigns that hold it: the closed sets of the table of campaigns and
    people, found by extensions that keep the prefix, so that the work grows with the number of sets found
    and not with that of possible sets (T. Uno, M. Kiyomi, H. Arimura, "LCM ver. 2", FIMI 2004).

    Args:
        casts: people by campaign.
        times: least number of campaigns.
        most: how many sets to find at most.

    Returns:
        None where there are more than ``most``.
    """
    within: dict[str, set[str]] = defaultdict(set)
    for campaign, cast in casts.items():
        for person in cast:
            within[person].add(campaign)
    frequent = sorted(person for person, campaigns in within.items() if len(campaigns) >= times)
    order = {person: number for number, person in enumerate(frequent)}
    kept = {
        campaign: frozenset(person for person in cast if person in order) for campaign, cast in casts.items()
    }
    found: list[Team] = []
    everywhere = frozenset(person for person in frequent if len(within[person]) == len(casts))
    waiting = [(everywhere, frozenset(casts), -1)] if len(casts) >= times else []
    while waiting:
        people, campaigns, core = waiting.pop()
        if len(people) > 1:
            found.append((people, campaigns))
            if len(found) > most:
                return None
        seen = Counter(person for campaign in campaigns for person in kept[campaign])
        for person, often in seen.items():
            if often < times or order[person] <= core or person in people:
                continue
            extent = campaigns & within[person]
            together = frozenset.intersection(*(kept[campaign] for campaign in extent))
            if all(order[each] >= order[person] for each in together - people):
                waiting.append((together, extent, order[person]))
    return found


def measure(request: Request) -> Measured:
    """Return the teams that recur, the most frequent and largest first.

    Raises:
        UsageError: the network is empty, or an option is no number that makes sense.
    """
    network = request.projection
    not_empty(network)
    size, times = whole(request, "size", 2, 2), whole(request, "times", 2, 2)
    casts: dict[str, dict[str, list[Tie]]] = defaultdict(lambda: defaultdict(list))
    for tie in network.ties:
        casts[tie.via][tie.left].append(tie)
    word = through(network)
    request.progress(f"looking for teams in {counted(len(casts), word)}")
    asked, teams = times, closed_sets(casts, times)
    while teams is None:
        times += 1
        teams = closed_sets(casts, times)
    teams = [team for team in teams if len(team[0]) >= size and not _one_group(team, casts)]
    teams.sort(key=lambda team: (-len(team[1]), -len(team[0]), listed(request, team[0]), sorted(team[0])))
    places = shown_places((len(campaigns), len(people)) for people, campaigns in teams)
    rows = [_row(request, place, team, casts) for place, team in zip(places, teams, strict=True)]
    notes = list(_notes(request, casts, rows))
    if times > asked:
        notes.append(
            f"More than {MOST_TEAMS:,} teams return {asked} times or more: listed are those that return "
            f"{times} times or more."
        )
    return Measured(
        title=f"{counted(len(rows), 'team')} of {size} or more who stand together in {times} {word}s or more",
        columns=_COLUMNS,
        rows=rows,
        notes=notes,
        nodes={"teams": dict(Counter(person for people, _ in teams for person in people))},
    )


def _one_group(team: Team, casts: Casts) -> bool:
    """Whether people return together by nothing but credits of groups that all of them belong to."""
    people, campaigns = team
    ties = {(via, person): casts[via][person] for via in campaigns for person in people}
    if any(tie.group is None for each in ties.values() for tie in each):
        return False
    return all(
        len({frozenset(tie.statement for tie in ties[via, person]) for person in people}) == 1
        for via in campaigns
    )


def _row(request: Request, place: str, team: Team, casts: Casts) -> tuple[Cell, ...]:
    people, campaigns = team
    occasions = request.projection.occasions
    brands: set[str] = set()
    sources: set[str] = set()
    lost: Counter[str] = Counter()
    for campaign in campaigns:
        needed: set[str] = set()
        for person in people:
            heard = frozenset[str]().union(*(tie.sources for tie in casts[campaign][person]))
            sources |= heard
            for tie in casts[campaign][person]:
                brands |= occasions.get(tie.occasion or campaign, Occasion()).brands
            needed |= heard if len(heard) == 1 else set()
        lost.update(needed)
    return (
        place,
        addresses(request, people),
        listed(request, people),
        len(people),
        len(campaigns),
        len(campaigns) - max(lost.values(), default=0),
        addresses(request, campaigns),
        listed(request, campaigns),
        addresses(request, brands),
        listed(request, brands),
        addresses(request, sources),
        told_by(request, sources),
    )


def _notes(request: Request, casts: Casts, rows: list[tuple[Cell, ...]]) -> Iterator[str]:
    word = through(request.projection)
    often = Counter(person for cast in casts.values() for person in cast)
    returning = sum(1 for times in often.values() if times > 1)
    names = counted(len(often), "name")
    yield f"{counted(len(casts), word)} with {names}, {returning:,} of them in more than one."
    if not rows:
        yield "No team recurs."
    else:
        yield (
            f"A team is all that its {word}s have in common; a smaller one is listed only if it returns more "
            "often."
        )
    if request.projection.filters.weight > 1:
        yield "The least weight of edges has no bearing on teams; least times has."
    if len(casts) < FEW or returning < 2:
        yield (
            "This means next to nothing on so small a network: hardly anything can recur. What is missing "
            "here may stand in sources that nobody has entered."
        )
    times, without = list(_COLUMNS).index("times"), list(_COLUMNS).index("timesWithoutOne")
    if fragile := sum(1 for row in rows if int(row[without] or 0) < 2 <= int(row[times] or 0)):
        yield f"{fragile:,} of {len(rows):,} would not recur without one of the sources."

"""What a page should say, asked of the graph itself and of the other commands."""

from __future__ import annotations

import json
import re
from typing import Any

from browser.worlds import World
from fashion_kg.namespaces import BASE
from fashion_kg.network import Filters, Projection
from fashion_kg.projections import project
from fashion_kg.queries import find_query

CO_CREDITS = "network/co-credits"
_PLACE = re.compile(
    r"    - (?P<label>.*), [a-z]+, paragraph \d+: “(?P<phrase>.*?)”(?: \(prints .*\))?(?: http\S*)?"
)


def projection(world: World, filters: Filters | None = None, name: str = CO_CREDITS) -> Projection:
    """The network as Python makes it."""
    folders = world.project.query_folders
    return project(find_query(name, folders), world.store, folders).narrowed(filters or Filters())


def why(world: World, one: str, other: str) -> set[tuple[str, str]]:
    """What ``fashion-kg why`` tells of two things: labels of sources, and what each prints."""
    done = world.command("why", one, other)
    assert done.code == 0, done.err
    places = [_PLACE.fullmatch(line) for line in done.out.splitlines() if line.startswith("    - ")]
    assert places
    assert all(places), done.out
    return {(place["label"], place["phrase"]) for place in places if place}


def path(world: World, one: str, other: str) -> list[str]:
    """The names along the path that ``fashion-kg analyze path`` tells, the ends with it."""
    done = world.command("analyze", "path", one, other, "--format", "json")
    assert done.code == 0, done.err
    steps: dict[int, tuple[str, str]] = {}
    for row in _rows(json.loads(done.out)):
        steps[int(row["step"])] = (str(row["fromLabel"]), str(row["toLabel"]))
    return [steps[1][0], *(steps[number][1] for number in sorted(steps))]


def _rows(answer: Any) -> list[dict[str, Any]]:
    return list(answer["rows"] if isinstance(answer, dict) else answer)


def iri(path: str) -> str:
    """The whole address of something."""
    return BASE + path

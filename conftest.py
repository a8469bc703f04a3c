"""What the examples in docstrings stand on: the package's name, and the repository's graph, built."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import fashion_kg
from fashion_kg.build import build
from fashion_kg.layout import Project


@pytest.fixture(scope="session")
def built_repository() -> None:
    """Build the graph that the examples open."""
    build(Project(Path(__file__).parent))


@pytest.fixture(autouse=True)
def _examples(request: pytest.FixtureRequest, doctest_namespace: dict[str, Any]) -> None:
    if isinstance(request.node, pytest.DoctestItem):
        request.getfixturevalue("built_repository")
        doctest_namespace["fashion_kg"] = fashion_kg

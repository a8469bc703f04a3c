"""Fixtures: the repository's own project and vocabulary, and small projects in temporary folders."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from fashion_kg.build import load_ontology, make_quads, read_project
from fashion_kg.layout import Project
from fashion_kg.ontology import Ontology
from fashion_kg.store import EmbeddedStore
from projects import ROOT, TESTS, SmallProject, accepted_articles

# The same examples in every run: what is found today must be found tomorrow, and on a slow machine too.
settings.register_profile("repeatable", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-golden", action="store_true", help="write the golden texts anew")


@pytest.fixture(scope="session")
def repository() -> Project:
    """The project that this repository is."""
    return Project(ROOT)


@pytest.fixture(scope="session")
def ontology(repository: Project) -> Ontology:
    return load_ontology(repository)


@pytest.fixture(scope="session")
def repository_store(repository: Project, ontology: Ontology) -> EmbeddedStore:
    """The repository's graph, built in memory."""
    return make_quads(repository, ontology, read_project(repository, ontology)[1], lambda _: None)


@pytest.fixture(scope="session")
def accepted(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The five articles that were read in full, as a project of their own."""
    return accepted_articles(tmp_path_factory.mktemp("accepted"))


@pytest.fixture(scope="session")
def accepted_store(accepted: Project, ontology: Ontology) -> EmbeddedStore:
    """The graph of the five articles, built in memory."""
    return make_quads(accepted, ontology, read_project(accepted, ontology)[1], lambda _: None)


@pytest.fixture
def small(tmp_path: Path, ontology: Ontology) -> SmallProject:
    """An empty project."""
    (tmp_path / "graph" / "sources").mkdir(parents=True)
    return SmallProject(tmp_path, ontology)


@pytest.fixture
def base(tmp_path: Path, ontology: Ontology) -> SmallProject:
    """A sound project of two fictional sources: what the cases of bad input start from."""
    shutil.copytree(TESTS / "bad" / "base", tmp_path, dirs_exist_ok=True)
    return SmallProject(tmp_path, ontology)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a message with the golden text of this name; with --write-golden, write it."""
    write = request.config.getoption("--write-golden")

    def compare(name: str, message: str) -> None:
        file = TESTS / "golden" / f"{name}.txt"
        if write:
            file.write_text(message + "\n", encoding="utf-8")
        assert file.is_file(), f"there is no {file.name}; write it with --write-golden, and read it"
        assert message + "\n" == file.read_text(encoding="utf-8")

    return compare

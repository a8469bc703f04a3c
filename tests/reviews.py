"""A project in which statements await a decision: of an article that only a program has read."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

from fashion_kg.build import load_ontology
from fashion_kg.claims import PROPOSED
from fashion_kg.cli import main
from fashion_kg.curating.deciding import Desk
from fashion_kg.curating.journal import Journal
from fashion_kg.curating.queue import Queue
from fashion_kg.curating.reviewing import Shelf, Stated, Wanted
from fashion_kg.layout import Project
from fashion_kg.ontology import Ontology
from projects import TESTS

TEXT = (TESTS / "review" / "sea.txt").read_text(encoding="utf-8")
SHEET = (TESTS / "review" / "sea.toml").read_text(encoding="utf-8")
ANA = "Ana Curator"


def review_project(root: Path) -> Project:
    """Start a project as ``init`` does, and put an article into it that a program has read."""
    with contextlib.redirect_stdout(io.StringIO()):
        assert main(["init", str(root)]) == 0
    project = Project(root)
    project.sheet("2021", "sea").parent.mkdir()
    project.sheet("2021", "sea").write_bytes(SHEET.encode())
    (project.texts / "sea.txt").write_bytes(TEXT.encode())
    return project


class Review:
    """A session of review: the desk, the queue, and short ways to what tests ask."""

    def __init__(
        self, project: Project, ontology: Ontology | None = None, wanted: Wanted | None = None
    ) -> None:
        self.project = project
        self.shelf = Shelf(project, ontology or load_ontology(project))
        self.desk = Desk(self.shelf, Journal(project.review_journal), ANA)
        self.queue = Queue(self.shelf, wanted or Wanted(states=(PROPOSED,)))

    def sheet(self, source: str = "sea") -> Path:
        return next(path for path in self.project.sheets if path.stem == source)

    def text(self, source: str = "sea") -> str:
        return self.sheet(source).read_bytes().decode()

    def find(self, words: str) -> Stated:
        """Return the one statement with these words."""
        (found,) = [each for each in self.shelf.stated() if words in each.words]
        return found

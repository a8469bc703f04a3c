"""Whose graph a verb asks: the project around, the one named, the packaged one, or an endpoint."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from fashion_kg.cli import printing
from fashion_kg.errors import FashionKGError
from fashion_kg.layout import Project

if TYPE_CHECKING:
    from fashion_kg.cli.verbs import Arguments
    from fashion_kg.store import EmbeddedStore, Store


def project_of(arguments: Arguments) -> Project:
    """Return the project that was named, else the one around the current folder, else the packaged one."""
    return Project.find(arguments.project)


def store_of(arguments: Arguments, project: Project) -> Store:
    """Return what is to be asked: an endpoint if one is named, else the project's built graph.

    Raises:
        UsageError: the graph has not been built.
    """
    if getattr(arguments, "endpoint", None):
        from fashion_kg.store import Endpoint

        return Endpoint(arguments.endpoint, arguments.timeout or 60)
    return built_store(project)


def built_store(project: Project) -> EmbeddedStore:
    """Return the project's built graph; say so when it is older than the files it was made from.

    The packaged graph is built on its first use, into the user's cache or, where that cannot be
    written, in memory.

    Raises:
        UsageError: the graph has not been built.
    """
    from fashion_kg.inputs import is_current
    from fashion_kg.store import EmbeddedStore, current_store

    if project.is_packaged:
        return _packaged_store(project)
    path = current_store(project)
    kept = project.inputs_file(path)
    if kept.is_file() and not is_current(project, kept.read_text(encoding="utf-8")):
        built = dt.datetime.fromtimestamp(kept.stat().st_mtime).astimezone()
        printing.complaint(
            f"The sheets changed since the graph was built on {built:%Y-%m-%d at %H:%M}. Run: fashion-kg build"
        )
    return EmbeddedStore(path)


def _packaged_store(project: Project) -> EmbeddedStore:
    from fashion_kg import build
    from fashion_kg.inputs import is_current
    from fashion_kg.store import EmbeddedStore, current_store

    try:
        path = current_store(project)
        if is_current(project, project.inputs_file(path).read_text(encoding="utf-8")):
            return EmbeddedStore(path)
    except (FashionKGError, OSError, RuntimeError):
        pass
    printing.note("fashion-kg: preparing the graph that came with the package; this happens once.")
    try:
        return EmbeddedStore(build.build(project).store)
    except (FashionKGError, OSError, RuntimeError) as error:
        printing.note(f"fashion-kg: it is kept in memory this time, for it could not be saved: {error}")
        ontology = build.load_ontology(project)
        _, triples = build.read_project(project, ontology)
        return build.make_quads(project, ontology, triples, lambda _: None)

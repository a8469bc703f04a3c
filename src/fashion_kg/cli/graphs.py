"""Whose graph a verb asks: the project around, the one named, the packaged one, or an endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fashion_kg.cli import printing

if TYPE_CHECKING:
    from fashion_kg.cli.verbs import Arguments
    from fashion_kg.layout import Project
    from fashion_kg.store import EmbeddedStore, Store


def project_of(arguments: Arguments) -> Project:
    """Return the project that was named, else the one around the current folder, else the packaged one."""
    from fashion_kg.layout import Project

    return Project.find(arguments.project)


def own_project(arguments: Arguments) -> Project:
    """Return the project to write to: the one that was named, else the one around the current folder.

    Raises:
        UsageError: there is none here, and none was named.
    """
    from fashion_kg.errors import UsageError
    from fashion_kg.layout import Project

    project = Project.around()
    if arguments.project is None and project is None:
        raise UsageError(
            "There is no project in this folder or above it. "
            "Name one with --project DIR, or start one with: fashion-kg init DIR"
        )
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

    Raises:
        UsageError: the graph has not been built.
    """
    from fashion_kg.build import ready_store

    return ready_store(project, printing.complaint)

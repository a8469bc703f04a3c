"""Whose graph a verb asks: the project around, the one named, the packaged one, or an endpoint."""

from __future__ import annotations

import contextlib
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

    It is kept as ``arguments.asked``, for `tell_review`.

    Raises:
        UsageError: the graph has not been built, or an endpoint cannot leave out what is not accepted.
    """
    if not arguments.endpoint:
        return built_store(project, arguments)
    from fashion_kg.errors import UsageError
    from fashion_kg.store import Endpoint

    if arguments.reviewed_only:
        raise UsageError(
            "--reviewed-only asks a graph built of accepted statements, and an endpoint has only its own. "
            "Take one of the two options away, or load an export made with --reviewed-only there"
        )
    arguments.asked = endpoint = Endpoint(arguments.endpoint, arguments.timeout or 60)
    return endpoint


def built_store(project: Project, arguments: Arguments | None = None) -> EmbeddedStore:
    """Return the project's built graph; say so when it is older than the files it was made from.

    Args:
        project: whose graph is meant.
        arguments: those that say whether the graph of accepted statements alone is; None for the whole.

    Raises:
        UsageError: the graph has not been built.
    """
    from fashion_kg.build import ready_store

    if arguments is None:
        return ready_store(project, printing.complaint)
    arguments.asked = store = ready_store(project, printing.complaint, reviewed=arguments.reviewed_only)
    return store


def tell_review(arguments: Arguments) -> None:
    """Say, once there is an answer, how much of the graph it comes from has been reviewed."""
    if store := getattr(arguments, "asked", None):
        from fashion_kg.answers.reviewed import how_reviewed
        from fashion_kg.errors import UsageError

        with contextlib.suppress(UsageError):  # An endpoint that has answered may be tired of questions.
            if told := how_reviewed(store):
                printing.note(f"{told}.")

from __future__ import annotations

from pathlib import Path

import pytest

import fashion_kg.layout
from fashion_kg.errors import UsageError
from fashion_kg.layout import Project, packaged_root
from projects import ROOT, SmallProject


def test_a_project_is_found_around_the_current_folder(
    small: SmallProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = small.root / "graph" / "sources"
    monkeypatch.chdir(inner)
    assert Project.find() == small.project


def test_without_a_project_around_the_packaged_one_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Project.find().root == packaged_root() == ROOT


def test_a_folder_that_is_no_project(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"has no folder graph/sources\. Start one with: fashion-kg init"):
        Project.find(tmp_path)


def test_a_given_folder_wins_and_is_made_absolute(
    small: SmallProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small.root.parent)
    assert Project.find(Path(small.root.name)) == small.project


def test_a_project_adds_to_the_packaged_ontology(small: SmallProject) -> None:
    shapes = small.write("ontology/shapes.ttl", "")
    more = small.write("ontology/more-roles.ttl", "")
    rule = small.write("ontology/rules/muses.rq", "")
    check = small.write("ontology/checks/muses.rq", "")
    style = small.write("ontology/style.ttl", "")
    packaged = Project(ROOT)
    assert small.project.ontology_files == [*packaged.ontology_files, more]
    assert small.project.shape_files == [*packaged.shape_files, shapes]
    assert small.project.rule_files == [*packaged.rule_files, rule]
    assert small.project.check_files == [*packaged.check_files, check]
    assert small.project.style_files == [*packaged.style_files, style]
    assert small.project.context_file == packaged.context_file


def test_a_project_with_an_ontology_of_its_own_uses_no_other(small: SmallProject) -> None:
    own = small.write("ontology/fashion.ttl", "")
    assert small.project.ontology_files == [own]
    assert small.project.rule_files == small.project.shape_files == []


def test_queries_of_the_project_stand_last(small: SmallProject) -> None:
    assert small.project.query_folders == [ROOT / "queries"]
    small.write("queries/people/muses.rq", "")
    assert small.project.query_folders == [ROOT / "queries", small.root / "queries"]


@pytest.mark.parametrize("source_id", ["../../etc/passwd", "..", "", "a b", "A", "a--b", "a/b", "a.b", "-a"])
def test_a_source_id_never_leads_out_of_the_folder(source_id: str, small: SmallProject) -> None:
    with pytest.raises(UsageError, match="cannot be the id of a source"):
        small.project.sheet("2031", source_id)


def test_a_sheet_lies_in_the_folder_of_its_year(small: SmallProject) -> None:
    expected = small.root / "graph" / "sources" / "2031" / "the-loom.toml"
    assert small.project.sheet("2031", "the-loom") == expected


def test_the_packaged_graph_is_built_into_the_cache_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packaged = tmp_path / "fashion_kg" / "project"
    monkeypatch.setattr(fashion_kg.layout, "packaged_root", lambda: packaged)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    project = Project(packaged)
    assert project.is_packaged
    assert project.build_folder == tmp_path / "cache" / "fashion-kg" / fashion_kg.__version__
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert project.build_folder.is_relative_to(tmp_path / ".cache")


def test_names_of_files_for_people(small: SmallProject) -> None:
    assert small.project.relative(small.root / "graph" / "identity.toml") == "graph/identity.toml"
    assert small.project.relative(Path("/elsewhere/x.toml")) == "/elsewhere/x.toml"

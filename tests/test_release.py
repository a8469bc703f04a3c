"""The published graph is today's, and what the package delivers works by itself."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_the_published_turtle_is_what_the_sheets_give(tmp_path: Path) -> None:
    project = tmp_path / "project"
    for name in ("ontology", "graph", "queries"):
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).symlink_to(ROOT / name, target_is_directory=True)
    built = run("-m", "fashion_kg", "--project", str(project), "build", cwd=tmp_path)
    assert built.returncode == 0, built.stderr
    out = tmp_path / "fashion-kg.ttl"
    exported = run(
        "-m", "fashion_kg", "--project", str(project), "export", "turtle", "--out", str(out), cwd=tmp_path
    )
    assert exported.returncode == 0, exported.stderr
    published = (ROOT / "graph" / "fashion-kg.ttl").read_bytes()
    assert out.read_bytes() == published, "graph/fashion-kg.ttl is stale. Run: make release"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack the built wheel, so that nothing of the checkout is seen but what the wheel carries."""
    folder = tmp_path_factory.mktemp("wheel")
    built = run("-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT), cwd=folder)
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def test_the_scripts_of_pages_are_in_the_wheel_as_their_sums_say(installed: Path) -> None:
    folder = installed / "fashion_kg" / "views" / "built"
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    found = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.iterdir()
        if file.suffix in (".css", ".js")
    }
    assert found
    assert found == sums, "views/built is not what its SHA256SUMS says. Run: make pages"


def test_the_wheel_answers_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    empty, cache = tmp_path / "empty", tmp_path / "cache"
    empty.mkdir()
    command = ("-m", "fashion_kg", "query", "people/credits", "Mario Sorrenti", "--format", "csv")
    environment = {"PYTHONPATH": str(installed), "XDG_CACHE_HOME": str(cache)}
    first = run(*command, cwd=empty, **environment)
    assert first.returncode == 0, first.stderr
    assert "It's Different,Balenciaga,photographer" in first.stdout
    second = run(*command, cwd=empty, **environment)
    assert second.stdout == first.stdout
    assert "happens once" in first.stderr
    assert "happens once" not in second.stderr
    assert not list(empty.iterdir())


def test_the_wheel_answers_where_no_cache_can_be_written(installed: Path, tmp_path: Path) -> None:
    occupied = tmp_path / "cache"
    occupied.write_text("a file where the folder would be")
    answer = run(
        *("-m", "fashion_kg", "query", "claims/conflicts", "--format", "csv"),
        cwd=tmp_path,
        PYTHONPATH=str(installed),
        XDG_CACHE_HOME=str(occupied),
    )
    assert answer.returncode == 0, answer.stderr
    assert "2001" in answer.stdout


def test_the_wheel_starts_a_project_that_builds(installed: Path, tmp_path: Path) -> None:
    environment = {"PYTHONPATH": str(installed), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    for arguments in (("init", "mine"), ("--project", "mine", "build"), ("--project", "mine", "validate")):
        done = run("-m", "fashion_kg", *arguments, cwd=tmp_path, **environment)
        assert done.returncode == 0, done.stdout + done.stderr

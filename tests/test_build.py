"""The pipeline: the same graph for the same input, and a former graph that answers whatever happens."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode

import fashion_kg.build
from fashion_kg.build import build, load_ontology, make_quads, read_project, ready_store
from fashion_kg.errors import FashionKGError, FindingsError, UsageError
from fashion_kg.identity import read_identity
from fashion_kg.layout import Project
from fashion_kg.namespaces import CLAIMS_GRAPH, FACTS_GRAPH, ONTOLOGY
from fashion_kg.ontology import Ontology
from fashion_kg.sources import read_sheets
from fashion_kg.store import EmbeddedStore, current_store, open_store
from fashion_kg.triples import Triples
from projects import ROOT, SmallProject, holds

BUILD = """
import sys
from pathlib import Path
from fashion_kg.build import build
from fashion_kg.errors import FashionKGError
from fashion_kg.layout import Project
project = Project(Path(sys.argv[1]))
"""


def run(script: str, root: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", BUILD + script, str(root)],
        capture_output=True,
        text=True,
        env=os.environ | environment,
        timeout=60,
        check=False,
    )


def stores(small: SmallProject) -> set[str]:
    return {path.name for path in small.project.build_folder.glob("store-*")}


def change(small: SmallProject) -> None:
    """Change what is to be built."""
    sheet = small.root / "graph/sources/undated/sable-post-harbour.toml"
    sheet.write_text(
        sheet.read_text(encoding="utf-8").replace("Sable Post", "The Sable Post"), encoding="utf-8"
    )


# -- the same for the same --------------------------------------------------------------------------


def test_a_build_counts_what_it_made(base: SmallProject) -> None:
    said: list[str] = []
    built = build(base.project, said.append)
    assert (built.sources, built.entities, built.assertions, built.evidence) == (2, 12, 10, 12)
    assert built.texts_checked == 2
    store = open_store(base.project)
    assert len(store) == built.quads
    assert built.facts == sum(1 for _ in store.quads(FACTS_GRAPH))
    assert {quad.graph_name for quad in store.quads()} == {
        NamedNode(graph) for graph in (CLAIMS_GRAPH, FACTS_GRAPH, ONTOLOGY)
    }
    assert said[0] == "graph/sources/2031/the-loom-harbour-lights.toml"
    assert said[-1] == "writing the store"


def test_the_same_input_gives_the_same_bytes_in_every_process(base: SmallProject) -> None:
    shutil.copytree(ROOT / "graph" / "sources", base.root / "graph" / "sources", dirs_exist_ok=True)
    seen = set()
    for seed in ("0", "4711"):
        done = run("print(build(project).sha256)", base.root, PYTHONHASHSEED=seed)
        assert done.returncode == 0, done.stderr
        seen.add(done.stdout)
    assert len(seen) == 1


def test_the_order_of_files_does_not_matter(base: SmallProject, ontology: Ontology) -> None:
    graphs = []
    for turn in (1, -1):
        sheets = read_sheets(base.project.sheets[::turn], ontology)
        assert not sheets.findings
        classes = {iri: entity.class_name for iri, entity in sheets.entities.items()}
        identity = read_identity(base.project.identity_file, ontology, classes, "")
        triples = Triples(ontology, sheets, identity, [])
        graphs.append(make_quads(base.project, ontology, triples, lambda _: None).n_quads())
    assert graphs[0] == graphs[1]


def test_another_input_gives_another_fingerprint(base: SmallProject) -> None:
    before = build(base.project).sha256
    assert build(base.project).sha256 == before
    change(base)
    assert build(base.project).sha256 != before


def test_blank_nodes_of_two_files_stay_two(base: SmallProject) -> None:
    for name, word in (("a", "one"), ("b", "two")):
        base.write(f"ontology/{name}.ttl", f"[] <http://example.org/p> '{word}' .")
    ontology = load_ontology(base.project)
    store = make_quads(base.project, ontology, read_project(base.project, ontology)[1], lambda _: None)
    assert holds(store, "?a <http://example.org/p> 'one' . ?b <http://example.org/p> 'two'")
    assert not holds(store, "?a <http://example.org/p> 'one' , 'two'")
    again = make_quads(base.project, ontology, read_project(base.project, ontology)[1], lambda _: None)
    assert again.n_quads() == store.n_quads()
    assert any(isinstance(quad.subject, BlankNode) for quad in store.quads(ONTOLOGY))


def test_a_project_without_sheets_is_an_empty_graph(small: SmallProject) -> None:
    built = build(small.project)
    assert (built.sources, built.entities, built.texts_checked) == (0, 0, 0)
    assert not list(open_store(small.project).quads(CLAIMS_GRAPH))


def test_rules_run_in_stages(base: SmallProject) -> None:
    """A rule of the second stage sees what the first has found, rules of one stage do not see each other."""
    one = "<http://example.org/one>"
    for name, stage, found, wanted in (
        ("a", 1, "one", "fkg:creditedAgent"),
        ("b", 1, "two", one),
        ("c", 2, "three", one),
    ):
        base.write(
            f"ontology/rules/{name}.rq",
            f"#+ summary: s\n#+ stage: {stage}\nPREFIX fkg: <https://w3id.org/fashion-kg/ontology#>\n"
            f"CONSTRUCT {{ ?s <http://example.org/{found}> ?o }} WHERE {{ ?s {wanted} ?o }}",
        )
    store = base.graph()
    assert holds(store, "?s <http://example.org/one> ?o")
    assert not holds(store, "?s <http://example.org/two> ?o")
    assert holds(store, "?s <http://example.org/three> ?o")


# -- what goes wrong leaves the former graph --------------------------------------------------------


def test_bad_input_leaves_the_former_graph(base: SmallProject) -> None:
    former = build(base.project)
    base.write("graph/sources/undated/bad.toml", "nonsense")
    with pytest.raises(FindingsError):
        build(base.project)
    assert current_store(base.project) == former.store
    assert stores(base) == {former.store.name}


POINTS = {
    "a rule": "build(project, lambda said: kill() if said == 'rule types' else None)",
    "half written": """
EmbeddedStore.save = lambda self, folder: ((folder / 'half.sst').write_bytes(b'x' * 9_000), kill())
build(project)""",
    "all written": """
save = EmbeddedStore.save
EmbeddedStore.save = lambda self, folder: (save(self, folder), kill())
build(project)""",
    "pointer written": "Path.replace = lambda self, target: kill()\nbuild(project)",
    "published": """
replace = Path.replace
Path.replace = lambda self, target: (replace(self, target), kill())
build(project)""",
}


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_build_leaves_a_graph_that_answers(point: str, base: SmallProject) -> None:
    former = build(base.project)
    reader = open_store(base.project)
    before = reader.n_quads()
    change(base)
    killed = run(
        "import os, signal\nfrom fashion_kg.store import EmbeddedStore\n"
        f"kill = lambda: os.kill(os.getpid(), signal.SIGKILL)\n{POINTS[point]}\n",
        base.root,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert reader.n_quads() == before
    if point == "published":
        assert current_store(base.project) != former.store
        assert open_store(base.project).n_quads() != before
    else:
        assert current_store(base.project) == former.store
        assert open_store(base.project).n_quads() == before
    latest = current_store(base.project)
    again = build(base.project)
    assert current_store(base.project) == again.store
    assert len(open_store(base.project)) == again.quads
    assert stores(base) == {latest.name, again.store.name}
    assert {path.name for path in base.project.build_folder.iterdir()} - stores(base) == {"current", ".lock"}


def test_a_build_killed_from_outside_while_it_holds_the_lock(base: SmallProject) -> None:
    former = build(base.project)
    change(base)
    script = """
import time
from fashion_kg.store import EmbeddedStore
EmbeddedStore.save = lambda self, folder: (print("saving", flush=True), time.sleep(60))
build(project)
"""
    command = [sys.executable, "-c", BUILD + script, str(base.root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "saving\n"
        assert current_store(base.project) == former.store
        process.kill()
    assert len(stores(base)) == 2
    again = build(base.project)
    assert stores(base) == {former.store.name, again.store.name}


def test_builds_at_once_do_not_break_each_other(base: SmallProject) -> None:
    former = build(base.project)
    reader = open_store(base.project)
    before = reader.n_quads()
    change(base)
    command = [sys.executable, "-c", BUILD + "print(build(project).sha256)", str(base.root)]
    processes = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)
    ]
    results = [process.communicate(timeout=60) for process in processes]
    assert {process.returncode for process in processes} == {0}, results
    [digest] = {said for said, _ in results}
    assert digest.strip() != former.sha256
    assert current_store(base.project).name.startswith(f"store-{digest[:12]}-")
    assert len(stores(base)) == 2
    assert len(open_store(base.project).n_quads()) == len(before)
    assert reader.path == former.store


def test_a_reader_of_the_former_graph_goes_on_reading(base: SmallProject) -> None:
    build(base.project)
    reader = open_store(base.project)
    before = reader.n_quads()
    change(base)
    build(base.project)
    assert reader.n_quads() == before
    assert EmbeddedStore(reader.path).n_quads() == before
    assert open_store(base.project).n_quads() != before


def test_an_interrupted_build_leaves_nothing_behind(
    base: SmallProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = build(base.project)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(EmbeddedStore, "save", interrupt)
    with pytest.raises(KeyboardInterrupt):
        build(base.project)
    assert stores(base) == {former.store.name}


# -- a full disk ------------------------------------------------------------------------------------

FULL = """
change = Path(sys.argv[1]) / "graph/sources/undated/sable-post-harbour.toml"
from fashion_kg.store import current_store, open_store
before = current_store(project), open_store(project).n_quads()
change.write_text(change.read_text("utf-8").replace("Sable Post", "The Sable Post"), "utf-8")
{fill}
try:
    build(project)
except FashionKGError as error:
    print(error)
else:
    print("built")
assert (current_store(project), open_store(project).n_quads()) == before
assert [path.name for path in project.build_folder.glob("store-*")] == [before[0].name]
{clear}
assert build(project).store == current_store(project)
assert open_store(project).n_quads() != before[1]
print("and again")
"""


def test_a_file_that_grows_too_large(base: SmallProject) -> None:
    """The system refuses to write more (EFBIG), as it does on a full disk or over a quota."""
    pytest.importorskip("resource", reason="this system has no limits on files")
    build(base.project)
    script = FULL.format(
        fill="import resource\nlimits = resource.getrlimit(resource.RLIMIT_FSIZE)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, limits[1]))",
        clear="resource.setrlimit(resource.RLIMIT_FSIZE, limits)",
    )
    done = run(script, base.root)
    assert done.returncode == 0, done.stderr
    said, again = done.stdout.splitlines()
    assert said.startswith(f"The store could not be written to {base.project.build_folder}: ")
    assert said.endswith(
        "The former graph, if any, still answers. Make room or choose another folder, and build again"
    )
    assert "File too large" in said
    assert again == "and again"


def test_a_full_disk(base: SmallProject) -> None:
    """A file system of a few megabytes, of which a large file leaves nothing (ENOSPC)."""
    base.project.build_folder.mkdir()
    script = (
        BUILD
        + "build(project)\n"
        + FULL.format(
            fill="""
import os
ballast = project.build_folder / "ballast"
free = os.statvfs(project.build_folder)
ballast.write_bytes(b"x" * (free.f_bavail * free.f_frsize - 60_000))""",
            clear="ballast.unlink()",
        )
    )
    inside = 'mount -t tmpfs -o size=64m none "$1" && exec "$2" -c "$3" "$4"'
    command = ["unshare", "--map-root-user", "--mount", "sh", "-c", inside, "sh",
               str(base.project.build_folder), sys.executable, script, str(base.root)]  # fmt: skip
    attempt = [*command[:5], "mount -t tmpfs none /mnt"]
    if not shutil.which("unshare") or subprocess.run(attempt, capture_output=True, check=False).returncode:
        pytest.skip("no file system of one's own can be mounted here")
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    said, again = done.stdout.splitlines()
    assert said.startswith(f"The store could not be written to {base.project.build_folder}: ")
    assert "No space left on device" in said
    assert again == "and again"


def test_a_folder_that_cannot_be_written(base: SmallProject) -> None:
    base.write("build", "a file where the folder should be")
    with pytest.raises(FashionKGError, match=r"^The store could not be written to .*/build: "):
        build(base.project)


# -- a store that is ready --------------------------------------------------------------------------


def test_a_project_of_ones_own_is_never_built_unasked(base: SmallProject) -> None:
    with pytest.raises(UsageError, match="has not been built yet"):
        ready_store(base.project)
    assert not base.project.build_folder.exists()


def test_a_graph_that_is_behind_its_sheets_is_told(base: SmallProject) -> None:
    build(base.project)
    said: list[str] = []
    assert ready_store(base.project, said.append)
    assert said == []
    change(base)
    assert ready_store(base.project, said.append)
    assert len(said) == 1
    assert said[0].startswith("The sheets changed since the graph was built (")
    assert said[0].endswith("). Run: fashion-kg build")


def test_the_delivered_graph_is_built_once_and_in_memory_where_nothing_can_be_kept(
    base: SmallProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    packaged = base.root / "package" / "project"
    shutil.copytree(base.root / "graph", packaged / "graph")
    shutil.copytree(ROOT / "ontology", packaged / "ontology")
    monkeypatch.setattr(fashion_kg.layout, "packaged_root", lambda: packaged)
    monkeypatch.setenv("XDG_CACHE_HOME", str(base.root / "cache"))
    project = Project(packaged)
    said: list[str] = []
    first = ready_store(project, said.append)
    assert said == ["Building the graph that came with the package; this happens once"]
    assert ready_store(project, said.append).n_quads() == first.n_quads()
    assert len(said) == 1
    base.write("occupied", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(base.root / "occupied"))
    in_memory = ready_store(project, said.append)
    assert in_memory.path is None
    assert in_memory.n_quads() == first.n_quads()
    assert "stays in memory" in said[-1]

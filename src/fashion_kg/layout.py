"""Where things lie: the only module that knows the names of folders and files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fashion_kg.errors import UsageError
from fashion_kg.namespaces import SLUG

SHEET_FOLDERS = "graph/sources/<year>/ or graph/sources/undated/"
"""Where claim sheets lie, for people."""


def packaged_root() -> Path:
    """Return the folder that holds the ontology, graph and queries delivered with the package.

    In an installed wheel that is ``fashion_kg/project``; in a checkout it is the checkout itself.
    """
    inside = Path(__file__).parent / "project"
    return inside if inside.is_dir() else Path(__file__).parents[2]


def starter_files() -> Iterator[tuple[Path, Path]]:
    """Yield the files with which a new project starts, and the path of each in the project."""
    folder = Path(__file__).parent / "curating" / "starter"
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            # A file named .gitignore would be heeded here, too.
            target = file.relative_to(folder)
            yield file, Path(".gitignore") if target == Path("gitignore") else target


@dataclass(frozen=True)
class Project:
    """A folder with a graph in it, and the files and folders that belong to it.

    A project needs only ``graph/sources``. Without ``ontology/fashion.ttl`` it uses the packaged
    ontology together with whatever ``ontology/*.ttl`` and ``ontology/rules/*.rq`` it adds; its
    ``queries/`` stand beside the packaged ones, and win where a name is the same.
    """

    root: Path

    @classmethod
    def find(cls, given: Path | None = None) -> Project:
        """Return the project at ``given``, else the one around the current folder, else the packaged one.

        Raises:
            UsageError: ``given`` holds no project.
        """
        if given is not None:
            if not (given / "graph" / "sources").is_dir():
                raise UsageError(
                    f'There is no project in "{given}": it has no folder graph/sources. '
                    f"Start one with: fashion-kg init {given}"
                )
            return cls(given.resolve())
        return cls.around() or cls(packaged_root())

    @classmethod
    def around(cls) -> Project | None:
        """Return the project that the current folder lies in, if it lies in one."""
        here = Path.cwd()
        folders = (folder for folder in (here, *here.parents) if (folder / "graph" / "sources").is_dir())
        return next((cls(folder) for folder in folders), None)

    @property
    def is_packaged(self) -> bool:
        """Whether this is the graph delivered with an installed package, in a folder not to be written to."""
        return self.root == packaged_root() and self.root.name == "project"

    @property
    def own_ontology(self) -> bool:
        """Whether the project brings a whole ontology of its own."""
        return (self.root / "ontology" / "fashion.ttl").is_file()

    def _ontology_folders(self) -> list[Path]:
        own = self.root / "ontology"
        return [own] if self.own_ontology else [packaged_root() / "ontology", own]

    @property
    def ontology_files(self) -> list[Path]:
        """The vocabulary in Turtle: terms, roles, alignments and additions, without the shapes."""
        return [
            file
            for folder in self._ontology_folders()
            for file in sorted(folder.glob("*.ttl"))
            if file.name not in ("shapes.ttl", "style.ttl")
        ]

    @property
    def shape_files(self) -> list[Path]:
        """SHACL shapes for the data."""
        files = [folder / "shapes.ttl" for folder in self._ontology_folders()]
        return [file for file in files if file.is_file()]

    @property
    def style_files(self) -> list[Path]:
        """SHACL shapes for the ontology itself."""
        files = [folder / "style.ttl" for folder in self._ontology_folders()]
        return [file for file in files if file.is_file()]

    @property
    def rule_files(self) -> list[Path]:
        """Rules that derive facts, one SPARQL CONSTRUCT a file, by name."""
        return [
            file for folder in self._ontology_folders() for file in sorted((folder / "rules").glob("*.rq"))
        ]

    @property
    def check_files(self) -> list[Path]:
        """Check queries, one SPARQL SELECT a file, by name."""
        return [
            file for folder in self._ontology_folders() for file in sorted((folder / "checks").glob("*.rq"))
        ]

    @property
    def context_file(self) -> Path:
        """The JSON-LD context."""
        return next(
            file for folder in self._ontology_folders() if (file := folder / "context.jsonld").is_file()
        )

    @property
    def query_folders(self) -> list[Path]:
        """Folders of questions, the project's own last."""
        folders = [packaged_root() / "queries", self.root / "queries"]
        return [folder for folder in dict.fromkeys(folders) if folder.is_dir()]

    @property
    def sheets(self) -> list[Path]:
        """Claim sheets, by path."""
        return sorted((self.root / "graph" / "sources").rglob("*.toml"))

    @property
    def row_files(self) -> list[Path]:
        """Lines of tables, a CSV file beside the sheet of each."""
        return sorted((self.root / "graph" / "sources").rglob("*.csv"))

    @property
    def mapping_folders(self) -> list[Path]:
        """Folders of mappings from tables to statements, the project's own first."""
        folders = [self.root / "graph" / "mappings", packaged_root() / "graph" / "mappings"]
        return [folder for folder in dict.fromkeys(folders) if folder.is_dir()]

    @property
    def stray_files(self) -> list[Path]:
        """TOML files beside the sheets, that are neither one nor a file of decisions: nothing reads them."""
        graph = self.root / "graph"
        read = {*self.sheets, *self.decision_files}
        lost = [file for file in self.row_files if file.with_suffix(".toml") not in read]
        return [file for file in sorted(graph.rglob("*.toml")) if file not in read] + lost

    def sheet(self, folder: str, source_id: str) -> Path:
        """Return the path of a source's claim sheet; ``folder`` is its year of publication or ``undated``.

        Raises:
            UsageError: the id cannot be one, such as a path that leads elsewhere.
        """
        if not SLUG.fullmatch(source_id):
            raise UsageError(
                f'"{source_id}" cannot be the id of a source. Use a-z, 0-9 and single hyphens, '
                "such as the-magazine-new-campaign"
            )
        return self.root / "graph" / "sources" / folder / f"{source_id}.toml"

    @property
    def identity_file(self) -> Path:
        """Decisions who is who."""
        return self.root / "graph" / "identity.toml"

    @property
    def decisions_file(self) -> Path:
        """Decisions which assertion holds."""
        return self.root / "graph" / "decisions.toml"

    @property
    def waves_file(self) -> Path:
        """Which sources go back to one announcement, and which copy another."""
        return self.root / "graph" / "waves.toml"

    @property
    def decision_files(self) -> tuple[Path, ...]:
        """The files in which people write down what they decided."""
        return self.identity_file, self.decisions_file, self.waves_file

    @property
    def texts(self) -> Path:
        """A local folder of the texts that were read, never published; may be absent."""
        return self.root / "texts"

    @property
    def build_folder(self) -> Path:
        """Where built things go: ``build/`` in a project, the user's cache for the packaged graph."""
        if not self.is_packaged:
            return self.root / "build"
        from fashion_kg import __version__

        cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        return Path(cache) / "fashion-kg" / __version__

    def view_file(self, name: str) -> Path:
        """Return where a page goes if nobody says where.

        Raises:
            UsageError: the name cannot be that of a file.
        """
        if not SLUG.fullmatch(name):
            raise UsageError(f'"{name}" cannot be the name of a page. Say where with --out FILE')
        return self.build_folder / "views" / f"{name}.html"

    @property
    def store_pointer(self) -> Path:
        """A file that names the folder of the current store; replacing it is what publishes a build."""
        return self.build_folder / "current"

    @property
    def build_lock(self) -> Path:
        """A file that a build locks while it writes."""
        return self.build_folder / ".lock"

    @staticmethod
    def inputs_file(store: Path) -> Path:
        """The file in a store's folder that holds the fingerprint of what the store was built from."""
        return store / "inputs.json"

    @staticmethod
    def reviewed_folder(store: Path, sha256: str) -> Path:
        """The folder in a store's folder for what is left of it when only accepted statements count."""
        return store / f"reviewed-{sha256[:12]}"

    @staticmethod
    def reviewed_folders(store: Path) -> list[Path]:
        """The folder of accepted statements in a store's folder; none where everything is accepted."""
        return sorted(store.glob("reviewed-*"))

    @property
    def review_journal(self) -> Path:
        """The file in which a reviewer's edits are written down, so that they can be taken back."""
        return self.build_folder / "review" / "journal.jsonl"

    def relative(self, file: Path) -> str:
        """Return ``file`` as people should read it: relative to the project where it lies inside."""
        try:
            return file.relative_to(self.root).as_posix()
        except ValueError:
            return file.as_posix()

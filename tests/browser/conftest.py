"""Fixtures: Chromium, the worlds, and pages that are watched while they are open."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from browser import worlds
from browser.visits import Visit
from browser.worlds import World
from projects import ROOT

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Software rendering, so that every machine draws alike; nothing that Chromium asks for by itself.
ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
)
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"


def _executable() -> str | None:
    """Return where Chromium is: what FASHION_KG_CHROMIUM says, or what PATH has."""
    return os.environ.get("FASHION_KG_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def _leave_out(what: str) -> None:
    """Skip, visibly; a failure where nothing may be left out."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} With CI=true nothing may be left out", pytrace=False)
    pytest.skip(what)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    executable = _executable()
    if executable is None:
        _leave_out("Chromium is not installed. Debian, Ubuntu: apt install chromium")
    # Chromium's own sandbox does not start for root, as whom containers run.
    sandbox = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=[*ARGUMENTS, *sandbox])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("worlds")


@pytest.fixture(scope="session")
def five(folder: Path) -> World:
    """The five articles."""
    return worlds.five_articles(folder)


@pytest.fixture(scope="session")
def small(folder: Path) -> World:
    """The test world."""
    return worlds.small_world(folder)


@pytest.fixture(scope="session")
def hostile(folder: Path) -> World:
    """The world in which every text is an attack."""
    return worlds.hostile(folder)


@pytest.fixture(scope="session")
def large(folder: Path) -> World:
    """5,000 people on 1,000 campaigns."""
    return worlds.made_up(folder, "large", campaigns=1_000, people=5_000, cast=6)


@pytest.fixture(scope="session")
def largest(folder: Path) -> World:
    """50,000 people on 5,700 campaigns: 250,000 pairs."""
    if not os.environ.get("FASHION_KG_LARGE") and os.environ.get("CI") != "true":
        pytest.skip("The largest world takes minutes and 3 GB of memory. FASHION_KG_LARGE=1 builds it")
    return worlds.made_up(folder, "largest", campaigns=5_700, people=50_000, cast=10)


@pytest.fixture(scope="session")
def axe() -> str:
    """axe-core's script."""
    if not AXE.is_file():
        _leave_out("axe-core is not installed. Run: cd web && npm ci")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Visit]]:
    """Open pages; at the end, none may have complained, asked for anything or run a text."""
    visits: list[Visit] = []

    def open_page(file: Path, fragment: str = "", **settings: object) -> Visit:
        visits.append(Visit.of(chromium, file, fragment, **settings))
        return visits[-1]

    yield open_page
    complaints = [complaint for each in visits for complaint in each.complaints()]
    for each in visits:
        each.close()
    assert complaints == []

"""Take the pictures of pages that README shows, and of the review's screen: ``python docs/take_pictures.py``.

Needs the tools for tests, and Chromium. They are taken of the repository's own graph, built; look at them
before they are kept.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from fashion_kg.build import load_ontology
from fashion_kg.curating.deciding import Desk
from fashion_kg.curating.journal import Journal
from fashion_kg.curating.queue import Queue
from fashion_kg.curating.reviewing import Shelf, Wanted
from fashion_kg.curating.screen.app import ReviewApp
from fashion_kg.files import write_file
from fashion_kg.layout import Project
from fashion_kg.texts import texts_by_hash

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
SIZE = {"width": 1400, "height": 860}

# The picture's name, the words after `fashion-kg view`, and what the page's address says.
TAKEN = (
    ("relationships", ("relationships", "Balenciaga", "--reviewed-only"), ""),
    ("explorer", ("explorer", "--projection", "co-credits"), ""),
    ("timeline", ("timeline", "Balenciaga"), ""),
    ("matrix", ("matrix", "brand-agents"), ""),
    ("profile", ("profile", "Kate Moss"), ""),
)


def main() -> None:
    """Make each page, open it, and keep its picture."""
    PICTURES.mkdir(exist_ok=True)
    executable = os.environ.get("FASHION_KG_CHROMIUM") or shutil.which("chromium")
    sandbox = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    with tempfile.TemporaryDirectory() as folder:
        review = _drawn_review(Path(folder))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable,
            args=["--use-angle=swiftshader", "--enable-unsafe-swiftshader", *sandbox],
        )
        for name, words, address in TAKEN:
            page = Path(folder) / f"{name}.html"
            command = [sys.executable, "-m", "fashion_kg", "view", *words, "--out", str(page)]
            subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603 - our own program
            _take(browser, page.as_uri() + address, PICTURES / f"{name}.png")
        _keep(browser, review, PICTURES / "review.png")
        browser.close()


def _drawn_review(root: Path) -> str:
    """Return a drawing of the review's screen: the starter's project, and the article that tests review."""
    subprocess.run([sys.executable, "-m", "fashion_kg", "init", str(root)], cwd=ROOT, check=True)  # noqa: S603
    project = Project(root)
    reviewed = ROOT / "tests" / "review"
    write_file(project.sheet("2021", "sea"), (reviewed / "sea.toml").read_bytes())
    write_file(project.texts / "sea.txt", (reviewed / "sea.txt").read_bytes())
    shelf = Shelf(project, load_ontology(project))
    desk = Desk(shelf, Journal(project.review_journal), "Ana Curator")
    app = ReviewApp(desk, Queue(shelf, Wanted(kind="credit")), texts_by_hash(project.texts))

    async def pressed() -> str:
        async with app.run_test(size=(118, 28)) as pilot:
            await pilot.press("a", "a", "r")
            await pilot.pause(0.5)
            return app.export_screenshot(title="fashion-kg review")

    # The fonts that the drawing names lie on the web, and nothing is fetched here.
    return re.sub(r"@font-face\s*\{.*?\}", "", asyncio.run(pressed()), flags=re.S)


def _keep(browser: Browser, drawing: str, target: Path) -> None:
    width, height = (round(float(side)) for side in re.findall(r'viewBox="0 0 (\S+) (\S+)"', drawing)[0])
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_content(f'<body style="margin:0">{drawing}</body>')
    page.screenshot(path=target, omit_background=True)
    page.close()
    print(f"{target.relative_to(ROOT)}  {target.stat().st_size:,} bytes")


def _take(browser: Browser, address: str, target: Path) -> None:
    context = browser.new_context(viewport=SIZE, reduced_motion="reduce", color_scheme="light")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("html[data-ready]", state="attached")
    page.wait_for_timeout(500)
    page.screenshot(path=target)
    context.close()
    print(f"{target.relative_to(ROOT)}  {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

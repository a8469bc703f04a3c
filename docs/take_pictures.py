"""Take the pictures of pages that README shows: ``python docs/take_pictures.py``.

Needs the tools for tests, and Chromium. They are taken of the repository's own graph, built; look at them
before they are kept.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
SIZE = {"width": 1400, "height": 860}

# The picture's name, the words after `fashion-kg view`, and what the page's address says.
TAKEN = (
    ("relationships", ("relationships", "Balenciaga"), ""),
    ("explorer", ("explorer", "--projection", "everything"), ""),
    ("timeline", ("timeline", "Balenciaga"), ""),
    ("matrix", ("matrix", "brand-agents"), ""),
    ("profile", ("profile", "Kate Moss"), ""),
)


def main() -> None:
    """Make each page, open it, and keep its picture."""
    PICTURES.mkdir(exist_ok=True)
    executable = os.environ.get("FASHION_KG_CHROMIUM") or shutil.which("chromium")
    sandbox = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
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
        browser.close()


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

"""A page as it is open in a browser, with everything that it does behind a reader's back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Download,
    Page,
    Request,
    Route,
)

from browser.worlds import TRAP

# What Chromium says of its own software rendering.
NOT_OURS = ("GL Driver Message", "Automatic fallback to software WebGL", "GPU stall due to ReadPixels")

# What a page makes itself, and the blank page between two.
OWN = ("blob:", "data:", "about:blank")
# Set before any script of the page runs: whatever a text could do if it ran, or became markup, is told.
TRAPS = Path(__file__).with_name("traps.js").read_text(encoding="utf-8").replace("TRAP", TRAP)


@dataclass
class Visit:
    """A page in a context of its own.

    Attributes:
        file: the page's file.
        context: the browser's context.
        page: the page.
        told: what it did that it must not.
    """

    file: Path
    context: BrowserContext
    page: Page
    told: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, browser: Browser, file: Path, fragment: str = "", **given: Any) -> Visit:
        """Open a file, and wait until its first frame is drawn."""
        told: list[str] = []
        settings: dict[str, Any] = {
            "viewport": {"width": 1280, "height": 800},
            "reduced_motion": "reduce",
            "accept_downloads": True,
            "locale": "en",
        } | given

        def tell(what: str) -> None:
            told.append(what)

        context = browser.new_context(**settings)
        context.set_default_timeout(15_000)
        context.expose_function("__tell", tell)
        context.add_init_script(TRAPS)

        def route(each: Route, request: Request) -> None:
            if request.url.split("#")[0] == file.as_uri():
                each.continue_()
            else:
                each.abort()

        def asked(request: Request) -> None:
            if request.url.split("#")[0] != file.as_uri() and not request.url.startswith(OWN):
                told.append(f"asked for {request.url}")

        def said(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning") and not any(each in message.text for each in NOT_OURS):
                told.append(f"console {message.type}: {message.text}")

        def dialog(each: Dialog) -> None:
            told.append(f"dialog {each.message}")
            each.dismiss()

        context.route("**/*", route)
        page = context.new_page()
        page.on("console", said)
        page.on("pageerror", lambda error: told.append(f"error: {error}"))
        page.on("request", asked)
        page.on("dialog", dialog)
        page.on("popup", lambda popup: told.append(f"opened {popup.url}"))
        page.on("crash", lambda _: told.append("crashed"))
        visit = cls(file, context, page, told)
        page.goto(file.as_uri() + fragment)
        visit.ready()
        return visit

    def ready(self) -> None:
        """Wait until the page says that it is drawn and has read its data."""
        self.page.wait_for_selector("html[data-ready]", state="attached", timeout=60_000)

    def complaints(self) -> list[str]:
        """Return what the page did that it must not, and whether it changed what all objects have."""
        if not self.page.is_closed():
            polluted = self.page.evaluate(
                "Object.keys(Object.prototype).concat(Object.keys(Array.prototype))"
            )
            self.told += [f"gave every object {name}" for name in polluted]
        return [f"{self.file.name}: {each}" for each in self.told]

    def close(self) -> None:
        self.context.close()

    @property
    def fragment(self) -> str:
        """What stands in the address after the file's name."""
        return str(self.page.evaluate("location.hash"))

    def overflow(self) -> int:
        """Return how many pixels the page is wider than the window."""
        root = "document.documentElement"
        return int(self.page.evaluate(f"{root}.scrollWidth - {root}.clientWidth"))

    def violations(self, axe: str) -> list[str]:
        """Return what axe-core finds that is serious or critical."""
        self.page.evaluate(axe)
        found = self.page.evaluate("axe.run({ resultTypes: ['violations'] })")
        return [
            f"{each['id']} ({each['impact']}): {each['help']}: "
            + "; ".join(str(node["target"]) for node in each["nodes"][:3])
            for each in found["violations"]
            if each["impact"] in ("serious", "critical")
        ]


def read(download: Download) -> tuple[str, bytes]:
    """Return a download's name and content."""
    return download.suggested_filename, download.path().read_bytes()


def rows_of(content: bytes) -> list[dict[str, str]]:
    """Read a CSV file, with or without a byte order mark."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def lines(texts: Iterable[str]) -> list[str]:
    """Texts without blank ones, blanks within as one."""
    return [" ".join(text.split()) for text in texts if text.strip()]

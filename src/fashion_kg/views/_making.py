"""From a request to a page in hand: checked, made, and ready to be written or shown in a notebook."""

from __future__ import annotations

import hashlib
import html
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from fashion_kg.errors import UsageError, did_you_mean
from fashion_kg.files import write_file
from fashion_kg.namespaces import slugify
from fashion_kg.views import ViewRequest, find
from fashion_kg.views._about import command
from fashion_kg.views._page import blocks_of

_LONGEST_NAME = 80
_NOTEBOOK_HEIGHT = 640


@dataclass(frozen=True)
class Page:
    """A page: one file of HTML that asks for nothing from outside.

    A notebook shows it in a frame of its own, which may run the page's script and nothing else.

    Attributes:
        name: a name for its file, without an ending.
        html: its text.
    """

    name: str
    html: str

    @cached_property
    def blocks(self) -> dict[str, Any]:
        """The data in it by the name of the block, in the format that ``web/src/format.ts`` describes."""
        return blocks_of(self.html)

    @property
    def summary(self) -> str:
        """What it shows, in one sentence."""
        pages = (
            block["page"] for block in self.blocks.values() if isinstance(block, dict) and "page" in block
        )
        return next((str(page["summary"]) for page in pages), "")

    def save(self, path: str | Path) -> Path:
        """Write it to a file, whole or not at all, and return the file.

        Raises:
            FashionKGError: the place cannot be written.
        """
        write_file(Path(path), self.html.encode())
        return Path(path)

    def _repr_html_(self) -> str:
        document = html.escape(self.html, quote=True)
        return (
            f'<iframe srcdoc="{document}" sandbox="allow-scripts allow-downloads allow-popups" '
            f'title="{html.escape(self.summary, quote=True)}" width="100%" height="{_NOTEBOOK_HEIGHT}" '
            'style="border: 0"></iframe>'
        )


def make(kind: str, request: ViewRequest) -> Page:
    """Make a page.

    Args:
        kind: name of the view.
        request: what is asked for.

    Raises:
        UsageError: there is no such view or option, a name is unknown, or there is nothing to show.
    """
    view = find(kind)
    known = [option.partition(" ")[0] for option in view.options]
    if unknown := sorted(set(request.options) - set(known)):
        choices = f"It has: {', '.join(f'--{name}' for name in known)}" if known else "It has none of its own"
        remedy = did_you_mean(unknown[0], known, choices)
        raise UsageError(f"The view {kind} has no option --{unknown[0]}. {remedy}")
    alone = {option for option in view.options if " " not in option}
    if valued := sorted(name for name in alone if request.options.get(name)):
        raise UsageError(f"--{valued[0]} takes no value. In Python, give it True: {valued[0]}=True")
    return Page(file_name(command(kind, request).split(" ", 2)[2]), view.render(request))


def file_name(words: str) -> str:
    """Return a name for a page's file from the words of its command: letters, digits and hyphens only.

    Words that lose more than capitals are told apart by a few digits that follow from them.
    """
    slug = slugify(words)
    # A hyphen of the words themselves would look like the end of a word.
    if len(slug) <= _LONGEST_NAME and slug.split("-") == words.lower().split(" "):
        return slug
    digest = hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:8]
    return "-".join(filter(None, (slug[:_LONGEST_NAME].strip("-"), digest)))

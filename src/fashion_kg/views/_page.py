"""The shell of every page: one file with style, script and data, and a policy that lets nothing else in."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Mapping
from importlib import resources
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from fashion_kg import __version__

STYLE = "page.css"
"""The one style sheet of all pages, in the folder ``built``."""


def built(name: str) -> str:
    """Return a script or style as it was built from the folder ``web``."""
    return (resources.files("fashion_kg.views") / "built" / name).read_text(encoding="utf-8")


def packed(block: object) -> str:
    """Return a block of data as pages hold it: base64 of gzipped JSON, the same bytes every time."""
    text = json.dumps(block, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return base64.b64encode(gzip.compress(text.encode("utf-8", "replace"), compresslevel=9, mtime=0)).decode(
        "ascii"
    )


def page(
    view: str,
    title: str,
    script: str,
    blocks: Mapping[str, object],
    *,
    language: str = "en",
    body: Markup | None = None,
) -> str:
    """Return a page.

    Args:
        view: name of the view.
        title: for the window; data, escaped here.
        script: name of the script in the folder ``built`` that draws it.
        blocks: its data by name, in the format that ``web/src/format.ts`` describes.
        language: BCP 47 tag of the page's own words.
        body: markup to stand in the page before the script runs; from a template that escapes.
    """
    style, code = built(STYLE), built(script)
    policy = (
        f"default-src 'none'; script-src '{_hash(code)}'; style-src '{_hash(style)}'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    template = _ENVIRONMENT.from_string(_template("_page.html"))
    return template.render(
        view=view,
        title=title,
        language=language,
        version=__version__,
        policy=policy,
        # These three are the package's own text, or base64: the template takes them as they are.
        style=style,
        script=code,
        body=body or "",
        blocks={name: packed(block) for name, block in blocks.items()},
    )


_ENVIRONMENT = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)


def markup(template: str, context: Mapping[str, object]) -> Markup:
    """Return a template of this package filled in; whatever is filled in is escaped.

    Args:
        template: its file name.
        context: what its expressions name.
    """
    return Markup(_ENVIRONMENT.from_string(_template(template)).render(context))  # noqa: S704 - escaped by Jinja


def _template(name: str) -> str:
    return (resources.files("fashion_kg.views") / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def unpacked(block: str) -> Any:
    """Return what `packed` packed."""
    return json.loads(gzip.decompress(base64.b64decode(block)))


def blocks_of(html: str) -> dict[str, Any]:
    """Return the blocks of data that a page holds, by name."""
    return {name: unpacked(block) for name, block in _BLOCK.findall(html)}


_BLOCK = re.compile(r'<script type="application/octet-stream" id="([a-z]+)">([A-Za-z0-9+/=]*)</script>')

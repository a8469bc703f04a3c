"""Writing proposed waves and copies beside what was decided before, which stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fashion_kg.curating.proposed_waves import Proposals
from fashion_kg.files import write_file
from fashion_kg.sheets.writing import as_toml
from fashion_kg.waves import COPY, WAVE, Tie

_HEAD = """# Which sources go back to one announcement, and which copy another.
#
# What is proposed counts for nothing. To decide, change its review to accepted or rejected, and add
#   decidedBy = "who it was"
#   decided = 2031-02-03
# To take a decision back, write proposed again, or take the block out.
"""


def record(file: Path, proposals: Proposals) -> None:
    """Add proposals to a file of waves; what stands in it is not touched.

    Raises:
        FashionKGError: the file cannot be written; it is as it was.
    """
    before = file.read_text(encoding="utf-8").rstrip("\n") + "\n" if file.is_file() else _HEAD
    blocks = [*map(_wave, proposals.waves), *map(_copy, proposals.copies)]
    if blocks:
        write_file(file, (before + "".join(f"\n{block}" for block in blocks)).encode())


def _wave(tie: Tie) -> str:
    lines = [f"[[{WAVE}]]", f"name = {as_toml(tie.name)}", *_list("sources", tie.sources)]
    return "\n".join([*lines, f"review = {as_toml(tie.review)}", *_list("reasons", tie.reasons)]) + "\n"


def _copy(tie: Tie) -> str:
    copy, origin = tie.sources
    lines = [f"[[{COPY}]]", f"source = {as_toml(copy)}", f"origin = {as_toml(origin)}"]
    return "\n".join([*lines, f"review = {as_toml(tie.review)}", *_list("reasons", tie.reasons)]) + "\n"


def _list(key: str, texts: tuple[str, ...]) -> Iterator[str]:
    yield f"{key} = ["
    yield from (f"  {as_toml(text)}," for text in texts)
    yield "]"

"""Writing proposed waves and copies beside what was decided before, which stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fashion_kg.curating.proposed_waves import Proposals
from fashion_kg.files import write_file
from fashion_kg.sheets.writing import as_toml
from fashion_kg.waves import COPY, WAVE, Tie

HEAD = """# Which sources go back to one announcement, and which copy another.
#
# What is proposed counts for nothing. To decide, change its review to accepted or rejected, and add
#   decidedBy = "who it was"
#   decided = 2031-02-03
# To take a decision back, write proposed again, or take the block out. fashion-kg waves does both, too.
"""
"""How a file of waves begins."""


def record(file: Path, proposals: Proposals) -> None:
    """Add proposals to a file of waves; what stands in it is not touched.

    Raises:
        FashionKGError: the file cannot be written; it is as it was.
    """
    before = file.read_text(encoding="utf-8").rstrip("\n") + "\n" if file.is_file() else HEAD
    blocks = [*map(wave_block, proposals.waves), *map(_copy, proposals.copies)]
    if blocks:
        write_file(file, (before + "".join(f"\n{block}" for block in blocks)).encode())


def wave_block(tie: Tie) -> str:
    """Return a wave as the file has it, proposed or decided."""
    lines = [f"[[{WAVE}]]", f"name = {as_toml(tie.name)}", *_list("sources", tie.sources)]
    lines.append(f"review = {as_toml(tie.review)}")
    if tie.decided:
        lines += [f"decidedBy = {as_toml(tie.decided_by)}", f"decided = {as_toml(tie.decided)}"]
    lines += [f"reason = {as_toml(tie.reason)}"] if tie.reason else []
    return "\n".join([*lines, *(_list("reasons", tie.reasons) if tie.reasons else ())]) + "\n"


def _copy(tie: Tie) -> str:
    copy, origin = tie.sources
    lines = [f"[[{COPY}]]", f"source = {as_toml(copy)}", f"origin = {as_toml(origin)}"]
    return "\n".join([*lines, f"review = {as_toml(tie.review)}", *_list("reasons", tie.reasons)]) + "\n"


def _list(key: str, texts: tuple[str, ...]) -> Iterator[str]:
    yield f"{key} = ["
    yield from (f"  {as_toml(text)}," for text in texts)
    yield "]"

"""Where a clause ends: what a list of names does not go on over."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fashion_kg.extract.shadows import Mention

_GOES_ON = re.compile(r" [^\W\d_]")

Listed = tuple[int, int, Mention]
"""Where what is said of somebody begins, where the name stands, and the name."""


def before_main_clause(text: str, match: re.Match[str], listed: Sequence[Listed]) -> list[Listed]:
    """Return those of a list who stand before the main clause: ``Shot by N, M wears`` says nothing of M.

    A sentence that begins with a participle has its subject behind a comma, unless the list ends there.

    Args:
        text: the sentence, with a character for each name.
        match: what a phrase found in it; its group ``A`` is the list.
        listed: the list.
    """
    end = match.end("A")
    if re.search(r"\w", text[: match.start()]) or end != match.end() or not _GOES_ON.match(text, end):
        return list(listed)
    bare = (at for at in range(1, len(listed)) if text[listed[at - 1][1] + 1 : listed[at][0]].strip() == ",")
    return list(listed[: next(bare, len(listed))])

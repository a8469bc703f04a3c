"""A process that answers one query and can be killed: ``python -m fashion_kg.worker STORE ASKER < QUERY``."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from pathlib import Path

from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat

from fashion_kg.errors import UsageError
from fashion_kg.store import EmbeddedStore


def main() -> None:
    """Write a line of JSON, ``{"type": media type}`` or ``{"error": sentence}``, then the answer.

    The arguments are the folder of the store and the number of the process that asks.
    """
    threading.Thread(target=_end_with, args=(int(sys.argv[2]),), daemon=True).start()
    out = sys.stdout.buffer
    try:
        answer = EmbeddedStore(Path(sys.argv[1])).query(sys.stdin.buffer.read().decode())
    except UsageError as error:
        out.write(json.dumps({"error": str(error)}).encode() + b"\n")
        return
    chosen = RdfFormat.N_TRIPLES if isinstance(answer, QueryTriples) else QueryResultsFormat.JSON
    body = answer.serialize(format=chosen)  # type: ignore[union-attr, arg-type]
    out.write(json.dumps({"type": chosen.media_type}).encode() + b"\n" + (body or b""))


def _end_with(asker: int) -> None:
    """End as soon as whoever asked is no more: nobody else would stop a query that runs for an hour."""
    while os.getppid() == asker:
        time.sleep(0.5)
    os._exit(1)


if __name__ == "__main__":
    main()

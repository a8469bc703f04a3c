"""``python -m fashion_kg`` is ``fashion-kg``."""

from __future__ import annotations

import sys

from fashion_kg.cli import main

if __name__ == "__main__":
    sys.exit(main())

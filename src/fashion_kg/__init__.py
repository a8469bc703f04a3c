"""fashion-kg: the open record of who made which fashion campaign, for whom, with what, and who says so."""

from __future__ import annotations

__version__ = "0.1.0"

"""The default: the grammars, which are files. Nothing needs to be installed for it."""

from __future__ import annotations

from fashion_kg.extract import Proposer
from fashion_kg.extract.proposers import Setting
from fashion_kg.extract.rules import Rules

summary = "credit grammars of nine languages (the default)"
remote = False


def make(setting: Setting) -> Proposer:
    """Return the rules."""
    return Rules(setting.ontology, setting.entities)

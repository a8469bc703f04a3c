"""Writing into sheets: values as TOML has them, and the day on which somebody writes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import tomlkit


def as_toml(value: Any) -> str:
    """Return a value as TOML writes it on one line; keys of a table are quoted only where they must be."""
    if isinstance(value, dict):
        written = (f"{tomlkit.key(name).as_string()} = {as_toml(each)}" for name, each in value.items())
        return f"{{ {', '.join(written)} }}"
    return str(tomlkit.item(value).as_string())


def today() -> dt.date:
    """Return the day on which somebody reads, judges or imports, where that is."""
    return dt.datetime.now().astimezone().date()

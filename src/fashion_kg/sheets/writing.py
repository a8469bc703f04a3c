"""Writing into sheets: values as TOML has them, and the day on which somebody writes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import tomlkit


def as_toml(value: Any) -> str:
    """Return a value as TOML writes it on one line; keys of a table are quoted only where they must be.

    >>> as_toml([{"a key": "x"}, {"b": 1}])
    '[{ "a key" = "x" }, { b = 1 }]'
    """
    if isinstance(value, dict):
        written = (f"{tomlkit.key(name).as_string()} = {as_toml(each)}" for name, each in value.items())
        return f"{{ {', '.join(written)} }}"
    if isinstance(value, list | tuple):  # Left to tomlkit, a list of tables would become blocks of lines.
        return f"[{', '.join(map(as_toml, value))}]"
    return str(tomlkit.item(value).as_string())


def today() -> dt.date:
    """Return the day on which somebody reads, judges or imports, where that is."""
    return dt.datetime.now().astimezone().date()

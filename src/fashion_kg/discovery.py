"""Kinds of a thing that are modules of a package: whoever adds a file adds a kind, by the file's name."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Sequence
from types import ModuleType

from fashion_kg.errors import UsageError, did_you_mean


def kinds_in(path: Iterable[str]) -> tuple[str, ...]:
    """Return the names of a package's modules as people type them, sorted; what begins with ``_`` is none."""
    found = (module.name for module in pkgutil.iter_modules(path))
    return tuple(sorted(name.replace("_", "-") for name in found if name[0] != "_"))


def kind_called(name: str, known: Sequence[str], package: str, what: str, protocol: type) -> ModuleType:
    """Return the module of a kind.

    Args:
        name: what somebody typed.
        known: the names that there are.
        package: name of the package.
        what: what the kinds are of, as a sentence calls it.
        protocol: what such a module has; a protocol that can be checked when the program runs.

    Raises:
        UsageError: there is none of this name.
        TypeError: its module lacks something that the protocol asks for.
    """
    if name not in known:
        remedy = did_you_mean(name, known, f"Choose one of {', '.join(known)}")
        raise UsageError(f'There is no {what} "{name}". {remedy}')
    module = importlib.import_module(f"{package}.{name.replace('-', '_')}")
    if not isinstance(module, protocol):
        wanted = (*protocol.__annotations__, *vars(protocol))
        lacking = [each for each in wanted if each[0] != "_" and not hasattr(module, each)]
        raise TypeError(f"{module.__name__} lacks {', '.join(lacking)}: see {package}.{protocol.__name__}")
    return module

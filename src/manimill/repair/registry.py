"""Every codemod there is: the classes in the modules of ``codemods``, in the order they take their turns."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from manimill.repair import codemods
from manimill.repair.codemod import Codemod


@cache
def all_codemods() -> tuple[type[Codemod], ...]:
    """All codemods, first by their order, then by name."""
    found = [
        _codemod_of(f"{codemods.__name__}.{module.name}")
        for module in pkgutil.iter_modules(codemods.__path__)
        if not module.name.startswith("_")
    ]
    return tuple(sorted(found, key=lambda one: (one.order, one.name())))


def _codemod_of(module: str) -> type[Codemod]:
    """The codemod that a module defines: each has one."""
    defined = [
        value
        for value in vars(importlib.import_module(module)).values()
        if isinstance(value, type) and issubclass(value, Codemod) and value.__module__ == module
    ]
    if len(defined) != 1:
        raise TypeError(f"{module} defines {len(defined)} codemods; it should define one.")
    return defined[0]

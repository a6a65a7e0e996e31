"""How a function takes the place of another one."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from importlib import metadata
from typing import Any, NamedTuple

_WRITTEN_FOR = {"manim": "0.22.0", "numpy": "2.4.6", "scipy": "1.17.1", "svgelements": "1.9.6"}

Function = Callable[..., Any]


class StandIn(NamedTuple):
    """A function in the place of ``owner.name``; ``owner`` is a class or a module.

    ``make`` is given the original and returns what stands for it, with the same parameters.
    """

    owner: Any
    name: str
    make: Callable[[Function], Function]

    @property
    def distribution(self) -> str:
        """The release it belongs to is that of this package."""
        return str(getattr(self.owner, "__module__", self.owner.__name__)).partition(".")[0]


def install(stand_in: StandIn) -> bool:
    """Put a stand-in in place; whether that was done, because the release is the one it was written for.

    A function of a module is replaced wherever manim has imported it to.
    """
    if not _is_written_for(stand_in.distribution):
        return False
    owner, name = stand_in.owner, stand_in.name
    original = vars(owner)[name]
    # `inspect`, error messages and what looks into manim's code see the original.
    replacement = functools.wraps(original)(stand_in.make(original))
    holders = [owner] if isinstance(owner, type) else _holders(name, original)
    for holder in holders:
        setattr(holder, name, replacement)
    return True


@functools.cache
def _is_written_for(distribution: str) -> bool:
    try:
        return metadata.version(distribution) == _WRITTEN_FOR[distribution]
    except metadata.PackageNotFoundError:
        return False


def _holders(name: str, original: Function) -> list[Any]:
    return [
        module
        for title, module in list(sys.modules.items())
        if title.partition(".")[0] in _WRITTEN_FOR and vars(module).get(name) is original
    ]

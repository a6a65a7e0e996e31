"""How a function takes the place of another one."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from importlib import metadata
from typing import Any, NamedTuple

WRITTEN_FOR = {"manim": "0.22.0", "numpy": "2.4.6", "scipy": "1.17.1", "svgelements": "1.9.6"}
"""Distributions, and the releases whose functions are stood for."""

Function = Callable[..., Any]


class StandIn(NamedTuple):
    """A function in the place of ``owner.name``; ``owner`` is a class or a module.

    ``make`` is given the original and returns what stands for it, with the same parameters. ``relies_on`` are
    distributions of which it uses what is not theirs to promise, beside the one that it belongs to.
    """

    owner: Any
    name: str
    make: Callable[[Function], Function]
    relies_on: tuple[str, ...] = ()

    @property
    def distribution(self) -> str:
        """What the function belongs to."""
        return str(getattr(self.owner, "__module__", self.owner.__name__)).partition(".")[0]


def install(stand_in: StandIn) -> bool:
    """Put a stand-in in place; whether that was done, because all releases are those it was written for.

    A function of a module is replaced wherever it has been imported to.
    """
    if not all(map(is_written_for, (stand_in.distribution, *stand_in.relies_on))):
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
def is_written_for(distribution: str) -> bool:
    """Whether a distribution is installed in the release that the stand-ins were written for."""
    try:
        return metadata.version(distribution) == WRITTEN_FOR[distribution]
    except metadata.PackageNotFoundError:
        return False


def _holders(name: str, original: Function) -> list[Any]:
    return [
        module
        for title, module in list(sys.modules.items())
        if title.partition(".")[0] in WRITTEN_FOR and vars(module).get(name) is original
    ]

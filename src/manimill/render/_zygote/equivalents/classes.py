"""Whether a class leaves alone what a stand-in takes for granted of it."""

from __future__ import annotations

import operator

_assigned: dict[type, frozenset[str]] = {}


class Members:
    """Methods and properties of a class, as they were when they were first asked for, which is before any scene."""

    def __init__(self, owner: type, *names: str) -> None:
        self._owner = owner
        self._of = operator.attrgetter(*names)
        self._own: object = None

    def are_those_of(self, cls: type) -> bool:
        """Whether a class derived from the owner has the very same ones: none overridden, none replaced."""
        if self._own is None:
            self._own = self._of(self._owner)
        return bool(self._of(cls) == self._own)


def assigned_by_descriptor(cls: type) -> frozenset[str]:
    """Names by which assigning to an instance does more than to put a value into its dictionary; ``*``: any."""
    known = _assigned.get(cls)
    if known is None:
        known = _assigned[cls] = _descriptors(cls)
    return known


def _descriptors(cls: type) -> frozenset[str]:
    if any("__setattr__" in vars(base) for base in cls.__mro__[:-1]):
        return frozenset("*")
    return frozenset(
        name for base in cls.__mro__ for name, value in vars(base).items() if hasattr(type(value), "__set__")
    )

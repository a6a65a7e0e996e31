"""Copies of mobjects, of which nearly every animation makes two."""

from __future__ import annotations

import copy
import enum
import types
from typing import Any

import numpy as np
import svgelements
from manim import ManimColor, Mobject

from .standing_in import Function, StandIn

Memo = dict[int, Any]

_ABSENT = object()
_SHARED = frozenset(
    [
        *(
            type(None),
            bool,
            int,
            float,
            complex,
            str,
            bytes,
            type,
            range,
            type(NotImplemented),
            type(Ellipsis),
        ),
        *(types.FunctionType, types.BuiltinFunctionType),
        # What `sharing` has copies share.
        *(ManimColor, svgelements.Path),
    ]
)
"""Types, taken exactly, of which a deep copy is the thing itself."""

_assigned: dict[type, frozenset[str]] = {}


def _deepcopy(_original: Function) -> Function:
    def deepcopy(self: Any, clone_from_id: Memo) -> Any:
        cls = self.__class__
        result = cls.__new__(cls)
        clone_from_id[id(self)] = result
        by_descriptor = _assigned.get(cls)
        if by_descriptor is None:
            by_descriptor = _assigned[cls] = _descriptors(cls)
        attributes = result.__dict__
        for name, value in self.__dict__.items():
            copied = value if type(value) in _SHARED else _copied(value, clone_from_id)
            if name in by_descriptor or "*" in by_descriptor:
                setattr(result, name, copied)
            else:
                attributes[name] = copied
        result.original_id = str(id(self))
        return result

    return deepcopy


def _descriptors(cls: type) -> frozenset[str]:
    """Names by which assigning to an instance does more than to put a value into its dictionary; ``*``: any."""
    if any("__setattr__" in vars(base) for base in cls.__mro__[:-1]):
        return frozenset("*")
    return frozenset(
        name for base in cls.__mro__ for name, value in vars(base).items() if hasattr(type(value), "__set__")
    )


def _copied(value: Any, memo: Memo) -> Any:
    """What `copy.deepcopy` makes of a value whose type is none of the shared ones."""
    known = memo.get(id(value), _ABSENT)
    if known is not _ABSENT:
        return known
    kind = type(value)
    if kind is np.ndarray:
        copied = value.__deepcopy__(memo)
    elif kind is list:
        copied = memo[id(value)] = []
        for item in value:
            copied.append(item if type(item) in _SHARED else _copied(item, memo))
    elif kind is dict:
        copied = memo[id(value)] = {}
        for key, item in value.items():
            its_key = key if type(key) in _SHARED else _copied(key, memo)
            copied[its_key] = item if type(item) in _SHARED else _copied(item, memo)
    elif issubclass(kind, enum.Enum):
        return value
    elif issubclass(kind, Mobject):
        copied = value.__deepcopy__(memo)
    else:
        return copy.deepcopy(value, memo)
    memo[id(value)] = copied
    # As long as the copy is being made, no other thing may get the address of one it has been made from.
    memo.setdefault(id(memo), []).append(value)
    return copied


STAND_INS = (StandIn(Mobject, "__deepcopy__", _deepcopy),)

"""Copies of mobjects, of which nearly every animation makes two."""

from __future__ import annotations

import copy
import enum
import types
from typing import Any

import numpy as np
import svgelements
from manim import CapStyleType, LineJointType, ManimColor, Mobject

from .classes import assigned_by_descriptor
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
        # Members of an enumeration are copied by returning them.
        *(LineJointType, CapStyleType),
    ]
)
"""Types, taken exactly, of which a deep copy is the thing itself."""


def _deepcopy(_original: Function) -> Function:
    def deepcopy(self: Any, clone_from_id: Memo) -> Any:
        cls = self.__class__
        result = cls.__new__(cls)
        clone_from_id[id(self)] = result
        own, attributes = self.__dict__, result.__dict__
        by_descriptor = assigned_by_descriptor(cls)
        if attributes or "*" in by_descriptor or not by_descriptor.isdisjoint(own):
            for name, value in own.items():
                copied = value if type(value) in _SHARED else _copied(value, clone_from_id)
                setattr(result, name, copied)
        else:
            # All at once, in their order, and then those that are not shared, which is a few of many.
            attributes.update(own)
            for name, value in own.items():
                kind = type(value)
                if kind in _SHARED:
                    continue
                if kind is np.ndarray and id(value) not in clone_from_id:
                    attributes[name] = clone_from_id[id(value)] = value.__deepcopy__(clone_from_id)
                else:
                    attributes[name] = _copied(value, clone_from_id)
        result.original_id = str(id(self))
        return result

    return deepcopy


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

"""What manim's parameters take, and which values a position cannot have been meant for.

manim checks few types: a whole number is a colour to it, a plain number a point, and 24 an opacity. What a
parameter takes is told by its default, its annotation and its name, so that any version of manim will do;
where these say nothing, nothing is held against a value.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

COLOUR, POINT, OPACITY, NUMBER, FLAG = "colour", "point", "opacity", "number", "flag"

_SMALLEST_HEX = 0x100
"""Whole numbers from here on are taken for colours in earnest; those below are nearly black."""

_LEAST_WRONG_OPACITY = 2
"""Arithmetic may well exceed 1 a little; manim clips it."""

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_COLOUR_CLASSES = {"ManimColor", "Color", "HSV", "RGBA"}
_POINTS = re.compile(r"\b(Internal)?(Point|Vector)3D\w*")
_POINT_NAMES = {"vectors", "point_or_mobject", "mobject_or_point"}
_BUFFERS = {"buff"}
_WORDS = {
    COLOUR: "a colour",
    POINT: "a point or vector",
    OPACITY: "an opacity",
    NUMBER: "a number",
    FLAG: "True or False",
}
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_MEANT = {
    "number": ("font_size", "width", "radius", "side_length", "buff", "stroke_width", "radians", "run_time"),
    "colour": ("color",),
    "point": ("aligned_edge",),
}
"""What people mean by a value in the wrong place, likeliest first."""


@dataclass(frozen=True)
class Parameter:
    """One parameter that may be given by position; ``takes`` is None where that is unknown."""

    name: str
    takes: str | None


@dataclass(frozen=True)
class Signature:
    """``rest`` is what ``*args`` take; ``keywords`` are all names the function itself accepts."""

    positional: tuple[Parameter, ...]
    rest: Parameter | None
    keywords: frozenset[str]
    open: bool

    def at(self, position: int) -> Parameter | None:
        """The parameter that the argument at ``position``, from 0, lands on."""
        return self.positional[position] if position < len(self.positional) else self.rest


@cache
def signature(function: Callable[..., Any]) -> Signature:
    """Of a method or constructor, without ``self``.

    Read off the code object, a tenth of the price of ``inspect.signature``.
    """
    plain: Any = inspect.unwrap(function)
    code = plain.__code__
    annotations = plain.__annotations__
    names = code.co_varnames
    count, named = code.co_argcount, code.co_argcount + code.co_kwonlyargcount
    defaults = dict(zip(reversed(names[:count]), reversed(plain.__defaults__ or ()), strict=False))

    def parameter(name: str) -> Parameter:
        return Parameter(name, _takes(name, defaults.get(name), str(annotations.get(name, ""))))

    has_rest = bool(code.co_flags & inspect.CO_VARARGS)
    return Signature(
        tuple(parameter(name) for name in names[1:count]),
        parameter(names[named]) if has_rest else None,
        frozenset(names[1:named]),
        bool(code.co_flags & inspect.CO_VARKEYWORDS),
    )


def _takes(name: str, default: Any, annotation: str) -> str | None:
    numeric = isinstance(default, (int, float)) and not isinstance(default, bool)
    annotated = set(annotation.split(" | ")) - {"None"}
    applies = {
        # None where there is no saying, which ends the search.
        None: numeric and _is_named(name, "color"),
        COLOUR: name == "colors" or _is_named(name, "color"),
        FLAG: annotated == {"bool"} or (isinstance(default, bool) and not annotation),
        POINT: _is_point(name, default, annotation),
        OPACITY: _is_named(name, "opacity") and annotated <= {"", "float"},
        NUMBER: (bool(annotated) and annotated <= {"float", "int"}) or (numeric and not annotation),
    }
    return next((takes for takes, true in applies.items() if true), None)


def _is_named(name: str, noun: str) -> bool:
    return name == noun or name.endswith(f"_{noun}")


def _is_point(name: str, default: Any, annotation: str) -> bool:
    if isinstance(default, np.ndarray) or name in _POINT_NAMES:
        return True
    return bool(_POINTS.match(annotation)) and "float" not in annotation


def kind(value: Any) -> str | None:
    """``number``, ``colour``, ``point`` or None for all else."""
    if isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool):
        return NUMBER
    if type(value).__name__ in _COLOUR_CLASSES or (type(value) is str and _HEX.fullmatch(value)):
        return COLOUR
    if type(value) is np.ndarray and value.shape == (3,) and value.dtype.kind in "fi":
        return POINT
    return None


def objection(parameter: Parameter, value: Any) -> str | None:
    """What ``value`` is that ``parameter`` cannot have been meant for, or None where it may be meant."""
    given, takes = kind(value), parameter.takes
    if given is None or takes is None:
        return None
    if given == COLOUR:
        return None if takes == COLOUR else "a colour"
    if given == POINT:
        return "a vector" if parameter.name in _BUFFERS else None
    return _objection_to_number(takes, value)


def _objection_to_number(takes: str, value: float) -> str | None:
    if takes == COLOUR and value < _SMALLEST_HEX:
        return "a number"
    # Zero is taken for the origin, which is what it is meant for.
    if takes == POINT and value != 0:
        return "a number"
    if takes == FLAG and value not in (0, 1):
        return "a number"
    return "more than 1" if takes == OPACITY and value >= _LEAST_WRONG_OPACITY else None


def meant(value: Any, free: Collection[str]) -> str | None:
    """The one of the ``free`` keywords that ``value`` was probably meant for."""
    wanted = _MEANT[kind(value) or NUMBER]
    if kind(value) == NUMBER and 0 <= value <= 1:
        wanted = ("opacity", *wanted)
    return next((name for name in wanted if name in free), None)


def place(parameter: Parameter, position: int) -> str:
    """``a colour as its first argument (color)``."""
    ordinal = _ORDINALS[position] if position < len(_ORDINALS) else f"{position + 1}th"
    return f"{_WORDS[parameter.takes or NUMBER]} as its {ordinal} argument ({parameter.name})"

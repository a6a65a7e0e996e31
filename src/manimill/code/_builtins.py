"""Python's own functions, as far as a reader of scenes needs them, on values that are known."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from manimill.code._evaluator import items, stands_for_many
from manimill.code.outline import UNKNOWN, ClassName, Colour, is_number

_LONGEST = 100
"""Items of a list that is built; longer ones stay unread."""


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, (str, int, float)) else UNKNOWN


def _whole(value: Any) -> Any:
    return int(value) if is_number(value) else UNKNOWN


def _real(value: Any) -> Any:
    return float(value) if is_number(value) else UNKNOWN


def _length(value: Any) -> Any:
    if isinstance(value, ClassName):
        members = items(value)
        return len(members) if members is not None else UNKNOWN
    if isinstance(value, list) and stands_for_many(value):
        return UNKNOWN
    return len(value) if isinstance(value, (list, str, range, dict)) else UNKNOWN


def _range(*bounds: int) -> Any:
    # A longer range has a length that does not fit a machine word.
    return range(*bounds) if all(abs(bound) < 1e9 for bound in bounds) else UNKNOWN


def _list(value: Any) -> Any:
    found = items(value)
    if found is None or len(found) > _LONGEST or stands_for_many(list(found)):
        return UNKNOWN
    return list(found)


def _reversed(value: Any) -> Any:
    values = _list(value)
    return values[::-1] if isinstance(values, list) else UNKNOWN


def _enumerate(value: Any, start: int = 0) -> Any:
    values = _list(value)
    return [[start + i, item] for i, item in enumerate(values)] if isinstance(values, list) else UNKNOWN


def _zip(*values: Any, strict: bool = False) -> Any:
    lists = [_list(value) for value in values]
    if not all(isinstance(found, list) for found in lists):
        return UNKNOWN
    return [list(row) for row in zip(*lists, strict=strict)]


def _arange(*bounds: float) -> Any:
    start, stop, step = {1: (0, *bounds, 1), 2: (*bounds, 1), 3: bounds}[len(bounds)]
    count = math.ceil((stop - start) / step)
    return [start + step * i for i in range(count)] if 0 <= count <= _LONGEST else UNKNOWN


def _sum(values: Any, start: float = 0) -> Any:
    known = isinstance(values, list) and all(is_number(value) for value in values)
    return sum(values, start) if known else UNKNOWN


def _linspace(start: float, stop: float, num: int = 50) -> Any:
    if not 2 <= num <= _LONGEST:
        return UNKNOWN
    step = (stop - start) / (num - 1)
    return [*(i * step + start for i in range(num - 1)), stop]


def _choice(values: Any, *_: Any, **__: Any) -> Any:
    """One of several colours at random."""
    shades = [value for value in values if isinstance(value, Colour)] if isinstance(values, list) else []
    return Colour("random " + "|".join(shades)) if shades and len(shades) == len(values) else UNKNOWN


def _mapped(function: Callable[[float], float]) -> Callable[[Any], Any]:
    """A function of numbers that takes lists as numpy's do."""

    def apply(value: Any) -> Any:
        if isinstance(value, list) and len(value) <= _LONGEST:
            return [apply(one) for one in value]
        return function(value) if is_number(value) else UNKNOWN

    return apply


def text_method(text: str, name: str, arguments: list[Any]) -> Any:
    """``text.upper()`` and its like."""
    if name in ("upper", "lower", "strip", "title", "split") and not arguments:
        return getattr(text, name)()
    return UNKNOWN


BUILTINS: dict[str, Callable[..., Any]] = {
    "str": _text,
    "int": _whole,
    "float": _real,
    "len": _length,
    "range": _range,
    "list": _list,
    "tuple": _list,
    "reversed": _reversed,
    "enumerate": _enumerate,
    "zip": _zip,
    "arange": _arange,
    "sum": _sum,
    "linspace": _linspace,
    "choice": _choice,
    "exp": _mapped(math.exp),
    "sqrt": _mapped(math.sqrt),
    "sin": _mapped(math.sin),
    "cos": _mapped(math.cos),
}
"""By name; they may raise `TypeError`, `ValueError`, `LookupError` and `ArithmeticError` on odd arguments."""

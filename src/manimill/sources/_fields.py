"""Find a field in a row: by column name, or by a path into nested values."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from manimill.scenes.unpack import clean_characters


class _Absent:
    """The type of `ABSENT`."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent()
"""What a path that leads nowhere yields; None is a value that is there and null."""

_STEP = re.compile(r"\[(-?\d+)\]|([^.\[\]]+)")


def first_found(cells: Mapping[str, Any], paths: Iterable[str]) -> Any:
    """The value at the first path that has one; None where paths exist but hold nothing, else `ABSENT`."""
    result: Any = ABSENT
    for path in paths:
        value = value_at(cells, path)
        if is_null(value):
            result = None
        elif isinstance(value, str) and not value.strip():
            result = value if result is ABSENT else result
        elif value is not ABSENT:
            return value
    return result


def value_at(cells: Mapping[str, Any], path: str) -> Any:
    """The value at one path; a column whose name is the whole path comes first."""
    if path in cells:
        return cells[path]
    value: Any = cells
    for step in _steps(path):
        value = _step(value, step)
        if value is ABSENT:
            return ABSENT
    return value


@lru_cache(maxsize=256)
def _steps(path: str) -> tuple[str | int, ...]:
    return tuple(int(index) if index else name for index, name in _STEP.findall(path))


def _step(value: Any, step: str | int) -> Any:
    if isinstance(value, str) and value[:1] in ("{", "["):
        # A nested value that a flat format holds as its JSON text.
        try:
            value = json.loads(value, strict=False)
        except (ValueError, RecursionError):
            return ABSENT
    if isinstance(step, int):
        in_range = isinstance(value, list) and -len(value) <= step < len(value)
        return value[step] if in_range else ABSENT
    return value.get(step, ABSENT) if isinstance(value, dict) else ABSENT


def is_null(value: Any) -> bool:
    """Whether a value stands for none: null, or the "not a number" that data frames put in its place."""
    return value is None or (isinstance(value, float) and math.isnan(value))


_DEEPEST = 50
"""Levels of nesting that metadata keeps; nobody reads more, and a hostile file has a hundred thousand."""


def jsonable(value: Any, depth: int = 0) -> Any:
    """The value in terms of JSON: dates as ISO text, bytes as text, what is not finite as null.

    What is nested deeper than 50 levels is null as well.
    """
    if depth > _DEEPEST:
        return None
    match value:
        case None | bool() | int():
            plain: Any = value
        case str():
            plain = clean_characters(value)[0]
        case float():
            plain = value if math.isfinite(value) else None
        case Mapping():
            plain = {clean_characters(str(key))[0]: jsonable(item, depth + 1) for key, item in value.items()}
        case list() | tuple():
            plain = [jsonable(item, depth + 1) for item in value]
        case bytes():
            plain = clean_characters(value.decode("utf-8", "replace"))[0]
        case Decimal():
            plain = float(value)
        case date() | time():
            plain = value.isoformat()
        case _:
            plain = str(value)
    return plain

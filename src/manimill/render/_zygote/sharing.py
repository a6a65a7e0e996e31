"""Copies that manim makes of what never changes, and that are as good as the original.

manim copies a mobject, with all it holds, for nearly every animation. A fifth of the time of a render goes into
copies of the parsed outlines that glyphs were made from, which nobody looks at again, and of colours, which
cannot be changed.
"""

from __future__ import annotations

from typing import Any

import svgelements
from manim.utils import color


def share_what_never_changes() -> None:
    """Let copies of mobjects share outlines and colours with the original."""
    for kind in (svgelements.Path, getattr(color, "ManimColor", None)):
        if kind is not None and "__deepcopy__" not in vars(kind):
            kind.__deepcopy__ = _same


def _same(value: Any, _memo: dict[int, Any]) -> Any:
    return value

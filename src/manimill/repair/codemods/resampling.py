"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import CE, Codemod, Confidence, Order

_NEAREST = {"lanczos": "cubic", "antialias": "cubic", "hamming": "linear", "box": "linear"}
"""Ways to resample images that are gone, and the one left that looks most like each."""


class Resampling(Codemod):
    """Ways to resample images that ManimCE has dropped become the nearest one that it has."""

    flavours = frozenset({CE})
    order = Order.ARGUMENTS
    confidence = Confidence.LOW
    triggers = names("RESAMPLING_ALGORITHMS")

    def leave_Subscript(self, original: cst.Subscript, updated: cst.Subscript) -> cst.BaseExpression:
        """Change the key."""
        if self.manim_name(original.value) != "RESAMPLING_ALGORITHMS" or len(original.slice) != 1:
            return updated
        index = original.slice[0].slice
        key = index.value if isinstance(index, cst.Index) else None
        new = _NEAREST.get(str(key.evaluated_value)) if isinstance(key, cst.SimpleString) else None
        if new is None or not isinstance(key, cst.SimpleString):
            return updated
        value = key.with_changes(value=f"{key.quote}{new}{key.quote}")
        return updated.with_changes(slice=[updated.slice[0].with_changes(slice=cst.Index(value))])

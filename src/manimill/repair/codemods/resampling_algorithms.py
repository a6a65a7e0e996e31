"""See the codemod."""

from __future__ import annotations

import ast

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order

_NEAREST = {"lanczos": "cubic", "antialias": "cubic", "hamming": "linear", "box": "nearest"}


class ResamplingAlgorithms(Codemod):
    """Ways of resampling pictures that ManimCE dropped become the nearest of those it kept."""

    flavours = ALL
    order = Order.ARGUMENTS
    confidence = Confidence.LOW
    triggers = names("RESAMPLING_ALGORITHMS")

    def leave_Subscript(self, original: cst.Subscript, updated: cst.Subscript) -> cst.Subscript:
        """Ask for one that is there."""
        if self.manim_name(original.value) != "RESAMPLING_ALGORITHMS" or len(updated.slice) != 1:
            return updated
        index = updated.slice[0].slice
        key = index.value if isinstance(index, cst.Index) else None
        if not isinstance(key, cst.SimpleString):
            return updated
        new = _NEAREST.get(str(ast.literal_eval(key.value)))
        if new is None:
            return updated
        quote = key.quote
        return updated.with_deep_changes(key, value=f"{quote}{new}{quote}")

"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import GL, Codemod, Confidence, Order
from manimill.repair.edit import has_star, positionals, renamed_function, without

_PAIRS = names("matched_keys matched_pairs key_map")


class MatchingStrings(Codemod):
    """`TransformMatchingStrings`, which moves glyphs to their like, is `TransformMatchingShapes`."""

    flavours = frozenset({GL})
    order = Order.ANIMATIONS
    confidence = Confidence.LOW
    triggers = names("TransformMatchingStrings")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.Call:
        """Match glyphs by their shapes; what was said to match by its text cannot be told."""
        if self.manim_name(original.func) not in self.triggers:
            return updated
        if has_star(original) or len(positionals(original)) > len(("source", "target")):
            self.warn(original, "what matches what stands behind a * or in place")
            return updated
        renamed = renamed_function(without(updated, *_PAIRS), "TransformMatchingShapes")
        return renamed.with_changes(args=[_named(arg) for arg in renamed.args])


def _named(arg: cst.Arg) -> cst.Arg:
    """The source and the target, by their names of today."""
    name = {"source": "mobject", "target": "target_mobject"}.get(arg.keyword.value) if arg.keyword else None
    return arg.with_changes(keyword=cst.Name(name)) if name else arg

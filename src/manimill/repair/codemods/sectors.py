"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.edit import (
    expression,
    has_star,
    keyword,
    positionals,
    renamed_function,
    text_of,
    with_keyword,
    with_renamed_keywords,
    without,
)


class Sectors(Codemod):
    """A `Sector` with an inner and an outer radius is one with a radius, or an `AnnularSector`."""

    flavours = ALL
    order = Order.ARGUMENTS
    confidence = Confidence.HIGH
    triggers = names("Sector")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Decide by the inner radius."""
        inner, outer = keyword(updated, "inner_radius"), keyword(updated, "outer_radius")
        if self.manim_name(original.func) != "Sector" or not (inner or outer):
            return updated
        if has_star(original) or positionals(original) or keyword(updated, "radius"):
            self.warn(original, "which of its radii counts cannot be told")
            return updated
        if inner is None or text_of(inner.value) in ("0", "0.0"):
            return with_renamed_keywords(without(updated, "inner_radius"), {"outer_radius": "radius"})
        call = renamed_function(updated, "AnnularSector")
        return call if outer else with_keyword(call, "outer_radius", expression("1"))

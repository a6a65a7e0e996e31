"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import OLD, Codemod, Confidence, Order
from manimill.repair.codemods._constructors import constructed, unknown_keywords
from manimill.repair.codemods._numbers import plain_value, times
from manimill.repair.edit import keyword, map_args, renamed_keyword

_STROKE = 1.5
"""How many of ManimCE's units of stroke width make one of ManimGL's units of thickness: 0.015 of the scene's."""

_RATIO = "max_width_to_length_ratio"


class ArrowThickness(Codemod):
    """An arrow's `thickness` becomes the width of the stroke that is as thick in ManimCE."""

    flavours = OLD
    order = Order.ARGUMENTS
    confidence = Confidence.HIGH
    triggers = names("thickness", _RATIO)

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Convert the thickness, and the ratio to the length that it keeps below."""
        found = constructed(self, original)
        if found is None or not self.module.leads_to(found.name, "Arrow"):
            return updated
        unknown = unknown_keywords(found.name, original)

        def changed(arg: cst.Arg) -> cst.Arg | None:
            name = arg.keyword.value if arg.keyword else ""
            if name == "thickness" and name in unknown:
                if keyword(original, "stroke_width") is not None:
                    # The filled shape of the arrow had an outline as well.
                    return None
                return renamed_keyword(arg, "stroke_width").with_changes(value=times(arg.value, _STROKE))
            if name == _RATIO and name in unknown:
                return renamed_keyword(arg, "max_stroke_width_to_length_ratio").with_changes(
                    value=_ratio(arg.value)
                )
            return arg

        return map_args(updated, changed)


def _ratio(value: cst.BaseExpression) -> cst.BaseExpression:
    """Filled arrows have it in units of the scene, those made of a stroke in units of stroke width, from 1 on."""
    number = plain_value(value)
    return times(value, 100) if number is not None and number < 1 else value

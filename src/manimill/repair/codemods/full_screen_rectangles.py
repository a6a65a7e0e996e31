"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, GL, LEGACY, Codemod, Confidence, Order
from manimill.repair.edit import (
    expression,
    has_star,
    keyword,
    positionals,
    renamed_function,
    with_keyword,
    with_renamed_keywords,
    without,
)

_FADING = {"stroke_width": "0", "fill_color": "BLACK", "fill_opacity": "0.7"}
_FILLED = {"stroke_width": "0", "fill_color": "GREY_E", "fill_opacity": "1"}
_NEW = {
    "FullScreenFadeRectangle": ("FullScreenRectangle", _FADING),
    "PictureInPictureFrame": ("ScreenRectangle", {"height": "3"}),
    "FullScreenRectangle": ("FullScreenRectangle", _FILLED),
}


class FullScreenRectangles(Codemod):
    """Rectangles of the screen's shape that had looks of their own are given them: fading, filled, small."""

    flavours = ALL
    order = Order.ARGUMENTS
    confidence = Confidence.HIGH
    triggers = names(*_NEW, "ScreenRectangle")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Say what the class said, where the call does not."""
        name = self.manim_name(original.func)
        if name == "ScreenRectangle" and self.module.flavour == LEGACY:
            # Its width followed from its height, whatever it was given.
            return without(updated, "width")
        if name not in _NEW or (name == "FullScreenRectangle" and self.module.flavour != GL):
            return updated
        new, looks = _NEW[name]
        if has_star(original) or positionals(original):
            self.warn(original, f"what {name} is given cannot be read")
            return updated
        # What the first of them called opacity is that of the filling.
        call = with_renamed_keywords(updated, {"opacity": "fill_opacity"})
        for one, value in looks.items():
            # A colour for all of it colours the filling, too.
            if keyword(call, one) is None and not (one == "fill_color" and keyword(call, "color")):
                call = with_keyword(call, one, expression(value))
        return call if name == new else renamed_function(call, new)

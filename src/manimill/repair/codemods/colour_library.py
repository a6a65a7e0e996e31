"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import OLD, Codemod, Confidence, Order
from manimill.repair.edit import expression, has_star, keyword, renamed_function, with_args

_METHODS = {"get_rgb": "to_rgb", "get_hex": "to_hex", "get_hex_l": "to_hex", "get_hsl": "to_hsl"}
_SCALES = {"hsl": ("hue", "saturation", "luminance"), "rgb": ("red", "green", "blue")}
"""Numbers that a colour can be made from, all of them 0 where they are not given."""


class ColourLibrary(Codemod):
    """The colour library's `Color`, which came along with Manim, is `ManimColor`."""

    flavours = OLD
    order = Order.NAMES
    confidence = Confidence.MEDIUM
    triggers = names("Color", "interpolate_color_by_hsl", *_METHODS)

    def leave_ImportFrom(
        self, original: cst.ImportFrom, updated: cst.ImportFrom
    ) -> cst.ImportFrom | cst.RemovalSentinel:
        """The library itself is no longer there."""
        if not isinstance(original.module, cst.Name) or original.module.value != "colour":
            return updated
        if isinstance(original.names, cst.ImportStar) or not self.module.star:
            return updated
        names_ = [alias for alias in original.names if alias.evaluated_name != "Color" or alias.asname]
        return updated if names_ else cst.RemovalSentinel.REMOVE

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Give a constructor what it takes now, and colours their methods of now."""
        if self._is_color(original.func):
            return self._constructed(original, updated)
        if self.manim_name(original.func) == "interpolate_color_by_hsl" and self.module.star:
            return self._between(original, updated)
        func = updated.func
        if isinstance(func, cst.Attribute) and not original.args:
            new = _METHODS.get(func.attr.value)
            owner = original.func.value if isinstance(original.func, cst.Attribute) else None
            if new and owner is not None and self.kind(owner) in ("Color", "ManimColor"):
                return renamed_function(updated, new)
        return updated

    def _constructed(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        if has_star(original) or not original.args:
            self.warn(original, "what the colour is made from cannot be told")
            return updated
        if len(original.args) == 1 and original.args[0].keyword is None:
            return with_args(renamed_function(updated, "ManimColor"), updated.args)
        for scale, parts in _SCALES.items():
            whole = keyword(updated, scale)
            if whole is not None and len(updated.args) == 1:
                return self._made(scale, whole.value)
            if all(arg.keyword is not None and arg.keyword.value in parts for arg in original.args):
                given = [keyword(updated, part) for part in parts]
                values = [cst.Element(arg.value if arg is not None else cst.Integer("0")) for arg in given]
                return self._made(scale, cst.Tuple(values))
        self.warn(original, "what the colour is made from cannot be told")
        return updated

    def _made(self, scale: str, values: cst.BaseExpression) -> cst.BaseExpression:
        return expression(
            "ManimColor({values})" if scale == "rgb" else "ManimColor.from_hsl({values})", values=values
        )

    def _between(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """A colour between two others, on the way that their hues take."""
        if any(arg.keyword is not None or arg.star == "**" for arg in original.args):
            self.warn(original, "between which colours it is cannot be told")
            return updated
        values = [arg.value for arg in updated.args]
        stars = [bool(arg.star) for arg in original.args]
        if stars == [False] * 3:
            return expression(
                "ManimColor.from_hsl(interpolate(ManimColor({one}).to_hsl(), ManimColor({other}).to_hsl(), {part}))",
                one=values[0],
                other=values[1],
                part=values[2],
            )
        if stars == [True, False]:
            return expression(
                "ManimColor.from_hsl(interpolate(*(ManimColor(one).to_hsl() for one in {both}), {part}))",
                both=values[0],
                part=values[1],
            )
        self.warn(original, "between which colours it is cannot be told")
        return updated

    def _is_color(self, func: cst.BaseExpression) -> bool:
        if not isinstance(func, cst.Name) or func.value != "Color" or not self.module.star:
            return False
        return self.manim_name(func) == "Color" or "colour" in self.module.words

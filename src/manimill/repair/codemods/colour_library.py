"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import OLD, Codemod, Confidence, Order
from manimill.repair.edit import expression, keyword, renamed_function, with_args


class ColourLibrary(Codemod):
    """The colour library's `Color`, which came along with Manim, is `ManimColor`."""

    flavours = OLD
    order = Order.NAMES
    confidence = Confidence.MEDIUM
    triggers = names("Color get_rgb get_hex get_hex_l")

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
        func = updated.func
        if isinstance(func, cst.Attribute) and not original.args:
            new = {"get_rgb": "to_rgb", "get_hex": "to_hex", "get_hex_l": "to_hex"}.get(func.attr.value)
            owner = original.func.value if isinstance(original.func, cst.Attribute) else None
            if new and owner is not None and self.kind(owner) in ("Color", "ManimColor"):
                return renamed_function(updated, new)
        return updated

    def _constructed(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        if len(original.args) != 1 or original.args[0].star:
            self.warn(original, "a colour made from several numbers is not rewritten")
            return updated
        rgb = keyword(updated, "rgb")
        if rgb is not None:
            return expression("ManimColor({rgb})", rgb=rgb.value)
        if original.args[0].keyword is not None:
            self.warn(original, "a colour made from several numbers is not rewritten")
            return updated
        return with_args(renamed_function(updated, "ManimColor"), updated.args)

    def _is_color(self, func: cst.BaseExpression) -> bool:
        if not isinstance(func, cst.Name) or func.value != "Color" or not self.module.star:
            return False
        return self.manim_name(func) == "Color" or "colour" in self.module.words

"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import GL, Codemod, Confidence, Order
from manimill.repair.codemods._numbers import value_of
from manimill.repair.edit import as_keyword, expression, has_star, keyword, positionals, with_args

_KEPT = {"color": "color", "opacity": "fill_opacity"}
_UNSEEN = names("anti_alias_width glow_factor")
_POINTWISE = names("set_points set_radius set_radii set_glow_factor to_grid make_3d")


class DotClouds(Codemod):
    """A `DotCloud`, which a shader draws, is a group of dots of its size; a `TrueDot` is one of them."""

    flavours = frozenset({GL})
    order = Order.ARGUMENTS
    confidence = Confidence.MEDIUM
    triggers = names("DotCloud TrueDot")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Draw every point as a dot."""
        name = self.manim_name(original.func)
        if name not in ("DotCloud", "TrueDot") or has_star(original):
            return updated
        asked = sorted(_POINTWISE & self.module.words)
        if asked:
            self.warn(original, f"a group of dots has no {asked[0]}")
            return updated
        first = "points" if name == "DotCloud" else "center"
        places = keyword(updated, first) or next(iter(positionals(updated)), None)
        dot = self._dot(updated, places) if places is not None else None
        if dot is None or places is None:
            self.warn(original, "what its dots are like cannot be told")
            return updated
        if name == "TrueDot":
            place = cst.Arg(places.value)
            return with_args(dot, [place, *dot.args])
        each = with_args(dot, [cst.Arg(cst.Name("point")), *dot.args])
        return expression("VGroup(*[{dot} for point in {points}])", dot=each, points=places.value)

    def _dot(self, call: cst.Call, places: cst.Arg) -> cst.Call | None:
        """One dot, without its place; None where it glows or has what cannot be read."""
        kept: list[cst.Arg] = []
        radius: cst.BaseExpression = cst.Float("0.05")
        colour: cst.BaseExpression = cst.Name("GREY_C")
        for index, arg in enumerate(call.args):
            name = arg.keyword.value if arg.keyword is not None else ("", "color", "opacity", "radius")[index]
            if arg is places:
                continue
            if name == "radius":
                radius = arg.value
            elif name == "color":
                colour = arg.value
            elif name in _KEPT:
                kept.append(as_keyword(_KEPT[name], arg.value))
            elif name not in _UNSEEN or (name == "glow_factor" and value_of(arg.value) != 0):
                return None
        return with_args(
            cst.Call(cst.Name("Dot")), [as_keyword("radius", radius), as_keyword("color", colour), *kept]
        )

"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import GL, Codemod, Confidence, Order
from manimill.repair.codemods._arguments import named
from manimill.repair.edit import (
    as_keyword,
    expression,
    has_star,
    keyword,
    renamed_function,
    with_args,
    with_renamed_keywords,
    without,
)

_FLAT = {"Square3D": ("Square", "side_length"), "Disk3D": ("Circle", "radius")}
_UNSEEN = (
    "resolution",
    "gloss",
    "shadow",
    "shading",
    "reflectiveness",
    "depth_test",
    "prefered_creation_axis",
)
_LOOKS = {"color": "GREY", "fill_opacity": "1", "stroke_width": "0"}


class FlatSolids(Codemod):
    """A `Square3D` and a `Disk3D`, flat surfaces of ManimGL, are a filled `Square` and `Circle` without a border."""

    flavours = frozenset({GL})
    order = Order.ARGUMENTS
    confidence = Confidence.MEDIUM
    triggers = names(*_FLAT)

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Say what surfaces look like; what is wrapped around something else, or is a part, is left."""
        name = self.manim_name(original.func)
        if name not in _FLAT:
            return updated
        assert name is not None
        new, size = _FLAT[name]
        call = named(updated, [size], 0)
        ranges = any(arg.keyword and arg.keyword.value in ("u_range", "v_range") for arg in updated.args)
        if call is None or has_star(updated) or ranges:
            self.warn(original, "which part of it is there cannot be read")
            return updated
        if not self.module.words.isdisjoint(("TexturedSurface", "TexturedGeometry", "SurfaceMesh")):
            self.warn(original, "it may be what a picture or a mesh is put on")
            return updated
        call = with_renamed_keywords(without(call, *_UNSEEN), {"opacity": "fill_opacity"})
        for word, value in _LOOKS.items():
            if keyword(call, word) is None and not (word == "color" and keyword(call, "fill_color")):
                call = with_args(call, [*call.args, as_keyword(word, expression(value))])
        return renamed_function(call, new)

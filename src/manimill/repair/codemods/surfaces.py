"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, CE, GL, Codemod, Confidence, Order
from manimill.repair.codemods._layout import laid_out
from manimill.repair.codemods._numbers import value_of
from manimill.repair.edit import (
    as_keyword,
    expression,
    has_star,
    keyword,
    positionals,
    renamed_keyword,
    with_keyword,
    with_renamed_keywords,
)

_SOLIDS = names("Sphere Torus Cylinder Cone Disk3D Square3D Cube Prism VCube VPrism")
_NEW_NAMES = {"ParametricSurface": "Surface", "VCube": "Cube", "VPrism": "Prism", "SGroup": "Group"}
_SHADERS = names(
    "gloss shadow shading reflectiveness depth_test prefered_creation_axis preferred_creation_axis normal_nudge "
    "epsilon render_primitive shade_in_3d"
)
_FINEST = 50


class Surfaces(Codemod):
    """Surfaces and solids of older Manims get today's names, ranges and styles."""

    flavours = ALL
    order = Order.ARGUMENTS
    confidence = Confidence.HIGH
    triggers = _SOLIDS | frozenset(_NEW_NAMES) | names("Surface SurfaceMesh")

    def leave_Name(self, original: cst.Name, updated: cst.Name) -> cst.BaseExpression:
        """Give classes their names."""
        new = _NEW_NAMES.get(original.value)
        if new is None or self.manim_name(original) != original.value:
            return updated
        return updated.with_changes(value=new)

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Rewrite what makes a surface or a solid."""
        name = self.manim_name(original.func)
        if name == "SurfaceMesh":
            return self._mesh(original, updated)
        if name not in self.triggers:
            return updated
        assert name is not None
        if has_star(updated):
            return updated
        call = self._ranges(updated) if name in ("ParametricSurface", "Surface") else updated
        call = _unchequered(call)
        return (
            self._opacity(original, call) if self.module.flavour == CE else self._style(original, call, name)
        )

    def _opacity(self, original: cst.Call, call: cst.Call) -> cst.Call:
        """What ManimCE once let through without an effect can only have been meant for the faces."""
        if keyword(call, "fill_opacity") is not None:
            return call
        renamed = with_renamed_keywords(call, {"opacity": "fill_opacity"})
        if renamed is not call:
            self.record(original, Confidence.LOW)
        return renamed

    def _mesh(self, original: cst.Call, call: cst.Call) -> cst.BaseExpression:
        """The lines of a surface, without its faces."""
        given = positionals(call)
        if len(given) != 1 or has_star(call):
            self.warn(original, "of what it is the mesh cannot be read")
            return call
        width = keyword(call, "stroke_width")
        colour = keyword(call, "stroke_color") or keyword(call, "color")
        self.record(original, Confidence.LOW)
        return expression(
            "{surface}.copy().set_fill(opacity=0).set_stroke({colour}, width={width}, opacity={opacity})",
            surface=given[0].value,
            colour=colour.value if colour else expression("GREY_A"),
            width=width.value if width else expression("1"),
            opacity=(keyword(call, "stroke_opacity") or as_keyword("x", expression("1"))).value,
        )

    def _ranges(self, call: cst.Call) -> cst.Call:
        args: list[cst.Arg] = []
        done: set[str] = set()
        for arg in call.args:
            name = arg.keyword.value if arg.keyword is not None else ""
            letter = name[0] if name in ("u_min", "u_max", "v_min", "v_max") else ""
            if not letter or keyword(call, f"{letter}_range") is not None:
                args.append(renamed_keyword(arg, "func") if name in ("uv_func", "function") else arg)
            elif letter not in done:
                done.add(letter)
                ends = [keyword(call, f"{letter}_{end}") for end in ("min", "max")]
                values = [
                    end.value if end is not None else cst.Integer(str(index))
                    for index, end in enumerate(ends)
                ]
                span = cst.List([cst.Element(value) for value in values])
                args.append(arg.with_changes(keyword=cst.Name(f"{letter}_range"), value=span))
        if all(new is old for new, old in zip(args, call.args, strict=False)) and len(args) == len(call.args):
            return call
        return laid_out(call, args) if len(args) != len(call.args) else call.with_changes(args=args)

    def _style(self, original: cst.Call, call: cst.Call, name: str) -> cst.Call:
        surface = name in ("ParametricSurface", "Surface", "Sphere", "Torus", "Cylinder", "Cone")
        told = {arg.keyword.value for arg in call.args if arg.keyword is not None}
        args: list[cst.Arg] = []
        for arg in call.args:
            key = arg.keyword.value if arg.keyword is not None else ""
            if key in _SHADERS:
                continue
            if key == "opacity" and "fill_opacity" not in told:
                args.append(renamed_keyword(arg, "fill_opacity"))
            elif key == "color" and surface and told.isdisjoint(("checkerboard_colors", "fill_color")):
                # Squares of two blues would hide the colour.
                args.append(renamed_keyword(arg, "fill_color"))
                args.append(as_keyword("checkerboard_colors", cst.Name("False")))
            elif key in ("r1", "r2") and name == "Torus":
                args.append(renamed_keyword(arg, "major_radius" if key == "r1" else "minor_radius"))
            elif key == "axis" and name == "Cylinder":
                args.append(renamed_keyword(arg, "direction"))
            elif key == "resolution" and self.module.flavour == GL and _too_fine(arg.value):
                # A mesh for a graphics card is drawn face by face here.
                self.record(original, Confidence.LOW)
            else:
                args.append(arg)
        if len(args) == len(call.args):
            same = all(new is old for new, old in zip(args, call.args, strict=True))
            return call if same else call.with_changes(args=args)
        return laid_out(call, args)


def _unchequered(call: cst.Call) -> cst.Call:
    """No squares are told by False; None is not taken any more."""
    given = keyword(call, "checkerboard_colors")
    if given is None or not isinstance(given.value, cst.Name) or given.value.value != "None":
        return call
    return with_keyword(call, "checkerboard_colors", cst.Name("False"))


def _too_fine(node: cst.BaseExpression) -> bool:
    parts = [element.value for element in node.elements] if isinstance(node, cst.Tuple | cst.List) else [node]
    return any((value_of(part) or 0) > _FINEST for part in parts)

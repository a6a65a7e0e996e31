"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, CE, GL, Codemod, Confidence, Order
from manimill.repair.codemods._layout import laid_out
from manimill.repair.codemods._numbers import number
from manimill.repair.edit import argument, expression, has_star, keyword, with_renamed_keywords

_ENDS = {"x": (-8, 8), "y": (-4, 4)}
_STREAM_ENDS = {"x": (-8, 8), "y": (-5, 5)}
_KEYWORDS = names("x_min x_max y_min y_max delta_x delta_y min_magnitude max_magnitude n_anchors_per_line")
_RENAMED = {
    "min_magnitude": "min_color_scheme_value",
    "max_magnitude": "max_color_scheme_value",
    "n_anchors_per_line": "max_anchors_per_line",
}
_GONE = names("color_by_arc_length color_by_magnitude min_arc_length max_arc_length cutoff_norm stroke_color")


class VectorFields(Codemod):
    """Vector fields that are drawn as arrows are `ArrowVectorField`s, and fields have ranges."""

    flavours = ALL
    order = Order.ARGUMENTS
    confidence = Confidence.HIGH
    triggers = names(
        "VectorField ArrowVectorField StreamLines move_along_vector_field move_submobjects_along_vector_field"
    )

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Rewrite what makes a field, and what follows one."""
        name = self.manim_name(original.func)
        if name in ("move_along_vector_field", "move_submobjects_along_vector_field"):
            return self._moved(original, updated, name)
        if name not in ("VectorField", "ArrowVectorField", "StreamLines"):
            return updated
        told = {arg.keyword.value for arg in updated.args if arg.keyword is not None}
        if self.module.flavour == GL and self._in_coordinates(original):
            self.warn(original, "it is a field in coordinates, which ManimCE's are not")
            return updated
        old = not told.isdisjoint(_KEYWORDS)
        if self.module.flavour == CE and not old:
            return updated
        if has_star(updated) and name != "StreamLines":
            self.warn(original, f"what {name} is given stands behind a *")
        call = self._ranges(updated, _STREAM_ENDS if name == "StreamLines" else _ENDS)
        if name == "VectorField" and isinstance(call.func, cst.Name):
            call = call.with_changes(func=cst.Name("ArrowVectorField"))
        return call

    def _in_coordinates(self, call: cst.Call) -> bool:
        """Whether axes or a plane are given after the function, for whose coordinates it is."""
        return argument(call, "coordinate_system", 1) is not None

    def _ranges(self, call: cst.Call, ends: dict[str, tuple[int, int]]) -> cst.Call:
        args: list[cst.Arg] = []
        done: set[str] = set()
        for arg in call.args:
            name = arg.keyword.value if arg.keyword is not None else ""
            letter = (
                name[-1] if name.startswith("delta_") else name[0] if name.endswith(("_min", "_max")) else ""
            )
            if name in _GONE and "StreamLines" in self.module.words:
                continue
            if letter not in ends:
                args.append(arg)
            elif letter not in done:
                done.add(letter)
                low, high, step = (
                    keyword(call, key.format(letter)) for key in ("{}_min", "{}_max", "delta_{}")
                )
                values = [
                    low.value if low else number(ends[letter][0]),
                    high.value if high else number(ends[letter][1]),
                    step.value if step else number(0.5),
                ]
                span = cst.List([cst.Element(value) for value in values])
                args.append(arg.with_changes(keyword=cst.Name(f"{letter}_range"), value=span))
        if len(args) != len(call.args):
            call = laid_out(call, args)
        elif any(new is not old for new, old in zip(args, call.args, strict=True)):
            call = call.with_changes(args=args)
        return with_renamed_keywords(call, _RENAMED)

    def _moved(self, original: cst.Call, call: cst.Call, name: str) -> cst.BaseExpression:
        mobject, function = argument(call, "mobject", 0), argument(call, "func", 1)
        if mobject is None or function is None or has_star(call):
            self.warn(original, "what moves along which field cannot be read")
            return call
        field = function.value
        if not isinstance(field, cst.Name | cst.Attribute):
            field = field.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
        if name == "move_along_vector_field":
            template = "{mobject}.add_updater(lambda mob, dt: mob.shift({field}(mob.get_center()) * dt))"
        else:
            template = (
                "{mobject}.add_updater("
                "lambda group, dt: [mob.shift({field}(mob.get_center()) * dt) for mob in group])"
            )
        return expression(template, mobject=mobject.value, field=field)

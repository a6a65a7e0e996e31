"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import GL, Codemod, Confidence, Order
from manimill.repair.codemods._numbers import value_of
from manimill.repair.codemods._owners import manims_method
from manimill.repair.edit import (
    as_keyword,
    expression,
    has_star,
    keyword,
    method_of,
    only_call,
    parenthesized,
    positionals,
    statement,
    with_args,
)
from manimill.repair.module import written

_KEPT = {"color": "color", "opacity": "fill_opacity"}
_UNSEEN_METHODS = names("make_3d set_glow_factor")
_UNSEEN = names("anti_alias_width glow_factor")
_POINTWISE = names("set_points set_radius set_radii set_glow_factor to_grid make_3d get_radius")
_CLASSES = ("DotCloud", "TrueDot")


class DotClouds(Codemod):
    """A `DotCloud`, which a shader draws, is a group of dots of its size; a `TrueDot` is one of them."""

    flavours = frozenset({GL})
    order = Order.ARGUMENTS
    confidence = Confidence.MEDIUM
    local = False
    triggers = names(*_CLASSES)

    def enter_Module(self, original: cst.Module) -> None:
        """Find out what the dots are asked for, and whether dots and groups of them can do all of it."""
        self._methods: dict[int, str] = {}
        self._asked: set[str] = set()
        for call in self.calls_in(original):
            if method_of(call) in _POINTWISE:
                self._ask(call)

    def _ask(self, call: cst.Call) -> None:
        """Note what one call needs: something that can be said of dots, or what cannot, perhaps of them."""
        assert isinstance(call.func, cst.Attribute)
        name, owner = call.func.attr.value, call.func.value
        kind = self.kind(owner)
        animated = isinstance(owner, cst.Attribute) and owner.attr.value == "animate"
        if kind is not None and kind not in _CLASSES and not self.module.leads_to(kind, *_CLASSES):
            return
        if manims_method(self, call) is None:
            return
        first = value_of(call.args[0].value) if len(call.args) == 1 and not has_star(call) else None
        alone_in_line = isinstance(self.parents[-1], cst.Expr)
        alone = kind == "TrueDot"
        group = kind == "DotCloud"
        if (
            (name == "make_3d" and not animated)
            or (name == "set_glow_factor" and first == 0 and (alone or group) and not animated)
            or (
                (name == "set_radius" and len(call.args) == 1 and first != 0 and not call.args[0].star)
                and (alone or (group and alone_in_line and not animated))
            )
            or (name == "get_radius" and not call.args and (alone or group))
        ):
            self._methods[id(call)] = str(kind)
        elif not (name == "get_radius" and kind is None):
            self._asked.add(name)

    def _drawn(self) -> bool:
        """Whether the module's dots are drawn as what ManimCE has."""
        return not self._asked

    def leave_SimpleStatementLine(
        self, original: cst.SimpleStatementLine, updated: cst.SimpleStatementLine
    ) -> cst.BaseStatement | cst.RemovalSentinel:
        """Methods called for what they do to each of several dots, or for what nobody sees of dots."""
        call = only_call(original)
        if call is None:
            return updated
        kind = self._methods.get(id(call)) if self._drawn() else None
        if kind is None:
            return updated
        name = method_of(call)
        new = updated.body[0]
        assert isinstance(new, cst.Expr)
        if name in _UNSEEN_METHODS:
            self.record(original)
            return cst.RemoveFromParent() if _named(new.value) else updated
        if name != "set_radius" or kind != "DotCloud":
            return updated
        assert isinstance(new.value, cst.Call) and isinstance(new.value.func, cst.Attribute)
        self.record(original)
        loop = statement(
            "for dot in {dots}:\n    dot.scale_to_fit_width({width})\n",
            dots=new.value.func.value,
            width=_twice(new.value.args[0].value),
        )
        return loop.with_changes(leading_lines=updated.leading_lines)

    def _asked_for(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """What a method of dots is of a dot."""
        kind, name = self._methods[id(original)], method_of(original)
        assert isinstance(updated.func, cst.Attribute)
        owner = updated.func.value
        if name in _UNSEEN_METHODS:
            return owner
        if name == "set_radius":
            if kind == "DotCloud":
                return updated
            method = updated.func.with_changes(attr=cst.Name("scale_to_fit_width"))
            return cst.Call(method, [cst.Arg(_twice(updated.args[0].value))])
        first = owner if kind == "TrueDot" else expression("{dots}[0]", dots=owner)
        return expression("({dot}.width / 2)", dot=first)

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Draw every point as a dot."""
        if id(original) in self._methods and self._drawn():
            return self._asked_for(original, updated)
        name = self.manim_name(original.func)
        if name not in _CLASSES or has_star(original):
            return updated
        if not self._drawn():
            self.warn(original, f"a group of dots has no {min(self._asked)}")
            return updated
        return self._dots(original, updated, name)

    def _dots(self, original: cst.Call, updated: cst.Call, name: str | None) -> cst.BaseExpression:
        """A dot, or a group of them."""
        first = "points" if name == "DotCloud" else "center"
        places = keyword(updated, first) or next(iter(positionals(updated)), None)
        dot = self._dot(updated, places) if places is not None or name == "TrueDot" else None
        if dot is None:
            self.warn(original, "what its dots are like cannot be told")
            return updated
        if places is None:
            return dot
        if name == "TrueDot":
            place = cst.Arg(places.value)
            return with_args(dot, [place, *dot.args])
        each = with_args(dot, [cst.Arg(cst.Name("point")), *dot.args])
        return expression("VGroup(*[{dot} for point in {points}])", dot=each, points=places.value)

    def _dot(self, call: cst.Call, places: cst.Arg | None) -> cst.Call | None:
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


def _twice(radius: cst.BaseExpression) -> cst.BaseExpression:
    return expression("2 * {radius}", radius=parenthesized(radius))


def _named(node: cst.BaseExpression) -> bool:
    """Whether an expression does nothing by itself."""
    return bool(written(node))

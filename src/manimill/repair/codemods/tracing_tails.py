"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import GL, Codemod, Confidence, Order
from manimill.repair.edit import as_keyword, has_star, positionals, with_args
from manimill.repair.kinds import FUNCTION, is_mobject

_PLACES = ("mobject_or_func", "time_traced", "stroke_width", "stroke_opacity", "stroke_color")


class TracingTails(Codemod):
    """A `TracingTail` is a `TracedPath` that dissipates; it fades towards its end, but is equally thick."""

    flavours = frozenset({GL})
    order = Order.ARGUMENTS
    confidence = Confidence.LOW
    triggers = names("TracingTail")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.Call:
        """Follow the same point for the same time."""
        if self.manim_name(original.func) not in self.triggers:
            return updated
        given = positionals(original)
        if has_star(original) or not given or len(given) > len(_PLACES):
            self.warn(original, "what it follows stands behind a * or a keyword")
            return updated
        followed = self._followed(original.args[0].value, updated.args[0].value)
        if followed is None:
            self.warn(original, "whether it follows a mobject or a function cannot be told")
            return updated
        settings = {
            arg.keyword.value if arg.keyword is not None else _PLACES[index]: arg.value
            for index, arg in enumerate(updated.args)
        }
        del settings["mobject_or_func"]
        new: dict[str, cst.BaseExpression] = {
            "dissipating_time": settings.pop("time_traced", cst.Integer("1")),
            "stroke_width": _thickest(settings.pop("stroke_width", cst.Integer("3"))),
            "stroke_opacity": settings.pop("stroke_opacity", _from_nothing()),
            **settings,
        }
        args = [cst.Arg(followed), *(as_keyword(name, value) for name, value in new.items())]
        return with_args(updated.with_changes(func=cst.Name("TracedPath")), args)

    def _followed(
        self, original: cst.BaseExpression, updated: cst.BaseExpression
    ) -> cst.BaseExpression | None:
        """The function that gives the point, None if that cannot be told."""
        kind = self.kind(original)
        method = isinstance(original, cst.Attribute) and original.attr.value.startswith("get_")
        known = isinstance(original, cst.Name) and original.value in self.module.functions
        if method or known or kind == FUNCTION:
            return updated
        own = kind in self.module.classes and self.module.leads_to(str(kind), "Mobject")
        if not own and not is_mobject(kind) and kind not in ("TrueDot", "GlowDot", "DotCloud"):
            return None
        return cst.Attribute(updated, cst.Name("get_center"))


def _thickest(width: cst.BaseExpression) -> cst.BaseExpression:
    """How thick it is at its head, of a pair of widths."""
    pair = width.elements if isinstance(width, cst.Tuple | cst.List) else ()
    return pair[-1].value if pair else width


def _from_nothing() -> cst.BaseExpression:
    space = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    return cst.List([cst.Element(cst.Integer("0"), space), cst.Element(cst.Integer("1"))])

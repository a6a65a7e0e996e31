"""See the codemod."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from manimill.code import api
from manimill.code.names import names
from manimill.repair.codemod import OLD, Codemod, Confidence, Order
from manimill.repair.edit import method_of
from manimill.repair.walk import walk

_KEEPING = names(
    "plot get_graph plot_parametric_curve get_parametric_curve plot_surface plot_implicit_curve "
    "get_implicit_curve add_updater"
)
_DRAWN = names("ParametricFunction ParametricCurve FunctionGraph ImplicitFunction Surface ParametricSurface")


class SceneFunctions(Codemod):
    """A method of the scene that a drawn thing keeps is wrapped in a lambda, or copies of it would copy the scene."""

    flavours = OLD
    order = Order.CLEANUP
    confidence = Confidence.HIGH
    triggers = _KEEPING | _DRAWN

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Wrap methods among the arguments."""
        if not self.in_scene():
            return updated
        method = method_of(original)
        name = self.manim_name(original.func)
        if method not in _KEEPING and not (name in _DRAWN or (name is not None and api.is_mobject(name))):
            return updated
        if method == "add_updater" and any(self._is_taken_away(arg.value) for arg in original.args):
            return updated
        args = list(updated.args)
        for index, arg in enumerate(original.args):
            wrapped = self._wrapped(arg.value, args[index].value) if not arg.star else None
            if wrapped is not None:
                args[index] = args[index].with_changes(value=wrapped)
        same = all(new is old for new, old in zip(args, updated.args, strict=True))
        return updated if same else updated.with_changes(args=args)

    def _is_taken_away(self, updater: cst.BaseExpression) -> bool:
        """Whether an updater is named again to take it away: a lambda is another each time."""
        return isinstance(updater, cst.Attribute) and any(
            isinstance(one, cst.Attribute) and one.attr.value == updater.attr.value
            for call in walk(self.module.tree)
            if isinstance(call, cst.Call) and method_of(call) == "remove_updater"
            for arg in call.args
            for one in walk(arg.value)
        )

    def _wrapped(self, original: cst.BaseExpression, updated: cst.BaseExpression) -> cst.Lambda | None:
        if not isinstance(original, cst.Attribute) or not isinstance(original.value, cst.Name):
            return None
        around = self.enclosing_class
        if original.value.value != "self" or around is None:
            return None
        parameters = self._parameters(around.name.value, original.attr.value)
        if parameters is None:
            return None
        given = [cst.Arg(cst.Name(name)) for name in parameters]
        taken = cst.Parameters([cst.Param(cst.Name(name)) for name in parameters])
        return cst.Lambda(taken, cst.Call(updated, given))

    def _parameters(self, cls: str, method: str) -> Sequence[str] | None:
        """Parameters of a method of the module's own class that have to be given, None if there is no such method."""
        for base in self.module.lineage(cls):
            facts = self.module.classes.get(base)
            found = facts.methods.get(method) if facts is not None else None
            if found is None:
                continue
            params = found.params
            if found.decorators or params.kwonly_params or isinstance(params.star_arg, cst.Param):
                return None
            return [p.name.value for p in params.params if p.default is None or p.name.value == "dt"][1:]
        return None

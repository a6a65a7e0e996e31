"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import OLD, Codemod, Confidence, Order
from manimill.repair.edit import argument, expression, method_of
from manimill.repair.module import Module
from manimill.repair.walk import walk

_KEPT = {
    "Surface": "func",
    "ParametricSurface": "func",
    "ArrowVectorField": "func",
    "StreamLines": "func",
    "ImplicitFunction": "func",
}
"""Classes that keep the function they are given, and its parameter; others keep one of their own around it."""


class BoundMethods(Codemod):
    """A method of the scene that a mobject keeps goes into a lambda: copies of the mobject would copy the scene."""

    flavours = OLD
    order = Order.METHODS
    confidence = Confidence.HIGH
    triggers = frozenset(_KEPT) | names("add_updater")

    def __init__(self, module: Module) -> None:
        super().__init__(module)
        # Whoever takes an updater away again names it, and a lambda is another each time.
        self._taken_away = {
            one.attr.value
            for call in walk(module.tree)
            if isinstance(call, cst.Call) and method_of(call) == "remove_updater"
            for arg in call.args
            for one in walk(arg)
            if isinstance(one, cst.Attribute)
        }

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Put a lambda around the method."""
        name = self.manim_name(original.func)
        if name in _KEPT:
            kept = argument(original, _KEPT[name], 0)
        elif method_of(original) == "add_updater":
            kept = argument(original, "update_function", 0)
        else:
            return updated
        function = self._wrapped(kept.value) if kept is not None else None
        if function is None:
            return updated
        args = [
            arg.with_changes(value=function) if old is kept else arg
            for old, arg in zip(original.args, updated.args, strict=True)
        ]
        return updated.with_changes(args=args)

    def _wrapped(self, method: cst.BaseExpression) -> cst.BaseExpression | None:
        """The lambda for a method of the scene, None for anything else."""
        if not isinstance(method, cst.Attribute) or not isinstance(method.value, cst.Name):
            return None
        name = method.attr.value
        if method.value.value != "self" or not self.in_scene() or name in self._taken_away:
            return None
        around = self.enclosing_class
        assert around is not None
        classes = self.module.classes
        owner = next(
            (
                one
                for one in self.module.lineage(around.name.value)
                if one in classes and name in classes[one].methods
            ),
            None,
        )
        if owner is None:
            return None
        parameters = _parameters(classes[owner].methods[name])
        if not parameters:
            return None
        listed = ", ".join(parameters)
        return expression(f"lambda {listed}: {{method}}({listed})", method=method)


def _parameters(method: cst.FunctionDef) -> list[str] | None:
    """Names of what a method must be given, and of a time step; None if it is not bound to the scene."""
    params = method.params
    if method.decorators or isinstance(params.star_arg, cst.Param) or params.kwonly_params:
        return None
    found = [*params.posonly_params, *params.params]
    if not found or found[0].name.value != "self":
        return None
    return [one.name.value for one in found[1:] if one.default is None or one.name.value == "dt"]

"""See the codemod."""

from __future__ import annotations

import ast

import libcst as cst

from manimill.code.names import names
from manimill.code.walking import walk
from manimill.repair.codemod import CE, Codemod, Confidence, Order
from manimill.repair.edit import expression, is_self, method_of_self, parenthesized

_OF_A_MOBJECT = 2
"""How many arguments an updater of a mobject has that counts time: the mobject and the time that went by."""


class SceneUpdaters(Codemod):
    """An updater of a scene gets the time that went by alone, so one written as for a mobject is given the scene."""

    flavours = frozenset({CE})
    order = Order.METHODS
    confidence = Confidence.MEDIUM
    triggers = names("add_updater")

    @classmethod
    def has_work(cls, tree: ast.Module) -> bool:
        """Whether anything is added to `self`."""
        return any(
            isinstance(node, ast.Attribute)
            and node.attr == "add_updater"
            and isinstance(node.value, ast.Name)
            and node.value.id == "self"
            for node in walk(tree)
        )

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Hand the scene on where a mobject is waited for."""
        if method_of_self(original) != "add_updater" or len(original.args) != 1 or not self.in_scene():
            return updated
        if "add_updater" in self.module.own_methods:
            return updated
        given = original.args[0]
        params = self._params(given.value)
        if given.star or params is None or not _waits_for_a_mobject(params):
            return updated
        if "remove_updater" in self.module.words:
            self.warn(original, "its updater waits for a mobject, and may be removed again by its name")
            return updated
        called = expression("{function}(self, dt)", function=parenthesized(updated.args[0].value))
        return updated.with_changes(args=[cst.Arg(expression("lambda dt: {called}", called=called))])

    def _params(self, function: cst.BaseExpression) -> list[cst.Param] | None:
        """The parameters of an original function, `self` aside, None if they cannot be told."""
        if isinstance(function, cst.Lambda):
            return _plain(function.params)
        if isinstance(function, cst.Name):
            made = self.module.kinds.function(function.value, self.parents)
            return _plain(made[0].params) if made is not None else None
        around = self.enclosing_class
        if not isinstance(function, cst.Attribute) or not is_self(function.value) or around is None:
            return None
        for base in self.module.lineage(around.name.value):
            facts = self.module.classes.get(base)
            if facts is not None and function.attr.value in facts.methods:
                params = _plain(facts.methods[function.attr.value].params)
                return params[1:] if params else None
        return None


def _plain(params: cst.Parameters) -> list[cst.Param] | None:
    """Parameters that can be given by place, None if there are any of another kind."""
    others = params.kwonly_params or params.star_kwarg or isinstance(params.star_arg, cst.Param)
    return None if others else [*params.posonly_params, *params.params]


def _waits_for_a_mobject(params: list[cst.Param]) -> bool:
    return len(params) == _OF_A_MOBJECT and all(param.default is None for param in params)

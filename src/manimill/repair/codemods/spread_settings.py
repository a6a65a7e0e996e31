"""See the codemod."""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst

from manimill.code import api
from manimill.code.names import names
from manimill.repair.codemod import OLD, Codemod, Confidence, Order
from manimill.repair.codemods._arguments import dict_items
from manimill.repair.codemods._config import standing
from manimill.repair.codemods._constructors import constructed
from manimill.repair.edit import as_keyword, with_args
from manimill.repair.module import Module
from manimill.repair.walk import SPREAD, walk

_ALWAYS = names("Axes ThreeDAxes NumberPlane ComplexPlane NumberLine ParametricFunction FunctionGraph")
"""Classes whose settings of today depend on what else they are given."""

_METHODS = names("get_graph")


class SpreadSettings(Codemod):
    """Settings that a class keeps in a dictionary and gives as `**self.settings` are written in the call."""

    flavours = OLD
    order = Order.SCENES
    confidence = Confidence.HIGH
    local = False
    triggers = (
        _ALWAYS
        | _METHODS
        | names("Arrow DashedLine Line Circle Square Rectangle Polygon Dot ArrowVectorField")
    )

    beside = frozenset({SPREAD})

    def __init__(self, module: Module) -> None:
        super().__init__(module)
        self._spread: dict[str, int] = {}
        self._seen: dict[str, int] = {}
        for node in walk(module.tree):
            if type(node) is cst.Attribute:
                self._seen[node.attr.value] = self._seen.get(node.attr.value, 0) + 1
            elif type(node) is cst.Arg and node.star == "**" and type(node.value) is cst.Attribute:
                name = node.value.attr.value
                self._spread[name] = self._spread.get(name, 0) + 1

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Exchange ``**self.settings`` for what the dictionary holds."""
        if not any(arg.star == "**" for arg in original.args):
            return updated
        accepted = self._accepted(original)
        if accepted is None:
            return updated
        args: list[cst.Arg] = []
        for before, arg in zip(original.args, updated.args, strict=True):
            items = self._settings(before) if before.star == "**" else None
            if items is None or set(items) <= accepted:
                args.append(arg)
            else:
                args += [as_keyword(key, standing(value)) for key, value in items.items()]
        told = [arg.keyword.value for arg in args if arg.keyword is not None]
        if len(args) <= len(updated.args) and all(arg in updated.args for arg in args):
            return updated
        # What a dictionary of unknown content repeats, Python refuses; what is known to be repeated stays.
        return with_args(updated, args) if len(told) == len(set(told)) else updated

    def _accepted(self, call: cst.Call) -> frozenset[str] | None:
        """Keywords that may stay in a dictionary, None if the call is not of something whose settings changed."""
        if isinstance(call.func, cst.Attribute) and call.func.attr.value in _METHODS:
            return frozenset()
        found = constructed(self, call)
        if found is None:
            return None
        return frozenset() if found.name in _ALWAYS else api.keywords(found.name)

    def _settings(self, arg: cst.Arg) -> Mapping[str, cst.BaseExpression] | None:
        """What a class attribute holds that is only ever spread."""
        node = arg.value
        if not isinstance(node, cst.Attribute) or not isinstance(node.value, cst.Name):
            return None
        name = node.attr.value
        if node.value.value != "self" or self._seen[name] != self._spread[name]:
            return None
        holders = [facts.node for facts in self.module.classes.values() if _attribute(facts.node, name)]
        around = self.enclosing_class
        if (
            len(holders) != 1
            or around is None
            or not self.module.leads_to(around.name.value, holders[0].name.value)
        ):
            return None
        value = _attribute(holders[0], name)
        items = dict_items(value) if value is not None else None
        if items is None or not all(key.isidentifier() for key in items):
            return None
        of_class = _attributes(holders[0])
        bare = {n.value for item in items.values() for n in walk(item) if type(n) is cst.Name}
        return None if bare & of_class else items


def _assigned(node: cst.ClassDef) -> list[tuple[str, cst.BaseExpression]]:
    return [
        (target.target.value, small.value)
        for line in node.body.body
        if isinstance(line, cst.SimpleStatementLine)
        for small in line.body
        if isinstance(small, cst.Assign)
        for target in small.targets
        if isinstance(target.target, cst.Name)
    ]


def _attribute(node: cst.ClassDef, name: str) -> cst.BaseExpression | None:
    """What a class sets an attribute to, if it does so once."""
    values = [value for key, value in _assigned(node) if key == name]
    return values[0] if len(values) == 1 else None


def _attributes(node: cst.ClassDef) -> set[str]:
    return {name for name, _ in _assigned(node)}

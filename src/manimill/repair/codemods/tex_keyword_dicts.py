"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import GL, Codemod, Confidence, Order
from manimill.repair.codemods._arguments import dict_items
from manimill.repair.edit import as_keyword, with_args
from manimill.repair.module import Module
from manimill.repair.walk import walk

_FORMULAS = names("Tex TexText OldTex OldTexText")
_STRINGS = names("t2c isolate tex_to_color_map substrings_to_isolate t2b")


class TexKeywordDicts(Codemod):
    """Keywords that several formulas share in a dict are written out at each, where other rules can read them."""

    flavours = frozenset({GL})
    order = Order.TEX
    confidence = Confidence.HIGH
    local = False
    triggers = _STRINGS

    def __init__(self, module: Module) -> None:
        super().__init__(module)
        self._shared: dict[int, list[cst.Arg]] = {}
        self._gone: set[int] = set()
        for node in walk(module.tree):
            if type(node) is cst.FunctionDef:
                self._read(node)

    def _read(self, function: cst.FunctionDef) -> None:
        """Find the dicts of a function that are only handed on whole, and to formulas."""
        found = {
            small.targets[0].target.value: small
            for line in function.body.body
            if isinstance(line, cst.SimpleStatementLine)
            for small in line.body
            if isinstance(small, cst.Assign)
            and len(small.targets) == 1
            and isinstance(small.targets[0].target, cst.Name)
        }
        handed = [
            (call, arg)
            for call in walk(function)
            if isinstance(call, cst.Call)
            for arg in call.args
            if arg.star == "**" and isinstance(arg.value, cst.Name)
        ]
        for name, small in found.items():
            items = dict_items(small.value)
            if not items or _STRINGS.isdisjoint(items) or not all(key.isidentifier() for key in items):
                continue
            uses = [(call, arg) for call, arg in handed if arg.value.value == name]  # type: ignore[attr-defined]
            if _count(function, name) != len(uses) + 1 or not all(_is_formula(call) for call, _ in uses):
                continue
            for _, arg in uses:
                self._shared[id(arg)] = [as_keyword(key, value) for key, value in items.items()]
            self._gone.add(id(small))

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Write the keywords out."""
        if not any(id(arg) in self._shared for arg in original.args):
            return updated
        args: list[cst.Arg] = []
        for old, new in zip(original.args, updated.args, strict=True):
            args += self._shared.get(id(old), [new])
        return with_args(updated, args)

    def leave_Assign(self, original: cst.Assign, updated: cst.Assign) -> cst.Assign | cst.RemovalSentinel:
        """The dict itself has nobody left who asks for it."""
        return cst.RemovalSentinel.REMOVE if id(original) in self._gone else updated


def _is_formula(call: cst.Call) -> bool:
    return isinstance(call.func, cst.Name) and call.func.value in _FORMULAS


def _count(scope: cst.CSTNode, name: str) -> int:
    """How often a name stands in a scope, keywords and attributes aside."""
    others = {id(node.attr) for node in walk(scope) if type(node) is cst.Attribute}
    others |= {id(node.keyword) for node in walk(scope) if type(node) is cst.Arg and node.keyword is not None}
    return sum(
        1 for node in walk(scope) if type(node) is cst.Name and node.value == name and id(node) not in others
    )

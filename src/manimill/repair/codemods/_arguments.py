"""Arguments of calls under the names of their parameters."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from manimill.repair.edit import positionals, positionals_as_keywords
from manimill.repair.module import written


def named(call: cst.Call, parameters: Sequence[str], first: int = 1) -> cst.Call | None:
    """The call with all that follows its ``first`` arguments under names; None where that cannot be done."""
    if any(arg.star == "*" for arg in call.args):
        return None
    given = positionals(call)
    if len(given) > len(parameters) + first:
        return None
    return positionals_as_keywords(call, parameters, first)


def dict_items(node: cst.BaseExpression) -> dict[str, cst.BaseExpression] | None:
    """What a dict literal with names for keys, or ``dict(name=...)``, holds; None for anything else."""
    found: dict[str, cst.BaseExpression] = {}
    if isinstance(node, cst.Dict):
        for element in node.elements:
            if not isinstance(element, cst.DictElement) or not isinstance(element.key, cst.SimpleString):
                return None
            found[str(element.key.evaluated_value)] = element.value
        return found
    if isinstance(node, cst.Call) and written(node.func) == "dict":
        for arg in node.args:
            if arg.keyword is None or arg.star:
                return None
            found[arg.keyword.value] = arg.value
        return found
    return None

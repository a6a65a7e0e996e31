"""Whose method it is that a call names: Manim's, or one that the module defines itself."""

from __future__ import annotations

import libcst as cst

from manimill.repair.codemod import Codemod
from manimill.repair.kinds import FUNCTION, MAPPING, NUMBER, SEQUENCE, TEXT
from manimill.repair.module import written

_NO_MOBJECTS = frozenset({NUMBER, TEXT, SEQUENCE, MAPPING, FUNCTION})


def manims_method(codemod: Codemod, call: cst.Call) -> str | None:
    """The name of the method that an original call is of, None where it is not one of a mobject of Manim's.

    A method that any class of the module defines under this name is taken to be that one.
    """
    func = call.func
    if not isinstance(func, cst.Attribute):
        return None
    name = func.attr.value
    if written(func.value) in ("np", "numpy", "math", "random", "os", "sys", "cmath", "it", "plt"):
        return None
    if name in codemod.module.own_methods:
        return None
    return None if codemod.kind(func.value) in _NO_MOBJECTS else name


def is_statement(codemod: Codemod) -> bool:
    """Whether the original expression at hand is a statement of its own."""
    return bool(codemod.parents) and isinstance(codemod.parents[-1], cst.Expr)


def is_repeatable(node: cst.BaseExpression) -> bool:
    """Whether an expression may be written twice: it is a name or attributes of one."""
    return bool(written(node))

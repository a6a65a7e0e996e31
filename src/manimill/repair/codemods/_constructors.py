"""Whose constructor a call is of, for codemods that change what constructors are given."""

from __future__ import annotations

from typing import NamedTuple

import libcst as cst

from manimill.code import api
from manimill.code.names import names
from manimill.repair.codemod import Codemod

_TAKEN_OUT = names("tip_shape tip_shape_start tip_shape_end")
"""Keywords that constructors of ManimCE take out of what they hand on, so that no signature has them."""


class Constructed(NamedTuple):
    """Manim's class whose constructor a call ends in, and how many arguments stand before those for it."""

    name: str
    first: int


def constructed(codemod: Codemod, call: cst.Call) -> Constructed | None:
    """Manim's class whose constructor an original call ends in.

    Such are ``Arrow(...)``, calls of a class of the module without a constructor of its own, and in a class of the
    module ``super().__init__(...)`` and ``Arrow.__init__(self, ...)``.
    """
    function = call.func
    name = codemod.manim_name(function)
    if name is not None:
        return Constructed(name, 0) if name[:1].isupper() else None
    if isinstance(function, cst.Name):
        return _of_own(codemod, function.value)
    if not isinstance(function, cst.Attribute) or function.attr.value != "__init__":
        return None
    owner = function.value
    if isinstance(owner, cst.Call) and isinstance(owner.func, cst.Name) and owner.func.value == "super":
        around = codemod.enclosing_class
        facts = codemod.module.classes.get(around.name.value) if around is not None else None
        if facts is None or len(facts.bases) != 1:
            return None
        base = facts.bases[0]
        return _of_own(codemod, base) if base in codemod.module.classes else Constructed(base, 0)
    base_name = codemod.manim_name(owner)
    return Constructed(base_name, 1) if base_name is not None else None


def _of_own(codemod: Codemod, name: str) -> Constructed | None:
    classes = codemod.module.classes
    if name not in classes:
        return None
    base = codemod.module.base_of(name)
    between = [one for one in codemod.module.lineage(name) if one in classes]
    if base is None or any("__init__" in classes[one].methods for one in between):
        return None
    return Constructed(base, 0)


def unknown_keywords(name: str, call: cst.Call) -> frozenset[str]:
    """Keywords of a call that the constructor of one of ManimCE's mobjects does not take."""
    accepted = api.keywords(name) if api.is_mobject(name) else None
    if accepted is None:
        return frozenset()
    given = {arg.keyword.value for arg in call.args if arg.keyword is not None}
    return frozenset(given) - accepted - _TAKEN_OUT

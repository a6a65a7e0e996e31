"""Whose constructor a call is of, for codemods that change what constructors are given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import libcst as cst

from manimill.code import api
from manimill.code.names import names
from manimill.repair.codemod import Codemod
from manimill.repair.module import written
from manimill.repair.walk import walk

_TAKEN_OUT = names("tip_shape tip_shape_start tip_shape_end")
"""Keywords that constructors of ManimCE take out of what they hand on, so that no signature has them."""
_HANDING_ON = names("LaggedStartMap TransformMatchingShapes TransformMatchingTex")
"""Animations that hand on what they are given to those that they are made of."""


class Constructed(NamedTuple):
    """Manim's class whose constructor a call ends in, and how many arguments stand before those for it."""

    name: str
    first: int


class HandedOn(NamedTuple):
    """Manim's class whose constructor gets the keywords of a call, and those that others take or give on the way."""

    name: str
    taken: frozenset[str]


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


def handed_on(codemod: Codemod, call: cst.Call) -> HandedOn | None:
    """Manim's class whose constructor gets the keywords of an original call.

    Beside what `constructed` finds, such are calls of a class of the module whose constructor does nothing with its
    ``**keywords`` but hand them on to that of its base.
    """
    found = constructed(codemod, call)
    if found is not None:
        return HandedOn(found.name, frozenset())
    name = _own_constructor(codemod, call)
    taken: set[str] = set()
    seen: set[str] = set()
    while name is not None and name not in seen:
        seen.add(name)
        own = next((c for c in codemod.module.lineage(name) if "__init__" in _methods(codemod, c)), None)
        if own is None:
            base = codemod.module.base_of(name)
            return HandedOn(base, frozenset(taken)) if base is not None else None
        inner_call = _handing_on(codemod.module.classes[own].methods["__init__"])
        if inner_call is None:
            return None
        name = _base_asked(codemod, own, inner_call)
        taken |= _named(codemod.module.classes[own].methods["__init__"])
        taken |= {arg.keyword.value for arg in inner_call.args if arg.keyword is not None}
    return None


def _methods(codemod: Codemod, name: str) -> Mapping[str, cst.FunctionDef]:
    facts = codemod.module.classes.get(name)
    return facts.methods if facts is not None else {}


def _own_constructor(codemod: Codemod, call: cst.Call) -> str | None:
    """The class of the module whose constructor is called."""
    function = call.func
    if isinstance(function, cst.Name):
        return function.value if function.value in codemod.module.classes else None
    around = codemod.enclosing_class
    if not isinstance(function, cst.Attribute) or function.attr.value != "__init__" or around is None:
        return None
    base = _base_asked(codemod, around.name.value, call)
    return base if base in codemod.module.classes else None


def _base_asked(codemod: Codemod, own: str, call: cst.Call) -> str | None:
    """The base that a class calls the constructor of, the module's or Manim's."""
    facts = codemod.module.classes.get(own)
    if facts is None or not isinstance(call.func, cst.Attribute):
        return None
    owner = call.func.value
    if isinstance(owner, cst.Call):
        only = facts.bases[0] if len(facts.bases) == 1 else None
        return only if only != own and written(owner.func) == "super" else None
    name = written(owner).rpartition(".")[2]
    return name if name in facts.bases and name != own else None


def _handing_on(constructor: cst.FunctionDef) -> cst.Call | None:
    """The call of a base's constructor that gets the ``**keywords``, where nothing else is done with them."""
    star = constructor.params.star_kwarg
    if star is None:
        return None
    uses = [
        node
        for node in walk(constructor.body)
        if isinstance(node, cst.Name) and node.value == star.name.value
    ]
    calls = (
        [
            node
            for node in walk(constructor.body)
            if isinstance(node, cst.Call)
            and isinstance(node.func, cst.Attribute)
            and node.func.attr.value == "__init__"
            and any(arg.star == "**" and arg.value is uses[0] for arg in node.args)
        ]
        if len(uses) == 1
        else []
    )
    return calls[0] if calls else None


def _named(constructor: cst.FunctionDef) -> set[str]:
    params = constructor.params
    return {one.name.value for one in (*params.posonly_params, *params.params, *params.kwonly_params)}


def unknown_keywords(name: str, call: cst.Call) -> frozenset[str]:
    """Keywords of a call that the constructor of one of ManimCE's mobjects or animations does not take."""
    known = api.is_mobject(name) or (api.is_animation(name) and name not in _HANDING_ON)
    accepted = api.keywords(name) if known else None
    if accepted is None:
        return frozenset()
    given = {arg.keyword.value for arg in call.args if arg.keyword is not None}
    return frozenset(given) - accepted - _TAKEN_OUT

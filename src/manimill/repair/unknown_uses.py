"""Methods and keywords that today's ManimCE does not know, as far as its index tells."""

from __future__ import annotations

import ast
from array import array
from collections.abc import Iterator
from functools import cache
from io import StringIO
from pathlib import Path

from manimill.code import api
from manimill.code.names import names
from manimill.code.packages import standard_library
from manimill.code.walking import walk
from manimill.repair import old_api
from manimill.repair.result import Unresolved

_MANIMCE = "manim"
_NOT_IN_SIGNATURES = names("tip_shape tip_shape_start tip_shape_end")
"""Keywords that arrows take out of what they hand on, so that no index of signatures has them."""

_HANDING_ON = names("Paragraph LaggedStartMap TransformMatchingShapes TransformMatchingTex")
"""Classes that give what they are given to something else than what they build on."""

_PLAIN = (str, bytes, int, float, complex, list, tuple, dict, set, frozenset, range, array, StringIO, Path)
_OF_ARRAYS_AND_TASKS = names("flatten run release")
"""What methods may be of that are not Manim's."""


def unknown_uses(tree: ast.Module) -> Iterator[Unresolved]:
    """Setters that ManimCE takes in silence, methods it no longer has, and keywords its classes do not take, each once.

    They are looked at where all that a module imports is ManimCE and what comes with Python: those of other
    libraries are their own.
    """
    nodes = list(walk(tree))
    if not _star(nodes):
        return
    own = {node.name for node in nodes if isinstance(node, ast.ClassDef | ast.FunctionDef)}
    own |= {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    own |= {
        node.attr for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    }
    modules = {
        alias.asname or alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names
    }
    seen: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Call):
            for one in _of_call(node, own, modules):
                if one.name not in seen:
                    seen.add(one.name)
                    yield one


def _of_call(call: ast.Call, own: set[str], modules: set[str]) -> Iterator[Unresolved]:
    function = call.func
    if isinstance(function, ast.Attribute):
        name = function.attr
        sets = name.startswith("set_") and len(call.args) == 1 and not call.keywords
        # ManimCE makes a setter of the name of any attribute that there is.
        if sets and not {name, name[4:]} & (api.all_attributes() | own):
            reason = f"no mobject has it: ManimCE only sets an attribute '{name[4:]}' that nothing reads"
            yield Unresolved(name, call.lineno, reason)
        elif _is_gone(name) and name not in own and ast.unparse(function.value) not in modules:
            yield Unresolved(
                name, call.lineno, "an older Manim's method, which ManimCE's classes do not have"
            )
    elif isinstance(function, ast.Name) and function.id not in own:
        known = api.is_mobject(function.id) or api.is_animation(function.id)
        taken = api.keywords(function.id) if known else None
        if taken is None or function.id in _HANDING_ON:
            return
        for keyword in call.keywords:
            if keyword.arg is not None and keyword.arg not in taken | _NOT_IN_SIGNATURES:
                yield Unresolved(
                    f"{function.id}({keyword.arg}=)", call.lineno, "ManimCE's constructor does not take it"
                )


@cache
def _gone_methods() -> frozenset[str]:
    """Methods that classes of older Manims had and none has that ManimCE's renderer without a graphics card draws."""
    found = set(old_api.gone_members())
    for flavour in ("legacy", "gl"):
        for name in old_api.class_names(flavour):
            found.update(old_api.own_methods(flavour, name))
    plain = {name for kind in _PLAIN for name in dir(kind)}
    return frozenset(found - plain - _OF_ARRAYS_AND_TASKS - _attributes())


@cache
def _attributes() -> frozenset[str]:
    drawn = (name for name in api.public_names() if not name.startswith("OpenGL"))
    return frozenset().union(*(api.attributes(name) for name in drawn if not _by_shaders(name)))


def _by_shaders(name: str) -> bool:
    return name.startswith("OpenGL") or any(_by_shaders(base) for base in api.bases(name))


def _is_gone(method: str) -> bool:
    """Whether only older Manims had a method: ManimCE makes getters and setters of attributes that there are."""
    made = method.startswith(("get_", "set_")) and method[4:] in api.all_attributes()
    return method in _gone_methods() and not made


def _star(nodes: list[ast.AST]) -> bool:
    """Whether all of ManimCE's names are there, and no other library's but Python's own and numpy."""
    star = False
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            star = star or (node.module == _MANIMCE and node.names[0].name == "*")
            modules = [node.module or "."]
        elif isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        else:
            continue
        if any(m.partition(".")[0] not in standard_library() | {_MANIMCE, "numpy", "scipy"} for m in modules):
            return False
    return star

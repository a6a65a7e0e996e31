"""Methods and keywords that today's ManimCE does not know, as far as its index tells."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from manimill.code import api
from manimill.code.names import names
from manimill.code.packages import standard_library
from manimill.code.walking import walk
from manimill.repair.result import Unresolved

_MANIMCE = "manim"
_NOT_IN_SIGNATURES = names("tip_shape tip_shape_start tip_shape_end")
"""Keywords that arrows take out of what they hand on, so that no index of signatures has them."""

_HANDING_ON = names("Paragraph")
"""Classes that give what they are given to something else than what they build on."""


def unknown_uses(tree: ast.Module) -> Iterator[Unresolved]:
    """Setters that ManimCE takes in silence, and keywords of its classes that it does not take, each once.

    Setters are looked at where all that a module imports is ManimCE and what comes with Python: those of other
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
    seen: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Call):
            for one in _of_call(node, own):
                if one.name not in seen:
                    seen.add(one.name)
                    yield one


def _of_call(call: ast.Call, own: set[str]) -> Iterator[Unresolved]:
    function = call.func
    if isinstance(function, ast.Attribute):
        name = function.attr
        sets = name.startswith("set_") and len(call.args) == 1 and not call.keywords
        # ManimCE makes a setter of the name of any attribute that there is.
        if sets and not {name, name[4:]} & (api.all_attributes() | own):
            reason = f"no mobject has it: ManimCE only sets an attribute '{name[4:]}' that nothing reads"
            yield Unresolved(name, call.lineno, reason)
    elif isinstance(function, ast.Name) and function.id not in own:
        taken = api.keywords(function.id) if api.is_mobject(function.id) else None
        if taken is None or function.id in _HANDING_ON:
            return
        for keyword in call.keywords:
            if keyword.arg is not None and keyword.arg not in taken | _NOT_IN_SIGNATURES:
                yield Unresolved(
                    f"{function.id}({keyword.arg}=)", call.lineno, "ManimCE's constructor does not take it"
                )


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

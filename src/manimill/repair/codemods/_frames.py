"""The frame of the camera, as older Manims and ManimCE name it, and which scenes turn it in space."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import GL
from manimill.repair.codemods._numbers import value_of
from manimill.repair.edit import argument, is_self
from manimill.repair.module import Module
from manimill.repair.walk import walk

TURNS = names(
    "set_euler_angles increment_euler_angles increment_theta increment_phi increment_gamma add_ambient_rotation"
)
ANGLES = names("set_theta set_phi set_gamma reorient")
_MANY = 16


def is_frame(module: Module, node: cst.CSTNode, parents: Sequence[cst.CSTNode], depth: int = 0) -> bool:  # noqa: PLR0911 (one case after the other)
    """Whether an original expression is the frame of the scene's camera."""
    if depth > _MANY:
        return False
    if isinstance(node, cst.Attribute):
        owner = node.value
        if node.attr.value == "frame" and is_camera(owner):
            return True
        if is_self(owner) and node.attr.value in ("frame", "camera_frame"):
            return _attribute_is_frame(module, node.attr.value, parents, depth)
        return False
    if not isinstance(node, cst.Name):
        return False
    for scope in reversed(parents):
        if isinstance(scope, cst.FunctionDef | cst.Lambda):
            values = module.kinds.locals_of(scope).get(node.value)
            if values is not None:
                return bool(values) and all(
                    value is not None and is_frame(module, value, parents, depth + 1) for value in values
                )
    return False


def _attribute_is_frame(module: Module, name: str, parents: Sequence[cst.CSTNode], depth: int) -> bool:
    cls = next((node for node in reversed(parents) if isinstance(node, cst.ClassDef)), None)
    if cls is None:
        return False
    for base in module.lineage(cls.name.value):
        values = module.kinds.attributes_of(base).get(name)
        if values:
            return all(is_frame(module, value, inside, depth + 1) for value, inside in values)
    return name == "camera_frame" or module.flavour == GL


def is_camera(node: cst.CSTNode) -> bool:
    """Whether an expression is the camera of the scene."""
    return isinstance(node, cst.Attribute) and node.attr.value == "camera" and is_self(node.value)


def turns_in_space(cls: cst.ClassDef) -> bool:
    """Whether a class looks at its scene from anywhere but from above."""
    return any(_turns(node) for node in walk(cls))


def _turns(node: cst.CSTNode) -> bool:
    if type(node) is cst.Attribute:
        return node.attr.value in TURNS or node.attr.value in ("set_theta", "set_phi")
    return (
        type(node) is cst.Call
        and isinstance(node.func, cst.Attribute)
        and node.func.attr.value == "reorient"
        and not flat(node)
    )


def flat(call: cst.Call) -> bool:
    """Whether ``reorient`` is given no angle but zero."""
    angles = [
        argument(call, f"{name}_degrees", place) for place, name in enumerate(("theta", "phi", "gamma"))
    ]
    return all(angle is None or value_of(angle.value) == 0 for angle in angles)

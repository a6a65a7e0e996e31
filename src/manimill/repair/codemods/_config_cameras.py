"""What a scene's CONFIG said of its camera: which one it is, and what it paints first."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemods._config import items, standing
from manimill.repair.codemods._handing_on import with_first
from manimill.repair.edit import statement
from manimill.repair.module import Module

_CAMERAS = {"MovingCamera": "MovingCameraScene", "ThreeDCamera": "ThreeDScene"}
"""Scenes that have a camera, by the class of the camera."""

_KEYS = names("background_color background_opacity")


def with_camera_base(
    module: Module, original: cst.ClassDef, updated: cst.ClassDef, camera: cst.BaseExpression
) -> cst.ClassDef | None:
    """The scene built on the one that has a camera, None where no base class has it."""
    new = _CAMERAS.get(module.manim_name(camera) or "")
    if new is None:
        return None
    bases = list(updated.bases)
    for index, base in enumerate(original.bases):
        if module.manim_name(base.value) == "Scene":
            bases[index] = bases[index].with_changes(value=cst.Name(new))
            return updated.with_changes(bases=bases)
    if module.base_of(original.name.value) == "Scene":
        return updated.with_changes(bases=[*_with_commas(bases), cst.Arg(cst.Name(new))])
    return updated if module.leads_to(original.name.value, new) else None


def with_background(module: Module, updated: cst.ClassDef, settings: cst.Dict) -> cst.ClassDef:
    """The scene with what paints the camera's background before anything is shown."""
    lines = list(_painting(settings))
    if not lines:
        return updated
    name = updated.name.value
    body = list(updated.body.body)
    methods = {one.name.value: index for index, one in enumerate(body) if isinstance(one, cst.FunctionDef)}
    above = [module.classes[one] for one in module.lineage(name)[1:] if one in module.classes]
    place = methods.get("construct", methods.get("setup"))
    if place is not None:
        function = body[place]
        assert isinstance(function, cst.FunctionDef)
        body[place] = with_first(function, lines)
    elif any("construct" in facts.methods for facts in above):
        setup = cst.parse_statement("def setup(self):\n    super().setup()\n")
        assert isinstance(setup, cst.FunctionDef)
        inner = setup.body.with_changes(body=[*setup.body.body, *lines])
        body.append(setup.with_changes(body=inner, leading_lines=[cst.EmptyLine(indent=False)]))
    return updated.with_changes(body=updated.body.with_changes(body=body))


def _painting(settings: cst.Dict) -> Iterator[cst.BaseStatement]:
    for key, value in items(settings):
        if key in _KEYS:
            yield statement(f"self.camera.{key} = {{value}}", value=standing(value))


def _with_commas(bases: list[cst.Arg]) -> list[cst.Arg]:
    comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    return [base if isinstance(base.comma, cst.Comma) else base.with_changes(comma=comma) for base in bases]

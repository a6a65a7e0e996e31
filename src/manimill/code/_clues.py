"""What gives away which Manim a module was written for: imports, names, attributes, ``CONFIG`` dicts."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from manimill.code.plugins import PLUGINS

CE, GL, LEGACY = "ce", "gl", "legacy"

_PACKAGES = {
    "manim": CE,
    "manimce": CE,
    "manimgl": GL,
    "manim_imports_ext": GL,
    "manim_gl": GL,
    "manimlib": GL,
    "big_ol_pile_of_manim_imports": LEGACY,
}
_NAMES_OF: dict[tuple[str, ...], str] = {
    (CE,): "Create MathTex Circumscribe Unwrite tempconfig Dot3D SpiralIn",
    (LEGACY,): "TextMobject TexMobject GraphScene FadeInFrom FadeInFromDown FadeOutAndShift "
    "FadeOutAndShiftDown ContinualAnimation CircleIndicate digest_config",
    (GL,): "TexText OldTex OldTexText InteractiveScene FlashUnder VShowPassingFlash "
    "TransformMatchingStrings GlowDot TexturedSurface ShaderBasedScene",
    (LEGACY, GL): "ShowCreation ShowCreationThenDestruction FadeInFromLarge WiggleOutThenIn VFadeIn VFadeOut "
    "FRAME_WIDTH FRAME_HEIGHT FRAME_X_RADIUS FRAME_Y_RADIUS FlashAround",
}
_NAMES = {name: flavours for flavours, names in _NAMES_OF.items() for name in names.split()}
_SELF_ATTRIBUTES = {"frame": (GL,), "camera_frame": (LEGACY,), "embed": (GL,), "next_section": (CE,)}
_ATTRIBUTES = {
    "reorient": (GL,),
    "set_euler_angles": (GL,),
    "increment_theta": (GL,),
    "fix_in_frame": (GL,),
    "set_backstroke": (GL,),
    "get_graph": (LEGACY, GL),
}
_TELLING = frozenset({*_NAMES, *_SELF_ATTRIBUTES, *_ATTRIBUTES})


class Clue(NamedTuple):
    """One find: the flavours it speaks for, and how.

    ``sort`` is ``import`` for a Manim itself, ``plugin`` for a package that extends one, ``submodule`` for a part
    of ``manimlib``, which both its flavours have, ``config`` for a ``CONFIG`` dict, or ``name``. ``line`` is 0 where
    the find is not in the module.
    """

    line: int
    text: str
    flavours: tuple[str, ...]
    sort: str


def import_clue(module: str, line: int, text: str) -> Clue | None:
    """What the import of a module says, if anything."""
    package, _, rest = module.partition(".")
    if package in PLUGINS:
        return Clue(line, text, (CE,), "plugin")
    if package not in _PACKAGES:
        return None
    if package == "manimlib" and rest:
        sort = "import" if rest == "imports" else "submodule"
        return Clue(line, text, (LEGACY,) if rest == "imports" else (LEGACY, GL), sort)
    return Clue(line, text, (_PACKAGES[package],), "import")


def clues(nodes: Iterable[ast.AST]) -> Iterator[Clue]:
    """Every find in a module, of whose nodes names, attributes, imports and classes count."""
    node: Any
    for node in nodes:
        kind = type(node)
        if kind is ast.Name:
            if node.id in _NAMES:
                yield Clue(node.lineno, node.id, _NAMES[node.id], "name")
        elif kind is ast.Attribute:
            if node.attr in _TELLING:
                yield from _attribute_clues(node)
        elif kind is ast.Import or kind is ast.ImportFrom:
            yield from _import_clues(node)
        elif kind is ast.ClassDef:
            yield from _config_clues(node)


def _attribute_clues(node: ast.Attribute) -> Iterator[Clue]:
    if isinstance(node.value, ast.Name) and node.value.id == "self":
        if node.attr in _SELF_ATTRIBUTES:
            yield Clue(node.lineno, f"self.{node.attr}", _SELF_ATTRIBUTES[node.attr], "name")
    elif node.attr in _ATTRIBUTES:
        yield Clue(node.lineno, f".{node.attr}", _ATTRIBUTES[node.attr], "name")
    elif node.attr in _NAMES:
        yield Clue(node.lineno, node.attr, _NAMES[node.attr], "name")


def _import_clues(node: ast.Import | ast.ImportFrom) -> Iterator[Clue]:
    if isinstance(node, ast.ImportFrom):
        names = ", ".join(alias.name for alias in node.names)
        modules = [(node.module or "", f"from {node.module} import {names}")] if node.level == 0 else []
    else:
        modules = [(alias.name, f"import {alias.name}") for alias in node.names]
    for module, text in modules:
        clue = import_clue(module, node.lineno, text)
        if clue:
            yield clue


def _config_clues(node: ast.ClassDef) -> Iterator[Clue]:
    for statement in node.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Dict):
            names = [target.id for target in statement.targets if isinstance(target, ast.Name)]
            if "CONFIG" in names:
                yield Clue(statement.lineno, f"CONFIG in class {node.name}", (LEGACY, GL), "config")

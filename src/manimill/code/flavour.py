"""Which of the three Manims a module was written for, and what gives it away."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from manimill.code._tree import Nodes, nodes_of

CE, GL, LEGACY, UNKNOWN = "ce", "gl", "legacy", "unknown"

_PACKAGES = {
    "manim": CE,
    "manimce": CE,
    "manim_voiceover": CE,
    "manim_slides": CE,
    "manim_physics": CE,
    "manim_chemistry": CE,
    "manim_ml": CE,
    "manim_dsa": CE,
    "chanim": CE,
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


@dataclass(frozen=True, slots=True)
class Flavour:
    """``name`` is ``ce``, ``gl``, ``legacy`` or ``unknown``.

    ``evidence`` says what was found and where, in the order of lines: ``"line 1: from manim import *"``.
    """

    name: str
    evidence: tuple[str, ...]


class _Clue(NamedTuple):
    """One find: the flavours it speaks for, and how: as an import, a ``CONFIG`` dict or a name."""

    line: int
    text: str
    flavours: tuple[str, ...]
    sort: str


def flavour(tree: ast.Module, nodes: Nodes | None = None) -> Flavour:
    """Tell which Manim a module was written for.

    Imports decide. An import of ``manim`` is overruled where a ``CONFIG`` dict and a name that only
    the legacy library has stand together: that is legacy code beside a local ``manim.py``, or code
    from before the community edition went its own way. Without an import the names decide. ``nodes`` are
    the tree's, where the caller has them already.
    """
    clues = sorted(_clues(nodes or nodes_of(tree)))
    evidence = dict.fromkeys(f"line {clue.line}: {clue.text}" for clue in clues)
    return Flavour(_decide(clues), tuple(evidence))


def _decide(clues: list[_Clue]) -> str:
    imported = {clue.flavours[0] for clue in clues if clue.sort == "import"}
    config = any(clue.sort == "config" for clue in clues)
    if CE in imported and not config:
        return CE
    votes = dict.fromkeys((CE, GL, LEGACY), 0)
    for clue in clues:
        if clue.sort != "import" and len(clue.flavours) == 1:
            votes[clue.flavours[0]] += 1
    if CE in imported:
        return LEGACY if votes[LEGACY] else CE
    if LEGACY in imported:
        return LEGACY
    if GL in imported:
        return GL
    if any(clue.sort == "submodule" for clue in clues):
        return GL if votes[GL] > votes[LEGACY] else LEGACY
    return _by_names(clues, votes, config)


def _by_names(clues: list[_Clue], votes: dict[str, int], config: bool) -> str:
    """Decide where nothing is imported: by what only one flavour has, then by what two share."""
    best = max(votes, key=lambda name: votes[name])
    if votes[best] and sum(1 for count in votes.values() if count == votes[best]) == 1:
        return best
    if config or any(clue.flavours == (LEGACY, GL) for clue in clues):
        return LEGACY if votes[LEGACY] >= votes[GL] else GL
    return UNKNOWN


def _clues(nodes: Nodes) -> Iterator[_Clue]:
    for name in nodes.names:
        if name.id in _NAMES:
            yield _Clue(name.lineno, name.id, _NAMES[name.id], "name")
    for use in nodes.uses:
        if isinstance(use, ast.Attribute) and use.attr in _TELLING:
            yield from _attribute_clues(use)
    for statement in nodes.imports:
        yield from _import_clues(statement)
    for definition in nodes.definitions:
        if isinstance(definition, ast.ClassDef):
            yield from _config_clues(definition)


def _attribute_clues(node: ast.Attribute) -> Iterator[_Clue]:
    if isinstance(node.value, ast.Name) and node.value.id == "self":
        if node.attr in _SELF_ATTRIBUTES:
            yield _Clue(node.lineno, f"self.{node.attr}", _SELF_ATTRIBUTES[node.attr], "name")
    elif node.attr in _ATTRIBUTES:
        yield _Clue(node.lineno, f".{node.attr}", _ATTRIBUTES[node.attr], "name")
    elif node.attr in _NAMES:
        yield _Clue(node.lineno, node.attr, _NAMES[node.attr], "name")


def _import_clues(node: ast.Import | ast.ImportFrom) -> Iterator[_Clue]:
    if isinstance(node, ast.ImportFrom):
        names = ", ".join(alias.name for alias in node.names)
        modules = [(node.module or "", f"from {node.module} import {names}")] if node.level == 0 else []
    else:
        modules = [(alias.name, f"import {alias.name}") for alias in node.names]
    for module, text in modules:
        package, _, rest = module.partition(".")
        if package not in _PACKAGES:
            continue
        if package == "manimlib" and rest:
            sort = "import" if rest == "imports" else "submodule"
            yield _Clue(node.lineno, text, (LEGACY,) if rest == "imports" else (LEGACY, GL), sort)
        else:
            yield _Clue(node.lineno, text, (_PACKAGES[package],), "import")


def _config_clues(node: ast.ClassDef) -> Iterator[_Clue]:
    for statement in node.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Dict):
            names = [target.id for target in statement.targets if isinstance(target, ast.Name)]
            if "CONFIG" in names:
                yield _Clue(statement.lineno, f"CONFIG in class {node.name}", (LEGACY, GL), "config")

"""Which packages that extend ManimCE a module uses."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from manimill.code.names import names

PLUGINS = names(
    "algomanim chanim chemanim circuitanimlib code_video controltheorylib flowmotion fourieranim",
    "manim_arabic manim_automata manim_beamer manim_cad_drawing_utils manim_chemistry manim_chess",
    "manim_circuit manim_code_blocks manim_data_structures manim_dsa manim_editor manim_eng",
    "manim_extensions manim_fonts manim_gearbox manim_meshes manim_mindmap manim_ml manim_mobject_svg",
    "manim_neural_network manim_physics manim_pptx manim_presentation manim_pymunk manim_qr_codes",
    "manim_revealjs manim_rubikscube manim_slides manim_themes manim_voiceover",
)
"""Packages as they are imported. Others are not told from modules of the author's own."""

_WITHOUT_MOBJECTS = names(
    "manim_beamer manim_editor manim_extensions manim_fonts manim_pptx manim_presentation",
    "manim_revealjs manim_slides manim_themes manim_voiceover",
)


def plugins(imports: Iterable[ast.Import | ast.ImportFrom]) -> tuple[str, ...]:
    """The plugins that are imported, in alphabetical order."""
    return tuple(sorted(package for package in _packages(imports) if package in PLUGINS))


def bring_mobjects(used: Iterable[str]) -> bool:
    """Whether one of the plugins has mobjects of its own."""
    return not _WITHOUT_MOBJECTS.issuperset(used)


def foreign_modules(imports: Iterable[ast.Import | ast.ImportFrom]) -> frozenset[str]:
    """Names that modules without mobjects go by: in ``import networkx as nx`` it is ``nx``."""
    return frozenset(
        alias.asname or alias.name.partition(".")[0]
        for node in imports
        if isinstance(node, ast.Import)
        for alias in node.names
        if not _is_manim(alias.name)
    )


def _packages(imports: Iterable[ast.Import | ast.ImportFrom]) -> set[str]:
    found: set[str] = set()
    for node in imports:
        if isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
        elif node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def _is_manim(module: str) -> bool:
    return module.startswith("manim") or module.partition(".")[0] in PLUGINS

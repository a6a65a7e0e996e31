"""Which packages a module imports, and which of them are not there wherever manim is."""

from __future__ import annotations

import ast

from manimill.code.names import names
from manimill.code.packages import standard_library
from manimill.code.walking import walk

WITH_MANIM = names(
    "manim numpy scipy PIL cairo pango manimpango networkx decorator isosurfaces mapbox_earcut moderngl",
    "moderngl_window pydub pygments rich screeninfo skia_pathops pathops srt svgelements tqdm watchdog",
    "click cloup audioop beautifulsoup4 bs4 av typing_extensions skia typst",
)
"""Top-level modules that an installation of ManimCE brings."""


def imported_packages(tree: ast.Module) -> tuple[str, ...]:
    """Top-level modules that a module imports, wherever in it, in alphabetical order; relative ones left out."""
    found: set[str] = set()
    for node in walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            found.add(node.module.partition(".")[0])
    return tuple(sorted(found))


def third_party(tree: ast.Module) -> tuple[str, ...]:
    """Packages a module imports that come neither with Python nor with ManimCE."""
    known = standard_library() | WITH_MANIM
    return tuple(name for name in imported_packages(tree) if name not in known)


def module_of(requirement: str) -> str:
    """The module that a requirement such as ``manim-voiceover==0.4.0`` brings, for packages named after theirs."""
    name = requirement
    for mark in "[=<>!~; ":
        name = name.partition(mark)[0]
    return name.replace("-", "_")

"""Which Manim a scene of a place is for, also where manim reaches it through other modules of the place."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import lru_cache

from manimill.code._tree import Nodes, nodes_of
from manimill.code.flavour import UNKNOWN, Flavour, flavour_of_scene

MANIMS = frozenset(
    {
        "manim",
        "manimce",
        "manimlib",
        "manimgl",
        "manim_gl",
        "manim_imports_ext",
        "big_ol_pile_of_manim_imports",
    }
)
"""Packages that are a Manim, not something besides it."""


def flavour_in_place(
    name: str, written: ast.Module, cut_out: ast.Module | None, brought: Iterable[str], *, lines: bool = True
) -> Flavour:
    """What the module that was cut out says, else the file as it is written; the evidence points into the file.

    ``brought`` are modules outside the place that the scene's bases come from. Without ``lines`` the evidence names
    none: those of a notebook's joined cells are nowhere to be seen.
    """
    nodes = _nodes(written)
    lent = set(brought) - imported_modules(nodes)
    decided = UNKNOWN
    if cut_out is not None:
        of_cut = nodes_of(cut_out)
        lent |= imported_modules(of_cut) - imported_modules(nodes)
        decided = flavour_of_scene(cut_out, name, of_cut).name
    as_written = flavour_of_scene(written, name, nodes, imported=sorted(lent))
    evidence = as_written.evidence if lines else tuple(map(_without_line, as_written.evidence))
    return Flavour(as_written.name if decided == UNKNOWN else decided, tuple(dict.fromkeys(evidence)))


def imported_modules(nodes: Nodes) -> set[str]:
    """Dotted names of the modules that a module imports, wherever in it; relative ones left out."""
    found: set[str] = set()
    for node in nodes.imports:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif not node.level and node.module:
            found.add(node.module)
    return found


@lru_cache(maxsize=2)
def _nodes(written: ast.Module) -> Nodes:
    """Of a module with many scenes once: these are examined one after the other."""
    return nodes_of(written)


def _without_line(evidence: str) -> str:
    return evidence.partition(": ")[2] if evidence.startswith("line ") else evidence

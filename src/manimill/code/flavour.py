"""Which of the three Manims a module or a scene was written for, and what gives it away."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from manimill.code._classes import family, module_classes
from manimill.code._clues import CE, GL, LEGACY, Clue, clues, import_clue
from manimill.code._tree import Nodes
from manimill.code.walking import walk

UNKNOWN = "unknown"

_IMPORTS = ("import", "plugin", "submodule")


@dataclass(frozen=True, slots=True)
class Flavour:
    """``name`` is ``ce``, ``gl``, ``legacy`` or ``unknown``.

    ``evidence`` says what was found and where, in the order of lines: ``"line 1: from manim import *"``.
    """

    name: str
    evidence: tuple[str, ...]


def flavour(tree: ast.Module, nodes: Nodes | Sequence[ast.AST] | None = None) -> Flavour:
    """Tell which Manim a module was written for.

    Imports decide, those of a Manim before those of a plugin: plugins for ManimCE are lent to other scenes.
    An import of ``manim`` is overruled where a ``CONFIG`` dict and a name that only the legacy library has stand
    together: that is legacy code beside a local ``manim.py``, or code from before the community edition went
    its own way. Where two Manims are imported, and where none is, the names decide. ``nodes`` are the tree's,
    where the caller has them already.
    """
    found = sorted(clues(_worth_a_look(tree, nodes)))
    return Flavour(_decide(found), _evidence(found))


def flavour_of_scene(
    tree: ast.Module, scene: str | None, nodes: Nodes | None = None, *, imported: Iterable[str] = ()
) -> Flavour:
    """Tell which Manim one scene of a module was written for.

    What stands in the scene and in those of its bases that are in the module decides where the module imports
    two Manims or none; everywhere else the scene is what its module is. ``imported`` are packages that reach
    the module through other modules of its author. Evidence is what counted: imports and the scene's own.
    """
    found = sorted(clues(_worth_a_look(tree, nodes)))
    lent = [import_clue(package, 0, package) for package in imported]
    found = [clue for clue in lent if clue] + found
    own = _in_lines(found, _lines(tree, scene))
    shared = [clue for clue in found if clue.sort in _IMPORTS]
    name = UNKNOWN
    if len({clue.flavours[0] for clue in shared if clue.sort == "import"}) != 1:
        name = _decide([*shared, *own])
    if name == UNKNOWN:
        name = _decide(found)
    return Flavour(name, _evidence(sorted({*shared, *own})))


def _worth_a_look(tree: ast.Module, nodes: Nodes | Sequence[ast.AST] | None) -> Iterable[ast.AST]:
    if not isinstance(nodes, Nodes):
        return walk(tree) if nodes is None else nodes
    return [*nodes.names, *nodes.uses, *nodes.imports, *nodes.definitions]


def _lines(tree: ast.Module, scene: str | None) -> list[range]:
    """Where the scene and its bases stand."""
    classes = module_classes(tree)
    nodes = [classes[name] for name in family(scene, classes) if name in classes]
    return [range(node.lineno, (node.end_lineno or node.lineno) + 1) for node in nodes]


def _in_lines(found: Iterable[Clue], places: Sequence[range]) -> list[Clue]:
    return [
        clue for clue in found if clue.sort not in _IMPORTS and any(clue.line in place for place in places)
    ]


def _evidence(found: Iterable[Clue]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            f"line {clue.line}: {clue.text}" if clue.line else f"elsewhere: {clue.text}" for clue in found
        )
    )


def _decide(found: Sequence[Clue]) -> str:
    imported = {clue.flavours[0] for clue in found if clue.sort == "import"}
    votes = _votes(found)
    config = any(clue.sort == "config" for clue in found)
    if imported == {CE}:
        return LEGACY if config and votes[LEGACY] else CE
    if CE in imported:
        best = _by_names(found, votes, config)
        return CE if best == UNKNOWN else best
    if imported:
        return LEGACY if LEGACY in imported else GL
    if any(clue.sort == "submodule" for clue in found):
        return GL if votes[GL] > votes[LEGACY] else LEGACY
    if any(clue.sort == "plugin" for clue in found):
        return CE
    return _by_names(found, votes, config)


def _votes(found: Iterable[Clue]) -> dict[str, int]:
    """How many finds in the code itself speak for one flavour only."""
    votes = dict.fromkeys((CE, GL, LEGACY), 0)
    for clue in found:
        if clue.sort == "name" and len(clue.flavours) == 1:
            votes[clue.flavours[0]] += 1
    return votes


def _by_names(found: Iterable[Clue], votes: dict[str, int], config: bool) -> str:
    """Decide by what only one flavour has, then by what two share."""
    best = max(votes, key=lambda name: votes[name])
    if votes[best] and sum(1 for count in votes.values() if count == votes[best]) == 1:
        return best
    if config or any(clue.flavours == (LEGACY, GL) for clue in found):
        return LEGACY if votes[LEGACY] >= votes[GL] else GL
    return UNKNOWN

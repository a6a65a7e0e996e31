"""Everything the pipeline wants to know about a sample's code, from one parse."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from manimill.code._tree import nodes_of
from manimill.code.canonical import canonical_code, canonical_text
from manimill.code.features import Features, features
from manimill.code.flavour import Flavour, flavour
from manimill.code.parse import SyntaxProblem, collector_paused, parse


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is known about code without running it.

    ``problem`` says why the text is not a Python module, and is None if it is one. ``canonical`` is the
    hash of its canonical form. ``scene_position`` tells scenes of one module apart: the position of the
    scene among the module's classes, -1 where it is not there. ``flavour`` and ``features`` are None
    where there is a ``problem``.
    """

    problem: str | None
    canonical: str
    scene_position: int
    flavour: Flavour | None
    features: Features | None


@collector_paused()
def analyse(code: str, scene: str | None) -> Analysis:
    """Analyse one sample's code."""
    tree = parse(code)
    if isinstance(tree, SyntaxProblem):
        return _unparsed(code, str(tree))
    try:
        classes = [node.name for node in tree.body if isinstance(node, ast.ClassDef)]
        nodes = nodes_of(tree)
        return Analysis(
            problem=None,
            canonical=canonical_code(tree),
            scene_position=classes.index(scene) if scene in classes else -1,
            flavour=flavour(tree, nodes),
            features=features(tree, scene, nodes),
        )
    except RecursionError:
        return _unparsed(code, "nested too deeply to be analysed")


def _unparsed(code: str, problem: str) -> Analysis:
    return Analysis(problem, canonical_text(code), -1, None, None)

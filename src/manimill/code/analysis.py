"""Everything the pipeline wants to know about a sample's code, from one parse."""

from __future__ import annotations

import ast
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from manimill.code._tree import nodes_of
from manimill.code.canonical import Forms, canonical_forms, text_forms
from manimill.code.features import Features, features
from manimill.code.flavour import Flavour, flavour
from manimill.code.parse import SyntaxProblem, collector_paused, parse


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is known about code without running it.

    ``problem`` says why the text is not a Python module, and is None if it is one. ``forms`` are what it is
    compared by. ``scene_position`` tells scenes of one module apart: the position of the scene among the
    module's classes, -1 where it is not there. ``flavour`` and ``features`` are None where there is a
    ``problem``.
    """

    problem: str | None
    forms: Forms
    scene_position: int
    flavour: Flavour | None
    features: Features | None

    @property
    def canonical(self) -> str:
        """The hash of its canonical form."""
        return self.forms.code

    @property
    def animation(self) -> str:
        """The hash of its animation form: the same without looks."""
        return self.forms.animation

    @property
    def shingles(self) -> npt.NDArray[np.uint32]:
        """Hashes of the runs of tokens that near duplicates share, sorted, each once; shape (n,)."""
        return self.forms.shingles

    @property
    def shown(self) -> tuple[str, ...]:
        """What the scene shows, see `manimill.code.canonical.Forms`."""
        return self.forms.shown


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
            forms=canonical_forms(tree),
            scene_position=classes.index(scene) if scene in classes else -1,
            flavour=flavour(tree, nodes),
            features=features(tree, scene, nodes),
        )
    except RecursionError:
        return _unparsed(code, "nested too deeply to be analysed")


def _unparsed(code: str, problem: str) -> Analysis:
    return Analysis(problem, text_forms(code), -1, None, None)

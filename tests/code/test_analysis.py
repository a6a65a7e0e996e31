from __future__ import annotations

import ast
import gc
import inspect

import pytest

from manimill.code._tree import nodes_of
from manimill.code.analysis import Analysis, analyse
from manimill.code.features import features
from manimill.code.flavour import Flavour, flavour

RING = """from manim import *

class Ring(Scene):
    def construct(self):
        ring = Annulus(color=RED)
        self.play(Create(ring), run_time=2)
"""
RING_BY_SOMEBODY_ELSE = """from manim import *
class Halo(Scene):
    def construct(self):
        # what follows is the same, number by number
        a = Annulus( color = RED )
        self.play(Create(a),
                  run_time=2)
"""
TWO_SCENES = """from manim import *

class First(Scene):
    def construct(self):
        self.add(Square())

class Second(ThreeDScene):
    def construct(self):
        self.play(Create(Sphere()))
"""


def test_a_sample_is_described_in_one_go() -> None:
    found = analyse(RING, "Ring")
    tree = ast.parse(RING)
    assert found.problem is None
    assert found.scene_position == 0
    assert found.flavour == flavour(tree) == Flavour("ce", ("line 1: from manim import *", "line 6: Create"))
    assert found.features == features(tree, "Ring")
    assert (found.features.main_elements, found.features.animations) == (("Annulus",), ("Create",))


def test_equal_code_shares_a_canonical_form() -> None:
    assert analyse(RING, "Ring").canonical == analyse(RING_BY_SOMEBODY_ELSE, "Halo").canonical


def test_another_number_is_another_canonical_form() -> None:
    assert analyse(RING, "Ring").canonical != analyse(RING.replace("=2", "=3"), "Ring").canonical


def test_a_problem_is_reported_and_takes_the_place_of_all_that_needs_a_tree() -> None:
    found = analyse("x = 1\ndef f(:\n    pass\n", "S")
    assert found == Analysis("line 2: invalid syntax", found.forms, -1, None, None)


def test_text_that_does_not_parse_is_compared_without_white_space() -> None:
    one, other = analyse("def f(:\n    pass", None), analyse("def f(: pass", None)
    assert one.canonical == other.canonical
    assert one.canonical != analyse("def g(: pass", None).canonical


@pytest.mark.parametrize("deep", ["x" + ".a" * 980, "f" + "()" * 980, " + ".join(["1"] * 900)])
def test_deep_nesting_is_a_problem_and_no_exception(deep: str) -> None:
    found = analyse(deep, "S")
    assert (found.problem, found.flavour, found.features) == ("nested too deeply to be analysed", None, None)


@pytest.mark.parametrize(("scene", "position"), [("First", 0), ("Second", 1), ("Third", -1), (None, -1)])
def test_the_scene_position_tells_scenes_of_a_module_apart(scene: str | None, position: int) -> None:
    found = analyse(TWO_SCENES, scene)
    assert found.scene_position == position
    assert found.canonical == analyse(TWO_SCENES, "First").canonical


def test_features_are_the_scenes_and_flavour_is_the_modules() -> None:
    found = analyse(TWO_SCENES, "First")
    assert found.features is not None
    assert found.features.main_elements == ("Square",)
    assert found.flavour == Flavour("ce", ("line 1: from manim import *", "line 9: Create"))


@pytest.mark.parametrize("code", [RING, "def f(:"])
def test_the_garbage_collector_is_left_as_it_was(code: str) -> None:
    analyse(code, None)
    assert gc.isenabled()


def test_every_node_that_counts_is_visited_once() -> None:
    # A real module with a bit of everything.
    tree = ast.parse(inspect.getsource(inspect))
    found = nodes_of(tree)
    listed: list[ast.AST] = [*found.names, *found.constants, *found.uses]
    listed += [*found.operations, *found.imports, *found.definitions]
    kinds = (
        *(ast.Name, ast.Constant, ast.Call, ast.Attribute, ast.BinOp, ast.AugAssign),
        *(ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef),
    )
    wanted = [node for node in ast.walk(tree) if isinstance(node, kinds)]
    assert sorted(map(id, listed)) == sorted(map(id, wanted))


def test_nodes_come_parents_first_and_from_left_to_right() -> None:
    found = nodes_of(ast.parse("f(a.b, *c)(g(d), k=h(**{**e, 'x': 1}))"))
    assert [ast.unparse(node) for node in found.uses] == [
        "f(a.b, *c)(g(d), k=h(**{**e, 'x': 1}))",
        "f(a.b, *c)",
        "a.b",
        "g(d)",
        "h(**{**e, 'x': 1})",
    ]
    assert [node.id for node in found.names] == ["f", "a", "c", "g", "d", "h", "e"]

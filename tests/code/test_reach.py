import ast

import pytest

from manimill.code._reach import reachable
from manimill.code._tree import nodes_of


def kept(code: str, scene: str = "S", scenes: tuple[str, ...] = ()) -> list[str]:
    tree = ast.parse(code)
    part = reachable(tree, scene, scenes, nodes_of(tree))
    return [node.name for node in part.body if isinstance(node, ast.ClassDef | ast.FunctionDef)]


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("def a(): ...\nclass S:\n    x = a()", ["a", "S"]),
        ("def a(): b()\ndef b(): a()\ndef c(): ...\nclass S(a): ...", ["a", "b", "S"]),
        ("def a(): ...\nclass S: ...\na()", ["a", "S"]),
        ("def a(): ...\n@a\nclass S: ...", ["a", "S"]),
        ("def a(): ...\n@a\ndef b(): ...\nclass S: ...", ["S"]),
        ("class S: ...", ["S"]),
    ],
)
def test_names_lead_from_the_scene_and_from_the_module(code: str, names: list[str]) -> None:
    assert kept(code) == names


def test_other_scenes_are_reached_by_the_scene_and_not_by_the_module() -> None:
    assert kept("class A: ...\nclass S: ...\nA().render()", scenes=("A", "S")) == ["S"]
    assert kept("class A: ...\nclass S:\n    x = A", scenes=("A", "S")) == ["A", "S"]


def test_a_module_that_is_in_reach_comes_back_as_it_is() -> None:
    tree = ast.parse("def a(): ...\nclass S(a): ...\nprint()")
    assert reachable(tree, "S", (), nodes_of(tree)) is tree

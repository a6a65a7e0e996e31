import ast

import pytest

from manimill.code._tree import nodes_of
from manimill.code.plugins import bring_mobjects, foreign_modules, plugins


@pytest.mark.parametrize(
    ("code", "used"),
    [
        ("from manim import *", ()),
        ("from manim_voiceover.services.gtts import GTTSService", ("manim_voiceover",)),
        ("import manim_slides as ms, chanim", ("chanim", "manim_slides")),
        ("from .manim_ml import layer", ()),
        ("import manim_of_my_own", ()),
    ],
)
def test_plugins_are_known_packages_that_are_imported(code: str, used: tuple[str, ...]) -> None:
    assert plugins(nodes_of(ast.parse(code)).imports) == used


def test_some_plugins_bring_no_mobjects() -> None:
    assert bring_mobjects(("manim_physics", "manim_slides"))
    assert not bring_mobjects(("manim_slides", "manim_voiceover"))
    assert not bring_mobjects(())


def test_other_modules_are_foreign_under_the_name_they_go_by() -> None:
    code = "import networkx as nx, os.path\nimport manim as mn, manim_physics\nfrom x import y"
    assert foreign_modules(nodes_of(ast.parse(code)).imports) == {"nx", "os"}

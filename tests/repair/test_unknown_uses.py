"""Setters and keywords that today's ManimCE does not know."""

from __future__ import annotations

import ast

from manimill import DatasetRegistry
from manimill.repair import repair
from manimill.repair.unknown_uses import unknown_uses


def told(code: str) -> list[str]:
    return [use.name for use in unknown_uses(ast.parse(code))]


def test_a_setter_that_nothing_reads_and_a_keyword_that_is_not_taken() -> None:
    code = "from manim import *\nCircle(sparkle=1).set_sparkle(2)\nCircle(radius=2).set_color(RED)\n"
    assert sorted(told(code)) == ["Circle(sparkle=)", "set_sparkle"]


def test_a_method_that_only_older_manims_had() -> None:
    code = "from manim import *\nSquare().make_3d()\nSquare().set_uniform(a=1)\nSquare().set_width(2)\n"
    assert told(code) == ["make_3d", "set_uniform"]


def test_methods_of_plain_things_and_modules_are_theirs() -> None:
    code = "from manim import *\nimport subprocess\nsubprocess.run([])\n'a'.split()\nUP.flatten()\n"
    assert told(code) == []
    assert told("from manim import *\nclass A(VGroup):\n    def wag(self): ...\nA().wag()\n") == []


def test_a_keyword_that_an_animation_does_not_take() -> None:
    code = "from manim import *\nFadeIn(Dot(), sparkle=1)\nLaggedStartMap(FadeIn, VGroup(), shift=UP)\n"
    assert told(code) == ["FadeIn(sparkle=)"]


def test_what_the_author_or_another_library_has_is_theirs() -> None:
    assert told("from manim import *\nclass Circle: ...\nCircle(sparkle=1)\n") == []
    assert (
        told("from manim import *\nclass A(VGroup):\n    def set_mood(self, m): ...\nA().set_mood(1)\n") == []
    )
    assert told("from manim import *\nimport matplotlib.pyplot as plt\nplt.gca().set_title('a')\n") == []


def test_a_repair_names_them_with_their_line() -> None:
    (left,) = repair("from manim import *\n\nSquare().set_totally_bogus(7)\n").unresolved
    assert (left.name, left.line) == ("set_totally_bogus", 3)


def test_manims_own_examples_have_neither_and_need_no_repair_that_shows() -> None:
    examples = DatasetRegistry.from_catalog().extract_all(["manim_ce_docs"])
    assert len(examples) > 300
    assert [found for example in examples for found in told(example.code)] == []
    changed = [done.rules for one in examples if (done := repair(one.code, scene=one.scene)).changed]
    # One example uses a name of Python's own that it does not import.
    assert changed == [("leaked-names",)]

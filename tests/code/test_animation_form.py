from __future__ import annotations

import ast

import numpy as np
import pytest

from manimill.code.canonical import Forms, canonical_code, canonical_forms, fingerprints

BASE = """
from manim import *
import numpy as np

class Demo(Scene):
    def construct(self):
        circle = Circle(radius=2, color="#ff0000").shift(2 * LEFT + UP)
        label = Text("a circle", font_size=40).next_to(circle, RIGHT, buff=0.5)
        number = Integer(5)
        hexagon = RegularPolygon(n=6, color=BLUE)
        curve = Axes(x_range=[0, 4]).plot(lambda x: x**2, color=GREEN)
        self.play(Create(circle), run_time=2, rate_func=linear)
        self.add(label.set_color(RED), number, hexagon, curve, Arrow([0, 0, 0], 2 * UP))
        for step in range(3):
            self.play(Rotate(circle, PI / 2))
        self.wait(2)
"""


def forms(code: str) -> Forms:
    return canonical_forms(ast.parse(code))


@pytest.mark.parametrize(
    ("what", "old", "new"),
    [
        ("hex colour", '"#ff0000"', '"#0f0"'),
        ("another kind of colour", '"#ff0000"', "RED"),
        ("no colour", ', color="#ff0000"', ""),
        ("size", "radius=2", "radius=1.5"),
        ("place", "2 * LEFT + UP", "RIGHT"),
        ("distance", ", buff=0.5", ""),
        ("font size", "font_size=40", 'font_size=12, font="Arial"'),
        ("time", "run_time=2", "run_time=0.5"),
        ("easing", ", rate_func=linear", ""),
        ("waiting", "self.wait(2)", "self.wait()"),
        ("corners of an arrow", "[0, 0, 0], 2 * UP", "LEFT, 3 * DOWN"),
        ("colour set later", "set_color(RED)", 'set_color("yellow")'),
        ("imports by name", "from manim import *", "from manim import Scene, Circle"),
        ("name", "step", "turn"),
    ],
)
def test_looks_are_no_part_of_the_animation(what: str, old: str, new: str) -> None:
    changed, base = forms(BASE.replace(old, new)), forms(BASE)
    assert changed.code != base.code or what == "name"
    assert (changed.animation, changed.shown) == (base.animation, base.shown)


@pytest.mark.parametrize(
    ("what", "old", "new"),
    [
        ("class", "Circle(", "Square("),
        ("text", "a circle", "a ring"),
        ("content", "Integer(5)", "Integer(6)"),
        ("corners", "n=6", "n=5"),
        ("curve", "x**2", "x**3"),
        ("animation", "Create(", "FadeIn("),
        ("angle", "PI / 2", "PI / 3"),
        ("times", "range(3)", "range(4)"),
        ("axes", "[0, 4]", "[0, 5]"),
    ],
)
def test_what_is_shown_is_part_of_the_animation(what: str, old: str, new: str) -> None:
    assert forms(BASE.replace(old, new)).animation != forms(BASE).animation, what


def test_a_shown_text_that_looks_like_a_colour_is_none() -> None:
    assert fingerprints('Text("#ff0000")').animation != fingerprints('Text("#00ff00")').animation


def test_a_number_beside_a_direction_counts_in_a_curve() -> None:
    one, other = (fingerprints(f"ParametricFunction(lambda t: {n} * RIGHT * t)") for n in (2, 3))
    assert one.animation != other.animation
    assert one.shown != other.shown


def test_what_is_shown_is_named() -> None:
    shown = forms(BASE).shown
    assert [name for name in shown if ":" not in name] == [
        "'a circle'",
        ".plot",
        *("Arrow", "Axes", "Circle", "Integer", "RegularPolygon", "Text"),
    ]
    assert {name.partition(":")[0] for name in shown if ":" in name} == {
        *("Integer", "RegularPolygon", "lambda", "plot"),
    }


def test_the_path_along_which_something_moves_is_shown() -> None:
    turning = "self.play(Transform(Dot(), Dot(), path_func=utils.paths.{}()))"
    clockwise, other = (
        forms(BASE + "        " + turning.format(way)) for way in ("clockwise_path", "spiral_path")
    )
    assert ".clockwise_path" in clockwise.shown
    assert clockwise.shown != other.shown


def test_a_function_that_makes_objects_is_no_curve() -> None:
    assert fingerprints("always_redraw(lambda: Circle(t.get_value()))").shown == (".get_value", "Circle")
    assert fingerprints("def ring():\n    return Circle()\n\n\nring()\n").shown == ("Circle",)


def test_a_class_of_the_module_is_no_object_of_its_own() -> None:
    assert fingerprints("class Mine(Square):\n    pass\n\n\nMine()\n").shown == ()


def test_a_line_more_changes_few_shingles() -> None:
    more = BASE.replace("        number =", "        dot = Dot()\n        number =")
    common = np.intersect1d(forms(BASE).shingles, forms(more).shingles)
    assert len(common) / len(np.union1d(forms(BASE).shingles, forms(more).shingles)) > 0.9


def test_the_forms_of_a_module_are_those_of_its_canonical_form() -> None:
    assert forms(BASE).code == canonical_code(ast.parse(BASE))
    renamed = forms(BASE.replace("Demo", "Other").replace("label", "words"))
    assert renamed == forms(BASE)
    assert (renamed.shingles == forms(BASE).shingles).all()


def test_text_that_is_not_python_has_forms_too() -> None:
    one, other = fingerprints("def f(:\n    pass  end of it"), fingerprints("def f(: pass end of it")
    assert one == other
    assert (len(one.shingles), one.shown) == (2, ())

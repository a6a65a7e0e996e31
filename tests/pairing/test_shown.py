"""What is read out of code."""

from __future__ import annotations

from textwrap import dedent

import pytest

from manimill.pairing.said import said
from manimill.pairing.shown import Shown, shown
from manimill.text.words import stems


def read(body: str) -> Shown:
    lines = "".join(f"        {line}\n" for line in dedent(body).strip().splitlines())
    return shown(f"from manim import *\n\nclass FallingStars(Scene):\n    def construct(self):\n{lines}")


def test_names_of_classes_are_titles() -> None:
    assert {"fall", "star"} <= set(read("pass").titles)


def test_names_of_manim_bring_what_people_say_for_them() -> None:
    found = read("self.play(Transform(Circle(), NumberPlane()))")
    assert {*stems("morph circle grid")} <= set(found.everyday)
    assert "turn into" not in found.everyday_pairs
    assert "number plan" in found.everyday_pairs


def test_texts_are_words_and_phrases() -> None:
    found = read('self.add(Text("The harmonic series diverges"))')
    assert {*stems("harmonic series diverges")} <= set(found.texts)
    assert " ".join(stems("harmonic series")) in found.phrases


def test_formulas_are_found_in_tex_and_in_functions() -> None:
    wanted = set(said("y = x^2 + 1").formulas)
    assert "m:x ^ 2 +" in wanted & set(read('self.add(MathTex("y = x^2 + 1"))').formulas)
    assert "m:x ^ 2 +" in wanted & set(read("self.add(FunctionGraph(lambda x: x**2 + 1))").formulas)


def test_commands_of_tex_bring_their_words() -> None:
    assert {*stems("integral squared")} <= set(read(r'self.add(MathTex(r"\int x^2 dx"))').everyday)


def test_angles_are_degrees() -> None:
    assert "#45" in read("self.add(Square().rotate(PI / 4))").values
    assert "#45" in read("self.add(Square().rotate(45 * DEGREES))").values


def test_values_are_bound_to_what_they_belong_to() -> None:
    found = set(read("ball = Circle(radius=3, color=RED)\nself.play(Create(ball), run_time=2)").bound)
    request = set(said("draw a red ball with a radius of 3 in 2 seconds").bound)
    assert {"radius~#3", "ball~red", "second~#2"} <= found & request


def test_comments_count_and_marks_in_texts_are_no_comments() -> None:
    found = read('self.add(Text("#FF0000 # sky"))  # the sunset')
    assert set(stems("sunset")) <= set(found.remarks)
    assert not set(stems("sky")) & set(found.remarks)


def test_what_does_not_parse_counts_as_words() -> None:
    found = shown('class Broken(Scene)\n  circle = Circle(color=BLUE)\n  Text("sunset"')
    assert {*stems("circle"), *stems("round")} <= set(found.everyday)
    assert set(stems("sunset")) <= set(found.texts)
    assert "blu" in found.values


def test_code_nested_too_deeply_is_read_as_words() -> None:
    assert "squar" in shown("x = " + "(" * 2000 + "Square" + ")" * 2000).texts


@pytest.mark.parametrize(
    "expression", ["1" + "0" * 400, "1e999", "-1e999 * 0 * PI", "2 ** 1e300", "PI / 0", "1j", "True"]
)
def test_any_number_can_be_read(expression: str) -> None:
    assert "squar" in read(f"x = Square({expression})").names

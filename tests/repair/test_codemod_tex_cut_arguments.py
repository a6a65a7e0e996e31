"""Arguments of LaTeX commands that stand in another part than the command."""

from __future__ import annotations

import pytest
from tests.repair.codemod_cases import becomes, stays

from manimill.repair.codemods._latex import Uncuttable, protected, split_at

NAME = "tex-cut-arguments"


def test_an_argument_in_the_next_part_is_kept_by_braces() -> None:
    becomes(
        NAME,
        r"""
        from manimlib.imports import *
        TexMobject("e^", "x", "+ 1")
        TexMobject("\\sqrt", "2", color=RED)
        """,
        r"""
        from manimlib.imports import *
        TexMobject("e^{", "x}", "+ 1")
        TexMobject("\\sqrt{", "2}", color=RED)
        """,
    )


def test_a_command_keeps_its_own_arguments() -> None:
    assert protected(["e^", r"\frac{a}{b} + c"]) == ["e^{", r"\frac{a}{b}} + c"]
    assert protected(["x_", r"\mathrm{max}"]) == ["x_{", r"\mathrm{max}}"]
    assert protected(["x^", r"\sqrt[3]{2}"]) == ["x^", r"\sqrt[3]{2}"]


def test_a_key_to_colour_right_after_a_hat_is_put_in_braces() -> None:
    becomes(
        NAME,
        r"""
        from manim import *
        colours = {"x": RED, "2": BLUE}
        MathTex(r"e^x + x^{2}", tex_to_color_map=colours)
        """,
        r"""
        from manim import *
        colours = {"x": RED, "2": BLUE}
        MathTex(r"e^{x} + x^{2}", tex_to_color_map=colours)
        """,
        "ce",
    )


def test_what_latex_reads_as_it_is_stays() -> None:
    stays(
        NAME, 'from manim import *\nMathTex("x", "^2", "+", r"\\frac{", "a", "}{b}")\nMathTex("e^x")\n', "ce"
    )


def test_keys_inside_of_a_command_are_told() -> None:
    stays(
        NAME,
        'from manim import *\nMathTex(r"\\frac{a}{b}", tex_to_color_map={"a": RED})\n',
        "ce",
        warning="cannot be cut",
    )


def test_two_arguments_and_groups() -> None:
    assert protected(["\\overset", "a", "b"]) == ["\\overset{", "a}{", "b}"]
    assert protected(["x^", "{ab}c"]) == ["x^{", "{ab}}c"]
    assert protected(["e^ {x}"], ["{x}"]) == ["e^ { {x}}"]
    assert protected(["x^"]) == ["x^"]
    with pytest.raises(Uncuttable):
        protected(["\\left(x\\right)"], ["("])


def test_strings_are_cut_at_the_longest_key() -> None:
    assert split_at("x_1 + x", ["x", "x_1"]) == ["x_1", " + ", "x"]


def test_what_is_put_into_a_formatted_string_is_kept_together_too() -> None:
    becomes(
        NAME,
        r"""
        from manimlib.imports import *
        for i in range(3):
            TexMobject(f"s^T h_{i+1}", tex_to_color_map={"s": RED, "T": BLUE, f"{i+1}": GREEN})
            TexMobject(f"m_{str(i)}" if i else f"{i} + m_{i}", tex_to_color_map={str(i): RED, "m": BLUE})
            TexMobject(rf"\frac{{a}}{{x_{i}}}", tex_to_color_map={f"{i}": RED})
            TexMobject("e^", f"{i}x", tex_to_color_map={f"{i}": RED})
            TexMobject(f"\\sqrt{i}", tex_to_color_map={f"{i}": RED})
        """,
        r"""
        from manimlib.imports import *
        for i in range(3):
            TexMobject(f"s^{{T}} h_{{{i+1}}}", tex_to_color_map={"s": RED, "T": BLUE, f"{i+1}": GREEN})
            TexMobject(f"m_{{{str(i)}}}" if i else f"{i} + m_{{{i}}}", tex_to_color_map={str(i): RED, "m": BLUE})
            TexMobject(rf"\frac{{a}}{{x_{{{i}}}}}", tex_to_color_map={f"{i}": RED})
            TexMobject("e^{", f"{i}}}x", tex_to_color_map={f"{i}": RED})
            TexMobject(f"\\sqrt{{{i}}}", tex_to_color_map={f"{i}": RED})
        """,
    )


def test_formatted_strings_whose_keys_are_elsewhere_stay() -> None:
    stays(
        NAME,
        'from manimlib.imports import *\nTexMobject(f"h_{i}", tex_to_color_map={"h": RED, str(j): BLUE})\n',
    )
    stays(NAME, 'from manimlib.imports import *\nTexMobject(f"h_{i}", tex_to_color_map=colours)\n')
    stays(NAME, 'from manimlib.imports import *\nTexMobject(f"h_{i:02}", tex_to_color_map={f"{i}": RED})\n')

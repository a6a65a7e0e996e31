"""Parts of formulas by what they contain."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "tex-parts-by-substring"


def test_a_part_is_named_whole() -> None:
    becomes(
        NAME,
        """
        from manimlib.imports import *
        class Square(Scene):
            def construct(self):
                sum = TexMobject("x^2", "+", "y")
                sum.set_color_by_tex("x", RED)
                self.play(Indicate(sum.get_part_by_tex("x")))
                sum.set_color_by_tex_to_color_map({("x", "y"): BLUE})
        """,
        """
        from manimlib.imports import *
        class Square(Scene):
            def construct(self):
                sum = TexMobject("x^2", "+", "y")
                sum.set_color_by_tex("x^2", RED)
                self.play(Indicate(sum.get_part_by_tex("x^2")))
                sum.set_color_by_tex_to_color_map({"x^2": BLUE, "y": BLUE})
        """,
    )


def test_several_parts_and_unknown_ones_are_looked_through() -> None:
    becomes(
        NAME,
        """
        from manimlib.imports import *
        def colour(formula, tex):
            formula.set_color_by_tex(tex, RED)
            print(formula.get_parts_by_tex("y"))
            return formula.index_of_part_by_tex(tex)
        """,
        """
        from manimlib.imports import *
        def colour(formula, tex):
            VGroup(*[part for part in formula if tex in part.tex_string]).set_color(RED)
            print(VGroup(*[part for part in formula if "y" in part.tex_string]))
            return next(i for i, part in enumerate(formula) if tex in part.tex_string)
        """,
    )


def test_exact_parts_stay_and_unknown_ones_of_manimce_too() -> None:
    stays(NAME, 'from manim import *\nt = MathTex("x", "x^2")\nt.set_color_by_tex("x", RED)\n', "ce")
    stays(NAME, 'from manim import *\ndef f(t): t.set_color_by_tex("x", RED)\n', "ce")
    stays(NAME, 'from manimlib.imports import *\nt = TexMobject("x", "+")\nt.set_color_by_tex("x", RED)\n')


def test_ways_to_compare_are_told() -> None:
    stays(
        NAME,
        'from manimlib.imports import *\ndef f(t): t.set_color_by_tex("x", RED, substring=False)\n',
        warning="a way of its own",
    )

"""Glyphs and strings of ManimGL's formulas."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "gl-tex-indices"
FOUND = 'VGroup(*[sum.id_to_vgroup_dict[mark] for text, mark in sum.matched_strings_and_ids if text == "x"])'


def test_glyphs_by_number_and_parts_by_string() -> None:
    becomes(
        NAME,
        """
        from manim_imports_ext import *
        class Sum(InteractiveScene):
            def construct(self):
                sum = Tex("x + y", t2c={"x": RED})
                self.add(sum[1:], sum["y"][0], sum["x"].copy(), sum[-1])
        """,
        """
        from manim_imports_ext import *
        class Sum(InteractiveScene):
            def construct(self):
                sum = Tex("x + y", t2c={"x": RED}, substrings_to_isolate=["y"])
                self.add(sum[0][1:], sum.get_part_by_tex("y"), sum.get_part_by_tex("x").copy(), sum[0][-1])
        """,
        "gl",
    )


def test_several_places_are_all_found() -> None:
    becomes(
        NAME,
        """
        from manimlib import *
        class Square(InteractiveScene):
            def construct(self):
                sum = Tex("x + x")
                sum["x"].set_color(RED)
        """,
        """
        from manimlib import *
        class Square(InteractiveScene):
            def construct(self):
                sum = Tex("x + x", substrings_to_isolate=["x"])
                FOUND.set_color(RED)
        """.replace("FOUND", FOUND),
        "gl",
    )


def test_older_formulas_were_parts_already() -> None:
    stays(NAME, 'from manimlib import *\nt = Tex("x", "+")\nt[0]\n', "gl")
    stays(NAME, 'from manimlib import *\nclass A(InteractiveScene): ...\nt = OldTex("x", "+")\nt[0]\n', "gl")


def test_what_cannot_be_cut_out_is_told() -> None:
    stays(
        NAME,
        'from manimlib import *\nclass A(InteractiveScene): ...\nt = Tex(r"\\frac{a}{b}")\nt["f"]\n',
        "gl",
        warning="cannot be cut out",
    )


def test_a_formula_in_a_group_is_known() -> None:
    becomes(
        NAME,
        """
        from manimlib import *
        class S(InteractiveScene):
            def construct(self):
                rows = VGroup(Tex("a + b"), Tex("c + d"))
                rows[1]["c"].set_color(RED)
        """,
        """
        from manimlib import *
        class S(InteractiveScene):
            def construct(self):
                rows = VGroup(Tex("a + b"), Tex("c + d", substrings_to_isolate=["c"]))
                rows[1].get_part_by_tex("c").set_color(RED)
        """,
        "gl",
    )

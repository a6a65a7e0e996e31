"""Colours in formulas."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

from manimill.repair import repair

NAME = "tex-hex-colours"


def test_those_of_web_pages_are_told_latex_as_such() -> None:
    becomes(
        NAME,
        r"""
        from manim import *
        MathTex(r"a_{\color{#9D4EDD}\mu}", r"\textcolor{#ff0000}{x} + \color{red}{y}", color=RED)
        Tex("\\color {#FF0000} red")
        """,
        r"""
        from manim import *
        MathTex(r"a_{\color[HTML]{9D4EDD}\mu}", r"\textcolor[HTML]{ff0000}{x} + \color{red}{y}", color=RED)
        Tex("\\color[HTML]{FF0000} red")
        """,
        "ce",
    )


def test_text_and_colours_by_their_names_stay() -> None:
    stays(
        NAME,
        r"""
        from manim import *
        Text(r"\color{#FF0000}")
        MathTex(r"\color{blue} x", r"\color{#12}")
        """,
        "ce",
    )


def test_the_package_that_knows_them_is_loaded() -> None:
    code = 'from manim import *\nm = MathTex(r"\\color{#FF0000} x")\n'
    found = repair(code)
    assert r"\color[HTML]{FF0000} x" in found.code
    assert "xcolor" in found.code

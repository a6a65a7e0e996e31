"""Keywords of TeX objects."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "tex-keywords"


def test_maps_and_what_to_isolate() -> None:
    becomes(
        NAME,
        'from manimlib import *\nTex("x + y", t2c={"x": RED}, isolate="y")\n',
        'from manimlib import *\nTex("x + y", tex_to_color_map={"x": RED}, substrings_to_isolate=["y"])\n',
        "gl",
    )


def test_alignment_is_an_environment() -> None:
    becomes(
        NAME,
        r"""
        from manimlib.imports import *
        TextMobject("so", alignment="\\raggedright", color=RED)
        TextMobject("so", alignment="\\centering")
        TextMobject("so", alignment="")
        """,
        r"""
        from manimlib.imports import *
        TextMobject("so", tex_environment="flushleft", color=RED)
        TextMobject("so")
        TextMobject("so", tex_environment=None)
        """,
    )


def test_titles_sizes_and_templates() -> None:
    becomes(
        NAME,
        r"""
        from manimlib.imports import *
        Title("So", scale_factor=1.5)
        TextMobject("so", size="\\Large")
        TexMobject(r"\bm x", additional_preamble=r"\usepackage{bm}")
        """,
        r"""
        from manimlib.imports import *
        Title("So", font_size=72)
        TextMobject("so", font_size=69)
        TexMobject(r"\bm x", tex_template=TexTemplate().add_to_preamble(r"\usepackage{bm}"))
        """,
    )


def test_what_nothing_asked_for_goes() -> None:
    becomes(
        NAME,
        'from manimlib.imports import *\nTextMobject("so", font="Sans", fill_opacity=0.5)\n',
        'from manimlib.imports import *\nTextMobject("so", fill_opacity=0.5)\n',
    )
    stays(NAME, 'from manim import *\nTex("so", font="Sans")\n', "ce")


def test_an_alignment_that_cannot_be_read_is_told() -> None:
    stays(NAME, 'from manim import *\nTex("so", alignment=where())\n', "ce", warning="cannot be read")

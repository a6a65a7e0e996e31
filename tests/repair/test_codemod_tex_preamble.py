"""LaTeX packages."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "tex-preamble"


def test_packages_whose_commands_are_used_are_loaded() -> None:
    becomes(
        NAME,
        r"""
        from manimlib.imports import *
        x = TexMobject(r"\ket{\psi} = \div{F}", "\\mathscr{L}")
        """,
        r"""
        from manimlib.imports import *

        config.tex_template.add_to_preamble(r"\usepackage{mathrsfs}\usepackage{physics}")
        x = TexMobject(r"\ket{\psi} = \div{F}", "\\mathscr{L}")
        """,
    )


def test_what_is_known_or_has_its_own_template_stays() -> None:
    stays(NAME, 'from manim import *\nMathTex(r"a \\div b", r"\\frac{a}{b}")\n', "ce")
    stays(NAME, 'from manim import *\nMathTex(r"\\ket{a}", tex_template=mine)\n', "ce")

"""Animations that only have another name."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "renamed-animations"


def test_the_name_is_changed_wherever_it_stands_for_manims() -> None:
    becomes(
        NAME,
        """
        from manimlib.imports import *
        class Drawing(Scene):
            def construct(self):
                how = ShowCreation
                self.play(how(Circle()), LaggedStartMap(VFadeIn, VGroup(Dot(), Dot())))
        """,
        """
        from manimlib.imports import *
        class Drawing(Scene):
            def construct(self):
                how = Create
                self.play(how(Circle()), LaggedStartMap(FadeIn, VGroup(Dot(), Dot())))
        """,
    )


def test_an_alias_of_the_package_counts() -> None:
    becomes(
        NAME,
        "import manim as mn\nmn.ShowCreation(mn.Dot())\n",
        "import manim as mn\nmn.Create(mn.Dot())\n",
        "ce",
    )


def test_a_class_of_the_author_and_an_argument_keep_their_names() -> None:
    stays(NAME, "from manim import *\nclass ShowCreation(Animation): ...\nShowCreation(Dot())\n")
    stays(NAME, "from manim import *\ndef play(ShowCreation): return ShowCreation(1)\n")


def test_what_another_module_brings_under_another_name_stays() -> None:
    stays(NAME, "from manim import *\nfrom shapes import ShowCreation as Draw\nDraw()\n", "ce")

"""Keywords that no Manim ever had."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "keywords-without-effect"


def test_misspelt_keywords_did_nothing_and_go() -> None:
    becomes(
        NAME,
        "from manimlib.imports import *\n"
        "Line(LEFT, RIGHT, stroke_opatity=0.5, color=RED)\nArrow(UP, DOWN, buf=1)\n",
        "from manimlib.imports import *\nLine(LEFT, RIGHT, color=RED)\nArrow(UP, DOWN)\n",
    )


def test_so_did_settings_that_axes_had_even_earlier() -> None:
    becomes(
        NAME,
        "from manimlib.imports import *\nAxes(x_range=[0, 1], three_d=False, z_axis_config={})\n",
        "from manimlib.imports import *\nAxes(x_range=[0, 1])\n",
    )


def test_one_that_is_read_as_an_attribute_stays() -> None:
    stays(NAME, "from manimlib.imports import *\na = Dot(tag=1)\nprint(a.tag)\n", warning="read elsewhere")


def test_todays_code_and_what_older_classes_had_stay() -> None:
    stays(NAME, "from manim import *\nLine(LEFT, RIGHT, stroke_opatity=0.5)\n", "ce")
    stays(NAME, "from manimlib.imports import *\nDashedLine(LEFT, RIGHT, positive_space_ratio=0.5)\n")


def test_what_a_class_declares_itself_is_not_made_of_keywords() -> None:
    becomes(
        NAME,
        """
        from manim import *
        class Measure(VGroup):
            gap = 1
            def draw(self):
                self.add(DashedLine(LEFT, RIGHT, gap=self.gap))
        """,
        """
        from manim import *
        class Measure(VGroup):
            gap = 1
            def draw(self):
                self.add(DashedLine(LEFT, RIGHT))
        """,
    )


def test_axes_took_any_keyword_too() -> None:
    becomes(
        NAME,
        "from manim import *\na = Axes(x_range=[0, 1], include_tip=False)\n",
        "from manim import *\na = Axes(x_range=[0, 1])\n",
    )


def test_animations_took_any() -> None:
    becomes(
        NAME,
        """
        from manim import *
        Flash(dot, num_lines=8, stroke_width=7)
        FadeIn(dot, runtime=3, lag_ratio=0.5)
        """,
        """
        from manim import *
        Flash(dot, num_lines=8)
        FadeIn(dot, lag_ratio=0.5)
        """,
    )
    stays(NAME, "from manim import *\nShowPassingFlash(line, time_width=0.2, rate_func=linear)\n")


def test_what_is_drawn_by_curves_never_looked_at_one_opacity() -> None:
    becomes(
        NAME,
        """
        from manimlib import *
        class Ball(Circle):
            def __init__(self, fill_opacity=1, **kwargs):
                super().__init__(fill_opacity=fill_opacity, **kwargs)
        Ball(opacity=0.3, color=RED)
        Line(LEFT, RIGHT, opacity=0.3)
        """,
        """
        from manimlib import *
        class Ball(Circle):
            def __init__(self, fill_opacity=1, **kwargs):
                super().__init__(fill_opacity=fill_opacity, **kwargs)
        Ball(color=RED)
        Line(LEFT, RIGHT)
        """,
        "gl",
    )


def test_what_a_constructor_of_the_author_takes_stays() -> None:
    stays(
        NAME,
        """
        from manimlib import *
        class Ball(Circle):
            def __init__(self, mass=1, **kwargs):
                super().__init__(**kwargs)
        Ball(mass=2)
        """,
    )

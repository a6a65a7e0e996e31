"""Keywords that calls take from dictionaries."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "spread-dictionaries"


def test_a_dictionary_that_is_there_for_calls_goes_into_them() -> None:
    becomes(
        NAME,
        """
        from manimlib.imports import *


        class Plots(Scene):
            def construct(self):
                config = {
                    "x_min": 0,
                    "x_max": 3,
                    "number_line_config": {
                        "include_tip": False,
                    },
                }
                self.add(Axes(**config))
                self.add(Axes(y_min=-1, **config))
        """,
        """
        from manimlib.imports import *


        class Plots(Scene):
            def construct(self):
                self.add(Axes(x_min=0, x_max=3, number_line_config={"include_tip": False}))
                self.add(Axes(y_min=-1, x_min=0, x_max=3, number_line_config={"include_tip": False}))
        """,
    )


def test_constants_of_the_module_are_followed() -> None:
    becomes(
        NAME,
        """
        from manimlib.imports import *

        ENDS = dict(x_min=-2, x_max=2)


        class Plots(Scene):
            def construct(self):
                self.add(Axes(**ENDS, y_min=-1))
        """,
        """
        from manimlib.imports import *


        class Plots(Scene):
            def construct(self):
                self.add(Axes(x_min=-2, x_max=2, y_min=-1))
        """,
    )


def test_a_dictionary_that_is_read_elsewhere_stays_besides() -> None:
    becomes(
        NAME,
        """
        from manimlib.imports import *


        class Plots(Scene):
            def construct(self):
                ends = {"x_min": -2, "x_max": 2}
                self.add(Axes(**ends), Dot(ends["x_min"] * RIGHT))
        """,
        """
        from manimlib.imports import *


        class Plots(Scene):
            def construct(self):
                ends = {"x_min": -2, "x_max": 2}
                self.add(Axes(x_min=-2, x_max=2), Dot(ends["x_min"] * RIGHT))
        """,
    )


def test_what_today_takes_as_it_is_stays() -> None:
    stays(
        NAME,
        """
        from manimlib.imports import *


        class Drawn(Scene):
            def construct(self):
                looks = {"color": RED, "stroke_width": 2}
                self.add(Circle(**looks), Square(**looks))
        """,
    )
    stays(NAME, "from manim import *\nends = {'x_min': 1}\nAxes(**ends)\n", "ce")


def test_what_may_have_changed_meanwhile_stays() -> None:
    stays(
        NAME,
        """
        from manimlib.imports import *


        class Plots(Scene):
            def construct(self):
                ends = {"x_min": -2, "x_max": 2}
                ends["x_max"] = 3
                self.add(Axes(**ends))
        """,
        warning="changes",
    )
    stays(
        NAME,
        """
        from manimlib.imports import *


        class Plots(Scene):
            def construct(self):
                for width in (1, 2):
                    ends = {"x_min": -width, "x_max": width}
                    self.add(Axes(**ends))
                low = 1
                more = {"x_min": low, "x_max": 4}
                low = 2
                self.add(Axes(**more), Axes(**{"x_min": low}), Axes(**self.given()))
        """,
    )


def test_a_class_of_the_module_takes_what_it_likes() -> None:
    stays(
        NAME,
        """
        from manimlib.imports import *


        class Marked(Axes):
            pass


        ends = {"x_min": -2}
        Marked(**ends)
        """,
    )

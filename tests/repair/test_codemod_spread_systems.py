"""Axes and planes whose settings classes keep in dictionaries."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "spread-systems"


def test_every_dictionary_that_is_spread_into_them_is_todays() -> None:
    becomes(
        NAME,
        """
        from manimlib import *


        class Field(Scene):
            plane_config = {
                "x_range": (-4, 4),
                "width": 8,  # as wide as the table
                "height": 4,
            }
            axes_config = dict(
                x_range=(0, 3),
                y_range=(0, 2),
            )

            def construct(self):
                self.add(NumberPlane(color=RED, **self.plane_config), Axes(**self.axes_config))
                self.add(Dot().shift(self.axes_config["x_range"][1] * RIGHT))


        class Wide(Field):
            plane_config = {"x_range": (-7, 7), "width": 14}
            axes_config = dict(x_range=(0, 9))
        """,
        """
        from manimlib import *


        class Field(Scene):
            # as wide as the table
            plane_config = {
                "x_range": (-4, 4),
                "y_range": [-4, 4],
                "x_length": 8,
                "y_length": 4,
            }
            axes_config = dict(
                x_range=(0, 3),
                y_range=(0, 2),
                x_length=3,
                y_length=2,
            )

            def construct(self):
                self.add(NumberPlane(color=RED, **self.plane_config), Axes(**self.axes_config))
                self.add(Dot().shift(self.axes_config["x_range"][1] * RIGHT))


        class Wide(Field):
            plane_config = {"x_range": (-7, 7), "x_length": 14}
            axes_config = dict(x_range=(0, 9), y_range=[-4, 4], x_length=9, y_length=8)
        """,
        "gl",
    )


def test_a_dictionary_that_is_read_too_or_spread_beside_others_stays() -> None:
    stays(
        NAME,
        """
        from manimlib import *


        class Field(Scene):
            plane_config = {"x_range": (-4, 4), "width": 8}
            axes_config = {"width": 8}

            def construct(self):
                plane = NumberPlane(**self.plane_config)
                self.add(Text(str(self.plane_config["width"])))
                self.add(Axes((0, 1), **self.axes_config))
        """,
        "gl",
    )


def test_one_that_cannot_be_read_is_told() -> None:
    stays(
        NAME,
        """
        from manimlib import *


        class Field(Scene):
            plane_config = make_config()

            def construct(self):
                plane = NumberPlane(**self.plane_config)
        """,
        "gl",
        "cannot be read",
    )
    stays(
        NAME,
        """
        from manimlib.imports import *


        class Field(Scene):
            axes_config = {"x_min": 0, "x_max": 6}

            def construct(self):
                axes = Axes(**self.axes_config)
        """,
        "legacy",
        "moved afterwards",
    )

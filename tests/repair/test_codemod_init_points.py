"""Mobjects that draw themselves."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "init-points"


def test_the_method_gets_the_name_that_is_called() -> None:
    becomes(
        NAME,
        """
        from manimlib import *
        class Zigzag(VMobject):
            def init_points(self):
                super().init_points()
                self.set_points_as_corners([LEFT, UP, RIGHT])
        """,
        """
        from manimlib import *
        class Zigzag(VMobject):
            def generate_points(self):
                super().generate_points()
                self.set_points_as_corners([LEFT, UP, RIGHT])
        """,
        "gl",
    )


def test_a_scene_may_have_one_of_its_own() -> None:
    stays(NAME, "from manimlib import *\nclass A(Scene):\n    def init_points(self): ...\n", "gl")

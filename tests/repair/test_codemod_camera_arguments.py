"""What cameras are told."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "camera-arguments"


def test_the_distance_is_the_focal_distance() -> None:
    becomes(
        NAME,
        """
        from manimlib.imports import *


        class Turn(ThreeDScene):
            def construct(self):
                self.set_camera_orientation(0.1, 0.2, 10)
                self.move_camera(0.1, 0.2, distance=5, run_time=3)
        """,
        """
        from manimlib.imports import *


        class Turn(ThreeDScene):
            def construct(self):
                self.set_camera_orientation(0.1, 0.2, focal_distance=10)
                self.move_camera(0.1, 0.2, focal_distance=5, run_time=3)
        """,
    )


def test_what_is_not_of_the_old_kind_stays() -> None:
    stays(
        NAME,
        """
        from manim import *
        class Turn(ThreeDScene):
            def construct(self):
                self.set_camera_orientation(0.1, 0.2, 0.3)
        """,
        "ce",
    )

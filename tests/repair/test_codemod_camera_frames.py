"""Frames of cameras."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "camera-frames"


def test_the_frame_has_one_name() -> None:
    becomes(
        NAME,
        """
        from manimlib.imports import *


        class Zoom(MovingCameraScene):
            def construct(self):
                self.camera_frame.save_state()
                self.camera_frame.set_width(3)
                self.play(Restore(self.camera_frame))
        """,
        """
        from manimlib.imports import *


        class Zoom(MovingCameraScene):
            def construct(self):
                self.camera.frame.save_state()
                self.camera.frame.set(width=3)
                self.play(Restore(self.camera.frame))
        """,
    )


def test_a_scene_whose_frame_moves_builds_on_one_that_has_a_frame() -> None:
    becomes(
        NAME,
        """
        from manimlib import *


        class Zoom(Scene):
            def construct(self):
                frame = self.camera.frame
                self.play(frame.animate.set_height(3).move_to(UP))
                self.play(self.frame.animate.reorient(0, 0, 0, (1, 2, 0), 4))
                self.play(self.frame.animate.to_default_state())


        class Turn(InteractiveScene):
            def construct(self):
                self.frame.set_euler_angles(phi=1)


        class Map(LinearTransformationScene):
            def construct(self):
                self.camera.frame.shift(UP)
        """,
        """
        from manimlib import *


        class Zoom(MovingCameraScene):
            def construct(self):
                frame = self.camera.frame
                self.play(frame.animate.set(height=3).move_to(UP))
                self.play(self.camera.frame.animate.move_to((1, 2, 0)).set(height=4))
                self.play(self.camera.frame.animate.set(width=config.frame_width).move_to(ORIGIN))


        class Turn(ThreeDScene):
            def construct(self):
                self.camera.frame.set_euler_angles(phi=1)


        class Map(LinearTransformationScene, MovingCameraScene):
            def construct(self):
                self.camera.frame.shift(UP)
        """,
        "gl",
    )


def test_what_is_not_of_the_old_kind_stays() -> None:
    stays(
        NAME,
        """
        from manim import *
        class Zoom(MovingCameraScene):
            def construct(self):
                self.camera.frame.set(width=3)
        class Picture(Scene):
            def construct(self):
                self.frame = Square()
                self.add(self.frame)
        """,
        "ce",
    )

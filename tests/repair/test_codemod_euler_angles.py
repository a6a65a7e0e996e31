"""Frames that are turned in space."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "euler-angles"


def test_a_frame_that_is_turned_is_an_orientation_of_the_camera() -> None:
    becomes(
        NAME,
        """
        from manimlib import *


        class Turn(ThreeDScene):
            def construct(self):
                frame = self.camera.frame
                frame.set_euler_angles(theta=-30 * DEGREES, phi=70 * DEGREES, gamma=0.1)
                frame.reorient(20, 70, 5, ORIGIN, 10)
                self.frame = frame
                self.play(
                    frame.animate.increment_phi(-10 * DEGREES),
                    FadeIn(Dot()),
                    run_time=3,
                )
                frame.add_updater(lambda m, dt: m.increment_theta(-0.1 * dt))
                self.wait(3)
                frame.clear_updaters()
                self.play(frame.animate.set_theta(0).set_height(4).shift(UP))
        """,
        """
        from manimlib import *


        class Turn(ThreeDScene):
            def construct(self):
                self.set_camera_orientation(phi=70 * DEGREES, theta=-120 * DEGREES, gamma=-0.1)
                self.set_camera_orientation(
                    phi=70 * DEGREES,
                    theta=-70 * DEGREES,
                    gamma=-5 * DEGREES,
                    zoom=0.8,
                    frame_center=ORIGIN,
                )
                self.move_camera(
                    phi=self.camera.get_phi() - 10 * DEGREES,
                    added_anims=[FadeIn(Dot())],
                    run_time=3,
                )
                self.begin_ambient_camera_rotation(rate=-0.1)
                self.wait(3)
                self.stop_ambient_camera_rotation()
                self.move_camera(
                    theta=-90 * DEGREES,
                    zoom=2,
                    frame_center=self.camera.frame_center + UP,
                )
        """,
        "gl",
    )


def test_a_frame_of_another_shape_zooms() -> None:
    becomes(
        NAME,
        """
        from manim import *
        class Turned(ThreeDScene):
            def construct(self):
                self.frame.set_phi(1).set_shape(32, 16)
        """,
        """
        from manim import *
        class Turned(ThreeDScene):
            def construct(self):
                self.set_camera_orientation(phi=1, zoom=0.5)
        """,
        flavour="gl",
    )


def test_what_is_not_of_the_old_kind_stays() -> None:
    stays(
        NAME,
        """
        from manimlib import *
        class Flat(Scene):
            def construct(self):
                self.camera.frame.shift(UP)
        """,
        "gl",
    )


def test_what_cannot_be_read_is_left_and_told() -> None:
    stays(
        NAME,
        """
        from manimlib import *
        class Turn(ThreeDScene):
            def construct(self):
                self.camera.frame.add_updater(follow)
        """,
        "gl",
        "cannot be read",
    )


def test_what_else_is_played_becomes_a_list_and_settings_stay_settings() -> None:
    becomes(
        NAME,
        """
        from manim import *
        class Turn(ThreeDScene):
            def construct(self):
                self.play(*moves, self.frame.animate.reorient(0, 20), **settings)
        """,
        """
        from manim import *
        class Turn(ThreeDScene):
            def construct(self):
                self.move_camera(
                    phi=20 * DEGREES,
                    theta=-90 * DEGREES,
                    added_anims=[*moves],
                    **settings,
                )
        """,
        "gl",
    )


def test_todays_code_counts_angles_as_todays_camera_does() -> None:
    becomes(
        NAME,
        """
        from manim import *


        class Turn(ThreeDScene):
            def construct(self):
                self.camera.set_euler_angles(phi=70 * DEGREES, theta=-45 * DEGREES)
                self.play(self.camera.frame.animate.set_euler_angles(theta=0).move_to(UP), Write(title))
                self.play(
                    self.camera.animate.set_zoom(2),
                    run_time=3
                )
                self.play(self.camera.frame.animate.scale(1.5))
        """,
        """
        from manim import *


        class Turn(ThreeDScene):
            def construct(self):
                self.set_camera_orientation(phi=70 * DEGREES, theta=-45 * DEGREES)
                self.move_camera(theta=0, frame_center=UP, added_anims=[Write(title)])
                self.move_camera(zoom=2, run_time=3)
                self.move_camera(zoom=self.camera.get_zoom() / 1.5)
        """,
        "ce",
    )


def test_what_todays_cameras_can_do_stays() -> None:
    stays(
        NAME,
        """
        from manim import *


        class Turn(ThreeDScene):
            def construct(self):
                self.camera.set_zoom(2)
                self.camera.set_phi(1)


        class Move(MovingCameraScene):
            def construct(self):
                self.play(self.camera.frame.animate.scale(0.5))


        class Both(MovingCameraScene, ThreeDScene):
            def construct(self):
                frame = self.camera.frame
                self.play(self.camera.frame.animate.scale(0.5))
        """,
        "ce",
    )


def test_where_a_camera_goes_that_is_moved_as_a_mobject_is_left_open() -> None:
    stays(
        NAME,
        """
        from manim import *


        class Turn(ThreeDScene):
            def construct(self):
                self.play(self.camera.animate.move_to([0, 0, 20]).set_zoom(2))
        """,
        "ce",
        "cannot be read",
    )

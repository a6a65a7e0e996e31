"""Comments of statements that rules change."""

from __future__ import annotations

from textwrap import dedent

from manimill.repair import repair


def test_those_inside_of_a_call_that_is_written_anew_stand_before_it() -> None:
    before = """
        from manimlib import *
        class Turn(ThreeDScene):
            def construct(self):
                frame = self.camera.frame
                # On and on.
                self.play(
                    FadeIn(Dot()),  # a dot
                    # and the frame
                    frame.animate.reorient(0, 20),
                )  # at once
        """
    after = """
        from manim import *
        class Turn(ThreeDScene):
            def construct(self):
                # On and on.
                # a dot
                # and the frame
                self.move_camera(phi=20 * DEGREES, theta=-90 * DEGREES, added_anims=[FadeIn(Dot())])  # at once
        """
    assert repair(dedent(before), flavour="gl").code == dedent(after)


def test_those_above_a_statement_that_goes_stay() -> None:
    before = """
        from manimlib import *
        class Turn(ThreeDScene):
            def construct(self):
                # Part one.
                frame = self.camera.frame

                self.add(Dot())
                if True:
                    self.wait()
                    # Nothing follows.
                    self.embed()
        """
    after = """
        from manim import *
        class Turn(ThreeDScene):
            def construct(self):
                # Part one.

                self.add(Dot())
                if True:
                    self.wait()
                    # Nothing follows.
        """
    assert repair(dedent(before), flavour="gl").code == dedent(after)


def test_those_that_stay_stand_once() -> None:
    code = """
        from manimlib import *
        class Turn(Scene):
            def construct(self):
                # The curve.
                self.play(
                    ShowCreation(Circle()),  # a circle
                    run_time=2,
                )
        """
    assert repair(dedent(code)).code == dedent(code).replace("ShowCreation", "Create").replace(
        "manimlib", "manim"
    )

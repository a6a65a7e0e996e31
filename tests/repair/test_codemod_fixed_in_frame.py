"""What is fixed in the frame."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes

NAME = "fixed-in-frame"


def test_the_camera_is_told() -> None:
    becomes(
        NAME,
        """
        from manimlib import *


        class Titled(ThreeDScene):
            def construct(self):
                title = Text("a").fix_in_frame()
                other = Text("b")
                other.fix_in_frame()
                self.add(title, other)
        """,
        """
        from manimlib import *


        class Titled(ThreeDScene):
            def construct(self):
                title = Text("a")
                self.camera.add_fixed_in_frame_mobjects(title)
                other = Text("b")
                self.camera.add_fixed_in_frame_mobjects(other)
                self.add(title, other)
        """,
        "gl",
    )


def test_a_flat_scene_needs_no_word() -> None:
    becomes(
        NAME,
        """
        from manimlib import *


        class Titled(Scene):
            def construct(self):
                title = Text("a").fix_in_frame()
                title.fix_in_frame()
                title.to_edge(UP).fix_in_frame()
        """,
        """
        from manimlib import *


        class Titled(Scene):
            def construct(self):
                title = Text("a")
                title.to_edge(UP)
        """,
        "gl",
    )


def test_it_is_no_method_in_manimce_either() -> None:
    becomes(
        NAME,
        """
        from manim import *
        class A(ThreeDScene):
            def construct(self):
                title = Text("A")
                title.fix_in_frame()
        """,
        """
        from manim import *
        class A(ThreeDScene):
            def construct(self):
                title = Text("A")
                self.camera.add_fixed_in_frame_mobjects(title)
        """,
        "ce",
    )

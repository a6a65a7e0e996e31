"""Methods of scenes that drawn things keep."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "scene-functions"


def test_functions_of_curves_and_updaters_are_wrapped() -> None:
    becomes(
        NAME,
        """
        from manim import *
        class Hill(Scene):
            def construct(self):
                curve = Axes().plot(self.height, color=RED)
                Dot().add_updater(self.follow)
                self.add(Surface(self.bowl, u_range=[0, 1]))

            def height(self, x, steep=2):
                return steep * x

            def follow(self, dot, dt):
                dot.shift(dt * UP)

            def bowl(self, u, v):
                return [u, v, 0]
        """,
        """
        from manim import *
        class Hill(Scene):
            def construct(self):
                curve = Axes().plot(lambda x: self.height(x), color=RED)
                Dot().add_updater(lambda dot, dt: self.follow(dot, dt))
                self.add(Surface(lambda u, v: self.bowl(u, v), u_range=[0, 1]))

            def height(self, x, steep=2):
                return steep * x

            def follow(self, dot, dt):
                dot.shift(dt * UP)

            def bowl(self, u, v):
                return [u, v, 0]
        """,
        "gl",
    )


def test_what_is_taken_off_again_and_what_is_no_method_stays() -> None:
    stays(
        NAME,
        """
        from manim import *
        class Hill(Scene):
            def construct(self):
                dot = Dot(self.place).add_updater(self.follow)
                dot.remove_updater(self.follow)

            def follow(self, dot, dt):
                dot.shift(dt * UP)
        """,
        "gl",
    )

"""Methods of the scene that mobjects keep."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "bound-methods"


def test_what_a_mobject_keeps_does_not_lead_to_the_scene() -> None:
    becomes(
        NAME,
        """
        from manimlib.imports import *


        class Waves(ThreeDScene):
            def construct(self):
                dot = Dot()
                dot.add_updater(self.follow)
                self.add(Surface(self.height, u_range=[0, 1]), dot)

            def follow(self, mobject, dt, speed=2):
                mobject.shift(speed * dt * UP)

            def height(self, u, v):
                return np.array([u, v, u * v])
        """,
        """
        from manimlib.imports import *


        class Waves(ThreeDScene):
            def construct(self):
                dot = Dot()
                dot.add_updater(lambda mobject, dt: self.follow(mobject, dt))
                self.add(Surface(lambda u, v: self.height(u, v), u_range=[0, 1]), dot)

            def follow(self, mobject, dt, speed=2):
                mobject.shift(speed * dt * UP)

            def height(self, u, v):
                return np.array([u, v, u * v])
        """,
    )


def test_what_does_not_hold_the_scene_or_is_taken_away_again_stays() -> None:
    stays(
        NAME,
        """
        from manimlib.imports import *


        class Waves(ThreeDScene):
            def construct(self):
                dot = Dot()
                dot.add_updater(self.follow)
                self.wait()
                dot.remove_updater(self.follow)
                self.add(Surface(self.height, u_range=[0, 1]), FunctionGraph(self.line))

            def follow(self, mobject):
                mobject.shift(UP)

            def line(self, x):
                return x

            @staticmethod
            def height(u, v):
                return np.array([u, v, u * v])


        class Falling(Dot):
            def start(self):
                self.add_updater(self.fall)

            def fall(self, mobject):
                mobject.shift(DOWN)
        """,
    )
    stays(
        NAME,
        "from manim import *\nclass A(Scene):\n    def b(self, u, v): ...\n    def construct(self):\n"
        "        Surface(self.b)\n",
        "ce",
    )

"""Updaters of scenes."""

from __future__ import annotations

from tests.repair.codemod_cases import applied, becomes, stays

NAME = "scene-updaters"


def test_one_that_waits_for_a_mobject_is_given_the_scene() -> None:
    becomes(
        NAME,
        """
        from manim import *


        class Fall(Scene):
            def construct(self):
                ball = Dot()

                def fall(mob, dt):
                    ball.shift(DOWN * dt)

                self.add(ball)
                self.add_updater(fall)
                self.add_updater(self.drift)
                self.add_updater(lambda m, dt: ball.shift(LEFT * dt))
                self.wait()

            def drift(self, mob, dt):
                mob.camera.background_color = BLUE
        """,
        """
        from manim import *


        class Fall(Scene):
            def construct(self):
                ball = Dot()

                def fall(mob, dt):
                    ball.shift(DOWN * dt)

                self.add(ball)
                self.add_updater(lambda dt: fall(self, dt))
                self.add_updater(lambda dt: self.drift(self, dt))
                self.add_updater(lambda dt: (lambda m, dt: ball.shift(LEFT * dt))(self, dt))
                self.wait()

            def drift(self, mob, dt):
                mob.camera.background_color = BLUE
        """,
        "ce",
    )


def test_one_that_waits_for_time_stays() -> None:
    stays(
        NAME,
        """
        from manim import *


        class Fall(Scene):
            def construct(self):
                def fall(dt):
                    ball.shift(DOWN * dt)

                self.add_updater(fall)
                self.add_updater(lambda dt, by=2: ball.shift(dt * by * UP))
                self.add_updater(somewhere_else)
                ball.add_updater(lambda m, dt: m.shift(LEFT * dt))
        """,
        "ce",
    )


def test_one_that_is_taken_away_again_is_named() -> None:
    stays(
        NAME,
        """
        from manim import *


        class Fall(Scene):
            def construct(self):
                def fall(mob, dt):
                    ball.shift(DOWN * dt)

                self.add_updater(fall)
                self.wait()
                self.remove_updater(fall)
        """,
        "ce",
        "removed again",
    )


def test_a_method_of_the_authors_own_is_not_the_scenes() -> None:
    code = """
        from manim import *


        class Fall(Scene):
            def add_updater(self, f):
                self.steps = f

            def construct(self):
                self.add_updater(lambda m, dt: m.shift(dt))
        """
    assert not applied(NAME, code, "ce").changed

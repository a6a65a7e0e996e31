"""Animations that begin one after the other, and a turn."""

from manimlib.imports import *


class OneAfterTheOther(Scene):
    def construct(self):
        dots = VGroup(*[Dot(radius=0.3) for _ in range(6)])
        dots.arrange(RIGHT, buff=0.5)
        self.play(LaggedStart(*[FadeIn(dot) for dot in dots], lag_ratio=0.5), run_time=2)
        self.play(LaggedStartMap(ApplyMethod, dots, lambda m: (m.shift, UP)), run_time=2)
        self.play(Rotating(dots, radians=PI, run_time=2))
        self.wait(0.5)

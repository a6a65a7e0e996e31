"""Directions in which things come and go."""

from manimlib.imports import *


class Fading(Scene):
    def construct(self):
        left, right = Square(side_length=1, fill_opacity=1), Circle(radius=0.5, fill_opacity=1)
        left.move_to(3 * LEFT)
        right.move_to(3 * RIGHT)
        self.play(FadeInFrom(left, LEFT), FadeInFrom(right, 2 * UP), run_time=2)
        self.play(FadeOutAndShift(left, UP), FadeOutAndShift(right, 2 * LEFT), run_time=2)
        self.play(FadeInFromDown(left), FadeInFromLarge(right, 3), run_time=2)
        self.play(FadeOutAndShiftDown(left), FadeInFromPoint(Dot(radius=0.4), 2 * DOWN), run_time=2)

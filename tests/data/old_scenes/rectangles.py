"""Rectangles and a grid."""

from manimlib.imports import *


class Rectangles(Scene):
    def construct(self):
        one = Rectangle(width=4, height=1, color=GREEN)
        two = RoundedRectangle(width=3, height=2, corner_radius=0.5, color=RED).shift(2 * UP)
        grid = VGroup(*[Square(side_length=0.5) for _ in range(8)])
        grid.arrange_in_grid(n_rows=2, buff=0.3)
        grid.shift(2 * DOWN)
        around = SurroundingRectangle(grid, color=BLUE, buff=0.2)
        self.play(ShowCreation(one), ShowCreation(two), FadeIn(grid), ShowCreation(around), run_time=1)
        self.wait(0.5)

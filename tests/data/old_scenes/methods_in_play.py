"""Methods handed to play, with their arguments behind them."""

from manimlib.imports import *


class MethodsInPlay(Scene):
    def construct(self):
        square, dot = Square(fill_opacity=1, color=RED), Dot(radius=0.3)
        self.add(square, dot)
        self.play(square.shift, 3 * RIGHT, square.scale, 0.5, dot.move_to, 2 * UP, run_time=2)
        self.play(square.rotate, PI / 4, {"about_point": ORIGIN}, dot.set_color, GREEN, run_time=2)
        self.play(square.next_to, dot, RIGHT, {"buff": 1}, run_time=2)
        self.play(ApplyMethod(dot.scale_in_place, 3), square.to_edge, LEFT)

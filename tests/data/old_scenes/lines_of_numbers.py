"""Number lines."""

from manimlib.imports import *


class LinesOfNumbers(Scene):
    def construct(self):
        line = NumberLine(x_min=-4, x_max=4, unit_size=1.2, include_numbers=True, color=WHITE)
        line.shift(2 * UP)
        self.add(line, Dot(line.number_to_point(3), color=RED))
        plain = NumberLine(x_min=0, x_max=5, tick_frequency=0.5, color=BLUE)
        plain.shift(2 * DOWN)
        self.play(ShowCreation(plain), run_time=1)
        plain.add_numbers(1, 2)
        self.wait(0.5)

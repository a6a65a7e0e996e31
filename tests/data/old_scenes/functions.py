"""Graphs of functions without axes."""

from manimlib.imports import *


class Functions(Scene):
    def construct(self):
        wave = FunctionGraph(lambda x: np.sin(2 * x), x_min=-3, x_max=3, color=YELLOW)
        loop = ParametricFunction(
            lambda t: np.array([2 * np.cos(t), np.sin(t), 0]), t_min=0, t_max=PI, color=RED
        )
        self.play(ShowCreation(wave), ShowCreation(loop), run_time=2)
        self.wait(0.5)

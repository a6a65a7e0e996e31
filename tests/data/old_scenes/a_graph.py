"""Plots of a GraphScene as it comes."""

from manimlib.imports import *


class AGraph(GraphScene):
    def construct(self):
        self.setup_axes(animate=False)
        line = self.get_graph(lambda x: 0.5 * x + 1, color=YELLOW)
        curve = self.get_graph(lambda x: (x - 4) ** 2 / 4, color=RED, x_min=0, x_max=9)
        self.play(ShowCreation(line), ShowCreation(curve), run_time=2)
        dot = Dot(self.coords_to_point(4, 3), color=GREEN)
        other = Dot(self.input_to_graph_point(8, curve), color=WHITE)
        self.add(dot, other)
        self.wait(0.5)

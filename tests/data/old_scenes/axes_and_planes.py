"""Axes with the ranges of old, and a plane."""

from manimlib.imports import *


class AxesAndPlanes(Scene):
    def construct(self):
        plane = NumberPlane()
        axes = Axes(x_min=-3, x_max=3, y_min=-2, y_max=2, number_line_config={"color": YELLOW})
        self.add(plane, axes)
        graph = axes.get_graph(lambda x: x**2 / 4, color=RED)
        self.play(ShowCreation(graph), run_time=1)
        self.add(Dot(axes.coords_to_point(2, 1)), Dot(plane.coords_to_point(-5, 3), color=GREEN))
        self.wait(0.5)

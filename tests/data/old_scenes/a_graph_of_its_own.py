"""Plots of a GraphScene with settings of its own."""

from manimlib.imports import *


class AGraphOfItsOwn(GraphScene):
    CONFIG = {
        "x_min": -4,
        "x_max": 4,
        "x_axis_width": 10,
        "y_min": -2,
        "y_max": 2,
        "y_axis_height": 5,
        "graph_origin": 0.5 * UP,
        "axes_color": BLUE,
        "x_axis_label": "$t$",
        "y_axis_label": "$s$",
        "x_labeled_nums": range(-4, 5, 2),
    }

    def construct(self):
        self.setup_axes(animate=False)
        wave = self.get_graph(np.sin, color=GREEN)
        boxes = self.get_riemann_rectangles(wave, x_min=0, x_max=3, dx=0.5)
        self.play(ShowCreation(wave), run_time=1)
        self.play(FadeIn(boxes), run_time=1)
        self.add(self.get_vertical_line_to_graph(2, wave, DashedLine, color=YELLOW))
        self.wait(0.5)

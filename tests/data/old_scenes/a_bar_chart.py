"""A bar chart."""

from manimlib.imports import *


class ABarChart(Scene):
    def construct(self):
        bars = BarChart([1, 3, 2], max_value=4, bar_names=["a", "b", "c"])
        bars.scale(0.6).to_edge(LEFT)
        self.play(FadeIn(bars), run_time=1)
        self.wait(0.5)

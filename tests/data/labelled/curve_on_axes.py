from manim import *


class Parabola(Scene):
    def construct(self):
        axes = Axes(x_range=[-3, 3], y_range=[0, 9])
        graph = axes.plot(lambda x: x**2, color=BLUE)
        area = axes.get_area(graph, x_range=(0, 2))
        self.play(Create(axes), Create(graph))
        self.play(FadeIn(area))

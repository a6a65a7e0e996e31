from manim import *


class Sign(Scene):
    def construct(self):
        triangle = Triangle(color=YELLOW, fill_opacity=1).scale(2)
        mark = Tex("!").scale(3).move_to(triangle)
        self.add(triangle, mark)

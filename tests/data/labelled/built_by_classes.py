from manim import *


class Labelled(VGroup):
    def __init__(self, shape, formula):
        super().__init__(shape, MathTex(formula).move_to(shape))


class Membrane(Labelled):
    def __init__(self):
        super().__init__(Ellipse(width=3, height=1), r"V_m")


class Cell(Scene):
    def construct(self):
        membrane = Membrane()
        self.play(DrawBorderThenFill(membrane))
        self.play(membrane.animate.shift(2 * RIGHT))

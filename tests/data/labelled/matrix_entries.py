from manim import *


class Product(Scene):
    def construct(self):
        a = Matrix([[1, 2], [3, 4]])
        b = IntegerMatrix([[0, 1], [1, 0]])
        VGroup(a, b).arrange()
        self.play(Write(a), Write(b))
        self.wait(2)

from manim import *


class Factorial(Scene):
    def construct(self):
        listing = Code(code_string="def f(n):\n    return 1 if n == 0 else n * f(n - 1)", language="python")
        self.play(FadeIn(listing))
        self.play(Write(self.calls(3)))

    def calls(self, n):
        box = RoundedRectangle(width=1 + n, height=0.5 + n / 2)
        if n == 0:
            return VGroup(box)
        return VGroup(box, self.calls(n - 1))

from manim import *


class LonelyNumber(Scene):
    """Every number but one comes twice."""

    def construct(self):
        total = 0
        shown = Integer(0).scale(2)
        self.add(shown)
        for n in [4, 7, 4, 9, 7]:
            total ^= n
            self.play(shown.animate.set_value(total))
        self.wait()

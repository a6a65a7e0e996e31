"""Ways to point something out."""

from manimlib.imports import *


class PointingOut(Scene):
    def construct(self):
        shape = Square(color=BLUE)
        self.add(shape)
        self.play(CircleIndicate(shape), run_time=1)
        self.play(WiggleOutThenIn(shape), run_time=2)
        self.play(ShowCreationThenDestruction(Line(2 * LEFT, 2 * RIGHT, color=YELLOW)), run_time=2)
        self.wait(0.5)

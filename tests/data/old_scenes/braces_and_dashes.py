"""Braces, dashed lines, arrows."""

from manimlib.imports import *


class BracesAndDashes(Scene):
    def construct(self):
        line = Line(3 * LEFT, 3 * RIGHT)
        brace = Brace(line, DOWN)
        note = brace.get_text("six")
        dashes = DashedLine(3 * LEFT + UP, 3 * RIGHT + UP, positive_space_ratio=0.3, color=GREEN)
        arrow = Arrow(2 * UP, 3 * UP + 2 * RIGHT, buff=0)
        self.add(line, brace, note, dashes, arrow)
        self.play(GrowFromCenter(SmallDot(color=RED)), run_time=1)
        self.wait(0.5)

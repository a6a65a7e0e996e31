"""Where the frame ends."""

from manimlib.imports import *


class EdgesOfTheFrame(Scene):
    def construct(self):
        corner = Dot(FRAME_X_RADIUS * RIGHT + FRAME_Y_RADIUS * UP, radius=1)
        middle = Line(LEFT_SIDE, RIGHT_SIDE, color=YELLOW)
        box = Rectangle(width=FRAME_WIDTH - 2, height=FRAME_HEIGHT - 2)
        self.play(ShowCreation(middle), ShowCreation(box), run_time=1)
        self.add(corner, Circle().next_to(BOTTOM, UP))
        self.wait(0.5)

"""Colours whose values have changed, and some that have not."""

from manimlib.imports import *


class Shades(Scene):
    def construct(self):
        names = [
            BLUE_E,
            BLUE_A,
            YELLOW_C,
            YELLOW,
            GREEN_D,
            RED_E,
            PURPLE,
            MAROON_B,
            GOLD,
            TEAL_A,
            GREY,
            DARK_BLUE,
        ]
        boxes = VGroup(*[Square(side_length=1.5, color=c, fill_color=c, fill_opacity=1) for c in names])
        boxes.arrange_in_grid(n_rows=3, buff=0.1)
        self.add(boxes)
        self.wait(1)

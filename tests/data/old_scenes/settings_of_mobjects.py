"""A mobject's CONFIG: what its parent takes, and what is its own."""

from manimlib.imports import *


class Target(Circle):
    CONFIG = {"radius": 2, "color": YELLOW, "stroke_width": 8, "rings": 3}

    def __init__(self, **kwargs):
        Circle.__init__(self, **kwargs)
        for ring in range(1, self.rings):
            inner = Circle(radius=self.radius * ring / self.rings, color=BLUE)
            self.add(inner)


class SettingsOfMobjects(Scene):
    def construct(self):
        target = Target()
        small = Target(radius=1, rings=2)
        small.shift(4 * RIGHT)
        self.play(FadeInFromLarge(target, 2), GrowFromCenter(small), run_time=2)
        self.wait(0.5)

"""Updaters, and a tracker that is animated."""

from manimlib.imports import *


class Updates(Scene):
    def construct(self):
        number = ValueTracker(0)
        dot = Dot(color=RED, radius=0.2)
        dot.add_updater(lambda m: m.move_to(number.get_value() * RIGHT))
        spin = Line(ORIGIN, 2 * UP)
        spin.add_updater(lambda m, dt: m.rotate(-dt, about_point=ORIGIN))
        self.add(dot, spin)
        self.play(number.set_value, 3, run_time=2)
        self.wait(1)

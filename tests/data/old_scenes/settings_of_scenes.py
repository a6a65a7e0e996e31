"""A scene's CONFIG, merged with that of what it builds on."""

from manimlib.imports import *


class Drawing(Scene):
    CONFIG = {
        "corners": 5,
        "size": 2,
        "time_of_drawing": 1,
        "style": {"color": RED, "fill_opacity": 0.5},
    }


class SettingsOfScenes(Drawing):
    CONFIG = {"corners": 7, "style": {"color": GREEN}}

    def construct(self):
        shape = RegularPolygon(
            self.corners, color=self.style["color"], fill_opacity=self.style["fill_opacity"]
        )
        shape.scale(self.size)
        self.play(ShowCreation(shape), run_time=self.time_of_drawing)
        self.wait(0.5)

"""Arcs by position, sectors by two radii."""

from manimlib.imports import *


class ArcsAndSectors(Scene):
    def construct(self):
        arc = Arc(PI / 4, PI / 2, radius=2, color=YELLOW)
        piece = Sector(outer_radius=1.5, start_angle=PI, angle=PI / 3, color=RED, fill_opacity=1)
        ring = AnnularSector(inner_radius=1, outer_radius=2, angle=PI / 2, start_angle=-PI / 2, color=BLUE)
        ring.shift(3 * RIGHT)
        self.play(ShowCreation(arc), FadeIn(piece), FadeIn(ring), run_time=1)
        self.wait(0.5)

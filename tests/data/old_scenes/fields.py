"""A field of vectors."""

from manimlib.imports import *


class Fields(Scene):
    def construct(self):
        field = VectorField(lambda p: np.array([-p[1], p[0], 0]), x_min=-3, x_max=3, y_min=-2, y_max=2)
        self.add(field)
        self.wait(1)

"""A surface and a camera in space."""

from manimlib.imports import *


class Solids(ThreeDScene):
    def construct(self):
        self.set_camera_orientation(60 * DEGREES, -60 * DEGREES)
        axes = ThreeDAxes()
        bowl = ParametricSurface(
            lambda u, v: np.array([u, v, (u**2 + v**2) / 4]),
            u_min=-2,
            u_max=2,
            v_min=-2,
            v_max=2,
            resolution=(8, 8),
        )
        self.add(axes)
        self.play(FadeIn(bowl), run_time=1)
        self.move_camera(phi=30 * DEGREES, theta=0, run_time=1)
        self.wait(0.5)

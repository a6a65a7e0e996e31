"""The frame of a moving camera."""

from manimlib.imports import *


class AMovingCamera(MovingCameraScene):
    def construct(self):
        square, circle = Square(fill_opacity=1), Circle(fill_opacity=1)
        circle.shift(4 * RIGHT)
        self.add(square, circle)
        self.play(self.camera_frame.move_to, circle, self.camera_frame.set_width, 6, run_time=2)
        self.play(self.camera_frame.scale, 2, run_time=1)
        self.wait(0.5)

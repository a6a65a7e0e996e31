from manim import *


class Stage(ThreeDScene):
    def setup(self):
        self.set_camera_orientation(phi=70 * DEGREES, theta=30 * DEGREES)


class Planet(Stage):
    def construct(self):
        globe = Sphere(radius=1.5)
        self.add(globe)
        self.begin_ambient_camera_rotation(rate=0.3)
        self.wait(4)
        self.stop_ambient_camera_rotation()


class Unrelated(Scene):
    def construct(self):
        self.add(Table([["a", "b"]]), Code(code_string="x = 1"))

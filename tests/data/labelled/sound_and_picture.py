from manim import *


class Doorbell(Scene):
    def construct(self):
        door = SVGMobject("door.svg")
        self.add(door)
        self.add_sound("bell.wav")
        self.play(Wiggle(door))

from manim import *
from manim_physics import *
from manim_slides import Slide


class Pendulums(Slide, SpaceScene):
    def construct(self):
        pendulums = MultiPendulum(RIGHT, LEFT)
        self.add(pendulums)
        self.next_slide()
        self.make_rigid_body(*pendulums.bobs)
        pendulums.start_swinging()
        self.wait(5)

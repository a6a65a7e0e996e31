from manim import *


class Shadow(Scene):
    def construct(self):
        where = ValueTracker(-3)
        ball = Dot().add_updater(lambda dot: dot.set_x(where.get_value()))
        shadow = always_redraw(lambda: Line(ORIGIN, 2 * DOWN).next_to(ball, DOWN))
        value = DecimalNumber().add_updater(lambda number: number.set_value(where.get_value()))
        self.add(ball, shadow, value)
        self.play(where.animate.set_value(3), run_time=3, rate_func=linear)

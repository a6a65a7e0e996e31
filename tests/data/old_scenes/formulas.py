"""Formulas, texts and their parts."""

from manimlib.imports import *


class Formulas(Scene):
    def construct(self):
        equation = TexMobject("a^2", "+", "b^2", "=", "c^2")
        equation.set_color_by_tex("a", RED)
        equation[4].set_color(GREEN)
        words = TextMobject("Words with ", "$x^2$", " in them")
        words[1].set_color(YELLOW)
        words.to_edge(UP)
        self.play(Write(equation), FadeIn(words), run_time=2)
        self.play(equation[0].shift, DOWN, equation[4].scale, 2, run_time=1)
        self.wait(0.5)

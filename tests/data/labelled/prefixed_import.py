import manim as mn


class Orbit(mn.Scene):
    def construct(self):
        sun = mn.Circle(radius=0.6, color=mn.YELLOW)
        planet = mn.Dot([2, 0, 0])
        name = mn.MathTex(r"\omega = 2\pi / T").to_corner(mn.UL)
        self.play(mn.Create(sun), mn.FadeIn(planet), mn.Write(name))
        self.play(mn.Rotate(planet, mn.TAU, about_point=sun.get_center()))

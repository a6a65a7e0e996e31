from manim import *


class StringOfGuitar(Scene):
    def construct(self):
        guitar_string = Line(LEFT * 5, RIGHT * 5, color=GOLD)
        bridge, nut = Dot(LEFT * 5), Dot(RIGHT * 5)
        self.play(Create(guitar_string), FadeIn(bridge, nut))
        plucked = VMobject().set_points_as_corners([LEFT * 5, UP * 2 + LEFT, RIGHT * 5])
        self.play(Transform(guitar_string, plucked), run_time=0.4)


class SineWave(Scene):
    def construct(self):
        axes = Axes(x_range=[0, 10], y_range=[-2, 2])
        sine = axes.plot(lambda x: np.sin(x), color=BLUE)
        amplitude = DoubleArrow(axes.c2p(PI / 2, 0), axes.c2p(PI / 2, 1))
        wavelength = BraceBetweenPoints(axes.c2p(0, -1), axes.c2p(TAU, -1))
        self.play(Create(axes), Create(sine))
        self.play(
            GrowArrow(amplitude), Write(Text("amplitude")), FadeIn(wavelength), Write(Text("wavelength"))
        )


class RotatingPhasor(Scene):
    def construct(self):
        circle = Circle(radius=1.5).shift(LEFT * 4)
        phasor = Arrow(circle.get_center(), circle.get_right(), buff=0)
        shadow = always_redraw(lambda: DashedLine(phasor.get_end(), [0, phasor.get_end()[1], 0]))
        trace = TracedPath(phasor.get_end)
        self.add(circle, phasor, shadow, trace)
        self.play(Rotate(phasor, TAU, about_point=circle.get_center()), rate_func=linear, run_time=4)


class Superposition(Scene):
    def construct(self):
        first = wave(frequency=1).to_edge(UP)
        second = wave(frequency=1.2)
        total = sum_of(first, second).to_edge(DOWN).set_color(YELLOW)
        plus = MathTex("+")
        self.play(Create(first), Write(plus), Create(second))
        self.play(TransformFromCopy(VGroup(first, second), total))
        beats = Text("beats").next_to(total, UP)
        self.play(Write(beats))


class StandingWaves(Scene):
    def construct(self):
        for harmonic in range(1, 5):
            mode = standing_wave(harmonic)
            nodes = VGroup(*[Dot(color=RED).move_to(node_position(k, harmonic)) for k in range(harmonic + 1)])
            self.play(FadeIn(mode), FadeIn(nodes))
            self.play(mode.animate.stretch(-1, 1), rate_func=there_and_back, run_time=2)


class SpectrumBars(Scene):
    def construct(self):
        chart = BarChart([1, 0.5, 0.33, 0.25, 0.2], bar_names=["1", "2", "3", "4", "5"])
        caption = Text("spectrum of a violin").to_edge(UP)
        self.play(Create(chart), Write(caption))
        flute = [1, 0.1, 0.02, 0, 0]
        self.play(chart.animate.change_bar_values(flute))
        self.play(Transform(caption, Text("spectrum of a flute").to_edge(UP)))


class DopplerCircles(Scene):
    def construct(self):
        ambulance = SVGMobject("ambulance").scale(0.4)
        fronts = VGroup(*[Circle(radius=0.5 * k).shift(LEFT * 0.3 * k) for k in range(1, 8)])
        listener = Dot(RIGHT * 5, color=GREEN)
        self.add(listener, ambulance)
        self.play(LaggedStartMap(Create, fronts))
        self.play(ambulance.animate.shift(RIGHT * 3), Write(MathTex(r"f' = \frac{f}{1 - v/c}")))


class EchoTiming(Scene):
    def construct(self):
        cliff = Polygon(RIGHT * 5 + DOWN * 3, RIGHT * 5 + UP * 3, RIGHT * 7 + UP * 3, RIGHT * 7 + DOWN * 3)
        shout = Arc(radius=0.5, angle=PI / 2).move_to(LEFT * 5)
        clock = DecimalNumber(0, unit="s").to_corner(UL)
        self.add(cliff, clock)
        self.play(shout.animate.move_to(RIGHT * 4.8), ChangeDecimalToValue(clock, 0.5))
        self.play(shout.animate.move_to(LEFT * 5), ChangeDecimalToValue(clock, 1))

from manim import *


class Gates(Scene):
    def construct(self):
        gates = VGroup(*[Text(word) for word in ("AND", "OR", "XOR")]).arrange(DOWN)
        boxes = VGroup(*[SurroundingRectangle(gate) for gate in gates])
        self.play(Write(gates))
        self.play(LaggedStart(*[Create(box) for box in boxes]))

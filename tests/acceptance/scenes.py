"""A scene that the checks are shown answers about."""

from __future__ import annotations

import ast

from manimill.acceptance import Told
from manimill.code.features import features
from manimill.code.parse import parse


def of_code(
    code: str, scene: str | None = None, texts: tuple[str, ...] | None = None, said: str = ""
) -> Told:
    """What is known of a scene; with ``texts`` it was rendered, and these were on screen."""
    tree = parse(code)
    assert isinstance(tree, ast.Module)
    screen = None if texts is None else " ".join(("Text", *texts))
    return Told(code, scene, features(tree, scene), screen, texts or (), said)


ORBIT = of_code(
    """from manim import *

class EarthOrbit(Scene):
    def construct(self):
        path_of_earth = Circle(radius=3, color=BLUE)
        sun = Dot(color=YELLOW).scale(3)
        planet = Dot(RIGHT * 3, color=GREEN)
        title = Text("One year").to_edge(UP)
        law = MathTex(r"T^2 = \\frac{4 \\pi^2}{G M} a^3").to_edge(DOWN)
        self.play(Write(title), Create(path_of_earth), FadeIn(sun))
        self.play(MoveAlongPath(planet, path_of_earth), run_time=5)
        self.play(ReplacementTransform(title, law))
""",
    "EarthOrbit",
)
GOOD = (
    'Write the title "One year" at the top, draw a blue circle with radius 3 and a big yellow dot for the sun in its '
    "center. A green dot, the earth, then travels along the circle for five seconds, and at the end the title turns "
    "into Kepler's third law at the bottom."
)

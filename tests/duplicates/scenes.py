"""Scenes for the tests of duplicates, made from a number, and what people do to scenes."""

from __future__ import annotations

import random

from manimill.code.canonical import fingerprints
from manimill.duplicates import Facts

SHAPES = ("Circle", "Square", "Triangle", "Star", "Ellipse", "Rectangle", "Annulus", "Sector")
ANIMATIONS = ("Create", "FadeIn", "GrowFromCenter", "DrawBorderThenFill", "SpinInFromNothing")
MOVES = ("rotate(PI / {n})", "flip(axis=UP)", "shift({n} * LEFT)", "scale({n})", "set_color(RED)")
WORDS = ("area", "speed", "angle", "force", "light", "prime", "graph", "limit", "wave", "heat")


def scene(number: int, lines: int = 14) -> str:
    """A scene of its own for each number: objects with labels and formulas, shown and moved."""
    rng = random.Random(number)
    body: list[str] = []
    for n in range(lines // 3 + 1):
        shape, word = rng.choice(SHAPES), rng.choice(WORDS)
        body += [
            f"shape_{n} = {shape}(color=BLUE).shift({rng.randint(1, 5)} * RIGHT)",
            f'label_{n} = Text("the {word} of {number}.{n}", font_size=32)',
            f"self.play({rng.choice(ANIMATIONS)}(shape_{n}), Write(label_{n}), run_time=2)",
            f"self.play(shape_{n}.animate.{rng.choice(MOVES).format(n=rng.randint(2, 6))})",
            f'formula_{n} = MathTex(r"{word[0]}_{n} = x^{rng.randint(2, 9)} + {rng.randint(2, 99)}")',
            f"curve_{n} = FunctionGraph(lambda x: {rng.randint(2, 9)} * x**{rng.randint(2, 5)})",
            f"self.add(formula_{n}.next_to(label_{n}, DOWN), curve_{n})",
        ]
    chosen = "\n".join(f"        {line}" for line in body[:lines])
    return (
        "from manim import *\nimport numpy as np\n\n\n"
        f"class Scene{number}(Scene):\n    def construct(self):\n{chosen}\n        self.wait()\n"
    )


def facts(code: str, description: str | None = None) -> Facts:
    return Facts.of_forms(code, fingerprints(code), 0, description)

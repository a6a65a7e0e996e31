"""Plays of what passed a condition."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "plays-that-may-be-empty"

SCENE = """
from manim import *
class Moves(Scene):
    def construct(self):
        moves = {}
        # All at once.
        {}
"""
PICKED = "[dot.animate.shift(UP) for dot in dots if dot.get_y() < 0]"


def test_there_must_be_something_to_play() -> None:
    for play in (
        "self.play(*moves)",
        "self.play(AnimationGroup(*moves, lag_ratio=0))",
        "self.play(*moves, run_time=2)",
        "self.play(LaggedStart(*moves), run_time=2)",
    ):
        becomes(
            NAME, SCENE.format(PICKED, play), SCENE.format(PICKED, f"if moves:\n            {play}"), "ce"
        )


def test_what_is_surely_something_stays() -> None:
    stays(NAME, SCENE.format("[FadeIn(dot) for dot in dots]", "self.play(*moves)"), "ce")
    for play in (
        "self.play(FadeIn(a), *moves)",
        "self.play(AnimationGroup(*moves), FadeIn(a))",
        "self.play(Own(*moves))",
        "if moves:\n            self.play(*moves)",
    ):
        stays(NAME, SCENE.format(PICKED, play), "ce")

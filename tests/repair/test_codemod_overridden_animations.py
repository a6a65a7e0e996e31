"""Animations that a later one of the same play overrides."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import RIGHT, UP, Circle, Scene, Square, Transform, VGroup, tempconfig
from tests.repair.codemod_cases import becomes, stays

NAME = "overridden-animations"


def scene(*plays: str) -> str:
    lines = "\n".join(f"                self.play({play})" for play in plays)
    return f"""
        from manim import *


        class Change(Scene):
            def construct(self):
{lines}
        """


def test_what_is_transformed_anyway_is_not_animated() -> None:
    becomes(
        NAME,
        scene(
            "grid.animate.set_opacity(0.2), Transform(grid, rays), run_time=3",
            "self.dot.animate.shift(UP).scale(2), Write(name), ReplacementTransform(self.dot, ring)",
        ),
        scene(
            "Transform(grid, rays), run_time=3",
            "Write(name), ReplacementTransform(self.dot, ring)",
        ),
        "ce",
    )


def test_what_comes_after_is_about_others_or_has_a_time_of_its_own_stays() -> None:
    stays(
        NAME,
        scene(
            "Transform(grid, rays), grid.animate.set_opacity(0.2)",
            "dots.animate.shift(UP), Transform(grid, rays)",
            "grid.animate(run_time=2).shift(UP), Transform(grid, rays)",
            "grid.animate.shift(UP), Transform(grid, rays, run_time=2)",
            "grid[0].animate.shift(UP), Transform(grid, rays)",
        ),
        "ce",
    )


def test_nothing_of_it_was_seen() -> None:
    seen: dict[bool, list[np.ndarray]] = {True: [], False: []}
    for overridden, frames in seen.items():
        with tempconfig({"dry_run": True, "quality": "low_quality", "progress_bar": "none"}):
            stage = Scene()
            renderer: Any = stage.renderer
            add_frame = renderer.add_frame

            def noted(frame: np.ndarray, frames: Any = frames, then: Any = add_frame) -> None:
                frames.append(frame.copy())
                then(frame)

            renderer.add_frame = noted
            one, other = VGroup(Square()), VGroup(Circle().shift(RIGHT))
            first = [one.animate.shift(UP).set_opacity(0.2)] if overridden else []
            stage.play(*first, Transform(one, other))
    assert len(seen[True]) == len(seen[False]) == 15
    assert all(np.array_equal(a, b) for a, b in zip(seen[True], seen[False], strict=True))

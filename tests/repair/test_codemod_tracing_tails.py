"""Tails of what moves."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "tracing-tails"


def test_a_tail_of_a_mobject_follows_its_centre() -> None:
    becomes(
        NAME,
        "from manim import *\ndot = Dot()\ntail = TracingTail(dot, stroke_color=RED, time_traced=2)\n",
        "from manim import *\ndot = Dot()\ntail = TracedPath(dot.get_center, dissipating_time=2, "
        "stroke_width=3, stroke_opacity=[0, 1], stroke_color=RED)\n",
        "gl",
    )


def test_a_tail_of_a_point_follows_it() -> None:
    becomes(
        NAME,
        "from manim import *\ntail = TracingTail(v.get_end, 3, stroke_width=(0, w))\n",
        "from manim import *\ntail = TracedPath(v.get_end, dissipating_time=3, stroke_width=w, "
        "stroke_opacity=[0, 1])\n",
        "gl",
    )


def test_what_may_be_either_stays() -> None:
    stays(NAME, "from manim import *\ndef f(thing):\n    TracingTail(thing)\n", "gl", warning="mobject")
    stays(NAME, "from manim import *\nTracingTail(*them)\n", "gl", warning="behind")

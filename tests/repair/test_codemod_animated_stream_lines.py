"""Stream lines along which light runs."""

from __future__ import annotations

from tests.repair.codemod_cases import applied, stays

NAME = "animated-stream-lines"
CODE = "from manim import *\n\nlines = AnimatedStreamLines(StreamLines(flow))\n"


def test_the_class_stands_after_the_imports() -> None:
    found = applied(NAME, CODE)
    assert found.code.startswith("from manim import *\n\n\nclass AnimatedStreamLines(VGroup):\n")
    assert found.code.endswith("\n\nlines = AnimatedStreamLines(StreamLines(flow))\n")
    assert found.tier == "adapted"
    assert not applied(NAME, found.code).changed


def test_each_library_has_its_own_times() -> None:
    assert '"run_time": 4' in applied(NAME, CODE).code
    assert "line.duration / rate_multiple" in applied(NAME, CODE, "gl").code


def test_one_of_the_author_stays() -> None:
    stays(NAME, "from manim import *\nclass AnimatedStreamLines(VGroup): ...\nAnimatedStreamLines(1)\n")

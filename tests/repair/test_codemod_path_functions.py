"""Paths of transforms."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "path-functions"


def test_what_makes_a_path_is_called() -> None:
    becomes(
        NAME,
        "from manim import *\nTransform(a, b, path_func=straight_path)\n",
        "from manim import *\nTransform(a, b, path_func=straight_path())\n",
    )


def test_what_is_called_or_the_authors_stays() -> None:
    stays(NAME, "from manim import *\nTransform(a, b, path_func=straight_path())\n")
    stays(
        NAME,
        "from manim import *\ndef straight_path(a, b, t): ...\nTransform(a, b, path_func=straight_path)\n",
    )

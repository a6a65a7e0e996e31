"""Transforms that match glyphs."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "matching-strings"


def test_glyphs_are_matched_by_their_shapes() -> None:
    becomes(
        NAME,
        "from manim import *\nTransformMatchingStrings(a.copy(), b, key_map={'x': 'y'}, run_time=2)\n",
        "from manim import *\nTransformMatchingShapes(a.copy(), b, run_time=2)\n",
        "gl",
    )
    becomes(
        NAME,
        "from manim import *\nTransformMatchingStrings(source=a, target=b)\n",
        "from manim import *\nTransformMatchingShapes(mobject=a, target_mobject=b)\n",
        "gl",
    )


def test_what_is_hidden_stays() -> None:
    stays(NAME, "from manim import *\nTransformMatchingStrings(*pair)\n", "gl", warning="behind")
    stays(NAME, "class TransformMatchingStrings: ...\nTransformMatchingStrings(a, b)\n", "gl")

"""Animations that are at their end at once."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "transforms-at-once"


def test_they_are_what_they_come_to() -> None:
    becomes(
        NAME,
        "from manim import *\nTransform(a, b.copy()).update(1)\nApplyMethod(m.shift, UP).update(1)\n",
        "from manim import *\na.become(b.copy())\nm.shift(UP)\n",
    )


def test_what_is_on_its_way_stays() -> None:
    stays(NAME, "from manim import *\nTransform(a, b).update(0.5)\n")
    stays(NAME, "from manim import *\nTransform(a, b, path_arc=1).update(1)\n")
    stays(
        NAME, "from manim import *\nanim.update(1)\nApplyMethod(m.scale, 2, {'about_point': p}).update(1)\n"
    )

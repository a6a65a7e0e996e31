"""Tips of arrows by themselves."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "arrow-tips"


def test_the_tip_is_turned_as_it_was() -> None:
    becomes(
        NAME,
        "from manimlib import *\nArrowTip(angle=90 * DEGREES)\nArrowTip(PI, length=0.2)\nArrowTip()\n",
        "from manimlib import *\nArrowTriangleFilledTip(start_angle=0).rotate(90 * DEGREES)\n"
        "ArrowTriangleFilledTip(length=0.2, start_angle=0).rotate(PI)\n"
        "ArrowTriangleFilledTip(start_angle=0)\n",
        "gl",
    )


def test_before_manimgl_it_pointed_to_the_left() -> None:
    becomes(
        NAME,
        "from manimlib.imports import *\nArrowTip(start_angle=-PI / 2)\nArrowTip()\n",
        "from manimlib.imports import *\n"
        "ArrowTriangleFilledTip(start_angle=-PI / 2)\nArrowTriangleFilledTip()\n",
    )


def test_a_base_class_stays() -> None:
    stays(NAME, "from manim import *\nclass Mine(ArrowTip): ...\n", "ce")

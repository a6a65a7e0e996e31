"""Mobjects that hold others."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "mobjects-as-groups"


def test_a_mobject_of_parts_is_a_group() -> None:
    becomes(
        NAME,
        "from manimlib.imports import *\ndot = Dot()\nVMobject(dot, rest)\nVMobject(*parts)\nMobject(dot)\n",
        "from manimlib.imports import *\ndot = Dot()\nVGroup(dot, rest)\nVGroup(*parts)\nGroup(dot)\n",
    )


def test_an_empty_one_and_a_colour_stay() -> None:
    stays(NAME, "from manimlib.imports import *\nVMobject(stroke_width=2)\nVMobject(RED)\n")

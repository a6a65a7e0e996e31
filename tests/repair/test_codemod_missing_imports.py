"""Names of Manim's that are imported one by one."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

from manimill.repair import repair

NAME = "missing-imports"


def test_those_that_are_not_there_are_imported() -> None:
    becomes(
        NAME,
        "from manim import Scene, Dot\nimport numpy as np\nDot(UP).animate(FadeIn)\n",
        "from manim import Scene, Dot\nfrom manim import FadeIn, UP\nimport numpy as np\nDot(UP).animate(FadeIn)\n",
        "ce",
    )


def test_what_other_rules_write_is_imported() -> None:
    before = "from manim import Scene, FadeInFrom\nfade = FadeInFrom(Scene, UP)\n"
    after = "from manim import Scene\nfrom manim import DOWN, FadeIn\nfade = FadeIn(Scene, shift=DOWN)\n"
    assert repair(before).code == after


def test_what_all_names_bring_and_what_is_not_manims_stays() -> None:
    stays(NAME, "from manim import *\nDot(UP)\n", "ce")
    stays(NAME, "from manim import Dot\nDot(nowhere)\n", "ce")
    stays(NAME, "from manim import Dot\nfrom shapes import *\nDot(UP)\n", "ce")


def test_a_renamed_name_keeps_its_alias() -> None:
    before = "from manim import ShowCreation as Draw\nDraw(1)\n"
    assert repair(before).code == "from manim import Create as Draw\nDraw(1)\n"

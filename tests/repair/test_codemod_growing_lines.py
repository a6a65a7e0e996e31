"""Lines that grow as arrows do."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "growing-lines"


def test_a_line_grows_from_its_start() -> None:
    becomes(
        NAME,
        "from manim import *\nline = Line(LEFT, RIGHT)\nGrowArrow(line, run_time=2)\n",
        "from manim import *\nline = Line(LEFT, RIGHT)\nGrowFromPoint(line, line.get_start(), run_time=2)\n",
    )


def test_arrows_and_what_is_not_known_stay() -> None:
    stays(
        NAME, "from manim import *\nv = Vector(UP)\nGrowArrow(v)\nGrowArrow(Arrow(LEFT, UP))\nGrowArrow(x)\n"
    )


def test_arrows_in_space_have_no_tips_that_keep_their_size() -> None:
    becomes(
        NAME,
        "from manim import *\nway = Arrow3D(LEFT, UP)\nGrowArrow(way)\n",
        "from manim import *\nway = Arrow3D(LEFT, UP)\nGrowFromPoint(way, way.get_start())\n",
        "ce",
    )
    stays(
        NAME,
        "from manim import *\nclass Way(Line):\n    def scale(self, *a, **k): ...\nway = Way()\nGrowArrow(way)\n",
        "ce",
    )

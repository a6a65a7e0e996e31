"""Constants about the frame."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "frame-constants"


def test_they_are_read_from_the_configuration() -> None:
    becomes(
        NAME,
        "from manim import *\nx = FRAME_WIDTH / 2\ndot.move_to(TOP + LEFT_SIDE)\n",
        "from manim import *\nx = config.frame_width / 2\ndot.move_to(config.top + config.left_side)\n",
    )


def test_attributes_keywords_and_names_of_the_author_stay() -> None:
    stays(NAME, "from manim import *\nself.TOP\nf(TOP=1)\ndef g(TOP): return TOP\n")
    stays(NAME, "from manim import *\nFRAME_WIDTH = 3\nx = FRAME_WIDTH\n")

import numpy as np
import pytest

from manimill.code.parse import SyntaxProblem, parse
from manimill.pairing.lineup import FILE, lineup, lineup_pairs, shown_to_lineup

CODE = (
    "from manim import *\n\nclass Turn(Scene):\n    def construct(self):\n        s = Square(color=RED)\n"
    "        self.play(Create(s))\n        self.play(Rotate(s, PI / 4), run_time=2)\n"
)
OWN, OTHER = "Draw a red square and rotate it by 45 degrees.", "Show a table with two rows and three columns."


def test_the_line_up_has_the_background_and_the_scenes_of_its_file() -> None:
    pairs = lineup_pairs()
    assert len(pairs) == 40 + FILE.read_text(encoding="utf-8").count("\n---\n") == 103
    assert len({pair.code for pair in pairs}) == len({pair.description for pair in pairs}) == len(pairs)
    assert not [pair.code for pair in pairs if isinstance(parse(pair.code), SyntaxProblem)]


def test_a_description_does_better_with_its_own_code_than_another() -> None:
    shown = shown_to_lineup(CODE, None)
    own, other = lineup().marks(OWN, shown), lineup().marks(OTHER, shown)
    assert own.row > other.row + 2 and own.column > other.column + 2
    assert own.row_rank < other.row_rank and own.column_rank < other.column_rank
    assert own.support > 0.4 > other.support
    assert own.covered > other.covered


def test_what_is_said_of_a_pair_does_not_depend_on_what_was_asked_before() -> None:
    shown = lineup().shown(CODE, "Square")
    first = lineup().marks(OWN, shown)
    lineup().marks(OTHER, shown)
    assert lineup().marks(OWN, lineup().shown(CODE, "Square")) == first


def test_more_about_a_code_counts_as_part_of_it() -> None:
    told = lineup().marks("A text that reads hello", shown_to_lineup(CODE, "Text hello"))
    untold = lineup().marks("A text that reads hello", shown_to_lineup(CODE, None))
    assert told.support > untold.support


@pytest.mark.parametrize("text", ["", "...", "42"])
def test_a_description_without_words_has_marks_too(text: str) -> None:
    marks = lineup().marks(text, shown_to_lineup(CODE, None))
    assert all(np.isfinite(getattr(marks, name)) for name in marks.__slots__)

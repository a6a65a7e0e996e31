"""What only the whole collection shows: swapped answers and answers given twice."""

from __future__ import annotations

import hashlib
import random

from tests.acceptance.material import written
from tests.acceptance.scenes import GOOD, ORBIT, of_code

from manimill.acceptance import Told, strangers

SQUARE = of_code(
    "from manim import *\n\nclass Turn(Scene):\n    def construct(self):\n        s = Square(color=RED)\n"
    "        self.play(Create(s))\n        self.play(Rotate(s, PI / 4), run_time=2)\n",
    "Turn",
)
TURN = "Draw a red square and rotate it by 45 degrees over two seconds."
BARS = of_code(
    "from manim import *\n\nclass Rain(Scene):\n    def construct(self):\n"
    "        chart = BarChart([3, 1, 4], bar_names=['May', 'June', 'July'])\n        self.add(chart)\n",
    "Rain",
)
MONTHS = "Show a bar chart with three bars for May, June and July and the values 3, 1 and 4."


def digest(told: Told) -> str:
    return hashlib.blake2b(told.code.encode(), digest_size=16).hexdigest()


def test_answers_where_they_belong_are_left_alone() -> None:
    assert strangers([("a", ORBIT, GOOD), ("b", SQUARE, TURN), ("c", BARS, MONTHS)]) == {}
    assert strangers([]) == {}
    assert strangers([("a", ORBIT, GOOD)]) == {}


def test_swapped_answers_are_both_found_with_the_scene_they_fit() -> None:
    found = strangers([("a", ORBIT, GOOD), ("b", SQUARE, MONTHS), ("c", BARS, TURN)])
    assert {key: (one.check, one.evidence) for key, one in found.items()} == {
        "b": ("other_scene", "it fits c better"),
        "c": ("other_scene", "it fits b better"),
    }


def test_of_two_answers_that_are_nearly_the_same_the_one_with_the_larger_hash_of_its_code_is_asked_again() -> (
    None
):
    wider = of_code(SQUARE.code.replace("color=RED", "color=RED, side_length=2.0"), "Turn")
    first, second = sorted([SQUARE, wider], key=digest)
    for text in (TURN, TURN.upper().rstrip(".")):
        both = [("x", second, text), ("y", first, TURN)]
        assert {key: one.check for key, one in strangers(both).items()} == {"x": "said_of_another"}
        assert strangers(both[::-1]) == strangers(both)


def test_one_code_that_is_there_twice_may_have_one_answer() -> None:
    assert strangers([("x", SQUARE, TURN), ("y", SQUARE, TURN)]) == {}


def test_the_order_of_the_collection_does_not_matter() -> None:
    answers = written()[:40]
    items = [(str(place), answer.told, answers[place // 2].text) for place, answer in enumerate(answers)]
    shuffled = random.Random(5).sample(items, len(items))
    found = strangers(items)
    assert found == strangers(shuffled)
    assert len(found) >= 20

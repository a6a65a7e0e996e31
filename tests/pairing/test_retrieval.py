"""Descriptions find their code among others."""

from __future__ import annotations

import numpy as np
import pytest
from tests.pairing.corpus import right_pairs

from manimill.engine import LocalEngine
from manimill.pairing import find_codes

DESCRIPTIONS = [pair.description for pair in right_pairs()]
CODES = [pair.code for pair in right_pairs()]


def test_requests_find_their_scene_first() -> None:
    assert find_codes(DESCRIPTIONS, CODES).tolist() == [1] * 40


def test_a_request_without_its_scene_finds_others_first() -> None:
    moved = [*CODES[1:], CODES[0]]
    ranks = find_codes(DESCRIPTIONS, moved)
    assert ranks.min() > 1
    assert ranks.max() <= 40


def test_codes_beyond_the_descriptions_are_in_the_way() -> None:
    code = "from manim import *\n\nclass Other(Scene):\n    def construct(self):\n        self.add(Square(color=RED))\n"
    twin = code.replace("RED", "BLUE")
    assert find_codes(["Show a blue square."], [code]).tolist() == [1]
    assert find_codes(["Show a blue square."], [code, twin]).tolist() == [2]
    assert find_codes(["Show a blue square."], [twin, code]).tolist() == [1]


def test_ties_count_against_the_description() -> None:
    one = "from manim import *\n\nclass A(Scene):\n    def construct(self):\n        self.add(Square())\n"
    assert find_codes(["Show a square."], [one, one + "\n"]).tolist() == [2]


def test_a_code_that_is_there_twice_is_no_rival_of_itself() -> None:
    ranks = find_codes([*DESCRIPTIONS, DESCRIPTIONS[3]], [*CODES, CODES[3]])
    assert ranks.tolist() == [1] * 41


def test_order_and_engine_do_not_matter() -> None:
    moved = [*CODES[1:], CODES[0]]
    expected = find_codes(DESCRIPTIONS, moved)
    turned = find_codes(DESCRIPTIONS[::-1], moved[::-1], engine=LocalEngine(2))
    assert np.array_equal(turned[::-1], expected)


def test_nothing_to_look_for() -> None:
    assert find_codes([], []).shape == (0,)


def test_every_description_needs_a_code() -> None:
    with pytest.raises(ValueError, match="each description needs its code, got 2 descriptions and 1 codes"):
        find_codes(["a", "b"], ["c"])

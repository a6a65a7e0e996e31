from __future__ import annotations

import pytest

from manimill.duplicates.requests import same_request


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("draw a circle", "please draw the circle .", True),
        ("draw a circle", "draw a red circle", True),
        ("draw a circle", "draw a square", False),
        ("rotate it in 2 seconds", "rotate it in 3 seconds", False),
        ("draw circles", "draw 3 circles", False),
        ("a cube, then a cone, then a cube", "a cone, then a cone, then a cube", False),
        ("plot x^2", "plot y^2", False),
    ],
)
def test_a_word_of_substance_in_exchange_is_another_request(one: str, other: str, same: bool) -> None:
    assert same_request(one, other) is same_request(other, one) is same

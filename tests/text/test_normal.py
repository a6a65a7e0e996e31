from __future__ import annotations

import pytest

from manimill.text.normal import description_key


@pytest.mark.parametrize(
    "text",
    ["draw a circle", "Draw  a\ncircle.", "“Draw a circle”", ' "draw a circle." ', "DRAW A CIRCLE!"],
)
def test_case_white_space_and_what_stands_at_the_ends_do_not_count(text: str) -> None:
    assert description_key(text) == "draw a circle"


def test_what_stands_inside_a_description_counts() -> None:
    assert description_key("plot x^2") != description_key("plot x2")


@pytest.mark.parametrize("text", [None, "", " . "])
def test_no_description_has_no_key(text: str | None) -> None:
    assert description_key(text) is None

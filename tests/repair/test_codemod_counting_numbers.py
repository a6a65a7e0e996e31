"""Numbers that count up to what they show."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "counting-numbers"


def test_the_last_value_is_kept_before_another_is_shown() -> None:
    becomes(
        NAME,
        """
        from manim import *
        CountInFrom(number, 3, run_time=2)
        CountInFrom(label[0][1])
        CountInFrom(number, source_number=1)
        """,
        """
        from manim import *
        ChangingDecimal(number, lambda part, last=number.get_value(): interpolate(3, last, part), run_time=2)
        ChangingDecimal(label[0][1], lambda part, last=label[0][1].get_value(): interpolate(0, last, part))
        ChangingDecimal(number, lambda part, last=number.get_value(): interpolate(1, last, part))
        """,
        "gl",
    )


def test_a_number_without_a_name_is_left() -> None:
    stays(NAME, "from manim import *\nCountInFrom(Integer(3), 0)\n", "gl", "no name")
    stays(NAME, "from manim import *\nCountInFrom(numbers[next(i)], 0)\n", "gl", "no name")
    stays(NAME, "from manim import *\nCountInFrom(*these)\n", "gl", "cannot be read")


def test_one_of_the_author_stays() -> None:
    stays(NAME, "from manim import *\nclass CountInFrom(Animation): ...\nCountInFrom(number, 3)\n", "gl")

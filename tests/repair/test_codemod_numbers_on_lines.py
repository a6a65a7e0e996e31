"""Numbers that a line shows."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "numbers-on-lines"


def test_several_numbers_become_a_list() -> None:
    becomes(
        NAME,
        """
        from manimlib.imports import *
        line.add_numbers(0, 1, 2, direction=UP)
        line.add_numbers(*range(3))
        line.get_number_mobjects(-1)
        line.add_numbers()
        """,
        """
        from manimlib.imports import *
        line.add_numbers([0, 1, 2], direction=UP)
        line.add_numbers(range(3))
        line.get_number_mobjects([-1])
        line.add_numbers()
        """,
    )


def test_what_is_not_of_the_old_kind_stays() -> None:
    stays(
        NAME,
        """
        from manimlib.imports import *
        line.add_numbers([1, 2])
        line.add_numbers(several)
        """,
    )

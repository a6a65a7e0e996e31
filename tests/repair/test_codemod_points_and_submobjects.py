"""Points and submobjects as attributes."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "points-and-submobjects"


def test_they_are_attributes() -> None:
    becomes(
        NAME,
        "first = m.get_points()[0]\nm.set_submobjects([a, b])\n",
        "first = m.points[0]\nm.submobjects = [a, b]\n",
        "gl",
    )


def test_what_is_not_a_statement_stays() -> None:
    stays(NAME, "return_value = m.set_submobjects([a])\n", "gl")
    stays(NAME, "m.animate.set_submobjects([a])\n", "gl", warning="animated")

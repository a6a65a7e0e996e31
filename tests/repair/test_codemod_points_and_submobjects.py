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


def test_what_is_no_list_becomes_one() -> None:
    becomes(
        NAME,
        "m.set_submobjects(Dot(p) for p in points)\nm.set_submobjects(other)\n",
        "m.submobjects = [Dot(p) for p in points]\nm.submobjects = list(other)\n",
        "gl",
    )


def test_one_is_exchanged() -> None:
    becomes(NAME, "m.replace_submobject(i + 1, new)\n", "m.submobjects[i + 1] = new\n", "gl")
    stays(NAME, "n = m.replace_submobject(0, new)\n", "gl")
    stays(
        NAME, "class Row(VGroup):\n    def replace_submobject(self, i, m): ...\nr.replace_submobject(0, m)\n"
    )

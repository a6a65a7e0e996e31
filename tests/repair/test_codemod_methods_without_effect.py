"""Calls that have nothing left to do."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "methods-without-effect"


def test_they_are_left_out() -> None:
    becomes(
        NAME,
        "def go(self, m):\n    m.refresh_triangulation()\n    self.lock_static_mobject_data()\n    m.scale(2)\n",
        "def go(self, m):\n    m.scale(2)\n",
        "gl",
    )


def test_one_of_the_author_stays() -> None:
    stays(NAME, "class A:\n    def lock_data(self): ...\nA().lock_data()\n", "gl")

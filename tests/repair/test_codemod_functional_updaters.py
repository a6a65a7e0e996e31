"""Updaters made of functions."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "functional-updaters"


def test_functions_are_called_on_every_frame() -> None:
    becomes(
        NAME,
        "dot.f_always.move_to(lambda: 2 * t.get_value() * UP)\nd.f_always.set_value(t.get_value)\n"
        "d.f_always.next_to(lambda: mob, lambda: UP)\n",
        "dot.add_updater(lambda mob: mob.move_to(2 * t.get_value() * UP))\n"
        "d.add_updater(lambda mob: mob.set_value(t.get_value()))\n"
        "d.add_updater(lambda mobject: mobject.next_to(mob, UP))\n",
        "gl",
    )


def test_a_chain_is_left() -> None:
    stays(NAME, "d.f_always.a(f).b(g)\n", "gl", warning="chain")

"""Arguments of `animate`."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "animate-arguments"


def test_they_go_to_the_beginning_of_the_chain() -> None:
    becomes(
        NAME,
        """
        dot.animate.shift(UP).scale(2).set_anim_args(run_time=2)
        dot.animate.set_anim_args(path_arc=PI).shift(UP)
        """,
        """
        dot.animate(run_time=2).shift(UP).scale(2)
        dot.animate(path_arc=PI).shift(UP)
        """,
        "gl",
    )


def test_a_chain_without_animate_is_left() -> None:
    stays(NAME, "builder.set_anim_args(run_time=2)\n", "gl", warning="animate")

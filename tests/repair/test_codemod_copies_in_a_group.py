"""Copies in a group."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "copies-in-a-group"


def test_they_are_written_out() -> None:
    becomes(
        NAME,
        """
        from manim import *
        dot = Dot()
        picture = ImageMobject("a.png")
        dot.replicate(3).arrange(RIGHT)
        picture.replicate(n)
        dot.get_grid(2, 3, buff=0.2, height=4)
        dot.get_grid(n, n)
        """,
        """
        from manim import *
        dot = Dot()
        picture = ImageMobject("a.png")
        VGroup(*[dot.copy() for _ in range(3)]).arrange(RIGHT)
        Group(*[picture.copy() for _ in range(n)])
        VGroup(*[dot.copy() for _ in range(2 * 3)]).arrange_in_grid(2, 3, buff=0.2).scale_to_fit_height(4)
        VGroup(*[dot.copy() for _ in range(n * n)]).arrange_in_grid(n, n, buff=(dot.width / 2, dot.height / 2))
        """,
        "gl",
    )


def test_groups_of_rows_are_left() -> None:
    stays(NAME, "m.get_grid(2, 3, h_buff=1, group_by_rows=True)\n", "gl", warning="each row")


def test_rows_and_columns_are_groups() -> None:
    becomes(
        NAME,
        """
        grid = Square().get_grid(n, n, height=6, buff=0, group_by_rows=True)
        bars = bar.get_grid(2, 3, group_by_cols=True)
        """,
        """
        grid = VGroup(*[VGroup(*[Square().copy() for _ in range(n)]).arrange(RIGHT, buff=0) for _ in range(n)])\
.arrange(DOWN, buff=0).scale_to_fit_height(6)
        bars = VGroup(*[VGroup(*[bar.copy() for _ in range(2)]).arrange(DOWN, buff=bar.height / 2) \
for _ in range(3)]).arrange(RIGHT, buff=bar.width / 2)
        """,
        "gl",
    )

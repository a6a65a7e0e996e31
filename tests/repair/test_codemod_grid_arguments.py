"""Arguments of grids."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "grid-arguments"


def test_rows_columns_spaces_and_order() -> None:
    becomes(
        NAME,
        """
        g.arrange_in_grid(n_rows=2, n_cols=3, h_buff=1, v_buff=0.5)
        g.arrange_in_grid(2, 3, buff=0.1, fill_rows_first=False, aligned_edge=LEFT)
        g.arrange_in_grid(n_cols=3, v_buff=1)
        """,
        """
        g.arrange_in_grid(rows=2, cols=3, buff=(1, 0.5))
        g.arrange_in_grid(2, 3, buff=0.1, cell_alignment=LEFT, flow_order="dr")
        g.arrange_in_grid(cols=3, buff=(MED_SMALL_BUFF, 1))
        """,
        "gl",
    )


def test_columns_alone_were_filled_one_by_one() -> None:
    becomes(NAME, "g.arrange_in_grid(n_cols=3)\n", 'g.arrange_in_grid(cols=3, flow_order="dr")\n')


def test_todays_arguments_stay() -> None:
    stays(NAME, "g.arrange_in_grid(rows=2, buff=(1, 2))\n", "ce")


def test_an_order_that_is_decided_while_it_runs_is_left() -> None:
    stays(NAME, "g.arrange_in_grid(2, 3, fill_rows_first=across)\n", "gl", warning="filled first")

"""What animations took by default."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "animation-defaults"


def test_the_number_is_written() -> None:
    becomes(
        NAME,
        """
        from manim import *
        late = LaggedStart(*steps, lag_ratio=2 * DEFAULT_LAGGED_START_LAG_RATIO)
        """,
        """
        from manim import *
        late = LaggedStart(*steps, lag_ratio=2 * 0.05)
        """,
        "gl",
    )


def test_a_name_of_the_author_stays() -> None:
    stays(
        NAME,
        """
        from manim import *
        DEFAULT_ANIMATION_RUN_TIME = 4
        late = Wait(DEFAULT_ANIMATION_RUN_TIME)
        """,
        "gl",
    )

"""Keywords of older constructors."""

from __future__ import annotations

from tests.repair.codemod_cases import applied, becomes, stays

from manimill.code import api
from manimill.repair.codemods.old_keywords import _table

NAME = "old-keywords"


def test_they_get_their_names_of_today_or_go() -> None:
    becomes(
        NAME,
        """
        from manimlib import *
        Arc(n_components=12)
        DashedLine(LEFT, RIGHT, positive_space_ratio=0.4)
        Circle(anchors_span_full_range=False, radius=2)
        Brace(Dot(), DOWN, min_num_quads=2)
        """,
        """
        from manimlib import *
        Arc(num_components=12)
        DashedLine(LEFT, RIGHT, dashed_ratio=0.4)
        Circle(radius=2)
        Brace(Dot(), DOWN)
        """,
        "gl",
    )


def test_in_todays_code_they_are_the_same_mistakes() -> None:
    becomes(
        NAME,
        "from manim import *\nDot3D(gloss=1, radius=1)\n",
        "from manim import *\nDot3D(radius=1)\n",
        "ce",
    )


def test_the_shape_of_a_tip_is_a_small_loss() -> None:
    done = applied(NAME, "from manimlib import *\nArrow(LEFT, RIGHT, tip_angle=PI / 4)\n", "gl")
    assert done.code == "from manimlib import *\nArrow(LEFT, RIGHT)\n"
    assert [change.confidence for change in done.changes] == ["low"]


def test_what_is_taken_today_or_belongs_to_others_stays() -> None:
    stays(NAME, "from manim import *\nArrow(LEFT, RIGHT, tip_shape=StealthTip, tip_length=0.2)\n", "ce")
    stays(NAME, "from manimlib import *\ndef Arc(**shape): ...\nArc(n_components=2)\n", "gl")


def test_no_rule_takes_away_what_todays_class_has() -> None:
    for part in ("renamed", "unseen", "slight"):
        for owner, words in _table()[part].items():
            known = api.keywords(owner) or frozenset()
            assert known.isdisjoint(words.split() if isinstance(words, str) else words), owner
    for owner, words in _table()["renamed"].items():
        assert set(words.values()) <= (api.keywords(owner) or frozenset()), owner


def test_the_closing_bracket_keeps_its_line() -> None:
    becomes(
        NAME,
        """
        from manim import *
        Dot3D(
            radius=1,
            gloss=0.5
        )
        Dot3D(
            radius=1,
            gloss=0.5,
        )
        """,
        """
        from manim import *
        Dot3D(
            radius=1
        )
        Dot3D(
            radius=1,
        )
        """,
        "ce",
    )


def test_what_no_manim_took_can_be_meant_today_only() -> None:
    becomes(
        NAME,
        "from manim import *\nDot(opacity=0.5, gloss=1)\nArrow(LEFT, max_tip_length=0.1)\n",
        "from manim import *\nDot(fill_opacity=0.5)\nArrow(LEFT, tip_length=0.1)\n",
        "ce",
    )
    stays(NAME, "from manimlib import *\nDot(opacity=0.5)\n", "gl")


def test_constructors_of_the_author_that_hand_keywords_on_are_like_those_they_call() -> None:
    becomes(
        NAME,
        """
        from manimlib import *
        class Ball(Circle):
            def __init__(self, radius=0.2, **kwargs):
                super().__init__(radius=radius, **kwargs)
        class Planet(Ball):
            def __init__(self, gloss=1, **kwargs):
                Ball.__init__(self, **kwargs)
                self.paint(gloss)
        Ball(gloss=1, n_components=8)
        Planet(gloss=1, shadow=1)
        """,
        """
        from manimlib import *
        class Ball(Circle):
            def __init__(self, radius=0.2, **kwargs):
                super().__init__(radius=radius, **kwargs)
        class Planet(Ball):
            def __init__(self, gloss=1, **kwargs):
                Ball.__init__(self, **kwargs)
                self.paint(gloss)
        Ball(num_components=8)
        Planet(gloss=1)
        """,
        "gl",
    )


def test_constructors_that_do_more_with_keywords_are_left() -> None:
    stays(
        NAME,
        """
        from manimlib import *
        class Ball(Circle):
            def __init__(self, **kwargs):
                self.settings = kwargs
                super().__init__(**kwargs)
        class Lamp(Circle):
            def __init__(self, **kwargs):
                super().__init__(num_components=2, **kwargs)
        class Stick(Line):
            def __init__(self, *ends, style=None, **kwargs):
                super().__init__(*ends)
                self.tip = Dot(**kwargs)
        Ball(gloss=1)
        Lamp(n_components=2)
        Stick(gloss=1)
        """,
        "gl",
    )


def test_an_animation_of_several_makes_its_group_itself() -> None:
    becomes(
        NAME,
        "from manim import *\nLaggedStart(a, b, group_type=Group, lag_ratio=0.1)\n",
        "from manim import *\nLaggedStart(a, b, lag_ratio=0.1)\n",
        "gl",
    )

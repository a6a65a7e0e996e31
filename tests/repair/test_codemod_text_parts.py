"""Words of texts."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "text-parts"


def test_a_word_is_its_letters_without_spaces() -> None:
    becomes(
        NAME,
        """
        from manim import *
        def words():
            line = Text("one and two", font_size=60).to_edge(UP)
            line["and"].set_color(RED)
            line["two"][0].set_color(RED)
            return line.get_part_by_text("and two")
        """,
        """
        from manim import *
        def words():
            line = Text("one and two", font_size=60).to_edge(UP)
            line[3:6].set_color(RED)
            VGroup(line[6:9])[0].set_color(RED)
            return line[3:9]
        """,
        "gl",
    )


def test_a_word_that_is_there_twice_or_may_be_drawn_with_ligatures_stays() -> None:
    stays(
        NAME,
        """
        from manim import *
        def words():
            line = Text("one by one")
            return line["one"]
        """,
        "gl",
        "cannot be told",
    )
    stays(
        NAME,
        """
        from manim import *
        def words():
            line = Text("office hours")
            return line["hours"]
        """,
        "gl",
        "cannot be told",
    )


def test_a_text_in_a_group_is_known() -> None:
    becomes(
        NAME,
        """
        from manim import *
        lines = VGroup(Text("One here"), Text("What we used")).arrange(DOWN)
        lines[1]["used"].set_color(GREY_B)
        """,
        """
        from manim import *
        lines = VGroup(Text("One here"), Text("What we used")).arrange(DOWN)
        lines[1][6:10].set_color(GREY_B)
        """,
        "gl",
    )
    stays(
        NAME,
        """
        from manim import *
        lines = VGroup(Text("One"), Text("Other"))
        lines.shuffle()
        lines[1]["her"].set_color(GREY_B)
        """,
        "gl",
    )

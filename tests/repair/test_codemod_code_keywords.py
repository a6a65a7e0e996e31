"""`Code` before version 0.19."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "code-keywords"


def test_keywords_go_where_they_belong() -> None:
    becomes(
        NAME,
        """
        from manim import *
        class Listing(Scene):
            def construct(self):
                a = Code(code=b, style="Vim", font="M", line_no_buff=1)
                self.add(a.code[1:3], a.background_mobject)
                Code("a.py", insert_line_no=False, margin=1, scale_factor=0.5)
        """,
        """
        from manim import *
        class Listing(Scene):
            def construct(self):
                a = Code(code_string=b, formatter_style="vim", paragraph_config={"font": "M"})
                self.add(a.code_lines[1:3], a.background)
                Code(code_file="a.py", add_line_numbers=False, background_config={"buff": 1}).scale(0.5)
        """,
        "ce",
    )


def test_manimgls_takes_the_code_first() -> None:
    becomes(
        NAME,
        "from manimlib import *\nCode(text, font_size=20)\n",
        'from manimlib import *\nCode(code_string=text, add_line_numbers=False, paragraph_config={"font_size": 20})\n',
        "gl",
    )


def test_todays_code_stays_and_what_cannot_be_seen_is_told() -> None:
    stays(
        NAME,
        'from manim import *\nCode("a.py", language="python")\nc = Code(code_string="x")\nc.code_lines\n',
        "ce",
    )
    stays(NAME, "from manim import *\nCode('a.py', **settings)\n", "ce", warning="behind **")

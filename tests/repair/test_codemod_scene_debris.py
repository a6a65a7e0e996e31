"""What only served the author at the keyboard."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "scene-debris"


def test_calls_and_flags_go() -> None:
    becomes(
        NAME,
        """
        from manimlib import *
        class Trial(Scene):
            def construct(self):
                self.skip_animations = True
                self.embed()
            def after(self):
                self.wait()
                self.touch()
        """,
        """
        from manimlib import *
        class Trial(Scene):
            def construct(self):
                pass
            def after(self):
                self.wait()
        """,
        "gl",
    )


def test_a_method_of_the_author_stays() -> None:
    stays(
        NAME,
        """
        from manimlib import *
        class Trial(Scene):
            def touch(self): ...
            def construct(self):
                self.touch()
                VGroup().interact()
        """,
        "gl",
    )

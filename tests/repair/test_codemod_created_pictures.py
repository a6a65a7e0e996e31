"""Pictures that were drawn."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "created-pictures"


def test_a_picture_is_there_at_once_and_gone_at_the_end() -> None:
    becomes(
        NAME,
        """
        from manimlib.imports import *


        class Shown(Scene):
            def construct(self):
                photo = ImageMobject("a.png").scale(2)
                self.play(ShowCreation(photo, run_time=2), ShowCreation(Circle()))
                self.play(Uncreate(photo))
        """,
        """
        from manimlib.imports import *


        class Shown(Scene):
            def construct(self):
                photo = ImageMobject("a.png").scale(2)
                self.play(Animation(photo, run_time=2), ShowCreation(Circle()))
                self.play(Animation(photo, remover=True))
        """,
    )


def test_drawings_stay() -> None:
    stays(
        NAME,
        "from manimlib.imports import *\nphoto = ImageMobject('a.png')\nShowCreation(SVGMobject('a.svg'))\n",
    )

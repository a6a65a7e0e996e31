"""Groups with pictures."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "pictures-in-groups"


def test_a_group_that_is_given_pictures_at_once_or_later() -> None:
    becomes(
        NAME,
        """
        from manimlib.imports import *


        class Cards(Scene):
            def construct(self):
                cards = VGroup()
                for name in ("a.png", "b.png"):
                    cards.add(ImageMobject(name).scale(0.5))
                pair = VGroup(Dot(), cards)
                rest = VGroup(*[ImageMobject("c.png") for _ in range(3)])
                self.add(pair, rest, VGroup(Dot()))
        """,
        """
        from manimlib.imports import *


        class Cards(Scene):
            def construct(self):
                cards = Group()
                for name in ("a.png", "b.png"):
                    cards.add(ImageMobject(name).scale(0.5))
                pair = Group(Dot(), cards)
                rest = Group(*[ImageMobject("c.png") for _ in range(3)])
                self.add(pair, rest, VGroup(Dot()))
        """,
    )


def test_groups_of_drawings_stay() -> None:
    stays(
        NAME,
        """
        from manimlib.imports import *


        class Cards(Scene):
            def construct(self):
                picture = ImageMobject("a.png")
                frames = VGroup(SurroundingRectangle(picture))
                frames.add(Dot())
                self.add(picture, frames)
        """,
    )

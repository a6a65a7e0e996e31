"""Groups of everything."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "all-on-screen"


def test_groups_and_loops_take_what_is_drawn() -> None:
    becomes(
        NAME,
        """
        from manimlib.imports import *


        class Ends(Scene):
            def construct(self):
                self.wait()
                everything = VGroup()
                for one in self.mobjects:
                    everything.add(one)
                for one in self.mobjects:
                    one.set_stroke(opacity=0.5)
                self.play(Uncreate(VGroup(*self.mobjects)))
        """,
        """
        from manimlib.imports import *


        class Ends(Scene):
            def construct(self):
                self.wait()
                everything = VGroup()
                for one in [mob for mob in self.mobjects if isinstance(mob, VMobject)]:
                    everything.add(one)
                for one in [mob for mob in self.mobjects if isinstance(mob, VMobject)]:
                    one.set_stroke(opacity=0.5)
                self.play(Uncreate(VGroup(*[mob for mob in self.mobjects if isinstance(mob, VMobject)])))
        """,
    )


def test_what_any_mobject_can_take_stays() -> None:
    stays(
        NAME,
        """
        from manimlib.imports import *


        class Ends(Scene):
            def construct(self):
                for one in self.mobjects:
                    one.shift(UP)
                self.play(FadeOut(Group(*self.mobjects)), *[FadeOut(one) for one in self.mobjects])
        """,
    )

"""Methods of scenes that are gone."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "scene-methods"


def scene(*lines: str) -> str:
    return "from manimlib import *\nclass Trial(Scene):\n    def construct(self):\n" + "".join(
        f"        {line}\n" for line in lines
    )


def test_each_is_said_in_todays_words() -> None:
    becomes(
        NAME,
        scene(
            "everything = VGroup(*self.get_mobjects())",
            "copies = self.get_mobject_copies()",
            'self.wait(2, note="Say it")',
            "self.dither()",
            "self.add_mobjects_among(found.values())",
            "self.set_variables_as_attrs(everything, twins=copies)",
        ),
        scene(
            "everything = VGroup(*list(self.mobjects))",
            "copies = [mobject.copy() for mobject in self.mobjects]",
            "self.wait(2)",
            "self.wait()",
            "self.add(*[mobject for mobject in found.values() if isinstance(mobject, Mobject)])",
            "self.everything = everything",
            "self.twins = copies",
        ),
        "gl",
    )


def test_what_is_not_the_scenes_stays() -> None:
    stays(NAME, scene("self.box.get_mobjects()"), "gl")
    stays(NAME, scene("self.get_time()") + "    def get_time(self): ...\n", "gl")
    stays(NAME, scene("self.set_variables_as_attrs(*things)"), "gl", warning="cannot be told")

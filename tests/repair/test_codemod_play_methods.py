"""Methods given to play without being called."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "play-methods"


def scene(*lines: str) -> str:
    return "from manimlib.imports import *\nclass Moves(Scene):\n    def construct(self):\n" + "".join(
        f"        {line}\n" for line in lines
    )


def test_arguments_go_into_the_call_up_to_the_next_animation() -> None:
    becomes(
        NAME,
        scene(
            "dot, line = Dot(), Line()",
            "self.play(dot.shift, 2 * UP, ShowCreation(line), line.rotate, PI / 4, OUT, run_time=2)  # both",
            "self.play(dot.restore)",
            "self.play(FadeIn(dot), line.set_color, RED, *[FadeOut(m) for m in (dot, line)])",
        ),
        scene(
            "dot, line = Dot(), Line()",
            "self.play(dot.animate.shift(2 * UP), ShowCreation(line), line.animate.rotate(PI / 4, OUT), run_time=2)"
            "  # both",
            "self.play(dot.animate.restore())",
            "self.play(FadeIn(dot), line.animate.set_color(RED), *[FadeOut(m) for m in (dot, line)])",
        ),
    )


def test_methods_of_one_mobject_are_chained() -> None:
    becomes(
        NAME,
        scene(
            "self.play(",
            "    self.box[0].scale, 2,",
            "    self.box[0].set_fill, RED, 0.5,",
            "    self.box[1].next_to, self.box[2], DOWN,",
            ")",
        ),
        scene(
            "self.play(",
            "    self.box[0].animate.scale(2).set_fill(RED, 0.5),",
            "    self.box[1].animate.next_to(self.box[2], DOWN),",
            ")",
        ),
    )


def test_a_dictionary_at_the_end_holds_keywords() -> None:
    becomes(
        NAME,
        scene('self.play(m.scale, 2, {"about_edge": LEFT}, m2.arrange, DOWN, {"buff": 1, **more})'),
        scene(
            'self.play(m.animate.scale(2, about_edge=LEFT), m2.animate.arrange(DOWN, **{"buff": 1, **more}))'
        ),
    )


def test_what_is_returned_from_a_method_may_be_an_animation() -> None:
    becomes(
        NAME,
        scene("self.play(m.shift, UP, self.leaving(m), m.shift, self.way())")
        + "    def leaving(self, m):\n        return FadeOutAndShift(m, UP)\n"
        + "    def way(self):\n        return 2 * UP\n",
        scene("self.play(m.animate.shift(UP), self.leaving(m), m.animate.shift(self.way()))")
        + "    def leaving(self, m):\n        return FadeOutAndShift(m, UP)\n"
        + "    def way(self):\n        return 2 * UP\n",
    )


def test_a_method_of_a_class_of_the_author_counts() -> None:
    lamp = "class Lamp(VGroup):\n    def glow(self, level): ...\n"
    becomes(
        NAME,
        lamp + scene("self.play(self.lamp.glow, 3, Write(self.name))"),
        lamp + scene("self.play(self.lamp.animate.glow(3), Write(self.name))"),
    )


def test_attributes_that_hold_animations_stay() -> None:
    stays(NAME, scene("self.play(self.move_anim, group.entrance, self.set_up)"))


def test_unpacked_arguments_that_may_be_either_are_told() -> None:
    stays(NAME, scene("self.play(m.next_to, *where)"), warning="cannot be told")


def test_todays_code_only_where_it_is_surely_a_method() -> None:
    becomes(
        NAME,
        "from manim import *\ndot = Dot()\nself.play(dot.shift, UP, run_time=2)\n",
        "from manim import *\ndot = Dot()\nself.play(dot.animate.shift(UP), run_time=2)\n",
        "ce",
    )
    stays(NAME, "from manim import *\nself.play(animations.fade, animations.shift)\n", "ce")

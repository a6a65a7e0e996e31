from __future__ import annotations

import pytest

from manimill.scenes.narration import plain

HEAD = "from manim import *\n{}class Talk({}):\n    def construct(self):\n"


def slides(*lines: str, base: str = "Slide") -> str:
    return HEAD.format("from manim_slides import Slide, ThreeDSlide\n", base) + "".join(
        f"        {n}\n" for n in lines
    )


def plain_lines(*lines: str) -> list[str]:
    result = plain(slides(*lines))
    assert result.problems == ()
    head = HEAD.format("", "Scene")
    assert result.code.startswith(head)
    return [line.removeprefix("        ") for line in result.code.removeprefix(head).splitlines()]


def test_a_slide_rests_where_the_presenter_would_press_a_key() -> None:
    assert plain_lines("self.play(a)", "self.next_slide(loop=True)", "self.play(b)") == [
        "self.play(a)",
        "self.wait()",
        "self.play(b)",
    ]


def test_nothing_rests_before_anything_was_shown_or_where_slides_go_on_by_themselves() -> None:
    lines = ("self.next_slide(notes='x')", "self.play(a)", "self.next_slide(auto_next=True)", "self.play(b)")
    assert plain_lines(*lines, "self.next_slide()", "self.play(c)") == [
        "self.play(a)",
        "self.wait()",
        "self.play(b)",
        "self.play(c)",
    ]


def test_the_rest_is_as_long_as_the_author_wanted() -> None:
    lines = ("self.wait_time_between_slides = 2.5", "self.play(a)", "self.next_slide()")
    assert plain_lines(*lines) == ["self.play(a)", "self.wait(2.5)"]


def test_loops_go_and_sections_and_pauses_stay() -> None:
    lines = ("self.start_loop()", "self.play(a)", "self.end_loop()", "self.pause()", "self.next_section('b')")
    assert plain_lines(*lines) == ["self.play(a)", "self.pause()", "self.next_section('b')"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "self.wipe([a], [b])",
            "self.play(FadeIn(b, shift=LEFT * config.frame_width), FadeOut(a, shift=LEFT * config.frame_width))",
        ),
        (
            "self.wipe(self.mobjects_without_canvas, direction=UP, run_time=2)",
            "self.play(*[FadeOut(mobject, shift=UP * config.frame_height) for mobject in self.mobjects], run_time=2)",
        ),
        ("self.zoom([a], [b])", "self.play(FadeIn(b, scale=0.25), FadeOut(a, scale=4))"),
        ("self.zoom([a], [b], out=True, scale=2)", "self.play(FadeIn(b, scale=2), FadeOut(a, scale=0.5))"),
    ],
)
def test_transitions_become_the_fades_they_consist_of(line: str, expected: str) -> None:
    assert plain_lines(line) == [expected]


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("Slide", "Scene"),
        ("ThreeDSlide", "ThreeDScene"),
        ("Slide, MovingCameraScene", "MovingCameraScene"),
        ("ThreeDSlide, MovingCameraScene", "ThreeDScene, MovingCameraScene"),
    ],
)
def test_slides_become_scenes(base: str, expected: str) -> None:
    assert plain(slides("self.wait()", base=base)).code == HEAD.format("", expected) + "        self.wait()\n"


def test_notes_are_narration_of_the_slide_they_begin() -> None:
    code = slides("self.next_slide(notes='Say   this')", "self.play(a)", "self.next_slide()", "self.play(b)")
    (spoken,) = plain(code).narration
    assert (spoken.text, spoken.origin, spoken.code) == ("Say this", "notes", "self.play(a)")
    assert (spoken.line, spoken.last_line, spoken.new_line, spoken.new_last_line) == (5, 6, 4, 4)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("self.next_slide(skip_animations=True)", "line 6: a slide is given skip_animations"),
        ("self.next_slide(src='x.mp4')", "line 6: a slide is given src"),
        ("self.add_to_canvas(a=a)", "line 6: self.add_to_canvas of slides is used"),
        ("x = self.wipe(a, b, return_animation=True)", "line 6: self.wipe of slides is used"),
    ],
)
def test_what_a_video_cannot_have_is_a_problem(line: str, problem: str) -> None:
    result = plain(slides("self.play(a)", line))
    assert result.problems == (problem,)
    assert result.code == slides("self.play(a)", line)

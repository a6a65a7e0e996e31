from __future__ import annotations

import manim
import pytest
from tests.scenes.narrated import made_plain, plain_body

from manimill.scenes.narration.animations import SECONDS_BY_DEFAULT

SAYS = "one two <bookmark mark='A'/>three four five"
"""Two seconds, the bookmark after 0.8."""


def block(*lines: str, says: str = SAYS) -> str:
    return f'with self.voiceover("{says}") as t:\n' + "".join(f"    {line}\n" for line in lines)


@pytest.mark.parametrize(
    ("statement", "rest"),
    [
        ("self.play(Create(Dot()))", "1"),
        ("self.play(Create(Dot()), run_time=0.5)", "1.5"),
        ("self.play(Create(Dot(), run_time=1.25), FadeIn(Square()))", "0.75"),
        ("self.play(Write(Dot(), run_time=0.5))", "1.5"),
        ("self.play(dot.animate.shift(UP))", "1"),
        ("self.play(dot.animate(run_time=0.4).shift(UP))", "1.6"),
        ("self.play(*[FadeOut(m) for m in self.mobjects])", "1"),
        ("self.wait()", "1"),
        ("self.wait(0.5)", "1.5"),
        ("self.pause(0.5)", "1.5"),
        ("self.play(FadeIn(Dot()), run_time=t.duration / 4)", "1.5"),
        ("self.move_camera(phi=1, run_time=1.5)", "0.5"),
        ("for _ in range(3): self.wait(0.5)", "0.5"),
        ("dots = [Dot().shift(n * UP) for n in range(3)]", "2"),
    ],
)
def test_the_rest_of_a_speech_is_written_out_where_the_block_takes_a_known_time(
    statement: str, rest: str
) -> None:
    assert plain_body(block(statement)).splitlines()[-1] == f"self.wait({rest})"


@pytest.mark.parametrize("seconds", ["2", "1.95", "3"])
def test_nothing_is_waited_for_where_the_block_takes_as_long_as_the_speech(seconds: str) -> None:
    assert plain_body(block(f"self.wait({seconds})")) == f"self.wait({seconds})"


@pytest.mark.parametrize(
    "statement",
    [
        "self.play(Write(Dot()))",
        "self.play(animation)",
        "self.play(Create(Dot()), **options)",
        "self.play(*animations)",
        "self.show()",
        "show(self)",
        "self.wait(pause)",
        "for dot in dots: self.wait(0.5)",
        "while dots: self.wait(0.5)",
        "play = self.play; play(Create(Dot()))",
        "self.play(AnimationGroup(Create(Dot()), Create(Dot())))",
    ],
)
def test_the_rest_is_computed_where_the_block_takes_a_time_nobody_knows(statement: str) -> None:
    waits = "if self.renderer.time < start + 2:\n    self.wait(start + 2 - self.renderer.time)"
    assert plain_body(block(statement)) == f"start = self.renderer.time\n{statement}\n{waits}"


def test_defaults_that_a_module_changes_are_not_trusted() -> None:
    body = "Create.set_default(run_time=3)\n" + block("self.play(Create(Dot()))")
    assert "start = self.renderer.time" in plain_body(body)


def test_a_thing_that_was_handed_the_scene_may_play() -> None:
    body = "helper = Helper(self)\n" + block("helper.run()", "dot.shift(UP)")
    assert "start = self.renderer.time" in plain_body(body)
    assert "start" not in plain_body(block("dot.run()"))


def test_bookmarks_are_waited_for_by_the_words_before_them() -> None:
    body = block("self.wait(0.5)", 'self.wait_until_bookmark("A")', "self.add(Dot())")
    assert plain_body(body) == "self.wait(0.5)\nself.wait(0.3)\nself.add(Dot())\nself.wait(1.2)"


def test_a_bookmark_that_is_past_is_not_waited_for() -> None:
    body = block("self.wait()", 'self.wait_until_bookmark("A")', "self.add(Dot())")
    assert plain_body(body) == "self.wait()\nself.add(Dot())\nself.wait(1)"


def test_bookmarks_after_an_unknown_time_are_computed() -> None:
    body = block("self.play(a)", 'self.wait_until_bookmark("A")', "self.add(Dot())")
    assert plain_body(body).splitlines()[2:4] == [
        "if self.renderer.time < start + 0.8:",
        "    self.wait(start + 0.8 - self.renderer.time)",
    ]


@pytest.mark.parametrize(
    ("before", "asked", "answer"),
    [
        ("self.add(a)", "f(t.duration)", "f(2)"),
        ("self.wait(0.5)", "self.play(b, run_time=t.get_remaining_duration())", "self.play(b, run_time=1.5)"),
        ("self.wait(0.5)", "f(t.get_remaining_duration(buff=0.25))", "f(1.75)"),
        ("self.wait(0.5)", "f(t.time_until_bookmark('A'))", "f(0.3)"),
        ("self.wait(5)", "self.play(b, run_time=t.get_remaining_duration())", "self.play(b, run_time=0.1)"),
        ("self.wait(5)", "f(t.get_remaining_duration())", "f(0)"),
        ("self.play(a)", "f(t.get_remaining_duration())", "f(max(start + 2 - self.renderer.time, 0))"),
        ("self.play(a)", "f(t.get_remaining_duration(-0.5))", "f(max(start + 1.5 - self.renderer.time, 0))"),
        ("self.play(a)", "self.play(b, run_time=t.get_remaining_duration())", None),
        ("self.play(a)", "f(t.end_t)", "f((start + 2))"),
        ("self.add(a)", "self.wait(t.duration - 1)", "self.wait(2 - 1)"),
        ("self.add(a)", "dot.add_updater(lambda d: f(t.duration))", "dot.add_updater(lambda d: f(2))"),
    ],
)
def test_questions_to_the_tracker_are_answered(before: str, asked: str, answer: str | None) -> None:
    if answer is None:
        answer = "self.play(b, run_time=max(start + 2 - self.renderer.time, 0.1))"
    assert answer in plain_body(block(before, asked)).splitlines()


def test_loops_that_fill_a_speech_look_at_the_clock() -> None:
    body = block("while t.get_remaining_duration() > 1:", "    self.play(a)")
    assert plain_body(body).splitlines()[:3] == [
        "start = self.renderer.time",
        "while self.renderer.time < start + 1:",
        "    self.play(a)",
    ]


def test_a_wait_for_what_the_tracker_has_left_may_be_no_wait_at_all() -> None:
    assert plain_body(block("self.wait(3)", "self.wait(t.get_remaining_duration())")) == "self.wait(3)"
    assert (
        plain_body(block("self.wait()", "self.wait(t.get_remaining_duration())"))
        == "self.wait()\nself.wait(1)"
    )


def test_a_speech_is_waited_for_once() -> None:
    body = block("self.play(a)", "self.wait_for_voiceover()")
    assert plain_body(body).count("self.wait(") == 1


def test_safe_wait_is_a_wait_or_nothing() -> None:
    body = "self.safe_wait(0.01)\nself.safe_wait(1.5)\nself.safe_wait(pause)"
    assert plain_body(body) == "self.wait(1.5)\nself.wait(max(pause, 0.1))"


def test_a_tracker_knows_its_speech_after_the_block_too() -> None:
    assert plain_body(block("self.add(a)") + "self.wait(t.duration)").endswith("self.wait(2)\nself.wait(2)")


def test_a_text_that_is_not_known_is_counted_when_the_scene_runs() -> None:
    result = made_plain(
        'for name in names:\n    with self.voiceover(f"This is {name}"):\n        self.add(a)'
    )
    assert result.problems == ()
    assert result.code.splitlines()[-5:] == [
        "            start = self.renderer.time",
        "            spoken = 0.4 * len(f'This is {name}'.split())",
        "            self.add(a)",
        "            if self.renderer.time < start + spoken:",
        "                self.wait(start + spoken - self.renderer.time)",
    ]
    (spoken,) = result.narration
    assert (spoken.text, spoken.complete) == ("This is {name}", False)


def test_of_a_speech_inside_another_only_the_last_is_waited_for() -> None:
    # What the plugin does: it knows one current tracker, and at the outer end that one is over.
    inner = 'with self.voiceover("one two three four five"):\n        self.add(Dot())'
    body = f'with self.voiceover("a b c d e f g h i j"):\n    {inner}'
    assert plain_body(body) == "self.add(Dot())\nself.wait(2)"


def test_names_of_times_do_not_meet_the_names_of_the_scene() -> None:
    assert plain_body("start = Dot()\n" + block("self.play(a)")).splitlines()[1] == (
        "speech_start = self.renderer.time"
    )
    nested = (
        'with self.voiceover("a b"):\n    self.play(a)\n    with self.voiceover("c d"):\n        self.play(b)'
    )
    assert "start_2 = self.renderer.time" in plain_body(nested)


def test_a_text_started_beside_the_code_is_waited_for_where_the_code_says() -> None:
    body = 'self.add_voiceover_text("one two three four five")\nself.wait(0.5)\nself.wait_for_voiceover()'
    assert plain_body(body) == "self.wait(0.5)\nself.wait(1.5)"


MOBJECT, OTHER = manim.Circle(), manim.Square()
GIVEN: dict[str, tuple[object, ...]] = {
    "ApplyFunction": (lambda mobject: mobject, MOBJECT),
    "ApplyMethod": (MOBJECT.shift, manim.UP),
    "ApplyPointwiseFunction": (lambda point: point, MOBJECT),
    "CyclicReplace": (MOBJECT, OTHER),
    "Swap": (MOBJECT, OTHER),
    "FadeToColor": (MOBJECT, manim.RED),
    "FocusOn": (MOBJECT,),
    "GrowArrow": (manim.Arrow(),),
    "GrowFromEdge": (MOBJECT, manim.UP),
    "GrowFromPoint": (MOBJECT, manim.UP),
    "Homotopy": (lambda x, y, z, t: (x, y, z), MOBJECT),
    "MoveAlongPath": (OTHER, MOBJECT),
    "ScaleInPlace": (MOBJECT, 2),
    "UpdateFromAlphaFunc": (MOBJECT, lambda mobject, alpha: None),
    "UpdateFromFunc": (MOBJECT, lambda mobject: None),
    "Wait": (),
    **dict.fromkeys(
        [
            "ClockwiseTransform",
            "CounterclockwiseTransform",
            "FadeTransform",
            "ReplacementTransform",
            "Transform",
            "TransformFromCopy",
        ],
        (MOBJECT, OTHER),
    ),
}


@pytest.mark.parametrize(("name", "seconds"), sorted(SECONDS_BY_DEFAULT.items()))
def test_default_run_times_are_those_of_manim(name: str, seconds: float) -> None:
    MOBJECT.generate_target()
    MOBJECT.save_state()
    animation = getattr(manim, name)(*GIVEN.get(name, (MOBJECT,)))
    assert animation.run_time == seconds

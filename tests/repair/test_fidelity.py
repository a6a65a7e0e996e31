"""What a repaired scene says is held against what it said, and against what was seen."""

from __future__ import annotations

import pytest

from manimill.code.parse import parse
from manimill.repair.fidelity import Finding, Seen, fidelity, stated

BEFORE = (
    "from manimlib.imports import *\n\n\nclass A(Scene):\n"
    '    """Not on screen."""\n    def construct(self):\n'
    '        t = TextMobject("Hello $\\\\alpha$ world", color=LIGHT_GREY)\n'
    "        self.play(ShowCreation(Circle(color=RED)), run_time=2)\n        self.play(Write(t))\n"
    "        self.wait(0.5)\n        self.dither()\n"
)
AFTER = (
    BEFORE.replace("manimlib.imports", "manim")
    .replace("TextMobject", "Tex")
    .replace("LIGHT_GREY", "LIGHT_GRAY")
    .replace("ShowCreation", "Create")
    .replace("dither", "wait")
)


def test_what_a_module_says_is_counted() -> None:
    tree = parse(BEFORE)
    said = stated(tree)  # type: ignore[arg-type]
    assert (said.plays, said.waits, said.seconds, said.colours) == (2, 2, 4.5, 2)
    assert said.words == {"Hello", "world"}


def test_a_repair_that_keeps_everything_has_no_finding() -> None:
    assert fidelity(BEFORE, AFTER, Seen(still=False, moved=True, blank_at_end=False)) == ()


@pytest.mark.parametrize(
    ("was", "becomes", "finding"),
    [
        (
            "        self.play(Write(t))\n",
            "",
            Finding("plays_differ", "2 plays and 2 waits before, 1 and 2 after"),
        ),
        ("run_time=2", "run_time=1", Finding("time_differs", "4.5 s stated before, 3.5 s after")),
        ("color=RED", "", Finding("colours_lost", "2 colours named before, 1 after")),
        ("Hello", "", Finding("words_lost", "Hello")),
    ],
)
def test_what_is_lost_is_named(was: str, becomes: str, finding: Finding) -> None:
    assert finding in fidelity(BEFORE, AFTER.replace(was, becomes))


def test_what_was_seen_may_contradict_the_code() -> None:
    def seen(said: Seen, code: str = AFTER) -> list[str]:
        return [one.finding for one in fidelity(BEFORE, code, said)]

    assert seen(Seen(still=True)) == ["still_though_plays"]
    assert seen(Seen(still=False, moved=False)) == ["motionless_though_plays"]
    assert seen(Seen(still=False, moved=True, blank_at_end=True)) == ["blank_at_end"]
    cleared = AFTER + "        self.remove(t)\n"
    assert seen(Seen(still=False, moved=True, blank_at_end=True), cleared) == []


def test_code_that_does_not_parse_is_not_compared() -> None:
    assert fidelity("x = (", AFTER) == ()

"""Variables that are moved while they count."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

from manimill.engine import LocalEngine
from manimill.progress import Silent
from manimill.render import RenderJob, RenderSettings, render_all
from manimill.repair import repair

NAME = "counting-variables"
SCENE = """\
from manim import *
class Steps(Scene):
    def construct(self):
        self.steps = Variable(9, Text("n"), num_decimal_places=0)
        self.tracker = self.steps.tracker
        self.add(self.steps)
        self.play({}, self.tracker.animate.increment_value(2), run_time=0.5)
"""
MOVED = "self.steps.animate.shift(UP)"
UPDATED = "self.steps.animate(suspend_mobject_updating=False).shift(UP)"


def test_what_moves_while_it_counts_is_updated() -> None:
    becomes(NAME, SCENE.format(MOVED), SCENE.format(UPDATED), "ce")
    direct = SCENE.replace("self.tracker.animate", "self.steps.tracker.animate")
    becomes(NAME, direct.format(MOVED), direct.format(UPDATED), "ce")


def test_what_only_moves_or_only_counts_stays() -> None:
    alone = SCENE.replace("self.tracker.animate.increment_value(2), ", "")
    stays(NAME, alone.format(MOVED), "ce")
    stays(NAME, SCENE.format("FadeIn(Dot())"), "ce")
    stays(NAME, SCENE.format(MOVED).replace("Variable(9,", "Own(9,"), "ce")


def test_a_digit_more_is_shown() -> None:
    code = SCENE.format(MOVED)
    jobs = [RenderJob(text, "Steps") for text in (code, repair(code, scene="Steps").code)]
    before, after = render_all(jobs, RenderSettings(), LocalEngine(1), None, Silent(), {})
    assert "zip() argument" in (before.error or "")
    assert after.ok, after.error

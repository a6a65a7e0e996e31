from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manimill.code.analysis import analyse
from manimill.quality import Judged, Judgement, Rendering, assess_quality
from manimill.recipe import GATES, Quality
from manimill.records import Origin


def scene(*body: str) -> str:
    lines = "\n".join(f"        {line}" for line in body)
    return f"from manim import *\n\nclass Demo(Scene):\n    def construct(self):\n{lines}\n"


def judged(code: str, rendering: Rendering | None = None, name: str | None = "Demo") -> Judged:
    return Judged("a", code, name, None, Origin.NONE, analyse(code, name).features, rendering)


def judge(code: str, rendering: Rendering | None = None, **settings: object) -> Judgement:
    return assess_quality([judged(code, rendering)], Quality.model_validate(settings))["a"]


def closed(code: str, rendering: Rendering | None = None, **settings: object) -> dict[str, str]:
    return {finding.gate: finding.evidence for finding in judge(code, rendering, **settings).closed}


CIRCLE = scene("circle = Circle(radius=2)", "self.play(Create(circle))")


def test_an_ordinary_scene_passes_every_gate() -> None:
    assert closed(CIRCLE) == {}


@pytest.mark.parametrize("line", ["pass", "...", "raise NotImplementedError()"])
def test_a_construct_with_nothing_in_it_is_a_placeholder(line: str) -> None:
    assert closed(scene(line))["placeholder_code"] == "nothing is written in construct"


@pytest.mark.parametrize(
    "comment",
    [
        "# Your code here",
        "# Your animation code goes here",
        "# The code for the scene goes here",
        "# ... rest of the code remains here ...",
        "# ...",
        "# Other scene construction would continue as usual...",
        "# existing code here",
    ],
)
def test_a_comment_in_the_place_of_code_is_quoted(comment: str) -> None:
    found = closed(scene("circle = Circle(radius=2)", comment, "self.play(Create(circle))"))
    assert found == {"placeholder_code": f"the comment '{comment[2:]}' in line 6"}


@pytest.mark.parametrize(
    "lines",
    [
        ["# the rest of the axis is hidden here", "self.play(Create(Circle(radius=2)))"],
        ["# some animations display mobjects, ...", "self.play(Create(Circle(radius=2)))"],
        ["for n in range(3):", "    if n == 1:", "        pass", "    self.play(Create(Circle(radius=2)))"],
        ['self.play(Write(Text("# your code here")))'],
        ["dots = Text('...')", "self.play(Write(dots))"],
        ["try:", "    self.play(Create(Circle(radius=2)))", "except ValueError:", "    pass"],
    ],
)
def test_comments_and_pass_that_stand_for_nothing_missing_are_no_placeholders(lines: list[str]) -> None:
    assert "placeholder_code" not in closed(scene(*lines))


def test_todos_count_from_one_more_than_the_recipe_allows() -> None:
    code = scene("circle = Circle(radius=2)  # TODO: pick a colour", "self.play(Create(circle))  # FIXME")
    assert closed(code) == {"todo_in_code": "2 comments, the first '# TODO: pick a colour' in line 5"}
    assert closed(code, max_todos=2) == {}
    assert closed(scene('self.play(Write(Text("TODO list")))')) == {}


def test_a_scene_that_shows_nothing() -> None:
    found = closed(scene("radius = 2"))
    assert found["nothing_shown"] == "the code makes no object and calls nothing"
    assert "nothing_shown" not in closed(scene("wave = LinearWave()", "self.add(wave)", "wave.start_wave()"))


def test_a_bare_object_is_one_that_nothing_is_said_about() -> None:
    found = judge(scene("circle = Circle()", "self.add(circle)", "self.wait()")).closed
    assert [(f.gate, f.threshold, f.evidence) for f in found] == [
        ("bare_object", "min_choices = 1", "one object, 0 choices about it, nothing played")
    ]
    assert closed(scene("self.add(Arc(angle=PI))")) == {}
    assert "bare_object" in closed(scene("self.add(Arc(angle=PI))"), min_choices=2)


@pytest.mark.parametrize(
    "lines",
    [
        ["self.play(Create(Circle()))"],
        ["self.add(Circle(), Square())"],
        ["self.add(Circle().scale(2))"],
        ["circle = Circle()", "self.add(circle)", "self.wait()", "self.remove(circle)"],
        ['self.add(Text("Hello"))'],
        ["circle = Circle()", "circle.height = 3", "self.add(circle)"],
    ],
)
def test_one_object_with_motion_text_company_or_settings_is_not_bare(lines: list[str]) -> None:
    assert "bare_object" not in closed(scene(*lines))


def test_few_statements() -> None:
    assert closed(scene("self.add(Arc(angle=PI))")) == {}
    found = judge(scene("self.add(Arc(angle=PI))"), min_statements=2).closed
    assert [(f.gate, f.threshold, f.evidence) for f in found] == [
        ("few_statements", "min_statements = 2", "1 statement beside imports, heads and 'pass'")
    ]


def test_lengths_of_code_and_of_its_lines() -> None:
    assert closed("x = 1")["code_too_short"] == "5 characters"
    long = scene(*["self.play(Create(Circle(radius=2)))"] * 20)
    assert closed(long, max_code_lines=23) == {"code_too_long": "24 lines"}
    assert closed(long, max_code_lines=24) == {}
    wide = scene(f"data = '{'x' * 600}'", "self.play(Write(Text(data)))")
    assert closed(wide)["long_code_line"].startswith("617 characters in line 5: 'data = 'xxx")


@pytest.mark.parametrize(("left", "shown"), [("```", "```"), (" </s>", "</s>"), ("# [/INST]", "[/INST]")])
def test_what_a_chat_left_in_the_code_is_found(left: str, shown: str) -> None:
    code = CIRCLE + left + "\n"
    found = assess_quality([Judged("a", code, "Demo", None, Origin.NONE)], Quality())["a"].closed
    assert [(f.gate, f.evidence) for f in found] == [("residue_in_code", f"'{shown}' in line 7")]


def test_markup_that_pango_draws_is_no_residue() -> None:
    assert closed(scene("self.add(MarkupText('<s>foo</s> <u>bar</u>'))")) == {}


def test_what_was_seen_while_it_ran_is_judged_where_it_ran() -> None:
    assert closed(CIRCLE, Rendering(duration=1, moved=True, blank=0.8)) == {}
    assert closed(CIRCLE, Rendering(duration=1, moved=True, blank=0.9)) == {
        "mostly_blank": "90% of the frames show one colour only"
    }
    assert closed(CIRCLE, Rendering(duration=12, moved=False, blank=0)) == {
        "nothing_moves": "12 seconds, and no frame that was looked at differs from the first"
    }
    # A flash may begin and end between two frames that are looked at.
    assert closed(CIRCLE, Rendering(duration=10, moved=False, blank=0)) == {}


@given(st.text(max_size=300), st.one_of(st.none(), st.text(max_size=10)))
def test_no_code_makes_a_gate_fail(code: str, name: str | None) -> None:
    verdict = assess_quality([judged(code, name=name)], Quality())["a"]
    assert 0 <= verdict.score <= 1
    assert all(finding.gate in GATES and finding.evidence for finding in verdict.closed)

from __future__ import annotations

from textwrap import dedent, indent
from typing import Any

import pytest
from tests.render.scene_recorder import record


def _construct(lines: str, kind: str = "Scene") -> str:
    return f"class TestScene({kind}):\n    def construct(self):\n{indent(dedent(lines).strip(), ' ' * 8)}\n"


# The frame is 14.222 wide and 7.994 high; the first line of a body is line 4.
SCENES = {
    "leaving": _construct("""
        inside, half, far = Square(), Circle().shift(7.111 * RIGHT), Text("far").shift(9 * UP)
        self.add(inside, half, far)
        self.wait()
        self.play(inside.animate.shift(20 * LEFT + 10 * DOWN))
        self.wait()
    """),
    "in a group": _construct("""
        row = VGroup(Square(), Dot(7.15 * RIGHT), VGroup(Dot(8 * LEFT)))
        self.add(row)
        self.wait()
    """),
    "unseen": _construct("""
        self.add(Square().shift(20 * UP).set_opacity(0), ValueTracker(100), Dot(7.1 * RIGHT, radius=0.02))
        self.wait()
    """),
    "moving camera": _construct(
        """
        dot = Dot(5 * RIGHT)
        self.add(dot)
        self.play(self.camera.frame.animate.set(width=7))
        self.play(self.camera.frame.animate.move_to(5 * RIGHT))
    """,
        "MovingCameraScene",
    ),
    "texts": _construct("""
        one, two = Text("hello"), MathTex("x + y").shift(0.1 * RIGHT)
        self.add(one)
        self.play(FadeIn(two))
        self.wait()
        self.play(two.animate.shift(2 * DOWN))
        self.play(two.animate.shift(2 * UP))
    """),
    "texts apart": _construct("""
        self.add(Text("up").shift(UP), Text("down").shift(DOWN), Text("hidden").shift(UP).set_opacity(0))
        self.add(Square().shift(UP), Paragraph("two", "lines").shift(4 * LEFT))
        self.wait()
    """),
    "texts in figures": _construct("""
        boxed = VGroup(Square(), Text("in a box"))
        axes = NumberLine([-3, 3, 1], length=3, include_numbers=True).shift(0.4 * UP)
        self.add(boxed, axes)
        self.wait()
    """),
    "three": _construct(
        """
        self.set_camera_orientation(phi=1)
        self.add(Cube().shift(50 * RIGHT))
        self.wait()
    """,
        "ThreeDScene",
    ),
    "three from above": _construct(
        """
        self.add(Square().shift(50 * RIGHT))
        self.wait()
    """,
        "ThreeDScene",
    ),
    "crowd": _construct("""
        self.add(*[Dot([n / 100, 0, 0]) for n in range(300)])
        self.wait()
    """),
    "still": _construct("self.add(Square().shift(8 * UP))"),
}


@pytest.fixture(scope="module")
def told() -> dict[str, list[dict[str, Any]]]:
    return record(SCENES)


def _layout(told: dict[str, list[dict[str, Any]]], name: str) -> dict[str, Any]:
    assert told[name][0]["error"] is None
    return dict(told[name][0]["layout"])


def test_what_leaves_the_frame_is_recorded_once_with_where_and_when(
    told: dict[str, list[dict[str, Any]]],
) -> None:
    layout = _layout(told, "leaving")
    assert layout["outside"] == [
        {"object": 2, "t": 1, "line": 6, "how": "partly", "sides": ["right"], "by": 1},
        {"object": 3, "t": 1, "line": 6, "how": "fully", "sides": ["top"], "by": pytest.approx(5.2, abs=0.1)},
        {"object": 1, "t": 2, "line": 7, "how": "fully", "sides": ["left", "bottom"], "by": 13.889},
    ]
    assert (layout["overlaps"], layout["skipped"]) == ([], [])


def test_groups_are_looked_into(told: dict[str, list[dict[str, Any]]]) -> None:
    objects = told["in a group"][0]["storyboard"]["objects"]
    outside = _layout(told, "in a group")["outside"]
    found = [(objects[record["object"] - 1]["at"], record["how"], record["by"]) for record in outside]
    assert found == [([7.15, 0], "partly", 0.119), ([-8, 0], "fully", 0.969)]


def test_what_cannot_be_seen_does_not_leave_the_frame(told: dict[str, list[dict[str, Any]]]) -> None:
    assert _layout(told, "unseen")["outside"] == []


def test_the_frame_is_what_the_camera_sees_now(told: dict[str, list[dict[str, Any]]]) -> None:
    (record,) = _layout(told, "moving camera")["outside"]
    assert (record["object"], record["t"], record["how"], record["by"]) == (1, 1, "fully", 1.58)


def test_texts_on_one_another_are_recorded_once(told: dict[str, list[dict[str, Any]]]) -> None:
    (record,) = _layout(told, "texts")["overlaps"]
    assert (record["objects"], record["t"], record["line"]) == ([1, 2], 1, 6)
    assert 0.8 < record["share"] <= 1


def test_texts_apart_or_hidden_do_not_overlap(told: dict[str, list[dict[str, Any]]]) -> None:
    assert _layout(told, "texts apart")["overlaps"] == []


def test_texts_inside_figures_are_found(told: dict[str, list[dict[str, Any]]]) -> None:
    objects = told["texts in figures"][0]["storyboard"]["objects"]
    pairs = [record["objects"] for record in _layout(told, "texts in figures")["overlaps"]]
    assert [[objects[number - 1]["text"] for number in pair] for pair in pairs] == [
        ["in a box", shown] for shown in ("-2", "-1", "0", "1", "2")
    ]


def test_three_dimensions_are_not_judged_unless_seen_from_above(
    told: dict[str, list[dict[str, Any]]],
) -> None:
    assert _layout(told, "three") == {"outside": [], "overlaps": [], "skipped": ["three dimensions"]}
    (record,) = _layout(told, "three from above")["outside"]
    assert record["how"] == "fully"


def test_too_many_mobjects_are_said_to_be_too_many(told: dict[str, list[dict[str, Any]]]) -> None:
    assert _layout(told, "crowd")["skipped"] == ["too many"]


def test_a_still_scene_is_looked_at_too(told: dict[str, list[dict[str, Any]]]) -> None:
    (record,) = _layout(told, "still")["outside"]
    assert (record["object"], record["t"], record["how"]) == (1, 0, "fully")

from __future__ import annotations

import json
from collections.abc import Callable
from textwrap import dedent, indent
from typing import Any

import pytest
from tests.render.scene_recorder import record


def _construct(lines: str, kind: str = "Scene") -> str:
    return f"class TestScene({kind}):\n    def construct(self):\n{indent(dedent(lines).strip(), ' ' * 8)}\n"


# The first line of a body is line 4 of its file.
SCENES = {
    "create": _construct("""
        circle = Circle(radius=1.5, color=BLUE, fill_opacity=0.5).shift(LEFT)
        self.play(Create(circle, run_time=2, rate_func=linear))
        self.wait(0.5)
        self.remove(circle)
    """),
    "animate": _construct("""
        square, dot = Square(), Dot(2 * UP)
        self.add(square, dot)
        self.play(square.animate.next_to(dot, RIGHT, buff=1).set_color(RED), dot.animate.shift(DOWN))
    """),
    "silent": _construct("""
        dot = Dot()
        self.add(dot)
        dot.shift(UP)
        self.wait()
        dot.set_color(RED)
        self.wait()
        dot.shift(UP)
    """),
    "transform": _construct("""
        one, two = Text("one"), Text("two").shift(DOWN)
        self.add(one)
        self.play(Transform(one, two))
        self.play(FadeOut(one, shift=UP))
        self.play(FadeIn(two))
        self.play(ReplacementTransform(two, Circle()))
        self.play(TransformFromCopy(one, two))
    """),
    "composition": _construct("""
        row = VGroup(*[Dot() for _ in range(3)]).arrange(RIGHT)
        self.play(LaggedStart(*[FadeIn(dot) for dot in row], lag_ratio=0.5, run_time=4))
        self.play(Succession(Rotate(row, PI / 2), AnimationGroup(Indicate(row), Wait(2))))
    """),
    "crowd": _construct("""
        crowd = VGroup(*[Dot([x / 10, 0, 0]) for x in range(40)])
        self.play(*[GrowFromCenter(dot) for dot in crowd])
    """),
    "texts": _construct("""
        self.add(Text("Hello world"), MathTex("x^2", "+1"), Integer(7), DecimalNumber(1.5, unit="m"))
        self.add(Paragraph("first line", "second"), Code(code_string="a = 1", language="python"))
        self.add(MarkupText("<b>bold</b>"), Text("y" * 400))
        self.play(Text("slice me")[0:5].animate.set_color(RED))
    """),
    "pieces": _construct("""
        said = Text("slice me")
        self.add(said)
        self.play(said[0:5].animate.set_color(RED))
    """),
    "groups": _construct("""
        pair = VGroup(Circle(color=RED), Square(color=BLUE)).arrange()
        many = VGroup(*[Dot() for _ in range(12)], Text("last")).arrange(DOWN)
        self.add(pair, many)
        self.play(pair.animate.shift(UP))
        self.play(FadeOut(pair[1]))
    """),
    "updaters": _construct("""
        t = ValueTracker(0)
        dot = always_redraw(lambda: Dot([t.get_value(), 0, 0]))
        shown = Variable(0, "t", num_decimal_places=1)
        self.add(dot, shown)
        self.play(t.animate.set_value(3), shown.tracker.animate.set_value(2))
        mover = Square().add_updater(lambda m, dt: m.shift(dt * RIGHT))
        self.add(mover)
        self.wait(2)
        self.play(Indicate(dot, rate_func=there_and_back))
    """),
    "until": _construct("""
        dot = Dot().add_updater(lambda m, dt: m.shift(dt * RIGHT))
        self.add(dot)
        self.wait_until(lambda: dot.get_x() > 0.99, max_time=5)
        self.wait(0.5)
    """),
    "camera": _construct(
        """
        self.camera.background_color = "#101010"
        self.add(Dot())
        self.play(self.camera.frame.animate.move_to(2 * RIGHT).set(width=7))
        self.camera.frame.move_to(ORIGIN)
        self.wait()
    """,
        "MovingCameraScene",
    ),
    "three": _construct(
        """
        self.set_camera_orientation(phi=60 * DEGREES, theta=-45 * DEGREES)
        self.add(Cube())
        label = Text("fixed")
        self.add_fixed_in_frame_mobjects(label)
        self.begin_ambient_camera_rotation(rate=PI / 2)
        self.wait(1)
        self.stop_ambient_camera_rotation()
        self.move_camera(phi=30 * DEGREES)
    """,
        "ThreeDScene",
    ),
    "spoken": _construct("""
        self.next_section("opening")
        self.add_subcaption("Look here", duration=2)
        self.play(Create(Line()), subcaption="a line")
        self.bring_to_back(*self.mobjects)
        self.clear()
    """),
    "around": _construct("""
        said = Text("me")
        self.add(said)
        self.play(Circumscribe(said, Circle, fade_out=True, color=GREEN))
        self.play(Flash(said), Wiggle(said), MoveAlongPath(said, Line(LEFT, RIGHT)))
    """),
    "own classes": dedent("""
        class Spin(Rotating):
            pass

        class Base(Scene):
            def setup(self):
                self.add(Badge())

            def play(self, *args, **kwargs):
                super().play(*args, run_time=2, **kwargs)

        class Badge(VGroup):
            def __init__(self):
                super().__init__(Circle(), Text("B"))

        class TestScene(Base):
            def construct(self):
                self.show(self.mobjects[0])

            def show(self, mobject):
                self.play(Spin(mobject))
    """),
    "nasty": dedent("""
        class Nasty(Circle):
            @property
            def tex_string(self):
                raise RuntimeError("looked at")

        class Broken(Mobject):
            def __init__(self):
                super().__init__()
                self.points = "nothing"

        class TestScene(Scene):
            def construct(self):
                self.play(Create(Nasty()))
                broken = Broken()
                self.mobjects.append(Circle())
                self.mention(broken)

            def mention(self, broken):
                try:
                    self.add(broken)
                finally:
                    self.mobjects.remove(broken)
    """),
    "fails": _construct("""
        self.play(Create(Square()))
        self.play(FadeIn(Dot()), UpdateFromFunc(Dot(), lambda m: 1 / 0))
    """),
    "endless": _construct("""
        for n in range(2500):
            dot = Dot([n / 1000, 0, 0])
            self.add(dot)
            self.remove(dot)
    """),
    "random": _construct("""
        dots = [Dot(np.random.uniform(-3, 3, 3)) for _ in range(30)]
        self.play(LaggedStart(*map(FadeIn, dots)))
        self.play(*[dot.animate.set_color(random_color()) for dot in dots])
        for _ in range(50):
            self.add(VGroup(*[Dot() for _ in range(20)]))
        self.wait()
    """),
    "nothing": _construct("pass"),
}


@pytest.fixture(scope="module")
def told() -> dict[str, list[dict[str, Any]]]:
    return record(SCENES)


Board = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="module")
def board(told: dict[str, list[dict[str, Any]]]) -> Board:
    def of(name: str) -> dict[str, Any]:
        answer = told[name][0]
        assert "broken" not in answer, answer
        return dict(answer["storyboard"])

    return of


def _object(storyboard: dict[str, Any], number: int) -> dict[str, Any]:
    return dict(storyboard["objects"][number - 1])


def _does(storyboard: dict[str, Any]) -> list[str]:
    return [event["do"] for event in storyboard["events"]]


def test_a_scene_is_told_with_times_lines_and_what_its_mobjects_look_like(board: Board) -> None:
    said = board("create")
    assert said["objects"] == [
        {
            "n": 1,
            "class": "Circle",
            "at": [-1, 0],
            "size": [3, 3],
            "color": "#58C4DD",
            "fill": "#58C4DD",
            "fill_opacity": 0.5,
        }
    ]
    assert said["events"] == [
        {
            "t": 0,
            "do": "play",
            "line": 5,
            "seconds": 2,
            "animations": [{"class": "Create", "on": 1, "rate": "linear"}],
        },
        {"t": 2, "do": "wait", "line": 6, "seconds": 0.5},
        {"t": 2.5, "do": "remove", "line": 7, "on": [1]},
    ]
    assert said["scene"]["class"] == "TestScene"
    assert said["scene"]["kind"] == "Scene"
    assert said["colors"] == {"#000000": "BLACK", "#58C4DD": "BLUE"}
    assert (said["end"], said["truncated"]) == ([], False)


def test_animate_tells_the_calls_and_what_they_lead_to(board: Board) -> None:
    (play,) = (event for event in board("animate")["events"] if event["do"] == "play")
    assert play["animations"] == [
        {
            "class": "animate",
            "on": 1,
            "calls": ["next_to(#2, [1, 0, 0], buff=1)", "set_color(#FC6255)"],
            "to": {"at": [2.08, 2], "color": "#FC6255"},
        },
        {"class": "animate", "on": 2, "calls": ["shift([0, -1, 0])"], "to": {"at": [0, 1]}},
    ]
    assert "after" not in play


def test_what_changes_without_an_animation_is_told_once_it_shows(board: Board) -> None:
    said = board("silent")
    # Moved before any frame was drawn: nobody has seen it elsewhere.
    assert _object(said, 1)["at"] == [0, 1]
    _, first, second, end = said["events"]
    assert "changed" not in first
    assert second["changed"] == [{"n": 1, "color": "#FC6255"}]
    assert end == {"t": 2, "do": "end", "changed": [{"n": 1, "at": [0, 2]}]}


def test_transforms_tell_from_what_into_what(board: Board) -> None:
    plays = [event["animations"][0] for event in board("transform")["events"] if event["do"] == "play"]
    assert plays[0] == {"class": "Transform", "on": 1, "into": 2}
    # It is the first text still, and looks like the second.
    assert plays[1] == {"class": "FadeOut", "on": 1, "as": 2, "shift": [0, 1, 0]}
    assert plays[2] == {"class": "FadeIn", "on": 2}
    assert plays[3] == {"class": "ReplacementTransform", "on": 2, "into": 3}
    assert plays[4] == {"class": "TransformFromCopy", "on": 1, "as": 2, "into": 2}
    assert not any("after" in event for event in board("transform")["events"])


def test_compositions_hold_their_animations_with_the_times_they_take(board: Board) -> None:
    lagged, succession = (event["animations"][0] for event in board("composition")["events"])
    assert lagged == {
        "class": "LaggedStart",
        "lag_ratio": 0.5,
        "of": [{"class": "FadeIn", "on": [1, 2, 3], "seconds": 2}],
    }
    assert succession == {
        "class": "Succession",
        "of": [
            {"class": "Rotate", "on": 4, "angle": 90, "seconds": 1},
            {
                "class": "AnimationGroup",
                "seconds": 2,
                "of": [
                    {"class": "Indicate", "on": 4, "scale": 1.2, "color": "#FFFF00", "seconds": 1},
                    {"class": "Wait"},
                ],
            },
        ],
    }


def test_the_same_done_to_many_lists_twelve_and_counts_all(board: Board) -> None:
    said = board("crowd")
    (note,) = said["events"][0]["animations"]
    assert (note["on"], note["count"]) == (list(range(1, 13)), 40)
    assert len(said["objects"]) == 12


def test_texts_say_what_they_say(board: Board) -> None:
    said = [
        {key: o[key] for key in ("class", "text", "tex") if key in o} for o in board("texts")["objects"][:8]
    ]
    assert said == [
        {"class": "Text", "text": "Hello world"},
        {"class": "MathTex", "tex": "x^2 +1"},
        {"class": "Integer", "text": "7"},
        {"class": "DecimalNumber", "text": "1.50m"},
        {"class": "Paragraph", "text": "first line\nsecond"},
        {"class": "Code", "text": "a = 1"},
        {"class": "MarkupText", "text": "<b>bold</b>"},
        {"class": "Text", "text": "y" * 297 + "..."},
    ]


def test_a_piece_of_a_text_names_the_text_and_its_characters(board: Board) -> None:
    piece = _object(board("pieces"), 2)
    assert (piece["class"], piece["part_of"], piece["piece"]) == ("VGroup", 1, "slice")


def test_small_groups_list_their_members_and_large_ones_count_them(board: Board) -> None:
    said = board("groups")
    assert _object(said, 1)["members"] == [2, 3]
    assert _object(said, 1)["colors"] == ["#FC6255", "#58C4DD"]
    assert (_object(said, 2)["color"], _object(said, 3)["color"]) == ("#FC6255", "#58C4DD")
    assert _object(said, 4)["made_of"] == {"Dot": 12, "Text": 1}
    assert _object(said, 4)["texts"] == ["last"]
    # The square went up with its group, so nothing has changed of its own accord.
    assert said["events"][-1]["animations"] == [{"class": "FadeOut", "on": 3}]
    assert "changed" not in said["events"][-1]


def test_what_updaters_do_is_told_afterwards(board: Board) -> None:
    play, _, wait, last = board("updaters")["events"][1:]
    after = {change["n"]: change for change in play["after"]}
    assert after[1] == {"n": 1, "at": [3, 0]}
    assert after[2]["texts"] == ["t", "2.0"]
    # The first of 30 frames shows it where it was.
    assert wait["after"] == [{"n": 5, "at": [1.933, 0]}]
    assert _object(board("updaters"), 5)["updaters"] is True
    assert [change["n"] for change in last["after"]] == [5]
    assert "to" not in last["animations"][0]


def test_a_wait_for_a_condition_takes_as_long_as_it_took(board: Board) -> None:
    wait, rest = board("until")["events"][1:]
    assert (wait["until"], wait["seconds"]) == ("condition", 1.067)
    assert rest["t"] == 1.067


def test_moves_of_a_camera_are_told(board: Board) -> None:
    said = board("camera")
    assert said["scene"]["background"] == "#101010"
    play, wait = said["events"][1:]
    assert _object(said, play["animations"][0]["on"])["role"] == "camera frame"
    assert play["animations"][0]["to"] == {"at": [2, 0], "size": [7, 3.934]}
    assert play["camera_after"] == {"at": [2, 0], "width": 7}
    assert wait["camera"] == {"at": [0, 0]}
    assert said["end"] == [1]


def test_a_camera_in_three_dimensions_is_told_in_degrees(board: Board) -> None:
    said = board("three")
    assert said["scene"]["camera"] == {"phi": 60, "theta": -45}
    assert _does(said) == ["add", "add", "rotate_camera", "wait", "stop_camera", "play"]
    assert said["events"][1]["fixed"] == "frame"
    assert (said["events"][2]["about"], said["events"][2]["rate"]) == ("theta", 90)
    assert said["events"][3]["camera_after"]["theta"] == pytest.approx(45, abs=7)
    play = said["events"][5]
    assert play["camera_after"]["phi"] == 30
    assert _object(said, play["animations"][0]["on"])["role"] == "camera phi"


def test_sections_captions_and_order_are_told(board: Board) -> None:
    section, caption, play, back, clear = board("spoken")["events"]
    assert section == {"t": 0, "do": "section", "line": 4, "name": "opening"}
    assert caption == {"t": 0, "do": "subcaption", "line": 5, "text": "Look here", "seconds": 2}
    assert play["subcaption"] == "a line"
    assert back == {"t": 1, "do": "bring_to_back", "line": 7, "on": [1]}
    assert clear == {"t": 1, "do": "clear", "line": 8}


def test_what_points_at_a_mobject_names_it(board: Board) -> None:
    _, around, at_once = board("around")["events"]
    assert around["animations"] == [
        {"class": "Circumscribe", "on": 1, "shape": "Circle", "color": "#83C167", "by": ["Create", "FadeOut"]}
    ]
    flash, wiggle, along = at_once["animations"]
    assert (flash["class"], flash["on"]) == ("Flash", 1)
    assert wiggle == {"class": "Wiggle", "on": 1, "wiggles": 6}
    assert (along["path"], _object(board("around"), 2)["to"]) == ("#2", [1, 0])


def test_classes_of_the_scene_s_own_are_told_with_manim_s(board: Board) -> None:
    said = board("own classes")
    assert (said["scene"]["class"], said["scene"]["kind"]) == ("TestScene", "Scene")
    badge = _object(said, 1)
    assert (badge["class"], badge["kind"], badge["members"]) == ("Badge", "VGroup", [2, 3])
    added, play = said["events"]
    assert (added["do"], added["line"]) == ("add", 8)
    assert (play["line"], play["seconds"]) == (11, 2)
    assert (play["animations"][0]["class"], play["animations"][0]["kind"]) == ("Spin", "Rotating")


def test_looking_runs_nothing_of_the_scene_and_never_raises(
    told: dict[str, list[dict[str, Any]]], board: Board
) -> None:
    said = board("nasty")
    assert told["nasty"][0]["error"] is None
    assert (_object(said, 1)["class"], _object(said, 1)["kind"]) == ("Nasty", "Circle")
    assert _object(said, 1)["size"] == [2, 2]
    assert _object(said, 2) == {"n": 2, "class": "Broken", "kind": "Mobject"}


def test_a_scene_that_fails_has_told_what_it_did_until_then(
    told: dict[str, list[dict[str, Any]]], board: Board
) -> None:
    assert told["fails"][0]["error"] == "ZeroDivisionError('division by zero')"
    said = board("fails")
    assert [note["class"] for event in said["events"] for note in event.get("animations", ())] == [
        "Create",
        "FadeIn",
        "UpdateFromFunc",
    ]


def test_an_endless_scene_is_cut_and_says_so(board: Board) -> None:
    said = board("endless")
    assert said["truncated"] is True
    assert len(said["events"]) <= 2000
    assert len(said["objects"]) <= 600
    assert len(json.dumps(said, separators=(",", ":"))) < 257 << 10


def test_a_scene_that_does_nothing_has_an_empty_storyboard(board: Board) -> None:
    said = board("nothing")
    assert (said["objects"], said["events"], said["truncated"]) == ([], [], False)


def test_the_same_scene_gives_the_same_bytes() -> None:
    again = record({name: SCENES[name] for name in ("random", "groups", "updaters", "transform")}, times=3)
    for runs in again.values():
        assert len({json.dumps(run) for run in runs}) == 1, runs[0]["error"]

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from manimill.render import RenderJob, VerdictKind
from manimill.render.worker import Worker

Scene = Callable[..., RenderJob]


def _warnings(worker: Worker, job: RenderJob) -> list[dict[str, Any]]:
    verdict = worker.render(job)
    assert verdict.verdict == VerdictKind.OK, verdict.error
    return [dict(warning) for warning in verdict.warnings]


def _whys(worker: Worker, job: RenderJob) -> list[str]:
    return [warning["why"] for warning in _warnings(worker, job)]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (
            "self.add(Circle().set_position(UP))",
            "Circle has no set_position, so this sets an attribute position that nothing reads",
        ),
        (
            "self.add(Square().set_colour(RED))",
            "Square has no set_colour, so this sets an attribute colour that nothing reads; "
            "did you mean set_color?",
        ),
        (
            "self.add(Group(Square()).set_stroke(RED))",
            "Group has no set_stroke, so this sets an attribute stroke that nothing reads",
        ),
        (
            "self.play(Square().animate.set_weight(3))",
            "Square has no set_weight, so this sets an attribute weight that nothing reads",
        ),
        (
            "self.add(Square().set(colour=RED, fill_opacity=1))",
            "set gives Square an attribute colour that nothing reads; did you mean color?",
        ),
    ],
)
def test_an_attribute_that_nothing_reads_is_told_of(
    worker: Worker, scene: Scene, line: str, why: str
) -> None:
    assert _whys(worker, scene(line)) == [why]


@pytest.mark.parametrize(
    "lines",
    [
        ["self.add(Text('a').set_font_size(20))"],
        ["self.add(Circle().set_radius(2))"],
        ["dot = Dot().set_speed(2)", "dot.shift(dot.speed * UP)", "self.add(dot)"],
        ["dot = Dot().set_speed(2)", "dot.shift(dot.get_speed() * UP)", "self.add(dot)"],
        ["dot = Dot().set_speed(2)", "dot.shift(getattr(dot, 'speed') * UP)", "self.add(dot)"],
        ["dot = Dot()", "dot.speed = 1", "self.add(dot.set_speed(2))"],
        ["self.add(Square().set(width=3, saved_state=Square()))"],
    ],
)
def test_an_attribute_that_is_there_or_is_read_is_not(worker: Worker, scene: Scene, lines: list[str]) -> None:
    assert _whys(worker, scene(*lines)) == []


def test_an_attribute_that_a_class_of_the_scene_uses_is_not_told_of(worker: Worker) -> None:
    code = (
        "from manim import *\n\nclass Car(Square):\n"
        "    def drive(self):\n        return self.shift(self.speed * UP)\n\n"
        "class Example(Scene):\n    def construct(self):\n"
        "        self.add(Car().set_speed(2).drive().set_horn(1))\n"
    )
    assert _whys(worker, RenderJob(code, "Example")) == [
        "Car has no set_horn, so this sets an attribute horn that nothing reads"
    ]


def test_a_setter_that_refuses_its_arguments_is_an_error_and_no_warning(worker: Worker, scene: Scene) -> None:
    verdict = worker.render(scene("self.add(Square().set_gradient(first=RED))"))
    assert verdict.verdict == VerdictKind.API_ERROR
    assert verdict.warnings == ()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (
            "self.add(VGroup(Dot(), Dot()).arrange_in_grid(n_rows=2))",
            "arrange_in_grid takes no n_rows and ignores it; did you mean rows?",
        ),
        (
            "self.add(Group(Square()).rotate(PI, speed=2))",
            "rotate takes no speed and ignores it",
        ),
        (
            "self.play(Create(Square()), runtime=2)",
            "play takes no runtime and ignores it; did you mean run_time?",
        ),
        (
            "self.play(FadeIn(Square()), shift=UP)",
            "play takes no shift and ignores it; FadeIn takes it",
        ),
        (
            "self.play(Square().animate(runtime=2).shift(UP))",
            "animate takes no runtime and ignores it; did you mean run_time?",
        ),
    ],
)
def test_a_keyword_that_goes_nowhere_is_told_of(worker: Worker, scene: Scene, line: str, why: str) -> None:
    assert _whys(worker, scene(line)) == [why]


def test_keywords_are_followed_to_where_they_end(worker: Worker) -> None:
    code = (
        "from manim import *\n\nclass Example(ThreeDScene):\n    def construct(self):\n"
        "        self.add(Cube())\n"
        "        self.set_camera_orientation(phi=1, distance=8)\n"
        "        self.move_camera(phi=0.5, frame_center=UP, speed=3, run_time=1)\n"
    )
    assert _warnings(worker, RenderJob(code, "Example")) == [
        {
            "line": 6,
            "call": "self.set_camera_orientation(phi=1, distance=8)",
            "why": "set_camera_orientation takes no distance and ignores it; did you mean focal_distance?",
        },
        {
            "line": 7,
            "call": "self.move_camera(phi=0.5, frame_center=UP, speed=3, run_time=1)",
            "why": "move_camera takes no speed and ignores it",
        },
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["self.add(VGroup(Dot(), Dot()).arrange_in_grid(rows=2, buff=1))"],
        ["self.play(Create(Square()), run_time=2, rate_func=linear, lag_ratio=0.5)"],
        ["self.play(Square().animate(run_time=2, path_arc=PI, lag_ratio=0.1).shift(UP))"],
        ["self.play(FadeIn(Dot()), Transform(Dot(), Square()), path_arc=PI)"],
        ["self.play(Rotate(Square(), PI, about_point=ORIGIN, axis=OUT))"],
        ["self.add(Group(Square()).rotate(PI, about_point=ORIGIN))"],
        ["self.add(VGroup(Dot(), Dot()).arrange(RIGHT, aligned_edge=UP))"],
    ],
)
def test_a_keyword_that_is_used_is_not(worker: Worker, scene: Scene, lines: list[str]) -> None:
    assert _whys(worker, scene(*lines)) == []


def test_an_attribute_of_an_animation_of_the_scene_is_not_told_of(worker: Worker) -> None:
    code = (
        "from manim import *\n\nclass Grow(Animation):\n"
        "    def interpolate_mobject(self, alpha):\n"
        "        self.mobject.scale(1 + self.strength * alpha)\n\n"
        "class Example(Scene):\n    def construct(self):\n"
        "        self.play(Grow(Square()), strength=0.1, weakness=2)\n"
    )
    assert _whys(worker, RenderJob(code, "Example")) == ["play takes no weakness and ignores it"]


def test_keywords_for_an_animation_of_the_objects_own_are_its_affair(worker: Worker) -> None:
    code = (
        "from manim import *\n\nclass Door(Square):\n"
        "    def swing(self):\n        return self\n\n"
        "    @override_animate(swing)\n"
        "    def _swing(self, anim_args=None):\n"
        "        return Rotate(self, PI, run_time=sum(anim_args.values()))\n\n"
        "class Example(Scene):\n    def construct(self):\n"
        "        self.play(Door().animate(pace=2).swing())\n"
        "        self.play(Door().animate(pace=2).shift(UP))\n"
    )
    warnings = _warnings(worker, RenderJob(code, "Example"))
    assert [(w["line"], w["why"]) for w in warnings] == [(14, "animate takes no pace and ignores it")]


_COLOUR = "a colour as its first argument (color)"
_POINT = "a point or vector as its first argument"


@pytest.mark.parametrize(
    ("call", "why"),
    [
        ("Rectangle(6, 3)", f"Rectangle takes {_COLOUR}, and 6 is a number; did you mean width=6?"),
        (
            "Text('a', 24)",
            "Text takes an opacity as its second argument (fill_opacity), and 24 is more than 1; "
            "did you mean font_size=24?",
        ),
        ("Dot(1)", f"Dot takes {_POINT} (point), and 1 is a number; did you mean radius=1?"),
        (
            "Line(0, 1)",
            "Line takes a point or vector as its second argument (end), and 1 is a number",
        ),
        (
            "Brace(Square(), RED)",
            "Brace takes a point or vector as its second argument (direction), and RED is a colour",
        ),
        ("Square().set_stroke(2)", f"set_stroke takes {_COLOUR}, and 2 is a number; did you mean width=2?"),
        ("Square().shift(-2)", f"shift takes {_POINT} (vectors), and -2 is a number"),
        (
            "Square().next_to(Circle(), 0.5)",
            "next_to takes a point or vector as its second argument (direction), and 0.5 is a number; "
            "did you mean buff=0.5?",
        ),
        (
            "VGroup(Dot(), Dot()).arrange(DOWN, LEFT)",
            "arrange takes a number as its second argument (buff), and LEFT is a vector; "
            "did you mean aligned_edge=LEFT?",
        ),
    ],
)
def test_an_argument_in_a_wrong_place_is_told_of(worker: Worker, scene: Scene, call: str, why: str) -> None:
    assert _warnings(worker, scene(f"self.add(Dot(), {call})")) == [{"line": 5, "call": call, "why": why}]


def test_what_counts_is_the_value_and_not_how_it_is_written(worker: Worker, scene: Scene) -> None:
    job = scene(
        "first, second = 6, RED",
        "self.add(Rectangle(first), Rectangle(second))",
        "self.play(Square().animate.shift(first))",
    )
    assert [(w["line"], w["call"]) for w in _warnings(worker, job)] == [
        (6, "Rectangle(first)"),
        (7, "Square().animate.shift(first)"),
    ]


@pytest.mark.parametrize(
    "call",
    [
        "Rectangle(RED, 2, 3)",
        "Rectangle('red')",
        "Square().set_color(0xFF0000)",
        "Square().set_color(0)",
        "Square().set_fill(RED, 1)",
        "Square().shift(0)",
        "Square().move_to(Circle())",
        "Square().next_to(Circle(), RIGHT, 0.5)",
        "Square().next_to([1, 1, 0], [0, 1, 0])",
        "Line(Dot(), 2 * RIGHT)",
        "Axes().get_origin() is not None and Dot(Axes().c2p(1, 2), 0.1)",
        "Text('a', 0.5)",
        "Sphere([0, 0, 0], 2)",
    ],
)
def test_an_argument_that_fits_is_not(worker: Worker, scene: Scene, call: str) -> None:
    assert _whys(worker, scene(f"self.add(Dot(), {call})")) == []


def test_a_class_of_the_scene_with_a_name_of_manims_is_its_own_affair(worker: Worker) -> None:
    code = (
        "from manim import *\n\nclass Rectangle(Square):\n"
        "    def __init__(self, width, height, **kwargs):\n"
        "        super().__init__(width, **kwargs)\n"
        "        self.stretch_to_fit_height(height)\n\n"
        "    def shift(self, steps):\n        return super().shift(steps * UP)\n\n"
        "    def arrange_in_grid(self, n_rows):\n        return self\n\n"
        "class Example(Scene):\n    def construct(self):\n"
        "        self.add(Rectangle(6, 3).shift(2).arrange_in_grid(n_rows=3))\n"
    )
    assert _whys(worker, RenderJob(code, "Example")) == []


def test_a_call_is_named_with_its_line_whatever_its_layout(worker: Worker, scene: Scene) -> None:
    job = scene(
        "self.add(",
        "    VGroup(Dot(), Dot())",
        "    .set_color(RED)",
        "    .arrange_in_grid(",
        "        n_rows=2,",
        "    )",
        "    .set_ärger(1)",
        ")",
    )
    grid = "VGroup(Dot(), Dot()) .set_color(RED) .arrange_in_grid( n_rows=2, )"
    assert [(w["line"], w["call"]) for w in _warnings(worker, job)] == [
        (8, grid),
        (11, f"{grid} .set_ärger(1)"),
    ]


def test_a_long_call_is_cut_before_its_method(worker: Worker, scene: Scene) -> None:
    dots = ", ".join(["Dot()"] * 30)
    (warning,) = _warnings(worker, scene(f"self.add(VGroup({dots}).arrange_in_grid(n_rows=2, buff=1))"))
    assert warning["call"] == "....arrange_in_grid(n_rows=2, buff=1)"


def test_calls_are_told_of_once_and_only_if_made(worker: Worker, scene: Scene) -> None:
    job = scene(
        "for _ in range(3):",
        "    self.add(Rectangle(6))",
        "if False:",
        "    self.add(Rectangle(7))",
        "dot = Dot().add_updater(lambda dot, dt: dot.set_clock(dt))",
        "self.play(dot.animate.shift(UP))",
    )
    assert [(w["line"], w["call"]) for w in _warnings(worker, job)] == [
        (6, "Rectangle(6)"),
        (9, "dot.set_clock(dt)"),
    ]


def test_what_renders_scenes_is_not_watched(worker: Worker, scene: Scene) -> None:
    assert _whys(worker, scene("Camera(colour=RED)", "self.add(Dot())")) == []


def test_no_more_than_fifty_calls_are_told_of(worker: Worker, scene: Scene) -> None:
    job = scene(*[f"self.add(Rectangle({number}))" for number in range(1, 61)])
    assert [w["line"] for w in _warnings(worker, job)] == list(range(5, 55))


def test_watching_changes_no_error_and_no_signature(worker: Worker, scene: Scene) -> None:
    job = scene(
        "import inspect",
        "names = list(inspect.signature(Rectangle.__init__).parameters)[:4]",
        "assert names == ['self', 'color', 'height', 'width'], names",
        "assert 'def shift' in inspect.getsource(Mobject.shift)",
        "self.add(Rectangle(6).shift(2))",
        "Rectangle(6, size=3)",
    )
    verdict = worker.render(job)
    assert (verdict.verdict, verdict.error_line) == (VerdictKind.API_ERROR, 10)
    assert verdict.error == "TypeError: Mobject.__init__() got an unexpected keyword argument 'size'"
    assert [w["line"] for w in verdict.warnings] == [9, 9, 10]

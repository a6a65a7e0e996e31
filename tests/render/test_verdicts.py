from __future__ import annotations

from collections.abc import Callable

import pytest

from manimill.render import RenderJob, Verdict, VerdictKind
from manimill.render.worker import Worker


def test_an_animated_scene_is_ok_with_its_length_and_plays(
    scene: Callable[..., RenderJob], worker: Worker
) -> None:
    verdict = worker.render(scene("self.play(Create(Circle()), run_time=1.5)", "self.wait(2)"))
    assert (verdict.verdict, verdict.error, verdict.error_line) == (VerdictKind.OK, None, None)
    assert (verdict.duration, verdict.plays, verdict.still) == (3.5, 2, False)


def test_a_scene_that_only_adds_is_a_still(scene: Callable[..., RenderJob], worker: Worker) -> None:
    verdict = worker.render(scene("self.add(Square())"))
    assert (verdict.verdict, verdict.duration, verdict.plays, verdict.still) == (VerdictKind.OK, 0.0, 0, True)


def test_a_wait_that_ends_early_counts_for_as_long_as_it_lasted(
    scene: Callable[..., RenderJob], worker: Worker
) -> None:
    verdict = worker.render(
        scene(
            "clock = ValueTracker(0)",
            "clock.add_updater(lambda m, dt: m.increment_value(dt))",
            "self.add(clock, Dot())",
            "self.wait_until(lambda: clock.get_value() >= 1, max_time=60)",
        )
    )
    assert verdict.ok
    assert 0.9 < verdict.duration < 1.2


@pytest.mark.parametrize(
    ("line", "kind", "error"),
    [
        ("import chanim_of_old", "import_error", "ModuleNotFoundError: No module named 'chanim_of_old'"),
        (
            "from manim import GraphScene",
            "import_error",
            "ImportError: cannot import name 'GraphScene' from 'manim' (manim/__init__.py)",
        ),
        (
            "self.play(ShowCreation(Dot()))",
            "name_error",
            "NameError: name 'ShowCreation' is not defined",
        ),
        (
            "self.add(Circle(size=2))",
            "api_error",
            "TypeError: Mobject.__init__() got an unexpected keyword argument 'size'",
        ),
        ("self.add(Square(1, 2, 3))", "api_error", None),
        (
            "self.add(Dot().become_round())",
            "api_error",
            "AttributeError: Dot object has no attribute 'become_round'",
        ),
        ("self.play(Dot().shift, UP)", "api_error", None),
        ("self.setup_axes()", "api_error", "AttributeError: 'Example' object has no attribute 'setup_axes'"),
        ("None.shift(UP)", "runtime_error", "AttributeError: 'NoneType' object has no attribute 'shift'"),
        ("(lambda: 0)(1)", "runtime_error", None),
        ("self.play(FadeIn(Dot()), run_time=-1)", "runtime_error", None),
        ("raise SystemExit(0)", "runtime_error", "SystemExit: the scene ends the process (0)"),
        ("raise KeyError(object())", "runtime_error", "KeyError: <object object>"),
        (
            r"self.add(MathTex(r'\nonsense'))",
            "latex_error",
            r"ValueError: latex error converting to dvi: Undefined control sequence, in \nonsense",
        ),
        (
            "self.add(Tex('x', tex_template=TexTemplate(preamble=r'\\usepackage{nowhere}')))",
            "latex_error",
            "MissingTeX: nowhere.sty is not installed",
        ),
        ("ImageMobject('portrait')", "missing_asset", None),
        ("SVGMobject('logo.svg')", "missing_asset", None),
        ("self.add_sound('click')", "missing_asset", None),
        ("open('data.csv')", "missing_asset", None),
        ("pass", "empty", "nothing was ever on screen"),
        ("import os; os.abort()", "crashed", "killed by SIGABRT"),
        ("import os; os._exit(0)", "crashed", "ended without finishing, exit status 0"),
    ],
)
def test_a_failing_line_gets_its_verdict(
    scene: Callable[..., RenderJob], worker: Worker, line: str, kind: str, error: str | None
) -> None:
    verdict = worker.render(scene(line))
    assert verdict.verdict == kind
    if error is not None:
        assert verdict.error == error
    if kind not in ("empty", "crashed"):
        assert verdict.error_line == 5


def test_code_that_does_not_compile_is_a_syntax_error_at_its_line(worker: Worker) -> None:
    verdict = worker.render(RenderJob("from manim import *\nclass Example(Scene:\n    pass\n", "Example"))
    assert verdict.verdict == VerdictKind.SYNTAX_ERROR
    assert verdict.error_line == 2


@pytest.mark.parametrize("code", ["x = '\0'", "x = " + "(" * 5000, "x = '\ud800'"])
def test_text_that_is_no_python_at_all_is_a_syntax_error(worker: Worker, code: str) -> None:
    assert worker.render(RenderJob(code, "Example")).verdict == VerdictKind.SYNTAX_ERROR


@pytest.mark.parametrize("name", [None, "Absent", "Circle", "config"])
def test_a_name_that_is_no_scene_class_is_no_scene(
    scene: Callable[..., RenderJob], worker: Worker, name: str | None
) -> None:
    job = scene("self.add(Dot())")
    assert worker.render(RenderJob(job.code, name)).verdict == VerdictKind.NO_SCENE


def test_the_main_guard_does_not_fire(scene: Callable[..., RenderJob], worker: Worker) -> None:
    job = scene("self.add(Dot())")
    assert worker.render(RenderJob(job.code + 'if __name__ == "__main__":\n    1 / 0\n', "Example")).ok


def test_a_scene_can_read_its_own_source(scene: Callable[..., RenderJob], worker: Worker) -> None:
    assert worker.render(
        scene("import inspect", "self.add(Code(code_string=inspect.getsource(Example), language='python'))")
    ).ok


def test_what_a_scene_draws_by_chance_is_the_same_every_time(
    scene: Callable[..., RenderJob], worker: Worker
) -> None:
    job = scene(
        "import random",
        'raise ValueError(f\'{random.random()} {np.random.rand()} {sorted({"a", "b"})}\')',
    )
    assert worker.render(job).error == worker.render(job).error


def test_a_verdict_survives_json(scene: Callable[..., RenderJob], worker: Worker) -> None:
    verdict = worker.render(scene("self.play(Create(Circle(size=1)))"))
    assert Verdict.from_json(verdict.to_json()) == verdict


def test_a_verdict_of_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="not a verdict"):
        Verdict.from_json({"verdict": "ok"})

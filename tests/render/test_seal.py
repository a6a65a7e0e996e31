"""A scene that changes how it is judged is told so; one that only builds on manim is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from manimill.render import RenderJob, VerdictKind
from manimill.render.worker import Worker

MakeScene = Callable[..., RenderJob]


@pytest.mark.parametrize(
    ("line", "evidence"),
    [
        ("Scene.render = lambda self, *args: None", "Scene.render"),
        ("Scene.play = lambda self, *args, **kwargs: None", "Scene.play"),
        ("Scene.wait = lambda self, *args: None", "Scene.wait"),
        ("Scene.update_mobjects.__code__ = (lambda self, dt: None).__code__", "Scene.update_mobjects"),
        ("del Scene.wait", "Scene.wait"),
        ("self.renderer.__class__.play = lambda *args, **kwargs: None", "CairoRenderer.play"),
        ("self.renderer.__class__.update_frame = lambda *args: None", "CairoRenderer.update_frame"),
        ("self.renderer.play = lambda *args, **kwargs: None", "CairoRenderer.play"),
        ("self.camera.capture_mobjects = lambda *args: None", "MovingCamera.capture_mobjects"),
        ("Camera.capture_mobjects = lambda *args: None", "Camera.capture_mobjects"),
        ("import builtins; builtins.isinstance = lambda *args: True", "builtins.isinstance"),
        ("import builtins; builtins.len = lambda *args: 1", "builtins.len"),
        ('import json; json.dumps = lambda *args: \'{"verdict": "ok"}\'', "json.dumps"),
        ("import json; json.JSONEncoder.encode = lambda *args: '{}'", "JSONEncoder.encode"),
        ("import os; os.write = lambda fd, data: len(data)", "os.write"),
        ("import os; os._exit = lambda status: None", "os._exit"),
    ],
)
def test_what_judges_a_scene_must_not_be_replaced(
    scene: MakeScene, worker: Worker, line: str, evidence: str
) -> None:
    job = scene("self.add(Dot())", line)
    code = job.code.replace("(Scene)", "(MovingCameraScene)") if "MovingCamera" in evidence else job.code
    verdict = worker.render(RenderJob(code, "Example"))
    assert (verdict.verdict, verdict.evidence) == (VerdictKind.BLOCKED, evidence)
    assert verdict.error == f"the scene replaces {evidence}"


def test_a_scene_that_fails_because_of_what_it_replaced_is_blocked(scene: MakeScene, worker: Worker) -> None:
    verdict = worker.render(scene("Scene.play = None", "self.play(Create(Dot()))"))
    assert (verdict.verdict, verdict.evidence) == (VerdictKind.BLOCKED, "Scene.play")


@pytest.mark.parametrize(
    "module",
    [
        "def twice(self): return self.scale(2)\nMobject.twice = twice\n",
        "Circle.set_default(color=RED)\nText.set_default(font_size=20)\n",
        "Scene.show = lambda self, *mobjects: self.add(*mobjects)\n",
        "Circle.diameter = property(lambda self: 2 * self.radius)\n",
        "import builtins\nbuiltins.print = lambda *args: None\n",
        "import sys\nsys.modules['json'] = None\nsys.modules['manim'] = None\n",
        "def isinstance(*args): return True\ndef len(*args): return 0\n",
    ],
)
def test_building_on_manim_is_fine(scene: MakeScene, worker: Worker, module: str) -> None:
    job = scene("self.play(Create(Circle()))")
    code = job.code.replace("class Example", f"{module}class Example")
    verdict = worker.render(RenderJob(code, "Example"))
    assert (verdict.verdict, verdict.error) == (VerdictKind.OK, None)


def test_methods_overridden_in_a_class_of_the_scenes_own_are_fine(worker: Worker) -> None:
    code = (
        "from manim import *\n"
        "class Slow(Scene):\n"
        "    def play(self, *args, **kwargs): super().play(*args, run_time=2, **kwargs)\n"
        "    def wait(self, duration=0.5): super().wait(duration)\n"
        "    def setup(self): self.add(Dot())\n"
        "class Example(Slow):\n"
        "    def construct(self):\n"
        "        self.play(Create(Circle()))\n"
        "        self.wait()\n"
    )
    verdict = worker.render(RenderJob(code, "Example"))
    assert (verdict.verdict, verdict.plays, verdict.duration) == (VerdictKind.OK, 2, 4.0)

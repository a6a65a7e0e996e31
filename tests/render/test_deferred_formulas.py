"""Scenes that want formulas which have not been typeset are put off until these have been, all together."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.render.test_worker_life import make_environment

from manimill.engine import LocalEngine
from manimill.progress import Silent
from manimill.render import MAIN, Interpreter, RenderJob, RenderSettings, render_each
from manimill.render.worker import Deferred, Worker
from manimill.workspace import Cache

Scene = Callable[..., RenderJob]


def test_a_scene_that_is_put_off_tells_all_it_wants(scene: Scene, tmp_path: Path) -> None:
    job = scene(
        "first = MathTex('a + b', '=', 'c')",
        "self.play(Write(first[0]))",
        "self.wait(30)",
        "for n in (4, 5): self.add(MathTex(f'x_{{{n}}}'))",
    )
    with Worker(RenderSettings(timeout=20), tmp_path / "tex") as worker:
        deferred = worker.render_or_defer(job)
        assert isinstance(deferred, Deferred)
        assert [
            formula in needs
            for formula, needs in zip(("a + b", "x_{4}", "x_{5}"), deferred.needs, strict=True)
        ] == [
            True,
            True,
            True,
        ]
        verdict = worker.render(job)
        assert (verdict.ok, verdict.duration) == (True, 31.0)
        again = worker.render_or_defer(job)
        assert not isinstance(again, Deferred)
        assert again.ok


def test_one_bad_formula_fails_its_scene_and_no_other(scene: Scene, tmp_path: Path, own_cache: Path) -> None:
    jobs = [scene(f"self.add(MathTex(r'{text}'))") for text in ("x_1", r"\nosuch", "x_2", "x_1 + x_2")]
    with Cache(tmp_path / "cache.sqlite") as cache:
        found = dict(render_each(jobs, RenderSettings(timeout=20), LocalEngine(1), cache, Silent()))
    assert [str(found[index].verdict) for index in range(4)] == ["ok", "latex_error", "ok", "ok"]
    assert found[1].evidence == r"\nosuch"


def test_waiting_for_tex_does_not_count(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Worker(RenderSettings(timeout=1), tmp_path / "tex") as worker:
        typeset = worker._tex.svg

        def slowly(source: str) -> str | None:
            time.sleep(4)
            return typeset(source)

        # By the clock a scene has three times its limit.
        monkeypatch.setattr(worker._tex, "svg", slowly)
        assert worker.render(scene("self.add(MathTex('z'))")).ok


def test_plugins_in_the_main_environment_are_left_out(scene: Scene, tmp_path: Path) -> None:
    python = make_environment(tmp_path / "main")
    packages = next((tmp_path / "main" / "lib").iterdir()) / "site-packages"
    (packages / "broken_plugin.py").write_text("raise RuntimeError('a plugin that does not fit')\n")
    metadata = packages / "broken_plugin-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: broken-plugin\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text("[manim.plugins]\nbroken = broken_plugin\n")
    with Worker(RenderSettings(timeout=20), tmp_path / "tex", Interpreter(MAIN, str(python))) as worker:
        assert worker.render(scene("self.add(Dot())")).ok

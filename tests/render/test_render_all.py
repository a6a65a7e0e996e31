from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from manimill.engine import LocalEngine
from manimill.errors import EnvironmentFailure
from manimill.progress import Silent
from manimill.render import RenderJob, RenderSettings, Verdict, render_all
from manimill.render._zygote import landlock
from manimill.render.sandbox import choice, choose_sandbox
from manimill.workspace import Cache

pytestmark = pytest.mark.usefixtures("own_cache")

SETTINGS = RenderSettings(timeout=20)


@pytest.fixture
def jobs(scene: Callable[..., RenderJob]) -> list[RenderJob]:
    return [
        scene("self.play(Create(Circle()))"),
        scene("self.add(MathTex('x^2'))"),
        scene("self.play(ShowCreation(Circle()))"),
        scene("self.play(Create(Circle()))"),
        RenderJob("x = 1", None),
    ]


class Counted(Silent):
    def __init__(self) -> None:
        self.amount = 0
        self.warnings: list[str] = []

    def advance(self, amount: int = 1) -> None:
        self.amount += amount

    def warn(self, message: str) -> None:
        self.warnings.append(message)


def untimed(verdicts: list[Verdict]) -> list[Verdict]:
    return [replace(verdict, seconds=0.0, cpu_seconds=0.0) for verdict in verdicts]


def entries(cache: Cache) -> int:
    import sqlite3

    with sqlite3.connect(cache.path) as db:
        count = db.execute("SELECT count(*) FROM entries").fetchone()[0]
    db.close()
    return int(count)


def test_one_and_two_workers_give_the_same_verdicts_in_the_order_of_the_jobs(
    jobs: list[RenderJob], tmp_path: Path
) -> None:
    with Cache(tmp_path / "one.sqlite") as one, Cache(tmp_path / "two.sqlite") as two:
        alone = render_all(jobs, SETTINGS, LocalEngine(1), one, Silent())
        together = render_all(jobs, SETTINGS, LocalEngine(2), two, Silent())
    assert untimed(alone) == untimed(together)
    assert [str(v.verdict) for v in alone] == ["ok", "ok", "name_error", "ok", "no_scene"]


def test_equal_jobs_are_rendered_once_and_all_count_as_progress(
    jobs: list[RenderJob], tmp_path: Path
) -> None:
    progress = Counted()
    with Cache(tmp_path / "cache.sqlite") as cache:
        verdicts = render_all(jobs[:1] * 3, SETTINGS, LocalEngine(1), cache, progress)
        assert entries(cache) == 1
    assert verdicts[0] == verdicts[1] == verdicts[2]
    assert progress.amount == 3


def test_what_was_rendered_before_needs_no_sandbox(
    jobs: list[RenderJob], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    progress = Counted()
    with Cache(tmp_path / "cache.sqlite") as cache:
        first = render_all(jobs, SETTINGS, LocalEngine(1), cache, Silent())
        monkeypatch.setenv("PATH", _path_without(tmp_path, "bwrap"))
        again = render_all(jobs, SETTINGS, LocalEngine(1), cache, progress)
    assert first == again
    assert progress.amount == len(jobs)


def test_other_limits_render_again(jobs: list[RenderJob], tmp_path: Path) -> None:
    with Cache(tmp_path / "cache.sqlite") as cache:
        render_all(jobs[:1], SETTINGS, LocalEngine(1), cache, Silent())
        render_all(jobs[:1], replace(SETTINGS, timeout=21), LocalEngine(1), cache, Silent())
        assert entries(cache) == 2


@pytest.mark.parametrize("program", ["latex", "dvisvgm"])
def test_a_missing_program_stops_the_stage_and_stores_nothing(
    jobs: list[RenderJob], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setenv("PATH", _path_without(tmp_path, program))
    with Cache(tmp_path / "cache.sqlite") as cache:
        with pytest.raises(EnvironmentFailure, match=r"apt-get install -y --no-install-recommends "):
            render_all(jobs, SETTINGS, LocalEngine(1), cache, Silent())
        assert entries(cache) == 0


def test_without_bubblewrap_another_sandbox_is_taken(
    jobs: list[RenderJob], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if landlock.abi() < 6:
        pytest.skip("this kernel's Landlock does not keep signals inside")
    monkeypatch.setenv("PATH", _path_without(tmp_path, "bwrap"))
    choice.forget()
    try:
        assert choose_sandbox().name == "landlock"
        [verdict] = render_all(jobs[:1], SETTINGS, LocalEngine(1), None, Silent())
    finally:
        choice.forget()
    assert verdict.ok


def test_a_failed_import_is_tried_again_once_something_new_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = RenderJob(
        "from manim import *\nimport not_yet_installed\n\nclass A(Scene):\n    def construct(self):\n        pass\n",
        "A",
    )
    with Cache(tmp_path / "cache.sqlite") as cache:
        (first,) = render_all([job], SETTINGS, LocalEngine(1), cache, Silent())
        assert str(first.verdict) == "import_error"
        assert render_all([job], SETTINGS, LocalEngine(1), cache, Silent()) == [first]
        (tmp_path / "site" / "not_yet_installed-1.0.dist-info").mkdir(parents=True)
        monkeypatch.syspath_prepend(str(tmp_path / "site"))
        (again,) = render_all([job], SETTINGS, LocalEngine(1), cache, Silent())
    # Seconds are measured, so an equal verdict would be the stored one.
    assert again != first


def test_scenes_that_ask_for_tex_that_is_not_installed_are_pointed_out(
    scene: Callable[..., RenderJob], tmp_path: Path
) -> None:
    job = scene(r"self.add(Tex('x', tex_template=TexTemplate(preamble=r'\usepackage{nowhere}')))")
    progress = Counted()
    with Cache(tmp_path / "cache.sqlite") as cache:
        render_all([job], SETTINGS, LocalEngine(1), cache, progress)
    assert progress.warnings == ["TeX cannot typeset 1 of the scenes here: nowhere.sty is not installed."]


def _path_without(folder: Path, program: str) -> str:
    """A search path with everything rendering needs but one program."""
    tools = folder / "tools"
    tools.mkdir()
    for name in {"bwrap", "latex", "dvisvgm", "kpsewhich"} - {program}:
        found = shutil.which(name)
        assert found is not None
        os.symlink(found, tools / name)
    for name in ("pdflatex", "lualatex", "xelatex"):
        if (found := shutil.which(name)) is not None:
            os.symlink(found, tools / name)
    return str(tools)


def test_inherited_limits_that_are_too_low_are_no_verdict(jobs: list[RenderJob], tmp_path: Path) -> None:
    code = """
import resource, sys
from pathlib import Path
from manimill.engine import LocalEngine
from manimill.errors import EnvironmentFailure
from manimill.progress import Silent
from manimill.render import RenderJob, RenderSettings, render_all
from manimill.workspace import Cache
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 24, 1 << 24))
job = RenderJob("from manim import *\\nclass A(Scene):\\n    def construct(self): self.add(Dot())", "A")
with Cache(Path(sys.argv[1])) as cache:
    try:
        render_all([job], RenderSettings(), LocalEngine(1), cache, Silent())
    except EnvironmentFailure as failure:
        print("ulimit" in str(failure))
"""
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "c.sqlite"], capture_output=True, text=True, check=False
    )
    assert done.stdout == "True\n", done.stderr
    with Cache(tmp_path / "c.sqlite") as cache:
        assert entries(cache) == 0


def test_an_exception_whose_text_is_no_text_is_still_a_verdict(
    scene: Callable[..., RenderJob], tmp_path: Path
) -> None:
    with Cache(tmp_path / "cache.sqlite") as cache:
        (verdict,) = render_all(
            [scene("raise Exception('\\ud800')")], SETTINGS, LocalEngine(1), cache, Silent()
        )
    assert (str(verdict.verdict), verdict.error) == ("runtime_error", "Exception: \\ud800")

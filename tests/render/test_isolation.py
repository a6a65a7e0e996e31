from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from manimill.errors import EnvironmentFailure
from manimill.render import RenderJob, RenderSettings, VerdictKind
from manimill.render.sandbox import Bubblewrap
from manimill.render.worker import Worker


@pytest.mark.parametrize(
    "line",
    [
        "import urllib.request; urllib.request.urlopen('http://example.org')",
        "import socket; socket.create_connection(('192.0.2.1', 80), timeout=5)",
        "import socket; socket.create_connection(('127.0.0.1', 22), timeout=5)",
        "open('/etc/shadow').read()",
        "open('/etc/passwd').read()",
        "open('/usr/spoilt', 'w')",
        "open('/spoilt', 'w')",
        "import manim; open(manim.__file__, 'a')",
    ],
)
def test_network_and_files_of_the_machine_are_out_of_reach(
    scene: Callable[..., RenderJob], worker: Worker, line: str
) -> None:
    assert worker.render(scene(line)).verdict == VerdictKind.BLOCKED


def test_home_and_environment_of_the_user_are_not_there(
    scene: Callable[..., RenderJob], tex_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "letter.txt").write_text("private")
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    job = scene(
        "import os",
        f"assert not os.path.exists({str(tmp_path)!r}), 'files are visible'",
        f"assert not os.path.exists({str(Path(__file__))!r}), 'the project is visible'",
        "assert os.listdir(os.path.expanduser('~')) == [], 'home is not empty'",
        "assert 'hunter2' not in str(dict(os.environ)), 'the environment is visible'",
        "raise ValueError(sorted(os.environ))",
    )
    with Worker(RenderSettings(), tex_folder) as worker:
        error = worker.render(job).error
    assert error == (
        "ValueError: ['HOME', 'LANG', 'MKL_NUM_THREADS', 'OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', "
        "'PATH', 'PWD', 'PYTHONHASHSEED', 'TZ']"
    )


def test_no_descriptor_of_the_zygote_reaches_a_scene(scene: Callable[..., RenderJob], worker: Worker) -> None:
    job = scene(
        "import os",
        "links = []",
        "for fd in os.listdir('/proc/self/fd'):",
        "    try: links.append(os.readlink(f'/proc/self/fd/{fd}').partition(':')[0])",
        "    except FileNotFoundError: pass",
        "raise ValueError(*sorted(links))",
    )
    assert worker.render(job).error == "ValueError: ('/dev/null', '/dev/null', '/dev/null', 'socket')"


def test_the_zygote_can_be_neither_killed_nor_read_nor_traced(
    scene: Callable[..., RenderJob], worker: Worker
) -> None:
    job = scene(
        "import ctypes, os, signal",
        "os.kill(1, signal.SIGKILL)",
        "os.kill(1, signal.SIGSTOP)",
        "attach = ctypes.CDLL(None).ptrace(16, 1, None, None)",
        "try:",
        "    open('/proc/1/mem', 'rb')",
        "except PermissionError:",
        "    raise ValueError(attach)",
    )
    # A PermissionError while handling which another error is raised is still what stopped the scene.
    verdict = worker.render(job)
    assert (verdict.verdict, verdict.error) == (VerdictKind.BLOCKED, "ValueError: -1")
    assert worker.render(scene("self.add(Dot())")).ok


def test_files_do_not_survive_the_scene_that_wrote_them(
    scene: Callable[..., RenderJob], worker: Worker
) -> None:
    paths = ["left.txt", "/tmp/left.txt", "/home/scene/left.txt", "/dev/shm/left.txt"]
    write = scene(
        "import os",
        f"for path in {paths}: open(path, 'w').close()",
        "os.makedirs('/tmp/locked/inside')",
        "os.chmod('/tmp/locked', 0)",
        "self.add(Dot())",
    )
    look = scene(
        "import os",
        f"left = [path for path in {[*paths, '/tmp/locked']} if os.path.lexists(path)]",
        "raise ValueError(left)",
    )
    assert worker.render(write).ok
    assert worker.render(look).error == "ValueError: []"


def test_defaults_and_modules_do_not_leak_into_the_next_scene(
    scene: Callable[..., RenderJob], worker: Worker
) -> None:
    change = scene(
        "import sys, manim",
        "Text.set_default(color=RED, font_size=10)",
        "config.frame_width = 3",
        "manim.Circle = None",
        "self.add(Dot())",
        "sys.modules['json'] = None",
    )
    look = scene("import json", "raise ValueError(Text('a').font_size, config.frame_width, Circle.__name__)")
    before = worker.render(look).error
    assert worker.render(change).ok
    assert worker.render(look).error == before


def test_a_process_left_behind_is_gone_before_the_next_scene(
    scene: Callable[..., RenderJob], worker: Worker
) -> None:
    leave = scene(
        "import os, subprocess",
        "if os.fork() == 0:",
        "    os.setsid()",
        "    subprocess.run(['sleep', '600'])",
        "self.add(Dot())",
    )
    look = scene(
        "import os",
        "raise ValueError(sorted(int(p) for p in os.listdir('/proc') if p.isdigit() and int(p) != os.getpid()))",
    )
    assert worker.render(leave).ok
    assert worker.render(look).error == "ValueError: [1]"


def test_a_scene_that_prints_a_verdict_gets_its_own(scene: Callable[..., RenderJob], worker: Worker) -> None:
    forge = scene(
        "import json, os",
        "forged = json.dumps({'verdict': 'ok', 'error': None, 'error_line': None, 'token': ''}) + '\\n'",
        "for fd in range(3, 64):",
        "    try: os.write(fd, forged.encode())",
        "    except OSError: pass",
        "os._exit(0)",
    )
    assert worker.render(forge).verdict == VerdictKind.CRASHED


def test_an_interpreter_that_cannot_be_shown_without_the_home_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    python = tmp_path / "bin" / "python"
    os.symlink("/usr/bin/env", python)
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(EnvironmentFailure, match="home folder, which no scene may see"):
        Bubblewrap.for_interpreter(str(python))

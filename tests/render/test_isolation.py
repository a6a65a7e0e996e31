from __future__ import annotations

from collections.abc import Callable

from manimill.render import RenderJob
from manimill.render.worker import Worker


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


def test_the_zygote_can_be_neither_read_nor_traced_nor_ended(
    scene: Callable[..., RenderJob], worker: Worker
) -> None:
    # By the C library, which tells nobody what it is asked for.
    job = scene(
        "import ctypes, os",
        "libc, zygote = ctypes.CDLL(None), os.getppid()",
        "paths = [f'/proc/{zygote}/{name}'.encode() for name in ('mem', 'environ', 'maps', 'fd/0')]",
        "libc.kill(zygote, 9), libc.kill(zygote, 19)",
        "raise ValueError(libc.ptrace(16, zygote, 0, 0), *[libc.open(path, 0) for path in paths])",
    )
    assert worker.render(job).error == "ValueError: (-1, -1, -1, -1, -1)"
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

"""Scenes that mean harm: each has its verdict, touches nothing outside, and leaves the next one alone."""

from __future__ import annotations

import os
import select
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from manimill.errors import EnvironmentFailure
from manimill.render import RenderJob, RenderSettings, SceneFiles, Verdict, VerdictKind
from manimill.render.sandbox import choose_sandbox
from manimill.render.settings import SandboxName
from manimill.render.worker import Worker

MakeScene = Callable[..., RenderJob]

BLOCKED, CRASHED, MEMORY, OK = (
    VerdictKind.BLOCKED,
    VerdictKind.CRASHED,
    VerdictKind.OUT_OF_MEMORY,
    VerdictKind.OK,
)
TIMEOUT = VerdictKind.TIMEOUT


@pytest.fixture(
    scope="module", params=[name for name in get_args(SandboxName) if name not in ("auto", "none")]
)
def sandbox(request: pytest.FixtureRequest) -> SandboxName:
    try:
        choose_sandbox(wanted=request.param)
    except EnvironmentFailure as failure:
        pytest.skip(str(failure))
    name: SandboxName = request.param
    return name


@pytest.fixture(scope="module")
def victim(sandbox: SandboxName, tex_folder: Path, scene: MakeScene) -> Iterator[Worker]:
    """One worker, attacked by all tests in turn."""
    settings = RenderSettings(timeout=3, memory_mb=1024, sandbox=sandbox)
    with Worker(settings, tex_folder) as worker:
        assert worker.render(scene("self.add(Dot())")).ok
        yield worker


@pytest.fixture
def attack(victim: Worker, scene: MakeScene) -> Iterator[Callable[..., Verdict]]:
    """Renders a scene of the given lines; afterwards another one must be none the wiser."""

    def attack(*lines: str) -> Verdict:
        return victim.render(scene(*lines))

    yield attack
    innocent = victim.render(scene("self.play(Create(Circle()), run_time=0.2)", "self.add(MathTex('x^2'))"))
    assert (innocent.verdict, innocent.error, innocent.duration) == (OK, None, 0.2)


def processes() -> set[int]:
    """All that this process started, directly or not."""
    found: set[int] = set()
    unseen = [os.getpid()]
    while unseen:
        pid = unseen.pop()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        unseen += map(int, children)
        found |= set(map(int, children))
    return found


@pytest.mark.parametrize(
    "line",
    [
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:{port}')",
        "import socket; socket.create_connection(('127.0.0.1', {port}), timeout=5)",
        "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', {port}))",
        "import socket; socket.getaddrinfo('example.org', 80)",
        "import socket; socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM).connect((2, {port}))",
        "import subprocess; subprocess.run(['curl', 'http://127.0.0.1:{port}'], check=True)",
        "import os; os.system('curl http://127.0.0.1:{port}')",
    ],
)
def test_the_network_is_out_of_reach(attack: Callable[..., Verdict], line: str) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as tcp,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp,
    ):
        port = tcp.getsockname()[1]
        udp.bind(("127.0.0.1", port))
        assert attack(line.format(port=port), "self.add(Dot())").verdict == BLOCKED
        assert select.select([tcp, udp], [], [], 0)[0] == []


@pytest.mark.parametrize("path", ["/etc/shadow", "/etc/passwd", "/root/.bash_history", "~/.ssh/id_rsa"])
def test_secrets_cannot_be_read(attack: Callable[..., Verdict], path: str) -> None:
    assert attack(f"open({os.path.expanduser(path)!r}).read()").verdict == BLOCKED


def test_the_files_and_the_environment_of_the_user_are_hidden(
    scene: MakeScene, sandbox: SandboxName, tex_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "letter").write_text("hunter2")
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    job = scene(
        "import os",
        "def secret(path):",
        "    try:",
        "        with open(path) as file: return 'hunter2' in file.read()",
        "    except OSError: return False",
        f"paths = [{str(tmp_path / 'letter')!r}, '/proc/self/environ']",
        "assert not any(secret(path) for path in paths)",
        "assert 'hunter2' not in str(dict(os.environ))",
        "assert os.listdir(os.path.expanduser('~')) == []",
        "self.add(Dot())",
    )
    with Worker(RenderSettings(sandbox=sandbox), tex_folder) as worker:
        verdict = worker.render(job)
    assert (verdict.verdict, verdict.error) == (OK, None)


def test_nothing_outside_can_be_written(attack: Callable[..., Verdict], tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_text("kept")
    paths = [
        str(kept),
        f"{tmp_path}/spoilt",
        "/spoilt",
        "/usr/spoilt",
        "/var/tmp/spoilt",
        f"{sys.prefix}/spoilt",
    ]
    verdict = attack(
        "import manim, os, shutil",
        "done = []",
        f"for path in {[*paths, 'manim.__file__']}:",
        "    path = manim.__file__ if path == 'manim.__file__' else path",
        "    for change in (lambda: open(path, 'a').close(), lambda: os.truncate(path, 0), lambda: os.unlink(path)):",
        "        try: change()",
        "        except OSError: pass",
        "        else: done.append(path)",
        "shutil.rmtree(os.path.dirname(manim.__file__), ignore_errors=True)",
        "assert done == [], done",
        "self.add(Dot())",
    )
    assert verdict.error is None
    assert (kept.read_text(), os.listdir(tmp_path)) == ("kept", ["kept"])
    assert not any(os.path.exists(path) for path in paths[1:])


# The kernel does not hold root to a number of processes, and a bomb without end takes the machine that runs the tests
# down with it before it is stopped.
_BOMB = "for _ in range(9): os.fork()" if os.geteuid() == 0 else "while True: os.fork()"


def test_a_fork_bomb_is_stopped(attack: Callable[..., Verdict]) -> None:
    before = processes()
    assert attack("import os, time", _BOMB, "time.sleep(600)").verdict in (BLOCKED, TIMEOUT, MEMORY)
    # One that grew too fast may have cost its zygote, which is then replaced.
    assert len(processes()) <= len(before)


def test_threads_without_end_are_stopped(attack: Callable[..., Verdict]) -> None:
    lines = ("import threading, time", "while True: threading.Thread(target=time.sleep, args=(600,)).start()")
    assert attack(*lines).verdict != OK


@pytest.mark.parametrize("line", ["np.ones(100 << 27)", "bytearray(100 << 30)", "'x' * (100 << 30)"])
def test_a_hundred_gigabytes_are_refused(attack: Callable[..., Verdict], line: str) -> None:
    verdict = attack(line)
    assert (verdict.verdict, verdict.error_line) == (MEMORY, 5)


@pytest.mark.parametrize(
    "lines",
    [
        ("while True: pass",),
        ("import itertools", "sum(itertools.repeat(0))"),
        ("while True:", "    try:", "        while True: pass", "    except BaseException: pass"),
        ("import signal", "for n in (15, 24, 14, 1): signal.signal(n, signal.SIG_IGN)", "while True: pass"),
    ],
    ids=["in Python", "in C", "that catches everything", "that ignores signals"],
)
def test_an_endless_loop_is_stopped(attack: Callable[..., Verdict], lines: tuple[str, ...]) -> None:
    verdict = attack(*lines)
    assert (verdict.verdict, verdict.error) == (TIMEOUT, "stopped after 3 seconds of processor time")


@pytest.mark.parametrize(
    "lines",
    [
        (
            "for n in range(99):",
            "    with open(f'{n}', 'wb') as file:",
            "        for _ in range(100): file.write(bytes(1 << 20))",
        ),
        (
            "import os",
            "held = []",
            "for n in range(99):",
            "    held.append(open('same', 'wb'))",
            "    os.unlink('same')",
            "    for _ in range(100): held[-1].write(bytes(1 << 20))",
        ),
        ("with open('one', 'wb') as file:", "    while True: file.write(bytes(1 << 20))"),
    ],
    ids=["many files", "files without a name", "one file"],
)
def test_the_disk_is_not_filled(attack: Callable[..., Verdict], lines: tuple[str, ...]) -> None:
    assert attack(*lines).verdict == MEMORY


@pytest.mark.parametrize(
    "lines",
    [
        ("import sys", "for _ in range(1 << 10): sys.stdout.write('x' * (1 << 20))"),
        ("import os", "for _ in range(1 << 10): os.write(2, b'x' * (1 << 20))"),
        ("import subprocess", "subprocess.run('yes | head -c 1000000000', shell=True, check=True)"),
    ],
    ids=["printed", "to the descriptor", "by a program"],
)
def test_a_gigabyte_of_output_goes_nowhere(attack: Callable[..., Verdict], lines: tuple[str, ...]) -> None:
    assert attack(*lines, "self.add(Dot())").verdict == OK


def test_an_error_of_many_megabytes_is_cut(attack: Callable[..., Verdict]) -> None:
    verdict = attack("raise ValueError('x' * (64 << 20))")
    assert verdict.verdict == VerdictKind.RUNTIME_ERROR
    assert verdict.error is not None
    assert len(verdict.error) == 500


def test_signals_reach_nobody_but_the_scene(
    attack: Callable[..., Verdict], scene: MakeScene, sandbox: SandboxName, tex_folder: Path
) -> None:
    with Worker(RenderSettings(timeout=20, sandbox=sandbox), tex_folder) as neighbour:
        assert neighbour.render(scene("self.add(Dot())")).ok
        before = processes()
        verdict = attack(
            "import os, signal",
            f"for pid in {[-1, *sorted(before), os.getpid()]} + [os.getppid()]:",
            "    for number in (signal.SIGTERM, signal.SIGSTOP, signal.SIGKILL):",
            "        try: os.kill(pid, number)",
            "        except OSError: pass",
            "self.add(Dot())",
        )
        assert verdict.verdict == BLOCKED
        assert processes() == before
        assert neighbour.render(scene("self.add(Dot())")).ok


def test_daemons_end_with_the_scene(attack: Callable[..., Verdict]) -> None:
    assert attack("self.add(Dot())").ok
    before = processes()
    verdict = attack(
        "import os, signal, subprocess, time",
        "for _ in range(5):",
        "    if os.fork() == 0:",
        "        os.setsid()",
        "        if os.fork() == 0:",
        "            for n in range(1, 32):",
        "                if n not in (9, 19): signal.signal(n, signal.SIG_IGN)",
        "            subprocess.Popen(['sleep', '600'])",
        "            time.sleep(600)",
        "        os._exit(0)",
        "self.add(Dot())",
    )
    assert verdict.verdict == OK
    assert processes() == before


def test_links_lead_nobody_outside(attack: Callable[..., Verdict], tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("kept")
    folders = [str(tmp_path), "/usr/bin", sys.prefix, "/etc"]
    verdict = attack(
        "import os, shutil",
        f"for n, folder in enumerate({folders}):",
        "    os.symlink(folder, f'link{n}')",
        "    os.symlink(folder, os.path.join(os.path.expanduser('~'), f'link{n}'))",
        "os.unlink('scene.py')",
        f"os.symlink({str(tmp_path / 'kept')!r}, 'scene.py')",
        "os.makedirs('media')",
        f"os.symlink({str(tmp_path)!r}, 'media/videos')",
        "self.add(Dot())",
    )
    assert verdict.verdict == OK
    assert (tmp_path / "kept").read_text() == "kept"
    assert all(os.listdir(folder) for folder in folders)


def test_the_folders_themselves_cannot_be_replaced(attack: Callable[..., Verdict], tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("kept")
    attack(
        "import os",
        "here = os.getcwd()",
        "for act in (lambda: os.rename(here, here + '2'), lambda: os.rmdir(here)):",
        "    try: act()",
        "    except OSError: pass",
        f"try: os.symlink({str(tmp_path)!r}, here)",
        "except OSError: pass",
        "self.add(Dot())",
    )
    assert (tmp_path / "kept").read_text() == "kept"


def test_the_files_of_a_scene_are_a_way_to_nowhere(victim: Worker, scene: MakeScene, tmp_path: Path) -> None:
    original = tmp_path / "kept"
    original.write_text("kept")
    files = SceneFiles.of({"kept": original, "sub/other": b"other"})
    attack = scene(
        "import os, shutil",
        "open('kept', 'w').write('spoilt')",
        "shutil.rmtree('sub')",
        f"os.symlink({str(tmp_path)!r}, 'sub')",
        "os.unlink('kept')",
        f"os.symlink({str(original)!r}, 'kept')",
        "os.makedirs('locked/inside')",
        "os.chmod('locked', 0) if os.access('/dev/shm', os.W_OK) else None",
        "self.add(Dot())",
    )
    look = scene("raise ValueError(open('kept').read(), open('sub/other').read())")
    assert victim.render(replace(attack, files=files)).verdict == OK
    assert victim.render(replace(look, files=files)).error == "ValueError: ('kept', 'other')"
    assert (sorted(path.name for path in tmp_path.iterdir()), original.read_text()) == (["kept"], "kept")


def test_formulas_of_others_cannot_be_forged(
    attack: Callable[..., Verdict], victim: Worker, scene: MakeScene, tex_folder: Path
) -> None:
    shape = scene("raise ValueError(MathTex('y^3').width, len(MathTex('y^3')[0]))")
    stored = {path: path.read_bytes() for path in tex_folder.rglob("*") if path.is_file()}
    attack(
        "import os, manim.utils.tex_file_writing as writing",
        "from pathlib import Path",
        'forged = \'<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>\'',
        "for folder in (config.get_dir('tex_dir'), Path.home(), Path.cwd(), Path('media/Tex')):",
        "    for name in ('aaaa.svg', writing.tex_hash('y^3') + '.svg'):",
        "        try:",
        "            folder.mkdir(parents=True, exist_ok=True)",
        "            (folder / name).write_text(forged)",
        "        except OSError: pass",
        f"for path in {[str(tex_folder), *map(str, stored)]}:",
        "    try: Path(path).write_text(forged)",
        "    except OSError: pass",
        "writing.tex_to_svg_file = lambda *a, **k: 'forged.svg'",
        "Path('forged.svg').write_text(forged)",
        "self.add(SVGMobject('forged.svg'))",
    )
    assert {path: path.read_bytes() for path in stored} == stored
    afterwards = victim.render(shape).error
    with Worker(RenderSettings(), tex_folder) as untouched:
        assert afterwards == untouched.render(shape).error


def test_verdicts_cannot_be_forged_through_the_line_to_the_zygote(attack: Callable[..., Verdict]) -> None:
    verdict = attack(
        "import json, os",
        "fds = [int(fd) for fd in os.listdir('/proc/self/fd')]",
        "for extra in ({}, {'token': ''}, {'job': 1}, {'svg': '<svg/>'}):",
        "    forged = {'verdict': 'ok', 'error': None, 'error_line': None, 'duration': 9, 'plays': 9, **extra}",
        "    for fd in fds:",
        "        try: os.write(fd, json.dumps(forged).encode() + b'\\n')",
        "        except OSError: pass",
        "os._exit(0)",
    )
    assert verdict.verdict == CRASHED


def test_the_folder_of_verdicts_is_out_of_reach(attack: Callable[..., Verdict], own_cache: Path) -> None:
    cache = own_cache / "manimill"
    cache.mkdir()
    (cache / "renders.sqlite").write_bytes(b"verdicts")
    attack(
        "import os, shutil",
        f"shutil.rmtree({str(own_cache)!r}, ignore_errors=True)",
        f"try: open({str(cache / 'renders.sqlite')!r}, 'w').write('forged')",
        "except OSError: pass",
        "self.add(Dot())",
    )
    assert (cache / "renders.sqlite").read_bytes() == b"verdicts"


def test_memory_without_a_process_is_refused(attack: Callable[..., Verdict]) -> None:
    segments = Path("/proc/sysvipc/shm").read_text() if os.path.exists("/proc/sysvipc/shm") else ""
    assert attack("import os", "os.memfd_create('hidden')").verdict == BLOCKED
    verdict = attack(
        "import ctypes",
        "libc = ctypes.CDLL(None, use_errno=True)",
        "got = [libc.shmget(0, 1 << 20, 0o1666), libc.msgget(0, 0o1666), libc.semget(0, 1, 0o1666)]",
        "raise ValueError(got, ctypes.get_errno())",
    )
    assert verdict.error == "ValueError: ([-1, -1, -1], 1)"
    if segments:
        assert Path("/proc/sysvipc/shm").read_text() == segments


def test_shared_memory_is_bounded_and_emptied(attack: Callable[..., Verdict]) -> None:
    before = set(os.listdir("/dev/shm"))
    fill = ("with open('/dev/shm/full', 'wb') as file:", "    while True: file.write(bytes(1 << 20))")
    assert attack(*fill).verdict in (MEMORY, BLOCKED)
    look = ("import os", "assert not os.path.exists('/dev/shm/full')", "self.add(Dot())")
    assert attack(*look).error is None
    assert set(os.listdir("/dev/shm")) == before


@pytest.mark.parametrize(
    "lines",
    [
        ("import os", "os.closerange(0, 1 << 16)", "self.add(Dot())"),
        ("import os", "for fd in range(3, 64):", "    try: os.dup2(0, fd)", "    except OSError: pass"),
    ],
    ids=["closed", "replaced"],
)
def test_a_scene_that_cuts_its_own_line_has_crashed(
    attack: Callable[..., Verdict], lines: tuple[str, ...]
) -> None:
    assert attack(*lines).verdict == CRASHED


@pytest.mark.parametrize(
    "line",
    [
        "os.setpriority(os.PRIO_USER, 0, 19)",
        "resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (0, 0))",
        "os.sched_setaffinity(os.getppid(), [0])",
        "libc.ptrace(16, os.getppid(), 0, 0) == -1 and os.kill(os.getppid(), 9)",
        "os.pidfd_open(os.getppid()) and signal.pidfd_send_signal(os.pidfd_open(os.getppid()), 9)",
        "open(f'/proc/{os.getppid()}/mem', 'rb')",
        "open(f'/proc/{os.getppid()}/environ').read()",
    ],
)
def test_the_zygote_is_neither_slowed_nor_ended_nor_read(attack: Callable[..., Verdict], line: str) -> None:
    before = processes()
    verdict = attack("import ctypes, os, resource, signal; libc = ctypes.CDLL(None)", line, "self.add(Dot())")
    assert verdict.verdict in (BLOCKED, OK)
    assert processes() == before

"""What a scene reaches for is noticed, also where it hides that it failed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from manimill.render import RenderJob, VerdictKind
from manimill.render._zygote.reach import could_reach_out
from manimill.render._zygote.witness import network_attempts
from manimill.render.worker import ZYGOTE, Worker

MakeScene = Callable[..., RenderJob]


@pytest.mark.parametrize(
    ("line", "evidence"),
    [
        ("import socket; socket.create_connection(('192.0.2.1', 80), 1)", "192.0.2.1:80"),
        ("import socket; socket.socket().connect_ex(('127.0.0.1', 22))", "127.0.0.1:22"),
        (
            "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'', ('192.0.2.1', 53))",
            "192.0.2.1:53",
        ),
        ("import socket; socket.getaddrinfo('example.org', 443)", "example.org:443"),
        ("import socket; socket.gethostbyname('example.org')", "example.org"),
        ("import _socket; _socket.socket(2, 1).connect(('192.0.2.1', 80))", "192.0.2.1:80"),
        ("import urllib.request as r; r.urlopen('https://example.org/x')", "https://example.org/x"),
        ("import ftplib; ftplib.FTP('example.org')", "example.org:21"),
        ("import smtplib; smtplib.SMTP('example.org')", "example.org:25"),
        ("import subprocess; subprocess.run(['curl', '-s', 'example.org'])", "curl -s example.org"),
        ("import subprocess; subprocess.run('true && wget x', shell=True)", "wget x"),
        ("import os; os.system('A=1 /usr/bin/curl x | cat')", "/usr/bin/curl x"),
        ("import os; os.system('env A=1 curl x')", "curl x"),
        ("import subprocess, sys; subprocess.run([sys.executable, '-m', 'pip', 'list'])", None),
        ("import os; os.system('git clone https://example.org/x')", "git clone https://example.org/x"),
        ("import os; os.spawnlp(os.P_WAIT, 'sudo', 'sudo', 'true')", "sudo true"),
        ("open('/etc/shadow')", "/etc/shadow"),
        ("open('/root/notes.txt')", "/root/notes.txt"),
        ("open('/home/ann/.ssh/id_rsa')", "/home/ann/.ssh/id_rsa"),
        ("open(os.path.expanduser('~/.aws/credentials'))", "/home/scene/.aws/credentials"),
        ("open('/proc/1/environ')", "/proc/1/environ"),
        ("os.open('/proc/1/mem', os.O_RDWR)", "/proc/1/mem"),
        ("os.kill(1, 9)", "signal 9 to 1"),
    ],
)
def test_what_was_tried_is_blocked_even_if_nothing_came_of_it(
    scene: MakeScene, worker: Worker, line: str, evidence: str | None
) -> None:
    job = scene(
        "import os", "self.add(Dot())", "try:", f"    {line}", "except Exception:", "    x = 'instead'"
    )
    verdict = worker.render(job)
    assert (verdict.verdict, verdict.error_line) == (VerdictKind.BLOCKED, 8)
    assert evidence is None or verdict.evidence == evidence


@pytest.mark.parametrize(
    "lines",
    [
        ["import socket", "a, b = socket.socketpair()", "a.sendall(b'x'); b.recv(1)"],
        [
            "import socket",
            "server = socket.socket(socket.AF_UNIX); server.bind('own'); server.listen()",
            "socket.socket(socket.AF_UNIX).connect('own')",
        ],
        ["import socket", "socket.gethostname()", "socket.getaddrinfo(None, 80)"],
        ["import subprocess", "subprocess.run(['latex', '--version'], capture_output=True, check=True)"],
        ["import subprocess", "subprocess.run('echo curl > file; cat file', shell=True, check=True)"],
        ["import multiprocessing", "multiprocessing.get_context('fork').Pool(1).map(abs, [-1])"],
        ["import asyncio", "asyncio.run(asyncio.sleep(0))"],
        ["import os", "os.kill(os.getpid(), 0)"],
        ["open('/proc/self/status').read()", "import os; open(f'/proc/{os.getpid()}/status').read()"],
        ["import urllib.request", "urllib.request.urlopen('data:,text').read()"],
        ["import os", "open(os.path.expanduser('~/.config'), 'w').close()"],
        ["import tempfile, random, uuid", "tempfile.mkdtemp(); uuid.uuid1()"],
        ["self.add(MathTex('w'), Text('v'))"],
    ],
)
def test_what_stays_in_the_box_is_fine(scene: MakeScene, worker: Worker, lines: list[str]) -> None:
    verdict = worker.render(scene("self.add(Dot())", *lines))
    assert (verdict.verdict, verdict.error) == (VerdictKind.OK, None)


@pytest.mark.parametrize(
    ("line", "evidence"),
    [
        ("import sys; sys._getframe().f_back.f_locals", "sys._getframe"),
        ("import inspect; inspect.currentframe()", "sys._getframe"),
        ("import inspect; inspect.stack()", "sys._getframe"),
        ("import sys; sys._current_frames()", "sys._current_frames"),
        ("import gc; gc.get_objects()", "gc.get_objects"),
        ("raise ValueError", None),
    ],
)
def test_reading_the_frames_of_the_judge_is_blocked(
    scene: MakeScene, worker: Worker, line: str, evidence: str | None
) -> None:
    job = scene(
        "self.add(Dot())",
        "try:",
        f"    {line}",
        "except ValueError as error:",
        "    x = error.__traceback__.tb_frame",
    )
    verdict = worker.render(job)
    assert (verdict.verdict, verdict.evidence) == (VerdictKind.BLOCKED, evidence or "tb_frame")


def test_what_libraries_do_with_frames_is_fine(scene: MakeScene, worker: Worker) -> None:
    verdict = worker.render(
        scene(
            "import logging, collections, inspect, warnings, traceback",
            "logging.warning('said'); warnings.warn('said'); traceback.format_stack()",
            "collections.namedtuple('Pair', 'a b'); inspect.signature(Circle); inspect.getsource(Example)",
            "self.add(Dot())",
        )
    )
    assert (verdict.verdict, verdict.error) == (VerdictKind.OK, None)


def test_a_forked_child_is_watched_too(scene: MakeScene, worker: Worker) -> None:
    verdict = worker.render(
        scene(
            "self.add(Dot())",
            "import os, socket",
            "child = os.fork()",
            "if child == 0:",
            "    try: socket.create_connection(('192.0.2.7', 80))",
            "    finally: os._exit(0)",
            "os.waitpid(child, 0)",
        )
    )
    assert (verdict.verdict, verdict.evidence) == (VerdictKind.BLOCKED, "192.0.2.7:80")


def test_what_a_scene_tried_before_it_died_is_what_counts(scene: MakeScene, worker: Worker) -> None:
    verdict = worker.render(scene("import os", "try: open('/etc/shadow')", "except OSError: os._exit(0)"))
    assert (verdict.verdict, verdict.evidence) == (VerdictKind.BLOCKED, "/etc/shadow")


def test_a_program_that_reaches_for_the_network_by_itself_is_noticed(
    scene: MakeScene, worker: Worker
) -> None:
    program = "import socket; socket.getaddrinfo('example.org', 80)"
    verdict = worker.render(
        scene(
            "self.add(Dot())",
            "import subprocess, sys",
            f"subprocess.run([sys.executable, '-c', {program!r}])",
        )
    )
    assert verdict.verdict == VerdictKind.BLOCKED


@pytest.mark.parametrize(
    "code",
    [
        "import os",
        "import math, socket",
        "from os import path",
        "x = 1; import requests as r",
        "if x: import httpx",
        "try: from urllib.request import urlopen\nexcept ImportError: pass",
        "import manim.utils\\\n, socket",
        "np.genfromtxt(address)",
        "np.lib.npyio.os.system('x')",
        "().__class__.__base__.__subclasses__()",
        "ImageMobject('/etc/shadow')",
        "ImageMobject('../secret.png')",
        "ImageMobject('\\x2fetc/shadow')",
    ],
)
def test_code_that_could_reach_out_is_told_from_its_text(code: str) -> None:
    assert could_reach_out(f"from manim import *\n{code}\n")


@pytest.mark.parametrize(
    "code",
    [
        "import math\nimport numpy as np, random",
        "from manim import (\n    Circle,\n    Square,\n)",
        "    from math import sin  # only here",
        r"MathTex(r'\frac{a}{b} \\ c'), Text('from here to there')",
        "import itertools as it; self.play(Create(Circle()))",
    ],
)
def test_code_that_keeps_to_manim_is_spared_the_hook(code: str) -> None:
    assert not could_reach_out(f"from manim import *\n{code}\n")


COUNTING = """
import json, socket, subprocess, sys
sys.path.insert(0, "/reading")
from _zygote.witness import network_counters

def udp(address, family=socket.AF_INET):
    socket.socket(family, socket.SOCK_DGRAM).sendto(b"x", address)

def own_server():
    server = socket.create_server(("127.0.0.1", 0))
    client = socket.create_connection(server.getsockname())
    server.accept()[0].sendall(b"x")
    client.recv(1)

TRIED = {
    "nothing": lambda: None,
    "a pair of sockets": socket.socketpair,
    "a server of its own": own_server,
    "a name": lambda: socket.getaddrinfo("example.org", 80),
    "a refused connection": lambda: socket.create_connection(("127.0.0.1", 22)),
    "a refused connection, version 6": lambda: socket.create_connection(("::1", 22)),
    "an unreachable host": lambda: socket.create_connection(("192.0.2.1", 80)),
    "an unreachable host, version 6": lambda: socket.create_connection(("2001:db8::1", 80)),
    "a datagram": lambda: udp(("192.0.2.1", 53)),
    "a datagram that nobody takes": lambda: udp(("127.0.0.1", 53)),
}
readings = {}
for name, attempt in TRIED.items():
    before = network_counters()
    try:
        attempt()
    except OSError:
        pass
    readings[name] = [before, network_counters()]
print(json.dumps(readings))
"""


@pytest.mark.skipif(shutil.which("bwrap") is None, reason="needs bubblewrap")
def test_the_counters_of_an_empty_network_tell_attempts_from_what_stays_inside(tmp_path: Path) -> None:
    (tmp_path / "counting.py").write_text(COUNTING)
    command = [
        *(
            "bwrap",
            "--unshare-net",
            "--ro-bind",
            "/",
            "/",
            "--tmpfs",
            "/etc",
            "--proc",
            "/proc",
            "--dev",
            "/dev",
        ),
        *("--tmpfs", "/run", "--dir", "/run/reading", "--ro-bind", str(ZYGOTE), "/run/reading/_zygote"),
        *("--ro-bind", str(tmp_path / "counting.py"), "/run/counting.py"),
        *(sys.executable, "/run/counting.py"),
    ]
    text = COUNTING.replace("/reading", "/run/reading")
    (tmp_path / "counting.py").write_text(text)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    noticed = {name: network_attempts(*reading) for name, reading in json.loads(done.stdout).items()}
    assert noticed == {
        "nothing": False,
        "a pair of sockets": False,
        "a server of its own": False,
        "a name": True,
        "a refused connection": True,
        "a refused connection, version 6": True,
        "an unreachable host": True,
        "an unreachable host, version 6": True,
        "a datagram": True,
        "a datagram that nobody takes": True,
    }

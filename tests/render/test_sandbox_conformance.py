"""What every sandbox must hold, whatever it is made of."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from manimill.errors import EnvironmentFailure
from manimill.render._zygote import seccomp
from manimill.render.sandbox import Box, Sandbox, choose_sandbox
from manimill.render.settings import SandboxName

CONFINING = [name for name in get_args(SandboxName) if name not in ("auto", "none")]

PRELUDE = """
import ctypes, errno, json, os, signal, socket, subprocess, sys
def tried(function, *arguments):
    try:
        got = function(*arguments)
    except OSError as error:
        return errno.errorcode.get(error.errno, 'unresolved')
    return got if isinstance(got, str) else 'done'
def read(path):
    with open(path) as file: return file.read()
def write(path):
    with open(path, 'w') as file: file.write('spoilt')
def say(value):
    print(json.dumps(value))
"""

REFUSED = {
    "EACCES",
    "EPERM",
    "ENOENT",
    "ESRCH",
    "EROFS",
    "ENOSPC",
    "ECONNREFUSED",
    "ENETUNREACH",
    "unresolved",
}
"""Not there, or not permitted; which of them differs between sandboxes."""


@pytest.fixture(scope="module", params=CONFINING)
def sandbox(request: pytest.FixtureRequest) -> Sandbox:
    try:
        return choose_sandbox(wanted=request.param)
    except EnvironmentFailure as failure:
        pytest.skip(str(failure))


@pytest.fixture
def box(sandbox: Sandbox) -> Iterator[Box]:
    with sandbox.open() as box:
        yield box


def run(box: Box, program: str, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    command = box.command([sys.executable, "-c", PRELUDE + program, *arguments])
    return subprocess.run(command, env={}, capture_output=True, text=True, check=False, **options)


def answer(box: Box, program: str, *arguments: str, **options: Any) -> Any:
    done = run(box, program, *arguments, **options)
    assert (done.stderr, done.returncode) == ("", 0)
    return json.loads(done.stdout)


@pytest.fixture
def outside() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(["/bin/sleep", "600"], env={"SECRET": "hunter2"}) as process:
        yield process
        assert process.poll() is None, "a process outside was ended"
        process.kill()


def test_no_connection_leaves(box: Box, tmp_path: Path) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as tcp,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp,
        socket.socket(socket.AF_UNIX) as named,
        socket.socket(socket.AF_UNIX) as abstract,
    ):
        udp.bind(("127.0.0.1", 0))
        named.bind(str(tmp_path / "socket"))
        abstract.bind(f"\0manimill-{os.getpid()}")
        for server in (named, abstract):
            server.listen()
        program = """
def connect(family, address):
    with socket.socket(family) as ours: ours.connect(address)
def tell(address):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ours: ours.sendto(b'word', address)
tcp, udp, named, abstract = json.loads(sys.argv[1])
say([
    tried(connect, socket.AF_INET, tuple(tcp)),
    tried(connect, socket.AF_UNIX, named),
    tried(connect, socket.AF_UNIX, abstract),
    tried(socket.getaddrinfo, 'example.org', 80),
    tried(tell, tuple(udp)),
    subprocess.run(['curl', '--silent', f'http://127.0.0.1:{tcp[1]}']).returncode,
])
"""
        addresses = [server.getsockname() for server in (tcp, udp, named)] + [f"\0manimill-{os.getpid()}"]
        *refused, told, curl = answer(box, program, json.dumps(addresses))
        assert set(refused) <= REFUSED
        # A message may be sent to nowhere.
        assert told in REFUSED | {"done"}
        # Could not connect; or could not even try.
        assert curl in (7, 127)
        for server in (tcp, udp, named, abstract):
            assert select.select([server], [], [], 0)[0] == []


def test_nothing_of_the_user_can_be_read(
    box: Box, outside: subprocess.Popen[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    (tmp_path / "letter").write_text("private")
    paths = [
        "/etc/shadow",
        "/etc/passwd",
        f"{tmp_path}/letter",
        __file__,
        f"/proc/{outside.pid}/environ",
        f"/proc/{os.getpid()}/environ",
        f"/proc/{os.getpid()}/maps",
        f"/proc/{os.getpid()}/root/etc/passwd",
        f"/proc/{os.getpid()}/cwd/pyproject.toml",
    ]
    paths += [str(path) for path in Path.home().iterdir() if path.is_file()]
    got = answer(box, "say([tried(read, path) for path in sys.argv[1:]])", *paths)
    assert set(got) <= REFUSED


def test_the_environment_is_made_for_the_program(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    place = box.place
    variables = answer(box, "say(dict(os.environ))")
    search = variables.pop("PATH").split(":")
    assert search[-1] == "/bin"
    assert variables.pop("TMPDIR", "/tmp") == place.tmp
    variables.pop("PWD", None)
    assert variables == {
        "HOME": place.home,
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONHASHSEED": "0",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
    }


def test_nothing_outside_can_be_written_or_changed(box: Box, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_text("kept")
    kept.chmod(0o640)
    before = kept.stat()
    folders = [
        "/",
        "/usr",
        "/etc",
        "/var/tmp",
        "/dev/shm",
        sys.prefix,
        str(tmp_path),
        str(Path.home()),
        "/root",
    ]
    if box.place.private:
        # There it is one of the program's own.
        folders.remove("/dev/shm")
    program = """
say([tried(write, f'{folder}/spoilt') for folder in sys.argv[2:]] + [tried(write, sys.argv[1])])
for change in (os.chmod, lambda path, _: os.utime(path, (0, 0)), lambda path, _: os.chown(path, 1, 1)):
    tried(change, sys.argv[1], 0o777)
tried(lambda: os.setxattr(sys.argv[1], 'user.mark', b'x'))
"""
    assert set(answer(box, program, str(kept), *folders)) <= REFUSED
    after = kept.stat()
    assert kept.read_text() == "kept"
    assert (after.st_mode, after.st_uid, after.st_mtime) == (before.st_mode, before.st_uid, before.st_mtime)
    assert os.listxattr(kept) == []
    assert not any(os.path.exists(f"{folder}/spoilt") for folder in folders)


def test_programs_and_the_interpreter_cannot_be_changed(box: Box) -> None:
    program = """
import manim
say([tried(os.chmod, path, 0o777) and tried(open, path, 'a') for path in (manim.__file__, '/usr/bin/env')])
"""
    before = os.stat("/usr/bin/env")
    assert set(answer(box, program)) <= REFUSED
    assert os.stat("/usr/bin/env").st_mode == before.st_mode


def test_processes_outside_are_neither_signalled_nor_limited(
    box: Box, outside: subprocess.Popen[bytes]
) -> None:
    program = """
import resource
pid = int(sys.argv[1])
say([tried(os.kill, pid, number) for number in (0, signal.SIGTERM, signal.SIGKILL, signal.SIGSTOP)] + [
    tried(os.kill, os.getppid(), signal.SIGSTOP) if os.getppid() else 'ESRCH',
    tried(resource.prlimit, pid, resource.RLIMIT_CPU, (0, 0)),
    tried(os.setpriority, os.PRIO_PROCESS, pid, 19),
    tried(os.sched_setaffinity, pid, [0]),
])
"""
    assert set(answer(box, program, str(outside.pid))) <= REFUSED
    assert os.getpriority(os.PRIO_PROCESS, outside.pid) == os.getpriority(os.PRIO_PROCESS, 0)
    assert os.sched_getaffinity(outside.pid) == os.sched_getaffinity(0)


def test_a_signal_to_everybody_stays_inside(box: Box, outside: subprocess.Popen[bytes]) -> None:
    assert answer(
        box, "os.kill(-1, signal.SIGKILL) if tried(os.kill, -1, 0) == 'done' else None; say('here')"
    ) == ("here")
    assert outside.poll() is None


def test_nothing_is_traced_mounted_or_put_into_a_namespace(box: Box) -> None:
    program = """
libc = ctypes.CDLL(None, use_errno=True)
def call(function, *arguments):
    if getattr(libc, function)(*arguments) == -1: raise OSError(ctypes.get_errno(), '')
child = os.fork()
if child == 0:
    signal.pause()
new = {'user': 0x10000000, 'mount': 0x20000, 'pid': 0x20000000, 'net': 0x40000000}
said = [
    tried(call, 'ptrace', 16, child, 0, 0),
    tried(call, 'ptrace', 0, 0, 0, 0),
    tried(call, 'mount', b'none', b'/tmp', b'tmpfs', 0, 0),
    tried(call, 'umount2', b'/proc', 2),
    tried(call, 'chroot', b'/'),
    *[tried(call, 'unshare', flag) for flag in new.values()],
    tried(call, 'shmget', 0, 4096, 0o1600),
    tried(call, 'memfd_create', b'x', 0),
]
os.kill(child, signal.SIGKILL)
os.waitpid(child, 0)
say(said)
"""
    assert set(answer(box, program)) == {"EPERM"}
    status = answer(box, "say(dict(line.split(':\\t') for line in read('/proc/self/status').splitlines()))")
    assert {status[key].strip() for key in ("CapPrm", "CapEff", "CapInh", "CapAmb")} == {"0" * 16}
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")


def test_there_is_no_terminal(box: Box) -> None:
    assert answer(box, "say(tried(open, '/dev/tty'))") in REFUSED | {"ENXIO"}


def test_the_number_of_processes_is_bounded_where_others_would_feel_it(box: Box) -> None:
    limit, started = answer(
        box,
        "import resource; say([resource.getrlimit(resource.RLIMIT_NPROC)[0], tried(subprocess.run, 'true')])",
    )
    assert started == "done"
    # Elsewhere they are in a process namespace, which ends as one.
    assert box.place.private or 2048 < limit < 32768


def test_arguments_and_streams_pass_unchanged(box: Box) -> None:
    odd = ["", "a b", "'", '"', "$HOME", "\n", "-x", "--", "gr\u00fc\u00df dich \U0001f3ac", "\udc80"]
    program = (
        "sys.stdout.write(json.dumps(sys.argv[1:] + [sys.stdin.read()])); sys.stderr.write('an \u00e4side')"
    )
    command = box.command([sys.executable, "-c", PRELUDE + program, *odd])
    done = subprocess.run(command, env={}, capture_output=True, check=False, input="l\u00efne\n".encode())
    assert json.loads(done.stdout) == [*odd, "l\u00efne\n"]
    assert done.stderr.decode() == "an \u00e4side"


def test_a_large_output_passes_whole(box: Box) -> None:
    done = run(box, "sys.stdout.write('x' * (8 << 20))")
    assert done.stdout == "x" * (8 << 20)


@pytest.mark.parametrize(
    ("program", "status"),
    [
        ("sys.exit(0)", 0),
        ("sys.exit(7)", 7),
        ("os.kill(os.getpid(), signal.SIGKILL)", 137),
        ("ctypes.string_at(0)", 139),
    ],
)
def test_the_exit_status_passes(box: Box, program: str, status: int) -> None:
    if box.place.private and status > 128:
        # Process 1 cannot be ended by its own signals, so a process it starts stands for it.
        program = f"child = os.fork()\nif child: sys.exit(128 + (os.waitpid(child, 0)[1] & 127))\n{program}"
    assert run(box, program).returncode == status


def test_a_program_that_is_not_there_is_said_to_be_missing(box: Box) -> None:
    done = subprocess.run(box.command(["/absent"]), env={}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (127, "/absent: No such file or directory\n")


def test_descriptors_that_are_given_arrive_and_no_others(box: Box) -> None:
    read_end, write_end = os.pipe()
    # Inheritable, but not passed on by the one who starts the command.
    other = os.open("/etc/hostname", os.O_RDONLY)
    os.set_inheritable(other, True)
    program = """
os.write(int(sys.argv[1]), b'word')
listing = os.open('/proc/self/fd', os.O_RDONLY)
names = [int(name) for name in os.listdir(listing)]
say([fd for fd in names if fd != listing and tried(os.fstat, fd) == 'done'])
"""
    try:
        open_inside = answer(box, program, str(write_end), pass_fds=(write_end,))
        assert os.read(read_end, 10) == b"word"
        assert sorted(open_inside) == [0, 1, 2, write_end]
    finally:
        for fd in (read_end, write_end, other):
            os.close(fd)


def _leading_to_the_interpreter(folder: str) -> list[str]:
    """What is in a folder from the start: an interpreter below it, as of a checkout in ``/tmp``, is mounted there."""
    below = [Path(prefix) for prefix in {sys.prefix, sys.base_prefix} if Path(prefix).is_relative_to(folder)]
    return sorted({path.relative_to(folder).parts[0] for path in below})


def test_folders_are_empty_writable_and_gone_afterwards(sandbox: Sandbox) -> None:
    program = """
folders = sys.argv[1:]
found = [os.listdir(folder) for folder in folders]
for folder in folders:
    os.makedirs(f'{folder}/a/b')
    with open(f'{folder}/a/b/c', 'w') as file: file.write('text')
    os.symlink('/usr', f'{folder}/link')
    os.mkdir(f'{folder}/locked', 0)
say([found, os.getcwd() == folders[0], [read(f'{folder}/a/b/c') for folder in folders]])
"""
    with sandbox.open() as box:
        place = box.place
        folders = [place.scene, place.tmp, place.home]
        empty = [_leading_to_the_interpreter(folder) for folder in folders]
        assert answer(box, program, *folders) == [empty, True, ["text"] * 3]
    if not place.private:
        assert not any(os.path.exists(folder) for folder in folders)
    assert not os.path.exists("/scene")
    assert os.path.isdir("/usr/bin")


def test_two_boxes_do_not_see_each_other(sandbox: Sandbox) -> None:
    with sandbox.open() as one, sandbox.open() as other:
        held = "write('mark'); print(os.getpid(), flush=True); sys.stdin.read()"
        command = one.command([sys.executable, "-c", PRELUDE + held])
        with subprocess.Popen(command, env={}, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            pid = process.stdout.readline().decode().strip()
            program = """
said = [tried(read, path) for path in sys.argv[2:]] + [tried(os.listdir, os.path.dirname(sys.argv[2]))]
# In a process namespace of its own the number belongs to somebody else.
if os.getpid() != 1:
    said += [tried(os.kill, int(sys.argv[1]), 0), tried(read, f'/proc/{sys.argv[1]}/maps')]
say(said)
"""
            got = answer(other, program, pid, f"{one.place.scene}/mark", "mark")
            process.communicate()
    if one.place.private:
        # The folder has the same name in both.
        assert got == ["ENOENT", "ENOENT", "done"]
    else:
        assert set(got) <= REFUSED


def test_what_is_given_can_be_read_and_imported_but_not_written(sandbox: Sandbox, tmp_path: Path) -> None:
    package = tmp_path / "shelf" / "gift"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("word = 'given'\n")
    (tmp_path / "shelf" / "other.py").write_text("word = 'not given'\n")
    single = tmp_path / "single"
    single.write_text("one file")
    program = """
package, single = sys.argv[1:]
sys.path.insert(0, os.path.dirname(package))
import gift
try:
    import other
except ImportError:
    other = None
say([gift.word, other and other.word, read(single), tried(write, single), tried(write, f'{package}/__init__.py')])
"""
    with sandbox.open({"gift": package, "text": single}) as box:
        inside = box.place.readable
        assert set(inside) == {"gift", "text"}
        word, other, text, *written = answer(box, program, inside["gift"], inside["text"])
    assert (word, other, text) == ("given", None, "one file")
    assert set(written) <= REFUSED
    assert single.read_text() == "one file"


def test_what_is_put_into_a_given_folder_later_is_there_and_cannot_be_written(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    program = """
folder = sys.argv[1]
say([])
sys.stdout.flush()
sys.stdin.readline()
say([
    sorted(os.listdir(folder)), read(f'{folder}/late/file'), tried(write, f'{folder}/late/file'),
    tried(os.unlink, f'{folder}/late/file'), tried(os.mkdir, f'{folder}/more'), tried(os.rmdir, folder),
    tried(os.symlink, '/etc', f'{folder}/late/link'), tried(os.rename, f'{folder}/late', f'{folder}/later'),
])
"""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    with sandbox.open({"shelf": shelf}) as box:
        command = box.command([sys.executable, "-c", PRELUDE + program, box.place.readable["shelf"]])
        with subprocess.Popen(
            command, env={}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdin is not None and process.stdout is not None
            assert process.stdout.readline() == "[]\n"
            (shelf / "late").mkdir()
            (shelf / "late" / "file").write_text("kept")
            said, _ = process.communicate("\n")
    names, text, *refused = json.loads(said)
    assert (names, text) == (["late"], "kept")
    # Where it is a place that something is mounted to, it is busy.
    assert set(refused) <= REFUSED | {"EBUSY"}
    assert (shelf / "late" / "file").read_text() == "kept"


@pytest.fixture
def alive() -> Iterator[tuple[int, Callable[[], bool]]]:
    """A descriptor to pass on, and whether any process still holds it once this one has let go."""
    read_end, write_end = os.pipe()
    held = True

    def anybody() -> bool:
        nonlocal held
        if held:
            os.close(write_end)
            held = False
        return not select.select([read_end], [], [], 30)[0]

    yield write_end, anybody
    anybody()
    os.close(read_end)


DAEMONS = """
import time
for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            time.sleep(600)
        os._exit(0)
print('started', flush=True)
"""


def test_what_a_program_leaves_running_ends_with_it(box: Box, alive: tuple[int, Callable[[], bool]]) -> None:
    descriptor, anybody = alive
    devnull = "os.dup2(os.open(os.devnull, os.O_RDWR), 1); os.dup2(1, 2)"
    assert run(box, DAEMONS + devnull, pass_fds=(descriptor,)).returncode == 0
    assert not anybody()


def test_everything_ends_when_the_command_is_killed(box: Box, alive: tuple[int, Callable[[], bool]]) -> None:
    descriptor, anybody = alive
    command = box.command([sys.executable, "-c", PRELUDE + DAEMONS + "time.sleep(600)"])
    with subprocess.Popen(command, env={}, stdout=subprocess.PIPE, pass_fds=(descriptor,)) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"started\n"
        process.kill()
        assert not anybody()


CALLER = """
import json, subprocess, sys, time
command, descriptor = json.loads(sys.argv[1])
subprocess.Popen(command, env={}, pass_fds=(descriptor,))
time.sleep(600)
"""


def test_everything_ends_with_whoever_started_it(box: Box, alive: tuple[int, Callable[[], bool]]) -> None:
    descriptor, anybody = alive
    command = box.command([sys.executable, "-c", PRELUDE + DAEMONS + "time.sleep(600)"])
    arguments = json.dumps([command, descriptor])
    with subprocess.Popen(
        [sys.executable, "-c", CALLER, arguments], stdout=subprocess.PIPE, pass_fds=(descriptor,)
    ) as caller:
        assert caller.stdout is not None
        assert caller.stdout.readline() == b"started\n"
        caller.kill()
        assert not anybody()


def test_a_narrower_place_fits_inside(sandbox: Sandbox) -> None:
    zygote = Path(seccomp.__file__).parent
    program = """
import resource
package, writable = json.loads(sys.argv[1])
sys.path.insert(0, os.path.dirname(package))
from _zygote import landlock, seccomp
up = os.pipe()
child = os.fork()
if child == 0:
    if landlock.abi() >= 6:
        landlock.restrict(['/'], [*writable, '/dev'])
    seccomp.install(network=False)
    if os.fork() == 0:
        said = [
            tried(os.kill, os.getppid(), 0),
            # Process 1 of a process namespace is out of reach of SIGKILL without any of this.
            tried(os.kill, int(sys.argv[2]), signal.SIGKILL) if sys.argv[2] != '1' else 'EPERM',
            tried(write, f'{writable[0]}/mark'),
            tried(write, '/dev/null'),
            tried(socket.socket),
        ]
        os.write(up[1], json.dumps([os.getpid(), said]).encode())
    signal.pause()
grandchild, said = json.loads(os.read(up[0], 4096))
seen = [tried(lambda: read(f'/proc/{pid}/{name}') and 'read') for pid in (child, grandchild)
        for name in ('stat', 'smaps_rollup', 'schedstat')]
ended = [tried(os.kill, pid, signal.SIGKILL) for pid in (grandchild, child)]
say([said, seen, ended, os.waitpid(child, 0)[1]])
"""
    with sandbox.open({"zygote": zygote}) as box:
        place = box.place
        package = place.readable["zygote"]
        folders = json.dumps([package, [place.scene, place.tmp, place.home]])
        wrapper = "import os, sys; os.execv(sys.argv[1], [*sys.argv[1:], str(os.getpid())])"
        inner = [sys.executable, "-c", PRELUDE + program, folders]
        done = subprocess.run(
            box.command([sys.executable, "-c", wrapper, *inner]),
            env={},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.stderr == ""
    assert json.loads(done.stdout) == [
        ["done", "EPERM", "done", "done", "EACCES"],
        ["read"] * 6,
        ["done", "done"],
        signal.SIGKILL,
    ]


def test_a_scene_with_tex_is_drawn_and_encoded(box: Box) -> None:
    program = """
import manim, multiprocessing, tempfile
class Example(manim.Scene):
    def construct(self):
        formula = manim.MathTex(r'\\\\frac{1}{2}')
        self.play(manim.Write(formula), manim.FadeIn(manim.Text('text')), run_time=0.2)
with tempfile.TemporaryDirectory() as media:
    options = {'quality': 'low_quality', 'media_dir': media, 'verbosity': 'CRITICAL', 'progress_bar': 'none'}
    with manim.tempconfig(options):
        scene = Example()
        scene.render()
    say(os.path.getsize(scene.renderer.file_writer.movie_file_path) > 1000)
"""
    assert answer(box, program) is True


def test_other_interpreters_run_as_well(sandbox: Sandbox, tmp_path: Path) -> None:
    copied = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--copies", "--without-pip", copied], check=True)
    python = str(copied / "bin" / "python")
    with choose_sandbox(python, wanted=sandbox.name).open() as box:  # type: ignore[arg-type]
        command = box.command([python, "-c", "import sys, sqlite3; print(sys.prefix)"])
        done = subprocess.run(command, env={}, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == (f"{copied}\n", "")

from __future__ import annotations

import errno
import json
import os
import struct
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from manimill.render._zygote import seccomp

HARMLESS = {"msgget": (-1, 0), "socketpair": (1, 2, 0, 0)}
"""Arguments with which a call that gets past the filter changes nothing; for all others -1 does."""

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(seccomp.__file__).parents[1])}
"""In which the zygote is a package of its own, as inside."""

PROGRAM = """
import ctypes, json, os, sys
from _zygote import seccomp
calls, options = json.loads(sys.argv[1])
libc = ctypes.CDLL(None, use_errno=True)
seccomp.install(**options)
def answer(number, *arguments):
    ctypes.set_errno(0)
    got = libc.syscall(ctypes.c_long(number), *map(ctypes.c_long, arguments))
    return -ctypes.get_errno() if got == -1 else got
print(json.dumps({name: answer(*call) for name, call in calls.items()}))
"""

requires_x86_64 = pytest.mark.skipif(os.uname().machine != "x86_64", reason="numbers of another machine")


def answers(calls: Mapping[str, tuple[int, ...]], **options: bool) -> dict[str, int]:
    """What calls return in a process with the filter, negative where an error."""
    done = run(PROGRAM, json.dumps([calls, options]))
    return dict(json.loads(done))


def run(program: str, *arguments: str, cwd: Path | None = None) -> str:
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env=ENVIRONMENT)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def numbers(*tables: str) -> dict[str, int]:
    column = 0 if os.uname().machine == "x86_64" else 1
    found = {name: row[column] for table in tables for name, row in getattr(seccomp, table).items()}
    return {name: number for name, number in found.items() if number >= 0}


def with_arguments(calls: dict[str, int]) -> dict[str, tuple[int, ...]]:
    return {name: (number, *HARMLESS.get(name, (-1,) * 5)) for name, number in calls.items()}


def test_what_no_scene_needs_is_refused() -> None:
    calls = with_arguments(numbers("_REFUSED"))
    assert set(calls) >= {
        "ptrace",
        "mount",
        "setns",
        "bpf",
        "keyctl",
        "memfd_create",
        "shmget",
        "io_uring_setup",
    }
    assert answers(calls) == dict.fromkeys(calls, -errno.EPERM)


def test_limits_and_priorities_can_be_set_of_oneself_only() -> None:
    calls = numbers("_OF_ONESELF")
    others = {name: (number, os.getpid(), -1, -1, -1) for name, number in calls.items()}
    oneself = {name: (number, 0, -1, -1, -1) for name, number in calls.items()}
    priority = numbers("_PRIORITY")["setpriority"]
    others |= {
        "of another": (priority, 0, os.getpid(), 19, -1),
        "of all of the user's": (priority, 2, 0, 19, -1),
    }
    oneself |= {"setpriority": (priority, 0, 0, 19, -1)}
    assert answers(others) == dict.fromkeys(others, -errno.EPERM)
    assert -errno.EPERM not in answers(oneself).values()


def test_namespaces_are_refused_and_processes_are_not() -> None:
    clone, clone3 = numbers("_CLONE")["clone"], numbers("_CLONE3")["clone3"]
    flags = {
        "user": 0x10000000,
        "mount": 0x00020000,
        "pid": 0x20000000,
        "net": 0x40000000,
        "ipc": 0x08000000,
        "uts": 0x04000000,
        "cgroup": 0x02000000,
    }
    calls = {name: (clone, flag | 17, 0, 0, 0, 0) for name, flag in flags.items()}
    assert answers(calls) == dict.fromkeys(flags, -errno.EPERM)
    assert answers({"clone3": (clone3, -1, -1)}) == {"clone3": -errno.ENOSYS}
    program = (
        "import subprocess, threading; from _zygote import seccomp; seccomp.install(); "
        "t = threading.Thread(target=lambda: subprocess.run(['echo', 'here'])); t.start(); t.join()"
    )
    assert run(program) == "here\n"


def test_typing_into_the_terminal_is_refused_and_asking_for_its_size_is_not() -> None:
    ioctl = numbers("_IOCTL")["ioctl"]
    got = answers({"TIOCSTI": (ioctl, -1, 0x5412, -1), "TIOCGWINSZ": (ioctl, -1, 0x5413, -1)})
    assert got == {"TIOCSTI": -errno.EPERM, "TIOCGWINSZ": -errno.EBADF}


def test_the_upper_half_of_an_argument_does_not_hide_what_is_asked() -> None:
    ioctl, socket = numbers("_IOCTL")["ioctl"], numbers("_NETWORK")["socket"]
    got = answers(
        {"ioctl": (ioctl, -1, 0x5412 | 1 << 40, -1), "socket": (socket, 1 << 40 | 2, 1, 0)}, network=False
    )
    assert got == {"ioctl": -errno.EPERM, "socket": -errno.EACCES}


def test_without_network_there_are_only_connected_pairs() -> None:
    program = """
import json, socket
from _zygote import seccomp
seccomp.install(network=False)
def tried(make):
    try:
        make()
    except OSError as error:
        return error.errno
    return 0
families = [socket.AF_UNIX, socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, socket.AF_PACKET, socket.AF_VSOCK]
refused = [tried(lambda: socket.socket(family)) for family in families]
kinds = [socket.SOCK_STREAM, socket.SOCK_SEQPACKET, socket.SOCK_DGRAM, socket.SOCK_RAW]
pairs = [tried(lambda: socket.socketpair(socket.AF_UNIX, kind)) for kind in kinds]
ours, theirs = socket.socketpair()
ours.sendall(b'word')
print(json.dumps([refused, pairs, tried(lambda: ours.connect('/tmp/any')), theirs.recv(4).decode()]))
"""
    eacces = errno.EACCES
    assert json.loads(run(program)) == [[eacces] * 6, [0, 0, eacces, eacces], eacces, "word"]


def test_with_network_there_are_the_sockets_that_a_namespace_holds() -> None:
    socket = numbers("_NETWORK")["socket"]
    families = {
        "unix": 1,
        "inet": 2,
        "inet6": 10,
        "netlink": 16,
        "packet": 17,
        "bluetooth": 31,
        "alg": 38,
        "vsock": 40,
    }
    got = answers({name: (socket, family, 2, 0) for name, family in families.items()})
    assert all(got[name] > 0 for name in ("unix", "inet", "inet6", "netlink"))
    assert {got[name] for name in ("packet", "bluetooth", "alg", "vsock")} == {-errno.EACCES}


def test_attributes_stay_as_they_are_while_files_are_copied(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("text")
    file.chmod(0o640)
    os.utime(file, (1, 1))
    program = """
import os, shutil, sys
from _zygote import seccomp
seccomp.install(attributes=False)
for change in (lambda: os.chmod('file', 0o777), lambda: os.utime('file'), lambda: os.chown('file', 1, 1)):
    change()
with open('file', 'rb') as file:
    os.fchmod(file.fileno(), 0)
shutil.copy2('file', 'copy')
try:
    os.setxattr('file', 'user.mark', b'x')
except PermissionError:
    print(open('copy').read())
"""
    assert run(program, cwd=tmp_path) == "text\n"
    status = file.stat()
    assert (status.st_mode & 0o777, status.st_mtime, status.st_uid) == (0o640, 1, os.getuid())


def test_it_adds_to_what_is_refused_already() -> None:
    program = (
        "import socket; from _zygote import seccomp; seccomp.install(); socket.socket().close()\n"
        "seccomp.install(network=False)\n"
        "try: socket.socket()\nexcept PermissionError: print('refused')"
    )
    assert run(program) == "refused\n"


def test_threads_that_run_already_are_confined_too() -> None:
    program = """
import os, queue, threading
from _zygote import seccomp
go, said = queue.Queue(), queue.Queue()
def attempt():
    go.get()
    try: os.memfd_create('x')
    except PermissionError: said.put('refused')
    else: said.put('allowed')
threading.Thread(target=attempt).start()
seccomp.install()
go.put(None)
print(said.get())
"""
    assert run(program) == "refused\n"


@requires_x86_64
def test_calls_in_the_numbers_of_x32_are_refused() -> None:
    assert answers({"getpid": (0x40000000 + 39,)}) == {"getpid": -errno.EPERM}


@requires_x86_64
def test_calls_in_the_numbers_of_32_bits_end_the_process() -> None:
    program = """
import ctypes, mmap
from _zygote import seccomp
# mov eax, 20 (getpid); int 0x80; ret
code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
code.write(bytes.fromhex('b814000000 cd80 c3'))
call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))
seccomp.install()
call()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, env=ENVIRONMENT)
    # SIGSYS from the filter; SIGSEGV where the kernel has no such numbers at all.
    assert done.returncode in (-31, -11)


def test_another_kind_of_machine_is_an_error() -> None:
    with pytest.raises(OSError, match="no system call filter for riscv64"):
        seccomp.program("riscv64")


def decision(code: bytes, machine: int, number: int, *arguments: int) -> int:
    """What a filter answers to a call, by the rules of the kernel's own interpreter."""
    padded = [*arguments, *[0] * (6 - len(arguments))]
    data = struct.pack("=IIQ6Q", number, machine, 0, *padded)
    instructions = list(struct.iter_unpack("=HBBI", code))
    value, at = 0, 0
    while True:
        operation, if_true, if_false, operand = instructions[at]
        at += 1
        if operation == seccomp._RETURN:
            return int(operand)
        if operation == seccomp._LOAD:
            (value,) = struct.unpack_from("=I", data, operand)
        elif operation == seccomp._AND:
            value &= operand
        else:
            tests = {
                seccomp._EQUAL: value == operand,
                seccomp._AT_LEAST: value >= operand,
                seccomp._ANY_BIT: bool(value & operand),
            }
            at += if_true if tests[operation] else if_false


ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x80000000


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_each_machine_has_its_own_numbers(machine: str) -> None:
    column, name = seccomp._MACHINES[machine]
    code = seccomp.program(machine)
    refused = {row[column] for row in seccomp._REFUSED.values()}
    special = {
        "socket": (41, 198)[column],
        "setpriority": (141, 140)[column],
        "clone3": 435,
        "ioctl": (16, 29)[column],
        "clone": (56, 220)[column],
    }
    unasked = {row[column] for row in seccomp._OF_ONESELF.values()} | set(special.values())
    answers = {number: decision(code, name, number, 0, 0) for number in range(500) if number not in unasked}
    assert {number for number, answer in answers.items() if answer == REFUSE} == refused
    assert {number for number, answer in answers.items() if answer == ALLOW} == set(answers) - refused
    assert decision(code, name, special["clone"], 0x10000000 | 17) == REFUSE
    assert decision(code, name, special["clone"], 0x01200011) == ALLOW
    assert decision(code, name, special["socket"], 40) == 0x00050000 | errno.EACCES
    assert decision(code, name, special["ioctl"], 0, 0x5412) == REFUSE
    assert decision(code, name, special["ioctl"], 0, 0x5401) == ALLOW
    assert decision(code, name ^ 1, 0) == KILL


def test_a_scene_with_tex_is_drawn_and_encoded_under_the_strictest_filter(tmp_path: Path) -> None:
    program = """
import sys
from _zygote import seccomp
seccomp.install(network=False, attributes=False)
import manim, numpy as np
class Example(manim.Scene):
    def construct(self):
        np.linalg.inv(np.eye(200))
        self.play(manim.Write(manim.MathTex(r'\\frac{1}{2}')), manim.FadeIn(manim.Text('text')), run_time=0.2)
options = {'quality': 'low_quality', 'media_dir': sys.argv[1], 'verbosity': 'CRITICAL', 'progress_bar': 'none'}
with manim.tempconfig(options):
    Example().render()
"""
    run(program, str(tmp_path))
    movies = [path for path in tmp_path.rglob("*.mp4") if "partial" not in str(path)]
    assert [path.name for path in movies] == ["Example.mp4"]
    assert movies[0].stat().st_size > 1000


def test_capabilities_go_and_do_not_come_back() -> None:
    program = """
import subprocess
from _zygote import seccomp
seccomp.install()
print(subprocess.run(['/bin/grep', '-E', '^Cap|^NoNew', '/proc/self/status'], capture_output=True, text=True).stdout)
"""
    got = dict(line.split(":\t") for line in run(program).split("\n") if line)
    assert got.pop("NoNewPrivs") == "1"
    if os.getuid() != 0:
        # Only who has them can take them from what will be executed, and no new privileges make that vain.
        got.pop("CapBnd")
    assert set(got.values()) == {"0" * 16}

from __future__ import annotations

import errno
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from manimill.render._zygote import landlock

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(landlock.__file__).parents[1])}
SYSTEM = ["/usr", "/bin", "/lib", "/lib64", "/dev", "/proc", sys.prefix, sys.base_prefix]

PROGRAM = """
import errno, json, os, socket, sys
from _zygote import landlock
readable, writable = json.loads(sys.argv[1])
def tried(function, *arguments):
    try:
        got = function(*arguments)
    except OSError as error:
        return errno.errorcode[error.errno]
    return got if isinstance(got, str) else 'done'
landlock.restrict(readable, writable)
"""

pytestmark = pytest.mark.skipif(
    landlock.abi() < 6, reason=f"Landlock is at version {landlock.abi()} here, below 6"
)


def confined(
    program: str, writable: Sequence[Path] = (), readable: Sequence[Path] = (), cwd: Path | None = None
) -> Any:
    """The JSON that a program prints which has confined itself."""
    places = json.dumps([[*SYSTEM, *map(str, readable)], [*map(str, writable)]])
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM + program, places],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env=ENVIRONMENT,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


@pytest.fixture
def places(tmp_path: Path) -> Path:
    for name in ("readable", "writable", "neither"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    return tmp_path


def test_only_what_was_named_can_be_read_and_written(places: Path) -> None:
    program = """
folders = ('readable', 'writable', 'neither')
def write(path):
    with open(path, 'w') as file: file.write('changed')
print(json.dumps([
    [tried(lambda: open(f'{folder}/file').read()) for folder in folders],
    [tried(os.listdir, folder) for folder in folders],
    [tried(write, f'{folder}/file') for folder in folders],
    [tried(os.truncate, f'{folder}/file', 0) for folder in folders],
    [tried(os.mkdir, f'{folder}/new') for folder in folders],
    [tried(os.symlink, '/', f'{folder}/link') for folder in folders],
    [tried(os.unlink, f'{folder}/file') for folder in folders],
]))
"""
    got = confined(program, writable=[places / "writable"], readable=[places / "readable"], cwd=places)
    only_writable = ["EACCES", "done", "EACCES"]
    assert got == [
        ["readable", "writable", "EACCES"],
        ["done", "done", "EACCES"],
        *[only_writable] * 5,
    ]
    assert {name: (places / name / "file").read_text() for name in ("readable", "neither")} == {
        "readable": "readable",
        "neither": "neither",
    }


def test_links_and_moves_lead_nowhere_else(places: Path) -> None:
    (places / "writable" / "way out").symlink_to(places / "neither")
    program = """
print(json.dumps([
    tried(lambda: open('writable/way out/file').read()),
    tried(os.link, 'neither/file', 'writable/hard'),
    tried(os.rename, 'neither/file', 'writable/moved'),
    tried(os.rename, 'writable/file', 'neither/moved'),
    tried(os.rename, 'writable/file', 'writable/renamed'),
    tried(lambda: open(f'/proc/{os.getppid()}/root/etc/passwd').read()),
]))
"""
    got = confined(program, writable=[places / "writable"], cwd=places)
    assert got == ["EACCES", "EXDEV", "EACCES", "EACCES", "done", "EACCES"]


def test_devices_are_neither_made_nor_asked(places: Path) -> None:
    program = """
import fcntl, stat
null = os.makedev(1, 3)
print(json.dumps([
    tried(os.mknod, 'writable/characters', stat.S_IFCHR | 0o600, null),
    tried(os.mknod, 'writable/blocks', stat.S_IFBLK | 0o600, null),
    tried(os.mkfifo, 'writable/pipe'),
    tried(fcntl.ioctl, os.open('/dev/null', os.O_RDONLY), 0x5413, b'12345678'),
]))
"""
    made_and_asked = confined(program, writable=[places / "writable"], cwd=places)
    # As root the first two would be done; others may make no devices anyway.
    assert made_and_asked in (["EACCES", "EACCES", "done", "EACCES"], ["EPERM", "EPERM", "done", "EACCES"])


def test_a_single_file_can_be_writable(places: Path) -> None:
    program = """
print(json.dumps([tried(lambda: open('neither/file', 'w').close()), tried(lambda: open('neither/new', 'w').close())]))
"""
    assert confined(program, writable=[places / "neither" / "file"], cwd=places) == ["done", "EACCES"]


def test_no_connection_leaves_and_none_is_accepted(places: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as abstract:
        abstract.bind("\0manimill-test-" + str(os.getpid()))
        abstract.listen()
        program = f"""
tcp, name = {server.getsockname()!r}, {abstract.getsockname()!r}
print(json.dumps([
    tried(socket.create_connection, tcp),
    tried(socket.create_server, ('127.0.0.1', 0)),
    tried(socket.socket(socket.AF_UNIX).connect, name),
]))
"""
        assert confined(program) == ["EACCES", "EACCES", "EPERM"]


def test_processes_outside_can_be_neither_signalled_nor_read(places: Path) -> None:
    with subprocess.Popen(["/bin/sleep", "600"]) as outside:
        program = f"""
import signal
pid = {outside.pid}
print(json.dumps([
    tried(os.kill, pid, 0),
    tried(os.kill, pid, signal.SIGKILL),
    tried(os.kill, os.getppid(), 0),
    tried(lambda: open(f'/proc/{{pid}}/environ').read()),
    tried(lambda: open(f'/proc/{{pid}}/mem').read()),
    tried(os.readlink, f'/proc/{{pid}}/fd/0'),
    tried(os.readlink, f'/proc/{{pid}}/cwd'),
]))
"""
        got = confined(program)
        outside.kill()
    assert got == ["EPERM", "EPERM", "EPERM", *["EACCES"] * 4]
    assert outside.returncode == -signal.SIGKILL


def test_an_inner_domain_is_watched_from_outside_and_not_the_other_way_round(places: Path) -> None:
    program = """
import signal
writable = json.loads(sys.argv[1])[1][0]
down, up = os.pipe(), os.pipe()
inner = os.fork()
if inner == 0:
    landlock.restrict(['/proc', '/usr'], [writable + '/inner'])
    said = [
        tried(os.kill, os.getppid(), 0),
        tried(lambda: open(f'/proc/{os.getppid()}/environ').read()),
        tried(lambda: open(f'{writable}/file').read()),
        tried(lambda: open(f'{writable}/inner/file', 'w').close()),
    ]
    # What it starts is in the same domain.
    if os.fork() == 0:
        os.setsid()
        os.write(up[1], json.dumps([said, tried(os.kill, os.getppid(), 0), os.getpid()]).encode())
        signal.pause()
    signal.pause()
said = json.loads(os.read(up[0], 4096))
grandchild = said.pop()
seen = [
    tried(lambda: open(f'/proc/{grandchild}/stat').read() and 'read'),
    tried(lambda: open(f'/proc/{grandchild}/smaps_rollup').read() and 'read'),
    tried(lambda: open(f'/proc/{inner}/environ').read() and 'read'),
    tried(os.kill, grandchild, signal.SIGKILL),
    tried(os.kill, inner, signal.SIGKILL),
]
print(json.dumps([said, seen, os.waitpid(inner, 0)[1]]))
"""
    (places / "writable" / "inner").mkdir()
    said, seen, status = confined(program, writable=[places / "writable"], cwd=places)
    assert said == [["EPERM", "EACCES", "EACCES", "done"], "done"]
    assert (seen, status) == (["read", "read", "read", "done", "done"], signal.SIGKILL)


def test_what_is_started_later_is_confined_as_well(places: Path) -> None:
    program = """
import subprocess
done = subprocess.run(['/bin/cat', 'neither/file'], capture_output=True, text=True)
print(json.dumps(done.stderr))
"""
    assert confined(program, cwd=places) == "/bin/cat: neither/file: Permission denied\n"


def test_a_path_that_does_not_exist_is_an_error_and_confines_nothing(places: Path) -> None:
    program = """
print(json.dumps([tried(landlock.restrict, ['/absent'], []), tried(lambda: open('/usr/bin/env', 'rb').close())]))
"""
    assert confined(program) == ["ENOENT", "done"]


def test_the_seventeenth_domain_is_an_error(places: Path) -> None:
    program = """
answers = [tried(landlock.restrict, ['/usr'], []) for _ in range(16)]
print(json.dumps(answers))
"""
    assert confined(program) == [*["done"] * 15, "E2BIG"]


def test_a_kernel_without_landlock_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landlock, "abi", lambda: 0)
    with pytest.raises(OSError, match="no Landlock") as raised:
        landlock.restrict([], [])
    assert raised.value.errno == errno.EOPNOTSUPP

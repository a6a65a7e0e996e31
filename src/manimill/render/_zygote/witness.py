"""What a scene reached for and must not: seen as it is tried, whatever the scene makes of the failure.

The interpreter tells audit hooks what is about to be done, and a hook cannot be taken off again. What programs
do that a scene starts, and what is done without the interpreter, the counters of the sandbox's own network tell.
"""

from __future__ import annotations

import inspect
import json
import mmap
import os
import re
import shlex
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from types import FrameType
from typing import Any

from . import faults
from .evidence import LONGEST
from .reach import could_reach_out

_PAGE = mmap.PAGESIZE

_ADDRESSED = ("http.client.connect", "ftplib.connect", "smtplib.connect", "imaplib.open", "poplib.connect")
_LOOKED_UP = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
_DIALLED = ("socket.connect", "socket.sendto", "socket.sendmsg")
_STARTED = ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.spawn", "os.system")
_SIGNALLED = ("os.kill", "os.killpg")
# By these a scene could get hold of what judges it.
_LOOKED_INTO = (
    "sys._getframe",
    "sys._current_frames",
    "sys._current_exceptions",
    "gc.get_objects",
    "gc.get_referrers",
)
_FRAMES = ("tb_frame", "gi_frame", "cr_frame", "ag_frame", "f_back")

_REMOTE = re.compile(r"(https?|ftps?|wss?)://", re.IGNORECASE)
_INTERNET = (socket.AF_INET, socket.AF_INET6)

_SECRET_FILES = ("/etc/shadow", "/etc/shadow-", "/etc/gshadow", "/etc/gshadow-", "/etc/sudoers")
_SECRET_FOLDER = re.compile(
    r"^(/root|/home/[^/]+|/Users/[^/]+)(/.*)?"
    r"/\.(ssh|aws|azure|gnupg|kube|docker|netrc|pgpass|pypirc|git-credentials|config/gcloud|\w+_history)(/|$)"
)
_OTHERS_PROCESS = re.compile(r"^/proc/(\d+)(/|$)")

_SHELLS = ("sh", "bash", "dash", "zsh", "ksh", "busybox")
_NETWORK_PROGRAMS = (
    "curl wget ftp sftp scp ssh rsync telnet nc ncat netcat socat nslookup dig host ping ping6 traceroute "
    "pip pip3 apt apt-get dnf yum npm npx conda mamba youtube-dl yt-dlp"
)
_PRIVILEGED_PROGRAMS = "sudo su doas pkexec mount umount unshare nsenter chroot gdb strace"
_GIT_REMOTE = ("clone", "fetch", "pull", "push", "ls-remote")
_MOST_WORDS = 200

_Note = tuple[str, str]
"""What was tried, and what with: an address, a URL, a path or a command."""


class Witness:
    """Notes the first thing that a scene and all it forks reach for in vain.

    Made before the fork in the process that judges, attached after it in the one that runs the scene: the note
    lies in memory that both share, so it is there whatever becomes of the scene.
    """

    def __init__(self, scene_file: str) -> None:
        self._scene_file = scene_file
        self._page = mmap.mmap(-1, _PAGE)

    def attach(self, code: str | None = None) -> None:
        """Start to watch this process and what it forks; there is no way back.

        Scenes whose ``code`` names nothing by which it could reach out are spared: the interpreter calls a hook
        for each ``id()``, of which copying mobjects makes tens of thousands, 8 % of an average scene's time.
        """
        if code is None or could_reach_out(code):
            sys.addaudithook(_hook(self._page, self._scene_file))

    def touched(self) -> dict[str, Any] | None:
        """``verdict``, ``error``, ``error_line`` and ``evidence`` for the first forbidden thing, or None."""
        if self._page[:1] == b"\0":
            return None
        try:
            line, tried, thing = json.loads(self._page[:].rstrip(b"\0"))
            return blocked(str(tried), str(thing), None if line is None else int(line))
        except (ValueError, TypeError):
            # Only a scene that looks for this page in its own memory can have spoilt it.
            return blocked("wrote over the notes of what it tried", "memory", None)

    def close(self) -> None:
        """Give the shared memory back."""
        self._page.close()


def blocked(tried: str, thing: str, line: int | None) -> dict[str, Any]:
    """The keys of `faults.describe` for something that no scene may do."""
    return {
        "verdict": "blocked",
        "error": faults.clean(f"the scene {tried}: {thing}"),
        "error_line": line,
        "evidence": faults.clean(thing, LONGEST),
    }


def _hook(page: mmap.mmap, scene_file: str) -> Callable[[str, tuple[Any, ...]], None]:
    checks = _checks(scene_file)

    busy = False

    def hook(event: str, args: tuple[Any, ...]) -> None:
        nonlocal busy
        # Called for every `id()`, so what it is not about must be decided at once.
        if busy or event not in checks:
            return
        # What is done here causes events of its own.
        busy = True
        try:
            note = checks[event](args)
            if note is not None and page[:1] == b"\0":
                line = _line(sys._getframe(1), scene_file)
                # In ASCII a character takes up to twelve bytes.
                text = json.dumps([line, note[0], note[1][:LONGEST]]).encode("ascii")
                page[: len(text)] = text
        except Exception:
            # An exception from here would stop what the scene does, which is the sandbox's business.
            return
        finally:
            busy = False

    return hook


def _line(frame: FrameType | None, scene_file: str) -> int | None:
    while frame is not None:
        if frame.f_code.co_filename == scene_file:
            return frame.f_lineno
        frame = frame.f_back
    return None


def _checks(scene_file: str) -> dict[str, Callable[[tuple[Any, ...]], _Note | None]]:
    """What looks at the arguments of which event."""
    spared = {1, os.getppid()}
    own_folders = tuple({f"{os.path.realpath(path)}/" for path in (sys.prefix, sys.base_prefix)})
    return {
        "open": lambda args: _opened(args[0], own_folders),
        "urllib.Request": lambda args: _requested(args[0]),
        "webbrowser.open": lambda args: _requested(args[0]),
        **dict.fromkeys(_ADDRESSED, lambda args: _reached(args[1], args[2])),
        **dict.fromkeys(_LOOKED_UP, _looked_up),
        **dict.fromkeys(_DIALLED, lambda args: _dialled(args[0], args[1])),
        **dict.fromkeys(_STARTED, _started),
        **{name: partial(_looked_into, name, scene_file) for name in _LOOKED_INTO},
        "object.__getattr__": lambda args: _looked_into(args[1], scene_file) if args[1] in _FRAMES else None,
        **dict.fromkeys(_SIGNALLED, lambda args: _signalled(args[0], args[1], spared)),
    }


def _looked_into(what: str, scene_file: str, _: tuple[Any, ...] = ()) -> _Note | None:
    """Noted where the scene's own code does it; logging and others ask for their caller's frame all the time."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename in (__file__, inspect.__file__):
        frame = frame.f_back
    own = frame is not None and frame.f_code.co_filename == scene_file
    return ("looks into the process that judges it", what) if own else None


def _reached(host: Any, port: Any) -> _Note:
    host = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    return "reached for the network", f"{host}:{port}" if port else host


def _requested(url: Any) -> _Note | None:
    return ("reached for the network", str(url)) if _REMOTE.match(str(url)) else None


def _looked_up(args: tuple[Any, ...]) -> _Note | None:
    host = args[0].decode("ascii", "replace") if isinstance(args[0], bytes) else args[0]
    if host in (None, "", "127.0.0.1", "::1", "0.0.0.0", "::"):
        # These need no looking up, not even in a file.
        return None
    return _reached(host, args[1] if len(args) > 1 else None)


def _dialled(own_end: Any, address: Any) -> _Note | None:
    if own_end.family not in _INTERNET or not isinstance(address, tuple):
        return None
    return _reached(address[0], address[1])


def _opened(path: Any, own_folders: tuple[str, ...]) -> _Note | None:
    path = os.fsdecode(path) if isinstance(path, bytes) else path
    if not isinstance(path, str) or not path.startswith(("/etc/", "/root/", "/home/", "/Users/", "/proc/")):
        return None
    if path.startswith(own_folders):
        return None
    process = _OTHERS_PROCESS.match(path)
    others = process is not None and int(process[1]) != os.getpid()
    if others or path.startswith("/root/") or path in _SECRET_FILES or _SECRET_FOLDER.match(path):
        return "opened what is not for it", path
    return None


def _signalled(pid: int, signal: int, spared: set[int]) -> _Note | None:
    # Signal 0 only asks whether a process is there.
    if signal != 0 and (pid in spared or pid == -1):
        return "sent a signal to what supervises it", f"signal {int(signal)} to {pid}"
    return None


def _started(args: tuple[Any, ...]) -> _Note | None:
    for command in _commands(_words(args)):
        program = os.path.basename(command[0])
        text = " ".join(command)
        if program in _PRIVILEGED_PROGRAMS.split():
            return "started a program that asks for privileges", text
        if program in _NETWORK_PROGRAMS.split() or _is_remote_use(program, command):
            return "started a program that reaches for the network", text
    return None


def _is_remote_use(program: str, command: Sequence[str]) -> bool:
    if program == "git":
        return any(word in _GIT_REMOTE for word in command[1:])
    return program.startswith("python") and command[1:3] == ["-m", "pip"]


def _words(args: tuple[Any, ...]) -> list[str]:
    """The command line: the first argument that is one; ``os.spawn`` begins with a mode."""
    if len(args) == 1:
        return ["sh", "-c", os.fsdecode(args[0])]
    words = next((arg for arg in args[1:3] if isinstance(arg, list | tuple)), None)
    if words is None:
        return [os.fsdecode(arg) for arg in args[:1] if isinstance(arg, str | bytes)]
    return [os.fsdecode(word) for word in words[:_MOST_WORDS] if isinstance(word, str | bytes | os.PathLike)]


def _commands(words: list[str]) -> Iterator[list[str]]:
    """The commands of a command line, those given to a shell as text among them."""
    if not words:
        return
    if os.path.basename(words[0]) in _SHELLS and "-c" in words[1:-1]:
        yield from _shell_commands(words[words.index("-c") + 1])
    elif os.path.basename(words[0]) in ("env", "nohup", "timeout", "xargs", "exec"):
        yield from ([*words[start:]] for start in range(1, len(words)))
    else:
        yield words


def _shell_commands(text: str) -> Iterator[list[str]]:
    lexer = shlex.shlex(text, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    command: list[str] = []
    try:
        for word in lexer:
            if set(word) <= set("();<>|&"):
                yield from _commands(command)
                command = []
            elif command or "=" not in word:
                # Before the command there may be variables set for it.
                command.append(word)
    except ValueError:
        pass  # an unclosed quote; the shell would not run it either
    yield from _commands(command)


_COUNTERS = {"Ip:": ("OutNoRoutes",), "Tcp:": ("AttemptFails",), "Udp:": ("NoPorts",)}
_COUNTERS_OF_VERSION_6 = ("Ip6OutNoRoutes", "Udp6NoPorts")


def network_counters() -> dict[str, int]:
    """What went wrong so far in this network namespace; to be compared with a later reading.

    A namespace without interfaces but for loopback has no route to anywhere (``OutNoRoutes``), nobody listens on
    it (``AttemptFails`` counts refused connections, IPv6 included) and no resolver answers (``NoPorts``).
    Traffic between a scene's own processes over loopback moves none of these. Counters that the kernel
    does not keep are absent. In a network namespace shared with others the figures say nothing.
    """
    return {**_version_4(_lines("/proc/self/net/snmp")), **_version_6(_lines("/proc/self/net/snmp6"))}


def _lines(path: str) -> list[str]:
    try:
        with open(path, "rb", buffering=0) as file:
            return file.read().decode("ascii").splitlines()
    except OSError:
        return []


def _version_4(lines: list[str]) -> dict[str, int]:
    """From pairs of lines: names, then values, each with the protocol in front."""
    found: dict[str, int] = {}
    for names, values in zip(lines[::2], lines[1::2], strict=False):
        for wanted in _COUNTERS.get(names.partition(" ")[0], ()):
            position = names.split().index(wanted)
            found[names.partition(":")[0] + wanted] = int(values.split()[position])
    return found


def _version_6(lines: list[str]) -> dict[str, int]:
    pairs = (line.split() for line in lines if line.startswith(_COUNTERS_OF_VERSION_6))
    return {name: int(value) for name, value in pairs}


def network_attempts(before: dict[str, int], after: dict[str, int]) -> bool:
    """Whether anything reached for the network between two readings of `network_counters`."""
    return any(after[name] > before.get(name, 0) for name in after)

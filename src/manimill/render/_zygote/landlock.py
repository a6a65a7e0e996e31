"""Files, connections and processes kept out of reach by Landlock, which needs neither privileges nor namespaces."""

from __future__ import annotations

import ctypes
import errno
import os
import stat
import struct
from collections.abc import Sequence

from . import privileges

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION = 1
_PATH_BENEATH = 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_MAKE_CHAR, _MAKE_BLOCK = 1 << 6, 1 << 11
_REFER, _TRUNCATE, _IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15

_FIRST_RIGHTS = (1 << 13) - 1
_LATER_RIGHTS = {2: _REFER, 3: _TRUNCATE, 5: _IOCTL_DEV}
"""Rights that came with a later version of the interface."""

_TO_READ = _EXECUTE | _READ_FILE | _READ_DIR
_OF_FILES = _EXECUTE | _READ_FILE | _WRITE_FILE | _TRUNCATE | _IOCTL_DEV
_BIND_AND_CONNECT, _NETWORK_SINCE = 3, 4
_SOCKETS_AND_SIGNALS, _SCOPED_SINCE = 3, 6


def abi() -> int:
    """The version of Landlock's interface here, or 0 where the kernel lacks it or has it switched off."""
    version = int(_libc().syscall(ctypes.c_long(_CREATE_RULESET), None, ctypes.c_size_t(0), _ASK_VERSION))
    return max(version, 0)


def restrict(
    readable: Sequence[str], writable: Sequence[str], *, scoped: bool = True, tcp: bool = False
) -> None:
    """Confine this thread and all it starts to files below ``readable`` and ``writable``, and to no network.

    What is readable may be executed as well; what is writable may also be read and executed, but holds no new
    devices. Paths must exist, links in them are followed now. TCP is denied from version 4 of the interface on,
    unless ``tcp`` is true.
    ``scoped`` keeps, from version 6 on, signals and abstract sockets from reaching processes that are not
    confined by this very call or a later one; those may be reached from outside.

    Capabilities go as well. Cannot be undone. Each further call, up to 16 in all, leaves only what all of them
    allow. Left open are looking at what exists and how large it is, changing modes, owners and times, sockets in
    the file system and UDP: see `seccomp.install`.

    Raises:
        OSError: there is no Landlock here, a path does not exist, or 16 calls have been made.
    """
    version = abi()
    if version == 0:
        raise OSError(errno.EOPNOTSUPP, "this kernel has no Landlock, or has it switched off")
    rights = _rights(version)
    ports = _BIND_AND_CONNECT if not tcp and version >= _NETWORK_SINCE else 0
    scopes = _SOCKETS_AND_SIGNALS if scoped and version >= _SCOPED_SINCE else 0
    ruleset = _call(_CREATE_RULESET, *_sized(struct.pack("=QQQ", rights, ports, scopes), version), 0)
    try:
        for path in readable:
            _allow(ruleset, path, rights & _TO_READ)
        for path in writable:
            _allow(ruleset, path, rights & ~(_MAKE_CHAR | _MAKE_BLOCK))
        privileges.give_up()
        _call(_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _rights(version: int) -> int:
    """Every right over files that the kernel can withhold."""
    return _FIRST_RIGHTS | sum(right for since, right in _LATER_RIGHTS.items() if version >= since)


def _sized(attributes: bytes, version: int) -> tuple[ctypes.c_char_p, ctypes.c_size_t]:
    """The attributes a kernel of this version knows; it refuses longer ones only where they are not zero."""
    size = 24 if version >= _SCOPED_SINCE else 16 if version >= _NETWORK_SINCE else 8
    return ctypes.c_char_p(attributes), ctypes.c_size_t(size)


def _allow(ruleset: int, path: str, rights: int) -> None:
    fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not stat.S_ISDIR(os.fstat(fd).st_mode):
            rights &= _OF_FILES
        _call(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.c_char_p(struct.pack("=Qi", rights, fd)), 0)
    finally:
        os.close(fd)


def _call(number: int, *arguments: object) -> int:
    answer = int(_libc().syscall(ctypes.c_long(number), *arguments))
    if answer < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"Landlock cannot be set up: {os.strerror(code)}")
    return answer


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)

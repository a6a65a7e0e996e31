"""System calls that no scene needs, refused by the kernel from now on in this process and all it starts.

The filter is a list of what is refused. A list of what is allowed would break with every new version of the C
library; what a scene can reach is decided by namespaces or Landlock, and this closes the ways around them.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys
from collections.abc import Iterator, Mapping, Sequence

from . import privileges

_Numbers = Mapping[str, tuple[int, int]]
"""A system call's number on x86_64 and on aarch64, or -1 where it does not exist."""

_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
"""Which of the numbers, and how the kernel names the machine."""

_SECCOMP: _Numbers = {"seccomp": (317, 277)}

_REFUSED: _Numbers = {
    # Other processes' memory, descriptors and limits.
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "move_pages": (279, 239),
    "migrate_pages": (256, 238),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    "ioprio_set": (251, 30),
    # Mounts, namespaces, roots.
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "open_tree_attr": (467, 467),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "unshare": (272, 97),
    "setns": (308, 268),
    # Files reached around their path.
    "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264),
    "fanotify_init": (300, 262),
    # Memory and messages that outlive a scene, or that nobody counts as its own.
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "shmat": (30, 196),
    "shmctl": (31, 195),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    # Wide and little used parts of the kernel.
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "personality": (135, 92),
    # The machine as a whole.
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "reboot": (169, 142),
    "acct": (163, 89),
    "syslog": (103, 116),
}

_OF_ONESELF: _Numbers = {
    "prlimit64": (302, 261),
    "sched_setparam": (142, 118),
    "sched_setscheduler": (144, 119),
    "sched_setaffinity": (203, 122),
    "sched_setattr": (314, 274),
}
"""Refused unless their first argument, a process, is 0: the caller."""

_PRIORITY: _Numbers = {"setpriority": (141, 140)}

_SOCKET: _Numbers = {"socket": (41, 198)}
_NETWORK: _Numbers = {
    **_SOCKET,
    "connect": (42, 203),
    "bind": (49, 200),
    "listen": (50, 201),
    "accept": (43, 202),
    "accept4": (288, 242),
}

_ATTRIBUTES: _Numbers = {
    "chmod": (90, -1),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "fchmodat2": (452, 452),
    "chown": (92, -1),
    "lchown": (94, -1),
    "fchown": (93, 55),
    "fchownat": (260, 54),
    "utime": (132, -1),
    "utimes": (235, -1),
    "futimesat": (261, -1),
    "utimensat": (280, 88),
}
_ON_NAMED_FILES: _Numbers = {
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "setxattrat": (463, 463),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
    "removexattrat": (466, 466),
    "file_setattr": (469, 469),
    "inotify_add_watch": (254, 27),
}

_CLONE: _Numbers = {"clone": (56, 220)}
_CLONE3: _Numbers = {"clone3": (435, 435)}
_IOCTL: _Numbers = {"ioctl": (16, 29)}
_SOCKETPAIR: _Numbers = {"socketpair": (53, 199)}

_NEW_NAMESPACES = 0x7E020000
_REFUSED_REQUESTS = {
    "TIOCSTI": 0x5412,
    "TIOCLINUX": 0x541C,
    "FS_IOC_SETFLAGS": 0x40086602,
    "FS_IOC_FSSETXATTR": 0x401C5820,
}
# Others, such as those between a virtual machine and its host, belong to no network namespace.
_FAMILIES = {"AF_UNIX": 1, "AF_INET": 2, "AF_INET6": 10, "AF_NETLINK": 16}
_SOCKET_KIND = 0xF
_SOCK_STREAM, _SOCK_SEQPACKET = 1, 5
_X32 = 0x40000000

_LOAD, _AND, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x45, 0x06
_ALLOW, _ERRNO, _KILL_PROCESS = 0x7FFF0000, 0x00050000, 0x80000000
_AT_NUMBER, _AT_MACHINE, _AT_ARGUMENTS = 0, 4, 16

_SET_MODE_FILTER, _ALL_THREADS = 1, 1

_Instruction = tuple[int, int, int, int]
"""Operation, how many instructions to skip where a test holds and where not, operand."""


def install(*, network: bool = True, attributes: bool = True) -> None:
    """Refuse what no scene needs, with EPERM, in all threads of this process and in all it starts.

    Sockets are left to network namespaces, except that families which these do not hold are refused, with EACCES.
    With ``network`` false all are but for connected pairs: for places without a network namespace, where a socket
    in the file system (a session bus, say) is a way out that Landlock leaves open. With ``attributes`` false,
    modes, owners and times of files stay as they are while the calls succeed, and extended attributes and watches
    on files are refused: for places where files of the user can be named, which Landlock protects from being read
    and written only.

    Capabilities go as well. Cannot be undone. May be repeated; each call adds to what is refused.

    Raises:
        OSError: this machine is of a kind that the filter is not written for, or the kernel has no filters.
    """
    code = program(os.uname().machine, network=network, attributes=attributes)
    libc = ctypes.CDLL(None, use_errno=True)
    privileges.give_up()
    instructions = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("@HP", len(code) // 8, ctypes.addressof(instructions))
    number = _of(_SECCOMP, os.uname().machine)["seccomp"]
    left_out = libc.syscall(
        ctypes.c_long(number), _SET_MODE_FILTER, ctypes.c_ulong(_ALL_THREADS), ctypes.c_char_p(header)
    )
    if left_out != 0:
        # A positive answer is a thread that has a filter of its own.
        number = ctypes.get_errno() if left_out < 0 else errno.EBUSY
        raise OSError(number, f"system calls cannot be filtered: {os.strerror(number)}")


def program(machine: str, *, network: bool = True, attributes: bool = True) -> bytes:
    """The filter in the kernel's classic BPF, for a ``machine`` as `os.uname` names it.

    Raises:
        OSError: it is not written for this kind of machine.
    """
    if machine not in _MACHINES or sys.maxsize < 1 << 32:
        raise OSError(errno.ENOSYS, f"no system call filter for {machine}")
    instructions = [*_head(machine)]
    # The first answer to a call counts, so the stricter ones come first.
    if not network:
        instructions += _without_network(machine)
    if not attributes:
        instructions += _without_attributes(machine)
    instructions += [*_always(machine), (_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in instructions)


def _head(machine: str) -> Iterator[_Instruction]:
    """Refuse calls made in another machine's numbers, under which everything else here means nothing."""
    yield (_LOAD, 0, 0, _AT_MACHINE)
    yield (_EQUAL, 1, 0, _MACHINES[machine][1])
    yield (_RETURN, 0, 0, _KILL_PROCESS)
    yield (_LOAD, 0, 0, _AT_NUMBER)
    if machine == "x86_64":
        yield (_AT_LEAST, 0, 1, _X32)
        yield (_RETURN, 0, 0, _refusal(errno.EPERM))


def _always(machine: str) -> Iterator[_Instruction]:
    refused = _refusal(errno.EPERM)
    yield from _plain(_REFUSED, machine, refused)
    # Its arguments lie in memory, where a filter cannot look; the C library then uses `clone`.
    yield from _plain(_CLONE3, machine, _refusal(errno.ENOSYS))
    yield from _checked(_CLONE, machine, 0, [(_ANY_BIT, _NEW_NAMESPACES)], refused, _ALLOW)
    requests = [(_EQUAL, request) for request in _REFUSED_REQUESTS.values()]
    yield from _checked(_IOCTL, machine, 1, requests, refused, _ALLOW)
    families = [(_EQUAL, family) for family in _FAMILIES.values()]
    yield from _checked(_SOCKET, machine, 0, families, _ALLOW, _refusal(errno.EACCES))
    yield from _checked(_OF_ONESELF, machine, 0, [(_EQUAL, 0)], _ALLOW, refused)
    yield from _unless_zero(_PRIORITY, machine, (0, 1), refused)


def _without_network(machine: str) -> Iterator[_Instruction]:
    refused = _refusal(errno.EACCES)
    yield from _plain(_NETWORK, machine, refused)
    # A pair that sends single messages can address them to any socket with a name.
    kinds = [(_EQUAL, _SOCK_STREAM), (_EQUAL, _SOCK_SEQPACKET)]
    yield from _checked(_SOCKETPAIR, machine, 1, kinds, _ALLOW, refused, mask=_SOCKET_KIND)


def _without_attributes(machine: str) -> Iterator[_Instruction]:
    # Copying a file sets its mode and times: that this does nothing is no reason to fail.
    yield from _plain(_ATTRIBUTES, machine, _refusal(0))
    yield from _plain(_ON_NAMED_FILES, machine, _refusal(errno.EPERM))


def _plain(calls: _Numbers, machine: str, answer: int) -> Iterator[_Instruction]:
    """Give ``answer`` to each of ``calls``."""
    for number in _of(calls, machine).values():
        yield (_EQUAL, 0, 1, number)
        yield (_RETURN, 0, 0, answer)


def _checked(
    calls: _Numbers,
    machine: str,
    argument: int,
    tests: Sequence[tuple[int, int]],
    matched: int,
    otherwise: int,
    mask: int | None = None,
) -> Iterator[_Instruction]:
    """Give one of two answers to each of ``calls``, by whether one of ``tests`` holds for an argument.

    Looks at the argument's lower 32 bits, as the kernel does for all that are asked about here.
    """
    masking = [] if mask is None else [(_AND, 0, 0, mask)]
    for number in _of(calls, machine).values():
        yield (_EQUAL, 0, 1 + len(masking) + len(tests) + 2, number)
        yield (_LOAD, 0, 0, _AT_ARGUMENTS + 8 * argument)
        yield from masking
        for position, (test, operand) in enumerate(tests):
            yield (test, len(tests) - position, 0, operand)
        yield (_RETURN, 0, 0, otherwise)
        yield (_RETURN, 0, 0, matched)


def _unless_zero(
    calls: _Numbers, machine: str, arguments: Sequence[int], answer: int
) -> Iterator[_Instruction]:
    """Give ``answer`` to each of ``calls`` unless all these arguments are 0."""
    for number in _of(calls, machine).values():
        yield (_EQUAL, 0, 2 * len(arguments) + 2, number)
        for position, argument in enumerate(arguments):
            yield (_LOAD, 0, 0, _AT_ARGUMENTS + 8 * argument)
            yield (_EQUAL, 0, 2 * (len(arguments) - 1 - position) + 1, 0)
        yield (_RETURN, 0, 0, _ALLOW)
        yield (_RETURN, 0, 0, answer)


def _of(calls: _Numbers, machine: str) -> dict[str, int]:
    column = _MACHINES[machine][0]
    return {name: numbers[column] for name, numbers in calls.items() if numbers[column] >= 0}


def _refusal(number: int) -> int:
    return _ERRNO | number

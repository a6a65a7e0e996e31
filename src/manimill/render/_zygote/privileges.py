"""What a process may do beyond what its user may, given up for good."""

from __future__ import annotations

import ctypes
import os
import struct

_PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS, _PR_CAP_AMBIENT = 24, 38, 47
_CLEAR_ALL = 4
_MOST_CAPABILITIES = 64
_VERSION_3 = 0x20080522


def give_up() -> None:
    """Drop every capability of this thread, also from what it executes later, set-user-id programs included.

    Root without them is a user who owns the system's files: what that means is for the caller to bound. Some
    capabilities open the memory of any process, whatever Landlock says.

    Raises:
        OSError: the kernel refuses.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        raise _failure()
    # Refused to those who have none; and with no new privileges, nothing is gained from the bounding set.
    libc.prctl(_PR_CAP_AMBIENT, _CLEAR_ALL, 0, 0, 0)
    for capability in range(_MOST_CAPABILITIES):
        libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
    header = ctypes.create_string_buffer(struct.pack("=Ii", _VERSION_3, 0))
    if libc.capset(header, ctypes.create_string_buffer(24)) != 0:
        raise _failure()


def _failure() -> OSError:
    number = ctypes.get_errno()
    return OSError(number, f"privileges cannot be given up: {os.strerror(number)}")

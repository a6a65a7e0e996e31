"""Whether a scene could reach for anything outside manim at all, told from its text."""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Za-z_]\w*")
_IMPORT = re.compile(
    r"(?:^|[;:])[ \t]*(?:import|from)[ \t]+(.+?)(?=[ \t]+import[ \t(*\\]|[;#\r\n]|$)", re.MULTILINE
)
# Paths outside, addresses, and what spells either in another way.
_TELLING_TEXT = re.compile(
    r"/(?:etc|proc|root|home|Users|dev|sys|run|var)/|://|\.\./|~|\\x|\\u|\\N|\\[0-7]{2}"
)
_TELLING_WORDS = frozenset(
    [
        *(
            "os",
            "_os",
            "sys",
            "_sys",
            "io",
            "open",
            "Path",
            "PurePath",
            "subprocess",
            "shutil",
            "socket",
            "ctypes",
        ),
        *("exec", "eval", "compile", "getattr", "vars", "globals", "locals", "builtins", "modules", "mro"),
        *(
            "__import__",
            "__builtins__",
            "__subclasses__",
            "__globals__",
            "__class__",
            "__bases__",
            "__base__",
        ),
        *("__mro__", "__dict__", "__getattribute__", "__getattr__", "__loader__", "__spec__", "__reduce__"),
        *(
            "ctypeslib",
            "f2py",
            "testing",
            "DataSource",
            "loadtxt",
            "genfromtxt",
            "fromfile",
            "load",
            "memmap",
        ),
        *("inspect", "gc", "tb_frame", "gi_frame", "cr_frame", "ag_frame", "f_back", "traceback"),
        *("chr", "bytes", "bytearray", "decode", "fromhex", "b64decode"),
    ]
)
"""What leads out of manim, numpy and the modules below, and what names such things by other means."""

_HARMLESS = (
    "manim numpy math cmath random itertools functools collections typing typing_extensions dataclasses enum "
    "fractions decimal statistics string operator copy time datetime re json abc __future__ colorsys heapq bisect "
    "textwrap types numbers warnings"
)
"""Modules that scenes import and by which nothing outside them can be reached but through a telling word."""


def could_reach_out(code: str) -> bool:
    """Whether a scene's text names anything by which files, programs or the network can be reached.

    It errs on the side of yes: also where such a word stands in a comment.
    """
    if _TELLING_TEXT.search(code) or not _TELLING_WORDS.isdisjoint(_WORD.findall(code)):
        return True
    harmless = _HARMLESS.split()
    modules = [name for names in _IMPORT.findall(code) for name in names.split(",")]
    return any(name.strip().partition(" ")[0].partition(".")[0] not in harmless for name in modules)

"""Errors in words that do not depend on the machine, the run or where the sandbox has its folders."""

from __future__ import annotations

import re
import site
import sys
import sysconfig

_LONGEST_ERROR = 500
_MOST_LOOKED_AT = 50_000
_ADDRESS = re.compile(r"( at)? 0x[0-9a-fA-F]{6,}")
_RANDOM_NAME = re.compile(r"/tmp/tmp[a-z0-9_]{8}")

writable_folders = {"/scene": "", "/tmp": "/tmp/", "/home/scene": "/home/scene/"}
"""The writable folders, and how errors name what is in them wherever they are."""


def set_folders(scene: str, tmp: str, home: str) -> None:
    """Say where the writable folders are, so that errors do not depend on it."""
    writable_folders.clear()
    writable_folders.update({scene: "", tmp: "/tmp/", home: "/home/scene/"})
    _PATHS.rename(writable_folders)


def clean(text: str, longest: int = _LONGEST_ERROR) -> str:
    """One line, without addresses, random names and this machine's paths, of at most 500 characters."""
    # A message may have millions of characters; what is left of the first ones is more than is told.
    text = text[:_MOST_LOOKED_AT]
    text = " ".join(text.encode("utf-8", "backslashreplace").decode().split())
    text = _PATHS.neutral(text)
    text = _RANDOM_NAME.sub("/tmp/...", _ADDRESS.sub("", text))
    return text if len(text) <= longest else text[: longest - 3] + "..."


class _Paths:
    """Paths of this machine and of this sandbox, and what they are called in errors."""

    def __init__(self, folders: dict[str, str]) -> None:
        packages = {*site.getsitepackages(), sysconfig.get_path("purelib")}
        self._everywhere = {path + "/": "" for path in packages}
        self._everywhere[sysconfig.get_path("stdlib") + "/"] = ""
        self._everywhere |= {sys.prefix: "<python>", sys.base_prefix: "<python>"}
        self.rename(folders)

    def rename(self, folders: dict[str, str]) -> None:
        self._names = self._everywhere | {folder + "/": name for folder, name in folders.items()}
        longest_first = sorted(self._names, key=lambda path: (-len(path), path))
        # Where something stands before it, it is the end of some other path.
        self._pattern = re.compile(rf"(?<![\w./-])(?:{'|'.join(map(re.escape, longest_first))})")

    def neutral(self, text: str) -> str:
        return self._pattern.sub(lambda found: self._names[found[0]], text)


_PATHS = _Paths(writable_folders)

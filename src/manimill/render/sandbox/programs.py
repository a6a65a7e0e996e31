"""What a confined interpreter and the TeX programs need: folders of this machine, and an environment."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from manimill.errors import EnvironmentFailure

ZYGOTE = Path(__file__).parents[1] / "_zygote"
"""The package that runs inside; it also holds the launcher."""

SYSTEM_FOLDERS = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
SYSTEM_DATA = (
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/texmf",
    "/var/cache/fontconfig",
    "/var/lib/texmf",
)

_ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "TZ": "UTC",
    # The order of a set of strings shows in error messages and in pictures.
    "PYTHONHASHSEED": "0",
    # One scene, one thread: the engine already uses every core, and a fork copies no other thread.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}


@dataclass(frozen=True, slots=True)
class Programs:
    """An interpreter and TeX, and the folders outside the system's own without which they do not start."""

    python: str
    prefixes: tuple[str, ...]
    search: str

    @classmethod
    def around(cls, python: str | None = None) -> Programs:
        """What ``python`` (this one, unless told otherwise) and TeX need.

        Raises:
            EnvironmentFailure: the interpreter cannot be shown without showing the user's files.
        """
        python = os.path.abspath(python or sys.executable)
        tools = [path for tool in ("latex", "dvisvgm") if (path := shutil.which(tool))]
        prefixes = tuple(dict.fromkeys([*_interpreter_prefixes(python), *_tool_prefixes(tools)]))
        for prefix in prefixes:
            _refuse_private(prefix)
        # An environment may carry programs of its own beside its interpreter, such as the ffmpeg of older manims.
        own = [*(os.path.dirname(tool) for tool in tools), os.path.dirname(python)]
        search = [*own, "/usr/local/bin", "/usr/bin", "/bin"]
        return cls(python, prefixes, ":".join(dict.fromkeys(search)))

    def environment(self, *, home: str, tmp: str) -> dict[str, str]:
        """All the environment variables of a confined program, given its folders."""
        variables = {**_ENVIRONMENT, "HOME": home, "PATH": self.search}
        return variables if tmp == "/tmp" else {**variables, "TMPDIR": tmp}

    def launcher(self, folder: str) -> list[str]:
        """The command that starts the launcher, whose package lies in ``folder``; orders and program follow."""
        start = f"import sys; sys.path.append({folder!r}); from {ZYGOTE.name} import launch; launch.main()"
        return [self.python, "-I", "-S", "-B", "-c", start]


def _interpreter_prefixes(python: str) -> Iterator[str]:
    """The folders without which ``python`` does not start: of the link, of what it points to, and so on.

    An environment's interpreter is a chain of links, each of which must exist inside under its own name; one
    that was made with copies names the folder of the original instead.
    """
    for path in _links(python):
        prefix = os.path.dirname(os.path.dirname(path))
        yield from _outside_system(prefix)
        for original in _originals(prefix):
            yield from _outside_system(original)
    if python == os.path.abspath(sys.executable):
        yield from _outside_system(sys.base_prefix)


def _links(path: str) -> Iterator[str]:
    seen: set[str] = set()
    while path not in seen:
        seen.add(path)
        yield path
        if os.path.islink(path):
            path = os.path.normpath(os.path.join(os.path.dirname(path), os.readlink(path)))


def _originals(prefix: str) -> Iterator[str]:
    """Where the installation lies that a virtual environment was made from."""
    try:
        lines = Path(prefix, "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return
    for line in lines:
        key, _, value = line.partition("=")
        if key.strip() == "home" and os.path.isabs(value.strip()):
            yield os.path.dirname(os.path.normpath(value.strip()))


def _tool_prefixes(tools: Sequence[str]) -> Iterator[str]:
    """The folders of TeX tools that were not installed by the system's package manager.

    TeX Live keeps its binaries two levels below its root (``bin/x86_64-linux``).
    """
    for tool in tools:
        for path in _links(tool):
            folder = os.path.dirname(path)
            levels = 2 if os.path.basename(os.path.dirname(folder)) == "bin" else 1
            for _ in range(levels):
                folder = os.path.dirname(folder)
            yield from _outside_system(folder)


def _outside_system(folder: str) -> Iterator[str]:
    system = any(folder == known or folder.startswith(known + "/") for known in SYSTEM_FOLDERS)
    if not system and folder != "/":
        yield folder


def _refuse_private(prefix: str) -> None:
    home = os.path.realpath(os.path.expanduser("~"))
    if os.path.commonpath([home, os.path.realpath(prefix)]) == os.path.realpath(prefix):
        raise EnvironmentFailure(
            f"{prefix} holds both the programs that scenes need and the home folder, which no scene may "
            "see; install Python and TeX in a folder of their own, for example with `python -m venv`."
        )

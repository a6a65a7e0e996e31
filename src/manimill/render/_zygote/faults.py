"""What an exception raised by a scene says about the scene."""

from __future__ import annotations

import errno
import re
import shutil
import site
import socket
import sys
import sysconfig
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

_LONGEST_ERROR = 500
_ESSENTIAL = ("latex", "dvisvgm")
_TEX_PROGRAMS = (*_ESSENTIAL, "pdflatex", "luatex", "lualatex", "xelatex")
"""A scene may choose a compiler of its own; that one such is absent must not stop all the others."""

_SIGNATURE = re.compile(
    r"^(?P<owner>\w+)[\w.<>]*\(\) (got an unexpected keyword|got multiple values|missing \d+ required|takes )"
)
_ADDRESS = re.compile(r"( at)? 0x[0-9a-fA-F]{6,}")
_RANDOM_NAME = re.compile(r"/tmp/tmp[a-z0-9_]{8}")

_ABSENT_FILE = re.compile(r"File `([\w.-]+)' not found")
# Where manim says that what `play` was given is nothing to play.
_ARGUMENT_CHECKS = ("compile_animations", "prepare_animation")
# What MathTex puts around its parts to find them again in the picture.
_MARKS = re.compile(r"\\special\{dvisvgm:raw [^}]*\}")

_UNREACHABLE = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ECONNREFUSED, errno.EADDRNOTAVAIL}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
# The writable folders are memory.
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.ENOMEM}
_SYSTEM_PATHS = ("/etc/", "/root/", "/boot/", "/sys/", "/proc/", "/run/", "/var/")


class MissingProgram(Exception):
    """The sandbox lacks a program that most formulas need; its name is the argument."""


def describe(error: BaseException, scene_file: str, namespace: dict[str, Any]) -> dict[str, Any]:
    """The keys ``verdict``, ``error`` and ``error_line`` for an exception that ended a scene.

    ``namespace`` is manim's: functions it defines are its API, others are the scene's own.

    Raises:
        MissingProgram: latex or dvisvgm is not installed.
    """
    chain = list(_chain(error))
    frames = list(_frames(error))
    program = _missing_tex(chain, frames)
    if program in _ESSENTIAL:
        raise MissingProgram(program)
    verdict = "latex_error" if program else _verdict(error, chain, frames, namespace)
    text = _not_installed(program) if program else None
    if text is None and verdict == "latex_error":
        text = _tex_complaint(error, frames)
    return {
        "verdict": verdict,
        "error": clean(text or _last_line(error)),
        "error_line": _line(error, scene_file),
    }


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The exception and those it was raised from or while handling."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _frames(error: BaseException) -> Iterator[FrameType]:
    """Frames from where the exception was raised outwards."""
    yield from reversed([frame for frame, _ in traceback.walk_tb(error.__traceback__)])


def _missing_tex(chain: list[BaseException], frames: list[FrameType]) -> str | None:
    """The TeX program that manim wanted to run and that is not there."""
    if not _inside_tex(frames):
        return None
    wanted = (error.filename for error in chain if isinstance(error, FileNotFoundError))
    return next((name for name in wanted if name in _TEX_PROGRAMS and shutil.which(name) is None), None)


def _verdict(
    error: BaseException, chain: list[BaseException], frames: list[FrameType], namespace: dict[str, Any]
) -> str:
    """The first that applies: what stopped the scene from outside goes before what it says itself."""
    applies = {
        "out_of_memory": any(_is_out_of_memory(e) for e in chain),
        "blocked": any(_is_blocked(e) for e in chain),
        "import_error": isinstance(error, ImportError),
        "name_error": isinstance(error, NameError),
        "latex_error": _is_tex(error, frames),
        "missing_asset": _is_missing_asset(error),
        "api_error": _is_api(error, frames, namespace),
    }
    return next((verdict for verdict, true in applies.items() if true), "runtime_error")


def _is_out_of_memory(error: BaseException) -> bool:
    return isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno in _FULL)


def _is_blocked(error: BaseException) -> bool:
    if isinstance(error, (socket.gaierror, ConnectionError)):
        return True
    if isinstance(error, FileNotFoundError):
        return str(error.filename).startswith(_SYSTEM_PATHS)
    return isinstance(error, OSError) and error.errno in _UNREACHABLE | _FORBIDDEN


def _is_tex(error: BaseException, frames: list[FrameType]) -> bool:
    return isinstance(error, (ValueError, RuntimeError)) and _inside_tex(frames)


def _inside_tex(frames: list[FrameType]) -> bool:
    return any(_module(frame) == "manim.utils.tex_file_writing" for frame in frames)


def _is_missing_asset(error: BaseException) -> bool:
    if isinstance(error, FileNotFoundError):
        return True
    # manim looks in several places and then raises a bare OSError.
    return type(error) is OSError and error.errno is None and "could not find" in str(error)


def _is_api(error: BaseException, frames: list[FrameType], namespace: dict[str, Any]) -> bool:
    if isinstance(error, AttributeError):
        return error.name is not None and _belongs_to_manim(error.obj)
    if isinstance(error, TypeError):
        signature = _SIGNATURE.match(str(error))
        in_manim = bool(frames) and _is_manim(_module(frames[0]))
        if in_manim and frames[0].f_code.co_name in _ARGUMENT_CHECKS:
            return True
        return signature is not None and (in_manim or signature["owner"] in namespace)
    return False


def _belongs_to_manim(value: Any) -> bool:
    """Whether ``value`` is manim, a class derived from one of its classes, or an instance of one."""
    if _is_manim(str(getattr(value, "__name__", ""))):
        return True
    kind = value if isinstance(value, type) else type(value)
    return any(_is_manim(base.__module__) for base in kind.__mro__)


def _is_manim(module: str) -> bool:
    return module == "manim" or module.startswith("manim.")


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", ""))


def _tex_complaint(error: BaseException, frames: list[FrameType]) -> str | None:
    """The exception's first sentence, TeX's own complaint and the expression it is about."""
    frame = next((f for f in frames if f.f_code.co_name == "tex_to_svg_file"), None)
    if frame is None:
        return None
    complaint = str(error).partition(". See log output")[0]
    if isinstance(tex_file := frame.f_locals.get("tex_file"), Path):
        said = _tex_log(tex_file.with_suffix(".log"))
        if absent := _ABSENT_FILE.search(said):
            return _not_installed(absent[1])
        complaint = f"{complaint}: {said}" if said else complaint
    expression = _MARKS.sub("", str(frame.f_locals.get("expression")))
    return f"{type(error).__name__}: {complaint}, in {expression}"


def _not_installed(part_of_tex: str) -> str:
    return f"MissingTeX: {part_of_tex} is not installed"


def _tex_log(log: Path) -> str:
    """The first complaint in TeX's log, or nothing."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return next((line.removeprefix("! ").rstrip(".") for line in lines if line.startswith("! ")), "")


def _last_line(error: BaseException) -> str:
    try:
        return traceback.format_exception_only(error)[-1]
    except Exception:
        # The scene's own exception class may fail to print itself.
        return type(error).__name__


def _line(error: BaseException, scene_file: str) -> int | None:
    """The innermost line of the scene's own code that the exception passed through."""
    lines = [line for frame, line in traceback.walk_tb(error.__traceback__) if _file(frame) == scene_file]
    return lines[-1] if lines else None


def _file(frame: FrameType) -> str:
    return frame.f_code.co_filename


def clean(text: str) -> str:
    """One line, without addresses, random names and this machine's paths, of at most 500 characters."""
    text = " ".join(text.encode("utf-8", "backslashreplace").decode().split())
    for path, name in _PATHS:
        text = text.replace(path, name)
    text = _RANDOM_NAME.sub("/tmp/...", _ADDRESS.sub("", text))
    return text if len(text) <= _LONGEST_ERROR else text[: _LONGEST_ERROR - 3] + "..."


def _neutral_paths() -> list[tuple[str, str]]:
    packages = {*site.getsitepackages(), sysconfig.get_path("purelib")}
    names = {path + "/": "" for path in packages}
    names |= {sysconfig.get_path("stdlib") + "/": "", sys.prefix: "<python>", sys.base_prefix: "<python>"}
    names["/scene/"] = ""
    return sorted(names.items(), key=lambda item: (-len(item[0]), item[0]))


_PATHS = _neutral_paths()

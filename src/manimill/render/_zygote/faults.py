"""What an exception raised by a scene says about the scene."""

from __future__ import annotations

import errno
import re
import shutil
import socket
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from . import evidence
from .wording import clean, set_folders, writable_folders

__all__ = ["NOT_INSTALLED", "MissingProgram", "clean", "describe", "describe_uncompiled", "set_folders"]

_ESSENTIAL = ("latex", "dvisvgm")
_TEX_PROGRAMS = (*_ESSENTIAL, "pdflatex", "luatex", "lualatex", "xelatex")
"""A scene may choose a compiler of its own; that one such is absent must not stop all the others."""

_SIGNATURE = re.compile(
    r"^(?P<owner>\w+)[\w.<>]*\(\) "
    r"(got an unexpected keyword|got multiple values|got some positional-only|missing \d+ required|takes )"
)
_IMPORTED_NAME = re.compile(r"^cannot import name '(?P<name>[^']+)'")
_QUOTED_NAME = re.compile(r"'(?P<name>\w+)'")
# How manim and numpy name a file for which they have no `filename`.
_SOUGHT_FILE = re.compile(
    r"could not find (?P<file>.+?) at either of these"
    r"|^Can't find (?P<font>.+?)\. Checked paths"
    r"|^(?P<path>\S.*?) not found\.?$"
)

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

NOT_INSTALLED = "MissingTeX: "
"""How an error begins that says that a compiler or package of TeX is not installed here."""


class MissingProgram(Exception):
    """The sandbox lacks a program that most formulas need; its name is the argument."""


def describe(
    error: BaseException, scene_file: str, namespace: dict[str, Any], code: str = ""
) -> dict[str, Any]:
    """The keys ``verdict``, ``error``, ``error_line`` and ``evidence`` for an exception that ended a scene.

    ``namespace`` is manim's: functions it defines are its API, others are the scene's own. ``code`` is the
    text of ``scene_file``, which by now may hold something else.

    Raises:
        MissingProgram: latex or dvisvgm is not installed.
    """
    fault = _Fault(error, list(_chain(error)), list(_frames(error)), scene_file, namespace, code)
    program = _missing_tex(fault)
    if program in _ESSENTIAL:
        raise MissingProgram(program)
    verdict = "latex_error" if program else _verdict(fault)
    text = _not_installed(program) if program else None
    if text is None and verdict == "latex_error":
        text = _tex_complaint(fault)
    about = _EVIDENCE[verdict](fault) if verdict in _EVIDENCE else None
    return {
        "verdict": verdict,
        "error": clean(text or _last_line(error)),
        "error_line": _line(error, scene_file),
        "evidence": clean(about, evidence.LONGEST) if about else None,
    }


def describe_uncompiled(error: BaseException, code: str) -> dict[str, Any]:
    """The same keys for what ``compile`` raises: a ``SyntaxError``, or that the text is no Python at all."""
    said, line = (error.msg, error.lineno) if isinstance(error, SyntaxError) else (str(error), None)
    return {
        "verdict": "syntax_error",
        "error": clean(f"{_reported_class(error)}: {said}"),
        "error_line": line,
        "evidence": evidence.line_of(code, line),
    }


def _reported_class(error: BaseException) -> str:
    # Of a wrong indentation as of any other mistake the reader needs to know that it is no Python.
    return "SyntaxError" if isinstance(error, SyntaxError) else type(error).__name__


@dataclass(frozen=True, slots=True)
class _Fault:
    """An exception, with those it followed from and its frames from where it was raised outwards."""

    error: BaseException
    chain: list[BaseException]
    frames: list[FrameType]
    scene_file: str
    namespace: dict[str, Any]
    code: str

    @property
    def raised_by_manim(self) -> bool:
        return bool(self.frames) and _is_manim(evidence.module_of(self.frames[0]))


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


def _missing_tex(fault: _Fault) -> str | None:
    """The TeX program that manim wanted to run and that is not there."""
    if not _inside_tex(fault):
        return None
    wanted = (error.filename for error in fault.chain if isinstance(error, FileNotFoundError))
    return next((name for name in wanted if name in _TEX_PROGRAMS and shutil.which(name) is None), None)


def _verdict(fault: _Fault) -> str:
    """The first that applies: what stopped the scene from outside goes before what it says itself."""
    applies = {
        "out_of_memory": any(_is_out_of_memory(e) for e in fault.chain),
        "blocked": any(_is_blocked(e) for e in fault.chain),
        "import_error": isinstance(fault.error, ImportError),
        "name_error": isinstance(fault.error, NameError),
        "latex_error": _is_tex(fault),
        "missing_asset": _is_missing_asset(fault.error),
        "api_error": _is_api(fault),
    }
    return next((verdict for verdict, true in applies.items() if true), "runtime_error")


def _is_out_of_memory(error: BaseException) -> bool:
    return isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno in _FULL)


def _is_blocked(error: BaseException) -> bool:
    if isinstance(error, socket.gaierror):
        return True
    if not isinstance(error, OSError) or error.errno is None or isinstance(error, BrokenPipeError):
        # Without a number it was not the system that raised it.
        return False
    if isinstance(error, FileNotFoundError):
        path = str(error.filename)
        return path.startswith(_SYSTEM_PATHS) and not path.startswith(
            tuple(f"{f}/" for f in writable_folders)
        )
    return isinstance(error, ConnectionError) or error.errno in _UNREACHABLE | _FORBIDDEN


def _is_tex(fault: _Fault) -> bool:
    return isinstance(fault.error, (ValueError, RuntimeError)) and _inside_tex(fault)


def _inside_tex(fault: _Fault) -> bool:
    return any(evidence.module_of(frame) == "manim.utils.tex_file_writing" for frame in fault.frames)


def _is_missing_asset(error: BaseException) -> bool:
    if isinstance(error, FileNotFoundError):
        return True
    # manim looks in several places and then raises a bare OSError.
    return type(error) is OSError and error.errno is None and "could not find" in str(error)


def _is_api(fault: _Fault) -> bool:
    error = fault.error
    if isinstance(error, AttributeError):
        return error.name is not None and _belongs_to_manim(error.obj) and not _is_own_attribute(fault)
    if isinstance(error, TypeError):
        if fault.raised_by_manim and fault.frames[0].f_code.co_name in _ARGUMENT_CHECKS:
            return True
        signature = _SIGNATURE.match(str(error))
        return signature is not None and _is_manims(signature["owner"], fault)
    return False


def _is_own_attribute(fault: _Fault) -> bool:
    """Whether the scene's code gives this attribute to something: then it only came too early, or elsewhere."""
    return getattr(fault.error, "name", None) in evidence.attributes_assigned(fault.code)


def _is_manims(owner: str, fault: _Fault) -> bool:
    """Whether a class or function of this name, which was called in a wrong way, is manim's."""
    entries = list(evidence.own_entries(fault.error, fault.scene_file))
    names = entries[-1].tb_frame.f_globals if entries else {}
    if owner in names:
        # A scene may have a class of its own under a name of manim's.
        return _is_manim(str(getattr(names[owner], "__module__", "")))
    return owner in fault.namespace or fault.raised_by_manim


def _belongs_to_manim(value: Any) -> bool:
    """Whether ``value`` is manim, a class derived from one of its classes, or an instance of one."""
    if _is_manim(str(getattr(value, "__name__", ""))):
        return True
    kind = value if isinstance(value, type) else type(value)
    return any(_is_manim(base.__module__) for base in kind.__mro__)


def _is_manim(module: str) -> bool:
    return module == "manim" or module.startswith("manim.")


def _tex_frame(fault: _Fault) -> FrameType | None:
    return next((f for f in fault.frames if f.f_code.co_name == "tex_to_svg_file"), None)


def _expression(fault: _Fault) -> str | None:
    frame = _tex_frame(fault)
    return None if frame is None else _MARKS.sub("", str(frame.f_locals.get("expression")))


def _tex_complaint(fault: _Fault) -> str | None:
    """The exception's first sentence, TeX's own complaint and the expression it is about."""
    frame = _tex_frame(fault)
    if frame is None:
        return None
    complaint = str(fault.error).partition(". See log output")[0]
    if isinstance(tex_file := frame.f_locals.get("tex_file"), Path):
        said = _tex_log(tex_file.with_suffix(".log"))
        if absent := _ABSENT_FILE.search(said):
            return _not_installed(absent[1])
        complaint = f"{complaint}: {said}" if said else complaint
    return f"{type(fault.error).__name__}: {complaint}, in {_expression(fault)}"


def _not_installed(part_of_tex: str) -> str:
    return f"{NOT_INSTALLED}{part_of_tex} is not installed"


def _tex_log(log: Path) -> str:
    """The first complaint in TeX's log, or nothing."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return next((line.removeprefix("! ").rstrip(".") for line in lines if line.startswith("! ")), "")


def _call(fault: _Fault) -> str | None:
    return evidence.failing_call(fault.error, fault.scene_file, fault.code)


def _imported(fault: _Fault) -> str | None:
    """The module, dotted with the name that is not in it."""
    module = getattr(fault.error, "name", None)
    name = _IMPORTED_NAME.match(str(fault.error))
    return ".".join(filter(None, (module, name and name["name"]))) or None


def _undefined(fault: _Fault) -> str | None:
    name = getattr(fault.error, "name", None)
    quoted = _QUOTED_NAME.search(str(fault.error))
    return name or (quoted and quoted["name"])


def _file(fault: _Fault) -> str | None:
    return _named_file(fault.error)


def _touched(fault: _Fault) -> str | None:
    """The path, or failing that the call; which address it was only `witness` knows."""
    errors = (error for error in fault.chain if _is_blocked(error))
    return next(filter(None, map(_named_file, errors)), None) or _call(fault)


def _named_file(error: BaseException) -> str | None:
    if isinstance(error, OSError) and error.filename is not None:
        return error.filename if isinstance(error.filename, str) else repr(error.filename)
    sought = _SOUGHT_FILE.search(str(error))
    return next(filter(None, sought.groups())) if sought else None


def _fatal_call(fault: _Fault) -> str | None:
    """The call that ends the process, or in which others' code fails; the scene's own is told by its line."""
    ends = isinstance(fault.error, (SystemExit, KeyboardInterrupt))
    own = bool(fault.frames) and fault.frames[0].f_code.co_filename == fault.scene_file
    return _call(fault) if ends or not own else None


_EVIDENCE = {
    "api_error": _call,
    "blocked": _touched,
    "import_error": _imported,
    "latex_error": _expression,
    "missing_asset": _file,
    "name_error": _undefined,
    "out_of_memory": _call,
    "runtime_error": _fatal_call,
}


def _last_line(error: BaseException) -> str:
    if isinstance(error, SystemExit):
        return f"SystemExit: the scene ends the process ({error.code!r})"
    try:
        return traceback.format_exception_only(error)[-1]
    except Exception:
        # The scene's own exception class may fail to print itself.
        return type(error).__name__


def _line(error: BaseException, scene_file: str) -> int | None:
    """The innermost line of the scene's own code that the exception passed through."""
    entries = list(evidence.own_entries(error, scene_file))
    return entries[-1].tb_lineno if entries else None

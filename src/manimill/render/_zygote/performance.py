"""What the forked child does: run one scene, say how it went, and end."""

from __future__ import annotations

import gc
import os
import random
import resource
import sys
import types
from pathlib import Path
from typing import Any

import manim
import numpy as np

from . import faults, rendering, tex
from .lines import Lines

SCENE_FILE = "/scene/scene.py"
_LARGEST_FILE = 128 << 20
_HEADROOM = 256 << 20
"""Address space beyond the limit that is released once a scene has failed, to say so."""

_OUT_OF_MEMORY = {"verdict": "out_of_memory", "error": "MemoryError", "error_line": None}


def perform(job: dict[str, Any], lines: Lines, token: str) -> None:
    """Run the scene of ``job`` and send its outcome over ``lines``, signed with ``token``; never returns.

    ``os._exit`` leaves no chance to exit handlers and threads that the scene started.
    """
    try:
        course = rendering.Course()
        try:
            _confine(job["timeout"], job["memory_mb"] << 20)
            rendering.watch(course)
            tex.ask_host(lines)
        except Exception as error:
            # None of the scene has run yet, so this says nothing about it.
            lines.send({"unconfined": f"{type(error).__name__}: {error}", "token": token})
            return
        outcome = _outcome(job, course)
        lines.send({**outcome, "token": token})
    finally:
        os._exit(0)


def _confine(cpu_seconds: int, memory: int) -> None:
    os.setsid()
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    os.close(null)
    limits = {
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_FSIZE: (_LARGEST_FILE, _LARGEST_FILE),
        # A backstop: the zygote watches the scene's processes together and is usually earlier.
        resource.RLIMIT_CPU: (cpu_seconds + 1, cpu_seconds + 2),
        resource.RLIMIT_AS: (memory, memory + _HEADROOM),
    }
    for limit, values in limits.items():
        resource.setrlimit(limit, values)


def _outcome(job: dict[str, Any], course: rendering.Course) -> dict[str, Any]:
    try:
        fault = _run(job, course)
    except MemoryError:
        fault = _OUT_OF_MEMORY
    except faults.MissingProgram as error:
        return {"environment": str(error)}
    return {
        **fault,
        "duration": round(course.duration, 6),
        "plays": course.plays,
        "still": course.plays == 0,
    }


def _run(job: dict[str, Any], course: rendering.Course) -> dict[str, Any]:
    """The keys ``verdict``, ``error`` and ``error_line``."""
    try:
        code = compile(job["code"], SCENE_FILE, "exec", dont_inherit=True)
    except SyntaxError as error:
        return _fault("syntax_error", f"SyntaxError: {error.msg}", error.lineno)
    except (ValueError, RecursionError, OverflowError) as error:
        return _fault("syntax_error", f"{type(error).__name__}: {error}")
    if job["scene"] is None:
        return _fault("no_scene", "the code holds no scene class")
    namespace = vars(manim)
    try:
        return _render(job, code, course)
    except BaseException as error:
        resource.setrlimit(resource.RLIMIT_AS, (resource.getrlimit(resource.RLIMIT_AS)[1],) * 2)
        return faults.describe(error, SCENE_FILE, namespace)


def _fault(verdict: str, error: str | None = None, line: int | None = None) -> dict[str, Any]:
    return {"verdict": verdict, "error": error and faults.clean(error), "error_line": line}


def _render(job: dict[str, Any], code: types.CodeType, course: rendering.Course) -> dict[str, Any]:
    # `inspect.getsource` and tracebacks read the file.
    Path(SCENE_FILE).write_text(job["code"], encoding="utf-8", errors="replace")
    sys.argv = ["manim", SCENE_FILE, job["scene"]]
    sys.path.insert(0, os.path.dirname(SCENE_FILE))
    module = types.ModuleType("scene")
    module.__file__ = SCENE_FILE
    sys.modules["scene"] = module
    _seed()
    exec(code, vars(module))
    scene_class = getattr(module, job["scene"], None)
    if not (isinstance(scene_class, type) and issubclass(scene_class, manim.Scene)):
        return _fault("no_scene", f"{job['scene']} is not a scene class of the code")
    _seed()
    # A script's own wish to be shown or saved is for whoever runs it by hand.
    manim.config.preview = False
    manim.config.dry_run = True
    scene = scene_class()
    scene.render()
    if not (course.showed_something or rendering.shows_something(scene)):
        return _fault("empty", "nothing was ever on screen")
    return _fault("ok")


def _seed() -> None:
    random.seed(0)
    np.random.seed(0)


def prepare() -> None:
    """Load what scenes need, once, in the process that every scene is forked from."""
    rendering.configure()
    manim.Text("warm")
    # What is there before the fork is never collected by a scene, so its pages stay shared.
    gc.collect()
    gc.freeze()

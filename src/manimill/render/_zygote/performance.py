"""What the forked child does: run one scene, say how it went, and end."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import random
import resource
import sys
import types
from pathlib import Path
from typing import Any

import manim
import numpy as np
from tqdm import tqdm

from . import confinement, equivalents, faults, leniency, processes, rendering, sharing, tex
from .confinement import Place
from .lines import Lines
from .pictures import Pictures
from .seal import Seal
from .stills import Stills
from .storyboard import Storyboard
from .swallowed import Swallowed
from .witness import Witness

_HEADROOM = 256 << 20
"""Address space beyond the limit that is released once a scene has failed, to say so."""

_RESERVE = 4 << 20
"""Bytes held back while a scene runs: where it leaves none at all, not even the headroom could be asked for."""

_OUT_OF_MEMORY = {"verdict": "out_of_memory", "error": "MemoryError", "error_line": None, "evidence": None}

_OWN_MODULES: list[str] = []
"""Listed before the fork: going through all names afterwards would cost each scene 4 ms of copied memory."""

Outcome = dict[str, Any]


def prepare(place: Place) -> None:
    """Load what scenes need, once, in the process that every scene is forked from."""
    faults.set_folders(place.scene, place.tmp, place.home)
    rendering.configure()
    sharing.share_what_never_changes()
    Storyboard.prepare()
    Pictures.prepare()
    leniency.prepare()
    # Last, because the others look into manim's own functions.
    equivalents.install_all()
    _load_what_manim_loads_late()
    _OWN_MODULES[:] = [name for name in sys.modules if name.partition(".")[0] == __package__]
    # What is there before the fork is never collected by a scene, so its pages stay shared.
    gc.freeze()
    gc.enable()
    # Looking for garbage seven times as often, as Python would, takes 4 % of a render.
    gc.set_threshold(5000, 20, 50)
    processes.use_large_pages()


def _load_what_manim_loads_late() -> None:
    """Load and start what manim does only once a scene needs it: fonts, a progress bar's locks."""
    # The usual font, and what else a first text brings along.
    manim.Text("a")
    tqdm([], disable=True).close()
    for name in ("multiprocessing.synchronize", "typst"):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


def perform(job: dict[str, Any], lines: Lines, token: str, place: Place, witness: Witness) -> None:
    """Run the scene of ``job`` and send its outcome over ``lines``, signed with ``token``; never returns.

    ``os._exit`` leaves no chance to exit handlers and threads that the scene started.
    """
    try:
        try:
            confinement.confine(place, job["timeout"], job["memory_mb"] << 20, _HEADROOM)
            performance = _Performance(job, lines, place)
            witness.attach(job["code"])
        except Exception as error:
            # None of the scene has run yet, so this says nothing about it.
            lines.send({"unconfined": f"{type(error).__name__}: {error}", "token": token})
            return
        lines.send({**performance.outcome(), "token": token})
    finally:
        os._exit(0)


class _Performance:
    """A scene that is rendered to see how it goes."""

    def __init__(self, job: dict[str, Any], lines: Lines, place: Place) -> None:
        self._job = job
        self._program = _Program(job, place)
        self._scene: Any = None
        self._given_up = False
        self._movie: str | None = None
        # Whoever wants a video gets a picture of a scene that does not move.
        self._pictures, self._stills = Pictures(), Stills(job["frames"] or int(job["level"] == "video"))
        self._storyboard = Storyboard()
        self._leniency = leniency.Leniency()
        self._swallowed = Swallowed(place.scene_file, job["code"], vars(manim))
        draw_all = job["draw_all"] or job["level"] == "video"
        self._course = rendering.Course(on_frame=self._see, draw_all=draw_all)
        rendering.watch(self._course)
        self._storyboard.attach(place.scene_file)
        if job["level"] == "video":
            rendering.write_movies(os.path.join(place.scene, "media"))
        tex.ask_host(lines, self._give_up)
        self._seal = Seal.take()
        self._reserve: bytearray | None = bytearray(_RESERVE)

    def outcome(self) -> Outcome:
        """The scene's verdict, and what was seen on the way to it."""
        try:
            fault = self._run()
        except MemoryError:
            fault = _OUT_OF_MEMORY
        except faults.MissingProgram as error:
            return {"environment": str(error)}
        return {
            **fault,
            "warnings": [*self._leniency.warnings(), *self._swallowed.warnings()],
            "duration": round(self._course.duration, 6),
            "plays": self._course.plays,
            "still": self._course.plays == 0,
            "storyboard": self._storyboard.to_json(),
            "layout": self._storyboard.layout.to_json(),
            "pictures": self._pictures.to_json(),
            "media": self._stills.to_json() if self._job["frames"] or not self._course.plays else {},
            "movie": self._movie,
        }

    def _run(self) -> Outcome:
        """The keys ``verdict``, ``error``, ``error_line`` and ``evidence``."""
        try:
            code = self._swallowed.compile()
        except (SyntaxError, ValueError, RecursionError, OverflowError) as error:
            return faults.describe_uncompiled(error, self._job["code"])
        if self._job["scene"] is None:
            return _fault("no_scene", "the code holds no scene class")
        ended_by: BaseException | None = None
        try:
            fault = self._perform(code)
        except BaseException as error:
            ended_by = error
        self._reserve = None
        # First of all: it puts back what it finds replaced, so that what follows is done by the real functions.
        broken = self._seal.broken(self._scene)
        resource.setrlimit(resource.RLIMIT_AS, (resource.getrlimit(resource.RLIMIT_AS)[1],) * 2)
        if broken is not None:
            return _fault("blocked", f"the scene replaces {broken}", evidence=broken)
        if ended_by is not None:
            return faults.describe(ended_by, self._program.file, vars(manim), self._job["code"])
        if fault["verdict"] in ("ok", "empty"):
            return self._swallowed.failure() or fault
        return fault

    def _perform(self, code: types.CodeType) -> Outcome:
        self._leniency.attach(self._job["code"], self._program.file, vars(manim))
        scene_class = self._program.load(code)
        if scene_class is None:
            return _fault("no_scene", f"{self._job['scene']} is not a scene class of the code")
        self._scene = scene = scene_class()
        if self._given_up or self._job["level"] == "evaluate":
            rendering.skip_to_ends(scene)
        _RENDER(scene)
        rendering.draw_end(scene, self._course)
        if not self._course.plays:
            renderer: Any = scene.renderer
            self._see(renderer.camera.pixel_array, 0.0)
        if not (self._course.showed_something or rendering.shows_something(scene)):
            return _fault("empty", "nothing was ever on screen")
        if self._job["level"] == "video":
            self._movie = rendering.movie_of(scene)
        return _fault("ok")

    def _give_up(self) -> None:
        """Hurry through the rest: formulas are missing, so what comes of it does not count."""
        self._given_up = True
        rendering.draw_nothing()
        if self._scene is not None:
            rendering.skip_to_ends(self._scene)

    def _see(self, pixels: np.ndarray, time: float) -> bool:
        self._stills.take(pixels)
        return self._pictures.take(pixels, time)


class _Program:
    """The module that holds a scene."""

    def __init__(self, job: dict[str, Any], place: Place) -> None:
        self._code: str = job["code"]
        self._scene: str | None = job["scene"]
        self.file = place.scene_file

    def compile(self) -> types.CodeType:
        return compile(self._code, self.file, "exec", dont_inherit=True)

    def load(self, code: types.CodeType) -> type[manim.Scene] | None:
        """Run the module; the scene class, or None where it has no such class."""
        # `inspect.getsource` and tracebacks read the file.
        Path(self.file).write_text(self._code, encoding="utf-8", errors="replace")
        sys.argv = ["manim", self.file, str(self._scene)]
        sys.path.insert(0, os.path.dirname(self.file))
        name = Path(self.file).stem
        module = types.ModuleType(name)
        module.__file__ = self.file
        # The scene has no business with what watches it.
        for own in _OWN_MODULES:
            sys.modules.pop(own, None)
        sys.modules[name] = module
        _seed()
        with rendering.same_output():
            exec(code, vars(module))
        scene_class = getattr(module, self._scene or "", None)
        _seed()
        return scene_class if isinstance(scene_class, type) and issubclass(scene_class, manim.Scene) else None


_RENDER = manim.Scene.render
"""As manim has it, whatever a scene's module makes of it."""


def _fault(verdict: str, error: str | None = None, evidence: str | None = None) -> Outcome:
    return {
        "verdict": verdict,
        "error": error and faults.clean(error),
        "error_line": None,
        "evidence": evidence and faults.clean(evidence),
    }


def _seed() -> None:
    random.seed(0)
    np.random.seed(0)

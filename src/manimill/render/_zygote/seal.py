"""Notices a scene that replaces what it is measured by."""

from __future__ import annotations

import builtins
import json
import os
import resource
import select
from collections.abc import Iterator
from types import CodeType
from typing import Any, NamedTuple

import manim
from manim.renderer.cairo_renderer import CairoRenderer

_BUILTINS = (
    "__build_class__ __import__ all any bool bytes compile dict exec float getattr globals hasattr id int "
    "isinstance issubclass iter len list max min next object open repr set setattr sorted str sum super tuple "
    "type vars"
)
_SCENE = (
    "render play wait pause wait_until add remove clear play_internal compile_animation_data begin_animations "
    "is_current_animation_frozen_frame update_mobjects update_to_time __init__"
)
_RENDERER = (
    "__init__ init_scene play render update_frame get_frame save_static_frame_data freeze_current_frame "
    "scene_finished"
)
_CAMERA = "__init__ capture_mobjects capture_mobject reset"


class _Part(NamedTuple):
    """A place that holds a function, the function, and what it ran when it was sealed."""

    owner: Any
    name: str
    value: Any
    code: CodeType | None

    @property
    def title(self) -> str:
        return f"{self.owner.__name__}.{self.name}"


class Seal:
    """The functions that judge a scene, as they were before it ran.

    A scene may add to manim's classes, set their defaults, derive from them and override what it likes in its own
    classes. What it may not do is replace, for everybody, what renders and measures scenes.
    """

    def __init__(self, parts: list[_Part]) -> None:
        self._parts = parts
        # A scene that changes the builtins must not change how that is noticed.
        self._read, self._write = getattr, setattr
        self._missing = object()

    @classmethod
    def take(cls) -> Seal:
        """Seal what is in place now: to be called after all hooks of the judge's own are."""
        return cls(
            [_part(owner, name) for owner, names in _sealed() for name in names if name in vars(owner)]
        )

    def broken(self, scene: Any = None) -> str | None:
        """The first thing that is not what it was, such as ``Scene.play``; everything is put back.

        So what is done afterwards is done by the real functions. ``scene`` is the one that was rendered: its
        renderer and camera must not have functions of their own in the place of those of their classes.
        """
        found = None
        for part in self._parts:
            current = self._read(part.owner, "__dict__").get(part.name, self._missing)
            if current is not part.value or self._read(current, "__code__", None) is not part.code:
                found = found or part.title
                self._restore(part)
        return found or self._replaced_in(scene)

    def _replaced_in(self, scene: Any) -> str | None:
        renderer = self._read(scene, "renderer", None)
        for owner, names in ((renderer, _RENDERER), (self._read(renderer, "camera", None), _CAMERA)):
            own = self._read(owner, "__dict__", {})
            for name in names.split():
                if name in own:
                    return f"{owner.__class__.__name__}.{name}"
        return None

    def _restore(self, part: _Part) -> None:
        if part.code is not None:
            self._write(part.value, "__code__", part.code)
        self._write(part.owner, part.name, part.value)


def _part(owner: Any, name: str) -> _Part:
    value = vars(owner)[name]
    return _Part(owner, name, value, getattr(value, "__code__", None))


def _sealed() -> Iterator[tuple[Any, list[str]]]:
    yield manim.Scene, _SCENE.split()
    yield CairoRenderer, _RENDERER.split()
    yield manim.Camera, _CAMERA.split()
    yield builtins, _BUILTINS.split()
    yield json, ["dumps", "loads", "_default_encoder", "_default_decoder"]
    yield json.JSONEncoder, ["__init__", "encode", "iterencode", "default"]
    yield os, ["write", "read", "_exit", "getpid", "fork"]
    yield resource, ["setrlimit", "getrlimit"]
    yield select, ["poll"]
